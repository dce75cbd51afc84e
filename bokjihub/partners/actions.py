"""Entering agencies, appointing council members, registering volunteers."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.calendar import add_months
from bokjihub.partners.models import Agency, CouncilTerm, Volunteer
from bokjihub.ui.errors import OfficerError

TERM_MONTHS = 24  # 사회보장급여법 시행규칙 제7조


class PhoneMissing(OfficerError):
    """기관의 대표 전화를 끝 네 자리까지 적어 주세요. 회신 화면을 여는 열쇠로도 씁니다."""


class TermsOverlap(OfficerError):
    """임기가 겹칩니다. 앞 임기가 끝난 다음 날부터 다시 위촉해 주세요."""


@transaction.atomic
def enter_agency(
    *,
    name: str,
    sector: Agency.Sector,
    phone: str,
    city: Area,
    kind: str = "",
    areas: Iterable[Area] = (),
    starts_on: dt.date,
    by: Actor,
) -> Agency:
    """Put a body into the directory. Refused without an office phone: its last four digits open the reply links."""
    if sum(one.isdigit() for one in phone) < 7 or not phone.strip()[-4:].isdigit():
        raise PhoneMissing(field="phone")
    agency = Agency.objects.create(
        name=name.strip(), sector=sector, phone=phone.strip(), city=city, kind=kind, starts_on=starts_on
    )
    agency.areas.set(areas)
    audit.record("agency.enter", detail={"agency": agency.id, "name": agency.name}, by=by)
    return agency


@transaction.atomic
def appoint_member(
    *,
    area: Area,
    name: str,
    starts_on: dt.date,
    seat: CouncilTerm.Seat = CouncilTerm.Seat.MEMBER,
    calling: str = "",
    post: Post | None = None,
    trained_on: dt.date | None = None,
    by: Actor,
) -> CouncilTerm:
    """위촉: two years from the day, renewable. Refused where a term of the same person still runs."""
    ends_on = add_months(starts_on, TERM_MONTHS) - dt.timedelta(days=1)
    running = CouncilTerm.objects.filter(area=area, name=name.strip(), starts_on__lt=ends_on, ends_on__gt=starts_on)
    if running.exists():
        raise TermsOverlap(field="starts_on")
    term = CouncilTerm.objects.create(
        area=area,
        name=name.strip(),
        seat=seat,
        calling=calling,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        trained_on=trained_on,
    )
    audit.record("council.appoint", detail={"term": term.id, "area": area.name}, by=by)
    return term


@transaction.atomic
def register_volunteer(
    *,
    name: str,
    kind: Volunteer.Kind,
    area: Area,
    starts_on: dt.date,
    post: Post | None = None,
    trained_until: dt.date | None = None,
    pledged_on: dt.date | None = None,
    by: Actor,
) -> Volunteer:
    """Write a volunteer down; walking along and delivering need training and pledge besides."""
    row = Volunteer.objects.create(
        name=name.strip(),
        kind=kind,
        area=area,
        post=post,
        trained_until=trained_until,
        pledged_on=pledged_on,
        starts_on=starts_on,
    )
    audit.record("volunteer.register", detail={"volunteer": row.id, "area": area.name}, by=by)
    return row
