"""Areas, teams and the people who work: 남원시 with its 23 offices."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from random import Random
from typing import Any
from uuid import UUID

import yaml
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bokjihub.accounts.access.actors import CITY_ROLES, DONG_ROLES, Actor, actor_of, job_actor
from bokjihub.accounts.models import Pledge, Post, Role, TongCharge, User
from bokjihub.areas.models import Area, Team, TeamCoverage, TeamName
from bokjihub.demo.names import PASSWORD, person_name
from bokjihub.rollout.actions.hub import make_up_boundaries

Level = Area.Level
PLACE = "합성 자료"


@dataclass
class Town:
    """What the later steps need to know of the town."""

    city: Area
    dongs: dict[str, Area] = field(default_factory=dict)
    tongs: dict[str, list[Area]] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    team_of: dict[str, Team] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    facts: list[Mapping[str, Any]] = field(default_factory=list)
    zones: Mapping[str, list[str]] = field(default_factory=dict)
    people: dict[UUID, Actor] = field(default_factory=dict)

    def posts_of(self, role: Role, team: Team | None = None) -> list[Post]:
        """Posts of a role, in one team or in all."""
        return [post for post in self.posts if post.role == role and (team is None or post.team_id == team.id)]

    def actor(self, post: Post, day: dt.date) -> Actor:
        """Who holds a post, on a day: in this town nobody's post changes. What is given home by home is looked up anew."""
        known = self.people.get(post.id) or actor_of(post.user, place=PLACE, day=day)
        if known.roles <= CITY_ROLES | DONG_ROLES:
            self.people[post.id] = known
        return replace(known, day=day)


def read_facts(name: str) -> dict[str, Any]:
    """The open statistics of a town as shipped."""
    loaded: dict[str, Any] = yaml.safe_load((resources.files("bokjihub.demo") / name).read_text("utf-8"))
    return loaded


def laid_out() -> Town:
    """The areas of the town with their keys, not yet written: who lives there can be imagined before there is a database."""
    facts = read_facts("namwon.yaml")
    of_city = facts["city"]
    province = Area(level=Level.SIDO, name=of_city["province"], code="5200000000")
    city = Area(
        level=Level.SIGUNGU,
        name=of_city["name"],
        code=of_city["code"],
        parent=province,
        latitude=of_city["latitude"],
        longitude=of_city["longitude"],
    )
    town = Town(city=city, facts=facts["dongs"], zones=facts["zones"])
    for row in town.facts:
        town.dongs[row["name"]] = _dong(city, row)
        town.tongs[row["name"]] = _tongs(town.dongs[row["name"]], row)
    return town


def build(town: Town, random: Random, *, since: dt.date) -> Town:
    """Write areas, teams and staff; returns the town. Everybody's password is the demo's; accounts per role are printed by the command."""
    province = town.city.parent
    assert province is not None
    province.save()
    town.city.save()
    Area.objects.bulk_create(town.dongs.values())
    Area.objects.bulk_create(tong for tongs in town.tongs.values() for tong in tongs)
    make_up_boundaries(city=town.city, as_of=since, by=job_actor("합성 경계", city=town.city, day=since))
    _teams(town, town.zones, since)
    _staff(town, random, since, province)
    return town


def _dong(city: Area, row: Mapping[str, Any]) -> Area:
    return Area(
        level=Level.DONG,
        name=row["name"],
        code=row["code"],
        parent=city,
        legal_codes=row["legal"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        people_count=row["people"],
        households_count=row["households"],
    )


def _tongs(dong: Area, row: Mapping[str, Any]) -> list[Area]:
    """Tongs of a dong (one per about 250 households) or ris of a myeon, numbered: their real names are not used."""
    count = row["ris"] or max(6, row["households"] // 250)
    word = "리" if row["ris"] else "통"
    return [
        Area(level=Level.TONG, name=f"{number}{word}", parent=dong, latitude=dong.latitude, longitude=dong.longitude)
        for number in range(1, count + 1)
    ]


def _teams(town: Town, zones: Mapping[str, list[str]], since: dt.date) -> None:
    for centre, others in zones.items():
        team = Team.objects.create(
            kind=Team.Kind.OUTREACH, seat=town.dongs[centre], starts_on=since, phone="063-000-0000"
        )
        TeamName.objects.create(team=team, name=f"{centre} 찾아가는보건복지팀", starts_on=since)
        town.teams[centre] = team
        for place in [centre, *others]:
            role = TeamCoverage.Role.CENTRE if place == centre else TeamCoverage.Role.GENERAL
            TeamCoverage.objects.create(team=team, area=town.dongs[place], role=role, starts_on=since)
            town.team_of[place] = team
    for kind, name in ((Team.Kind.HOPE_UNIT, "희망복지지원단"), (Team.Kind.EMERGENCY, "긴급지원팀")):
        town.teams[name] = Team.objects.create(kind=kind, seat=town.city, starts_on=since, phone="063-000-0001")
        TeamName.objects.create(team=town.teams[name], name=name, starts_on=since)


def _staff(town: Town, random: Random, since: dt.date, province: Area) -> None:
    users: list[User] = []
    posts: list[Post] = []
    password = make_password(PASSWORD)

    def hire(
        username: str, role: Role, area: Area, *, team: Team | None = None, title: str = "", grade: str = ""
    ) -> Post:
        sex = random.choice("MF")
        user = User(username=username, name=person_name(random, sex=sex, birth_year=random.randrange(1966, 1998)))
        user.password = password
        post = Post(
            user=user,
            role=role,
            area=area,
            team=team,
            title=title or role.label,
            grade=grade,
            welfare_months=random.randrange(12, 240),
            starts_on=since,
        )
        users.append(user)
        posts.append(post)
        return post

    officers = [_dong_staff(town, hire, centre, number) for number, centre in enumerate(_centres(town), start=1)]
    _city_staff(town, hire, province)
    _residents_in_office(town, hire)
    User.objects.bulk_create(users)
    town.posts = Post.objects.bulk_create(posts)
    now = timezone.now()
    until = timezone.localdate() + dt.timedelta(days=360)
    Pledge.objects.bulk_create(Pledge(user=user, signed_at=now, expires_on=until) for user in users)
    TongCharge.objects.bulk_create(
        TongCharge(post=team[place % len(team)], area=tong, starts_on=since)
        for centre, team in zip(_centres(town), officers, strict=True)
        for place, tong in enumerate(_tongs_of_team(town, centre))
    )


def _centres(town: Town) -> list[str]:
    return [name for name, team in town.teams.items() if team.kind == Team.Kind.OUTREACH]


def _tongs_of_team(town: Town, centre: str) -> list[Area]:
    return [tong for name, team in town.team_of.items() if team == town.teams[centre] for tong in town.tongs[name]]


def _dong_staff(town: Town, hire: Any, centre: str, number: int) -> list[Post]:
    """One head (grade 6), officers by households (about one per 1,100, at least two), a nurse, the dong head."""
    team, seat = town.teams[centre], town.dongs[centre]
    households = sum(town.dongs[name].households_count or 0 for name, other in town.team_of.items() if other == team)
    hire(f"head{number}", Role.TEAM_HEAD, seat, team=team, title="팀장", grade="6급")
    count = max(2, round(households / 1100))
    officers = [
        hire(f"officer{number}-{one}", Role.DONG_OFFICER, seat, team=team, title="복지플래너", grade="8급")
        for one in range(1, count + 1)
    ]
    hire(f"nurse{number}", Role.VISITING_NURSE, seat, team=team, title="방문간호사", grade="8급")
    hire(f"donghead{number}", Role.DONG_HEAD, seat, team=team, title=f"{centre[-1]}장", grade="5급")
    return officers


def _city_staff(town: Town, hire: Any, province: Area) -> None:
    hope, emergency = town.teams["희망복지지원단"], town.teams["긴급지원팀"]
    for number in range(1, 3):
        hire(f"manager{number}", Role.CASE_MANAGER, town.city, team=hope)
        hire(f"hope{number}", Role.HOPE_UNIT, town.city, team=hope, grade="7급")
    hire("specialist1", Role.COUNSEL_SPECIALIST, town.city, team=hope, grade="7급")
    for number in range(1, 3):
        hire(f"emergency{number}", Role.EMERGENCY_OFFICER, town.city, team=emergency, grade="7급")
    hire("emergencyhead1", Role.EMERGENCY_HEAD, town.city, team=emergency, title="주민복지과장", grade="5급")
    hire("resource1", Role.RESOURCE_DESK, town.city, team=hope, grade="7급")
    hire("secretary1", Role.COUNCIL_SECRETARY, town.city)
    hire("privacy1", Role.PRIVACY_OFFICER, town.city, grade="6급")
    hire("admin1", Role.CITY_ADMIN, town.city, grade="7급")
    hire("committee1", Role.COMMITTEE, town.city)
    hire("agency1", Role.AGENCY, town.city, title="노암복지관")
    hire("monitor1", Role.MONITOR, province, grade="6급")


def _residents_in_office(town: Town, hire: Any) -> None:
    """Volunteers, village heads, council members, honorary officers: two or three a dong have logins."""
    for number, dong in enumerate(town.dongs.values(), start=1):
        for one in range(1, 4):
            hire(f"volunteer{number}-{one}", Role.VOLUNTEER, dong)
        hire(f"villagehead{number}", Role.VILLAGE_HEAD, dong, title=f"{town.tongs[dong.name][0].name}장")
        hire(f"member{number}", Role.COUNCIL_MEMBER, dong)
        hire(f"honorary{number}", Role.HONORARY_OFFICER, dong)
