"""Health of a home: the nurse sees it all, others only that the nurse has to look (screens §4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.policy import Facts
from bokjihub.assessments.models import Assessment, Flag, FormVersion, Referral
from bokjihub.assessments.queries.forms import limits_on
from bokjihub.assessments.queries.trend import Trend, trend_of
from bokjihub.clocks.models import Clock
from bokjihub.people.queries import household_facts
from bokjihub.visits.models import Enrolment

PANEL_ROWS = 4
# A flag that nobody has dealt with runs one of these; `health.seen` comes after.
FLAG_CLOCKS = frozenset({"health.flag", "health.again", "health.refer"})
PAGE_ROWS = 60


@dataclass(frozen=True)
class HealthPanel:
    """건강 on the household page. Rows and group are empty for everybody but the nurse."""

    needs_nurse: bool
    group: str
    rows: tuple[Assessment, ...]
    shows_all: bool


@dataclass(frozen=True)
class Line:
    """One line of the record, opened: what was measured, its figures in words."""

    row: Assessment
    title: str
    person: str
    figures: str


@dataclass(frozen=True)
class HealthPage:
    """Everything the nurse's page shows of a home."""

    group: str
    lines: tuple[Line, ...]
    trends: tuple[Trend, ...]
    open_flags: tuple[Flag, ...]
    referrals: tuple[Referral, ...]


def household_panel(household_id: UUID, degree: Degree, *, running: Iterable[Clock] | None = None) -> HealthPanel:
    """The panel: the nurse's own, or one sentence for the others. `running`: the home's clocks, where they were read already.

    An open flag always has its clock, so a page that knows the clocks asks nothing more.
    """
    if running is None:
        needs = Flag.objects.filter(household_id=household_id, done_at__isnull=True).exists()
    else:
        needs = any(clock.policy.code in FLAG_CLOCKS for clock in running)
    if degree is not Degree.ALL:
        return HealthPanel(needs, "", (), shows_all=False)
    found = Assessment.objects.filter(household_id=household_id).select_related("version__form", "person")
    rows = tuple(found.order_by("-done_on", "-recorded_at")[:PANEL_ROWS])
    return HealthPanel(needs, group_of(household_id), rows, shows_all=True)


def group_of(household_id: UUID) -> str:
    """집중관리군: the care group somebody of the home is in."""
    found = Enrolment.objects.filter(household_id=household_id, ends_on__isnull=True).exclude(group="").first()
    return str(found.get_group_display()) if found else ""


def health_page(household_id: UUID) -> HealthPage:
    """What was measured and asked, newest first; trends of pressure and sugar; what is open; where somebody was sent."""
    found = Assessment.objects.filter(household_id=household_id).select_related("version__form", "person")
    rows = list(found.order_by("-done_on", "-recorded_at")[:PAGE_ROWS])
    opened = [(row, row.answers) for row in rows]
    flags = Flag.objects.filter(household_id=household_id, done_at__isnull=True).select_related("assessment__person")
    sent = Referral.objects.filter(household_id=household_id).select_related("flag").order_by("-referred_on", "-id")
    return HealthPage(
        group=group_of(household_id),
        lines=tuple(
            Line(row, row.version.form.title, row.person.name, figures_of(row.version, told)) for row, told in opened
        ),
        trends=tuple(trend_of(opened, limits_on(timezone.localdate()))),
        open_flags=tuple(flags.order_by("opened_at")),
        referrals=tuple(sent[:10]),
    )


def figures_of(version: FormVersion, told: dict[str, Any]) -> str:
    """혈압 152/94 · 총점 12: the figures of a record in a few words."""
    scores, answers = told.get("scores", {}), told.get("answers", {})
    words = []
    if scores.get("sys"):
        words.append(f"혈압 {scores['sys']}/{scores.get('dia', '')}")
    if answers.get("glucose"):
        words.append(f"혈당 {answers['glucose']}")
    total = scores.get("score") or answers.get("score")
    if total:
        words.append(f"총점 {total}")
    return " · ".join(words)


def answers_in_words(row: Assessment) -> list[tuple[str, str]]:
    """Every answer and score of a record beside its question, choices by their label, as the form stood then."""
    told = row.answers
    values = {**told.get("scores", {}), **told.get("answers", {})}
    found = []
    for question in row.version.read().questions:
        value = values.get(question.name, "")
        if not value or not question.label:
            continue
        labels = {choice.name: choice.label for choice in question.choices}
        words = ", ".join(labels.get(one, one) for one in value.split()) if labels else value
        found.append((question.label, words))
    return found


def flag_facts(flag_id: UUID) -> Facts | None:
    """Facts of the home a flag is about."""
    found = Flag.objects.filter(id=flag_id).values_list("household_id", flat=True).first()
    return household_facts(found) if found else None


def referral_facts(referral_id: UUID) -> Facts | None:
    """Facts of the home behind a referral."""
    found = Referral.objects.filter(id=referral_id).values_list("household_id", flat=True).first()
    return household_facts(found) if found else None


def assessment_facts(assessment_id: UUID) -> Facts | None:
    """Facts of the home a record is about."""
    found = Assessment.objects.filter(id=assessment_id).values_list("household_id", flat=True).first()
    return household_facts(found) if found else None
