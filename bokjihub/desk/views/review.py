"""열람기록·소명 (V40): what the privacy officer sees of the record. Who, when, whose, what, why; never the content."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.audit.models import Alert, Entry, Explanation
from bokjihub.audit.queries import acts_of, explanations_asked_of, last_review, open_alerts, waiting_explanations
from bokjihub.desk import actions
from bokjihub.desk.forms import AnswerForm, CitizenForm, JudgeForm, ReviewFilter, WordsForm
from bokjihub.desk.queries.names import names_of
from bokjihub.desk.queries.review import city_of_actor, find_alerts, staff_of
from bokjihub.people.models import Person
from bokjihub.ui.errors import OfficerError

ROWS_A_PAGE = 30
JOB = "열람기록 살피기"


def _city(request: Request) -> Area:
    city = city_of_actor(request.access.actor)
    if city is None:
        raise Refused
    return city


def _watch(city: Area) -> Actor:
    """The job that may read names of the city for the rules; it is on record under its own name."""
    return job_actor(JOB, city=city)


@route(Act.AUDIT, methods=("GET",))
def review(request: Request) -> HttpResponse:
    """Alerts first, then explanations, then the record itself by filter."""
    city = _city(request)
    actor = request.access.actor
    watch = _watch(city)
    with acting_as(watch):
        actions.note_alerts(found=find_alerts(city, until=actor.day), by=watch)
        alerts = list(open_alerts(city.id))
        names = names_of(home for alert in alerts for home in alert.subjects)
    staff = staff_of(city)
    form = ReviewFilter(
        request.GET,
        people=[(str(one), name) for one, name in sorted(staff.items(), key=lambda pair: pair[1])],
        kinds=Entry.Kind.choices,
    )
    entries = _filtered(form, staff, actor.day)
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    with acting_as(watch):
        shown = names_of(home for entry in page for home in entry.subjects[:3])
    request.access.show(home for alert in alerts for home in alert.subjects)
    request.access.show(home for entry in page for home in entry.subjects[:3])
    done = last_review(city.id)
    context = {
        "title": "열람기록·소명",
        "page_note": _period_words(done.month if done else None, actor.day),
        "alerts": [(alert, _whose(alert.subjects, names)) for alert in alerts],
        "waiting": list(waiting_explanations(city.id)),
        "form": form,
        "page": page,
        "rows": [(entry, _whose(entry.subjects, shown)) for entry in page],
        "query": _query(request),
        "citizen": CitizenForm(),
        "signed": done,
        "is_signed": bool(done and done.month >= actor.day.replace(day=1)),
    }
    return render(request, "desk/review.html", context)


@route(Act.AUDIT, methods=("POST",))
def sign(request: Request) -> HttpResponse:
    """이번 달 점검 마치기."""
    try:
        row = actions.sign_review(city_id=_city(request).id, month=request.access.actor.day, by=request.access.actor)
    except OfficerError as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, f"{row.month.month}월 점검을 마쳤습니다. 살핀 것 {row.alerts}건.")
    return redirect("audit:review")


@route(Act.AUDIT)
def alert(request: Request, alert_id: UUID) -> HttpResponse:
    """One alert: settle it with a reason, or ask the person."""
    city = _city(request)
    row = get_object_or_404(Alert, id=alert_id, city_id=city.id)
    form = WordsForm(request.POST or None)
    actor = request.access.actor
    if request.method == "POST" and "ask" in request.POST:
        actions.ask_explanation(alert=row, question=request.POST.get("words", ""), by=actor)
        messages.success(request, "소명을 요청했습니다. 답할 날은 7일 뒤입니다.")
        return redirect("audit:review")
    if request.method == "POST" and form.is_valid():
        actions.settle_alert(alert=row, words=form.cleaned_data["words"], by=actor)
        messages.success(request, "문제없음으로 적었습니다.")
        return redirect("audit:review")
    with acting_as(_watch(city)):
        names = names_of(row.subjects)
    day = timezone.make_aware(dt.datetime.combine(row.on, dt.time.min))
    acts = acts_of([row.actor_id], since=day, until=day + dt.timedelta(days=1))
    request.access.show(row.subjects)
    context = {
        "title": f"살펴볼 열람 — {row.get_kind_display()}",
        "page_note": row.actor_label,
        "alert": row,
        "homes": [(home, names.get(home, "이름 모름")) for home in row.subjects],
        "acts": list(acts[:200]),
        "form": form,
        "explanations": list(row.explanations.order_by("asked_at")),
        "crumbs": [{"label": "열람기록·소명", "url": reverse("audit:review")}, {"label": row.get_kind_display()}],
    }
    return render(request, "desk/alert.html", context)


@route(Act.ME)
def explanation(request: Request, explanation_id: UUID) -> HttpResponse:
    """소명: the person asked answers; the privacy officer judges. Nobody else sees it."""
    actor = request.access.actor
    row = Explanation.objects.filter(id=explanation_id).select_related("alert").first()
    is_judge = row is not None and actor.has(Role.PRIVACY_OFFICER) and _is_of_city(actor, row)
    if row is None or not (row.asked_of == actor.id or is_judge):
        raise Refused
    mine = row.asked_of == actor.id
    form = AnswerForm(request.POST or None, initial={"answer": row.answer}) if mine else JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if mine:
            actions.answer_explanation(explanation=row, answer=form.cleaned_data["answer"], by=actor)
            messages.success(request, "소명을 보냈습니다.")
            return redirect("desk:home")
        verdict = Explanation.Judgement(form.cleaned_data["judgement"])
        actions.judge_explanation(explanation=row, judgement=verdict, words=form.cleaned_data["words"], by=actor)
        messages.success(request, "판단을 적었습니다.")
        return redirect("audit:review")
    context = {
        "title": "소명",
        "page_note": f"{row.alert.get_kind_display()} · {row.alert.on.month}. {row.alert.on.day}.",
        "row": row,
        "form": form,
        "mine": mine,
        "may_write": row.judged_at is None and (mine or row.answered_at is not None),
        "others": explanations_asked_of(actor.id).exclude(id=row.id) if mine else [],
    }
    return render(request, "desk/explanation.html", context)


@route(Act.AUDIT, methods=("POST",))
def citizen(request: Request) -> HttpResponse:
    """본인 요청: from name and day of birth to the list of who looked, for a household of the city."""
    form = CitizenForm(request.POST)
    city = _city(request)
    homes: list[UUID] = []
    if form.is_valid():
        with acting_as(_watch(city)):
            people = Person.objects.filter(name=form.cleaned_data["name"], birth_on=form.cleaned_data["birth_on"])
            homes = list(people.values_list("household_id", flat=True).distinct()[:5])
    request.access.show(homes)
    if len(homes) == 1:
        return redirect("audit:who_looked", homes[0])
    words = "같은 분이 여럿입니다. 접수번호로 확인해 주세요." if homes else "그 성함과 생년월일로는 기록이 없습니다."
    messages.info(request, words)
    return redirect("audit:review")


def _is_of_city(actor: Actor, row: Explanation) -> bool:
    city = city_of_actor(actor)
    return city is not None and row.city_id == city.id


def _filtered(form: ReviewFilter, staff: dict[UUID, str], day: dt.date) -> Any:
    asked = form.cleaned_data if form.is_valid() else {}
    until = asked.get("until") or day
    since = asked.get("since") or until - dt.timedelta(days=7)
    who = [UUID(asked["who"])] if asked.get("who") else list(staff)
    begin, end = (
        timezone.make_aware(dt.datetime.combine(one, dt.time.min)) for one in (since, until + dt.timedelta(days=1))
    )
    found = acts_of(who, since=begin, until=end)
    return found.filter(kind=asked["kind"]) if asked.get("kind") else found


def _whose(homes: list[UUID], names: dict[UUID | None, str]) -> str:
    """박*순 외 5가구."""
    known = [names[home] for home in homes if home in names]
    if not homes:
        return ""
    first = known[0] if known else "이름 모름"
    return first if len(homes) == 1 else f"{first} 외 {len(homes) - 1}가구"


def _period_words(last: dt.date | None, day: dt.date) -> str:
    after = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    left = (after - day).days
    done = f"{last.month}월 점검 마침" if last else "아직 점검한 달이 없습니다"
    return f"점검 주기 매달 · 이번 달 D-{left} · {done}"


def _query(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
