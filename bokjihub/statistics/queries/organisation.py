"""R9 조직 in detail: dong by dong, units of the city, before and after, log, prizes (process §7.1, rows 2-6, 16, 17, 20).

Offices and dates only: no household is asked. A day that the source does not give is said so on its line (가정).
"""

import datetime as dt
from collections import Counter
from uuid import UUID

from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Team
from bokjihub.areas.queries import dongs_of, team_name
from bokjihub.rollout.models import Award, Evaluation, HubPlan, LogEntry, Vehicle, VehicleBooking
from bokjihub.rollout.queries.hub import DongState, hub_state
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, sum_row
from bokjihub.statistics.queries.rollout import cities_of_scope

ASSUMED = "가정"
LATER = "뒤 해의 계획"
DONGS = (
    Column("state", "상태", Unit.WORDS),
    Column("kind", "꼴", Unit.WORDS),
    Column("team", "맡은 팀", Unit.WORDS),
    Column("centre", "중심동", Unit.WORDS),
    Column("since", "시작", Unit.WORDS),
    Column("planned_on", "계획한 날", Unit.WORDS),
    Column("wave", "차수", Unit.WORDS),
    Column("assumed", "날짜", Unit.WORDS),
)


def _dongs(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    # hub_state looks to the end of the year; a dong without a place in it may have one later.
    later: dict[UUID, HubPlan] = {}
    for plan in HubPlan.objects.filter(planned_on__year__gt=scope.last.year).order_by("-planned_on"):
        later[plan.area_id] = plan
    for city in cities_of_scope(scope):
        for dong in hub_state(city, scope.last).dongs:
            if not scope.area_ids or dong.area.id in scope.area_ids:
                cells = _dong_cells(dong, later.get(dong.area.id), scope.last)
                rows.append(Row(dong.area.code or dong.area.name, dong.area.name, cells))
    done = sum(row.cells["state"] == "설치" for row in rows)
    planned = sum(row.cells["state"] == "계획" for row in rows)
    afterwards = sum(row.cells["state"] == LATER for row in rows)
    late = sum(row.cells["state"] == "늦음" for row in rows)
    note = f"설치 {done:,}곳, 올해 안 계획 {planned:,}곳, {LATER} {afterwards:,}곳, 계획한 날이 지난 곳 {late:,}곳."
    return rows, None, [note]


def _dong_cells(dong: DongState, later: HubPlan | None, day: dt.date) -> dict[str, Cell]:
    if dong.kind is None and dong.planned_on is None and later is not None:
        return {
            "state": LATER,
            "kind": later.get_kind_display(),
            "team": "",
            "centre": later.centre.name if later.centre else "",
            "since": None,
            "planned_on": later.planned_on.isoformat(),
            "wave": later.wave,
            "assumed": ASSUMED if later.is_assumed_date else "",
        }
    if dong.kind is not None:
        state = "설치"
    elif dong.planned_on is None:
        state = "계획 없음"
    else:
        state = "늦음" if dong.planned_on < day else "계획"
    return {
        "state": state,
        "kind": dong.kind.label if dong.kind else dong.planned_kind,
        "team": dong.team,
        "centre": dong.centre,
        "since": dong.since.isoformat() if dong.since else None,
        "planned_on": dong.planned_on.isoformat() if dong.planned_on else None,
        "wave": dong.wave,
        "assumed": ASSUMED if dong.is_assumed else "",
    }


UNITS = (
    Column("since", "시작", Unit.WORDS),
    Column("people", "인원", Unit.PERSONS),
    Column("managers", "통합사례관리사", Unit.PERSONS),
    Column("officers", "공무원", Unit.PERSONS),
)
# Employed as case managers, not as civil servants; residents and agencies never sit in a unit of the city.
_CITY_KINDS = (Team.Kind.HOPE_UNIT, Team.Kind.EMERGENCY, Team.Kind.CITY)


def _units(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    cities = cities_of_scope(scope)
    teams = Team.objects.on(scope.last).filter(kind__in=_CITY_KINDS, seat__in=cities)
    for team in teams.select_related("seat").prefetch_related("names").order_by("starts_on", "kind"):
        posts = list(Post.objects.on(scope.last).filter(team=team))
        managers = {post.user_id for post in posts if post.role == Role.CASE_MANAGER}
        everybody = {post.user_id for post in posts}
        cells: dict[str, Cell] = {
            "since": team.starts_on.isoformat(),
            "people": len(everybody),
            "managers": len(managers),
            "officers": len(everybody - managers),
        }
        rows.append(Row(f"{team.kind}.{team.seat.code}", team_name(team, scope.last), cells))
    return rows, None, []


CHANGE = (
    Column("before", "앞", Unit.WORDS),
    Column("after", "뒤", Unit.WORDS),
    Column("more", "늘어남", Unit.WORDS),
    Column("unit", "단위", Unit.WORDS),
)
SOCIAL = frozenset({Role.TEAM_HEAD, Role.DONG_OFFICER, Role.COUNSEL_SPECIALIST, Role.HOPE_UNIT, Role.EMERGENCY_OFFICER})
# Offices that are neither social work nor nursing are told apart by their title (마을사업전문가 …).
_BY_TITLE = frozenset({Role.COUNCIL_SECRETARY, Role.RESOURCE_DESK})


def _change(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    days = (scope.first - dt.timedelta(days=1), scope.last)
    before, after = (_organisation(scope, day) for day in days)
    rows = []
    for key in dict.fromkeys([*before, *after]):
        label, unit = (after.get(key) or before[key])[:2]
        old, new = (found[key][2] if key in found else 0 for found in (before, after))
        rows.append(Row(key, label, {"before": old, "after": new, "more": round(new - old, 1), "unit": unit}))
    return rows, None, [f"앞은 {days[0]}, 뒤는 {days[1]}입니다."]


def _organisation(scope: Scope, day: dt.date) -> dict[str, tuple[str, str, float]]:
    """Key → label, unit, figure, on one day."""
    cities = cities_of_scope(scope)
    dongs = [dong for city in cities for dong in dongs_of(city, day)]
    teams = Team.objects.on(day).filter(seat__in=dongs)
    states = [hub_state(city, day) for city in cities]
    figures: dict[str, tuple[str, str, float]] = {
        "dongs": ("읍·면·동", "곳", len(dongs)),
        "teams": ("읍·면·동의 팀", "팀", teams.count()),
        "teams_each": ("한 곳의 팀", "팀", round(teams.count() / len(dongs), 1) if dongs else 0),
        "outreach": ("찾아가는 복지팀", "팀", sum(state.now.teams for state in states)),
        "covered": ("찾아가는 복지팀이 맡은 곳", "곳", sum(state.now.dongs for state in states)),
    }
    posts = list(Post.objects.on(day).filter(area__in=[*dongs, *cities]).order_by("title"))
    groups = {
        "social": ("사회복지 담당(팀장 포함)", {post.user_id for post in posts if post.role in SOCIAL}),
        "nurses": ("방문간호사", {post.user_id for post in posts if post.role == Role.VISITING_NURSE}),
        "managers": ("통합사례관리사", {post.user_id for post in posts if post.role == Role.CASE_MANAGER}),
    }
    for post in posts:
        if post.role in _BY_TITLE:
            label = post.title or Role(post.role).label
            groups.setdefault(f"title.{label}", (label, set()))[1].add(post.user_id)
    return {**figures, **{key: (label, Unit.PERSONS.value, len(people)) for key, (label, people) in groups.items()}}


LOG = (
    Column("kind", "꼴", Unit.WORDS),
    Column("held_on", "날", Unit.WORDS),
    Column("place", "어디", Unit.WORDS),
    Column("led_by", "이끈 사람", Unit.WORDS),
    Column("attendees", "참석", Unit.USERS),
    Column("words", "내용", Unit.WORDS),
    Column("follow_up", "고칠 것", Unit.WORDS),
    Column("mended_on", "고친 날", Unit.WORDS),
    Column("assumed", "날짜", Unit.WORDS),
)


def _log(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = LogEntry.objects.filter(**scope.days("held_on"), **scope.in_areas()).select_related("area")
    rows = [
        Row(
            f"{entry.kind}.{entry.held_on}",
            entry.title,
            {
                "kind": entry.get_kind_display(),
                "held_on": entry.held_on.isoformat(),
                "place": entry.area.name,
                "led_by": entry.led_by,
                "attendees": entry.attendees,
                "words": entry.words,
                "follow_up": entry.follow_up,
                "mended_on": entry.mended_on.isoformat() if entry.mended_on else "",
                "assumed": ASSUMED if entry.is_assumed_date else "",
            },
        )
        for entry in found.order_by("held_on", "title")
    ]
    return rows, sum_row(LOG, rows), _assumed(rows)


EVALUATIONS = (
    Column("year", "대상 해", Unit.COUNT),
    Column("province_rank", "시·도 안 순위", Unit.WORDS),
    Column("country_rank", "전국 순위", Unit.WORDS),
    Column("years_running", "잇단 해", Unit.WORDS),
    Column("source", "출처", Unit.WORDS),
)


def _evaluations(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """One line a subject and year; how many years running the province rank has stood is counted from the rows before."""
    found = Evaluation.objects.filter(year__lte=scope.last.year, **scope.in_areas()).select_related("area")
    rows: list[Row] = []
    running: dict[tuple[UUID, str], tuple[int, int | None, int]] = {}
    for one in found.order_by("area", "subject", "year"):
        year, rank, many = running.get((one.area_id, one.subject), (0, None, 0))
        many = many + 1 if (one.year, one.province_rank) == (year + 1, rank) else 1
        running[one.area_id, one.subject] = one.year, one.province_rank, many
        if one.year < scope.first.year:
            continue
        cells: dict[str, Cell] = {
            "year": one.year,
            "province_rank": one.province_rank,
            "country_rank": one.country_rank,
            "years_running": many if one.province_rank else None,
            "source": one.source,
        }
        rows.append(Row(f"{one.subject}.{one.year}", f"{one.area.name} {one.subject}", cells))
    return rows, None, []


AWARDS = (
    Column("given_on", "받은 날", Unit.WORDS),
    Column("given_by", "준 곳", Unit.WORDS),
    Column("assumed", "날짜", Unit.WORDS),
)


def _awards(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = [
        Row(
            str(award.given_on),
            award.title,
            {
                "given_on": award.given_on.isoformat(),
                "given_by": award.given_by,
                "assumed": ASSUMED if award.is_assumed_date else "",
            },
        )
        for award in Award.objects.filter(**scope.days("given_on"), **scope.in_areas()).order_by("given_on", "title")
    ]
    return rows, None, _assumed(rows)


def _assumed(rows: list[Row]) -> list[str]:
    count = sum(row.cells["assumed"] == ASSUMED for row in rows)
    return [f"원문에 날이 없어 가정한 줄이 {count:,}개 있습니다(가정)."] if count else []


VEHICLES = (
    *(Column(key, str(label), Unit.CARS) for key, label in Vehicle.Power.choices),
    Column("all", "모두", Unit.CARS),
    Column("booked_days", "그 달에 나간 날(차마다)", Unit.DAYS),
)


def _vehicles(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """Cars on the day by where they are kept; a car that was driven on a day of that month counts once for the day."""
    cars = list(Vehicle.objects.on(scope.last).filter(**scope.in_areas()).select_related("area"))
    turns = VehicleBooking.objects.filter(
        vehicle__in=cars, starts_at__date__gte=scope.last.replace(day=1), starts_at__date__lte=scope.last
    )
    driven = Counter(
        area for area, _, _ in turns.values_list("vehicle__area", "vehicle", "starts_at__date").order_by().distinct()
    )
    rows = []
    for area in sorted({car.area for car in cars}, key=lambda one: one.code):
        here = Counter(car.power for car in cars if car.area_id == area.id)
        cells: dict[str, Cell] = {key: here[key] for key in Vehicle.Power.values}
        rows.append(Row(area.code, area.name, {**cells, "all": here.total(), "booked_days": driven[area.id]}))
    return rows, sum_row(VEHICLES, rows), []


REPORTS = (
    Definition(
        "hub-dongs",
        "R9-2",
        "읍·면·동별 복지허브화",
        DONGS,
        _dongs,
        "그 날 맡은 팀이 있으면 설치, 없으면 가장 이른 계획입니다. 계획은 한 해가 끝날 때까지를 올해로 봅니다.",
        is_as_of=True,
    ),
    Definition(
        "units",
        "R9-3",
        "시·군·구 전담조직",
        UNITS,
        _units,
        "그 날의 발령을 사람으로 셉니다. 통합사례관리사와 공무원을 나눕니다.",
        is_as_of=True,
    ),
    Definition(
        "staffing-change",
        "R9-4",
        "조직·인력 앞뒤 비교",
        CHANGE,
        _change,
        "첫날의 하루 앞과 끝날을 견줍니다. 사람은 발령이 있는 이용자를 한 번씩 셉니다.",
    ),
    Definition("hub-log", "R9-5", "복지허브화 추진 기록", LOG, _log, "추진 기록은 적힌 날로 셉니다."),
    Definition("awards", "R9-6", "받은 상", AWARDS, _awards, "받은 날로 셉니다."),
    Definition(
        "evaluations",
        "R9-7",
        "외부 평가 순위",
        EVALUATIONS,
        _evaluations,
        "평가한 해로 셉니다. 잇단 해는 시·도 안 같은 순위가 이어진 햇수입니다.",
    ),
    Definition(
        "vehicles",
        "R9-8",
        "복지차량",
        VEHICLES,
        _vehicles,
        "그 날 있던 차를 둔 곳으로 셉니다. 나간 날은 그 달 첫날부터 그 날까지 배차가 있던 날을 차마다 센 것입니다.",
        is_as_of=True,
    ),
)
