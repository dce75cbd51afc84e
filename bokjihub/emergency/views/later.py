"""The later steps of an aid: before the committee, money back, and where the home was led to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.benefits.models import Application
from bokjihub.emergency import errors, forms
from bokjihub.emergency.actions import recovery as recovering
from bokjihub.emergency.actions.after import Next, lead_onward
from bokjihub.emergency.actions.committee import put_on_agenda
from bokjihub.emergency.models import AgendaItem, EmergencyAid, Onward, Recovery
from bokjihub.emergency.page import aid_page
from bokjihub.emergency.queries import facts
from bokjihub.emergency.views.steps import agenda_form, aid_of, do_step, onward_form, recovery_form
from bokjihub.resources.models import ServiceLink
from bokjihub.ui.forms import id_in


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def agenda(request: Request, aid_id: UUID) -> HttpResponse:
    """심의에 부치기."""
    page = aid_page(aid_id, request.access.actor.day)

    def do(data: dict[str, Any]) -> None:
        put_on_agenda(
            aid=page.aid,
            kind=AgendaItem.Kind(data["kind"]),
            need=data["need"],
            months=data.get("months") or 0 if data["kind"] == AgendaItem.Kind.EXTENSION else 0,
            by=request.access.actor,
        )

    return do_step(
        request, aid_id, "agenda", agenda_form(page, request.POST), do, "심의에 부쳤습니다. 심의위원회 화면에 있습니다."
    )


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def recover(request: Request, aid_id: UUID) -> HttpResponse:
    """환수 올리기."""
    page = aid_page(aid_id, request.access.actor.day)

    def do(data: dict[str, Any]) -> None:
        data["ground"] = Recovery.Ground(data["ground"])
        recovering.ask_recovery(aid=page.aid, **data, by=request.access.actor)

    return do_step(request, aid_id, "recover", recovery_form(page, request.POST), do, "환수를 올렸습니다.")


@route(Act.EMERGENCY_DECIDE, subject=facts, methods=("POST",))
def order_recovery(request: Request, aid_id: UUID) -> HttpResponse:
    """반환명령을 내리거나 되돌리고, 결손을 정하기: 올린 사람과 다른 사람이."""
    actor = request.access.actor
    if request.POST.get("order") == "write_off":

        def drop(data: dict[str, Any]) -> None:
            order = _order(aid_id, id=id_in(request.POST.get("recovery")))
            recovering.write_off(recovery=order, **data, by=actor)

        form = forms.WriteOffForm(request.POST)
        return do_step(request, aid_id, "write_off", form, drop, "결손을 적었습니다.")
    is_ordered = request.POST.get("order") == "order"

    def do(data: dict[str, Any]) -> None:
        order = _order(aid_id, is_ordered__isnull=True)
        recovering.order_recovery(recovery=order, is_ordered=is_ordered, **data, by=actor)

    said = "반환을 명령했습니다." if is_ordered else "담당자에게 돌려보냈습니다."
    return do_step(request, aid_id, "order", forms.OrderForm(request.POST), do, said)


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def tell_recovery(request: Request, aid_id: UUID) -> HttpResponse:
    """반환명령을 알림."""

    def do(data: dict[str, Any]) -> None:
        order = _order(aid_id, is_ordered=True, told_on__isnull=True)
        recovering.tell_recovery(recovery=order, **data, by=request.access.actor)

    return do_step(request, aid_id, "tell", forms.TellForm(request.POST), do, "알린 날과 납부기한을 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def recovery_line(request: Request, aid_id: UUID) -> HttpResponse:
    """환수 장부에 한 줄: 납부, 독촉, 되돌림."""

    def do(data: dict[str, Any]) -> None:
        order = _order(aid_id, id=id_in(request.POST.get("recovery")))
        _book(order, data, request)

    return do_step(request, aid_id, "line", forms.LineForm(request.POST), do, "장부에 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def onward(request: Request, aid_id: UUID) -> HttpResponse:
    """이어 준 도움 적기."""
    page = aid_page(aid_id, request.access.actor.day)
    form = onward_form(page, request.access.actor.day, request.POST)

    def do(data: dict[str, Any]) -> None:
        lead_onward(aid=aid_of(aid_id), onward=_next(page.aid, data), told_on=data["told_on"], by=request.access.actor)

    return do_step(request, aid_id, "onward", form, do, "이어 드린 것을 적었습니다.")


def _book(order: Recovery, data: dict[str, Any], request: Request) -> None:
    by, on, key = request.access.actor, data["on"], data["once_key"]
    if data["kind"] == "urged":
        recovering.urge(recovery=order, on=on, due_on=data["due_on"] or on, once_key=key, by=by)
    elif data["kind"] == "undone":
        recovering.undo_repayment(recovery=order, won=data["won"] or 0, on=on, words=data["words"], once_key=key, by=by)
    else:
        recovering.book_repayment(recovery=order, won=data["won"] or 0, on=on, words=data["words"], once_key=key, by=by)


def _next(aid: EmergencyAid, data: dict[str, Any]) -> Next:
    what, _, found = (data.get("paper") or "").partition(":")
    application = (
        Application.objects.filter(household_id=aid.household_id, id=found).first() if what == "application" else None
    )
    link = ServiceLink.objects.filter(household_id=aid.household_id, id=found).first() if what == "link" else None
    return Next(Onward.Way(data["way"]), data["words"], link=link, application=application)


def _order(aid_id: UUID, **which: object) -> Recovery:
    found = Recovery.objects.filter(aid_id=aid_id, **which).first()
    if found is None:
        raise errors.WrongStep
    return found
