"""Plans for published days: how long which kind of day is sought, and the answer in the published shape."""

import os
from typing import Any

import numpy as np

from bokjihub.engines.routes.build import tables_of
from bokjihub.engines.routes.hhcrsp import Instance
from bokjihub.engines.routes.search import AND_AGAIN, Effort, Found, search, warm_up

__all__ = ["Effort", "plan"]


def plan(instance: Instance, effort: Effort, *, seed: int, walks: int | None = None) -> tuple[dict[str, Any], float]:
    """The best plan found and the CPU seconds of starting up, which are no part of the effort."""
    if not instance.patients:
        return _answer(instance, None, effort), 0.0
    warm = warm_up()
    if walks is None:
        # Repeatable runs must not depend on the machine; timed ones use the cores there are.
        walks = 2 if effort.steps is not None else min(2, os.cpu_count() or 1)
    found = search(tables_of(instance), effort, seed=seed, walks=walks, rounds=AND_AGAIN)
    return _answer(instance, found, effort), warm


def _answer(instance: Instance, found: Found | None, effort: Effort) -> dict[str, Any]:
    """The plan as the published format has it, stops in visiting order."""
    if found is None:
        return {"instance": instance.name, "cost": 0.0, "seconds": 0.0, "iterations": 0, "routes": []}
    services = [(v, care) for v, patient in enumerate(instance.patients) for care in patient.cares]
    # A stay of no minutes and a way of no minutes give equal starts: then the key tells the order.
    order = np.lexsort(([found.key[v] for v, _ in services], found.start))
    routes = []
    for i, caregiver in enumerate(instance.caregivers):
        stops = [
            {
                "patient": instance.patients[services[s][0]].name,
                "service": services[s][1].service,
                "start": float(found.start[s]),
            }
            for s in order
            if found.person[s] == i
        ]
        routes.append({"caregiver": caregiver.name, "stops": stops})
    return {
        "instance": instance.name,
        "cost": found.cost,
        "seconds": round(found.seconds, 3),
        "iterations": found.steps,
        "routes": routes,
    }
