"""What the years bring to one home, and the same home under another law."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.errors import BadInput
from bokjihub.engines.benefits.reform import changed
from bokjihub.engines.benefits.situation import Situation
from tests.engines.benefits.test_changes import lone
from tests.engines.benefits.test_commands import bokji, document
from tests.engines.benefits.test_screening import LONE

FEB_2026 = dt.date(2026, 2, 1)
# Months of age, school, seasons: what turns within a year for a mother and two children.
WITH_CHILDREN = Situation(
    {},
    (
        {"이름": "어머니", "출생일": dt.date(1990, 4, 9)},
        {"이름": "큰아이", "출생일": dt.date(2019, 3, 2)},
        {"이름": "작은아이", "출생일": dt.date(2024, 12, 17)},
    ),
)


def test_the_pension_starts_on_the_sixty_fifth_birthday_and_not_a_day_before() -> None:
    turns = api.timeline(lone(출생일="1961-06-15"), FEB_2026, 1)
    (start,) = [turn for turn in turns if turn.benefit == "기초연금"][:1]
    assert (start.on, start.what, start.before, start.after) == (dt.date(2026, 6, 15), "starts", 0, 349_700)
    assert "김의 만 65세 생일" in start.because


def test_a_new_year_with_published_figures_changes_the_amount() -> None:
    turns = api.timeline(lone(), FEB_2026, 1)
    (turn,) = [turn for turn in turns if turn.benefit == "생계급여"]
    assert (turn.on, turn.what, turn.before, turn.after) == (dt.date(2027, 1, 1), "changes", 520_560, 575_540)
    assert any("생계급여_선정기준표" in why for why in turn.because)


def test_a_year_without_figures_is_said_to_be_open_and_not_guessed() -> None:
    turns = [turn for turn in api.timeline(lone(), FEB_2026, 3) if turn.benefit == "생계급여"]
    assert (turns[-1].on, turns[-1].what, turns[-1].after) == (dt.date(2028, 1, 1), "open", None)
    assert any(why.startswith("아직 고시되지 않음") for why in turns[-1].because)


@pytest.mark.slow
@pytest.mark.parametrize("home", [lone(출생일="1961-06-15"), WITH_CHILDREN], ids=["near 65", "with children"])
def test_between_two_turns_nothing_changes(home: Situation) -> None:
    """Held against a full screening of each day: an answer kept from an earlier day is the answer of the day."""
    turning = [turn.on for turn in api.timeline(home, FEB_2026, 1)]
    looked = [FEB_2026 + dt.timedelta(days=days) for days in range(0, 364, 17)]
    answers = [[(r.status, r.won_low, r.won_high) for r in api.screen(home, on).results] for on in looked]
    for (earlier, before), (later, after) in itertools.pairwise(zip(looked, answers, strict=True)):
        assert before == after or any(earlier < on <= later for on in turning), later


def test_two_years_side_by_side() -> None:
    sides = {side.benefit: side for side in api.compare(lone(), FEB_2026, dt.date(2027, 2, 1))}
    assert (sides["생계급여"].won_before, sides["생계급여"].won_after, sides["생계급여"].difference) == (
        520_560,
        575_540,
        54_980,
    )
    assert sides["기초연금"].difference is None


def test_a_figure_that_is_changed_changes_what_rests_on_it_and_nothing_else() -> None:
    sides = api.compare(lone(), FEB_2026, FEB_2026, {"생계급여_선정기준표/1": "900,556"})
    moved = {side.benefit: side.difference for side in sides if side.difference}
    assert moved["생계급여"] == 80_000
    assert set(moved) <= {"생계급여", "주거급여(임차)"}
    assert api.screen(lone(), FEB_2026).of("생계급여").won_low == 520_560


@pytest.mark.parametrize(
    "figures", [{"없는값": 1}, {"생계급여_선정기준표": 1}, {"생계급여_선정기준표/99": 1}, {"기초연금_최저비율": "열"}]
)
def test_a_figure_that_cannot_be_changed_is_refused(figures: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        changed(korea(), figures, FEB_2026)


def test_the_commands_print_both() -> None:
    typed = json.dumps(LONE, ensure_ascii=False)
    found = document("timeline", "-", "--on", "2026-02-01", "--years", "2", typed=typed)
    assert found["turns"] == sorted(found["turns"], key=lambda turn: turn["on"])
    (raised,) = [turn for turn in found["turns"] if turn["benefit"] == "생계급여"][:1]
    assert any("생계급여_선정기준표" in why for why in raised["because"])
    assert {cause["kind"] for cause in raised["causes"]} == {"figure"}
    text = bokji("compare", "-", "--on", "2026-02-01", "--with-on", "2027-02-01", typed=typed)[1]
    assert "생계급여: 520,560원 → 575,540원 (+54,980원)/월" in text
    assert bokji("timeline", "-", "--years", "0", typed=typed)[0] == 2
