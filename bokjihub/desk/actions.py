"""What the desk itself changes: drafts, hand-overs of everything open, the caller's first lines, the review of the record."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor, post_view
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role, User, ViewReason
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Alert, Explanation, Review
from bokjihub.desk.models import Draft
from bokjihub.desk.queries.open_work import PLANNED, OpenWork, in_place_of, open_work, owned
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.models import Booking

DRAFT_BYTES = 200_000
EXPLAIN_DAYS = 7
# Roles whose work the other may take over.
ALIKE = (
    frozenset({Role.DONG_OFFICER, Role.TEAM_HEAD}),
    frozenset({Role.EMERGENCY_OFFICER, Role.EMERGENCY_HEAD}),
    frozenset({Role.CASE_MANAGER, Role.HOPE_UNIT}),
)


class DraftTooLong(OfficerError):
    """글이 너무 길어 임시로 담을 수 없습니다. 지금 ‘적기’를 눌러 저장해 주세요."""


class WrongTaker(OfficerError):
    """그 일을 맡을 수 있는 분이 아닙니다. 같은 시의 같은 일을 하는 분을 골라 주세요."""


class AlertNotAnswered(OfficerError):
    """아직 답이 없는 것이 남아 있어 이번 달 점검을 마칠 수 없습니다."""


class AnswerMissing(OfficerError):
    """한 줄 이상 적어 주세요."""


class NotAsked(OfficerError):
    """이 소명은 다른 분에게 여쭌 것입니다."""


# ---------------------------------------------------------------- drafts


@transaction.atomic
def save_draft(*, user: User, key: str, fields: Mapping[str, Sequence[str]], page: str, title: str, by: Actor) -> Draft:
    """Keep what somebody is writing, sealed. Not on the access record: it shows nobody anything new."""
    body = json.dumps(dict(fields), ensure_ascii=False)
    if len(body.encode()) > DRAFT_BYTES:
        raise DraftTooLong
    # Two fields left in quick succession save at once: whoever comes second writes into the row of the first.
    draft, _ = Draft.objects.get_or_create(user=user, key=key)
    draft.page, draft.title, draft.sent_at = page[:200], title[:60], None
    draft.write(body)
    draft.save()
    return draft


@transaction.atomic
def mark_draft_sent(*, user: User, key: str, by: Actor) -> int:
    """The form was sent: its draft leaves the list. Drafts sent longer than a day ago are wiped with it."""
    now = timezone.now()
    Draft.objects.filter(user=user, sent_at__lt=now - dt.timedelta(days=1)).delete()
    return Draft.objects.filter(user=user, key=key, sent_at__isnull=True).update(sent_at=now)


@transaction.atomic
def drop_draft(*, user: User, draft_id: UUID, by: Actor) -> None:
    """버리기: what was written goes for good."""
    Draft.objects.filter(user=user, id=draft_id).delete()


# ---------------------------------------------------------------- hand-over


@transaction.atomic
def hand_over_all(*, giver: Post, taker: Post, reason: str, by: Actor) -> OpenWork:
    """인계: rights, tongs, deadlines, worries, visits to come and emergency aid pass to another post in one step.

    Refused when the taker works in another city or in another trade. Whoever orders it (team head, administrator) sees
    only the counts.
    """
    if not reason.strip():
        raise AnswerMissing(field="reason")
    if not _can_take(giver, taker):
        raise WrongTaker(field="taker")
    counted = open_work(giver, asker=by)
    with acting_as(in_place_of(giver, by)):
        accounts.hand_over(giver=giver, taker=taker, reason=reason, by=by)
        _move_bookings(giver, taker)
        for _, column, rows in owned(giver):
            rows.update(**{column: taker})
        audit.record(
            "desk.hand_over_all",
            words=reason,
            detail={"from": giver.id, "to": taker.id, "clocks": counted.clocks, "work_items": counted.work_items},
            by=by,
        )
    return counted


def _move_bookings(giver: Post, taker: Post) -> None:
    """The time of planned visits passes too; refused where the taker is elsewhere at that time."""
    moving = Booking.objects.filter(visit__lead=giver, visit__state__in=PLANNED, user_id=giver.user_id)
    for booking in moving:
        clash = Booking.objects.filter(
            user_id=taker.user_id, starts_at__lt=booking.ends_at, ends_at__gt=booking.starts_at
        )
        if clash.exists():
            when = timezone.localtime(booking.starts_at)
            raise WrongTaker(
                f"받을 분은 {when.month}. {when.day}. {when:%H:%M}에 다른 방문이 있습니다. "
                "그 방문의 시각이나 담당을 먼저 바꾸어 주세요.",
                field="taker",
            )
    moving.update(user_id=taker.user_id)


def _can_take(giver: Post, taker: Post) -> bool:
    day = timezone.localdate()
    here, there = post_view(giver, day), post_view(taker, day)
    alike = here.role == there.role or any({here.role, there.role} <= group for group in ALIKE)
    in_force = taker.starts_on <= day and (taker.ends_on is None or taker.ends_on >= day)
    return giver.id != taker.id and alike and in_force and here.city_id == there.city_id


# ---------------------------------------------------------------- somebody calls or comes in


@transaction.atomic
def write_down_caller(
    *, area: Area, address: str, person: NewPerson, way: ViewReason.Reason, user: User, by: Actor
) -> Household:
    """전화·내방: a home nobody knew yet, opened to the officer for the reason that it called or came in."""
    household = people.register_household(
        area=area, address=address or f"{area.name} (자세한 곳 모름)", head=person, by=by
    )
    accounts.give_reason(household_id=household.id, user=user, reason=way, words="", by=by)
    return household


# ---------------------------------------------------------------- the review of the record


@transaction.atomic
def note_alerts(*, found: Iterable[Alert], by: Actor) -> int:
    """Write down what the look at the record found; the same person, day and kind is written once. Returns how many are new."""
    rows = list(found)
    before = Alert.objects.count()
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    new = Alert.objects.count() - before
    if new:
        audit.record("audit.alerts", detail={"new": new}, by=by)
    return new


@transaction.atomic
def settle_alert(*, alert: Alert, words: str, by: Actor) -> Alert:
    """문제없음: why the opening was right, in a line. Nobody settles what they did themselves."""
    if not words.strip():
        raise AnswerMissing(field="words")
    if alert.actor_id == by.id:
        raise NotAsked("자기 열람은 다른 보호담당이 살펴봅니다.")
    alert.settled_at, alert.settled_by, alert.settled_words = timezone.now(), by.id, words.strip()[:200]
    alert.save(update_fields=["settled_at", "settled_by", "settled_words"])
    audit.record("audit.settle", detail={"alert": alert.id}, words=words, by=by)
    return alert


@transaction.atomic
def ask_explanation(*, alert: Alert, question: str, by: Actor) -> Explanation:
    """소명 요청: ask the person why, with a week to answer. An open question is not asked twice."""
    if alert.actor_id == by.id:
        raise NotAsked("자기 열람은 다른 보호담당이 살펴봅니다.")
    waiting = alert.explanations.filter(judged_at__isnull=True).first()
    if waiting is not None:
        return waiting
    row = Explanation.objects.create(
        city_id=alert.city_id,
        alert=alert,
        asked_of=alert.actor_id,
        question=question.strip()[:300] or "이 가구들을 열어 보신 까닭을 적어 주세요.",
        asked_by=by.id,
        due_on=by.day + dt.timedelta(days=EXPLAIN_DAYS),
    )
    audit.record("audit.ask", detail={"alert": alert.id, "of": alert.actor_id}, by=by)
    return row


@transaction.atomic
def answer_explanation(*, explanation: Explanation, answer: str, by: Actor) -> Explanation:
    """소명: the answer of the person who was asked, in their own words."""
    if explanation.asked_of != by.id:
        raise NotAsked
    if len(answer.strip()) < 2:
        raise AnswerMissing(field="answer")
    explanation.answer, explanation.answered_at = answer.strip(), timezone.now()
    explanation.save(update_fields=["answer", "answered_at"])
    audit.record("audit.answer", detail={"explanation": explanation.id}, by=by)
    return explanation


@transaction.atomic
def judge_explanation(
    *, explanation: Explanation, judgement: Explanation.Judgement, words: str, by: Actor
) -> Explanation:
    """적정·부적정: after hearing the answer, by another person than the one asked. Settles the alert."""
    if explanation.answered_at is None:
        raise AlertNotAnswered("답을 받은 뒤에 판단합니다.")
    if explanation.asked_of == by.id:
        raise NotAsked("자기 소명은 다른 보호담당이 판단합니다.")
    now = timezone.now()
    explanation.judgement, explanation.judged_words = judgement, words.strip()[:300]
    explanation.judged_by, explanation.judged_at = by.id, now
    explanation.save(update_fields=["judgement", "judged_words", "judged_by", "judged_at"])
    alert = explanation.alert
    alert.settled_at, alert.settled_by = now, by.id
    alert.settled_words = f"소명 {explanation.get_judgement_display()}"
    alert.save(update_fields=["settled_at", "settled_by", "settled_words"])
    audit.record("audit.judge", detail={"explanation": explanation.id, "judgement": judgement}, words=words, by=by)
    return explanation


@transaction.atomic
def sign_review(*, city_id: UUID, month: dt.date, by: Actor) -> Review:
    """이번 달 점검 마치기: only when every alert up to the month's end is settled."""
    first = month.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    alerts = Alert.objects.filter(city_id=city_id, on__lt=after)
    if alerts.filter(settled_at__isnull=True).exists():
        raise AlertNotAnswered
    seen = alerts.filter(on__gte=first)
    unfit = Explanation.objects.filter(alert__in=seen, judgement=Explanation.Judgement.UNFIT).count()
    row, made = Review.objects.get_or_create(
        city_id=city_id, month=first, defaults={"alerts": seen.count(), "unfit": unfit, "signed_by": by.id}
    )
    if made:
        audit.record("audit.sign_review", detail={"month": first, "alerts": row.alerts, "unfit": unfit}, by=by)
    return row
