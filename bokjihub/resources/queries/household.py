"""받는 지원: what the household page shows of this room."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.resources.models import ServiceLink
from bokjihub.resources.queries.goods import Got, got_lately

LINKS_SHOWN = 6


@dataclass(frozen=True)
class LinkLine:
    """One link in one line."""

    id: UUID
    service: str
    agency: str
    state: str
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
    found = ServiceLink.objects.filter(household_id=household_id).annotate(times=Count("deliveries"))
    shown = found.order_by("-sent_on", "-id").values_list(
        "id", "service__name", "service__provider__agency__name", "state", "sent_on", "times"
    )
    rows = [
        LinkLine(id, service, agency, ServiceLink.State(state).label, sent_on, times)
        for id, service, agency, state, sent_on, times in shown[:LINKS_SHOWN]
    ]
    goods = tuple(got_lately([household_id], today)[household_id])
    if not rows and not goods:
        return None
    won = sum(one.won for one in goods) if degree is Degree.ALL else None
    return HouseholdPanel(tuple(rows), goods, won)
