"""방문 기준 고치기: a town's own ages, weeks, windows and contacts, each from a day on."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.visits import errors
from bokjihub.visits.models import VisitProgramme, VisitRule


@dataclass(frozen=True)
class NewRule:
    """One dated row as typed."""

    starts_on: dt.date
    window_days: int
    at: int | None = None
    opens_before: int = 0
    contacts: int = 1
    every_months: int | None = None
    every_days: int | None = None
    basis: str = ""


@transaction.atomic
def change_rule(*, rule: VisitRule, new: NewRule, by: Actor) -> VisitRule:
    """The rule ends the day before, the new row begins: yesterday's lists stay what they were. Refused for a past day."""
    if new.starts_on < by.day:
        raise errors.RuleNotForward(field="starts_on")
    if new.starts_on <= rule.starts_on:
        raise errors.RuleNotForward(field="starts_on")
    rule.ends_on = new.starts_on - dt.timedelta(days=1)
    rule.save(update_fields=["ends_on"])
    row = _write(rule.programme, rule, new, by)
    audit.record("visit.change_rule", detail={"programme": rule.programme.code, "rule": row.id}, words=new.basis, by=by)
    return row


@transaction.atomic
def end_rule(*, rule: VisitRule, ends_on: dt.date, by: Actor) -> VisitRule:
    """The rule counts for nothing that comes after `ends_on`. Refused for a past day."""
    if ends_on < by.day:
        raise errors.RuleNotForward(field="ends_on")
    rule.ends_on = max(ends_on, rule.starts_on)
    rule.save(update_fields=["ends_on"])
    audit.record("visit.end_rule", detail={"rule": rule.id, "ends_on": ends_on}, by=by)
    return rule


@transaction.atomic
def open_programme(*, programme: VisitProgramme, is_open: bool, by: Actor) -> VisitProgramme:
    """쓰기·쉬기: a closed programme gives no turns and cannot be planned; what was done under it stays."""
    programme.is_open = is_open
    programme.save(update_fields=["is_open"])
    audit.record("visit.open_programme", detail={"programme": programme.code, "is_open": is_open}, by=by)
    return programme


def _write(programme: VisitProgramme, old: VisitRule, new: NewRule, by: Actor) -> VisitRule:
    try:
        with transaction.atomic():
            return VisitRule.objects.create(
                programme=programme,
                kind=old.kind,
                group=old.group,
                channels=old.channels,
                clock_code=old.clock_code,
                at=new.at,
                opens_before=new.opens_before,
                window_days=new.window_days,
                contacts=new.contacts,
                every_months=new.every_months,
                every_days=new.every_days,
                basis=new.basis.strip(),
                starts_on=new.starts_on,
                written_by=by.id,
            )
    except IntegrityError as error:
        raise errors.RuleIncomplete from error
