"""나의 복지 찾기: the answers one resident gave in this form, and what the engine makes of them. Nothing is stored.

The answers travel in the page itself, in the order in which they were given, so that going back loses nothing. The first
questions are ours (who lives here, how old), because everything else depends on them; then the engine's best next.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bokjihub.benefits.queries.asking import (
    Ask,
    Choice,
    Key,
    Roll,
    as_fact,
    ask_of,
    key_of,
    key_text,
    next_ask,
    plainly,
)
from bokjihub.benefits.queries.assumed import TENURE, assumed, assumed_of_home
from bokjihub.benefits.queries.facts import NOBODY, RECEIVING, SPOUSE, KnownFact, Prepared, facts_by_name
from bokjihub.benefits.queries.screening import Answer, Columns, columns_of, explained
from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.contradictions import Contradiction
from bokjihub.engines.benefits.errors import BadInput
from bokjihub.engines.benefits.facts import age_on
from bokjihub.ui.words import particle, won_reading

SIZE, AGE, BORN = "가구원수", "나이", "출생일"
SELF, OTHER = "본인", "함께 사는 분"
LARGEST, MOST_ANSWERS, MOST_LETTERS = 10, 80, 40
DO_NOT_KNOW, MOST_COUNTED = "?", 999


@dataclass(frozen=True)
class Fault:
    """Why an answer was not taken, said at the field; `others` are earlier answers that it excludes."""

    words: str
    others: tuple[Key, ...] = ()


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

    def without(self, key: Key) -> "Told":
        """The same as if this had not been answered."""
        return Told(tuple(one for one in self.answers if one[0] != key))

    def before(self, key: Key | None) -> Key | None:
        """The question before this one, or before the one not yet answered; nothing is lost by going back."""
        asked = [one for one, _ in self.answers]
        place = asked.index(key) if key in asked else len(asked)
        return asked[max(0, place - 1)] if asked else None

    def value_of(self, key: Key) -> str:
        """What was answered to it, to be pressed again or changed."""
        return next((text for one, text in self.answers if one == key and text != DO_NOT_KNOW), "")

    def consistent(self) -> "Told":
        """Answers about people who are not in the home (any more) are dropped, and so are marriages with them."""
        size, nobody = self.size, {NOBODY, DO_NOT_KNOW}
        called = {name for name, _ in self.roll} | nobody
        return Told(
            tuple(
                (key, text)
                for key, text in self.answers
                if (key[1] is None or key[1] < size) and (key[0] != SPOUSE or text in called)
            )
        )

    @property
    def size(self) -> int:
        """How many live here; one while that is not told."""
        told = next((text for (name, _), text in self.answers if name == SIZE), "")
        return min(int(told), LARGEST) if told.isdecimal() and int(told) else 1

    @property
    def roll(self) -> Roll:
        """The people of the home as they are called here."""
        others = [OTHER] if self.size == 2 else [f"{OTHER} {number}" for number in range(1, self.size)]
        names = [SELF, *others]
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
        return [self.fact_of(key) for key, _ in self.answers]

    @property
    def said(self) -> list[KnownFact]:
        """The same for the paper that goes to the counter: what was told."""
        return [self.fact_of(key) for key, text in self.answers if text != DO_NOT_KNOW]

    @property
    def open(self) -> list[KnownFact]:
        """And what the counter will have to look up."""
        return [self.fact_of(key) for key, text in self.answers if text == DO_NOT_KNOW]

    def fact_of(self, key: Key) -> KnownFact:
        """One answer as it is shown; of a home of one nobody is named."""
        name, who = key
        text = next(text for one, text in self.answers if one == key)
        person = self.roll[who][1] if who is not None and self.size > 1 else ""
        return KnownFact(name, who, person, "모름" if text == DO_NOT_KNOW else text, "")


def read(lines: Iterable[str], on: dt.date) -> Told:
    """The answers of a form; whatever does not look like one is left out."""
    found: list[tuple[Key, str]] = []
    for line in list(lines)[:MOST_ANSWERS]:
        name, _, text = line.partition("=")
        key = key_of(name)
        if key is not None and text and _refusal(key, text) is None and key not in [one for one, _ in found]:
            found.append((key, text[:MOST_LETTERS]))
    told = Told(tuple(found)).consistent()
    while told.answers and _contradiction(told, None, on):  # only a form written by hand contradicts itself
        told = Told(told.answers[:-1]).consistent()
    return told


def answered(told: Told, key: Key, text: str, on: dt.date) -> tuple[Told, Fault | None]:
    """The answers with one more; or why it could not be read, or which earlier answer it excludes."""
    value = as_fact(key[0], text) or ""
    if key[0] == AGE and _refusal(key, value) and not _refusal((BORN, key[1]), as_fact(BORN, text)):
        told, key, value = told.without(key), (BORN, key[1]), as_fact(BORN, text)  # who says the day says the age
    if not value:
        return told, Fault("답을 고르거나 적어 주세요. 모르시면 ‘모르겠어요’를 누르세요.")
    refusal = _refusal(key, value)
    if refusal:
        return told, Fault(_about(key, text) or refusal)
    after = told.with_answer(key, value)
    fault = _contradiction(after, key, on)
    return (told, fault) if fault else (after, None)


def _about(key: Key, typed: str) -> str:
    """Of what cannot be read, how to write it: ‘100만 원쯤’ does not say how far off it may be."""
    unread = f"‘{typed}’{particle(typed, '을/를')}"
    amount = "25만, 1억 2천만처럼 적거나, 대략만 아시면 80~120만처럼 사이로 적어 주세요."
    return {
        "나이": "나이를 숫자로 적어 주세요(예: 70). 생년월일로 적으셔도 됩니다(예: 1955. 3. 2.).",
        "원": f"{unread} 금액으로 읽지 못했습니다. {amount}",
        "날짜": f"{unread} 날짜로 읽지 못했습니다. 1950. 3. 2.처럼 적어 주세요.",
        "수": f"{unread} 읽지 못했습니다. {_count(key[0])}",
    }.get(AGE if key[0] == AGE else facts_by_name()[key[0]].kind, "")


def _count(name: str) -> str:
    low, high = facts_by_name()[name].low, facts_by_name()[name].high
    return f"{low}에서 {high} 사이의 숫자로 적어 주세요." if high <= MOST_COUNTED else "숫자로 적어 주세요."


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


def _contradiction(told: Told, key: Key | None, on: dt.date) -> Fault | None:
    """What excludes what, in the words of the questions: both answers are named, and the other one can be opened."""
    try:
        _situation(told, {}, on, whole=True)
    except Contradiction as refused:
        clash = refused.clashes[0]
        who = next((place for place, (name, _) in enumerate(told.roll) if name == clash.place), None)
        said = {one for one, _ in told.answers}  # what is only taken from an age was not said by anybody
        keys = [(name, who if facts_by_name()[name].of == "사람" else None) for name in clash.facts]
        keys = [one for one in keys if one in said]
        both = ", ".join(f"{one.plain_label}: {one.plain_shown}" for one in map(told.fact_of, keys))
        words = f"두 답이 함께 맞을 수 없습니다({both}). 지금 답을 고치시거나, 앞의 답을 고쳐 주세요."
        return Fault(words, tuple(one for one in keys if one != key))
    except BadInput as refused:
        return Fault(refused.korean)
    return None


def _situation(told: Told, town: Mapping[str, str], on: dt.date, *, whole: bool = False) -> api.Situation:
    """The home as it was told; `whole` also looks whether all of it can be so on that day."""
    roll: list[dict[str, Any]] = [{"이름": name} for name, _ in told.roll]
    home: dict[str, Any] = dict(town)
    for (name, who), text in told.answers:
        if text != DO_NOT_KNOW:
            (home if who is None else roll[who])[name] = text
    for person in roll:
        person.update({name: value for name, value in _by_age(person, on).items() if name not in person})
    home.update(assumed_of_home(home))
    day = {"기준일": on.isoformat()} if whole else {}
    situation, _ = api.read({**home, **day, "가구원": roll})
    return situation


def _by_age(person: Mapping[str, str], on: dt.date) -> Mapping[str, str]:
    if BORN in person:
        return assumed(max(0, age_on(dt.date.fromisoformat(person[BORN]), on)))
    return assumed(int(person[AGE])) if person.get(AGE, "").isdecimal() else {}


FEWEST_KINDS = 3


@dataclass(frozen=True)
class Together:
    """Benefits that are told in one line, because the same sentence holds for all of them."""

    name: str
    reason: str
    flip: str = ""


@dataclass(frozen=True)
class Kinds:
    """Open benefits that are kinds of one help (긴급복지: 생계, 의료, 주거 …), told in one line and listed below it."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def plain_missing(self) -> str:
        return self.answers[0].plain_missing


@dataclass(frozen=True)
class Found:
    """The page: what is asked next (nothing when everything is settled), and what is known so far."""

    told: Told
    ask: Ask | None
    columns: Columns

    @property
    def open(self) -> tuple[Answer, ...]:
        """What more answers would settle."""
        return self.columns.hopes

    @property
    def open_by_kind(self) -> list[Kinds]:
        """The same in their order; three kinds of one help and more stand together."""
        kinds: dict[str, list[Answer]] = {}
        for answer in self.open:
            kinds.setdefault(_plain(answer.name), []).append(answer)
        found = []
        for answer in self.open:
            together = kinds[_plain(answer.name)]
            if len(together) < FEWEST_KINDS:
                found.append(Kinds(answer.name, (answer,)))
            elif together[0] is answer:
                found.append(Kinds(_plain(answer.name), tuple(together)))
        return found

    @property
    def refusals(self) -> list[Together]:
        """Each reason once, with all it holds for; what an amount would turn comes first."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.columns.not_eligible:
            reason = one.first_reason.removeprefix(f"{SELF}: ") if self.told.size == 1 else one.first_reason
            found.setdefault((reason, one.plain_flip), []).append(one.name)
        told = [Together(_in_one_word(names), reason, flip) for (reason, flip), names in found.items()]
        return sorted(told, key=lambda one: not one.flip)


def _plain(name: str) -> str:
    """긴급복지(생계지원) → 긴급복지."""
    return name.partition("(")[0]


def _in_one_word(names: list[str]) -> str:
    """긴급복지(생계지원), 긴급복지(연료비) → 긴급복지(생계지원·연료비)."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        plain, _, kind = name.partition("(")
        kinds.setdefault(plain, []).append(kind.removesuffix(")"))
    return ", ".join(f"{plain}({'·'.join(kind)})" if any(kind) else plain for plain, kind in kinds.items())


def find(told: Told, town: Mapping[str, str], on: dt.date, *, first: Key | None = None, ask: bool = True) -> Found:
    """The question that settles most, or the result with how it came about. `first` asks one thing again."""
    situation = _situation(told, town, on)
    names = {fact: benefit for fact, benefit in RECEIVING.values() if benefit}
    receiving = {names[name] for (name, _), text in told.answers if name in names and text == "예"}
    prepared = Prepared(situation, (), (), frozenset(receiving))
    columns = columns_of(prepared, on)
    question = _question(told, situation, columns, first) if ask else None
    return Found(told, question, columns if question else explained(prepared, columns))


def _question(told: Told, situation: api.Situation, columns: Columns, first: Key | None) -> Ask | None:
    have = {key for key, _ in told.answers}
    ours = [first] if first else [key for key in _ours(told) if not have & {key, _same(key)}]
    if ours and ours[0] is not None:
        ask = _own(ours[0], told)
    else:
        ask = next_ask(situation, columns.screening, told.roll, skipped={key_text(key) for key in have})
    return _with_said_before(plainly(ask), told) if ask else None


def _same(key: Key) -> Key:
    """The day of birth tells the age."""
    return (BORN, key[1]) if key[0] == AGE else key


def _ours(told: Told) -> list[Key]:
    """Who lives here and how old, and whether the home is their own: what everything else depends on."""
    return [(SIZE, None), *((AGE, who) for who in range(told.size)), (TENURE, None)]


# What is asked once more under another law was often told already: one press instead of counting again.
SAID_BEFORE = {
    "보증금": (("임차보증금", 100),),
    "임차보증금": (("보증금", 100),),
    "부부_금융재산": (("금융재산", 100),),
    "부부_부채": (("부채", 100),),
    "부부_기타소득": (("재산소득", 100), ("공적이전소득", 100)),
    "부부_일반재산": (("주거용재산", 100), ("일반재산", 100), ("임차보증금", 95)),
}


def _with_said_before(ask: Ask, told: Told) -> Ask:
    """What was answered for the home, as a ready answer: of the couple only where nobody else lives here (기초연금법 시행규칙 제3조)."""
    settled = assumed_of_home({TENURE: told.value_of((TENURE, None))})
    parts = [
        (told.value_of((name, None)) or settled.get(name, ""), percent)
        for name, percent in SAID_BEFORE.get(ask.fact, ())
    ]
    alone = ask.who is None or told.size == 1 or (told.size == 2 and told.value_of((SPOUSE, 0)) == told.roll[1][0])
    if not parts or not alone or not all(text.isdecimal() for text, _ in parts):
        return ask
    won = sum(int(text) * percent // 100 for text, percent in parts)
    same = Choice(f"앞서 답하신 대로 {won_reading(won)}", str(won))
    return replace(ask, choices=(same, *(one for one in ask.choices if one.value != same.value)))


def _own(key: Key, told: Told) -> Ask | None:
    ask = ask_of(key, told.roll)
    if ask is None or key[0] != SIZE:
        return ask
    counts = tuple(Choice("혼자 살아요" if n == 1 else f"{n}명", str(n)) for n in range(1, 6))
    return Ask(ask.fact, ask.who, "본인까지 몇 분이 함께 사세요?", counts, ask.typed, ask.unit)
