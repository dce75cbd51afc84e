"""자원 찾기: services by need and dong, and the links of an officer's reach."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bokjihub.resources.models import Need, Service, ServiceLink

STALE_DAYS = 30
State = ServiceLink.State


@dataclass(frozen=True)
class Wish:
    """What the officer looks for."""

    need: str = ""
    needs: tuple[str, ...] = ()
    area_id: UUID | None = None
    income_free: bool = False


def services_for(wish: Wish, day: dt.date) -> QuerySet[Service]:
    """Services in force that fit: places free first, then short waiting, then lately confirmed."""
    found = Service.objects.on(day).filter(provider__agency__ends_on__isnull=True)
    if wish.need:
        found = found.filter(need=wish.need)
    if wish.needs:
        found = found.filter(need__in=wish.needs)
    if wish.income_free:
        found = found.filter(is_income_tested=False)
    if wish.area_id:
        # A service without dongs of its own serves the whole city.
        found = found.filter(Q(areas=wish.area_id) | Q(areas__isnull=True))
    found = found.select_related("provider__agency").distinct()
    return found.order_by("waiting", "-places", "-confirmed_on", "name")


def is_stale(service: Service, day: dt.date) -> bool:
    """Nobody asked for more than a month whether this still holds."""
    return (day - service.confirmed_on).days > STALE_DAYS


def links_in_reach() -> QuerySet[ServiceLink]:
    """Every link row security shows, newest first, with its deliveries counted."""
    found = ServiceLink.objects.select_related("service__provider__agency", "person", "area", "owner__user")
    return found.annotate(times=Count("deliveries")).order_by("-sent_on", "-id")


def needs() -> list[tuple[str, str]]:
    """The needs as choices."""
    return [(need.value, need.label) for need in Need]
