"""봉사자 방문카드 (V46): today's own visit, and nothing else of the home."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.visits.actions import invite as answering
from bokjihub.visits.models import Invitation
from bokjihub.visits.queries.card import cards_of
from bokjihub.visits.queries.invitations import guest_actor, guest_of, invitations_to


@route(Act.FIELD_CARD, methods=("GET",))
def card(request: Request) -> HttpResponse:
    """The cards of today. After the visit, after midnight or without consent there is none."""
    found = cards_of(request.access.actor)
    request.access.show(one.household_id for one in found.cards)
    shown = {one.visit_id for one in found.cards}
    asked = [row for row in invitations_to(request.user.id) if row.visit_id not in shown]
    context = {"title": "오늘 함께 가는 집", "found": found, "invitations": asked, "report_url": _report_url()}
    return render(request, "field/card.html", context)


@route(Act.FIELD_CARD, methods=("POST",))
def answer_invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    """갑니다·못 가요, from one's own page; only the row addressed to me is found."""
    asked = get_object_or_404(invitations_to(request.user.id), id=invitation_id)
    guest = guest_actor(guest_of(asked), place=request.access.actor.place)
    with acting_as(guest):
        answering.answer_invitation(
            invitation=asked,
            accepts=request.POST.get("answer") == "yes",
            how=Invitation.How.PAGE,
            words=request.POST.get("words", "")[:120],
            by=guest,
        )
    return redirect("field:card")


def _report_url() -> str:
    """Where a worry is told; nothing while no page serves it."""
    try:
        return reverse("field:report")
    except NoReverseMatch:
        return ""
