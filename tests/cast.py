"""The fixed cast: every permission test reads like a sentence about these people. All invented."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

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
    tong5: Area  # 노암동 5통
    posts: dict[str, Post] = field(default_factory=dict)

    def user(self, who: str) -> User:
        """The login of a cast member."""
        return self.posts[who].user

    def actor(self, who: str, *, day: dt.date | None = None) -> Actor:
        """A cast member as the access decision sees them today."""
        return actor_of(self.posts[who].user, place="127.0.0.1", day=day)


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
    """Write the cast into the database (as its owner), in as few statements as it has tables: every test does this."""
    province = Area(level="sido", name="전북특별자치도")
    city = Area(level="sigungu", name="남원시", parent=province, code="5219000000")
    elsewhere = Area(level="sido", name="전라남도")
    other_city = Area(level="sigungu", name="순천시", parent=elsewhere)
    names = ("노암동", "금동", "왕정동", "동충동", "죽항동", "도통동")
    dongs = {
        name: Area(level="dong", name=name, parent=city, latitude=35.40 + n / 100, longitude=127.38)
        for n, name in enumerate(names)
    }
    dongs["매곡동"] = Area(level="dong", name="매곡동", parent=other_city, latitude=34.95, longitude=127.49)
    tongs = [Area(level="tong", name=f"{number}통", parent=dongs["노암동"]) for number in range(1, 7)]
    for rank in ((province, elsewhere), (city, other_city), dongs.values(), tongs):
        Area.objects.bulk_create(rank)
    cast = Cast(city=city, other_city=other_city, dongs=dongs, teams={}, tong5=tongs[4])
    zones = {"노암": ["노암동"], "금동": ["금동"], "왕정": ["왕정동", "동충동", "죽항동"], "순천": ["매곡동"]}
    seats = {name: (Team.Kind.OUTREACH, dongs[covered[0]]) for name, covered in zones.items()}
    seats |= {"희망": (Team.Kind.HOPE_UNIT, city), "긴급": (Team.Kind.EMERGENCY, city)}
    cast.teams |= {name: Team(kind=kind, seat=seat, starts_on=LONG_AGO) for name, (kind, seat) in seats.items()}
    Team.objects.bulk_create(cast.teams.values())
    called = {"희망": "희망복지지원단", "긴급": "긴급지원팀"}
    called |= {name: f"{covered[0]} 맞춤형복지팀" for name, covered in zones.items()}
    TeamName.objects.bulk_create(
        TeamName(team=cast.teams[name], name=words, starts_on=LONG_AGO) for name, words in called.items()
    )
    TeamCoverage.objects.bulk_create(
        TeamCoverage(
            team=cast.teams[name],
            area=dongs[place],
            role=TeamCoverage.Role.CENTRE if place == covered[0] else TeamCoverage.Role.GENERAL,
            starts_on=LONG_AGO,
        )
        for name, covered in zones.items()
        for place in covered
    )
    _seat_people(cast, {area.name: area for area in (province, city, other_city)} | dongs)
    TongCharge.objects.create(post=cast.posts["officer"], area=cast.tong5, starts_on=LONG_AGO)
    return cast


def _seat_people(cast: Cast, places: dict[str, Area]) -> None:
    users = {who: User(username=who, name=row[0], password=_hashed()) for who, row in PEOPLE.items()}
    User.objects.bulk_create(users.values())
    now, until = timezone.now(), timezone.localdate() + dt.timedelta(days=300)
    Pledge.objects.bulk_create(Pledge(user=user, signed_at=now, expires_on=until) for user in users.values())
    for who, (_, role, team, seat) in PEOPLE.items():
        cast.posts[who] = Post(
            user=users[who],
            role=role,
            team=cast.teams.get(team or ""),
            area=places[seat],
            title=role.label,
            starts_on=LONG_AGO,
        )
    Post.objects.bulk_create(cast.posts.values())


@cache
def _hashed() -> str:
    """One argon2 hash for everybody: 24 of them a test cost 15 seconds on a busy machine."""
    return make_password(PASSWORD)
