"""Finding people and reading a household."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.access.sealed import search_key
from bokjihub.people.models import Addendum, Consent, Household, MergeLog, Person
from bokjihub.ui.words import SMALL_AREA, WIDE_AREA

FOUND_LIMIT = 30
_BRACKETED = re.compile(r"\([^)]*\)")
_UNIT = re.compile(r"제?(\d+)\s*(?:동|호|층|번지)(?=[\s,.\d]|$)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\s,.\-·]+(?=\d)")
_NOT_ADDRESS = re.compile(r"[\s,.()·]+|(?<!\d)-|-(?!\d)")
_ROAD = re.compile(r"^[가-힣A-Za-z0-9·.]+(?:로|길)(?:\d|$)")


def address_key(address: str) -> str:
    """One spelling for one door: equal keys mean the same door.

    Province and city, the legal dong in brackets, and the dong before a road name are left out, because one file writes
    them and the next does not (road names are unique in a city); 101동 503호 and 101-503 are the same.
    """
    plain = _BRACKETED.sub(" ", unicodedata.normalize("NFKC", address))
    parts = _UNIT.sub(r"\1 ", plain).replace(",", " ").split()
    while len(parts) > 1 and WIDE_AREA.match(parts[0]):
        parts.pop(0)
    if len(parts) > 1 and SMALL_AREA.match(parts[0]) and _ROAD.match(parts[1]):
        parts.pop(0)
    return _NOT_ADDRESS.sub("", _BETWEEN_NUMBERS.sub("-", " ".join(parts)))


def household_facts(household_id: UUID) -> Facts | None:
    """Facts of a household for the access decision; None where it is missing or out of the database's scope."""
    found = Household.objects.filter(id=household_id).values("area_id", "is_sealed").first()
    if found is None:
        return None
    return Facts(household_id=household_id, area_id=found["area_id"], sealed=found["is_sealed"])


@dataclass(frozen=True)
class SearchTerms:
    """What a search box was understood to ask. At least two conditions, or one inside the searcher's own dongs."""

    name: str = ""
    chosung: str = ""
    birth_on: dt.date | None = None
    birth_year: int | None = None
    phone_tail: str = ""
    address: str = ""
    dong_ids: tuple[UUID, ...] = ()

    @property
    def conditions(self) -> int:
        """How many fields narrow the search."""
        return sum(
            map(
                bool,
                (self.name, self.chosung, self.birth_on, self.birth_year, self.phone_tail, self.address, self.dong_ids),
            )
        )


@dataclass(frozen=True)
class Hit:
    """One person found. `in_scope` false means: another dong; nothing else may be shown of it."""

    person_id: UUID
    household_id: UUID
    area_id: UUID
    in_scope: bool


def find(terms: SearchTerms, *, limit: int = FOUND_LIMIT) -> list[Hit]:
    """Persons that fit every given term, own dongs first. Runs as the owner's function, which applies the scope itself."""
    if terms.conditions == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, household_id, area_id, in_scope FROM people_find(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                terms.name or None,
                terms.chosung or None,
                terms.birth_on,
                terms.birth_year,
                search_key(terms.phone_tail, column="people.phone") if terms.phone_tail else None,
                address_key(terms.address) or None,
                list(terms.dong_ids) or None,
                limit,
            ],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def members(household_id: UUID) -> QuerySet[Person]:
    """Who lives here: the head first, then by age; those who live elsewhere last."""
    found = Person.objects.filter(household_id=household_id)
    return found.order_by("lives_elsewhere", "-is_head", "birth_year", "id")


def head_of(household_id: UUID) -> Person | None:
    """The person the household is called after."""
    return members(household_id).first()


def valid_consents(household_id: UUID, day: dt.date) -> list[Consent]:
    """Consents in force on `day`, newest first."""
    found = Consent.objects.filter(household_id=household_id, given_on__lte=day, expires_on__gte=day)
    return [consent for consent in found.order_by("-given_on", "-id") if consent.is_valid(day)]


def homes_with_consent(household_ids: Iterable[UUID], purpose: Consent.Purpose, day: dt.date) -> set[UUID]:
    """The homes among these where a consent to `purpose` is in force on `day`, in one query."""
    given = Consent.objects.filter(household_id__in=set(household_ids), purpose=purpose)
    return {consent.household_id for consent in given if consent.is_valid(day)}


def consent_for(
    household_id: UUID, purpose: Consent.Purpose, day: dt.date, *, recipient_id: UUID | None = None
) -> Consent | None:
    """The consent that allows `purpose` (for one recipient, if named) on `day`."""
    for consent in valid_consents(household_id, day):
        if consent.purpose == purpose and (recipient_id is None or consent.recipient_id == recipient_id):
            return consent
    return None


UNDO_DAYS = 30


@dataclass(frozen=True)
class Twin:
    """One person of each household who seem to be the same, and why."""

    gone: Person
    kept: Person
    why: str


@dataclass(frozen=True)
class MergePreview:
    """Two households side by side, before anything is written: what moves, and who seems to be the same person."""

    kept: Household
    gone: Household
    moves: tuple[tuple[str, int], ...]
    twins: tuple[Twin, ...]


def household_tables() -> list[type[models.Model]]:
    """Every table whose rows name a household in `household_id`: what follows a merge."""
    return [model for model in apps.get_models() if any(one.attname == "household_id" for one in model._meta.fields)]


def merge_preview(kept: Household, gone: Household) -> MergePreview:
    """What merging `gone` into `kept` would do. One query counts every table."""
    words = {model._meta.db_table: str(model._meta.verbose_name) for model in household_tables()}
    one = "SELECT '{table}', count(*) FROM {table} WHERE household_id = %s"
    counts = " UNION ALL ".join(one.format(table=table) for table in words)
    with connection.cursor() as cursor:
        cursor.execute(counts, [gone.id] * len(words))
        found = {table: count for table, count in cursor.fetchall() if count}
    moves = sorted(((words[table], count) for table, count in found.items()), key=lambda row: (-row[1], row[0]))
    return MergePreview(kept, gone, tuple(moves), tuple(_twins(kept.id, gone.id)))


def _twins(kept_id: UUID, gone_id: UUID) -> list[Twin]:
    ours = list(members(kept_id))
    found = ((one, other, _sameness(one, other)) for one in members(gone_id) for other in ours)
    return [Twin(one, other, why) for one, other, why in found if why]


def _sameness(one: Person, other: Person) -> str:
    """Why two records seem to be one person; empty when they do not. A different birth date tells them apart."""
    if one.name != other.name or one.name == "미상":
        return ""
    if one.birth_on and other.birth_on:
        return "이름과 생년월일이 같음" if one.birth_on == other.birth_on else ""
    if one.phone_tail_key and bytes(one.phone_tail_key) == bytes(other.phone_tail_key):
        return "이름과 전화 뒤 네 자리가 같음"
    return "이름과 태어난 해가 같음" if one.birth_year and one.birth_year == other.birth_year else ""


def likely_doubles(household: Household) -> list[Household]:
    """Other homes in reach behind the same door, or with a person of the same name and birth, or the same phone."""
    people = list(members(household.id))
    same = Q(address_key=household.address_key) if household.address_key else Q(pk__in=[])
    for one in people:
        if one.name != "미상" and (one.birth_on or one.birth_year):
            born = {"birth_on": one.birth_on} if one.birth_on else {"birth_year": one.birth_year}
            same |= Q(id__in=Person.objects.filter(name=one.name, **born).values("household_id"))
        if one.phone_tail_key:
            same |= Q(
                id__in=Person.objects.filter(name=one.name, phone_tail_key=one.phone_tail_key).values("household_id")
            )
    found = Household.objects.filter(same, merged_into__isnull=True).exclude(id=household.id)
    return list(found.select_related("area", "tong").order_by("id")[:20])


def merges_of(household_id: UUID) -> QuerySet[MergeLog]:
    """Merges into a household that can still be undone, newest first."""
    since = timezone.now() - dt.timedelta(days=UNDO_DAYS)
    return MergeLog.objects.filter(kept_id=household_id, undone_at__isnull=True, at__gte=since).order_by("-at")


def merge_facts(merge_id: UUID) -> Facts | None:
    """Facts of a merge: of the household that was kept."""
    kept = MergeLog.objects.filter(id=merge_id).values_list("kept_id", flat=True).first()
    return household_facts(kept) if kept else None


def merging_facts(household_id: UUID, **_: UUID) -> Facts | None:
    """Facts of the household that is kept; the other one is asked for behind the database's fence."""
    return household_facts(household_id)


def addenda_of(subject_ids: Iterable[UUID]) -> list[Addendum]:
    """What was put right in some records, oldest first."""
    return list(Addendum.objects.filter(subject_id__in=list(subject_ids)))


@dataclass(frozen=True)
class Record:
    """One finished record: its kind in an address, its id, what it is called, what it says."""

    kind: str
    id: UUID
    label: str
    words: tuple[tuple[str, str], ...]


def addenda_to(records: Iterable[Record]) -> list[tuple[str, Addendum]]:
    """Every addendum to some records with what it belongs to, in the order it was written."""
    labels = {one.id: one.label for one in records}
    return [(labels[row.subject_id], row) for row in addenda_of(labels)]
