"""The planner's job: reads a proposal, seeks outside of any transaction, writes each better plan in one of its own."""

import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.engines.routes.roster import Key, LeftOut, Plan, Roster, Rule, Weights
from bokjihub.engines.routes.travel import GreatCircle
from bokjihub.visits.actions.board import fail_plan, write_plan
from bokjihub.visits.actions.weights import keep_comparison
from bokjihub.visits.gather import gather
from bokjihub.visits.models import DayPlan, PlanWeights
from bokjihub.visits.queries.roster import beside_notes, roster_of
from bokjihub.visits.queries.to_plan import goers_of, lines_of
from bokjihub.visits.queries.weights import figures, ways_near, ways_of, weights_of

SECONDS, OF_A_WEEK = 8.0, 24.0  # at most
A_HOME, LEAST = 0.13, 2.0  # seconds a home is worth: who has ten homes does not wait as for two hundred
PAUSE = 1.0  # between two writings while somebody looks
HELPED = 5  # homes a day leaves out for which a way in is sought; a week has other days to offer


def seek_plan(plan_id: UUID, city_id: UUID, *, seconds: float | None = None) -> None:
    """Seek for some CPU seconds; whoever looks at the board sees better plans arrive."""
    actor = job_actor("방문 계획", city=Area.objects.get(id=city_id))
    with acting_as(actor):
        plan = DayPlan.objects.select_related("team__seat").filter(id=plan_id, state=DayPlan.State.SEEKING).first()
        if plan is None:
            return
        roster, names = roster_of(plan), _names(plan)
        notes, ways = beside_notes(plan), ways_near(plan.team.seat)
    try:
        _seek(plan, roster, names, notes, ways, actor, seconds or effort_for(len(roster.calls), is_week=plan.is_week))
    except Exception:
        with acting_as(actor):
            fail_plan(plan=plan, by=actor)
        raise


def effort_for(homes: int, *, is_week: bool) -> float:
    """CPU seconds a plan of so many homes is sought."""
    return min(OF_A_WEEK if is_week else SECONDS, max(LEAST, A_HOME * homes))


def compare_weights(weights_id: UUID, *, seconds: float = SECONDS / 2) -> None:
    """The day tried, planned by the weights that stand and by the new ones with the same effort each."""
    row = PlanWeights.objects.select_related("city", "team__seat").get(id=weights_id)
    actor = job_actor("방문 계획", city=row.city)
    if row.state != PlanWeights.State.TRYING:
        return
    result: dict[str, object] | None = None
    try:
        with acting_as(actor):
            roster, names = _day_as_it_is(row)
            ways = ways_near(row.city)
        result = _both(roster, names, weights_of(row), ways, ways_of(row), seconds)
    finally:
        with acting_as(actor):
            keep_comparison(row=row, result=result, by=actor)


def _day_as_it_is(row: PlanWeights) -> tuple[Roster, dict[Key, str]]:
    """The team's day gathered as for a proposal; the gathering itself is taken back."""
    with transaction.atomic():
        plan = DayPlan.objects.create(
            team=row.team, day=row.day, until=row.day, state=DayPlan.State.DROPPED, asked_by=row.written_by
        )
        gather(plan, row.day)
        found = roster_of(plan), _names(plan)
        transaction.set_rollback(True)
    return found


def _both(
    roster: Roster,
    names: dict[Key, str],
    new: Weights,
    ways_now: GreatCircle,
    ways_new: GreatCircle,
    seconds: float,
) -> dict[str, object]:
    from bokjihub.engines.routes import compose
    from bokjihub.engines.routes.measures import measures
    from bokjihub.engines.routes.search import Effort
    from bokjihub.engines.routes.travel import InSteps

    plans, kept = [], []
    for weights, ways in ((roster.weights, ways_now), (new, ways_new)):
        tried = replace(roster, weights=weights)
        found = compose.plan(tried, InSteps(ways), Effort(seconds=seconds))
        plans.append(_stands(found))
        kept.append(figures(measures(tried, found)))
    moved = [
        {"where": names.get(call.key, ""), "now": _said(a, names), "new": _said(b, names)}
        for call in roster.calls
        if (a := plans[0].get(call.key)) != (b := plans[1].get(call.key))
    ]
    return {"now": kept[0], "new": kept[1], "moved": moved, "same": len(roster.calls) - len(moved)}


def _stands(plan: Plan) -> dict[Key, tuple[int, tuple[Key, ...]]]:
    """When each home is visited and by whom, the lead first."""
    rows = sorted((stop.call, stop.seat, stop.start, r.worker) for r in plan.rounds for stop in r.stops)
    found: dict[Key, tuple[int, tuple[Key, ...]]] = {}
    for call, _, start, worker in rows:
        at, people = found.get(call, (start, ()))
        found[call] = (at, (*people, worker))
    return found


def _said(stands: tuple[int, tuple[Key, ...]] | None, names: dict[Key, str]) -> str:
    if stands is None:
        return "못 담음"
    at, people = stands
    return f"{at // 60}:{at % 60:02d} {'·'.join(names.get(one, '') for one in people)}"


def _seek(
    plan: DayPlan,
    roster: Roster,
    names: dict[Key, str],
    notes: dict[Key, str],
    ways: GreatCircle,
    actor: Actor,
    seconds: float,
) -> None:
    # numba is loaded by the worker that plans, not by every web process
    from bokjihub.engines.routes import compose, reasons
    from bokjihub.engines.routes.inspector import faults
    from bokjihub.engines.routes.search import Effort
    from bokjihub.engines.routes.travel import InSteps

    travel = InSteps(ways)
    written = [0.0]

    def name(key: Key) -> str:
        return names.get(key, "함께 가는 분")

    def write(found: Plan, *, is_last: bool) -> None:
        if broken := faults(roster, found, travel):
            raise AssertionError(f"the plan broke its own rules: {broken[:3]}")
        why = reasons.why_here(roster, found, travel, name)
        words = {key: " · ".join(said) for (key, seat), said in why.items() if seat == 0}
        for number, left in enumerate(found.left_out):
            may_ask = is_last and number < HELPED and not plan.is_week
            helps = reasons.what_would_help(roster, found, travel, left, name) if may_ask else ""
            helps = helps or notes.get(left.call, "")
            words[left.call] = ". ".join(filter(None, (_about(left, name), helps)))
        with acting_as(actor):
            write_plan(plan=plan, found=found, words=words, is_last=is_last, by=actor)  # type: ignore[arg-type]

    def better(found: Plan) -> None:
        if time.monotonic() - written[0] >= PAUSE:
            write(found, is_last=False)
            written[0] = time.monotonic()

    write(compose.plan(roster, travel, Effort(seconds=seconds), walks=1, better=better), is_last=True)


def _about(left: LeftOut, name: Callable[[Key], str]) -> str:
    """The rule, and whom it is about where they are few."""
    people = ", ".join(name(key) for key in left.about)
    is_about_them = 0 < len(left.about) <= 3 and left.rule is not Rule.BESIDE
    return f"{left.words} ({people})" if is_about_them else left.words


def _names(plan: DayPlan) -> dict[Key, str]:
    days = {plan.day, plan.until}
    names: dict[Key, str] = {post.id: post.user.name for day in days for post in goers_of(plan.team, day)}
    return names | {line.id: line.household.area.name for line in lines_of(plan)}
