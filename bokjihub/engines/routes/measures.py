"""What a plan is worth in things an officer can weigh: homes reached, lateness, time on the road, a fair load, known faces."""

from dataclasses import dataclass

from bokjihub.engines.routes.roster import Call, Key, Plan, Roster


@dataclass(frozen=True)
class Measures:
    """The figures of one plan. Minutes are whole; a home is counted once however many go."""

    placed: int
    left: int
    left_urgent: int
    overdue: int
    late: int
    latest: int
    travel: int
    busiest: int
    least: int
    again: int
    known: int
    changed: int

    @property
    def spread(self) -> int:
        """Minutes between who has most to do and who has least, of those who go out."""
        return self.busiest - self.least


def measures(roster: Roster, plan: Plan) -> Measures:
    """Count what the plan does for the homes and to the people."""
    calls = {call.key: call for call in roster.calls}
    goers: dict[Key, set[Key]] = {}
    start: dict[Key, tuple[int, int]] = {}
    load: dict[Key, int] = {}
    for round_ in plan.rounds:
        load[round_.worker] = load.get(round_.worker, 0) + round_.back
        for stop in round_.stops:
            goers.setdefault(stop.call, set()).add(round_.worker)
            start[stop.call] = (round_.day, max(stop.start, start.get(stop.call, (0, 0))[1]))
            load[round_.worker] += stop.travel + calls[stop.call].minutes
    late = [_late(calls[key], at) for key, (_, at) in start.items()]
    known = [key for key in start if calls[key].bond]
    left = [calls[one.call] for one in plan.left_out]
    last = max((shift.day for worker in roster.workers for shift in worker.shifts), default=0)
    return Measures(
        placed=len(start),
        left=len(left),
        left_urgent=sum(call.priority <= 2 for call in left),
        overdue=sum(_is_overdue(calls[key], day) for key, (day, _) in start.items())
        + sum(call.due is not None and call.due <= last for call in left),
        late=sum(late),
        latest=max(late, default=0),
        travel=plan.travel,
        busiest=max(load.values(), default=0),
        least=min(load.values(), default=0),
        again=sum(bool(goers[key] & calls[key].bond) for key in known),
        known=len(known),
        changed=sum(bool(calls[key].was) and goers[key] != set(calls[key].was) for key in start),
    )


def _late(call: Call, at: int) -> int:
    if call.pin is not None:
        return max(0, at - call.pin.at)
    return max(0, at - max(call.opens, call.closes - call.minutes))


def _is_overdue(call: Call, day: int) -> bool:
    return call.due is not None and day > call.due
