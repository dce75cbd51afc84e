"""자리 비움: who is not there, said once, so that no plan counts on them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.audit import actions as audit
from bokjihub.visits import errors
from bokjihub.visits.models import Absence


@transaction.atomic
def note_absence(
    *, post: Post, on: dt.date, begins: dt.time, ends: dt.time, reason: Absence.Reason, by: Actor
) -> Absence:
    """자리 비움 적기. Booked visits stay until somebody plans the day again. Refused for a past day or an end before the begin."""
    if on < by.day:
        raise errors.DayIsPast(field="begins")
    if ends <= begins:
        raise errors.AbsenceIsOdd(field="ends")
    row = Absence.objects.create(
        user_id=post.user_id,
        starts_at=timezone.make_aware(dt.datetime.combine(on, begins)),
        ends_at=timezone.make_aware(dt.datetime.combine(on, ends)),
        reason=reason,
        noted_by=by.id,
    )
    audit.record("visit.note_absence", detail={"post": post.id, "on": on}, by=by)
    return row


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor) -> None:
    """다시 나옴: the hours from now on are free again; what is past stays as it was."""
    now = timezone.now()
    if absence.starts_at >= now:
        absence.delete()
    else:
        Absence.objects.filter(id=absence.id, ends_at__gt=now).update(ends_at=now)
    audit.record("visit.end_absence", detail={"user": absence.user_id}, by=by)
