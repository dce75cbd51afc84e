"""The next best question as it is put: to an officer at the door, and to a resident on the public page."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bokjihub.benefits.queries.facts import LINK, NOBODY, facts_by_name
from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.facts import age_on
from bokjihub.ui import words

WON, COUNT, YESNO, CHOICE, DATE, SCORE = "원", "수", "예아니오", "선택", "날짜", "점수"
Key = tuple[str, int | None]
Roll = Sequence[tuple[str, str]]
# At which ages a question makes sense where no law settles the answer by age (`assumed`).
ASKED_AT = {
    "학교급": range(5, 30),
    "심리상담_필요": range(6, 130),
    "일상생활_어려움": range(18, 130),
    "노인성질병": range(30, 130),
    "집안일_어려움": range(15, 130),
}
# 80~120만 · 80만에서 120만 원 사이 · 대략 80만 - 120만
_BETWEEN = re.compile(r"(?P<low>.*?)(?:원)?(?:~|〜|∼|-|–|에서|부터)(?P<high>.+?)(?:사이|까지)?(?:쯤|정도)?")
_AROUND = re.compile(r"^(?:대략|약|한|대충)")
_MOST = re.compile(r"(.+?)원?(?:이하|아래|안쪽)")
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
    if fact.kind == WON:
        return (Choice("없음(0원)", "0"),)
    return (Choice("없음(0명)", "0"),) if fact.unit == "명" and fact.low == 0 else ()


def plainly(ask: Ask) -> Ask:
    """The same question with its choices in a resident's words: 임차 → 세 들어 살아요."""
    says = facts_by_name()[ask.fact].says
    return replace(ask, choices=tuple(replace(one, label=says.get(one.value, one.label)) for one in ask.choices))


def next_ask(situation: api.Situation, screening: api.Screening, roll: Roll, *, skipped: Collection[str]) -> Ask | None:
    """The most useful question that was not answered ‘모름’ and that somebody here can answer; what sounds odd comes last."""
    odd: Ask | None = None
    for question in api.questions(situation, screening.on, screening=screening):
        key = (question.fact, question.who)
        leads_here = facts_by_name()[question.fact].after if question.fact in facts_by_name() else ""
        if {key_text(key), key_text((leads_here, question.who))} & set(skipped):
            continue
        ask = ask_of(key, roll, question.benefits)
        if ask is not None and not _is_odd(key, situation, screening.on):
            return ask
        odd = odd or ask
    return odd


def _is_odd(key: Key, situation: api.Situation, on: dt.date) -> bool:
    """Nobody begins with which school a grandmother goes to or whether a baby has had a stroke; yet some do go to school."""
    name, who = key
    if name not in ASKED_AT or who is None:
        return False
    born, age = situation.people[who].get("출생일"), situation.people[who].get("나이")
    if isinstance(born, dt.date):
        age = age_on(born, on)
    return isinstance(age, int) and age not in ASKED_AT[name]


def as_fact(name: str, text: str) -> str:
    """What somebody typed, as the engine reads it: 25만 → 250000, 80~120만 → 800000~1200000, 1950. 3. 2. → 1950-03-02.

    Anything else stays as it is.
    """
    fact, typed = facts_by_name().get(name), text.strip()
    if fact is None or not typed:
        return typed
    if fact.kind == WON:
        return won_text(typed) or typed
    day = _DAY.fullmatch(typed) if fact.kind == DATE else None
    return f"{day[1]}-{int(day[2] or day[4]):02}-{int(day[3] or day[5]):02}" if day else typed


def won_text(typed: str) -> str:
    """An amount, or between which two it lies; nothing where it is neither.

    ‘100만 원쯤’ alone is neither: how far off it may be is the person's to say, not ours.
    """
    plain = _AROUND.sub("", typed.replace(" ", ""))
    amount = words.parse_won(plain)
    if amount is not None:
        return str(amount)
    if most := _MOST.fullmatch(plain):
        high = words.parse_won(most[1])
        return "" if high is None else f"0~{high}"
    between = _BETWEEN.fullmatch(plain)
    return _two_ends(between["low"], between["high"]) if between else ""


def _two_ends(first: str, second: str) -> str:
    """80~120만 is 80만~120만: a first number without its unit takes that of the second."""
    low, high = words.parse_won(first), words.parse_won(second)
    if low is None or high is None:
        return ""
    unit = second.removesuffix("원")[-1:]
    if unit in {"만", "억"} and not {"만", "억"} & set(first):
        low = words.parse_won(first + unit) or low
    return f"{low}~{high}"
