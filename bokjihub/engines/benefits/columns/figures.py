"""Where the published figures of a day stand for the generated code: one column of plain values, one of tables.

The places are the same for every day and reform, so a program is compiled once and only the figures are exchanged.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..parameters import UNVERIFIED, Parameter, Rounding, Row
from .cells import NULL, UNSURE

MODES = {"floor": 0, "half_up": 1, "ceil": 2}


def as_day(day: dt.date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True)
class Words:
    """One direction of a table: the words in it, found by their codes."""

    words: tuple[str, ...]
    offset: int


@dataclass(frozen=True)
class Numbers:
    """One direction of a table: whole numbers from low to high."""

    low: int
    high: int


Direction = Words | Numbers


@dataclass(frozen=True)
class Laid:
    """A table as the code reads it: from where on, in which directions, and how a cell's key is spelled."""

    source: Parameter | Mapping[Any, Any]
    pattern: tuple[str | None, ...]
    directions: tuple[Direction, ...]
    offset: int

    def cells(self) -> list[Any]:
        """The key of each place, in order."""
        sides = [d.words if isinstance(d, Words) else range(d.low, d.high + 1) for d in self.directions]
        return [self._key(values) for values in itertools.product(*sides)]

    def _key(self, values: Sequence[Any]) -> Any:
        if self.pattern == (None,):
            return values[0]
        left = iter(values)
        return "".join(part if part is not None else str(next(left)) for part in self.pattern)


@dataclass
class Figures:
    """The layout, filled while rules are translated."""

    codes: Mapping[str, int]
    singles: dict[str, int] = field(default_factory=dict)
    tables: dict[tuple[Any, ...], Laid] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    places: dict[tuple[str, ...], Words] = field(default_factory=dict)
    length: int = 0

    def single(self, parameter: Parameter) -> int:
        """The place of a value that is no table; a rounding takes two places."""
        if parameter.name not in self.singles:
            self.parameters[parameter.name] = parameter
            self.singles[parameter.name] = 1 + 2 * len(self.singles)
        return self.singles[parameter.name]

    def table(self, name: str, source: Any, pattern: tuple[str | None, ...], kinds: tuple[str, ...]) -> Laid:
        key = (name, pattern, kinds)
        if key not in self.tables:
            directions = tuple(self._direction(kind, _keys(source), pattern) for kind in kinds)
            size = 1
            for one in directions:
                size *= len(one.words) if isinstance(one, Words) else one.high - one.low + 1
            self.tables[key] = Laid(source, pattern, directions, self.length)
            self.length += size
        return self.tables[key]

    def _direction(self, kind: str, keys: Sequence[Any], pattern: tuple[str | None, ...]) -> Direction:
        if kind == "text":
            words = (
                keys if pattern == (None,) else [w for w in self.codes if any(w and w in key for key in map(str, keys))]
            )
            return self._words(tuple(sorted(str(word) for word in words)))
        numbers = [int(n) for key in keys for n in re.findall(r"\d+", str(key))]
        return Numbers(min(numbers), max(numbers))

    def _words(self, words: tuple[str, ...]) -> Words:
        if words not in self.places:
            self.places[words] = Words(words, self.length)
            self.length += len(self.codes) + 1
        return self.places[words]

    def singles_on(self, day: dt.date, rows: Mapping[str, Row] | None, *, unverified_too: bool) -> list[int]:
        """The plain values of a day; the first is the day itself."""
        values = [NULL] * (1 + 2 * len(self.singles))
        values[0] = as_day(day)
        for name, place in self.singles.items():
            row = _row(self.parameters[name], day, rows)
            if row is not None:
                values[place : place + 2] = _single(row, trusted=unverified_too or row.status != UNVERIFIED)
        return values

    def tables_on(self, day: dt.date, rows: Mapping[str, Row] | None, *, unverified_too: bool) -> list[int]:
        values = [NULL] * self.length
        for words in self.places.values():
            values[words.offset : words.offset + len(self.codes) + 1] = self._codes_to_places(words)
        for laid in self.tables.values():
            cells = self._values(laid, day, rows, unverified_too=unverified_too)
            for place, key in enumerate(laid.cells()):
                values[laid.offset + place] = cells.get(key, NULL)
        return values

    def _codes_to_places(self, words: Words) -> list[int]:
        found = [-1] * (len(self.codes) + 1)
        for place, word in enumerate(words.words):
            found[self.codes[word]] = place
        return found

    def _values(
        self, laid: Laid, day: dt.date, rows: Mapping[str, Row] | None, *, unverified_too: bool
    ) -> Mapping[Any, int]:
        if not isinstance(laid.source, Parameter):
            return {key: self.codes[v] if isinstance(v, str) else int(v) for key, v in laid.source.items()}
        row = _row(laid.source, day, rows)
        if row is None:
            return {}
        return {
            key: _number(value)
            for key, value in row.value.items()
            if unverified_too or row.status_of(key) != UNVERIFIED
        }


def _keys(source: Parameter | Mapping[Any, Any]) -> list[Any]:
    if isinstance(source, Parameter):
        return list(dict.fromkeys(key for row in source.rows for key in row.value))
    return list(source)


def _row(parameter: Parameter, day: dt.date, rows: Mapping[str, Row] | None) -> Row | None:
    """The row of the day, or the one a reform puts in its place."""
    if rows is not None and parameter.name in rows:
        return rows[parameter.name]
    return parameter.row_on(day)


def _single(row: Row, *, trusted: bool) -> tuple[int, int]:
    if isinstance(row.value, Rounding):
        return MODES[row.value.mode] + (0 if trusted else UNSURE), row.value.won
    return (_number(row.value), NULL) if trusted else (NULL, NULL)


def _number(value: Any) -> int:
    return as_day(value) if isinstance(value, dt.date) else int(value)
