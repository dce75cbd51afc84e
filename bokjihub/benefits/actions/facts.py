"""Stating facts, saving a screening, noting that a home does not want to be told."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.benefits.models import GuideRefusal, LikelyMiss, Screening, StatedFact
from bokjihub.benefits.queries.facts import KnownFact, prepare
from bokjihub.benefits.queries.screening import screening_of
from bokjihub.discovery.actions.hints import note_hints
from bokjihub.engines.benefits import api
from bokjihub.people.models import Household, Person
from bokjihub.ui.errors import OfficerError


class FactNotUnderstood(OfficerError):
    """적으신 값을 알아볼 수 없습니다."""


@transaction.atomic
def state_fact(
    *,
    household: Household,
    name: str,
    value: str,
    person: Person | None = None,
    source: StatedFact.Source = StatedFact.Source.SAID,
    on: dt.date,
    by: Actor,
) -> StatedFact | None:
    """Write down (or correct) one fact; an empty value takes it back.

    Refused when the engine cannot read it, or when it excludes what is known already; what clashed before is no hindrance.
    """
    if not value.strip():
        StatedFact.objects.filter(household=household, person=person, name=name).delete()
        audit.record("benefits.take_back_fact", subjects=[household.id], detail={"fact": name}, by=by)
        return None
    before = prepare(household.id).clashes
    fact, _ = StatedFact.objects.update_or_create(
        household=household,
        person=person,
        name=name,
        defaults={
            "area_id": household.area_id,
            "value": value.strip()[:60],
            "source": source,
            "stated_on": on,
            "stated_by": by.id,
        },
    )
    clashes = [one for one in prepare(household.id).clashes if one not in before]
    if clashes:
        raise FactNotUnderstood(" ".join(clashes), field=name)
    audit.record("benefits.state_fact", subjects=[household.id], detail={"fact": name, "source": source}, by=by)
    return fact


@transaction.atomic
def save_screening(*, household: Household, on: dt.date, by: Actor) -> Screening:
    """Keep the answers as they are told today."""
    columns = screening_of(household.id, on, ask=False)
    results = [one.result for one in columns.answers]
    row = Screening.objects.create(
        household=household,
        area_id=household.area_id,
        on=on,
        results=[_plain(result) for result in results],
        facts=[_fact(fact) for fact in columns.known],
        is_unverified=any(result.unverified for result in results),
        saved_by=by.id,
    )
    audit.record("benefits.save_screening", subjects=[household.id], detail={"on": on}, by=by)
    return row


def _fact(fact: KnownFact) -> dict[str, object]:
    return {"name": fact.name, "who": fact.who, "person": fact.person, "value": fact.value, "source": fact.source}


def _plain(result: api.BenefitResult) -> dict[str, object]:
    return {
        "name": result.name,
        "status": result.status,
        "won_low": result.won_low,
        "won_high": result.won_high,
        "period": result.period,
        "reasons": list(result.reasons),
        "article": result.article,
        "missing": list(result.missing),
        "unverified": result.unverified,
    }


@transaction.atomic
def refuse_guidance(*, household: Household, refused: bool, on: dt.date, by: Actor) -> None:
    """맞춤형 안내 거부: the home is left out of the night's look from now on, or asks to be looked at again."""
    if refused:
        row = {"area_id": household.area_id, "refused_on": on, "noted_by": by.id}
        GuideRefusal.objects.update_or_create(household=household, defaults=row)
        LikelyMiss.objects.filter(household=household).delete()
        note_hints(looked_at=[household.id], hints={}, by=by)
    else:
        GuideRefusal.objects.filter(household=household).delete()
    audit.record("benefits.refuse_guidance", subjects=[household.id], detail={"refused": refused}, by=by)
