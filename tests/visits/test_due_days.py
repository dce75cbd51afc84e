"""When something comes: birthdays, weeks and turns around every boundary. Days by hand, from a paper calendar."""

import datetime as dt
from itertools import pairwise

import pytest

from bokjihub.visits.queries.events import Turn, birthday_on, turns, week_reached


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("birth", "age", "comes"),
    [
        ("1961-11-22", 65, "2026-11-22"),
        ("1961-12-31", 65, "2026-12-31"),
        ("1961-01-01", 65, "2026-01-01"),
        ("1956-11-28", 70, "2026-11-28"),
        ("1960-02-29", 65, "2025-03-01"),  # leap day, common year: a year older on 1 March
        ("1960-02-29", 64, "2024-02-29"),  # leap day, leap year
        ("1960-02-29", 40, "2000-02-29"),  # 2000 was a leap year
        ("2000-02-29", 100, "2100-03-01"),  # 2100 is none
        ("1960-02-28", 65, "2025-02-28"),
        ("1960-03-01", 65, "2025-03-01"),
    ],
)
def test_the_day_somebody_becomes_an_age(birth: str, age: int, comes: str) -> None:
    assert birthday_on(day(birth), age) == day(comes)


@pytest.mark.parametrize(
    ("expected_on", "week", "reached"),
    [
        ("2027-04-11", 20, "2026-11-22"),  # 140 days before
        ("2027-04-12", 20, "2026-11-23"),
        ("2027-01-01", 20, "2026-08-14"),
        ("2028-07-18", 20, "2028-02-29"),  # lands on a leap day
        ("2027-04-11", 40, "2027-04-11"),
        ("2027-04-11", 28, "2027-01-17"),
    ],
)
def test_the_day_a_week_of_pregnancy_is_reached(expected_on: str, week: int, reached: str) -> None:
    assert week_reached(day(expected_on), week) == day(reached)


def test_eight_contacts_in_three_months_are_eight_windows_without_a_gap() -> None:
    owed = turns(day("2026-11-22"), until=day("2027-02-21"), contacts=8, months=3, days=None)
    assert [turn.number for turn in owed] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert owed[0].opens_on == day("2026-11-22")
    assert owed[-1].closes_on == day("2027-02-21")
    assert all(after.opens_on - before.closes_on == dt.timedelta(days=1) for before, after in pairwise(owed))


def test_one_contact_every_three_months_follows_the_calendar_and_not_ninety_days() -> None:
    owed = turns(day("2026-11-30"), until=day("2027-05-31"), contacts=1, months=3, days=None)
    assert [(turn.opens_on, turn.closes_on) for turn in owed] == [
        (day("2026-11-30"), day("2027-02-27")),
        (day("2027-02-28"), day("2027-05-29")),
        (day("2027-05-30"), day("2027-08-29")),
    ]


def test_every_seven_days_is_a_turn_a_week() -> None:
    assert turns(day("2026-11-22"), until=day("2026-11-29"), contacts=1, months=None, days=7) == [
        Turn(1, 1, 1, day("2026-11-22"), day("2026-11-28")),
        Turn(1, 1, 2, day("2026-11-29"), day("2026-12-05")),
    ]


def test_nothing_is_owed_before_it_begins() -> None:
    assert turns(day("2027-01-01"), until=day("2026-12-31"), contacts=1, months=3, days=None) == []
