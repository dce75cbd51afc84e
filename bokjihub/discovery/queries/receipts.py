"""접수번호: 노-2611-0412-K7QF-… A number to read out in front, 128 bits nobody can guess behind it (R40)."""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.discovery.models import Signal, WorkItem

# Crockford's letters: no I, L, O, U, so that a number read over the telephone is one number.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LETTERS, GROUP = 26, 5


def new_receipt(area: Area) -> str:
    """A new receipt number of a dong."""
    secret = "".join(secrets.choice(LETTERS) for _ in range(SECRET_LETTERS))
    groups = [secret[at : at + GROUP] for at in range(0, SECRET_LETTERS, GROUP)]
    return "-".join([next_number(area, timezone.localdate()), *groups])


def next_number(area: Area, day: dt.date) -> str:
    """A number to read out: 노-2611-0412 (first syllable of the dong, year and month, running number)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discovery_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{area.name[0]}-{day:%y%m}-{number:04d}"


def short(receipt: str) -> str:
    """The part an officer reads out."""
    return "-".join(receipt.split("-")[:3])


def spelled(receipt: str) -> str:
    """A receipt as typed by a person: spaces, small letters and look-alikes put right."""
    plain = receipt.strip().upper().replace(" ", "").replace("–", "-")
    front, _, secret = plain.partition("-")
    return f"{front}-{secret.translate(str.maketrans('ILO', '110'))}" if secret else plain


class Progress(StrEnum):
    """The four things a person who told a worry is told: no names, no reasons (V44)."""

    RECEIVED = "받았습니다"
    LOOKING = "살펴보는 중입니다"
    HELPING = "도움을 이어가고 있습니다"
    DONE = "마쳤습니다"


@dataclass(frozen=True)
class Told:
    """How far one report is."""

    receipt: str
    progress: Progress
    area_id: UUID
    area: str
    place: str
    received_at: dt.datetime

    @property
    def number(self) -> str:
        """The part that is read out."""
        return short(self.receipt)


def told(receipt: str) -> Told | None:
    """How far the report of a whole receipt number is: one statement, found or not (R40)."""
    return next(iter(_told(Signal.objects.filter(receipt=spelled(receipt)))), None)


def told_by(user_id: UUID, *, limit: int = 10) -> list[Told]:
    """The last reports of one person, newest first."""
    return _told(Signal.objects.filter(taken_by=user_id, file__isnull=True).order_by("-received_at", "-id")[:limit])


def _told(signals: QuerySet[Signal]) -> list[Told]:
    rows = signals.values_list(
        "receipt",
        "work_item__state",
        "work_item__closed_on",
        "work_item__owner_id",
        "area_id",
        "area__name",
        "place",
        "received_at",
    )
    return [
        Told(receipt, _progress(state, closed_on, owner_id), area_id, area, place, received_at)
        for receipt, state, closed_on, owner_id, area_id, area, place, received_at in rows
    ]


def _progress(state: str | None, closed_on: dt.date | None, owner_id: UUID | None) -> Progress:
    if state is None or (owner_id is None and closed_on is None):
        return Progress.RECEIVED
    if closed_on is not None:
        return Progress.DONE
    return Progress.HELPING if state == WorkItem.State.LINKED else Progress.LOOKING
