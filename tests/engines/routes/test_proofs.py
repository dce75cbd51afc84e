"""Small days proved optimal by another method altogether: CP-SAT over circuits, scaled to whole thousandths."""

from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from bokjihub.engines.routes import published
from bokjihub.engines.routes.hhcrsp import Instance, parse, read
from bokjihub.engines.routes.search import Effort
from bokjihub.engines.routes.tables import AFTER, TOGETHER
from tests.engines.routes.days import random_day

SCALE = 1000
END = 1500 * SCALE

pytestmark = pytest.mark.slow


def proved(instance: Instance) -> float:
    """The least cost, proved."""
    model = cp_model.CpModel()
    services = [(v, care) for v, patient in enumerate(instance.patients) for care in patient.cares]
    start = [model.new_int_var(round(instance.patients[v].opens * SCALE), END, "") for v, _ in services]
    travel, goes = [], {}
    for person in range(len(instance.caregivers)):
        arcs = []
        mine = [s for s, (_, care) in enumerate(services) if person in instance.able(care)]
        stays_home = model.new_bool_var("")
        arcs.append((0, 0, stays_home))
        for s in mine:
            goes[s, person] = model.new_bool_var("")
            arcs.append((s + 1, s + 1, ~goes[s, person]))
            model.add_implication(goes[s, person], ~stays_home)
            for other in [-1, *mine]:
                if other == s:
                    continue
                arc = model.new_bool_var("")
                here, there = (0 if other < 0 else services[other][0] + 1), services[s][0] + 1
                way = round(instance.travel[here][there] * SCALE)
                arcs.append((other + 1, s + 1, arc))
                travel.append(way * arc)
                free = 0 if other < 0 else start[other] + round(services[other][1].minutes * SCALE)
                model.add(start[s] >= free + way).only_enforce_if(arc)
            back = model.new_bool_var("")
            arcs.append((s + 1, 0, back))
            travel.append(round(instance.travel[services[s][0] + 1][0] * SCALE) * back)
        model.add_circuit(arcs)
    for s in range(len(services)):
        model.add_exactly_one(goes[s, p] for p in range(len(instance.caregivers)) if (s, p) in goes)
    latest, late = model.new_int_var(0, END, ""), []
    for s, (v, _) in enumerate(services):
        if instance.patients[v].closes < END:
            late.append(model.new_int_var(0, END, ""))
            model.add(late[-1] >= start[s] - round(instance.patients[v].closes * SCALE))
            model.add(latest >= late[-1])
    _bind(model, instance, services, start, goes)
    model.minimize(sum(travel) + sum(late) + latest)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 60
    assert solver.solve(model) == cp_model.OPTIMAL
    return float(solver.objective_value) / SCALE / 3


def _bind(model: cp_model.CpModel, instance: Instance, services: list, start: list, goes: dict) -> None:
    for v, patient in enumerate(instance.patients):
        both = [s for s, (owner, _) in enumerate(services) if owner == v]
        if len(both) < 2:
            continue
        one, two = both
        for person in range(len(instance.caregivers)):
            if (one, person) in goes and (two, person) in goes:
                model.add_at_most_one(goes[one, person], goes[two, person])
        if patient.link == TOGETHER:
            model.add(start[one] == start[two])
        elif patient.link == AFTER:
            model.add(start[two] - start[one] >= round(patient.least * SCALE))
            if patient.most < END:
                model.add(start[two] - start[one] <= round(patient.most * SCALE))


@pytest.mark.parametrize("seed", range(5))
def test_a_small_day_is_planned_as_well_as_can_be_proved(seed: int) -> None:
    day = random_day(200 + seed, patients=4, caregivers=3)
    for patient in day["patients"]:  # whole thousandths, so that both reckon alike
        patient["location"] = [round(x) for x in patient["location"]]
        if patient.get("time_window"):
            patient["time_window"] = [None if x is None else round(x) for x in patient["time_window"]]
    instance = parse(day)
    answer, _ = published.plan(instance, Effort(steps=60_000), seed=1)
    assert answer["cost"] == pytest.approx(proved(instance), abs=0.002)


@pytest.mark.parametrize("name", ["InstanzCPLEX_HCSRP_10_1", "InstanzCPLEX_HCSRP_10_3"])
def test_a_published_day_of_ten_homes_is_planned_as_well_as_can_be_proved(name: str) -> None:
    instance = read(Path(__file__).parent / "hhcrsp" / f"{name}.json")
    answer, _ = published.plan(instance, Effort(steps=200_000), seed=1)
    assert answer["cost"] == pytest.approx(proved(instance), abs=0.002)
