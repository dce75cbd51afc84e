"""Words of a column where polars keeps them, by the Arrow C data interface: nothing is copied to be read.

A word is sixteen bytes: its length, its first four bytes, and then the rest, or where the rest stands when it is long
(https://arrow.apache.org/docs/format/CDataInterface.html, format "vu").
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

STRING_VIEWS = b"vu"


class _Array(ctypes.Structure):
    """One chunk of a column."""


_Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))), ("private_data", ctypes.c_void_p),
]  # fmt: skip


class _Schema(ctypes.Structure):
    """What the chunks of a column are."""


_Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.c_void_p), ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))), ("private_data", ctypes.c_void_p),
]  # fmt: skip


class _Stream(ctypes.Structure):
    """The chunks of a column, one after another; polars gives it back itself when the capsule goes."""


_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.c_void_p), ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p),
]  # fmt: skip

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


@dataclass
class Views:
    """The words of one chunk: where they stand, from which on, and where the long ones have their rest."""

    address: int
    first: int
    long_ones: NDArray[np.int64]
    chunk: Any

    def __del__(self) -> None:
        if self.chunk.release:
            self.chunk.release(ctypes.byref(self.chunk))


def views(series: pl.Series) -> Views | None:
    """The words of a column of text without gaps; None for any other, which is read in another way."""
    if series.dtype != pl.String or series.null_count() or not len(series):
        return None
    capsule = series.rechunk().__arrow_c_stream__(None)
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    schema, chunk = _Schema(), _Array()
    if stream.get_schema(ctypes.byref(stream), ctypes.byref(schema)):
        return None
    is_views = schema.format == STRING_VIEWS
    schema.release(ctypes.byref(schema))
    if not is_views or stream.get_next(ctypes.byref(stream), ctypes.byref(chunk)) or not chunk.release:
        return None
    long_ones = [chunk.buffers[n] or 0 for n in range(2, chunk.n_buffers - 1)]
    return Views(int(chunk.buffers[1]), int(chunk.offset), np.array(long_ones or [0], np.int64), chunk)
