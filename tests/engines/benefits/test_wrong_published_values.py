"""Figures that are printed somewhere and are wrong: the engine must not give them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bokjihub.engines.benefits import api

Y2026, Y2027 = dt.date(2026, 2, 1), dt.date(2027, 2, 1)


@pytest.mark.parametrize(
    ("name", "given", "on", "wrong"),
    [
        ("주거급여_기준임대료", {"가구원수": 3, "급지": 1}, Y2026, 470_000),
        ("생계급여_선정기준", {"가구원수": 7}, Y2026, 3_049_481),
        ("주거급여_선정기준", {"가구원수": 5}, Y2026, 3_635_274),
        ("주거급여_선정기준", {"가구원수": 6}, Y2026, 4_174_371),
        ("기초연금액", {"소득인정액": 0, "부부": "아니오"}, Y2026, 349_360),
        ("기초연금_근로소득인정액", {"근로소득": 2_000_000}, Y2026, 616_000),
        ("장애인연금_부가급여액", {"나이": 70, "수급구분": "생계"}, Y2026, 432_510),
        ("기초생활_근로소득인정액", {"나이": 22, "근로소득": 1_500_000}, Y2026, 1_050_000),
        ("긴급복지_생계지원액", {"가구원수": 4}, Y2026, 1_872_700),
        ("긴급복지_생계지원액", {"가구원수": 7}, Y2026, 2_636_700 + 286_900),
        ("긴급복지_생계지원액", {"가구원수": 7}, Y2026, 2_636_700 + 289_700),
        ("긴급복지_해산비", {}, Y2026, 1_000_000),
        ("긴급복지_장제비", {}, Y2026, 910_000),
        ("긴급복지_금융재산기준", {"가구원수": 4}, Y2026, 12_495_000),
        ("긴급복지_주거지원한도", {"가구원수": 1, "지역": "대도시"}, Y2026, 415_700),
        ("기초생활_재산환산액", {"지역": "그외", "임차보증금": 100_000_000}, Y2026, 42_000_000 * 417 // 10_000),
        ("전기요금_복지할인액", {"구분": "다자녀·대가족·출산", "청구액": 100_000, "월": 1}, Y2026, 30_000),
        ("장애인연금_기초급여액", {"나이": 40, "수급구분": "초과", "소득인정액": 1_379_999}, Y2026, 20_000),
        ("주거급여_선정기준", {"가구원수": 8}, Y2027, 4_873_279 + 487_263),
        ("한부모_소득기준", {"가구원수": 2}, Y2026, 4_199_292 * 63 // 100),
        ("한부모_아동양육비", {"자녀수": 1, "부모나이": 22, "자녀나이": 1}, Y2026, 370_000),
    ],
)
def test_a_wrong_published_figure_is_not_given(name: str, given: dict[str, Any], on: dt.date, wrong: int) -> None:
    found = api.value(name, given, on).value
    assert found is not None
    assert found != wrong


@pytest.mark.parametrize(("income", "excluded"), [(100_000_001, False), (130_000_001, True)])
def test_the_support_obligor_limits_of_2026_are_not_those_of_2024(income: int, excluded: bool) -> None:
    given = {"부양의무자_있음": "예", "부양의무자_연소득": income, "부양의무자_일반재산": 900_000_001}
    assert api.value("생계급여_부양의무자기준_충족", given, Y2026).value is not excluded


def test_the_month_whose_season_sources_dispute_is_not_guessed() -> None:
    june = api.value("전기요금_복지할인액", {"구분": "생계·의료", "청구액": 50_000, "월": 6}, Y2026)
    assert (june.value, june.status) == (None, "memory-unverified")
