"""주소·가구원 고치기: where the home is, who lives there, what helps at the door."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.desk.forms import HomeForm, PersonForm
from bokjihub.people import actions
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import head_of, household_facts, members
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import masked_name


def person_facts(person_id: UUID) -> Facts | None:
    """Facts of the household a person belongs to."""
    found = Person.objects.filter(id=person_id).values_list("household_id", flat=True).first()
    return household_facts(found) if found else None


@route(Act.HOUSEHOLD_EDIT, subject=household_facts)
def edit(request: Request, household_id: UUID) -> HttpResponse:
    """The home itself, its people as lines, and one more person."""
    home = get_object_or_404(Household.objects.select_related("area", "tong"), id=household_id)
    asks_home = "address" in request.POST
    form = HomeForm(request.POST if asks_home else None, household=home)
    person_form = PersonForm(request.POST if "relation" in request.POST else None)
    by = request.access.actor
    with told_to(form):
        if form.is_bound and form.is_valid():
            actions.correct_address(household=home, **form.cleaned_data, by=by)
            messages.success(request, "고쳤습니다.")
            return redirect("desk:household", household_id)
        if person_form.is_bound and person_form.is_valid():
            actions.add_person(household=home, person=person_form.person(), by=by)
            messages.success(request, "가구원을 더했습니다.")
            return redirect("people:edit", household_id)
    context = {
        **_crumbs(home),
        "title": "주소·가구원 고치기",
        "form": form,
        "person_form": person_form,
        "people": list(members(household_id)),
        "household": home,
        "today": by.day,
    }
    is_wrong = form.is_bound or person_form.is_bound
    return render(request, "desk/people.html", context, status=422 if is_wrong else 200)


@route(Act.HOUSEHOLD_EDIT, subject=person_facts)
def person(request: Request, person_id: UUID) -> HttpResponse:
    """One person of the household."""
    row = get_object_or_404(Person.objects.select_related("household__area"), id=person_id)
    form = PersonForm(request.POST or None, initial=PersonForm.known(row))
    if request.method == "POST" and form.is_valid():
        actions.correct_person(person=row, facts=form.person(row), by=request.access.actor)
        messages.success(request, "고쳤습니다.")
        return redirect("people:edit", row.household_id)
    context = {**_crumbs(row.household), "title": "가구원 고치기", "form": form, "household": row.household}
    return render(request, "desk/person.html", context, status=422 if form.is_bound else 200)


def _crumbs(home: Household) -> dict[str, object]:
    head = head_of(home.id)
    who = f"{masked_name(head.name)} 가구" if head else "가구"
    return {
        "crumbs": [
            {"label": "오늘", "url": reverse("desk:today")},
            {"label": who, "url": reverse("desk:household", args=[home.id])},
            {"label": "고치기", "url": ""},
        ],
        "page_note": f"{who} · {home.area}",
    }
