"""The report builder: any fact x one or two dimensions x a measure x a period, as a `Report` like every other.

A question is plain data: it stands in the address, can be saved, and gives the same table again. Each total is counted by
itself, because households and persons of a total are not the sum of its lines. Every figure stays inside the reach of
whoever opens the address; for a table that leaves the town small cells are hidden (`suppress`).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bokjihub.areas.models import Area
from bokjihub.statistics.queries import suppress
from bokjihub.statistics.queries.compare import year_ago
from bokjihub.statistics.queries.facts import BY_KEY, Dimension, Fact, Measure
from bokjihub.statistics.queries.frame import Cell, Column, Report, Row, Scope
from bokjihub.ui.errors import OfficerError

MOST_ROWS, MOST_COLUMNS = 300, 60
TOTAL = "total"
SPANS = {
    "month": "이 달",
    "last_month": "지난달",
    "year": "올해",
    "last_year": "지난해",
    "fixed": "날을 정해서",
}
_BASIS = "basis"


class TooWide(OfficerError):
    """줄이나 칸이 너무 많습니다. 기간을 좁히거나 다르게 나누어 주세요."""


class UnknownQuestion(OfficerError):
    """지금은 셀 수 없는 물음입니다. 무엇을 어떻게 나눌지 다시 골라 주세요."""


@dataclass(frozen=True)
class Question:
    """What is asked, as it stands in the address."""

    fact: str
    rows: str
    across: str = ""
    measure: str = "count"
    span: str = "month"
    first: str = ""
    last: str = ""
    area: str = ""
    outside: str = ""  # "1": the table leaves the town, small cells are hidden

    def as_query(self) -> dict[str, str]:
        """Only what was said."""
        return {key: value for key, value in asdict(self).items() if value}


def question_of(words: dict[str, Any]) -> Question:
    """A question from an address or a saved row; unknown words are dropped."""
    known = Question.__dataclass_fields__
    return Question(**{key: str(value) for key, value in words.items() if key in known and value})


def scope_of(question: Question, today: dt.date) -> Scope:
    """The days a question means on a day: ‘지난달’ asked in December is November."""
    areas = frozenset([UUID(question.area)] if question.area else [])
    month = Scope(today.replace(day=1), today, areas)
    year = Scope(dt.date(today.year, 1, 1), today, areas)
    if question.span == "last_month":
        last = month.first - dt.timedelta(days=1)
        return Scope(last.replace(day=1), last, areas)
    if question.span == "year":
        return year
    if question.span == "last_year":
        return year_ago(Scope(year.first, dt.date(today.year, 12, 31), areas))
    if question.span == "fixed":
        first, last = dt.date.fromisoformat(question.first), dt.date.fromisoformat(question.last)
        if first > last:
            raise UnknownQuestion
        return Scope(first, last, areas)
    return month


def answer(question: Question, today: dt.date) -> Report:
    """The table. Refused where a word of the question is not one of ours, or the table would be too wide to read."""
    fact = BY_KEY.get(question.fact)
    rows = fact.dimension(question.rows) if fact else None
    if fact is None or rows is None:
        raise UnknownQuestion
    across = fact.dimension(question.across) if question.across else None
    if question.across and (across is None or across.key == rows.key):
        raise UnknownQuestion
    scope = scope_of(question, today)
    table = _Table(fact, rows, across, _measures(fact, question, across), scope)
    if question.outside:
        table = table.without_small_cells()
    return table.report()


def _measures(fact: Fact, question: Question, across: Dimension | None) -> tuple[Measure, ...]:
    if across is None:
        return fact.measures
    chosen = next((one for one in fact.measures if one.key == question.measure), None)
    if chosen is None:
        raise UnknownQuestion
    return (chosen,)


class _Table:
    """Figures by row and column; a total is asked for, never added."""

    def __init__(
        self, fact: Fact, rows: Dimension, across: Dimension | None, measures: tuple[Measure, ...], scope: Scope
    ) -> None:
        self.fact, self.rows, self.across, self.measures, self.scope = fact, rows, across, measures, scope
        self.figures: dict[tuple[str, str], dict[str, Cell]] = {}
        self.row_words: dict[str, str] = {}
        self.column_words: dict[str, str] = {}
        self.hidden: frozenset[tuple[str, str]] = frozenset()
        entries = fact.rows(scope)
        self._count(entries, rows, across)
        self._count(entries, rows, None)
        if across is not None:
            self._count(entries, None, across)
        self._count(entries, None, None)
        if len(self.row_words) > MOST_ROWS or len(self.column_words) > MOST_COLUMNS:
            raise TooWide

    def _count(self, entries: QuerySet[Any], rows: Dimension | None, across: Dimension | None) -> None:
        """One grouping: rows x columns, rows alone, columns alone, or everything."""
        wanted = {f"m_{one.key}": one.of for one in self.measures} | {_BASIS: self.fact.measures[0].of}
        by = {name: one.by for name, one in (("r", rows), ("c", across)) if one is not None}
        found: Iterable[dict[str, Any]]
        if by:
            found = (
                entries.annotate(**{f"by_{name}": one for name, one in by.items()})
                .values(*(f"by_{name}" for name in by))
                .annotate(**wanted)
                .order_by()
            )
        else:
            found = [entries.aggregate(**wanted)]
        for line in found:
            row = self._key(rows, line.get("by_r"), self.row_words)
            column = self._key(across, line.get("by_c"), self.column_words)
            cells: dict[str, Cell] = {one.key: line[f"m_{one.key}"] or 0 for one in self.measures}
            self.figures[row, column] = {**cells, _BASIS: line[_BASIS] or 0}

    @staticmethod
    def _key(dimension: Dimension | None, code: Any, words: dict[str, str]) -> str:
        if dimension is None:
            return TOTAL
        if isinstance(code, dt.date):
            key, word = f"{code:%Y-%m}", f"{code.year}. {code.month}."
        else:
            key, word = str(code if code not in (None, "") else "none"), dimension.word(code)
        words[key] = word
        return key

    def without_small_cells(self) -> "_Table":
        """The same table with small cells, and what would give them away, hidden."""
        rows, columns = list(self.row_words), list(self.column_words)
        values = {
            (row, column): int(self.figures.get((row, column), {}).get(_BASIS) or 0)
            for row in [*rows, TOTAL]
            for column in [*columns, TOTAL]
        }
        # Without a second dimension there is one column, and it is its own total.
        sums = (
            suppress.grid(rows, columns)
            if columns
            else [suppress.Sum((TOTAL, TOTAL), tuple((row, TOTAL) for row in rows))]
        )
        self.hidden = suppress.hidden(values, sums)
        return self

    def report(self) -> Report:
        """As every report is shown, sent and kept."""
        title = f"{self.fact.label} · {self.rows.label}" + (f" × {self.across.label}" if self.across else "")
        notes = [self.fact.rule]
        if self.hidden:
            notes.append("5 미만인 칸과, 합계에서 그 칸을 셈해 낼 수 있는 칸을 가렸습니다. 가린 칸은 비어 있습니다.")
        return Report(
            name=f"build-{self.fact.key}",
            title=title,
            scope=self.scope,
            is_as_of=False,
            columns=tuple(self._columns()),
            rows=tuple(self._row(key, word) for key, word in self._ordered(self.rows, self.row_words)),
            total=self._row(TOTAL, "합계"),
            notes=tuple(notes),
        )

    def _columns(self) -> list[Column]:
        if self.across is None:
            return [Column(one.key, one.label, one.unit) for one in self.measures]
        unit = self.measures[0].unit
        ordered = self._ordered(self.across, self.column_words)
        return [Column(TOTAL, "합계", unit), *(Column(key, word, unit) for key, word in ordered)]

    def _row(self, key: str, word: str) -> Row:
        if self.across is None:
            hides = (key, TOTAL) in self.hidden
            found = self.figures.get((key, TOTAL), {})
            return Row(key, word, {one.key: None if hides else found.get(one.key, 0) for one in self.measures})
        measure = self.measures[0].key
        cells: dict[str, Cell] = {
            column: None if (key, column) in self.hidden else self.figures.get((key, column), {}).get(measure, 0)
            for column in [TOTAL, *self.column_words]
        }
        return Row(key, word, cells)

    def _ordered(self, dimension: Dimension, words: dict[str, str]) -> list[tuple[str, str]]:
        """Time by time, dongs by their code, everything else by how much there is."""
        if dimension.key in ("month", "quarter", "year"):
            return sorted(words.items())
        if dimension.key == "dong":
            codes = dict(Area.objects.filter(name__in=words).values_list("name", "code"))
            return sorted(words.items(), key=lambda pair: (codes.get(pair[0], ""), pair[1]))
        is_row = dimension is self.rows

        def weight(key: str) -> int:
            return int(self.figures.get((key, TOTAL) if is_row else (TOTAL, key), {}).get(_BASIS) or 0)

        return sorted(words.items(), key=lambda pair: (-weight(pair[0]), pair[1]))
