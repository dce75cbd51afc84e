"""What a rules folder may declare: rules, sums over people, benefits. The words only; `country` and `run` do the work."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HOUSEHOLD, PERSON = "가구", "사람"
FIRST_DAY = dt.date(2016, 1, 1)


@dataclass(frozen=True)
class Rule:
    """One legal quantity between two days: a function of other quantities, facts and parameters, named as arguments."""

    name: str
    needs: tuple[str, ...]
    compute: Callable[..., Any]
    unit: str
    article: str
    sentence: str
    per: str
    since: dt.date
    until: dt.date | None
    also: str | None = None
    optional: Mapping[str, Any] = field(default_factory=dict)
    monotone: tuple[str, ...] = ()
    over_people: str | None = None
    yes: str = ""
    no: str = ""
    ask: bool = False
    rounding: str = ""
    between: tuple[int, int] | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.compute(*args, **kwargs)


def rule(
    *,
    article: str,
    unit: str,
    name: str | None = None,
    per: str = HOUSEHOLD,
    since: str | None = None,
    until: str | None = None,
    also: str | None = None,
    optional: Mapping[str, Any] | None = None,
    monotone: tuple[str, ...] = (),
    yes: str = "",
    no: str = "",
    ask: bool = False,
    rounding: str = "",
    between: tuple[int, int] | None = None,
) -> Callable[[Callable[..., Any]], Rule]:
    """Declare a function as law.

    `also` is the name the quantity has inside its own law (소득인정액 is defined anew by each). `optional` names facts
    that `value` may leave out, with what they then are. `monotone` names dates in which the answer only rises or only
    falls. `yes` and `no` are the sentences of a condition. `ask` marks quantities an officer may simply know.
    `between` are the least and the most it can be when it is given instead of worked out.
    """

    def declare(function: Callable[..., Any]) -> Rule:
        return Rule(
            name=name or function.__name__,
            needs=tuple(inspect.signature(function).parameters),
            compute=function,
            unit=unit,
            article=article,
            sentence=" ".join((function.__doc__ or "").split()),
            per=per,
            since=_day(since) or FIRST_DAY,
            until=_day(until),
            also=also,
            optional=optional or {},
            monotone=monotone,
            yes=yes,
            no=no,
            ask=ask,
            rounding=rounding,
            between=between,
        )

    return declare


def over_people(
    name: str,
    of: str,
    how: str,
    *,
    unit: str,
    article: str,
    sentence: str,
    since: str | None = None,
    yes: str = "",
    no: str = "",
) -> Rule:
    """A household quantity made from each person's: how is "sum", "count" (of those who are) or "any"."""
    return Rule(
        name=name,
        needs=(of,),
        compute=_HOW[how],
        unit=unit,
        article=article,
        sentence=sentence,
        per=HOUSEHOLD,
        since=_day(since) or FIRST_DAY,
        until=None,
        over_people=how,
        yes=yes,
        no=no,
    )


def _any(*values: bool) -> bool:
    return any(values)


def _sum(*values: int) -> int:
    return sum(values)


_HOW: dict[str, Callable[..., Any]] = {"sum": _sum, "count": _sum, "any": _any}


@dataclass(frozen=True)
class Benefit:
    """What a household may be missing: who gets it (all conditions), how much, how often, by which article."""

    name: str
    service_id: str
    conditions: tuple[str, ...]
    amount: str
    period: str
    article: str
    per: str = HOUSEHOLD
    since: dt.date = FIRST_DAY
    up_to: bool = False


@dataclass(frozen=True)
class Interaction:
    """What taking one benefit (or an event, such as a birthday) does to others.

    `sets` are the facts once it has happened, `adds` the facts that grow by the won of a benefit; what follows for the
    benefits in `affects` is worked out by their own rules, before and after.
    """

    name: str
    affects: tuple[str, ...]
    sentence: str
    article: str
    taking: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)
    adds: Mapping[str, str] = field(default_factory=dict)
    unless: Mapping[str, Any] = field(default_factory=dict)
    per: str = HOUSEHOLD


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
