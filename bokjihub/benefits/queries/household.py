"""놓친 지원 on the household page: the same engine answers as the screening page, in one wording (screens §4.2)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bokjihub.benefits.models import Application
from bokjihub.benefits.queries.applications import open_applications
from bokjihub.benefits.queries.facts import Prepared, prepare
from bokjihub.benefits.queries.screening import Columns, columns_of


@dataclass(frozen=True)
class Panel:
    """놓친 지원 and the applications under way."""

    columns: Columns
    applications: tuple[Application, ...]


def household_panel(household_id: UUID, on: dt.date | None = None, *, prepared: Prepared | None = None) -> Panel:
    """One result, one wording; the next question is weighed on the screening page only."""
    day = on or timezone.localdate()
    columns = columns_of(prepared or prepare(household_id), day)
    return Panel(columns, tuple(open_applications(household_id)))
