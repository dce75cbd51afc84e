"""Who acts: a person in the posts of a day, or a named job."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Q
from django.utils import timezone

from bokjihub.accounts.models import Assignment, Pledge, Post, Role, StandIn, User
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import city_of, dongs_of

# Roles whose reach is every dong of their city; the other roles reach what their team covers, or only what is given.
CITY_ROLES = frozenset(
    {
        Role.HOPE_UNIT,
        Role.EMERGENCY_OFFICER,
        Role.EMERGENCY_HEAD,
        Role.COUNSEL_SPECIALIST,
        Role.RESOURCE_DESK,
        Role.PORTAL,
        Role.JOB,
    }
)
DONG_ROLES = frozenset({Role.DONG_OFFICER, Role.TEAM_HEAD, Role.VISITING_NURSE, Role.DONG_HEAD})


@dataclass(frozen=True)
class PostView:
    """A post in force, with the dongs it reaches that day. `standing_in_for` names the absent colleague.

    `subjects` are the households given to this post by assignment. A right given to one post is no right of another
    post of the same person: who carries a box to a home as a council member does not read its record as an officer.
    """

    id: UUID
    role: Role
    title: str
    team_id: UUID | None
    city_id: UUID | None
    area_id: UUID
    area_ids: frozenset[UUID]
    standing_in_for: str = ""
    subjects: frozenset[UUID] = frozenset()
    seat: str = ""

    @property
    def label(self) -> str:
        """Where and as what, as the record keeps it: 노암동 복지담당."""
        return f"{self.seat} {self.title or self.role.label}"


@dataclass(frozen=True)
class Actor:
    """A person (or job) as of a day."""

    id: UUID
    name: str
    label: str
    place: str
    day: dt.date
    posts: tuple[PostView, ...]
    pledged: bool = True

    @property
    def areas(self) -> frozenset[UUID]:
        """Every dong any post reaches."""
        return frozenset().union(*(post.area_ids for post in self.posts))

    @property
    def subjects(self) -> frozenset[UUID]:
        """Households given to any of the posts, whatever their dong."""
        return frozenset().union(*(post.subjects for post in self.posts))

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held today, stand-ins included."""
        return frozenset(post.role for post in self.posts)

    @property
    def main_post(self) -> PostView | None:
        """The person's own post: the first that is not a stand-in."""
        return next((post for post in self.posts if not post.standing_in_for), self.posts[0] if self.posts else None)

    def has(self, *roles: Role) -> bool:
        """Whether any of the roles is held today."""
        return bool(self.roles & set(roles))


def actor_of(user: User, *, place: str, day: dt.date | None = None) -> Actor:
    """The signed-in person with today's posts, stand-ins and assignments. Two to five queries; never cached."""
    day = day or timezone.localdate()
    posts = _with_subjects(_posts(user, day))
    label = " · ".join(filter(None, (posts[0].label if posts else "", user.name)))
    return Actor(
        id=user.id,
        name=user.name,
        label=label,
        place=place,
        day=day,
        posts=tuple(posts),
        pledged=Pledge.objects.filter(user=user, expires_on__gte=day).exists(),
    )


def job_actor(name: str, *, city: Area, day: dt.date | None = None, role: Role = Role.JOB) -> Actor:
    """A named job of a city (night run, import, public report page): reaches the city, is on record under its name."""
    day = day or timezone.localdate()
    post = PostView(
        id=uuid5(NAMESPACE_URL, f"bokjihub:{name}:{city.id}"),
        role=role,
        title=name,
        team_id=None,
        city_id=city.id,
        area_id=city.id,
        area_ids=frozenset(area.id for area in dongs_of(city, day)),
    )
    return Actor(id=post.id, name=name, label=f"자동 · {name}", place="server", day=day, posts=(post,))


def _posts(user: User, day: dt.date) -> list[PostView]:
    """The person's own posts, then those of absent colleagues, each the longest held first."""
    stood_in_for = StandIn.objects.on(day).filter(by_user=user).values("absent_id")
    found = Post.objects.on(day).filter(Q(user=user) | Q(id__in=stood_in_for))
    found = found.select_related("area__parent__parent", "team__seat", "user")
    own_first = sorted(found, key=lambda post: (post.user_id != user.id, post.starts_on, post.id))
    return [
        post_view(post, day, standing_in_for="" if post.user_id == user.id else post.user.name) for post in own_first
    ]


def post_view(post: Post, day: dt.date, *, standing_in_for: str = "") -> PostView:
    """A post with its reach on `day`: team coverage for dong roles, the whole city for city roles, else nothing."""
    city = city_of(post.area)
    return PostView(
        id=post.id,
        role=Role(post.role),
        title=post.title,
        team_id=post.team_id,
        city_id=city.id if city else None,
        area_id=post.area_id,
        area_ids=frozenset(_reach(post, city, day)),
        standing_in_for=standing_in_for,
        seat=post.team.seat.name if post.team else post.area.name,
    )


def _reach(post: Post, city: Area | None, day: dt.date) -> set[UUID]:
    role = Role(post.role)
    if role in CITY_ROLES and city is not None:
        return {area.id for area in dongs_of(city, day)}
    if role in DONG_ROLES and post.team_id:
        return set(TeamCoverage.objects.on(day).filter(team_id=post.team_id).values_list("area_id", flat=True))
    if role == Role.DONG_HEAD:
        return {post.area_id}
    return set()


def _with_subjects(posts: list[PostView]) -> list[PostView]:
    now = timezone.now()
    open_now = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    found = Assignment.objects.filter(open_now, post_id__in=[post.id for post in posts], starts_at__lte=now)
    given: dict[UUID | None, set[UUID]] = defaultdict(set)
    for post_id, subject_id in found.values_list("post_id", "subject_id"):
        given[post_id].add(subject_id)
    return [replace(post, subjects=frozenset(given[post.id])) for post in posts]
