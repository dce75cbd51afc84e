"""Geometry of outlines, by Shapely (GEOS): what is wrong with a polygon, thinning, the cells of a town that does not exist.

Polygons are GeoJSON MultiPolygon coordinates (longitude before latitude), thinned to about ten metres and rounded to one,
because a page draws them and nobody surveys with them. Shapely is loaded by whoever reads or makes outlines, not by every web
process.
"""

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

Point: TypeAlias = tuple[float, float]  # longitude, latitude
Ring: TypeAlias = list[Point]
Polygons: TypeAlias = list[list[Ring]]

GRID = 0.00001
# About ten metres: how far a line may move, and, for borders that are shared, the side of the corners that go (Visvalingam).
THIN, SIDE = 0.0001, 0.0003
# A made-up town ends this far around its outermost dongs.
MARGIN_KM = 2.5
_KM = 111.32
# What GEOS says of a polygon, in an officer's words.
_SAID = (
    ("Self-intersection", "둘레가 스스로 엇갈립니다"),
    ("Ring Self-intersection", "둘레가 스스로 맞닿습니다"),
    ("Too few points", "넓이가 없는 둘레입니다"),
    ("Hole lies outside shell", "안쪽 둘레(구멍)가 바깥 둘레 밖에 있습니다"),
    ("Holes are nested", "구멍 안에 또 구멍이 있습니다"),
    ("Nested shells", "한 도형 안에 다른 도형이 있습니다"),
    ("Interior is disconnected", "구멍이 도형을 둘로 가릅니다"),
)


def fault_of(polygons: Polygons) -> str:
    """Why this cannot be the outline of a place, with the point where it goes wrong; empty for a sound one."""
    from shapely import is_valid_reason

    shape = _shape(polygons)
    told = str(is_valid_reason(shape))
    if told == "Valid Geometry":
        return "" if shape.area > GRID * GRID else "넓이가 없는 둘레입니다."
    kind, _, where = told.partition("[")
    words = next((words for name, words in _SAID if kind.strip() == name), "도형이 바르지 않습니다")
    near = re.findall(r"-?[\d.]+", where)
    return f"{words}: [{float(near[0]):.5f}, {float(near[1]):.5f}] 근처" if len(near) == 2 else f"{words}."


def distance_km(polygons: Polygons, centre: Point) -> float:
    """How far a place lies from the outline, in km; nothing when it lies inside."""
    from shapely import Point as Place
    from shapely.affinity import scale

    squeeze = math.cos(math.radians(centre[1]))
    flat = scale(_shape(polygons), xfact=squeeze, yfact=1, origin=(0, 0))
    return float(flat.distance(Place(centre[0] * squeeze, centre[1]))) * _KM


def thinned(outlines: Mapping[UUID, Polygons]) -> dict[UUID, Polygons]:
    """All outlines of a town with fewer vertices: a border two dongs share stays one line."""
    from shapely import coverage_is_valid, coverage_simplify, set_precision

    rounded = [set_precision(_shape(polygons), GRID) for polygons in outlines.values()]
    meets = coverage_is_valid(rounded)  # where borders overlap or gape, each dong is thinned by itself
    slim = list(coverage_simplify(rounded, SIDE)) if meets else [one.simplify(THIN) for one in rounded]
    return {area: _coordinates(set_precision(one, GRID)) for area, one in zip(outlines, slim, strict=True)}


def made_up(centres: Mapping[UUID, Point]) -> dict[UUID, Polygons]:
    """Lines for a town that does not exist: each place belongs to the dong whose centre is nearest (Voronoi cells)."""
    from shapely import MultiPoint, STRtree, set_precision, voronoi_polygons
    from shapely.affinity import scale

    if not centres:
        return {}
    squeeze = math.cos(math.radians(sum(latitude for _, latitude in centres.values()) / len(centres)))
    points = MultiPoint([(longitude * squeeze, latitude) for longitude, latitude in centres.values()])
    town = points.convex_hull.buffer(MARGIN_KM / _KM, quad_segs=3)
    cells = voronoi_polygons(points, extend_to=town).geoms if len(centres) > 1 else (town,)
    where = STRtree(list(cells))
    return {
        area: _coordinates(set_precision(scale(cell.intersection(town), 1 / squeeze, 1, origin=(0, 0)), GRID))
        for area, point in zip(centres, points.geoms, strict=True)
        for cell in [cells[int(where.query(point, "within")[0])]]
    }


def _shape(polygons: Polygons) -> "MultiPolygon":
    from shapely import MultiPolygon

    return MultiPolygon([(rings[0], rings[1:]) for rings in polygons])


def _coordinates(shape: "BaseGeometry") -> Polygons:
    from shapely import get_parts

    return [
        [[(round(x, 5), round(y, 5)) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in get_parts(shape)
    ]
