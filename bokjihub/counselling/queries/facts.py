"""Facts of a counselling record for the access decision, and what is known of the home before anything is asked."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

from bokjihub.accounts.access.policy import Facts
from bokjihub.counselling.choices import BENEFIT_STATUS, words_of
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import head_of, members, valid_consents


def counselling_facts(counselling_id: UUID) -> Facts | None:
    """Facts of the home a record belongs to; None where it is missing or out of the database's scope."""
    found = Counselling.objects.filter(id=counselling_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def counselling_of(counselling_id: UUID) -> Counselling:
    """One record with everything its pages name."""
    found = Counselling.objects.select_related("household__area", "person", "consent", "work_item", "visit")
    return found.prefetch_related("told", "promises").get(id=counselling_id)


def open_worry(household_id: UUID) -> WorkItem | None:
    """The home's open worry, if one is."""
    return WorkItem.objects.filter(household_id=household_id, closed_on__isnull=True).first()


@dataclass(frozen=True)
class Known:
    """One thing known, and where from. Nothing asked that is known (screens §0.7)."""

    label: str
    value: str
    source: str = ""


def known_facts(household: Household, day: dt.date) -> tuple[Known, ...]:
    """What the record starts with, each with its source; the same rows are frozen into the record."""
    item = open_worry(household.id)
    people = list(members(household.id))
    mismatch = "다름" if household.is_address_mismatched else "같음"
    status = sorted({code for person in people for code in person.benefit_status})
    consents = ", ".join(consent.get_purpose_display() for consent in valid_consents(household.id, day))
    return (
        Known("접수경로", _channel(item), "발굴 신호"),
        Known("실거주지", household.address, "가구"),
        Known("주민등록지", household.registered_address or "모름", "자료"),
        Known("주민등록지와 실거주지", mismatch if household.registered_address else "모름"),
        Known("가구형태", household.get_kind_display(), "가구"),
        Known("가구원", " / ".join(_person(person, day) for person in people), "가구"),
        Known("보호구분", words_of(BENEFIT_STATUS, status) or "모름", "자료"),
        Known("동의", consents or "없음", "동의"),
    )


def frozen(known: tuple[Known, ...]) -> list[dict[str, str]]:
    """The known facts as they are kept with the record."""
    return [asdict(one) for one in known]


def head_words(household_id: UUID) -> str:
    """Name, birth year and sex of the person the home is called after."""
    person = head_of(household_id)
    if person is None:
        return "미상"
    born = (
        f"{person.birth_on:%Y. %m. %d.}" if person.birth_on else f"{person.birth_year}년생" if person.birth_year else ""
    )
    return ", ".join(filter(None, (person.name, born, person.get_sex_display() if person.sex else "")))


def _channel(item: WorkItem | None) -> str:
    if item is None:
        return "본인·가족"
    signal = Signal.objects.filter(work_item=item).order_by("received_at").first()
    return signal.get_channel_display() if signal else "본인·가족"


def _person(person: Person, day: dt.date) -> str:
    age = person.age_on(day)
    apart = "따로 삶" if person.lives_elsewhere else ""
    return " ".join(filter(None, (person.relation, f"만 {age}세" if age is not None else "", apart)))
