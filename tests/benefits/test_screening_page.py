"""V23 as its user meets it: one press answers, ‘모름’ moves on, a correction replaces, names stay masked."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.benefits.actions import facts as actions
from bokjihub.benefits.models import Application, StatedFact
from bokjihub.benefits.queries.asking import ask_of, key_of, key_text
from bokjihub.benefits.queries.facts import prepare, town_facts
from bokjihub.benefits.queries.screening import columns_of
from bokjihub.benefits.queries.ways import way_of
from bokjihub.engines.benefits import api
from bokjihub.people.actions import NewPerson, add_person, register_household
from bokjihub.people.models import Household
from tests.cast import Cast

ON = dt.date(2026, 11, 23)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def home(cast: Cast) -> Household:
    actor = cast.actor("officer")
    with acting_as(actor):
        home = register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 12",
            head=NewPerson(name="박영순", birth_on=dt.date(1948, 5, 2)),
            by=actor,
        )
        person = home.members.get()
        known = {
            "월차임": "250000", "보증금": "5000000", "임차보증금": "5000000", "주거용재산": "0", "일반재산": "0",
            "금융재산": "1200000", "자동차": "0", "부채": "0", "재산소득": "0", "공적이전소득": "349700",
            "사적이전소득": "0", "가구특성_지출": "0", "부양의무자_있음": "아니오",
        }  # fmt: skip
        for name, value in known.items():
            actions.state_fact(household=home, name=name, value=value, on=ON, by=actor)
        for name, value in {"근로소득": "0", "사업소득": "0", "장애인": "아니오"}.items():
            actions.state_fact(household=home, name=name, value=value, person=person, on=ON, by=actor)
        assign(subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, post_id=cast.posts["officer"].id, by=actor)
    return home


def _text(response: Any) -> str:
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def test_a_chosen_question_stands_on_top_with_its_ready_answers(home: Household, browse: Any) -> None:
    page = html.fromstring(browse("officer").get(f"/benefits/{home.id}/?ask=점유형태").content.decode())
    form = page.xpath("//form[contains(@class, 'question-answers')]")[0]
    assert [button.get("value") for button in form.xpath(".//button[@name='value']")] == ["임차", "자가", "그밖"]
    assert [button.get("data-number-key") for button in form.xpath(".//button")] == ["1", "2", "3", "4"]
    assert form.xpath(".//button[@name='unknown']")[0].text_content().split() == ["모름", "4"]


@pytest.mark.slow
def test_an_answer_swaps_the_board_and_says_what_became_of_it(home: Household, browse: Any) -> None:
    answer = {"fact": "점유형태", "who": "", "value": "임차", "source": "said", "asked": "점유형태"}
    response = browse("officer").post(f"/benefits/{home.id}/", answer, headers=HTMX)
    assert response.status_code == 200
    said = json.loads(response["HX-Trigger"])["bokji:say"]["text"]
    assert "주거급여(임차)가 ‘받을 수 있음’이 되었습니다." in said
    words = _text(response)
    assert words.startswith("다음에 여쭐 것")  # the board alone, not the page around it
    assert "주거급여(임차) 바뀜" in words
    assert StatedFact.objects.get(household=home, name="점유형태").value == "임차"


@pytest.mark.slow
def test_not_knowing_writes_nothing_and_moves_on(home: Household, browse: Any) -> None:
    before = StatedFact.objects.filter(household=home).count()
    answer = {"fact": "점유형태", "who": "", "asked": "점유형태", "unknown": "1", "source": "said"}
    response = browse("officer").post(f"/benefits/{home.id}/", answer)
    assert response["Location"].endswith("?skip=%EC%A0%90%EC%9C%A0%ED%98%95%ED%83%9C")
    page = html.fromstring(browse("officer").get(response["Location"]).content.decode())
    assert page.xpath("//form[contains(@class, 'question-answers')]/input[@name='asked']/@value") != ["점유형태"]
    assert StatedFact.objects.filter(household=home).count() == before


def test_none_beside_a_typed_field_is_zero_won(home: Household, browse: Any) -> None:
    answer = {"fact": "월차임", "who": "", "value": "", "ready": "0", "source": "said", "asked": "월차임"}
    assert browse("officer").post(f"/benefits/{home.id}/", answer).status_code == 302
    assert StatedFact.objects.get(household=home, name="월차임").value == "0"


def test_a_corrected_fact_replaces_the_record_with_its_source(cast: Cast, home: Household, browse: Any) -> None:
    person = home.members.get()
    answer = {"fact": "출생일", "who": str(person.id), "value": "1950-05-02", "source": "paper"}
    assert browse("officer").post(f"/benefits/{home.id}/", answer).status_code == 302
    with acting_as(cast.actor("officer")):
        born = [fact for fact in prepare(home.id).known if fact.name == "출생일"]
    assert [(fact.value, fact.source, fact.shown) for fact in born] == [("1950-05-02", "서류", "1950. 5. 2.")]


def test_a_value_that_cannot_be_read_stays_at_the_field(home: Household, browse: Any) -> None:
    answer = {"fact": "월차임", "who": "", "value": "스물다섯", "source": "said", "asked": "월차임"}
    response = browse("officer").post(f"/benefits/{home.id}/", answer)
    assert response.status_code == 422
    assert "스물다섯" in _text(response)
    assert StatedFact.objects.get(household=home, name="월차임").value == "250000"


@pytest.mark.slow
def test_names_are_masked_in_every_sentence_and_the_leaflet_speaks_to_the_person(home: Household, browse: Any) -> None:
    page = browse("officer").get(f"/benefits/{home.id}/").content.decode()
    assert "박영순" not in page
    assert "박*순" in page
    leaflet = _text(browse("officer").get(f"/benefits/{home.id}/leaflet/"))
    assert "박영순 님께" in leaflet
    assert "생계급여" in leaflet
    assert "해당 없" not in leaflet


def test_a_small_child_earns_nothing_unless_somebody_says_so(cast: Cast) -> None:
    actor = cast.actor("officer")
    with acting_as(actor):
        home = register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 14",
            head=NewPerson(name="한지우", birth_on=dt.date(1995, 5, 2)),
            by=actor,
        )
        child = add_person(
            household=home, person=NewPerson(name="한하늘", relation="자녀", birth_on=dt.date(2022, 3, 1)), by=actor
        )
        known = {(fact.name, fact.person): fact for fact in prepare(home.id).known}
        assert known["근로소득", "한하늘"].value == "0"
        assert known["근로소득", "한하늘"].source == "나이로 미루어"
        assert ("근로소득", "한지우") not in known
        actions.state_fact(household=home, name="근로소득", value="300000", person=child, on=ON, by=actor)
        known = {(fact.name, fact.person): fact for fact in prepare(home.id).known}
        assert (known["근로소득", "한하늘"].value, known["근로소득", "한하늘"].source) == ("300000", "말씀")


@pytest.mark.slow
def test_a_range_an_officer_hears_is_kept_and_shown_as_one(home: Household, browse: Any) -> None:
    heard = {"fact": "공적이전소득", "who": "", "value": "30~60만", "source": "said", "asked": "공적이전소득"}
    browse("officer").post(f"/benefits/{home.id}/", heard)
    assert StatedFact.objects.get(household=home, name="공적이전소득").value == "300000~600000"
    words = _text(browse("officer").get(f"/benefits/{home.id}/"))
    assert "30만원에서 60만원 사이/월" in words
    assert "기초생활 소득평가액 300,000~600,000원" in words
    assert "국민기초생활 보장법 제2조제9호, 2026. 1. 1. 기준" in words


def test_what_the_home_receives_is_not_missed(cast: Cast, home: Household) -> None:
    person = home.members.get()
    with acting_as(cast.actor("officer")):
        missed = columns_of(prepare(home.id), ON)
        person.benefit_status = ["기초(생계)"]
        person.save(update_fields=["benefit_status"])
        received = columns_of(prepare(home.id), ON)
    assert "생계급여" in {one.name for one in missed.missed}
    assert "생계급여" not in {one.name for one in received.missed}
    assert received.monthly_won < missed.monthly_won


@pytest.mark.slow
def test_help_with_an_application_knows_its_group(home: Household, browse: Any) -> None:
    browse("officer").post(f"/benefits/{home.id}/apply/", {"benefit": "생계급여"})
    assert Application.objects.get(household=home).group == Application.Group.BASIC
    assert "신청 따라가기" in _text(browse("officer").get("/benefits/applications/"))
    assert _text(browse("officer").get("/benefits/applications/?turn=decided")).count("박*순") == 0


def test_questions_travel_by_name_and_place() -> None:
    assert key_of(key_text(("근로소득", 1))) == ("근로소득", 1)
    assert key_of("없는_사실") is None
    assert key_of("근로소득~둘") is None
    assert ask_of(("근로소득", 3), [("a", "박*순")]) is None
    spouse = ask_of(("배우자", 0), [("a", "박*순"), ("b", "김*수")])
    assert spouse is not None
    assert [(one.label, one.value) for one in spouse.choices] == [("김*수", "b"), ("없음", "없음")]


@pytest.mark.parametrize(
    ("province", "city", "basic", "emergency", "grade"),
    [
        ("전북특별자치도", "남원시", "그외", "중소도시", "4"),
        ("전북특별자치도", "순창군", "그외", "농어촌", "4"),
        ("인천광역시", "부평구", "광역·세종·창원", "대도시", "2"),
        ("경상남도", "창원시", "광역·세종·창원", "대도시", "3"),
        ("서울특별시", "은평구", "서울", "대도시", "1"),
        ("경기도", "양평군", "경기", "농어촌", "2"),
    ],
)
def test_each_law_has_its_own_regions(province: str, city: str, basic: str, emergency: str, grade: str) -> None:
    assert town_facts(province, city) == {"기초생활_지역": basic, "긴급복지_지역": emergency, "급지": grade}


def test_the_way_is_that_of_the_longest_beginning() -> None:
    assert way_of("주거급여(자가 수선)").name == "주거급여"
    assert way_of("장애인연금").law == "장애인연금법 제8조"
    assert way_of("긴급복지(생계지원)").application_group is None
    assert way_of("기초연금").papers[-1] == "금융정보 제공 동의서(배우자도, 창구에 있습니다)"
    assert way_of("기초연금").to_bring == "통장 사본"
    assert way_of("처음 보는 급여").papers == ("신분증",)


@dataclass(frozen=True)
class _Change:
    """As the engine says it: from what to what; `distance` is None where there is no more and less."""

    words: str
    distance: int | None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class _Effect:
    benefit: str
    won: int | None


@dataclass(frozen=True)
class _Consequence:
    sentence: str
    article: str
    effects: tuple[_Effect, ...]
    taking: str = "긴급복지(연료비)"


def test_what_would_change_a_no_and_what_one_benefit_does_to_another_stand_on_the_page(
    cast: Cast, home: Household, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(cast.actor("officer")):
        actions.state_fact(household=home, name="공적이전소득", value="950000", on=ON, by=cast.actor("officer"))
    told = {
        "생계급여": (
            _Change("공적이전소득 820,556원 이하 (지금 950,000원, 차이 129,444원)", 129_444),
            _Change("기초생활_지역: 그외 → 서울", None),
        )
    }
    effects = (_Effect("에너지바우처", -254_500), _Effect("기초연금", None))
    met = [_Consequence("긴급 연료비를 받으면 줄어듭니다.", "에너지법 제16조의3", effects)]
    monkeypatch.setattr(api, "changes", lambda situation, on, only: told, raising=False)
    monkeypatch.setattr(api, "consequences", lambda situation, on: met, raising=False)
    words = _text(browse("officer").get(f"/benefits/{home.id}/"))
    assert "달라지면 됨: 공적이전소득 820,556원 이하 (지금 950,000원, 차이 129,444원)" in words
    assert "→ 서울" not in words
    assert "긴급 연료비를 받으면 줄어듭니다. 에너지바우처 254,500원 줄어듦 (에너지법 제16조의3)" in words


def test_a_record_that_outgrew_what_was_stated_is_told_and_screened_all_the_same(
    cast: Cast, home: Household, browse: Any
) -> None:
    with acting_as(by := cast.actor("officer")):
        actions.state_fact(household=home, name="가구원수", value="1", on=ON, by=by)
        add_person(household=home, person=NewPerson(name="박하늘", birth_on=dt.date(1990, 1, 1)), by=by)
        prepared = prepare(home.id)
        assert prepared.clashes == ("가구원수는 1명인데 가구원은 2명입니다.",)
        assert "가구원수" not in prepared.situation.household
        assert prepared.situation.household["월차임"] == 250_000
    told = "적힌 것이 서로 맞지 않습니다"
    assert told in _text(browse("officer").get(f"/benefits/{home.id}/"))
    assert told in _text(browse("officer").get(f"/households/{home.id}/"))
    with acting_as(by):  # another answer is taken, and so is the one that puts it right
        actions.state_fact(household=home, name="자동차", value="1000000", on=ON, by=by)
        actions.state_fact(household=home, name="가구원수", value="2", on=ON, by=by)
        assert prepare(home.id).clashes == ()


def test_of_two_statements_that_exclude_each_other_neither_is_believed(cast: Cast, home: Household) -> None:
    with acting_as(by := cast.actor("officer")):
        person = home.members.get()
        person.benefit_status = ["기초(생계)", "차상위"]
        person.save()
        prepared = prepare(home.id)
        assert len(prepared.clashes) == 1
        assert not {"생계급여_수급중", "차상위"} & set(prepared.situation.household)
        with pytest.raises(actions.FactNotUnderstood, match="월차임"):
            actions.state_fact(household=home, name="점유형태", value="자가", on=ON, by=by)
        assert not StatedFact.objects.filter(household=home, name="점유형태").exists()
