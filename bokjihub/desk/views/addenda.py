"""바로잡기: an addendum beside a finished record, by whoever may write such a record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.cases.models import Case
from bokjihub.cases.queries.cases import case_facts
from bokjihub.cases.queries.records import record_of
from bokjihub.counselling.queries.facts import counselling_facts, counselling_of
from bokjihub.counselling.queries.transcript import transcript
from bokjihub.desk.forms import AddendumForm
from bokjihub.emergency.queries import facts as aid_facts
from bokjihub.emergency.queries import finished_record
from bokjihub.people.actions import add_addendum
from bokjihub.people.queries import Record, addenda_of
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import official_date
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.facts import visit_facts


@route(Act.COUNSELLING, subject=counselling_facts)
def amend_counselling(request: Request, counselling_id: UUID) -> HttpResponse:
    """A counselling record."""
    found = counselling_of(counselling_id)
    words = tuple((row.label, str(row.value)) for row in transcript(found, masked=True) if row.value)
    record = Record("counselling", found.id, f"상담 {official_date(found.counselled_on)}", words)
    then = reverse("counselling:counselling", args=[found.id])
    return _page(request, record, "counselling.counselling", found.household_id, found.area_id, then)


@route(Act.CASE_WORK, subject=case_facts)
def amend_case(request: Request, case_id: UUID, kind: str, record_id: UUID) -> HttpResponse:
    """A survey handed in, minutes, an agreed plan, a check, a closing, a look after it, a judgement."""
    case = Case.objects.filter(id=case_id).first()
    record = record_of(case, kind, record_id) if case else None
    if case is None or record is None:
        raise Refused
    then = reverse("cases:case", args=[case.id])
    return _page(request, record, f"cases.{kind}", case.household_id, case.area_id, then)


@route(Act.EMERGENCY_WORK, subject=aid_facts)
def amend_aid(request: Request, aid_id: UUID, kind: str, record_id: UUID) -> HttpResponse:
    """An on-site check, a decision, a payment, the check a month after, a review, an objection answered."""
    found = finished_record(aid_id, kind, record_id)
    if found is None:
        raise Refused
    aid, record = found
    then = reverse("emergency:grant_page", args=[aid.id])
    return _page(request, record, f"emergency.{kind}", aid.household_id, aid.area_id, then)


@route(Act.VISIT_RECORD, subject=visit_facts)
def amend_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """The result of a visit made."""
    visit = Visit.objects.filter(id=visit_id).exclude(result="").first()
    if visit is None:
        raise Refused
    said = (("결과", visit.get_result_display()), ("말씀", visit.words), ("본 것", visit.observation))
    words = tuple(one for one in said if one[1])
    record = Record("visit", visit.id, f"방문 {official_date(visit.planned_on)}", words)
    then = reverse("visits:visit", args=[visit.id])
    return _page(request, record, "visits.visit", visit.household_id, visit.area_id, then)


def _page(
    request: Request, record: Record, subject_kind: str, household_id: UUID, area_id: UUID, then: str
) -> HttpResponse:
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            add_addendum(
                subject_kind=subject_kind,
                subject_id=record.id,
                household_id=household_id,
                area_id=area_id,
                by=request.access.actor,
                **form.cleaned_data,
            )
            return redirect(then)
    context = {
        "title": f"바로잡기 - {record.label}",
        "record": record,
        "form": form,
        "addenda": addenda_of([record.id]),
        "then": then,
    }
    return render(request, "desk/addendum.html", context, status=422 if form.is_bound else 200)
