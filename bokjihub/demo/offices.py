"""Building the offices of a story's city: areas, teams with names and coverage, and the people in their posts by date."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bokjihub.accounts.models import Pledge, Post, Role, User
from bokjihub.areas.models import Area, Team, TeamCoverage, TeamName
from bokjihub.demo.names import PASSWORD, person_name

PHONE = "02-000-0000"


def place(level: Area.Level, name: str, parent: Area | None, code: str, *, near: tuple[float, float]) -> Area:
    """An area at an invented point near the given one."""
    return Area.objects.create(level=level, name=name, parent=parent, code=code, latitude=near[0], longitude=near[1])


def around(centre: tuple[float, float], number: int, *, step: float = 0.008, columns: int = 4) -> tuple[float, float]:
    """The n-th point of a grid around a centre: where an invented dong is drawn."""
    row, column = divmod(number, columns)
    return centre[0] + (row - 1.5) * step, centre[1] + (column - 1.5) * step


def open_team(
    kind: Team.Kind, seat: Area, name: str, since: dt.date, *, until: dt.date | None = None, covers: bool = False
) -> Team:
    """A team with its name; with `covers` it is the outreach team of its own dong."""
    team = Team.objects.create(kind=kind, seat=seat, phone=PHONE, starts_on=since, ends_on=until)
    TeamName.objects.create(team=team, name=name, starts_on=since, ends_on=until)
    if covers:
        centre = TeamCoverage.Role.CENTRE
        TeamCoverage.objects.create(team=team, area=seat, role=centre, starts_on=since, ends_on=until)
    return team


@dataclass
class Staff:
    """People hired for a story; written together by `write`."""

    random: Random
    password: str = field(default_factory=lambda: make_password(PASSWORD))
    users: list[User] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    def hire(
        self, username: str, role: Role, area: Area, since: dt.date, *, team: Team | None = None, title: str = "",
        grade: str = "",
    ) -> Post:  # fmt: skip
        """A new person in a post from a day."""
        sex = self.random.choice("MF")
        name = person_name(self.random, sex=sex, birth_year=self.random.randrange(1966, 1994))
        user = User(username=username, name=name, password=self.password)
        self.users.append(user)
        return self.move(user, role, area, since, team=team, title=title, grade=grade)

    def move(
        self, user: User, role: Role, area: Area, since: dt.date, *, team: Team | None = None, title: str = "",
        grade: str = "", until: dt.date | None = None,
    ) -> Post:  # fmt: skip
        """A post for somebody who already works here (전보)."""
        post = Post(
            user=user,
            role=role,
            area=area,
            team=team,
            title=title or role.label,
            grade=grade,
            welfare_months=self.random.randrange(24, 240),
            starts_on=since,
            ends_on=until,
        )
        self.posts.append(post)
        return post

    def write(self) -> list[Post]:
        """Put users, posts and this year's pledges into the database."""
        User.objects.bulk_create(self.users)
        posts = Post.objects.bulk_create(self.posts)
        now, until = timezone.now(), timezone.localdate() + dt.timedelta(days=360)
        Pledge.objects.bulk_create(Pledge(user=user, signed_at=now, expires_on=until) for user in self.users)
        return posts
