"""What the rest of the product calls: screen a household, ask one quantity, find the next question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from . import answer, question, screening
from .answer import Step, Value
from .country import korea
from .facts import Fact
from .question import Question
from .screening import BenefitResult, MissingFact, Screening
from .situation import Situation, read


def screen(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> Screening:
    """Every benefit for one home. What nobody stated is unknown, never zero, so a decided answer cannot flip."""
    return screening.screen(screening.prepare(korea(), situation, on, unverified_too=unverified_too))


def value(name: str, given: Mapping[str, Any], on: dt.date, *, unverified_too: bool = False) -> Value:
    """One legal quantity, or what is missing for it."""
    return answer.value(korea(), name, given, on, unverified_too=unverified_too)


def next_question(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> Question | None:
    """The question that settles the most won; None when nothing is open that a question can settle."""
    return next(iter(questions(situation, on, unverified_too=unverified_too)), None)


def questions(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> list[Question]:
    return question.rank(korea(), situation, on, unverified_too=unverified_too)


def facts() -> tuple[Fact, ...]:
    """Every fact that can be stated, with kind, unit and the question for the door."""
    return tuple(korea().facts.values())


__all__ = [
    "BenefitResult",
    "Fact",
    "MissingFact",
    "Question",
    "Screening",
    "Situation",
    "Step",
    "Value",
    "facts",
    "next_question",
    "questions",
    "read",
    "screen",
    "value",
]
