"""받는 지원: what the household page shows of this room."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.resources.queries.directory import links_in_reach
from bokjihub.resources.queries.goods import Got, got_lately

LINKS_SHOWN = 6


@dataclass(frozen=True)
class LinkLine:
    """One link in one line."""

    id: UUID
    service: str
    agency: str
    state: str
    is_open: bool
    sent_on: dt.date
    times: int


@dataclass(frozen=True)
class HouseholdPanel:
    """Links that run or are awaited, goods of six months; the won only for those who see all."""

    links: tuple[LinkLine, ...]
    goods: tuple[Got, ...]
    won: int | None


def household_panel(household_id: UUID, degree: Degree) -> HouseholdPanel | None:
    """Nothing where nothing was ever sent or given."""
    today = timezone.localdate()
    rows = [
        LinkLine(
            id=link.id,
            service=link.service.name,
            agency=link.service.provider.agency.name,
            state=link.get_state_display(),
            is_open=link.is_open,
            sent_on=link.sent_on,
            times=getattr(link, "times", 0),  # counted by links_in_reach
        )
        for link in links_in_reach().filter(household_id=household_id)[:LINKS_SHOWN]
    ]
    goods = tuple(got_lately([household_id], today)[household_id])
    if not rows and not goods:
        return None
    won = sum(one.won for one in goods) if degree is Degree.ALL else None
    return HouseholdPanel(tuple(rows), goods, won)
