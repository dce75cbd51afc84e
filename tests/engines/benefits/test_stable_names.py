"""The names scripts may rely on: what each needs, what it may leave out and what it then means."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bokjihub.engines.benefits import api

ON = dt.date(2026, 11, 1)
SIZE = {"가구원수": 3}
NAMES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("기준중위소득", SIZE, {}),
    ("생계급여_선정기준", SIZE, {}),
    ("의료급여_선정기준", SIZE, {}),
    ("주거급여_선정기준", SIZE, {}),
    ("교육급여_선정기준", SIZE, {}),
    ("생계급여액", {**SIZE, "소득인정액": 600_000}, {}),
    ("주거급여_기준임대료", {**SIZE, "급지": 2}, {}),
    ("주거급여액", {**SIZE, "급지": 2, "소득인정액": 600_000, "월차임": 300_000}, {"보증금": 0}),
    ("교육급여_활동지원비", {"학교급": "중"}, {}),
    ("기초생활_근로소득인정액", {"나이": 40, "근로소득": 1_000_000}, {"장애인": "아니오"}),
    (
        "기초생활_재산환산액",
        {"지역": "경기"},
        {"주거용재산": 0, "일반재산": 0, "금융재산": 0, "자동차": 0, "부채": 0, "임차보증금": 0},
    ),
    ("긴급복지_생계지원액", SIZE, {}),
    ("긴급복지_소득기준", SIZE, {}),
    ("긴급복지_금융재산기준", SIZE, {"주거지원": "아니오"}),
    (
        "긴급복지_재산기준_충족",
        {"지역": "대도시", "재산총액": 241_000_000},
        {"주거용재산": 0, "부채": 0, "금융재산": 0},
    ),
    ("기초연금_근로소득인정액", {"근로소득": 2_000_000}, {}),
    ("기초연금_선정기준액", {"부부": "예"}, {}),
    ("기초연금액", {"소득인정액": 1_000_000, "부부": "예"}, {"수급자수": 1}),
    ("장애인연금_기초급여액", {"나이": 40, "수급구분": "초과"}, {"소득인정액": 0, "부부": "아니오"}),
    ("장애인연금_부가급여액", {"나이": 40, "수급구분": "생계"}, {}),
    ("장애인연금_근로소득인정액", {"상시근로소득": 1_500_000}, {}),
    ("부모급여액", {"월령": 5, "어린이집": "예"}, {}),
    ("부모급여_보육료바우처", {"월령": 5, "어린이집": "예"}, {}),
    ("아동수당액", {"출생일": "2020-05-01", "지역구분": "인구감소우대"}, {"지역화폐": "아니오"}),
    ("첫만남이용권액", {"출생순위": 2}, {}),
    (
        "한부모_아동양육비",
        {"자녀수": 2, "부모나이": 30},
        {"자녀나이": 10, "미혼": "아니오", "소득기준충족": "예"},
    ),
    ("에너지바우처_지원액", {"세대원수": 2}, {"긴급연료비": "아니오"}),
    ("전기요금_복지할인액", {"구분": "생계·의료", "청구액": 50_000, "월": 1}, {}),
    ("이동통신_감면한도", {"구분": "주거·교육"}, {}),
    ("장기요양등급", {"점수": "74.9", "치매": "아니오"}, {}),
    ("산모신생아_표준일수", {"출생순위": 1}, {"단태아": "예"}),
    ("아이돌봄_소득기준", {**SIZE, "비율": 150}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "required", "optional"), NAMES, ids=[name for name, _, _ in NAMES])
def test_a_name_answers_with_what_is_required_and_the_rest_has_its_default(
    name: str, required: dict[str, Any], optional: dict[str, Any]
) -> None:
    plain = api.value(name, required, ON)
    assert plain.value is not None, (plain.missing, plain.note)
    assert (plain.missing, plain.unused) == ((), ())
    assert plain.article
    spelled_out = api.value(name, {**required, **optional}, ON)
    assert (spelled_out.value, spelled_out.missing) == (plain.value, ())


@pytest.mark.parametrize(
    ("name", "given", "as_if"),
    [
        ("기초연금_선정기준액", {"부부": "네"}, {"부부": "예"}),
        ("기초연금_선정기준액", {"부부": "1"}, {"부부": "예"}),
        ("기초연금_선정기준액", {"부부": "0"}, {"부부": "아니오"}),
        ("기초연금_선정기준액", {"부부": "FALSE"}, {"부부": "아니오"}),
        ("기초연금_선정기준액", {"부부": "x"}, {"부부": "아니오"}),
        ("기초연금_근로소득인정액", {"근로소득": "2,000,000원"}, {"근로소득": 2_000_000}),
        ("기준중위소득", {"가구원수": "8인"}, {"가구원수": 8}),
        ("교육급여_활동지원비", {"학교급": "초등학교"}, {"학교급": "초"}),
        ("주거급여_기준임대료", {**SIZE, "급지": "2급지"}, {**SIZE, "급지": 2}),
        ("기초생활_재산환산액", {"지역": "서울특별시", "일반재산": 10**8}, {"지역": "서울", "일반재산": 10**8}),
        ("기초생활_재산환산액", {"지역": "인천광역시", "일반재산": 10**8}, {"지역": "광역·세종·창원", "일반재산": 10**8}),
        ("긴급복지_재산기준_충족", {"지역": "특례시", "재산총액": 241_000_000}, {"지역": "대도시", "재산총액": 241_000_000}),
        ("장애인연금_부가급여액", {"나이": 40, "수급구분": "주거·교육"}, {"나이": 40, "수급구분": "주거교육"}),
        ("전기요금_복지할인액", {"구분": "생계의료", "청구액": 50_000, "월": "7월"}, {"구분": "생계·의료", "청구액": 50_000, "월": 7}),
        ("아동수당액", {"출생일": "2020. 5. 1.", "지역구분": "수도권"}, {"출생일": "2020-05-01", "지역구분": "수도권"}),
    ],
)  # fmt: skip
def test_a_value_may_be_written_as_people_write_it(name: str, given: dict[str, Any], as_if: dict[str, Any]) -> None:
    assert api.value(name, given, ON).value == api.value(name, as_if, ON).value is not None


@pytest.mark.parametrize(
    ("name", "required", "left_out"),
    [(name, required, fact) for name, required, _ in NAMES for fact in required],
)
def test_a_required_fact_that_is_missing_is_named(name: str, required: dict[str, Any], left_out: str) -> None:
    found = api.value(name, {key: value for key, value in required.items() if key != left_out}, ON)
    assert (found.value, found.missing) == (None, (left_out,))
