"""What starts, stops or changes for a home in the years to come: on which birthday, or by which change of the law.

Days are not looked at one by one: an answer can only change on a birthday (or the first of a month counted from one),
on the first day of a rule's new version, or where a published figure begins or ends. Where figures of a later year are not
published yet, the line says so instead of going on with the old ones.

Nor is every benefit worked out on each of these days: an answer stands as long as its rules and figures are the same ones
and what its rules make of the day (an age, a season) has not moved. Rejected: screening all of them on every first of a
month (a home of two took four seconds for ten years), and keeping a list of what depends on the day beside the rules
(the graph knows it).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .country import TODAY, Country
from .rule import PERSON, Benefit
from .run import STRANGER, Run
from .screening import ELIGIBLE, NOT_ELIGIBLE, BenefitResult, prepare, screen
from .situation import AGE, BORN, NAME, Situation

STARTS, STOPS, CHANGES, OPEN = "starts", "stops", "changes", "open"
# Why a day is looked at.
BIRTHDAY, LAW, FIGURE, UNPUBLISHED = "birthday", "law", "figure", "unpublished"


@dataclass(frozen=True)
class Cause:
    """Why a day is looked at: in words, of which kind, and of which rule or figure (nothing: of everybody)."""

    words: str
    kind: str
    of: str = ""


@dataclass(frozen=True)
class Turn:
    """One benefit on one day: what becomes of it, the won before and after, and why on that day."""

    on: dt.date
    benefit: str
    what: str
    before: int | None
    after: int | None
    period: str
    causes: tuple[Cause, ...]
    reasons: tuple[str, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The causes in words, each once."""
        return tuple(dict.fromkeys(cause.words for cause in self.causes))

    def is_by(self, kind: str) -> bool:
        """Whether a cause of this kind stands behind it."""
        return any(cause.kind == kind for cause in self.causes)


def timeline(
    country: Country, situation: Situation, start: dt.date, years: int, *, unverified_too: bool = False
) -> list[Turn]:
    """Every turn from the day after `start` to `years` later, with all else as it is today."""
    end = _years_later(start, years)
    growing = _without_ages(situation)
    changes = list(_law(country, start, end))
    law = _Law(country, sorted({day for day, _ in changes}))
    last: dict[str, tuple[object, BenefitResult]] = {}
    found: list[Turn] = []
    for day, causes in sorted({start: [], **_days(growing, changes, start, end)}.items()):
        run = prepare(country, growing, day, unverified_too=unverified_too)
        for benefit in country.benefits:
            standing = law.standing(benefit, run)
            before_standing, before = last.get(benefit.name, (None, None))
            if before is not None and before_standing == standing:
                continue
            now = screen(run, (benefit.name,)).results[0]
            last[benefit.name] = standing, now
            if before is not None and _differs(before, now):
                names = law.names(benefit, day)
                found.append(_turn(day, before, now, [c for c in causes if c.of in names]))
    return found


class _Law:
    """What every benefit rests on, between two days on which rules or figures change."""

    def __init__(self, country: Country, days: Sequence[dt.date]) -> None:
        self.country, self._days = country, days
        self._kept: dict[tuple[str, int], tuple[object, tuple[str, ...], set[str]]] = {}

    def standing(self, benefit: Benefit, run: Run) -> object:
        """All that time can change about the answer: the law in force, and what its rules make of the day itself."""
        law, dated, _ = self._of(benefit, run.on)
        people = [*range(len(run.people)), *([STRANGER] if run.others.high else [])]
        of_the_day = [
            [run.node(name, who).value for who in (people if self.country.per[name] == PERSON else [None])]
            for name in dated
        ]
        return law, of_the_day

    def names(self, benefit: Benefit, day: dt.date) -> set[str]:
        """Every rule and figure the benefit is worked out from; birthdays concern all."""
        return self._of(benefit, day)[2]

    def _of(self, benefit: Benefit, day: dt.date) -> tuple[object, tuple[str, ...], set[str]]:
        key = benefit.name, bisect_right(self._days, day)
        if key not in self._kept:
            self._kept[key] = self._read(benefit, day)
        return self._kept[key]

    def _read(self, benefit: Benefit, day: dt.date) -> tuple[object, tuple[str, ...], set[str]]:
        country = self.country
        names = {name for root in (*benefit.conditions, benefit.amount) for name in country.reached_from(root, day)}
        rules = {name: country.rule_on(name, day) for name in sorted(names) if name in country.rules}
        every = [rule for name in names for rule in country.rules.get(name, ())]
        needs = {need for rule in every for need in rule.needs}
        figures = {need: country.parameters[need].row_on(day) for need in sorted(needs) if need in country.parameters}
        dated = tuple(name for name in rules if any(TODAY in rule.needs for rule in country.rules[name]))
        law = [id(one) for one in (*rules.values(), *figures.values())]
        return law, dated, {"", *names, *needs}


def _years_later(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28))


def _without_ages(situation: Situation) -> Situation:
    """An age that is stated beside the day of birth would stand still."""
    people = tuple({k: v for k, v in p.items() if k != AGE or BORN not in p} for p in situation.people)
    return Situation(situation.household, people)


def _differs(before: BenefitResult, after: BenefitResult) -> bool:
    return (before.status, before.won_low, before.won_high) != (after.status, after.won_low, after.won_high)


def _turn(day: dt.date, before: BenefitResult, after: BenefitResult, causes: Sequence[Cause]) -> Turn:
    return Turn(
        on=day,
        benefit=after.name,
        what=_what(before, after),
        before=_settled(before),
        after=_settled(after),
        period=after.period,
        causes=tuple(causes),
        reasons=after.reasons,
    )


def _what(before: BenefitResult, after: BenefitResult) -> str:
    if ELIGIBLE not in (before.status, after.status) or NOT_ELIGIBLE not in (before.status, after.status):
        return CHANGES if after.status == before.status == ELIGIBLE else OPEN
    return STARTS if after.status == ELIGIBLE else STOPS


def _settled(result: BenefitResult) -> int | None:
    if result.status == NOT_ELIGIBLE:
        return 0
    return result.won_high if result.status == ELIGIBLE and result.won_low == result.won_high else None


# days on which something can change


def _days(
    situation: Situation, changes: Sequence[tuple[dt.date, Cause]], start: dt.date, end: dt.date
) -> dict[dt.date, list[Cause]]:
    found: dict[dt.date, list[Cause]] = {}
    for day, cause in (*_birthdays(situation, start, end), *changes):
        if start < day <= end:
            found.setdefault(day, []).append(cause)
    for day in _months(start, end):
        found.setdefault(day, [])
    return found


def _birthdays(situation: Situation, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, Cause]]:
    for person in situation.people:
        born = person.get(BORN)
        if not isinstance(born, dt.date):
            continue
        for year in range(start.year, end.year + 1):
            day = dt.date(year, born.month, born.day) if (born.month, born.day) != (2, 29) else dt.date(year, 3, 1)
            yield day, Cause(f"{person.get(NAME, '')}의 만 {year - born.year}세 생일", BIRTHDAY)


def _months(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Months of age turn, and seasons begin, on the first."""
    for month in range(start.year * 12 + start.month, end.year * 12 + end.month):
        yield dt.date(month // 12, month % 12 + 1, 1)


def _law(country: Country, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, Cause]]:
    for versions in country.rules.values():
        for rule in versions:
            if start < rule.since <= end:
                yield rule.since, Cause(f"법령 시행: {rule.name} ({rule.article})", LAW, rule.name)
    for parameter in country.parameters.values():
        for row in parameter.rows:
            yield row.since, Cause(f"새 금액: {parameter.name}", FIGURE, parameter.name)
            last = parameter.end_of(row)
            if last is not None and parameter.row_on(last + dt.timedelta(days=1)) is None:
                yield (
                    last + dt.timedelta(days=1),
                    Cause(f"아직 고시되지 않음: {parameter.name}", UNPUBLISHED, parameter.name),
                )
