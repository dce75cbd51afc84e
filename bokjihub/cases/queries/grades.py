"""From scores to a grade (process §2.3): advice with its sentence. The rule stands in the town's form, version by version."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bokjihub.assessments.models import FormVersion
from bokjihub.assessments.queries.by_domain import graded
from bokjihub.cases.models import AgendaItem, Case, Decision, Survey
from bokjihub.cases.models.survey import Grade

Code, State = Decision.Code, Case.State
ADVISED = {
    Grade.CRISIS: Code.CASE_COMPLEX,
    Grade.COMPLEX: Code.CASE_COMPLEX,
    Grade.GENERAL: Code.CASE_GENERAL,
    Grade.LINK: Code.LINK_ONLY,
    Grade.WATCH: Code.NOT_SELECTED,
}
# Cases already in care come before a meeting again for advice and duties; their stage does not move.
IN_CARE = (
    State.SELECTED_GENERAL,
    State.SELECTED_COMPLEX,
    State.SELECTED_CARE,
    State.LINK_ONLY,
    State.PLANNING,
    State.SERVING,
    State.SUSPENDED,
)


@dataclass(frozen=True)
class Score:
    """One domain as answered."""

    domain: str
    score: int
    items: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Advice:
    """The grade, the town's own word for it, and the rule that gave it, to be read under the survey."""

    grade: Grade
    label: str
    why: str


def advise(answers: Iterable[Score], version: FormVersion, *, today: dt.date) -> Advice | None:
    """What the form's own rule says; None while domains are missing or no band fits."""
    answers = list(answers)
    scores = {one.domain: one.score for one in answers}
    found = graded(version, scores, {one.domain: one.items for one in answers}, today=today)
    return Advice(Grade(found.code), found.label[:40], found.why[:120]) if found else None


def advice_of(survey: Survey, day: dt.date) -> Advice | None:
    """The grade a survey's own version of the form gives for what was answered so far."""
    answers = [Score(one.domain, one.score, frozenset(one.items)) for one in survey.answers.all()]
    return advise(answers, survey.version, today=day)


def advised_for(item: AgendaItem) -> Decision.Code | None:
    """What the grade of the survey recommends; for a case already in care, and for integrated care, only its own answer."""
    if item.case.is_care:
        return Code.CARE
    if item.case.state in IN_CARE:
        return Code.CONTINUE
    return ADVISED.get(Grade(item.survey.grade)) if item.survey and item.survey.grade else None
