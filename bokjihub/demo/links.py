"""A finished service link of a story: consent, referral, delivery."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import uuid5

from django.utils import timezone

from bokjihub.accounts.models import Post
from bokjihub.people.models import Consent, Household, Person
from bokjihub.resources.models import LinkDelivery, Service, ServiceLink

ITEMS = ["이름", "주소", "전화", "위기 사유"]


@dataclass(frozen=True)
class Referral:
    """What was linked to whom, worth how much, from the sending to the delivery."""

    service: Service
    home: Household
    won: int
    sent_on: dt.date
    came_on: dt.date
    words: str = "금액과 날은 가정"


def give(referral: Referral, officer: Post) -> ServiceLink:
    """Write a link that was consented to, answered and delivered."""
    home, agency = referral.home, referral.service.provider.agency
    at_home = {"household_id": home.id, "area_id": home.area_id}
    head = Person.objects.get(household=home, is_head=True)
    consent = Consent.objects.create(
        **at_home,
        person=head,
        purpose=Consent.Purpose.LINK,
        items=ITEMS,
        recipient=agency.name,
        recipient_id=agency.id,
        given_by=head.name,
        method=Consent.Method.PAPER,
        given_on=referral.sent_on,
        expires_on=referral.sent_on + dt.timedelta(days=365),
    )
    link = ServiceLink(
        **at_home,
        person=head,
        service=referral.service,
        consent=consent,
        items=ITEMS,
        reason=f"합성 자료. {referral.words}",
        state=ServiceLink.State.COMPLETED,
        owner=officer,
        sent_on=referral.sent_on,
        sent_by=officer.user_id,
        sent_label=officer.title,
        expires_at=timezone.make_aware(dt.datetime.combine(referral.came_on, dt.time(18))),
        ended_on=referral.came_on,
    )
    # A fingerprint nobody holds the token of: the reply address of a finished link stays shut.
    link.token_hash = hashlib.sha256(b"shut:" + link.id.bytes).digest()
    link.save(force_insert=True)
    LinkDelivery.objects.create(
        **at_home,
        link=link,
        delivered_on=referral.came_on,
        quantity=1,
        won=referral.won,
        words=referral.words,
        told_by=agency.name,
        recorded_by=officer.user_id,
        once_key=uuid5(link.id, "delivered"),
    )
    return link
