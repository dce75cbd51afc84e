"""욕구·위기도 조사: ten cards, any order, on several days."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.queries import OFFICER_AND_HEAD
from bokjihub.assessments.queries.by_domain import frame, grade_words
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import survey as actions
from bokjihub.cases.actions.survey import DomainAnswer
from bokjihub.cases.forms import BasisForm, DomainForm, SubmitSurveyForm
from bokjihub.cases.models import Case, Survey, SurveyAnswer
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.grades import advice_of
from bokjihub.cases.views.steps import Step, name_of, one_form, trail, tried
from bokjihub.people.models import Consent
from bokjihub.people.queries import addenda_of, consent_for, members


@route(Act.CASE_WORK, subject=queries.case_facts)
def start_survey(request: Request, case_id: UUID) -> HttpResponse:
    """조사 시작: consent in force, or the article."""
    found = Case.objects.get(id=case_id)
    actor = request.access.actor
    consent = consent_for(found.household_id, Consent.Purpose.COUNSELLING, actor.day)
    form = BasisForm(request.POST or None)
    words = (
        f"동의 {consent.given_on:%Y. %-m. %-d.}–{consent.expires_on:%Y. %-m. %-d.}" if consent else "동의가 없습니다."
    )
    return one_form(
        request,
        form,
        lambda: actions.start_survey(case=found, legal_basis=form.cleaned_data["legal_basis"], by=actor),
        Step(
            "조사 시작",
            "조사 시작하기",
            reverse("cases:survey", args=[found.id, 1]),
            lead=f"{words} 조사는 접수한 날부터 10일 안쪽입니다.",
            crumbs=trail(found, "조사 시작"),
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts, methods=("POST",))
def survey_again(request: Request, case_id: UUID) -> HttpResponse:
    """다시 조사: opens the next round, or the one begun."""
    found = Case.objects.get(id=case_id)
    purpose = Survey.Purpose.CLOSING if request.GET.get("purpose") == "closing" else Survey.Purpose.AGAIN
    row = actions.survey_again(case=found, purpose=purpose, by=request.access.actor)
    return redirect("cases:survey", case_id=found.id, round=row.round)


@route(Act.CASE_WORK, subject=queries.case_facts)
def survey(request: Request, case_id: UUID, round: int) -> HttpResponse:
    """One round: every card saved with any button, handed in with the last one."""
    row = _survey(case_id, round)
    if row.submitted_on is not None:
        return redirect("cases:survey_sheet", case_id=case_id, round=round)
    posted = request.POST if request.method == "POST" else None
    cards = _cards(row, posted)
    words = grade_words(row.version)
    form = SubmitSurveyForm(posted, initial={"assessor_view": row.assessor_view}, prefix="end", words=words)
    if posted is not None and all([*(card.is_valid() for card in cards), form.is_valid()]):
        kept = [_save(row, card, request) for card in cards]  # every card, also after one that was refused
        saved = all(kept)
        handing_in = posted.get("deed") == "submit"
        if saved and not handing_in:
            return redirect(f"{request.path}#{posted.get('next', '')}" if posted.get("next") else "cases:case", case_id)
        if saved and tried(form, lambda: _submit(row, form, request)):
            return redirect("cases:case", case_id=case_id)
    context = {
        "title": f"욕구·위기도 조사 {row.round}차 - {name_of(row.case)}",
        "survey": row,
        "cards": [{"form": card, "answer": _answers(row).get(card.domain.code)} for card in cards],
        "form": form,
        "advice": advice_of(row, request.access.actor.day),
        "answered": len(_answers(row)),
        "before": _answers(row.case.surveys.filter(round=row.round - 1).first()),
        "crumbs": trail(row.case, f"조사 {row.round}차"),
    }
    wrong = posted is not None and (form.errors or any(card.errors for card in cards))
    return render(request, "cases/survey.html", context, status=422 if wrong else 200)


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def survey_sheet(request: Request, case_id: UUID, round: int) -> HttpResponse:
    """조사지 to read and to print; what was found about health only for whoever manages the case."""
    row = _survey(case_id, round)
    actor = request.access.actor
    request.access.kind = Entry.Kind.EXPORT
    answers = _answers(row)
    sees_health = row.case.manager_id in {post.id for post in actor.posts}
    lines = [
        {
            "domain": one,
            "answer": answers.get(one.code),
            "words": one.words(answers[one.code].score) if one.code in answers else "",
            "is_covered": one.code == "health" and not sees_health,
        }
        for one in frame(row.version).domains
    ]
    context = {
        "title": f"욕구 및 위기도 조사지 ({row.round}차)",
        "survey": row,
        "lines": lines,
        "source": row.version.read().source,
        "name": name_of(row.case),
        "doc_number": row.case.number,
        "addenda": addenda_of([row.id]),
        "approval_posts": OFFICER_AND_HEAD.signed((row.surveyed_label, row.submitted_on)),
        "printed_by": actor.label,
        "printed_at": timezone.now(),
    }
    return render(request, "cases/survey_sheet.html", context)


def _survey(case_id: UUID, number: int) -> Survey:
    found = Survey.objects.filter(case_id=case_id, round=number).select_related("case__area", "version__form").first()
    if found is None:
        raise Refused
    return found


def _answers(row: Survey | None) -> dict[str, SurveyAnswer]:
    return {one.domain: one for one in row.answers.select_related("who")} if row else {}


def _cards(row: Survey, posted: Any) -> list[DomainForm]:
    answers, people = _answers(row), members(row.household_id)
    return [
        DomainForm(posted, prefix=one.code, domain=one, people=people, initial=_initial(answers.get(one.code)))
        for one in frame(row.version).domains
    ]


def _initial(answer: SurveyAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    names = ("wish", "wish_rank", "strength", "who", "items", "since", "evidence", "existing_help", "gap")
    return {**{name: getattr(answer, name) for name in names}, "score": str(answer.score)}


def _save(row: Survey, card: DomainForm, request: Request) -> bool:
    """A card without a score was not asked about yet."""
    data = card.cleaned_data
    if data["score"] == "" or not card.has_changed():
        return True
    answer = DomainAnswer(
        domain=card.domain.code,
        score=int(data["score"]),
        items=tuple(data["items"]),
        who=data["who"],
        since=data["since"],
        evidence=data["evidence"],
        existing_help=data["existing_help"],
        gap=data["gap"],
        wish=data["wish"],
        wish_rank=int(data["wish_rank"]) if data["wish_rank"] else None,
        strength=data["strength"],
    )
    return tried(card, lambda: actions.answer_domain(survey=row, answer=answer, by=request.access.actor))


def _submit(row: Survey, form: SubmitSurveyForm, request: Request) -> None:
    data = form.cleaned_data
    actions.submit_survey(
        survey=row,
        assessor_view=data["assessor_view"],
        grade=Grade(data["grade"]) if data["grade"] else None,
        override_reason=data["override_reason"],
        by=request.access.actor,
    )
