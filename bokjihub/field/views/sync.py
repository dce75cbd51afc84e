"""What tablets call: setting up, the day pack, delivering what was written.

Delivering asks for no login: a tablet comes back into the network hours after its session ended. Each write carries the
device's signature, which only an unlocked device can make; the answer says what became of the device's own numbers and
nothing else. Reading anything (the pack) needs the login like every page.
"""

import contextlib
import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bokjihub.accounts.access.actors import Actor, actor_of, job_actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, public, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.field import errors
from bokjihub.field.actions import attach, devices, intake
from bokjihub.field.envelope import Unreadable, b64, intake_public, read_envelope, unb64
from bokjihub.field.models import Device
from bokjihub.field.queries.inbox import states_of
from bokjihub.field.queries.pack import as_json, day_pack, household_ids
from bokjihub.ui.errors import OfficerError

MOST_WRITES = 40
MOST_BYTES = 1024 * 1024
CHUNK_BYTES = 512 * 1024
JOB = "기기 접수"


@route(Act.FIELD_DAY, methods=("POST",))
def set_up_device(request: Request) -> HttpResponse:
    """기기 준비: the browser's verifying key comes in, the server's intake key goes out."""
    asked = _json(request)
    try:
        device = devices.set_up_device(
            device_id=UUID(str(asked.get("device"))),
            user=request.user,
            label=str(asked.get("label", "")),
            sign_key=unb64(str(asked.get("sign_key", ""))),
            by=request.access.actor,
        )
    except (OfficerError, ValueError) as error:
        return _sorry(error)
    kid, point = intake_public()
    return JsonResponse({"device": str(device.id), "kid": kid, "intake_key": b64(point)})


@route(Act.FIELD_DAY, methods=("POST",))
def pack(request: Request) -> HttpResponse:
    """오늘 자료 for 72 hours; every home in it is on record as read."""
    asked = _json(request)
    actor = request.access.actor
    device = _device(asked.get("device"))
    if device is None:
        return _sorry(errors.DeviceIsClosed())
    content = day_pack(actor)
    try:
        given = devices.give_pack(device=device, homes=len(content.homes), by=actor)
    except OfficerError as error:
        return _sorry(error)
    request.access.show(household_ids(content))
    request.access.detail["pack"] = str(given.id)
    kid, point = intake_public()
    return JsonResponse(
        {
            "pack": str(given.id),
            "issued_at": given.issued_at.isoformat(),
            "expires_at": given.expires_at.isoformat(),
            "kid": kid,
            "intake_key": b64(point),
            "content": as_json(content),
        }
    )


@csrf_exempt
@public
def sync(request: HttpRequest) -> HttpResponse:
    """Take in up to forty writes; one answer a number. Each stands in a transaction of its own.

    `asked`: numbers a person at the office still had to decide on when the device last heard of them.
    """
    if request.method == "POST" and _length(request) > MOST_BYTES:
        return JsonResponse({"error": "size"}, status=413)
    asked = _json(request) if request.method == "POST" else {}
    device = _device(asked.get("device"))
    if device is None:
        return JsonResponse({"error": "unknown"}, status=404)
    clerk = _clerk(device, request)
    rows = asked.get("writes")
    answers = [_taken(device, row, clerk) for row in (rows if isinstance(rows, list) else [])[:MOST_WRITES]]
    unsent = asked.get("unsent")
    devices.note_contact(device=device, unsent=unsent if isinstance(unsent, int) else 0, by=clerk)
    with acting_as(clerk):
        decided = states_of(device, _numbers(asked.get("asked")))
    return JsonResponse({"receipts": answers, "asked": decided, "closed": _is_closed(device)})


@csrf_exempt
@public
def attachment(request: HttpRequest, digest: str) -> HttpResponse:
    """One chunk of a sealed photo or signature; answers how far we are, so that a broken line goes on from there."""
    device = _device(request.headers.get("X-Field-Device"))
    if device is None or request.method != "POST":
        return JsonResponse({"error": "unknown"}, status=404)
    offset, kid = request.headers.get("X-Field-Offset", ""), request.headers.get("X-Field-Kid", "")
    if not (offset.isdigit() and kid.isdigit()) or _length(request) > CHUNK_BYTES:
        return JsonResponse({"error": "size"}, status=413)
    clerk = _clerk(device, request)
    with acting_as(clerk):
        found = attach.take_chunk(
            device=device, digest=digest, kid=int(kid), offset=int(offset), chunk=request.body, by=clerk
        )
    if found is None:
        return JsonResponse({"error": "not awaited"}, status=409)
    return JsonResponse({"received": found.received, "size": found.size, "done": found.done})


def _taken(device: Device, row: Any, clerk: Actor) -> dict[str, str]:
    """One write. What cannot even be opened is named, and the device keeps it."""
    try:
        envelope = read_envelope(row)
        with acting_as(clerk):
            receipt = intake.take_in(device=device, envelope=envelope, by=clerk)
    except (Unreadable, OfficerError):
        key = row.get("key") if isinstance(row, dict) else ""
        return {"key": str(key)[:36], "state": "unreadable", "digest": "", "words": "열 수 없는 기록입니다."}
    words = receipt.words if receipt.state in ("held", "refused", "waiting") else ""
    return {"key": str(receipt.key), "state": receipt.state, "digest": receipt.digest, "words": words}


def _clerk(device: Device, request: HttpRequest) -> Actor:
    """기기 접수: the named job of the city that puts writes where they belong; rights are judged as the author's."""
    return job_actor(JOB, city=device.city)


def _is_closed(device: Device) -> bool:
    """Whether the day must go from the device: closed, the person left, or no post any more."""
    if device.revoked_at is not None or not device.user.is_active:
        return True
    return not actor_of(device.user, place="").posts


def _numbers(asked: Any) -> list[UUID]:
    found = []
    for one in (asked if isinstance(asked, list) else [])[:MOST_WRITES]:
        with contextlib.suppress(ValueError):
            found.append(UUID(str(one)))
    return found


def _device(asked: Any) -> Device | None:
    try:
        found = Device.objects.select_related("user", "city").filter(id=UUID(str(asked)))
    except ValueError:
        return None
    return found.first()


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else MOST_BYTES + 1


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _sorry(error: Exception) -> JsonResponse:
    words = error.sentence if isinstance(error, OfficerError) else errors.OddBody().sentence
    return JsonResponse({"error": words, "at": timezone.now().isoformat()}, status=422)
