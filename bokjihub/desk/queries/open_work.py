"""What a post holds that somebody must go on with: the preview of a hand-over, in counts."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from bokjihub.accounts.access.actors import Actor, post_view
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment, Post, TongCharge
from bokjihub.cases.models import Case, Duty
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import WorkItem
from bokjihub.emergency.models import EmergencyAid
from bokjihub.visits.models import Visit

PLANNED = (Visit.State.WAITING, Visit.State.SCHEDULED)


@dataclass(frozen=True)
class OpenWork:
    """Counts only: whoever orders a hand-over need not see the households."""

    households: int
    clocks: int
    work_items: int
    visits: int
    emergency: int
    cases: int
    duties: int
    tongs: int

    @property
    def is_none(self) -> bool:
        """Nothing to hand over."""
        return not any(vars(self).values())


def open_work(giver: Post, *, asker: Actor) -> OpenWork:
    """What is open in a post, counted from its own place."""
    with acting_as(in_place_of(giver, asker)):
        counts = {what: rows.count() for what, _, rows in owned(giver)}
        homes = Assignment.objects.filter(post=giver, ends_at__isnull=True).values("subject_id").distinct()
        tongs = TongCharge.objects.filter(post=giver, ends_on__isnull=True)
        return OpenWork(households=homes.count(), tongs=tongs.count(), **counts)


def owned(giver: Post) -> tuple[tuple[str, str, QuerySet[Any]], ...]:
    """Every open row that names the post: what it is, the column that names it, the rows."""
    return (
        ("clocks", "post", Clock.objects.filter(post=giver, done_at__isnull=True)),
        ("work_items", "owner", WorkItem.objects.filter(owner=giver, closed_on__isnull=True)),
        ("visits", "lead", Visit.objects.filter(lead=giver, state__in=PLANNED)),
        ("emergency", "officer", EmergencyAid.objects.filter(officer=giver, ended_on__isnull=True)),
        ("cases", "manager", Case.objects.filter(manager=giver).exclude(state__in=Case.OVER)),
        ("duties", "post", Duty.objects.filter(post=giver, done_on__isnull=True)),
    )


def in_place_of(post: Post, asker: Actor) -> Actor:
    """The asker with the reach of the post whose work moves: row security shows exactly that work."""
    households = Assignment.objects.filter(post=post, ends_at__isnull=True).values_list("subject_id", flat=True)
    return replace(asker, posts=(replace(post_view(post, asker.day), subjects=frozenset(households)),))
