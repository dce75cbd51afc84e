"""기준값: proposed by a nurse, counted only from a nurse's approval on."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.assessments import errors
from bokjihub.assessments.models import Limit
from bokjihub.audit import actions as audit


@transaction.atomic
def approve_limit(*, limit: Limit, by: Actor) -> Limit:
    """승인: from now on the value decides about measuring again or referring. Refused a second time."""
    if limit.approved_at is not None:
        raise errors.LimitDecided
    limit.approved_by, limit.approved_at = by.id, timezone.now()
    limit.save(update_fields=["approved_by", "approved_at"])
    former = Limit.objects.filter(code=limit.code, ends_on__isnull=True, starts_on__lt=limit.starts_on)
    former.update(ends_on=limit.starts_on - dt.timedelta(days=1))
    audit.record("limit.approve", detail={"code": limit.code, "value": limit.value, "on": limit.starts_on}, by=by)
    return limit


@transaction.atomic
def propose_limit(*, like: Limit, value: float, source: str, starts_on: dt.date, by: Actor) -> Limit:
    """새 값: counts from its day on, once approved; what was measured before keeps the value before. Refused for a past day."""
    if starts_on < by.day:
        raise errors.LimitNotForward(field="starts_on")
    try:
        with transaction.atomic():
            row = Limit.objects.create(
                code=like.code,
                label=like.label,
                unit=like.unit,
                value=value,
                source=source.strip()[:200],
                starts_on=starts_on,
                proposed_by=by.id,
            )
    except IntegrityError as error:
        raise errors.LimitNotForward(
            "그날부터의 값이 이미 있습니다. 다른 날을 골라 주세요.", field="starts_on"
        ) from error
    audit.record("limit.propose", detail={"code": row.code, "value": value, "on": starts_on}, by=by)
    return row
