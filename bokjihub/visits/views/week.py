"""방문 주간판: a team's week by person or by pair; a visit is dragged, moved by key, or moved on its own page."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.models import Entry
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits.actions import move as actions
from bokjihub.visits.bookings import people_of, placement
from bokjihub.visits.errors import MovedMeanwhile
from bokjihub.visits.forms import MoveForm
from bokjihub.visits.models import Visit
from bokjihub.visits.moving import Move, guard_move
from bokjihub.visits.queries import week as weeks
from bokjihub.visits.queries.due import others_near
from bokjihub.visits.queries.facts import visit_facts, visit_of
from bokjihub.visits.queries.pairs import posts_near
from bokjihub.visits.queries.wishes import wish_of
from bokjihub.visits.views.board import team_of
from bokjihub.visits.views.plan import printed

PAIR = "pair"


@route(Act.VISITS, methods=("GET",))
def week_today(request: Request) -> HttpResponse:
    """방문 주간판 of this week; at the weekend of the next."""
    day = request.access.actor.day
    shown = day + dt.timedelta(days=2) if day.weekday() >= weeks.DAYS else day
    return redirect(_url(shown, request.GET.get("view", "")))


@route(Act.VISITS, methods=("GET",))
def week(request: Request, day: dt.date) -> HttpResponse:
    """방문 주간판: who goes where and when this week, by person or by pair."""
    return render(request, "visits/week.html", _context(request, day, request.GET.get("view", "")))


@route(Act.VISITS, methods=("GET",))
def week_sheet(request: Request, day: dt.date) -> HttpResponse:
    """주간표: the week on one sheet, A4 landscape, names masked; on record as an export."""
    context = _context(request, day, request.GET.get("view", ""))
    request.access.kind = Entry.Kind.EXPORT
    return render(request, "visits/week_sheet.html", context | {"title": "방문 주간표", **printed(request)})


@route(Act.VISIT_PLAN, subject=visit_facts)
def move_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """옮기기: from the board by drag or key (answered with the board), or on a page of its own."""
    found = visit_of(visit_id)
    form = _form(request, found)
    from_board = bool(request.headers.get("HX-Request"))
    if request.method == "POST" and form.is_valid():
        before = _placement(found)
        try:
            actions.move_visit(visit=found, to=_move(form), by=request.access.actor)
        except MovedMeanwhile as refusal:
            if from_board:  # the board of now, with the sentence; nothing was moved
                return _board(request, found, {"said": refusal.sentence, "undo": None, "here": found.id})
            refuse(form, refusal)
        except OfficerError as refusal:
            refuse(form, refusal)
        else:
            return _moved(request, found, before, from_board=from_board)
    if from_board and form.errors:
        raise OfficerError(_first(form))
    person = head_of(found.household_id)
    context = {
        "title": f"옮기기 — {masked_name(person.name) if person else '미상'}",
        "visit": found,
        "form": form,
        "wish": wish_of(found.household_id),
        "others": others_near(found.household_id, found.planned_on, but=found.id),
    }
    return render(request, "visits/move_visit.html", context, status=422 if form.is_bound else 200)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("GET",))
def check_move(request: Request, visit_id: UUID) -> HttpResponse:
    """The verdict on a move while the visit is still in the hand: may it stand there, and if not which rule forbids it."""
    found = visit_of(visit_id)
    form = MoveForm(request.GET, people=_people(found, request.GET.get("planned_on", "")))
    if not form.is_valid():
        return render(request, "visits/_verdict.html", {"refused": _first(form)})
    to = _move(form)
    context: dict[str, Any] = {"where": f"{short_date(to.on)} {to.at:%H:%M}"}
    try:
        guard_move(visit=found, to=to, by=request.access.actor)
        context["remarks"] = weeks.remarks(found, to.on, to.at, to.goers)
    except OfficerError as error:
        context["refused"] = error.sentence
    return render(request, "visits/_verdict.html", context)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("POST",))
def pin_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """고정·고정 풀기."""
    found = visit_of(visit_id)
    actions.pin_visit(visit=found, is_pinned=not found.is_pinned, by=request.access.actor)
    if request.headers.get("HX-Request"):
        said = {"said": "고정했습니다." if found.is_pinned else "고정을 풀었습니다.", "undo": None, "here": found.id}
        return _board(request, found, said)
    return redirect("visits:visit", visit_id=visit_id)


def _context(request: Request, day: dt.date, view: str) -> dict[str, Any]:
    team, monday = team_of(request), day - dt.timedelta(days=day.weekday())
    by_pair = view == PAIR
    found = weeks.week(request.access.actor, team, monday, by_pair=by_pair) if team else None
    if found:
        cards = [c for row in found.rows for hour in row.hours for cell in hour.cells for c in cell.cards]
        request.access.show(card.visit.household_id for card in cards)
        request.access.show(due.household_id for due, _ in found.waiting)
    return {
        "title": f"방문 주간판 {monday.month}. {monday.day}.–{(end := monday + dt.timedelta(days=4)).month}. {end.day}.",
        "team": team,
        "week": found,
        "monday": monday,
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
        "today": request.access.actor.day,
        "by_pair": by_pair,
        "view": PAIR if by_pair else "person",
        "views": [
            {"label": "사람별", "url": _url(monday, ""), "current": not by_pair},
            {"label": "짝별", "url": _url(monday, PAIR), "current": by_pair},
        ],
    }


def _board(request: Request, found: Visit, said: dict[str, Any]) -> HttpResponse:
    day = dt.date.fromisoformat(request.POST.get("monday") or found.planned_on.isoformat())
    context = _context(request, day, request.POST.get("view", ""))
    return render(request, "visits/week.html#week", context | said)


def _moved(request: Request, found: Visit, before: dict[str, Any], *, from_board: bool) -> HttpResponse:
    said = f"옮겼습니다: {short_date(found.planned_on)} {found.planned_at:%H:%M} {_names(found)}."
    if from_board:
        now = {"url": reverse("visits:move_visit", args=[found.id]), "was": placement(found, people_of(found))}
        undo = None if "undo" in request.POST else before | now
        return _board(request, found, {"said": said, "undo": undo, "here": found.id})
    messages.success(request, said)
    return redirect(_url(found.planned_on, request.POST.get("view", "")))


def _url(day: dt.date, view: str) -> str:
    return reverse("visits:week", args=[day]) + (f"?view={PAIR}" if view == PAIR else "")


def _names(found: Visit) -> str:
    return " · ".join(post.user.name for post in people_of(found))


def _first(form: MoveForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _form(request: Request, found: Visit) -> MoveForm:
    people = _people(found, request.POST.get("planned_on", ""))
    return MoveForm(request.POST or None, people=people, initial=_placement(found))


def _people(found: Visit, day: str) -> list[Any]:
    """Who may go to the home, and who goes now."""
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        on = found.planned_on
    near = posts_near(found.household, on)
    return near + [post for post in people_of(found) if post not in near]


def _placement(found: Visit) -> dict[str, Any]:
    """Where the visit stands, as the form's fields."""
    return {
        "planned_on": found.planned_on,
        "planned_at": found.planned_at,
        "lead": str(found.lead_id),
        "companions": [str(post.id) for post in people_of(found)[1:]],
        "was": placement(found, people_of(found)),
    }


def _move(form: MoveForm) -> Move:
    data = form.cleaned_data
    return Move(
        on=data["planned_on"],
        at=data["planned_at"],
        lead=data["lead"],
        companions=data["companions"],
        is_told=data["is_told"],
        beside_reason=data["beside_reason"],
        wish_reason=data["wish_reason"],
        was=data["was"],
    )
