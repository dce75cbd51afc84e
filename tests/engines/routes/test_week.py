"""A week planned at once: judged by a reckoning of its own, and small weeks proved by another method altogether."""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from bokjihub.engines.routes.compose import plan
from bokjihub.engines.routes.inspector import faults
from bokjihub.engines.routes.roster import Call, Key, Pin, Plan, Roster, Round, Rule, Seat, Shift, Weights, Worker
from bokjihub.engines.routes.search import Effort
from bokjihub.engines.routes.travel import GreatCircle
from tests.engines.routes.offices import LEADS, OFFICE, ONE, TWO, near, office

TRAVEL = GreatCircle()
NIGHT = 11 * 60

pytestmark = pytest.mark.slow


def week_of(seed: int, *, homes: int = 40) -> Roster:
    """Five days of the made-up office: windows that open midweek, deadlines, a market day, somebody away, few days a week."""
    chance = random.Random(seed)
    roster = office(seed, homes=homes, pairs=homes // 3, days=5)
    market = chance.randrange(5)
    workers = []
    for number, worker in enumerate(roster.workers):
        shifts = [replace(s, closed=(*s.closed, (600, 900))) if s.day == market else s for s in worker.shifts]
        if number % 3 == 0:
            shifts.pop(chance.randrange(5))
        workers.append(replace(worker, shifts=tuple(shifts), most_days=None if worker.is_public else 2))
    return replace(roster, workers=tuple(workers), calls=tuple(_in_the_week(call, chance) for call in roster.calls))


def _in_the_week(call: Call, chance: random.Random) -> Call:
    opens = chance.choice([0, 0, 0, 1, 2, 3])
    beside = frozenset({chance.randrange(5)}) if chance.random() < 0.2 else frozenset()
    return replace(
        call, days=frozenset(range(opens, 5)), beside=beside, due=chance.choice([None, 0, 1, 3, 4, 9]), pin=None
    )


def judged(roster: Roster, found: Plan) -> list[str]:
    """Faults of a whole week, reckoned here: who is where when, night after night, home by home."""
    said = list[str]()
    shifts = {(w.key, s.day): s for w in roster.workers for s in w.shifts}
    calls = {call.key: call for call in roster.calls}
    visits: dict[Key, list[tuple[int, int, Key]]] = defaultdict(list)
    days: dict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for round_ in found.rounds:
        shift = shifts.get((round_.worker, round_.day))
        if shift is None:
            said.append(f"{round_.worker} is not there on day {round_.day}")
            continue
        said += _walked(round_, shift, calls, roster.weights.rest)
        home = round_.stops[-1].leave + round_.back
        days[round_.worker].append((round_.day, round_.stops[0].start - round_.stops[0].travel, home))
        for stop in round_.stops:
            visits[stop.call].append((round_.day, stop.start, round_.worker))
    for worker in roster.workers:
        said += _nights(worker, sorted(days[worker.key]))
    left = {one.call for one in found.left_out}
    return said + [fault for call in roster.calls for fault in _at_the_door(call, visits[call.key], call.key in left)]


def _walked(round_: Round, shift: Shift, calls: dict[Key, Call], rest: int) -> list[str]:
    said, here, free = list[str](), OFFICE, shift.begins
    for stop in round_.stops:
        call = calls[stop.call]
        way = 0 if here == call.place else ceil(round(TRAVEL.minutes(here, call.place), 6))
        if stop.start < free + way:
            said.append(f"{round_.worker} cannot be at {stop.call}")
        if any(stop.start < end and stop.start + call.minutes > begin for begin, end in shift.closed):
            said.append(f"{round_.worker} is at {stop.call} in a closed time")
        here, free = call.place, stop.start + call.minutes + rest
    if free - rest + ceil(round(TRAVEL.minutes(here, OFFICE), 6)) > shift.ends:
        said.append(f"{round_.worker} is back after the end of day {round_.day}")
    return said


def _nights(worker: Worker, days: list[tuple[int, int, int]]) -> list[str]:
    said = list[str]()
    for (day, _, home), (after, morning, _) in pairwise(days):
        if (after - day) * 1440 + morning - home < NIGHT:
            said.append(f"{worker.key} has no night before day {after}")
    if worker.most_days is not None and len({day for day, *_ in days}) > worker.most_days:
        said.append(f"{worker.key} is out on {len(days)} days")
    return said


def _at_the_door(call: Call, came: list[tuple[int, int, Key]], is_left: bool) -> list[str]:
    said = list[str]()
    if is_left == bool(came) or len(came) not in (0, len(call.seats)):
        said.append(f"{call.key}: {len(came)} people")
    if came and (len({(day, at) for day, at, _ in came}) > 1 or len({who for *_, who in came}) < len(came)):
        said.append(f"{call.key}: not two people at one door together")
    if came and (came[0][0] not in (call.days or range(5)) or came[0][0] in call.beside):
        said.append(f"{call.key}: on day {came[0][0]}")
    return said


def day_of(found: Plan) -> dict[Key, int]:
    return {stop.call: round_.day for round_ in found.rounds for stop in round_.stops}


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.integers(8, 60))
def test_every_week_passes_a_reckoning_of_its_own(seed: int, homes: int) -> None:
    roster = week_of(seed, homes=homes)
    heard = list[Plan]()
    found = plan(roster, TRAVEL, Effort(steps=4000), seed=seed, better=heard.append)
    for one in (*heard[:1], found):
        assert judged(roster, one) == []
        assert faults(roster, one, TRAVEL) == []


def test_the_reckoning_sees_a_broken_week() -> None:
    roster = week_of(3)
    found = plan(roster, TRAVEL, Effort(steps=4000))
    longest = max(found.rounds, key=lambda r: len(r.stops))
    days = {s.day for w in roster.workers for s in w.shifts if w.key == longest.worker}
    twice = replace(longest, day=next(day for day in sorted(days) if day != longest.day))
    for wrong in (
        replace(found, rounds=tuple(r for r in found.rounds if r is not longest)),
        replace(found, rounds=(*found.rounds, twice)),
    ):
        assert judged(roster, wrong)
        assert faults(roster, wrong, TRAVEL)


def test_deadlines_are_kept_where_there_is_room() -> None:
    shifts = tuple(Shift(day, 570, 1050) for day in range(5))
    people = tuple(Worker(name, "officer", OFFICE, shifts) for name in ("kim", "lee"))
    chance = random.Random(5)
    calls = tuple(
        Call(f"h{n}", near(chance.gauss(0, 2), chance.gauss(0, 2)), 40, ONE, due=n % 6, priority=1 + n % 4)
        for n in range(30)
    )
    found = plan(Roster(people, calls), TRAVEL, Effort(steps=60_000))
    days = day_of(found)
    assert not found.left_out
    assert all(days[call.key] <= (call.due or 0) for call in calls if (call.due or 0) < 5)


def test_work_is_spread_over_people_and_days() -> None:
    """Forty homes far apart in nothing but name: nobody carries a day twice as full as another's."""
    shifts = tuple(Shift(day, 570, 1050) for day in range(5))
    people = tuple(Worker(f"p{n}", "officer", OFFICE, shifts) for n in range(2))
    calls = tuple(Call(f"h{n}", OFFICE, 60, ONE, priority=4) for n in range(40))
    weights = Weights(waiting_day=(0.0, 0.0, 0.0, 0.0))
    found = plan(Roster(people, calls, weights), TRAVEL, Effort(steps=60_000))
    load = [len(round_.stops) for round_ in found.rounds]
    assert sum(load) == 40
    assert (min(load), max(load), len(load)) == (4, 4, 10)


def test_the_plan_that_stands_is_kept_when_somebody_falls_ill_midweek() -> None:
    roster = week_of(8, homes=30)
    before = plan(roster, TRAVEL, Effort(steps=40_000))
    days = day_of(before)
    people = {k: tuple(r.worker for r in before.rounds for s in r.stops if s.call == k) for k in days}
    ill = roster.workers[1].key
    workers = tuple(w if w.key != ill else replace(w, shifts=w.shifts[:2]) for w in roster.workers)
    later = tuple(
        replace(w, shifts=tuple(s for s in w.shifts if s.day >= 2), most_days=None)
        for w in workers
        if w.shifts[-1].day >= 2
    )
    calls = tuple(
        replace(call, was=people[call.key], was_day=days[call.key])
        for call in roster.calls
        if days.get(call.key, -1) >= 2
    )
    after = plan(replace(roster, workers=later, calls=calls), TRAVEL, Effort(steps=40_000))
    now = day_of(after)
    untouched = [call.key for call in calls if ill not in people[call.key]]
    assert untouched
    same = [key for key in untouched if now.get(key) == days[key]]
    assert len(same) >= 0.85 * len(untouched)


def test_who_goes_out_on_few_days_keeps_a_day_that_is_fixed() -> None:
    shifts = tuple(Shift(day, 570, 1050) for day in range(5))
    officer = Worker("kim", "officer", OFFICE, shifts)
    neighbour = Worker("park", "volunteer", OFFICE, shifts, is_public=False, most_days=1)
    fixed = Call("fixed", near(1), 40, TWO, pin=Pin(("kim", "park"), 3, 600))
    others = tuple(Call(f"h{n}", near(1), 40, TWO, days=frozenset({n})) for n in range(3))
    found = plan(Roster((officer, neighbour), (fixed, *others)), TRAVEL, Effort(steps=4000))
    assert day_of(found) == {"fixed": 3}
    assert {one.rule for one in found.left_out} <= {Rule.HOURS, Rule.AWAY, Rule.PARTNER}


# ── small weeks proved ───────────────────────────────────────────────────────────────────────────────────────────────
PROVED = Weights(fair=0.0, rest=0)


def small_week(seed: int) -> Roster:
    """Two people, three short days, six homes: more than fits near the deadlines, so that days must be weighed."""
    chance = random.Random(seed)
    shifts = tuple(Shift(day, 600, chance.choice([690, 720])) for day in range(3))
    people = tuple(Worker(name, "officer", OFFICE, shifts) for name in ("kim", "lee"))
    calls = tuple(
        Call(
            f"h{n}", near(chance.uniform(-4, 4), chance.uniform(-4, 4)), chance.choice([30, 40, 50]),
            (Seat(LEADS), Seat(LEADS)) if n < 2 else ONE,
            days=frozenset(range(chance.choice([0, 0, 1]), 3)), due=chance.choice([None, 0, 1, 2]), priority=chance.randint(2, 4),
        )
        for n in range(6)
    )  # fmt: skip
    return Roster(people, calls, PROVED)


def proved(roster: Roster) -> float:
    """The least price of a week of plain homes, proved: travel, days waited, deadlines passed, homes left out."""
    model = cp_model.CpModel()
    columns = [(w.key, s) for w in roster.workers for s in w.shifts]
    services = [(call, seat) for call in roster.calls for seat in range(len(call.seats))]
    start = {call.key: model.new_int_var(0, 1440, "") for call in roster.calls}
    out = {call.key: model.new_bool_var("") for call in roster.calls}
    goes, price = {}, []

    def way(a: Call | None, b: Call | None) -> int:
        one, two = a.place if a else OFFICE, b.place if b else OFFICE
        return 0 if one == two else ceil(round(TRAVEL.minutes(one, two), 6))

    for c, (_, shift) in enumerate(columns):
        stays_home, arcs = model.new_bool_var(""), []
        arcs.append((0, 0, stays_home))
        for s, (call, _) in enumerate(services):
            goes[s, c] = model.new_bool_var("")
            arcs.append((s + 1, s + 1, ~goes[s, c]))
            model.add_implication(goes[s, c], ~stays_home)
            if shift.day not in (call.days or ()):
                model.add(goes[s, c] == 0)
            for before, (other, _) in [(-1, (None, 0)), *enumerate(services)]:
                if before == s:
                    continue
                arc = model.new_bool_var("")
                arcs.append((before + 1, s + 1, arc))
                price.append(way(other, call) * arc)
                free = shift.begins if other is None else start[other.key] + other.minutes
                model.add(start[call.key] >= free + way(other, call)).only_enforce_if(arc)
            back = model.new_bool_var("")
            arcs.append((s + 1, 0, back))
            price.append(way(call, None) * back)
            model.add(start[call.key] + call.minutes + way(call, None) <= shift.ends).only_enforce_if(back)
        model.add_circuit(arcs)
    price += _bound(model, roster, columns, services, goes, out)
    model.minimize(sum(price))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 60
    assert solver.solve(model) == cp_model.OPTIMAL
    return float(solver.objective_value)


def _bound(model: cp_model.CpModel, roster: Roster, columns: list, services: list, goes: dict, out: dict) -> list:
    """Each home by its people on one day or left out; what the day it gets costs."""
    price, weights, days = list[object](), roster.weights, {shift.day for _, shift in columns}
    for call in roster.calls:
        mine = [s for s, (one, _) in enumerate(services) if one is call]
        for s in mine:
            model.add(sum(goes[s, c] for c in range(len(columns))) + out[call.key] == 1)
        for c, (_, shift) in enumerate(columns):
            late = weights.overdue if call.due is not None and shift.day > call.due else 0
            waits = weights.waiting_day[call.priority - 1] * shift.day
            price.append(round(late + waits) * goes[mine[0], c])
            model.add_at_most_one(goes[s, c] for s in mine)
        for day in days if len(mine) == 2 else ():
            here = [c for c, (_, shift) in enumerate(columns) if shift.day == day]
            model.add(sum(goes[mine[0], c] for c in here) == sum(goes[mine[1], c] for c in here))
        overdue = weights.overdue if call.due is not None and call.due <= max(days) else 0
        price.append(round(weights.urgent[call.priority - 1] + overdue) * out[call.key])
    return price


@pytest.mark.parametrize("seed", range(4))
def test_a_small_week_is_planned_as_well_as_can_be_proved(seed: int) -> None:
    roster = small_week(seed)
    least = proved(roster)
    plans = [plan(roster, TRAVEL, Effort(steps=60_000), seed=walk) for walk in range(1, 5)]
    assert all(judged(roster, found) == [] for found in plans)
    assert min(found.price for found in plans) == pytest.approx(least, abs=0.5)
    assert max(found.price for found in plans) <= 1.02 * least
