"""The indicators of the roll-out (process §7.3): one line each, with what is divided by what and the counting rule in words.

Definitions are ours where the source texts give only a name; each says so by giving its rule. A share is shown with both
of its numbers, so that nobody reads 100 % of two cases as a success.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.counselling.models import MarketContact
from bokjihub.partners.models import Agency
from bokjihub.rollout.queries.hub import hub_state, staffing
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, asked, percent, whole
from bokjihub.statistics.queries.indicator_lists import (
    AGAIN,
    CONTACTED,
    FOUND,
    LISTS,
    OPEN_CASES,
    PLAN_DAYS,
    PLANNED,
    SAME_WORRY_DAYS,
    behind,
    closed_cases,
    deliveries,
    is_in_time,
    met_visits,
    sent_links,
    visits_of_worries,
)
from bokjihub.statistics.queries.rollout import cities_of_scope

COLUMNS = (
    Column("value", "값", Unit.EACH),
    Column("unit", "단위", Unit.WORDS),
    Column("part", "분자", Unit.COUNT),
    Column("whole", "분모", Unit.COUNT),
    Column("rule", "어떻게 세나", Unit.WORDS),
)


@dataclass(frozen=True)
class Figure:
    """A number, or a share with both of its numbers."""

    value: int | float | None
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Indicator:
    """One line of the table."""

    key: str
    label: str
    unit: str
    rule: str
    of: Callable[[Scope], Figure]


def _found(scope: Scope) -> Figure:
    return Figure(_one(FOUND, "SELECT count(*) AS found FROM found", scope, same=SAME_WORRY_DAYS)["found"])


def _outreach(scope: Scope) -> Figure:
    at_market = MarketContact.objects.filter(
        **scope.days("market_day__held_on"), **scope.in_areas("market_day__area_id__in")
    )
    return Figure(met_visits(scope).count() + at_market.count())


def _links(sector: Agency.Sector) -> Callable[[Scope], Figure]:
    def count(scope: Scope) -> Figure:
        return Figure(deliveries(scope, sector).values("link_id").distinct().count())

    return count


def _cases_open(scope: Scope) -> Figure:
    return Figure(_one(OPEN_CASES, "SELECT count(*) AS open FROM open", scope)["open"])


def _cases_closed(scope: Scope) -> Figure:
    return Figure(closed_cases(scope).count())


def _teams(scope: Scope) -> Figure:
    return Figure(sum(hub_state(city, scope.last).now.teams for city in cities_of_scope(scope)))


def _covered(scope: Scope) -> Figure:
    states = [hub_state(city, scope.last) for city in cities_of_scope(scope)]
    covered, dongs = sum(state.now.dongs for state in states), sum(len(state.dongs) for state in states)
    return Figure(covered, covered, dongs)


def _hands(role: str) -> Callable[[Scope], Figure]:
    def count(scope: Scope) -> Figure:
        teams = [row for city in cities_of_scope(scope) for row in staffing(city, scope.last)]
        return Figure(sum(bool(row.head_grade) if role == "heads" else getattr(row, role) for row in teams))

    return count


def _managers(scope: Scope) -> Figure:
    cities = cities_of_scope(scope)
    found = Post.objects.on(scope.last).filter(role=Role.CASE_MANAGER, area__in=cities)
    return Figure(found.values("user_id").distinct().count())


def _career(scope: Scope) -> Figure:
    teams = [row for city in cities_of_scope(scope) for row in staffing(city, scope.last)]
    people = sum(row.people for row in teams)
    months = sum((row.average_months or 0) * row.people for row in teams)
    return Figure(round(months / people) if people else None)


_FIRST_CONTACT = """
SELECT count(*) AS told, count(reached.id) AS reached, percentile_cont(0.5) WITHIN GROUP (ORDER BY
    CASE WHEN reached.at IS NOT NULL THEN
        greatest(0, (reached.at AT TIME ZONE %(zone)s)::date - (told.at AT TIME ZONE %(zone)s)::date) END) AS days
FROM told LEFT JOIN reached USING (id)
"""


def _first_contact(scope: Scope) -> Figure:
    line = _one(CONTACTED, _FIRST_CONTACT, scope)
    return Figure(whole(line["days"]), line["reached"], line["told"])


_PLANS = """
SELECT count(*) AS accepted, count(*) FILTER (WHERE planned - accepted <= %(limit)s) AS kept FROM cases
"""


def _plan_in_time(scope: Scope) -> Figure:
    line = _one(PLANNED, _PLANS, scope, limit=PLAN_DAYS, today=timezone.localdate())
    return _share(line["kept"], line["accepted"])


def _again(scope: Scope) -> Figure:
    sql = "SELECT count(*) AS ended, count(*) FILTER (WHERE is_again) AS again FROM seen"
    line = _one(AGAIN, sql, scope, year_ago=scope.year_before)
    return _share(line["again"], line["ended"])


_LOCATED = """
SELECT count(*) AS sought, count(*) FILTER (WHERE found_at < %(end)s) AS found FROM discovery_search
WHERE is_approved AND asked_at < %(end)s AND (found_at IS NULL OR found_at >= %(begin)s)
  AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
"""


def _located(scope: Scope) -> Figure:
    line = _one("", _LOCATED, scope)
    return _share(line["found"], line["sought"])


def _pairs(scope: Scope) -> Figure:
    made = visits_of_worries(scope).aggregate(
        made=Count("id", distinct=True), pairs=Count("id", distinct=True, filter=Q(companions__isnull=False))
    )
    return _share(made["pairs"], made["made"])


def _replies(scope: Scope) -> Figure:
    pairs = sent_links(scope).values_list("sent_on", "replied_at")
    return _share(sum(is_in_time(on, at) for on, at in pairs), len(pairs))


def _share(part: int, of: int) -> Figure:
    return Figure(percent(part, of), part, of)


def _one(base: str, sql: str, scope: Scope, **more: Any) -> dict[str, Any]:
    return asked(base + sql, {**scope.words_of_sql(), **more})[0]


INDICATORS = (
    Indicator(
        "found",
        "사각지대 발굴건수",
        Unit.COUNT,
        "기간 안에 첫 결과(첫 상담, 만난 방문, 종결)가 난 걱정. 같은 가구의 앞 결과에서 90일이 지나지 않은 것은 세지 않습니다.",
        _found,
    ),
    Indicator("outreach", "찾아가는 상담건수", Unit.COUNT, "만난 방문 + 이동상담 이용(연인원).", _outreach),
    Indicator(
        "links_public",
        "서비스 연계건수(공적)",
        Unit.COUNT,
        "기간 안에 전달(수량 1 이상)이 있는 공공기관 의뢰.",
        _links(Agency.Sector.PUBLIC),
    ),
    Indicator(
        "links_private",
        "서비스 연계건수(민간)",
        Unit.COUNT,
        "기간 안에 전달(수량 1 이상)이 있는 민간기관 의뢰.",
        _links(Agency.Sector.PRIVATE),
    ),
    Indicator(
        "cases_open", "사례관리(끝날에 열린 것)", Unit.COUNT, "접수되어 종결되지 않은 사례, 끝날의 단계로.", _cases_open
    ),
    Indicator("cases_closed", "사례관리(기간 안 종결)", Unit.COUNT, "종결일이 기간 안인 사례.", _cases_closed),
    Indicator(
        "teams", "전담팀 설치수", "팀", "끝날에 동을 맡은 찾아가는 복지팀. 맡은 동 수와 다른 숫자입니다.", _teams
    ),
    Indicator("covered", "관할 읍면동수", "곳", "끝날에 팀이 맡은 읍·면·동 / 모든 읍·면·동.", _covered),
    Indicator("heads", "인력: 팀장", Unit.PERSONS, "끝날에 팀장이 있는 찾아가는 복지팀.", _hands("heads")),
    Indicator(
        "officers",
        "인력: 담당",
        Unit.PERSONS,
        "끝날 찾아가는 복지팀의 발령, 팀장과 간호사를 뺀 분.",
        _hands("officers"),
    ),
    Indicator("nurses", "인력: 방문간호사", Unit.PERSONS, "끝날 찾아가는 복지팀의 방문간호사 발령.", _hands("nurses")),
    Indicator("managers", "인력: 통합사례관리사", Unit.PERSONS, "끝날의 발령, 사람으로.", _managers),
    Indicator("career", "복지 경력(평균)", "개월", "끝날 찾아가는 복지팀 사람의 복지 경력 평균.", _career),
    Indicator(
        "first_contact",
        "초기대응 시간(중앙값)",
        Unit.DAYS,
        "기간 안에 알려진 걱정이 처음 연락될 때까지의 날. 위: 연락한 걱정, 아래: 알려진 걱정.",
        _first_contact,
    ),
    Indicator(
        "plan_in_time",
        "30일 준수율",
        Unit.PERCENT,
        "기간 안에 접수한 사례 가운데 30일 안에 계획이 선 것. 서비스연계·미선정과 아직 30일이 안 된 것은 뺍니다.",
        _plan_in_time,
    ),
    Indicator(
        "again",
        "재발굴률",
        Unit.PERCENT,
        "끝날까지 열두 달 동안 종결한 가구 가운데 종결 뒤 다시 알려진 가구. 사망·중복·잘못 등록은 뺍니다.",
        _again,
    ),
    Indicator(
        "located", "소재미확인 해소율", Unit.PERCENT, "기간에 찾고 있던 가구 가운데 끝날까지 찾은 가구.", _located
    ),
    Indicator("pairs", "2인 방문률", Unit.PERCENT, "걱정이 있는 가구에 간 방문 가운데 둘 이상 간 방문.", _pairs),
    Indicator(
        "replies",
        "회신율",
        Unit.PERCENT,
        "기간 안에 보낸 의뢰 가운데 7일 안에 회신한 것. 7일이 안 된 것은 뺍니다.",
        _replies,
    ),
)


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    for one in INDICATORS:
        figure = one.of(scope)
        cells: dict[str, Cell] = {
            "value": figure.value,
            "unit": str(one.unit),
            "part": figure.part,
            "whole": figure.whole,
            "rule": one.rule,
        }
        rows.append(Row(one.key, one.label, cells))
    return rows, None, []


REPORTS = (
    Definition(
        "indicators",
        "R15",
        "복지허브화 지표",
        COLUMNS,
        _rows,
        "지표의 이름은 사업에서, 셈은 이 표의 ‘어떻게 세나’에서 왔습니다. 끝날의 지표는 그 날의 모습, "
        "나머지는 기간 안의 일입니다. 이름을 누르면 건수는 센 것이, 율과 시간은 아직 못 한 것이 나옵니다.",
        behind=behind,
        lists=frozenset(LISTS),
    ),
)
