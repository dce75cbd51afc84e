"""Taking in what a device wrote: once a number, whole or not at all, and never dropped.

The device keeps its copy until the receipt. What cannot be written now (a lapsed post, a cancelled visit, a clash) is held
for a person and has a line in Today.
"""

import datetime as dt
import json
import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.policy import Facts, decide
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.counselling.models import MarketDay
from bokjihub.field import effects, errors
from bokjihub.field.envelope import Envelope, body_of, bound_to, check_signature, open_sealed
from bokjihub.field.merge import Value
from bokjihub.field.models import Attachment, Clash, Device, Pack, Write
from bokjihub.field.reading import Fields
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import masked_name
from bokjihub.visits.models import Visit

KIND = "field.write"
State = Write.State
SETTLED = (State.APPLIED, State.CLASHED, State.SET_ASIDE)
INSUFFICIENT_PRIVILEGE = "42501"
NEVER_CAME_DAYS = 7
ON_SERVER_FAULT = (
    "서버가 이 기록을 적지 못했습니다. 내용은 그대로 있으니 다시 받아 보고, 또 안 되면 관리자에게 알려 주세요."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """What the device is told of one number. With `digest` equal to its own it may let its copy go."""

    key: UUID
    state: str
    digest: str
    words: str = ""


REFUSED = "refused"


@transaction.atomic
def take_in(*, device: Device, envelope: Envelope, by: Actor) -> Receipt:
    """One sealed write becomes one row and its effect, in one transaction; the same number again is the same receipt.

    Raises Unreadable for what the device did not seal and sign. Another body under a known number is refused.
    """
    check_signature(bytes(device.sign_key), envelope, device.id)
    clear = open_sealed(envelope.sealed, kid=envelope.kid, bound=bound_to(envelope.key, device.id))
    body = body_of(clear)
    digest = sha256(clear).digest()
    new = _row(device, envelope.key, body, clear, digest)
    # A second sender of the same number waits here for the first one's commit and then finds its row.
    Write.objects.bulk_create([new], ignore_conflicts=True)
    write = Write.objects.select_for_update().get(id=envelope.key)
    if bytes(write.digest) != digest or write.device_id != device.id:
        return Receipt(write.id, REFUSED, "", "같은 번호로 다른 내용을 이미 받았습니다.")
    if write.state == State.NEW:
        _expect_attachments(write, Fields(body))
        _settle(write, by)
        detail = {"write": write.id, "kind": write.kind, "state": write.state, "device_clock": write.device_at}
        audit.record("field.take_in", subjects=_homes(write), detail=detail, by=_author(write, by))
    return _receipt_of(write)


@transaction.atomic
def accept(*, write: Write, next_on: dt.date | None = None, by: Actor) -> Write:
    """받아 적기: somebody who may takes a held write over as it stands, or with another next date.

    Refused when it is settled already, and with the room's own sentence when it still cannot be written.
    """
    if write.state not in (State.HELD, State.WAITING):
        raise errors.NotOpen
    if not decide(by, effects.needed_act(write), Facts(household_id=write.household_id, area_id=write.area_id)).allowed:
        raise errors.PassedOn
    effect = effects.apply(write, by=replace(by, day=_day_of(write)), accepted=True, next_on=next_on)
    _keep(write, effect, by)
    _mark(write, by)
    audit.record("field.accept", subjects=_homes(write), detail={"write": write.id, "kind": write.kind}, by=by)
    _follow(write, by)
    return write


@transaction.atomic
def set_aside(*, write: Write, reason: str, by: Actor) -> Write:
    """적지 않음: a person decides that a held write changes nothing. It stays readable; the reason stays with it."""
    if write.state not in (State.HELD, State.WAITING):
        raise errors.NotOpen
    if len(reason.strip()) < 2:
        raise errors.ReasonMissing(field="reason")
    write.state, write.reason = State.SET_ASIDE, reason.strip()[:300]
    _mark(write, by)
    audit.record("field.set_aside", subjects=_homes(write), words=reason, detail={"write": write.id}, by=by)
    _follow(write, by)
    return write


@transaction.atomic
def hold_orphans(*, now: dt.datetime, by: Actor) -> int:
    """Writes whose forerunner has not come for a week go to the head; nothing waits for ever."""
    old = Write.objects.select_for_update().filter(
        state=State.WAITING, received_at__lt=now - dt.timedelta(days=NEVER_CAME_DAYS)
    )
    known = set(Write.objects.filter(id__in=[write.after_id for write in old]).values_list("id", flat=True))
    orphans = [write for write in old if write.after_id not in known]
    for write in orphans:
        _hold(write, errors.NeverCame().sentence, by, to_head=True)
    return len(orphans)


def _receipt_of(write: Write) -> Receipt:
    """The receipt as it would be given now."""
    return Receipt(write.id, write.state, bytes(write.digest).hex(), write.reason)


def _row(device: Device, key: UUID, body: dict[str, Any], clear: bytes, digest: bytes) -> Write:
    fields = Fields(body)
    area, household = _place(device, fields)
    row = Write(
        id=key,
        device=device,
        author_id=device.user_id,
        area=area,
        household=household,
        kind=fields.text("kind", 24),
        subject_id=fields.id("subject"),
        after_id=fields.id("after"),
        digest=digest,
        device_at=fields.text("at", 40),
        written_at=_written_at(device, fields),
    )
    row.write(clear.decode())
    return row


def _place(device: Device, body: Fields) -> tuple[Area, Household | None]:
    """The home the write is about, read on the server: what a device says of places is not believed."""
    subject, named = body.id("subject"), body.part("data").id("household") or body.id("household")
    visit = Visit.objects.filter(id=subject).select_related("household", "area").first() if subject else None
    if visit is not None:
        return visit.area, visit.household
    day = MarketDay.objects.filter(id=subject).select_related("area").first() if subject else None
    if day is not None:
        return day.area, None
    home = Household.objects.filter(id=named).select_related("area").first() if named else None
    if home is not None:
        return home.area, home
    return _seat(device), None


def _seat(device: Device) -> Area:
    """Where the owner sits, for a write that names no home: a dong, so that its head sees it."""
    seats = [post.area_id for post in actor_of(device.user, place="").posts]
    return Area.objects.filter(id__in=seats, level=Area.Level.DONG).first() or _any_dong(device)


def _any_dong(device: Device) -> Area:
    return Area.objects.filter(parent=device.city, level=Area.Level.DONG).order_by("name")[0]


def _written_at(device: Device, body: Fields) -> dt.datetime:
    """When it was written: the hour the pack was given plus what the device measured since, inside what is possible."""
    now = timezone.now()
    number = body.id("pack")
    pack = Pack.objects.filter(id=number, device=device).first() if number else None
    start = pack.issued_at if pack else device.set_up_at
    age = body.values.get("pack_age_ms")
    passed = age if isinstance(age, int) and not isinstance(age, bool) and 0 <= age < 10**11 else 0
    return min(start + dt.timedelta(milliseconds=passed), now)


def _expect_attachments(write: Write, body: Fields) -> None:
    """The bytes come later, chunk by chunk; from here on the server knows what is missing."""
    for row in body.parts("attachments", 20):
        Attachment.objects.get_or_create(
            of=write,
            digest=row.text("digest", 64),
            defaults={
                "area_id": write.area_id,
                "household_id": write.household_id,
                "kind": row.choice("kind", Attachment.Kind),
                "size": row.number("size", 8 * 1024 * 1024),
            },
        )


def _settle(write: Write, by: Actor) -> None:
    """Write it into the rooms, or wait for the one before it, or hold it for a person."""
    kind = effects.KINDS.get(write.kind)
    may_wait = kind is None or kind.waits
    if (
        may_wait
        and write.after_id
        and not Write.objects.filter(id=write.after_id, device=write.device, state__in=SETTLED).exists()
    ):
        write.state = State.WAITING
        write.save(update_fields=["state"])
        return
    author = _author(write, by)
    refusal = (
        errors.UnknownKind if write.kind not in effects.KINDS else None if _may(write, author) else errors.PassedOn
    )
    if refusal is not None:
        _hold(write, refusal().sentence, by, to_head=True)
        return
    try:
        with transaction.atomic(), acting_as(author):
            effect = effects.apply(write, by=replace(author, day=_day_of(write)))
    except OfficerError as error:
        _hold(write, error.sentence, by, to_head=isinstance(error, errors.HalfWritten | errors.UnknownKind))
    except DatabaseError as error:
        _hold_or_raise(write, error, by)
    except Exception:
        _log.exception("field write %s could not be applied", write.id)
        _hold(write, ON_SERVER_FAULT, by, to_head=True)
    else:
        _keep(write, effect, by)
        write.save(update_fields=["state", "reason"])
        _follow(write, by)


def _may(write: Write, author: Actor) -> bool:
    """Whether the author holds the right today; a reason is not asked again of whom the day was given to."""
    if not write.author.is_active or write.device.revoked_at is not None:
        return False
    facts = Facts(household_id=write.household_id, area_id=write.area_id)
    return decide(author, effects.needed_act(write), facts).allowed


def _hold_or_raise(write: Write, error: DatabaseError, by: Actor) -> None:
    """A refusal of the fence or of a constraint stays a refusal; a lost connection is tried again by the device."""
    fenced = getattr(error.__cause__, "sqlstate", "") == INSUFFICIENT_PRIVILEGE
    if not fenced and not isinstance(error, IntegrityError | DataError):
        raise error
    _log.warning("field write %s was refused by the database", write.id)
    _hold(write, errors.PassedOn().sentence if fenced else ON_SERVER_FAULT, by, to_head=True)


def _keep(write: Write, effect: effects.Effect, by: Actor) -> None:
    write.state = State.CLASHED if effect.clashes else State.APPLIED
    write.reason = effect.words
    for name, sides in effect.clashes.items():
        _keep_clash(write, name, sides)
    if effect.clashes:
        _line(write, code="field.clash", verb="겹친 기록 확인", title="겹친 기록", by=by)


def _keep_clash(write: Write, name: str, sides: tuple[Value, Value]) -> None:
    clash = Clash(write=write, area_id=write.area_id, household_id=write.household_id, field=name)
    clash.write_sides(json.dumps({"device": sides[0], "server": sides[1]}, ensure_ascii=False))
    clash.save()


def _hold(write: Write, reason: str, by: Actor, *, to_head: bool = False) -> None:
    write.state, write.reason = State.HELD, reason[:300]
    write.save(update_fields=["state", "reason"])
    _line(write, code="field.held", verb="받거나 돌리기", title="기기에서 온 기록", by=by, to_head=to_head)


def _mark(write: Write, by: Actor) -> None:
    write.settled_at, write.settled_by = timezone.now(), by.id
    write.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    finish_clocks(subject_id=write.id, codes=("field.held",), by=by)


def _follow(write: Write, by: Actor) -> None:
    """Those that waited for this one."""
    waiting = Write.objects.select_for_update().filter(after_id=write.id, state=State.WAITING, device=write.device)
    for follower in waiting.order_by("written_at", "id"):
        _settle(follower, by)


def _line(write: Write, *, code: str, verb: str, title: str, by: Actor, to_head: bool = False) -> None:
    post = None if to_head else _author(write, by).main_post
    person = head_of(write.household_id) if write.household_id else None
    kind = effects.KINDS.get(write.kind)
    start_clock(
        code=code,
        subject_kind=KIND,
        subject_id=write.id,
        area_id=write.area_id,
        household_id=write.household_id,
        role=Role(post.role) if post else Role.TEAM_HEAD,
        post_id=post.id if post else None,
        title=f"{masked_name(person.name) if person else '이동상담'} {kind.label if kind else '기록'} · {title}"[:120],
        verb=verb,
        started_on=timezone.localdate(),
        by=by,
    )


def _author(write: Write, by: Actor) -> Actor:
    return actor_of(write.author, place=by.place)


def _day_of(write: Write) -> dt.date:
    return timezone.localtime(write.written_at).date()


def _homes(write: Write) -> list[UUID]:
    return [write.household_id] if write.household_id else []
