"""동행 초대: the page behind an invitation's address. No account: day, time and dong; after a yes, that day's card.

Whoever comes here acts as 동행 초대 with one household in scope. The card asks for the last four digits of the phone the
address was sent to; every showing of it is an export on record.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.route import not_found, place_of, public
from bokjihub.accounts.access.scope import acting_as
from bokjihub.portal import addresses
from bokjihub.portal.addresses import TailForm
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.actions import invite, walk
from bokjihub.visits.models import Companion, Invitation
from bokjihub.visits.queries.card import Card, card_behind
from bokjihub.visits.queries.invitations import companion_of, guest_actor, guest_behind, is_closed, may_still_answer

OPEN_MINUTES = 30
WHOSE = "내 휴대전화"
WALK_STEPS: dict[str, Callable[["Invited"], object]] = {
    "arrived": lambda invited: walk.say_arrived(invitation=invited.row, by=invited.actor),
    "both": lambda invited: walk.say_left(invitation=invited.row, both=True, by=invited.actor),
    "alone": lambda invited: walk.say_left(invitation=invited.row, both=False, by=invited.actor),
}


@dataclass(frozen=True)
class Invited:
    """Who stands before the page: the invitation, and the neighbour as actor."""

    row: Invitation
    actor: Actor
    is_known: bool


@public
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The question, the answer given, or that day's card once the phone's tail is typed."""
    invited = _invited(request, token)
    if invited is None:
        return not_found(request)
    if request.method == "POST":
        return _unlock(request, invited, token)
    return _page(request, invited, token)


@public
@never_cache
def invitation_answer(request: HttpRequest, token: str) -> HttpResponse:
    """갑니다·못 가요: by POST only, so that a preview of the message answers nothing."""
    invited = _invited(request, token)
    if invited is None:
        return not_found(request)
    accepts = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    if accepts is None:
        return redirect("portal:invitation", token)
    try:
        with acting_as(invited.actor):
            invite.answer_invitation(
                invitation=invited.row,
                accepts=accepts,
                how=Invitation.How.LINK,
                words=request.POST.get("words", "")[:120],
                by=invited.actor,
            )
    except OfficerError:
        return redirect("portal:invitation", token)
    return redirect("portal:invitation", token)


@public
@never_cache
def invitation_walk(request: HttpRequest, token: str) -> HttpResponse:
    """도착했어요 · 나왔어요: by POST, from the browser that opened the card with the phone's digits."""
    invited = _invited(request, token)
    if invited is None:
        return not_found(request)
    step = request.POST.get("step", "")
    if invited.is_known and step in WALK_STEPS:
        with suppress(OfficerError), acting_as(invited.actor):
            WALK_STEPS[step](invited)
    return redirect("portal:invitation", token)


def _invited(request: HttpRequest, token: str) -> Invited | None:
    nobody = guest_actor(None, place=place_of(request))
    with acting_as(nobody):
        guest = guest_behind(token)
    if guest is None:
        return None
    actor = guest_actor(guest, place=place_of(request))
    with acting_as(actor):
        row = Invitation.objects.select_related("area", "user").get(id=guest.invitation_id)
    return Invited(row, actor, addresses.is_known(request, row.id))


def _unlock(request: HttpRequest, invited: Invited, token: str) -> HttpResponse:
    def tries(tail: str) -> bool:
        with acting_as(invited.actor):
            return invite.try_tail(invitation=invited.row, tail=tail, by=invited.actor)

    form = TailForm(request.POST, whose=WHOSE)
    if addresses.fits(request, form, address_id=invited.row.id, tries=tries, minutes=OPEN_MINUTES, sender="담당자가"):
        return redirect("portal:invitation", token)
    return _page(request, invited, token, tail_form=form)


def _page(request: HttpRequest, invited: Invited, token: str, tail_form: Any = None) -> HttpResponse:
    row = invited.row
    is_over = is_closed(row, timezone.now()) and row.answer != Invitation.Answer.DECLINED
    is_day = row.on == invited.actor.day
    card = _card(invited) if invited.is_known and is_day and not is_over else None
    context = {
        "title": "끝난 초대" if is_over else "오늘 함께 가는 집" if card else "함께 가 주시겠어요",
        "office": {"name": "", "phone": row.office_phone},
        "invitation": row,
        "is_over": is_over,
        "is_day": is_day,
        "card": card,
        "may_answer": _may_answer(invited),
        "walk": {
            "url": reverse("portal:invitation_walk", args=[token]),
            "companion": _companion(invited),
            "is_main": True,
        }
        if card
        else None,
        "is_withheld": invited.is_known and is_day and not is_over and card is None,
        "tail_form": tail_form or TailForm(whose=WHOSE),
    }
    return render(request, "portal/invitation.html", context, status=410 if is_over else 422 if tail_form else 200)


def _card(invited: Invited) -> Card | None:
    """The card, on record; nothing where the consent was withdrawn or the visit is over."""
    with acting_as(invited.actor):
        found = card_behind(invited.row, invited.actor.day)
        if found is not None:
            invite.open_card(invitation=invited.row, by=invited.actor)
    return found


def _may_answer(invited: Invited) -> bool:
    with acting_as(invited.actor):
        return may_still_answer(invited.row)


def _companion(invited: Invited) -> Companion | None:
    with acting_as(invited.actor):
        return companion_of(invited.row)
