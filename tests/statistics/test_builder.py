"""The report builder: its figures equal the reports', its address gives the same table, nothing small leaves the town."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.statistics.models import SavedReport
from bokjihub.statistics.queries.builder import Question, TooWide, UnknownQuestion, answer, scope_of
from bokjihub.statistics.queries.facts import FACTS
from bokjihub.statistics.queries.frame import Report, Scope
from bokjihub.statistics.queries.registry import REPORTS
from tests.cast import Cast
from tests.statistics.test_figures import march, told, visited

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 2)
MARCH = {"span": "fixed", "first": "2026-03-01", "last": "2026-03-31"}


def ask(cast: Cast, who: str = "hope", **words: str) -> Report:
    with acting_as(cast.actor(who)):
        return answer(Question(**{**MARCH, **words}), TODAY)


def cells(report: Report) -> dict[str, dict[str, Any]]:
    return {row.label: dict(row.cells) for row in report.rows}


@pytest.fixture
def visits(cast: Cast) -> None:
    """노암동: three made by two and one alone; 금동: one alone."""
    for by_two in (True, True, True, False):
        visited(cast, told(cast, march(2)), march(8), by_two=by_two)
    visited(cast, told(cast, march(2), dong="금동"), march(9), by_two=False)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_every_way_to_split_every_fact_is_answered(cast: Cast, fact: Any) -> None:
    for rows in fact.dimensions:
        across = next(one for one in fact.dimensions if one is not rows)
        report = ask(cast, fact=fact.key, rows=rows.key, across=across.key, measure=fact.measures[-1].key)
        assert report.total is not None
        assert report.columns[0].label == "합계"


def test_rows_by_columns_with_totals_that_are_counted(cast: Cast, visits: None) -> None:
    report = ask(cast, fact="visits", rows="dong", across="pair")
    rows = cells(report)
    assert (rows["노암동"]["yes"], rows["노암동"]["no"], rows["노암동"]["total"]) == (3, 1, 4)
    assert (rows["금동"]["yes"], rows["금동"]["no"]) == (0, 1)
    assert (report.total.cells["total"], report.total.cells["yes"]) == (5, 3)


def test_the_builder_and_the_report_say_the_same(cast: Cast, visits: None) -> None:
    built = ask(cast, fact="visits", rows="programme")
    with acting_as(cast.actor("hope")):
        report = REPORTS["visits"].build(Scope(march(1), march(31)))
    assert {row.label: row.cells["count"] for row in built.rows} == {
        row.label: row.cells["count"] for row in report.rows
    }
    assert built.total.cells["households"] == report.total.cells["households"]


def test_a_household_of_two_lines_is_one_in_the_total(cast: Cast) -> None:
    item = told(cast, march(2))
    visited(cast, item, march(8), by_two=True)
    visited(cast, item, march(9), by_two=False)
    report = ask(cast, fact="visits", rows="pair", across="month", measure="households")
    assert [row.cells["total"] for row in report.rows] == [1, 1]
    assert report.total.cells["total"] == 1


def test_everybody_sees_their_own_reach_at_the_same_address(cast: Cast, visits: None) -> None:
    assert ask(cast, "geum_officer", fact="visits", rows="dong").total.cells["count"] == 1
    assert ask(cast, "hope", fact="visits", rows="dong").total.cells["count"] == 5


def test_spans_move_with_the_day() -> None:
    assert scope_of(Question("visits", "dong", span="last_month"), TODAY) == Scope(march(1), march(31))
    assert scope_of(Question("visits", "dong", span="last_year"), TODAY).last == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    "words",
    [
        {"fact": "secrets", "rows": "dong"},
        {"fact": "visits", "rows": "words"},
        {"fact": "visits", "rows": "dong", "across": "dong"},
        {"fact": "visits", "rows": "dong", "across": "pair", "measure": "words"},
    ],
)
def test_what_is_not_a_fact_is_not_asked(cast: Cast, words: dict[str, str]) -> None:
    with pytest.raises(UnknownQuestion):
        ask(cast, **words)


def test_a_table_nobody_can_read_is_refused(cast: Cast, visits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bokjihub.statistics.queries.builder.MOST_ROWS", 1)
    with pytest.raises(TooWide):
        ask(cast, fact="visits", rows="dong")


def test_a_table_for_outside_hides_small_cells_and_what_betrays_them(cast: Cast) -> None:
    for dong, many in (("노암동", 12), ("금동", 7), ("왕정동", 2)):
        for _ in range(many):
            visited(cast, told(cast, march(2), dong=dong), march(8), by_two=False)
    rows = cells(ask(cast, fact="visits", rows="dong", outside="1"))
    assert rows["왕정동"] == {"count": None, "households": None}
    assert rows["금동"]["count"] is None, "19 - 12 - 7 would have told the two"
    assert rows["노암동"]["count"] == 12
    inside = cells(ask(cast, fact="visits", rows="dong"))
    assert inside["왕정동"]["count"] == 2


def test_a_question_is_saved_shared_and_asked_again_by_its_address(cast: Cast, visits: None, browse: Any) -> None:
    words = {"fact": "visits", "rows": "dong", "across": "pair", "measure": "count", **MARCH}
    page = browse("hope").get(f"/statistics/build/?{urlencode(words)}").content.decode()
    assert "방문 · 읍·면·동 × 2인 방문" in page
    saved = browse("hope").post("/statistics/build/save/", {**words, "title": "두 사람 방문", "is_shared": "on"})
    assert saved.status_code == 302
    assert "두 사람 방문" in browse("officer").get("/statistics/build/").content.decode()
    assert "노암동" in browse("officer").get(saved.url).content.decode()
    assert "두 사람 방문" not in browse("outsider").get("/statistics/build/").content.decode()
    row = SavedReport.objects.get()
    assert browse("officer").post(f"/statistics/build/{row.id}/drop/").status_code == 404
    assert browse("hope").post(f"/statistics/build/{row.id}/drop/").status_code == 302
    assert not SavedReport.objects.exists()


def test_the_file_of_a_question_is_on_record_and_a_wrong_one_is_told(cast: Cast, browse: Any) -> None:
    words = urlencode({"fact": "visits", "rows": "dong", **MARCH})
    assert browse("hope").get(f"/statistics/build/xlsx/?{words}").content.startswith(b"PK")
    assert Entry.objects.get(act="report.file").detail["question"]["rows"] == "dong"
    wrong = urlencode({"fact": "visits", "rows": "dong", "across": "dong", "span": "month"})
    assert "줄과 칸을 다르게" in browse("hope").get(f"/statistics/build/?{wrong}").content.decode()
    assert browse("monitor").get("/statistics/build/").status_code == 404
