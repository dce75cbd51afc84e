"""결재란: what stands in the box of a paper of a case."""

import datetime as dt
from uuid import UUID

from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.cases.deciders import office_of
from bokjihub.cases.models import Case
from bokjihub.clocks.queries import signing_of
from bokjihub.ui.papers.printing import Signed

Hand = tuple[str, dt.date | None]


def box_of(
    case: Case, subject_id: UUID, paper: ApprovalLine.Paper, drafted: Hand, decided: Hand, absent: str
) -> list[Signed]:
    """Who signed when: every turn where the paper went up the line, else the drafter and the one who decided."""
    signing = signing_of(subject_id)
    _, day = drafted
    assert day is not None
    if signing.turns:
        return signing.box(approval_line(paper, signing.sent_on or day, office_of(case)), drafted)
    return approval_line(paper, day, office_of(case)).signed(drafted, decided, absent)
