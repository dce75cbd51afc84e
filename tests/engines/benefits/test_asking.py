"""What a first visit settles holds whatever comes, and asking in the order of `next` asks less and ends the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.columns import compiled
from bokjihub.engines.benefits.columns.many import program_of
from bokjihub.engines.benefits.country import korea
from tests.engines.benefits.asking import ask
from tests.engines.benefits.first_visits import decided_share, first_visit, flips
from tests.engines.benefits.whole_homes import whole_home

ON = dt.date(2026, 11, 22)


def test_every_fact_of_a_whole_home_is_known() -> None:
    assert all(result.missing == () for result in api.screen(whole_home(5, ON), ON).results)


@pytest.mark.slow
def test_a_first_visit_decides_six_answers_in_ten() -> None:
    assert decided_share(range(60), ON) >= 0.6


@pytest.mark.slow
def test_no_amount_at_or_beside_a_figure_of_the_law_overturns_a_decided_answer() -> None:
    assert [flip for number in range(6) for flip in flips(number, ON, 200)] == []


@pytest.mark.slow
def test_an_answer_decided_too_early_would_be_overturned(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = api.screen(first_visit(3, ON), ON)
    assert honest.of("생계급여").status == "unknown"
    hasty = [replace(r, status="not_eligible") if r.name == "생계급여" else r for r in honest.results]
    monkeypatch.setattr(api, "screen", lambda home, on: replace(honest, results=tuple(hasty)))
    assert [flip.benefit for flip in flips(3, ON, 200)] == ["생계급여"]


@pytest.mark.slow
def test_asking_in_the_order_of_next_needs_half_the_questions_and_ends_with_the_same_answers() -> None:
    compiled.make_ready(program_of(korea(), ON))
    asked = [ask(number, ON) for number in range(3)]
    assert all(one.same_answers for one in asked)
    assert sum(one.by_next for one in asked) * 2 <= sum(one.by_form for one in asked)
    assert sum(one.by_next for one in asked) < sum(one.by_form_stopping for one in asked)


def test_the_same_home_is_asked_the_same_question_every_time() -> None:
    home = first_visit(1, ON)
    assert api.questions(home, ON) == api.questions(home, ON)


def test_a_question_that_speaks_of_something_comes_after_it() -> None:
    home, _ = api.read({"가구원": [{"나이": 40}, {"나이": 38}, {"나이": 3}]})
    asked = [(question.fact, question.who) for question in api.questions(home, ON)]
    assert len(asked) == len(set(asked))
    places = {key: place for place, key in enumerate(asked)}
    pairs = [
        (places.get((korea().facts[name].after, who)), place)
        for (name, who), place in places.items()
        if name in korea().facts
    ]
    both = [(first, then) for first, then in pairs if first is not None]
    assert len(both) >= 4
    assert all(first < then for first, then in both)
    assert ("부양의무자_있음", None) in places
    assert ("자동차", None) in places
