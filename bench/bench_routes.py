"""Pair visits: published days beside the best published costs, plain days beside PyVRP and OR-Tools, a real office day and week.

Short: two days a class (of those there are), 20 CPU s each. `BOKJIHUB_BENCH=full`: all days, 5 seeds, 60 CPU s each.
`BOKJIHUB_HHCRSP=FOLDER` names a folder with `instances/*.json` and `best_known.csv`; without it the few days shipped with the
tests. Every plan is judged by the independent referee. Seconds are CPU seconds over all threads; compiling is not counted.
"""
# ruff: noqa: E402 the checkout is put on the path before it is imported

import csv
import json
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np

from bokjihub.engines.routes import compose, inspector, published
from bokjihub.engines.routes.build import assemble
from bokjihub.engines.routes.hhcrsp import read
from bokjihub.engines.routes.referee import judge
from bokjihub.engines.routes.search import AND_AGAIN, Effort, search, warm_up
from bokjihub.engines.routes.travel import GreatCircle
from tests.engines.routes.offices import office

FULL = os.environ.get("BOKJIHUB_BENCH") == "full"
SECONDS = float(os.environ.get("SECONDS", "60" if FULL else "20"))
PLAIN_SECONDS = float(os.environ.get("PLAIN_SECONDS", "30" if FULL else "8"))
SEEDS = range(1, 6 if FULL else 2)
BARS = {10: 0.0, 25: 0.0, 50: 0.0, 75: 0.5, 100: 0.5, 200: 3.0, 300: 3.0}


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 a command that reports


def main() -> int:
    say(f"compiled and ready after {warm_up():.1f} CPU s (not counted)")
    kept = [published_days(), plain_days(), real_days(), real_week()]
    return 0 if all(kept) else 1


def published_days() -> bool:
    folder = Path(os.environ.get("BOKJIHUB_HHCRSP", ROOT / "tests/engines/routes/hhcrsp"))
    with (folder / "best_known.csv").open(encoding="utf-8") as table:
        best = {row["instance"]: float(row["best_known_cost"]) for row in csv.DictReader(table)}
    gaps: dict[int, list[float]] = defaultdict(list)
    for path in _chosen(folder, best):
        document, instance = json.loads(path.read_text("utf-8")), read(path)
        for seed in SEEDS:
            answer, _ = published.plan(instance, Effort(seconds=SECONDS), seed=seed)
            verdict = judge(document, answer)
            assert not verdict.faults, verdict.faults
            gap = 100 * (verdict.cost / best[path.stem] - 1)
            # three decimals are published, two in places: a difference below is none
            gaps[len(instance.patients)].append(0.0 if _is_the_published(verdict.cost, best[path.stem]) else gap)
            say(
                f"{path.stem} seed {seed}: {verdict.cost:10.3f}  best published {best[path.stem]:10.3f}  gap {gap:+.2f} %"
            )
    kept = True
    for size, found in sorted(gaps.items()):
        mean, bar = statistics.mean(found), BARS.get(size, 3.0)
        kept = kept and mean <= bar + 1e-9
        say(
            f"  {size:3} homes: mean gap {mean:+.2f} %, worst {max(found):+.2f} %, bar {bar} % {'' if mean <= bar else 'MISSED'}"
        )
    everything = [gap for found in gaps.values() for gap in found]
    say(f"  all: mean gap {statistics.mean(everything):+.2f} % (goal 1 %)")
    return kept


def _is_the_published(cost: float, published: float) -> bool:
    """The same cost as far as it was printed: some were published with one place (10_2: 246.6, proven 246.627)."""
    places = len(str(published).partition(".")[2])
    return abs(cost - published) < 0.01 or round(cost, places) == published


def _chosen(folder: Path, best: dict[str, float]) -> list[Path]:
    """All days, or two of each size."""
    where = folder / "instances" if (folder / "instances").is_dir() else folder
    by_size: dict[int, list[Path]] = defaultdict(list)
    for path in sorted(where.glob("*.json")):
        size = re.search(r"_(\d+)_\d+$", path.stem)
        if path.stem in best and size:
            by_size[int(size[1])].append(path)
    return [path for size in sorted(by_size) for path in (by_size[size] if FULL else by_size[size][:2])]


def plain_days() -> bool:
    """Windows, no pairs: travel alone counts and nobody may be late; the same seconds for all three."""
    ours, others = [], {"PyVRP": [], "OR-Tools": []}
    for seed in (1, 2, 3):
        day = Plain(seed)
        own = day.ours()
        ours.append(own)
        for name, found in (("PyVRP", day.pyvrp()), ("OR-Tools", day.ortools())):
            others[name].append(found)
        say(f"plain day {seed}: ours {own:.1f}  PyVRP {others['PyVRP'][-1]:.1f}  OR-Tools {others['OR-Tools'][-1]:.1f}")
    for name, found in others.items():
        gap = 100 * (statistics.mean(a / b for a, b in zip(ours, found, strict=True)) - 1)
        say(f"  beside {name}: {gap:+.2f} % (bar for PyVRP 2 %)")
    return statistics.mean(a / b for a, b in zip(ours, others["PyVRP"], strict=True)) <= 1.02


class Plain:
    """100 homes, 12 people of equal skill, windows of two hours, travel in hundredths of a minute."""

    def __init__(self, seed: int, homes: int = 100, people: int = 12) -> None:
        chance = random.Random(seed)  # noqa: S311 a measurement, repeated alike
        self.people, self.stay, self.end = people, 14, 700
        self.places = [(50.0, 50.0)] + [(chance.uniform(0, 100), chance.uniform(0, 100)) for _ in range(homes)]
        self.opens = [0] + [chance.randint(60, 470) for _ in range(homes)]
        self.seed = seed
        points = np.array(self.places)
        self.way = np.round(np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1)) * 100) / 100

    def ours(self) -> float:
        homes = len(self.places) - 1
        tables = assemble(
            travel=self.way,
            visit_of=list(range(homes)),
            service_place=list(range(1, homes + 1)),
            minutes=np.full(homes, float(self.stay)),
            link=[0] * homes,
            least=[0.0] * homes,
            most=[float("inf")] * homes,
            opens=np.array(self.opens[1:], dtype=float),
            closes=np.array(self.opens[1:], dtype=float) + 120,
            fit=np.zeros((homes, self.people)),
            homes=[0] * self.people,
            prices=(1.0, 50.0, 0.0, 0.0),
        )
        # In rounds, as for published days: one walk of a single round now and then ends in a valley.
        found = search(tables, Effort(seconds=PLAIN_SECONDS), seed=self.seed, walks=1, rounds=AND_AGAIN)
        travel = 0.0
        for person in range(self.people):
            stops = sorted((found.start[s], s + 1) for s in np.flatnonzero(found.person == person))
            here, free = 0, 0.0
            for start, place in stops:
                assert start >= free + self.way[here, place] - 1e-6
                assert self.opens[place] - 1e-6 <= start <= self.opens[place] + 120 + 1e-6
                travel += self.way[here, place]
                here, free = place, start + self.stay
            travel += self.way[here, 0]
        return float(travel)

    def pyvrp(self) -> float:
        from pyvrp import Model
        from pyvrp.stop import MaxRuntime

        model = Model()
        spots = [model.add_location(x, y) for x, y in self.places]
        depot = model.add_depot(spots[0])
        model.add_vehicle_type(self.people, start_depot=depot, end_depot=depot)
        for spot, opens in zip(spots[1:], self.opens[1:], strict=True):
            model.add_client(spot, service_duration=self.stay * 100, tw_early=opens * 100, tw_late=(opens + 120) * 100)
        for i, a in enumerate(spots):
            for j, b in enumerate(spots):
                model.add_edge(a, b, round(self.way[i, j] * 100), round(self.way[i, j] * 100))
        # its clock is the wall: wait until it has had its share of the processor
        begin, before = time.process_time(), time.perf_counter()
        model.solve(MaxRuntime(0.5), seed=self.seed, display=False)
        share = (time.process_time() - begin) / (time.perf_counter() - before)
        result = model.solve(MaxRuntime(PLAIN_SECONDS / max(share, 0.05)), seed=self.seed, display=False)
        return float(result.cost()) / 100

    def ortools(self) -> float:
        from ortools.constraint_solver import pywrapcp, routing_enums_pb2

        way = np.round(self.way * 100).astype(int).tolist()
        manager = pywrapcp.RoutingIndexManager(len(way), self.people, 0)
        routing = pywrapcp.RoutingModel(manager)
        distance = routing.RegisterTransitCallback(lambda a, b: way[manager.IndexToNode(a)][manager.IndexToNode(b)])
        routing.SetArcCostEvaluatorOfAllVehicles(distance)

        def clock(a: int, b: int) -> int:
            here = manager.IndexToNode(a)
            return way[here][manager.IndexToNode(b)] + (self.stay * 100 if here else 0)

        routing.AddDimension(routing.RegisterTransitCallback(clock), 100_000, 100_000, False, "time")
        times = routing.GetDimensionOrDie("time")
        for place, opens in enumerate(self.opens):
            if place:
                times.CumulVar(manager.NodeToIndex(place)).SetRange(opens * 100, (opens + 120) * 100)
        asked = pywrapcp.DefaultRoutingSearchParameters()
        asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        asked.time_limit.FromMilliseconds(int(PLAIN_SECONDS * 1000))
        found = routing.SolveWithParameters(asked)
        return found.ObjectiveValue() / 100 if found else float("inf")


def real_days() -> bool:
    """8 staff, 60 visits, 25 of them by two: the first plan within a second, a good one within ten."""
    kept = True
    for seed in (1, 2):
        roster, heard = office(seed), list[tuple[float, float, int]]()
        begin = time.process_time()
        plan = compose.plan(
            roster,
            GreatCircle(),
            Effort(seconds=10.0),
            walks=2,
            better=lambda p, begin=begin, heard=heard: heard.append(
                (time.process_time() - begin, p.price, len(p.left_out))
            ),
        )
        assert inspector.faults(roster, plan, GreatCircle()) == []
        at, price, out = heard[0]
        first = f"office day {seed}: first plan {at:.2f} CPU s (price {price:.0f}, {out} left out)"
        soon = next(one for one in heard if one[1] <= plan.price * 1.02)
        say(
            f"{first}; within 2 % of the last after {soon[0]:.1f} s; at 10 s {plan.price:.0f}, {len(plan.left_out)} left out"
        )
        kept = kept and at < 1.0
    return kept


def real_week() -> bool:
    """Five days of 8 staff, 200 visits, 80 of them by two: the first proposal within 5 s, a good one within 30."""
    roster, heard = office(1, homes=200, pairs=80, days=5), list[tuple[float, float, int]]()
    begin = time.process_time()
    plan = compose.plan(
        roster,
        GreatCircle(),
        Effort(seconds=30.0),
        walks=1,
        better=lambda p: heard.append((time.process_time() - begin, p.price, len(p.left_out))),
    )
    assert inspector.faults(roster, plan, GreatCircle()) == []
    at, price, out = heard[0]
    good = next(one for one in heard if one[1] <= plan.price * 1.02)
    say(f"office week: first plan {at:.2f} CPU s (price {price:.0f}, {out} left out)")
    say(f"  within 2 % of the last after {good[0]:.1f} s; at 30 s {plan.price:.0f}, {len(plan.left_out)} left out")
    return at < 5.0


if __name__ == "__main__":
    sys.exit(main())
