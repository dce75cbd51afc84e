"""A tablet that exists only as numbers: the same envelopes the browser seals, sent over the same addresses.

It keeps what the browser keeps (an outbox in order, the last number of each visit, what it last saw of each record), loses
answers when told to, and has a clock of its own that may be ten years wrong.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.test import Client
from django.urls import reverse

from bokjihub.audit.ids import uuid7
from bokjihub.field.envelope import CURVE, HALF, b64, bound_to, seal_to, signed_bytes, unb64

BLANK: dict[str, Any] = {
    "result": "", "words": "", "observation": "", "door_signs": [], "notice_left": False, "next_on": "",
}  # fmt: skip


@dataclass
class Tablet:
    """One device of one person. `client` is signed in as that person."""

    client: Client
    label: str = "태블릿 1"
    skew: dt.timedelta = dt.timedelta()
    id: UUID = field(default_factory=uuid7)
    outbox: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)
    pack: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the signing key and set the device up."""
        self.key = ec.generate_private_key(CURVE)
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        body = {
            "device": str(self.id),
            "label": self.label,
            "sign_key": b64(self.key.public_key().public_bytes(*form)),
        }
        answer = self.post("field:set_up_device", body)
        assert answer.status_code == 200, answer.content.decode()
        self.kid, self.intake = answer.json()["kid"], unb64(answer.json()["intake_key"])

    def post(self, name: str, body: dict[str, Any], *args: Any) -> Any:
        """JSON to an address."""
        return self.client.post(reverse(name, args=args), json.dumps(body), content_type="application/json")

    def fetch_pack(self) -> dict[str, Any]:
        """오늘 자료; what is not yet sent stays the base of what is written next."""
        answer = self.post("field:pack", {"device": str(self.id)})
        assert answer.status_code == 200, answer.content.decode()
        self.pack = answer.json()
        for home in self.pack["content"]["homes"]:
            if not any(body["subject"] == home["id"] for _, body in self.bodies()):
                self.seen[home["id"]] = home["record"]
        return self.pack

    def bodies(self) -> list[tuple[str, dict[str, Any]]]:
        """What lies in the outbox, opened (a test may)."""
        return self.outbox

    def write(self, kind: str, subject: UUID | str | None, data: dict[str, Any], **more: Any) -> str:
        """One thing written at a door: into the outbox, with the number of the one before it."""
        key, about = str(more.pop("key", uuid7())), str(subject) if subject else None
        body = {
            "v": 1,
            "kind": kind,
            "subject": about,
            "after": self.last.get(about or ""),
            "pack": self.pack.get("pack"),
            "pack_age_ms": more.pop("age_ms", 1_000),
            "at": (dt.datetime(2026, 11, 22, tzinfo=dt.UTC) + self.skew).isoformat(),
            "data": data,
            **more,
        }
        self.outbox.append((key, body))
        if about:
            self.last[about] = key
        return key

    def record(self, visit: UUID | str, **now: Any) -> str:
        """The six fields of a visit as they stand on this device after the change."""
        was = self.seen.get(str(visit), BLANK)
        mine = {**was, **now}
        key = self.write("visit.result", visit, {"was": was, "now": mine})
        self.seen[str(visit)] = mine
        return key

    def envelope(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sealed and signed as the browser does it."""
        clear = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        number = UUID(key)
        sealed = seal_to(self.intake, clear, bound=bound_to(number, self.id), nonce=urandom(12))
        r, s = utils.decode_dss_signature(
            self.key.sign(signed_bytes(number, self.id, sealed), ec.ECDSA(hashes.SHA256()))
        )
        signature = r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")
        return {"key": key, "kid": self.kid, "sealed": b64(sealed), "signature": b64(signature)}

    def deliver(
        self, rows: list[tuple[str, dict[str, Any]]] | None = None, *, lost: bool = False
    ) -> list[dict[str, str]]:
        """Send (all, or these). A lost answer leaves everything in the outbox; a receipt lets the copy go."""
        rows = self.outbox if rows is None else rows
        sent = {"device": str(self.id), "unsent": len(self.outbox), "writes": [self.envelope(*row) for row in rows]}
        answer = Client().post(reverse("field:sync"), json.dumps(sent), content_type="application/json")
        assert answer.status_code == 200, answer.content.decode()
        receipts: list[dict[str, str]] = answer.json()["receipts"]
        self.closed = answer.json()["closed"]
        if not lost:
            told = {one["key"]: one for one in receipts if one["digest"]}
            done = [row for row in self.outbox if told.get(row[0], {}).get("digest") == digest_of(row[1])]
            self.receipts |= {key: told[key]["state"] for key, _ in done}
            self.outbox = [row for row in self.outbox if row not in done]
        return receipts


def digest_of(body: dict[str, Any]) -> str:
    """The fingerprint of a body."""
    return sha256(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
