"""나오는 때와 방문 바람: the pages on which both are written down."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import masked_name
from bokjihub.visits.actions import wishes as actions
from bokjihub.visits.errors import NotOfOurTeam
from bokjihub.visits.forms import TermsForm, WishForm
from bokjihub.visits.models import HomeWish
from bokjihub.visits.queries.pairs import posts_around
from bokjihub.visits.queries.to_plan import GoerRow, goer_rows
from bokjihub.visits.queries.wishes import wish_of
from bokjihub.visits.views.board import team_of


@route(Act.VISIT_PLAN, methods=("GET",))
def goers(request: Request) -> HttpResponse:
    """함께 가는 분들: who goes for the team, on which half days, what they bring."""
    team = team_of(request)
    rows = goer_rows(team, request.access.actor.day) if team else []
    return render(request, "visits/goers.html", {"title": "방문하는 분들", "team": team, "rows": rows})


@route(Act.VISIT_PLAN)
def goer_terms(request: Request, post_id: UUID) -> HttpResponse:
    """나오는 때 적기: of somebody who goes for the own team."""
    row = _row(request, post_id)
    noted = row.terms
    now = (
        {"halves": noted.halves, "skills": noted.skills, "sex": noted.sex, "most_days": noted.most_days or ""}
        if noted
        else {}
    )
    form = TermsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.set_goer_terms(post=row.post, by=request.access.actor, **form.cleaned_data)
        messages.success(request, f"{row.post.user.name} 님이 나오는 때를 적었습니다. 다음 계획부터 지킵니다.")
        return redirect("visits:goers")
    context = {"title": f"나오는 때 — {row.post.user.name}", "row": row, "form": form}
    return render(request, "visits/goer_terms.html", context, status=422 if form.is_bound else 200)


@route(Act.VISIT_PLAN, subject=household_facts)
def home_wish(request: Request, household_id: UUID) -> HttpResponse:
    """방문 바람 적기: when somebody is in, who is asked for, who does not come."""
    home = Household.objects.select_related("area").get(id=household_id)
    day = request.access.actor.day
    form = WishForm(
        request.POST if request.method == "POST" else None,
        around=posts_around(home, day),
        initial=_stands(wish_of(home.id)),
    )
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            actions.set_home_wish(household=home, wished=form.wished, by=request.access.actor)
            messages.success(request, "방문 바람을 적었습니다. 다음 계획과 예약부터 지킵니다.")
            return redirect("visits:plan_visit", household_id=home.id)
    person = head_of(home.id)
    context = {
        "title": f"방문 바람 — {masked_name(person.name) if person else '미상'}",
        "home": home,
        "form": form,
    }
    return render(request, "visits/home_wish.html", context, status=422 if form.is_bound else 200)


def _row(request: Request, post_id: UUID) -> GoerRow:
    team = team_of(request)
    rows = goer_rows(team, request.access.actor.day) if team else []
    found = next((row for row in rows if row.post.id == post_id), None)
    if found is None:
        raise NotOfOurTeam
    return found


def _stands(wish: HomeWish | None) -> dict[str, object]:
    if wish is None:
        return {}
    return {
        "sex": wish.sex,
        "skills": wish.skills,
        "opens": wish.opens,
        "closes": wish.closes,
        "kept_away": [str(one) for one in wish.kept_away],
    }
