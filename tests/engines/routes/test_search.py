"""The compiled search: published days reach the published costs, random days give plans, sums stay true."""

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bokjihub.engines.routes import kernel, published
from bokjihub.engines.routes.build import tables_of
from bokjihub.engines.routes.hhcrsp import parse, read
from bokjihub.engines.routes.referee import judge
from bokjihub.engines.routes.search import Effort, search
from bokjihub.engines.routes.tables import empty_state
from tests.engines.routes.days import random_day

SHIPPED = Path(__file__).parent / "hhcrsp"
with (SHIPPED / "best_known.csv").open() as table:
    BEST = {row["instance"]: float(row["best_known_cost"]) for row in csv.DictReader(table)}

pytestmark = pytest.mark.slow  # the first test of a fresh machine compiles


def solved(day: dict[str, Any], steps: int, seed: int = 1) -> dict[str, Any]:
    return published.plan(parse(day), Effort(steps=steps), seed=seed)[0]


@pytest.mark.parametrize(
    ("name", "steps", "gap"),
    [
        ("InstanzCPLEX_HCSRP_10_1", 200_000, 0.0),
        ("InstanzCPLEX_HCSRP_10_3", 200_000, 0.0),
        ("InstanzCPLEX_HCSRP_25_1", 1_000_000, 0.0),
        ("InstanzCPLEX_HCSRP_50_4", 3_000_000, 0.03),
        ("InstanzVNS_HCSRP_100_2", 3_000_000, 0.05),
    ],
)
def test_published_days_come_close_to_the_best_published_cost(name: str, steps: int, gap: float) -> None:
    path = SHIPPED / f"{name}.json"
    answer, _ = published.plan(read(path), Effort(steps=steps), seed=1)
    verdict = judge(json.loads(path.read_text()), answer)
    assert verdict.faults == []
    assert verdict.cost == pytest.approx(answer["cost"], abs=1e-6)
    # the published figures are rounded to three decimals or two
    assert verdict.cost <= BEST[name] * (1 + gap) + 0.01


@pytest.mark.parametrize("seed", range(40))
def test_any_random_day_gives_a_plan_the_referee_passes(seed: int) -> None:
    day = random_day(seed, patients=2 + seed % 19, caregivers=2 + seed % 6)
    answer = solved(day, 4000, seed)
    verdict = judge(day, answer)
    assert verdict.faults == []
    assert verdict.cost == pytest.approx(answer["cost"], abs=1e-6)


def test_the_same_seed_gives_the_same_plan_and_another_seed_its_own() -> None:
    day = random_day(5, patients=30, caregivers=6)
    plans = [solved(day, 20_000, seed) for seed in (7, 7, 8)]
    for plan in plans:
        plan.pop("seconds")
    assert plans[0] == plans[1]
    assert plans[0]["routes"] != plans[2]["routes"]


@pytest.mark.parametrize("seed", range(12))
def test_sums_kept_along_the_way_equal_sums_made_afresh(seed: int) -> None:
    tables = tables_of(parse(random_day(100 + seed, patients=25, caregivers=5)))
    state = empty_state(tables, seed)
    kernel.first_plan(tables, state)
    for heat in (300.0, 30.0, 3.0, 0.1):
        carried = kernel.anneal(tables, state, 3000, heat, heat * 0.5)
        afresh = kernel.reckon(tables, state)
        assert carried == pytest.approx(afresh, rel=1e-9, abs=1e-6)
        assert afresh == pytest.approx(state.sums[kernel.COST], rel=1e-9)


def test_a_minute_of_waiting_delays_the_partner_and_all_who_wait_for_them() -> None:
    """Two homes in a row bound by partners: reckoned by hand."""
    day = {
        "depot": [0, 0],
        "caregivers": [{"id": "a", "abilities": ["x"]}, {"id": "b", "abilities": ["y"]}],
        "patients": [
            {
                "id": "one",
                "location": [10, 0],
                "time_window": [5, 20],
                "required_caregivers": [{"service": "x", "duration": 5}, {"service": "y", "duration": 15}],
                "synchronization": {"type": "simultaneous"},
            },
            {
                "id": "two",
                "location": [20, 0],
                "time_window": [0, 30],
                "required_caregivers": [{"service": "x", "duration": 5}, {"service": "y", "duration": 5}],
                "synchronization": {"type": "sequential", "distance": [0, 4]},
            },
        ],
    }
    answer = solved(day, 2000)
    # both at "one" at 10; b leaves at 25, reaches "two" at 35, five late; a may begin there no earlier than 31, one late
    starts = {(s["patient"], s["service"]): s["start"] for r in answer["routes"] for s in r["stops"]}
    assert starts == {("one", "x"): 10, ("one", "y"): 10, ("two", "x"): 31, ("two", "y"): 35}
    assert answer["cost"] == pytest.approx((40 + 40 + 1 + 5 + 5) / 3)


def test_seconds_are_cpu_seconds_of_all_walks_together() -> None:
    tables = tables_of(parse(random_day(3, patients=40, caregivers=8)))
    found = search(tables, Effort(seconds=0.6), seed=1, walks=2)
    assert 0.4 < found.seconds < 0.9
    assert math.isfinite(found.cost)


def test_nobody_is_on_two_routes_and_keys_rise_along_each() -> None:
    tables = tables_of(parse(random_day(11, patients=30, caregivers=6)))
    found = search(tables, Effort(steps=20_000), seed=2, walks=1)
    for person in range(tables.people):
        mine = np.flatnonzero(found.person == person)
        mine = mine[np.argsort(found.start[mine], kind="stable")]
        assert len({int(tables.visit[s]) for s in mine}) == len(mine)
        assert np.all(np.diff(found.start[mine]) >= 0)


# ── the referee must see what is wrong ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda a: a["routes"][0]["stops"].pop(), "missing"),
        (lambda a: a["routes"][0]["stops"][0].update(start=0.0), "begins|before"),
        (lambda a: a["routes"][0]["stops"].append(a["routes"][0]["stops"][0]), "twice"),
        (lambda a: a["routes"][0].update(caregiver="c9"), "no such"),
        (lambda a: a["routes"][0]["stops"].reverse(), "earliest"),
    ],
)
def test_the_referee_names_the_fault(spoil: Any, word: str) -> None:
    import re

    path = SHIPPED / "InstanzCPLEX_HCSRP_10_1.json"
    answer, _ = published.plan(read(path), Effort(steps=5000), seed=1)
    day = json.loads(path.read_text())
    answer["routes"].sort(key=lambda route: -len(route["stops"]))
    assert judge(day, answer).faults == []
    spoil(answer)
    assert any(re.search(word, fault) for fault in judge(day, answer).faults)


def test_the_referee_sees_partners_who_come_apart_and_people_who_cannot() -> None:
    path = SHIPPED / "InstanzCPLEX_HCSRP_10_1.json"
    day = json.loads(path.read_text())
    answer, _ = published.plan(read(path), Effort(steps=5000), seed=1)
    late = json.loads(json.dumps(answer))
    for route in late["routes"]:
        for stop in route["stops"]:
            if (stop["patient"], stop["service"]) == ("p8", "s5"):
                stop["start"] += 1000
    assert any("not the same" in fault for fault in judge(day, late).faults)
    answer["routes"][0]["caregiver"], answer["routes"][1]["caregiver"] = "c2", "c1"
    assert any("cannot do" in fault for fault in judge(day, answer).faults)
