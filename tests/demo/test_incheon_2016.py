"""Text 002, figure by figure, from entries (process §7.1, rows 2-4)."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest

from bokjihub.accounts.models import Post, Role
from bokjihub.demo import incheon_2016
from bokjihub.demo.incheon_2016 import Metropolis
from tests.demo.conftest import SEEDS, Read, prove, rolled_back

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TEXT_DAY = ("--on", "2016-06-02")


@pytest.fixture(scope="module", params=SEEDS)
def city(request: pytest.FixtureRequest, stage: None) -> Iterator[Metropolis]:
    with rolled_back():
        told = incheon_2016.tell(Random(request.param), dt.date(2026, 11, 22))
        prove()
        yield told


def test_33_dongs_are_planned_for_the_year_and_two_lead(city: Metropolis, report: Read) -> None:
    document = report("hub", *TEXT_DAY)
    figures = document["total"]
    assert any("가정한 계획이 33건" in note for note in document["notes"])
    assert (figures["planned_dongs"], figures["covered"], figures["teams"]) == (33, 2, 2)
    assert figures["dongs"] > 33, "planned and all are two figures"
    rows = report("hub-dongs", *TEXT_DAY)["rows"]
    waves = [row["wave"] for row in rows if row["wave"]]
    assert len(waves) == 33
    assert {row["label"] for row in rows if row["wave"].startswith("선도지역")} == {"부평4동", "연희동"}
    assert {row["label"] for row in rows if row["state"] == "설치"} == {"부평4동", "연희동"}
    assert all(row["assumed"] == "가정" for row in rows if row["planned_on"] == "2016-12-31")


def test_nothing_is_there_before_the_choice(city: Metropolis, report: Read) -> None:
    assert report("hub", "--on", "2016-02-28")["total"]["covered"] == 0


def test_three_with_a_head_of_grade_six(city: Metropolis, report: Read) -> None:
    rows = report("staffing", *TEXT_DAY)["rows"]
    assert {row["label"] for row in rows} == {"부평4동 맞춤형복지팀", "연희동 맞춤형복지팀"}
    assert all((row["people"], row["head"], row["standard"]) == (3, "6급", "지킴") for row in rows)


def test_the_check_sees_a_missing_officer_and_a_lower_head(city: Metropolis, report: Read) -> None:
    with rolled_back():
        Post.objects.filter(role=Role.TEAM_HEAD, area=city.dongs["부평4동"]).update(grade="7급")
        Post.objects.get(user__username="officer2-1").delete()
        rows = {row["label"]: row["standard"] for row in report("staffing", *TEXT_DAY)["rows"]}
    assert rows == {"부평4동 맞춤형복지팀": "팀장 직급 모자람", "연희동 맞춤형복지팀": "1명 모자람"}


def test_the_way_there_is_on_record(city: Metropolis, report: Read) -> None:
    document = report("hub-log", "--from", "2016-01-01", "--to", "2016-06-30")
    meeting = next(row for row in document["rows"] if row["held_on"] == "2016-06-02")
    assert (meeting["kind"], meeting["led_by"], meeting["attendees"]) == ("회의", "행정부시장", 10)
    assert "10여 명" in meeting["words"]
    assert not meeting["assumed"]
    by_month = [(row["held_on"][:7], row["kind"]) for row in document["rows"]]
    assert ("2016-03", "설명회") in by_month
    assert ("2016-04", "워크숍") in by_month
    assert by_month.count(("2016-04", "현장 점검")) == 2
    assert all(row["assumed"] == "가정" for row in document["rows"] if row is not meeting)
