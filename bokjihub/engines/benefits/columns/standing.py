"""A part of the table where polars keeps it, by the Arrow C data interface: nothing is copied to be read.

Every column is the address of its numbers, words or bits, with a bit for each that says whether there is one
(https://arrow.apache.org/docs/format/CDataInterface.html). A word is sixteen bytes: its length, its first four bytes, and
then the rest, or where the rest stands when it is long.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..situation import PEOPLE

INT64, DAYS, YES_OR_NO, WORDS, LIST, STRUCT = "l", "tdD", "b", "vu", "+L", "+s"
HAS_GAPS, NUMBERS, LONG_ONES = 0, 1, 2  # what the buffers of a column are


class _Array(ctypes.Structure):
    """One chunk of a column."""


_Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))), ("private_data", ctypes.c_void_p),
]  # fmt: skip


class _Schema(ctypes.Structure):
    """What the chunks of a column are."""


_Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(ctypes.POINTER(_Schema))), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))), ("private_data", ctypes.c_void_p),
]  # fmt: skip


class _Stream(ctypes.Structure):
    """The chunks of a table, one after another; polars gives it back itself when the capsule goes."""


_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.c_void_p), ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p),
]  # fmt: skip

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


class _Chunk:
    """What polars lends; it is given back when nobody reads it any more."""

    def __init__(self) -> None:
        self.array = _Array()

    def __del__(self) -> None:
        if self.array.release:
            self.array.release(ctypes.byref(self.array))


@dataclass(frozen=True)
class Standing:
    """One column: what it is, its first cell counted from where its buffers begin, and their addresses (0: none)."""

    format: str
    first: int
    buffers: tuple[int, ...]
    chunk: _Chunk

    @property
    def gaps(self) -> int:
        """The bits that say which cells there are; 0 where none is missing."""
        return self.buffers[HAS_GAPS]


@dataclass(frozen=True)
class Table:
    """The columns of the homes, and those of their people, who begin at `starts` in them."""

    homes: Mapping[str, Standing]
    persons: Mapping[str, Standing]
    starts: NDArray[np.int64]


def standing(frame: pl.DataFrame) -> Table | None:
    """The part as it stands; None where a home has no list of people, or an empty one, or a gap in it."""
    chunk, schema, stream_of = _Chunk(), _Schema(), frame.rechunk() if frame.n_chunks() > 1 else frame
    capsule = stream_of.__arrow_c_stream__(None)
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    if stream.get_schema(ctypes.byref(stream), ctypes.byref(schema)):
        return None
    try:
        if stream.get_next(ctypes.byref(stream), ctypes.byref(chunk.array)) or not chunk.array.release:
            return None
        return _table(chunk, schema)
    finally:
        schema.release(ctypes.byref(schema))


def _table(chunk: _Chunk, schema: _Schema) -> Table | None:
    homes, persons = {}, {}
    starts = np.zeros(chunk.array.length + 1, np.int64)
    for name, form, array, inner in _children(schema, chunk.array):
        if name != PEOPLE:
            homes[name] = _column(chunk, form, array, array.offset)
            continue
        (_, of_each, people, fields), *_ = _children(inner, array)
        if form != LIST or of_each != STRUCT or array.null_count or people.null_count:
            return None
        offsets = (ctypes.c_int64 * len(starts)).from_address(array.buffers[NUMBERS] + 8 * array.offset)
        starts = np.ctypeslib.as_array(offsets)
        first = int(starts[0]) + people.offset
        for fact, kind, column, _ in _children(fields, people):
            persons[fact] = _column(chunk, kind, column, column.offset + first)
        starts = starts - starts[0]
        if not (starts[1:] > starts[:-1]).all():
            return None
    return Table(homes, persons, starts)


def _children(schema: _Schema, array: _Array) -> list[tuple[str, str, Any, Any]]:
    sides = zip(schema.children[: schema.n_children], array.children[: array.n_children], strict=True)
    return [(s[0].name.decode(), s[0].format.decode(), a[0], s[0]) for s, a in sides]


def _column(chunk: _Chunk, form: str, array: Any, first: int) -> Standing:
    addresses = [address or 0 for address in array.buffers[: array.n_buffers]]
    if not array.null_count and addresses:
        addresses[HAS_GAPS] = 0
    return Standing(form, first, tuple(addresses), chunk)
