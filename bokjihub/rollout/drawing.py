"""The map of V38 as plain shapes: one mark a dong at its centroid, its kind by letter and pattern. Pure; no tiles, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from bokjihub.rollout.queries import DongState

WIDTH, HEIGHT, MARGIN = 560.0, 460.0, 46.0


@dataclass(frozen=True)
class Mark:
    """One dong on the drawing."""

    x: float
    y: float
    label: str
    letter: str
    kind: str


@dataclass(frozen=True)
class Line:
    """From a general dong to its centre."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Drawing:
    """Marks and the lines between a zone's dongs, in one box."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    width: float = WIDTH
    height: float = HEIGHT


def draw(dongs: Sequence[DongState]) -> Drawing | None:
    """Centroids put into the box, north up, distances true; None where no dong has a place."""
    placed = [dong for dong in dongs if dong.area.latitude is not None and dong.area.longitude is not None]
    if not placed:
        return None
    north = max(dong.area.latitude or 0 for dong in placed)
    south = min(dong.area.latitude or 0 for dong in placed)
    west = min(dong.area.longitude or 0 for dong in placed)
    east = max(dong.area.longitude or 0 for dong in placed)
    squeeze = cos(radians((north + south) / 2))
    scale = min(
        (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1e-6), (HEIGHT - 2 * MARGIN) / max(north - south, 1e-6)
    )
    points = {
        dong.area.name: (
            round(MARGIN + ((dong.area.longitude or 0) - west) * squeeze * scale, 1),
            round(MARGIN + (north - (dong.area.latitude or 0)) * scale, 1),
        )
        for dong in placed
    }
    marks = tuple(
        Mark(*points[dong.area.name], dong.area.name, dong.letter or "·", dong.kind.value if dong.kind else _open(dong))
        for dong in placed
    )
    lines = tuple(
        Line(*points[dong.area.name], *points[dong.centre])
        for dong in placed
        if dong.centre in points and dong.centre != dong.area.name
    )
    return Drawing(marks, lines)


def _open(dong: DongState) -> str:
    return "planned" if dong.planned_on else "none"
