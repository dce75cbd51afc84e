"""What the engine refuses, in the officer's words first and in English after it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


class BenefitsError(Exception):
    """A sentence for the officer and the same in English."""

    def __init__(self, korean: str, english: str) -> None:
        super().__init__(f"{korean} / {english}")
        self.korean = korean
        self.english = english


class BadRules(BenefitsError):
    """Rules or parameters that contradict themselves; found on load, never while an officer waits."""


class BadInput(BenefitsError):
    """A fact that cannot be read: unknown name, wrong type, impossible date, contradiction."""


class UnknownName(BadInput):
    """A name nobody declared, with the nearest ones."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.nearest = nearest(name, known)
        shown = ", ".join(self.nearest) or "없음"
        super().__init__(
            f"'{name}'은(는) 알 수 없는 이름입니다. 가까운 이름: {shown}",
            f"unknown name '{name}'; nearest: {shown}",
        )


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Up to five known names, those that contain the word first."""
    by_letters = {_letters(n): n for n in sorted(known)}
    holding = [n for n in by_letters.values() if name and (name in n or n in name)]
    close = [by_letters[letters] for letters in difflib.get_close_matches(_letters(name), by_letters, n=5, cutoff=0.5)]
    return list(dict.fromkeys([*close[:3], *holding, *close]))[:5]


def _letters(name: str) -> str:
    """The single letters of Hangul syllables, so that 소등 is near 소득."""
    return unicodedata.normalize("NFD", name)
