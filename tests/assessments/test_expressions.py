"""The small language of forms means what XPath means. What the browser's engine says is compared in the journeys."""

import datetime as dt

import pytest

from bokjihub.assessments.xlsform.expressions import ExpressionBroken, Here, LimitMissing, read, text

TODAY = dt.date(2026, 11, 22)
ANSWERS = {"a": "7", "b": "2", "word": "yes", "many": "red blue", "day": "2026-11-20", "none": ""}


def value(source: str) -> str:
    here = Here(lambda name: ANSWERS.get(name, ""), own="5", today=TODAY, limits={"high": 140.0})
    return text(read(source, with_limits=True).value(here))


@pytest.mark.parametrize(
    ("source", "means"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 div 2", "3.5"),
        ("7 mod 4", "3"),
        ("-2 + 5", "3"),
        ("${a} + ${b}", "9"),
        ("${a} - ${b} - 1", "4"),
        ("${none} + 1", "NaN"),
        ("1 div 0 > 1000", "true"),
        ("${a} > ${b}", "true"),
        ("${none} > 1", "false"),
        ("${none} < 1", "false"),
        ("${none} = ''", "true"),
        ("${word} = 'yes' and ${a} >= 7", "true"),
        ("${word} = 'no' or ${b} != 2", "false"),
        ("not(${word} = 'no')", "true"),
        ("1 < 2 = true()", "true"),
        ("selected(${many}, 'blue')", "true"),
        ("selected(${many}, 'blu')", "false"),
        ("count-selected(${many})", "2"),
        ("if(${a} > 5, 'high', 'low')", "high"),
        ("if(${none}, 1, 2)", "2"),
        ("coalesce(${none}, ${a})", "7"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(3.14159, 2)", "3.14"),
        ("int(3.9)", "3"),
        ("min(${a}, ${b}, 5)", "2"),
        ("max(${a}, ${none})", "7"),
        ("string-length('가나다')", "3"),
        ("regex('010-1234', '[0-9-]+')", "true"),
        ("regex('x010', '[0-9]+')", "false"),
        ("concat(${a}, '점')", "7점"),
        ("${day} < today()", "true"),
        (". >= 5 and . <= 5", "true"),
        ("${a} >= limit('high')", "false"),
    ],
)
def test_an_expression_means(source: str, means: str) -> None:
    assert value(source) == means


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 +", "끝"),
        ("(1 + 2", "‘\\)’가 있어야"),
        ("${a} ${b}", "‘b’부터 읽지"),
        ("sum(1, 2)", "쓸 수 없는 함수입니다: sum"),
        ("selected(${a})", "1개입니다"),
        ("if(1, 2)", "세 가지"),
        ("1 ? 2", "‘\\? 2’을 읽지"),
        ("limit('high') > 1", "판정·살필 것 시트에서만"),
    ],
)
def test_what_cannot_be_read_is_said(source: str, words: str) -> None:
    with pytest.raises(ExpressionBroken, match=words):
        read(source)


def test_a_limit_nobody_approved_is_no_limit() -> None:
    with pytest.raises(LimitMissing):
        read("1 > limit('unknown')", with_limits=True).value(Here(lambda _: ""))


def test_the_names_asked_for_are_known() -> None:
    assert read("${a} + if(${b} > 1, ${c}, 0)").names == {"a", "b", "c"}
