"""The map of V38 as plain shapes: one mark a dong at its centroid, its kind by letter and pattern. Pure; no tiles, no script."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from math import copysign, cos, radians
from typing import TypeAlias

from bokjihub.areas.queries import Outlines
from bokjihub.rollout.queries.hub import DongState

Put: TypeAlias = Callable[[float, float], tuple[float, float]]
WIDTH, HEIGHT, MARGIN = 560.0, 460.0, 46.0
# With outlines the box is filled to its edge: the marks lie inside them.
EDGE = 8.0
# A mark with its name below it takes a box: boxes that touch are moved apart, little by little.
TALL, LETTER, AIR, ROUNDS = 48.0, 12.0, 6.0, 200


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
class Outline:
    """The boundary of one dong as the path of an SVG."""

    path: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """Marks and the lines between a zone's dongs, in one box, on the outlines where there are any."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    outlines: tuple[Outline, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT


def draw(dongs: Sequence[DongState], outlines: Outlines | None = None) -> Drawing | None:
    """Outlines and centroids put into the box, north up, distances true; None where no dong has a place."""
    placed = [dong for dong in dongs if dong.area.latitude is not None and dong.area.longitude is not None]
    if not placed:
        return None
    rows = outlines.rows if outlines else ()
    edges = [point for row in rows for rings in row.polygons for point in rings[0]]
    edges += [(dong.area.longitude or 0, dong.area.latitude or 0) for dong in placed]
    north, south = max(latitude for _, latitude in edges), min(latitude for _, latitude in edges)
    west, east = min(longitude for longitude, _ in edges), max(longitude for longitude, _ in edges)
    margin = MARGIN if not rows else EDGE
    squeeze = cos(radians((north + south) / 2))
    scale = min(
        (WIDTH - 2 * margin) / max((east - west) * squeeze, 1e-6), (HEIGHT - 2 * margin) / max(north - south, 1e-6)
    )

    def put(longitude: float, latitude: float) -> tuple[float, float]:
        return margin + (longitude - west) * squeeze * scale, margin + (north - latitude) * scale

    points = _apart({dong.area.name: put(dong.area.longitude or 0, dong.area.latitude or 0) for dong in placed})
    marks = tuple(
        Mark(*points[dong.area.name], dong.area.name, dong.letter or "·", dong.kind.value if dong.kind else _open(dong))
        for dong in placed
    )
    lines = tuple(
        Line(*points[dong.area.name], *points[dong.centre])
        for dong in placed
        if dong.centre in points and dong.centre != dong.area.name
    )
    kinds = {dong.area.id: dong.kind.value if dong.kind else _open(dong) for dong in placed}
    shapes = tuple(Outline(_path(row.polygons, put), kinds.get(row.area_id, "none")) for row in rows)
    height = min(HEIGHT, (north - south) * scale + MARGIN) if rows else HEIGHT
    return Drawing(marks, lines, shapes, height=height)


def _path(polygons: Sequence[Sequence[Sequence[Sequence[float]]]], put: Put) -> str:
    """Every ring as a closed line; holes stay holes by the even-odd rule."""
    rings = (ring for rings in polygons for ring in rings)
    lines = ([f"{x:.0f} {y:.0f}" for x, y in (put(point[0], point[1]) for point in ring[:-1])] for ring in rings)
    return " ".join("M" + "L".join(corner for corner, _ in groupby(line)) + "Z" for line in lines)


def _apart(points: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Push boxes that touch away from one another, the shorter way: beside or below; the drawing's box is kept."""
    names = sorted(points)
    for _ in range(ROUNDS):
        moved = False
        for first, second in combinations(names, 2):
            (x1, y1), (x2, y2) = points[first], points[second]
            across = (_wide(first) + _wide(second)) / 2 - abs(x2 - x1)
            down = TALL - abs(y2 - y1)
            if across <= 0.1 or down <= 0.1:
                continue
            moved = True
            dx, dy = (copysign(across / 2, x2 - x1), 0.0) if across < down else (0.0, copysign(down / 2, y2 - y1))
            points[first] = _inside(x1 - dx, y1 - dy)
            points[second] = _inside(x2 + dx, y2 + dy)
        if not moved:
            break
    return {name: (round(x, 1), round(y, 1)) for name, (x, y) in points.items()}


def _wide(name: str) -> float:
    """How much room a mark with its name takes from left to right."""
    return max(2 * AIR + 26, LETTER * len(name) + AIR)


def _inside(x: float, y: float) -> tuple[float, float]:
    return min(max(x, MARGIN), WIDTH - MARGIN), min(max(y, MARGIN), HEIGHT - MARGIN)


def _open(dong: DongState) -> str:
    return "planned" if dong.planned_on else "none"
