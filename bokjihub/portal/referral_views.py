"""의뢰 회신 (V34): the page behind a referral's address. No account; a token, then the office phone's last four digits.

Whoever comes here acts as 기관 회신 with one household in scope; every showing of the referral is an export on record.
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
from bokjihub.portal import addresses
from bokjihub.portal.addresses import TailForm
from bokjihub.portal.referral_forms import ReplyForm, SheetForm
from bokjihub.resources.actions import links, replies
from bokjihub.resources.models import ServiceLink
from bokjihub.resources.queries import referral
from bokjihub.ui.errors import OfficerError, refuse

OPEN_MINUTES = 30
WHOSE = "기관 대표 전화"
PAGE = "portal/referral_reply.html"


@dataclass(frozen=True)
class Visitor:
    """Who stands before the page: the link, and the agency as actor."""

    link: ServiceLink
    actor: Actor
    is_known: bool


@public
@never_cache
def referral_reply(request: HttpRequest, token: str) -> HttpResponse:
    """The referral, once the phone's tail is given; what is told instead when it is closed or the consent is gone."""
    visitor = _visitor(request, token)
    if visitor is None:
        return not_found(request)
    if request.method == "POST":
        return _unlock(request, visitor, token)
    return _page(request, visitor)


@public
@never_cache
def referral_answer(request: HttpRequest, token: str) -> HttpResponse:
    """회신 보내기."""

    def send(visitor: Visitor, form: Any) -> None:
        data = form.cleaned_data
        reply = replies.Reply(
            decision=ServiceLink.State(data["decision"]),
            words=data["words"],
            start_on=data["start_on"],
            expected_on=data["expected_on"],
            contact=data["contact"],
        )
        replies.answer_link(link=visitor.link, reply=reply, by=visitor.actor)

    return _act(request, token, ReplyForm(request.POST or None, answers=_answers()), "reply_form", send)


@public
@never_cache
def referral_deliver(request: HttpRequest, token: str) -> HttpResponse:
    """전달 적기."""

    def send(visitor: Visitor, form: Any) -> None:
        data = form.cleaned_data
        delivered = replies.Delivered(
            on=data["on"],
            quantity=data["quantity"],
            won=data["won"] or 0,
            words=data["words"],
            once_key=data["once_key"],
        )
        replies.record_delivery(link=visitor.link, delivered=delivered, by=visitor.actor)

    return _act(request, token, SheetForm(request.POST or None), "sheet_form", send)


@public
@never_cache
def referral_end(request: HttpRequest, token: str) -> HttpResponse:
    """끝남: the last delivery is made."""

    def send(visitor: Visitor, _form: Any) -> None:
        links.end_link(link=visitor.link, ended_on=visitor.actor.day, completed=True, by=visitor.actor)

    return _act(request, token, None, "", send)


def _visitor(request: HttpRequest, token: str) -> Visitor | None:
    nobody = referral.reply_actor(None, place=place_of(request))
    with acting_as(nobody):
        behind = referral.link_behind(token)
    if behind is None:
        return None
    actor = referral.reply_actor(behind, place=place_of(request))
    with acting_as(actor):
        link = ServiceLink.objects.select_related("service__provider__agency", "consent", "area").get(id=behind.link_id)
    return Visitor(link, referral.as_agency(actor, link), addresses.is_known(request, link.id))


def _unlock(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    def tries(tail: str) -> bool:
        with acting_as(visitor.actor):
            return replies.try_tail(link=visitor.link, tail=tail, by=visitor.actor)

    form = TailForm(request.POST, whose=WHOSE)
    address = visitor.link.id
    if addresses.fits(request, form, address_id=address, tries=tries, minutes=OPEN_MINUTES, sender="보낸 곳에서"):
        return redirect("portal:referral_reply", token)
    return _page(request, visitor, tail_form=form)


def _act(request: HttpRequest, token: str, form: Any, name: str, send: Callable[[Visitor, Any], None]) -> HttpResponse:
    """Do one thing as the agency and come back to the page; a refusal is said on the page, with the typed text."""
    visitor = _visitor(request, token)
    if visitor is None:
        return not_found(request)
    if request.method != "POST" or not visitor.is_known:
        return redirect("portal:referral_reply", token)
    if form is None or form.is_valid():
        try:
            with acting_as(visitor.actor):
                send(visitor, form)
            return redirect("portal:referral_reply", token)
        except OfficerError as error:
            if form is None:
                return _page(request, visitor, notice=error.sentence)
            refuse(form, error)
    return _page(request, visitor, **{name: form})


def _page(request: HttpRequest, visitor: Visitor, **forms: Any) -> HttpResponse:
    office = visitor.link.sent_label.split(" · ")[0]
    context: dict[str, Any] = {
        "title": f"{office}에게서 온 의뢰",
        "office": {"name": office, "phone": visitor.link.office_phone},
        **forms,
    }
    status = 422 if forms else 200
    try:
        with acting_as(visitor.actor):
            context |= _shown(visitor, forms)
    except OfficerError as error:
        context |= {"closed": error, "title": "닫힌 의뢰"}
        status = 410
    return render(request, PAGE, context, status=status)


def _shown(visitor: Visitor, forms: dict[str, Any]) -> dict[str, Any]:
    """The referral for a known visitor, the key form for another; raises what the page says when it is closed."""
    referral.require_open(visitor.link, visitor.actor)
    if not visitor.is_known:
        return {
            "tail_form": forms.get("tail_form") or TailForm(whose=WHOSE),
            "agency": visitor.link.service.provider.agency,
        }
    link = replies.open_link(link=visitor.link, by=visitor.actor)
    today = visitor.actor.day
    answers = _answers()
    return {
        "link": link,
        "fields": referral.shared_fields(link.person, link.household, link.items),
        "deliveries": list(link.deliveries.order_by("delivered_on", "id")),
        "may_answer": link.state in ServiceLink.ANSWERABLE,
        "may_deliver": link.state in ServiceLink.RUNNING,
        "reply_form": forms.get("reply_form") or ReplyForm(answers=answers, initial={"start_on": today}),
        "sheet_form": forms.get("sheet_form") or SheetForm(initial={"on": today, "quantity": 1}),
    }


def _answers() -> list[tuple[str, str]]:
    return [(state.value, words) for state, words in replies.ANSWERS.items()]
