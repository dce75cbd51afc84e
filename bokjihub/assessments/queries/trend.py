"""Figures over time as a drawing made on the server: lines in an SVG, the same numbers in a table beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bokjihub.assessments.models import Assessment

WIDTH, HEIGHT, EDGE = 320, 96, 10
LONGEST = 12
Opened = tuple[Assessment, dict[str, Any]]
Part = tuple[str, str, str]
# title, its lines: (where the number stands, its key, its name)
SERIES: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("혈압(mmHg)", (("scores", "sys", "수축기"), ("scores", "dia", "이완기"))),
    ("혈당(mg/dL)", (("answers", "glucose", "혈당"),)),
)


@dataclass(frozen=True)
class Drawn:
    """One line: its name, the SVG points, the last point for its mark."""

    name: str
    points: str
    last: tuple[float, float]


@dataclass(frozen=True)
class Trend:
    """One figure of one person over time."""

    title: str
    person: str
    lines: tuple[Drawn, ...]
    rows: tuple[tuple[dt.date, tuple[str, ...]], ...]
    names: tuple[str, ...]
    words: str


def trend_of(opened: Sequence[Opened]) -> list[Trend]:
    """The trends of a home: per person and figure, where there is a reading. `opened` is newest first."""
    people: dict[UUID, list[Opened]] = {}
    for row, told in reversed(opened):
        people.setdefault(row.person_id, []).append((row, told))
    drawn = [_trend(title, parts, readings) for readings in people.values() for title, parts in SERIES]
    return [trend for trend in drawn if trend is not None]


def _trend(title: str, parts: Sequence[Part], readings: list[Opened]) -> Trend | None:
    rows = _rows(parts, readings)[-LONGEST:]
    if not rows:
        return None
    numbers = [value for _, values in rows for value in values]
    low, high = min(numbers), max(numbers)
    last = rows[-3:]
    said = ", ".join("/".join(f"{value:g}" for value in values) for _, values in last)
    return Trend(
        title=title,
        person=readings[0][0].person.name,
        lines=tuple(
            _line(name, [(day, values[place]) for day, values in rows], low, high)
            for place, (_, _, name) in enumerate(parts)
        ),
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


def _line(name: str, points: list[tuple[dt.date, float]], low: float, high: float) -> Drawn:
    first, last = points[0][0], points[-1][0]
    days, height = max((last - first).days, 1), max(high - low, 1.0)
    placed = [
        (
            round(EDGE + (WIDTH - 2 * EDGE) * (day - first).days / days, 1),
            round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / height, 1),
        )
        for day, value in points
    ]
    return Drawn(name, " ".join(f"{x},{y}" for x, y in placed), placed[-1])


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
