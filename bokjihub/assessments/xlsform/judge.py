"""The server's own word on a filled form: what was relevant, what is missing or out of range, every score, band and flag.

Nothing the browser computed is believed: only answers of asked questions come in.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bokjihub.assessments.xlsform.definition import Band, Definition, FlagRule, Question
from bokjihub.assessments.xlsform.expressions import Here, LimitMissing, number, read, text, truth

LONGEST = 2_000


@dataclass(frozen=True)
class Wrong:
    """One answer to mend."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Judged:
    """What the form says once everything was asked again on the server."""

    answers: dict[str, str]
    scores: dict[str, str]
    wrong: tuple[Wrong, ...] = ()
    bands: tuple[Band, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    # Flags whose limit nobody approved yet.
    unjudged: tuple[FlagRule, ...] = ()


@dataclass
class _Asking:
    """Answers given, looked up by what is relevant, with calculations worked out as they are needed."""

    definition: Definition
    given: Mapping[str, str]
    today: dt.date
    limits: Mapping[str, float]
    known: dict[str, str] = field(default_factory=dict)
    shown: dict[str, bool] = field(default_factory=dict)

    def here(self, own: str = "") -> Here:
        return Here(self.answer, own, self.today, self.limits)

    def is_relevant(self, question: Question) -> bool:
        """Its own condition and those of every group around it."""
        if question.name not in self.shown:
            self.shown[question.name] = True  # while it is being asked: a circle counts as relevant
            outer = (self.definition.question(name) for name in question.within)
            own = not question.relevant or truth(read(question.relevant).value(self.here()))
            self.shown[question.name] = own and all(self.is_relevant(group) for group in outer if group)
        return self.shown[question.name]

    def answer(self, name: str) -> str:
        if name not in self.known:
            question = self.definition.question(name)
            self.known[name] = ""
            if question is not None and self.is_relevant(question):
                self.known[name] = self.value_of(question)
        return self.known[name]

    def value_of(self, question: Question) -> str:
        if question.kind == "calculate":
            found = text(read(question.calculation).value(self.here()))
            return "" if found == "NaN" else found
        return self.given.get(question.name, "") if question.is_asked else ""


def judge(
    definition: Definition,
    given: Mapping[str, str],
    *,
    today: dt.date,
    sex: str = "",
    age: int | None = None,
    limits: Mapping[str, float] | None = None,
) -> Judged:
    """Ask the whole form again: type, choice, required, range and relevance; then scores, bands by sex and age, flags."""
    given = {name: value.strip()[:LONGEST] for name, value in given.items()}
    asking = _Asking(definition, given, today, limits or {})
    wrong, answers = [], {}
    for question in definition.questions:
        if not question.is_asked or not asking.is_relevant(question):
            continue
        fault = _fault(question, asking)
        if fault:
            wrong.append(Wrong(question.name, question.label, fault))
        elif asking.answer(question.name):
            answers[question.name] = asking.answer(question.name)
    scores = {one.name: asking.answer(one.name) for one in definition.questions if one.kind == "calculate"}
    if wrong:
        return Judged(answers, scores, tuple(wrong))
    raised, unjudged = _flags(definition, asking)
    return Judged(answers, scores, (), _bands(definition, asking, sex, age), raised, unjudged)


def _fault(question: Question, asking: _Asking) -> str:
    value = asking.answer(question.name)
    if not value:
        needed = question.required and truth(read(question.required).value(asking.here()))
        return "답이 있어야 합니다." if needed else ""
    typed = _type_fault(question, value)
    if typed:
        return typed
    if question.constraint and not truth(read(question.constraint).value(asking.here(value))):
        return question.constraint_message or "쓸 수 있는 범위를 벗어났습니다. 값을 다시 봐 주세요."
    return ""


def _type_fault(question: Question, value: str) -> str:
    names = {one.name for one in question.choices}
    if question.kind == "integer":
        return "" if re.fullmatch(r"-?\d{1,9}", value) else "정수로 적어 주세요."
    if question.kind == "decimal":
        return "" if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", value) else "숫자로 적어 주세요."
    if question.kind == "date":
        return "" if not math.isnan(number(value)) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else "없는 날입니다."
    if question.kind == "select_one":
        return "" if value in names else "보기에 없는 답입니다."
    if question.kind == "select_multiple":
        return "" if set(value.split()) <= names else "보기에 없는 답입니다."
    return ""


def _bands(definition: Definition, asking: _Asking, sex: str, age: int | None) -> tuple[Band, ...]:
    """The first band of each score that fits; sex- or age-bound bands need to know the sex or age."""
    found: dict[str, Band] = {}
    for band in definition.bands:
        score = number(asking.answer(band.score))
        fits_sex = not band.sex or band.sex == sex
        bound = (band.age_from, band.age_to) != (0, 150)
        fits_age = not bound or (age is not None and band.age_from <= age <= band.age_to)
        if fits_sex and fits_age and band.low <= score <= band.high:
            found.setdefault(band.score, band)
    return tuple(found.values())


def _flags(definition: Definition, asking: _Asking) -> tuple[tuple[FlagRule, ...], tuple[FlagRule, ...]]:
    raised, unjudged = [], []
    for rule in definition.flags:
        try:
            if truth(read(rule.when, with_limits=True).value(asking.here())):
                raised.append(rule)
        except LimitMissing:
            unjudged.append(rule)
    return tuple(raised), tuple(unjudged)
