"""From scores to a grade (process §2.3): advice with its sentence. Pure; the numbers are data of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bokjihub.cases.models.survey import Grade


@dataclass(frozen=True)
class Score:
    """One domain as answered."""

    domain: str
    score: int
    items: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Advice:
    """The grade and the rule that gave it, to be read under the survey."""

    grade: Grade
    why: str


def advise(answers: Sequence[Score], rule: Mapping[str, Any]) -> Advice:
    """The first rule that holds, from the gravest down."""
    by_domain = {one.domain: one for one in answers}
    safety = by_domain.get(rule["safety"], Score("", 0)).score
    flags = sorted(set(rule["flags"]) & frozenset().union(*(one.items for one in answers if one.score)))
    whole = sum(one.score for one in answers)
    serious = _at_least(answers, rule["serious"])
    if safety >= rule["acute"] or flags or whole >= rule["crisis_sum"]:
        sum_words = f"합계 {whole}점({rule['crisis_sum']}점 이상)"
        why = f"안전 {safety}점" if safety >= rule["acute"] else "자살·학대 표시" if flags else sum_words
        return Advice(Grade.CRISIS, why)
    if safety >= rule["serious"] or _mental(answers, rule) or serious >= rule["complex_domains"]:
        why = "안전 3 이상" if safety >= rule["serious"] else "정신건강·중독 3 이상" if _mental(answers, rule) else ""
        return Advice(Grade.COMPLEX, why or f"3 이상이 {serious}영역")
    helped = _at_least(answers, rule["help"])
    if helped >= rule["general_domains"]:
        return Advice(Grade.GENERAL, f"2 이상이 {helped}영역")
    return Advice(Grade.LINK, "2 이상이 한 영역") if helped else Advice(Grade.WATCH, "모두 1 이하")


def _at_least(answers: Sequence[Score], score: int) -> int:
    return sum(one.score >= score for one in answers)


def _mental(answers: Sequence[Score], rule: Mapping[str, Any]) -> bool:
    return any(one.score >= rule["serious"] and one.items & set(rule["mental"]) for one in answers)
