"""동의 (V41): the consents of a household; a new one; taking one back, with what stops said first."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.models import Entry
from bokjihub.desk.forms import ConsentForm
from bokjihub.desk.queries.consents import consent_blocks, consent_facts, consent_line, consent_lines, what_stops
from bokjihub.people import actions as people
from bokjihub.people.models import Consent, Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.resources.actions.links import withdraw_consent
from bokjihub.ui.errors import told_to
from bokjihub.ui.papers.printing import sheet, short_number
from bokjihub.ui.words import masked_name


@route(Act.CONSENT, subject=household_facts)
def consents(request: Request, household_id: UUID) -> HttpResponse:
    """What was agreed to, as sentences, and the form for a new consent."""
    home = get_object_or_404(Household.objects.select_related("area"), id=household_id)
    today = request.access.actor.day
    head = head_of(household_id)
    initial = {"given_on": today, "expires_on": today + dt.timedelta(days=365), "given_by": head.name if head else ""}
    form = ConsentForm(request.POST or None, initial=initial, household=home)
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            row = people.record_consent(household=home, **form.consent(), by=request.access.actor)
            messages.success(request, f"동의를 적었습니다: {consent_line(row, today).sentence}.")
            return redirect("people:consents", household_id)
    context = {
        **_crumbs(home),
        "title": "동의",
        "lines": consent_lines(household_id, today),
        "form": form,
        "household": home,
    }
    return render(request, "desk/consents.html", context, status=422 if form.is_bound else 200)


@route(Act.CONSENT, subject=consent_facts)
def consent(request: Request, consent_id: UUID) -> HttpResponse:
    """동의 거두기: what stops now, then the press."""
    row = get_object_or_404(Consent.objects.select_related("household__area"), id=consent_id)
    actor = request.access.actor
    if request.method == "POST" and row.is_valid(actor.day):
        touched = withdraw_consent(consent=row, on=actor.day, by=actor)
        stopped = f" 열린 의뢰 {len(touched)}건이 멈췄습니다. 기관에 알려 주세요." if touched else ""
        messages.success(request, f"동의를 거두었습니다.{stopped}")
        return redirect("people:consents", row.household_id)
    context = {
        **_crumbs(row.household, last="동의 거두기"),
        "title": "동의 거두기",
        "line": consent_line(row, actor.day),
        "stops": what_stops(row, actor.day),
        "household": row.household,
    }
    return render(request, "desk/consent.html", context)


@route(Act.CONSENT, subject=consent_facts, methods=("GET",))
def consent_sheet(request: Request, consent_id: UUID) -> HttpResponse:
    """동의서, A4; on record as an export."""
    row = get_object_or_404(Consent.objects.select_related("household__area", "person"), id=consent_id)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        "개인정보 수집·이용·제공 동의서",
        consent_blocks(row),
        office=row.household.area.name,
        number=short_number("동의", row.id),
        approval=(),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _crumbs(home: Household, *, last: str = "") -> dict[str, object]:
    head = head_of(home.id)
    who = f"{masked_name(head.name)} 가구" if head else "가구"
    crumbs = [
        {"label": "오늘", "url": reverse("desk:today")},
        {"label": who, "url": reverse("desk:household", args=[home.id])},
        {"label": "동의", "url": reverse("people:consents", args=[home.id]) if last else ""},
    ]
    return {"crumbs": [*crumbs, {"label": last, "url": ""}] if last else crumbs, "page_note": f"{who} · {home.area}"}
