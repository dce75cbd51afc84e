"""봉사자 방문카드 (V46): today's own visit, and nothing else of the home."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.resources.queries.goods import deliveries_of
from bokjihub.visits.actions import invite as answering
from bokjihub.visits.actions import walk as walking
from bokjihub.visits.models import Companion, Invitation
from bokjihub.visits.queries.card import cards_of
from bokjihub.visits.queries.hello import callers_of
from bokjihub.visits.queries.invitations import guest_actor, guest_of, invitations_to, may_still_answer, walks_of


@route(Act.FIELD_CARD, methods=("GET",))
def card(request: Request) -> HttpResponse:
    """The cards of today. After the visit, after midnight or without consent there is none."""
    found = cards_of(request.access.actor)
    request.access.show(one.household_id for one in found.cards)
    shown = {one.visit_id for one in found.cards}
    asked = [row for row in invitations_to(request.user.id) if row.visit_id not in shown]
    walks = walks_of(request.user.id, request.access.actor.day)
    cards = [(one, _walk(walks.get(one.visit_id), is_main=n == 0)) for n, one in enumerate(found.cards)]
    context = {
        "title": "오늘 함께 가는 집",
        "found": found,
        "cards": cards,
        "has_walk": any(walk for _, walk in cards),
        "deliveries": deliveries_of(request.access.actor),
        "invitations": asked,
        "hellos": callers_of(request.access.actor).count(),
        "report_url": _report_url(),
    }
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


@route(Act.FIELD_CARD, methods=("POST",))
def walk_along(request: Request, invitation_id: UUID) -> HttpResponse:
    """도착했어요 · 나왔어요, from one's own page; only the row addressed to me is found."""
    asked = get_object_or_404(invitations_to(request.user.id), id=invitation_id)
    guest = guest_actor(guest_of(asked), place=request.access.actor.place)
    with acting_as(guest):
        if request.POST.get("step") == "arrived":
            walking.say_arrived(invitation=asked, by=guest)
        else:
            walking.say_left(invitation=asked, both=request.POST.get("step") == "both", by=guest)
    return redirect("field:card")


def _walk(found: tuple[Invitation, Companion] | None, *, is_main: bool) -> dict[str, object] | None:
    """What the buttons under a card need; nothing for an officer's card, whose tablet says it."""
    if found is None:
        return None
    return {
        "url": reverse("field:walk_along", args=[found[0].id]),
        "companion": found[1],
        "is_main": is_main,
        "asked": found[0] if may_still_answer(found[0]) else None,
    }


def _report_url() -> str:
    """Where a worry is told; nothing while no page serves it."""
    try:
        return reverse("field:report")
    except NoReverseMatch:
        return ""
