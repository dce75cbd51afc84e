"""What the engine says of unknown numbers must hold for every number they may turn out to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bokjihub.engines.benefits.unknown import OneOf, Paths, Range, Span, explore, highest, join, lowest

NUMBER = st.integers(-60, 60)


def deduct_and_cap(x: int, y: int) -> int:
    rest = max(0, x - 17) * 7 // 10
    return min(rest, 20) + (y if y > 3 else 0)


def step(x: int, y: int) -> int:
    if x <= y:
        return -(-x // 10) * 10
    return y - x if x != 5 else 1


def product(x: int, y: int) -> int:
    return x * y + 3 * x - (2 - y) // 4


def decided(x: int, y: int) -> bool:
    return x >= 10 and (y < 0 or y == 7 or bool(y - 3))


@pytest.mark.parametrize("rule", [deduct_and_cap, step, product, decided])
@given(ends_x=st.tuples(NUMBER, NUMBER), ends_y=st.tuples(NUMBER, NUMBER), data=st.data())
def test_every_completion_lies_inside_the_answer(
    rule: Callable[[Any, Any], Any], ends_x: tuple[int, int], ends_y: tuple[int, int], data: st.DataObject
) -> None:
    x, y = sorted(ends_x), sorted(ends_y)
    answer = explore(lambda paths: rule(Span(*x, paths), Span(*y, paths)))
    completed = rule(data.draw(st.integers(*x)), data.draw(st.integers(*y)))
    if isinstance(answer, OneOf):
        assert completed in answer.values
    else:
        assert lowest(answer) <= completed <= highest(answer)


def test_a_comparison_narrows_the_rest_of_its_run() -> None:
    assert explore(lambda paths: min(Span(0, 1000, paths), 300)) == Range(0, 300)
    assert explore(lambda paths: max(0, Span(-50, 40, paths))) == Range(0, 40)


def test_an_answer_that_cannot_change_is_known() -> None:
    assert explore(lambda paths: Span(500, 900, paths) > 400) is True
    assert explore(lambda paths: min(Span(500, 900, paths), 400)) == 400


def test_a_rule_may_not_ask_for_the_exact_value_of_an_unknown_number() -> None:
    with pytest.raises(TypeError, match="unknown number"):
        int(Span(1, 2, Paths([])))


def test_joined_answers_hold_all_of_them() -> None:
    assert join([3, Range(7, 9), 1]) == Range(1, 9)
    assert join([True, OneOf(frozenset((True, False)))]) == OneOf(frozenset((True, False)))
    assert join(["초", "초"]) == "초"
