"""What a device seals to the server, and how the server knows who sealed it.

ECDH P-256 with a fresh key a message → HKDF-SHA256 → AES-256-GCM; ECDSA P-256 over number, device and sealed bytes. Chosen
because every browser's WebCrypto has exactly these. The intake key is derived from the ring of field keys, so it turns
with them (R17) and no second secret has to be kept.

Sealed to the server and not only under the passphrase: the outbox can be sent by a locked device, by one whose day pack
has run out and by one whose passphrase is forgotten, and is read by nobody who copies the profile.
"""

import base64
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
POINT, NONCE, HALF = 65, 12, 32
INFO = b"bokjihub field outbox v1"


class Unreadable(ValueError):
    """Not sealed to a key of ours, changed on the way, or not signed by the device it names."""


@dataclass(frozen=True)
class Envelope:
    """One sealed write as it travels: its number, the intake key it was sealed to, the bytes, the device's signature."""

    key: UUID
    kid: int
    sealed: bytes
    signature: bytes


def read_envelope(row: Any) -> Envelope:
    """An envelope from its JSON. Raises Unreadable for anything else."""
    try:
        return Envelope(UUID(row["key"]), int(row["kid"]), unb64(row["sealed"]), unb64(row["signature"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("shape") from error


def intake_key(kid: int) -> ec.EllipticCurvePrivateKey:
    """Our private key number `kid`, from the field key of the same number."""
    field_key = settings.BOKJIHUB_FIELD_KEYS.get(kid)
    if field_key is None:
        raise Unreadable("kid")
    raw = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=b"bokjihub field intake v1").derive(field_key)
    return ec.derive_private_key(int.from_bytes(raw, "big") % (ORDER - 1) + 1, CURVE)


def intake_public() -> tuple[int, bytes]:
    """The number and the uncompressed point a device seals to today."""
    kid = next(iter(settings.BOKJIHUB_FIELD_KEYS))
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return kid, intake_key(kid).public_key().public_bytes(*form)


def open_sealed(sealed: bytes, *, kid: int, bound: bytes) -> bytes:
    """What the device sealed. Raises Unreadable when a bit, the number or the device differ."""
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sealed[:POINT])
        secret = intake_key(kid).exchange(ec.ECDH(), point)
        return AESGCM(_derive(secret, sealed[:POINT])).decrypt(
            sealed[POINT : POINT + NONCE], sealed[POINT + NONCE :], bound
        )
    except (ValueError, InvalidTag) as error:
        raise Unreadable("sealed") from error


def seal_to(public: bytes, clear: bytes, *, bound: bytes, nonce: bytes) -> bytes:
    """The device's half, for tests and simulated tablets; the browser's is `static/field/js/crypto.js`."""
    mine = ec.generate_private_key(CURVE)
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    point = mine.public_key().public_bytes(*form)
    secret = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public))
    return point + nonce + AESGCM(_derive(secret, point)).encrypt(nonce, clear, bound)


def check_signature(public: bytes, envelope: Envelope, device_id: UUID) -> None:
    """Raise Unreadable unless the device signed this very envelope."""
    if len(envelope.signature) != 2 * HALF:
        raise Unreadable("signature")
    r, s = envelope.signature[:HALF], envelope.signature[HALF:]
    signature = utils.encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
        key.verify(signature, signed_bytes(envelope.key, device_id, envelope.sealed), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature) as error:
        raise Unreadable("signature") from error


def signed_bytes(key: UUID, device_id: UUID, sealed: bytes) -> bytes:
    """What is signed: number, device and the hash of what is sealed."""
    return bound_to(key, device_id) + sha256(sealed).digest()


def bound_to(key: UUID, device_id: UUID) -> bytes:
    """Number and device, as associated data: an envelope moved to another number does not open."""
    return f"{key}:{device_id}".encode()


def _derive(secret: bytes, point: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=point, info=INFO).derive(secret)


def body_of(clear: bytes) -> dict[str, Any]:
    """The JSON object inside. Raises Unreadable for anything else."""
    try:
        body = json.loads(clear)
    except ValueError as error:
        raise Unreadable("json") from error
    if not isinstance(body, dict):
        raise Unreadable("json")
    return body


def b64(raw: bytes) -> str:
    """Standard base64 as text."""
    return base64.b64encode(raw).decode()


def unb64(text: str) -> bytes:
    """Bytes of base64 text; ValueError for anything else."""
    return base64.b64decode(text, validate=True)
