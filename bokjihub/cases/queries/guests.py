"""Outside members of a meeting: what the materials show of a case, and who stands behind an invitation's address.

The materials never carry a name, an address, a telephone or a birthday: only the mark, and the parts the caller ticked, as long
as the household's consent or the legal basis of the case stands.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.accounts.models import Role
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.cases.models import AgendaItem, Case, Conference, Invitation, Plan
from bokjihub.people.models import Consent
from bokjihub.people.queries import consent_for, members
from bokjihub.resources.queries.referral import TAIL_TRIES
from bokjihub.ui.errors import OfficerError

HEALTH = "health"


class InvitationClosed(OfficerError):
    """이 초대 화면은 닫혔습니다. 부르신 곳에 말씀하시면 다시 열어 드립니다."""


class MeetingIsOver(OfficerError):
    """함께해 주셔서 고맙습니다. 회의록을 마쳐서 자료는 더 볼 수 없습니다."""


@dataclass(frozen=True)
class Part:
    """One line of the materials."""

    label: str
    words: str


def _home(item: AgendaItem) -> str:
    ages = [one.age_on(timezone.localdate()) for one in members(item.household_id) if not one.lives_elsewhere]
    decades = [f"{age // 10 * 10}대" if age >= 10 else "10살 아래" for age in ages if age is not None]
    return f"{item.household.get_kind_display()} · {', '.join(decades) or '나이 모름'}"


def _grade(item: AgendaItem) -> str:
    if item.survey is None:
        judged = item.case.assessments.filter(judged_on__isnull=False).order_by("-round").first()
        return (
            f"의료 필요 {judged.get_medical_need_display()}, 돌봄 필요 {judged.get_care_need_display()}"
            if judged
            else ""
        )
    return f"{item.survey.get_grade_display()} ({item.survey.computed_why})"


def _domains(item: AgendaItem) -> str:
    """Scores in words, health left out: it is a part of its own."""
    return " · ".join(words for code, words in _scores(item) if code != HEALTH)


def _health(item: AgendaItem) -> str:
    return " · ".join(words for code, words in _scores(item) if code == HEALTH)


def _scores(item: AgendaItem) -> list[tuple[str, str]]:
    if item.survey is None:
        return []
    given = {one.domain: one.score for one in item.survey.answers.all()}
    found = frame(item.survey.version).domains
    return [
        (one.code, f"{one.label} {given[one.code]}({one.words(given[one.code])})")
        for one in found
        if given.get(one.code)
    ]


def _wishes(item: AgendaItem) -> str:
    answers = item.survey.answers.exclude(wish="").order_by("wish_rank", "domain") if item.survey else ()
    return " / ".join(one.wish for one in answers if one.domain != HEALTH)


def _strengths(item: AgendaItem) -> str:
    answers = item.survey.answers.exclude(strength="").order_by("domain") if item.survey else ()
    return " / ".join(one.strength for one in answers if one.domain != HEALTH)


def _services(item: AgendaItem) -> str:
    plan = Plan.objects.filter(case=item.case_id, state=Plan.State.ACTIVE).first()
    return ", ".join(f"{one.name}({one.provider})" for one in plan.services.order_by("order")) if plan else ""


# What may be ticked for outside members, and how it is read. Nothing outside this table can leave by an invitation.
PARTS: dict[str, tuple[str, Callable[[AgendaItem], str]]] = {
    "home": ("가구", _home),
    "grade": ("위기도", _grade),
    "domains": ("영역별 정도", _domains),
    "wishes": ("본인이 바라는 것", _wishes),
    "strengths": ("강점", _strengths),
    "services": ("지금 드리는 도움", _services),
    HEALTH: ("건강", _health),
}
USUAL = ("home", "grade", "domains")


def parts_allowed(case: Case, day: dt.date) -> tuple[str, ...]:
    """What may be ticked today: nothing without consent or legal basis, health only with the consent for health."""
    if not may_be_shown(case, day):
        return ()
    with_health = consent_for(case.household_id, Consent.Purpose.HEALTH, day) is not None
    return tuple(part for part in PARTS if part != HEALTH or with_health)


def may_be_shown(case: Case, day: dt.date) -> bool:
    """The consent of the case is in force today, or the case stands on an article; withdrawal bites at once."""
    if case.consent is not None and case.consent.is_valid(day):
        return True
    return bool(case.legal_basis) or consent_for(case.household_id, Consent.Purpose.COUNSELLING, day) is not None


@dataclass(frozen=True)
class Material:
    """One case as an outside member reads it."""

    item: AgendaItem
    parts: tuple[Part, ...]
    is_open: bool


def materials(conference: Conference, day: dt.date) -> list[Material]:
    """Every case of the agenda, in its order."""
    agenda = conference.agenda.select_related("case__consent", "household", "survey__version").order_by("mark")
    return [_material(item, day) for item in agenda]


def _material(item: AgendaItem, day: dt.date) -> Material:
    allowed = parts_allowed(item.case, day)
    shown = [(label, read(item)) for part, (label, read) in PARTS.items() if part in allowed and part in item.shared]
    return Material(item, tuple(Part(label, words) for label, words in shown if words), bool(allowed))


@dataclass(frozen=True)
class Behind:
    """What a token leads to."""

    invitation_id: UUID
    area_id: UUID
    households: frozenset[UUID]


def invitation_behind(token: str) -> Behind | None:
    """The invitation a token belongs to, by the owner's function: the holder needs no other right to ask."""
    with connection.cursor() as cursor:
        query = "SELECT invitation_id, area_id, households FROM cases_invitation_behind(%s)"
        cursor.execute(query, [token_hash(token)])
        found = cursor.fetchone()
    return Behind(found[0], found[1], frozenset(found[2] or ())) if found else None


def guest_actor(behind: Behind | None, *, place: str, label: str = "회의 초대") -> Actor:
    """바깥 위원: whoever opened the address. No dong; the households of the agenda; none before the token is known."""
    me = uuid5(NAMESPACE_URL, f"bokjihub:conference:{behind.invitation_id if behind else ''}")
    posts: tuple[PostView, ...] = ()
    if behind is not None:
        posts = (
            PostView(me, Role.PORTAL, "회의 초대", None, None, behind.area_id, frozenset(), subjects=behind.households),
        )
    return Actor(id=me, name="회의 초대", label=label, place=place, day=timezone.localdate(), posts=posts)


def require_open(invitation: Invitation) -> None:
    """The address still opens: the minutes are not done, the day is not past, nobody guessed at the key."""
    where = invitation.sent_label
    if invitation.conference.called_off_on is not None:
        raise MeetingIsOver(f"회의가 취소되어 자료는 더 볼 수 없습니다. 궁금하신 것은 {where}에 물어 주세요.")
    if invitation.conference.finished_on is not None:
        raise MeetingIsOver
    if invitation.wrong_tails >= TAIL_TRIES:
        raise InvitationClosed(f"번호가 {TAIL_TRIES}번 맞지 않아 닫았습니다. {where}에 말씀하시면 다시 열어 드립니다.")
    if invitation.expires_at <= timezone.now():
        raise InvitationClosed(f"초대한 날이 지나 닫혔습니다. {where}에 말씀하시면 다시 열어 드립니다.")
