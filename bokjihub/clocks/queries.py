"""Which clocks run for whom."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.clocks.models import Clock


def open_clocks(actor: Actor, *, until: dt.date, new_since: dt.date | None = None) -> QuerySet[Clock]:
    """Clocks due by `until` on which the actor must act: their own, and those of their role in their areas without owner."""
    mine = Q(post_id__in=[post.id for post in actor.posts])
    for post in actor.posts:
        mine |= Q(post__isnull=True, role=post.role, area_id__in=post.area_ids)
    due = Q(due_on__lte=until)
    if new_since is not None:
        due |= Q(started_on__gte=new_since)  # what was just given to me is seen at once, however far its day
    found = Clock.objects.filter(mine, due, done_at__isnull=True, paused_on__isnull=True)
    return found.select_related("policy", "area").order_by("due_on", "id")


def clocks_of_household(household_id: UUID) -> QuerySet[Clock]:
    """Every open clock of a household, earliest first."""
    found = Clock.objects.filter(household_id=household_id, done_at__isnull=True)
    return found.select_related("policy", "post__user").order_by("due_on", "id")


def clocks_of(subject_ids: Iterable[UUID]) -> QuerySet[Clock]:
    """Open clocks of the given things."""
    return Clock.objects.filter(subject_id__in=list(subject_ids), done_at__isnull=True).select_related("policy")
