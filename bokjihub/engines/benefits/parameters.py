"""Published figures: dated rows of YAML, each with unit, source, status and the day somebody checked it.

A row holds until the next row of its parameter. A parameter marked `yearly` is set anew by notice each year, so its
row ends with the year of its date (or with `until`): last year's pension is not next year's pension. A row that is not
published or not verified is not a figure but something unknown, and the rules treat it so.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

try:  # twelve times as fast, where libyaml stands
    from yaml import CSafeLoader as _Safe
except ImportError:
    from yaml import SafeLoader as _Safe  # type: ignore[assignment]

from .errors import BadRules
from .unknown import Paths, Span

SafeLoader = _Safe

VERIFIED_TWICE, VERIFIED_ONCE, UNVERIFIED, UNPUBLISHED = "verified-2", "verified-1", "memory-unverified", "unpublished"
STATUSES = (VERIFIED_TWICE, VERIFIED_ONCE, UNVERIFIED)
WORST_FIRST = (UNPUBLISHED, UNVERIFIED, VERIFIED_ONCE, VERIFIED_TWICE)
HIGHEST = 10**12
MODES = ("floor", "half_up", "ceil")


def worst(statuses: Iterable[str]) -> str:
    found = set(statuses)
    return next((s for s in WORST_FIRST if s in found), VERIFIED_TWICE)


@dataclass(frozen=True, slots=True)
class Rounding:
    """끝수처리: to which unit of won an amount is rounded and in which direction."""

    mode: str
    won: int
    paths: Paths | None = None

    def __call__(self, amount: Any, divisor: int = 1) -> Any:
        """Round amount/divisor. An unverified rounding leaves everything between rounding down and up."""
        unit = divisor * self.won
        if self.paths is not None:
            low, high = amount // unit * self.won, -(-amount // unit) * self.won
            return Span(getattr(low, "low", low), getattr(high, "high", high), self.paths)
        if self.mode == "floor":
            return amount // unit * self.won
        if self.mode == "ceil":
            return -(-amount // unit) * self.won
        return (2 * amount + unit) // (2 * unit) * self.won


@dataclass(frozen=True, slots=True)
class Row:
    """One value from one day on."""

    since: dt.date
    value: Any
    status: str
    sources: tuple[str, ...]
    checked: dt.date
    until: dt.date | None = None
    note: str = ""
    cell_status: Mapping[Any, str] = field(default_factory=dict)

    def status_of(self, cell: Any) -> str:
        return self.cell_status.get(cell, self.status)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    unit: str
    description: str
    article: str
    yearly: bool
    rows: tuple[Row, ...]
    unpublished: str = ""

    def row_on(self, day: dt.date) -> Row | None:
        found = None
        for row in self.rows:
            if row.since <= day:
                found = row
        if found is None or (end := self.end_of(found)) is None or day <= end:
            return found
        return None

    def end_of(self, row: Row) -> dt.date | None:
        if row.until or not self.yearly:
            return row.until
        return dt.date(row.since.year, 12, 31)

    def row_near(self, day: dt.date) -> Row:
        """The row that tells the shape of a value that is not published for the day."""
        if not self.rows:
            return Row(day, 0, UNVERIFIED, (), day, note=self.unpublished)
        return self.row_on(day) or max((r for r in self.rows if r.since <= day), default=self.rows[0], key=_since)


def _since(row: Row) -> dt.date:
    return row.since


class NoCell(KeyError):
    """The row was published without this cell; what it would say is not known."""


class Table(Mapping[Any, Any]):
    """A published table handed to a rule; it remembers which cells the rule read, and hides those not to be relied on."""

    __slots__ = ("_cells", "_paths", "_published", "_row", "_sound", "read")

    def __init__(self, row: Row, read: set[Any], paths: Paths | None, *, sound: bool, published: bool) -> None:
        self._row, self._cells, self._paths = row, row.value, paths
        self._sound, self._published, self.read = sound, published, read

    def __getitem__(self, cell: Any) -> Any:
        self.read.add(cell)
        if cell not in self._cells:
            raise NoCell(cell)
        hidden = not self._sound and not (self._published and self._row.status_of(cell) != UNVERIFIED)
        return Span(0, HIGHEST, self._paths) if hidden and self._paths else self._cells[cell]

    def __iter__(self) -> Any:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def load(path: Path) -> dict[str, Parameter]:
    """Read one benefit's parameters; refuse the file whole when anything in it is not right."""
    raw = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader)  # noqa: S506 (a SafeLoader that refuses double keys)
    if not isinstance(raw, dict):
        raise BadRules(f"{path}: 매개변수 파일이 비어 있습니다.", f"{path}: no parameters in this file")
    return {name: _parameter(name, body, path) for name, body in raw.items()}


class _StrictLoader(SafeLoader):
    """A key written twice is an overlap of dates or names: refused instead of silently replaced."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            twice = next(k for k in keys if keys.count(k) > 1)
            raise BadRules(f"'{twice}'이(가) 두 번 적혀 있습니다.", f"'{twice}' is written twice ({node.start_mark})")
        return super().construct_mapping(node, deep)


def _parameter(name: str, body: Mapping[str, Any], path: Path) -> Parameter:
    unknown = set(body) - {"unit", "description", "article", "yearly", "values", "unpublished"}
    if unknown or not body.get("unit") or bool(body.get("values")) == bool(body.get("unpublished")):
        raise _bad(
            name,
            path,
            f"unit과, values나 unpublished(확인하지 못한 까닭) 하나가 있어야 합니다. 모르는 항목: {sorted(unknown)}",
            "needs unit and one of values, unpublished",
        )
    rows = tuple(_row(name, since, row, path) for since, row in body.get("values", {}).items())
    days = [row.since for row in rows]
    if days != sorted(days):
        raise _bad(name, path, "날짜 순서가 맞지 않습니다", "rows are not in order of date")
    for row, following in itertools.pairwise(rows):
        if row.until and row.until >= following.since:
            raise _bad(name, path, f"{row.since} 값과 {following.since} 값의 기간이 겹칩니다", "rows overlap")
    return Parameter(
        name,
        body["unit"],
        body.get("description", ""),
        body.get("article", ""),
        bool(body.get("yearly", False)),
        rows,
        body.get("unpublished", ""),
    )


def _row(name: str, since: Any, body: Mapping[str, Any], path: Path) -> Row:
    if not isinstance(since, dt.date):
        raise _bad(name, path, f"'{since}'은(는) 날짜가 아닙니다", "not a date")
    lacking = {"value", "status", "source", "checked"} - set(body)
    if lacking or not body["source"]:
        raise _bad(name, path, f"{since} 값에 {sorted(lacking)}이(가) 없습니다", f"row {since} lacks {sorted(lacking)}")
    cells = body.get("cell_status", {})
    if {body["status"], *cells.values()} - set(STATUSES):
        raise _bad(name, path, f"{since} 값의 상태가 올바르지 않습니다", f"row {since} has an unknown status")
    value = _value(name, body["value"], path)
    if cells and (not isinstance(value, dict) or set(cells) - set(value)):
        raise _bad(name, path, f"{since} cell_status에 표에 없는 칸이 있습니다", "cell_status names no cell")
    return Row(
        since,
        value,
        body["status"],
        tuple(body["source"]),
        body["checked"],
        body.get("until"),
        body.get("note", ""),
        cells,
    )


def _value(name: str, value: Any, path: Path) -> Any:
    if isinstance(value, dict) and set(value) == {"mode", "won"}:
        if value["mode"] not in MODES or not isinstance(value["won"], int) or value["won"] < 1:
            raise _bad(name, path, "끝수처리가 올바르지 않습니다", f"rounding must be one of {MODES} with won >= 1")
        return Rounding(value["mode"], value["won"])
    numbers = value.values() if isinstance(value, dict) else [value]
    if any(isinstance(n, bool) or not isinstance(n, int | dt.date) for n in numbers):
        raise _bad(name, path, "값은 정수여야 합니다(소수·문자 불가)", "values are whole numbers or dates")
    return value


def _bad(name: str, path: Path, korean: str, english: str) -> BadRules:
    return BadRules(f"{path.parent.name}/{name}: {korean}.", f"{path.parent.name}/{name}: {english}")
