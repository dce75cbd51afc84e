"""나의 복지 찾기: answers travel in the page, nothing is kept, every answer can be corrected."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from lxml import html

from bokjihub.audit.models import Entry
from bokjihub.benefits.models import StatedFact
from bokjihub.benefits.queries import finder
from bokjihub.benefits.queries.asking import as_fact, key_text, next_ask
from bokjihub.benefits.queries.assumed import assumed
from bokjihub.engines.benefits import api
from bokjihub.portal import throttle
from bokjihub.portal.models import Try
from tests.cast import Cast

HERE = "/portal/benefits/"
ON = dt.date(2026, 11, 23)
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
    assert "함께 사는 분 만 나이가" in words_of(third)
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
    assert "모른다고 하신 것" not in words_of(paper)
    paper = client.post(HERE, {"a": [*KNOWN, "차상위=?"], "paper": "1"})
    assert words_of(paper).partition("모른다고 하신 것")[2].split()[:2] == ["차상위계층", "확인"]


@pytest.mark.parametrize("typed", ["1948. 3. 2.", "19480302", "1948-03-02"])
def test_a_day_of_birth_answers_the_question_of_the_age(cast: Cast, client: Client, typed: str) -> None:
    page = press(client, client.post(HERE, {"a": ["가구원수=2"]}), value=typed)
    assert (carried(page), asked(page)) == (["가구원수=2", "출생일~0=1948-03-02"], "나이~1")
    corrected = press(client, client.post(HERE, {"a": ["가구원수=2", "나이~0=70"], "asked": "나이~0"}), edit="나이~0")
    assert carried(press(client, corrected, value=typed)) == ["가구원수=2", "출생일~0=1948-03-02"]


def test_a_child_told_by_its_day_of_birth_is_asked_no_wage(cast: Cast, client: Client) -> None:
    told = ["가구원수=2", "출생일~0=1990-01-01", "출생일~1=2020-01-01"]
    found = finder.find(finder.read(told, ON), {}, ON)
    assert not [one for one in found.columns.unknown for fact in one.asks if (fact.name, fact.who) == ("근로소득", 1)]


@pytest.mark.parametrize(
    ("asking", "typed", "said"),
    [
        ("나이~0", "칠십", "나이를 숫자로 적어 주세요(예: 70). 생년월일로 적으셔도 됩니다"),
        ("나이~0", "1955", "나이를 숫자로 적어 주세요(예: 70)"),
        ("출생일~0", "어제", "‘어제’를 날짜로 읽지 못했습니다. 1950. 3. 2.처럼"),
        ("가구원수", "40", "1에서 20 사이의 숫자로"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_residents_words(
    cast: Cast, client: Client, asking: str, typed: str, said: str
) -> None:
    response = client.post(HERE, {"a": ["가구원수=1"], "asked": asking, "value": typed})
    assert response.status_code == 422
    assert said in words_of(response)


def test_a_marriage_with_somebody_who_is_gone_is_dropped(cast: Cast, client: Client) -> None:
    told = finder.read(["가구원수=3", "배우자~0=함께 사는 분 2"], ON)
    assert told.value_of(("배우자", 0)) == "함께 사는 분 2"
    assert told.with_answer(("가구원수", None), "2").keys == ["가구원수"]


def asks(*told: str) -> set[str]:
    """Every fact something still waits for."""
    found = finder.find(finder.read(told, ON), {}, ON, ask=False)
    return {fact.name for one in found.columns.unknown for fact in one.asks}


def test_how_the_home_is_held_settles_what_would_contradict_it() -> None:
    told = ("가구원수=1", "나이~0=78")
    assert {"주거용재산", "임차보증금"} <= asks(*told)
    assert "임차보증금" not in asks(*told, "점유형태=자가")
    assert "주거용재산" in asks(*told, "점유형태=자가")
    assert "주거용재산" not in asks(*told, "점유형태=임차")
    assert "임차보증금" in asks(*told, "점유형태=임차")


@pytest.mark.parametrize(("told", "same"), [("임차보증금", "보증금"), ("보증금", "임차보증금")])
def test_the_one_deposit_of_a_rented_home_is_asked_once(told: str, same: str) -> None:
    home = ("가구원수=1", "나이~0=78", "점유형태=임차")
    assert {told, same} <= asks(*home)
    assert not {told, same} & asks(*home, f"{told}=5000000")
    assert same in asks("가구원수=1", "나이~0=78", f"{told}=5000000")  # not said to be rented


@pytest.mark.parametrize(
    ("age", "settled"),
    [
        (4, {"학교급", "기초연금_수급중"}),
        (2, {"학교급", "유치원", "기초연금_수급중"}),
        (5, {"기초연금_수급중"}),
        (12, {"기초연금_수급중"}),
        (13, {"어린이집", "기초연금_수급중"}),
        (64, {"어린이집", "기초연금_수급중"}),
        (65, {"어린이집"}),
    ],
)
def test_what_the_law_leaves_nobody_of_an_age_is_not_asked(age: int, settled: set[str]) -> None:
    looked_at = {"학교급", "유치원", "어린이집", "기초연금_수급중"}
    assert {name for name in looked_at if name in assumed(age)} == settled
    assert not settled & asks("가구원수=1", f"나이~0={age}")


def _asked_of(
    monkeypatch: pytest.MonkeyPatch, age: int, *keys: tuple[str, int | None], skipped: set[str]
) -> str | None:
    """The fact that is asked of somebody of that age when these are open, the most useful first."""
    monkeypatch.setattr(api, "questions", lambda *_, **__: [api.Question(*key, "", "", 1, ()) for key in keys])
    home, _ = api.read({"나이": age})
    found = next_ask(home, api.Screening(ON, ()), [("본인", "본인")], skipped=skipped)
    return found.fact if found else None


@pytest.mark.parametrize(
    ("fact", "who", "skipped", "is_asked"),
    [
        ("부양의무자_연소득", None, {"부양의무자_있음"}, False),
        ("부양의무자_연소득", None, {"자동차"}, True),
        ("중증장애인", 0, {"장애인~0"}, False),
    ],
)
def test_who_does_not_know_of_something_is_not_asked_more_about_it(
    monkeypatch: pytest.MonkeyPatch, fact: str, who: int | None, skipped: set[str], is_asked: bool
) -> None:
    assert (_asked_of(monkeypatch, 40, (fact, who), skipped=skipped) == fact) is is_asked


@pytest.mark.parametrize(
    ("fact", "odd", "plain"),
    [
        ("학교급", 78, 17),
        ("노인성질병", 1, 60),
        ("집안일_어려움", 3, 50),
        ("심리상담_필요", 5, 6),
        ("일상생활_어려움", 7, 90),
    ],
)
def test_what_sounds_odd_at_an_age_is_asked_last(
    monkeypatch: pytest.MonkeyPatch, fact: str, odd: int, plain: int
) -> None:
    both = ((fact, 0), ("부채", None))
    assert _asked_of(monkeypatch, plain, *both, skipped=set()) == fact
    assert _asked_of(monkeypatch, odd, *both, skipped=set()) == "부채"
    assert _asked_of(monkeypatch, odd, *both, skipped={"부채"}) == fact


def test_nobody_is_one_press_where_people_are_counted() -> None:
    ask = finder.find(finder.read(["가구원수=1", "나이~0=30"], ON), {}, ON, first=("출생아수", None)).ask
    assert ask is not None
    assert [(one.label, one.value) for one in ask.choices] == [("없음(0명)", "0")]


@pytest.mark.slow
def test_emergency_aid_is_not_added_to_the_help_it_excludes() -> None:
    found = finder.find(
        finder.read([*KNOWN, "위기사유=예", "생계급여_수급중=아니오"], ON),
        {"기초생활_지역": "그외", "긴급복지_지역": "중소도시"},
        ON,
    )
    by_name = {one.name: one.result.won_low for one in found.columns.missed if one.is_monthly}
    assert "긴급복지(생계지원)" in by_name
    regular = sum(won for name, won in by_name.items() if not name.startswith("긴급복지"))
    assert (found.columns.monthly_won, found.columns.emergency_won) == (regular, sum(by_name.values()) - regular)


@pytest.mark.slow
def test_the_kinds_of_emergency_aid_are_told_in_one_line_and_listed_below_it(cast: Cast, client: Client) -> None:
    page = page_of(client.post(HERE, {"a": ["가구원수=1", "나이~0=74"], "result": "1"}))
    lines = page.xpath("//ul[@class='found-open']/li")
    names = [" ".join(line.xpath("./b")[0].text_content().split()) for line in lines]
    together = lines[names.index("? 긴급복지")]
    kinds = [kind.text_content() for kind in together.xpath(".//details//li")]
    assert len(names) == len(set(names))
    assert together.xpath("./span")[0].text_content() == f"{len(kinds)}가지"
    assert any("긴급복지(생계지원)" in kind and "783,000원" in kind for kind in kinds)
    assert not [name for name in names if name.startswith("? 긴급복지(")]
    assert "? 주거급여(임차)" in names


def test_of_two_that_are_both_open_nothing_is_said_together(cast: Cast, client: Client) -> None:
    nothing_known = client.post(HERE, {"a": ["가구원수=2", "나이~0=?", "나이~1=?"], "result": "1"})
    assert "함께 받을 때 살필 것" not in words_of(nothing_known)


def test_what_cannot_be_read_is_said_at_the_question_and_kept_out(cast: Cast, client: Client) -> None:
    response = client.post(HERE, {"asked": "가구원수", "value": "많아요"})
    assert response.status_code == 422
    assert carried(response) == []
    assert page_of(response).xpath("//input[@name='value']/@value") == ["많아요"]
    empty = client.post(HERE, {"asked": "가구원수", "value": ""})
    assert "모르겠어요" in words_of(empty)


def test_invented_answers_in_the_form_are_left_out() -> None:
    told = finder.read(
        ["가구원수=2", "가구원수=5", "없는것=1", "나이~7=30", "나이~1=백", "월차임=-5", "x" * 500, "나이~0=30"], ON
    )
    assert told.lines == ["가구원수=2", "나이~0=30"]
    assert len(finder.read([f"나이~{n}=30" for n in range(500)], ON).lines) <= finder.MOST_ANSWERS


def test_contradictory_answers_are_refused_in_words() -> None:
    before = finder.read(["가구원수=1"], ON)
    after, fault = finder.answered(before, ("배우자", 0), "본인", ON)
    assert fault is not None
    assert "본인의 배우자" in fault.words
    assert after == before
    assert finder.read(["가구원수=1", "배우자~0=본인"], ON) == before


@pytest.mark.slow
def test_two_answers_that_exclude_each_other_are_named_with_both_values_and_either_can_be_mended(
    cast: Cast, client: Client
) -> None:
    refused = client.post(HERE, {"a": ["가구원수=1", "나이~0=78", "점유형태=자가"], "asked": "월차임", "value": "25만"})
    assert refused.status_code == 422
    fault = page_of(refused).xpath("//*[@id='answer_error']")[0].text_content()
    assert "집세(월세): 25만원/월" in fault
    assert "사는 집: 우리 집이에요" in fault
    assert "월차임" not in fault
    assert carried(refused) == ["가구원수=1", "나이~0=78", "점유형태=자가"]
    mend = page_of(refused).xpath("//button[@name='edit' and @value='점유형태']")
    assert mend[0].text_content() == "앞의 답 고치기: 사는 집"
    assert asked(press(client, refused, edit="점유형태")) == "점유형태"


def test_somebody_known_to_be_not_yet_born_is_refused_on_the_day() -> None:
    before = finder.read(["가구원수=1"], ON)
    _, fault = finder.answered(before, ("출생일", 0), "2031. 1. 1.", ON)
    assert fault is not None
    assert "기준일" in fault.words


@pytest.mark.slow
def test_an_amount_known_roughly_is_taken_as_a_range_and_decides_what_holds_for_all_of_it(
    cast: Cast, client: Client
) -> None:
    rough = [one for one in KNOWN if not one.startswith("공적이전소득")]
    answered = client.post(HERE, {"a": rough, "asked": "공적이전소득", "low": "30만", "high": "60만"})
    assert "공적이전소득=300000~600000" in carried(answered)
    words = words_of(client.post(HERE, {"a": carried(answered), "result": "1"}))
    # 820,556 less 300,000 and less 600,000, each rounded up to 10 won
    assert "생계급여 최대 520,560원/월" in words
    assert "달마다 약 432,560원" in words  # 220,560 at least, and the rent of 212,000
    assert "30만원에서 60만원 사이/월" in words
    only_above = client.post(HERE, {"a": rough, "asked": "공적이전소득", "low": "30만", "high": ""})
    assert only_above.status_code == 422


def test_about_so_much_is_asked_for_as_a_range_and_not_guessed(cast: Cast, client: Client) -> None:
    response = client.post(HERE, {"a": ["가구원수=1"], "asked": "금융재산", "value": "100만 원쯤"})
    assert response.status_code == 422
    assert "80~120만처럼 사이로" in words_of(response)


@pytest.mark.slow
def test_the_result_says_how_it_was_worked_out_what_would_turn_a_no_and_explains_its_words(
    cast: Cast, client: Client
) -> None:
    well_off = [one for one in KNOWN if not one.startswith("공적이전소득")] + ["공적이전소득=950000"]
    page = page_of(client.post(HERE, {"a": well_off, "result": "1"}))
    no = next(li for li in page.xpath("//ul[@class='found-no']/li") if "생계급여" in li.text_content())
    assert "나라에서 받는 돈(국민연금 등) 820,556원 이하(지금 950,000원)" in no.text_content()
    assert "이면 받으실 수 있습니다." in no.text_content()
    assert "빚" not in no.text_content()
    steps = [" ".join(li.text_content().split()) for li in page.xpath("//ol[@class='told-steps']/li")]
    total = next(one for one in steps if one.startswith("기초생활 소득인정액 950,000원"))
    assert "기초생활 소득평가액 950,000원에서 셈했습니다." in total
    assert "국민기초생활 보장법 제2조제9호, 2026. 1. 1. 기준" in total
    assert "버시는 돈에, 가지신 집·땅·예금을 다달이 버는 돈처럼 바꾸어 더한 금액" in page.text_content()


@pytest.mark.slow
def test_nobody_is_asked_what_a_small_child_earns(cast: Cast, client: Client) -> None:
    mother = [
        "가구원수=2",
        "나이~0=31",
        "나이~1=4",
        *(one for one in KNOWN if not one.startswith(("가구원수", "나이"))),
    ]
    words = words_of(client.post(HERE, {"a": mother, "result": "1"}))
    # 1,343,773 (32 % of the median of two, 2026) less 349,700, rounded up to 10 won
    assert "생계급여 994,080원/월" in words


@pytest.mark.slow
def test_what_the_home_told_is_offered_for_the_couple_instead_of_counting_again(cast: Cast, client: Client) -> None:
    page = page_of(client.post(HERE, {"a": KNOWN, "edit": "부부_일반재산~0"}))
    same = page.xpath("//button[@name='ready']")[0]
    assert (same.get("value"), same.text_content()) == ("4750000", "앞서 답하신 대로 475만원")  # 95 % of the deposit
    lodger = [one for one in KNOWN if not one.startswith("가구원수")] + ["가구원수=2"]
    page = page_of(client.post(HERE, {"a": lodger, "edit": "부부_일반재산~0"}))
    assert [one.get("value") for one in page.xpath("//button[@name='ready']")] == ["0"]


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("월차임", "25만", "250000"),
        ("월차임", "스물다섯", "스물다섯"),
        ("공적이전소득", "대략 80~120만 원", "800000~1200000"),
        ("공적이전소득", "80만 원에서 120만 원 사이", "800000~1200000"),
        ("금융재산", "2천~3천만원", "20000000~30000000"),
        ("금융재산", "5천만~1억", "50000000~100000000"),
        ("금융재산", "50만 원 이하", "0~500000"),
        ("금융재산", "약 30만", "300000"),
        ("금융재산", "100만 원쯤", "100만 원쯤"),
        ("금융재산", "~", "~"),
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


def test_an_answer_that_excludes_what_an_age_says_is_refused_and_names_only_what_was_said() -> None:
    on = dt.date(2026, 11, 23)
    told = finder.read(["가구원수=1", f"{key_text((finder.AGE, 0))}=14"], on)
    assert len(told.answers) == 2
    after, fault = finder.answered(told, ("상시근로소득", 0), "500000", on)
    assert after == told
    assert fault is not None
    assert fault.others == ()
