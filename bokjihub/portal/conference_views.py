"""회의 초대 (V29): the page behind an outside member's address. No account; a token, the telephone's tail, then the pledge.

Whoever comes here acts as 바깥 위원 with the households of one agenda in scope; every showing of the materials is an export on record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.route import not_found, place_of, public
from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions import guests as actions
from bokjihub.cases.models import AgendaItem, Invitation
from bokjihub.cases.queries import guests
from bokjihub.portal import addresses
from bokjihub.portal.addresses import TailForm
from bokjihub.portal.conference_forms import OpinionForm
from bokjihub.ui.errors import OfficerError, refuse

OPEN_MINUTES = 60
WHOSE = "전화"
PAGE = "portal/conference.html"


@dataclass(frozen=True)
class Guest:
    """Who stands before the page."""

    invitation: Invitation
    actor: Actor
    is_known: bool


@public
@never_cache
def conference(request: HttpRequest, token: str) -> HttpResponse:
    """The key, then the pledge, then the cases without names and a place to answer each."""
    guest = _guest(request, token)
    if guest is None:
        return not_found(request)
    if request.method == "POST":
        return _unlock(request, guest, token)
    return _page(request, guest)


@public
@never_cache
def conference_pledge(request: HttpRequest, token: str) -> HttpResponse:
    """비밀유지 서약."""
    return _act(request, token, lambda guest: actions.pledge(invitation=guest.invitation, by=guest.actor))


@public
@never_cache
def conference_opinion(request: HttpRequest, token: str) -> HttpResponse:
    """의견 보내기."""
    form = OpinionForm(request.POST or None)

    def send(guest: Guest) -> None:
        data = form.cleaned_data
        item = AgendaItem.objects.filter(id=data["item"], conference_id=guest.invitation.conference_id).first()
        if item is None:
            raise actions.OpinionEmpty("이 회의의 안건이 아닙니다.")
        actions.send_opinion(
            invitation=guest.invitation, item=item, words=data["words"], offer=data["offer"], by=guest.actor
        )

    return _act(request, token, send, form)


def _guest(request: HttpRequest, token: str) -> Guest | None:
    place = place_of(request)
    with acting_as(guests.guest_actor(None, place=place)):
        behind = guests.invitation_behind(token)
    if behind is None:
        return None
    invitation = Invitation.objects.select_related("attendee", "conference").get(id=behind.invitation_id)
    label = f"바깥 위원 · {invitation.attendee.organisation} {invitation.attendee.name}"
    actor = guests.guest_actor(behind, place=place, label=label)
    return Guest(invitation, actor, addresses.is_known(request, invitation.id))


def _unlock(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    def tries(tail: str) -> bool:
        with acting_as(guest.actor):
            return actions.try_key(invitation=guest.invitation, tail=tail, by=guest.actor)

    form = TailForm(request.POST, whose=WHOSE)
    address = guest.invitation.id
    if addresses.fits(request, form, address_id=address, tries=tries, minutes=OPEN_MINUTES, sender="부르신 곳에서"):
        return redirect("portal:conference", token)
    return _page(request, guest, tail_form=form)


def _act(request: HttpRequest, token: str, deed: Callable[[Guest], object], form: Any = None) -> HttpResponse:
    """Do one thing as the member and come back to the page; a refusal is said there, with the typed text."""
    guest = _guest(request, token)
    if guest is None:
        return not_found(request)
    if request.method != "POST" or not guest.is_known:
        return redirect("portal:conference", token)
    if form is not None and not form.is_valid():
        return _page(request, guest, opinion_form=form)
    try:
        with acting_as(guest.actor):
            deed(guest)
    except OfficerError as error:
        if form is None:
            return _page(request, guest, notice=error.sentence)
        refuse(form, error)
        return _page(request, guest, opinion_form=form)
    return redirect("portal:conference", token)


def _page(request: HttpRequest, guest: Guest, **forms: Any) -> HttpResponse:
    held = guest.invitation.conference
    context: dict[str, Any] = {
        "title": f"{held.get_kind_display()} 초대",
        "held": held,
        "invitation": guest.invitation,
        "attendee": guest.invitation.attendee,
        **forms,
    }
    status = 422 if forms else 200
    try:
        with acting_as(guest.actor):
            context |= _shown(guest, forms)
    except OfficerError as error:
        context |= {"closed": error, "title": "닫힌 초대"}
        status = 410
    return render(request, PAGE, context, status=status)


def _shown(guest: Guest, forms: dict[str, Any]) -> dict[str, Any]:
    """The key form for a stranger, the pledge for a known guest, the cases for one who pledged."""
    guests.require_open(guest.invitation)
    if not guest.is_known:
        return {"tail_form": forms.get("tail_form") or TailForm(whose=WHOSE)}
    if guest.invitation.attendee.pledged_on is None:
        return {"asks_pledge": True}
    invitation = actions.open_materials(invitation=guest.invitation, by=guest.actor)
    given = {one.item_id: one for one in invitation.opinions.all()}
    wrong = forms.get("opinion_form")
    return {
        "cases": [
            _case(one, given.get(one.item.id), wrong)
            for one in guests.materials(invitation.conference, guest.actor.day)
        ]
    }


def _case(material: guests.Material, given: Any, wrong: OpinionForm | None) -> dict[str, Any]:
    """One case with its opinion form: what was sent before, or what was typed and refused."""
    mine = wrong is not None and wrong.data.get("item") == str(material.item.id)
    initial = {"item": material.item.id, "words": given.words if given else "", "offer": given.offer if given else ""}
    prefix = f"id_{material.item.mark}_%s"
    form = wrong if mine else OpinionForm(initial=initial, auto_id=prefix)
    return {"material": material, "given": given, "form": form}
