"""Beside a table the same figures of the period before and of the same days last year (process §7.2, R10; screens V37)."""

import calendar
import dataclasses
import datetime as dt

from bokjihub.statistics.queries.frame import Cell, Column, Definition, Report, Row, Scope, Unit
from bokjihub.ui.words import official_date

_NUMBERS = frozenset({Unit.COUNT, Unit.HOUSEHOLDS, Unit.PERSONS, Unit.USERS, Unit.DAYS, Unit.PERCENT, Unit.EACH})


def before(scope: Scope, *, is_as_of: bool = False) -> Scope:
    """The period just before: whole months stay whole months, a month up to a day is beside the month before up to that day.

    Any other period is beside as many days just before it; a day beside the same day a month before.
    """
    if is_as_of:
        day = _month_back(scope.last)
        return Scope(day, day, scope.area_ids)
    if scope.first.day == 1 and (scope.last + dt.timedelta(days=1)).day == 1:
        months = (scope.last.year - scope.first.year) * 12 + scope.last.month - scope.first.month + 1
        year, month = divmod(scope.first.year * 12 + scope.first.month - 1 - months, 12)
        return Scope(dt.date(year, month + 1, 1), scope.first - dt.timedelta(days=1), scope.area_ids)
    if scope.first.day == 1 and (scope.first.year, scope.first.month) == (scope.last.year, scope.last.month):
        last = _month_back(scope.last)
        return Scope(last.replace(day=1), last, scope.area_ids)
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


def beside(definition: Definition, report: Report) -> Report:
    """The report with its leading figures of the two earlier periods right beside them; a row only they have is shown with nothing now."""
    leads = leading(report.columns)
    if not leads:
        return report
    scopes = (
        ("before", "지난 기간", before(report.scope, is_as_of=report.is_as_of)),
        ("year_ago", "지난해 같은 때", year_ago(report.scope)),
    )
    earlier = {key: definition.build(scope) for key, _, scope in scopes}
    columns: list[Column] = []
    for one in report.columns:
        columns.append(one)
        if one in leads:
            columns += [Column(f"{one.key}_{key}", f"{one.label} · {label}", one.unit) for key, label, _ in scopes]
    labels = {row.key: row.label for found in (*earlier.values(), report) for row in found.rows}
    now = {row.key: row for row in report.rows}
    order = [*now, *(key for key in labels if key not in now)]
    rows = [_with(now.get(key) or Row(key, labels[key], {}), key, leads, earlier) for key in order]
    total = report.total and Row(
        report.total.key,
        report.total.label,
        {
            **report.total.cells,
            **{
                f"{one.key}_{key}": found.total.cells.get(one.key) if found.total else None
                for one in leads
                for key, found in earlier.items()
            },
        },
    )
    notes = tuple(period_words(label, scope) for _, label, scope in scopes)
    return dataclasses.replace(
        report, columns=tuple(columns), rows=tuple(rows), total=total, notes=(*notes, *report.notes)
    )


def period_words(label: str, scope: Scope) -> str:
    """Which days stand beside, as they are written in a report."""
    return f"{label}: {official_date(scope.first)} ~ {official_date(scope.last)}"


def leading(columns: tuple[Column, ...]) -> list[Column]:
    """The figures worth comparing: the first number and the first sum of money. None where they stand beside already."""
    if any(one.key == "year_ago" for one in columns):
        return []
    found = [
        next((one for one in columns if one.unit in _NUMBERS), None),
        next((one for one in columns if one.unit is Unit.WON), None),
    ]
    return [one for one in found if one is not None]


def _with(row: Row, key: str, leads: list[Column], earlier: dict[str, Report]) -> Row:
    cells: dict[str, Cell] = dict(row.cells)
    for name, found in earlier.items():
        then = next((one for one in found.rows if one.key == key), None)
        for one in leads:
            cells[f"{one.key}_{name}"] = then.cells.get(one.key) if then else None
    return Row(row.key, row.label, cells)


def _month_back(day: dt.date) -> dt.date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    is_month_end = (day + dt.timedelta(days=1)).day == 1
    length = calendar.monthrange(year, month)[1]
    return dt.date(year, month, length if is_month_end else min(day.day, length))
