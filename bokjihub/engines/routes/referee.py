"""An independent judge of plans for home care days: reads the file and the answer as they stand, knows nothing of the search.

It recomputes the cost from people, order and starts alone and names every rule that is broken.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = 1e-6


@dataclass
class Verdict:
    """What the judge found: the cost, its three parts, and the faults (none: it is a plan)."""

    travel: float = 0.0
    late: float = 0.0
    latest: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """A third each of travel, total lateness and largest lateness."""
        return (self.travel + self.late + self.latest) / 3


def judge(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> Verdict:
    """Recompute `answer` for `instance`, both as read from JSON."""
    verdict = Verdict()
    patients = {str(p["id"]): p for p in instance["patients"]}
    caregivers = {str(c["id"]): {str(a) for a in c["abilities"]} for c in instance["caregivers"]}
    way = _ways(instance)
    done: dict[tuple[str, int], tuple[str, float]] = {}
    seen: set[str] = set()
    for route in answer["routes"]:
        name = str(route["caregiver"])
        if name not in caregivers or name in seen:
            verdict.faults.append(f"{name}: no such caregiver, or a second route")
            continue
        seen.add(name)
        _follow(name, route["stops"], caregivers[name], patients, way, done, verdict)
    for patient in patients.values():
        _look_at(patient, done, verdict)
    return verdict


def _follow(
    name: str,
    stops: list[Mapping[str, Any]],
    abilities: set[str],
    patients: Mapping[str, Mapping[str, Any]],
    way: Any,
    done: dict[tuple[str, int], tuple[str, float]],
    verdict: Verdict,
) -> None:
    here, free = "", 0.0
    for stop in stops:
        key, service, start = str(stop["patient"]), str(stop["service"]), float(stop["start"])
        patient = patients.get(key)
        index = None if patient is None else _which(patient, service, key, done)
        if patient is None or index is None:
            verdict.faults.append(f"{name}: {key}/{service} is not asked for, or done twice")
            continue
        if service not in abilities:
            verdict.faults.append(f"{name}: cannot do {service} at {key}")
        verdict.travel += way(here, key)
        if start < free + way(here, key) - TOLERANCE:
            verdict.faults.append(f"{name}: begins at {key} at {start:g}, earliest {free + way(here, key):g}")
        done[key, index] = (name, start)
        here, free = key, start + float(patient["required_caregivers"][index].get("duration", 0))
    verdict.travel += way(here, "") if here else 0.0


def _which(patient: Mapping[str, Any], service: str, key: str, done: Mapping[tuple[str, int], Any]) -> int | None:
    """The position of a service at this patient that is still open."""
    for index, care in enumerate(patient["required_caregivers"]):
        if str(care["service"]) == service and (key, index) not in done:
            return index
    return None


def _look_at(patient: Mapping[str, Any], done: Mapping[tuple[str, int], tuple[str, float]], verdict: Verdict) -> None:
    key = str(patient["id"])
    services = [done.get((key, index)) for index in range(len(patient["required_caregivers"]))]
    found = [one for one in services if one is not None]
    if len(found) != len(services):
        verdict.faults.append(f"{key}: a service is missing")
        return
    opens, closes = _window(patient)
    for _name, start in found:
        if start < opens - TOLERANCE:
            verdict.faults.append(f"{key}: begun at {start:g}, before {opens:g}")
        verdict.late += max(0.0, start - closes)
        verdict.latest = max(verdict.latest, start - closes)
    if len(found) == 2:
        _look_at_both(key, patient, found, verdict)


def _look_at_both(key: str, patient: Mapping[str, Any], found: list[tuple[str, float]], verdict: Verdict) -> None:
    if len({str(care["service"]) for care in patient["required_caregivers"]}) == 1:
        found = sorted(found, key=lambda one: one[1])  # the same service twice: the earlier is the first
    (one, start), (two, later) = found
    if one == two:
        verdict.faults.append(f"{key}: {one} cannot do both services")
    rule = patient.get("synchronization") or {}
    if rule.get("type") == "simultaneous" and abs(later - start) > TOLERANCE:
        verdict.faults.append(f"{key}: starts {start:g} and {later:g} are not the same")
    if rule.get("type") == "sequential" and rule.get("distance") is not None:
        low, high = _bounds(rule["distance"])
        if not low - TOLERANCE <= later - start <= high + TOLERANCE:
            verdict.faults.append(f"{key}: {later - start:g} between the starts, not within {low:g} and {high:g}")
    elif rule.get("type") == "sequential" and later < start - TOLERANCE:
        verdict.faults.append(f"{key}: the second service begins before the first")


def _bounds(distance: Any) -> tuple[float, float]:
    low, high = (distance.get("min"), distance.get("max")) if isinstance(distance, Mapping) else distance
    return (0.0 if low is None else float(low)), (math.inf if high is None else float(high))


def _window(patient: Mapping[str, Any]) -> tuple[float, float]:
    low, high = patient.get("time_window") or (None, None)
    return (0.0 if low is None else float(low)), (math.inf if high is None else float(high))


def _ways(instance: Mapping[str, Any]) -> Any:
    """Minutes between two patients by name; the depot is ''."""
    row = {"": 0} | {str(p["id"]): i for i, p in enumerate(instance["patients"], start=1)}
    table = instance.get("distances")
    if table is not None:
        return lambda a, b: float(table[row[a]][row[b]])
    points = {"": _point(instance["depot"])} | {str(p["id"]): _point(p["location"]) for p in instance["patients"]}
    return lambda a, b: round(math.hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]), 3)


def _point(found: Any) -> tuple[float, float]:
    if isinstance(found, Mapping):
        found = found.get("location", [found.get("x"), found.get("y")])
    return float(found[0]), float(found[1])
