"""누가 도울 수 있나요: services against one need, each a press away from its referral."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.benefits.models import Application
from bokjihub.cases.models import SurveyAnswer
from bokjihub.desk.queries import who_helps as queries
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.forms import id_in
from bokjihub.ui.words import masked_name


@route(Act.LINK, subject=household_facts, methods=("GET",))
def who_helps(request: Request, household_id: UUID) -> HttpResponse:
    """`?answer=` a domain of the survey, `?refused=` a benefit the screening denies, `?application=` one that was refused."""
    household = get_object_or_404(Household, id=household_id)
    asked = _asked(request, household_id) or queries.Asked("어떤 어려움이든", "")
    head = head_of(household_id)
    context = {
        "title": "누가 도울 수 있나요",
        "page_note": asked.title,
        "household": household,
        "asked": asked,
        "helpers": queries.helpers_for(asked, household, request.access.actor),
        "crumbs": [
            {
                "label": f"{masked_name(head.name) if head else '미상'} 가구",
                "url": reverse("desk:household", args=[household_id]),
            },
            {"label": "누가 도울 수 있나요", "url": ""},
        ],
    }
    return render(request, "desk/who_helps.html", context)


def _asked(request: Request, household_id: UUID) -> queries.Asked | None:
    """What was asked for, by who may read where it comes from."""
    if wanted := id_in(request.GET.get("answer", "")):
        _demand(request, Act.CASE)
        answer = SurveyAnswer.objects.filter(id=wanted, household_id=household_id).select_related("survey__version")
        return queries.of_answer(get_object_or_404(answer))
    if wanted := id_in(request.GET.get("application", "")):
        _demand(request, Act.APPLICATION)
        row = Application.objects.filter(id=wanted, household_id=household_id, is_granted=False)
        return queries.of_application(get_object_or_404(row))
    if benefit := request.GET.get("refused", ""):
        _demand(request, Act.SCREEN)
        return queries.of_refusal(household_id, benefit, request.access.actor)
    return None


def _demand(request: Request, act: Act) -> None:
    if not decide(request.access.actor, act, request.access.facts).allowed:
        raise Refused
