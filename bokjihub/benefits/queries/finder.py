"""나의 복지 찾기: the answers one resident gave in this form, and what the engine makes of them. Nothing is stored.

The answers travel in the page itself, in the order in which they were given, so that going back loses nothing. The first
questions are ours (who lives here, how old), because everything else depends on them; then the engine's best next.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bokjihub.benefits.queries.asking import Ask, Choice, Key, Roll, as_fact, ask_of, key_of, key_text, next_ask
from bokjihub.benefits.queries.facts import RECEIVING, KnownFact, Prepared
from bokjihub.benefits.queries.screening import Columns, columns_of
from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.errors import BadInput

SIZE, AGE = "가구원수", "나이"
SELF, OTHER = "본인", "함께 사는 분"
LARGEST, MOST_ANSWERS, MOST_LETTERS = 10, 80, 40
DO_NOT_KNOW = "?"


@dataclass(frozen=True)
class Told:
    """What was answered so far, oldest first; an answer of ‘모르겠어요’ is kept so that it is not asked again."""

    answers: tuple[tuple[Key, str], ...] = ()

    def with_answer(self, key: Key, text: str) -> "Told":
        """The same with one answer more, or corrected in its place."""
        text = text[:MOST_LETTERS]
        if any(one == key for one, _ in self.answers):
            corrected = tuple((one, text if one == key else was) for one, was in self.answers)
        else:
            corrected = (*self.answers, (key, text))
        return Told(corrected[:MOST_ANSWERS]).consistent()

    def before(self, key: Key | None) -> Key | None:
        """The question before this one, or before the one not yet answered; nothing is lost by going back."""
        asked = [one for one, _ in self.answers]
        place = asked.index(key) if key in asked else len(asked)
        return asked[max(0, place - 1)] if asked else None

    def value_of(self, key: Key) -> str:
        """What was answered to it, to be pressed again or changed."""
        return next((text for one, text in self.answers if one == key and text != DO_NOT_KNOW), "")

    def consistent(self) -> "Told":
        """Answers about people who are not in the home (any more) are dropped."""
        size = self.size
        return Told(tuple(one for one in self.answers if one[0][1] is None or one[0][1] < size))

    @property
    def size(self) -> int:
        """How many live here; one while that is not told."""
        told = next((text for (name, _), text in self.answers if name == SIZE), "")
        return min(int(told), LARGEST) if told.isdecimal() and int(told) else 1

    @property
    def roll(self) -> Roll:
        """The people of the home as they are called here."""
        names = [SELF, *(f"{OTHER} {number}" for number in range(2, self.size + 1))]
        return [(name, name) for name in names]

    @property
    def lines(self) -> list[str]:
        """The answers as the form carries them."""
        return [f"{key_text(key)}={text}" for key, text in self.answers]

    @property
    def keys(self) -> list[str]:
        """The questions answered, as the form names them."""
        return [key_text(key) for key, _ in self.answers]

    @property
    def known(self) -> list[KnownFact]:
        """The answers as they are shown, ‘모르겠어요’ among them."""
        names = [name for _, name in self.roll]
        return [
            KnownFact(name, who, names[who] if who is not None else "", "모름" if text == DO_NOT_KNOW else text, "")
            for (name, who), text in self.answers
        ]


def read(lines: Iterable[str]) -> Told:
    """The answers of a form; whatever does not look like one is left out."""
    found: list[tuple[Key, str]] = []
    for line in list(lines)[:MOST_ANSWERS]:
        name, _, text = line.partition("=")
        key = key_of(name)
        if key is not None and text and _refusal(key, text) is None and key not in [one for one, _ in found]:
            found.append((key, text[:MOST_LETTERS]))
    told = Told(tuple(found)).consistent()
    while told.answers and _contradiction(told):  # only a form written by hand contradicts itself
        told = Told(told.answers[:-1]).consistent()
    return told


def answered(told: Told, key: Key, text: str) -> tuple[Told, str]:
    """The answers with one more, or a sentence about why it could not be read."""
    value = as_fact(key[0], text) or ""
    if not value:
        return told, "답을 고르거나 적어 주세요. 모르시면 ‘모르겠어요’를 누르세요."
    refusal = _refusal(key, value)
    after = told.with_answer(key, value)
    refusal = refusal or _contradiction(after)
    return (told, refusal) if refusal else (after, "")


def _refusal(key: Key, text: str) -> str | None:
    """Why the engine cannot read a single answer, in Korean; nothing when it can."""
    name, who = key
    if text == DO_NOT_KNOW or (name == "배우자"):
        return None
    row: dict[str, Any] = {name: text} if who is None else {"가구원": [{"이름": SELF, name: text}]}
    try:
        api.read(row)
    except BadInput as refused:
        return refused.korean
    return None


def _contradiction(told: Told) -> str | None:
    try:
        _situation(told, {})
    except BadInput as refused:
        return refused.korean
    return None


def _situation(told: Told, town: Mapping[str, str]) -> api.Situation:
    roll: list[dict[str, Any]] = [{"이름": name} for name, _ in told.roll]
    home: dict[str, Any] = dict(town)
    for (name, who), text in told.answers:
        if text != DO_NOT_KNOW:
            (home if who is None else roll[who])[name] = text
    situation, _ = api.read({**home, "가구원": roll})
    return situation


@dataclass(frozen=True)
class Found:
    """The page: what is asked next (nothing when everything is settled), and what is known so far."""

    told: Told
    ask: Ask | None
    columns: Columns


def find(told: Told, town: Mapping[str, str], on: dt.date, *, first: Key | None = None, ask: bool = True) -> Found:
    """The question that settles most, and what can be said so far. `first` asks one thing again."""
    situation = _situation(told, town)
    names = {fact: benefit for fact, benefit in RECEIVING.values() if benefit}
    receiving = {names[name] for (name, _), text in told.answers if name in names and text == "예"}
    columns = columns_of(Prepared(situation, (), (), frozenset(receiving)), on)
    return Found(told, _question(told, situation, columns, first) if ask else None, columns)


def _question(told: Told, situation: api.Situation, columns: Columns, first: Key | None) -> Ask | None:
    have = {key for key, _ in told.answers}
    ours = [first] if first else [key for key in _ours(told) if key not in have]
    if ours and ours[0] is not None:
        return _own(ours[0], told)
    return next_ask(situation, columns.screening, told.roll, skipped={key_text(key) for key in have})


def _ours(told: Told) -> list[Key]:
    """Who lives here and how old: what everything else depends on."""
    return [(SIZE, None), *((AGE, who) for who in range(told.size))]


def _own(key: Key, told: Told) -> Ask | None:
    ask = ask_of(key, told.roll)
    if ask is None or key[0] != SIZE:
        return ask
    counts = tuple(Choice("혼자 살아요" if n == 1 else f"{n}명", str(n)) for n in range(1, 6))
    return Ask(ask.fact, ask.who, "본인까지 몇 분이 함께 사세요?", counts, ask.typed, ask.unit)
