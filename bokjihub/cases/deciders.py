"""Who decides a case: the team head for what the dong holds, the hope unit for what the district holds; or, where the town's
결재선 has several steps, each of its posts in turn."""

from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Role
from bokjihub.cases.models import Case
from bokjihub.clocks.actions import NotYourTurn
from bokjihub.clocks.queries import signing_of
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import with_particle

# They read the one record of a case while its paper waits for their signature, and no other (process §1.4).
READS_WHILE_SIGNING = frozenset({Role.DONG_HEAD, Role.EMERGENCY_HEAD})


class NotYoursToDecide(OfficerError):
    """이 사례를 결정하는 자리가 아닙니다. 동 사례는 팀장, 지원단 사례는 희망복지지원단 담당이 결정합니다."""


class SamePersonDecides(OfficerError):
    """올린 분이 스스로 승인할 수 없습니다. 다른 결정권자에게 부탁해 주세요."""


def decider_of(case: Case) -> Role:
    """The role that accepts, decides and approves where the case is held."""
    return Role.HOPE_UNIT if case.held_by == Case.Holder.DISTRICT else Role.TEAM_HEAD


def office_of(case: Case) -> ApprovalLine.Office:
    """Whose 결재선 a decision of the case goes up."""
    return ApprovalLine.Office.CITY if case.held_by == Case.Holder.DISTRICT else ApprovalLine.Office.DONG


def may_decide(case: Case, subject_id: UUID, by: Actor, *, drafted_by: UUID | None = None) -> bool:
    """Whether a paper of the case waits for this person: their turn on its line, or theirs alone to decide."""
    signing = signing_of(subject_id)
    if signing.turn is not None:
        return signing.is_for(by)
    return by.has(decider_of(case)) and drafted_by != by.id


def demand_turn(case: Case, subject_id: UUID, by: Actor) -> None:
    """Refuse everybody whose turn it is not; where the paper goes up no line, everybody who does not decide the case."""
    signing = signing_of(subject_id)
    if signing.turn is None:
        demand_decider(case, by)
    elif not signing.is_for(by):
        raise NotYourTurn(
            f"지금은 {with_particle(signing.turn.post_name, '이/가')} 결재할 차례입니다. "
            "올린 분과 이미 결재한 분은 다시 결재하지 않습니다."
        )


def demand_decider(case: Case, by: Actor) -> None:
    """Refuse everybody but that role."""
    if not by.has(decider_of(case)):
        raise NotYoursToDecide


def absent_of(case: Case, subject_id: UUID, by: Actor) -> str:
    """For whom somebody decides who holds the deciding post only as a stand-in (대결); nothing for one's own post."""
    signed = [one for one in signing_of(subject_id).turns if one.signed_by == by.id]
    if signed:
        return signed[-1].signed_for
    held = [post for post in by.posts if post.role == decider_of(case)]
    return "" if any(not post.standing_in_for for post in held) else next((post.standing_in_for for post in held), "")
