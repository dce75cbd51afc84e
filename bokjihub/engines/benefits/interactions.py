"""What taking one benefit does to the others, in won: the rules of those are asked before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .country import Country, per_of
from .rule import PERSON, Interaction
from .run import Run
from .screening import ELIGIBLE, NOT_ELIGIBLE, BenefitResult, Screening, prepare, screen
from .situation import AGE, BORN, NAME, Situation
from .unknown import highest, is_known, lowest, span


@dataclass(frozen=True)
class Effect:
    """One benefit before and after; `won` is what it gains (or, below zero, loses) in its period, None if not settled."""

    benefit: str
    before: str
    after: str
    won: int | None
    period: str


@dataclass(frozen=True)
class Consequence:
    """An interaction that this home meets, with what it does there."""

    name: str
    taking: str
    person: str
    sentence: str
    article: str
    effects: tuple[Effect, ...]


def consequences(
    country: Country, situation: Situation, on: dt.date, now: Screening, *, unverified_too: bool = False
) -> list[Consequence]:
    """Every interaction of a benefit that the home gets or may get, where something really changes."""
    found = []
    for one in country.interactions:
        if not one.taking or now.of(one.taking).status != NOT_ELIGIBLE:
            for who in range(len(situation.people)) if one.per == PERSON else (None,):
                found += list(_meets(country, situation, on, now, one, who, unverified_too=unverified_too))
    return found


def _meets(
    country: Country,
    situation: Situation,
    on: dt.date,
    now: Screening,
    one: Interaction,
    who: int | None,
    *,
    unverified_too: bool,
) -> Iterator[Consequence]:
    stated = situation.household if who is None else situation.people[who]
    if who is not None and not _gets(now.of(one.taking), str(stated.get(NAME, ""))):
        return
    run = prepare(country, situation, on, unverified_too=unverified_too)
    if any(_has_happened(run, name, who, value) for name, value in one.unless.items()):
        return
    later = _after(situation, now, one, who)
    if later is None:
        return
    earlier = _before(situation, one, who)
    before = screen(prepare(country, earlier, on, unverified_too=unverified_too), one.affects)
    after = screen(prepare(country, later, on, unverified_too=unverified_too), one.affects)
    effects = tuple(e for b, a in zip(before.results, after.results, strict=True) if (e := _effect(b, a)) is not None)
    if effects:
        person = "" if who is None else str(stated.get(NAME, ""))
        yield Consequence(one.name, one.taking, person, one.sentence, one.article, effects)


def _has_happened(run: Run, name: str, who: int | None, bound: Any) -> bool:
    """To the person, or to anybody in the home."""
    if who is not None or per_of(run.country, name) != PERSON:
        return _is_so(run.node(name, who).value, bound)
    return any(_is_so(run.node(name, person).value, bound) for person in range(len(run.people)))


def _gets(result: BenefitResult, person: str) -> bool:
    return result.status != ELIGIBLE or person in result.people


def _is_so(value: Any, bound: Any) -> bool:
    """It has happened already: the fact is so, or the age is reached."""
    if not is_known(value):
        return False
    return bool(value == bound if isinstance(bound, bool) else value >= bound)


def _before(situation: Situation, one: Interaction, who: int | None) -> Situation:
    """A yes that nobody has stated yet is a no before it happens."""
    stated = situation.household if who is None else situation.people[who]
    for name, value in one.sets.items():
        if value is True and name not in stated:
            situation = situation.with_fact(name, who, False)
    return situation


def _after(situation: Situation, now: Screening, one: Interaction, who: int | None) -> Situation | None:
    for name, value in one.sets.items():
        situation = situation.with_fact(name, who, value)
        if name == AGE and who is not None:
            situation = _without(situation, who, BORN)
    for name, benefit in one.adds.items():
        result, stated = now.of(benefit), situation.household.get(name)
        if stated is None or result.status == NOT_ELIGIBLE or result.won_high is None:
            return None
        low, high = lowest(stated) + result.won_low, highest(stated) + result.won_high
        situation = situation.with_fact(name, None, span(low, high))
    return situation


def _without(situation: Situation, who: int, name: str) -> Situation:
    people = list(situation.people)
    people[who] = {key: value for key, value in people[who].items() if key != name}
    return Situation(situation.household, tuple(people))


def _effect(before: BenefitResult, after: BenefitResult) -> Effect | None:
    if (before.status, before.won_low, before.won_high) == (after.status, after.won_low, after.won_high):
        return None
    settled = _settled(before) and _settled(after)
    won = after.won_low - before.won_low if settled else None
    return Effect(before.name, before.status, after.status, won, before.period)


def _settled(result: BenefitResult) -> bool:
    return result.status == NOT_ELIGIBLE or (result.status == ELIGIBLE and result.won_low == result.won_high)


def in_words(found: Consequence) -> str:
    """One line for the officer."""
    parts = []
    for effect in found.effects:
        if effect.won is None:
            parts.append(f"{effect.benefit} 달라짐")
        else:
            parts.append(f"{effect.benefit} {effect.won:+,}원/{effect.period}")
    whose = f"{found.person}: " if found.person else ""
    return f"{whose}{found.sentence} ({', '.join(parts)}; {found.article})"
