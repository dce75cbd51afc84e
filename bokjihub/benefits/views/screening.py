"""급여 진단 (V23) and 안내문."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.areas.models import TeamCoverage
from bokjihub.audit.models import Entry
from bokjihub.benefits.actions import facts as actions
from bokjihub.benefits.forms import FactForm
from bokjihub.benefits.models import GuideRefusal, StatedFact
from bokjihub.benefits.queries.applications import open_applications
from bokjihub.benefits.queries.asking import key_of
from bokjihub.benefits.queries.screening import (
    Columns,
    changes_between,
    last_screening,
    marked,
    open_facts,
    screening_of,
)
from bokjihub.benefits.queries.years import years_ahead
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import masked_name

MOST_SKIPPED, MOST_NEARBY = 40, 6


@route(Act.SCREEN, subject=household_facts)
def screening(request: Request, household_id: UUID) -> HttpResponse:
    """The next question on top, what is known, and every benefit in three columns. An answer swaps the board."""
    household = get_object_or_404(Household, id=household_id)
    day = request.access.actor.day
    skipped = _skipped(request)
    if request.method != "POST":
        columns = screening_of(household_id, day, first=key_of(request.GET.get("ask", "")), skipped=skipped)
        return _page(request, household, columns, skipped)
    before = screening_of(household_id, day, ask=False)
    form = FactForm(request.POST, people=[(str(one.id), one.name) for one in before.people])
    if "unknown" not in request.POST and not (form.is_valid() and _state(request, household, before, form)):
        first = key_of(request.POST.get("asked", ""))
        return _page(request, household, screening_of(household_id, day, first=first, skipped=skipped), skipped, form)
    if not request.htmx:
        for sentence in changes_between(before, screening_of(household_id, day, ask=False)):
            messages.success(request, sentence)
        query = urlencode({"skip": skipped}, doseq=True)
        return redirect(reverse("benefits:screening", args=[household_id]) + (f"?{query}" if query else ""))
    after = screening_of(household_id, day, skipped=skipped)
    answer = _page(request, household, marked(after, before), skipped)
    said = " ".join(changes_between(before, after)) or ("적었습니다." if "unknown" not in request.POST else "")
    if said:
        answer["HX-Trigger"] = json.dumps({"bokji:say": {"text": said}})
    return answer


def _skipped(request: Request) -> list[str]:
    """Questions answered ‘모름’ while this page is open; they are not written down."""
    given = request.POST if request.method == "POST" else request.GET
    keys = [*given.getlist("skip"), *([given.get("asked", "")] if "unknown" in given else [])]
    return [key for key in dict.fromkeys(keys) if key_of(key)][:MOST_SKIPPED]


def _state(request: Request, household: Household, columns: Columns, form: FactForm) -> bool:
    """Write the answer down; a refusal stands at the field and nothing is kept."""
    data = form.cleaned_data
    try:
        actions.state_fact(
            household=household,
            name=data["fact"],
            value=data["value"],
            person=next((one for one in columns.people if str(one.id) == data["who"]), None),
            source=StatedFact.Source(data["source"]),
            on=request.access.actor.day,
            by=request.access.actor,
        )
    except OfficerError as error:
        form.add_error("value", error.sentence)
        return False
    return True


def _page(
    request: Request, household: Household, columns: Columns, skipped: list[str], form: FactForm | None = None
) -> HttpResponse:
    ask = columns.ask
    who = columns.people[ask.who] if ask and ask.who is not None else None
    context = {
        "title": "급여 진단",
        "household": household,
        "head": next(iter(columns.people), None) or head_of(household.id),
        "columns": columns,
        "skipped": skipped,
        "who_id": str(who.id) if who else "",
        "who_name": who.name if who else "",
        "fact_groups": _groups(columns),
        "open_facts": open_facts(columns),
        "sources": StatedFact.Source.choices,
        "form": form or FactForm(people=[(str(one.id), masked_name(one.name)) for one in columns.people]),
        "applications": open_applications(household.id),
        "saved": last_screening(household.id),
        "guide_refused": GuideRefusal.objects.filter(household=household).first(),
    }
    template = "benefits/screening.html#board" if request.htmx else "benefits/screening.html"
    return render(request, template, context, status=422 if form and form.errors and not request.htmx else 200)


def _groups(columns: Columns) -> list[dict[str, object]]:
    """What is known of the home, then of each person."""
    groups = [("", [fact for fact in columns.known if fact.who is None])]
    groups += [
        (masked_name(one.name), [fact for fact in columns.known if fact.who == who])
        for who, one in enumerate(columns.people)
    ]
    return [
        {
            "title": title,
            "facts": [fact for fact in facts if not fact.is_nothing],
            "nothing": [fact for fact in facts if fact.is_nothing],
        }
        for title, facts in groups
        if facts
    ]


@route(Act.SCREEN, subject=household_facts, methods=("POST",))
def save(request: Request, household_id: UUID) -> HttpResponse:
    """결과 저장."""
    household = get_object_or_404(Household, id=household_id)
    actions.save_screening(household=household, on=request.access.actor.day, by=request.access.actor)
    messages.success(request, "오늘의 진단 결과를 저장했습니다.")
    return redirect("benefits:screening", household_id)


@route(Act.SCREEN, subject=household_facts, methods=("POST",))
def guide(request: Request, household_id: UUID) -> HttpResponse:
    """맞춤형 안내를 원하지 않음, 또는 다시 원함."""
    household = get_object_or_404(Household, id=household_id)
    refused = request.POST.get("refused") == "1"
    actions.refuse_guidance(household=household, refused=refused, on=request.access.actor.day, by=request.access.actor)
    messages.success(request, "맞춤형 안내에서 뺐습니다." if refused else "맞춤형 안내를 다시 합니다.")
    return redirect("benefits:screening", household_id)


@route(Act.SCREEN, subject=household_facts, methods=("GET",))
def leaflet(request: Request, household_id: UUID) -> HttpResponse:
    """어르신께 드릴 안내문: what, how much, where, which papers, in plain large words; no column of refusals."""
    request.access.kind = Entry.Kind.EXPORT
    columns = screening_of(household_id, request.access.actor.day, ask=False)
    context = {"title": "받으실 수 있는 도움", "columns": columns, **_paper(request, household_id)}
    return render(request, "benefits/leaflet.html", context)


@route(Act.SCREEN, subject=household_facts, methods=("GET",))
def years(request: Request, household_id: UUID) -> HttpResponse:
    """노후 복지설계: what begins and ends on the birthdays of ten years, with the offices near by; for the visits at 65 and 70."""
    request.access.kind = Entry.Kind.EXPORT
    ahead = years_ahead(household_id, request.access.actor.day)
    context = {"title": "앞으로 10년의 복지", "ahead": ahead, **_paper(request, household_id)}
    return render(request, "benefits/years.html", context)


def _paper(request: Request, household_id: UUID) -> dict[str, Any]:
    """Whose paper it is, who printed it, and where they turn to: their office and what serves their dong."""
    household, day = get_object_or_404(Household, id=household_id), request.access.actor.day
    team = TeamCoverage.objects.on(day).filter(area_id=household.area_id).select_related("team", "area").first()
    return {
        "printed_by": request.access.actor.label,
        "printed_at": timezone.now(),
        "on": day,
        "household": household,
        "head": head_of(household_id),
        "office": {
            "name": f"{team.area.name} 행정복지센터" if team else "사시는 곳의 행정복지센터 복지팀",
            "phone": team.team.phone if team else "",
        },
        "nearby": Agency.objects.on(day).filter(areas=household.area_id).order_by("name")[:MOST_NEARBY],
    }
