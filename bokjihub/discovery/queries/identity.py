"""Who is it: a described person or home compared with everybody in the city, and how sure that is.

Flow: description (from a line, a report or the form being typed) → one owner-owned SQL function compares it inside the
city (`discovery_candidates`: ids and facts of comparison, never names) → candidates with evidence in words → one of
four answers: this person, this home, ask a person, new home. Only certain answers are acted on by themselves.

Rejected: a learned linkage model (nobody can say why two people became one; evidence in words can be read and
undone); matching by name and dong alone (of 150 people of one name, one gets another's trouble).
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection

from bokjihub.accounts.access.sealed import search_key
from bokjihub.areas.models import Area
from bokjihub.discovery.models import Signal
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import address_key
from bokjihub.ui.words import masked_phone, official_date, with_particle

UNKNOWN_NAMES = frozenset({"", "미상", "모름", "?"})
# Evidence in hundredths; two strong facts, or one and the door, are worth asking a person.
NAME, NEAR_NAME, BIRTH, NEAR_BIRTH, PHONE, DOOR, NEAR_DOOR = 30, 20, 30, 12, 35, 35, 20
ASK_FROM, LIKE_FROM = 45, 0.5
CHUNK = 500
_FLAT = re.compile(r"\d+-\d+-\d+$|\d+-\d{3,4}$")  # 12-101-503: a number, a building, a flat


class Sure(StrEnum):
    """How a described person relates to who is known."""

    PERSON = "person"  # this very person, certain
    HOME = "home"  # this very home, certain
    ASK = "ask"  # a person must look
    NEW = "new"  # nobody like it in the city


@dataclass(frozen=True)
class Described:
    """Who a line or report speaks of, as far as it says."""

    name: str = ""
    birth_on: dt.date | None = None
    phone: str = ""
    address: str = ""
    dong_id: UUID | None = None

    @property
    def known_name(self) -> str:
        """The name, or nothing where it says 미상."""
        return "" if self.name.strip() in UNKNOWN_NAMES else self.name.strip()


@dataclass(frozen=True)
class Candidate:
    """One home that may be meant, with what agrees. Out of scope: another dong's; nothing of it may be shown."""

    household_id: UUID
    person_id: UUID | None
    area_id: UUID
    in_scope: bool
    same_name: bool
    near_name: float
    same_birth: bool
    near_birth: bool
    same_phone: bool
    same_door: bool
    near_door: float

    @property
    def points(self) -> int:
        """Evidence in hundredths, at most 100."""
        name = NAME if self.same_name else NEAR_NAME * (self.near_name >= 0.3)
        birth = BIRTH if self.same_birth else NEAR_BIRTH * self.near_birth
        door = DOOR if self.same_door else NEAR_DOOR * (self.near_door >= LIKE_FROM)
        return min(100, name + birth + PHONE * self.same_phone + door)

    @property
    def evidence(self) -> str:
        """What agrees, in words: 이름과 전화가 같음."""
        same = [word for word, is_so in self._facts() if is_so]
        near = [
            word
            for word, is_so in (
                ("이름", not self.same_name and self.near_name >= 0.3),
                ("태어난 날", self.near_birth),
                ("주소", not self.same_door and self.near_door >= LIKE_FROM),
            )
            if is_so
        ]
        parts = [f"{with_particle('·'.join(same), '이/가')} 같음"] if same else []
        parts += [f"{with_particle('·'.join(near), '이/가')} 비슷함"] if near else []
        return ", ".join(parts)

    def _facts(self) -> tuple[tuple[str, bool], ...]:
        return (
            ("이름", self.same_name),
            ("생년월일", self.same_birth),
            ("전화", self.same_phone),
            ("집", self.same_door),
        )


@dataclass(frozen=True)
class Match:
    """The answer for one described person."""

    sure: Sure
    candidates: tuple[Candidate, ...] = ()

    @property
    def household_id(self) -> UUID | None:
        """The home, where it is certain."""
        return self.candidates[0].household_id if self.sure in {Sure.PERSON, Sure.HOME} else None


def match(described: Described) -> Match:
    """The answer for one description."""
    return match_all([described])[0]


def match_all(described: Sequence[Described]) -> list[Match]:
    """The answers for many descriptions, a few hundred a statement."""
    found: list[Match] = []
    for start in range(0, len(described), CHUNK):
        chunk = described[start : start + CHUNK]
        rows = _compare(chunk)
        phones = _phones([one for candidates in rows for one in candidates])
        found += [judge(asked, candidates, phones) for asked, candidates in zip(chunk, rows, strict=True)]
    return found


def judge(asked: Described, candidates: Sequence[Candidate], phones: dict[UUID, str]) -> Match:
    """How sure it is. `phones` are the opened numbers of candidates in scope whose last four digits agree."""
    ranked = tuple(sorted(candidates, key=lambda one: (-one.points, not one.in_scope, str(one.household_id))))
    persons = [one for one in ranked if _is_the_person(asked, one, phones)]
    if len({one.household_id for one in persons}) == 1 and _is_plain(asked, persons[0], ranked):
        return Match(Sure.PERSON, _first(persons[0], ranked))
    homes = [one for one in ranked if one.same_door]
    if len(homes) == 1 and homes[0].in_scope and not persons and _may_live_there(asked, homes[0]):
        return Match(Sure.HOME, _first(homes[0], ranked))
    likely = tuple(one for one in ranked if one.points >= ASK_FROM or one.same_door)
    return Match(Sure.ASK, likely) if likely else Match(Sure.NEW)


def describe(signal: Signal) -> Described:
    """What a signal says of who it is about."""
    return Described(
        name=signal.name,
        birth_on=signal.birth_on,
        phone=signal.phone,
        address=signal.place,
        dong_id=signal.area_id,
    )


@dataclass(frozen=True)
class Side:
    """One row of the comparison: what the new line says, what is known, and whether they agree."""

    label: str
    new: str
    known: str
    mark: str


@dataclass(frozen=True)
class Shown:
    """A candidate as put beside the signal. Out of scope: only its dong is named."""

    candidate: Candidate
    household: Household | None
    person: Person | None
    dong: str
    sides: tuple[Side, ...] = ()


def side_by_side(signal: Signal, found: Match) -> list[Shown]:
    """The candidates of a signal as a person compares them."""
    homes = Household.objects.in_bulk([one.household_id for one in found.candidates])
    people = Person.objects.in_bulk([one.person_id for one in found.candidates if one.person_id])
    dongs = dict(Area.objects.filter(id__in={one.area_id for one in found.candidates}).values_list("id", "name"))
    shown = []
    for one in found.candidates:
        home = homes.get(one.household_id)
        person = people.get(one.person_id) if one.person_id else None
        if home is not None and person is None:
            person = home.members.order_by("-is_head", "id").first()
        sides = _sides(signal, one, home, person) if home and one.in_scope else ()
        shown.append(
            Shown(one, home if one.in_scope else None, person if one.in_scope else None, dongs[one.area_id], sides)
        )
    return shown


def _sides(signal: Signal, one: Candidate, home: Household, person: Person | None) -> tuple[Side, ...]:
    def mark(new: object, known: object, *, is_same: bool, is_near: bool = False) -> str:
        if not new or not known:
            return ""
        return "＝" if is_same else "≈ 비슷함" if is_near else "≠"

    name = person.name if person else ""
    birth = official_date(person.birth_on) if person and person.birth_on else ""
    new_birth = official_date(signal.birth_on) if signal.birth_on else ""
    phone, new_phone = (person.phone if person else ""), signal.phone
    like_name = one.near_name >= 0.3
    return (
        Side("이름", signal.name, name, mark(signal.name, name, is_same=one.same_name, is_near=like_name)),
        Side("태어난 날", new_birth, birth, mark(new_birth, birth, is_same=one.same_birth, is_near=one.near_birth)),
        Side(
            "주소",
            signal.place,
            home.address,
            mark(signal.place, home.address, is_same=one.same_door, is_near=one.near_door >= LIKE_FROM),
        ),
        Side(
            "전화",
            masked_phone(new_phone) if new_phone else "",
            masked_phone(phone) if phone else "",
            mark(new_phone, phone, is_same=_digits(new_phone) == _digits(phone)),
        ),
    )


def _is_the_person(asked: Described, one: Candidate, phones: dict[UUID, str]) -> bool:
    """Name with the whole birth date, or name with the whole phone number and no birth date against it."""
    if not one.in_scope or not one.same_name or one.person_id is None:
        return False
    same_number = bool(asked.phone) and phones.get(one.person_id, "") == _digits(asked.phone)
    return one.same_birth or (same_number and not (asked.birth_on and not one.same_birth))


def _is_plain(asked: Described, one: Candidate, ranked: Iterable[Candidate]) -> bool:
    """Nothing else speaks for another home: same dong as the line says, and no equal beside it in the next dong."""
    rivals = [
        other for other in ranked if other.household_id != one.household_id and other.same_name and other.same_birth
    ]
    return not rivals and (asked.dong_id is None or asked.dong_id == one.area_id)


def _may_live_there(asked: Described, one: Candidate) -> bool:
    """The door alone is enough where it names a flat and nobody is named; else the one named must live there."""
    if not asked.known_name:
        return bool(_FLAT.search(address_key(asked.address)))
    return one.same_name and not asked.birth_on


def _first(one: Candidate, ranked: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return (one, *(other for other in ranked if other.household_id != one.household_id))


def _compare(described: Sequence[Described]) -> list[list[Candidate]]:
    asked = [
        {
            "n": n,
            "name": one.known_name,
            "birth": one.birth_on.isoformat() if one.birth_on else None,
            "phone": _phone_key(one.phone),
            "door": address_key(one.address),
            "dong": str(one.dong_id) if one.dong_id else None,
        }
        for n, one in enumerate(described)
    ]
    rows: list[dict[UUID, Candidate]] = [{} for _ in described]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM discovery_candidates(%s::jsonb)", [json.dumps(asked)])
        for n, *facts in cursor.fetchall():
            one = Candidate(*facts)
            known = rows[n].get(one.household_id)
            if known is None or one.points > known.points:
                rows[n][one.household_id] = one
    return [list(found.values()) for found in rows]


def _phones(candidates: Iterable[Candidate]) -> dict[UUID, str]:
    ids = {one.person_id for one in candidates if one.in_scope and one.same_phone and one.same_name and one.person_id}
    return {person.id: _digits(person.phone) for person in Person.objects.filter(id__in=ids)} if ids else {}


def _phone_key(phone: str) -> str:
    digits = _digits(phone)
    return search_key(digits[-4:], column="people.phone").hex() if len(digits) >= 4 else ""


def _digits(phone: str) -> str:
    return "".join(one for one in phone if one.isdigit())
