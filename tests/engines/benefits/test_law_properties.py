"""What must hold for every household: more income never pays more, nothing is negative, the steps add up to the answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.parameters import UNVERIFIED
from bokjihub.engines.benefits.run import COMPUTED, Run
from bokjihub.engines.benefits.screening import prepare
from tests.engines.benefits.test_screening import a_home

pytestmark = pytest.mark.slow

WON = st.integers(0, 12_000_000)
PROPERTY = st.integers(0, 700_000_000)
DAYS = st.sampled_from([dt.date(2025, 3, 1), dt.date(2026, 2, 1), dt.date(2026, 11, 22)])
PENSION_DAYS = st.sampled_from(
    [dt.date(y, m, 1) for y, m in ((2017, 2), (2019, 2), (2019, 5), (2020, 5), (2024, 3), (2026, 2))]
)
SIZE = st.integers(1, 12)


def won(name: str, on: dt.date, **stated: Any) -> int:
    found = api.value(name, stated, on)
    assert isinstance(found.value, int), (name, stated, found.missing, found.note)
    assert found.value >= 0
    return found.value


@settings(max_examples=60, deadline=None)
@given(on=DAYS, size=SIZE, income=WON, more=WON)
def test_more_income_never_raises_livelihood_or_rent(on: dt.date, size: int, income: int, more: int) -> None:
    home = {"가구원수": size}
    assert won("생계급여액", on, 소득인정액=income + more, **home) <= won("생계급여액", on, 소득인정액=income, **home)
    if on.year == 2026:
        rent = {**home, "급지": "2", "월차임": 300_000}
        assert won("주거급여액", on, 소득인정액=income + more, **rent) <= won(
            "주거급여액", on, 소득인정액=income, **rent
        )


@settings(max_examples=80, deadline=None)
@given(on=PENSION_DAYS, income=st.integers(0, 4_500_000), more=st.integers(0, 500_000), couple=st.booleans())
def test_more_income_never_raises_the_basic_pension(on: dt.date, income: int, more: int, couple: bool) -> None:
    both: dict[str, Any] = {"부부": couple, "수급자수": 2 if couple else 1}
    richer = won("기초연금액", on, 소득인정액=income + more, **both)
    assert richer <= won("기초연금액", on, 소득인정액=income, **both)
    assert richer % 10 == 0


@settings(max_examples=60, deadline=None)
@given(income=st.integers(0, 2_400_000), more=st.integers(0, 300_000), couple=st.booleans())
def test_more_income_never_raises_the_disability_pension(income: int, more: int, couple: bool) -> None:
    on, who = dt.date(2026, 2, 1), {"나이": 40, "수급구분": "초과", "부부": couple}
    less = won("장애인연금_기초급여액", on, 소득인정액=income + more, **who)
    assert less <= won("장애인연금_기초급여액", on, 소득인정액=income, **who)


@settings(max_examples=80, deadline=None)
@given(
    home=PROPERTY, general=PROPERTY, financial=PROPERTY, car=st.integers(0, 50_000_000), debt=PROPERTY, more=PROPERTY,
    kind=st.sampled_from(["주거용재산", "일반재산", "금융재산", "자동차"]),
    region=st.sampled_from(["서울", "경기", "광역·세종·창원", "그외"]),
)  # fmt: skip
def test_more_property_never_counts_less_and_more_debt_never_counts_more(
    home: int, general: int, financial: int, car: int, debt: int, more: int, kind: str, region: str
) -> None:
    on = dt.date(2026, 2, 1)
    owned: dict[str, Any] = {"지역": region, "주거용재산": home, "일반재산": general, "금융재산": financial}
    owned |= {"자동차": car, "부채": debt}
    base = won("기초생활_재산환산액", on, **owned)
    assert won("기초생활_재산환산액", on, **{**owned, kind: owned[kind] + more}) >= base
    assert won("기초생활_재산환산액", on, **{**owned, "부채": debt + more}) <= base
    assert base >= car


@settings(max_examples=60, deadline=None)
@given(age=st.integers(15, 90), earned=WON, more=WON, disabled=st.booleans())
def test_earnings_count_less_than_they_are_and_rise_with_them(age: int, earned: int, more: int, disabled: bool) -> None:
    who = {"나이": age, "장애인": disabled}
    counted = won("기초생활_근로소득인정액", dt.date(2026, 2, 1), 근로소득=earned, **who)
    assert counted <= earned
    assert won("기초생활_근로소득인정액", dt.date(2026, 2, 1), 근로소득=earned + more, **who) >= counted


@settings(max_examples=40, deadline=None)
@given(on=DAYS, size=st.integers(1, 19))
def test_a_larger_home_never_has_a_lower_standard(on: dt.date, size: int) -> None:
    for name in ("기준중위소득", "생계급여_선정기준", "의료급여_선정기준", "주거급여_선정기준", "교육급여_선정기준"):
        assert won(name, on, 가구원수=size + 1) > won(name, on, 가구원수=size)


def test_the_standards_stand_in_their_order_every_year() -> None:
    for year in range(2016, 2028):
        on = dt.date(year, 5, 1)
        kinds = ("생계급여", "의료급여", "주거급여", "교육급여")
        standards = [won(f"{kind}_선정기준", on, 가구원수=4) for kind in kinds]
        assert standards == sorted(standards)
        assert standards[-1] < won("기준중위소득", on, 가구원수=4)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), on=DAYS)
def test_nothing_is_negative_and_sums_are_the_sums_of_their_parts(seed: int, on: dt.date) -> None:
    run = prepare(korea(), a_home(on, seed), on)
    for benefit in korea().benefits:
        who = 0 if benefit.per == "사람" else None
        for node in run.node(benefit.amount, who).walk():
            if isinstance(node.value, int) and node.rule:
                assert node.value >= 0, node.name
            if node.kind == COMPUTED and node.rule and node.rule.over_people == "sum" and node.known:
                assert node.value == sum(child.value for child in node.inputs), node.name
    _adds_up(run)


def _adds_up(run: Run) -> None:
    """The three sums an officer reads aloud."""
    for whole, parts in (
        ("기초생활_소득인정액", ("기초생활_소득평가액", "기초생활_재산환산액")),
        ("긴급복지_가구소득", ("가구_근로사업소득", "재산소득", "공적이전소득", "사적이전소득")),
        ("국민취업_재산", ("주거용재산", "임차보증금", "일반재산", "자동차")),
    ):
        node = run.node(whole)
        if node.known:
            assert node.value == sum(run.node(part).value for part in parts), whole


def test_an_amount_nobody_verified_is_never_a_number() -> None:
    open_amounts = {p.name for p in korea().parameters.values() if p.unpublished}
    assert len(open_amounts) >= 10
    for versions in korea().rules.values():
        for rule in versions:
            if open_amounts & set(rule.needs):
                for also in (False, True):
                    found = api.value(rule.name, {}, dt.date(2026, 7, 1), unverified_too=also)
                    assert found.value is None, rule.name
                    assert found.status in ("unpublished", UNVERIFIED)
