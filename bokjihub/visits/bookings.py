"""Hours and rules of a booking: what is asked before a visit may stand, and the hours it takes from those who go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from bokjihub.accounts.models import Post
from bokjihub.people.models import Household
from bokjihub.ui.words import with_particle
from bokjihub.visits import errors
from bokjihub.visits.models import Booking, Visit, VisitProgramme
from bokjihub.visits.queries.due import beside, beside_words
from bokjihub.visits.queries.pairs import absences_of, booking_words, bookings_of, is_resident, span, volunteer_consent
from bokjihub.visits.queries.wishes import terms_of, unmet, wish_of


@dataclass(frozen=True)
class Appointment:
    """When the pair goes, and what for."""

    on: dt.date
    at: dt.time
    minutes: int = 40
    is_promised: bool = False
    purpose: str = ""
    take_along: str = ""
    # Said where another programme visits the same home within a week.
    beside_reason: str = ""
    # Said where nobody of the pair is what the home asks for.
    wish_reason: str = ""


@dataclass(frozen=True)
class Pair:
    """Who goes: a lead and those along; or why alone; or by which law a neighbour comes without consent."""

    lead: Post
    companions: tuple[Post, ...] = field(default_factory=tuple)
    alone_reason: str = ""
    volunteer_basis: str = ""


def guard_companion(household: Household, pair: Pair, appointment: Appointment) -> None:
    """Nobody comes whom the home keeps away. A neighbour comes with consent or by law, never where the address is sealed."""
    wish = wish_of(household.id)
    if wish is not None and {post.user_id for post in (pair.lead, *pair.companions)} & set(wish.kept_away):
        raise errors.HomeKeepsAway(field="lead" if pair.lead.user_id in wish.kept_away else "companions")
    residents = [post for post in pair.companions if is_resident(post)]
    if residents and household.is_sealed:
        raise errors.AddressSealed(field="companions")
    if residents and not pair.volunteer_basis and volunteer_consent(household.id, appointment.on) is None:
        raise errors.VolunteerNeedsConsent(field="companions")


def guard_wish(household: Household, goers: Sequence[Post], reason: str) -> None:
    """What the home asks for is brought by somebody of the pair, or it is said why not."""
    noted = terms_of({post.user_id for post in goers})
    lacking = unmet(wish_of(household.id), [noted.get(post.user_id) for post in goers])
    if lacking and len(reason.strip()) < 2:
        raise errors.AgainstTheWish(
            f"이 집이 바라는 것을 갖춘 분이 없습니다: {', '.join(lacking)}. "
            "다른 분과 함께 가거나, 바람과 다르게 가는 까닭을 적어 주세요.",
            field="wish_reason",
        )


def guard_week(household: Household, programme: VisitProgramme, appointment: Appointment) -> None:
    """Another programme's visit within a week is said why."""
    other = beside(household.id, programme, appointment.on)
    if other is not None and len(appointment.beside_reason.strip()) < 2:
        raise errors.AnotherVisitThatWeek(
            f"같은 주에 이 집에 갈 다른 방문이 있습니다: {beside_words(other)}. "
            "함께 가도록 그 방문에 더하거나, 또 가는 까닭을 적어 주세요.",
            field="beside_reason",
        )


def guard_free(goers: tuple[Post, ...], appointment: Appointment, *, but: UUID | None = None) -> None:
    """Nobody of them is away or taken at that time; `but` leaves one visit out."""
    taken = bookings_of({post.user_id for post in goers}, appointment.on, appointment.at, appointment.minutes, but=but)
    people = {post.user_id for post in goers}
    for away in absences_of(people, appointment.on, appointment.at, appointment.minutes):
        raise errors.SomebodyTaken(
            f"{with_particle(f'{away.user.name} 님', '은/는')} 그 시간에 자리를 비웁니다({booking_words(away)}). "
            "다른 시각이나 다른 분을 골라 주세요.",
            field="planned_at",
        )
    for booking in taken.values():
        raise errors.SomebodyTaken(
            f"{with_particle(f'{booking.user.name} 님', '은/는')} 그 시간에 다른 방문이 있습니다({booking_words(booking)}). "
            "다른 시각이나 다른 분을 골라 주세요.",
            field="planned_at",
        )


def people_of(visit: Visit) -> tuple[Post, ...]:
    """Who goes as it stands, the lead first."""
    return (visit.lead, *(row.post for row in visit.companions.select_related("post__user").order_by("id")))


def placement(on: dt.date | None, at: dt.time | None, goers: Sequence[Post]) -> str:
    """Where a visit stands, in one word that a page sends back: day, time, who leads, who goes along."""
    lead, *along = (str(post.id) for post in goers) if goers else ("",)
    return f"{on or '-'} {at.strftime('%H:%M') if at else '-'} {','.join([lead, *sorted(along)])}"


def book(visit: Visit, goers: tuple[Post, ...]) -> None:
    """Take the time of everybody who goes."""
    start, end = span(visit.planned_on, visit.planned_at, visit.minutes)
    try:
        with transaction.atomic():
            for user_id in {post.user_id for post in goers}:
                Booking.objects.create(visit=visit, user_id=user_id, starts_at=start, ends_at=end)
    except IntegrityError as error:  # somebody else booked the same person a moment ago
        raise errors.SomebodyTaken(field="planned_at") from error


def next_hand_order(lead: Post, on: dt.date) -> int:
    """0 where the day is computed; after the last where it was ordered by hand."""
    last = Visit.objects.filter(lead=lead, planned_on=on).order_by("-order").values_list("order", flat=True).first()
    return last + 1 if last else 0
