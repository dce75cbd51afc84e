"""Nearest first, promised times, unknown places; judged by the independent check."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bokjihub.engines.routes.check import faults
from bokjihub.engines.routes.problem import Leg, Place, Route, Stop
from bokjihub.engines.routes.solve import DAY_BEGINS, nearest_first, route_of
from bokjihub.engines.routes.travel import GreatCircle, InSteps, great_circle_km

OFFICE = Place(35.4164, 127.3905)


class Straight:
    """One minute for each 0.001 degree: distances a person can add up."""

    def minutes(self, start: Place, end: Place) -> float:
        return (abs(start.latitude - end.latitude) + abs(start.longitude - end.longitude)) * 1000


def stop(key: str, *, off: int, minutes: int = 30, at: int | None = None) -> Stop:
    return Stop(key, Place(OFFICE.latitude + off / 1000, OFFICE.longitude), minutes, at)


def keys(order: tuple[Stop, ...]) -> list[object]:
    return [one.key for one in order]


def test_great_circle_from_namwon_to_jeonju_is_about_fifty_kilometres() -> None:
    assert great_circle_km(OFFICE, Place(35.8242, 127.1480)) == pytest.approx(50.4, abs=0.5)


def test_travel_is_longer_than_the_straight_line_and_nothing_to_the_same_door() -> None:
    travel = GreatCircle(detour=1.35, km_per_hour=24, fixed_minutes=3)
    far = Place(OFFICE.latitude + 0.01, OFFICE.longitude)
    assert travel.minutes(OFFICE, OFFICE) == 0
    assert travel.minutes(OFFICE, far) == pytest.approx(3 + 1.112 * 1.35 / 24 * 60, abs=0.01)


def test_the_nearest_home_comes_first_then_the_nearest_from_there() -> None:
    order = nearest_first(OFFICE, [stop("far", off=30), stop("near", off=5), stop("mid", off=12)], Straight())
    assert keys(order) == ["near", "mid", "far"]


def test_a_promised_time_is_kept_although_others_are_nearer() -> None:
    promised = stop("promised", off=40, at=DAY_BEGINS + 45)
    order = nearest_first(OFFICE, [stop("near", off=5), promised, stop("mid", off=12)], Straight())
    assert keys(order) == ["promised", "mid", "near"]
    assert route_of(OFFICE, order, Straight()).legs[0].late == 0


def test_a_near_home_is_done_on_the_way_when_the_promise_allows() -> None:
    order = nearest_first(OFFICE, [stop("promised", off=20, at=DAY_BEGINS + 120), stop("near", off=5)], Straight())
    assert keys(order) == ["near", "promised"]


def test_a_home_without_a_place_goes_last_and_is_counted() -> None:
    order = nearest_first(OFFICE, [Stop("nowhere", None, 30), stop("near", off=5)], Straight())
    route = route_of(OFFICE, order, Straight())
    assert keys(order) == ["near", "nowhere"]
    assert (route.unknown, route.legs[1].travel) == (1, None)


def test_an_own_order_is_told_how_late_it_comes() -> None:
    order = (stop("near", off=5, minutes=60), stop("promised", off=20, at=DAY_BEGINS + 30))
    assert route_of(OFFICE, order, Straight()).legs[1].late == 5 + 60 + 15 - 30


def test_the_way_back_is_part_of_the_travel() -> None:
    route = route_of(OFFICE, (stop("near", off=5), stop("far", off=30)), Straight())
    assert (route.back, route.travel) == (30, 60)
    assert route_of(OFFICE, (), Straight()).back is None


stops = st.lists(
    st.tuples(st.integers(-60, 60), st.integers(10, 90), st.none() | st.integers(9 * 60, 17 * 60), st.booleans()),
    max_size=9,
)


# Drawing a few integers is never slow; a loaded machine is.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stops)
def test_every_order_is_a_plan_and_misses_no_promise_that_going_there_directly_would_keep(
    rows: list[tuple[int, int, int | None, bool]],
) -> None:
    day = [
        Stop(key, Place(OFFICE.latitude + off / 1000, OFFICE.longitude) if known else None, minutes, at)
        for key, (off, minutes, at, known) in enumerate(rows)
    ]
    route = route_of(OFFICE, nearest_first(OFFICE, day, Straight()), Straight())
    assert faults(day, route) == []
    promises_only = route_of(OFFICE, sorted((s for s in day if s.at is not None), key=lambda s: s.at or 0), Straight())
    in_time = {leg.stop.key for leg in promises_only.legs if leg.late == 0}
    if len(in_time) == len(promises_only.legs):
        assert all(leg.late == 0 for leg in route.legs)


def test_the_check_sees_a_stop_left_out_and_a_leg_too_fast() -> None:
    day = [stop("near", off=5), stop("far", off=30)]
    whole = route_of(OFFICE, day, Straight())
    for broken in itertools.combinations(whole.legs, 1):
        assert faults(day, Route(broken, whole.back))
    first = whole.legs[0]
    fast = Route((first, Leg(day[1], 25, first.leave + 1, first.leave + 31)), 0)
    assert any("faster" in fault for fault in faults(day, fast))


def test_travel_in_steps_is_never_shorter_and_falls_on_fives() -> None:
    far, further = Place(OFFICE.latitude + 0.005, OFFICE.longitude), Place(OFFICE.latitude + 0.01, OFFICE.longitude)
    assert InSteps(Straight()).minutes(OFFICE, OFFICE) == 0
    assert InSteps(Straight()).minutes(OFFICE, far) == 5
    assert InSteps(GreatCircle()).minutes(OFFICE, further) == 10
