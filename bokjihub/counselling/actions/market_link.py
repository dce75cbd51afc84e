"""이어 적기: somebody met at a market day turns out to live in a home we know.

Flow: contact + person → the contact's own row names person, home and the home's dong (so the home's timeline and its
officers have it) → a MarketLink says how one knows and by whom → where asked, a MOBILE signal joins the home's worry.
The contact stays one contact: users (연인원), helped and won do not change, and the known persons (실인원) count once.

Rejected: a counselling record made from the contact (it would count the same talk twice in R2 and R12); a second way to
join a home first written down at the desk: that is two homes that are one, and `people.merge` moves all of it, with undo.
"""

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.counselling import errors
from bokjihub.counselling.models import MarketContact, MarketLink
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel, Level, Signal
from bokjihub.people.models import Household, Person
from bokjihub.ui.words import official_date

URGENT_ANSWER = "긴급"


@transaction.atomic
def link_contact(
    *, contact: MarketContact, person: Person, how: MarketLink.How, is_worry: bool = False, by: Actor
) -> MarketLink:
    """잇기: the contact is this person's. Refused when it has a home already, or the home was merged away or is out of reach."""
    contact = MarketContact.objects.select_for_update(of=("self",)).select_related("market_day").get(id=contact.id)
    if contact.household_id is not None:
        raise errors.ContactHasAHome
    standing = Household.objects.filter(id=person.household_id, merged_into__isnull=True, area_id__in=by.areas)
    if (household := standing.first()) is None:
        raise errors.PersonGone(field="person")
    link = MarketLink.objects.create(
        contact=contact,
        household=household,
        area_id=household.area_id,
        person=person,
        how=how,
        signal=_worry(contact, person, by) if is_worry else None,
        linked_by=by.id,
    )
    _stand_at(contact, person=person)
    detail = {"contact": contact.id, "day": contact.market_day_id, "how": how, "worry": is_worry}
    audit.record("market.link", subjects=[household.id], detail=detail, by=by)
    return link


@transaction.atomic
def unlink_contact(*, contact: MarketContact, by: Actor) -> MarketContact:
    """되돌리기: the contact is nobody's again. Refused while the worry it raised is open: its dong works on it."""
    link = (
        MarketLink.objects.select_for_update(of=("self",))
        .select_related("signal__work_item")
        .filter(contact=contact, undone_at__isnull=True)
        .first()
    )
    if link is None:
        raise errors.NotLinked
    item = link.signal.work_item if link.signal else None
    if item is not None and item.closed_on is None:
        raise errors.WorryStillOpen
    link.undone_at, link.undone_by = timezone.now(), by.id
    link.save(update_fields=["undone_at", "undone_by"])
    _stand_at(contact, person=None)
    detail = {"contact": contact.id, "day": contact.market_day_id}
    audit.record("market.unlink", subjects=[link.household_id], detail=detail, by=by)
    return contact


def _stand_at(contact: MarketContact, *, person: Person | None) -> None:
    contact.person = person
    contact.household_id = person.household_id if person else None
    contact.area_id = person.household.area_id if person else contact.market_day.area_id
    contact.save(update_fields=["person", "household", "area"])


def _worry(contact: MarketContact, person: Person, by: Actor) -> Signal:
    day = contact.market_day
    told = Told(
        place=person.household.address,
        channel=Channel.MOBILE,
        words=f"{official_date(day.held_on)} {day.place}에서: {', '.join(contact.needs)} — {contact.answer}",
        level=Level.URGENT if contact.answer == URGENT_ANSWER else Level.NORMAL,
        name=person.name,
    )
    return report_signal(area=person.household.area, told=told, household=person.household, by=by)
