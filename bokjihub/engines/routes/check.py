"""An independent judge of an order: says what is wrong with it, in terms of the problem alone."""

from collections import Counter
from collections.abc import Sequence

from bokjihub.engines.routes.problem import Route, Stop


def faults(stops: Sequence[Stop], route: Route) -> list[str]:
    """Why `route` is no plan for `stops`; empty when it is one. Lateness is a fact of the day, not a fault."""
    found = []
    if Counter(stop.key for stop in stops) != Counter(leg.stop.key for leg in route.legs):
        found.append("the stops are not each visited once")
    before = 0
    for leg in route.legs:
        if leg.arrive < before + (leg.travel or 0):
            found.append(f"{leg.stop.key}: reached faster than the way takes")
        if leg.stop.at is not None and leg.arrive < leg.stop.at:
            found.append(f"{leg.stop.key}: reached before the promised time")
        if leg.leave != leg.arrive + leg.stop.minutes:
            found.append(f"{leg.stop.key}: the stay has the wrong length")
        before = leg.leave
    return found
