"""34,877 homes and 73,263 people: real counts and one-person shares per office, invented everything else.

They are imagined without a database, in a process of their own while the tables are made, and written with COPY: two
statements, against several minutes through the ORM.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.sealed import seal, search_key
from bokjihub.audit.ids import uuid7
from bokjihub.demo import names
from bokjihub.demo.copying import copy_rows
from bokjihub.demo.ground import Town
from bokjihub.people.models import Household
from bokjihub.people.queries import address_key
from bokjihub.ui.words import chosung

Kind = Household.Kind
HOUSEHOLD_COLUMNS = [
    "id", "area_id", "tong_id", "kind", "address", "address_key", "registered_address", "registered_area_id",
    "latitude", "longitude", "is_sealed", "door_hint", "pinned_line", "pinned_on", "merged_into_id", "created_at",
]  # fmt: skip
PERSON_COLUMNS = [
    "id", "household_id", "area_id", "name", "chosung", "birth_on", "birth_year", "sex", "relation", "is_head",
    "lives_elsewhere", "phone_sealed", "phone_tail_key", "benefit_status", "note", "died_on",
]  # fmt: skip
NAME, SEX = PERSON_COLUMNS.index("name"), PERSON_COLUMNS.index("sex")
# Homes of two, and of three or more: the kinds with the share up to which each is drawn; the rest are 그 밖.
SHARES = {
    2: ((Kind.COUPLE, 0.6), (Kind.SINGLE_PARENT, 0.7), (Kind.GRANDPARENT, 0.73), (Kind.MULTICULTURAL, 0.74)),
    3: ((Kind.SINGLE_PARENT, 0.08), (Kind.GRANDPARENT, 0.11), (Kind.MULTICULTURAL, 0.15)),
}
# Who raises a child alone is of an age to, and so are grandparents.
HEADS_AGE = {Kind.SINGLE_PARENT: (26, 56), Kind.GRANDPARENT: (58, 84), Kind.MULTICULTURAL: (26, 66)}
WITH_GROWN_CHILD = 48
RAISING = {Kind.SINGLE_PARENT, Kind.GRANDPARENT}
DOOR_HINTS = (
    "귀가 어두우심 - 크게, 천천히",
    "무릎이 아프셔서 문까지 오래 걸림",
    "오전에는 밭에 계심",
    "초인종 고장 - 문을 두드림",
)


@dataclass(frozen=True)
class Home:
    """A generated home as the history needs it: who heads it, how large, how worn down (0 to 1, latent need)."""

    id: UUID
    area_id: UUID
    tong_id: UUID
    dong: str
    head_id: UUID
    head_name: str
    head_birth: dt.date
    size: int
    need: float
    phone: str
    address: str


def sizes_of(row: Mapping[str, Any], random: Random) -> list[int]:
    """Household sizes of one office: exactly its homes, its one-person homes and its people."""
    homes, single, people = row["households"], row["single"], row["people"]
    sizes = [1] * single + [2] * (homes - single)
    left = people - sum(sizes)
    shared = range(single, homes)
    while left > 0:
        place = random.choice(shared)
        if sizes[place] < 7 and random.random() < 1 / (sizes[place] - 1):
            sizes[place] += 1
            left -= 1
    random.shuffle(sizes)
    return sizes


@dataclass(frozen=True)
class Place:
    """One office's area as its homes need it: keys, where it lies, how many live there."""

    id: UUID
    name: str
    tongs: tuple[tuple[UUID, str], ...]
    latitude: float
    longitude: float
    counts: Mapping[str, Any]


@dataclass(frozen=True)
class Imagined:
    """Homes and the rows that make them, in the order of the columns; nothing is written yet."""

    homes: list[Home] = field(default_factory=list)
    households: list[tuple[Any, ...]] = field(default_factory=list)
    persons: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> list[Home]:
        """Write every home and person; returns the homes."""
        copy_rows("people_household", HOUSEHOLD_COLUMNS, self.households)
        copy_rows("people_person", PERSON_COLUMNS, self.persons)
        return self.homes


def places_of(town: Town) -> list[Place]:
    """The offices of the town whose homes are asked for."""
    return [
        Place(
            id=dong.id,
            name=dong.name,
            tongs=tuple((tong.id, tong.name) for tong in town.tongs[dong.name]),
            latitude=dong.latitude or 0,
            longitude=dong.longitude or 0,
            counts=row,
        )
        for row in town.facts
        for dong in (town.dongs[row["name"]],)
    ]


@dataclass(frozen=True)
class _Door:
    """What everybody of one home shares."""

    household_id: UUID
    area_id: UUID
    today: dt.date


def imagine(places: Sequence[Place], random: Random, today: dt.date) -> Imagined:
    """Every home and person of the places."""
    found = Imagined()
    names_of_all = [place.name for place in places]
    for place in places:
        for size in sizes_of(place.counts, random):
            home, household, persons = _home(random, place, names_of_all, size, today)
            found.homes.append(home)
            found.households.append(household)
            found.persons.extend(persons)
    return found


def _home(
    random: Random, place: Place, offices: Sequence[str], size: int, today: dt.date
) -> tuple[Home, tuple[Any, ...], list[tuple[Any, ...]]]:
    household_id = uuid7()
    tong_id, tong = random.choice(place.tongs)
    address = names.address(random, place.name, tong)
    mismatch = random.random() < 0.03
    registered = names.address(random, random.choice(offices), "1통") if mismatch else address
    kind = _kind(random, size)
    people = _members(random, _Door(household_id, place.id, today), kind, size)
    head = people[0]
    need = random.betavariate(1.3, 6.0) + (0.12 if size == 1 else 0) + (0.08 if today.year - head[6] >= 75 else 0)
    home = Home(
        id=household_id,
        area_id=place.id,
        tong_id=tong_id,
        dong=place.name,
        head_id=head[0],
        head_name=head[3],
        head_birth=head[5],
        size=size,
        need=min(need, 1.0),
        phone=head[-1],
        address=address,
    )
    household = (
        household_id,
        place.id,
        tong_id,
        kind.value,
        address,
        address_key(address),
        registered,
        None,
        place.latitude + random.gauss(0, 0.008),
        place.longitude + random.gauss(0, 0.008),
        random.random() < 0.0005,
        random.choice(DOOR_HINTS) if random.random() < 0.04 else "",
        "",
        None,
        None,
        timezone.now(),
    )
    return home, household, [person[:-1] for person in people]


def _kind(random: Random, size: int) -> Household.Kind:
    if size == 1:
        return Kind.SINGLE
    share, kinds = random.random(), SHARES[min(size, 3)]
    return next((kind for kind, below in kinds if share < below), Kind.OTHER)


def _members(random: Random, home: _Door, kind: Household.Kind, size: int) -> list[tuple[Any, ...]]:
    """The head first, then those the kind of home says: who is called 부부 lives as two, a 한부모 has a child to raise."""
    is_married = kind in {Kind.COUPLE, Kind.MULTICULTURAL} or (kind is Kind.OTHER and size > 2)
    low = 22 if is_married or size == 1 else WITH_GROWN_CHILD
    age = min(97, max(low, int(random.gauss(66 if size <= 2 else 52, 15))))
    if kind in HEADS_AGE:
        age = random.randrange(*HEADS_AGE[kind])
    is_abroad = kind is Kind.MULTICULTURAL
    parents = [_person(random, home, age, "본인", sex="M" if is_abroad else random.choice("MF"), is_head=True)]
    if is_married:
        sex, theirs = "F" if parents[0][SEX] == "M" else "M", max(20, age + random.randrange(-5, 4))
        parents.append(_person(random, home, theirs, "배우자", sex=sex, from_abroad=is_abroad))
    fathers_first = sorted(parents, key=lambda parent: bool(parent[SEX] != "M"))
    family = next((parent[NAME][0] for parent in fathers_first if not parent[NAME].isascii()), "")
    relation, least, most = ("손자녀", 45, 60) if kind is Kind.GRANDPARENT else ("자녀", 24, 42)
    children = []
    for _ in range(size - len(parents)):
        young = max(0, age - random.randrange(least, most))
        young = min(young, random.randrange(2, 18)) if kind in RAISING else young
        children.append(_person(random, home, young, relation, sex=random.choice("MF"), family=family))
    return parents + children


def _person(
    random: Random,
    home: _Door,
    age: int,
    relation: str,
    *,
    sex: str,
    is_head: bool = False,
    family: str = "",
    from_abroad: bool = False,
) -> tuple[Any, ...]:
    """The row in PERSON_COLUMNS order, and the phone in plain words behind it. `family` is the name a child bears."""
    person_id = uuid7()
    year = home.today.year - age
    birth = dt.date(year, random.randrange(1, 13), random.randrange(1, 29))
    name = names.person_name(random, sex=sex, birth_year=year, family=family)
    if from_abroad or (not family and random.random() < 0.005):
        name = names.foreign_name(random)
    phone = names.phone(random) if age >= 14 and (is_head or random.random() < 0.5) else ""
    status: list[str] = []
    if age >= 65 and random.random() < 0.7:
        status.append("기초연금")
    if is_head and random.random() < 0.09:
        status.append(random.choice(("기초(생계)", "기초(의료)", "기초(주거)", "차상위")))
    return (
        person_id,
        home.household_id,
        home.area_id,
        name,
        chosung(name),
        birth,
        year,
        sex,
        relation,
        is_head,
        False,
        seal(phone, column="people.phone", row=person_id),
        search_key(phone[-4:], column="people.phone") if phone else b"",
        status,
        "",
        None,
        phone,
    )
