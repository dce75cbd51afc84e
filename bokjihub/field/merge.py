"""Merging one record field by field against the base its writer saw. No clock is asked.

was = what the device was given · now = what was written on it · current = what stands on the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | bool | tuple[str, ...]


@dataclass
class Merged:
    """What the server takes over, and the fields two people wrote differently: (device, server)."""

    take: dict[str, Value] = field(default_factory=dict)
    clashes: dict[str, tuple[Value, Value]] = field(default_factory=dict)


def merge(was: Mapping[str, Value], now: Mapping[str, Value], current: Mapping[str, Value]) -> Merged:
    """Take what only the device changed, keep what only the server changed, and name what both changed differently.

    Ticks merge one by one and never clash: what either side added is there, what either side took away is gone.
    """
    merged = Merged()
    for name, mine in now.items():
        blank = type(mine)()
        base, theirs = was.get(name, blank), current.get(name, blank)
        if isinstance(mine, tuple):
            joined = _ticks(_set(base), set(mine), _set(theirs))
            if joined != _set(theirs):
                merged.take[name] = tuple(sorted(joined))
        elif mine in (base, theirs):
            continue
        elif theirs == base:
            merged.take[name] = mine
        else:
            merged.clashes[name] = (mine, theirs)
    return merged


def _ticks(base: set[str], mine: set[str], theirs: set[str]) -> set[str]:
    return (theirs | (mine - base)) - (base - mine)


def _set(value: Value) -> set[str]:
    return set(value) if isinstance(value, tuple) else set()
