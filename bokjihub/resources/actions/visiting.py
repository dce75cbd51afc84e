"""방문 요일을 적고 끝냄: what each body told about its visits to a home."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household
from bokjihub.resources.models import VisitingSlot
from bokjihub.ui.errors import OfficerError


class WhoMissing(OfficerError):
    """누가 오는지(맡은 일)와 무엇으로 알았는지 적어 주세요."""


class SameSlot(OfficerError):
    """같은 사업이 같은 요일에 이미 적혀 있습니다. 바뀌었으면 먼저 끝내고 적어 주세요."""


class EndBeforeStart(OfficerError):
    """끝나는 날은 시작한 날보다 앞설 수 없습니다."""


@dataclass(frozen=True)
class Regular:
    """One regular visit as told."""

    programme: VisitingSlot.Programme
    visitor: str
    weekday: int
    starts_on: dt.date
    told_by: str
    agency: Agency | None = None
    rhythm: VisitingSlot.Rhythm = VisitingSlot.Rhythm.WEEKLY
    begins_at: dt.time | None = None
    minutes: int = 60


@transaction.atomic
def enter_slot(*, household: Household, regular: Regular, by: Actor) -> VisitingSlot:
    """방문 요일 적기. Refused where the same programme is already there on that day."""
    if not regular.visitor.strip() or not regular.told_by.strip():
        raise WhoMissing(field="visitor")
    running = VisitingSlot.objects.on(max(regular.starts_on, by.day)).filter(household=household)
    if running.filter(programme=regular.programme, weekday=regular.weekday, agency=regular.agency).exists():
        raise SameSlot(field="weekday")
    slot = VisitingSlot.objects.create(
        household=household,
        area_id=household.area_id,
        programme=regular.programme,
        agency=regular.agency,
        visitor=regular.visitor.strip(),
        weekday=regular.weekday,
        rhythm=regular.rhythm,
        begins_at=regular.begins_at,
        minutes=regular.minutes,
        starts_on=regular.starts_on,
        told_by=regular.told_by.strip(),
        entered_by=by.id,
    )
    detail = {"slot": slot.id, "programme": slot.programme, "weekday": slot.weekday}
    audit.record("visiting.enter", subjects=[household.id], detail=detail, by=by)
    return slot


@transaction.atomic
def end_slot(*, slot: VisitingSlot, ends_on: dt.date, by: Actor) -> VisitingSlot:
    """방문이 끝남: from the day after, nobody counts on it."""
    if ends_on < slot.starts_on:
        raise EndBeforeStart(field="ends_on")
    slot.ends_on = ends_on
    slot.save(update_fields=["ends_on"])
    audit.record("visiting.end", subjects=[slot.household_id], detail={"slot": slot.id}, by=by)
    return slot
