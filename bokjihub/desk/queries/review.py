"""열람기록 살피기: openings of records somebody should ask about, each with its innocent explanation where one exists.

Runs over audit rows and names of households under a job of the city (the privacy officer has no dong), and answers with
ids and counts. The bar: at most one alert an officer and month in ordinary work (trust/requirements R13); so only
openings with a typed reason, without open work of the team, are looked at for surname, block and follow-up.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, StandIn, User, ViewReason
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Alert, Entry
from bokjihub.audit.queries import OPENED, acts_of
from bokjihub.clocks.calendar import is_working_day
from bokjihub.people.models import Household, Person
from bokjihub.visits.models import Visit

MANY_A_DAY = 6
IDLE_A_DAY = 2
BLOCK_HOMES = 3
FOLLOW_UP_DAYS = 3
NIGHT_FROM, NIGHT_TO = dt.time(20), dt.time(7)
LOOK_BACK_DAYS = 45


@dataclass(frozen=True)
class Opening:
    """One household opened by one person on one day for the first time that day."""

    actor_id: UUID
    label: str
    household_id: UUID
    at: dt.datetime
    is_cold: bool  # opened with a typed reason: no work of the team stood behind it

    @property
    def day(self) -> dt.date:
        """The local day."""
        return timezone.localtime(self.at).date()


@dataclass(frozen=True)
class Homes:
    """What is known of the opened homes, as far as the rules need it."""

    names: dict[UUID, tuple[str, ...]]
    blocks: dict[UUID, str]


def city_of_actor(actor: Actor) -> Area | None:
    """The city whose record the person looks after."""
    post = actor.main_post
    area = Area.objects.filter(id=post.area_id).first() if post else None
    return city_of(area) if area else None


def staff_of(city: Area) -> dict[UUID, str]:
    """Everybody who ever held a post in the city, by name."""
    here = Q(posts__area=city) | Q(posts__area__parent=city) | Q(posts__area__parent__parent=city)
    return dict(User.objects.filter(here).distinct().values_list("id", "name"))


def find_alerts(city: Area, *, until: dt.date) -> list[Alert]:
    """Look at the openings of the last weeks. Must run in a scope that reaches the city."""
    staff = staff_of(city)
    since = timezone.make_aware(dt.datetime.combine(until - dt.timedelta(days=LOOK_BACK_DAYS), dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min))
    openings = _openings(staff, since, end)
    homes = _homes({one.household_id for one in openings})
    written = _written(staff, since, end + dt.timedelta(days=FOLLOW_UP_DAYS))
    by_day: dict[tuple[UUID, dt.date], list[Opening]] = defaultdict(list)
    for one in openings:
        by_day[one.actor_id, one.day].append(one)
    return [
        _alert(city, kind, seen, written, until)
        for (actor_id, _), seen in by_day.items()
        for kind, seen in _suspicions(staff[actor_id], seen, homes, written, until)
    ]


def _openings(staff: dict[UUID, str], since: dt.datetime, end: dt.datetime) -> list[Opening]:
    found: dict[tuple[UUID, UUID, dt.date], Opening] = {}
    cold_words = {label for _, label in ViewReason.Reason.choices}
    entries = acts_of(staff, since=since, until=end).filter(act__in=OPENED).order_by("at")
    for entry in entries.values("actor_id", "actor_label", "subjects", "at", "purpose"):
        for home in entry["subjects"]:
            opening = Opening(
                entry["actor_id"], entry["actor_label"], home, entry["at"], entry["purpose"] in cold_words
            )
            found.setdefault((opening.actor_id, home, opening.day), opening)
    return list(found.values())


def _homes(household_ids: set[UUID]) -> Homes:
    names: dict[UUID, list[str]] = defaultdict(list)
    for home, name in Person.objects.filter(household_id__in=household_ids).values_list("household_id", "name"):
        names[home].append(name)
    blocks = Household.objects.filter(id__in=household_ids).values_list("id", "address")
    return Homes(
        names={home: tuple(found) for home, found in names.items()},
        blocks={home: block_of(address) for home, address in blocks},
    )


def block_of(address: str) -> str:
    """The building: the address without its flat (…로 12, 101동 503호 → …로 12, 101동)."""
    parts = address.split()
    return " ".join(part for part in parts if not part.endswith("호")).rstrip(",")


def _written(
    staff: dict[UUID, str], since: dt.datetime, end: dt.datetime
) -> dict[tuple[UUID, UUID], list[dt.datetime]]:
    """When each person wrote something about each household: 이어진 일."""
    written: dict[tuple[UUID, UUID], list[dt.datetime]] = defaultdict(list)
    rows = acts_of(staff, since=since, until=end).filter(kind=Entry.Kind.WRITE).exclude(act="household.open_reason")
    for actor_id, subjects, at in rows.values_list("actor_id", "subjects", "at"):
        for home in subjects:
            written[actor_id, home].append(at)
    return written


def _followed(one: Opening, written: dict[tuple[UUID, UUID], list[dt.datetime]]) -> bool:
    last = one.at + dt.timedelta(days=FOLLOW_UP_DAYS)
    return any(one.at <= at <= last for at in written[one.actor_id, one.household_id])


def _suspicions(
    name: str, seen: list[Opening], homes: Homes, written: dict[tuple[UUID, UUID], list[dt.datetime]], until: dt.date
) -> Iterator[tuple[Alert.Kind, list[Opening]]]:
    cold = [one for one in seen if one.is_cold]
    idle = [one for one in cold if not _followed(one, written) and (until - one.day).days >= FOLLOW_UP_DAYS]
    same_name = [one for one in seen if name in homes.names.get(one.household_id, ())]
    if same_name:
        yield Alert.Kind.SELF, same_name
    surname = [one for one in idle if any(who[:1] == name[:1] for who in homes.names.get(one.household_id, ()))]
    if surname:
        yield Alert.Kind.SURNAME, surname
    yield from ((Alert.Kind.BLOCK, same) for same in _same_block(cold, homes))
    settled = [one for one in seen if one.is_cold or (until - one.day).days >= FOLLOW_UP_DAYS]
    night = [one for one in settled if is_night(one.at) and not _followed(one, written)]
    if night:
        yield Alert.Kind.NIGHT, night
    if len(cold) >= MANY_A_DAY:
        yield Alert.Kind.MANY, cold
    if len(idle) >= IDLE_A_DAY:
        yield Alert.Kind.IDLE, idle


def is_night(at: dt.datetime) -> bool:
    """Outside the hours in which offices work."""
    local = timezone.localtime(at)
    return local.time() >= NIGHT_FROM or local.time() < NIGHT_TO or not is_working_day(local.date())


def _same_block(cold: list[Opening], homes: Homes) -> Iterable[list[Opening]]:
    blocks: dict[str, list[Opening]] = defaultdict(list)
    for one in cold:
        if block := homes.blocks.get(one.household_id, ""):
            blocks[block].append(one)
    return (same for same in blocks.values() if len(same) >= BLOCK_HOMES)


def _alert(
    city: Area,
    kind: Alert.Kind,
    seen: list[Opening],
    written: dict[tuple[UUID, UUID], list[dt.datetime]],
    until: dt.date,
) -> Alert:
    first = min(seen, key=lambda one: one.at)
    followed = sum(_followed(one, written) for one in seen)
    return Alert(
        city_id=city.id,
        kind=kind,
        actor_id=first.actor_id,
        actor_label=first.label,
        on=first.day,
        first_at=first.at,
        subjects=sorted({one.household_id for one in seen}),
        followed=followed,
        innocent=_innocent(first, seen, followed),
    )


def _innocent(first: Opening, seen: list[Opening], followed: int) -> str:
    """What speaks for the person, from the rows themselves."""
    posts = Post.objects.filter(user_id=first.actor_id).values("id")
    stand_in = StandIn.objects.on(first.day).filter(by_user_id=first.actor_id).select_related("absent__user").first()
    if stand_in:
        return f"{stand_in.absent.user.name} 님을 대신하던 날입니다({stand_in.reason})."
    homes = [one.household_id for one in seen]
    near = (first.day - dt.timedelta(days=1), first.day + dt.timedelta(days=1))
    visited = Visit.objects.filter(
        Q(lead__in=posts) | Q(companions__post__in=posts), household_id__in=homes, planned_on__range=near
    )
    if visited.exists():
        return "그 무렵 방문이 잡혀 있던 가구입니다."
    if followed == len(seen):
        return "열어 본 가구마다 이어진 기록이 있습니다."
    return ""
