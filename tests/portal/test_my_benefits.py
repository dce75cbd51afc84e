"""나의 복지 찾기: answers travel in the page, nothing is kept, every answer can be corrected."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from lxml import html

from bokjihub.audit.models import Entry
from bokjihub.benefits.models import StatedFact
from bokjihub.benefits.queries import finder
from bokjihub.benefits.queries.asking import as_fact
from bokjihub.portal import throttle
from bokjihub.portal.models import Try
from tests.cast import Cast

HERE = "/portal/benefits/"
KNOWN = [
    "가구원수=1", "나이~0=78", "점유형태=임차", "월차임=250000", "보증금=5000000", "임차보증금=5000000", "주거용재산=0",
    "일반재산=0", "금융재산=1200000", "자동차=0", "부채=0", "재산소득=0", "공적이전소득=349700", "사적이전소득=0",
    "가구특성_지출=0", "부양의무자_있음=아니오", "근로소득~0=0", "사업소득~0=0", "장애인~0=아니오",
]  # fmt: skip


def page_of(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def words_of(response: Any) -> str:
    return " ".join(page_of(response).text_content().split())


def asked(response: Any) -> str:
    return str(page_of(response).xpath("//input[@name='asked']/@value")[0])


def carried(response: Any) -> list[str]:
    return [str(one) for one in page_of(response).xpath("//input[@name='a']/@value")]


def press(client: Client, before: Any, **given: str) -> Any:
    """Press a button of a page: everything the form carries goes with it."""
    return client.post(HERE, {"a": carried(before), "asked": asked(before), **given})


@pytest.mark.slow
def test_a_resident_is_asked_who_lives_there_first_and_nothing_is_kept(cast: Cast, client: Client) -> None:
    entries = Entry.objects.count()
    first = client.get(HERE)
    assert asked(first) == "가구원수"
    assert "어디에도 저장하지 않습니다" in words_of(first)
    second = press(client, first, value="2")
    assert (asked(second), carried(second)) == ("나이~0", ["가구원수=2"])
    third = press(client, second, value="78")
    assert asked(third) == "나이~1"
    assert "함께 사는 분 2" in words_of(third)
    fourth = press(client, third, unknown="1")
    assert carried(fourth) == ["가구원수=2", "나이~0=78", "나이~1=?"]
    assert "지금까지: 받으실 수 있는 것" in words_of(fourth)
    assert set(client.cookies) <= {"csrf"}
    assert (Session.objects.count(), StatedFact.objects.count(), Entry.objects.count()) == (0, 0, entries)
    assert fourth["Cache-Control"].startswith("max-age=0")


@pytest.mark.slow
def test_going_back_loses_nothing_and_shows_the_earlier_answer(cast: Cast, client: Client) -> None:
    page = client.post(HERE, {"a": ["가구원수=1", "나이~0=78"]})
    back = press(client, page, back="1")
    assert asked(back) == "나이~0"
    assert page_of(back).xpath("//input[@name='value']/@value") == ["78"]
    further = press(client, back, back="1")
    assert asked(further) == "가구원수"
    assert carried(further) == ["가구원수=1", "나이~0=78"]


@pytest.mark.slow
def test_any_answer_is_corrected_and_people_who_are_gone_take_theirs_along(cast: Cast, client: Client) -> None:
    page = client.post(HERE, {"a": ["가구원수=3", "나이~0=40", "나이~1=8", "나이~2=3"]})
    edit = press(client, page, edit="가구원수")
    assert asked(edit) == "가구원수"
    mended = press(client, edit, value="2")
    assert carried(mended) == ["가구원수=2", "나이~0=40", "나이~1=8"]


@pytest.mark.slow
def test_the_result_says_how_much_where_and_what_to_bring(cast: Cast, client: Client) -> None:
    response = client.post(HERE, {"a": KNOWN, "result": "1"})
    words = words_of(response)
    # 820,556 (32 % of the median of one, 2026) less 349,700, rounded up to 10 won
    assert "생계급여 470,860원/월" in words
    assert "신분증, 통장 사본" in words
    assert "결정은 신청하신 뒤" in words
    assert "이어서 답하기" in words
    paper = client.post(HERE, {"a": KNOWN, "paper": "1"})
    assert "생계급여" in words_of(paper)
    assert "129" in words_of(paper)


def test_what_cannot_be_read_is_said_at_the_question_and_kept_out(cast: Cast, client: Client) -> None:
    response = client.post(HERE, {"asked": "가구원수", "value": "많아요"})
    assert response.status_code == 422
    assert carried(response) == []
    assert page_of(response).xpath("//input[@name='value']/@value") == ["많아요"]
    empty = client.post(HERE, {"asked": "가구원수", "value": ""})
    assert "모르겠어요" in words_of(empty)


def test_invented_answers_in_the_form_are_left_out() -> None:
    told = finder.read(
        ["가구원수=2", "가구원수=5", "없는것=1", "나이~7=30", "나이~1=백", "월차임=-5", "x" * 500, "나이~0=30"]
    )
    assert told.lines == ["가구원수=2", "나이~0=30"]
    assert len(finder.read([f"나이~{n}=30" for n in range(500)]).lines) <= finder.MOST_ANSWERS


def test_contradictory_answers_are_refused_in_words() -> None:
    before = finder.read(["가구원수=1"])
    after, fault = finder.answered(before, ("배우자", 0), "본인")
    assert "본인의 배우자" in fault
    assert after == before
    assert finder.read(["가구원수=1", "배우자~0=본인"]) == before


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("월차임", "25만", "250000"),
        ("월차임", "스물다섯", "스물다섯"),
        ("출생일", "1950. 3. 2.", "1950-03-02"),
        ("출생일", "1950년 3월 2일", "1950-03-02"),
        ("출생일", "19500302", "1950-03-02"),
        ("점유형태", " 임차 ", "임차"),
    ],
)
def test_answers_are_read_as_people_write_them(name: str, typed: str, read: str) -> None:
    assert as_fact(name, typed) == read


def test_one_address_can_use_it_often_but_not_without_end(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.MOST, "benefits", 1)
    assert client.post(HERE, {"asked": "가구원수", "value": ""}).status_code == 422
    paused = client.post(HERE, {"asked": "가구원수", "value": ""})
    assert paused.status_code == 429
    assert "129" in words_of(paused)
    assert Try.objects.filter(form="benefits").count() == 2
