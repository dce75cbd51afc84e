"""Primary keys: UUIDv7 made here, so that rows sort by time and older PostgreSQL servers serve as well (RFC 9562)."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new time-ordered id: 48 bits of Unix milliseconds, 74 random bits."""
    millis = time.time_ns() // 1_000_000
    rand = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (rand >> 68 & 0xFFF) << 64 | 0b10 << 62 | rand & (1 << 62) - 1
    return uuid.UUID(int=value)
