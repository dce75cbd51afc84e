"""Text 003: about 30,000 volunteers of 좋은이웃들, and good practice to be spread (process §7.1, rows 18 and 32)."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest

from bokjihub.demo import neighbours_2018
from bokjihub.demo.neighbours_2018 import Country
from tests.demo.conftest import Read, prove, rolled_back

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def country(stage: None) -> Iterator[Country]:
    with rolled_back():
        told = neighbours_2018.tell(Random(1), dt.date(2026, 11, 22))
        prove()
        yield told


def test_thirty_thousand_good_neighbours(country: Country, report: Read) -> None:
    rows = {row["label"]: row for row in report("volunteers", "--on", "2018-02-22")["rows"]}
    assert rows["좋은이웃들"]["people"] == 30_000
    assert report("volunteers", "--on", "2016-12-31")["total"]["people"] == 0


def test_good_practice_is_looked_for(country: Country, report: Read) -> None:
    (row,) = report("hub-log", "--from", "2018-02-01", "--to", "2018-02-28")["rows"]
    assert row["kind"] == "우수사례"
