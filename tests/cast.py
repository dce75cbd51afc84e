"""The fixed cast: every permission test reads like a sentence about these people. All invented."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.models import Pledge, Post, Role, TongCharge, User
from bokjihub.areas.models import Area, Team, TeamCoverage, TeamName

LONG_AGO = dt.date(2016, 1, 4)
PASSWORD = "합성자료-2026-열쇠"


@dataclass
class Cast:
    """A small city with two dongs of their own and one zone of three, another city, and one person per role."""

    city: Area
    other_city: Area
    dongs: dict[str, Area]
    teams: dict[str, Team]
    posts: dict[str, Post] = field(default_factory=dict)

    def user(self, who: str) -> User:
        """The login of a cast member."""
        return self.posts[who].user

    def actor(self, who: str, *, day: dt.date | None = None) -> Actor:
        """A cast member as the access decision sees them today."""
        return actor_of(self.posts[who].user, place="127.0.0.1", day=day)

    @cached_property
    def tong5(self) -> Area:
        """노암동 5통."""
        return Area.objects.get(parent=self.dongs["노암동"], name="5통")


# who: (name, role, team or None, seat)
PEOPLE: dict[str, tuple[str, Role, str | None, str]] = {
    "officer": ("김서연", Role.DONG_OFFICER, "노암", "노암동"),
    "colleague": ("정민수", Role.DONG_OFFICER, "노암", "노암동"),
    "head": ("이정희", Role.TEAM_HEAD, "노암", "노암동"),
    "dong_head": ("오동장", Role.DONG_HEAD, "노암", "노암동"),
    "nurse": ("이하늘", Role.VISITING_NURSE, "노암", "노암동"),
    "geum_officer": ("한금동", Role.DONG_OFFICER, "금동", "금동"),
    "zone_officer": ("왕권역", Role.DONG_OFFICER, "왕정", "왕정동"),
    "manager": ("최은정", Role.CASE_MANAGER, "희망", "남원시"),
    "hope": ("박희망", Role.HOPE_UNIT, "희망", "남원시"),
    "emergency": ("강긴급", Role.EMERGENCY_OFFICER, "긴급", "남원시"),
    "emergency_head": ("류과장", Role.EMERGENCY_HEAD, "긴급", "남원시"),
    "specialist": ("문상담", Role.COUNSEL_SPECIALIST, "희망", "남원시"),
    "resource": ("나기탁", Role.RESOURCE_DESK, "희망", "남원시"),
    "secretary": ("유간사", Role.COUNCIL_SECRETARY, None, "남원시"),
    "member": ("이자영", Role.COUNCIL_MEMBER, None, "노암동"),
    "village_head": ("서통장", Role.VILLAGE_HEAD, None, "노암동"),
    "volunteer": ("박정임", Role.VOLUNTEER, None, "노암동"),
    "honorary": ("명예진", Role.HONORARY_OFFICER, None, "노암동"),
    "monitor": ("도추진", Role.MONITOR, None, "전북특별자치도"),
    "privacy": ("보호은", Role.PRIVACY_OFFICER, None, "남원시"),
    "admin": ("관리현", Role.CITY_ADMIN, None, "남원시"),
    "committee": ("심의원", Role.COMMITTEE, None, "남원시"),
    "agency": ("복지관", Role.AGENCY, None, "남원시"),
    "outsider": ("순천외", Role.DONG_OFFICER, "순천", "매곡동"),
}


def make_cast() -> Cast:
    """Write the cast into the database (as its owner)."""
    province = _area("sido", "전북특별자치도", None)
    city = _area("sigungu", "남원시", province, code="5219000000")
    elsewhere = _area("sido", "전라남도", None)
    other_city = _area("sigungu", "순천시", elsewhere)
    names = ("노암동", "금동", "왕정동", "동충동", "죽항동", "도통동")
    dongs = {
        name: _area("dong", name, city, latitude=35.40 + n / 100, longitude=127.38) for n, name in enumerate(names)
    }
    dongs["매곡동"] = _area("dong", "매곡동", other_city, latitude=34.95, longitude=127.49)
    for number in range(1, 7):
        _area("tong", f"{number}통", dongs["노암동"])
    cast = Cast(city=city, other_city=other_city, dongs=dongs, teams={})
    zones = {"노암": ["노암동"], "금동": ["금동"], "왕정": ["왕정동", "동충동", "죽항동"], "순천": ["매곡동"]}
    for name, covered in zones.items():
        cast.teams[name] = _team(Team.Kind.OUTREACH, dongs[covered[0]], f"{covered[0]} 맞춤형복지팀")
        for place in covered:
            role = TeamCoverage.Role.CENTRE if place == covered[0] else TeamCoverage.Role.GENERAL
            TeamCoverage.objects.create(team=cast.teams[name], area=dongs[place], role=role, starts_on=LONG_AGO)
    cast.teams["희망"] = _team(Team.Kind.HOPE_UNIT, city, "희망복지지원단")
    cast.teams["긴급"] = _team(Team.Kind.EMERGENCY, city, "긴급지원팀")
    places = {area.name: area for area in (province, city, other_city)} | dongs
    for who, (name, role, team, seat) in PEOPLE.items():
        cast.posts[who] = _post(who, name, role, cast.teams.get(team or ""), places[seat])
    TongCharge.objects.create(post=cast.posts["officer"], area=cast.tong5, starts_on=LONG_AGO)
    return cast


def _area(level: str, name: str, parent: Area | None, **more: object) -> Area:
    return Area.objects.create(level=level, name=name, parent=parent, **more)


def _team(kind: Team.Kind, seat: Area, name: str) -> Team:
    team = Team.objects.create(kind=kind, seat=seat, starts_on=LONG_AGO)
    TeamName.objects.create(team=team, name=name, starts_on=LONG_AGO)
    return team


@cache
def _hashed() -> str:
    """One argon2 hash for everybody: 24 of them a test cost 15 seconds on a busy machine."""
    return make_password(PASSWORD)


def _post(who: str, name: str, role: Role, team: Team | None, area: Area) -> Post:
    user = User.objects.create(username=who, name=name, password=_hashed())
    now = timezone.now()
    Pledge.objects.create(user=user, signed_at=now, expires_on=timezone.localdate() + dt.timedelta(days=300))
    return Post.objects.create(user=user, role=role, team=team, area=area, title=role.label, starts_on=LONG_AGO)
