"""R10 종합 월보: the month on one page, beside the month before and the same month last year."""

import datetime as dt

from bokjihub.statistics.queries import contacts, discovery, emergency, mobile, resources
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Report, Row, Scope, Unit

COLUMNS = (
    Column("now", "이번 기간", Unit.WORDS),
    Column("before", "지난 기간", Unit.WORDS),
    Column("year_ago", "지난해 같은 때", Unit.WORDS),
    Column("unit", "단위", Unit.WORDS),
)
# What stands on the page: report, the figure of its total, the words, its unit.
LINES: tuple[tuple[Definition, str, str, Unit], ...] = (
    (discovery.REPORTS[0], "count", "발굴 신호", Unit.COUNT),
    (discovery.REPORTS[0], "households", "발굴 가구", Unit.HOUSEHOLDS),
    (discovery.REPORTS[0], "contacted", "연락함", Unit.COUNT),
    (discovery.REPORTS[0], "first_days", "첫 연락까지(중앙값)", Unit.DAYS),
    (contacts.REPORTS[0], "count", "상담", Unit.COUNT),
    (contacts.REPORTS[0], "households", "상담 가구", Unit.HOUSEHOLDS),
    (contacts.REPORTS[3], "count", "방문", Unit.COUNT),
    (contacts.REPORTS[3], "met", "방문해 만남", Unit.COUNT),
    (contacts.REPORTS[3], "pair_share", "2인 방문률", Unit.PERCENT),
    (resources.REPORTS[0], "count", "서비스 연계", Unit.COUNT),
    (resources.REPORTS[0], "won", "서비스 연계 금액", Unit.WON),
    (emergency.REPORTS[0], "count", "긴급복지지원", Unit.COUNT),
    (emergency.REPORTS[0], "won", "긴급복지지원 금액", Unit.WON),
    (mobile.REPORTS[0], "users", "이동상담 이용", Unit.USERS),
    (mobile.REPORTS[0], "helped", "이동상담 도움", Unit.USERS),
    (mobile.REPORTS[0], "won", "이동상담 연계 금액", Unit.WON),
)


def before(scope: Scope) -> Scope:
    """The period of the same length just before: whole months stay whole months."""
    if scope.first.day == 1 and (scope.last + dt.timedelta(days=1)).day == 1:
        months = (scope.last.year - scope.first.year) * 12 + scope.last.month - scope.first.month + 1
        year, month = divmod(scope.first.year * 12 + scope.first.month - 1 - months, 12)
        return Scope(dt.date(year, month + 1, 1), scope.first - dt.timedelta(days=1), scope.area_ids)
    length = scope.last - scope.first + dt.timedelta(days=1)
    return Scope(scope.first - length, scope.first - dt.timedelta(days=1), scope.area_ids)


def year_ago(scope: Scope) -> Scope:
    """The same days of the year before; the end of February stays the end of February."""

    def back(day: dt.date) -> dt.date:
        if (day + dt.timedelta(days=1)).day == 1:
            after = day + dt.timedelta(days=1)
            return after.replace(year=after.year - 1) - dt.timedelta(days=1)
        return day.replace(year=day.year - 1)

    return Scope(back(scope.first), back(scope.last), scope.area_ids)


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    periods = {"now": scope, "before": before(scope), "year_ago": year_ago(scope)}
    built: dict[tuple[str, str], Report] = {}

    def figure(definition: Definition, key: str, name: str) -> Cell:
        found = built.get((definition.name, name))
        if found is None:
            found = built[definition.name, name] = definition.build(periods[name])
        return found.total.cells.get(key) if found.total else None

    rows = [
        Row(
            f"{definition.name}.{key}",
            label,
            {**{name: figure(definition, key, name) for name in periods}, "unit": unit.value},
        )
        for definition, key, label, unit in LINES
    ]
    return rows, None, [f"지난 기간: {periods['before'].first} ~ {periods['before'].last}"]


REPORTS = (Definition("monthly", "R10", "종합 월보", COLUMNS, _rows, "R1-R6과 R12의 합계를 그대로 옮긴 표입니다."),)
