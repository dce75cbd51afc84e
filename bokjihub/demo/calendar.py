"""Playing a past day: inside `on_day` the product's clock stands at an hour of that day.

Only `django.utils.timezone.now` is set; the record's own time comes from the database and is never moved.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def on_day(day: dt.date, hour: int = 10) -> Iterator[dt.datetime]:
    """Let actions believe it is `hour` o'clock of `day`; yields that instant."""
    instant = dt.datetime.combine(day, dt.time(hour, 5), timezone.get_current_timezone())
    with mock.patch.object(timezone, "now", return_value=instant):
        yield instant
