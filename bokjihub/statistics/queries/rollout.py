"""R9 조직·인력 and hub coverage, as of a day. Teams and covered dongs are two figures (process §1.2); no household is asked."""

import datetime as dt

from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.rollout.models import HubPlan
from bokjihub.rollout.queries.hub import hub_state, staffing
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, percent, sum_row

Kind = HubPlan.Kind
HUB = (
    Column("dongs", "읍·면·동", Unit.COUNT),
    Column("teams", "팀", Unit.COUNT),
    Column("basic", "기본형 팀", Unit.COUNT),
    Column("zonal", "권역형 팀", Unit.COUNT),
    Column("covered", "맡은 동", Unit.COUNT),
    Column("covered_basic", "기본형 동", Unit.COUNT),
    Column("covered_centre", "권역 중심동", Unit.COUNT),
    Column("covered_general", "권역 일반동", Unit.COUNT),
    Column("share", "맡은 비율", Unit.PERCENT),
    Column("planned_teams", "올해 계획 팀", Unit.COUNT),
    Column("planned_dongs", "올해 계획 동", Unit.COUNT),
)


def cities_of_scope(scope: Scope) -> list[Area]:
    """Cities of the asked dongs; without any, every city that has dongs."""
    if scope.area_ids:
        found = {city.id: city for area in Area.objects.filter(id__in=scope.area_ids) if (city := city_of(area))}
        return sorted(found.values(), key=lambda city: city.code)
    return list(Area.objects.on(scope.last).filter(level=Area.Level.SIGUNGU).order_by("code", "name"))


def _hub(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    for city in cities_of_scope(scope):
        state = hub_state(city, scope.last)
        kinds = [dong.kind for dong in state.dongs]
        cells: dict[str, Cell] = {
            "dongs": len(state.dongs),
            "teams": state.now.teams,
            "basic": state.basic,
            "zonal": state.zonal,
            "covered": state.now.dongs,
            "covered_basic": kinds.count(Kind.BASIC),
            "covered_centre": kinds.count(Kind.CENTRE),
            "covered_general": kinds.count(Kind.GENERAL),
            "share": percent(state.now.dongs, len(state.dongs)),
            "planned_teams": state.planned.teams,
            "planned_dongs": state.planned.dongs,
        }
        rows.append(Row(city.code or city.name, city.name, cells))
    total = sum_row(HUB, rows)
    total.cells["share"] = percent(int(total.cells["covered"] or 0), int(total.cells["dongs"] or 0))
    # The plan counts to the end of the year, so its assumed days do too.
    assumed = HubPlan.objects.filter(is_assumed_date=True, planned_on__lte=dt.date(scope.last.year, 12, 31)).count()
    return rows, total, [f"날짜가 원문에 없어 가정한 계획이 {assumed:,}건 있습니다(가정)."] if assumed else []


STAFF = (
    Column("dongs", "맡은 동", Unit.COUNT),
    Column("kind", "꼴", Unit.WORDS),
    Column("head", "팀장", Unit.WORDS),
    Column("people", "인원", Unit.PERSONS),
    Column("officers", "담당", Unit.PERSONS),
    Column("nurses", "간호", Unit.PERSONS),
    Column("allowed", "정원", Unit.PERSONS),
    Column("vacancies", "빈자리", Unit.PERSONS),
    Column("households_each", "1명당 가구", Unit.HOUSEHOLDS),
    Column("standard", "기준", Unit.WORDS),
)


def _staffing(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows: list[Row] = []
    households = 0
    for city in cities_of_scope(scope):
        for team in staffing(city, scope.last):
            households += team.households
            cells: dict[str, Cell] = {
                "dongs": 1 + len(team.general),
                "kind": team.kind,
                "head": team.head_grade or "없음",
                "people": team.people,
                "officers": team.officers,
                "nurses": team.nurses,
                "allowed": team.allowed,
                "vacancies": team.vacancies,
                "households_each": team.households_each,
                "standard": _standard_words(team.keeps, team.missing),
            }
            rows.append(Row(team.team.seat.code or str(team.team.id), team.name, cells))
    total = sum_row(STAFF, rows)
    for key in ("people", "officers", "nurses", "allowed", "vacancies"):
        values = [int(row.cells[key] or 0) for row in rows if row.cells[key] is not None]
        total.cells[key] = sum(values) if values else None
    hands = int(total.cells["officers"] or 0) + int(total.cells["nurses"] or 0)
    total.cells["households_each"] = round(households / hands) if hands and households else None
    total.cells["head"] = f"{sum(row.cells['head'] != '없음' for row in rows)}명"
    total.cells["kind"] = f"팀 {len(rows)}"
    total.cells["standard"] = f"지킴 {sum(row.cells['standard'] == '지킴' for row in rows)}"
    return rows, total, []


def _standard_words(keeps: bool | None, missing: int) -> str:
    if keeps is None:
        return "기준 없음"
    return "지킴" if keeps else f"{missing}명 모자람" if missing else "팀장 직급 모자람"


REPORTS = (
    Definition(
        "hub",
        "R9-1",
        "복지허브화 현황",
        HUB,
        _hub,
        "팀 수와 맡은 읍·면·동 수는 다른 숫자입니다. 한 팀이 여러 동을 맡으면 권역형이고, 그 날의 담당 구역으로 셉니다.",
        is_as_of=True,
    ),
    Definition(
        "staffing",
        "R9",
        "조직·인력 현황",
        STAFF,
        _staffing,
        "그 날의 발령으로 셉니다. 1명당 가구는 맡은 동의 세대수를 담당·간호 인원으로 나눈 값입니다.",
        is_as_of=True,
    ),
)
