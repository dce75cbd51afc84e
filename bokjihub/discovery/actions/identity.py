"""Who is it, decided by a person: the same person, the same home, a new home, or another dong's.

Each answer ends the signal's clock and starts the next person's; the evidence that stood on the screen goes on record,
so that a wrong answer can be understood later.
"""

from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions.work_open import SignalHasAHome, attach_signal, put_in_inbox
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError


class NotInThisCity(OfficerError):
    """우리 시의 읍·면·동이 아닙니다. 다른 시·군·구에는 공문으로 넘겨 주세요."""


class NameMissing(OfficerError):
    """같은 집의 다른 사람이라면 이름을 알아야 합니다. 모르면 ‘같은 사람’이나 ‘나중에’를 골라 주세요."""


@transaction.atomic
def same_person(*, signal: Signal, household: Household, evidence: str = "", by: Actor) -> WorkItem:
    """1 같은 사람: the signal speaks of somebody known; it joins the worry of their home."""
    item = attach_signal(signal=signal, household=household, by=by)
    _record("identity.same_person", signal, household.id, evidence, by)
    return item


@transaction.atomic
def same_home(*, signal: Signal, household: Household, evidence: str = "", by: Actor) -> WorkItem:
    """2 같은 집, 다른 사람: somebody not yet written down lives in a known home. Refused without a name."""
    if not signal.name:
        raise NameMissing
    person = NewPerson(name=signal.name, birth_on=signal.birth_on, phone=signal.phone, relation="동거인")
    people.add_person(household=household, person=person, by=by)
    item = attach_signal(signal=signal, household=household, by=by)
    _record("identity.same_home", signal, household.id, evidence, by)
    return item


@transaction.atomic
def new_home(
    *, signal: Signal, address: str, name: str, tong: Area | None = None, kind: Household.Kind, by: Actor
) -> WorkItem:
    """3 새 가구: nobody like it is known. The home is written down with what the signal says, then its worry is opened."""
    if signal.work_item_id is not None:
        raise SignalHasAHome
    head = NewPerson(name=name or signal.name or "미상", birth_on=signal.birth_on, phone=signal.phone)
    household = people.register_household(
        area=signal.area, tong=tong, address=address or signal.place, head=head, kind=kind, by=by
    )
    item = attach_signal(signal=signal, household=household, by=by)
    _record("identity.new_home", signal, household.id, "", by)
    return item


@transaction.atomic
def move_signal(*, signal: Signal, area: Area, words: str = "", by: Actor) -> Signal:
    """다른 동으로: the signal waits in the inbox of the dong it belongs to. Refused once it has a home, or out of the city."""
    if signal.work_item_id is not None:
        raise SignalHasAHome
    city = city_of(signal.area)
    if city is None or city_of(area) != city:
        raise NotInThisCity(field="area")
    clocks.finish_clocks(subject_id=signal.id, codes=("signal.triage",), by=by)
    before = signal.area.name
    with acting_as(job_actor("신호 넘기기", city=city)):  # the giver's own reach ends at the border of the dong
        signal.area = area
        signal.save(update_fields=["area"])
        put_in_inbox(signals=[signal], by=by)
    audit.record("signal.move", detail={"signal": signal.id, "from": before, "to": area.name}, words=words, by=by)
    return signal


def _record(act: str, signal: Signal, household_id: UUID, evidence: str, by: Actor) -> None:
    audit.record(act, subjects=[household_id], detail={"signal": signal.id, "evidence": evidence}, by=by)
