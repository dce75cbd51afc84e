"""What the rest of the product calls: screen a household, ask one quantity, find the next question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import answer, contradictions, question, screening
from . import changes as search
from . import interactions as meeting
from . import reform as law_changes
from . import timeline as years_ahead
from . import workings as steps
from .answer import Step, Value
from .changes import Change
from .country import korea
from .facts import Fact
from .interactions import Consequence
from .question import Question
from .reform import Side
from .screening import BenefitResult, MissingFact, Screening
from .situation import Situation, read
from .timeline import Turn
from .workings import Told, Workings


def screen(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> Screening:
    """Every benefit for one home. What nobody stated is unknown, never zero, so a decided answer cannot flip."""
    return screening.screen(screening.prepare(korea(), situation, on, unverified_too=unverified_too))


def make_ready_for_many(on: dt.date) -> None:
    """The machine code `screen_many` runs on that day, made ahead: it takes seconds, and most of them beside Python."""
    from .columns.compiled import make_ready
    from .columns.many import program_of

    make_ready(program_of(korea(), on))


@dataclass(frozen=True)
class Decided:
    """The answer on one benefit where only yes, no or cannot tell is asked: won is None where it is not settled."""

    name: str
    status: str
    won: int | None
    period: str


def screen_many(
    situations: Sequence[Situation],
    on: dt.date,
    *,
    only: Callable[[str], bool] | None = None,
    unverified_too: bool = False,
) -> list[tuple[Decided, ...]]:
    """Every benefit (or `only` those whose names it takes) of many homes in one compiled run.

    A decided answer is the same as that of `screen`.
    """
    from .columns.many import decided  # the compiler is loaded only where many are asked for

    rows = decided(korea(), situations, on, only=only, unverified_too=unverified_too)
    return [tuple(Decided(*one) for one in row) for row in rows]


def value(name: str, given: Mapping[str, Any], on: dt.date, *, unverified_too: bool = False) -> Value:
    """One legal quantity, or what is missing for it."""
    return answer.value(korea(), name, given, on, unverified_too=unverified_too)


def next_question(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> Question | None:
    """The question that settles the most won; None when nothing is open that a question can settle."""
    return next(iter(questions(situation, on, unverified_too=unverified_too)), None)


def questions(
    situation: Situation, on: dt.date, *, screening: Screening | None = None, unverified_too: bool = False
) -> list[Question]:
    """All open questions, the most useful first; `screening` is that of the same home where there is one already."""
    return question.rank(korea(), situation, on, before=screening, unverified_too=unverified_too)


def changes(
    situation: Situation, on: dt.date, *, only: Sequence[str] | None = None, unverified_too: bool = False
) -> dict[str, tuple[Change, ...]]:
    """For each benefit that is a "no": the smallest single changes that would turn it, exact to one won."""
    before = screen(situation, on, unverified_too=unverified_too)
    return search.changes(korea(), situation, on, before, only=only, unverified_too=unverified_too)


def workings(situation: Situation, on: dt.date, before: Screening, *, unverified_too: bool = False) -> Workings:
    """How every amount of a screening came about, step by step with article and date."""
    return steps.workings(korea(), situation, on, before, unverified_too=unverified_too)


def consequences(situation: Situation, on: dt.date, *, unverified_too: bool = False) -> list[Consequence]:
    """What taking one benefit does to the others of this home, in won."""
    now = screen(situation, on, unverified_too=unverified_too)
    return meeting.consequences(korea(), situation, on, now, unverified_too=unverified_too)


def timeline(situation: Situation, on: dt.date, years: int = 10, *, unverified_too: bool = False) -> list[Turn]:
    """What starts, stops or changes in the years to come, at which birthday or change of the law."""
    return years_ahead.timeline(korea(), situation, on, years, unverified_too=unverified_too)


def compare(
    situation: Situation,
    on: dt.date,
    other_on: dt.date,
    figures: Mapping[str, Any] | None = None,
    *,
    unverified_too: bool = False,
) -> list[Side]:
    """The same home under two days, or under figures that are changed, side by side."""
    return law_changes.compare(korea(), situation, on, other_on, figures, unverified_too=unverified_too)


def doubts(situation: Situation) -> tuple[str, ...]:
    """What was stated and is more often a slip than true; it is worked out all the same."""
    return contradictions.doubts(situation.household, situation.people)


def facts() -> tuple[Fact, ...]:
    """Every fact that can be stated, with kind, unit and the question for the door."""
    return tuple(korea().facts.values())


__all__ = [
    "BenefitResult",
    "Change",
    "Consequence",
    "Decided",
    "Fact",
    "MissingFact",
    "Question",
    "Screening",
    "Side",
    "Situation",
    "Step",
    "Told",
    "Turn",
    "Value",
    "Workings",
    "changes",
    "compare",
    "consequences",
    "doubts",
    "facts",
    "make_ready_for_many",
    "next_question",
    "questions",
    "read",
    "screen",
    "screen_many",
    "timeline",
    "value",
    "workings",
]
