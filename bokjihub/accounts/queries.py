"""Reads about posts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.models import ApprovalLine, Post, Role, TongCharge
from bokjihub.areas.models import Area
from bokjihub.ui.papers.printing import Signed


def posts_in_area(area_id: UUID, role: Role, day: dt.date) -> QuerySet[Post]:
    """Posts of a role in the team that covers a dong on `day`."""
    found = Post.objects.on(day).filter(role=role, team__coverage__area_id=area_id, team__coverage__starts_on__lte=day)
    return found.exclude(team__coverage__ends_on__lt=day).select_related("user").order_by("starts_on", "id")


def officers_for_tongs(tong_ids: Iterable[UUID], day: dt.date) -> dict[UUID, Post]:
    """Who looks after each tong or ri on `day`; a tong nobody is named for is not in the answer."""
    charges = TongCharge.objects.on(day).filter(area_id__in=set(tong_ids)).select_related("post__user").order_by("-id")
    return {one.area_id: one.post for one in charges if one.post.ends_on is None or one.post.ends_on >= day}


def posts_of_city(city: Area, day: dt.date) -> QuerySet[Post]:
    """Every post in force in a city on `day`, by place and trade."""
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city) | Q(team__seat=city)
    found = Post.objects.on(day).filter(here).select_related("user", "team__seat", "area")
    return found.order_by("team__seat__name", "role", "user__name", "id").distinct()


def posts_ever_of_city(city: Area) -> QuerySet[Post, UUID]:
    """Ids of all posts a city ever had: whose changes its administrator may read."""
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city)
    return Post.objects.filter(here).values_list("id", flat=True)


def colleagues(team_ids: set[UUID], day: dt.date) -> QuerySet[Post]:
    """Everybody in the given teams on `day`."""
    return Post.objects.on(day).filter(team_id__in=team_ids).select_related("user", "team").order_by("role", "id")


@dataclass(frozen=True)
class Line:
    """A 결재선 in force: the posts in order, and the one that decides."""

    posts: tuple[str, ...]
    final: str
    source: str = ""
    starts_on: dt.date | None = None

    def signed(
        self, drafted: tuple[str, dt.date | None], decided: tuple[str, dt.date | None] = ("", None), absent: str = ""
    ) -> list[Signed]:
        """The box as far as it is signed here: who drafted, then who decided; what comes after 전결 is struck through.

        `absent`: for whom the decider stood in (대결). Posts nobody signed in the system stay open for a hand.
        """
        acts = [drafted, decided]
        end = self.posts.index(self.final)
        found = []
        for number, post in enumerate(self.posts):
            label, on = acts[number] if number < len(acts) else ("", None)
            marks = ["전결"] if number == end < len(self.posts) - 1 else []
            marks += [f"대결({absent})"] if number == 1 and absent else []
            words = f"{label.rsplit(' ', 1)[-1]} {on:%-m. %-d.} {' '.join(marks)}".strip() if label and on else ""
            found.append(Signed(post, "/" if number > end else words))
        return found


SHIPPED_LINE = Line(("담당", "팀장", "과장"), "과장")
SHIPPED_LINES = {
    ApprovalLine.Paper.COUNSELLING: Line(("담당", "팀장"), "팀장"),
    ApprovalLine.Paper.RELATIONS: Line(("담당", "팀장"), "팀장"),
    ApprovalLine.Paper.CARE_APPLICATION: Line(("담당", "팀장"), "팀장"),
}


def approval_line(paper: ApprovalLine.Paper, day: dt.date) -> Line:
    """The line of a paper on a day: the town's own, else the usual one."""
    row = ApprovalLine.objects.filter(paper=paper, starts_on__lte=day).order_by("-starts_on").first()
    if row is None:
        return SHIPPED_LINES.get(paper, SHIPPED_LINE)
    return Line(tuple(row.posts), row.final, row.source, row.starts_on)
