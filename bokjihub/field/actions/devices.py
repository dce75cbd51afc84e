"""Setting up a device, giving it a day, closing it."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import User
from bokjihub.audit import actions as audit
from bokjihub.field import errors
from bokjihub.field.envelope import POINT
from bokjihub.field.models import Device, Pack

# How long a day pack may be kept on a device (trust/requirements R29).
PACK_HOURS = 72


@transaction.atomic
def set_up_device(*, device_id: UUID, user: User, label: str, sign_key: bytes, by: Actor) -> Device:
    """기기 준비: this browser may carry this person's days. The number is the device's own; asking again finds the same."""
    if len(label.strip()) < 2:
        raise errors.DeviceNameMissing(field="label")
    if len(sign_key) != POINT or sign_key[0] != 4:
        raise errors.OddBody(field="sign_key")
    post = by.main_post
    if post is None or post.city_id is None:
        raise errors.NoCity
    device, made = Device.objects.get_or_create(
        id=device_id,
        defaults={"user": user, "city_id": post.city_id, "label": label.strip()[:40], "sign_key": sign_key},
    )
    if not made and (device.user_id != user.id or bytes(device.sign_key) != sign_key):
        raise errors.DeviceIsClosed
    if made:
        audit.record("field.set_up_device", detail={"device": device.id, "label": device.label}, by=by)
    return device


@transaction.atomic
def give_pack(*, device: Device, homes: int, by: Actor) -> Pack:
    """오늘 자료를 내줌 for 72 hours. Refused to a closed device and to somebody else's."""
    if device.user_id != by.id:
        raise errors.NotYourDevice
    if device.revoked_at is not None:
        raise errors.DeviceIsClosed
    now = timezone.now()
    return Pack.objects.create(
        device=device, day=by.day, issued_at=now, expires_at=now + dt.timedelta(hours=PACK_HOURS), homes=homes
    )


@transaction.atomic
def revoke_device(*, device: Device, reason: str, by: Actor) -> Device:
    """기기 닫기 (lost, handed back): at its next contact its day goes; what it has not sent yet is still taken in, and held."""
    if len(reason.strip()) < 2:
        raise errors.ReasonMissing(field="reason")
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by = timezone.now(), by.id
        device.revoked_reason = reason.strip()[:120]
        device.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
        audit.record("field.revoke_device", words=reason, detail={"device": device.id}, by=by)
    return device


@transaction.atomic
def note_contact(*, device: Device, unsent: int, by: Actor) -> Device:
    """The device was here, and says how much it still holds."""
    device.seen_at, device.unsent = timezone.now(), min(max(unsent, 0), 100_000)
    device.save(update_fields=["seen_at", "unsent"])
    return device
