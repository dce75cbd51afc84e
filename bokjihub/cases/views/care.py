"""돌봄통합: 신청, 조사 맡기기, 조사 결과, 종합판정, 안내, 계획 갈음; and its papers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import care as actions
from bokjihub.cases.actions.care import Applied, Found
from bokjihub.cases.actions.plan import adopt_plan as adopt
from bokjihub.cases.forms import AdoptForm, AskForm, CareForm, FoundForm, JudgeForm, ToldForm
from bokjihub.cases.models import CareApplication, CareAssessment, CareSignature, Case, Plan
from bokjihub.cases.papers_care import application_blocks, application_read_aloud, result_blocks
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.grades import IN_CARE
from bokjihub.cases.views.steps import Step, name_of, one_form, trail
from bokjihub.exports.door import show_signature
from bokjihub.people.models import Household
from bokjihub.people.queries import household_facts, members
from bokjihub.ui.papers.printing import Signed, sheet
from bokjihub.ui.signing import ReadTogether, SignerForm, sign_together

State, Paper = Case.State, ApprovalLine.Paper


@route(Act.CASE_WORK, subject=household_facts)
def apply_care(request: Request, household_id: UUID) -> HttpResponse:
    """통합지원 신청 받기 for one person of the home."""
    household = Household.objects.get(id=household_id)
    actor = request.access.actor
    people = members(household_id).filter(died_on__isnull=True)
    form = CareForm(request.POST or None, people=people, day=actor.day, initial=_first(people, request))
    made: list[CareApplication] = []

    def deed() -> None:
        data = dict(form.cleaned_data)
        person, to = data.pop("person"), Case.Holder(data.pop("to"))
        applied = Applied(
            group=CareApplication.Group(data.pop("group")),
            way=CareApplication.Way(data.pop("way")),
            urgent=CareApplication.Urgent(urgent) if (urgent := data.pop("urgent")) else None,
            papers=[CareApplication.Paper(one) for one in data.pop("papers")],
            **data,
        )
        made.append(actions.apply_care(person=person, applied=applied, to=to, by=actor))

    step = Step(
        "통합지원 신청",
        "신청 받기",
        reverse("cases:of_care", args=[household_id]),
        lead="돌봄통합법 제10조. 본인·가족·후견인이 신청하고, 관련기관은 동의를 받아 신청합니다. 사례관리와 함께 갈 수 있습니다.",
        extra={"household": household},
        template="cases/care_apply.html",
    )
    return one_form(request, form, deed, step)


def _first(people: Any, request: Request) -> dict[str, Any]:
    """The person who is old enough, if one is."""
    day = request.access.actor.day
    old = [one for one in people if (one.age_on(day) or 0) >= actions.ELDERLY_AGE]
    return {"person": old[0].id, "group": CareApplication.Group.ELDERLY} if old else {}


@route(Act.CASE, subject=household_facts, methods=("GET",))
def of_care(request: Request, household_id: UUID) -> HttpResponse:
    """The latest integrated care of a household."""
    found = Case.objects.filter(household_id=household_id, kind=Case.Kind.CARE).order_by("-requested_on", "-id").first()
    if found is None:
        raise Refused
    return redirect("cases:case", case_id=found.id)


@route(Act.CASE_WORK, subject=queries.case_facts)
def ask_assessment(request: Request, case_id: UUID) -> HttpResponse:
    """조사 맡기기, and again while the care goes on."""
    found = _case(case_id)
    form = AskForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: actions.ask_assessment(
            case=found, source=CareAssessment.Source(form.cleaned_data["source"]), by=request.access.actor
        ),
        _step(
            found,
            "상태 다시 평가" if found.assessments.exists() else "조사 맡기기",
            "맡기기",
            "우리 공무원이 조사하거나 전문기관·관련기관에 맡깁니다(법 제10조제3항·제4항, 제25조).",
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def record_assessment(request: Request, case_id: UUID) -> HttpResponse:
    """조사 결과 적기."""
    found = _case(case_id)
    row = _open_assessment(found)
    if row is None:
        return redirect("cases:case", case_id=found.id)
    words = {f"words_{key}": text for key, text in row.findings.items()}
    levels = {key: getattr(row, key) for key, _ in CareAssessment.ITEMS}
    actor = request.access.actor
    first = {"surveyed_on": row.surveyed_on or actor.day, "surveyor": row.surveyor or actor.name, **levels, **words}
    form = FoundForm(request.POST or None, initial=first)

    def deed() -> None:
        data = form.cleaned_data
        what = Found(
            data["surveyed_on"],
            data["surveyor"],
            {key: int(data[key]) for key, _ in CareAssessment.ITEMS},
            {key: data[f"words_{key}"] for key, _ in CareAssessment.FINDINGS},
        )
        actions.record_assessment(assessment=row, found=what, by=actor)

    step = _step(
        found,
        "조사 결과 적기",
        "결과 내기",
        f"조사한 곳: {row.get_source_display()} · 맡긴 날 {row.asked_on:%Y. %-m. %-d.}",
    )
    fields = {
        "level_fields": [form[key] for key, _ in CareAssessment.ITEMS],
        "word_fields": [form[f"words_{key}"] for key, _ in CareAssessment.FINDINGS],
    }
    return one_form(request, form, deed, Step(**{**vars(step), "template": "cases/care_found.html", "extra": fields}))


@route(Act.CASE_DECIDE, subject=queries.case_facts)
def judge_assessment(request: Request, case_id: UUID) -> HttpResponse:
    """종합판정 by another person than the recorder."""
    found = _case(case_id)
    row = _open_assessment(found)
    if row is None:
        return redirect("cases:case", case_id=found.id)
    form = JudgeForm(request.POST or None)

    def deed() -> None:
        data = form.cleaned_data
        actions.judge_assessment(
            assessment=row,
            is_target=data["is_target"] == "yes",
            medical_need=int(data["medical_need"]),
            care_need=int(data["care_need"]),
            reason=data["reason"],
            by=request.access.actor,
        )

    step = _step(
        found,
        "종합판정",
        "판정하기",
        "필요도의 기준은 보건복지부장관이 정합니다(시행령 제5조). 여기에는 나온 결과를 적습니다.",
    )
    extra = {"assessment": row, "findings": findings_of(row), "levels": levels_of(row)}
    return one_form(request, form, deed, Step(**{**vars(step), "template": "cases/care_judge.html", "extra": extra}))


@route(Act.CASE_WORK, subject=queries.case_facts)
def tell_judgement(request: Request, case_id: UUID) -> HttpResponse:
    """판정 결과 안내."""
    found = _case(case_id)
    row = found.assessments.filter(judged_on__isnull=False, told_on__isnull=True).first()
    if row is None:
        return redirect("cases:case", case_id=found.id)
    form = ToldForm(request.POST or None, initial={"told_on": request.access.actor.day})
    return one_form(
        request,
        form,
        lambda: actions.tell_judgement(
            assessment=row,
            how=CareAssessment.Told(form.cleaned_data["how"]),
            told_on=form.cleaned_data["told_on"],
            by=request.access.actor,
        ),
        _step(
            found,
            "판정 결과 안내",
            "알렸습니다",
            "판정 결과는 본인께 안내합니다(법 제12조제1항). 안내문은 사례 화면에 있습니다.",
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def adopt_plan(request: Request, case_id: UUID) -> HttpResponse:
    """다른 법의 계획으로 갈음."""
    found = _case(case_id)
    plans = Plan.objects.filter(household_id=found.household_id, state=Plan.State.ACTIVE).exclude(case=found)
    form = AdoptForm(request.POST or None, plans=plans.select_related("case"))

    def deed() -> None:
        adopt(
            case=found,
            stands_for=Plan.StandsFor(form.cleaned_data["stands_for"]),
            source=form.cleaned_data.get("source"),
            by=request.access.actor,
        )

    return one_form(
        request,
        form,
        deed,
        _step(
            found,
            "다른 법의 계획으로 갈음",
            "갈음하기",
            "보건의료·돌봄 지원이 빠짐없이 적힌 계획이면 개인별지원계획을 갈음할 수 있습니다(법 제13조제1항 단서). 동의와 승인은 같습니다.",
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def sign_application(request: Request, case_id: UUID) -> HttpResponse:
    """함께 읽고 서명: the application in plain sentences, signed by who applied."""
    found = _case(case_id)
    care = found.care
    name = care.applicant or (found.person.name if found.person else "")
    form = SignerForm(request.POST or None, request.FILES or None, initial={"signer": name})
    here = reverse("cases:case", args=[found.id])

    def keep() -> str:
        signer, signed = form.cleaned_data["signer"], form.handwritten()
        actions.sign_application(application=care, signer=signer, signed=signed, by=request.access.actor)
        return here

    paper = ReadTogether(
        title="통합지원을 이렇게 신청합니다",
        parts=application_read_aloud(care),
        closing="신청하신 뒤에 집으로 찾아가 형편을 살핍니다. 언제든 거두실 수 있습니다.",
        back_url=here,
        crumbs=trail(found, "신청 서명"),
    )
    return sign_together(request, form, paper, keep)


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def care_signature(request: Request, case_id: UUID) -> HttpResponse:
    """신청 서명 보기: on record, and never kept by the browser."""
    return show_signature(request, CareSignature.objects.filter(application_id=case_id).first())


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def care_application_sheet(request: Request, case_id: UUID) -> HttpResponse:
    """통합지원 신청서 (별지 제1호서식의 차례); on record as an export."""
    found = _case(case_id)
    box = approval_line(Paper.CARE_APPLICATION, found.requested_on).signed((found.requested_label, found.requested_on))
    return _paper(request, found, "통합지원 신청서", application_blocks(found.care), box)


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def care_result_sheet(request: Request, case_id: UUID, round: int) -> HttpResponse:
    """종합판정 결과 안내문."""
    found = _case(case_id)
    row = found.assessments.filter(round=round, judged_on__isnull=False).first()
    if row is None:
        raise Refused
    line = approval_line(Paper.CARE_RESULT, found.requested_on)
    box = line.signed((row.recorded_label, row.recorded_on), (row.judged_label, row.judged_on))
    return _paper(request, found, "통합지원 종합판정 결과 안내", result_blocks(row), box)


def care_rows(found: Case, *, works: bool, decides: bool) -> list[tuple[bool, str, str]]:
    """What may be done to an integrated care up to its plan: allowed, label, URL name."""
    state = State(found.state)
    last = found.assessments.order_by("-round").first()
    waits = last is not None and last.judged_on is None
    recorded = last is not None and last.recorded_on is not None
    untold = last is not None and last.judged_on is not None and last.told_on is None
    return [
        (works and state == State.ACCEPTED, "조사 맡기기", "cases:ask_assessment"),
        (works and waits and not recorded, "조사 결과 적기", "cases:record_assessment"),
        (decides and waits and recorded, "종합판정하기", "cases:judge_assessment"),
        (works and untold, "판정 결과 알리기", "cases:tell_judgement"),
        (works and state == State.SELECTED_CARE, "개인별지원계획 쓰기", "cases:start_plan"),
        (works and state == State.SELECTED_CARE, "다른 법의 계획으로 갈음", "cases:adopt_plan"),
        (works and waits and recorded, "조사 결과 고치기", "cases:record_assessment"),
        (works and _may_sign(found), "신청서에 서명 받기", "cases:sign_application"),
        (decides and state in IN_CARE, "통합지원회의 부르기", "cases:conferences"),
    ]


def care_again(found: Case, *, works: bool) -> list[tuple[bool, str, str]]:
    """While the care goes on the state is judged again (법 제12조제2항); after the checks, which come oftener."""
    waits = found.assessments.filter(judged_on__isnull=True).exists()
    return [(works and not waits and found.state == State.SERVING, "상태 다시 평가", "cases:ask_assessment")]


def _may_sign(found: Case) -> bool:
    """While it is applied for and nobody signed; the office's own application has no applicant."""
    before = found.state in (State.REQUESTED, State.ACCEPTED, State.SURVEYING)
    return before and found.care.way != CareApplication.Way.OFFICE and not hasattr(found.care, "signature")


def levels_of(row: CareAssessment) -> list[tuple[str, str]]:
    """What was weighed, in words."""
    return [(label, getattr(row, f"get_{key}_display")()) for key, label in CareAssessment.ITEMS]


def findings_of(row: CareAssessment) -> list[tuple[str, str]]:
    """What the survey found, item by item."""
    words = row.findings
    return [(label, words[key]) for key, label in CareAssessment.FINDINGS if words.get(key)]


def _paper(request: Request, found: Case, title: str, blocks: Any, box: Sequence[Signed]) -> HttpResponse:
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(found.area)
    context = sheet(
        title,
        blocks,
        office=city.name if city else found.area.name,
        number=found.number,
        approval=box,
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _step(found: Case, title: str, button: str, lead: str) -> Step:
    here = reverse("cases:case", args=[found.id])
    return Step(f"{title} - {name_of(found)}", button, here, lead=lead, crumbs=trail(found, title))


def _open_assessment(found: Case) -> CareAssessment | None:
    return found.assessments.filter(judged_on__isnull=True).first()


def _case(case_id: UUID) -> Case:
    found = (
        Case.objects.filter(id=case_id, kind=Case.Kind.CARE).select_related("area", "person__household", "care").first()
    )
    if found is None:
        raise Refused
    return found
