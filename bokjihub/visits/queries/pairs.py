"""Who can go along, who is taken, and when a home must not be visited alone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.models import Post, Role, User
from bokjihub.areas.models import Area
from bokjihub.areas.queries import team_for
from bokjihub.people.models import Consent, Household, SafetyNote
from bokjihub.people.queries import consent_for, homes_with_consent
from bokjihub.visits.models import Absence, Booking, Visit
from bokjihub.visits.queries.wishes import is_there, terms_of, wish_of

# People of the neighbourhood: they walk along, they see a card and nothing else (process §1.4).
RESIDENTS = frozenset({Role.VOLUNTEER, Role.COUNCIL_MEMBER, Role.HONORARY_OFFICER, Role.VILLAGE_HEAD})
# People who may lead a visit.
LEADERS = frozenset({Role.DONG_OFFICER, Role.TEAM_HEAD, Role.VISITING_NURSE, Role.CASE_MANAGER})
# Without consent a resident comes along only where the law lets somebody act for a person in danger.
VOLUNTEER_BASES = (("danger", "생명·신체가 급함(개인정보 보호법 제15조제1항제5호)"),)


@dataclass(frozen=True)
class Goer:
    """Somebody who could go, when they come, and until when they are taken at the time asked about."""

    post_id: UUID
    name: str
    role: str
    is_resident: bool
    taken: str = ""
    comes: str = ""
    is_out: bool = False

    @property
    def words(self) -> str:
        """박정임 (좋은이웃들 봉사자) — 월·수 오전에 나옴 · 10:00–10:40 다른 방문."""
        said = [f"{self.comes}에 나옴{', 이때는 아님' if self.is_out else ''}"] if self.comes else []
        said += [f"{self.taken} 다른 방문"] if self.taken else []
        return f"{self.name} ({self.role})" + (f" — {' · '.join(said)}" if said else "")


def is_resident(post: Post) -> bool:
    """A neighbour, not an officer or a nurse."""
    return post.role in RESIDENTS


def span(day: dt.date, at: dt.time, minutes: int) -> tuple[dt.datetime, dt.datetime]:
    """Beginning and end of a visit as instants."""
    start = timezone.make_aware(dt.datetime.combine(day, at))
    return start, start + dt.timedelta(minutes=minutes)


def bookings_of(
    user_ids: Iterable[UUID], day: dt.date, at: dt.time, minutes: int, *, but: UUID | None = None
) -> dict[UUID, Booking]:
    """Who of the given people is taken at that time, wherever the visit is; `but` leaves one visit out."""
    start, end = span(day, at, minutes)
    found = Booking.objects.filter(user_id__in=list(user_ids), starts_at__lt=end, ends_at__gt=start)
    if but is not None:
        found = found.exclude(visit_id=but)
    return {booking.user_id: booking for booking in found.select_related("user").order_by("-starts_at")}


def absences_of(user_ids: Iterable[UUID], day: dt.date, at: dt.time, minutes: int) -> QuerySet[Absence]:
    """Who of the given people is away at that time."""
    start, end = span(day, at, minutes)
    found = Absence.objects.filter(user_id__in=list(user_ids), starts_at__lt=end, ends_at__gt=start)
    return found.select_related("user").order_by("starts_at")


def booking_words(booking: Booking | Absence) -> str:
    """10:00–10:40: the time alone; whose home it is stays with those who may know."""
    start, end = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    return f"{start:%H:%M}–{end:%H:%M}"


def goers(household: Household, day: dt.date, at: dt.time | None = None, minutes: int = 40) -> list[Goer]:
    """Officers, nurses and neighbours of the dong, staff first; with the time they are taken, if any."""
    posts = list(_welcome(household, day))
    people = {post.user_id for post in posts}
    taken, terms = bookings_of(people, day, at, minutes) if at else {}, terms_of(people)
    rows = [
        Goer(
            post_id=post.id,
            name=post.user.name,
            role=post.get_role_display(),
            is_resident=is_resident(post),
            taken=booking_words(taken[post.user_id]) if post.user_id in taken else "",
            comes=terms[post.user_id].when if post.user_id in terms else "",
            is_out=at is not None and not is_there(terms.get(post.user_id), day, at),
        )
        for post in posts
    ]
    return sorted(rows, key=lambda row: (row.is_resident, row.role, row.name))


def leaders(household: Household, day: dt.date) -> list[Goer]:
    """Who may lead a visit to this home."""
    posts = _welcome(household, day).filter(role__in=LEADERS)
    return [Goer(post.id, post.user.name, post.get_role_display(), is_resident=False) for post in posts]


def posts_near(household: Household, day: dt.date) -> list[Post]:
    """Who may go to this home: its team, the case managers of the town, the neighbours of its dong; staff first."""
    return _staff_first(_welcome(household, day))


def posts_around(household: Household, day: dt.date) -> list[Post]:
    """The same with those the home keeps away: for whoever writes down who that is."""
    return _staff_first(_posts_near(household, day))


def _staff_first(posts: Iterable[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: (is_resident(post), post.role, post.user.name))


def neighbours(household: Household, day: dt.date) -> list[Post]:
    """The people of the neighbourhood who may come to this home."""
    return [post for post in _welcome(household, day) if is_resident(post)]


def is_near(post: Post, household: Household, day: dt.date) -> bool:
    """Whether this post may go to this home: of the team in charge, a case manager of the town, or a neighbour of the dong."""
    return _posts_near(household, day).filter(id=post.id).exists()


def needs_pair(household: Household, day: dt.date) -> str:
    """Why two people go to this home on `day`; empty when one may (process §11.2)."""
    if SafetyNote.objects.filter(household=household, expires_on__gte=day).exists():
        return "방문 주의가 있는 집입니다"
    met = Visit.objects.filter(household=household, state=Visit.State.DONE)
    return "" if met.exists() else "첫 방문입니다"


def volunteer_consent(household_id: UUID, day: dt.date) -> Consent | None:
    """The consent by which a neighbour may come along on `day`; withdrawal bites at once."""
    return consent_for(household_id, Consent.Purpose.VOLUNTEER, day)


def open_to_neighbours(household_ids: Iterable[UUID], day: dt.date) -> set[UUID]:
    """The homes among these where a neighbour may come along on `day`."""
    return homes_with_consent(household_ids, Consent.Purpose.VOLUNTEER, day)


def _welcome(household: Household, day: dt.date) -> QuerySet[Post]:
    wish = wish_of(household.id)
    near = _posts_near(household, day)
    return near.exclude(user_id__in=wish.kept_away) if wish is not None and wish.kept_away else near


def _posts_near(household: Household, day: dt.date) -> QuerySet[Post]:
    team = team_for(household.area_id, day)
    places = Area.objects.filter(Q(id=household.area_id) | Q(parent_id=household.area_id))
    near = Q(role__in=RESIDENTS, area__in=places)
    if team is not None:
        near |= Q(team=team, role__in=LEADERS)
    near |= Q(role=Role.CASE_MANAGER, area_id__in=_above(household.area))
    found = Post.objects.on(day).filter(near).filter(user__in=User.objects.filter(is_active=True))
    return found.select_related("user", "team__seat", "area").order_by("role", "user__name", "id")


def _above(area: Area) -> list[UUID]:
    ids, here = [], area.parent
    while here is not None:
        ids.append(here.id)
        here = here.parent
    return ids
