"""배정 확정 and 우리 몫 바꾸기: the head's two decisions about who carries how much."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.discovery.actions.work import assign
from bokjihub.discovery.models import Quota, WorkItem
from bokjihub.ui.errors import OfficerError


class QuotaNeedsReason(OfficerError):
    """왜 바꾸는지 한 줄로 적어 주세요. 회차 화면에 함께 보입니다."""


class QuotaInThePast(OfficerError):
    """지난날부터 바꿀 수는 없습니다. 오늘이나 뒤의 날을 적어 주세요."""


@transaction.atomic
def confirm_assignments(*, owners: Mapping[WorkItem, Post], by: Actor) -> int:
    """배정 확정: every household of the proposal gets its owner, all or none. What somebody took meanwhile is left as it is."""
    given = 0
    for item in WorkItem.objects.select_for_update().filter(id__in=[item.id for item in owners], owner__isnull=True):
        if item.closed_on is None:
            assign(work_item=item, owner=owners[item], reason="배정 확정", by=by)
            given += 1
    audit.record("work_item.confirm_assignments", detail={"asked": len(owners), "given": given}, by=by)
    return given


@transaction.atomic
def set_quota(*, area: Area, per_officer: int, starts_on: dt.date, reason: str, by: Actor) -> Quota:
    """우리 몫을 바꿈, from a day on, with the reason. The same day written twice is corrected."""
    if not reason.strip():
        raise QuotaNeedsReason(field="reason")
    if starts_on < by.day:
        raise QuotaInThePast(field="starts_on")
    row, _ = Quota.objects.update_or_create(
        area=area,
        starts_on=starts_on,
        defaults={"per_officer": per_officer, "reason": reason.strip(), "set_by": by.id, "set_label": by.label[:120]},
    )
    detail = {"area": area.id, "per_officer": per_officer, "starts_on": starts_on}
    audit.record("discovery.set_quota", words=reason, detail=detail, by=by)
    return row
