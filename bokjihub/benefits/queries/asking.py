"""The next best question as it is put: to an officer at the door, and to a resident on the public page."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bokjihub.benefits.queries.facts import LINK, NOBODY, facts_by_name
from bokjihub.engines.benefits import api
from bokjihub.ui import words

WON, COUNT, YESNO, CHOICE, DATE, SCORE = "원", "수", "예아니오", "선택", "날짜", "점수"
Key = tuple[str, int | None]
Roll = Sequence[tuple[str, str]]
# 1950. 3. 2. · 1950-03-02 · 1950년 3월 2일 · 19500302
_DAY = re.compile(r"(\d{4})(?:[.\-/년\s]+(\d{1,2})[.\-/월\s]+(\d{1,2})[.일\s]*|(\d{2})(\d{2}))")


@dataclass(frozen=True)
class Choice:
    """An answer that is one press."""

    label: str
    value: str


@dataclass(frozen=True)
class Ask:
    """A question with its ready answers; `typed` says what may be written instead (원, 수, 날짜 or nothing)."""

    fact: str
    who: int | None
    question: str
    choices: tuple[Choice, ...]
    typed: str
    unit: str
    benefits: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The question in a form or an address: name and place."""
        return key_text((self.fact, self.who))

    @property
    def unknown_number(self) -> int:
        """The key of ‘모름’: the one after the last ready answer."""
        return len(self.choices) + 1


def key_text(key: Key) -> str:
    """A question's name and whose it is, as one word."""
    name, who = key
    return name if who is None else f"{name}~{who}"


def key_of(text: str) -> Key | None:
    """The other way; nothing for words that are no question."""
    name, _, who = text.partition("~")
    if name not in facts_by_name() or (who and not who.isdecimal()):
        return None
    return name, int(who) if who else None


def ask_of(key: Key, roll: Roll, benefits: tuple[str, ...] = ()) -> Ask | None:
    """The question for a fact; None where it is of a person who is not on the roll (value and name of each)."""
    name, who = key
    fact = facts_by_name().get(name)
    if fact is None or (who is not None and not 0 <= who < len(roll)):
        return None
    typed = fact.kind if fact.kind in {WON, COUNT, DATE, SCORE} else ""
    return Ask(name, who, fact.question, _choices(fact, who, roll), typed, fact.unit, benefits)


def _choices(fact: api.Fact, who: int | None, roll: Roll) -> tuple[Choice, ...]:
    if fact.kind == YESNO:
        return Choice("예", "예"), Choice("아니오", "아니오")
    if fact.kind == CHOICE:
        return tuple(Choice(one, one) for one in fact.choices)
    if fact.kind == LINK:
        others = tuple(Choice(name, value) for place, (value, name) in enumerate(roll) if place != who)
        return (*others, Choice(NOBODY, NOBODY))
    return (Choice("없음(0원)", "0"),) if fact.kind == WON else ()


def next_ask(situation: api.Situation, screening: api.Screening, roll: Roll, *, skipped: Collection[str]) -> Ask | None:
    """The most useful question that was not answered ‘모름’ and that somebody here can answer."""
    for question in api.questions(situation, screening.on, screening=screening):
        key = (question.fact, question.who)
        ask = ask_of(key, roll, question.benefits) if key_text(key) not in skipped else None
        if ask is not None:
            return ask
    return None


def as_fact(name: str, text: str) -> str:
    """What somebody typed, as the engine reads it: 25만 → 250000, 1950. 3. 2. → 1950-03-02. Anything else stays as it is."""
    fact, typed = facts_by_name().get(name), text.strip()
    if fact is None or not typed:
        return typed
    if fact.kind == WON:
        amount = words.parse_won(typed)
        return typed if amount is None else str(amount)
    day = _DAY.fullmatch(typed) if fact.kind == DATE else None
    return f"{day[1]}-{int(day[2] or day[4]):02}-{int(day[3] or day[5]):02}" if day else typed
