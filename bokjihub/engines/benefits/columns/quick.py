"""The columns of a file read by machine code where they stand: the usual kinds without a gap in one pass each.

Anything else, and anything that has to be refused, is left to `table`, which is slower and says what is wrong and where.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .cells import NOBODY, NOT_TOLD, NULL
from .machine import machine_codes
from .views import Views

Column = NDArray[np.int64]
SHORT, PIECE = 12, 8

INSIDE = '''
def inside(count, low, high, told):
    """Whether no number is outside of what the fact may be."""
    outside = 0
    for k in range(count):
        outside |= (told[k] < low) | (told[k] > high)
    return 1 - outside
'''
DAYS = '''
def dates(count, first, most, days, tables, found):
    """Days counted from 1970 as 20260201, looked up: a town has few days of birth and many people."""
    outside = 0
    for k in range(count):
        place = days[k] - first
        outside |= (place < 0) | (place > most)
        found[k] = tables[max(0, min(place, most))]
    return 1 - outside
'''
LINKED = '''
def linked(count, starts, told, found):
    """Positions counted from 1, or 0 for nobody; a link told on one side only holds on both. No home is empty.

    Written without a loop inside the loop: the processor would guess the end of most homes wrong.
    """
    wrong = 0
    home = 0
    for k in range(count):
        home += k == starts[home + 1]
        people = starts[home + 1] - starts[home]
        stated = told[k]
        wrong |= (stated != NULL) & ((stated < 0) | (stated > people) | (stated == k - starts[home] + 1))
        found[k] = NOT_TOLD if stated == NULL else stated - 1
    if wrong:
        return 0
    home = 0
    for k in range(count):
        home += k == starts[home + 1]
        other = found[k]
        here = k - starts[home]
        returned = found[k if other < 0 else starts[home] + other]
        if other >= 0 and returned == NOT_TOLD:
            found[starts[home] + other] = here
        wrong |= (other >= 0) & (returned != NOT_TOLD) & (returned != here)
    return 1 - wrong
'''


def inside(told: Column, low: int, high: int) -> bool:
    return bool(_plain()["inside"](len(told), low, high, told.ctypes.data))


def dates(days: NDArray[np.int32], first: int, numbers: Column) -> Column | None:
    """Each day as its number; None when one is before the first or after the last."""
    found = np.empty(len(days), np.int64)
    addresses = (days.ctypes.data, numbers.ctypes.data, found.ctypes.data)
    return found if _plain()["dates"](len(days), first, len(numbers) - 1, *addresses) else None


def linked(starts: Column, told: Column) -> Column | None:
    """Where in the home (each of at least one) the other stands; None where the numbers contradict one another."""
    found = np.empty(len(told), np.int64)
    addresses = (starts.ctypes.data, told.ctypes.data, found.ctypes.data)
    return found if _plain()["linked"](len(told), *addresses) else None


def words(text: Views, count: int, codes: Mapping[str, int]) -> Column | None:
    """The code of each word; None when there is a word without a code."""
    found = np.empty(count, np.int64)
    code = _of_words(tuple(codes.items()))
    known = code(count, text.first, text.address, text.long_ones.ctypes.data, found.ctypes.data)
    return found if known else None


@functools.cache
def _plain() -> Mapping[str, Callable[..., int]]:
    constants = {"NULL": NULL, "NOBODY": NOBODY, "NOT_TOLD": NOT_TOLD}
    return machine_codes("\n".join((INSIDE, DAYS, LINKED)), ("inside", "dates", "linked"), constants)


@functools.lru_cache(maxsize=64)
def _of_words(codes: tuple[tuple[str, int], ...]) -> Callable[..., int]:
    """Every word is compared whole: the length and the first bytes at once, and what is left."""
    lines = []
    for word, code in codes:
        said = word.encode()
        start = int.from_bytes(len(said).to_bytes(4, "little") + said[:4].ljust(4, b"\0"), "little", signed=True)
        if len(said) <= SHORT:
            rest = int.from_bytes(said[4:].ljust(PIECE, b"\0"), "little", signed=True)
            lines.append(f"        code = {code} if start == {start} and rest == {rest} else code")
        else:
            lines += [f"        if start == {start}:", *_compared(said, code)]
    source = "\n".join([WORDS, *lines, *AFTER_WORDS])
    return machine_codes(source, ("words",), {"NULL": NULL})["words"]


def _compared(said: bytes, code: int) -> list[str]:
    """The bytes of a long word, eight at a time; the last eight reach back over some of those before."""
    at = "            at = long_ones[rest % 4294967296] + rest // 4294967296"
    places = [*range(0, len(said) - PIECE, PIECE), len(said) - PIECE]
    same = " and ".join(
        f"piece(at + {n}) == {int.from_bytes(said[n : n + PIECE], 'little', signed=True)}" for n in places
    )
    return [at, f"            code = {code} if {same} else code"]


WORDS = """
def piece(address):
    return address[0]

def words(count, offset, views, long_ones, found):
    known = 1
    for k in range(count):
        start = views[2 * (offset + k)]
        rest = views[2 * (offset + k) + 1]
        code = NULL"""
AFTER_WORDS = ("        known = 0 if code == NULL else known", "        found[k] = code", "    return known")
