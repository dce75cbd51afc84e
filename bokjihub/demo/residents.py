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
    people = _members(random, household_id, place.id, size, today)
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
        _kind(random, size, head).value,
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


def _kind(random: Random, size: int, head: tuple[Any, ...]) -> Household.Kind:
    if size == 1:
        return Kind.SINGLE
    if size == 2 and random.random() < 0.6:
        return Kind.COUPLE
    if size in {2, 3} and random.random() < 0.25:
        return Kind.SINGLE_PARENT if head[6] > 1965 else Kind.GRANDPARENT
    return Kind.MULTICULTURAL if random.random() < 0.04 else Kind.OTHER


def _members(random: Random, household_id: UUID, area_id: UUID, size: int, today: dt.date) -> list[tuple[Any, ...]]:
    age = min(97, max(22, int(random.gauss(66 if size <= 2 else 52, 15))))
    people = [_person(random, household_id, area_id, age, "본인", today, is_head=True)]
    if size >= 2:
        relation, other = ("배우자", age + random.randrange(-5, 4)) if random.random() < 0.7 else ("자녀", age - 30)
        people.append(_person(random, household_id, area_id, max(1, other), relation, today))
    for _ in range(size - 2):
        people.append(_person(random, household_id, area_id, max(0, age - random.randrange(24, 42)), "자녀", today))
    return people


def _person(
    random: Random, household_id: UUID, area_id: UUID, age: int, relation: str, today: dt.date, *, is_head: bool = False
) -> tuple[Any, ...]:
    """The row in PERSON_COLUMNS order, and the phone in plain words behind it."""
    person_id = uuid7()
    sex = random.choice("MF")
    year = today.year - age
    birth = dt.date(year, random.randrange(1, 13), random.randrange(1, 29))
    name = (
        names.foreign_name(random) if random.random() < 0.008 else names.person_name(random, sex=sex, birth_year=year)
    )
    phone = names.phone(random) if age >= 14 and (is_head or random.random() < 0.5) else ""
    status: list[str] = []
    if age >= 65 and random.random() < 0.7:
        status.append("기초연금")
    if is_head and random.random() < 0.09:
        status.append(random.choice(("기초(생계)", "기초(의료)", "기초(주거)", "차상위")))
    return (
        person_id,
        household_id,
        area_id,
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
