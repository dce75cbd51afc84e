"""The entries behind source text 002: 인천광역시 in the first half of 2016 (process §7.1, rows 2-4).

The text names two districts and two dongs; the other districts and dongs are numbered and called 가정. Each district also
gets one dong outside the plan, so that "planned" and "all" are different figures; how many dongs there were is not in the text.
"""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area, Team
from bokjihub.demo.offices import Staff, around, open_team, place
from bokjihub.rollout.models import HubPlan, LogEntry, StaffingStandard

CITY_POINT = (37.456, 126.705)
# (district, its leading dong), then the districts the text does not name; how many there are is assumed.
NAMED = (("부평구", "부평4동"), ("서구", "연희동"))
OTHERS = 8
PLANNED = 33
CHOSEN_ON = dt.date(2016, 2, 29)
LED_FROM = dt.date(2016, 3, 1)  # 가정: monitored in April, so the two teams were at work by then
THIS_YEAR = dt.date(2016, 12, 31)
LEADING, WAVE = "선도지역(2016. 2. 29. 선정)", "2016년"
STAFF_EACH = 3  # 팀장(6급) 포함; the least the text allows


@dataclass
class Metropolis:
    """What the tests and the teller need to know."""

    province: Area
    districts: dict[str, Area] = field(default_factory=dict)
    dongs: dict[str, Area] = field(default_factory=dict)


def tell(random: Random, today: dt.date) -> Metropolis:
    """Write the story; returns the city."""
    city = Metropolis(place(Area.Level.SIDO, "인천광역시", None, "2800000000", near=CITY_POINT))
    _areas(city)
    staff = Staff(random)
    _teams(city, staff)
    for number, district in enumerate(city.districts.values(), start=1):
        StaffingStandard.objects.create(
            city=district,
            reading=StaffingStandard.Reading.TOTAL,
            minimum=STAFF_EACH,
            head_grade="6급",
            source="인천시 2016. 6. 2. 회의: 팀장(6급)을 포함해 3명 이상",
            starts_on=LED_FROM,
        )
        staff.hire(f"admin{number}", Role.CITY_ADMIN, district, LED_FROM, grade="7급")
    staff.hire("monitor1", Role.MONITOR, city.province, LED_FROM, title="복지허브화 추진단", grade="6급")
    staff.write()
    _log(city)
    return city


def _areas(city: Metropolis) -> None:
    leading = dict(NAMED)
    names = [*leading, *(f"가정 {number}구" for number in range(1, OTHERS + 1))]
    counts = [PLANNED // len(names) + (number < PLANNED % len(names)) for number in range(len(names))]
    invented = 0
    for number, (name, planned) in enumerate(zip(names, counts, strict=True)):
        point = around(CITY_POINT, number, step=0.06)
        district = place(Area.Level.SIGUNGU, name, city.province, f"28{number + 1:02d}000000", near=point)
        city.districts[name] = district
        for one in range(planned + 1):
            if one == 0 and name in leading:
                title = leading[name]
            else:
                invented += 1
                title = f"가정 {invented}동"
            dong = place(
                Area.Level.DONG, title, district, f"28{number + 1:02d}{one + 1:03d}000", near=around(point, one)
            )
            city.dongs[title] = dong
            if one < planned:
                _plan(dong, is_leading=title in leading.values())


def _plan(dong: Area, *, is_leading: bool) -> None:
    """The text says "this year" for the 33; the last day of the year is assumed, and so is the form."""
    HubPlan.objects.create(
        area=dong,
        kind=HubPlan.Kind.BASIC,
        wave=LEADING if is_leading else WAVE,
        planned_on=LED_FROM if is_leading else THIS_YEAR,
        is_assumed_date=True,
    )


def _teams(city: Metropolis, staff: Staff) -> None:
    for number, (_, name) in enumerate(NAMED, start=1):
        dong = city.dongs[name]
        team = open_team(Team.Kind.OUTREACH, dong, f"{name} 맞춤형복지팀", LED_FROM, covers=True)
        staff.hire(f"head{number}", Role.TEAM_HEAD, dong, LED_FROM, team=team, title="팀장", grade="6급")
        for one in range(1, STAFF_EACH):
            staff.hire(
                f"officer{number}-{one}", Role.DONG_OFFICER, dong, LED_FROM, team=team, title="복지 담당", grade="8급"
            )


def _log(city: Metropolis) -> None:
    """What the text tells of the way. Only the meeting has its day; the others have their month."""
    kinds = LogEntry.Kind
    province = city.province
    rows = (
        (kinds.BRIEFING, province, (2016, 3, 15), "읍면동장 복지허브화 설명회", "", None, "대상: 읍·면·동장", True),
        (kinds.MEETING, province, (2016, 3, 31), "복지허브화 추진단 구성", "", None, "", True),
        (kinds.WORKSHOP, province, (2016, 4, 15), "담당 공무원 워크숍", "", None, "복지허브화 활성화", True),
        *(
            (
                kinds.INSPECTION,
                city.dongs[name],
                (2016, 4, 20),
                f"선도지역 현장 모니터링과 점검: {name}",
                "",
                None,
                "",
                True,
            )
            for _, name in NAMED
        ),
        (
            kinds.MEETING,
            province,
            (2016, 6, 2),
            "읍면동 복지허브화 추진단 회의",
            "행정부시장",
            10,
            "원문은 ‘10여 명’: 시 보건복지국장과 관련 과장, 군·구 담당 국장. 군·구별 추진현황 점검과 협조 요청",
            False,
        ),
    )
    LogEntry.objects.bulk_create(
        LogEntry(
            kind=kind,
            area=area,
            held_on=dt.date(*day),
            title=title,
            led_by=led_by,
            attendees=attendees,
            words=words,
            is_assumed_date=is_assumed,
        )
        for kind, area, day, title, led_by, attendees, words, is_assumed in rows
    )
