"""Text 004, figure by figure, from entries (process §7.1, rows 19-21)."""

import datetime as dt
from collections.abc import Iterator
from random import Random

import pytest

from bokjihub.demo import eunpyeong_2016
from bokjihub.demo.eunpyeong_2016 import District
from bokjihub.people.models import Household
from bokjihub.visits.models import Companion, Visit
from tests.demo.conftest import SEEDS, Read, prove, rolled_back

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
JULY = ("--from", "2016-07-12", "--to", "2016-07-18")
HALF_YEAR = ("--from", "2016-07-12", "--to", "2016-12-31")


@pytest.fixture(scope="module", params=SEEDS)
def district(request: pytest.FixtureRequest, stage: None) -> Iterator[District]:
    with rolled_back():
        told = eunpyeong_2016.tell(Random(request.param), dt.date(2026, 11, 22))
        prove()
        yield told


def test_16_dongs_from_two_teams_to_three(district: District, report: Read) -> None:
    rows = {row["key"]: (row["before"], row["after"]) for row in report("staffing-change", *JULY)["rows"]}
    assert rows["dongs"] == (16, 16)
    assert rows["teams_each"] == (2, 3)
    assert rows["teams"] == (32, 48)


def test_86_officers_18_nurses_and_3_specialists_came(district: District, report: Read) -> None:
    more = {row["label"]: row["more"] for row in report("staffing-change", *JULY)["rows"]}
    assert more["사회복지 담당(팀장 포함)"] == 86
    assert more["방문간호사"] == 18
    assert more["마을사업전문가"] == 3
    after = {
        row["label"]: row["more"]
        for row in report("staffing-change", "--from", "2016-07-19", "--to", "2016-12-31")["rows"]
    }
    assert set(after.values()) == {0}, "they came in July and stayed"


def test_the_pilots_went_out_in_2015_and_all_do_from_july(district: District, report: Read) -> None:
    assert report("hub", "--on", "2014-12-31")["total"]["covered"] == 0
    pilots = report("hub-dongs", "--on", "2015-12-31")["rows"]
    assert {row["label"] for row in pilots if row["state"] == "설치"} == {"갈현1동", "역촌동"}
    assert report("hub", "--on", "2016-07-11")["total"]["covered"] == 2
    assert report("hub", "--on", "2016-07-12")["total"]["covered"] == 3, "증산동 began on the 12th"
    assert report("hub", "--on", "2016-07-18")["total"]["covered"] == 16
    before, after = (report("staffing", "--on", day)["total"]["nurses"] for day in ("2016-07-11", "2016-07-18"))
    assert (before, after) == (0, 18)


def test_who_was_due_is_told_from_who_was_visited(district: District, report: Read) -> None:
    rows = {row["key"]: row for row in report("programmes", *HALF_YEAR)["rows"]}
    assert set(rows) == {"UNIV_65", "UNIV_70", "UNIV_PREG", "UNIV_INFANT", "CRISIS"}
    assert [rows[code]["due"] for code in ("UNIV_65", "UNIV_70", "UNIV_INFANT", "CRISIS")] == [60, 60, 40, 50]
    for row in rows.values():
        if row["due"] is not None:
            assert row["visited"] + row["refused"] + row["left"] == row["due"]
            assert 0 < row["visited"] < row["due"]
    assert rows["UNIV_PREG"]["due"] is None
    assert any("임산부" in note for note in report("programmes", *HALF_YEAR)["notes"])


def test_one_more_visit_is_one_more_home(district: District, report: Read) -> None:
    def visited() -> int:
        rows = report("programmes", *HALF_YEAR)["rows"]
        return next(int(row["visited"]) for row in rows if row["key"] == "CRISIS")

    before = visited()
    with rolled_back():
        home = Household.objects.filter(work_items__isnull=False, visits__isnull=True)[0]
        example = Visit.objects.filter(programme__code="CRISIS", area_id=home.area_id)[0]
        example.pk, example.household, example._state.adding = None, home, True
        example.result, example.next_on = Visit.Result.MET, None
        example.save(force_insert=True)
        assert visited() == before + 1


def test_how_many_went_as_two(district: District, report: Read) -> None:
    document = report("pairs", *HALF_YEAR)
    made, two = Visit.objects.count(), Companion.objects.values("visit_id").distinct().count()
    assert document["total"]["count"] == two
    assert document["total"]["share"] == round(100 * two / made, 1)
    kinds = {row["label"]: row["count"] for row in document["rows"]}
    assert kinds == {"동 복지담당 + 방문간호사": two, "혼자": made - two}
    assert 80 < document["total"]["share"] < 97
    assert report("visits", *HALF_YEAR)["total"]["pair_share"] == document["total"]["share"]


def test_the_way_there_is_on_record(district: District, report: Read) -> None:
    rows = report("hub-log", "--from", "2016-04-01", "--to", "2016-07-31")["rows"]
    assert {row["place"] for row in rows if not row["assumed"]} == {"응암2동"}
    assert sum(row["label"].startswith("시범동 모니터링:") for row in rows) == 2


def test_three_bodies_improvements_and_opinions_are_on_record(district: District, report: Read) -> None:
    rows = report("hub-log", "--from", "2016-01-01", "--to", "2016-12-31")["rows"]
    kinds = [row["kind"] for row in rows]
    assert [row["label"] for row in rows if row["kind"] == "추진 기구"] == [
        "민간추진지원단 구성",
        "실무추진단 구성",
        "추진운영위원회 구성",
    ]
    assert (kinds.count("고친 점"), kinds.count("의견")) == (2, 1)


def test_the_car_that_was_given_at_the_opening_is_in_the_register(district: District, report: Read) -> None:
    assert report("vehicles", "--on", "2016-07-17")["rows"] == []
    (row,) = report("vehicles", "--on", "2016-07-31")["rows"]
    assert (row["label"], row["electric"], row["all"]) == ("응암2동", 1, 1)


def test_what_the_nurses_measured_is_counted_with_who_was_referred_and_seen(district: District, report: Read) -> None:
    """Row 22: as many records as homes met with the nurse along; nothing is typed in."""
    found = report("measurements", *HALF_YEAR)
    rows = {row["key"]: row for row in found["rows"]}
    met = Visit.objects.filter(result=Visit.Result.MET, companions__kind=Companion.objects.first().kind)  # type: ignore[union-attr]
    assert rows["VITALS"]["count"] == met.filter(programme__code__in=("UNIV_65", "UNIV_70")).count() > 50
    assert rows["EPDS"]["count"] == met.filter(programme__code="UNIV_INFANT").count() > 10
    assert rows["VITALS"]["flagged"] > rows["VITALS"]["referred"] >= rows["VITALS"]["seen"]
    assert found["total"]["count"] == rows["VITALS"]["count"] + rows["EPDS"]["count"]
