"""굳힌 실적표: a closed table as it was sent, and beside it what was entered later (process §7.2, 수정)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bokjihub.statistics.models import Snapshot
from bokjihub.statistics.queries.compare import leading
from bokjihub.statistics.queries.frame import Column, Definition, Report, Row, Scope, Unit
from bokjihub.statistics.queries.registry import REPORTS

# What a town closes at the end of a month.
MONTHLY = (
    "monthly",
    "indicators",
    "discovery",
    "counselling",
    "visits",
    "measurements",
    "links",
    "cases",
    "emergency",
    "goods",
    "council",
    "mobile",
)


def as_document(report: Report) -> dict[str, Any]:
    """The table as it is kept: columns, rows, total and notes, so that a later change of a definition changes nothing."""
    return {
        "columns": [[column.key, column.label, column.unit.value] for column in report.columns],
        "rows": [[row.key, row.label, row.cells] for row in report.rows],
        "total": [report.total.key, report.total.label, report.total.cells] if report.total else None,
        "notes": list(report.notes),
    }


def as_sent(snapshot: Snapshot) -> Report:
    """The table again, as it stood when it was closed."""
    document = snapshot.document
    return Report(
        name=snapshot.name,
        title=snapshot.title,
        scope=Scope(snapshot.first, snapshot.last),
        is_as_of=snapshot.is_as_of,
        columns=tuple(Column(key, label, Unit(unit)) for key, label, unit in document["columns"]),
        rows=tuple(Row(*row) for row in document["rows"]),
        total=Row(*document["total"]) if document["total"] else None,
        notes=tuple(document["notes"]),
        as_of=snapshot.frozen_at,
    )


@dataclasses.dataclass(frozen=True)
class Correction:
    """The table as sent with today's leading figures beside it, and how many figures have changed since in all."""

    report: Report
    changed: int


def corrected(snapshot: Snapshot) -> Correction | None:
    """What the same question answers today, beside the table as sent. None where the report is no longer made."""
    definition: Definition | None = REPORTS.get(snapshot.name)
    if definition is None:
        return None
    sent, now = as_sent(snapshot), definition.build(Scope(snapshot.first, snapshot.last))
    leads = leading(sent.columns)
    columns = [
        column
        for one in leads
        for column in (
            Column(f"{one.key}_now", f"{one.label} · 지금", one.unit),
            Column(f"{one.key}_more", f"{one.label} · 수정", one.unit),
        )
    ]
    today = {row.key: row for row in now.rows}
    then = {row.key: row for row in sent.rows}
    order = [*then, *(key for key in today if key not in then)]
    rows = tuple(_beside(then.get(key), today.get(key), leads) for key in order)
    total = _beside(sent.total, now.total, leads) if sent.total or now.total else None
    pairs = [(then.get(key), today.get(key)) for key in order] + [(sent.total, now.total)]
    changed = sum(_changes(old, new, sent.columns) for old, new in pairs)
    report = dataclasses.replace(sent, columns=(*sent.columns, *columns), rows=rows, total=total)
    return Correction(report, changed)


def _beside(sent: Row | None, now: Row | None, leads: Iterable[Column]) -> Row:
    known = sent or now
    assert known is not None
    cells = dict(sent.cells) if sent else {}
    for one in leads:
        old, new = _number(sent, one.key), _number(now, one.key)
        cells[f"{one.key}_now"] = new
        cells[f"{one.key}_more"] = None if old is None and new is None else round((new or 0) - (old or 0), 1)
    return Row(known.key, known.label, cells)


def _number(row: Row | None, key: str) -> int | float | None:
    value = row.cells.get(key) if row else None
    return value if isinstance(value, (int, float)) else None


def _changes(sent: Row | None, now: Row | None, columns: Iterable[Column]) -> int:
    numbers = [column.key for column in columns if column.unit is not Unit.WORDS]
    return sum((_number(sent, key) or 0) != (_number(now, key) or 0) for key in numbers)


def closed_of(city_id: UUID, *, name: str = "") -> QuerySet[Snapshot]:
    """The closed tables of a city, the newest period first."""
    found = Snapshot.objects.filter(city_id=city_id)
    return (found.filter(name=name) if name else found).order_by("-last", "-first", "title")


def closed_as(city_id: UUID, report: Report) -> Snapshot | None:
    """The closed table of this very report and period."""
    return closed_of(city_id, name=report.name).filter(first=report.scope.first, last=report.scope.last).first()


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the month of a day."""
    first = day.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    return first, after - dt.timedelta(days=1)
