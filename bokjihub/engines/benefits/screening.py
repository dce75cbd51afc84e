"""Every benefit for one household: eligible, not eligible or cannot tell yet, with won, reasons and what is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal

from .country import Country
from .parameters import HIGHEST, UNVERIFIED
from .rule import PERSON, Benefit
from .run import STRANGER, Node, Others, Run
from .situation import NAME, PEOPLE, Situation, complete
from .unknown import highest, is_known, lowest

ELIGIBLE, NOT_ELIGIBLE, UNKNOWN = "eligible", "not_eligible", "unknown"
PLACE = re.compile(r"\{([^}]+)\}")
Status = Literal["eligible", "not_eligible", "unknown"]


@dataclass(frozen=True)
class MissingFact:
    """A fact nobody has stated: its name, whose it is (None is the home's) and the question for the door."""

    name: str
    who: int | None
    person: str
    question: str

    def __str__(self) -> str:
        return f"{self.person}의 {self.name}" if self.person else self.name


@dataclass(frozen=True)
class BenefitResult:
    """The answer on one benefit. `won_high` is None where no published figure bounds it (금액 확인 필요)."""

    name: str
    status: Status
    won_low: int
    won_high: int | None
    period: str
    reasons: tuple[str, ...]
    article: str
    missing: tuple[str, ...]
    unverified: bool
    service_id: str = ""
    people: tuple[str, ...] = ()
    facts: tuple[MissingFact, ...] = ()


@dataclass(frozen=True)
class Screening:
    on: dt.date
    results: tuple[BenefitResult, ...]

    def of(self, name: str) -> BenefitResult:
        return next(result for result in self.results if result.name == name)


def prepare(
    country: Country, situation: Situation, on: dt.date, *, unverified_too: bool = False, roll_is_complete: bool = True
) -> Run:
    household, people, others = complete(situation, on, roll_is_complete)
    return Run(country, on, household, people, others, unverified_too=unverified_too)


def screen(run: Run, only: Iterable[str] | None = None) -> Screening:
    chosen = [b for b in run.country.benefits if only is None or b.name in set(only)]
    return Screening(run.on, tuple(_result(run, benefit) for benefit in chosen))


def _result(run: Run, benefit: Benefit) -> BenefitResult:
    """One row for the home; what each person gets is added up."""
    if benefit.per != PERSON:
        return _one(run, benefit, None)
    each = [_one(run, benefit, who) for who in range(len(run.people))]
    if run.others.high:
        each.append(_of_strangers(_one(run, benefit, STRANGER), run.others))
    if len(each) == 1:
        return each[0]
    named = [r for r in each if r.status != NOT_ELIGIBLE] or each
    return _together(benefit, each, named)


def _of_strangers(one: BenefitResult, others: Others) -> BenefitResult:
    """What people nobody described may get; there may also be none of them."""
    high = None if one.won_high is None else one.won_high * others.high
    maybe_nobody = one.status == ELIGIBLE and others.low == 0
    status: Status = "unknown" if maybe_nobody else one.status
    people = one.people if status == ELIGIBLE else ()
    return replace(one, status=status, won_low=one.won_low * others.low, won_high=high, people=people)


def _together(benefit: Benefit, each: Sequence[BenefitResult], named: Sequence[BenefitResult]) -> BenefitResult:
    statuses = {r.status for r in each}
    status: Status = "eligible" if ELIGIBLE in statuses else "unknown" if UNKNOWN in statuses else "not_eligible"
    highs = [r.won_high for r in each]
    return BenefitResult(
        name=benefit.name,
        status=status,
        won_low=sum(r.won_low for r in each),
        won_high=None if None in highs else sum(high or 0 for high in highs),
        period=benefit.period,
        reasons=tuple(dict.fromkeys(reason for r in named for reason in r.reasons)),
        article=benefit.article,
        missing=tuple(dict.fromkeys(m for r in named for m in r.missing)),
        unverified=any(r.unverified for r in each),
        service_id=benefit.service_id,
        people=tuple(person for r in each if r.status == ELIGIBLE for person in r.people),
        facts=tuple(dict.fromkeys(fact for r in named for fact in r.facts)),
    )


def _one(run: Run, benefit: Benefit, who: int | None) -> BenefitResult:
    conditions = [run.node(name, who) for name in benefit.conditions]
    status = _status(conditions)
    amount = run.node(benefit.amount, who) if status != NOT_ELIGIBLE else None
    telling = [c for c in conditions if c.value is False] if status == NOT_ELIGIBLE else conditions
    low, high = _won(benefit, status, amount)
    person = _person(run, who)
    label = f"{person}: " if person else ""
    reasons = [label + _reason(run, node) for node in telling]
    facts: tuple[MissingFact, ...] = ()
    open_nodes = _open(status, conditions, amount)
    if open_nodes:
        facts = tuple(dict.fromkeys([_fact(run, *key) for node in open_nodes for key in node.missing()]))
        reasons += [label + line for line in _unpublished(open_nodes)]
    relied = [*telling, amount] if amount else telling
    return BenefitResult(
        name=benefit.name,
        status=status,
        won_low=low,
        won_high=high,
        period=benefit.period,
        reasons=tuple(reasons),
        article=benefit.article,
        missing=tuple([str(fact) for fact in facts]),
        unverified=run.unverified_too and any(node.status == UNVERIFIED for node in relied),
        service_id=benefit.service_id,
        people=(person or "가구",) if who is None or status == ELIGIBLE else (),
        facts=facts,
    )


def _status(conditions: Sequence[Node]) -> Status:
    sure = True
    for condition in conditions:
        if condition.value is False:
            return "not_eligible"
        sure = sure and condition.value is True
    return "eligible" if sure else "unknown"


def _won(benefit: Benefit, status: str, amount: Node | None) -> tuple[int, int | None]:
    if amount is None:
        return 0, 0
    high = highest(amount.value)
    low = lowest(amount.value) if status == ELIGIBLE and not benefit.up_to else 0
    return low, None if high >= HIGHEST else high


def _open(status: str, conditions: Sequence[Node], amount: Node | None) -> list[Node]:
    if status == NOT_ELIGIBLE:
        return []
    return [node for node in (*conditions, amount) if node is not None and not node.known]


def _fact(run: Run, name: str, who: int | None) -> MissingFact:
    fact = run.country.facts.get(name)
    question = fact.question if fact else f"{name}이(가) 확인되었나요?"
    return MissingFact(name, who, _person(run, who), question)


def _person(run: Run, who: int | None) -> str:
    if who is None:
        return ""
    return f"다른 {PEOPLE}" if who == STRANGER else str(run.people[who].get(NAME, "본인"))


# sentences


def _reason(run: Run, node: Node) -> str:
    rule = node.rule
    article = rule.article if rule else ""
    if node.value is True or node.value is False:
        template = (rule.yes if node.value else rule.no) if rule else ""
        sentence = _fill(run, template, node) if template else f"{node.name}: {'예' if node.value else '아니오'}"
        return f"{sentence} ({article}, {_as_of(run, node)} 기준)."
    missing = ", ".join(dict.fromkeys(name for name, _ in node.missing()))
    subject = rule.sentence.rstrip(".") if rule else node.name
    return f"확인 필요: {subject} ({article}){f' – 모르는 것: {missing}' if missing else ''}."


def _fill(run: Run, template: str, node: Node) -> str:
    parts = _parts(template)
    if len(parts) == 1:
        return template
    said = list(parts)
    for place in range(1, len(parts), 2):  # between the words, each second part is a name
        found = node.below(parts[place])
        if found is not None:
            said[place] = spoken(run.country, found)
    return "".join(said)


@cache
def _parts(template: str) -> tuple[str, ...]:
    return tuple(PLACE.split(template))


def spoken(country: Country, node: Node) -> str:
    """A value as it is read aloud: 1,714,892원, 72세, 5~9명."""
    versions = country.rules.get(node.name)
    word = (versions[0].unit if versions else country.facts[node.name].unit).split("/")[0]
    low, high = lowest(node.value), highest(node.value)
    if is_known(node.value):
        return f"{low:,}{word}"
    return f"{low:,}{word} 이상" if high >= HIGHEST else f"{low:,}~{high:,}{word}"


def _as_of(run: Run, node: Node) -> str:
    return _written(node.as_of or run.on)


@lru_cache(maxsize=1024)
def _written(day: dt.date) -> str:
    return str(day)


def _unpublished(nodes: Sequence[Node]) -> list[str]:
    lines: list[Any] = []
    for node in nodes:
        for used in node.untrusted():
            why = "아직 확인되지 않은" if used.status == UNVERIFIED else "이 날짜에 고시된"
            tail = "값입니다" if used.status == UNVERIFIED else "값이 없습니다"
            lines.append(f"금액 확인 필요: '{used.name}'은(는) {why} {tail}.")
    return list(dict.fromkeys(lines))
