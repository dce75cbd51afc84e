"""Offices, staff, councils and the award of 남원시 in 2016 (process §7.1, rows 5-7, 16 and 17)."""

import datetime as dt
from random import Random

from bokjihub.accounts.models import Post, Role, TongCharge
from bokjihub.areas.models import Area, Team, TeamCoverage, TeamName
from bokjihub.clocks.calendar import add_months
from bokjihub.demo.ground import Town
from bokjihub.demo.names import person_name
from bokjihub.demo.offices import Staff, open_team
from bokjihub.partners.models import CouncilTerm
from bokjihub.rollout.models import Award, HubPlan, LogEntry, StaffingStandard

UNIT_SINCE = dt.date(2012, 5, 1)  # 희망복지지원단 began in 2012; the day is assumed
# 노암 and 금동 had their teams on 19 August; 향교, 도통 and the zone of 왕정 with 동충 and 죽항 were planned for the year.
DONE = ("노암동", "금동")
PLANNED = ("향교동", "도통동", "왕정동", "동충동", "죽항동")
TEXT_ON = dt.date(2016, 8, 19)
DONE_SINCE = dt.date(2016, 8, 1)  # 가정: the text says only that they are there
THIS_YEAR = dt.date(2016, 12, 31)  # 금년 내
ALL_BY = dt.date(2018, 12, 31)  # 2018년까지
# The news of February 2018 under text 000 says the reorganisation was completed the year before: that is the actual.
COMPLETED_ON = dt.date(2017, 12, 31)
WAVE_2016, WAVE_2018 = "2016년 동 지역", "2018년까지 읍·면"
COUNTER_OFFICERS = 2
APPOINTED_ON, MEMBERS = dt.date(2016, 8, 31), 264
TERM_MONTHS = 24
CALLINGS = ("통장·이장", "주민자치위원", "부녀회", "자원봉사", "상가 번영회", "종교 단체")
Kind = HubPlan.Kind


def write(town: Town, random: Random) -> None:
    """Teams by their dates, the plan beside them, councils, the award."""
    _teams_by_date(town)
    _counters(town, random)
    _plans(town)
    StaffingStandard.objects.create(
        city=town.city,
        reading=StaffingStandard.Reading.BESIDE_COUNTER,
        minimum=2,
        source="남원시 2016. 8. 19. 발표: 창구 공무원을 제외하고 별도 2명 이상",
        starts_on=DONE_SINCE,
    )
    _hope_unit(town)
    _councils(town, random)
    Award.objects.create(
        area=town.city,
        given_on=dt.date(2016, 4, 30),
        is_assumed_date=True,
        title="주민참여형 저비용 지역복지사업 부문: 5일장 찾아가는 희망복지 상담실 운영",
        given_by="보건복지부",
    )


def _starts_on(name: str) -> dt.date:
    if name in DONE:
        return DONE_SINCE
    return THIS_YEAR if name in PLANNED else COMPLETED_ON


def _teams_by_date(town: Town) -> None:
    """Each outreach team, its people and their tongs begin when the team began; until then a dong has no such team."""
    for row in TeamCoverage.objects.filter(team__in=town.teams.values()).select_related("area", "team__seat"):
        row.starts_on = max(_starts_on(row.area.name), _starts_on(row.team.seat.name))
        row.save()
    for team in town.teams.values():
        if team.kind != Team.Kind.OUTREACH:
            continue
        since = _starts_on(team.seat.name)
        Team.objects.filter(id=team.id).update(starts_on=since)
        TeamName.objects.filter(team=team).update(name=f"{team.seat.name} 맞춤형복지팀", starts_on=since)
        Post.objects.filter(team=team).update(starts_on=since)
        TongCharge.objects.filter(post__team=team).update(starts_on=since)


def _counters(town: Town, random: Random) -> None:
    """기존 사회복지 공무원: who takes applications at the counter, and does not count for the new team."""
    staff = Staff(random)
    for number, name in enumerate(DONE, start=1):
        dong = town.dongs[name]
        team = open_team(Team.Kind.COUNTER, dong, f"{name} 주민복지팀", UNIT_SINCE)
        for one in range(1, COUNTER_OFFICERS + 1):
            staff.hire(f"window{number}-{one}", Role.DONG_OFFICER, dong, UNIT_SINCE, team=team, title="주민복지 담당")
    staff.write()


def _plans(town: Town) -> None:
    for name, dong in town.dongs.items():
        team = town.team_of[name]
        covered = sum(other == team for other in town.team_of.values())
        in_text = name in (*DONE, *PLANNED)
        in_zone = Kind.CENTRE if team.seat == dong else Kind.GENERAL
        kind = in_zone if in_text and covered > 1 else Kind.BASIC
        HubPlan.objects.create(
            area=dong,
            kind=kind,
            centre=team.seat if kind == Kind.GENERAL else None,
            wave=WAVE_2016 if in_text else WAVE_2018,
            planned_on=DONE_SINCE if name in DONE else THIS_YEAR if in_text else ALL_BY,
            is_assumed_date=name in DONE,
            note="" if in_text else "읍·면의 꼴은 원문에 없음(가정: 기본형)",
        )


def _hope_unit(town: Town) -> None:
    """통합사례관리사 and three officers; the specialist at the counter came later. Two 통합사례관리사 are assumed."""
    LogEntry.objects.create(
        kind=LogEntry.Kind.MEETING,
        area=town.city,
        held_on=UNIT_SINCE,
        is_assumed_date=True,
        title="희망복지지원단 출범",
        words="원문은 2012년",
    )
    Post.objects.filter(team=town.teams["희망복지지원단"], role=Role.COUNSEL_SPECIALIST).delete()
    town.posts = [post for post in town.posts if post.role != Role.COUNSEL_SPECIALIST]


def _councils(town: Town, random: Random) -> None:
    """264 members of the councils of 23 offices, appointed and taught on one day; how many each is assumed."""
    each, rest = divmod(MEMBERS, len(town.dongs))
    CouncilTerm.objects.bulk_create(
        term
        for number, dong in enumerate(town.dongs.values())
        for term in _council(dong, each + (number < rest), random)
    )
    LogEntry.objects.create(
        kind=LogEntry.Kind.WORKSHOP,
        area=town.city,
        held_on=APPOINTED_ON,
        title="읍면동 지역사회보장협의체 위촉장 수여와 특강",
        attendees=MEMBERS,
        words="남원시청 강당. 원문은 8월 19일의 계획",
    )


def _council(dong: Area, count: int, random: Random) -> list[CouncilTerm]:
    found: set[str] = set()
    while len(found) < count:
        found.add(person_name(random, sex=random.choice("MF"), birth_year=random.randrange(1945, 1980)))
    ends_on = add_months(APPOINTED_ON, TERM_MONTHS) - dt.timedelta(days=1)
    return [
        CouncilTerm(
            area=dong,
            name=name,
            seat=CouncilTerm.Seat.CHAIR if number == 0 else CouncilTerm.Seat.MEMBER,
            calling=random.choice(CALLINGS),
            starts_on=APPOINTED_ON,
            ends_on=ends_on,
            trained_on=APPOINTED_ON,
            pledged_on=APPOINTED_ON,
        )
        for number, name in enumerate(sorted(found))
    ]
