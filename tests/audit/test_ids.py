"""Ids of rows: in the order they were made, also within one millisecond and when the clock is set back."""

import time
from typing import Any

from bokjihub.audit.ids import uuid7


def test_ids_keep_the_order_they_were_made_in() -> None:
    made = [uuid7() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert {one.version for one in made} == {7}
    assert abs((made[0].int >> 80) - time.time_ns() // 1_000_000) < 60_000


def test_an_id_is_later_than_the_one_before_when_the_clock_goes_back(monkeypatch: Any) -> None:
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000)
    assert uuid7() > first
