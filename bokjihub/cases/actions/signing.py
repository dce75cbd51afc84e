"""결재: a decision of a case goes up the town's line, each in turn; without such a line one other person decides, as ever."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Assignment, Post, Role
from bokjihub.cases.deciders import READS_WHILE_SIGNING, decider_of, office_of
from bokjihub.cases.models import Case
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.models import SignOff
from bokjihub.clocks.queries import posts_in_turn, signing_of

VERB = "결재하기"
# Starts the clock of a decision for a role, or for the one post that is meant, with the words of what it asks.
Remind = Callable[[Role, Post | None, str], object]


@transaction.atomic
def send_up(
    *,
    case: Case,
    paper: ApprovalLine.Paper,
    subject_id: UUID,
    drafted_by: UUID,
    verb: str,
    remind: Remind,
    by: Actor,
) -> None:
    """올리기: whoever signs first gets the clock; where nobody signs in turn, the one who decides."""
    first = clocks.put_up(
        paper=paper,
        office=office_of(case),
        subject_kind=f"cases.{paper}",
        subject_id=subject_id,
        household_id=case.household_id,
        area=case.area,
        drafted_by=drafted_by,
        by=by,
    )
    if first is None:
        remind(decider_of(case), None, verb)
    else:
        _hand_to(case, first, remind, by)


@transaction.atomic
def sign_up(*, case: Case, subject_id: UUID, words: str = "", remind: Remind, by: Actor) -> bool:
    """결재하고 다음으로: true when nobody is left to sign, so that the decision itself follows."""
    if not signing_of(subject_id).turns:
        return True
    turn = clocks.sign_off(subject_id=subject_id, words=words, by=by)
    accounts.end_assignments(source_id=subject_id, by=by)
    if turn is None:
        return True
    _hand_to(case, turn, remind, by)
    return False


@transaction.atomic
def send_down(*, subject_id: UUID, reason: str, by: Actor) -> None:
    """반려: the turns end here; what becomes of the paper is its own action's business."""
    if signing_of(subject_id).turns:
        clocks.send_back(subject_id=subject_id, reason=reason, by=by)
        accounts.end_assignments(source_id=subject_id, by=by)


def _hand_to(case: Case, turn: SignOff, remind: Remind, by: Actor) -> None:
    """The clock, and for a head of the dong or of the department the right to open this one record while signing (process §1.4)."""
    posts = posts_in_turn(turn, by.day)
    remind(Role(turn.role), posts[0] if len(posts) == 1 else None, VERB)
    for post in posts:
        if turn.role in READS_WHILE_SIGNING:
            accounts.assign(
                subject_id=case.household_id,
                purpose=Assignment.Purpose.SIGN_OFF,
                source_id=turn.subject_id,
                post_id=post.id,
                by=by,
            )
