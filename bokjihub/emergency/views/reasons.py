"""위기사유 설정: what counts today by law and notice, and what our ordinance adds from which day."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.emergency import queries
from bokjihub.emergency.actions.reasons import Standard, TownReason, add_town_reason, end_town_reason
from bokjihub.emergency.forms import TownReasonForm
from bokjihub.emergency.models import CrisisReason
from bokjihub.ui.errors import told_to


@route(Act.SETTINGS)
def reasons(request: Request) -> HttpResponse:
    """The list of today, the town's own with what is to come, and the form."""
    actor = request.access.actor
    form = TownReasonForm(request.POST or None, initial={"starts_on": actor.day})
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        with told_to(form):
            wanted = TownReason(data["name"], Standard(data["standard"]), data["ordinance"], data["starts_on"])
            add_town_reason(reason=wanted, by=actor)
            return redirect("emergency:reasons")
    context = {
        "title": "위기사유",
        "form": form,
        "ours": queries.town_reasons(),
        "law": [one for one in queries.reasons_on(actor.day) if not one.is_towns],
        "today": actor.day,
    }
    return render(request, "emergency/reasons.html", context, status=422 if form.is_bound else 200)


@route(Act.SETTINGS, methods=("POST",))
def end_reason(request: Request, reason_id: UUID) -> HttpResponse:
    """오늘까지만 쓰기."""
    row = get_object_or_404(CrisisReason, id=reason_id)
    end_town_reason(reason=row, ends_on=max(request.access.actor.day, row.starts_on), by=request.access.actor)
    return redirect("emergency:reasons")
