"""프로그램 (V48): the list, one programme with its ticks, applying, selecting, results."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.exports import actions as exports
from bokjihub.exports.door import hand_out
from bokjihub.people.models import Household
from bokjihub.people.queries import household_facts, members
from bokjihub.programmes import actions, queries
from bokjihub.programmes.forms import (
    ApplyForm,
    CloseForm,
    CountForm,
    ProgrammeForm,
    ResultForm,
    ServiceForm,
    SettleForm,
    WordsForm,
)
from bokjihub.programmes.models import Opinion, Participation, Programme, Session
from bokjihub.ui import sheets
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import masked_name, particle, short_date

State = Participation.State


@route(Act.PROGRAMME, methods=("GET",))
def programmes(request: Request) -> HttpResponse:
    """Every programme of our dongs and our city, those that run first."""
    found = list(queries.programmes_of(request.access.actor))
    counts = queries.counts_of([one.id for one in found])
    context = {"title": "프로그램", "rows": [(one, counts[one.id]) for one in found]}
    return render(request, "programmes/programmes.html", context)


@route(Act.PROGRAMME)
def open_programme(request: Request) -> HttpResponse:
    """프로그램 열기."""
    actor = request.access.actor
    form = ProgrammeForm(request.POST or None, actor=actor, initial={"kind": Programme.Kind.CLASS, "weeks": 1})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            offer = actions.Offer(**{**data, "kind": Programme.Kind(data["kind"])})
            made = actions.open_programme(offer=offer, by=actor)
            messages.success(request, f"‘{made.title}’{particle(made.title, '을/를')} 열었습니다.")
            return redirect("programmes:programme", made.id)
    context = {"title": "프로그램 열기", "form": form, "panel": "무엇을 여나요", "verb": "열기"}
    return render(request, "programmes/enter.html", context, status=422 if form.errors else 200)


@route(Act.PROGRAMME, methods=("GET",))
def programme(request: Request, programme_id: UUID) -> HttpResponse:
    """One programme: numbers, people with their ticks, what is to be done."""
    found = _programme(request, programme_id)
    return render(request, "programmes/programme.html", _page(request, found))


@route(Act.PROGRAMME, subject=household_facts)
def apply(request: Request, household_id: UUID) -> HttpResponse:
    """프로그램 신청 from the household's page."""
    household = get_object_or_404(Household, id=household_id)
    offered = queries.taking_applications(request.access.actor)
    people = members(household_id)
    form = ApplyForm(request.POST or None, programmes=offered, people=people, initial={"channel": "방문 때"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            row = actions.apply(
                programme=data["programme"], person=data["person"], channel=data["channel"], by=request.access.actor
            )
            messages.success(request, f"‘{row.programme.title}’ 신청을 적었습니다({row.get_state_display()}).")
            return redirect("desk:household", household_id)
    context = {"title": "프로그램 신청", "form": form, "household": household, "offered": offered}
    return render(request, "programmes/apply.html", context, status=422 if form.errors else 200)


@route(Act.PROGRAMME)
def select(request: Request, programme_id: UUID) -> HttpResponse:
    """뽑기: everybody who applied, in the order we propose, with why; the officer ticks."""
    found = _programme(request, programme_id)
    lines = queries.applicants(found)
    counts = queries.counts_of([found.id])[found.id]
    room = len(lines) if found.capacity is None else max(0, found.capacity - counts.selected)
    request.access.show(line.participation.household_id for line in lines)
    form = WordsForm(request.POST or None)
    form.fields["words"].required = False
    form.fields["words"].label = "뽑지 않은 분께 드릴 까닭"
    ticked = set(request.POST.getlist("taken")) or {str(line.participation.id) for line in lines[:room]}
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            count = actions.select(
                programme=found,
                taken=[
                    line.participation.id
                    for line in lines
                    if str(line.participation.id) in set(request.POST.getlist("taken"))
                ],
                reason_for_others=form.cleaned_data["words"],
                by=request.access.actor,
            )
            messages.success(request, f"{count}명을 뽑았습니다.")
            return redirect("programmes:programme", found.id)
    context = {
        "title": f"{found.title} 뽑기",
        "programme": found,
        "lines": [(line, str(line.participation.id) in ticked) for line in lines],
        "room": room,
        "form": form,
    }
    return render(request, "programmes/select.html", context, status=422 if form.errors else 200)


@route(Act.PROGRAMME)
def attendance(request: Request, session_id: UUID) -> HttpResponse:
    """출석 적기 of one day."""
    session = get_object_or_404(Session.objects.select_related("programme"), id=session_id)
    found = _programme(request, session.programme_id)
    lines = queries.lines_of(found, [session])
    request.access.show(line.participation.household_id for line in lines)
    if request.method == "POST":
        ticked = set(request.POST.getlist("present"))
        present = [line.participation.id for line in lines if str(line.participation.id) in ticked]
        count = actions.tick_attendance(session=session, present=present, by=request.access.actor)
        messages.success(request, f"{session.number}회 출석 {count}명을 적었습니다.")
        return redirect("programmes:programme", found.id)
    context = {
        "title": f"{found.title} {session.number}회 출석",
        "page_note": short_date(session.held_on, today=request.access.actor.day),
        "programme": found,
        "session": session,
        "lines": [(line.participation, line.ticks[0]) for line in lines],
        "is_held": session.held_on <= request.access.actor.day,
    }
    return render(request, "programmes/attendance.html", context)


@route(Act.PROGRAMME, subject=queries.participation_facts)
def participation(request: Request, participation_id: UUID) -> HttpResponse:
    """One participant: what became of it and what is next."""
    row = _participation(participation_id)
    initial = {
        "result": row.result,
        "result_on": row.result_on or request.access.actor.day,
        "follow_up": row.follow_up,
        "next_on": row.next_on,
    }
    form = ResultForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            actions.write_result(
                participation=row, **{**data, "result": Participation.Result(data["result"])}, by=request.access.actor
            )
            messages.success(request, "결과를 적었습니다.")
            return redirect("programmes:programme", row.programme_id)
    return render(
        request, "programmes/participation.html", _one(request, row, form), status=422 if form.errors else 200
    )


@route(Act.PROGRAMME, subject=queries.participation_facts, methods=("POST",))
def withdraw(request: Request, participation_id: UUID) -> HttpResponse:
    """그만두심."""
    row = _participation(participation_id)
    next_one = actions.withdraw(participation=row, reason=request.POST.get("reason", ""), by=request.access.actor)
    if next_one is not None and next_one.person is not None:
        messages.success(request, f"그만두심을 적었습니다. {masked_name(next_one.person.name)} 님 차례입니다.")
    else:
        messages.success(request, "그만두심을 적었습니다.")
    return redirect("programmes:programme", row.programme_id)


@route(Act.PROGRAMME, subject=queries.participation_facts, methods=("POST",))
def follow(request: Request, participation_id: UUID) -> HttpResponse:
    """이어서 한 일 적기."""
    row = _participation(participation_id)
    actions.follow(participation=row, words=request.POST.get("words", ""), by=request.access.actor)
    messages.success(request, "이어서 한 일을 적었습니다.")
    return redirect("programmes:participation", row.id)


@route(Act.PROGRAMME, methods=("POST",))
def count_in(request: Request, programme_id: UUID) -> HttpResponse:
    """이름을 묻지 않은 참여 적기."""
    found = _programme(request, programme_id)
    form = _count_form(request, found, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            count = actions.count_in(
                programme=found,
                area=data["area"],
                people=data["people"],
                positive=data.get("positive") or 0,
                by=request.access.actor,
            )
            messages.success(request, f"{count:,}명을 적었습니다.")
            return redirect("programmes:programme", found.id)
    return render(request, "programmes/programme.html", _page(request, found, count_form=form), status=422)


@route(Act.PROGRAMME, methods=("POST",))
def count_service(request: Request, programme_id: UUID) -> HttpResponse:
    """마을 봉사 적기."""
    found = _programme(request, programme_id)
    form = ServiceForm(request.POST)
    if form.is_valid():
        with told_to(form):
            actions.count_service(programme=found, **form.cleaned_data, by=request.access.actor)
            return redirect("programmes:programme", found.id)
    return render(request, "programmes/programme.html", _page(request, found, service_form=form), status=422)


@route(Act.PROGRAMME, methods=("POST",))
def hear_opinion(request: Request, programme_id: UUID) -> HttpResponse:
    """주민 의견 적기."""
    found = _programme(request, programme_id)
    form = WordsForm(request.POST)
    if form.is_valid():
        actions.hear_opinion(programme=found, words=form.cleaned_data["words"], by=request.access.actor)
        return redirect("programmes:programme", found.id)
    return render(request, "programmes/programme.html", _page(request, found, opinion_form=form), status=422)


@route(Act.PROGRAMME)
def answer_opinion(request: Request, opinion_id: UUID) -> HttpResponse:
    """의견에 답하기."""
    opinion = get_object_or_404(Opinion.objects.select_related("programme"), id=opinion_id)
    found = _programme(request, opinion.programme_id)
    form = WordsForm(request.POST or None, initial={"words": opinion.answer})
    form.fields["words"].label = "답"
    if request.method == "POST" and form.is_valid():
        actions.answer_opinion(opinion=opinion, answer=form.cleaned_data["words"], by=request.access.actor)
        messages.success(request, "답을 적었습니다.")
        return redirect("programmes:programme", found.id)
    context = {
        "title": "주민 의견에 답하기",
        "panel": f"‘{opinion.words}’",
        "form": form,
        "verb": "답하기",
    }
    return render(request, "programmes/enter.html", context, status=422 if form.errors else 200)


@route(Act.PROGRAMME, methods=("POST",))
def settle_by_attendance(request: Request, programme_id: UUID) -> HttpResponse:
    """출석으로 결과 적기."""
    found = _programme(request, programme_id)
    form = SettleForm(request.POST)
    if form.is_valid():
        with told_to(form):
            done = actions.settle_by_attendance(programme=found, **form.cleaned_data, by=request.access.actor)
            messages.success(request, f"결과를 적었습니다: 마침 {done.done}명, 중간에 그침 {done.stopped}명.")
            return redirect("programmes:programme", found.id)
    return render(request, "programmes/programme.html", _page(request, found, settle_form=form), status=422)


@route(Act.PROGRAMME, methods=("POST",))
def close_programme(request: Request, programme_id: UUID) -> HttpResponse:
    """프로그램 마치기."""
    found = _programme(request, programme_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        actions.close_programme(programme=found, **form.cleaned_data, by=request.access.actor)
        messages.success(request, f"‘{found.title}’{particle(found.title, '을/를')} 마쳤습니다.")
        return redirect("programmes:programme", found.id)
    return render(request, "programmes/programme.html", _page(request, found, close_form=form), status=422)


@route(Act.PROGRAMME)
def roster(request: Request, programme_id: UUID) -> HttpResponse:
    """명단 as XLSX: masked names, ticks, results; above fifty of them the head says yes first."""
    found = _programme(request, programme_id)
    sessions = list(found.sessions.all())
    lines = queries.lines_of(found, sessions)
    sheet = _roster(found, sessions, lines, request.access.actor.day)
    return hand_out(
        request, sheet, title=f"{found.title} 명단 내려받기", back=reverse("programmes:programme", args=[found.id])
    )


def _roster(found: Programme, sessions: list[Session], lines: list[queries.Line], day: dt.date) -> exports.Sheet:
    columns = [
        sheets.Column("이름"),
        sheets.Column("동"),
        sheets.Column("신청일", "date"),
        *(sheets.Column(f"{session.number}회") for session in sessions),
        sheets.Column("결과"),
        sheets.Column("이어서 할 일"),
    ]
    return exports.Sheet(
        what="프로그램 명단",
        file_name=sheets.file_name(found.title, day=day, ending="xlsx"),
        columns=columns,
        rows=[_roster_row(line) for line in lines],
        named=len(lines),
        subjects=frozenset(line.participation.household_id for line in lines if line.participation.household_id),
    )


def _roster_row(line: queries.Line) -> list[Any]:
    row = line.participation
    return [
        masked_name(row.person.name) if row.person else "",
        row.area.name,
        row.applied_on,
        *("✓" if tick else "" for tick in line.ticks),
        row.get_result_display(),
        row.follow_up,
    ]


def _programme(request: Request, programme_id: UUID) -> Programme:
    """A programme of the person's dongs or city; any other is not there."""
    found = queries.programmes_of(request.access.actor).filter(id=programme_id).first()
    if found is None:
        raise Refused
    return found


def _participation(participation_id: UUID) -> Participation:
    return get_object_or_404(
        Participation.objects.select_related("programme", "person", "household"), id=participation_id
    )


def _count_form(request: Request, found: Programme, data: Any = None) -> CountForm:
    is_screening = found.kind == Programme.Kind.SCREENING
    return CountForm(data, actor=request.access.actor, is_screening=is_screening)


def _page(request: Request, found: Programme, **bound: Any) -> dict[str, Any]:
    """Everything the programme's page shows; `bound` replaces an empty form by one with errors."""
    sessions = list(found.sessions.all())
    lines = queries.lines_of(found, sessions)
    waiting = list(found.participations.filter(state=State.WAITING).select_related("person").order_by("rank"))
    request.access.show(row.household_id for row in [*(line.participation for line in lines), *waiting])
    return {
        "title": found.title,
        "page_note": found.get_kind_display(),
        "programme": found,
        "counts": queries.counts_of([found.id])[found.id],
        "sessions": sessions,
        "next_session": next((one for one in reversed(sessions) if one.held_on <= request.access.actor.day), None),
        "lines": lines,
        "attendance": queries.attendance_of(lines, sessions, request.access.actor.day),
        "years": queries.other_years(found),
        "may_settle": _may_settle(found, sessions, lines, request.access.actor.day),
        "settle_form": SettleForm(initial={"at_least": max(1, -(-len(sessions) * 2 // 3))}),
        "waiting": waiting,
        "nameless": queries.nameless_of(found),
        "services": found.services.order_by("service"),
        "opinions": found.opinions.order_by("answered_on", "id"),
        "is_village_day": found.kind == Programme.Kind.VILLAGE_DAY,
        "is_screening": found.kind == Programme.Kind.SCREENING,
        "count_form": _count_form(request, found),
        "service_form": ServiceForm(),
        "opinion_form": WordsForm(),
        "close_form": CloseForm(),
        **bound,
    }


def _may_settle(found: Programme, sessions: list[Session], lines: list[queries.Line], day: dt.date) -> bool:
    """The last day is over and somebody's result is not written."""
    is_over = bool(sessions) and sessions[-1].held_on <= day and found.closed_on is None
    return is_over and found.kind in actions.BY_ATTENDANCE and any(not line.participation.result for line in lines)


def _one(request: Request, row: Participation, form: ResultForm) -> dict[str, Any]:
    ticks = set(row.attendances.values_list("session_id", flat=True))
    sessions = [(session, session.id in ticks) for session in row.programme.sessions.all()]
    return {
        "title": f"{masked_name(row.person.name) if row.person else '이름 없음'} · {row.programme.title}",
        "row": row,
        "sessions": sessions,
        "came": len(ticks),
        "form": form,
        "may_withdraw": row.state in (State.APPLIED, State.SELECTED, State.WAITING),
    }
