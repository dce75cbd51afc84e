"""긴급지원 예산 (제17조): lines of a fiscal year, up and down; a payment takes from the year it is paid in."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.emergency import errors
from bokjihub.emergency.models import Appropriation, Kind


@dataclass(frozen=True)
class BudgetLine:
    """What stands on the paper of the budget: so much for a kind, from a purse."""

    year: int
    kind: Kind
    purse: Appropriation.Purse
    won: int
    on: dt.date
    words: str


@transaction.atomic
def enter_budget(*, area: Area, line: BudgetLine, once_key: UUID, by: Actor) -> Appropriation:
    """예산을 적음: the first budget, a supplement, money moved from one kind to another (one line down, one up)."""
    former = Appropriation.objects.filter(once_key=once_key).first()
    if former is not None:
        if (former.year, former.kind, former.purse, former.won) != (line.year, line.kind, line.purse, line.won):
            raise errors.BookWrong("같은 일을 다른 내용으로 다시 보내셨습니다. 화면을 새로 고친 뒤 적어 주세요.")
        return former
    if line.won == 0 or not line.words.strip():
        raise errors.BookWrong("금액과 적요를 적어 주세요. 줄이는 것은 앞에 -를 붙입니다.", field="won")
    row = Appropriation.objects.create(
        area=area,
        year=line.year,
        kind=line.kind,
        purse=line.purse,
        won=line.won,
        on=line.on,
        words=line.words.strip(),
        entered_by=by.id,
        once_key=once_key,
    )
    audit.record("emergency.budget", detail={"year": row.year, "kind": row.kind, "won": row.won}, by=by)
    return row
