"""The machine code of the night run is made beside the town, for the day and the question the night run asks."""

import datetime as dt

import pytest

from bokjihub.demo.screenings import rules_being_made
from bokjihub.engines.benefits.columns.compiled import is_compiled
from bokjihub.engines.benefits.columns.many import program_of
from bokjihub.engines.benefits.country import korea

DAY = dt.date(2026, 11, 22)


@pytest.mark.slow
def test_when_the_maker_is_done_the_night_run_compiles_nothing() -> None:
    rules_being_made(DAY).join()
    assert is_compiled(program_of(korea(), DAY))
