"""긴급지원 요청: from a counselling, or straight from the household."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Request, route
from bokjihub.counselling.models import Counselling
from bokjihub.emergency import queries
from bokjihub.emergency.actions.request import request_aid
from bokjihub.emergency.forms import RequestForm
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Kind
from bokjihub.emergency.page import late_words
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts, members
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.words import parse_day


@route(Act.EMERGENCY_REQUEST, subject=household_facts)
def request_page(request: Request, household_id: UUID) -> HttpResponse:
    """One form: kind, crisis reason of the day, size of the home. Whoever may read emergency aid goes on to its page."""
    household = get_object_or_404(Household, id=household_id)
    counselling = _counselling(request, household)
    earlier = _earlier(household)
    today = request.access.actor.day
    form = RequestForm(
        request.POST or None,
        initial=_initial(household, counselling, today),
        reasons=_reasons(request.POST.get("requested_on", ""), today),
        earlier=list(earlier),
    )
    made = _make(request, form, household, counselling, earlier) if form.is_bound and form.is_valid() else None
    if made and decide(request.access.actor, Act.EMERGENCY, request.access.facts).allowed:
        return redirect("emergency:grant_page", made.id)
    context = {
        "title": "긴급지원 요청",
        "household": household,
        "head": head_of(household.id),
        "counselling": counselling,
        "form": form,
        "made": made,
        "open_aids": queries.open_aids(household.id).select_related("reason"),
    }
    status = 422 if form.is_bound and made is None else 200
    return render(request, "emergency/request.html", context, status=status)


def _make(
    request: Request,
    form: RequestForm,
    household: Household,
    counselling: Counselling | None,
    earlier: "QuerySet[EmergencyAid]",
) -> EmergencyAid | None:
    data = form.cleaned_data
    continues = earlier.filter(id=data["earlier"]).first() if data.get("earlier") else None
    try:
        aid = request_aid(
            household=household,
            kind=Kind(data["kind"]),
            detail=data["detail"],
            reason=data["reason"],
            requested_on=data["requested_on"],
            household_size=data["household_size"],
            counselling=counselling,
            continues=continues,
            new_crisis=data.get("new_crisis", ""),
            foreign_group=data["foreign_group"],
            foreign_proof=data["foreign_proof"],
            illness=data["illness"],
            by=request.access.actor,
        )
    except OfficerError as error:
        refuse(form, error)
        return None
    messages.success(request, f"긴급 {aid.title} 요청을 적었습니다({aid.number}). 다음은 현장확인입니다.")
    late = late_words(aid.requested_on, request.access.actor.day)
    if late:
        messages.info(request, f"{late} 날짜가 틀렸으면 마침으로 닫고 다시 적어 주세요.")
    return aid


def _reasons(requested_on: str, today: dt.date) -> list[CrisisReason]:
    """Reasons of today, and those of the day that was typed: what counted then may not count now."""
    typed = parse_day(requested_on, today) or today
    return list(dict.fromkeys([*queries.reasons_on(typed), *queries.reasons_on(today)]))


def _counselling(request: Request, household: Household) -> Counselling | None:
    try:
        asked = UUID(request.GET.get("counselling") or request.POST.get("counselling") or "")
    except ValueError:
        return None
    return Counselling.objects.filter(id=asked, household=household).first()


def _earlier(household: Household) -> "QuerySet[EmergencyAid]":
    found = EmergencyAid.objects.filter(household=household, state=EmergencyAid.State.ENDED)
    return found.order_by("-requested_on")


def _initial(household: Household, counselling: Counselling | None, today: dt.date) -> dict[str, object]:
    size = members(household.id).filter(lives_elsewhere=False, died_on__isnull=True).count()
    told = counselling.crisis_reasons if counselling else []
    reason = next((row.id for row in queries.reasons_on(today) if row.code in told), None)
    return {"requested_on": today, "household_size": max(size, 1), "kind": Kind.LIVING, "reason": reason}
