"""Statutory clocks and limits against cases made by hand: each names its article and says in a sentence what it shows.

Days off, ends of months and amounts were worked out on paper from the calendar and the statute of the day, not by the product.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.policies import due_date, policy_on
from bokjihub.emergency import limits, rates
from bokjihub.emergency.actions.grant import Ask, ask_grant
from bokjihub.emergency.limits import CommitteeMissing, LimitReached, NoLimitKnown, Room
from bokjihub.emergency.models import EmergencyAid, Kind
from bokjihub.ui.errors import OfficerError
from tests.emergency.conftest import Office

FOLDER = Path(__file__).parent / "cases"


@cache
def cases(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def table(name: str) -> pytest.MarkDecorator:
    rows = cases(name)
    return pytest.mark.parametrize("case", rows, ids=[row["say"] for row in rows])


def test_there_are_two_hundred_cases_and_each_names_its_article_once() -> None:
    rows = [row for file in sorted(FOLDER.glob("*.yaml")) for row in cases(file.stem)]
    assert len(rows) >= 200
    assert all("법" in row["article"] and "제" in row["article"] for row in rows)
    assert len({row["say"] for row in rows}) == len(rows)


@pytest.mark.django_db
@table("deadlines")
def test_a_clock_is_due_on_the_day_of_the_law(case: dict[str, Any]) -> None:
    assert due_date(policy_on(case["policy"], case["starts"]), case["starts"]) == case["last"]


@table("extensions")
def test_an_extension_is_decided_three_days_before_the_end(case: dict[str, Any]) -> None:
    assert limits.extension_due(case["ends"]) == case["last"]


@table("periods")
def test_a_period_ends_on_the_day_of_the_law(case: dict[str, Any]) -> None:
    end_of = limits.months_end if case["unit"] == "months" else limits.quarter_end
    assert end_of(case["starts"], case["count"]) == case["last"]


@pytest.mark.django_db
@table("limits")
def test_who_may_decide_more_in_one_crisis(case: dict[str, Any]) -> None:
    committee_on = case["day"] if case["committee"] else None
    try:
        law = limits.limit_on(case["kind"], case["day"])
        room = Room("지원", "개월", case["used"], law.first, law.by_mayor, law.total, law.basis)
        step = limits.step_for(room, case["months"], committee_on).value
    except LimitReached:
        step = "too much"
    except CommitteeMissing:
        step = "ask the committee"
    except NoLimitKnown:
        step = "unknown"
    assert step == case["step"]


@table("incomes")
def test_the_income_of_the_follow_up_is_exact_to_the_won(case: dict[str, Any]) -> None:
    found = rates.income_limit(case["size"], case["day"])
    assert (found.won if found else None) == case["most"]


@pytest.mark.slow
def test_amounts_are_taken_up_to_the_last_won(office: Office) -> None:
    """Every amount asked for as the officer would, each undone again: one transaction for all of them."""
    wrong = [case["say"] for case in cases("amounts") if _is_taken(office, case) is not case["taken"]]
    assert wrong == []


def _is_taken(office: Office, case: dict[str, Any]) -> bool:
    point = transaction.savepoint()
    try:
        aid = _seen(office, case)
        wish = Ask(
            months=case.get("months", 1),
            monthly_won=case["won"],
            starts_on=case.get("starts", case["day"]),
            notice_ref=case.get("notice", ""),
            committee_on=case["day"] if case.get("months", 1) > 1 else None,
        )
        by = office.actor("emergency", case["day"])
        with acting_as(by):
            ask_grant(aid=aid, ask=wish, by=by)
    except OfficerError:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


def _seen(office: Office, case: dict[str, Any]) -> EmergencyAid:
    day: dt.date = case["day"]
    aid = office.request(day, kind=Kind(case["kind"]), detail=case.get("detail", ""), household_size=case["size"])
    return office.on_site(aid, day, household_size=case["size"])
