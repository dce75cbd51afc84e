"""가구 찾기: what the box was understood to ask, and what may be answered (screens §2.2).

Two conditions, or one inside one's own dongs. A hit in another dong is a number and nothing else.
"""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.desk.queries.names import held_by
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people import queries as people
from bokjihub.people.models import Person
from bokjihub.people.queries import SearchTerms
from bokjihub.ui.words import INITIALS, masked_name

_NUMBER = re.compile(r"^(?=.*\d)[A-Za-z가-힣]{1,12}-[0-9A-Za-z-]{3,}$")
_PHONE = re.compile(r"^0\d{1,2}-?\d{3,4}-?\d{4}$")
_TAIL = re.compile(r"^[*-]+(\d{4})$")
_INITIALS = re.compile(f"^[{INITIALS}]{{2,}}$")
_ADDRESS = re.compile(r"(로|길|리|통|호|아파트|빌라|맨션|주택|번지|마을|동)\d*$|^\d+(-\d+)?$|\d+(동|호|통|번지|길|로)$")
_NAME = re.compile(r"^([가-힣]{1,6}|[A-Za-z]{2,})$")
_WHOLE_CITY = frozenset({Role.HOPE_UNIT, Role.EMERGENCY_OFFICER, Role.EMERGENCY_HEAD, Role.COUNSEL_SPECIALIST})


@dataclass(frozen=True)
class Asked:
    """The words of the box, understood: one or more readings ("2012" is a year or a phone number's end)."""

    readings: tuple[SearchTerms, ...] = ()
    number: str = ""
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One home in reach: masked, with whose it is."""

    household_id: UUID
    name: str
    about: str
    dong: str
    whose: str


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    hits: tuple[Hit, ...] = ()
    elsewhere: int = 0
    notice: str = ""
    conditions: tuple[str, ...] = field(default=())


def understand(text: str, *, dongs: dict[str, UUID], today: dt.date) -> Asked:
    """Read the box. Pure but for the names of the city's dongs, which are given."""
    readings, number, unclear = [SearchTerms()], "", []
    for word in re.split(r"[\s,]+", text.strip()):
        if not word:
            continue
        if _NUMBER.match(word) and not _PHONE.match(word):
            number = word.upper()
            continue
        changes = _meanings(word, dongs=dongs, today=today)
        if not changes:
            unclear.append(word)
            continue
        readings = [_with(terms, change) for terms in readings for change in changes]
    return Asked(tuple(terms for terms in readings if terms.conditions), number, tuple(unclear))


def answer(actor: Actor, text: str) -> Found:
    """Search as this person: own dongs by one condition, the city by two, other dongs as a count."""
    dongs = _city_dongs(actor)
    asked = understand(text, dongs={area.name: area.id for area in dongs}, today=actor.day)
    if asked.number:
        return _by_number(actor, asked.number)
    if not asked.readings:
        return Found(notice="이름·초성에 생년이나 전화 뒤 네 자리를 함께 적어 주세요. 보기: 박영순 1948")
    weak = all(terms.conditions < 2 for terms in asked.readings)
    if weak and actor.roles <= _WHOLE_CITY:
        return Found(
            notice="한 가지로는 시 전체에서 찾지 않습니다. 생년, 전화 뒤 네 자리, 동 이름을 하나 더 적어 주세요."
        )
    within = tuple(actor.areas) if weak and actor.areas else tuple(area.id for area in dongs)
    found = _search(asked, within)
    homes = _homes(actor, [hit.household_id for hit in found if hit.in_scope])
    notice = (
        "한 가지만 적으셔서 우리 동에서만 찾았습니다. 다른 동은 한 가지를 더 적어 주세요."
        if weak and actor.areas
        else ""
    )
    return Found(
        hits=tuple(homes),
        elsewhere=0 if weak or not _is_exact(asked) else len({hit.household_id for hit in found if not hit.in_scope}),
        notice=notice,
        conditions=_said(asked),
    )


def _meanings(word: str, *, dongs: dict[str, UUID], today: dt.date) -> list[dict[str, object]]:
    """What one word may mean, as changes to the search terms."""
    digits = word.replace("-", "")
    if _PHONE.match(word):
        return [{"phone_tail": digits[-4:]}]
    if tail := _TAIL.match(word):
        return [{"phone_tail": tail[1]}]
    if digits.isdigit() and word == digits and len(digits) in (4, 6, 8):
        return _numbers(digits, today)
    if _INITIALS.match(word):
        return [{"chosung": word}]
    if word in dongs:
        return [{"dong_ids": (dongs[word],)}]
    if _ADDRESS.search(word) and not (
        re.fullmatch(r"[가-힣]{2,3}", word) and not word.endswith(("로", "길", "통", "리"))
    ):
        meanings: list[dict[str, object]] = [{"address": word}]
        return [*meanings, {"name": word}] if re.fullmatch(r"[가-힣]{2,4}", word) else meanings
    return [{"name": word}] if _NAME.match(word) else []


def _numbers(digits: str, today: dt.date) -> list[dict[str, object]]:
    if len(digits) == 4:
        tail: dict[str, object] = {"phone_tail": digits}
        return [{"birth_year": int(digits)}, tail] if 1900 <= int(digits) <= today.year else [tail]
    texts = [digits] if len(digits) == 8 else [f"{century}{digits}" for century in (19, 20)]
    days = [day for text in texts if (day := _day(text)) and day <= today]
    return [{"birth_on": day} for day in days]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _with(terms: SearchTerms, change: dict[str, object]) -> SearchTerms:
    if "address" in change and terms.address:
        return replace(terms, address=f"{terms.address} {change['address']}")
    return replace(terms, **change)  # type: ignore[arg-type]


def _city_dongs(actor: Actor) -> list[Area]:
    cities = Area.objects.filter(id__in={post.city_id for post in actor.posts if post.city_id})
    return [dong for city in cities for dong in dongs_of(city, actor.day)]


def _search(asked: Asked, within: tuple[UUID, ...]) -> list[people.Hit]:
    found: dict[UUID, people.Hit] = {}
    for terms in asked.readings:
        for hit in people.find(terms if terms.dong_ids else replace(terms, dong_ids=within)):
            found.setdefault(hit.person_id, hit)
    return list(found.values())


def _homes(actor: Actor, household_ids: list[UUID]) -> list[Hit]:
    order = {home: n for n, home in enumerate(dict.fromkeys(household_ids))}
    heads = Person.objects.filter(household_id__in=order).select_related("household", "area")
    heads = heads.order_by("household_id", "lives_elsewhere", "-is_head", "id").distinct("household_id")
    team_areas = {
        area for post in actor.posts if post.team_id for area in post.area_ids if post.role not in _WHOLE_CITY
    }
    return sorted((_hit(actor, person, team_areas) for person in heads), key=lambda hit: order[hit.household_id])


def _hit(actor: Actor, person: Person, team_areas: set[UUID]) -> Hit:
    age = person.age_on(actor.day)
    mine = person.household_id in held_by(actor)
    facts = [
        person.get_sex_display() if person.sex else "",
        f"만 {age}세" if age is not None else "",
        person.household.get_kind_display(),
    ]
    return Hit(
        household_id=person.household_id,
        name=masked_name(person.name),
        about=" · ".join(filter(None, facts)),
        dong=person.area.name,
        whose="내 담당" if mine else "우리 동" if person.area_id in team_areas else "다른 동",
    )  # fmt: skip


def _by_number(actor: Actor, number: str) -> Found:
    """A work or receipt number is exact: what is in reach opens, the rest is not there."""
    home = WorkItem.objects.filter(number__iexact=number).values_list("household_id", flat=True).first()
    home = home or Signal.objects.filter(receipt__iexact=number).values_list("household_id", flat=True).first()
    hits = _homes(actor, [home]) if home else []
    notice = "" if hits else "그 번호로는 열 수 있는 것이 없습니다. 번호를 다시 확인해 주세요."
    return Found(hits=tuple(hits), notice=notice, conditions=("number",))


def _is_exact(asked: Asked) -> bool:
    """Two of name, birth and phone: strong enough to say that another dong knows somebody."""
    return any(sum(map(bool, (len(t.name) > 1, t.birth_on or t.birth_year, t.phone_tail))) >= 2 for t in asked.readings)


def _said(asked: Asked) -> tuple[str, ...]:
    """Names of the conditions for the record; never the words themselves."""
    names = ("name", "chosung", "birth_on", "birth_year", "phone_tail", "address", "dong_ids")
    return tuple(name for name in names if any(getattr(terms, name) for terms in asked.readings))
