"""Keeping the directory true: providers, their services, and what they said when last asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.partners.models import Agency
from bokjihub.resources.models import Need, Provider, Service
from bokjihub.ui.errors import OfficerError


@dataclass(frozen=True)
class Offer:
    """What a provider gives."""

    name: str
    need: Need
    for_whom: str = ""
    rhythm: str = ""
    places: int | None = None
    waiting: int = 0
    is_income_tested: bool = False
    papers: str = ""


class AlreadyListed(OfficerError):
    """그 기관의 같은 이름 서비스가 이미 있습니다. 자원 찾기에서 자리만 확인해 주세요."""


@transaction.atomic
def enter_service(*, agency: Agency, offer: Offer, areas: Iterable[Area] = (), on: dt.date, by: Actor) -> Service:
    """Put a service into the directory; its agency becomes a provider with the first one. Refused where it is listed."""
    provider, _ = Provider.objects.get_or_create(agency=agency)
    if provider.services.filter(name=offer.name.strip()).exists():
        raise AlreadyListed(field="name")
    service = Service.objects.create(
        provider=provider,
        name=offer.name.strip(),
        need=offer.need,
        for_whom=offer.for_whom,
        rhythm=offer.rhythm,
        places=offer.places,
        waiting=offer.waiting,
        is_income_tested=offer.is_income_tested,
        papers=offer.papers.strip(),
        confirmed_on=on,
        starts_on=on,
    )
    service.areas.set(areas)
    audit.record("service.enter", detail={"service": service.id, "name": service.name}, by=by)
    return service


@transaction.atomic
def confirm_places(*, service: Service, places: int | None, waiting: int, on: dt.date, by: Actor) -> Service:
    """자리 확인: how many places are free and how many wait, as told today."""
    service.places, service.waiting, service.confirmed_on = places, waiting, on
    service.save(update_fields=["places", "waiting", "confirmed_on"])
    audit.record("service.confirm", detail={"service": service.id, "places": places, "waiting": waiting}, by=by)
    return service
