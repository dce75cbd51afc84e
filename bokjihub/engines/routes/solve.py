"""Nearest first from the office, keeping promised times; and the legs of any given order."""

from collections.abc import Sequence
from math import ceil

from bokjihub.engines.routes.problem import Leg, Place, Route, Stop, TravelTime

DAY_BEGINS = 9 * 60 + 30


def nearest_first(
    office: Place, stops: Sequence[Stop], travel: TravelTime, *, start: int = DAY_BEGINS
) -> tuple[Stop, ...]:
    """The order of a day: always the nearest free stop that makes no promised time later; unknown places last."""
    promised = sorted((stop for stop in stops if stop.at is not None), key=lambda stop: stop.at or 0)
    free = [stop for stop in stops if stop.at is None and stop.place is not None]
    here, now, order = office, start, list[Stop]()
    while promised or free:
        late = _lateness(here, now, promised, travel)
        fitting = [stop for stop in free if _lateness(here, now, [stop, *promised], travel) <= late]
        chosen = min(fitting, key=lambda stop: _minutes(here, stop.place, travel) or 0) if fitting else promised[0]
        (free if chosen.at is None else promised).remove(chosen)
        order.append(chosen)
        here, now = chosen.place or here, _leg(here, now, chosen, travel).leave
    return (*order, *(stop for stop in stops if stop.at is None and stop.place is None))


def route_of(office: Place, order: Sequence[Stop], travel: TravelTime, *, start: int = DAY_BEGINS) -> Route:
    """The legs of an order as it stands, whoever made it."""
    here, now, legs = office, start, list[Leg]()
    for stop in order:
        leg = _leg(here, now, stop, travel)
        legs.append(leg)
        here, now = stop.place or here, leg.leave
    return Route(tuple(legs), _minutes(here, office, travel) if legs else None)


def _leg(here: Place, now: int, stop: Stop, travel: TravelTime) -> Leg:
    way = _minutes(here, stop.place, travel)
    arrive = now + (way or 0)
    if stop.at is not None:
        arrive = max(arrive, stop.at)
    return Leg(stop, way, arrive, arrive + stop.minutes)


def _lateness(here: Place, now: int, order: Sequence[Stop], travel: TravelTime) -> int:
    return sum(leg.late for leg in route_of(here, order, travel, start=now).legs)


def _minutes(start: Place, end: Place | None, travel: TravelTime) -> int | None:
    # Rounded up to whole minutes, forgiving the last digits of a float.
    return None if end is None else ceil(round(travel.minutes(start, end), 6))
