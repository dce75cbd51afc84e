"""A home asked question by question: in the order of `next`, or down a form that is the same for everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.question import rank
from bokjihub.engines.benefits.screening import prepare, screen
from tests.engines.benefits.whole_homes import OF_THE_TOWN, only, whole_home

Answers = tuple[tuple[str, str, int, int | None], ...]


@dataclass(frozen=True)
class Asked:
    """How many questions each way, and whether both ended with the same answers."""

    by_next: int
    by_form: int
    by_form_stopping: int
    same_answers: bool


def ask(number: int, on: dt.date) -> Asked:
    """One home, of which the town and the names on the roll are known before the first question."""
    home, told = whole_home(number, on), only(whole_home(number, on), OF_THE_TOWN)
    form = _form(told, on)
    best, best_answers = _in_order_of_next(home, told, on)
    stopping, form_answers = _down_the_form(home, told, form, on)
    return Asked(best, len(form), stopping, best_answers == form_answers == _answers(home, on))


def _in_order_of_next(home: api.Situation, told: api.Situation, on: dt.date) -> tuple[int, Answers]:
    count = 0
    while True:
        before = screen(prepare(korea(), told, on))
        question = next((q for q in rank(korea(), told, on, before=before) if q.who is None or q.who >= 0), None)
        if question is None:
            return count, tuple((r.name, r.status, r.won_low, r.won_high) for r in before.results)
        told, count = _with(told, home, question.fact, question.who), count + 1


def _form(told: api.Situation, on: dt.date) -> list[tuple[str, int | None]]:
    """Every fact that some benefit rests on, in the order of the list of facts, person after person."""
    needed = {(f.name, f.who) for r in api.screen(told, on).results for f in r.facts if f.who is None or f.who >= 0}
    places = {name: place for place, name in enumerate(korea().facts)}
    return sorted(needed, key=lambda key: (key[1] is not None, key[1] or 0, places.get(key[0], 0)))


def _down_the_form(
    home: api.Situation, told: api.Situation, form: list[tuple[str, int | None]], on: dt.date
) -> tuple[int, Answers]:
    """Asked down to the end; counted is where a form that leaves out what no longer matters would have come."""
    count = 0
    for asked, key in enumerate(form):
        if asked % 10 == 0:
            matters = {(f.name, f.who) for r in api.screen(told, on).results for f in r.facts}
        told, count = _with(told, home, *key), count + (key in matters)
    return count, _answers(told, on)


def _with(told: api.Situation, home: api.Situation, name: str, who: int | None) -> api.Situation:
    truth = home.household if who is None else home.people[who]
    return told.with_fact(name, who, truth[name])


def _answers(home: api.Situation, on: dt.date) -> Answers:
    return tuple((r.name, r.status, r.won_low, r.won_high) for r in api.screen(home, on).results)
