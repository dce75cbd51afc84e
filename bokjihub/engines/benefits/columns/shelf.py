"""Machine code kept from one process to the next, as Python keeps its own beside the modules.

It stands in the same `__pycache__` folder, under a name made of everything it was made from: the code before it was
translated, the figures worked into it, the translator, LLVM and the processor. Whoever may write there may change the
product itself; a file that somebody else owns or may write is not read. Where Python writes no code neither do we.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import stat
import sys
from pathlib import Path

SUFFIX, MOST = ".columns", 32  # a code is some hundred kilobytes: a year's figures, and those of the year before


def key_of(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()


def found(key: str) -> bytes | None:
    """The code under this name; None where there is none that can be trusted to be whole and ours."""
    try:
        with (_folder() / (key + SUFFIX)).open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())) or not _is_ours(_folder().stat()):
                return None
            checksum, code = file.read(32), file.read()
            os.utime(file.name)
    except OSError:
        return None
    return code if hashlib.sha256(code).digest() == checksum else None


def put(key: str, code: bytes) -> None:
    """Beside and then under its name, so that nobody reads half of it; what was not read for longest goes."""
    if sys.dont_write_bytecode:
        return
    beside, path = _folder() / f".{key}.{os.getpid()}", _folder() / (key + SUFFIX)
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
            file.write(hashlib.sha256(code).digest() + code)
        beside.replace(path)
        others = [other for other in _folder().glob("*" + SUFFIX) if other != path]
        for old in sorted(others, key=lambda one: one.stat().st_mtime)[: max(0, len(others) + 1 - MOST)]:
            old.unlink(missing_ok=True)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()  # a folder that may not be written, or a full disk: the code is made anew each time


def _is_ours(told: os.stat_result) -> bool:
    """Nobody but the owner writes there, and the owner is we or the one who installed the product."""
    return told.st_uid in (os.geteuid(), _installed_by()) and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _installed_by() -> int:
    return Path(__file__).stat().st_uid


def _folder() -> Path:
    return Path(importlib.util.cache_from_source(__file__)).parent
