"""How the town's dongs came to be covered: waves of 2016-2018, the standard, posts allowed, what happened on the way.

Text 000 gives the places (노암·금동 done, 향교·도통 and the zone of 왕정 planned for 2016, all dongs by 2018) but no days:
every day here that the text does not give is marked 가정 on its row.
"""

import datetime as dt

from django.utils import timezone

from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area, Team, TeamCoverage, TeamName
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.rollout.actions.vehicles import VehicleFacts, book_vehicle, register_vehicle
from bokjihub.rollout.models import Award, Establishment, HubPlan, LogEntry, StaffingStandard, Vehicle
from bokjihub.statistics.actions import send_figures

Kind = HubPlan.Kind
# wave: (the day its teams began, the centres in it). The days are assumed.
WAVES: dict[str, tuple[dt.date, tuple[str, ...]]] = {
    "2016 1차": (dt.date(2016, 8, 1), ("노암동", "금동")),
    "2016 2차": (dt.date(2016, 12, 1), ("향교동", "도통동", "왕정동")),
    "2017": (dt.date(2017, 7, 3), ("운봉읍", "인월면", "주천면")),
    "2018": (dt.date(2018, 5, 1), ("수지면", "주생면", "보절면")),
}
# Cars: (where, its name, plate, power, how it came, from whom, years here, days until the insurance ends).
Power, Came = Vehicle.Power, Vehicle.Came
CARS = (
    ("", "지원단 1호", "00가0001", Power.FUEL, Came.BOUGHT, "", 6, 41),
    ("", "지원단 2호", "00가0002", Power.ELECTRIC, Came.GIVEN, "가온전기", 2, 210),
    ("노암동", "노암동 1호", "00가0003", Power.ELECTRIC, Came.LEASED, "한빛렌트", 3, 5),
    ("금동", "금동 1호", "00가0004", Power.HYBRID, Came.LEASED, "한빛렌트", 3, 96),
    ("왕정동", "왕정동 1호", "00가0005", Power.ELECTRIC, Came.BOUGHT, "", 1, 160),
)
RENAMED_ON = dt.date(2020, 1, 1)  # 가정: 맞춤형복지팀 became 찾아가는보건복지팀 about 2019-2020 (process §1.1)
REASON = "원문에 날짜 없음"
DRIVERS = (Role.DONG_OFFICER, Role.CASE_MANAGER, Role.HOPE_UNIT)


def hub_of(town: Town) -> None:
    """Plans, and the coverage of today's teams begun in their wave."""
    plans_of(town)
    for begun, centres in WAVES.values():
        for centre in centres:
            _begin(town.teams[centre], centre, begun)
    _standing(town)
    _on_the_way(town)


def plans_of(town: Town) -> None:
    """허브화 계획 of every dong in its wave; a zone's general dongs name their centre."""
    rows = []
    for wave, (planned_on, centres) in WAVES.items():
        for centre in centres:
            served = [name for name, team in town.team_of.items() if team == town.teams[centre]]
            rows += [_plan(town, name, centre, len(served), wave, planned_on) for name in served]
    HubPlan.objects.bulk_create(rows)


def _plan(town: Town, name: str, centre: str, size: int, wave: str, planned_on: dt.date) -> HubPlan:
    here: Area = town.dongs[name]
    general = name != centre
    kind = Kind.GENERAL if general else Kind.CENTRE if size > 1 else Kind.BASIC
    return HubPlan(
        area=here,
        kind=kind,
        centre=town.dongs[centre] if general else None,
        wave=wave,
        planned_on=planned_on,
        is_assumed_date=True,
        note=REASON,
    )


def _begin(team: Team, centre: str, begun: dt.date) -> None:
    TeamCoverage.objects.filter(team=team).update(starts_on=begun)
    Team.objects.filter(id=team.id).update(starts_on=begun)
    TeamName.objects.filter(team=team).update(starts_on=RENAMED_ON)
    before = RENAMED_ON - dt.timedelta(days=1)
    TeamName.objects.create(team=team, name=f"{centre} 맞춤형복지팀", starts_on=begun, ends_on=before)


def _standing(town: Town) -> None:
    """Namwon's own reading (text 000: 창구 외 2명 이상), and posts allowed: here and there one is empty."""
    StaffingStandard.objects.create(
        city=town.city,
        reading=StaffingStandard.Reading.BESIDE_COUNTER,
        minimum=2,
        source="남원시 계획(텍스트 000)",
        starts_on=dt.date(2016, 8, 1),
    )
    outreach = [team for team in town.teams.values() if team.kind == Team.Kind.OUTREACH]
    rows = []
    for number, team in enumerate(outreach):
        working = sum(post.team_id == team.id and post.role != "dong_head" for post in town.posts)
        empty = 1 if number % 4 == 1 else 0
        rows.append(Establishment(team=team, posts=working + empty, nurses=1, starts_on=dt.date(2022, 1, 1)))
    Establishment.objects.bulk_create(rows)


def _on_the_way(town: Town) -> None:
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                kind=LogEntry.Kind.MEETING,
                area=town.city,
                held_on=dt.date(2016, 8, 31),
                title="읍면동 지역사회보장협의체 위원 위촉과 강연",
                attendees=264,
            ),
            LogEntry(
                kind=LogEntry.Kind.INSPECTION,
                area=town.dongs["노암동"],
                held_on=dt.date(2016, 10, 12),
                is_assumed_date=True,
                title="맞춤형복지팀 현장 점검",
                led_by="주민복지과장",
                follow_up="상담실 칸막이",
            ),
        ]
    )
    Award.objects.create(
        area=town.city,
        given_on=dt.date(2016, 4, 15),
        is_assumed_date=True,
        title="주민참여형 저비용 복지 우수 시책",
        given_by="텍스트 001(4월, 날짜 없음)",
    )


def figures_of(town: Town, today: dt.date) -> str:
    """The city sent the province its figures of the last two months that ended, each five days after the end."""
    post = town.posts_of(Role.HOPE_UNIT)[0]
    last = today.replace(day=1) - dt.timedelta(days=1)
    sent = 0
    for end in (last.replace(day=1) - dt.timedelta(days=1), last):
        day = min(end + dt.timedelta(days=5), today)
        by = actor_of(post.user, place="demo", day=day)
        with on_day(day, 16), acting_as(by):
            sent += len(send_figures(day=end, by=by))
    return f"시·도에 보낸 집계 {sent}칸"


def cars_of(town: Town, today: dt.date) -> str:
    """The cars that go out, entered by the city's unit, and who drives them today and tomorrow."""
    unit = town.posts_of(Role.HOPE_UNIT)[0]
    turns = 0
    for dong, name, plate, power, came, giver, years, insured in CARS:
        by = actor_of(unit.user, place="demo", day=today)
        facts = VehicleFacts(
            name=name,
            plate=plate,
            power=power,
            came=came,
            came_from=giver,
            acquired_on=today.replace(day=1, month=3, year=today.year - years),
            inspect_by=today + dt.timedelta(days=insured + 30),
            insured_until=today + dt.timedelta(days=insured),
        )
        area = town.dongs[dong] if dong else town.city
        with acting_as(by):
            car = register_vehicle(area=area, facts=facts, by=by)
        drivers = [post for post in town.posts if post.area_id == area.id and post.role in DRIVERS] or [unit]
        for day in range(2):
            driver = drivers[day % len(drivers)]
            who = actor_of(driver.user, place="demo", day=today)
            begins = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=day), dt.time(9)))
            with acting_as(who):
                ends = begins + dt.timedelta(hours=3)
                book_vehicle(vehicle=car, driver=driver, starts_at=begins, ends_at=ends, errand="오전 방문", by=who)
            turns += 1
    return f"복지차량 {len(CARS)}대, 배차 {turns}건"
