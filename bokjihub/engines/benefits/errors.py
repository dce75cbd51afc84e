"""What the engine refuses, in the officer's words first and in English after it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

ALL_NAMES = "모든 이름은 `bokjihub benefits names`와 `facts`에 있습니다."


class BenefitsError(Exception):
    """A sentence for the officer and the same in English."""

    def __init__(self, korean: str, english: str) -> None:
        super().__init__(korean, english)
        self.korean = korean
        self.english = english

    def __str__(self) -> str:
        return f"{self.korean} / {self.english}"


class BadRules(BenefitsError):
    """Rules or parameters that contradict themselves; found on load, never while an officer waits."""


class BadInput(BenefitsError):
    """A fact that cannot be read: unknown name, wrong type, impossible date, contradiction."""

    row: int | None = None
    """Whose fact it is: 0 of the home, 1 of the first person listed."""
    key: str = ""

    def at(self, row: int, key: str, person: str = "") -> BadInput:
        """The same refusal with its place, and with the person's name before it."""
        if person:
            self.korean, self.english = f"{person}: {self.korean}", f"{person}: {self.english}"
        self.row, self.key = row, key
        return self


class BadFile(BadInput):
    """A file that says no: which one, where in it, and what is wrong. Wrong words on the command line are not this."""


class UnknownName(BadInput):
    """A name nobody declared, with the nearest ones."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.nearest = nearest(name, known)
        shown = ", ".join(self.nearest)
        super().__init__(
            f"'{name}'은(는) 알 수 없는 이름입니다. {f'가까운 이름: {shown}' if shown else ALL_NAMES}",
            f"unknown name '{name}'; {f'nearest: {shown}' if shown else 'bokjihub benefits names lists all'}",
        )


@contextmanager
def in_file(name: str) -> Iterator[None]:
    """Whatever is refused here is refused of this file, and says so."""
    try:
        yield
    except BadFile:
        raise
    except BadInput as refused:
        raise BadFile(f"{name}: {refused.korean}", f"{name}: {refused.english}") from None


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Up to five known names, those that contain the word first."""
    by_letters = {_letters(n): n for n in sorted(known)}
    holding = [n for n in by_letters.values() if name and (name in n or n in name)]
    close = [by_letters[letters] for letters in difflib.get_close_matches(_letters(name), by_letters, n=5, cutoff=0.5)]
    return list(dict.fromkeys([*close[:3], *holding, *close]))[:5]


def _letters(name: str) -> str:
    """The single letters of Hangul syllables, so that 소등 is near 소득."""
    return unicodedata.normalize("NFD", name)
