"""Reads of the record: who looked at a household, what an officer did. Never the content of what was seen."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from bokjihub.audit.models import Alert, Entry, Explanation, Review

# Acts that put a household's record before somebody's eyes; the rest of the reads are lists.
OPENED = ("household.read", "household.reveal")
SEEN_KINDS = (Entry.Kind.READ, Entry.Kind.REVEAL, Entry.Kind.EXPORT)
LISTS = ("today", "team.read", "approvals", "household.find")


@dataclass(frozen=True)
class Lookers:
    """How many people looked how often at a household since a day."""

    people: int
    times: int


def lookings(household_id: UUID, since: dt.datetime) -> QuerySet[Entry]:
    """Acts that showed the household to somebody; lists that merely named it are not counted."""
    found = Entry.objects.filter(subjects__contains=[household_id], at__gte=since, kind__in=SEEN_KINDS)
    return found.exclude(act__in=LISTS).order_by()


def seen_by(household_id: UUID, since: dt.datetime) -> QuerySet[Entry]:
    """Every act on record that concerns a household, newest first (the person's own request, R14)."""
    return Entry.objects.filter(subjects__contains=[household_id], at__gte=since).order_by("-at", "-seq")


def acts_of(actor_ids: Collection[UUID], *, since: dt.datetime, until: dt.datetime) -> QuerySet[Entry]:
    """The record of the given people between two instants, newest first."""
    found = Entry.objects.filter(actor_id__in=actor_ids, at__gte=since, at__lt=until)
    return found.order_by("-at", "-seq")


def open_alerts(city_id: UUID) -> QuerySet[Alert]:
    """What still waits for a look, oldest first."""
    return Alert.objects.filter(city_id=city_id, settled_at__isnull=True).order_by("on", "kind", "id")


def waiting_explanations(city_id: UUID) -> QuerySet[Explanation]:
    """소명 asked for and not judged, earliest due first."""
    found = Explanation.objects.filter(city_id=city_id, judged_at__isnull=True)
    return found.select_related("alert").order_by("due_on", "id")


def explanations_asked_of(actor_id: UUID) -> QuerySet[Explanation]:
    """What an officer is asked to explain, open ones first."""
    found = Explanation.objects.filter(asked_of=actor_id).select_related("alert")
    return found.order_by("judged_at", "-asked_at")


def last_review(city_id: UUID) -> Review | None:
    """The newest signed monthly review."""
    return Review.objects.filter(city_id=city_id).order_by("-month").first()


def acts_after(actor_id: UUID, household_ids: Collection[UUID], *, since: dt.datetime, until: dt.datetime) -> set[UUID]:
    """Which of the households the person worked on (wrote something) between two instants: 이어진 일."""
    written = Entry.objects.filter(
        actor_id=actor_id, kind=Entry.Kind.WRITE, at__gte=since, at__lt=until, subjects__overlap=list(household_ids)
    ).exclude(act="household.open_reason")
    return {one for subjects in written.values_list("subjects", flat=True) for one in subjects} & set(household_ids)
