"""상담 기록: one record from which everything follows, and its typing over into 행복이음."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Assignment, Role
from bokjihub.audit import actions as audit
from bokjihub.benefits.actions.applications import APPLY_VERB
from bokjihub.clocks.actions import finish_asked, finish_clocks, start_clock
from bokjihub.counselling import errors
from bokjihub.counselling.choices import DANGERS, words_of
from bokjihub.counselling.models import Counselling, CounsellingSignature, Promise, ToldBenefit, Transcription
from bokjihub.counselling.queries.facts import frozen, known_facts, open_worry
from bokjihub.discovery.actions.contact import Try, record_contact
from bokjihub.discovery.actions.work import mark_met, remind
from bokjihub.discovery.actions.work_open import attach_signal
from bokjihub.discovery.models import Channel, ContactAttempt, Level, Signal, WorkItem
from bokjihub.people.actions import keep_named_signature, record_consent
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import consent_for, head_of
from bokjihub.resources.actions.links import SEND_VERB
from bokjihub.ui.signing import Handwritten
from bokjihub.ui.words import masked_name
from bokjihub.visits.models import Visit

KIND = "counselling.counselling"
Disposition = Counselling.Disposition
ENDS = frozenset({Disposition.INFORMATION, Disposition.EXCLUDED})
# What the counsellor does next, elsewhere; Today asks until it is done.
FOLLOW = {
    Disposition.EMERGENCY: "긴급지원 요청하기",
    Disposition.CASE: "사례관리 의뢰하기",
    Disposition.LINK: SEND_VERB,
    Disposition.APPLY: APPLY_VERB,
}
# What a market day promised: somebody calls. Any talk that is on record keeps it.
CALL_BACK, CALL_VERB = "counselling.call_back", "전화하기"
CONTACT_WAYS = {
    Counselling.Channel.COUNTER: ContactAttempt.Way.COUNTER,
    Counselling.Channel.PHONE: ContactAttempt.Way.PHONE,
    Counselling.Channel.VISIT: ContactAttempt.Way.VISIT,
    Counselling.Channel.ONLINE: ContactAttempt.Way.MESSAGE,
    Counselling.Channel.MOBILE: ContactAttempt.Way.COUNTER,
}


@dataclass(frozen=True)
class Said:
    """The conversation: how, when, in whose words, what was seen."""

    channel: Counselling.Channel
    on: dt.date
    client_words: str
    observation: str = ""
    minutes: int = 0
    person: Person | None = None
    with_label: str = ""
    crisis_reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    immediate_danger: tuple[str, ...] = ()
    visitor_safety: str = ""
    benefit_status: tuple[str, ...] = ()
    target_group: str = ""


@dataclass(frozen=True)
class Told:
    """One benefit explained, and whether they want it."""

    benefit: str
    wants_to_apply: bool | None = None


@dataclass(frozen=True)
class Promised:
    """What somebody said they would do."""

    whose: Promise.Whose
    words: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Agreement:
    """Consent heard in the conversation: who gave it, how, until when; or why there is none."""

    given_by: str = ""
    capacity: str = "본인"
    method: Consent.Method = Consent.Method.SPOKEN
    expires_on: dt.date | None = None
    missing_reason: str = ""


@dataclass(frozen=True)
class Step:
    """조치 and the day we look again."""

    disposition: Counselling.Disposition
    next_check_on: dt.date | None = None
    excluded_reason: str = ""
    told: tuple[Told, ...] = ()
    promises: tuple[Promised, ...] = field(default_factory=tuple)


@transaction.atomic
def record_counselling(
    *,
    household: Household,
    said: Said,
    step: Step,
    agreement: Agreement,
    visit: Visit | None = None,
    client_id: UUID | None = None,
    by: Actor,
) -> Counselling:
    """상담 마치기: the record stands, the worry moves on, the next person gets a clock.

    The same form sent twice is one record. Refused: no words, no next check (unless informed or excluded), information
    without what was told, exclusion without a reason, silence about the consent. Immediate danger opens urgent work.
    """
    if client_id and (known := Counselling.objects.filter(client_id=client_id).first()):
        return known
    _guard(household, said, step, agreement, by)
    item = open_worry(household.id)
    record = _write(household, said, step, agreement, item, visit, client_id, by)
    audit.record(
        "counselling.record", subjects=[household.id], detail={"id": record.id, "step": step.disposition}, by=by
    )
    _move_worry_on(record, item, said, step, by)
    _start_clocks(record, step, by)
    if said.immediate_danger:
        _raise_alarm(record, by)
    finish_asked(household_id=household.id, code=CALL_BACK, verb=CALL_VERB, by=by)
    if visit is not None:
        finish_clocks(subject_id=visit.id, codes=("visit.counselling",), by=by)
        accounts.end_assignments(source_id=visit.id, by=by)
    return record


@transaction.atomic
def sign_record(
    *, counselling: Counselling, signer: str, signed: Handwritten | None, by: Actor
) -> CounsellingSignature:
    """상담 서명: who was counselled signs that the record says what was told and agreed. One a record; signed again it is replaced."""
    row = CounsellingSignature(
        counselling=counselling, household_id=counselling.household_id, area_id=counselling.area_id
    )
    keep_named_signature(row=row, signer=signer, signed=signed, by=by)
    audit.record("counselling.sign", subjects=[counselling.household_id], detail={"counselling": counselling.id}, by=by)
    return row


@transaction.atomic
def transcribe(*, counselling: Counselling, by: Actor) -> Transcription:
    """옮겨 적음: the record stands in the official system too. Said once."""
    if Transcription.objects.filter(counselling=counselling).exists():
        raise errors.AlreadyTranscribed
    row = Transcription.objects.create(
        counselling=counselling, household_id=counselling.household_id, area_id=counselling.area_id, done_by=by.id
    )
    finish_clocks(subject_id=counselling.id, codes=("counselling.transcribe",), by=by)
    audit.record("counselling.transcribe", subjects=[counselling.household_id], detail={"id": counselling.id}, by=by)
    return row


@transaction.atomic
def finish_follow_up(*, counselling: Counselling, words: str, by: Actor) -> Counselling:
    """이어 하기를 마침 by another way than the linked page (a paper, a call): the reason stays."""
    if len(words.strip()) < 2:
        raise errors.ExclusionReasonMissing("어떻게 이어 했는지 한 줄로 적어 주세요.", field="words")
    finish_clocks(subject_id=counselling.id, codes=("counselling.follow",), by=by)
    audit.record("counselling.follow_up", subjects=[counselling.household_id], words=words, by=by)
    return counselling


@transaction.atomic
def step_taken(*, household_id: UUID, disposition: Counselling.Disposition, by: Actor) -> int:
    """이어 함: what a counselling decided now stands in the room above that does it; its clock ends there."""
    return finish_asked(household_id=household_id, code="counselling.follow", verb=FOLLOW[disposition], by=by)


@transaction.atomic
def keep_promise(*, promise: Promise, on: dt.date, by: Actor) -> Promise:
    """지킴: a promise was kept."""
    promise.kept_on = on
    promise.save(update_fields=["kept_on"])
    audit.record("counselling.keep_promise", subjects=[promise.household_id], detail={"id": promise.id}, by=by)
    return promise


def _guard(household: Household, said: Said, step: Step, agreement: Agreement, by: Actor) -> None:
    if len(said.client_words.strip()) < 2:
        raise errors.WordsMissing(field="client_words")
    if said.on > by.day:
        raise errors.FutureCounselling(field="counselled_on")
    if step.next_check_on is None and step.disposition not in ENDS:
        raise errors.NextCheckMissing(field="next_check_on")
    if step.next_check_on is not None and step.next_check_on <= said.on:
        raise errors.NextCheckTooEarly(field="next_check_on")
    if step.disposition in (Disposition.INFORMATION, Disposition.APPLY) and not step.told:
        raise errors.ToldMissing(field="told")
    if step.disposition == Disposition.EXCLUDED and len(step.excluded_reason.strip()) < 2:
        raise errors.ExclusionReasonMissing(field="excluded_reason")
    agreed = agreement.given_by or consent_for(household.id, Consent.Purpose.COUNSELLING, by.day)
    if not agreed and len(agreement.missing_reason.strip()) < 2:
        raise errors.ConsentUnsaid(field="consent_by")


def _write(
    household: Household,
    said: Said,
    step: Step,
    agreement: Agreement,
    item: WorkItem | None,
    visit: Visit | None,
    client_id: UUID | None,
    by: Actor,
) -> Counselling:
    known = known_facts(household, by.day)
    record = Counselling.objects.create(
        household=household,
        area_id=household.area_id,
        work_item=item,
        visit=visit,
        person=said.person or head_of(household.id),
        channel=said.channel,
        counselled_on=said.on,
        intake_channel=known[0].value,
        minutes=said.minutes,
        client_words=said.client_words.strip(),
        observation=said.observation.strip(),
        crisis_reasons=list(said.crisis_reasons),
        needs=list(said.needs),
        immediate_danger=list(said.immediate_danger),
        visitor_safety=said.visitor_safety.strip(),
        benefit_status=list(said.benefit_status),
        target_group=said.target_group,
        known=frozen(known),
        no_consent_reason=agreement.missing_reason.strip(),
        disposition=step.disposition,
        excluded_reason=step.excluded_reason.strip(),
        next_check_on=step.next_check_on,
        consent=_consent(household, said, agreement, by),
        counselled_by=by.id,
        counselled_label=by.label[:120],
        with_label=said.with_label.strip(),
        client_id=client_id,
    )
    place = {"counselling": record, "household_id": household.id, "area_id": household.area_id}
    for told in step.told:
        ToldBenefit.objects.create(benefit=told.benefit, wants_to_apply=told.wants_to_apply, **place)
    for promise in step.promises:
        Promise.objects.create(whose=promise.whose, words=promise.words.strip(), due_on=promise.due_on, **place)
    return record


def _consent(household: Household, said: Said, agreement: Agreement, by: Actor) -> Consent | None:
    if not agreement.given_by:
        return consent_for(household.id, Consent.Purpose.COUNSELLING, by.day)
    return record_consent(
        household=household,
        purpose=Consent.Purpose.COUNSELLING,
        items=["상담 내용", "가구 사항", "연락처"],
        given_by=agreement.given_by,
        capacity=agreement.capacity,
        method=agreement.method,
        given_on=said.on,
        expires_on=agreement.expires_on or said.on + dt.timedelta(days=365),
        person=said.person,
        by=by,
    )


def _move_worry_on(record: Counselling, item: WorkItem | None, said: Said, step: Step, by: Actor) -> None:
    """The worry is met. LINKED it becomes in the room where the link, aid, case or application really stands.

    A person not found stays where they are, with the next date.
    """
    if item is None:
        return
    if step.disposition == Disposition.UNLOCATED:
        remind(work_item=item, code="work_item.next_contact", verb="연락하기", due_on=step.next_check_on, by=by)
        return
    _say_spoken(item, record, said, by)
    mark_met(work_item=item, next_on=step.next_check_on, by=by)


def _say_spoken(item: WorkItem, record: Counselling, said: Said, by: Actor) -> None:
    """A conversation is also a contact; one already written down that day is enough."""
    today = ContactAttempt.objects.filter(work_item=item, result=ContactAttempt.Result.SPOKE, at__date=said.on)
    if item.owner_id is None or today.exists():
        return
    at = timezone.now() if said.on == by.day else timezone.make_aware(dt.datetime.combine(said.on, dt.time(12, 0)))
    way = CONTACT_WAYS[said.channel]
    what = Try(way=way, result=ContactAttempt.Result.SPOKE, at=at, words="상담 기록을 적음", source="상담 기록")
    record_contact(work_item=item, what=what, by=by)
    item.refresh_from_db()


def _start_clocks(record: Counselling, step: Step, by: Actor) -> None:
    name = masked_name(record.person.name) if record.person else "미상"
    post = by.main_post
    role, post_id = (Role(post.role), post.id) if post else (Role.DONG_OFFICER, None)
    lines: list[tuple[str, str, str, dt.date | None]] = [
        ("counselling.transcribe", f"{name} 상담 옮겨적기", "옮겨적기", None)
    ]
    if step.disposition in FOLLOW:
        lines.append(("counselling.follow", f"{name} 상담 뒤 조치", FOLLOW[step.disposition], None))
    if record.work_item_id is None and step.next_check_on is not None:
        lines.append(("counselling.next_check", f"{name} 다음 확인", "확인하기", step.next_check_on))
    earlier = Counselling.objects.filter(household_id=record.household_id).exclude(id=record.id)
    for counselling_id in earlier.values_list("id", flat=True):
        finish_clocks(subject_id=counselling_id, codes=("counselling.next_check",), by=by)
    for code, title, verb, due_on in lines:
        start_clock(
            code=code,
            subject_kind=KIND,
            subject_id=record.id,
            area_id=record.area_id,
            household_id=record.household_id,
            role=role,
            post_id=post_id,
            title=title,
            verb=verb,
            started_on=by.day,
            due_on=due_on,
            by=by,
        )
    if post_id is not None:
        accounts.assign(
            subject_id=record.household_id,
            purpose=Assignment.Purpose.COUNSELLING,
            source_id=record.id,
            post_id=post_id,
            until=timezone.now() + dt.timedelta(days=30),
            by=by,
        )


def _raise_alarm(record: Counselling, by: Actor) -> None:
    """Immediate danger is an urgent signal of its own: whoever acts next hears of it today."""
    signal = Signal.objects.create(
        household_id=record.household_id,
        area_id=record.area_id,
        channel=Channel.SELF,
        level=Level.URGENT,
        kinds=[code[:20] for code in record.immediate_danger],
        received_at=timezone.now(),
        place=record.household.address,
        words=f"상담에서 즉시 위험: {words_of(DANGERS, record.immediate_danger)}",
        receipt=f"상담-{record.id}",
        taken_by=by.id,
    )
    attach_signal(signal=signal, household=record.household, by=by)
