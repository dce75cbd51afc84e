"""겹친 기록: a person decides field by field which value stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks
from bokjihub.field import errors
from bokjihub.field.effects import TEXTS, fields_of_visit, outcome_of
from bokjihub.field.merge import Value
from bokjihub.field.models import Clash, Write
from bokjihub.field.queries.inbox import open_clashes
from bokjihub.visits.actions.record import amend_visit
from bokjihub.visits.models import Visit

Choice = Clash.Choice


@dataclass(frozen=True)
class Decided:
    """For one field: which side, the clash whose device value is meant, and the server's value the person was looking at."""

    choice: Clash.Choice
    clash_id: UUID | None
    seen: Value


@transaction.atomic
def decide_clashes(*, visit: Visit, decided: Mapping[str, Decided], by: Actor) -> Visit:
    """이대로 합치기: every field in question gets its value; the sides that were not taken stay readable.

    Refused while a field is left open, and when the server's value changed while the person was looking.
    """
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("household", "work_item", "lead").get(id=visit.id)
    )
    waiting = list(open_clashes(visit.id))
    if not waiting:
        raise errors.NotOpen
    current = fields_of_visit(visit)
    chosen: dict[str, Value] = {}
    for name in sorted({clash.field for clash in waiting}):
        one = decided.get(name)
        if one is None:
            raise errors.ChoiceMissing(field=name)
        if one.seen != current[name]:
            raise errors.ChangedAgain(field=name)
        chosen[name] = _value(name, one, waiting, current[name])
    if any(current[name] != value for name, value in chosen.items()):
        amend_visit(visit=visit, outcome=outcome_of({**current, **chosen}), by=by)
    _close(waiting, decided, by)
    audit.record(
        "field.decide", subjects=[visit.household_id], detail={"visit": visit.id, "fields": sorted(chosen)}, by=by
    )
    return visit


def _value(name: str, one: Decided, waiting: list[Clash], server: Value) -> Value:
    if one.choice is Choice.SERVER:
        return server
    meant = [clash for clash in waiting if clash.field == name]
    if one.choice is Choice.BOTH:
        if name not in TEXTS:
            raise errors.ChoiceMissing(field=name)
        return "\n".join(dict.fromkeys([str(server), *(str(_device_value(clash)) for clash in meant)]))
    clash = next((clash for clash in meant if clash.id == one.clash_id), None)
    if clash is None:
        raise errors.ChoiceMissing(field=name)
    return _device_value(clash)


def _device_value(clash: Clash) -> Value:
    value: Value = json.loads(clash.read_sides())["device"]
    return value


def _close(waiting: list[Clash], decided: Mapping[str, Decided], by: Actor) -> None:
    now = timezone.now()
    for clash in waiting:
        one = decided[clash.field]
        took_this = one.choice is not Choice.DEVICE or one.clash_id == clash.id
        clash.choice = one.choice if took_this else Choice.SERVER
        clash.decided_at, clash.decided_by = now, by.id
        clash.save(update_fields=["choice", "decided_at", "decided_by"])
    for write_id in {clash.write_id for clash in waiting}:
        Write.objects.filter(id=write_id).update(state=Write.State.APPLIED, settled_at=now, settled_by=by.id)
        finish_clocks(subject_id=write_id, codes=("field.clash",), by=by)
