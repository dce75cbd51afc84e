"""The grade rule of process §2.3, line by line, by hand."""

import pytest

from bokjihub.cases.form_v1 import DOMAINS, RULE
from bokjihub.cases.grades import Score, advise
from bokjihub.cases.models.survey import Grade

CASES = [
    ({}, {}, Grade.WATCH),
    ({"money": 1, "work": 1, "health": 1}, {}, Grade.WATCH),
    ({"money": 2}, {}, Grade.LINK),
    ({"money": 3}, {}, Grade.LINK),
    ({"money": 2, "work": 2}, {}, Grade.GENERAL),
    ({"money": 3, "work": 3}, {}, Grade.GENERAL),
    ({"money": 3, "work": 3, "housing": 3}, {}, Grade.COMPLEX),
    ({"safety": 2, "money": 2}, {}, Grade.GENERAL),
    ({"safety": 3}, {}, Grade.COMPLEX),
    ({"health": 3}, {"health": ["untreated"]}, Grade.LINK),
    ({"health": 3}, {"health": ["mental"]}, Grade.COMPLEX),
    ({"health": 3}, {"health": ["addiction"]}, Grade.COMPLEX),
    ({"health": 2}, {"health": ["mental"]}, Grade.LINK),
    ({"safety": 4}, {}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["suicide"]}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["abuse"]}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["neglect"]}, Grade.WATCH),
    ({one["code"]: 2 for one in DOMAINS}, {}, Grade.CRISIS),  # 20 in all
    ({one["code"]: 2 for one in DOMAINS[1:]} | {"safety": 1}, {}, Grade.GENERAL),  # 19 in all
]


@pytest.mark.parametrize(("scores", "items", "grade"), CASES)
def test_the_grade_follows_the_table(scores: dict[str, int], items: dict[str, list[str]], grade: Grade) -> None:
    answers = [Score(one["code"], scores.get(one["code"], 0), frozenset(items.get(one["code"], ()))) for one in DOMAINS]
    assert advise(answers, RULE).grade == grade


def test_the_sentence_names_the_rule_that_held() -> None:
    assert advise([Score("money", 3), Score("work", 3), Score("housing", 4)], RULE).why == "3 이상이 3영역"
    assert advise([Score("safety", 4)], RULE).why == "안전 4점"


def test_a_towns_own_numbers_change_the_grade() -> None:
    stricter = {**RULE, "complex_domains": 2}
    answers = [Score("money", 3), Score("work", 3)]
    assert (advise(answers, RULE).grade, advise(answers, stricter).grade) == (Grade.GENERAL, Grade.COMPLEX)
