"""Entries add up to what the text says, whatever the draw."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bokjihub.demo.spread import spread


@given(st.integers(1, 400), st.integers(0, 10**8), st.integers(0, 2**32))
def test_the_amounts_add_up_and_stay_inside_their_bounds(count: int, extra: int, seed: int) -> None:
    least, most = 50_000, 3_000_000
    total = count * least + extra % (count * (most - least) + 1)
    amounts = spread(total, count, Random(seed), step=100, least=least, most=most)
    assert sum(amounts) == total
    assert len(amounts) == count
    assert all(least <= one <= most for one in amounts)


def test_a_total_that_cannot_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        spread(100, 3, Random(1), least=50)
