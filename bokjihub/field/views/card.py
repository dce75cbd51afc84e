"""봉사자 방문카드 (V46): today's own visit, and nothing else of the home."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.visits.queries.card import cards_of


@route(Act.FIELD_CARD, methods=("GET",))
def card(request: Request) -> HttpResponse:
    """The cards of today. After the visit, after midnight or without consent there is none."""
    found = cards_of(request.access.actor)
    request.access.show(one.household_id for one in found.cards)
    context = {"title": "오늘 함께 가는 집", "found": found, "report_url": _report_url()}
    return render(request, "field/card.html", context)


def _report_url() -> str:
    """Where a worry is told; nothing while no page serves it."""
    try:
        return reverse("field:report")
    except NoReverseMatch:
        return ""
