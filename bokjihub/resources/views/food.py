"""푸드마켓·푸드뱅크 이용 (process §6.3): the month, the rules of each market, one home's term and uses, the receipt."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.models import Entry
from bokjihub.clocks.calendar import add_months
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.resources.actions import food as actions
from bokjihub.resources.forms import FoodEnrolForm, FoodRuleForm, FoodUseForm, WhyForm
from bokjihub.resources.models import FoodMember, FoodRule, FoodUse, Mark, Provider
from bokjihub.resources.papers import food_blocks
from bokjihub.resources.queries import food as queries
from bokjihub.ui.errors import told_to
from bokjihub.ui.forms import id_in
from bokjihub.ui.papers.printing import sheet, short_number
from bokjihub.ui.words import masked_name


@route(Act.LEDGER, methods=("GET",))
def food(request: Request) -> HttpResponse:
    """이 달의 이용: who has not come yet first; other months and other markets by a link."""
    actor = request.access.actor
    providers = _providers(request)
    chosen = next((one for one in providers if one.id == id_in(request.GET.get("at", ""))), None) or next(
        iter(providers), None
    )
    first = _month(request.GET.get("month", ""), actor.day)
    rows = queries.month_rows(chosen, first, actor.day) if chosen else []
    request.access.show(row.member.household_id for row in rows)
    at = f"&at={chosen.id}" if chosen else ""
    context = {
        "title": "푸드마켓",
        "page_note": f"{first.year}년 {first.month}월 · {len(rows)}가구 · 이용 {sum(len(row.uses) for row in rows)}번",
        "provider": chosen,
        "rule": queries.rule_on(chosen, actor.day) if chosen else None,
        "rows": rows,
        "first": first,
        "chips": [
            {"label": str(one), "url": f"?at={one.id}&month={first:%Y-%m}", "current": one == chosen}
            for one in providers
        ],
        "before": f"?month={add_months(first, -1):%Y-%m}{at}",
        "after": f"?month={add_months(first, 1):%Y-%m}{at}",
        "items": sum(use.items for row in rows for use in row.uses),
        "not_come": sum(not row.uses for row in rows),
        "beyond": sum(bool(use.beyond) for row in rows for use in row.uses),
        "today": actor.day,
    }
    return render(request, "resources/food.html", context)


@route(Act.LEDGER)
def food_rules(request: Request) -> HttpResponse:
    """이용 규칙: each market's rule today, those to come, and the form of a new one."""
    actor = request.access.actor
    providers = {str(one.id): one for one in _providers(request)}
    choices = [(key, str(one)) for key, one in providers.items()]
    form = FoodRuleForm(request.POST or None, providers=choices, initial={"starts_on": actor.day})
    if form.is_bound and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        provider, starts_on = providers[data.pop("provider")], data.pop("starts_on")
        terms = actions.Terms(for_whom=tuple(data.pop("for_whom")), **data)
        with told_to(form):
            actions.set_food_rule(provider=provider, terms=terms, starts_on=starts_on, by=actor)
            messages.success(request, "이용 규칙을 정했습니다.")
            return redirect("resources:food_rules")
    rules = FoodRule.objects.filter(provider__in=providers.values()).select_related("provider__agency")
    context = {
        "title": "푸드마켓 이용 규칙",
        "rules": [
            {"rule": one, "whom": ", ".join(str(Mark(mark).label) for mark in one.for_whom) or "누구에게나"}
            for one in rules.order_by("provider__agency__name", "-starts_on")
        ],
        "form": form,
        "may_write": bool(choices),
        "today": actor.day,
    }
    return render(request, "resources/food_rules.html", context, status=422 if form.is_bound else 200)


@route(Act.LINK, subject=household_facts)
def food_home(request: Request, household_id: UUID) -> HttpResponse:
    """한 집의 푸드마켓: where it is enrolled, and the form to enrol it."""
    household = get_object_or_404(Household.objects.select_related("area"), id=household_id)
    actor = request.access.actor
    providers = {str(one.id): one for one in _providers(request)}
    form = FoodEnrolForm(request.POST or None, providers=[(key, str(one)) for key, one in providers.items()])
    if form.is_bound and form.is_valid():
        with told_to(form):
            provider = providers[form.cleaned_data["provider"]]
            actions.enrol_food(household=household, provider=provider, reason=form.cleaned_data["reason"], by=actor)
            messages.success(request, "푸드마켓 이용자로 올렸습니다.")
            return redirect("resources:food_home", household_id)
    context = {
        "title": "푸드마켓",
        "household": household,
        "head": head_of(household.id),
        "members": [(one, queries.room_of(one, actor.day)) for one in queries.members_of_home(household.id)],
        "form": form if providers else None,
        "today": actor.day,
    }
    return render(request, "resources/food_home.html", context, status=422 if form.is_bound else 200)


@route(Act.LEDGER, subject=queries.member_facts)
def food_member(request: Request, member_id: UUID) -> HttpResponse:
    """한 이용자: what is left this month, the uses with their receipts, and the form of today's."""
    member = _member(member_id)
    actor = request.access.actor
    room = queries.room_of(member, actor.day)
    form = FoodUseForm(request.POST or None, rule=room.rule if room else None, initial={"used_on": actor.day})
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("once_key")
        with told_to(form):
            use = actions.record_food_use(member=member, taken=actions.Taken(**data), once_key=key, by=actor)
            messages.success(request, "이용을 적었습니다.")
            return redirect(f"{reverse('resources:food_member', args=[member.id])}#use-{use.id}")
    return _show_member(request, member, form, status=422 if form.is_bound else 200)


@route(Act.LEDGER, subject=queries.member_facts, methods=("POST",))
def food_term(request: Request, member_id: UUID) -> HttpResponse:
    """연장하거나 그만두기."""
    member, actor = _member(member_id), request.access.actor
    ends = request.POST.get("deed") == "end"
    form = WhyForm(request.POST if ends else {"reason": "연장"})
    if form.is_valid():
        with told_to(form):
            if ends:
                actions.end_food(member=member, reason=form.cleaned_data["reason"], by=actor)
            else:
                actions.extend_food(member=member, by=actor)
            messages.success(request, "오늘로 그만둔 것으로 적었습니다." if ends else "이용 기간을 늘렸습니다.")
    for errors in form.errors.values():
        messages.warning(request, " ".join(map(str, errors)))
    return redirect("resources:food_member", member_id)


@route(Act.LEDGER, subject=queries.use_facts, methods=("GET",))
def food_receipt(request: Request, use_id: UUID) -> HttpResponse:
    """이용 확인증, A4; on record as an export."""
    use = get_object_or_404(FoodUse.objects.select_related("member__provider__agency", "area"), id=use_id)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        "푸드마켓 이용 확인증",
        food_blocks(use),
        office=str(use.member.provider),
        number=short_number("푸드", use.id),
        approval=("담당",),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _show_member(request: Request, member: FoodMember, form: FoodUseForm, *, status: int) -> HttpResponse:
    day = request.access.actor.day
    room = queries.room_of(member, day)
    head = head_of(member.household_id)
    context = {
        "title": f"{masked_name(head.name) if head else '미상'} · {member.provider}",
        "page_note": member.area.name,
        "member": member,
        "room": room,
        "uses": sorted(member.uses.all(), key=lambda one: (one.used_on, one.recorded_at), reverse=True),
        "form": form,
        "runs": member.ends_on >= day,
        "may_extend": room is not None and member.extended < room.rule.renewals and member.ends_on >= day,
        "today": day,
    }
    return render(request, "resources/food_member.html", context, status=status)


def _member(member_id: UUID) -> FoodMember:
    related = FoodMember.objects.select_related("provider__agency", "area").prefetch_related("uses")
    return get_object_or_404(related, id=member_id)


def _providers(request: Request) -> list[Provider]:
    post = request.access.actor.main_post
    return queries.food_providers(post.city_id if post else None)


def _month(words: str, day: dt.date) -> dt.date:
    """The first of the month asked for; this month where the address says nothing readable."""
    try:
        asked = dt.date.fromisoformat(f"{words}-01")
    except ValueError:
        return day.replace(day=1)
    return asked if 2000 <= asked.year <= day.year + 5 else day.replace(day=1)
