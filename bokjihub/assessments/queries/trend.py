"""Figures over time as a drawing made on the server: lines in an SVG, the same numbers in a table beside it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bokjihub.assessments.models import Assessment

WIDTH, HEIGHT, EDGE = 320, 96, 10
LONGEST = 12
Opened = tuple[Assessment, dict[str, Any]]
Part = tuple[str, str, str]
# title, its lines: (where the number stands, its key, its name), the limits drawn across it: (code, its name)
SERIES: tuple[tuple[str, tuple[Part, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "혈압(mmHg)",
        (("scores", "sys", "수축기"), ("scores", "dia", "이완기")),
        (("bp_sys_again", "수축기 다시 측정"), ("bp_dia_again", "이완기 다시 측정")),
    ),
    ("혈당(mg/dL)", (("answers", "glucose", "혈당"),), ()),
)


@dataclass(frozen=True)
class Drawn:
    """One line: its name, the SVG points, and a mark at every reading."""

    name: str
    points: str
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Across:
    """A limit a nurse of the town has approved, drawn across: its height, its name, the value."""

    y: float
    name: str
    value: str


@dataclass(frozen=True)
class Trend:
    """One figure of one person over time."""

    title: str
    person: str
    lines: tuple[Drawn, ...]
    limits: tuple[Across, ...]
    rows: tuple[tuple[dt.date, tuple[str, ...]], ...]
    names: tuple[str, ...]
    words: str

    @property
    def is_drawn(self) -> bool:
        """One reading is no course: it stands in the table."""
        return len(self.rows) > 1


def trend_of(opened: Sequence[Opened], limits: Mapping[str, float]) -> list[Trend]:
    """The trends of a home: per person and figure, where there is a reading. `opened` is newest first."""
    people: dict[UUID, list[Opened]] = {}
    for row, told in reversed(opened):
        people.setdefault(row.person_id, []).append((row, told))
    drawn = [
        _trend(title, parts, [(name, limits[code]) for code, name in across if code in limits], readings)
        for readings in people.values()
        for title, parts, across in SERIES
    ]
    return [trend for trend in drawn if trend is not None]


def _trend(
    title: str, parts: Sequence[Part], limits: Sequence[tuple[str, float]], readings: list[Opened]
) -> Trend | None:
    rows = _rows(parts, readings)[-LONGEST:]
    if not rows:
        return None
    numbers = [value for _, values in rows for value in values] + [value for _, value in limits]
    low, high = min(numbers), max(numbers)
    across = _along([day for day, _ in rows])
    last = rows[-3:]
    said = ", ".join("/".join(f"{value:g}" for value in values) for _, values in last)
    return Trend(
        title=title,
        person=readings[0][0].person.name,
        lines=tuple(
            _line(name, [(x, _height(values[place], low, high)) for x, (_, values) in zip(across, rows, strict=True)])
            for place, (_, _, name) in enumerate(parts)
        ),
        limits=tuple(Across(_height(value, low, high), name, f"{value:g}") for name, value in limits),
        rows=tuple((day, tuple(f"{value:g}" for value in values)) for day, values in reversed(rows)),
        names=tuple(name for _, _, name in parts),
        words=f"{title} 지난 {len(last)}번 {said}",
    )


def _rows(parts: Sequence[Part], readings: list[Opened]) -> list[tuple[dt.date, tuple[float, ...]]]:
    found = []
    for row, told in readings:
        values = [_number(told.get(place, {}).get(name)) for place, name, _ in parts]
        numbers = tuple(value for value in values if value is not None)
        if len(numbers) == len(parts):
            found.append((row.done_on, numbers))
    return found


def _along(days: Sequence[dt.date]) -> list[float]:
    """Where each reading stands from left to right: by its day, several of one day beside one another."""
    several = Counter(days)
    nth: Counter[dt.date] = Counter()
    places = list[float]()
    for day in days:
        places.append((day - days[0]).days + nth[day] / several[day])
        nth[day] += 1
    return [round(EDGE + (WIDTH - 2 * EDGE) * place / (places[-1] or 1), 1) for place in places]


def _height(value: float, low: float, high: float) -> float:
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / max(high - low, 1.0), 1)


def _line(name: str, marks: list[tuple[float, float]]) -> Drawn:
    return Drawn(name, " ".join(f"{x},{y}" for x, y in marks), tuple(marks))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
