"""What the desk still has to do about a promised gift or an asked-for fund: a line on Today until it is done."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.clocks import actions as clocks

OFFER, CHEST, LOT = "resources.offer", "resources.chest", "resources.lot"
REVIEW, TAKE_IN = "offer.review", "offer.take_in"
CHEST_ANSWER, CHEST_RESULT = "chest.answer", "chest.result"
TELL_DONOR = "donor.statement"
ASKED = (REVIEW, TAKE_IN, CHEST_ANSWER, CHEST_RESULT, TELL_DONOR)


@transaction.atomic
def ask_desk(
    *,
    code: str,
    kind: str,
    subject_id: UUID,
    title: str,
    verb: str,
    started_on: dt.date,
    due_on: dt.date | None = None,
    role: Role = Role.RESOURCE_DESK,
    by: Actor,
) -> None:
    """오늘에 올림: for the gift desk, or the unit where a second person answers; what was asked of this thing before is over."""
    settle_desk(subject_id=subject_id, by=by)
    clocks.start_clock(
        code=code,
        subject_kind=kind,
        subject_id=subject_id,
        area_id=_seat(by),
        role=role,
        title=title[:120],
        verb=verb,
        started_on=started_on,
        due_on=due_on,
        by=by,
    )


@transaction.atomic
def settle_desk(*, subject_id: UUID, by: Actor) -> None:
    """오늘에서 내림."""
    clocks.finish_clocks(subject_id=subject_id, codes=ASKED, by=by)


def _seat(by: Actor) -> UUID:
    """A dong under which a line of the whole city stands: those it is for reach every dong."""
    post = by.main_post
    return post.area_id if post and post.area_id in by.areas else min(by.areas)
