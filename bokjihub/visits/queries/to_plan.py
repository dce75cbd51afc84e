"""What there is to plan on a team's day: the booked visits, the turns nobody has booked, who may go and who is away."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.models import Post, User
from bokjihub.areas.models import Team
from bokjihub.areas.queries import covered_area_ids
from bokjihub.engines.routes.problem import Place
from bokjihub.visits.models import Absence, DayPlan, Due, GoerTerms, PlanLine, Skill, Visit
from bokjihub.visits.queries.due import dues_with_status
from bokjihub.visits.queries.pairs import LEADERS, RESIDENTS, absences_of, is_resident
from bokjihub.visits.queries.wishes import terms_of

MOST_TURNS = 40  # a day
A_DAY = dt.timedelta(days=1)


def lines_of(plan: DayPlan) -> QuerySet[PlanLine]:
    """Lines with everything a page or the planner names."""
    return plan.lines.select_related(
        "household__area",
        "household__tong",
        "visit__programme",
        "visit__lead",
        "due__programme",
        "lead__user",
        "mate__user",
    )


def visits_to_plan(team: Team, day: dt.date, until: dt.date | None = None) -> list[tuple[Visit, UUID | None]]:
    """Booked visits of the team by one or two of its people, and who goes along. Others only take people's time."""
    own = {post.id for post in goers_of(team, day)}
    days = (day, until or day)
    found = Visit.objects.filter(planned_on__range=days, state=Visit.State.SCHEDULED, lead__in=own)
    rows = [(visit, [one.post_id for one in visit.companions.all()]) for visit in found.prefetch_related("companions")]
    return [(visit, next(iter(along), None)) for visit, along in rows if len(along) < 2 and own.issuperset(along)]


def visits_of(goers: Iterable[Post], first: dt.date, last: dt.date) -> list[Visit]:
    """Where these people go between two days, alone or along, whatever came of it."""
    ids = [post.id for post in goers]
    found = Visit.objects.filter(planned_on__gte=first, planned_on__lte=last)
    found = found.exclude(state=Visit.State.CANCELLED).filter(Q(lead__in=ids) | Q(companions__post__in=ids)).distinct()
    found = found.select_related("household__area", "programme", "lead__user", "lead__team")
    return list(found.prefetch_related("companions__post__user").order_by("planned_on", "planned_at", "id"))


def turns_to_plan(team: Team, day: dt.date, until: dt.date | None = None) -> list[Due]:
    """Turns of the team's dongs that nobody has booked, open on the day or opening by `until`, the window closing soonest first."""
    last = until or day
    areas = covered_area_ids({team.id}, day).get(team.id, set())
    waiting = dues_with_status(day).filter(
        Q(status__in=[Due.Status.DUE, Due.Status.NOT_MET]) | Q(status=Due.Status.COMING, opens_on__lte=last),
        area_id__in=areas,
    )
    most = MOST_TURNS * ((last - day).days + 1)
    return list(waiting.select_related("programme").order_by("closes_on", "id")[:most])


def away_lines(plan: DayPlan) -> list[UUID]:
    """Lines of booked visits whose lead or companion is away at the booked time."""
    found = []
    for line in lines_of(plan).filter(visit__isnull=False):
        assert line.visit is not None
        people = {post.user_id for post in (line.lead, line.mate) if post is not None}
        visit = line.visit
        if absences_of(people, visit.planned_on, visit.planned_at, visit.minutes).exists():
            found.append(line.id)
    return found


def absences_between(team: Team, day: dt.date, until: dt.date | None = None) -> list[Absence]:
    """Who of those who may go for the team is away on the day, or from it until another, and when."""
    first, after = (timezone.make_aware(dt.datetime.combine(one, dt.time.min)) for one in (day, (until or day) + A_DAY))
    users = {post.user_id for post in goers_of(team, day)}
    found = Absence.objects.filter(user_id__in=users, starts_at__lt=after, ends_at__gt=first)
    return list(found.select_related("user").order_by("starts_at", "id"))


def goers_of(team: Team, day: dt.date) -> list[Post]:
    """Everybody who may go for this team: its officers and nurses, and the neighbours of its dongs."""
    areas = covered_area_ids({team.id}, day).get(team.id, set())
    near = Q(team=team, role__in=LEADERS) | Q(role__in=RESIDENTS) & (Q(area__in=areas) | Q(area__parent__in=areas))
    found = Post.objects.on(day).filter(near, user__in=User.objects.filter(is_active=True))
    return list(found.select_related("user", "team__seat", "area").order_by("role", "user__name", "id"))


def office_of(team: Team) -> Place:
    seat = team.seat
    return Place(seat.latitude or 0.0, seat.longitude or 0.0)


@dataclass(frozen=True)
class GoerRow:
    """One line of who visits: the post, what is noted of them."""

    post: Post
    terms: GoerTerms | None

    @property
    def brings(self) -> str:
        """수어 · 차를 가져감."""
        return " · ".join(str(Skill(one).label) for one in self.terms.skills) if self.terms else ""


def goer_rows(team: Team, day: dt.date) -> list[GoerRow]:
    """Everybody who may go for a team, staff first, with when they come and what they bring."""
    posts = sorted(goers_of(team, day), key=lambda post: (is_resident(post), post.role, post.user.name))
    noted = terms_of({post.user_id for post in posts})
    return [GoerRow(post, noted.get(post.user_id)) for post in posts]
