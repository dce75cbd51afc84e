"""봉사자 방문카드: only the listed fields, only its visit, only its day (R36, R38). Canaries stand in every other field."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.discovery.models import ContactAttempt, Signal, WorkItem
from bokjihub.people.actions import record_consent, withdraw_consent, write_safety_note
from bokjihub.people.models import Consent, Household
from bokjihub.visits.actions import record
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.card import given_name
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned, tomorrow

pytestmark = pytest.mark.django_db
CARD = "field:card"


def today() -> dt.date:
    return timezone.localdate()


def agree(cast: Cast, household: Household) -> Consent:
    actor = cast.actor("officer")
    with acting_as(actor):
        return record_consent(
            household=household,
            purpose=Consent.Purpose.VOLUNTEER,
            items=["이름", "주소"],
            given_by="본인",
            method=Consent.Method.SPOKEN,
            given_on=today() - dt.timedelta(days=1),
            expires_on=today() + dt.timedelta(days=30),
            recipient="좋은이웃들 봉사단",
            by=actor,
        )


def page(browse: Any, who: str = "volunteer") -> str:
    return str(browse(who).get(reverse(CARD)).content.decode())


def home_full_of_canaries(cast: Cast) -> Household:
    """A home in which every field a neighbour must not see holds a word that is easy to find."""
    household = home(cast, name="박병순", registered_address="카나리아주민등록지", pinned_line="카나리아고정줄")
    household.members.update(note="카나리아도움말", benefit_status=["카나리아급여"])
    item = WorkItem.objects.create(
        household=household, area=household.area, number="카나리아번호", owner=cast.posts["officer"], opened_on=today()
    )
    Signal.objects.create(
        work_item=item,
        household=household,
        area=household.area,
        channel="UTILITY",
        indicators=["카나리아단전"],
        received_at=timezone.now(),
        place="카나리아곳",
        words="카나리아신고",
        receipt="카나리아접수",
    )
    ContactAttempt.objects.create(
        work_item=item,
        household=household,
        area=household.area,
        at=timezone.now(),
        way="phone",
        result="spoke",
        words="카나리아통화",
        made_by=cast.user("officer").id,
        made_label="카나리아적은이",
    )
    Visit.objects.filter(id=met_before(cast, household).id).update(words="카나리아지난말씀", observation="카나리아본것")
    return household


def test_the_card_shows_what_the_walker_needs_and_no_canary(cast: Cast, browse: Any) -> None:
    household = home_full_of_canaries(cast)
    Household.objects.filter(id=household.id).update(door_hint="귀가 어두우심, 크게 천천히")
    agree(cast, household)
    with acting_as(cast.actor("officer")):
        write_safety_note(
            household=household, words="마당에 개가 있음", evidence="카나리아근거", on=today(), by=cast.actor("officer")
        )
    planned(cast, household, on=today(), along=("volunteer",), purpose="카나리아왜", take_along="동의서")
    shown = page(browse)
    for wanted in (
        "병순 어르신 댁",
        household.address,
        "10:00",
        "김서연",
        "동의서",
        "귀가 어두우심",
        "마당에 개가 있음",
    ):
        assert wanted in shown
    assert "카나리아" not in shown
    assert "박병순" not in shown
    assert household.members.get().phone not in shown
    assert not re.search(r"(?<![\w-])1948(?![0-9a-f])", shown)  # inside an id it may stand there


def test_the_card_is_of_its_day_only(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    planned(cast, household, on=tomorrow(), along=("volunteer",))
    assert household.address not in page(browse)


def test_todays_right_to_a_home_does_not_show_tomorrows_visit_there(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    planned(cast, household, on=today(), along=("volunteer",), at=dt.time(10, 0))
    planned(cast, household, on=tomorrow(), along=("volunteer",), at=dt.time(15, 20))
    shown = page(browse)
    assert shown.count(household.address) == 1
    assert shown.count("병순 어르신 댁") == 1
    assert "노암동" in shown[shown.index("함께 가기로 한 방문") :]  # tomorrow's: time and dong


def test_the_card_is_of_its_walker_only(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    planned(cast, household, on=today(), along=("volunteer",))
    for who in ("village_head", "member", "honorary"):
        assert household.address not in page(browse, who)


def test_the_card_is_gone_after_the_visit(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    visit = planned(cast, household, on=today(), along=("volunteer",))
    assert household.address in page(browse)
    officer = cast.actor("officer")
    with acting_as(officer):
        outcome = record.Outcome(result=Visit.Result.MET, next_on=tomorrow())
        record.record_visit(visit=visit, outcome=outcome, by=officer)
    assert household.address not in page(browse)


def test_a_withdrawn_consent_takes_the_card_away_at_once(cast: Cast, browse: Any) -> None:
    household = home(cast)
    consent = agree(cast, household)
    planned(cast, household, on=today(), along=("volunteer",))
    with acting_as(cast.actor("officer")):
        withdraw_consent(consent=consent, on=today(), by=cast.actor("officer"))
    shown = page(browse)
    assert household.address not in shown
    assert "보여 드리지 않는 방문 1곳" in shown


def test_the_walker_reaches_no_other_page_of_the_home(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    visit = planned(cast, household, on=today(), along=("volunteer",))
    volunteer = browse("volunteer")
    for where in (reverse("visits:visit", args=[visit.id]), reverse("visits:plan_visit", args=[household.id])):
        assert volunteer.get(where).status_code == 404


@pytest.mark.parametrize(
    ("name", "given"),
    [("박병순", "병순"), ("남궁민수", "민수"), ("한솔", "솔"), ("제갈량", "량"), ("Nguyen Thi Lan", "Lan")],
)
def test_the_given_name(name: str, given: str) -> None:
    assert given_name(name) == given
