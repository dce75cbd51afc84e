"""The day the result form proposes for looking again."""

import datetime as dt

from bokjihub.clocks.calendar import next_working_day
from bokjihub.visits.models import Visit

Result = Visit.Result
# Days until we look again (process §5.4: a second visit three days later at the earliest; a refusal within two weeks).
NEXT_DAYS = {
    Result.MET: 7,
    Result.MET_FAMILY: 7,
    Result.ABSENT: 3,
    Result.REFUSED: 12,
    Result.VACANT: 5,
    Result.MOVED: 3,
    Result.DIED: 7,
    Result.ADMITTED: 7,
    Result.STOPPED: 1,
}


def proposed_next(result: Visit.Result, day: dt.date) -> dt.date:
    """By result, moved to a working day."""
    return next_working_day(day + dt.timedelta(days=NEXT_DAYS[result]))
