"""실적 만들기: a question of one's own, by address, saved, as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.statistics import actions
from bokjihub.statistics.forms import QuestionForm, SaveForm
from bokjihub.statistics.models import SavedReport
from bokjihub.statistics.queries import builder, output
from bokjihub.statistics.queries.facts import BY_KEY, FACTS
from bokjihub.statistics.queries.frame import Report
from bokjihub.statistics.views.reports import office_of
from bokjihub.ui.errors import told_to
from bokjihub.ui.files import attachment
from bokjihub.ui.words import particle

FIRST_FACT = "visits"


@route(Act.REPORT_KEPT, methods=("GET",))
def build(request: Request) -> HttpResponse:
    """The question as a form, its answer under it; the address holds all of it."""
    form, report = _asked(request)
    return render(request, "statistics/build.html", _page(request, form, report, SaveForm()))


@route(Act.REPORT_KEPT, methods=("GET",))
def build_file(request: Request, shape: str) -> HttpResponse:
    """The answer as XLSX, for ourselves or in the form that goes upward; on record."""
    form, report = _asked(request)
    if shape not in ("xlsx", "upward"):
        raise Refused
    if report is None:
        return render(request, "statistics/build.html", _page(request, form, None, SaveForm()), status=422)
    actor = request.access.actor
    detail = {"report": report.name, "shape": shape, "question": form.question.as_query()}
    audit.record("report.file", kind=Entry.Kind.EXPORT, detail=detail, by=actor)
    upward = shape == "upward"
    body = (
        output.as_upward_xlsx(report, office=office_of(actor), made_by=actor.label)
        if upward
        else output.as_xlsx(report)
    )
    return attachment(body, f"{report.title}_{report.scope.first:%Y%m%d}-{report.scope.last:%Y%m%d}.xlsx")


@route(Act.REPORT_KEPT, methods=("POST",))
def save_question(request: Request) -> HttpResponse:
    """적어 두기, for oneself or for everybody of the city."""
    form, report = _asked(request)
    save = SaveForm(request.POST)
    if save.is_valid() and report is not None:
        with told_to(save):
            made = actions.save_question(
                title=save.cleaned_data["title"],
                question=form.question,
                is_shared=save.cleaned_data["is_shared"],
                by=request.access.actor,
            )
            messages.success(request, f"‘{made.title}’{particle(made.title, '을/를')} 적어 두었습니다.")
            return redirect(_address(form.question))
    return render(request, "statistics/build.html", _page(request, form, report, save), status=422)


@route(Act.REPORT_KEPT, methods=("POST",))
def drop_question(request: Request, question_id: UUID) -> HttpResponse:
    """A saved question of one's own is taken away."""
    saved = SavedReport.objects.filter(id=question_id, owner=request.access.actor.id).first()
    if saved is None:
        raise Refused
    actions.drop_question(saved=saved, by=request.access.actor)
    messages.success(request, f"‘{saved.title}’{particle(saved.title, '을/를')} 뺐습니다.")
    return redirect("statistics:build")


def _asked(request: Request) -> tuple[QuestionForm, Report | None]:
    words = request.POST if request.method == "POST" else request.GET
    fact = BY_KEY.get(words.get("fact", ""), BY_KEY[FIRST_FACT])
    areas = Area.objects.filter(id__in=request.access.actor.areas).order_by("code")
    form = QuestionForm(words if words.get("rows") else None, fact=fact, areas=areas)
    if not form.is_bound or not form.is_valid():
        return form, None
    report: Report | None = None
    with told_to(form):
        report = builder.answer(form.question, request.access.actor.day)
    return form, report


def _page(request: Request, form: QuestionForm, report: Report | None, save: SaveForm) -> dict[str, Any]:
    query = urlencode(form.question.as_query()) if report else ""
    return {
        "title": "실적 만들기",
        "page_note": "무엇을 · 어떻게 나누어 · 언제",
        "facts": [
            {"label": one.label, "url": f"?fact={one.key}", "current": one.key == form.fact.key} for one in FACTS
        ],
        "form": form,
        "report": report,
        "table": output.as_table(report) if report else None,
        "query": query,
        "hidden": list(form.question.as_query().items()) if report else [],
        "save": save,
        "saved": [(one, _address(builder.question_of(one.question))) for one in _saved(request.access.actor)],
        "mine": request.access.actor.id,
        "crumbs": [{"label": "현황", "url": reverse("statistics:reports")}, {"label": "실적 만들기", "url": ""}],
    }


def _saved(actor: Actor) -> list[SavedReport]:
    cities = {post.city_id for post in actor.posts if post.city_id}
    return list(SavedReport.objects.filter(Q(owner=actor.id) | Q(is_shared=True), city_id__in=cities).order_by("title"))


def _address(question: builder.Question) -> str:
    return f"{reverse('statistics:build')}?{urlencode(question.as_query())}"
