"""도착했어요 · 나왔어요: a neighbour who walks along says so on their card; the same alarm watches over both (process §11.2).

Data flow: the card (address or own page) → the companion's own hours → where nobody had said so yet, the visit's: its hour
inside begins at the first 도착 of the pair. "둘 다 나왔어요" ends the alarm for both and says when they left; the officer's
record is still owed. "저만 먼저 나왔어요" frees the neighbour alone: the officer inside stays under the alarm.

Rejected: one button for leaving (a neighbour who goes home early would silence the alarm of who is still inside).
"""

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks
from bokjihub.visits import errors
from bokjihub.visits.actions.record import check_in
from bokjihub.visits.models import Companion, Invitation, Visit

BEFORE_THE_DOOR = (Visit.State.SCHEDULED, Visit.State.DEPARTED)


@transaction.atomic
def say_arrived(*, invitation: Invitation, by: Actor) -> Companion:
    """도착했어요. Pressed twice it is one arrival. Refused before the yes, on another day and after the visit."""
    visit, companion = _together(invitation, by)
    if companion.arrived_at is None:
        companion.arrived_at = timezone.now()
        companion.save(update_fields=["arrived_at"])
        if visit.state in BEFORE_THE_DOOR:
            check_in(visit=visit, at=companion.arrived_at, by=by)
        audit.record("visit.walk_arrived", subjects=[visit.household_id], detail={"visit": visit.id}, by=by)
    return companion


@transaction.atomic
def say_left(*, invitation: Invitation, both: bool, by: Actor) -> Companion:
    """둘 다 나왔어요 · 저만 먼저 나왔어요: the card ends here. Refused before 도착했어요."""
    visit, companion = _together(invitation, by)
    if companion.arrived_at is None:
        raise errors.NotAtTheDoor
    now = timezone.now()
    companion.left_at = now
    companion.save(update_fields=["left_at"])
    finish_clocks(subject_id=companion.id, by=by)
    if both and visit.left_at is None:
        visit.left_at = now
        visit.save(update_fields=["left_at"])
        finish_clocks(subject_id=visit.id, codes=("visit.overdue",), by=by)
        for other in visit.companions.all():
            finish_clocks(subject_id=other.id, codes=("visit.overdue",), by=by)
    Invitation.objects.filter(id=invitation.id).update(expires_at=now)
    detail = {"visit": visit.id, "both": both}
    audit.record("visit.walk_left", subjects=[visit.household_id], detail=detail, by=by)
    # The last deed: with the right of the day goes the sight of the home.
    accounts.end_assignments(source_id=visit.id, post_id=companion.post_id, by=by)
    return companion


def _together(invitation: Invitation, by: Actor) -> tuple[Visit, Companion]:
    """The open visit of today and the neighbour in it, both held."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("lead").get(id=invitation.visit_id)
    companion = Companion.objects.filter(visit=visit, post_id=invitation.post_id, left_at__isnull=True).first()
    is_open = visit.state in (*BEFORE_THE_DOOR, Visit.State.CHECKED_IN) and visit.planned_on == by.day
    if companion is None or not is_open or invitation.answer != Invitation.Answer.ACCEPTED:
        raise errors.InvitationIsOver
    return visit, companion
