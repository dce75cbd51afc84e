"""The night's count: whose turn it is, written down so that nobody is asked about only when somebody remembers.

Flow: rules in force → the turns they give (queries.expected) → rows by (programme, occasion): new ones are added, moved
ones follow their home and date, those that no longer apply are marked as dropped with the reason. A turn is never deleted
and its result is never written here: what came of it is read from the visits.

Rejected: a date on the person ("next visit on"), which one programme overwrites for another; computing on every page, which
shows no history when a rule changes and cannot say who fell out of a list and why.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.audit import actions as audit
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household, Person
from bokjihub.visits.models import Due, Enrolment
from bokjihub.visits.queries.expected import Expected, Span, default_span, expected

FIELDS = (
    "rule_id",
    "household_id",
    "area_id",
    "person_id",
    "label",
    "event_on",
    "is_day_known",
    "opens_on",
    "closes_on",
)
BATCH = 2_000
UUID_LENGTH = 36


@dataclass(frozen=True)
class Computed:
    """What one run did: turns added, moved, dropped, and how many stand."""

    new: int
    changed: int
    dropped: int
    standing: int


@transaction.atomic
def compute_due(*, city: Area, day: dt.date, since: dt.date | None = None, by: Actor) -> Computed:
    """방문 차례 셈: bring the turns of a city up to the day. Running it twice changes nothing.

    `since` looks back: windows that closed on or after that day are counted too (a first run, a rule with a past date).
    """
    span = default_span(day)
    span = Span(since or span.since, span.until)
    areas = [area.id for area in dongs_of(city, day)]
    wanted = {one.key: one for one in expected(areas, span)}
    rows = {(row.programme_id, row.occasion): row for row in _standing(areas, span, wanted.values())}
    new = [_row(one) for key, one in wanted.items() if key not in rows]
    changed = [row for key, row in rows.items() if key in wanted and _follow(row, wanted[key])]
    gone = [row for key, row in rows.items() if key not in wanted and row.dropped_on is None]
    _drop(gone, day)
    Due.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    Due.objects.bulk_update([*changed, *gone], [*_columns(), "dropped_on", "dropped_because"], batch_size=BATCH)
    done = Computed(len(new), len(changed), len(gone), len(wanted))
    detail = {"new": done.new, "changed": done.changed, "dropped": done.dropped, "standing": done.standing}
    audit.record("visit.compute_due", detail=detail, by=by)
    return done


def _standing(areas: list[UUID], span: Span, wanted: Iterable[Expected]) -> Iterable[Due]:
    """Turns of the span as they were written, and those expected again that had been written under other dates."""
    inside = Q(area_id__in=areas, closes_on__gte=span.since, opens_on__lte=span.until)
    return Due.objects.filter(inside | Q(occasion__in=[one.occasion for one in wanted]))


def _row(one: Expected) -> Due:
    return Due(programme_id=one.programme_id, occasion=one.occasion, **{name: getattr(one, name) for name in FIELDS})


def _follow(row: Due, one: Expected) -> bool:
    """Take over what changed; True where something did. A turn that had been dropped stands again."""
    before = [getattr(row, name) for name in (*FIELDS, "dropped_on")]
    for name in FIELDS:
        setattr(row, name, getattr(one, name))
    row.dropped_on, row.dropped_because = None, ""
    return before != [getattr(row, name) for name in (*FIELDS, "dropped_on")]


def _columns() -> list[str]:
    return [name.removesuffix("_id") for name in FIELDS]


def _drop(rows: list[Due], day: dt.date) -> None:
    """Why each no longer applies, as far as the records say."""
    reasons = _reasons(rows)
    for row in rows:
        told = (reasons[part] for part in row.occasion.split(":") if part in reasons)
        row.dropped_on = day
        row.dropped_because = (
            reasons.get(str(row.person_id))
            or reasons.get(str(row.household_id))
            or next(told, "기준이나 생일, 사는 곳이 바뀜")
        )


def _reasons(rows: list[Due]) -> dict[str, str]:
    """What ended, by the id of the thing: a life, a household's own record, an enrolment, a worry, a clock."""
    named = {part for row in rows for part in row.occasion.split(":") if len(part) == UUID_LENGTH}
    ended: tuple[tuple[QuerySet[Any], str], ...] = (
        (Person.objects.filter(id__in=[row.person_id for row in rows], died_on__isnull=False), "돌아가심"),
        (
            Household.objects.filter(id__in=[row.household_id for row in rows], merged_into__isnull=False),
            "다른 가구와 합침",
        ),
        (Enrolment.objects.filter(id__in=named, ends_on__isnull=False), "등록이 끝남"),
        (WorkItem.objects.filter(id__in=named, closed_on__isnull=False), "걱정을 마침"),
        (Clock.objects.filter(id__in=named, done_at__isnull=False), "그 일을 마침"),
    )
    return {str(one): why for found, why in ended for one in found.values_list("id", flat=True)}
