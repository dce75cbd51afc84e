"""Sealed fields: AES-256-GCM with the row and column as associated data, and keyed hashes for exact search.

A value moved to another row or column does not open. The key ring's first key seals, all open (key rotation, R17).
Layout: one byte key id, 12 bytes nonce, ciphertext with tag.
"""

import hmac
import os
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class SealBroken(ValueError):
    """The sealed value does not belong to this row and column, or its key is gone."""


def seal(text: str, *, column: str, row: UUID) -> bytes:
    """Seal `text` for one column of one row; empty text stays empty."""
    if not text:
        return b""
    key_id, key = next(iter(settings.BOKJIHUB_FIELD_KEYS.items()))
    nonce = os.urandom(12)
    return bytes([key_id]) + nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound(column, row))


def unseal(sealed: bytes | memoryview, *, column: str, row: UUID) -> str:
    """Open a sealed value. Raises SealBroken when row, column or key do not match."""
    body = bytes(sealed)
    if not body:
        return ""
    key = settings.BOKJIHUB_FIELD_KEYS.get(body[0])
    if key is None:
        raise SealBroken(f"key {body[0]} is not in the ring")
    try:
        return AESGCM(key).decrypt(body[1:13], body[13:], _bound(column, row)).decode()
    except InvalidTag as error:
        raise SealBroken(column) from error


def search_key(text: str, *, column: str) -> bytes:
    """A keyed hash for exact look-ups (the last four digits of a phone number)."""
    return hmac.new(settings.BOKJIHUB_SEARCH_KEY, f"{column}:{text}".encode(), sha256).digest()[:16]


def token_hash(token: str) -> bytes:
    """What is stored of the token of an expiring address. 128 random bits need no salt."""
    return sha256(token.encode()).digest()


def _bound(column: str, row: UUID) -> bytes:
    return f"{column}:{row}".encode()
