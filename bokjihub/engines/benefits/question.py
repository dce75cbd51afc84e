"""The next best question: which unknown fact, once known, settles the most won.

The unknown facts are completed some hundred times in one run over columns, each at values on both sides of what the rules
compare it with (yes and no, each choice, typical amounts); a fact is worth the won of what no longer differs once it is
known. The order of questions rests on these samples; what is decided never does (`screening` carries ranges).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .country import Country
from .facts import CHOICE, DATE, LINK, YESNO
from .screening import UNKNOWN, BenefitResult, MissingFact, Screening, prepare, screen
from .situation import NAME, SIZE, Situation, complete

UNBOUNDED_WON = 300_000
IN_KIND_WON, MOST_WON = 100_000, 500_000
PERIODS = {"월": 1, "분기": 3, "년": 12}
AGES = (0, 1, 5, 10, 30, 50, 70)
SOMEBODY_ELSEWHERE = "다른 곳에 사는 사람"


@dataclass(frozen=True)
class Question:
    """What to ask next, in the words for the door, and the won a month that the answer settles on average."""

    fact: str
    who: int | None
    person: str
    question: str
    settles_won: int
    benefits: tuple[str, ...]


def rank(
    country: Country,
    situation: Situation,
    on: dt.date,
    *,
    before: Screening | None = None,
    unverified_too: bool = False,
) -> list[Question]:
    """All open questions, the most useful first; `before` is the screening of the same home where there is one."""
    if before is None:
        before = screen(prepare(country, situation, on, unverified_too=unverified_too))
    still_open = [r for r in before.results if r.status == UNKNOWN or r.won_low != r.won_high]
    waiting: dict[MissingFact, list[str]] = {}
    for result in still_open:
        for fact in result.facts:
            waiting.setdefault(fact, []).append(result.name)
    worth = _worth(country, situation, on, list(waiting), still_open, unverified_too=unverified_too)
    questions = [
        Question(fact.name, fact.who, fact.person, fact.question, worth.get(fact, 0), tuple(names))
        for fact, names in waiting.items()
    ]
    return _as_spoken(country, sorted(questions, key=lambda q: (-q.settles_won, -len(q.benefits), q.fact, q.person)))


def _as_spoken(country: Country, ranked: list[Question]) -> list[Question]:
    """‘그 가족의 소득’ follows ‘따로 사시는 가족이 계세요?’, which is worth at least what it leads to."""
    waiting = {(question.fact, question.who): question for question in ranked}
    spoken: list[Question] = []
    for question in ranked:
        fact = country.facts.get(question.fact)
        first = waiting.pop((fact.after, question.who), None) if fact is not None and fact.after else None
        if first is not None:
            benefits = tuple(dict.fromkeys([*first.benefits, *question.benefits]))
            spoken.append(replace(first, settles_won=max(first.settles_won, question.settles_won), benefits=benefits))
        if waiting.pop((question.fact, question.who), None) is not None:
            spoken.append(question)
    return spoken


def _worth(
    country: Country,
    situation: Situation,
    on: dt.date,
    facts: list[MissingFact],
    still_open: list[BenefitResult],
    *,
    unverified_too: bool,
) -> dict[MissingFact, int]:
    """Of people nobody has listed nothing can be asked."""
    from .columns.completions import Unknown, settled  # NumPy is loaded only where something is open

    named = _named(situation, on)
    tried = [(fact, _tries(country, fact, on, named)) for fact in facts if fact.who is None or fact.who >= 0]
    if not tried:
        return {}
    won = settled(
        country,
        named,
        on,
        [Unknown(fact.name, fact.who, values) for fact, values in tried],
        {result.name: _openness(result) for result in still_open},
        {result.name: frozenset((fact.name, fact.who) for fact in result.facts) for result in still_open},
        unverified_too=unverified_too,
    )
    return {fact: amount for (fact, _), amount in zip(tried, won, strict=True)}


def _named(situation: Situation, on: dt.date) -> Situation:
    """The same home with its size stated, so that a tried value does not change who is in it."""
    household, _, _ = complete(situation, on, roll_is_complete=True)
    stated = dict(situation.household)
    if isinstance(household[SIZE], int):
        stated[SIZE] = household[SIZE]
    return Situation(stated, situation.people or ({},))


def _openness(result: BenefitResult) -> int:
    """Won a month that are open, within bounds: help in kind counts, and no benefit drowns the others."""
    months = PERIODS.get(result.period, 12)
    if result.status == UNKNOWN:
        high = UNBOUNDED_WON * months if result.won_high is None else result.won_high
        return max(IN_KIND_WON, min(MOST_WON, high // months))
    if result.won_high is None:
        return UNBOUNDED_WON // 2
    return min(MOST_WON, result.won_high - result.won_low) // months // 2


def _tries(country: Country, fact: MissingFact, on: dt.date, situation: Situation) -> tuple[Any, ...]:
    """Of typical amounts the first is what most homes answer (no car, no debts), and counts three times."""
    values = tuple(_values(country, fact, on, situation))
    known = country.facts.get(fact.name)
    return (values[0], values[0], *values) if known is not None and known.typical else values


def _values(country: Country, missing: MissingFact, on: dt.date, situation: Situation) -> Iterator[Any]:
    fact = country.facts.get(missing.name)
    if fact is None:
        yield from (0, 1_000_000, 2_500_000) if country.rules[missing.name][0].unit != YESNO else (True, False)
    elif fact.kind == YESNO:
        yield from (True, False)
    elif fact.kind == CHOICE:
        yield from fact.choices
    elif fact.kind == DATE:
        yield from (on.replace(year=on.year - age, day=1) for age in AGES)
    elif fact.kind == LINK:
        others = [str(p.get(NAME)) for who, p in enumerate(situation.people) if who != missing.who]
        yield from (None, *(others or [SOMEBODY_ELSEWHERE])[:2])
    elif fact.name == SIZE:
        yield from (size for size in fact.typical if size >= len(situation.people))
    else:
        yield from fact.typical or (fact.low, (fact.low + fact.high) // 2)
