"""Who decides a case: the team head for what the dong holds, the hope unit for what the district holds."""

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.cases.models import Case
from bokjihub.ui.errors import OfficerError


class NotYoursToDecide(OfficerError):
    """이 사례를 결정하는 자리가 아닙니다. 동 사례는 팀장, 지원단 사례는 희망복지지원단 담당이 결정합니다."""


class SamePersonDecides(OfficerError):
    """올린 분이 스스로 승인할 수 없습니다. 다른 결정권자에게 부탁해 주세요."""


def decider_of(case: Case) -> Role:
    """The role that accepts, decides and approves where the case is held."""
    return Role.HOPE_UNIT if case.held_by == Case.Holder.DISTRICT else Role.TEAM_HEAD


def demand_decider(case: Case, by: Actor) -> None:
    """Refuse everybody but that role."""
    if not by.has(decider_of(case)):
        raise NotYoursToDecide


def absent_of(case: Case, by: Actor) -> str:
    """For whom somebody decides who holds the deciding post only as a stand-in (대결); nothing for one's own post."""
    held = [post for post in by.posts if post.role == decider_of(case)]
    return "" if any(not post.standing_in_for for post in held) else next((post.standing_in_for for post in held), "")
