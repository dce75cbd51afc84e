"""계획 무게 고치기: other weights are tried on one day, both plans stand side by side, then the town adopts or drops them."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area, Team
from bokjihub.audit import actions as audit
from bokjihub.visits import errors
from bokjihub.visits.models import PlanWeights
from bokjihub.visits.queries.weights import Ways, open_weights

State = PlanWeights.State


@transaction.atomic
def try_weights(*, city: Area, team: Team, on: dt.date, levels: dict[str, int], ways: Ways, by: Actor) -> PlanWeights:
    """견주어 보기: the team's day is planned by the weights and ways that stand and by these. Nothing is booked or adopted."""
    if on < by.day:
        raise errors.DayIsPast
    if (open_ := open_weights(city.id)) is not None:
        drop_weights(row=open_, by=by)
    row = PlanWeights.objects.create(
        city=city, team=team, day=on, written_by=by.id, written_label=by.label[:120], **levels,
        km_per_hour=ways.km_per_hour, detour=ways.detour, door_minutes=ways.door_minutes, ways_source=ways.source.strip(),
    )  # fmt: skip
    audit.record("visit.try_weights", detail={"weights": row.id, "on": on, "levels": levels, "ways": row.ways}, by=by)
    app.configure_task("visits.compare_weights", allow_unknown=False).defer(weights_id=str(row.id))
    return row


@transaction.atomic
def keep_comparison(*, row: PlanWeights, result: dict[str, object] | None, by: Actor) -> None:
    """The two plans are made, or (None) could not be."""
    state = State.READY if result is not None else State.FAILED
    PlanWeights.objects.filter(id=row.id, state=State.TRYING).update(state=state, result=result or {})
    audit.record("visit.compare_weights", detail={"weights": row.id, "made": result is not None}, by=by)


@transaction.atomic
def adopt_weights(*, row: PlanWeights, by: Actor) -> PlanWeights:
    """이 무게로 씁니다: every plan asked for from now on is made by these; those that stand stay."""
    held = _held(row.id)
    if held.state != State.READY:
        raise errors.NothingCompared
    now = timezone.now()
    PlanWeights.objects.filter(city_id=held.city_id, state=State.STANDING).update(state=State.ENDED, settled_at=now)
    held.state, held.settled_at = State.STANDING, now
    held.save(update_fields=["state", "settled_at"])
    audit.record("visit.adopt_weights", detail={"weights": held.id, "words": held.words, "ways": held.ways}, by=by)
    return held


@transaction.atomic
def drop_weights(*, row: PlanWeights, by: Actor) -> PlanWeights:
    """버림: the weights that stand stay."""
    held = _held(row.id)
    if held.state not in PlanWeights.OPEN:
        raise errors.NothingCompared
    held.state, held.settled_at = State.DROPPED, timezone.now()
    held.save(update_fields=["state", "settled_at"])
    audit.record("visit.drop_weights", detail={"weights": held.id}, by=by)
    return held


def _held(weights_id: UUID) -> PlanWeights:
    return PlanWeights.objects.select_for_update(of=("self",)).get(id=weights_id)
