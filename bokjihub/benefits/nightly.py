"""The night of every town, as the worker and the command line run it: parts of their own transactions, so a broken night goes on."""

import datetime as dt
from collections.abc import Callable

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.benefits.actions.night import begin_night, finish_night, screen_part
from bokjihub.benefits.models import NightRun

AT_A_TIME = 2_000
NAME = "급여 밤 진단"
Progress = Callable[[NightRun], None]


def screen_town(city: Area, on: dt.date, *, progress: Progress = lambda run: None, size: int = AT_A_TIME) -> NightRun:
    """Screen a town on a day; what was done before a stop is not done again, and a finished night is left as it is."""
    actor = job_actor(NAME, city=city, day=on)
    with acting_as(actor):
        run = begin_night(city=city, on=on, by=actor)
    more = run.finished_at is None
    while more:
        with acting_as(actor):
            more = screen_part(run=run, size=size, by=actor) > 0
        progress(run)
    if run.finished_at is None:
        with acting_as(actor):
            finish_night(run=run, by=actor)
    return run
