"""Primary keys: UUIDv7 made here, so that rows sort by time and older PostgreSQL servers serve as well (RFC 9562)."""

import os
import threading
import time
import uuid

_RANDOM_BITS, _LOW_BITS, _STEP_BITS = 74, 62, 32


class _Order:
    """The last number given out in this process: rows written one after another in one millisecond keep their order too."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.latest = 0

    def after(self, fresh: int) -> int:
        """`fresh`, or a step past the latest where that is not later (RFC 9562 §6.2, method 2).

        The step is of the random bits of `fresh`, which are then not used for anything else.
        """
        with self.lock:
            self.latest = fresh if fresh > self.latest else self.latest + 1 + (fresh & (1 << _STEP_BITS) - 1)
            return self.latest


_order = _Order()


def uuid7() -> uuid.UUID:
    """A new time-ordered id: 48 bits of Unix milliseconds, 74 random bits; later than every one made here before."""
    millis = time.time_ns() // 1_000_000
    rand = int.from_bytes(os.urandom(10), "big") & (1 << _RANDOM_BITS) - 1
    number = _order.after((millis & (1 << 48) - 1) << _RANDOM_BITS | rand)
    head, low = number >> _LOW_BITS, number & (1 << _LOW_BITS) - 1
    return uuid.UUID(int=(head >> 12) << 80 | 0x7 << 76 | (head & 0xFFF) << 64 | 0b10 << 62 | low)
