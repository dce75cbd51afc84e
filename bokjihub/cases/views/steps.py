"""What the step pages share: try a deed and keep what was typed, show one form, name the household."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.route import Request
from bokjihub.cases.deciders import READS_WHILE_SIGNING, decider_of
from bokjihub.cases.models import Case
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.words import masked_name

Deed = Callable[[], object]


def tried(form: forms.Form, deed: Deed) -> bool:
    """Do it; a refusal becomes a sentence at its field, and the typed text stays."""
    try:
        deed()
    except OfficerError as error:
        refuse(form, error)
        return False
    return True


@dataclass(frozen=True)
class Step:
    """A page with one form: its words and where it leads."""

    title: str
    button: str
    then: str
    lead: str = ""
    crumbs: list[dict[str, str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    template: str = "cases/step.html"


def one_form(request: Request, form: forms.Form, deed: Deed, step: Step) -> HttpResponse:
    """Show the form; on a valid answer do the deed and go on."""
    if request.method == "POST" and form.is_valid() and tried(form, deed):
        return redirect(step.then)
    context = {"title": step.title, "form": form, "step": step, "crumbs": step.crumbs, **step.extra}
    return render(request, step.template, context, status=422 if form.is_bound and form.errors else 200)


def name_of(case: Case) -> str:
    """박○순 가구, masked."""
    head = head_of(case.household_id)
    return f"{masked_name(head.name)} 가구" if head else "가구"


def after_deciding(case: Case, actor: Actor) -> str:
    """Back to the case; a head, who reads it only while signing (process §1.4), back to what else waits."""
    if actor.has(*READS_WHILE_SIGNING) and not actor.has(decider_of(case)):
        return reverse("desk:approvals")
    return reverse("cases:case", args=[case.id])


def trail(case: Case, here: str) -> list[dict[str, str]]:
    """사례 › 번호 › here."""
    return [
        {"label": "사례", "url": "/cases/"},
        {"label": case.number, "url": f"/cases/{case.id}/"},
        {"label": here, "url": ""},
    ]
