"""가계도와 생태도: the pictures, the tables beside them, and the rows they come from."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import relations as actions
from bokjihub.cases.drawing import Bond, Neighbour, One, ecomap, genogram
from bokjihub.cases.forms import AroundForm, KinForm, KinTieForm
from bokjihub.cases.models import Around, Case, Kin, KinTie
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.views.steps import name_of, trail, tried

ROWS: dict[str, type[Kin | KinTie | Around]] = {"kin": Kin, "tie": KinTie, "around": Around}


@route(Act.CASE_WORK, subject=queries.case_facts)
def relations(request: Request, case_id: UUID) -> HttpResponse:
    """Write the family and what is around it; each button writes one row and draws again."""
    found = _case(case_id)
    actor = request.access.actor
    deed = request.POST.get("deed", "")
    kin = KinForm(request.POST if deed == "kin" else None, prefix="kin")
    tie = KinTieForm(request.POST if deed == "tie" else None, prefix="tie", kin=found.kin.order_by("id"))
    around = AroundForm(request.POST if deed == "around" else None, prefix="around")
    here = reverse("cases:relations", args=[found.id])
    if deed == "begin":
        actions.begin_genogram(case=found, by=actor)
        return redirect(here)
    if deed.startswith("drop-"):
        _, what, row_id = deed.split("-", 2)
        if what not in ROWS:
            raise Refused
        model: Any = ROWS[what]
        actions.drop_relation(row=get_object_or_404(model, id=row_id, case=found), by=actor)
        return redirect(here)
    deeds = {
        "kin": (kin, lambda: actions.add_kin(case=found, by=actor, **kin.cleaned_data)),
        "tie": (tie, lambda: actions.tie_kin(case=found, by=actor, **tie.cleaned_data)),
        "around": (around, lambda: actions.add_around(case=found, by=actor, **around.cleaned_data)),
    }
    if deed in deeds:
        form, act = deeds[deed]
        if form.is_valid() and tried(form, act):
            return redirect(here)
    context = {
        "title": f"가계도·생태도 - {name_of(found)}",
        "case": found,
        "kin_form": kin,
        "tie_form": tie,
        "around_form": around,
        "crumbs": trail(found, "가계도·생태도"),
        **pictures(found),
    }
    return render(request, "cases/relations.html", context, status=422 if deed else 200)


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def relations_sheet(request: Request, case_id: UUID) -> HttpResponse:
    """가계도·생태도, A4; on record as an export."""
    found = _case(case_id)
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(found.area)
    context = {
        "title": "가계도·생태도",
        "case": found,
        "name": name_of(found),
        "office_name": city.name if city else found.area.name,
        "doc_number": found.number,
        "approval_posts": approval_line(ApprovalLine.Paper.RELATIONS, request.access.actor.day).posts,
        "printed_by": request.access.actor.label,
        "printed_at": timezone.now(),
        **pictures(found),
    }
    return render(request, "cases/relations_sheet.html", context)


def pictures(case: Case) -> dict[str, Any]:
    """The rows and what they draw."""
    kin = list(case.kin.order_by("id"))
    ties = list(case.kin_ties.select_related("one", "other").order_by("id"))
    around = list(case.around.order_by("kind", "id"))
    ones = [
        One(row.id, row.label, row.sex, row.is_dead, row.lives_here, row.is_centre, str(row.birth_year or ""))
        for row in kin
    ]
    bonds = [Bond(tie.one_id, tie.other_id, tie.kind) for tie in ties]
    neighbours = [
        Neighbour(row.name, row.kind, row.strength, f"{row.get_strength_display()} · {row.get_flow_display()}")
        for row in around
    ]
    return {
        "kin": kin,
        "ties": ties,
        "around": around,
        "family": genogram(ones, bonds) if ones else None,
        "surroundings": ecomap(neighbours) if neighbours else None,
    }


def _case(case_id: UUID) -> Case:
    return get_object_or_404(Case.objects.select_related("area"), id=case_id)
