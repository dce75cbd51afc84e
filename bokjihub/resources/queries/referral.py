"""What a referral shows: built field by field from what was consented to, and found by whoever holds its token."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.accounts.models import Role
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import consent_for, members
from bokjihub.resources.models import Service, ServiceLink
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import short_date

# 최소한의 정보 (process §3.7): all that goes out under a legal basis instead of a consent.
MINIMUM = ("이름", "주소", "전화")
UNKNOWN = "모름"
# Wrong tails after which the address is dead; the sender makes a new one.
TAIL_TRIES = 5


class LinkClosed(OfficerError):
    """이 의뢰 화면은 닫혔습니다. 보낸 곳에 말씀하시면 다시 열어 드립니다."""


class ConsentGone(OfficerError):
    """동의가 거두어져 더 볼 수 없습니다. 전달은 멈춰 주세요."""


class LinkDone(OfficerError):
    """회신해 주셔서 고맙습니다. 이 의뢰는 끝났습니다."""


def _members_words(person: Person, home: Household) -> str:
    others = [one for one in members(home.id) if not one.lives_elsewhere and one.id != person.id]
    return f"{home.get_kind_display()} · 함께 사는 분 {len(others)}명"


def _age(person: Person, _home: Household) -> str:
    age = person.age_on(timezone.localdate())
    return f"만 {age}세" if age is not None else UNKNOWN


# The word of the consent → how its value is read. Nothing outside this table can leave the house by a link.
ITEMS: dict[str, Callable[[Person, Household], str]] = {
    "이름": lambda person, _home: person.name,
    "주소": lambda _person, home: home.address,
    "전화": lambda person, _home: person.phone or UNKNOWN,
    "나이": _age,
    "성별": lambda person, _home: person.get_sex_display() or UNKNOWN,
    "가구상황": _members_words,
    "보호구분": lambda person, _home: ", ".join(person.benefit_status) or UNKNOWN,
}


@dataclass(frozen=True)
class Shared:
    """One field of the referral as the receiver sees it."""

    label: str
    value: str


@dataclass(frozen=True)
class Permission:
    """Whether something may be sent to an agency today, on which consent, and which fields it names."""

    consent: Consent | None
    items: tuple[str, ...]
    ended_on: dt.date | None = None


def shared_fields(person: Person, home: Household, items: list[str] | tuple[str, ...]) -> list[Shared]:
    """The given items with their values, in the order of the form. An item without a reader is not shown."""
    return [Shared(label, read(person, home)) for label, read in ITEMS.items() if label in items]


def permission_for(household_id: UUID, service: Service, day: dt.date) -> Permission:
    """The consent that covers this agency on `day`; else when the last one ended."""
    agency_id = service.provider.agency_id
    consent = consent_for(household_id, Consent.Purpose.LINK, day, recipient_id=agency_id)
    if consent is not None:
        return Permission(consent, tuple(label for label in ITEMS if label in consent.items))
    former = Consent.objects.filter(
        household_id=household_id, purpose=Consent.Purpose.LINK, recipient_id=agency_id, given_on__lte=day
    )
    ends = [min(filter(None, (row.expires_on, row.withdrawn_on))) for row in former]
    return Permission(None, MINIMUM, max(ends, default=None))


def require_open(link: ServiceLink, by: Actor) -> None:
    """The consent carries the link today; and whoever comes by its address finds it open."""
    if not link.may_be_seen(by.day):
        raise ConsentGone
    if not by.has(Role.PORTAL):
        return
    if not link.is_open:
        raise LinkDone
    where = f"{link.sent_label}({link.office_phone})" if link.office_phone else link.sent_label
    if link.wrong_tails >= TAIL_TRIES:
        raise LinkClosed(f"번호가 {TAIL_TRIES}번 맞지 않아 닫았습니다. {where}에 말씀하시면 다시 열어 드립니다.")
    if link.expires_at <= timezone.now():
        closed = short_date(timezone.localdate(link.expires_at))
        raise LinkClosed(f"이 의뢰 화면은 {closed}에 닫혔습니다. {where}에 말씀하시면 다시 열어 드립니다.")


@dataclass(frozen=True)
class Behind:
    """What a token leads to."""

    link_id: UUID
    household_id: UUID
    area_id: UUID


def link_behind(token: str) -> Behind | None:
    """The link a token belongs to, by the owner's function: the holder needs no other right to ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT link_id, household_id, area_id FROM resources_link_behind(%s)", [token_hash(token)])
        found = cursor.fetchone()
    return Behind(*found) if found else None


def reply_actor(behind: Behind | None, *, place: str) -> Actor:
    """기관 회신: whoever opened the address. No dong; one household, the link's; none before the token is known."""
    name = "기관 회신"
    me = uuid5(NAMESPACE_URL, f"bokjihub:{name}:{behind.link_id if behind else ''}")
    posts: tuple[PostView, ...] = ()
    if behind is not None:
        given = frozenset({behind.household_id})
        posts = (PostView(me, Role.PORTAL, name, None, None, behind.area_id, frozenset(), subjects=given),)
    return Actor(id=me, name=name, label=f"자동 · {name}", place=place, day=timezone.localdate(), posts=posts)


def as_agency(actor: Actor, link: ServiceLink) -> Actor:
    """The same actor with the agency's name on the record."""
    return replace(actor, label=f"기관 회신 · {link.service.provider.agency.name}")
