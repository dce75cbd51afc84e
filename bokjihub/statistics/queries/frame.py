"""What every report is made of: a scope, columns, rows, a total and notes."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.clocks.calendar import add_months
from bokjihub.ui.words import thousand_won

# A list behind a figure shows the newest; one more than is shown tells that there are more.
MOST_LINES = 501
MONTHS_OF_A_YEAR = 12
Cell = int | float | str | None


class Unit(StrEnum):
    """What a column counts."""

    COUNT = "건"
    HOUSEHOLDS = "가구"
    PERSONS = "명"
    USERS = "연인원"
    WON = "원"
    DAYS = "일"
    CARS = "대"
    PERCENT = "%"
    EACH = "줄마다"
    WORDS = ""


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON, its heading, its unit."""

    key: str
    label: str
    unit: Unit


@dataclass(frozen=True)
class Row:
    """One line: a code that stays, a label to read, its figures by column key."""

    key: str
    label: str
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Scope:
    """Period (both days included) or one day, and the dongs asked for; an empty set means every dong in reach."""

    first: dt.date
    last: dt.date
    area_ids: frozenset[UUID] = frozenset()

    def in_areas(self, name: str = "area_id__in") -> dict[str, list[UUID]]:
        """The filter for rows of the asked dongs."""
        return {name: sorted(self.area_ids)} if self.area_ids else {}

    def days(self, name: str) -> dict[str, dt.date]:
        """The filter for a date field inside the period."""
        return {f"{name}__gte": self.first, f"{name}__lte": self.last}

    def instants(self, name: str) -> dict[str, dt.datetime]:
        """The filter for an instant inside the period, in the local time of the office."""
        zone = timezone.get_current_timezone()
        begin = dt.datetime.combine(self.first, dt.time.min, zone)
        end = dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time.min, zone)
        return {f"{name}__gte": begin, f"{name}__lt": end}

    @property
    def year_before(self) -> dt.date:
        """The day twelve months before the last one: what lies after it is the year up to that day."""
        return add_months(self.last, -MONTHS_OF_A_YEAR)

    def words_of_sql(self) -> dict[str, Any]:
        """The scope for a query written by hand: days, instants, dongs (None: every dong in reach) and the time zone."""
        instants = self.instants("at")
        return {
            "first": self.first,
            "last": self.last,
            "begin": instants["at__gte"],
            "end": instants["at__lt"],
            "areas": sorted(self.area_ids) or None,
            "zone": timezone.get_current_timezone_name(),
        }


@dataclass(frozen=True)
class Report:
    """A finished table."""

    name: str
    title: str
    scope: Scope
    is_as_of: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    notes: tuple[str, ...] = ()
    as_of: dt.datetime = field(default_factory=timezone.now)


Build = Callable[[Scope], tuple[list[Row], Row | None, list[str]]]


@dataclass(frozen=True)
class Line:
    """One record behind a figure: the day it counts on, whose home, which dong. No name, no words."""

    on: dt.date
    household_id: UUID | None
    area_id: UUID


Behind = Callable[[Scope, str], list[Line]]


@dataclass(frozen=True)
class Definition:
    """A report that can be asked for.

    `behind` lists the records of one row (`lists`: the only rows that have one, where not all do); `only` narrows who may
    open it; `span` widens the period to what is asked for (a year, where the law asks for the year).
    """

    name: str
    code: str
    title: str
    columns: tuple[Column, ...]
    rows_of: Build
    rule: str
    is_as_of: bool = False
    behind: Behind | None = None
    lists: frozenset[str] = frozenset()
    only: Act | None = None
    span: Callable[[Scope], Scope] | None = None

    def build(self, scope: Scope) -> Report:
        """Compute the report now, with the counting rule and any rounding note."""
        scope = self.span(scope) if self.span else scope
        rows, total, notes = self.rows_of(scope)
        notes = [*notes, *rounding_notes(self.columns, rows, total), self.rule]
        return Report(
            name=self.name,
            title=self.title,
            scope=scope,
            is_as_of=self.is_as_of,
            columns=self.columns,
            rows=tuple(rows),
            total=total,
            notes=tuple(note for note in notes if note),
        )


def rounding_notes(columns: Iterable[Column], rows: list[Row], total: Row | None) -> list[str]:
    """단수조정: said for each money column whose rounded rows do not add up to the rounded total."""
    notes = []
    for column in columns:
        if column.unit is not Unit.WON or total is None:
            continue
        shown = sum(thousand_won(int(row.cells.get(column.key) or 0)) for row in rows)
        whole = thousand_won(int(total.cells.get(column.key) or 0))
        if shown != whole:
            notes.append(
                f"천원 단위로 맞추어 적어 항목을 더한 값({shown:,})과 합계({whole:,})가 {abs(whole - shown):,}천원 다릅니다(단수조정)."
            )
    return notes


def sum_row(columns: Iterable[Column], rows: list[Row], label: str = "합계") -> Row:
    """The total of columns that may be added; households and persons may not, so they stay empty."""
    addable = {Unit.COUNT, Unit.WON, Unit.USERS}
    cells: dict[str, Cell] = {
        column.key: sum(int(row.cells.get(column.key) or 0) for row in rows)
        for column in columns
        if column.unit in addable
    }
    return Row("total", label, cells)


def asked(sql: str, words: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of one query written by hand, in the scope of whoever asks: for reports that one pass makes fast."""
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def whole(value: float | None) -> int | float | None:
    """A median without the .0 of the database, else one digit."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 1)


def percent(part: int, whole: int) -> float | None:
    """A share in per cent with one digit; nothing where there is nothing to share."""
    return round(100 * part / whole, 1) if whole else None
