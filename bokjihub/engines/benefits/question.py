"""The next best question: which unknown fact, once known, settles the most won.

Each unknown fact is tried at values on both sides of what the rules compare it with (yes and no, each choice, typical
amounts); for each try we count the won of the benefits that become decided. The mean over the tries is its worth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .country import Country
from .facts import CHOICE, DATE, LINK, YESNO
from .screening import UNKNOWN, BenefitResult, MissingFact, Screening, prepare, screen
from .situation import NAME, Situation, complete

UNBOUNDED_WON = 300_000
IN_KIND_WON = 100_000
PERIODS = {"월": 1, "분기": 3, "년": 12}


@dataclass(frozen=True)
class Question:
    """What to ask next, in the words for the door, and the won a month that the answer settles on average."""

    fact: str
    who: int | None
    person: str
    question: str
    settles_won: int
    benefits: tuple[str, ...]


def rank(country: Country, situation: Situation, on: dt.date, *, unverified_too: bool = False) -> list[Question]:
    """All open questions, the most useful first."""
    run = prepare(country, situation, on, unverified_too=unverified_too)
    before = screen(run)
    named = _named(situation, on)
    found: dict[MissingFact, list[str]] = {}
    for result in before.results:
        for fact in result.facts:
            if result.status == UNKNOWN or result.won_low != result.won_high:
                found.setdefault(fact, []).append(result.name)
    questions = [_worth(country, named, on, fact, names, before, unverified_too) for fact, names in found.items()]
    return sorted(questions, key=lambda q: (-q.settles_won, -len(q.benefits), q.fact, q.person))


def _named(situation: Situation, on: dt.date) -> Situation:
    """The same home with its size stated, so that a tried value does not change who is in it."""
    household, _, _ = complete(situation, on, roll_is_complete=True)
    stated = dict(situation.household)
    if isinstance(household["가구원수"], int):
        stated["가구원수"] = household["가구원수"]
    return Situation(stated, situation.people)


def _worth(
    country: Country,
    situation: Situation,
    on: dt.date,
    fact: MissingFact,
    names: list[str],
    before: Screening,
    unverified_too: bool,
) -> Question:
    settled, tries = 0, 0
    if fact.who is None or fact.who >= 0:
        for value, weight in _weighted(country, fact.name, _tries(country, fact.name, on, situation)):
            run = prepare(country, situation.with_fact(fact.name, fact.who, value), on, unverified_too=unverified_too)
            after = screen(run, names)
            settled += weight * sum(_gain(before.of(result.name), result) for result in after.results)
            tries += weight
    return Question(fact.name, fact.who, fact.person, fact.question, settled // max(1, tries), tuple(names))


def _gain(before: BenefitResult, after: BenefitResult) -> int:
    """Won a month that are no longer open."""
    return max(0, _openness(before) - _openness(after))


def _openness(result: BenefitResult) -> int:
    months = PERIODS.get(result.period, 12)
    if result.status == UNKNOWN:
        high = UNBOUNDED_WON * months if result.won_high is None else result.won_high
        return max(IN_KIND_WON, high // months)
    if result.won_high is None:
        return UNBOUNDED_WON // 2
    return (result.won_high - result.won_low) // months // 2


def _weighted(country: Country, name: str, values: Iterator[Any]) -> Iterator[tuple[Any, int]]:
    """Of typical amounts the first is what most homes answer (no car, no debts), and counts three times."""
    fact = country.facts.get(name)
    usual = 3 if fact is not None and fact.typical else 1
    for number, value in enumerate(values):
        yield value, usual if number == 0 else 1


def _tries(country: Country, name: str, on: dt.date, situation: Situation) -> Iterator[Any]:
    fact = country.facts.get(name)
    if fact is None:
        yield from (0, 1_000_000, 2_500_000) if country.rules[name][0].unit != YESNO else (True, False)
    elif fact.kind == YESNO:
        yield from (True, False)
    elif fact.kind == CHOICE:
        yield from fact.choices
    elif fact.kind == DATE:
        yield from (on.replace(year=on.year - age, day=1) for age in (0, 1, 5, 10, 30, 50, 70))
    elif fact.kind == LINK:
        yield None
        yield from [str(p.get(NAME)) for p in situation.people][:1]
    else:
        yield from fact.typical or (fact.low, (fact.low + fact.high) // 2)
