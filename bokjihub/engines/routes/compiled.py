"""Compiling with numba, the machine code kept on disk so that only the first run ever waits."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
njit: Any = numba.njit


def compiled(function: F) -> F:
    """Machine code of `function` that does not hold Python's lock; kept on disk wherever a folder can be written."""
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder for the cache: compile at every start
        return cast(F, njit(nogil=True)(function))


def inlined(function: F) -> F:
    """A part of a compiled function: melts into its callers, never counts references, cannot be called from Python.

    Without the first two every call copies the descriptions of some fifty arrays and counts them up and down: the search
    was 20 times slower. A part may therefore create no array. Without the last numba would write and optimise code that
    takes those fifty arrays from Python for each of the fifty parts: half of the time of compiling. A numba without these
    (undocumented) switches is slower, not wrong.
    """
    try:
        switches = {"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        return cast(F, njit(nogil=True, forceinline=True, **switches)(function))
    except (TypeError, KeyError):
        return cast(F, njit(nogil=True, forceinline=True)(function))
