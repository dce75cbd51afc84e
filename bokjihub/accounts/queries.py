"""Reads about posts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.access.actors import DONG_ROLES
from bokjihub.accounts.models import ApprovalLine, Post, Role, TongCharge
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import city_of
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
    roles: tuple[str, ...] = ()
    office: str = ""

    @property
    def turns(self) -> list[tuple[str, Role, bool]]:
        """Whose signature is given here after the drafter's, in order: the post, its role, and whether it decides."""
        end = self.posts.index(self.final)
        return [
            (post, Role(role), post == self.final)
            for post, role in list(zip(self.posts, self.roles, strict=False))[1 : end + 1]
            if role
        ]

    @property
    def written_out(self) -> list[str]:
        """The posts as a setting shows them: 팀장(맞춤형복지팀장), and the ones that sign on paper bare."""
        roles = {post: role.label for post, role, _ in self.turns}
        return [f"{post}({roles[post]})" if post in roles else post for post in self.posts]

    def signed(
        self,
        drafted: tuple[str, dt.date | None],
        decided: tuple[str, dt.date | None] = ("", None),
        absent: str = "",
        decided_as: str = "",
    ) -> list[Signed]:
        """The box as far as it is signed here: who drafted, then who decided; what comes after 전결 is struck through.

        `absent`: for whom the decider stood in (대결). `decided_as`: the post they decided as, the one after the drafter
        unless said. Posts nobody signed in the system stay open for a hand.
        """
        end = self.posts.index(self.final)
        seat = min(self.posts.index(decided_as), end) if decided_as in self.posts else 1
        acts = {0: drafted, seat: decided}
        found = []
        for number, post in enumerate(self.posts):
            label, on = acts.get(number, ("", None))
            marks = ["전결"] if number == end < len(self.posts) - 1 else []
            marks += [f"대결({absent})"] if number == seat and absent else []
            words = f"{label.rsplit(' ', 1)[-1]} {on:%-m. %-d.} {' '.join(marks)}".strip() if label and on else ""
            found.append(Signed(post, "/" if number > end else words))
        return found


# Papers without a line of their own: the officer in charge and the head of the team.
OFFICER_AND_HEAD = Line(("담당", "팀장"), "팀장")
SHIPPED_LINE = Line(("담당", "팀장", "과장"), "과장")
SHIPPED_LINES = {
    ApprovalLine.Paper.COUNSELLING: OFFICER_AND_HEAD,
    ApprovalLine.Paper.RELATIONS: OFFICER_AND_HEAD,
    ApprovalLine.Paper.CARE_APPLICATION: OFFICER_AND_HEAD,
    ApprovalLine.Paper.ALLOCATION: Line(("담당", "과장"), "과장"),
}


def approval_line(paper: ApprovalLine.Paper, day: dt.date, office: str = "") -> Line:
    """The line of a paper on a day: the office's own before the town's, else the usual one."""
    found = ApprovalLine.objects.filter(paper=paper, office__in={"", office}, starts_on__lte=day)
    row = found.order_by("-office", "-starts_on").first()
    if row is None:
        return SHIPPED_LINES.get(paper, SHIPPED_LINE)
    return Line(tuple(row.posts), row.final, row.source, row.starts_on, tuple(row.roles), row.office)


def signers(role: Role, title: str, area: Area, day: dt.date) -> list[Post]:
    """Who may sign as a post of a line for a dong: those of its role, and of them the ones whose 직위 says so, if any."""
    city = city_of(area)
    here = Q(team__in=team_ids_of(area.id, day)) | Q(area=area) if role in DONG_ROLES else Q(area=city)
    found = list(Post.objects.on(day).filter(here, role=role).select_related("user").order_by("starts_on", "id"))
    return [post for post in found if title in post.title] or found


def team_ids_of(area_id: UUID, day: dt.date) -> QuerySet[TeamCoverage, UUID]:
    """The teams that cover a dong on a day."""
    return TeamCoverage.objects.on(day).filter(area_id=area_id).values_list("team_id", flat=True)
