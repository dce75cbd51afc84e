"""One report, four shapes: JSON, XLSX, CSV, and the values of the screen's table."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bokjihub.statistics.queries.frame import Column, Report, Row, Unit
from bokjihub.ui import sheets
from bokjihub.ui.words import official_date, thousand_won

_SHEET_KINDS: dict[Unit, sheets.Kind] = {
    Unit.WON: "won",
    Unit.DAYS: "decimal",
    Unit.PERCENT: "decimal",
    Unit.EACH: "decimal",
    Unit.WORDS: "text",
}
# Words need no unit; where every line has its own, a column says it.
_SAID_ELSEWHERE = frozenset({Unit.WORDS, Unit.EACH})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def as_json(report: Report) -> dict[str, Any]:
    """The document of architecture §6: name, period, as_of, rows, total, notes; money beside its 천원."""
    period: dict[str, str] = (
        {"on": report.scope.last.isoformat()}
        if report.is_as_of
        else {"from": report.scope.first.isoformat(), "to": report.scope.last.isoformat()}
    )
    return {
        "name": report.name,
        "title": report.title,
        "period": period,
        "as_of": timezone.localtime(report.as_of).isoformat(timespec="seconds"),
        "rows": [_json_row(report.columns, row) for row in report.rows],
        "total": _json_row(report.columns, report.total) if report.total else None,
        "notes": list(report.notes),
    }


def _json_row(columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    line: dict[str, Any] = {"key": row.key, "label": row.label}
    for column in columns:
        value = row.cells.get(column.key)
        line[column.key] = value
        if column.unit is Unit.WON:
            thousand = "thousand_won" if column.key == "won" else f"{column.key}_thousand"
            line[thousand] = thousand_won(int(value or 0))
    return line


def as_xlsx(report: Report) -> bytes:
    """A workbook: won as whole won, the total as last line, the notes underneath."""
    return sheets.xlsx(
        _sheet_columns(report), _lines(report), title=report.title, notes=[_period(report), *report.notes]
    )


def as_upward_xlsx(report: Report, *, office: str, made_by: str) -> bytes:
    """The table as it goes to the province and the ministry: period and unit under the title, 합계 first, money in 천원."""
    units = _units(report)
    title = f"{report.title} ({_span(report)}) {office}"
    lines = _lines(report)
    ordered = [lines[-1], *lines[:-1]] if report.total else lines
    columns = [
        sheets.Column(column.label, "thousand" if column.kind == "won" else column.kind)
        for column in _sheet_columns(report, with_units=False)
    ]
    notes = [f"단위: {', '.join(units)}"] if units else []
    said = [*notes, _period(report), f"작성 {made_by}", *report.notes]
    return sheets.xlsx(columns, ordered, title=title, name=report.title, notes=said)


def as_csv(report: Report) -> bytes:
    """Comma-separated, UTF-8 with the mark Excel needs."""
    return sheets.csv_bytes(_sheet_columns(report), _lines(report))


def _sheet_columns(report: Report, *, with_units: bool = True) -> list[sheets.Column]:
    head = [sheets.Column("구분")]
    return head + [
        sheets.Column(
            f"{column.label}({column.unit})" if with_units and column.unit not in _SAID_ELSEWHERE else column.label,
            _SHEET_KINDS.get(column.unit, "count"),
        )
        for column in report.columns
    ]


def _lines(report: Report) -> list[list[sheets.Cell]]:
    rows = [*report.rows, *([report.total] if report.total else [])]
    return [[row.label, *(_cell(column, row.cells.get(column.key)) for column in report.columns)] for row in rows]


def _cell(column: Column, value: Any) -> sheets.Cell:
    return _said(value) if column.unit is Unit.WORDS and value is not None else value


def _said(value: Any) -> str:
    """A word as an office writes it: a day is 2026. 8. 31."""
    words = str(value)
    try:
        return official_date(dt.date.fromisoformat(words)) if _DAY.fullmatch(words) else words
    except ValueError:  # what somebody wrote: no such day
        return words


def _period(report: Report) -> str:
    made = timezone.localtime(report.as_of)
    return f"{_span(report)}, 만든 때 {_day(made.date())} {made:%H:%M}"


def _span(report: Report) -> str:
    if report.is_as_of:
        return f"{_day(report.scope.last)} 기준"
    return f"{_day(report.scope.first)} ~ {_day(report.scope.last)}"


def _day(day: dt.date) -> str:
    return f"{day.year}. {day.month}. {day.day}."


def as_table(report: Report, behind: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Values for the screen's table: 천원 for money, the bar of the first money or count column, links by row key.

    No bar where every line has a unit of its own: days beside shares beside people would be one picture of nothing.
    """
    kinds = {Unit.WON: "thousand", Unit.WORDS: "words", Unit.DAYS: "text", Unit.PERCENT: "text"}
    bar = next((one.key for one in report.columns if one.unit is Unit.WON), report.columns[0].key)
    values = [row.cells.get(bar) for row in report.rows]
    units = _units(report)
    links = behind or {}
    is_of_one_unit = not any(one.unit is Unit.EACH for one in report.columns)
    numbers = [value for value in values if isinstance(value, (int, float)) and is_of_one_unit]
    return {
        "caption": report.title,
        "unit": f"(단위: {', '.join(units)})" if units else "",
        "columns": [{"label": column.label, "kind": kinds.get(column.unit, "count")} for column in report.columns],
        "rows": [_screen_row(report, row, bar, links) for row in report.rows],
        "total": _screen_row(report, report.total, bar, links) if report.total else None,
        "notes": [_period(report), *report.notes],
        "bar_max": max(numbers, default=0) or None,
    }


def _units(report: Report) -> list[str]:
    """The units of a table, once each; where every line says its own, the line does."""
    if any(one.unit is Unit.EACH for one in report.columns):
        return []
    words = ("천원" if one.unit is Unit.WON else one.unit.value for one in report.columns)
    return list(dict.fromkeys(word for word in words if word))


def _screen_row(report: Report, row: Row, bar: str, links: Mapping[str, str]) -> dict[str, Any]:
    cells = [_cell(column, row.cells.get(column.key)) for column in report.columns]
    value = row.cells.get(bar)
    return {
        "label": row.label,
        "cells": cells,
        "bar": value if isinstance(value, (int, float)) else 0,
        "url": links.get(row.key, ""),
    }
