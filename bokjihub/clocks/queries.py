"""Which clocks run for whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.models import Post, Role
from bokjihub.accounts.queries import Line, signers
from bokjihub.clocks.models import Clock, SignOff
from bokjihub.ui.papers.printing import Signed


def open_clocks(actor: Actor, *, until: dt.date, new_since: dt.date | None = None) -> QuerySet[Clock]:
    """Clocks due by `until` on which the actor must act: their own, and those of their role in their areas without owner."""
    mine = Q(post_id__in=[post.id for post in actor.posts])
    for post in actor.posts:
        mine |= Q(post__isnull=True, role=post.role, area_id__in=post.area_ids)
    due = Q(due_on__lte=until)
    if new_since is not None:
        due |= Q(started_on__gte=new_since)  # what was just given to me is seen at once, however far its day
    found = Clock.objects.filter(mine, due, done_at__isnull=True, paused_on__isnull=True)
    return found.select_related("policy", "area").order_by("due_on", "id")


def clocks_of_household(household_id: UUID) -> QuerySet[Clock]:
    """Every open clock of a household, earliest first."""
    found = Clock.objects.filter(household_id=household_id, done_at__isnull=True)
    return found.select_related("policy", "post__user").order_by("due_on", "id")


def clocks_of(subject_ids: Iterable[UUID]) -> QuerySet[Clock]:
    """Open clocks of the given things."""
    return Clock.objects.filter(subject_id__in=list(subject_ids), done_at__isnull=True).select_related("policy")


@dataclass(frozen=True)
class Signing:
    """The turns of one paper: those of the last time it was put up, and what was said the times before."""

    turns: tuple[SignOff, ...] = ()
    before: tuple[SignOff, ...] = ()

    @property
    def returned(self) -> SignOff | None:
        """The turn at which it came back."""
        return next((one for one in self.turns if one.is_returned), None)

    @property
    def turn(self) -> SignOff | None:
        """Whose turn it is; nobody's once it is over, came back, or where the town has no line of several steps."""
        if self.returned:
            return None
        return next((one for one in self.turns if not one.is_vacant and one.signed_on is None), None)

    @property
    def sent_on(self) -> dt.date | None:
        """The day it was last put up: the line of that day is the one that holds."""
        return self.turns[0].sent_on if self.turns else None

    @property
    def signed(self) -> dict[str, SignOff]:
        """Each post's turn by its name."""
        return {one.post_name: one for one in self.turns}

    def is_for(self, actor: Actor) -> bool:
        """Whether the turn is this person's: the post, or a stand-in for it; never the drafter, never a second time."""
        return self.turn is not None and _seat(self.turn, self.turns, actor) is not None

    def box(self, line: Line, drafted: tuple[str, dt.date | None]) -> list[Signed]:
        """The 결재란: who drafted, each who signed when, 대결, 전결, 공석; a stroke for what comes after 전결."""
        found = line.signed(drafted)
        end = line.posts.index(line.final)
        return [
            one if n == 0 or n > end else Signed(one.post, self._cell(one.post, line)) for n, one in enumerate(found)
        ]

    def _cell(self, post: str, line: Line) -> str:
        one = self.signed.get(post)
        if one is None or one.is_returned:
            return ""
        if one.is_vacant:
            return "공석"
        if one.signed_on is None:
            return ""
        marks = ["전결"] if one.decides and post != line.posts[-1] else []
        marks += [f"대결({one.signed_for})"] if one.signed_for else []
        return f"{one.signed_label.rsplit(' ', 1)[-1]} {one.signed_on:%-m. %-d.} {' '.join(marks)}".strip()


def signing_of(subject_id: UUID) -> Signing:
    """How far a paper has come on its line."""
    rows = list(SignOff.objects.filter(subject_id=subject_id).order_by("sent", "place"))
    last = rows[-1].sent if rows else 0
    acted = tuple(one for one in rows if one.sent < last and one.signed_on)
    return Signing(tuple(one for one in rows if one.sent == last), acted)


def posts_in_turn(turn: SignOff, day: dt.date) -> list[Post]:
    """Who holds the post whose turn it is."""
    return signers(Role(turn.role), turn.post_name, turn.area, day)


def seat_in_turn(turn: SignOff, actor: Actor) -> PostView | None:
    """The post of this person that may sign now."""
    return _seat(turn, signing_of(turn.subject_id).turns, actor)


def _seat(turn: SignOff, turns: Iterable[SignOff], actor: Actor) -> PostView | None:
    if actor.id == turn.drafted_by or actor.id in {one.signed_by for one in turns}:
        return None
    may = {post.id for post in posts_in_turn(turn, actor.day)}
    own = sorted((post for post in actor.posts if post.id in may), key=lambda post: bool(post.standing_in_for))
    return own[0] if own else None
