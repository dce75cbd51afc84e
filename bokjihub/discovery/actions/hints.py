"""What another room found in the night, written on the open worries it concerns, which are weighed again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.discovery import points
from bokjihub.discovery.models import WorkItem
from bokjihub.discovery.queries.reasons import reasons_of_items


@dataclass(frozen=True)
class Hint:
    """A line about a home: the words an officer reads, and what they weigh."""

    words: str
    points: int


@transaction.atomic
def note_hints(*, looked_at: Collection[UUID], hints: Mapping[UUID, Hint], by: Actor) -> int:
    """Replace the hint of every open worry among the homes looked at; a home without one loses it.

    Rooms above discovery know things it may not read (which benefits a home may be missing); they write one line here.
    Returns how many worries changed.
    """
    none = Hint("", 0)
    open_items = WorkItem.objects.filter(household_id__in=looked_at, closed_on__isnull=True)
    changed = []
    for item in open_items.select_related("household"):
        hint = hints.get(item.household_id, none)
        if (item.hint, item.hint_points) != (hint.words, hint.points):
            item.hint, item.hint_points = hint.words, hint.points
            changed.append(item)
    reasons = reasons_of_items(changed, by.day)
    for item in changed:
        item.points, item.changed_at = points.total(reasons[item.id]), timezone.now()
    WorkItem.objects.bulk_update(changed, ["hint", "hint_points", "points", "changed_at"], batch_size=500)
    subjects = [item.household_id for item in changed]
    audit.record("discovery.note_hints", kind=Entry.Kind.SYSTEM, subjects=subjects, by=by)
    return len(changed)
