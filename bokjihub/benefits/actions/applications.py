"""Following an application to its decision."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.audit import actions as audit
from bokjihub.benefits.models import Application
from bokjihub.clocks.actions import finish_asked, finish_clocks, start_clock
from bokjihub.discovery.actions.work import mark_linked
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError

APPLY_VERB = "신청 돕기"  # what a counselling that decided on an application asks for


class AlreadyApplied(OfficerError):
    """이 급여는 이미 신청을 따라가고 있습니다. 신청 따라가기에서 이어서 적어 주세요."""


class AlreadyDecided(OfficerError):
    """이미 결과를 적은 신청입니다."""


class ReasonMissing(OfficerError):
    """거절된 까닭을 적어 주세요. 이의신청과 다른 도움을 찾을 때 씁니다."""


@transaction.atomic
def open_application(
    *,
    household: Household,
    benefit: str,
    group: Application.Group,
    on: dt.date,
    owner: Post | None = None,
    work_item: WorkItem | None = None,
    by: Actor,
) -> Application:
    """Begin to help with an application. The same benefit is followed once at a time."""
    going = Application.objects.filter(household=household, benefit=benefit, decided_on__isnull=True)
    if going.exists():
        raise AlreadyApplied
    application = Application.objects.create(
        household=household,
        work_item=work_item,
        area_id=household.area_id,
        benefit=benefit,
        group=group,
        opened_on=on,
        owner=owner,
    )
    _clock(application, "application.submit", f"{benefit} 신청서 내기", "보내기", on, by)
    finish_asked(household_id=household.id, code="counselling.follow", verb=APPLY_VERB, by=by)
    if work_item is not None and work_item.closed_on is None and work_item.state != WorkItem.State.LOCATING:
        mark_linked(work_item=work_item, by=by)
    audit.record("application.open", subjects=[household.id], detail={"benefit": benefit}, by=by)
    return application


@transaction.atomic
def submit_application(*, application: Application, on: dt.date, by: Actor) -> Application:
    """The papers went in: 30 days run to the decision (사회보장급여법 시행령 제6조)."""
    if application.decided_on:
        raise AlreadyDecided
    application.turn = Application.Turn.SURVEY
    application.submitted_on = on
    application.waiting_for = ""
    application.save(update_fields=["turn", "submitted_on", "waiting_for"])
    finish_clocks(subject_id=application.id, by=by)
    _clock(application, "application.decision", f"{application.benefit} 결정 기다림", "결과 적기", on, by)
    audit.record("application.submit", subjects=[application.household_id], by=by)
    return application


@transaction.atomic
def wait_for_person(*, application: Application, what: str, on: dt.date, by: Actor) -> Application:
    """The person must bring something: whose turn it is stays visible."""
    if application.decided_on:
        raise AlreadyDecided
    application.turn = Application.Turn.PERSON
    application.waiting_for = what.strip()[:80]
    application.save(update_fields=["turn", "waiting_for"])
    _clock(application, "application.submit", f"{application.benefit}: {what}", "전화", on, by)
    audit.record("application.wait", subjects=[application.household_id], words=what, by=by)
    return application


@transaction.atomic
def record_decision(
    *,
    application: Application,
    is_granted: bool,
    on: dt.date,
    monthly_won: int | None = None,
    reason: str = "",
    by: Actor,
) -> Application:
    """결과 적기: granted with its won, or refused with the reason; a refusal starts the 90 days of objection (제17조)."""
    if application.decided_on:
        raise AlreadyDecided
    if not is_granted and not reason.strip():
        raise ReasonMissing(field="reason")
    application.turn = Application.Turn.DECIDED
    application.is_granted = is_granted
    application.decided_on = on
    application.monthly_won = monthly_won
    application.reason = reason.strip()
    application.save(update_fields=["turn", "is_granted", "decided_on", "monthly_won", "reason"])
    finish_clocks(subject_id=application.id, by=by)
    if not is_granted:
        _clock(application, "application.objection", f"{application.benefit} 거절 - 이의신청 알리기", "알리기", on, by)
    audit.record("application.decide", subjects=[application.household_id], detail={"granted": is_granted}, by=by)
    return application


def _clock(application: Application, code: str, title: str, verb: str, on: dt.date, by: Actor) -> None:
    start_clock(
        code=code,
        subject_kind="benefits.application",
        subject_id=application.id,
        area_id=application.area_id,
        household_id=application.household_id,
        role=Role.DONG_OFFICER,
        post_id=application.owner_id,
        title=title,
        verb=verb,
        started_on=on,
        by=by,
    )
