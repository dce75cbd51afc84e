"""옮기기: booked visits get another time, another day, other people; checked like a new booking and by the planner's rules."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks
from bokjihub.visits import errors
from bokjihub.visits.actions.invite import end_invitations
from bokjihub.visits.actions.plan import order_by_hours, set_out
from bokjihub.visits.bookings import Appointment, Pair, book, guard_companion, guard_free, next_hand_order, people_of
from bokjihub.visits.models import Companion, PlanLine, Visit
from bokjihub.visits.moving import MOVABLE, Move, guard_move
from bokjihub.visits.queries.pairs import LEADERS


@transaction.atomic
def move_visit(*, visit: Visit, to: Move, by: Actor) -> Visit:
    """옮기기: a booked visit stands on another day, at another time, with other people.

    Who leaves loses the right and the line in Today, who comes is told, a neighbour is asked anew. Refused by the rule
    that forbids it (`guard_move`), and when somebody else moved it since the page was shown.
    """
    Visit.objects.select_for_update().get(id=visit.id)
    visit.refresh_from_db(fields=["planned_on", "planned_at", "lead", "state"])
    guard_move(visit=visit, to=to, by=by)
    was = {"on": visit.planned_on, "at": visit.planned_at, "lead": visit.lead_id}
    _keep_in_proposals(visit, to)
    if (to.on, to.lead.id) != (visit.planned_on, visit.lead_id):
        visit.order = next_hand_order(to.lead, to.on)
    visit.planned_on = to.on
    visit.beside_reason = to.beside_reason.strip() or visit.beside_reason
    visit.wish_reason = to.wish_reason.strip() or visit.wish_reason
    if to.companions and visit.state == Visit.State.WAITING:  # two go now: nothing waits for the head
        visit.state, visit.alone_reason = Visit.State.SCHEDULED, ""
        finish_clocks(subject_id=visit.id, codes=("visit.mate", "visit.approve"), by=by)
    visit.save(update_fields=["planned_on", "beside_reason", "wish_reason", "order", "state", "alone_reason"])
    _rebook(visit, Pair(to.lead, to.companions), to.at, by=by)
    if visit.order:
        order_by_hours(lead=to.lead, on=to.on, by=by)
    audit.record(
        "visit.move", subjects=[visit.household_id], detail={"visit": visit.id, "was": was, "on": to.on}, by=by
    )
    return visit


def _keep_in_proposals(visit: Visit, to: Move) -> None:
    """No proposal moves it back: that of the day or week it goes to takes it as it stands now, others let it go."""
    lines = PlanLine.objects.filter(visit=visit, plan__state__in=PlanLine.OPEN_PLANS)
    lines.exclude(plan__day__lte=to.on, plan__until__gte=to.on).delete()
    lines.update(on=to.on, at=to.at, lead=to.lead, mate=to.mate)


@transaction.atomic
def pin_visit(*, visit: Visit, is_pinned: bool, by: Actor) -> Visit:
    """📌 고정: the planner and 이 차례로 시각 맞추기 leave this visit where it is."""
    if visit.state not in MOVABLE:
        raise errors.NotPlanned
    visit.is_pinned = is_pinned
    visit.save(update_fields=["is_pinned"])
    PlanLine.objects.filter(visit=visit, plan__state__in=PlanLine.OPEN_PLANS).update(
        is_pinned=is_pinned or visit.is_time_promised
    )
    audit.record("visit.pin", subjects=[visit.household_id], detail={"visit": visit.id, "pinned": is_pinned}, by=by)
    return visit


@transaction.atomic
def set_times(*, lead: Post, on: dt.date, times: dict[UUID, dt.time], by: Actor) -> int:
    """이 차례로 시각 맞추기: move the visits of a day that are neither promised nor pinned. Refused when one of a pair is taken then."""
    day = Visit.objects.filter(lead=lead, planned_on=on, is_pinned=False)
    return move_visits(on=on, times={visit.id: times[visit.id] for visit in day if visit.id in times}, by=by)


@transaction.atomic
def move_visits(*, on: dt.date, times: dict[UUID, dt.time], by: Actor) -> int:
    """Move booked visits of a day to other times together; promised times stay. Refused when somebody is taken then."""
    day = Visit.objects.filter(id__in=times, planned_on=on, is_time_promised=False, state=Visit.State.SCHEDULED)
    moved = [visit for visit in day.select_related("lead__user") if times[visit.id] != visit.planned_at]
    for visit in moved:
        visit.bookings.all().delete()
    for visit in moved:
        visit.planned_at = times[visit.id]
        visit.save(update_fields=["planned_at"])
        goers = people_of(visit)
        guard_free(goers, Appointment(on, visit.planned_at, visit.minutes), but=visit.id)
        book(visit, goers)
        set_out(visit=visit, by=by)
    audit.record("visit.set_times", subjects=[visit.household_id for visit in moved], detail={"on": on}, by=by)
    return len(moved)


@transaction.atomic
def hand_visit_over(*, visit: Visit, pair: Pair, at: dt.time, by: Actor) -> Visit:
    """다른 분이 가기: a booked visit gets other people, because one of its pair is away; whoever stays keeps it.

    Who leaves loses the right and the line in Today; who comes is told. Refused like a new booking, and once somebody left.
    """
    if visit.state != Visit.State.SCHEDULED:
        raise errors.NotPlanned
    appointment = Appointment(visit.planned_on, at, visit.minutes)
    if pair.lead.role not in LEADERS:
        raise errors.NotALeader(field="lead")
    new = Pair(pair.lead, pair.companions, volunteer_basis=visit.volunteer_basis)
    guard_companion(visit.household, new, appointment)
    guard_free((pair.lead, *pair.companions), appointment, but=visit.id)
    _rebook(visit, pair, at, by=by)
    detail = {"visit": visit.id, "lead": pair.lead.id, "at": at}
    audit.record("visit.hand_over", subjects=[visit.household_id], detail=detail, by=by)
    return visit


def _rebook(visit: Visit, pair: Pair, at: dt.time, *, by: Actor) -> None:
    """Hours, rights and lines in Today follow the new people and time."""
    visit.bookings.all().delete()
    _let_go(visit, pair, by=by)
    visit.lead, visit.planned_at = pair.lead, at
    visit.save(update_fields=["lead", "planned_at"])
    for post in pair.companions:
        Companion.objects.get_or_create(visit=visit, post=post, defaults={"kind": post.get_role_display()[:24]})
    book(visit, (pair.lead, *pair.companions))
    if visit.state == Visit.State.SCHEDULED:
        set_out(visit=visit, by=by)


def _let_go(visit: Visit, pair: Pair, *, by: Actor) -> None:
    """Those of the old pair who do not go any more; whoever changes places with the lead is told anew."""
    staying = {post.id for post in (pair.lead, *pair.companions)}
    along = {post.id for post in pair.companions}
    if visit.lead_id not in staying:
        accounts.end_assignments(source_id=visit.id, post_id=visit.lead_id, by=by)
    for companion in visit.companions.exclude(post_id__in=along):
        finish_clocks(subject_id=companion.id, by=by)
        if companion.post_id not in staying:
            accounts.end_assignments(source_id=visit.id, post_id=companion.post_id, by=by)
            end_invitations(visit=visit, post_id=companion.post_id, by=by)
        companion.delete()
