"""나오는 때와 방문 바람: who is there on which half day and what they bring, what a home asks of whoever comes."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from bokjihub.visits.models import GoerTerms, HomeWish, Skill, halves_on

NOON, ONE = 12 * 60, 13 * 60
WEEK = len("월화수목금")


def terms_of(user_ids: Iterable[UUID]) -> dict[UUID, GoerTerms]:
    """What is noted of these people, by person; nobody noted has no row."""
    return {row.user_id: row for row in GoerTerms.objects.filter(user_id__in=list(user_ids))}


def wish_of(household_id: UUID) -> HomeWish | None:
    """What stands of this home's wishes."""
    return wishes_of([household_id]).get(household_id)


def wishes_of(household_ids: Collection[UUID]) -> dict[UUID, HomeWish]:
    """The standing wishes of these homes."""
    found = HomeWish.objects.filter(household_id__in=household_ids, ended_on__isnull=True)
    return {row.household_id: row for row in found}


def hours_on(terms: GoerTerms | None, day: dt.date, whole: tuple[int, int]) -> tuple[int, int]:
    """From which minute until which somebody is there: the whole working day where nothing is noted, an empty span where absent.

    The half days hold for working weekdays; a week with an agreed weekend visit asks the person anyway.
    """
    begins, ends = whole
    if terms is None or not terms.halves or day.weekday() >= WEEK:
        return whole
    spans = {"ap": whole, "a": (begins, min(ends, NOON)), "p": (max(begins, ONE), ends), "": (ends, ends)}
    return spans[halves_on(day.weekday(), terms.halves)]


def is_there(terms: GoerTerms | None, day: dt.date, at: dt.time) -> bool:
    """Does somebody come at this hour of their week?"""
    begins, ends = hours_on(terms, day, (0, 24 * 60))
    return begins <= at.hour * 60 + at.minute < ends


def unmet(wish: HomeWish | None, goers: Iterable[GoerTerms | None]) -> list[str]:
    """What the home asks for and none of these people brings, in words: 여성 방문자, 수어."""
    if wish is None:
        return []
    known = [one for one in goers if one is not None]
    said = [] if not wish.sex or wish.sex in {one.sex for one in known} else [wish.visitor]
    brought = {skill for one in known for skill in one.skills}
    return said + [str(Skill(one).label) for one in wish.skills if one not in brought]
