"""A worry is told: by a neighbour on the public page, a volunteer on the phone, an officer with somebody at the counter.

Flow: words and place → the dong it belongs to → a Signal with a receipt number; who told it goes sealed into a table of
its own (R39) → where the receiver knew the home, the worry is joined at once; else it waits in the inbox of the dong and
the team head gets a clock. Nothing about any household is read on the way, so the answer and its time are the same
whether the home is known or not (R40).

Rejected: matching when a stranger reports (time and answer would tell whether a person is known, and a malicious tip
would touch a record before an officer saw it); keeping the reporter on the signal behind a flag (one forgotten field in
one list tells a household who called).
"""

import datetime as dt
import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.access.sealed import seal
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit import actions as audit
from bokjihub.discovery.actions.work_open import attach_signal, put_in_inbox
from bokjihub.discovery.indicators import worries
from bokjihub.discovery.models import Channel, Level, Reporter, Signal
from bokjihub.discovery.photos import keep
from bokjihub.discovery.queries.receipts import new_receipt
from bokjihub.discovery.queries.reporter import REPORTER, Teller, report_desk
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError

WORDS = 2_000


class PlaceMissing(OfficerError):
    """어디인지 한 가지만 적어 주세요 (건물 이름, 통, 가게 옆 등)."""


class WorryMissing(OfficerError):
    """어떤 걱정인지 하나 고르거나 한 마디 적어 주세요."""


class ReporterNotThere(OfficerError):
    """알린 분의 연락처가 없거나 다른 분이 이미 접수했습니다."""


@dataclass(frozen=True)
class Told:
    """What was told, as far as it was."""

    place: str
    channel: Channel
    kinds: tuple[str, ...] = ()
    words: str = ""
    level: Level = Level.NORMAL
    name: str = ""
    birth_on: dt.date | None = None
    phone: str = ""
    photo: bytes = b""
    is_area_known: bool = True


@transaction.atomic
def report_signal(
    *, area: Area, told: Told, teller: Teller | None = None, household: Household | None = None, by: Actor
) -> Signal:
    """Take a worry in. Refused only without any place or any worry. With a household the worry joins its open work.

    Where nobody knows which dong it is, the city's unit gets the clock instead of the team head of `area`.
    """
    place = " ".join(told.place.split())
    if not place:
        raise PlaceMissing(field="place")
    kinds = [kind for kind in told.kinds if kind in worries()]
    if not kinds and not told.words.strip():
        raise WorryMissing(field="kinds")
    with _reach(area, by):
        signal = _write(area, told, place, kinds, by)
        if teller is not None and (teller.name or teller.phone):
            _seal_teller(signal, teller)
        if household is not None:
            attach_signal(signal=signal, household=household, by=by)
        else:
            role = Role.TEAM_HEAD if told.is_area_known else Role.HOPE_UNIT
            put_in_inbox(signals=[signal], role=role, by=by)
        audit.record("signal.report", detail={"signal": signal.id, "channel": told.channel}, by=by)
    return signal


@transaction.atomic
def take_reporter(*, signal: Signal, by: Actor) -> None:
    """접수자가 되다: the officer who takes a public report becomes the only one who sees who told it. Once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT discovery_take_reporter(%s)", [signal.id])
        (taken,) = cursor.fetchone() or (False,)
    if not taken:
        raise ReporterNotThere
    audit.record("reporter.take", detail={"signal": signal.id}, by=by)


def _reach(area: Area, by: Actor) -> AbstractContextManager[None]:
    """A volunteer or a colleague of another dong reaches no row there: the report desk of the city writes for them."""
    if area.id in by.areas:
        return nullcontext()
    city = city_of(area)
    if city is None:
        raise PlaceMissing(field="place")
    return acting_as(report_desk(city))


def _write(area: Area, told: Told, place: str, kinds: list[str], by: Actor) -> Signal:
    must = any(worries()[kind].must_visit for kind in kinds)
    signal = Signal(
        area=area,
        channel=told.channel,
        level=Level.HIGH if must and told.level == Level.NORMAL else told.level,
        kinds=kinds,
        received_at=timezone.now(),
        name=told.name.strip()[:60],
        birth_on=told.birth_on,
        place=place[:200],
        words=told.words.strip()[:WORDS],
        photo=keep(told.photo) if told.photo else "",
        receipt=new_receipt(area),
        taken_by=_person(by),
        is_person_known=bool(told.name.strip()),
    )
    if told.phone:
        signal.phone = told.phone
    signal.save(force_insert=True)
    return signal


def _person(by: Actor) -> UUID | None:
    return None if by.has(Role.PORTAL, Role.JOB) else by.id


def _seal_teller(signal: Signal, teller: Teller) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bokji_actor()")
        (receiver,) = cursor.fetchone() or (None,)
    facts = json.dumps({"name": teller.name[:60], "phone": teller.phone[:40]}, ensure_ascii=False)
    Reporter.objects.create(
        signal=signal,
        area_id=signal.area_id,
        kind=teller.kind,
        identity_sealed=seal(facts, column=REPORTER, row=signal.id),
        received_by=receiver,
    )
