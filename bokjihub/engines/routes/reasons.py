"""왜 이 순서: what makes each home stand where it stands, and which single change would let a home in that was left out."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from bokjihub.engines.routes.compose import plan
from bokjihub.engines.routes.problem import TravelTime
from bokjihub.engines.routes.roster import Call, Key, LeftOut, Plan, Roster, Round, Rule, Stop
from bokjihub.engines.routes.search import Effort

Name = Callable[[Key], str]
_TRY = Effort(steps=6000)
_LONGER = (30, 60)


def why_here(roster: Roster, found: Plan, travel: TravelTime, name: Name) -> dict[tuple[Key, int], tuple[str, ...]]:
    """For each call and seat the reasons of its place, the strongest first."""
    calls = {call.key: call for call in roster.calls}
    reached = _reached(roster, found, travel)
    words = dict[tuple[Key, int], tuple[str, ...]]()
    for round_ in found.rounds:
        for stop in round_.stops:
            words[stop.call, stop.seat] = _reasons(calls[stop.call], round_, stop, reached, name)
    return words


def _reasons(call: Call, round_: Round, stop: Stop, reached: dict[tuple[Key, int], int], name: Name) -> tuple[str, ...]:
    found = list[str]()
    if call.pin is not None:
        found.append(f"{_clock(call.pin.at)}로 고정")
    if call.because:
        found.append(call.because)
    if call.due is not None and call.due <= round_.day:
        found.append("기한이 이날" if call.due == round_.day else "기한이 지남")
    mine, theirs = reached[stop.call, stop.seat], reached.get((stop.call, 1 - stop.seat))
    if theirs is not None and theirs > mine and stop.start >= theirs and stop.with_ is not None:
        found.append(f"{name(stop.with_)} 님이 {_clock(theirs)}에 와서 {theirs - mine}분 기다림")
    elif stop.start > mine and stop.start == call.opens:
        found.append(f"{_clock(call.opens)}부터 집에 계심")
    if stop.start > call.closes - call.minutes:
        found.append(f"집이 바라는 때보다 {stop.start - call.closes + call.minutes}분 늦음")
    found.append(f"앞에서 {stop.travel}분 거리" if stop.travel else "앞과 같은 곳")
    return tuple(found)


def _reached(roster: Roster, found: Plan, travel: TravelTime) -> dict[tuple[Key, int], int]:
    """When each person alone could stand at the door."""
    workers, calls = {one.key: one for one in roster.workers}, {one.key: one for one in roster.calls}
    times = dict[tuple[Key, int], int]()
    for round_ in found.rounds:
        worker = workers[round_.worker]
        shift = next(shift for shift in worker.shifts if shift.day == round_.day)
        here, free = shift.start or worker.office, shift.begins
        for stop in round_.stops:
            place = calls[stop.call].place
            times[stop.call, stop.seat] = free + (0 if here == place else ceil(round(travel.minutes(here, place), 6)))
            here, free = place, stop.leave + roster.weights.rest
    return times


def what_would_help(roster: Roster, found: Plan, travel: TravelTime, left: LeftOut, name: Name) -> str:
    """The smallest single change that lets this home in without pushing another out; empty when none of the tried does."""
    if left.rule != Rule.HOURS:
        return ""
    for minutes in _LONGER:
        for key in left.about:
            wider = _with_more_time(roster, key, minutes)
            if _lets_in(wider, found, travel, left):
                return f"{name(key)} 님의 시간이 {minutes}분 더 있으면 담을 수 있습니다"
    return ""


def _with_more_time(roster: Roster, key: Key, minutes: int) -> Roster:
    workers = tuple(
        replace(one, shifts=tuple(replace(shift, ends=shift.ends + minutes) for shift in one.shifts))
        if one.key == key
        else one
        for one in roster.workers
    )
    return replace(roster, workers=workers)


def _lets_in(roster: Roster, found: Plan, travel: TravelTime, left: LeftOut) -> bool:
    now = {one.call for one in plan(roster, travel, _TRY).left_out}
    return left.call not in now and now <= {one.call for one in found.left_out}


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
