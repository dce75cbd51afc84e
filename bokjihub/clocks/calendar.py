"""Days as Korean offices count them: public holidays with substitutes, months by the Civil Act.

Sources: 민법 제155조-제161조 (first day not counted, a period ending on a Saturday or holiday ends the next day;
months end on the day before the corresponding one, or on the last day of the month).
"""

import datetime as dt
from calendar import monthrange
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("KR", years=year).keys())


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """`day` itself when offices are open, else the first day they are."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `start` (the first day is not counted)."""
    day = start
    for _ in range(count):
        day = next_working_day(day + dt.timedelta(days=1))
    return day


def add_months(start: dt.date, count: int) -> dt.date:
    """The corresponding day `count` months on, or that month's last day (민법 제160조)."""
    year, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + year, month + 1
    return dt.date(year, month, min(start.day, monthrange(year, month)[1]))


def month_deadline(start: dt.date, count: int) -> dt.date:
    """Last day of a period of `count` months counted from the day after `start`.

    A period that began on the first of a month runs through whole months (제160조 ①②: from the beginning of a month it is
    counted by the calendar), so one month from 28 February ends on 31 March. A last day that is a Saturday or a holiday
    moves to the next working day (제161조).
    """
    first = start + dt.timedelta(days=1)
    if first.day == 1:
        after = add_months(first, count)
        last = after - dt.timedelta(days=1)
    else:
        year, month = divmod(first.month - 1 + count, 12)
        year, month = first.year + year, month + 1
        days = monthrange(year, month)[1]
        last = dt.date(year, month, first.day - 1) if first.day <= days else dt.date(year, month, days)
    return next_working_day(last)


def days_deadline(start: dt.date, count: int) -> dt.date:
    """Last day of a period of `count` days; moved to a working day when it ends on a day off (민법 제161조)."""
    return next_working_day(start + dt.timedelta(days=count))
