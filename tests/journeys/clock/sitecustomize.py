"""A house that lives at another hour than its machine: for journeys over months, and for what must be seen at eleven.

Python loads this file by its name in a process whose path holds this folder: only the house of such a journey. How far ahead, in
days and parts of a day, is read from a file at every look at the clock, so that the test turns it while the house is open.
"""

import datetime as dt
import os
from pathlib import Path

if "BOKJIHUB_DAYS_AHEAD" in os.environ:
    from django.utils import timezone

    _days, _now = Path(os.environ["BOKJIHUB_DAYS_AHEAD"]), timezone.now

    def _later() -> dt.datetime:
        return _now() + dt.timedelta(days=float(_days.read_text()))

    timezone.now = _later
