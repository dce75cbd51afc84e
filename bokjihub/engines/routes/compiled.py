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
    """A part of a compiled function: melts into its callers and never counts references.

    Without this every call copies the descriptions of some fifty arrays and counts them up and down: the search was 20
    times slower. A part may therefore create no array. A numba without the (undocumented) switch is slower, not wrong.
    """
    try:
        return cast(F, njit(nogil=True, forceinline=True, _nrt=False)(function))
    except (TypeError, KeyError):
        return cast(F, njit(nogil=True, forceinline=True)(function))
