"""공동모금회 신청 (모금회법 제21조-제24조): asked, answered, spent, told."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.resources.actions.desk import CHEST, CHEST_ANSWER, CHEST_RESULT, ask_desk, settle_desk
from bokjihub.resources.actions.ledger import AmountWrong, WordsMissing
from bokjihub.resources.models import ChestApplication
from bokjihub.ui.errors import OfficerError


class OtherYear(OfficerError):
    """배분신청서는 낸 해에만 효력이 있습니다(사회복지공동모금회법 제21조제3항). 신청일과 회계연도를 맞추어 주세요."""


class NotNow(OfficerError):
    """지금 단계에서는 적을 수 없습니다. 화면을 새로 고쳐 보아 주세요."""


@transaction.atomic
def apply_to_chest(
    *, area: Area, year: int, title: str, applicant: str, asked_won: int, applied_on: dt.date, by: Actor
) -> ChestApplication:
    """신청: valid in its fiscal year only."""
    if applied_on.year != year:
        raise OtherYear(field="applied_on")
    if asked_won < 1:
        raise AmountWrong("신청한 금액을 적어 주세요.", field="asked_won")
    row = ChestApplication.objects.create(
        area=area,
        year=year,
        title=title.strip(),
        applicant=applicant.strip(),
        asked_won=asked_won,
        applied_on=applied_on,
        entered_by=by.id,
    )
    _ask(row, CHEST_ANSWER, "모금회 답 적기", applied_on, by)
    audit.record("chest.apply", detail={"application": row.id, "won": asked_won}, by=by)
    return row


@transaction.atomic
def record_chest_answer(
    *, application: ChestApplication, is_granted: bool, granted_won: int, decided_on: dt.date, by: Actor
) -> ChestApplication:
    """배분 결정: so much, or nothing."""
    if application.is_granted is not None or not application.applied_on <= decided_on <= by.day:
        raise NotNow
    if is_granted and granted_won < 1:
        raise AmountWrong("배분받은 금액을 적어 주세요.", field="granted_won")
    application.is_granted, application.decided_on = is_granted, decided_on
    application.granted_won = granted_won if is_granted else 0
    application.save(update_fields=["is_granted", "decided_on", "granted_won"])
    if is_granted:
        _ask(application, CHEST_RESULT, "결과 보고하기", dt.date(application.year, 12, 31), by)
    else:
        settle_desk(subject_id=application.id, by=by)
    audit.record("chest.answer", detail={"application": application.id, "won": application.granted_won}, by=by)
    return application


@transaction.atomic
def tell_chest_result(
    *, application: ChestApplication, spent_won: int, homes: int, result: str, told_on: dt.date, by: Actor
) -> ChestApplication:
    """결과 보고: what was spent for how many homes, never more than was given."""
    if not application.is_granted or application.told_on or told_on > by.day:
        raise NotNow
    if not result.strip():
        raise WordsMissing("무엇을 했는지 한 줄로 적어 주세요.", field="result")
    if not 0 <= spent_won <= application.granted_won:
        raise AmountWrong(f"배분받은 것은 {application.granted_won:,}원입니다.", field="spent_won")
    application.spent_won, application.homes = spent_won, homes
    application.result, application.told_on = result.strip(), told_on
    application.save(update_fields=["spent_won", "homes", "result", "told_on"])
    settle_desk(subject_id=application.id, by=by)
    audit.record("chest.result", detail={"application": application.id, "won": spent_won}, by=by)
    return application


def _ask(row: ChestApplication, code: str, verb: str, since: dt.date, by: Actor) -> None:
    """The answer is looked for while it is open; the result is told in the month after the fiscal year."""
    title = f"공동모금회 ‘{row.title}’ {row.year}년"
    ask_desk(code=code, kind=CHEST, subject_id=row.id, title=title, verb=verb, started_on=since, by=by)
