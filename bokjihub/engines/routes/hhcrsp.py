"""Days of home care visits with double services (Mankowska, Meisel, Bierwirth 2014) as JSON files, read with care."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bokjihub.engines.routes.errors import BadInstance, Unplannable
from bokjihub.engines.routes.tables import AFTER, ALONE, APART, TOGETHER

_KINDS = {"simultaneous": TOGETHER, "sequential": AFTER, "independent": APART}


@dataclass(frozen=True)
class Caregiver:
    """Somebody who goes out, and what they can do."""

    name: str
    abilities: frozenset[str]


@dataclass(frozen=True)
class Care:
    """One service a patient needs."""

    service: str
    minutes: float


@dataclass(frozen=True)
class Patient:
    """A home with its window and one or two services; `least` and `most` bind the second start of a sequence to the first."""

    name: str
    opens: float
    closes: float
    cares: tuple[Care, ...]
    link: int = ALONE
    least: float = 0.0
    most: float = math.inf


@dataclass(frozen=True)
class Instance:
    """A day: who goes, who is visited, and the minutes between all places (the depot first)."""

    name: str
    caregivers: tuple[Caregiver, ...]
    patients: tuple[Patient, ...]
    travel: tuple[tuple[float, ...], ...]

    def able(self, care: Care) -> list[int]:
        """Who can do it, by position."""
        return [i for i, one in enumerate(self.caregivers) if care.service in one.abilities]


def read(path: Path) -> Instance:
    """The day in a file; refuses with the place and the reason."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInstance(str(path), "파일을 읽을 수 없습니다.", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadInstance(str(path), "UTF-8 글이 아닙니다.", f"not UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise BadInstance(where, "JSON이 여기서 깨졌습니다.", f"broken JSON ({error.msg})") from error
    return parse(found, name=path.stem)


def parse(found: object, *, name: str = "instance") -> Instance:
    """The day in a JSON document."""
    top = _mapping(found, "$")
    caregivers = tuple(_caregiver(row, f"caregivers[{i}]") for i, row in enumerate(_list(top, "caregivers", "$")))
    rows = _list(top, "patients", "$")
    patients = tuple(_patient(row, f"patients[{i}]") for i, row in enumerate(rows))
    _refuse_doubles("caregivers", [one.name for one in caregivers])
    _refuse_doubles("patients", [one.name for one in patients])
    instance = Instance(str(top.get("name") or name), caregivers, patients, _travel(top, rows))
    _refuse_impossible(instance)
    return instance


def _caregiver(found: object, where: str) -> Caregiver:
    row = _mapping(found, where)
    abilities = frozenset(_name(one, f"{where}.abilities") for one in _list(row, "abilities", where))
    return Caregiver(_name(row.get("id"), f"{where}.id"), abilities)


def _patient(found: object, where: str) -> Patient:
    row = _mapping(found, where)
    cares = tuple(
        _care(one, f"{where}.required_caregivers[{i}]")
        for i, one in enumerate(_list(row, "required_caregivers", where))
    )
    if not 1 <= len(cares) <= 2:
        raise BadInstance(where, f"서비스는 하나나 둘입니다({len(cares)}개).", f"one or two services, not {len(cares)}")
    opens, closes = _window(row, where)
    link, least, most = _link(row, len(cares), where)
    return Patient(_name(row.get("id"), f"{where}.id"), opens, closes, cares, link, least, most)


def _care(found: object, where: str) -> Care:
    row = _mapping(found, where)
    minutes = _number(row.get("duration", 0), f"{where}.duration")
    if minutes < 0:
        raise BadInstance(f"{where}.duration", "0보다 작은 시간입니다.", "a negative duration")
    return Care(_name(row.get("service"), f"{where}.service"), minutes)


def _window(row: Mapping[str, object], where: str) -> tuple[float, float]:
    """Without a window any time of the day will do; without an end nothing is late."""
    where = f"{where}.time_window"
    window = row.get("time_window")
    if window is None:
        return 0.0, math.inf
    if not isinstance(window, list) or len(window) != 2:
        raise BadInstance(where, "시작과 끝 두 숫자여야 합니다.", "two numbers, begin and end")
    opens = 0.0 if window[0] is None else _number(window[0], where)
    closes = math.inf if window[1] is None else _number(window[1], where)
    if closes < opens:
        raise BadInstance(where, f"끝({closes:g})이 시작({opens:g})보다 빠릅니다.", "ends before it begins")
    return opens, closes


def _link(row: Mapping[str, object], cares: int, where: str) -> tuple[int, float, float]:
    where = f"{where}.synchronization"
    found = row.get("synchronization")
    if cares == 1:
        return ALONE, 0.0, math.inf
    if found is None:
        raise BadInstance(where, "두 서비스가 어떻게 이어지는지 없습니다.", "two services need a synchronization")
    rule = _mapping(found, where)
    kind = _KINDS.get(str(rule.get("type")))
    if kind is None:
        raise BadInstance(f"{where}.type", f"모르는 방식입니다: {rule.get('type')}", f"one of {', '.join(_KINDS)}")
    if kind != AFTER:
        return kind, 0.0, math.inf
    least, most = _distance(rule.get("distance"), f"{where}.distance")
    return kind, least, most


def _distance(found: object, where: str) -> tuple[float, float]:
    if found is None:
        return 0.0, math.inf
    if isinstance(found, Mapping):
        found = [found.get("min"), found.get("max")]
    if not isinstance(found, list) or len(found) != 2:
        raise BadInstance(where, "가장 짧은 간격과 가장 긴 간격, 두 숫자여야 합니다.", "two numbers, least and most")
    least = 0.0 if found[0] is None else _number(found[0], where)
    most = math.inf if found[1] is None else _number(found[1], where)
    if least < 0 or most < least:
        raise BadInstance(where, f"[{least:g}, {most:g}]은 될 수 없는 간격입니다.", "an impossible distance")
    return least, most


def _travel(top: Mapping[str, object], rows: list[object]) -> tuple[tuple[float, ...], ...]:
    """The matrix given, or straight lines between the locations, rounded to three decimals."""
    given = top.get("distances")
    if given is not None:
        return _matrix(given, len(rows) + 1)
    places = [_point(top.get("depot"), "depot")]
    places += [_point(_mapping(row, "").get("location"), f"patients[{i}].location") for i, row in enumerate(rows)]
    return tuple(tuple(round(math.dist(here, there), 3) for there in places) for here in places)


def _matrix(found: object, size: int) -> tuple[tuple[float, ...], ...]:
    rows = found if isinstance(found, list) else []
    if len(rows) != size or any(not isinstance(row, list) or len(row) != size for row in rows):
        raise BadInstance("distances", f"{size} x {size} 표여야 합니다.", f"must be {size} x {size}")
    table = tuple(tuple(_number(x, f"distances[{i}]") for x in row) for i, row in enumerate(rows))
    if any(x < 0 for row in table for x in row):
        raise BadInstance("distances", "0보다 작은 거리가 있습니다.", "a negative distance")
    return table


def _point(found: object, where: str) -> tuple[float, float]:
    if isinstance(found, Mapping):  # some files write {"location": [x, y]} or {"x": .., "y": ..}
        found = found.get("location", [found.get("x"), found.get("y")])
    if not isinstance(found, list) or len(found) != 2:
        raise BadInstance(where, "좌표 두 숫자가 있어야 합니다.", "two coordinates are needed")
    return _number(found[0], where), _number(found[1], where)


def _refuse_doubles(where: str, names: list[str]) -> None:
    seen = set[str]()
    for i, name in enumerate(names):
        if name in seen:
            raise BadInstance(f"{where}[{i}].id", f"'{name}'이(가) 두 번 있습니다.", f"'{name}' stands twice")
        seen.add(name)


def _refuse_impossible(instance: Instance) -> None:
    for patient in instance.patients:
        able = [instance.able(care) for care in patient.cares]
        for care, people in zip(patient.cares, able, strict=True):
            if not people:
                raise Unplannable(
                    patient.name,
                    f"'{care.service}'을(를) 할 수 있는 사람이 없습니다.",
                    f"nobody can do '{care.service}'",
                )
        if len(able) == 2 and able[0] == able[1] and len(able[0]) == 1:
            raise Unplannable(
                patient.name, "두 사람이 가야 하는데 할 수 있는 사람이 한 명뿐입니다.", "needs two people, one is able"
            )


def _mapping(found: object, where: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise BadInstance(where or "$", "이름과 값의 묶음이어야 합니다.", "must be an object")
    return found


def _list(row: Mapping[str, object], name: str, where: str) -> list[object]:
    found = row.get(name)
    if not isinstance(found, list):
        raise BadInstance(f"{where}.{name}", "목록이 없습니다.", "a list is missing")
    return found


def _name(found: object, where: str) -> str:
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise BadInstance(where, "이름이 없습니다.", "a name is missing")
    return str(found)


def _number(found: object, where: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise BadInstance(where, f"숫자가 아닙니다: {found!r}"[:80], "not a number")
    return float(found)
