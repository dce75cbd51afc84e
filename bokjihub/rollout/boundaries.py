"""Outlines of dongs: a town's own GeoJSON, read with every mistake named by place and field. Pure: text in, polygons out."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bokjihub.rollout import shapes
from bokjihub.rollout.shapes import Point, Polygons, Ring

KOREA_LONGITUDE, KOREA_LATITUDE = (124.0, 132.5), (32.5, 39.0)
CODES = ("adm_cd2", "adm_cd", "ADM_CD", "EMD_CD", "code", "행정동코드")
NAMES = ("adm_nm", "ADM_NM", "EMD_KOR_NM", "name", "읍면동명")
DEGREES = ("4326", "CRS84", "4737")  # WGS84 and Korea 2000 in degrees: the same within a metre
FAR_KM = 25.0


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


# ── reading a file ───────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(place: str, field: str, words: str) -> Read:
    return Read({}, (Problem(place, field, words),), ())


def _read(features: list[Any], dongs: Sequence[Dong]) -> Read:
    found: dict[UUID, Polygons] = {}
    problems: list[Problem] = []
    for number, feature in enumerate(features, start=1):
        dong, polygons, faults = _one(feature, f"{number}번째 도형", dongs)
        if dong is not None and dong.id in found:
            words = "같은 읍·면·동이 두 번 있습니다. 한 도형(MultiPolygon)으로 합쳐 주세요."
            faults = [Problem(f"{number}번째 도형({dong.name})", "properties", words)]
        if dong is not None:
            found[dong.id] = polygons
        problems += faults
    if not found and not problems:
        problems.append(Problem("파일", "features", "우리 시의 읍·면·동이 하나도 없습니다."))
    missing = tuple(dong.name for dong in dongs if dong.id not in found)
    return Read({} if problems else shapes.thinned(found), tuple(problems), missing)


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
    if not faults and dong.centre and (km := shapes.distance_km(polygons, dong.centre)) > FAR_KM:
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
    if not faults and (why := shapes.fault_of(polygons)):
        faults.append(Problem(place, "geometry.coordinates", why))
    return polygons, faults


def _ring(given: Any) -> tuple[Ring, tuple[str, str] | None]:
    """A closed line of points of this country that does not cross itself; or which vertex is wrong and why."""
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
    why = shapes.fault_of([[line]])
    return line, ("", why) if why else None


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in point[:2])
    )


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
