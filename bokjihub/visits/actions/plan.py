"""Planning: who goes where with whom and when; the head's word on going alone; the order of the day."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Assignment, Post, Role
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name
from bokjihub.visits import errors
from bokjihub.visits.actions.invite import end_invitations, invite
from bokjihub.visits.bookings import (
    Appointment,
    Pair,
    book,
    guard_companion,
    guard_free,
    guard_week,
    guard_wish,
    next_hand_order,
)
from bokjihub.visits.models import Companion, Visit, VisitProgramme
from bokjihub.visits.queries.pairs import LEADERS, is_resident, needs_pair


@transaction.atomic
def schedule_visit(
    *,
    household: Household,
    programme: VisitProgramme,
    pair: Pair,
    appointment: Appointment,
    work_item: WorkItem | None = None,
    by: Actor,
) -> Visit:
    """방문 잡기: the home gets a day, a time and two people who are both free.

    Refused: a past day, a lead who is no officer, somebody taken or kept away by the home, a neighbour without consent;
    another programme's visit within a week and a pair the home did not ask for, unless it is said why. A first visit or a
    home with a safety note by one person waits for the team head.
    """
    _guard_pair(household, pair, appointment, by)
    guard_wish(household, (pair.lead, *pair.companions), appointment.wish_reason)
    guard_week(household, programme, appointment)
    approved = _approval(household, pair, appointment, by)
    visit = Visit.objects.create(
        programme=programme,
        household=household,
        work_item=work_item,
        area_id=household.area_id,
        lead=pair.lead,
        planned_on=appointment.on,
        planned_at=appointment.at,
        minutes=appointment.minutes,
        is_time_promised=appointment.is_promised,
        purpose=appointment.purpose.strip(),
        take_along=appointment.take_along.strip(),
        beside_reason=appointment.beside_reason.strip(),
        wish_reason=appointment.wish_reason.strip(),
        order=next_hand_order(pair.lead, appointment.on),
        alone_reason="" if pair.companions else pair.alone_reason.strip(),
        volunteer_basis=pair.volunteer_basis,
        scheduled_by=by.id,
        state=Visit.State.SCHEDULED if approved else Visit.State.WAITING,
    )
    for post in pair.companions:
        Companion.objects.create(visit=visit, post=post, kind=post.get_role_display()[:24])
    book(visit, (pair.lead, *pair.companions))
    audit.record("visit.schedule", subjects=[household.id], detail={"visit": visit.id, "on": appointment.on}, by=by)
    if approved:
        set_out(visit=visit, by=by)
    else:
        _ask_head(visit, by=by)
    return visit


@transaction.atomic
def approve_visit(*, visit: Visit, by: Actor) -> Visit:
    """The team head agrees that one person goes. Refused to the person who goes."""
    if visit.state != Visit.State.WAITING:
        raise errors.NotWaiting
    if not visit.alone_reason:
        raise errors.AloneNeedsReason
    if visit.lead.user_id == by.id:
        raise errors.ApproverMustBeAnother
    visit.state = Visit.State.SCHEDULED
    visit.approved_by = by.id
    visit.approved_at = timezone.now()
    visit.save(update_fields=["state", "approved_by", "approved_at"])
    finish_clocks(subject_id=visit.id, codes=("visit.approve",), by=by)
    audit.record("visit.approve_alone", subjects=[visit.household_id], words=visit.alone_reason, by=by)
    set_out(visit=visit, by=by)
    return visit


@transaction.atomic
def ask_to_go_alone(*, visit: Visit, reason: str, by: Actor) -> Visit:
    """혼자 가기 승인 청하기: nobody can come along; the head decides. Refused while somebody goes along."""
    if visit.state not in (Visit.State.WAITING, Visit.State.SCHEDULED) or visit.companions.exists():
        raise errors.NotPlanned
    if len(reason.strip()) < 2:
        raise errors.AloneNeedsReason(field="alone_reason")
    visit.state, visit.alone_reason = Visit.State.WAITING, reason.strip()
    visit.save(update_fields=["state", "alone_reason"])
    finish_clocks(subject_id=visit.id, codes=("visit.mate",), by=by)
    audit.record("visit.ask_alone", subjects=[visit.household_id], words=visit.alone_reason, by=by)
    _ask_head(visit, by=by)
    return visit


@transaction.atomic
def add_companion(*, visit: Visit, post: Post, volunteer_basis: str = "", by: Actor) -> Visit:
    """함께 갈 분 더하기: also how a visit that waits for the head becomes a pair and needs no approval."""
    if visit.state not in (Visit.State.WAITING, Visit.State.SCHEDULED):
        raise errors.NotPlanned
    appointment = Appointment(visit.planned_on, visit.planned_at, visit.minutes)
    basis = volunteer_basis or visit.volunteer_basis
    guard_companion(visit.household, Pair(visit.lead, (post,), volunteer_basis=basis), appointment)
    guard_free((post,), appointment, but=visit.id)
    Companion.objects.create(visit=visit, post=post, kind=post.get_role_display()[:24])
    book(visit, (post,))
    waited = visit.state == Visit.State.WAITING
    visit.state = Visit.State.SCHEDULED
    visit.volunteer_basis = basis
    visit.alone_reason = ""
    visit.save(update_fields=["state", "volunteer_basis", "alone_reason"])
    audit.record("visit.add_companion", subjects=[visit.household_id], detail={"post": post.id}, by=by)
    finish_clocks(subject_id=visit.id, codes=("visit.mate", "visit.approve") if waited else ("visit.mate",), by=by)
    set_out(visit=visit, by=by)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: Actor) -> Visit:
    """방문 취소: the reason stays; everybody is free again; the home goes back to 방문 잡기."""
    if visit.state not in (Visit.State.WAITING, Visit.State.SCHEDULED, Visit.State.DEPARTED):
        raise errors.NotPlanned
    if len(reason.strip()) < 2:
        raise errors.ReasonMissing(field="reason")
    visit.state = Visit.State.CANCELLED
    visit.cancelled_reason = reason.strip()
    visit.save(update_fields=["state", "cancelled_reason"])
    visit.bookings.all().delete()
    end_invitations(visit=visit, by=by)
    finish_clocks(subject_id=visit.id, by=by)
    for companion in visit.companions.all():
        finish_clocks(subject_id=companion.id, by=by)
    accounts.end_assignments(source_id=visit.id, by=by)
    start_clock(
        code="visit.retry",
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(visit.lead.role),
        post_id=visit.lead_id,
        title=f"{_name(visit.household)} 취소한 방문 다시 잡기",
        verb="방문 잡기",
        started_on=by.day,
        by=by,
    )
    audit.record("visit.cancel", subjects=[visit.household_id], words=reason, by=by)
    return visit


@transaction.atomic
def set_order(*, lead: Post, on: dt.date, visit_ids: list[UUID], by: Actor) -> list[UUID]:
    """내 차례로: the order of a lead's day as set by hand. An empty list goes back to nearest first."""
    day = Visit.objects.filter(lead=lead, planned_on=on)
    day.update(order=0)
    for place, visit_id in enumerate(visit_ids, start=1):
        day.filter(id=visit_id).update(order=place)
    audit.record("visit.set_order", detail={"lead": lead.id, "on": on, "by_hand": bool(visit_ids)}, by=by)
    return visit_ids


@transaction.atomic
def order_by_hours(*, lead: Post, on: dt.date, by: Actor) -> list[UUID]:
    """시각 차례로: the day reads in the order of the hours that a plan or the week's board gave, no longer nearest first."""
    day = Visit.objects.filter(lead=lead, planned_on=on).exclude(state=Visit.State.CANCELLED)
    ids = list(day.order_by("planned_at", "id").values_list("id", flat=True))
    return set_order(lead=lead, on=on, visit_ids=ids, by=by)


def _guard_pair(household: Household, pair: Pair, appointment: Appointment, by: Actor) -> None:
    if appointment.on < by.day:
        raise errors.DayIsPast(field="planned_on")
    if pair.lead.role not in LEADERS:
        raise errors.NotALeader(field="lead")
    guard_companion(household, pair, appointment)
    guard_free((pair.lead, *pair.companions), appointment)


def _approval(household: Household, pair: Pair, appointment: Appointment, by: Actor) -> bool:
    """Whether the visit may go as it stands; False: it waits for the head. Refused without a reason."""
    why = needs_pair(household, appointment.on)
    if not why or pair.companions:
        return True
    if len(pair.alone_reason.strip()) < 2:
        raise errors.PairNeeded(field="companions", hint=why)
    return False


def _ask_head(visit: Visit, *, by: Actor) -> None:
    start_clock(
        code="visit.approve",
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role.TEAM_HEAD,
        title=f"{_name(visit.household)} 혼자 방문 — {visit.alone_reason}"[:120],
        verb="승인하기",
        started_on=by.day,
        by=by,
    )


@transaction.atomic
def set_out(*, visit: Visit, by: Actor) -> None:
    """The visit stands: everybody of the pair gets it into their day, and the right to what they need for it."""
    _due(visit, by=by)
    accounts.assign(
        subject_id=visit.household_id,
        purpose=Assignment.Purpose.VISIT,
        source_id=visit.id,
        post_id=visit.lead_id,
        by=by,
    )
    earlier = Visit.objects.filter(household_id=visit.household_id).exclude(id=visit.id)
    for visit_id in earlier.values_list("id", flat=True):
        finish_clocks(subject_id=visit_id, codes=("visit.retry",), by=by)
    for companion in visit.companions.select_related("post__user"):
        _bring_along(visit, companion, by=by)


def _due(visit: Visit, *, by: Actor) -> None:
    start_clock(
        code="visit.due",
        subject_kind=Visit.KIND,
        subject_id=visit.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(visit.lead.role),
        post_id=visit.lead_id,
        title=f"{_name(visit.household)} 방문 {visit.planned_at:%H:%M}",
        verb="방문 기록",
        started_on=by.day,
        due_on=visit.planned_on,
        by=by,
    )


def _bring_along(visit: Visit, companion: Companion, *, by: Actor) -> None:
    """Staff see the visit in their own Today; a neighbour is asked first and learns the home with a yes."""
    if is_resident(companion.post):
        invite(visit=visit, companion=companion, by=by)
        return
    accounts.assign(
        subject_id=visit.household_id,
        purpose=Assignment.Purpose.VISIT,
        source_id=visit.id,
        post_id=companion.post_id,
        by=by,
    )
    start_clock(
        code="visit.accompany",
        subject_kind="visits.companion",
        subject_id=companion.id,
        area_id=visit.area_id,
        household_id=visit.household_id,
        role=Role(companion.post.role),
        post_id=companion.post_id,
        title=f"{_name(visit.household)} 함께 방문 {visit.planned_at:%H:%M} · {visit.lead.user.name}",
        verb="방문 보기",
        started_on=by.day,
        due_on=visit.planned_on,
        by=by,
    )


def _name(household: Household) -> str:
    person = head_of(household.id)
    return masked_name(person.name) if person else "미상"
