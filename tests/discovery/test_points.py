"""The points table: readable, additive, monotone."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bokjihub.discovery.indicators import by_name, indicator, known_on, label_of, worries
from bokjihub.discovery.points import HomeFacts, SignalFacts, reasons_of, total

DAY = dt.date(2026, 11, 22)
CODES = sorted(known_on(DAY))
# A busy machine is slow to draw; that says nothing about the table.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
signals = st.builds(
    SignalFacts,
    channel=st.sampled_from(["BIGDATA", "UTILITY", "NEIGHBOUR"]),
    channel_label=st.sampled_from(["행복이음", "단전", "이웃"]),
    level=st.sampled_from(["normal", "high", "urgent"]),
    indicators=st.lists(st.sampled_from(CODES), max_size=4).map(tuple),
    kinds=st.lists(st.sampled_from(sorted(worries())), max_size=3).map(tuple),
    months=st.none() | st.integers(0, 60),
)
homes = st.builds(
    HomeFacts,
    ages=st.lists(st.integers(0, 100), max_size=4).map(tuple),
    lives_alone=st.booleans(),
    is_address_mismatched=st.booleans(),
    times_flagged=st.integers(1, 9),
)


def score(heard: list[SignalFacts], home: HomeFacts) -> int:
    return total(reasons_of(heard, home, DAY))


@unhurried
@given(st.lists(signals, max_size=5), signals, homes)
def test_a_further_signal_never_lowers_the_score(heard: list[SignalFacts], more: SignalFacts, home: HomeFacts) -> None:
    assert score([*heard, more], home) >= score(heard, home)


@unhurried
@given(st.lists(signals, min_size=1, max_size=5), homes, st.integers(1, 40))
def test_more_months_never_lower_the_score(heard: list[SignalFacts], home: HomeFacts, more: int) -> None:
    first = heard[0]
    longer = SignalFacts(**{**first.__dict__, "months": (first.months or 0) + more})
    assert score([longer, *heard[1:]], home) >= score(heard, home)


@unhurried
@given(st.lists(signals, max_size=5), homes)
def test_reasons_add_up_whatever_the_order(heard: list[SignalFacts], home: HomeFacts) -> None:
    reasons = reasons_of(heard, home, DAY)
    assert sum(reason.points for reason in reasons) == score(heard, home)
    assert reasons_of(heard[::-1], home, DAY) == reasons
    assert all(reason.points > 0 and reason.label for reason in reasons)


def test_the_score_of_one_home_by_hand() -> None:
    heard = [
        SignalFacts("UTILITY", "단전", "normal", ("power_cut",)),
        SignalFacts("BIGDATA", "행복이음", "normal", ("nhis_arrears",), months=14),
        SignalFacts("NEIGHBOUR", "이웃", "high", kinds=("unseen",)),
    ]
    home = HomeFacts(ages=(78,), lives_alone=True, is_address_mismatched=True, times_flagged=2)
    reasons = {reason.code: reason.points for reason in reasons_of(heard, home, DAY)}
    assert reasons == {
        "power_cut": 28,
        "unseen": 22,
        "nhis_arrears": 21,
        "level": 10,
        "voices": 10,
        "repeat": 8,
        "alone": 6,
        "aged": 6,
        "domains": 6,
        "address": 6,
    }
    words = [reason.label for reason in reasons_of(heard, home, DAY)]
    assert words[:3] == ["단전(전류제한 포함)", "며칠째 안 보임", "건강보험료 체납 14개월"]


def test_only_what_was_heard_by_the_day_counts() -> None:
    late = SignalFacts("UTILITY", "단전", "normal", ("power_cut",), heard_on=DAY + dt.timedelta(days=1))
    assert score([late], HomeFacts()) == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("단전", "power_cut"),
        ("건보료체납", "nhis_arrears"),
        ("금융연체 (대출)", "loan_arrears"),
        ("노후긴급자금 대부(실버론)", "silver_loan"),
    ],
)
def test_an_indicator_is_known_by_every_name_a_file_uses(words: str, code: str) -> None:
    found = by_name(words, DAY)
    assert found is not None
    assert found.code == code


def test_an_indicator_is_unknown_before_its_day() -> None:
    assert by_name("실버론", dt.date(2024, 2, 29)) is None
    assert by_name("실버론", dt.date(2024, 3, 1)) is not None


def test_the_catalogue_holds_the_named_indicators_once() -> None:
    assert len(CODES) == 48
    assert label_of("water_cut") == "단수"
    assert label_of("unheard_of") == "unheard_of"
    assert indicator("power_cut").must_visit  # type: ignore[union-attr]
