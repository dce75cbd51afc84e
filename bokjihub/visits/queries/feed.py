"""달력: what a calendar may read behind its secret address: when, for how long, which dong. Never whose home."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bokjihub.accounts.access.sealed import token_hash
from bokjihub.visits.models import CalendarFeed


@dataclass(frozen=True)
class Going:
    """One visit as a calendar sees it."""

    id: UUID
    on: dt.date
    at: dt.time
    minutes: int
    dong: str
    is_by_two: bool


def standing_feeds(user_id: UUID) -> QuerySet[CalendarFeed]:
    """The address of a person that still opens: one or none."""
    return CalendarFeed.objects.filter(user_id=user_id, ended_at__isnull=True)


def goings_behind(token: str) -> tuple[Going, ...] | None:
    """The visits of whose address it is, a month back and four ahead; None where the address is closed or unknown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT visits_calendar_stands(%s)", [token_hash(token)])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT * FROM visits_calendar_behind(%s)", [token_hash(token)])
        return tuple(Going(*row) for row in cursor.fetchall())


def as_ics(goings: Sequence[Going], now: dt.datetime) -> str:
    """RFC 5545: one event a visit, in UTC, lines ended by CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bokji Hub//visits//KO", "METHOD:PUBLISH", "X-WR-CALNAME:방문"]
    for one in goings:
        start = timezone.make_aware(dt.datetime.combine(one.on, one.at))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}@bokjihub",
            f"DTSTAMP:{_utc(now)}",
            f"DTSTART:{_utc(start)}",
            f"DTEND:{_utc(start + dt.timedelta(minutes=one.minutes))}",
            f"SUMMARY:{_escaped(f'방문 {one.dong}')}{' (두 사람)' if one.is_by_two else ''}",
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"])


def _utc(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text
