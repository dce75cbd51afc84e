"""Photos and signatures: chunk by chunk from where the line broke, checked by hash, opened, made anew, sealed again."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.field.envelope import Unreadable, bound_to, open_sealed
from bokjihub.field.models import Attachment, Device
from bokjihub.ui.pictures import NoPicture, made_anew


@dataclass(frozen=True)
class Progress:
    """How far the server is: `received` bytes of `size`; `done` when the device may let its copy go."""

    received: int
    size: int
    done: bool
    fault: str = ""


@transaction.atomic
def take_chunk(*, device: Device, digest: str, kid: int, offset: int, chunk: bytes, by: Actor) -> Progress | None:
    """Add a chunk where the last one ended; a chunk had before, or one too early, changes nothing. None: nobody awaits it.

    The last chunk opens the image: what is no image is kept as it came, with the fault in words.
    """
    rows = list(Attachment.objects.select_for_update().filter(digest=digest, of__device=device).order_by("id"))
    if not rows:
        return None
    row = next((one for one in rows if one.completed_at is None), rows[0])
    if row.completed_at is None and offset <= len(row.partial) < offset + len(chunk):
        row.partial = (bytes(row.partial) + chunk[len(row.partial) - offset :])[: row.size]
        if len(row.partial) == row.size:
            _complete(row, kid, by)
        row.save(update_fields=["partial", "image_sealed", "completed_at", "fault"])
    return _progress_of(row)


def _progress_of(row: Attachment) -> Progress:
    """What the device is told."""
    received = row.size if row.completed_at else len(row.partial)
    return Progress(received, row.size, row.completed_at is not None, row.fault)


def _complete(row: Attachment, kid: int, by: Actor) -> None:
    sealed = bytes(row.partial)
    if sha256(sealed).hexdigest() != row.digest:
        row.partial = b""  # a byte was lost on the way: from the beginning
        return
    row.completed_at = timezone.now()
    try:
        clear = open_sealed(sealed, kid=kid, bound=bound_to(row.of_id, row.of.device_id))
        row.keep_image(base64.b64encode(made_anew(clear, is_line=row.kind == Attachment.Kind.SIGNATURE)).decode())
        row.partial = b""
    except (Unreadable, NoPicture):
        row.fault = "그림을 열 수 없습니다. 온 그대로 보관합니다."
    detail = {"write": row.of_id, "kind": row.kind, "bytes": row.size}
    audit.record("field.attach", subjects=[row.household_id] if row.household_id else [], detail=detail, by=by)
