"""Visits as the rooms make them: through the action, as a person of the cast."""

import datetime as dt
from typing import Any

from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Household
from bokjihub.visits.actions import invite, plan
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import Invitation, Visit, VisitProgramme
from tests.cast import Cast


def tomorrow() -> dt.date:
    """The day visits of the tests are planned for."""
    return timezone.localdate() + dt.timedelta(days=1)


def planned(
    cast: Cast, household: Household, *, lead: str = "officer", along: tuple[str, ...] = ("nurse",), **more: Any
) -> Visit:
    """A planned visit of two, tomorrow at ten unless said otherwise; a neighbour said yes by phone, or not yet."""
    is_answered = more.pop("is_answered", True)
    actor = cast.actor(lead)
    work_item = more.pop("work_item", None)
    basis = more.pop("volunteer_basis", "")
    appointment = Appointment(on=more.pop("on", tomorrow()), at=more.pop("at", dt.time(10, 0)), **more)
    with acting_as(actor):
        visit = plan.schedule_visit(
            household=household,
            programme=VisitProgramme.objects.get(code="REPORT"),
            pair=Pair(cast.posts[lead], tuple(cast.posts[one] for one in along), volunteer_basis=basis),
            appointment=appointment,
            work_item=work_item,
            by=actor,
        )
        for asked in visit.invitations.all() if is_answered else ():
            invite.answer_invitation(invitation=asked, accepts=True, how=Invitation.How.PHONE, by=actor)
    return visit
