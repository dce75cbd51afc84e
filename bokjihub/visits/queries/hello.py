"""안부확인: the homes given to a neighbour, what they found last, and the misses the dong has to hear of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.models import Post, Role
from bokjihub.people.queries import head_of
from bokjihub.visits.models import Due, Enrolment, HelloCaller, HelloCheck
from bokjihub.visits.queries.card import called, cautions
from bokjihub.visits.queries.due import dues_with_status
from bokjihub.visits.queries.pairs import volunteer_consent

PROGRAMME = "HELLO"
# A slip of the thumb is taken back within these minutes; only then does a second miss go to the dong.
UNDO = dt.timedelta(minutes=10)
MISSES = 2
ASKED_FOR = (Due.Status.DUE, Due.Status.NOT_MET)


@dataclass(frozen=True)
class HelloHome:
    """One home on a neighbour's list: what the visit card shows (R38), the last answer, whether it is time to ask."""

    caller_id: UUID
    household_id: UUID
    whom: str
    address: str
    door_hint: str
    safety: tuple[str, ...]
    last: HelloCheck | None
    until: dt.date | None
    may_undo: bool

    @property
    def is_asked_for(self) -> bool:
        """This turn's greeting is still owed."""
        return self.until is not None


@dataclass(frozen=True)
class HelloList:
    """The homes, those to be asked first; how many are not shown for want of consent."""

    homes: tuple[HelloHome, ...]
    withheld: int

    @property
    def owed(self) -> int:
        """Homes whose turn it is."""
        return sum(home.is_asked_for for home in self.homes)


def callers_of(actor: Actor) -> QuerySet[HelloCaller]:
    """The rows addressed to me while I hold the post and the home is enrolled."""
    posts = [post.id for post in actor.posts]
    return HelloCaller.objects.filter(user_id=actor.id, post_id__in=posts, ends_on__isnull=True)


def left_behind(day: dt.date) -> QuerySet[HelloCaller]:
    """Homes still given to somebody whose post is over: nobody asks after them until they are given anew."""
    standing = HelloCaller.objects.filter(ends_on__isnull=True, enrolment__ends_on__isnull=True)
    found = standing.exclude(post_id__in=Post.objects.on(day).values("id"))
    return found.select_related("household", "post__user").order_by("area_id", "id")


def neighbour(callers: Iterable[HelloCaller], actor: Actor) -> Actor:
    """안부확인: the reach of who was given these homes. No dong; the homes of the rows and nothing else."""
    rows = list(callers)
    name = "안부확인"
    me = uuid5(NAMESPACE_URL, f"bokjihub:{name}:{actor.id}")
    given = frozenset(row.household_id for row in rows)
    posts = tuple(
        PostView(me, Role.PORTAL, name, None, None, area_id, frozenset(), subjects=given)
        for area_id in {row.area_id for row in rows}
    )
    return Actor(id=actor.id, name=actor.name, label=actor.label, place=actor.place, day=actor.day, posts=posts)


def hello_list(callers: Iterable[HelloCaller], day: dt.date) -> HelloList:
    """The homes as a neighbour sees them. A withdrawn consent or a sealed address takes a home away at once."""
    rows = list(callers)
    found = Enrolment.objects.filter(id__in=[row.enrolment_id for row in rows], ends_on__isnull=True)
    enrolments = {row.id: row for row in found.select_related("household", "person")}
    shown = [(row, enrolments[row.enrolment_id]) for row in rows if row.enrolment_id in enrolments]
    allowed = [(row, one) for row, one in shown if is_shown(one, day)]
    owed, last = _owed([one.household_id for _, one in allowed], day), last_hellos([one.id for _, one in allowed])
    homes = [_home(row, one, last.get(one.id), owed.get(one.household_id), day) for row, one in allowed]
    order = sorted(homes, key=lambda home: (not home.is_asked_for, home.until or day, home.address))
    return HelloList(tuple(order), len(shown) - len(allowed))


def is_shown(enrolment: Enrolment, day: dt.date) -> bool:
    """Whether a neighbour may know of this home on `day`."""
    return not enrolment.household.is_sealed and volunteer_consent(enrolment.household_id, day) is not None


def last_hellos(enrolment_ids: Iterable[UUID]) -> dict[UUID, HelloCheck]:
    """The latest standing answer of each home."""
    found = HelloCheck.objects.filter(enrolment_id__in=list(enrolment_ids), undone_at__isnull=True)
    rows = found.select_related("post__user").order_by("enrolment_id", "-at").distinct("enrolment_id")
    return {row.enrolment_id: row for row in rows}


def may_undo(check: HelloCheck, now: dt.datetime) -> bool:
    """Within minutes, and while nobody was told."""
    return check.undone_at is None and check.signal_id is None and now - check.at <= UNDO


def misses_to_tell(now: dt.datetime) -> list[HelloCheck]:
    """The last answers that are a second miss in a row or a later one, past the minutes in which they are taken back."""
    newer = HelloCheck.objects.filter(enrolment=OuterRef("enrolment"), undone_at__isnull=True, at__gt=OuterRef("at"))
    found = HelloCheck.objects.filter(
        ~Exists(newer),
        result=HelloCheck.Result.MISSED,
        undone_at__isnull=True,
        signal__isnull=True,
        at__lt=now - UNDO,
        enrolment__ends_on__isnull=True,
    )
    rows = found.select_related("enrolment__household__area", "post__user")
    return [row for row in rows if len(missed_days(row.enrolment)) >= MISSES]


def missed_days(enrolment: Enrolment) -> list[dt.date]:
    """The days in a row, the latest first, on which nobody was met. Of one day the last answer counts."""
    days: dict[dt.date, str] = {}
    for on, result in enrolment.hellos.filter(undone_at__isnull=True).order_by("-at").values_list("on", "result"):
        days.setdefault(on, result)
        if days[on] != HelloCheck.Result.MISSED:
            break
    return [on for on, result in days.items() if result == HelloCheck.Result.MISSED]


def _owed(household_ids: list[UUID], day: dt.date) -> dict[UUID, dt.date]:
    """By when the greeting of this turn is owed, where it is."""
    turns = dues_with_status(day).filter(programme__code=PROGRAMME, household_id__in=household_ids)
    turns = turns.filter(opens_on__lte=day, closes_on__gte=day, status__in=ASKED_FOR)
    return dict(turns.values_list("household_id", "closes_on"))


def _home(
    row: HelloCaller, enrolment: Enrolment, last: HelloCheck | None, until: dt.date | None, day: dt.date
) -> HelloHome:
    home = enrolment.household
    return HelloHome(
        caller_id=row.id,
        household_id=home.id,
        whom=called(enrolment.person or head_of(home.id), day),
        address=home.address,
        door_hint=home.door_hint,
        safety=cautions(home.id, day),
        last=last,
        until=until,
        may_undo=last is not None and may_undo(last, timezone.now()),
    )
