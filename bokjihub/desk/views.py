"""The officers' door: landing, Today, the reason gate. Pages that combine domains."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, not_found, public, route
from bokjihub.accounts.models import Role, ViewReason
from bokjihub.clocks.queries import open_clocks
from bokjihub.desk.context import landing_of

__all__ = ["fault", "home", "missing", "open_reason", "today"]


@route(Act.ME, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """Send everybody to the page their day begins with (screens §2.3)."""
    return redirect(landing_of(request.access.actor))


@route(Act.TODAY, methods=("GET",))
def today(request: Request) -> HttpResponse:
    """오늘: what is late, what is due, what is new."""
    actor = request.access.actor
    clocks = list(open_clocks(actor, until=actor.day))
    request.access.show(clock.household_id for clock in clocks)
    return render(request, "desk/today.html", {"clocks": clocks, "title": "오늘", "role": Role})


class ReasonForm(forms.Form):
    """왜 여시나요?"""

    reason = forms.ChoiceField(label="사유", choices=ViewReason.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label="한 줄로 적기", max_length=200, required=False)


@route(Act.OPEN_REASON)
def open_reason(request: Request, household_id: UUID) -> HttpResponse:
    """왜 여시나요? One sentence before a household without open work of my team is opened."""
    form = ReasonForm(request.POST or None)
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("desk:home")
    if request.method == "POST" and form.is_valid():
        accounts.give_reason(
            household_id=household_id,
            user=request.user,
            reason=ViewReason.Reason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            by=request.access.actor,
        )
        return redirect(target)
    return render(request, "desk/open_reason.html", {"form": form, "title": "왜 여시나요?", "next": target})


@public
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what is missing or refused."""
    return not_found(request)


@public
def fault(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: nothing changed, an id to tell, no trace."""
    return render(request, "ui/fault.html", status=500)
