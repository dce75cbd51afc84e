"""The pilot text 002 tells of: the period, 15 places, and three counters that grew (process §7.1, row 1)."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest

from bokjihub.demo import pilot_2014
from bokjihub.demo.pilot_2014 import Pilot
from tests.demo.conftest import SEEDS, Read, prove, rolled_back

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PERIOD = ("--from", "2014-07-01", "--to", "2015-12-31")


@pytest.fixture(scope="module", params=SEEDS)
def pilot(request: pytest.FixtureRequest, stage: None) -> Iterator[Pilot]:
    with rolled_back():
        told = pilot_2014.tell(Random(request.param), dt.date(2026, 11, 22))
        prove()
        yield told


def test_15_places_from_july_2014(pilot: Pilot, report: Read) -> None:
    assert report("hub", "--on", "2014-06-30")["total"]["covered"] == 0
    figures = report("hub", "--on", "2014-07-01")["total"]
    assert (figures["teams"], figures["covered"]) == (15, 15)


def test_found_visited_and_linked_grew_against_the_eighteen_months_before(pilot: Pilot, report: Read) -> None:
    document = report("monthly", *PERIOD)
    assert any("2013. 1. 1. ~ 2014. 6. 30." in note for note in document["notes"])
    rows = {row["label"]: (row["before"], row["now"]) for row in document["rows"]}
    before, during = pilot_2014.BEFORE, pilot_2014.DURING
    assert rows["방문"] == (15 * before.visited, 15 * during.visited)
    assert rows["서비스 연계"] == (15 * before.linked, 15 * during.linked)
    found_before, found = rows["발굴 신호"]
    assert 15 * before.found[0] <= found_before <= 15 * before.found[1]
    assert 15 * during.found[0] <= found <= 15 * during.found[1]
    assert found > found_before
    single = report("hub-log", *PERIOD)["rows"]
    assert "가정" in single[0]["words"]


def test_satisfaction_is_on_record_without_an_invented_number(pilot: Pilot, report: Read) -> None:
    (row,) = [row for row in report("hub-log", *PERIOD)["rows"] if row["kind"] == "만족도"]
    assert not any(letter.isdigit() for letter in row["words"])
