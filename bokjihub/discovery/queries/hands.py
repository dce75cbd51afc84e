"""우리 몫 and 배정: how much the officers of a dong can carry, and who would take what nobody has yet (V05, V10).

A proposal is read fresh each time and changes nothing; the head confirms it, changed or not, in one press.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role, TongCharge
from bokjihub.areas.models import TeamCoverage
from bokjihub.discovery.models import Level, Quota, WorkItem
from bokjihub.discovery.points import Reason
from bokjihub.discovery.queries.reasons import reasons_of_items
from bokjihub.people.models import Person
from bokjihub.ui.words import masked_name

# Names an officer can really reach in one round where the dong has said nothing else (screens V10: 2명×20).
NAMES_PER_OFFICER = 20
REASONS_SHOWN = 2


@dataclass(frozen=True)
class Hand:
    """One officer: what is held now, what would be added, how much can be carried."""

    post: Post
    holds: int
    gets: int
    can: int

    @property
    def total(self) -> int:
        """Held and added."""
        return self.holds + self.gets


@dataclass(frozen=True)
class Proposal:
    """One household nobody has yet: why it is looked after, who would take it, and why that person."""

    item: WorkItem
    name: str
    reasons: tuple[Reason, ...]
    owner: Post | None
    why: str


@dataclass(frozen=True)
class Proposed:
    """The whole proposal; `beyond` households wait because nobody has a hand free."""

    proposals: tuple[Proposal, ...]
    hands: tuple[Hand, ...]

    @property
    def given(self) -> int:
        """Households that get an owner."""
        return sum(one.owner is not None for one in self.proposals)

    @property
    def beyond(self) -> int:
        """Households that wait."""
        return len(self.proposals) - self.given


def per_officer(area_ids: Iterable[UUID], day: dt.date) -> dict[UUID, int]:
    """What one officer of each dong can carry on a day."""
    found = dict.fromkeys(area_ids, NAMES_PER_OFFICER)
    for row in Quota.objects.filter(area_id__in=found, starts_on__lte=day).order_by("starts_on"):
        found[row.area_id] = row.per_officer
    return found


def carriers(area_ids: Iterable[UUID], day: dt.date) -> dict[UUID, int]:
    """Every dong officer who serves the dongs, with what they can carry: the least any of their dongs allows."""
    coverage = list(TeamCoverage.objects.on(day).filter(area_id__in=list(area_ids)).values_list("team_id", "area_id"))
    allowed = per_officer({area_id for _, area_id in coverage}, day)
    of_team: dict[UUID, int] = {}
    for team_id, area_id in coverage:
        of_team[team_id] = min(allowed[area_id], of_team.get(team_id, allowed[area_id]))
    posts = Post.objects.on(day).filter(role=Role.DONG_OFFICER, team_id__in=of_team).values_list("id", "team_id")
    return {post_id: of_team[team_id] for post_id, team_id in posts if team_id is not None}


def propose(actor: Actor) -> Proposed:
    """Whatever nobody owns, the most pressing first: to who looks after its 통·리 while there is room, else to the officer
    with the most room. Urgent ones and those that must be seen are never left waiting."""
    day = actor.day
    waiting = WorkItem.objects.filter(closed_on__isnull=True, owner__isnull=True, area_id__in=actor.areas)
    items = list(waiting.select_related("household__tong", "area").order_by("-points", "opened_on", "id"))
    can = carriers(actor.areas, day)
    posts = {post.id: post for post in Post.objects.filter(id__in=can).select_related("user", "team")}
    open_now = WorkItem.objects.filter(closed_on__isnull=True, owner_id__in=can).values_list("owner_id", flat=True)
    holds, gets = Counter(open_now), Counter[UUID]()
    serves = _teams_of({item.area_id for item in items}, day)
    charges = _charges({item.household.tong_id for item in items if item.household.tong_id}, day)
    reasons = reasons_of_items(items, day)
    names = _names(items)
    proposals = []
    for item in sorted(items, key=lambda item: not _must(item, reasons[item.id])):
        near = [post for post in posts.values() if post.team_id == serves.get(item.area_id)]
        free = {post.id: can[post.id] - holds[post.id] - gets[post.id] for post in near}
        owner, why = _who(item, near, free, charges, must=_must(item, reasons[item.id]))
        if owner is not None:
            gets[owner.id] += 1
        shown = tuple(reasons[item.id][:REASONS_SHOWN])
        proposals.append(Proposal(item, names.get(item.household_id, "이름 모름"), shown, owner, why))
    hands = [Hand(post, holds[post.id], gets[post.id], can[post.id]) for post in posts.values()]
    return Proposed(tuple(proposals), tuple(sorted(hands, key=lambda hand: (hand.post.user.name, str(hand.post.id)))))


def _who(
    item: WorkItem, near: Sequence[Post], free: dict[UUID, int], charges: dict[UUID, UUID], *, must: bool
) -> tuple[Post | None, str]:
    tong = item.household.tong
    charge = next((post for post in near if tong and post.id == charges.get(tong.id)), None)
    if charge is not None and (free[charge.id] > 0 or must):
        return charge, f"{tong} 담당"
    widest = max(near, key=lambda post: (free[post.id], str(post.id)), default=None)
    if widest is not None and (free[widest.id] > 0 or must):
        return widest, "자리가 가장 많음" if free[widest.id] > 0 else "꼭 살필 가구"
    return None, "몫이 찼습니다" if near else "담당이 없는 동입니다"


def _must(item: WorkItem, reasons: Sequence[Reason]) -> bool:
    return item.level != Level.NORMAL or any(reason.must for reason in reasons)


def _teams_of(area_ids: set[UUID], day: dt.date) -> dict[UUID, UUID]:
    return dict(TeamCoverage.objects.on(day).filter(area_id__in=area_ids).values_list("area_id", "team_id"))


def _charges(tong_ids: set[UUID], day: dt.date) -> dict[UUID, UUID]:
    return dict(TongCharge.objects.on(day).filter(area_id__in=tong_ids).values_list("area_id", "post_id"))


def _names(items: Sequence[WorkItem]) -> dict[UUID, str]:
    found = Person.objects.filter(household_id__in=[item.household_id for item in items]).order_by(
        "household_id", "lives_elsewhere", "-is_head", "id"
    )
    rows = found.distinct("household_id").values_list("household_id", "name")
    return {household_id: masked_name(name) for household_id, name in rows}
