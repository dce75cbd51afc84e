"""The page of one aid, which grows downward, and the steps that are done on it."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.policy import decide as may
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import Role
from bokjihub.areas.queries import city_of
from bokjihub.emergency import forms
from bokjihub.emergency.actions import after
from bokjihub.emergency.actions import grant as granting
from bokjihub.emergency.actions import objection as objections
from bokjihub.emergency.actions import payment as paying
from bokjihub.emergency.actions.request import record_on_site
from bokjihub.emergency.books import fiscal_year, money_of
from bokjihub.emergency.limits import law_day
from bokjihub.emergency.models import EmergencyAid, Grant, Kind, Objection, Payment, Recovery, Review
from bokjihub.emergency.page import AidPage, aid_page, income_words
from bokjihub.emergency.queries import facts, objectable_orders
from bokjihub.emergency.records import records_of
from bokjihub.people.queries import addenda_to
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import masked_name

Forms = dict[str, django_forms.Form]


@route(Act.EMERGENCY, subject=facts, methods=("GET",))
def grant_page(request: Request, aid_id: UUID) -> HttpResponse:
    """긴급지원 한 건: the flow on top, what is done below it, and the form of whoever must act next."""
    return _show(request, aid_id)


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def on_site(request: Request, aid_id: UUID) -> HttpResponse:
    """현장확인 적기."""
    form = forms.OnSiteForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        data["financial_consent"] = EmergencyAid.Later(data["financial_consent"])
        record_on_site(aid=aid_of(aid_id), **data, by=request.access.actor)

    return do_step(request, aid_id, "on_site", form, do, "현장확인을 적었습니다. 다음은 결정 올리기입니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def ask(request: Request, aid_id: UUID) -> HttpResponse:
    """지급 결정 또는 연장을 올리기."""
    form = _ask_form(aid_page(aid_id, request.access.actor.day), request.access.actor.day, request.POST)

    def do(data: dict[str, Any]) -> None:
        aid, wish = aid_of(aid_id), granting.Ask(**data)
        running = aid.grants.filter(is_approved=True).order_by("-round").first()
        if running:
            after.decide_extension(grant=running, extend=wish, by=request.access.actor)
        else:
            granting.ask_grant(aid=aid, ask=wish, by=request.access.actor)

    return do_step(request, aid_id, "ask", form, do, "결정을 올렸습니다. 결정권자의 오늘에 보입니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def deny(request: Request, aid_id: UUID) -> HttpResponse:
    """거절 올리기."""

    def do(data: dict[str, Any]) -> None:
        granting.propose_denial(aid=aid_of(aid_id), **data, by=request.access.actor)

    return do_step(request, aid_id, "deny", forms.DenialForm(request.POST), do, "거절을 올렸습니다.")


@route(Act.EMERGENCY_DECIDE, subject=facts, methods=("POST",))
def decide(request: Request, aid_id: UUID) -> HttpResponse:
    """승인하거나 거절: 올린 사람과 다른 사람이."""
    is_approved = request.POST.get("order") == "approve"
    if request.POST.get("order") == "back":
        return _give_back(request, aid_id)

    def do(data: dict[str, Any]) -> None:
        grant = get_object_or_404(Grant, aid_id=aid_id, is_approved__isnull=True)
        granting.decide_grant(grant=grant, is_approved=is_approved, **data, by=request.access.actor)
        if grant.is_approved is None:
            messages.success(request, "결재했습니다. 다음 자리의 오늘에 보입니다.")

    turn = aid_page(aid_id, request.access.actor.day).signing.turn
    said = "" if turn and not turn.decides else "지급을 결정했습니다." if is_approved else "거절했습니다."
    return do_step(request, aid_id, "decide", forms.DecideForm(request.POST), do, said)


def _give_back(request: Request, aid_id: UUID) -> HttpResponse:
    """반려: the officer gets the paper again, with the reason."""

    def do(data: dict[str, Any]) -> None:
        grant = get_object_or_404(Grant, aid_id=aid_id, is_approved__isnull=True)
        granting.return_grant(grant=grant, reason=data["back_reason"], by=request.access.actor)

    return do_step(request, aid_id, "give_back", forms.GiveBackForm(request.POST), do, "담당자에게 되돌렸습니다.")


@route(Act.EMERGENCY_DECIDE, subject=facts, methods=("POST",))
def decide_denial(request: Request, aid_id: UUID) -> HttpResponse:
    """올라온 거절을 결정하거나 돌려보내기."""
    is_agreed = request.POST.get("order") == "agree"

    def do(_: dict[str, Any]) -> None:
        granting.decide_denial(aid=aid_of(aid_id), is_agreed=is_agreed, by=request.access.actor)

    said = "거절을 결정했습니다." if is_agreed else "담당자에게 돌려보냈습니다."
    return do_step(request, aid_id, "decide_denial", django_forms.Form(request.POST), do, said)


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def pay(request: Request, aid_id: UUID) -> HttpResponse:
    """지급 적기."""

    def do(data: dict[str, Any]) -> None:
        line = aid_page(aid_id, request.access.actor.day).payable
        grant = line.grant if line else get_object_or_404(Grant, aid_id=aid_id, is_approved__isnull=True)
        data["way"] = Payment.Way(data["way"])
        paying.pay(grant=grant, **data, by=request.access.actor)

    return do_step(request, aid_id, "pay", forms.PayForm(request.POST), do, "지급을 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def not_extend(request: Request, aid_id: UUID) -> HttpResponse:
    """연장하지 않음을 적기."""

    def do(data: dict[str, Any]) -> None:
        line = aid_page(aid_id, request.access.actor.day).running
        if line is None:
            raise Refused
        after.decide_extension(grant=line.grant, extend=None, reason=data["reason"], by=request.access.actor)

    return do_step(request, aid_id, "not_extend", forms.NotExtendForm(request.POST), do, "연장하지 않음을 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def follow_up(request: Request, aid_id: UUID) -> HttpResponse:
    """사후조사 적기."""

    def do(data: dict[str, Any]) -> None:
        checked_on, home = data.pop("checked_on"), data.pop("home_won") or 0
        found = after.Found(**data, home_won=home)
        after.record_follow_up(aid=aid_of(aid_id), checked_on=checked_on, found=found, by=request.access.actor)

    return do_step(request, aid_id, "follow_up", forms.FollowUpForm(request.POST), do, "사후조사를 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def review(request: Request, aid_id: UUID) -> HttpResponse:
    """적정성 심사 결과 적기."""

    def do(data: dict[str, Any]) -> None:
        data["verdict"], data["recover_won"] = Review.Verdict(data["verdict"]), data["recover_won"] or 0
        after.record_review(aid=aid_of(aid_id), **data, by=request.access.actor)

    return do_step(request, aid_id, "review", forms.ReviewForm(request.POST), do, "심사 결과를 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def objection(request: Request, aid_id: UUID) -> HttpResponse:
    """이의신청을 받고, 시·도에 보내고, 답을 적기: whichever comes next."""
    page = aid_page(aid_id, request.access.actor.day)
    row = page.open_objection
    form = _objection_form(page, request.access.actor.day, request.POST)

    def do(data: dict[str, Any]) -> None:
        actor = request.access.actor
        if row is None:
            against = data.pop("against")
            order = Recovery.objects.filter(aid=page.aid, id=against).first() if against else None
            objections.receive_objection(aid=page.aid, recovery=order, **data, by=actor)
        elif row.sent_on is None:
            objections.send_objection(objection=row, **data, by=actor)
        else:
            data["outcome"], data["reduced_won"] = Objection.Outcome(data["outcome"]), data["reduced_won"] or 0
            objections.answer_objection(objection=row, **data, by=actor)

    return do_step(request, aid_id, "objection", form, do, "이의신청을 적었습니다.")


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def withdraw_objection(request: Request, aid_id: UUID) -> HttpResponse:
    """이의신청을 거둠: the applicant takes it back, before or after it was sent."""
    row = aid_page(aid_id, request.access.actor.day).open_objection
    if row is None:
        return redirect("emergency:grant_page", aid_id)

    def do(data: dict[str, Any]) -> None:
        objections.withdraw_objection(objection=row, on=data["on"], by=request.access.actor)

    return do_step(
        request, aid_id, "withdraw", forms.WithdrawnForm(request.POST), do, "이의신청을 거둔 것을 적었습니다."
    )


@route(Act.EMERGENCY_WORK, subject=facts, methods=("POST",))
def end(request: Request, aid_id: UUID) -> HttpResponse:
    """마침."""

    def do(_: dict[str, Any]) -> None:
        after.end_aid(aid=aid_of(aid_id), by=request.access.actor)

    return do_step(request, aid_id, "end", django_forms.Form(request.POST), do, "긴급지원을 마쳤습니다.")


def do_step(
    request: Request,
    aid_id: UUID,
    name: str,
    form: django_forms.Form,
    do: Callable[[dict[str, Any]], None],
    said: str,
) -> HttpResponse:
    """Do one step; when it is refused show the page again with what was typed and the sentence beside its field."""
    if form.is_valid():
        with told_to(form):
            do(dict(form.cleaned_data))
            if said:
                messages.success(request, said)
            return redirect("emergency:grant_page", aid_id)
    return _show(request, aid_id, {name: form}, status=422)


def _show(request: Request, aid_id: UUID, bound: Forms | None = None, *, status: int = 200) -> HttpResponse:
    actor = request.access.actor
    page = aid_page(aid_id, actor.day)
    may_decide = may(actor, Act.EMERGENCY_DECIDE, request.access.facts).allowed
    may_work = may(actor, Act.EMERGENCY_WORK, request.access.facts).allowed
    name = masked_name(page.head.name) if page.head else "미상"
    records = records_of(page.aid)
    context = {
        "title": f"긴급지원 — {name} {page.aid.title}",
        "page_note": page.aid.number,
        "page": page,
        "aid": page.aid,
        "name": name,
        "forms": {**_forms(page, actor.day), **(bound or {})},
        "may_work": may_work,
        "records": records if may_work else [],
        "amended": addenda_to(records),
        "may_decide": may_decide,
        "may_sign": page.signing.is_for(actor) if page.signing.turn else may_decide,
        "hands_on": bool(page.signing.turn and not page.signing.turn.decides),
        "asked_myself": page.waiting is not None and page.waiting.grant.asked_by == actor.id,
        "short_won": _short_won(actor, page),
        "income_words": income_words(page.aid, actor.day),
        "today": actor.day,
    }
    return render(request, "emergency/grant_page.html", context, status=status)


def _short_won(actor: Actor, page: AidPage) -> int:
    """What the year's budget of the kind lacks; only for those who see the whole city."""
    city = city_of(page.aid.area)
    if city is None or not (actor.has(Role.EMERGENCY_OFFICER) or actor.has(Role.EMERGENCY_HEAD)):
        return 0
    money = money_of(city, fiscal_year(actor.day), page.aid.kind)
    return max(-money.balance, 0) if money.budget else 0


def _forms(page: AidPage, today: dt.date) -> Forms:
    """Every form the page may need, filled with what is known."""
    aid = page.aid
    payable = page.payable
    way = Payment.Way.CLINIC if aid.kind == Kind.MEDICAL else Payment.Way.ACCOUNT
    next_won = min(payable.grant.monthly_won, payable.left_won) if payable else None
    paid_on = law_day(payable.grant.starts_on, today) if payable else today
    return {
        "on_site": forms.OnSiteForm(
            initial={"on_site_on": law_day(aid.requested_on, today), "household_size": aid.household_size}
        ),
        "ask": _ask_form(page, today),
        "deny": forms.DenialForm(),
        "decide": forms.DecideForm(),
        "give_back": forms.GiveBackForm(),
        "pay": forms.PayForm(initial={"won": next_won, "paid_on": paid_on, "way": way}),
        "not_extend": forms.NotExtendForm(),
        "follow_up": forms.FollowUpForm(initial={"checked_on": today, "household_size": aid.household_size}),
        "review": forms.ReviewForm(initial={"reviewed_on": today}),
        "objection": _objection_form(page, today),
        "withdraw": forms.WithdrawnForm(initial={"on": today}),
        "agenda": agenda_form(page),
        "recover": recovery_form(page),
        "order": forms.OrderForm(),
        "tell": forms.TellForm(initial={"told_on": today}),
        "line": forms.LineForm(initial={"on": today, "once_key": uuid4(), "kind": "paid"}),
        "write_off": forms.WriteOffForm(initial={"on": today, "once_key": uuid4()}),
        "onward": onward_form(page, today),
    }


def agenda_form(page: AidPage, data: Any = None) -> forms.AgendaForm:
    """심의에 부치기: what can lie before the committee now."""
    kinds = page.may_lie_before
    initial = {"kind": kinds[0] if kinds else None, "months": 1}
    return forms.AgendaForm(data, initial=initial, kinds=kinds)


def recovery_form(page: AidPage, data: Any = None) -> forms.RecoveryForm:
    """환수 올리기: what the review said, as far as it is not asked back."""
    review = page.review
    ground = review.verdict if review and review.verdict != Review.Verdict.ADEQUATE else Recovery.Ground.EXCESS
    won = min(review.recover_won, page.payable_back) if review and review.recover_won else None
    initial = {"ground": ground, "won": won, "words": review.reason if review else ""}
    return forms.RecoveryForm(data, initial=initial)


def onward_form(page: AidPage, today: dt.date, data: Any = None) -> forms.OnwardForm:
    """이어 준 도움, with the home's applications and referrals since the request."""
    return forms.OnwardForm(data, initial={"told_on": today}, papers=list(page.papers))


def _ask_form(page: AidPage, today: dt.date, data: Any = None) -> forms.AskForm:
    running = page.running
    initial: dict[str, object] = {
        "months": page.room.now or 1,
        "monthly_won": page.rate.figure.won if page.rate.figure else None,
        "starts_on": page.begins_on,
    }
    if page.returned:
        again = page.returned.grant
        initial |= {
            "months": again.months,
            "monthly_won": again.monthly_won,
            "starts_on": again.starts_on,
            "need": again.need,
        }
    passed = page.passed_extension
    if passed and passed.sitting and page.room.now == 0:
        initial |= {"months": passed.months, "committee_on": passed.sitting.held_on, "need": passed.need[:200]}
    return forms.AskForm(
        data,
        initial=initial,
        is_more=running is not None,
        needs_committee=page.room.now == 0,
        unit=page.room.unit,
    )


def _objection_form(page: AidPage, today: dt.date, data: Any = None) -> django_forms.Form:
    row = page.open_objection
    if row is None:
        return forms.ObjectionForm(data, initial={"received_on": today}, orders=objectable_orders(page.aid))
    if row.sent_on is None:
        return forms.SentForm(data, initial={"sent_on": today})
    return forms.AnswerForm(data, initial={"answered_on": today})


def aid_of(aid_id: UUID) -> EmergencyAid:
    """The aid of the address, or 404."""
    return get_object_or_404(EmergencyAid.objects.select_related("area"), id=aid_id)
