"""나오는 때와 방문 바람: noted once, kept by every plan and every booking."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.audit import actions as audit
from bokjihub.people.models import Household
from bokjihub.visits import errors
from bokjihub.visits.models import GoerTerms, HomeWish


@dataclass(frozen=True)
class Wished:
    """What a home asks: the sex of one who comes, what one must bring, when somebody is in, who does not come."""

    sex: str = ""
    skills: Sequence[str] = field(default_factory=tuple)
    opens: time | None = None
    closes: time | None = None
    kept_away: Sequence[UUID] = field(default_factory=tuple)

    @property
    def is_nothing(self) -> bool:
        """Nothing is asked (any more)."""
        return not (self.sex or self.skills or self.opens or self.closes or self.kept_away)


@transaction.atomic
def set_goer_terms(
    *, post: Post, halves: Sequence[str], skills: Sequence[str], sex: str, most_days: int | None = None, by: Actor
) -> GoerTerms:
    """나오는 때 적기: from now on the planner counts on this person on these half days only, and on so many days of a week.

    None ticked: every day.
    """
    noted = {"halves": sorted(halves), "skills": sorted(skills), "sex": sex, "most_days": most_days}
    row, _ = GoerTerms.objects.update_or_create(user_id=post.user_id, defaults=noted | {"noted_by": by.id})
    audit.record("visit.set_terms", detail={"post": post.id, "halves": list(row.halves)}, by=by)
    return row


@transaction.atomic
def set_home_wish(*, household: Household, wished: Wished, by: Actor) -> HomeWish | None:
    """방문 바람 적기: plans and bookings from now on keep it; booked visits stay and the page says what they lack.

    An empty wish ends the one that stood. Refused where the home would be in from later than until.
    """
    if wished.opens and wished.closes and wished.closes <= wished.opens:
        raise errors.WishHoursAreOdd(field="closes")
    standing = HomeWish.objects.filter(household=household, ended_on__isnull=True)
    if wished.is_nothing:
        standing.update(ended_on=by.day)
        row = None
    else:
        row = standing.first() or HomeWish(household=household, area_id=household.area_id)
        row.sex, row.skills = wished.sex, sorted(wished.skills)
        row.opens, row.closes = wished.opens, wished.closes
        row.kept_away, row.noted_by = list(wished.kept_away), by.id
        row.save()
    asked = list(row.asks) if row is not None else []
    audit.record("visit.set_wish", subjects=[household.id], detail={"asks": asked}, by=by)
    return row
