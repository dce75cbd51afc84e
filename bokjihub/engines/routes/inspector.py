"""An independent judge of office plans: from roster and plan alone, by its own reckoning of ways, times and rules."""

from collections import Counter
from itertools import pairwise
from math import ceil

from bokjihub.engines.routes.problem import Place, TravelTime
from bokjihub.engines.routes.roster import HARD, Call, Key, Plan, Roster, Round, Shift, Stop, Worker

DAY, NIGHT = 24 * 60, 11 * 60


def faults(roster: Roster, plan: Plan, travel: TravelTime) -> list[str]:
    """Every broken rule, in words; none: it is a plan. Being late at a home that will wait is no fault."""
    workers = {one.key: one for one in roster.workers}
    calls = {one.key: one for one in roster.calls}
    found = list[str]()
    seats: dict[Key, list[tuple[Round, Stop]]] = {}
    for one, times in Counter((r.worker, r.day) for r in plan.rounds).items():
        if times > 1:
            found.append(f"{one}: two rounds on one day")
    for round_ in plan.rounds:
        shift = next((s for s in workers[round_.worker].shifts if s.day == round_.day), None)
        if shift is None:
            found.append(f"{round_.worker}: not at work on day {round_.day}")
            continue
        found += _walk(workers[round_.worker], shift, round_, calls, travel, roster.weights.rest)
        for stop in round_.stops:
            seats.setdefault(stop.call, []).append((round_, stop))
    out = Counter(left.call for left in plan.left_out)
    for call in roster.calls:
        if (call.key in seats) + out[call.key] != 1:
            found.append(f"{call.key}: must be either planned or left out, once")
        if call.key in seats:
            found += _home(call, seats[call.key], workers, roster)
    return found + [fault for worker in roster.workers for fault in _week(worker, plan)]


def _week(worker: Worker, plan: Plan) -> list[str]:
    """Between the evening of one day and the morning of the next lies a night; nobody goes out on more days than agreed."""
    found = list[str]()
    mine = sorted((r for r in plan.rounds if r.worker == worker.key), key=lambda r: r.day)
    for one, two in pairwise(mine):
        night = (two.day - one.day) * DAY + two.stops[0].start - two.stops[0].travel - one.stops[-1].leave - one.back
        if night < NIGHT:
            found.append(f"{worker.key}: {night} minutes of rest between day {one.day} and day {two.day}")
    if worker.most_days is not None and len({r.day for r in mine}) > worker.most_days:
        found.append(f"{worker.key}: out on {len(mine)} days, at most {worker.most_days}")
    return found


def _walk(
    worker: Worker, shift: Shift, round_: Round, calls: dict[Key, Call], travel: TravelTime, rest: int
) -> list[str]:
    found = list[str]()
    here, free = shift.start or worker.office, shift.begins
    for number, stop in enumerate(round_.stops):
        call = calls[stop.call]
        reached = _arrival(shift, free + (rest if number else 0), _way(here, call.place, travel))
        if stop.start < reached:
            found.append(f"{worker.key}: begins at {call.key} at {stop.start}, reaches it at {reached}")
        if stop.leave != stop.start + call.minutes:
            found.append(f"{worker.key}: the stay at {call.key} has the wrong length")
        if any(stop.start < end and stop.leave > begin for begin, end in shift.closed):
            found.append(f"{worker.key}: at {call.key} in a closed time")
        here, free = call.place, stop.leave
    if _arrival(shift, free, _way(here, worker.office, travel)) > shift.ends:
        found.append(f"{worker.key}: back after the end of the day")
    return found


def _arrival(shift: Shift, leave: int, way: int) -> int:
    """Nobody travels in a closed time: the way goes on after it."""
    for begin, end in sorted(shift.closed):
        if leave < end and leave + way > begin:
            way -= max(0, begin - leave)
            leave = end
    return leave + way


def _way(a: Place, b: Place, travel: TravelTime) -> int:
    return 0 if a == b else ceil(round(travel.minutes(a, b), 6))


def _home(call: Call, taken: list[tuple[Round, Stop]], workers: dict[Key, Worker], roster: Roster) -> list[str]:
    found = list[str]()
    taken = sorted(taken, key=lambda one: one[1].seat)
    if [stop.seat for _, stop in taken] != list(range(len(call.seats))):
        return [f"{call.key}: {len(taken)} of {len(call.seats)} people"]
    people = [workers[round_.worker] for round_, _ in taken]
    days = {round_.day for round_, _ in taken}
    found += _times(call, taken, days)
    for one, seat in zip(people, call.seats, strict=True):
        if one.role not in seat.roles or not seat.skills <= one.skills:
            found.append(f"{call.key}: {one.key} has not the role or skill")
        found += _person(call, one, roster)
    return found + _together(call, people, roster)


def _times(call: Call, taken: list[tuple[Round, Stop]], days: set[int]) -> list[str]:
    found = list[str]()
    starts = [stop.start for _, stop in taken]
    if len(days) != 1 or (call.days is not None and not days <= call.days):
        found.append(f"{call.key}: on the wrong day")
    if days & call.beside:
        found.append(f"{call.key}: another service comes in the same week")
    if min(starts) < call.opens and call.pin is None:
        found.append(f"{call.key}: before it opens")
    if len(starts) == 2 and call.gap is None and starts[0] != starts[1]:
        found.append(f"{call.key}: the two do not come together")
    if len(starts) == 2 and call.gap and not call.gap[0] <= starts[1] - starts[0] <= call.gap[1]:
        found.append(f"{call.key}: {starts[1] - starts[0]} minutes between the two")
    if call.pin and (days != {call.pin.day} or starts[0] < call.pin.at):
        found.append(f"{call.key}: pinned to another time")
    return found


def _person(call: Call, one: Worker, roster: Roster) -> list[str]:
    found = list[str]()
    weights = roster.weights
    if one.key in call.barred and weights.kin == HARD:
        found.append(f"{call.key}: {one.key} is kin or a neighbour")
    if not one.is_trained and weights.trained == HARD:
        found.append(f"{call.key}: {one.key} is not trained")
    if not one.is_pledged and weights.pledged == HARD:
        found.append(f"{call.key}: the pledge of {one.key} has ended")
    if call.pin and one.key not in call.pin.workers:
        found.append(f"{call.key}: pinned to somebody else than {one.key}")
    return found


def _together(call: Call, people: list[Worker], roster: Roster) -> list[str]:
    found = list[str]()
    if len({one.key for one in people}) != len(people):
        found.append(f"{call.key}: one person in both seats")
    if call.has_safety_note and (len(people) < 2 or not any(one.is_public for one in people)):
        found.append(f"{call.key}: a safety note needs two, one of them a public officer")
    if call.sex and roster.weights.sex == HARD and call.sex not in {one.sex for one in people}:
        found.append(f"{call.key}: nobody of the sex asked for")
    if not call.skills <= frozenset[str]().union(*(one.skills for one in people)):
        found.append(f"{call.key}: nobody brings what the home needs")
    if call.bond and roster.weights.bond == HARD and not {one.key for one in people} & call.bond:
        found.append(f"{call.key}: nobody who came before")
    return found
