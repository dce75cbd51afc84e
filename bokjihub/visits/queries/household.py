"""What the household page shows of visits, and the visit sheet (방문 나가는 종이)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.discovery.models import ContactAttempt, Signal
from bokjihub.discovery.queries.reasons import said_words
from bokjihub.people.models import Person, SafetyNote
from bokjihub.people.queries import members, valid_consents
from bokjihub.ui.words import masked_phone
from bokjihub.visits.models import Companion, Visit
from bokjihub.visits.queries.wishes import wish_of

PANEL_PAST = 5
PANEL_ROWS = 30
QUESTIONS = (
    "지금 가장 힘드신 것 한 가지는 무엇인가요?",
    "요즘 식사와 약은 어떻게 챙기시나요?",
    "집은 따뜻한가요? 전기·가스·수도는 나오나요?",
    "밀린 것(집세·공과금·보험료)이 있으신가요?",
    "급할 때 연락할 분이 있으신가요?",
    "받고 계신 지원이 있으신가요?",
)


@dataclass(frozen=True)
class PanelVisit:
    """One visit in the panel: when, who, what for, what came of it."""

    id: UUID
    on: dt.date
    at: dt.time
    who: str
    programme: str
    state: str
    result: str
    words: str


@dataclass(frozen=True)
class VisitPanel:
    """누가 언제 찾아가나요: the next visits and the last ones. Words are there only for those who see all."""

    coming: tuple[PanelVisit, ...]
    past: tuple[PanelVisit, ...]
    shows_words: bool


def household_panel(household_id: UUID, degree: Degree) -> VisitPanel:
    """The panel of one home; to a partial degree without what was said."""
    along = Companion.objects.filter(visit=OuterRef("id")).order_by("id")
    found = Visit.objects.filter(household_id=household_id).select_related("lead__user", "programme")
    found = found.annotate(along=ArraySubquery(along.values("post__user__name")))
    rows = list(found.order_by("-planned_on", "-planned_at")[:PANEL_ROWS])
    all_of_it = degree is Degree.ALL
    coming = [visit for visit in reversed(rows) if visit.is_open]
    past = [visit for visit in rows if not visit.is_open][:PANEL_PAST]
    return VisitPanel(
        coming=tuple(_panel_visit(visit, words=all_of_it) for visit in coming),
        past=tuple(_panel_visit(visit, words=all_of_it) for visit in past),
        shows_words=all_of_it,
    )


def goers_words(visit: Visit) -> str:
    """김서연 + 박정임"""
    return " + ".join([visit.lead.user.name, *(row.post.user.name for row in visit.companions.all())])


def _panel_visit(visit: Any, *, words: bool) -> PanelVisit:
    return PanelVisit(
        id=visit.id,
        on=visit.planned_on,
        at=visit.planned_at,
        who=" + ".join([visit.lead.user.name, *visit.along]),
        programme=visit.programme.name,
        state=visit.get_state_display(),
        result=visit.get_result_display() if visit.result else "",
        words=visit.words if words else "",
    )


@dataclass(frozen=True)
class Ladder:
    """One try so far, newest last."""

    at: dt.datetime
    way: str
    result: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """Everything the pair needs on paper for one home; phone numbers stay masked."""

    visit: Visit
    people: tuple[Person, ...]
    phones: tuple[str, ...]
    why: tuple[str, ...]
    safety: tuple[str, ...]
    wishes: tuple[str, ...]
    ladder: tuple[Ladder, ...]
    consents: tuple[str, ...]
    questions: tuple[str, ...]
    goers: str


def sheet_of(visit: Visit) -> Sheet:
    """Collect the visit sheet of one visit (screens §3.6)."""
    today = timezone.localdate()
    people = tuple(members(visit.household_id))
    return Sheet(
        visit=visit,
        people=people,
        phones=tuple(f"{person.relation} {masked_phone(person.phone)}" for person in people if person.phone),
        why=why_of(visit),
        safety=tuple(
            f"{note.words} ({note.evidence})"
            for note in SafetyNote.objects.filter(household_id=visit.household_id, expires_on__gte=today)
        ),
        wishes=wish.asks if (wish := wish_of(visit.household_id)) is not None else (),
        ladder=ladder_of(visit),
        consents=tuple(
            f"{consent.get_purpose_display()}{f' · {consent.recipient}' if consent.recipient else ''}"
            for consent in valid_consents(visit.household_id, today)
        ),
        questions=QUESTIONS,
        goers=goers_words(visit),
    )


def why_of(visit: Visit) -> tuple[str, ...]:
    """Why this home: the purpose as written, then the signals of the worry with their day."""
    rows = [visit.purpose] if visit.purpose else []
    if visit.work_item_id:
        for signal in Signal.objects.filter(work_item_id=visit.work_item_id).order_by("-received_at")[:4]:
            what = said_words(signal)
            rows.append(
                f"{signal.get_channel_display()} {timezone.localtime(signal.received_at):%m. %d.} {what}".strip()
            )
    return tuple(rows)


def ladder_of(visit: Visit) -> tuple[Ladder, ...]:
    """The tries so far of this worry."""
    if visit.work_item_id is None:
        return ()
    found = ContactAttempt.objects.filter(work_item_id=visit.work_item_id).order_by("at")
    return tuple(Ladder(row.at, row.get_way_display(), row.get_result_display(), row.words) for row in found)
