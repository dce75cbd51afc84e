"""욕구·위기도 조사: begun on consent or a legal basis, answered domain by domain, handed in once whole."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from bokjihub.accounts.access.actors import Actor
from bokjihub.assessments.actions.versions import enter_one_shipped
from bokjihub.assessments.models import FormVersion
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.assessments.queries.forms import version_in_use
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.stage import WrongStage, move_case, remind
from bokjihub.cases.models import Case, Survey, SurveyAnswer
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.queries.grades import advice_of
from bokjihub.clocks import actions as clocks
from bokjihub.people.models import Consent, Person
from bokjihub.people.queries import consent_for
from bokjihub.ui.errors import OfficerError

State = Case.State
NEEDS = "NEEDS"  # the code of the form every case is surveyed with


class BasisMissing(OfficerError):
    """동의를 받거나, 동의 없이 조사하는 법의 근거를 적어 주세요."""


class SurveyUnfinished(OfficerError):
    """아직 조사하지 않은 영역이 있습니다."""


class SurveyHandedIn(OfficerError):
    """이미 낸 조사는 고칠 수 없습니다. 달라진 것은 다음 차수로 적어 주세요."""


class OverrideNeedsReason(OfficerError):
    """계산된 등급과 다르게 정하려면 까닭을 적어 주세요."""


class EvidenceMissing(OfficerError):
    """‘도움 필요’부터는 무엇을 보고 그렇게 판단했는지 적어 주세요."""


class RankTaken(OfficerError):
    """같은 차례를 다른 영역에서 이미 골랐습니다."""


@dataclass(frozen=True)
class DomainAnswer:
    """What was learnt about one domain."""

    domain: str
    score: int
    items: tuple[str, ...] = ()
    who: Person | None = None
    since: str = ""
    evidence: str = ""
    wish: str = ""
    wish_rank: int | None = None
    strength: str = ""
    existing_help: str = ""
    gap: str = ""


@transaction.atomic
def start_survey(*, case: Case, legal_basis: str = "", by: Actor) -> Survey:
    """조사 시작. Needs the household's consent in force, or the article that allows it without (개인정보 보호법 제15조)."""
    if case.is_care:
        raise WrongStage("통합지원은 ‘조사 맡기기’로 시작합니다.")
    consent = consent_for(case.household_id, Consent.Purpose.COUNSELLING, by.day) or case.consent
    if consent is not None and not consent.is_valid(by.day):
        consent = None
    if consent is None and not legal_basis.strip():
        raise BasisMissing(field="legal_basis")
    facts = {"consent": consent, "legal_basis": legal_basis.strip()}
    move_case(case=case, event="start_survey", facts=facts, by=by)
    return _open_round(case, Survey.Purpose.FIRST, by)


@transaction.atomic
def survey_again(*, case: Case, purpose: Survey.Purpose = Survey.Purpose.AGAIN, by: Actor) -> Survey:
    """재조사 while serving, or the last one before closing; the earlier rounds stay as they were."""
    if case.is_care or case.state not in (State.SERVING, State.LINK_ONLY, State.SUSPENDED):
        raise WrongStage("재조사는 서비스를 제공하는 동안에 합니다.")
    standing = case.surveys.filter(submitted_on__isnull=True).first()
    return standing or _open_round(case, purpose, by)


@transaction.atomic
def answer_domain(*, survey: Survey, answer: DomainAnswer, by: Actor) -> SurveyAnswer:
    """Write one domain; it may be written again until the survey is handed in."""
    if survey.submitted_on is not None:
        raise SurveyHandedIn
    domain = frame(survey.version).domain(answer.domain)
    if domain is None:
        raise WrongStage(f"조사 틀에 없는 영역입니다: {answer.domain}")
    if str(answer.score) not in {step.name for step in domain.scale}:
        raise WrongStage(f"‘{domain.label}’의 정도에 없는 점수입니다: {answer.score}", field="score")
    if answer.score >= SurveyAnswer.NEEDS_EVIDENCE and not answer.evidence.strip():
        raise EvidenceMissing(field="evidence")
    others = survey.answers.exclude(domain=answer.domain)
    if answer.wish_rank and others.filter(wish_rank=answer.wish_rank).exists():
        raise RankTaken(field="wish_rank")
    row, _ = SurveyAnswer.objects.update_or_create(
        survey=survey,
        domain=answer.domain,
        defaults={
            "household_id": survey.household_id,
            "area_id": survey.area_id,
            "score": answer.score,
            "items": list(answer.items),
            "who": answer.who,
            "since": answer.since.strip(),
            "evidence": answer.evidence.strip(),
            "wish": answer.wish.strip(),
            "wish_rank": answer.wish_rank,
            "strength": answer.strength.strip(),
            "existing_help": answer.existing_help.strip(),
            "gap": answer.gap.strip(),
        },
    )
    detail = {"survey": survey.id, "domain": answer.domain}
    audit.record("case.survey_answer", subjects=[survey.household_id], detail=detail, by=by)
    return row


@transaction.atomic
def submit_survey(
    *, survey: Survey, assessor_view: str, grade: Grade | None = None, override_reason: str = "", by: Actor
) -> Survey:
    """조사 내기: every domain answered, the grade computed; another grade needs a reason. The first round calls a meeting."""
    if survey.submitted_on is not None:
        raise SurveyHandedIn
    left = _missing_domains(survey)
    if left:
        raise SurveyUnfinished(f"아직 조사하지 않은 영역이 있습니다: {', '.join(left)}.")
    if not assessor_view.strip():
        raise SurveyUnfinished("조사자 의견을 적어 주세요.", field="assessor_view")
    advice = advice_of(survey, by.day)
    if advice is None:
        raise SurveyUnfinished("이 조사 틀로는 등급을 계산하지 못했습니다. 서식의 등급 범위(bands)를 살펴 주세요.")
    chosen = grade or advice.grade
    if chosen != advice.grade and not override_reason.strip():
        raise OverrideNeedsReason(field="override_reason")
    survey.assessor_view = assessor_view.strip()
    survey.computed_grade, survey.computed_label, survey.computed_why = advice.grade, advice.label, advice.why
    survey.grade = chosen
    survey.override_reason = override_reason.strip() if chosen != advice.grade else ""
    survey.submitted_on = by.day
    survey.save()
    detail = {"survey": survey.id, "grade": chosen, "computed": advice.grade}
    audit.record("case.survey_submit", subjects=[survey.household_id], words=override_reason, detail=detail, by=by)
    if survey.case.state == State.SURVEYING:
        move_case(case=survey.case, event="submit_survey", by=by)
        clocks.finish_clocks(subject_id=survey.case.id, codes=("case.survey",), by=by)
        remind(case=survey.case, code="case.conference", verb="회의 열기", title="사례회의", by=by)
    return survey


def _missing_domains(survey: Survey) -> list[str]:
    """Labels of the domains nobody has asked about yet."""
    answered = set(survey.answers.values_list("domain", flat=True))
    return [one.label for one in frame(survey.version).domains if one.code not in answered]


def _open_round(case: Case, purpose: Survey.Purpose, by: Actor) -> Survey:
    """The version in use today; the shipped one where the town never published any."""
    version = version_in_use(NEEDS)
    if version is None and not FormVersion.objects.filter(form__code=NEEDS).exists():
        version = enter_one_shipped(code=NEEDS, by=by)
    if version is None:
        raise WrongStage("쓸 수 있는 조사 틀이 없습니다. 설정의 서식에서 조사 틀을 내 주세요.")
    last = case.surveys.aggregate(last=Max("round"))["last"] or 0
    row = Survey.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        version=version,
        round=last + 1,
        purpose=purpose,
        started_on=by.day,
        surveyed_by=by.id,
        surveyed_label=by.label,
    )
    audit.record("case.survey_open", subjects=[case.household_id], detail={"case": case.id, "round": row.round}, by=by)
    return row
