"""The pilot of July 2014 to December 2015 that source text 002 tells of (process §7.1, row 1).

The text gives the period, 15 places in the whole country, and that discovery, visits and links grew. Here the 15 places lie
in one invented district, so that one report can count them; every count before and after is assumed (가정), only the
direction is the text's.
"""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area, Team
from bokjihub.demo import homes
from bokjihub.demo.links import Referral, give
from bokjihub.demo.offices import Staff, around, open_team, place
from bokjihub.discovery.models import Channel, Signal, WorkItem
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household
from bokjihub.resources.models import Need, Provider, Service
from bokjihub.rollout.models import HubPlan, LogEntry
from bokjihub.visits.models import Visit, VisitProgramme

POINT = (36.35, 127.38)
PLACES = 15
FIRST, LAST = dt.date(2014, 7, 1), dt.date(2015, 12, 31)
BEFORE_FIRST = dt.date(2013, 1, 1)  # as long before as the pilot was
WAVE = "시범(2014. 7.-2015. 12.)"


@dataclass(frozen=True)
class Work:
    """What one place does in eighteen months: worries found, homes visited, services linked (all assumed)."""

    found: tuple[int, int]
    visited: int
    linked: int


BEFORE, DURING = Work((4, 6), 2, 1), Work((8, 11), 5, 3)


@dataclass
class Pilot:
    """What the tests and the teller need to know."""

    city: Area
    dongs: list[Area] = field(default_factory=list)
    officers: list[Post] = field(default_factory=list)


def tell(random: Random, today: dt.date) -> Pilot:
    """Write the story; returns the invented district with the 15 places."""
    country = place(Area.Level.SIDO, "시범사업(전국, 가정)", None, "9900000000", near=POINT)
    pilot = Pilot(place(Area.Level.SIGUNGU, "시범지역(가정)", country, "9901000000", near=POINT))
    staff = Staff(random)
    for number in range(1, PLACES + 1):
        name, code = f"가정 {number}동", f"9901{number:03d}000"
        dong = place(Area.Level.DONG, name, pilot.city, code, near=around(POINT, number))
        pilot.dongs.append(dong)
        HubPlan.objects.create(area=dong, kind=HubPlan.Kind.BASIC, wave=WAVE, planned_on=FIRST)
        team = open_team(Team.Kind.OUTREACH, dong, f"{name} 시범 복지팀", FIRST, covers=True)
        post = staff.hire(f"former{number}", Role.DONG_OFFICER, dong, BEFORE_FIRST, title="복지 담당", grade="8급")
        post.ends_on = FIRST - dt.timedelta(days=1)
        pilot.officers.append(staff.move(post.user, Role.DONG_OFFICER, dong, FIRST, team=team, title="복지 담당"))
        staff.hire(f"head{number}", Role.TEAM_HEAD, dong, FIRST, team=team, title="팀장", grade="6급")
    staff.write()
    LogEntry.objects.create(
        kind=LogEntry.Kind.SATISFACTION, area=pilot.city, held_on=LAST, is_assumed_date=True, title="시범사업 결과",
        words="원문: 사각지대 발굴, 방문상담, 서비스 연계 등 실적과 수혜자 만족도가 높아짐. 건수는 원문에 없어 가정",
    )  # fmt: skip
    _work(pilot, random)
    return pilot


def _work(pilot: Pilot, random: Random) -> None:
    agency = Agency.objects.create(
        name="시범 복지관(가정)", sector=Agency.Sector.PRIVATE, phone="042-000-0015", city=pilot.city
    )
    provider = Provider.objects.create(agency=agency)
    service = Service.objects.create(provider=provider, name="도시락", need=Need.FOOD, confirmed_on=BEFORE_FIRST)
    programme = VisitProgramme.objects.get(code="REPORT")
    number = 0
    for dong, officer in zip(pilot.dongs, pilot.officers, strict=True):
        for work, first, last in ((BEFORE, BEFORE_FIRST, FIRST), (DURING, FIRST, LAST)):
            for turn in range(random.randint(*work.found)):
                number += 1
                day = first + dt.timedelta(days=random.randrange((last - first).days - 40))
                home = homes.home(random, dong, None, homes.invented(random))
                item = _found(home, day, number)
                if turn < work.visited:
                    _visited(programme, item, officer, day + dt.timedelta(days=5))
                if turn < work.linked:
                    give(Referral(service, home, 0, day + dt.timedelta(days=10), day + dt.timedelta(days=14)), officer)


def _found(home: Household, day: dt.date, number: int) -> WorkItem:
    item = WorkItem.objects.create(
        household=home, area_id=home.area_id, number=f"시범-{number:04d}", opened_on=day, state=WorkItem.State.CONTACTED
    )
    Signal.objects.create(
        work_item=item,
        household=home,
        area_id=home.area_id,
        channel=Channel.NEIGHBOUR,
        received_at=timezone.make_aware(dt.datetime.combine(day, dt.time(10))),
        place=home.address,
        words="합성 자료",
        receipt=f"시범-{number:04d}",
    )
    return item


def _visited(programme: VisitProgramme, item: WorkItem, officer: Post, day: dt.date) -> None:
    Visit.objects.create(
        programme=programme,
        household_id=item.household_id,
        work_item=item,
        area_id=item.area_id,
        lead=officer,
        planned_on=day,
        planned_at=dt.time(14),
        purpose="합성 자료(방문과 날은 가정)",
        alone_reason="합성 자료",
        state=Visit.State.DONE,
        result=Visit.Result.MET,
    )
