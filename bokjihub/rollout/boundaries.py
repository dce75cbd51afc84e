"""Outlines of dongs: a town's own GeoJSON, read with every mistake named by place and field, or lines made up for a synthetic town.

Pure: text and centres in, polygons out. Polygons are GeoJSON MultiPolygon coordinates (longitude before latitude), thinned to
about ten metres and rounded to one, because a page draws them and nobody surveys with them.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias
from uuid import UUID

Point: TypeAlias = tuple[float, float]  # longitude, latitude
Ring: TypeAlias = list[Point]
Polygons: TypeAlias = list[list[Ring]]

KOREA_LONGITUDE, KOREA_LATITUDE = (124.0, 132.5), (32.5, 39.0)
CODES = ("adm_cd2", "adm_cd", "ADM_CD", "EMD_CD", "code", "행정동코드")
NAMES = ("adm_nm", "ADM_NM", "EMD_KOR_NM", "name", "읍면동명")
DEGREES = ("4326", "CRS84", "4737")  # WGS84 and Korea 2000 in degrees: the same within a metre
THIN, PLACES = 0.0001, 5
FAR_KM = 25.0
# A made-up town ends this far around its outermost dongs.
MARGIN_KM = 2.5
_KM = 111.32


@dataclass(frozen=True)
class Dong:
    """A dong of the town as the file may name it."""

    id: UUID
    name: str
    code: str
    centre: Point | None = None


@dataclass(frozen=True)
class Problem:
    """One mistake: where in the file, which field, what to do."""

    place: str
    field: str
    words: str

    def __str__(self) -> str:
        """One line, as it stands on screen and in the terminal."""
        return f"{self.place} · {self.field}: {self.words}"


@dataclass(frozen=True)
class Read:
    """What a file holds for this town. Nothing is used while there is a problem."""

    shapes: dict[UUID, Polygons]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]


def read(text: str, dongs: Sequence[Dong]) -> Read:
    """A GeoJSON FeatureCollection with one Polygon or MultiPolygon a dong, in degrees."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as fault:
        return _refused(
            f"{fault.lineno}번째 줄 {fault.colno}번째 글자", "파일", "JSON이 아닙니다. GeoJSON 파일을 골라 주세요."
        )
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        return _refused("파일", "type", "‘FeatureCollection’이어야 합니다.")
    crs = json.dumps(found.get("crs") or "CRS84")
    if not any(name in crs for name in DEGREES):
        return _refused("파일", "crs", "경위도(WGS84, EPSG:4326)로 바꾸어 올려 주세요.")
    features = found.get("features")
    if not isinstance(features, list) or not features:
        return _refused("파일", "features", "도형이 하나도 없습니다.")
    return _read(features, dongs)


def made_up(centres: Mapping[UUID, Point]) -> dict[UUID, Polygons]:
    """Lines for a town that does not exist: each place belongs to the dong whose centre is nearest (Voronoi cells)."""
    if not centres:
        return {}
    squeeze = math.cos(math.radians(sum(latitude for _, latitude in centres.values()) / len(centres)))
    flat = {area: (longitude * squeeze, latitude) for area, (longitude, latitude) in centres.items()}
    town = _hull(_around(list(flat.values()), MARGIN_KM / _KM))
    return {
        area: [[_closed([(x / squeeze, y) for x, y in _nearest(town, here, flat.values())])]]
        for area, here in flat.items()
    }


# ── reading a file ───────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(place: str, field: str, words: str) -> Read:
    return Read({}, (Problem(place, field, words),), ())


def _read(features: list[Any], dongs: Sequence[Dong]) -> Read:
    shapes: dict[UUID, Polygons] = {}
    problems: list[Problem] = []
    for number, feature in enumerate(features, start=1):
        dong, polygons, faults = _one(feature, f"{number}번째 도형", dongs)
        if dong is not None and dong.id in shapes:
            words = "같은 읍·면·동이 두 번 있습니다. 한 도형(MultiPolygon)으로 합쳐 주세요."
            faults = [Problem(f"{number}번째 도형({dong.name})", "properties", words)]
        if dong is not None:
            shapes[dong.id] = polygons
        problems += faults
    if not shapes and not problems:
        problems.append(Problem("파일", "features", "우리 시의 읍·면·동이 하나도 없습니다."))
    missing = tuple(dong.name for dong in dongs if dong.id not in shapes)
    return Read({} if problems else shapes, tuple(problems), missing)


def _one(feature: Any, place: str, dongs: Sequence[Dong]) -> tuple[Dong | None, Polygons, list[Problem]]:
    """Whose outline it is, the outline, and what is wrong with it. Another town's dong is passed over: such files are usual."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None, [], [Problem(place, "properties", "읍·면·동의 코드나 이름이 없습니다.")]
    dong, said = _dong(properties, dongs)
    if dong is None:
        words = f"우리 시에 없는 읍·면·동입니다: {said or '코드와 이름이 비어 있음'}"
        return None, [], [] if _is_elsewhere(properties, dongs) else [Problem(place, "properties", words)]
    place = f"{place}({dong.name})"
    polygons, faults = _polygons(feature.get("geometry"), place)
    if not faults and dong.centre and (km := _far(polygons, dong.centre)) > FAR_KM:
        words = f"동의 중심에서 {km:.0f}km 떨어져 있습니다. 다른 시의 같은 이름인지 보아 주세요."
        faults = [Problem(place, "geometry.coordinates", words)]
    return dong, polygons, faults


def _dong(properties: dict[str, Any], dongs: Sequence[Dong]) -> tuple[Dong | None, str]:
    codes = [str(properties[key]) for key in CODES if properties.get(key)]
    names = [str(properties[key]).split()[-1] for key in NAMES if str(properties.get(key) or "").strip()]
    for dong in dongs:
        if dong.code and dong.code in codes:
            return dong, dong.name
    if codes and any(len(code) == 10 for code in codes):
        return (
            None,
            f"{codes[0]} {' '.join(names[:1])}".strip(),
        )  # a full code that is not ours: the name may be a namesake
    return next((dong for dong in dongs if dong.name in names), None), " ".join([*names[:1], *codes[:1]])


def _is_elsewhere(properties: dict[str, Any], dongs: Sequence[Dong]) -> bool:
    """Its full code says another town: the first five digits differ from all of ours."""
    ours = {dong.code[:5] for dong in dongs if len(dong.code) == 10}
    codes = [str(properties[key]) for key in CODES if properties.get(key)]
    return bool(ours) and any(len(code) == 10 and code[:5] not in ours for code in codes)


def _polygons(geometry: Any, place: str) -> tuple[Polygons, list[Problem]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return [], [Problem(place, "geometry.type", f"Polygon이나 MultiPolygon이어야 합니다 (지금 {kind or '없음'}).")]
    given = geometry.get("coordinates")
    parts = [given] if kind == "Polygon" else given
    if not isinstance(parts, list) or not parts:
        return [], [Problem(place, "geometry.coordinates", "꼭짓점이 없습니다.")]
    polygons: Polygons = []
    faults: list[Problem] = []
    for one, rings in enumerate(parts):
        if not isinstance(rings, list) or not rings:
            faults.append(Problem(place, f"geometry.coordinates[{one}]", "둘레가 없습니다."))
            continue
        kept = []
        for two, ring in enumerate(rings):
            where = f"geometry.coordinates[{two}]" if kind == "Polygon" else f"geometry.coordinates[{one}][{two}]"
            line, fault = _ring(ring)
            if fault:
                faults.append(Problem(place, where + fault[0], fault[1]))
            kept.append(line)
        polygons.append(kept)
    return polygons, faults


def _ring(given: Any) -> tuple[Ring, tuple[str, str] | None]:
    """A closed line that does not cross itself, thinned; or which vertex is wrong and why."""
    if not isinstance(given, list) or len(given) < 4:
        return [], ("", "둘레는 꼭짓점이 넷 이상이고 처음과 끝이 같아야 합니다.")
    for number, point in enumerate(given):
        if not _is_point(point):
            return [], (f"[{number}]", "꼭짓점은 [경도, 위도] 두 수여야 합니다.")
        longitude, latitude = point[:2]
        if not (_within(longitude, KOREA_LONGITUDE) and _within(latitude, KOREA_LATITUDE)):
            swapped = _within(latitude, KOREA_LONGITUDE) and _within(longitude, KOREA_LATITUDE)
            why = "경도와 위도가 바뀌었습니다." if swapped else "우리나라 밖이거나 경위도가 아닙니다(미터 좌표?)."
            return [], (f"[{number}]", f"{why} 지금 값 [{longitude:g}, {latitude:g}]")
    line = [(float(point[0]), float(point[1])) for point in given]
    if line[0] != line[-1]:
        return [], (f"[{len(line) - 1}]", "둘레가 닫히지 않았습니다. 끝 꼭짓점이 처음과 같아야 합니다.")
    thin = _closed(_thin(line))
    if len(thin) < 4 or abs(_area(thin)) < 1e-9:
        return [], ("", "넓이가 없는 둘레입니다.")
    if (crossing := _crossing(thin)) is not None:
        return [], ("", f"둘레가 스스로 엇갈립니다: [{thin[crossing][0]:.5f}, {thin[crossing][1]:.5f}] 근처")
    return thin, None


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in point[:2])
    )


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]


def _far(polygons: Polygons, centre: Point) -> float:
    """How far the nearest vertex lies from the dong's centre, in km."""
    squeeze = math.cos(math.radians(centre[1]))
    points = (point for rings in polygons for point in rings[0])
    return min(math.hypot((x - centre[0]) * squeeze, y - centre[1]) for x, y in points) * _KM


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _closed(line: Ring) -> Ring:
    rounded = [(round(x, PLACES), round(y, PLACES)) for x, y in line]
    kept = [rounded[0], *(here for before, here in pairwise(rounded) if here != before)]
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def _thin(line: Ring) -> Ring:
    """Douglas and Peucker, on the two halves between the first vertex and the one farthest from it."""
    far = max(range(len(line)), key=lambda n: math.dist(line[0], line[n]))
    return [*_straight(line[: far + 1])[:-1], *_straight(line[far:])]


def _straight(line: Ring) -> Ring:
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        away = max(inner, key=lambda n: _off(line[n], line[first], line[last]))
        if _off(line[away], line[first], line[last]) > THIN:
            keep.add(away)
            stack += [(first, away), (away, last)]
    return [line[n] for n in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a vertex lies from a straight piece."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) / length**2
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1])))


def _area(line: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(line)) / 2


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _crossing(line: Ring) -> int | None:
    """The first piece that crosses a later one, pieces that touch at a shared vertex aside."""
    pieces = list(pairwise(line))
    for one, (a, b) in enumerate(pieces):
        for two in range(one + 2, len(pieces) - (one == 0)):
            c, d = pieces[two]
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                return one
    return None


# ── a town that does not exist ───────────────────────────────────────────────────────────────────────────────────────


def _around(points: Sequence[Point], reach: float) -> list[Point]:
    corners = [(reach * math.cos(turn * math.pi / 6), reach * math.sin(turn * math.pi / 6)) for turn in range(12)]
    return [(x + dx, y + dy) for x, y in points for dx, dy in corners]


def _hull(points: Sequence[Point]) -> Ring:
    """The rubber band around points (Andrew's chain), counter-clockwise."""

    def half(row: Iterable[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in row:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    row = sorted(set(points))
    return half(row) + half(reversed(row))


def _nearest(town: Ring, here: Point, others: Iterable[Point]) -> Ring:
    """The part of the town nearer to `here` than to any other centre."""
    cell = town
    for other in others:
        if other != here:
            cell = _nearer(cell, here, other)
    return cell


def _nearer(cell: Ring, here: Point, other: Point) -> Ring:
    """Cut by the line half way between the two."""
    middle = ((here[0] + other[0]) / 2, (here[1] + other[1]) / 2)
    towards = (other[0] - here[0], other[1] - here[1])

    def beyond(point: Point) -> float:
        return (point[0] - middle[0]) * towards[0] + (point[1] - middle[1]) * towards[1]

    kept: Ring = []
    for start, end in pairwise([*cell, cell[0]]):
        first, last = beyond(start), beyond(end)
        if first <= 0:
            kept.append(start)
        if first * last < 0:
            share = first / (first - last)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept
