"""Who carries how much: open cases by worker with their stages, what is late and what falls due within a week."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bokjihub.accounts.models import Post
from bokjihub.cases.models import Case
from bokjihub.clocks.models import Clock

State = Case.State
BEFORE_PLAN = (
    State.ACCEPTED,
    State.SURVEYING,
    State.CONFERENCE,
    State.SELECTED_GENERAL,
    State.SELECTED_COMPLEX,
    State.TRANSFER_PENDING,
    State.PLANNING,
)
SOON_DAYS = 7


@dataclass(frozen=True)
class Load:
    """One worker."""

    post: Post
    cases: int
    complex: int
    before_plan: int
    serving: int
    suspended: int
    late: int
    soon: int


def workload(cases: QuerySet[Case], today: dt.date) -> list[Load]:
    """Workers with open cases in reach, the fullest first. Two queries for counts, one for the names."""
    rows = (
        cases.filter(manager__isnull=False)
        .exclude(state__in=Case.OVER)
        .values("manager_id")
        .annotate(
            cases=Count("id"),
            complex=Count("id", filter=Q(kind=Case.Kind.COMPLEX)),
            before_plan=Count("id", filter=Q(state__in=BEFORE_PLAN)),
            suspended=Count("id", filter=Q(state=State.SUSPENDED)),
        )
        .order_by()
    )
    counted = {row["manager_id"]: row for row in rows}
    posts = Post.objects.filter(id__in=counted).select_related("user", "team", "area")
    clocks = _clocks(list(counted), today)
    found = [
        Load(
            post=post,
            cases=row["cases"],
            complex=row["complex"],
            before_plan=row["before_plan"],
            serving=row["cases"] - row["before_plan"] - row["suspended"],
            suspended=row["suspended"],
            late=clocks.get(post.id, (0, 0))[0],
            soon=clocks.get(post.id, (0, 0))[1],
        )
        for post in posts
        for row in [counted[post.id]]
    ]
    return sorted(found, key=lambda one: (-one.cases, one.post.user.name))


def _clocks(posts: list[UUID], today: dt.date) -> dict[UUID, tuple[int, int]]:
    """Late, and due within a week, of the clocks of cases that name these posts."""
    rows = (
        Clock.objects.filter(post_id__in=posts, done_at__isnull=True, policy__code__startswith="case.")
        .values("post_id")
        .annotate(
            late=Count("id", filter=Q(due_on__lt=today)),
            soon=Count("id", filter=Q(due_on__gte=today, due_on__lte=today + dt.timedelta(days=SOON_DAYS))),
        )
        .order_by()
    )
    return {row["post_id"]: (row["late"], row["soon"]) for row in rows}
