"""방문 기준: the rules of the programmes as dated rows a town changes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.ui.errors import told_to
from bokjihub.visits.actions import programmes as actions
from bokjihub.visits.forms import RuleForm
from bokjihub.visits.models import VisitProgramme, VisitRule
from bokjihub.visits.queries.due import open_rules


@route(Act.SETTINGS, methods=("GET",))
def programmes(request: Request) -> HttpResponse:
    """방문사업과 기준: what makes a visit due, from when, on what basis."""
    day = request.access.actor.day
    rules: dict[UUID, list[VisitRule]] = {}
    for rule in open_rules(day):
        rules.setdefault(rule.programme_id, []).append(rule)
    rows = [(one, rules.get(one.id, [])) for one in VisitProgramme.objects.all()]
    return render(request, "visits/programmes.html", {"title": "방문사업과 기준", "rows": rows, "today": day})


@route(Act.SETTINGS)
def change_rule(request: Request, rule_id: UUID) -> HttpResponse:
    """기준 바꾸기: a new row from a day on."""
    rule = get_object_or_404(VisitRule.objects.select_related("programme"), id=rule_id)
    form = RuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            actions.change_rule(rule=rule, new=_new(form, rule), by=request.access.actor)
            return redirect("visits:programmes")
    context = {"title": f"{rule.programme.name} 기준 바꾸기", "form": form, "rule": rule}
    return render(request, "visits/change_rule.html", context, status=422 if form.errors else 200)


@route(Act.SETTINGS, methods=("POST",))
def end_rule(request: Request, rule_id: UUID) -> HttpResponse:
    """오늘까지만."""
    actor = request.access.actor
    actions.end_rule(rule=get_object_or_404(VisitRule, id=rule_id), ends_on=actor.day, by=actor)
    return redirect("visits:programmes")


@route(Act.SETTINGS, methods=("POST",))
def open_programme(request: Request, programme_id: UUID) -> HttpResponse:
    """쓰기·쉬기."""
    programme = get_object_or_404(VisitProgramme, id=programme_id)
    actions.open_programme(programme=programme, is_open="open" in request.POST, by=request.access.actor)
    return redirect("visits:programmes")


def _new(form: RuleForm, rule: VisitRule) -> actions.NewRule:
    """The typed values over the rule's own: what its kind does not ask stays."""
    data = form.cleaned_data
    names = ("at", "opens_before", "window_days", "contacts", "every_months", "every_days")
    kept: dict[str, Any] = {
        name: data.get(name) if data.get(name) is not None else getattr(rule, name) for name in names
    }
    if rule.is_repeated:  # months or days: what is left empty is meant
        kept |= {"every_months": data.get("every_months"), "every_days": data.get("every_days")}
    return actions.NewRule(starts_on=data["starts_on"], basis=data["basis"], **kept)
