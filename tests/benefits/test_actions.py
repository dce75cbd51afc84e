"""What is stated settles benefits; an application is followed to its decision."""

import datetime as dt
from typing import Any

import pytest

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.benefits.actions import applications as actions
from bokjihub.benefits.actions import facts
from bokjihub.benefits.models import Application
from bokjihub.benefits.queries.screening import screening_of
from bokjihub.clocks.models import Clock
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.people.models import Household
from tests.cast import Cast

ON = dt.date(2026, 11, 23)


@pytest.fixture
def home(cast: Cast) -> Household:
    actor = cast.actor("officer")
    with acting_as(actor):
        return register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 12",
            head=NewPerson(name="박영순", birth_on=dt.date(1948, 5, 2)),
            by=actor,
        )


def test_nothing_is_promised_on_what_nobody_said(cast: Cast, home: Household) -> None:
    with acting_as(cast.actor("officer")):
        columns = screening_of(home.id, ON)
    assert "생계급여" in {one.name for one in columns.unknown}
    assert columns.ask is not None


def test_what_is_worth_settling_stands_first(cast: Cast, home: Household) -> None:
    """Somebody of 78 about whom nothing is known is asked about the monthly help first, not about what has no figure."""
    with acting_as(cast.actor("officer")):
        unknown = screening_of(home.id, ON, ask=False).unknown
    names = [one.name for one in unknown]
    assert {"생계급여", "기초연금"} <= set(names[:8])
    figures = ["원" in one.amount for one in unknown]
    assert figures == sorted(figures, reverse=True)
    assert not figures[-1]


def test_facts_of_a_first_visit_settle_the_basic_benefits(cast: Cast, home: Household) -> None:
    actor = cast.actor("officer")
    person = home.members.get()
    own = {"근로소득": "0", "사업소득": "0", "장애인": "아니오"}
    shared = {
        "가구원수": "1", "점유형태": "임차", "월차임": "250000", "보증금": "5000000", "임차보증금": "5000000",
        "주거용재산": "0", "일반재산": "0", "금융재산": "1200000", "자동차": "0", "부채": "0", "재산소득": "0",
        "공적이전소득": "349700", "사적이전소득": "0", "가구특성_지출": "0", "부양의무자_있음": "아니오",
    }  # fmt: skip
    with acting_as(actor):
        for name, value in shared.items():
            facts.state_fact(household=home, name=name, value=value, on=ON, by=actor)
        for name, value in own.items():
            facts.state_fact(household=home, name=name, value=value, person=person, on=ON, by=actor)
        columns = screening_of(home.id, ON)
    eligible = {one.name: one for one in columns.eligible}
    # 820,556 (32 % of the median of one, 2026) less 349,700, rounded up to 10 won
    assert eligible["생계급여"].result.won_low == 470_860
    assert "주거급여" in {name.split("(")[0].split("_")[0] for name in eligible}


def test_a_fact_the_engine_cannot_read_is_refused_and_not_kept(cast: Cast, home: Household) -> None:
    actor = cast.actor("officer")
    with acting_as(actor):
        with pytest.raises(facts.FactNotUnderstood):
            facts.state_fact(household=home, name="월차임", value="스물다섯", on=ON, by=actor)
        assert not home.stated_facts.exists()


def test_an_application_is_followed_until_its_decision(cast: Cast, home: Household) -> None:
    actor = cast.actor("officer")
    with acting_as(actor):
        row = actions.open_application(
            household=home, benefit="생계급여", group=Application.Group.BASIC, on=ON, by=actor
        )
        with pytest.raises(actions.AlreadyApplied):
            actions.open_application(household=home, benefit="생계급여", group=Application.Group.BASIC, on=ON, by=actor)
        actions.submit_application(application=row, on=ON, by=actor)
        clock = Clock.objects.get(subject_id=row.id, done_at__isnull=True)
        assert clock.due_on == dt.date(2026, 12, 23)
        with pytest.raises(actions.ReasonMissing):
            actions.record_decision(application=row, is_granted=False, on=ON, by=actor)
        actions.record_decision(application=row, is_granted=True, on=ON, monthly_won=470_860, by=actor)
        assert not Clock.objects.filter(subject_id=row.id, done_at__isnull=True).exists()


def test_the_page_says_the_question_and_takes_the_answer(cast: Cast, home: Household, browse: Any) -> None:
    actor = cast.actor("officer")
    with acting_as(actor):
        assign(subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, post_id=cast.posts["officer"].id, by=actor)
    client = browse("officer")
    page = client.get(f"/benefits/{home.id}/")
    assert page.status_code == 200
    assert "다음에 여쭐 것" in page.content.decode()
    answer = client.post(f"/benefits/{home.id}/", {"fact": "월차임", "who": "", "value": "250000", "source": "said"})
    assert answer.status_code == 302
    assert "25만원" in client.get(f"/benefits/{home.id}/").content.decode()


def test_an_outsider_gets_the_page_for_what_is_missing(cast: Cast, home: Household, browse: Any) -> None:
    assert browse("geum_officer").get(f"/benefits/{home.id}/").status_code == 404
