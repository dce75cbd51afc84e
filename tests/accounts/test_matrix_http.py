"""Every URL × every person of the cast, by real requests, against the table written by hand; every answer on record.

The world is built once for the module in one transaction; every request runs in a savepoint of its own. That every URL
has its line in the table is asked by `test_places.py`, which needs no database.
"""

from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bokjihub.accounts.models import Pledge
from tests.accounts import oracle
from tests.accounts.places import LEADS, NOTHING, OURS, PLACES, THEIRS, Place
from tests.accounts.stage import PERSONS, Answer, Stage, methods_of
from tests.accounts.test_places import URLS
from tests.cast import PEOPLE

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SHOWN = {"read", "export", "reveal"}
DONG_TEAM = {"officer", "colleague", "head", "dong_head", "nurse"}


def _situation(who: str, dong: str) -> tuple[str, bool]:
    """Where a home of `dong` lies for a person of the cast, and whether their team has open work on it. By hand."""
    if who == "outsider":
        return "other city", False
    if who in DONG_TEAM:
        return ("own dong", True) if dong == OURS else ("other dong", False)
    if who == "geum_officer" and dong == THEIRS:
        return "own dong", False
    return "other dong", False


def _expected(who: str, place: Place, dong: str) -> str:
    role = PEOPLE[who][1].value
    if place.only and who not in place.only:
        return oracle.NO
    if place.of_city and who == "outsider":
        return oracle.NO
    if not place.subject:
        return oracle.OPEN if oracle.list_is_open(role, place.what) else oracle.NO
    where, work = _situation(who, dong)
    mine = where == "own dong" and who in LEADS.values()  # the one who took the report
    answer = oracle.expected(role, place.what, where, work=work, mine=mine)
    # A reason is asked before one home's record, not before a dong's list: the list names homes masked and is on record.
    return oracle.OPEN if answer == oracle.ASK and not place.of_home else answer


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.what and name in URLS])
def test_everybody_gets_what_the_table_says_and_it_is_on_record(stage: Stage, name: str) -> None:
    place = PLACES[name]
    wrong = []
    for who in PERSONS:
        by_role = oracle.list_is_open(PEOPLE[who][1].value, place.what)
        for dong in (OURS, THEIRS) if place.subject and by_role and place.in_both else (OURS,):
            should, answer = _expected(who, place, dong), stage.ask(who, name, dong)
            if answer.word != should:
                wrong.append(f"{who} · {dong}: {answer.word}, not {should}")
            wrong += [f"{who} · {dong}: {fault}" for fault in _faults_of_record(stage, place, who, dong, answer)]
            wrong += [f"{who} · {dong}: {fault}" for fault in _leaks(stage, who, dong, answer)]
    assert not wrong, "\n".join([name, *wrong])


def _faults_of_record(stage: Stage, place: Place, who: str, dong: str, answer: Answer) -> list[str]:
    kinds = [row.kind for row in answer.rows]
    if answer.word == oracle.NO:
        row = answer.rows[0] if answer.rows else None
        fine = row is not None and kinds == ["refused"] and row.act == place.what and row.subjects == []
        return [] if fine else [f"a refusal left {kinds}"]
    if place.what == "signal.report":
        return []  # one's own reports, by the place one named oneself
    if place.what in oracle.NAMELESS:
        return [f"shows {home.address}" for home in _homes(stage) if _is_named(home, answer.text)]
    shown = [row for row in answer.rows if row.kind in SHOWN]
    if "data-officer-error" in answer.text:  # one sentence, and whatever had begun is undone
        return [f"a sentence names {home.address}" for home in _homes(stage) if _is_named(home, answer.text)]
    if answer.response.status_code in (200, 422):
        if [row.act for row in shown].count(place.what) != 1:
            return [f"a page shown left {kinds}"]
        if place.subject and place.of_home and stage.world.home(dong).id not in shown[0].subjects:
            return ["the home is not among the subjects on record"]
        return [
            f"{home.address} is shown and not on record"
            for home in _homes(stage)
            if _is_named(home, answer.text) and home.id not in shown[0].subjects
        ]
    return [f"nothing was shown, and {kinds} left"] if shown else []


def _leaks(stage: Stage, who: str, dong: str, answer: Answer) -> list[str]:
    """No answer names a home the person reaches neither by place nor by gift."""
    role = PEOPLE[who][1].value
    if answer.word == oracle.ASK or role == "privacy_officer":  # the log says whose record it was (screens V40), masked
        return [f"names {home.address}" for home in _homes(stage) if home.address in answer.text]
    far = [
        stage.world.home(dong)
        for dong in (OURS, THEIRS)
        if not any(oracle.reaches(role, what, _situation(who, dong)[0]) for what in oracle.EVERYTHING)
    ]
    return [f"names {home.address}" for home in far if _is_named(home, answer.text)]


def _homes(stage: Stage) -> list[Any]:
    return [stage.world.home(OURS), stage.world.home(THEIRS)]


def _is_named(home: Any, text: str) -> bool:
    return any(sign in text for sign in _signs(home))


@cache
def _signs(home: Any) -> tuple[str, ...]:
    """What gives a home away in a text: the name, in full or masked, the address, the number."""
    person = home.members.get()
    return person.name, f"{person.name[0]}*{person.name[-1]}", home.address, person.phone


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.subject and name in URLS])
def test_refused_looks_like_missing(stage: Stage, name: str) -> None:
    arguments = PLACES[name].arguments(stage.world, OURS)  # type: ignore[misc]
    nothing = {key: NOTHING[UUID if isinstance(value, UUID) else type(value)]() for key, value in arguments.items()}
    for who, dong in (("outsider", OURS), ("officer", THEIRS)) if PLACES[name].in_both else (("outsider", OURS),):
        refused, missing = stage.ask(who, name, dong), stage.ask(who, name, dong, **nothing)
        assert refused.response.status_code == missing.response.status_code == 404
        assert refused.plain == missing.plain
        assert [(row.kind, row.act) for row in refused.rows] == [(row.kind, row.act) for row in missing.rows]


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.what and name in URLS])
def test_without_a_login_every_page_is_the_sign_in_page(stage: Stage, name: str) -> None:
    place = PLACES[name]
    arguments = place.arguments(stage.world, OURS) if place.arguments else {}
    method = "get" if "GET" in methods_of(name) else "post"
    response = getattr(Client(), method)(reverse(name, kwargs=arguments))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_without_a_pledge_no_personal_page_opens(stage: Stage) -> None:
    with transaction.atomic():
        Pledge.objects.filter(user=stage.world.cast.user("officer")).delete()
        answers = {name: stage.ask("officer", name, OURS) for name, place in PLACES.items() if place.what}
        transaction.set_rollback(True)
    to_pledge = {
        name
        for name, answer in answers.items()
        if answer.response.status_code == 302 and answer.response.headers["Location"] == reverse("accounts:pledge")
    }
    assert to_pledge == {name for name, place in PLACES.items() if place.what and place.what not in oracle.NAMELESS}
    assert all([row.kind for row in answers[name].rows] == ["refused"] for name in to_pledge)


def test_no_method_but_the_declared_ones(stage: Stage) -> None:
    for name, place in PLACES.items():
        if not place.what:
            continue
        arguments = place.arguments(stage.world, OURS) if place.arguments else {}
        for method in ("delete", *({"post", "get"} - {one.lower() for one in methods_of(name)})):
            with transaction.atomic():
                response = getattr(stage.browsers["officer"], method)(reverse(name, kwargs=arguments))
                transaction.set_rollback(True)
            assert response.status_code == 405, (name, method)
