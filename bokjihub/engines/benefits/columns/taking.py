"""Cells taken from where a file was read to, a few homes at a time and in the same pass in which the rules read them.

A number without a gap is read where it stands. Days, words, yes or no, positions in the list of people and whatever has
gaps are made into cells in rows of `kept`, near the processor. Whatever cannot be (a word without a code, a number out of
bounds, two people who contradict one another) is only noted in `odd`: `table` reads the part again, slowly, and says what
is wrong and where.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .standing import DAYS, INT64, LONG_ONES, NUMBERS, WORDS, Standing

Column = NDArray[np.int64]
CELLS, FIGURES, DATES, BITS, TEXT, PLACES = range(6)
SIZES = {INT64: 8, DAYS: 4, WORDS: 16}
WIDTH, STATED = 8, -(2**61)  # the words that describe a column; a cell that is stated and has no code yet
SHORT, PIECE = 12, 8
CONSTANTS = {
    "CELLS": CELLS, "FIGURES": FIGURES, "DATES": DATES, "BITS": BITS, "TEXT": TEXT, "WIDTH": WIDTH, "STATED": STATED,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A column as machine code is told of it: kind, address, gaps, their first bit, and four words by kind."""

    words: tuple[int, ...]
    keeps: Any


def cells(column: Column) -> Told:
    """A column that is made of cells already."""
    return Told((CELLS, column.ctypes.data, *[0] * 6), column)


def figures(column: Standing, low: int, high: int) -> Told:
    return _told(FIGURES, column, low, high)


def yes_or_no(column: Standing) -> Told:
    """Bits: they are counted from the beginning of the buffer."""
    return Told((BITS, column.buffers[NUMBERS], column.gaps, column.first, 0, 0, 0, 0), column)


def dates(column: Standing, first: int, most: int, numbers: Column) -> Told:
    """Days counted from 1970, and `numbers` such as 20260201 for each of them from the first on, up to `most` after it."""
    return _told(DATES, column, first, most, numbers.ctypes.data, keeps=numbers)


def text(column: Standing, codes: Mapping[str, int]) -> Told:
    long_ones = np.array(column.buffers[LONG_ONES:-1] or [0], np.int64)
    words = _spelled(tuple(codes.items()))
    return _told(TEXT, column, long_ones.ctypes.data, words.ctypes.data, keeps=(long_ones, words))


def places(column: Standing) -> Told:
    """Positions in the list of people, counted from 1; 0 is nobody."""
    return _told(PLACES, column)


def _told(kind: int, column: Standing, *more: int, keeps: Any = None) -> Told:
    address = column.buffers[NUMBERS] + column.first * SIZES[column.format]
    words = (kind, address, column.gaps, column.first, *more)
    return Told((*words, *[0] * (WIDTH - len(words))), (column, keeps))


@functools.lru_cache(maxsize=64)
def _spelled(codes: tuple[tuple[str, int], ...]) -> Column:
    """Every word as it is compared: the length and the first bytes at once, and what is left.

    What is left of a long word stands elsewhere; it is compared eight bytes at a time, the last of which reach back
    over some of those before.
    """
    rows = []
    for word, code in codes:
        said = word.encode()
        start = len(said).to_bytes(4, "little") + said[:4].ljust(4, b"\0")
        row = [code, _number(start), _number(said[4:].ljust(PIECE, b"\0")[:PIECE]), 0]
        if len(said) > SHORT:
            at = [*range(0, len(said) - PIECE, PIECE), len(said) - PIECE]
            row[3] = len(at)
            row += [part for n in at for part in (n, _number(said[n : n + PIECE]))]
        rows.append(row)
    width = max(map(len, rows), default=0)
    flat = [number for row in rows for number in (*row, *[0] * (width - len(row)))]
    return np.array([len(rows), width, *flat], np.int64)


def _number(said: bytes) -> int:
    return int.from_bytes(said, "little", signed=True)


def taken(told: Any, number: int, *where: Any) -> Any:
    """In plain Python every column is made of cells already."""
    return told[number]


def positions(told: Any, number: int, *where: Any) -> Any:
    return told[number]


SOURCE = '''
def ahead(address, size):
    """What the next homes will read is fetched while these are worked out."""
    for line in range((size + 63) >> 6):
        fetch(address + 64 * line)

def outside(count, low, high, told):
    found = 0
    for k in side_by_side(count):
        found |= (told[k] < low) | (told[k] > high)
    return found

def stated(count, first, bits, gaps, found):
    """1 where there is a cell, 0 where there is none."""
    if gaps:
        for k in side_by_side(count):
            found[k] = (bits[(first + k) >> 3] >> ((first + k) & 7)) & 1
    else:
        for k in side_by_side(count):
            found[k] = 1

def figures(count, low, high, told, found):
    wrong = 0
    for k in side_by_side(count):
        known, value = found[k], told[k]
        wrong |= known & ((value < low) | (value > high))
        found[k] = value if known else NULL
    return wrong

def dates(count, first, most, days, words, found):
    """Looked up: a town has few days of birth and many people."""
    wrong = 0
    for k in side_by_side(count):
        known, place = found[k], days[k] - first
        wrong |= known & ((place < 0) | (place > most))
        found[k] = words[max(0, min(place, most))] if known else NULL
    return wrong

def yes_or_no(count, first, bits, found):
    for k in side_by_side(count):
        found[k] = (bits[(first + k) >> 3] >> ((first + k) & 7)) & 1 if found[k] else NULL
    return 0

def piece(address):
    return address[0]

def alike(address, count, words, at):
    same = 1
    for k in range(count):
        same &= piece(address + words[at + 2 * k]) == words[at + 2 * k + 1]
    return same

def text(count, views, long_ones, words, found):
    """Every word is compared whole, with all cells at hand."""
    for k in side_by_side(count):
        found[k] = STATED if found[k] else NULL
    for word in range(words[0]):
        at = 2 + word * words[1]
        code, start, rest, pieces = words[at], words[at + 1], words[at + 2], words[at + 3]
        if pieces:
            for k in range(count):
                if (found[k] == STATED) & (views[2 * k] == start):
                    left = views[2 * k + 1]
                    place = long_ones[left & 4294967295] + (left >> 32)
                    found[k] = code if alike(place, pieces, words, at + 4) else STATED
        else:
            for k in side_by_side(count):
                same = (found[k] == STATED) & (views[2 * k] == start) & (views[2 * k + 1] == rest)
                found[k] = code if same else found[k]
    wrong = 0
    for k in side_by_side(count):
        wrong |= found[k] == STATED
    return wrong

def taken(told, number, first, count, kept, row, odd):
    """Some cells of a column: where it would have to begin for them to stand where they do."""
    at = WIDTH * number
    kind, address, gaps, skipped = told[at], told[at + 1], told[at + 2], told[at + 3]
    one, two, three = told[at + 4], told[at + 5], told[at + 6]
    size = 4 if kind == DATES else 16 if kind == TEXT else 8
    if kind != BITS:
        ahead(address + size * (first + count), size * count)
    if kind == CELLS:
        return address
    if kind == FIGURES and gaps == 0:
        odd[0] |= outside(count, one, two, address + 8 * first)
        return address
    found = where(kept) + 8 * row
    stated(count, skipped + first, gaps, gaps, found)
    if kind == FIGURES:
        odd[0] |= figures(count, one, two, address + 8 * first, found)
    elif kind == DATES:
        odd[0] |= dates(count, one, two, address + 4 * first, three, found)
    elif kind == BITS:
        odd[0] |= yes_or_no(count, skipped + first, address, found)
    else:
        odd[0] |= text(count, address + 16 * first, one, two, found)
    return found - 8 * first

def places(h0, p0, count, here, starts, kept, home, told, found):
    """Who is meant has to stand in the same home, be somebody else, and mean the same; `here` are those of these homes."""
    wrong = 0
    for k in side_by_side(count):
        begin, end = starts[h0 + kept[home + k]] - p0, starts[h0 + kept[home + k] + 1] - p0
        other = told[k] - 1
        inside = (other >= -1) & (begin + other < end) & (begin + other != k)
        meant = begin + other if inside & (other >= 0) else k
        wrong |= (k < here) & ((1 - inside) | ((other >= 0) & (begin + told[meant] - 1 != k)))
        found[k] = other if k < here else NOBODY
    return wrong

def positions(told, number, h0, p0, count, here, starts, home, kept, row, odd):
    """Where in the home the other stands, for some people."""
    address = told[WIDTH * number + 1]
    if told[WIDTH * number] == CELLS:
        return address
    ahead(address + 8 * (p0 + count), 8 * count)
    found = where(kept) + 8 * row
    odd[0] |= places(h0, p0, count, here, starts, kept, home, address + 8 * p0, found)
    return found - 8 * p0
'''
