"""From the record to the engine's situation: what is known of a home, each line with where it comes from."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.benefits.models import StatedFact
from bokjihub.benefits.queries.assumed import BY_AGE, BY_TENURE, assumed, assumed_of_home
from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.contradictions import Contradiction
from bokjihub.engines.benefits.errors import BadInput
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import members
from bokjihub.ui import words

TOWN, RECORD = "우리 시", StatedFact.Source.DATA.label
SPOUSE, NOBODY, LINK = "배우자", "없음", "가구원"
# 보호구분 of the record → the fact of the engine it settles, and the benefit that is therefore not missed.
RECEIVING = {
    "기초(생계)": ("생계급여_수급중", "생계급여"),
    "기초(의료)": ("의료급여_수급중", "의료급여"),
    "기초(주거)": ("주거급여_수급중", "주거급여"),
    "기초(교육)": ("교육급여_수급중", "교육급여"),
    "기초연금": ("기초연금_수급중", "기초연금"),
    "장애인연금": ("장애인연금_수급중", "장애인연금"),
    "차상위": ("차상위", ""),
}
METROPOLITAN = ("부산", "대구", "인천", "광주", "대전", "울산")
RANGE = re.compile(r"(\d+)~(\d+)")
CAPITAL, SEJONG, CHANGWON = "서울", "세종", "창원"
RENT_GRADE = {"서울": "1", "경기": "2", "광역·세종·창원": "3", "그외": "4"}


@dataclass(frozen=True)
class KnownFact:
    """One line of ‘지금 아는 것’. `person_id` is empty for facts of the home."""

    name: str
    who: int | None
    person: str
    value: str
    source: str
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        """The fact's name as it is read."""
        return self.name.replace("_", " ")

    @property
    def plain_label(self) -> str:
        """As a resident calls it: ‘집세(월세)’, not 월차임."""
        fact = facts_by_name().get(self.name)
        return (fact.label if fact is not None else "") or self.label

    @property
    def plain_shown(self) -> str:
        """The value in a resident's words: 세 들어 살아요, not 임차."""
        fact = facts_by_name().get(self.name)
        return fact.says.get(self.value, self.shown) if fact is not None else self.shown

    @property
    def is_nothing(self) -> bool:
        """A no or a zero: settled, and no use to read again."""
        return self.value in {"0", "아니오", NOBODY}

    @property
    def shown(self) -> str:
        """The value as it is read: 25만원, 1948. 5. 2., 예."""
        fact = facts_by_name().get(self.name)
        digits = self.value.replace(",", "").removesuffix("원").strip()
        if fact is not None and fact.kind == "원" and (ends := RANGE.fullmatch(digits)):
            each = "/월" if fact.unit.endswith("/월") else ""
            return f"{words.won_reading(int(ends[1]))}에서 {words.won_reading(int(ends[2]))} 사이{each}"
        if fact is None or not digits.replace("-", "").isdecimal():
            return self.value
        if fact.kind == "원":
            return words.won_reading(int(digits)) + ("/월" if fact.unit.endswith("/월") else "")
        if fact.kind == "날짜":
            return words.official_date(dt.date.fromisoformat(self.value))
        return f"{self.value}{fact.unit}"


@dataclass(frozen=True)
class Prepared:
    """The engine's situation with the facts it was made of, which person stands where, and what the home receives.

    `clashes` are the statements that exclude each other or can no longer be read, as sentences: the record lives on (a
    person moves in, a status ends) after somebody stated a fact. What clashes counts as unknown until it is put right.
    """

    situation: api.Situation
    known: tuple[KnownFact, ...]
    people: tuple[Person, ...]
    receiving: frozenset[str]
    clashes: tuple[str, ...] = ()


@cache
def facts_by_name() -> Mapping[str, api.Fact]:
    """The engine's facts by name."""
    return {fact.name: fact for fact in api.facts()}


@cache
def town_facts(province: str, city: str) -> Mapping[str, str]:
    """What the municipality itself settles for every home: the laws' region schemes do not agree (each with its own)."""
    if province.startswith(CAPITAL):
        basic = "서울"
    elif province.startswith("경기"):
        basic = "경기"
    elif province.startswith((*METROPOLITAN, SEJONG)) or city.startswith(CHANGWON):
        basic = "광역·세종·창원"
    else:
        basic = "그외"
    is_large = province.startswith((CAPITAL, *METROPOLITAN)) or city.startswith(CHANGWON)
    emergency = "대도시" if is_large else "농어촌" if city.endswith("군") else "중소도시"
    grade = "2" if province.startswith("인천") else RENT_GRADE[basic]
    return {"기초생활_지역": basic, "긴급복지_지역": emergency, "급지": grade}


def town_of(area: Area) -> tuple[str, str]:
    """Province and city of a dong, by name."""
    city: Area | None = area
    while city is not None and city.level not in {Area.Level.SIGUNGU, Area.Level.SIDO}:
        city = city.parent
    if city is None:
        return "", ""
    if city.level == Area.Level.SIDO:
        return city.name, city.name
    return (city.parent.name if city.parent else ""), city.name


def prepare(household_id: UUID) -> Prepared:
    """The situation of a household as the record knows it today; what nobody stated stays unknown."""
    home = Household.objects.select_related("area__parent__parent__parent").get(id=household_id)
    return prepare_for(home, members(household_id))


def prepare_for(home: Household, people: Iterable[Person]) -> Prepared:
    """The same for a home and its people somebody has read already (with its dong, city and province)."""
    stated = StatedFact.objects.filter(household_id=home.id)
    return gather(home, people, stated, town_facts(*town_of(home.area)))


def gather(
    home: Household,
    roll: Iterable[Person],
    stated: Iterable[StatedFact],
    town: Mapping[str, str],
    on: dt.date | None = None,
) -> Prepared:
    """The situation of one home on a day (today) from rows already read; the night run gathers hundreds with three queries."""
    people = tuple(one for one in roll if not one.lives_elsewhere and one.died_on is None)
    names = _names(people)
    found: dict[tuple[str, UUID | None], KnownFact] = {}

    def know(name: str, value: str, source: str, who: int | None = None) -> None:
        """Later knowledge replaces earlier: what somebody stated corrects the record."""
        if name in facts_by_name():
            person = people[who] if who is not None else None
            key = (name, person.id if person else None)
            found[key] = KnownFact(name, who, person.name if person else "", value, source, key[1])

    for name, value in town.items():
        know(name, value, TOWN)
    _know_the_record(home, people, names, on or timezone.localdate(), know)
    places = {person.id: who for who, person in enumerate(people)}
    for fact in stated:
        if fact.person_id is None or fact.person_id in places:
            who = places[fact.person_id] if fact.person_id else None
            know(fact.name, _value(fact, people, names), fact.get_source_display(), who)
    for name, value in assumed_of_home({fact.name: fact.value for fact in found.values() if fact.who is None}).items():
        know(name, value, BY_TENURE)
    known = tuple(found.values())
    situation, clashes = _agreeing(known, names)
    return Prepared(
        situation=situation,
        clashes=clashes,
        known=known,
        people=people,
        receiving=frozenset(RECEIVING[one][1] for p in people for one in p.benefit_status if one in RECEIVING) - {""},
    )


def _names(people: tuple[Person, ...]) -> list[str]:
    """What the engine calls people, as the page may show it: masked, and told apart where two sound alike."""
    plain = [words.masked_name(person.name) for person in people]
    return [f"{name}({who + 1})" if plain.count(name) > 1 else name for who, name in enumerate(plain)]


def _know_the_record(home: Household, people: tuple[Person, ...], names: list[str], on: dt.date, know: Any) -> None:
    has_spouse = any(person.relation == SPOUSE for person in people)
    if home.kind == Household.Kind.SINGLE_PARENT and not has_spouse:
        know("한부모", "예", RECORD)
    for status in sorted({one for person in people for one in person.benefit_status if one in RECEIVING}):
        know(RECEIVING[status][0], "예", RECORD)
    for who, person in enumerate(people):
        if person.birth_on and person.birth_on <= on:
            know("출생일", person.birth_on.isoformat(), RECORD, who)
        if person.relation == SPOUSE and people[0].is_head and who:
            know(SPOUSE, names[0], RECORD, who)
            know(SPOUSE, names[who], RECORD, 0)
        age = person.age_on(on)
        for name, value in assumed(age).items() if age is not None else ():
            know(name, value, BY_AGE, who)
        if "장애인연금" in person.benefit_status:
            know("중증장애인", "예", RECORD, who)


def _value(fact: StatedFact, people: tuple[Person, ...], names: list[str]) -> str:
    """The value as the engine reads it: a person of the home is kept by id and called by name."""
    known = facts_by_name().get(fact.name)
    if known is None or known.kind != LINK:
        return fact.value
    return next((name for person, name in zip(people, names, strict=True) if str(person.id) == fact.value), NOBODY)


def _agreeing(known: tuple[KnownFact, ...], names: list[str]) -> tuple[api.Situation, tuple[str, ...]]:
    """The situation of all that agrees, and a sentence for each thing that does not."""
    try:
        return _situation(known, names), ()
    except BadInput:
        pass  # seldom: looked for one fact after the other
    kept: list[KnownFact] = []
    said: list[str] = []
    for fact in known:
        try:
            _situation([*kept, fact], names)
        except Contradiction as refused:
            # Neither side is more likely true than the other: both are unknown.
            said += map(str, refused.clashes)
            clashing = {name for clash in refused.clashes for name in clash.facts}
            kept = [one for one in kept if one.name not in clashing or one.who != fact.who]
        except BadInput as refused:
            said.append(refused.korean)
        else:
            kept.append(fact)
    return _situation(kept, names), tuple(said)


def _situation(known: Iterable[KnownFact], names: list[str]) -> api.Situation:
    home: dict[str, Any] = {}
    roll: list[dict[str, Any]] = [{"이름": name} for name in names]
    for fact in known:
        (home if fact.who is None else roll[fact.who])[fact.name] = fact.value
    situation, _ = api.read({**home, "가구원": roll})
    return situation
