"""The day something comes: a birthday, a week of pregnancy, the nth contact. Pure: dates in, dates out.

행정기본법 제7조의2 and 민법 제158조: an age is counted in full years with the day of birth as its first day, so that a year is
full at the end of the day before the birthday (제160조 제2항). Who was born on 29 February is a year older on 1 March of a
common year, because the year then ends on the last day of February (제160조 제3항).

A lunar birthday: dates are those of the Gregorian calendar, the lunar one may stand beside them (천문법 제5조 제1항). What
counts is the day of birth on the register (가족관계의 등록 등에 관한 법률 제44조 제2항 제3호), read as a solar date, also where
the home keeps a lunar birthday or the day was once entered by it: until a court lets the register be mended (제104조), a
benefit such as 기초연금 (기초연금법 제3조 제1항, 65세) goes by it, and so do the visits. A note of the lunar day is shown beside
the line, for the greeting; nothing is converted. Texts read in the state of 2026-06-08.
"""

import datetime as dt
from dataclasses import dataclass

from bokjihub.clocks.calendar import add_months

# 분만예정일 is counted 40 weeks from the last period: week n is reached (40 - n) weeks before it.
FULL_WEEKS = 40


@dataclass(frozen=True)
class Turn:
    """The nth of several contacts owed: within which days, and of how many in its period."""

    number: int
    of: int
    period: int
    opens_on: dt.date
    closes_on: dt.date


def birthday_on(birth: dt.date, age: int) -> dt.date:
    """The day somebody born on `birth` becomes `age`."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return dt.date(birth.year + age, 3, 1)


def born_for(event: dt.date, age: int) -> dt.date:
    """A birth day that certainly comes at or before those who become `age` on `event`: the edge of a search."""
    try:
        return event.replace(year=event.year - age)
    except ValueError:
        return dt.date(event.year - age, 2, 28)


def week_reached(expected_on: dt.date, week: int) -> dt.date:
    """The first day of pregnancy week `week` of a child expected on `expected_on`."""
    return expected_on - dt.timedelta(weeks=FULL_WEEKS - week)


def turns(start: dt.date, *, until: dt.date, contacts: int, months: int | None, days: int | None) -> list[Turn]:
    """The contacts owed from `start` on, as far as they open by `until`: each period cut into equal parts.

    Eight within three months are eight windows of eleven or twelve days; one every three months is one window a period.
    """
    found: list[Turn] = []
    period = 0
    while True:
        first = _begin(start, period, months, days)
        if first > until:
            return found
        length = (_begin(start, period + 1, months, days) - first).days
        for number in range(contacts):
            opens = first + dt.timedelta(days=length * number // contacts)
            closes = first + dt.timedelta(days=length * (number + 1) // contacts - 1)
            if opens <= until:
                found.append(Turn(number + 1, contacts, period + 1, opens, max(opens, closes)))
        period += 1


def _begin(start: dt.date, period: int, months: int | None, days: int | None) -> dt.date:
    return add_months(start, period * months) if months else start + dt.timedelta(days=period * (days or 1))
