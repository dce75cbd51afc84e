"""받지 못하고 있을 가능성: what the last night found, by dong; drift of the next year."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.benefits.queries.missing import (
    MISSED,
    VIEWS,
    counts_by_dong,
    counts_by_view,
    dong_facts,
    last_night,
    lines,
    misses,
    new_year,
)
from bokjihub.clocks.actions import finish_clocks

LINES_A_PAGE = 30


@route(Act.SCREEN, methods=("GET",))
def missing(request: Request) -> HttpResponse:
    """Every dong I reach."""
    return _list(request, None)


@route(Act.SCREEN, subject=dong_facts)
def missing_in(request: Request, dong_id: UUID) -> HttpResponse:
    """One dong; ‘살펴봤습니다’ takes the line off Today until the night finds new homes."""
    if request.method == "POST":
        finish_clocks(subject_id=dong_id, codes=("benefits.missing",), by=request.access.actor)
        return redirect("benefits:missing_in", dong_id)
    return _list(request, dong_id)


def _list(request: Request, dong_id: UUID | None) -> HttpResponse:
    view = request.GET.get("view", MISSED)
    view = view if view in VIEWS else MISSED
    post = request.access.actor.main_post
    last = last_night(post.city_id if post else None)
    page = Paginator(misses(dong_id, view), LINES_A_PAGE).get_page(request.GET.get("page"))
    rows = lines(list(page), last)
    request.access.show(line.miss.household_id for line in rows)
    context = {
        "title": "받지 못하고 있을 가능성",
        "dongs": _dong_chips(dong_id),
        "tabs": _tabs(dong_id, view),
        "view": view,
        "rows": rows,
        "page": page,
        "last": last,
        "new_year": new_year(last),
        "dong_id": dong_id,
    }
    return render(request, "benefits/missing.html", context)


def _dong_chips(dong_id: UUID | None) -> list[dict[str, object]]:
    rows = counts_by_dong()
    everywhere = {
        "label": "모든 동",
        "url": reverse("benefits:missing"),
        "count": sum(count for _, _, count in rows),
        "current": dong_id is None,
    }
    each = [
        {"label": name, "url": reverse("benefits:missing_in", args=[one]), "count": count, "current": one == dong_id}
        for one, name, count in rows
    ]
    return [everywhere, *each] if len(each) > 1 else []


def _tabs(dong_id: UUID | None, current: str) -> list[dict[str, object]]:
    here = reverse("benefits:missing_in", args=[dong_id]) if dong_id else reverse("benefits:missing")
    counts = counts_by_view(dong_id)
    return [
        {"label": label, "url": f"{here}?view={view}", "count": counts[view], "current": view == current}
        for view, label in VIEWS.items()
    ]
