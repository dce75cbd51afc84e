"""One household as far as it is known: facts of the home and of each person, read from Korean keys.

A fact that is not written is not known; nothing is taken to be zero. `가구원` is the roll of the home and is complete
unless `가구원수` says there are more. Facts of a person written at the top are those of 본인.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import contradictions
from .answer import reader
from .country import Country, korea, per_of
from .errors import BadInput, UnknownName
from .facts import age_on, asked_day
from .rule import PERSON
from .run import Others
from .unknown import Days, OneOf

PEOPLE, DAY, NAME, SIZE, SELF = "가구원", "기준일", "이름", "가구원수", "본인"
BORN, AGE, SPOUSE = "출생일", "나이", "배우자"
LARGEST = 20
SHORT = {"소득인정액": "기초생활_소득인정액"}
"""What a file of one home or of a town may call a quantity by half its name."""


@dataclass(frozen=True)
class Situation:
    """What is known of one home. People carry 이름 only as a label; no rule reads it."""

    household: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[Mapping[str, Any], ...] = ()

    def with_fact(self, name: str, who: int | None, value: Any) -> Situation:
        if who is None:
            return Situation({**self.household, name: value}, self.people)
        people = list(self.people)
        people[who] = {**people[who], name: value}
        return Situation(self.household, tuple(people))


def read(raw: Mapping[str, Any], country: Country | None = None) -> tuple[Situation, dt.date | None]:
    """Check a loaded YAML or JSON mapping; one clear sentence for the first thing that is wrong."""
    situation = stated(raw, country or korea())
    on = _day(raw[DAY]) if DAY in raw else None
    for person in situation.people:
        _not_born_yet(person, on)
    contradictions.refuse(situation.household, situation.people, on)
    return situation, on


def stated(raw: Mapping[str, Any], country: Country) -> Situation:
    """The facts as they were written, each read by its kind; whether they agree is not asked here."""
    if not isinstance(raw, Mapping):
        raise BadInput("상황은 '이름: 값'의 모음이어야 합니다.", "a situation is a mapping of name to value")
    household: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, item in raw.items():
        if key in (PEOPLE, DAY):
            continue
        name, value = _fact(country, str(key), item, 0)
        (own if per_of(country, name) == PERSON else household)[name] = value
    people = _people(country, raw.get(PEOPLE), own)
    situation = Situation(household, _married(people))
    _contradictions(situation)
    return situation


def _day(raw: Any) -> dt.date:
    try:
        return asked_day(raw, DAY)
    except BadInput as refused:
        raise refused.at(0, DAY) from None


def _fact(country: Country, key: str, raw: Any, row: int, person: str = "") -> tuple[str, Any]:
    name = SHORT.get(key, key)
    try:
        if name not in country.rules and name not in country.facts:
            raise UnknownName(key, [*country.facts, *country.rules, *SHORT, PEOPLE, DAY, NAME])
        if isinstance(raw, list | dict):
            raise BadInput(f"{key}: 값 하나를 적으세요.", f"{key}: one value is expected")
        return name, reader(country, name, key).read(raw)
    except BadInput as refused:
        raise refused.at(row, key, person) from None


def _people(country: Country, raw: Any, own: Mapping[str, Any]) -> list[dict[str, Any]]:
    if raw is None:
        return [{NAME: SELF, **own}] if own else []
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise BadInput(f"{PEOPLE}은(는) 사람의 목록이어야 합니다.", f"{PEOPLE} is a list of people")
    people = [_person(country, item, number) for number, item in enumerate(raw, 1)]
    if own and not people:
        people = [{NAME: SELF}]
    if own:
        _add_own(people, own)
    names = [person[NAME] for person in people]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadInput(f"{PEOPLE}: '{twice}'이(가) 두 번 나옵니다.", f"{PEOPLE}: '{twice}' appears twice")
    return people


def _add_own(people: list[dict[str, Any]], own: Mapping[str, Any]) -> None:
    person = next((p for p in people if p[NAME] == SELF), people[0])
    clash = next((key for key in own if key in person), None)
    if clash:
        raise BadInput(f"'{clash}'이(가) 위와 {PEOPLE} 안에 모두 있습니다.", f"'{clash}' is stated twice")
    person.update(own)


def _person(country: Country, raw: Any, number: int) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadInput(f"{PEOPLE} {number}번째가 '이름: 값'의 모음이 아닙니다.", f"{PEOPLE}[{number}] is not a mapping")
    if isinstance(raw.get(NAME), list | dict):
        raise BadInput(f"{NAME}: 이름 하나를 적으세요.", f"{NAME}: one name is expected").at(number, NAME)
    name = str(raw.get(NAME) or (SELF if number == 1 else f"가구원{number}"))
    person: dict[str, Any] = {NAME: name}
    for key, item in raw.items():
        if key == NAME:
            continue
        full, value = _fact(country, str(key), item, number, name)
        if per_of(country, full) != PERSON:
            of_home = BadInput(f"'{key}'은(는) 사람이 아니라 가구의 값입니다.", f"'{key}' is of the household")
            raise of_home.at(number, str(key), name)
        person[full] = value
    return person


def _married(people: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Whoever names a spouse is that person's spouse; one-sided marriages are completed."""
    by_name = {person[NAME]: person for person in people}
    for person in people:
        other = by_name.get(person.get(SPOUSE) or "")
        if other is person:
            raise BadInput(f"{person[NAME]}: 본인이 본인의 배우자일 수 없습니다.", "nobody is their own spouse")
        if other is not None and other.setdefault(SPOUSE, person[NAME]) != person[NAME]:
            raise BadInput(f"{person[NAME]}와(과) {other[NAME]}의 배우자가 서로 다릅니다.", "spouses contradict")
    return tuple(people)


def _contradictions(situation: Situation) -> None:
    size = situation.household.get(SIZE)
    if size is not None and size < len(situation.people):
        raise BadInput(
            f"{SIZE}는 {size}명인데 {PEOPLE}은 {len(situation.people)}명입니다.",
            f"{SIZE} is {size} but {len(situation.people)} people are listed",
        )


def _not_born_yet(person: Mapping[str, Any], on: dt.date | None) -> None:
    born = person.get(BORN)
    if born and on and born > on:
        raise BadInput(
            f"{person[NAME]}: 출생일({born})이 기준일 {on}보다 늦습니다.",
            f"{person[NAME]} is born on {born}, after the day asked for ({on})",
        )
    if born and on and AGE in person and person[AGE] != age_on(born, on):
        raise BadInput(
            f"{person[NAME]}: 나이 {person[AGE]}세와 출생일({born})이 맞지 않습니다. 하나를 고치거나 지우세요.",
            f"{person[NAME]}: age {person[AGE]} and date of birth {born} contradict",
        )


def complete(
    situation: Situation, on: dt.date, roll_is_complete: bool
) -> tuple[dict[str, Any], tuple[Any, ...], Others]:
    """The home as the rules see it: its size, who is listed, how many more there may be."""
    household = dict(situation.household)
    listed = len(situation.people)
    if listed and SIZE not in household and roll_is_complete:
        household[SIZE] = listed
    size = household.get(SIZE)
    if size is None:
        household[SIZE] = OneOf(frozenset(range(max(1, listed), LARGEST + 1)))
        others = Others(max(0, 1 - listed), LARGEST - listed)
    else:
        others = Others(size - listed, size - listed)
    return household, tuple(_born_from_age(person, on) for person in situation.people), others


def _born_from_age(person: Mapping[str, Any], on: dt.date) -> Mapping[str, Any]:
    """Somebody known to be 70 was born within one year, and no rule needs to ask the date unless it matters."""
    if AGE not in person or BORN in person:
        return person
    first = _same_day(on, on.year - person[AGE] - 1) + dt.timedelta(days=1)
    return {**person, BORN: Days(first, _same_day(on, on.year - person[AGE]))}


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)
