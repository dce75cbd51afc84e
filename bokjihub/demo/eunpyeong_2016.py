"""The entries behind source text 004: 은평구's 찾아가는 동주민센터 of July 2016 (process §7.1, rows 19-21).

16 dongs go from two teams to three; 86 social-work officers, 18 visiting nurses and 3 마을사업전문가 come. The text names four
dongs; the other twelve are numbered and called 가정. How many were there before, how the 86 fall on heads, planners and
specialists, and every visit is assumed.
"""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area, Team, TeamCoverage
from bokjihub.assessments.actions.limits import approve_limit
from bokjihub.assessments.actions.versions import enter_shipped
from bokjihub.assessments.models import Assessment, Flag, Limit, Referral
from bokjihub.assessments.queries.forms import FormJudge, limits_on, version_in_use
from bokjihub.clocks.calendar import next_working_day
from bokjihub.demo import health, homes
from bokjihub.demo.offices import Staff, around, open_team, place
from bokjihub.discovery.models import Level, WorkItem
from bokjihub.people.models import Household
from bokjihub.rollout.models import HubPlan, LogEntry, Vehicle
from bokjihub.visits.models import Companion, Visit, VisitProgramme

POINT = (37.602, 126.929)
NAMED = ("갈현1동", "역촌동", "응암2동", "증산동")
PILOTS = ("갈현1동", "역촌동")
DONGS = 16
BEFORE_SINCE = dt.date(2010, 1, 1)  # 가정
PILOT_SINCE = dt.date(2015, 7, 1)  # 2015년; the day is assumed
FIRST_ON, OPENED_ON = dt.date(2016, 7, 12), dt.date(2016, 7, 18)
FIRST = "증산동"
BEFORE_EACH = 2  # 가정: social-work officers of a dong before, its head besides
# +86: a head and a 상담전문관 for each dong, the rest planners (가정: how they split).
OFFICERS_MORE, NURSES, SPECIALISTS = 86, 18, 3
PLANNERS_MORE = OFFICERS_MORE - 2 * DONGS
LAST = dt.date(2016, 12, 31)
AGED, INFANTS, PREGNANT, POOR = 60, 40, 25, 50
PAIR_SHARE = 0.9
AGES = {"UNIV_65": 65, "UNIV_70": 70}


@dataclass
class District:
    """What the tests and the teller need to know."""

    city: Area
    dongs: dict[str, Area] = field(default_factory=dict)
    planners: dict[str, list[Post]] = field(default_factory=dict)
    nurses: dict[str, Post] = field(default_factory=dict)


def opened_on(name: str) -> dt.date:
    """증산동 was the first on 12 July, the district followed on the 18th."""
    return FIRST_ON if name == FIRST else OPENED_ON


def tell(random: Random, today: dt.date) -> District:
    """Write the story; returns the district."""
    seoul = place(Area.Level.SIDO, "서울특별시", None, "1100000000", near=POINT)
    district = District(place(Area.Level.SIGUNGU, "은평구", seoul, "1138000000", near=POINT))
    names = [*NAMED, *(f"가정 {number}동" for number in range(1, DONGS - len(NAMED) + 1))]
    for number, name in enumerate(names):
        code = f"1138{number + 510:03d}000"
        district.dongs[name] = place(Area.Level.DONG, name, district.city, code, near=around(POINT, number))
    staff = Staff(random)
    for number, name in enumerate(names, start=1):
        _dong(district, staff, name, number)
    for number in range(1, SPECIALISTS + 1):
        # Works with residents and their circles, reads no household: the rights of a council's secretary.
        staff.hire(f"village{number}", Role.COUNCIL_SECRETARY, district.city, OPENED_ON, title="마을사업전문가")
    staff.write()
    _log(district)
    Visits(district, random).write()
    _measure(district, Random(random.random()))
    return district


def _dong(district: District, staff: Staff, name: str, number: int) -> None:
    """Two teams until the day before, three from the day on; the people there move along, the new ones come."""
    dong, day = district.dongs[name], opened_on(name)
    eve = day - dt.timedelta(days=1)
    open_team(Team.Kind.COUNTER, dong, f"{name} 행정팀", BEFORE_SINCE, until=eve)
    old = open_team(Team.Kind.COUNTER, dong, f"{name} 주민복지팀", BEFORE_SINCE, until=eve)
    if name in PILOTS:
        _pilot(old, dong, eve)
    open_team(Team.Kind.COUNTER, dong, f"{name} 복지행정팀", day)
    support = open_team(Team.Kind.COUNTER, dong, f"{name} 복지지원팀", day)
    service = open_team(Team.Kind.OUTREACH, dong, f"{name} 복지서비스팀", day, covers=True)
    HubPlan.objects.create(
        area=dong,
        kind=HubPlan.Kind.BASIC,
        wave="2단계(2016. 7.)",
        planned_on=day,
        is_assumed_date=name not in (FIRST, "응암2동"),
    )
    former = [("팀장", Role.TEAM_HEAD, "6급"), *[("복지 담당", Role.DONG_OFFICER, "8급")] * BEFORE_EACH]
    for one, (title, role, grade) in enumerate(former):
        post = staff.hire(f"support{number}-{one}", role, dong, BEFORE_SINCE, team=old, title=title, grade=grade)
        post.ends_on = eve
        staff.move(post.user, role, dong, day, team=support, title=title, grade=grade)
    staff.hire(f"head{number}", Role.TEAM_HEAD, dong, day, team=service, title="복지서비스팀장", grade="6급")
    staff.hire(
        f"specialist{number}", Role.COUNSEL_SPECIALIST, dong, day, team=support, title="복지상담전문관", grade="7급"
    )
    planners = PLANNERS_MORE // DONGS + (number <= PLANNERS_MORE % DONGS)
    district.planners[name] = [
        staff.hire(
            f"officer{number}-{one}", Role.DONG_OFFICER, dong, day, team=service, title="복지플래너", grade="8급"
        )
        for one in range(1, planners + 1)
    ]
    for one in range(1, NURSES // DONGS + (number <= NURSES % DONGS) + 1):
        nurse = staff.hire(f"nurse{number}-{one}", Role.VISITING_NURSE, dong, day, team=service, title="방문간호사")
        district.nurses.setdefault(name, nurse)


def _pilot(team: Team, dong: Area, eve: dt.date) -> None:
    """시범동 2015: the team of the time already went out."""
    Team.objects.filter(id=team.id).update(kind=Team.Kind.OUTREACH)
    TeamCoverage.objects.create(team=team, area=dong, role=TeamCoverage.Role.CENTRE, starts_on=PILOT_SINCE, ends_on=eve)
    HubPlan.objects.create(
        area=dong, kind=HubPlan.Kind.BASIC, wave="시범(2015)", planned_on=PILOT_SINCE, is_assumed_date=True
    )


def _log(district: District) -> None:
    kinds = LogEntry.Kind
    rows = (
        *(
            (kinds.BODY, district.city, dt.date(2016, 4, 15), f"{name} 구성", True)
            for name in ("추진운영위원회", "실무추진단", "민간추진지원단")
        ),
        (kinds.IMPROVEMENT, district.city, dt.date(2016, 6, 1), "시범동 모니터링에서 찾은 운영의 미비점을 고침", True),
        (kinds.IMPROVEMENT, district.city, dt.date(2016, 6, 30), "주민 의견을 모아 동주민센터 공간을 다시 배치", True),
        (kinds.OPINION, district.dongs["응암2동"], OPENED_ON, "동 주민자치위원의 의견을 들음", False),
        *(
            (kinds.INSPECTION, district.dongs[name], dt.date(2016, 5, 31), f"시범동 모니터링: {name}", True)
            for name in PILOTS
        ),
        (kinds.WORKSHOP, district.city, dt.date(2016, 6, 15), "직원 직무교육", True),
        (kinds.WORKSHOP, district.city, dt.date(2016, 6, 22), "통·반장 등 주민 협력 워크숍", True),
        (kinds.INSPECTION, district.dongs["응암2동"], OPENED_ON, "찾아가는 동주민센터 2단계 출범 현장", False),
    )
    Vehicle.objects.create(
        area=district.dongs["응암2동"],
        name="응암2동 방문 차량",
        power=Vehicle.Power.ELECTRIC,
        came=Vehicle.Came.GIVEN,
        acquired_on=OPENED_ON,
    )
    LogEntry.objects.bulk_create(
        LogEntry(kind=kind, area=area, held_on=day, title=title, is_assumed_date=is_assumed)
        for kind, area, day, title, is_assumed in rows
    )


def _measure(district: District, random: Random) -> None:
    """혈압·혈당 of who was met at 65 and 70, 산후우울 of who was met with a child: what a nurse along measured (all assumed)."""
    job = job_actor("합성 자료", city=district.city)
    enter_shipped(by=job)
    for limit in Limit.objects.all():
        approve_limit(limit=limit, by=job)
    met = Visit.objects.filter(result=Visit.Result.MET, companions__isnull=False).select_related("household")
    rows, flags = [], []
    for code, programmes in (("VITALS", AGES), ("EPDS", ("UNIV_INFANT",))):
        version = version_in_use(code)
        assert version
        form = FormJudge(version.read(), limits_on(LAST))
        for visit in met.filter(programme__code__in=list(programmes)).order_by("planned_on", "id"):
            person = visit.household.members.filter(is_head=True).get()
            answers = health.pressure(random.randrange(112, 176), random) if code == "VITALS" else _mood(random)
            nurse = district.nurses[visit.household.area.name].user_id
            row, found = health.judged(form, version, person, answers, visit.planned_on, nurse)
            row.visit = visit
            rows.append(row)
            flags.extend(found)
    Assessment.objects.bulk_create(rows)
    Flag.objects.bulk_create(flags)
    Referral.objects.bulk_create(
        Referral(
            flag=flag,
            household_id=flag.household_id,
            area_id=flag.area_id,
            to="은평구보건소(가정)",
            referred_on=flag.assessment.done_on,
            referred_by=flag.assessment.recorded_by,
            seen="yes" if random.random() < 0.7 else "no",
            seen_on=flag.assessment.done_on + dt.timedelta(days=14),
        )
        for flag in flags
        if flag.level != Flag.Level.AGAIN
    )


def _mood(random: Random) -> dict[str, str]:
    """Ten answers of the postpartum scale, mostly low; the last one, about self-harm, always 0 in the invented town."""
    points = {f"q{n}": str(random.choice((0, 0, 0, 1, 1, 2))) for n in range(1, 10)}
    return {**points, "q10": "0", "sheet_version": "합성 자료"}


class Visits:
    """Homes that came of age, with a child, expecting, or poor; most were visited, some refused, some are left (all assumed)."""

    def __init__(self, district: District, random: Random) -> None:
        self.district, self.random = district, random
        self.programmes = {one.code: one for one in VisitProgramme.objects.all()}
        self.names = list(district.dongs)

    def write(self) -> None:
        """Every programme of the text."""
        for code, age in AGES.items():
            for _ in range(AGED):
                came = self._day(opened_on(FIRST) + dt.timedelta(days=7), LAST)
                self._go(code, self._home(came.replace(year=came.year - age)), came)
        for _ in range(INFANTS):
            born = self._day(OPENED_ON, LAST)
            home = self._home(dt.date(1986, 5, 5), sex="F")
            homes.child(self.random, home, born)
            self._go("UNIV_INFANT", home, born)
        for _ in range(PREGNANT):
            self._go("UNIV_PREG", self._home(dt.date(1988, 3, 3), sex="F"), self._day(OPENED_ON, LAST))
        for number in range(1, POOR + 1):
            self._poor(number)

    def _poor(self, number: int) -> None:
        home = self._home(dt.date(self.random.randrange(1958, 1980), 9, 9))
        found = self._day(OPENED_ON, LAST)
        item = WorkItem.objects.create(
            household=home,
            area_id=home.area_id,
            number=f"2016-은-{number:04d}",
            level=Level.NORMAL,
            opened_on=found,
            state=WorkItem.State.RECEIVED,
        )
        self._go("CRISIS", home, found, item)

    def _home(self, born: dt.date, sex: str | None = None) -> Household:
        dong = self.district.dongs[self.random.choice(self.names)]
        return homes.home(self.random, dong, None, homes.invented(self.random, born=born, sex=sex))

    def _day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.random.randrange((last - first).days - 30))

    def _go(self, code: str, home: Household, came: dt.date, item: WorkItem | None = None) -> None:
        """One in ten is still waiting at the year's end; of those asked about one in fifteen refuses."""
        if self.random.random() < 0.1:
            return
        random = self.random
        day = next_working_day(came + dt.timedelta(days=random.randrange(3, 25)))
        refused = random.random() < 0.07
        nurse = self.district.nurses[home.area.name]
        is_pair = random.random() < PAIR_SHARE
        visit = Visit.objects.create(
            programme=self.programmes[code],
            household=home,
            work_item=item,
            area_id=home.area_id,
            lead=random.choice(self.district.planners[home.area.name]),
            planned_on=day,
            planned_at=dt.time(random.choice((10, 11, 14, 15, 16))),
            purpose="합성 자료(방문과 날은 가정)",
            alone_reason="" if is_pair else "간호사가 다른 집에 감",
            state=Visit.State.DONE,
            result=Visit.Result.REFUSED if refused else Visit.Result.MET,
            next_on=day + dt.timedelta(days=30) if refused else None,
        )
        if is_pair:
            Companion.objects.create(visit=visit, post=nurse, kind=Role.VISITING_NURSE.label)
