"""회의 초대 (V29): the page behind an outside member's address. No account; a token, the telephone's tail, then the pledge.

Whoever comes here acts as 바깥 위원 with the households of one agenda in scope; every showing of the materials is an export on record.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.route import not_found, place_of, public
from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions import guests as actions
from bokjihub.cases.models import AgendaItem, Invitation
from bokjihub.cases.queries import guests
from bokjihub.portal.conference_forms import KeyForm, OpinionForm
from bokjihub.ui.errors import OfficerError

OPEN_MINUTES = 60
SESSION_KEY = "opened_invitations"
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
    until = request.session.get(SESSION_KEY, {}).get(str(invitation.id))
    known = bool(until) and dt.datetime.fromisoformat(until) > timezone.now()
    return Guest(invitation, guests.guest_actor(behind, place=place, label=label), known)


def _unlock(request: HttpRequest, guest: Guest, token: str) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, guest, key_form=form)
    with acting_as(guest.actor):
        fits = actions.try_key(invitation=guest.invitation, tail=form.cleaned_data["tail"], by=guest.actor)
    if not fits:
        form.add_error("tail", "번호가 맞지 않습니다. 다섯 번 틀리면 닫히며, 부르신 곳에서 다시 열어 드립니다.")
        return _page(request, guest, key_form=form)
    opened = request.session.get(SESSION_KEY, {})
    opened[str(guest.invitation.id)] = (timezone.now() + dt.timedelta(minutes=OPEN_MINUTES)).isoformat()
    request.session[SESSION_KEY] = opened
    return redirect("portal:conference", token)


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
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
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
        return {"key_form": forms.get("key_form") or KeyForm()}
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
