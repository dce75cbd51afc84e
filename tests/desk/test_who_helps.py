"""누가 도울 수 있나요: from a need of the survey, a ‘no’ of the screening and a refused application to a referral that is already begun."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.benefits.actions import facts
from bokjihub.benefits.models import Application
from bokjihub.cases.models import SurveyAnswer
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.people.models import Household
from bokjihub.resources.models import Need, ServiceLink
from tests.cast import Cast
from tests.factories import resources
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


@pytest.fixture
def surveyed(cast: Cast) -> Walk:
    path = walk(cast, timezone.localdate())
    path.request()
    path.accept()
    path.survey({"money": 3, "health": 2}, items={"money": ("arrears",)})
    return path


def test_a_need_leads_to_who_answers_it_here_and_to_a_referral_begun(surveyed: Walk, cast: Cast, browse: Any) -> None:
    bread = resources.service(cast, name="생활비 잇기", need=Need.LIVING, papers="통장 사본", waiting=2)
    far = resources.service(cast, "금동복지관", name="금동 밥상", need=Need.FOOD)
    far.areas.set([cast.dongs["금동"]])
    resources.service(cast, name="마음 상담", need=Need.MIND)
    home = surveyed.household
    answer = SurveyAnswer.objects.get(survey__case=surveyed.it, domain="money")
    officer = browse("officer")
    page = reverse("desk:who_helps", args=[home.id]) + f"?answer={answer.id}"
    assert page in officer.get(reverse("cases:case", args=[surveyed.it.id])).content.decode()
    shown = officer.get(page)
    words = text_of(shown)
    assert "생활비 잇기" in words
    assert "통장 사본" in words
    assert "자리 3 · 기다림 2명" in words
    assert "금동 밥상" not in words, "another dong's"
    assert "마음 상담" not in words, "answers another need"
    first = html.fromstring(shown.content.decode()).xpath("//button[@formaction]")[0].get("formaction")
    assert first == reverse("resources:new_link", args=[home.id]) + f"?service={bread.id}"
    begun = officer.post(first, {"prefill": "1", "reason": "경제: 밀린 요금"})
    assert begun.status_code == 200
    box = html.fromstring(begun.content.decode()).xpath("//textarea[@name='reason']")[0]
    assert box.text_content().strip() == "경제: 밀린 요금"
    assert not ServiceLink.objects.exists(), "nothing is sent by looking"
    assert "밀린 요금" in shown.content.decode()


def test_what_was_found_about_health_does_not_go_along(surveyed: Walk, browse: Any) -> None:
    answer = SurveyAnswer.objects.get(survey__case=surveyed.it, domain="health")
    page = reverse("desk:who_helps", args=[surveyed.household.id]) + f"?answer={answer.id}"
    words = html.fromstring(browse("officer").get(page).content.decode()).xpath("//textarea[@name='reason']")[0].text
    assert (words or "").strip() == "건강"


def test_the_survey_of_a_case_is_not_read_by_this_way_around(surveyed: Walk, cast: Cast, browse: Any) -> None:
    answer = SurveyAnswer.objects.get(survey__case=surveyed.it, domain="money")
    page = reverse("desk:who_helps", args=[surveyed.household.id])
    assert browse("nurse").get(page).status_code == 200
    assert browse("nurse").get(page + f"?answer={answer.id}").status_code == 404
    other = walk(cast, timezone.localdate(), name="최한호")
    wrong = reverse("desk:who_helps", args=[other.household.id]) + f"?answer={answer.id}"
    assert browse("officer").get(wrong).status_code == 404


@pytest.fixture
def refused(cast: Cast) -> Household:
    """One old person whose money in the bank stands in the way of the basic livelihood benefit."""
    actor = cast.actor("officer")
    known = {
        "월차임": "250000", "보증금": "5000000", "임차보증금": "5000000", "주거용재산": "0", "일반재산": "0",
        "금융재산": "90000000", "자동차": "0", "부채": "0", "재산소득": "0", "공적이전소득": "349700",
        "사적이전소득": "0", "가구특성_지출": "0", "부양의무자_있음": "아니오",
    }  # fmt: skip
    with acting_as(actor):
        born = NewPerson(name="박영순", birth_on=dt.date(1948, 5, 2))
        home = register_household(area=cast.dongs["노암동"], address="노암동 시묘길 12", head=born, by=actor)
        person = home.members.get()
        for name, value in known.items():
            facts.state_fact(household=home, name=name, value=value, on=actor.day, by=actor)
        for name, value in {"근로소득": "0", "사업소득": "0", "장애인": "아니오"}.items():
            facts.state_fact(household=home, name=name, value=value, person=person, on=actor.day, by=actor)
        assign(subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, post_id=cast.posts["officer"].id, by=actor)
    return home


@pytest.mark.slow
def test_a_no_of_the_screening_goes_along_with_how_far_it_is(refused: Household, cast: Cast, browse: Any) -> None:
    resources.service(cast, name="생활비 잇기", need=Need.LIVING)
    resources.service(cast, name="소득을 보는 생활비", need=Need.LIVING, is_income_tested=True)
    officer = browse("officer")
    page = reverse("desk:who_helps", args=[refused.id]) + "?refused=%EC%83%9D%EA%B3%84%EA%B8%89%EC%97%AC"
    assert page in officer.get(reverse("benefits:screening", args=[refused.id])).content.decode()
    shown = officer.get(page)
    reason = html.fromstring(shown.content.decode()).xpath("//textarea[@name='reason']")[0].text_content()
    assert reason.strip().startswith("생계급여 해당 없음: ")
    assert "원" in reason, "the amount that stands in the way"
    assert "생활비 잇기" in text_of(shown)
    assert "소득을 보는 생활비" not in text_of(shown)


def test_a_refused_application_carries_the_offices_reason(refused: Household, cast: Cast, browse: Any) -> None:
    row = Application.objects.create(
        household=refused, area=refused.area, benefit="생계급여", group="PUB_BASIC", opened_on=cast.actor("officer").day,
        turn="decided", is_granted=False, decided_on=cast.actor("officer").day, reason="소득인정액 초과 12만원",
    )  # fmt: skip
    page = reverse("desk:who_helps", args=[refused.id]) + f"?application={row.id}"
    shown = browse("officer").get(page).content.decode()
    assert "소득인정액 초과 12만원" in html.fromstring(shown).xpath("//textarea[@name='reason']")[0].text_content()
    assert (
        page.replace("&", "&amp;")
        in browse("officer").get(reverse("benefits:application", args=[row.id])).content.decode()
    )
