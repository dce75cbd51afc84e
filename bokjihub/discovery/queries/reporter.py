"""알린 분: who told it, sealed; and the desk that receives what strangers tell."""

import json
from dataclasses import dataclass

from django.conf import settings

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.sealed import unseal
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.discovery.indicators import worries
from bokjihub.discovery.models import Reporter

REPORTER = "discovery.reporter"


@dataclass(frozen=True)
class Teller:
    """Who told it. Sealed; shown to nobody but the receiver."""

    kind: str
    name: str = ""
    phone: str = ""


def report_desk(city: Area) -> Actor:
    """The named job under which the public, volunteers and other rooms' staff leave a report in any dong of a city."""
    return job_actor("주민 신고", city=city, role=Role.PORTAL)


def teller_of(reporter: Reporter) -> Teller:
    """The reporter, opened. Row security shows the row to its receiver only."""
    opened = json.loads(unseal(reporter.identity_sealed, column=REPORTER, row=reporter.signal_id) or "{}")
    return Teller(kind=reporter.kind, name=opened.get("name", ""), phone=opened.get("phone", ""))


def worry_choices(codes: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Kinds of worry for a form: all, or the few a stranger is asked."""
    known = worries()
    return [(code, known[code].name) for code in codes or known if code in known]


def default_city() -> Area | None:
    """The city this installation's public page speaks for."""
    found = Area.objects.filter(level=Area.Level.SIGUNGU)
    return found.filter(name=settings.BOKJIHUB_AGENCY).first()
