"""가구 화면 and what hangs on it: the reason gate, revealing, the timeline, who looked, the print."""

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Role, ViewReason
from bokjihub.audit.models import Entry
from bokjihub.audit.queries import seen_by
from bokjihub.desk.forms import PinForm, ReasonForm
from bokjihub.desk.queries.household import (
    HouseholdPage,
    called,
    closed_words,
    deeds_of,
    home_of,
    more_deeds,
    next_words,
    page_of_household,
)
from bokjihub.people import actions as people
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.words import masked_name

HIDE_AFTER_SECONDS = 60
LOOKED_DAYS = 90


def seen_facts(household_id: UUID) -> Facts | None:
    """Facts for 이 기록을 본 사람: the privacy officer reaches a household through the record of it alone."""
    found = household_facts(household_id)
    if found is None and Entry.objects.filter(subjects__contains=[household_id]).exists():
        return Facts(household_id=household_id)
    return found


@route(Act.HOUSEHOLD, subject=household_facts, methods=("GET",))
def household(request: Request, household_id: UUID) -> HttpResponse:
    """V11. Seven questions answered in ten seconds; one record row names the panels that were shown."""
    home, people = home_of(household_id)
    if home.merged_into_id:
        return redirect("desk:household", home.merged_into_id)
    page = page_of_household(home, request.access.actor, people=people)
    request.access.detail = {"panels": sorted(panel.value for panel in page.panels)}
    return _show(request, page)


@route(Act.REVEAL, subject=household_facts, methods=("POST",))
def reveal(request: Request, household_id: UUID) -> HttpResponse:
    """전체 보기: the phone number in full, as an act of its own on record; the page hides it again after a minute."""
    home, people = home_of(household_id)
    page = page_of_household(home, request.access.actor, people=people)
    page.revealed = page.head.phone if page.head else ""
    request.access.kind = Entry.Kind.REVEAL
    request.access.detail = {"what": "phone"}
    response = _show(request, page)
    response["Refresh"] = f"{HIDE_AFTER_SECONDS}; url={reverse('desk:household', args=[household_id])}"
    return response


@route(Act.HOUSEHOLD_EDIT, subject=household_facts)
def pin(request: Request, household_id: UUID) -> HttpResponse:
    """고정 한 줄: the one hand-written sentence of 한눈에."""
    home = Household.objects.get(id=household_id)
    form = PinForm(request.POST or None, initial={"line": home.pinned_line})
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor
        people.pin_line(household=home, line=form.cleaned_data["line"], on=actor.day, by=actor)
        return redirect("desk:household", household_id)
    context = {**_crumbs(home), "title": "고정 한 줄", "form": form, "household": home}
    return render(request, "desk/pin.html", context)


@route(Act.HOUSEHOLD, subject=household_facts, methods=("GET",))
def timeline(request: Request, household_id: UUID) -> HttpResponse:
    """지나온 일, all of it."""
    home, people = home_of(household_id)
    page = page_of_household(home, request.access.actor, people=people, everything=True)
    context = {**_crumbs(home), "title": f"{page.name}의 지나온 일", "page": page, "events": page.events}
    return render(request, "desk/timeline.html", context)


@route(Act.HOUSEHOLD, subject=household_facts, methods=("GET",))
def household_print(request: Request, household_id: UUID) -> HttpResponse:
    """The page on paper, two sheets at most; on record as a print."""
    home, people = home_of(household_id)
    actor = request.access.actor
    page = page_of_household(home, actor, people=people)
    request.access.kind = Entry.Kind.EXPORT
    context = {
        "title": page.name,
        "page": page,
        "summary": page.summary,
        "next": next_words(page),
        "closed": closed_words(page),
        "office_name": actor.label,
        "printed_by": actor.name,
        "printed_at": timezone.now(),
        "view_number": str(household_id)[-4:].upper(),
    }
    return render(request, "desk/household_print.html", context)


@route(Act.WHO_LOOKED, subject=seen_facts, methods=("GET",))
def who_looked(request: Request, household_id: UUID) -> HttpResponse:
    """이 기록을 본 사람: date, office, purpose; names of people stay inside the office (V47)."""
    actor = request.access.actor
    since = timezone.now() - dt.timedelta(days=LOOKED_DAYS)
    rows = list(seen_by(household_id, since)[:500])
    inside = actor.has(Role.PRIVACY_OFFICER, Role.TEAM_HEAD) and "paper" not in request.GET
    head = head_of(household_id)
    context = {
        "title": "이 기록을 본 사람",
        "rows": [(row, row.actor_label if inside else office_of(row.actor_label)) for row in rows],
        "household_id": household_id,
        "who": masked_name(head.name) if head else "",
        "is_paper": "paper" in request.GET,
        "since": since,
        "printed_by": actor.name,
        "printed_at": timezone.now(),
    }
    return render(request, "desk/who_looked_print.html" if "paper" in request.GET else "desk/who_looked.html", context)


@route(Act.OPEN_REASON, subject=household_facts)
def open_reason(request: Request, household_id: UUID) -> HttpResponse:
    """왜 여시나요? (V12) One sentence before a household without open work of my team is opened."""
    form = ReasonForm(request.POST or None)
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("desk:household", args=[household_id])
    if request.method == "POST" and form.is_valid():
        accounts.give_reason(
            household_id=household_id,
            user=request.user,
            reason=ViewReason.Reason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            by=request.access.actor,
        )
        return redirect(target)
    head = head_of(household_id)
    home = Household.objects.select_related("area").get(id=household_id)
    context = {
        "form": form,
        "title": "왜 여시나요?",
        "next": target,
        "who": masked_name(head.name) if head else "이름 모르는",
        "dong": home.area.name,
        "crumbs": [{"label": "찾기", "url": reverse("desk:find")}, {"label": "열람 사유"}],
    }
    return render(request, "desk/open_reason.html", context)


def office_of(label: str) -> str:
    """The office without the person: what a resident is shown by default."""
    return label.rsplit(" · ", 1)[0]


def _show(request: Request, page: HouseholdPage) -> HttpResponse:
    access = request.access
    return render(request, "desk/household.html", page_context(page, access.actor, has_reason=access.facts.has_reason))


def page_context(page: HouseholdPage, actor: Actor, *, has_reason: bool) -> dict[str, object]:
    """What the template of the household page is given."""
    primary, others = deeds_of(page, actor)
    return {
        **_crumbs(page.household, page.head),
        "page": page,
        "sees": page.sees,
        "summary": page.summary,
        "next": next_words(page),
        "closed": closed_words(page),
        "primary": primary,
        "others": others,
        "more": more_deeds(page, actor),
        "reason": has_reason,
        "may_pin": actor.has(Role.DONG_OFFICER, Role.TEAM_HEAD, Role.CASE_MANAGER),
        "may_see_lookers": actor.has(Role.DONG_OFFICER, Role.TEAM_HEAD, Role.HOPE_UNIT, Role.PRIVACY_OFFICER),
        "today": page.day,
    }


def _crumbs(home: Household, head: Person | None = None) -> dict[str, object]:
    head = head or head_of(home.id)
    masked = f"{masked_name(head.name)} 가구" if head else "가구"
    return {
        "crumbs": [
            {"label": "오늘", "url": reverse("desk:today")},
            {"label": masked, "url": reverse("desk:household", args=[home.id])},
        ],
        "masked_title": masked,
        "honorific": called(head, timezone.localdate()) if head else "",
    }
