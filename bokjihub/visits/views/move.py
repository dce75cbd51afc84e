"""옮기기: a booked visit or a proposed turn to another day, time or people: dragged, moved by key, or on a page of its own."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Post
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits.actions import board as boards
from bokjihub.visits.actions import move as actions
from bokjihub.visits.bookings import people_of, placement
from bokjihub.visits.errors import MovedMeanwhile
from bokjihub.visits.forms import MoveForm
from bokjihub.visits.moving import Move, guard_move, guard_place
from bokjihub.visits.queries.board import line_facts, line_of, name_of
from bokjihub.visits.queries.due import others_near
from bokjihub.visits.queries.facts import visit_facts, visit_of
from bokjihub.visits.queries.pairs import posts_near
from bokjihub.visits.queries.remarks import Moved, moved_line, moved_visit, remarks
from bokjihub.visits.queries.to_plan import goers_of
from bokjihub.visits.queries.wishes import wish_of
from bokjihub.visits.views.week import monday_of, week_context, week_url


@route(Act.VISIT_PLAN, subject=visit_facts)
def move_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """옮기기: from the board by drag or key (answered with the board), or on a page of its own."""
    found = visit_of(visit_id)
    goers, before = people_of(found), _placement(found.planned_on, found.planned_at, people_of(found))
    form = _form(request, _people(found.household, goers, request.POST.get("planned_on", ""), found.planned_on), before)

    def carry(to: Move) -> None:
        actions.move_visit(visit=found, to=to, by=request.access.actor)

    if (answer := _carried(request, form, carry, found.id, found.planned_on)) is not None:
        return answer
    if request.method == "POST" and not form.errors:
        now = _placement(found.planned_on, found.planned_at, people_of(found))
        url = reverse("visits:move_visit", args=[found.id])
        return _moved(request, found.id, before | {"url": url, "was": now["was"]}, now, people_of(found))
    person = head_of(found.household_id)
    context = {
        "title": f"옮기기 — {masked_name(person.name) if person else '미상'}",
        "visit": found,
        "form": form,
        "wish": wish_of(found.household_id),
        "others": others_near(found.household_id, found.planned_on, but=found.id),
    }
    return render(request, "visits/move_visit.html", context, status=422 if form.is_bound else 200)


@route(Act.VISIT_PLAN, subject=line_facts)
def place_line(request: Request, line_id: UUID) -> HttpResponse:
    """계획안에서 옮기기: a proposed turn to another day, time or people, by drag, key or on a page of its own."""
    found = line_of(line_id)
    day = found.on or found.plan.day
    before = _placement(found.on, found.at, found.goers)
    form = _form(request, goers_of(found.plan.team, day), before)

    def carry(to: Move) -> None:
        boards.place_line(line=found, to=to, by=request.access.actor)

    if (answer := _carried(request, form, carry, found.id, day)) is not None:
        return answer
    if request.method == "POST" and not form.errors:
        now = line_of(line_id)
        stands = _placement(now.on, now.at, now.goers)
        undo = before | {"url": reverse("visits:place_line", args=[found.id]), "was": stands["was"]}
        return _moved(request, found.id, undo if found.on else {}, stands, now.goers)
    request.access.show([found.household_id])
    context = {
        "title": "계획안에서 옮기기",
        "line": found,
        "name": name_of(found),
        "form": form,
        "wish": wish_of(found.household_id),
        "monday": monday_of(day),
    }
    return render(request, "visits/place_line.html", context, status=422 if form.is_bound else 200)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("GET",))
def check_move(request: Request, visit_id: UUID) -> HttpResponse:
    """The verdict on a move while the visit is still in the hand: may it stand there, and if not which rule forbids it."""
    found = visit_of(visit_id)
    people = _people(found.household, people_of(found), request.GET.get("planned_on", ""), found.planned_on)

    def guard(to: Move) -> Moved:
        guard_move(visit=found, to=to, by=request.access.actor)
        return moved_visit(found)

    return _verdict(request, MoveForm(request.GET, people=people), guard)


@route(Act.VISIT_PLAN, subject=line_facts, methods=("GET",))
def check_place(request: Request, line_id: UUID) -> HttpResponse:
    """The same for a proposed turn."""
    found = line_of(line_id)

    def guard(to: Move) -> Moved:
        guard_place(line=found, to=to, by=request.access.actor)
        return moved_line(found)

    people = goers_of(found.plan.team, found.on or found.plan.day)
    return _verdict(request, MoveForm(request.GET, people=people), guard)


def _verdict(request: Request, form: MoveForm, guard: Callable[[Move], Moved]) -> HttpResponse:
    if not form.is_valid():
        return render(request, "visits/_verdict.html", {"refused": _first(form)})
    to = _move(form)
    context: dict[str, Any] = {"where": f"{short_date(to.on)} {to.at:%H:%M}"}
    try:
        context["remarks"] = remarks(guard(to), to.on, to.at, to.goers)
    except OfficerError as error:
        context["refused"] = error.sentence
    return render(request, "visits/_verdict.html", context)


@route(Act.VISIT_PLAN, subject=line_facts, methods=("POST",))
def pin_place(request: Request, line_id: UUID) -> HttpResponse:
    """고정·고정 풀기 of a proposed turn."""
    found = line_of(line_id)
    boards.pin_line(line=found, is_pinned=not found.is_pinned, by=request.access.actor)
    if request.headers.get("HX-Request"):
        return _board(request, found.on or found.plan.day, _pinned(found.id, is_pinned=found.is_pinned))
    return redirect(week_url(found.on or found.plan.day, ""))


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("POST",))
def pin_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """고정·고정 풀기."""
    found = visit_of(visit_id)
    actions.pin_visit(visit=found, is_pinned=not found.is_pinned, by=request.access.actor)
    if request.headers.get("HX-Request"):
        return _board(request, found.planned_on, _pinned(found.id, is_pinned=found.is_pinned))
    return redirect("visits:visit", visit_id=visit_id)


def _pinned(here: UUID, *, is_pinned: bool) -> dict[str, Any]:
    return {"said": "고정했습니다." if is_pinned else "고정을 풀었습니다.", "undo": None, "here": here}


def _board(request: Request, day: dt.date, said: dict[str, Any]) -> HttpResponse:
    shown = dt.date.fromisoformat(request.POST.get("monday") or day.isoformat())
    context = week_context(request, shown, request.POST.get("view", ""))
    return render(request, "visits/week.html#week", context | said)


def _carried(
    request: Request, form: MoveForm, carry: Callable[[Move], None], here: UUID, day: dt.date
) -> HttpResponse | None:
    """Try the move that was sent. None: done, or the refusal stands on the form of the page."""
    from_board = bool(request.headers.get("HX-Request"))
    if request.method == "POST" and form.is_valid():
        try:
            carry(_move(form))
        except MovedMeanwhile as refusal:
            if from_board:  # the board of now, with the sentence; nothing was moved
                return _board(request, day, {"said": refusal.sentence, "undo": None, "here": here})
            refuse(form, refusal)
        except OfficerError as refusal:
            refuse(form, refusal)
    if from_board and form.errors:
        raise OfficerError(_first(form))
    return None


def _moved(
    request: Request, here: UUID, undo: dict[str, Any], now: dict[str, Any], goers: Sequence[Post]
) -> HttpResponse:
    day, names = now["planned_on"], " · ".join(post.user.name for post in goers)
    said = f"옮겼습니다: {short_date(day)} {now['planned_at']:%H:%M} {names}."
    if request.headers.get("HX-Request"):
        undo = {} if "undo" in request.POST else undo
        return _board(request, day, {"said": said, "undo": undo, "here": here})
    messages.success(request, said)
    return redirect(week_url(day, request.POST.get("view", "")))


def _first(form: MoveForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _form(request: Request, people: list[Post], now: dict[str, Any]) -> MoveForm:
    return MoveForm(request.POST or None, people=people, initial=now)


def _people(home: Household, goers: Sequence[Post], day: str, otherwise: dt.date) -> list[Post]:
    """Who may go to the home, and who goes now."""
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        on = otherwise
    near = posts_near(home, on)
    return near + [post for post in goers if post not in near]


def _placement(on: dt.date | None, at: dt.time | None, goers: Sequence[Post]) -> dict[str, Any]:
    """Where a visit or a turn stands, as the form's fields."""
    return {
        "planned_on": on,
        "planned_at": at,
        "lead": str(goers[0].id) if goers else "",
        "companions": [str(post.id) for post in goers[1:]],
        "was": placement(on, at, goers),
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
