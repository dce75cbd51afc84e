"""The office's planner: rules hard and soft, lunch and hours, what is left out and why, judged by the inspector."""

import time
from dataclasses import replace

import pytest

from bokjihub.engines.routes.compose import plan
from bokjihub.engines.routes.inspector import faults
from bokjihub.engines.routes.reasons import what_would_help, why_here
from bokjihub.engines.routes.roster import HARD, Call, Pin, Plan, Roster, Rule, Seat, Sex, Shift, Weights, Worker
from bokjihub.engines.routes.search import Effort
from bokjihub.engines.routes.travel import GreatCircle
from tests.engines.routes.offices import LEADS, OFFICE, ONE, TWO, near, office, worker

TRAVEL = GreatCircle()
SHORT = Effort(steps=4000)

pytestmark = pytest.mark.slow  # the first plan of a fresh machine compiles


def planned(roster: Roster, effort: Effort = SHORT, seed: int = 1) -> Plan:
    found = plan(roster, TRAVEL, effort, seed=seed)
    assert faults(roster, found, TRAVEL) == []
    return found


def goers(found: Plan, call: str) -> set[object]:
    return {r.worker for r in found.rounds for stop in r.stops if stop.call == call}


def start(found: Plan, call: str) -> int:
    return next(stop.start for r in found.rounds for stop in r.stops if stop.call == call)


def why(found: Plan) -> dict[object, Rule]:
    return {one.call: one.rule for one in found.left_out}


@pytest.mark.parametrize("seed", range(12))
def test_every_plan_of_a_random_office_passes_the_inspector(seed: int) -> None:
    planned(office(seed, homes=10 + 4 * seed, pairs=4 + 2 * seed, days=1 + seed % 3), seed=seed)


def test_a_real_day_is_planned_at_once_and_grows_better() -> None:
    roster = office(1)
    plan(office(2, homes=5, pairs=2), TRAVEL, Effort(steps=10))  # compiled before the clock runs
    heard: list[tuple[float, Plan]] = []
    begin = time.thread_time()
    found = plan(roster, TRAVEL, Effort(seconds=2.0), better=lambda p: heard.append((time.thread_time() - begin, p)))
    assert heard[0][0] < 1.0
    assert faults(roster, heard[0][1], TRAVEL) == []
    assert faults(roster, found, TRAVEL) == []
    assert found.price < heard[0][1].price
    assert len(found.left_out) <= len(heard[0][1].left_out)
    assert [p.price for _, p in heard] == sorted((p.price for _, p in heard), reverse=True)


def test_two_go_together_and_one_of_them_may_lead() -> None:
    found = planned(
        Roster((worker("kim"), worker("park", "volunteer", is_public=False)), (Call("a", near(1), 40, TWO),))
    )
    assert goers(found, "a") == {"kim", "park"}
    assert {stop.with_ for r in found.rounds for stop in r.stops} == {"kim", "park"}


def test_a_home_is_not_visited_by_its_kin_nor_over_lunch() -> None:
    roster = Roster(
        (worker("kim"), worker("lee")),
        (Call("a", near(1), 40, ONE, barred=frozenset({"kim"}), opens=700),),
    )
    found = planned(roster)
    assert goers(found, "a") == {"lee"}
    assert start(found, "a") >= 780  # 11:40 and forty minutes would run into lunch


def test_a_safety_note_takes_two_with_a_public_officer() -> None:
    volunteers = tuple(worker(name, "volunteer", is_public=False) for name in ("park", "choi"))
    any_two = (Seat(frozenset({"officer", "volunteer"})), Seat(frozenset({"officer", "volunteer"})))
    call = Call("a", near(1), 40, any_two, has_safety_note=True)
    assert why(planned(Roster(volunteers, (call,)))) == {"a": Rule.PUBLIC}
    assert "kim" in goers(planned(Roster((*volunteers, worker("kim")), (call,))), "a")
    assert why(planned(Roster((worker("kim"),), (replace(call, seats=ONE),)))) == {"a": Rule.PARTNER}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"is_trained": False}, Rule.TRAINED),
        ({"is_pledged": False}, Rule.PLEDGED),
        ({"role": "clerk"}, Rule.ROLE),
        ({"sex": Sex.MAN}, Rule.SEX),
    ],
)
def test_the_rule_that_keeps_everybody_away_is_named(change: dict[str, object], rule: Rule) -> None:
    call = Call("a", near(1), 40, ONE, sex=Sex.WOMAN)
    good = worker("kim", sex=Sex.WOMAN)
    assert why(planned(Roster((good,), (call,)))) == {}
    found = planned(Roster((replace(good, **change),), (call,)))  # type: ignore[arg-type]
    assert why(found) == {"a": rule}
    assert found.left_out[0].about == ("kim",)
    assert found.left_out[0].words


def test_a_soft_rule_costs_and_gives_way() -> None:
    call = Call("a", near(1), 40, ONE, sex=Sex.WOMAN)
    man = worker("kim", sex=Sex.MAN)
    soft = Weights(sex=50.0)
    assert goers(planned(Roster((man,), (call,), soft)), "a") == {"kim"}
    woman = worker("lee", sex=Sex.WOMAN)
    assert goers(planned(Roster((man, woman), (call,), soft)), "a") == {"lee"}


def test_when_time_runs_out_the_less_urgent_home_waits() -> None:
    short = worker("kim", begins=540, ends=640)
    calls = (Call("can-wait", near(0.2), 60, ONE, priority=4), Call("urgent", near(0.2), 60, ONE, priority=1))
    found = planned(Roster((short,), calls))
    assert goers(found, "urgent") == {"kim"}
    assert why(found) == {"can-wait": Rule.HOURS}


def test_pinned_homes_stay_and_the_rest_moves_as_little_as_it_can() -> None:
    roster = office(4, homes=24, pairs=10)
    before = planned(roster, Effort(steps=40_000))
    was = {call.key: tuple(sorted(goers(before, call.key))) for call in roster.calls}  # type: ignore[type-var, arg-type]
    pinned = next(call.key for call in roster.calls if was[call.key] and call.pin is None)
    sick = "volunteer7"
    calls = tuple(
        replace(call, was=was[call.key], pin=Pin(was[call.key], 0, start(before, call.key)))  # type: ignore[arg-type]
        if call.key == pinned and sick not in was[call.key]
        else replace(call, was=was[call.key])
        for call in roster.calls
    )
    today = replace(roster, workers=tuple(w for w in roster.workers if w.key != sick), calls=calls)
    after = planned(today, Effort(steps=40_000))
    assert goers(after, pinned) == set(was[pinned])  # type: ignore[arg-type]
    assert start(after, pinned) == start(before, pinned)  # type: ignore[arg-type]
    kept = [c for c in was if was[c] and sick not in was[c]]
    same = [c for c in kept if goers(after, c) == set(was[c])]  # type: ignore[arg-type]
    assert len(same) >= 0.8 * len(kept)
    # at eleven o'clock the nurse is still at the last home: the day goes on from there
    late = replace(today.workers[0], shifts=(Shift(0, 660, 1050, ((720, 780),), start=near(1)),))
    planned(replace(today, workers=(late, *today.workers[1:])), Effort(steps=4000))


def test_a_week_puts_urgent_homes_early_and_due_homes_in_time() -> None:
    shifts = tuple(Shift(day, 540, 660) for day in range(5))
    kim = Worker("kim", "officer", OFFICE, shifts)
    calls = tuple(Call(f"h{i}", near(0.3), 60, (Seat(LEADS),), priority=4) for i in range(4))
    calls += (Call("urgent", near(0.3), 60, ONE, priority=1), Call("due", near(0.3), 60, ONE, due=1, priority=3))
    found = planned(Roster((kim,), calls), Effort(steps=40_000))
    days = {stop.call: r.day for r in found.rounds for stop in r.stops}
    assert days["urgent"] == 0
    assert days["due"] <= 1


def test_the_inspector_sees_what_is_wrong() -> None:
    roster = Roster((worker("kim"), worker("lee")), (Call("a", near(1), 40, TWO), Call("b", near(2), 30, ONE)))
    good = planned(roster)
    by_two = [r for r in good.rounds if any(stop.call == "a" for stop in r.stops)]
    shifted = tuple(
        replace(
            r, stops=tuple(replace(s, start=s.start + 7, leave=s.leave + 7) if s.call == "a" else s for s in r.stops)
        )
        if r is by_two[0]
        else r
        for r in good.rounds
    )
    assert any("together" in fault for fault in faults(roster, replace(good, rounds=shifted), TRAVEL))
    assert any("once" in fault for fault in faults(roster, replace(good, rounds=()), TRAVEL))
    early = tuple(
        replace(r, stops=tuple(replace(s, start=540, leave=540 + 40) for s in r.stops if s.call == "a")) for r in by_two
    )
    assert any("reaches" in fault for fault in faults(roster, replace(good, rounds=early), TRAVEL))
    barred = replace(roster, calls=(replace(roster.calls[0], barred=frozenset({"kim"})), roster.calls[1]))
    assert any("kin" in fault for fault in faults(barred, good, TRAVEL))
    assert Weights().kin == HARD


def test_each_stop_says_why_it_stands_there() -> None:
    roster = Roster(
        (worker("kim"), worker("park", "volunteer", begins=600, is_public=False)),
        (
            Call("pair", near(0.5), 40, TWO, due=0),
            Call("fixed", near(1), 30, ONE, priority=1, because="예약한 방문", pin=Pin(("kim",), 0, 840)),
            Call("afternoon", near(1), 30, ONE, opens=960, closes=1080),
        ),
    )
    found = planned(roster)
    words = why_here(roster, found, TRAVEL, str)
    assert "기한이 이날" in words["pair", 0]
    assert any("park 님이" in one and "기다림" in one for one in words["pair", 0])
    assert words["fixed", 0][:2] == ("14:00로 고정", "예약한 방문")
    assert "16:00부터 집에 계심" in words["afternoon", 0]
    assert words["afternoon", 0][-1] == "앞과 같은 곳"


def test_a_home_left_out_says_what_would_let_it_in() -> None:
    short = worker("kim", begins=540, ends=640)
    calls = (Call("can-wait", near(0.2), 60, ONE, priority=4), Call("urgent", near(0.2), 60, ONE, priority=1))
    roster = Roster((short,), calls)
    found = planned(roster)
    assert what_would_help(roster, found, TRAVEL, found.left_out[0], str) == (
        "kim 님의 시간이 60분 더 있으면 담을 수 있습니다"
    )
    kin = Roster((short,), (replace(calls[0], barred=frozenset({"kim"})),))
    barred = planned(kin)
    assert what_would_help(kin, barred, TRAVEL, barred.left_out[0], str) == ""
