"""Changes to households and persons."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Addendum, Consent, Handwriting, Household, MergeLog, Person, SafetyNote, SignedByHome
from bokjihub.people.queries import address_key
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.pictures import NoPicture, made_anew
from bokjihub.ui.signing import Handwritten
from bokjihub.ui.words import chosung

SAFETY_NOTE_DAYS = 182


class AddressMissing(OfficerError):
    """어디인지 한 가지만 적어 주세요. 건물 이름이나 통, 가게 옆처럼 적어도 됩니다."""


class ConsentIncomplete(OfficerError):
    """동의에는 목적, 항목, 받는 곳, 끝나는 날이 모두 있어야 합니다."""


class GuardianMissing(OfficerError):
    """14세 미만은 법정대리인의 동의가 있어야 합니다. 동의한 분의 자격을 ‘법정대리인’으로 적어 주세요."""


class AddendumUnclear(OfficerError):
    """무엇이 잘못되었고 바르게는 무엇인지, 왜 고치는지를 모두 적어 주세요."""


class SignatureMissing(OfficerError):
    """서명을 받아 주세요. 종이에 받으셨으면 어디에 두었는지 적어 주세요."""


class SignerMissing(OfficerError):
    """서명하시는 분의 이름을 적어 주세요."""


class SignatureUnreadable(OfficerError):
    """서명 사진을 읽지 못했습니다. JPG나 PNG 사진으로 다시 올려 주세요."""


class MergeNeedsReason(OfficerError):
    """왜 같은 집인지 한 줄로 적어 주세요. 되돌릴 때 보게 됩니다."""


class AlreadyMerged(OfficerError):
    """이미 합쳐진 가구입니다. 화면을 새로 열어 주세요."""


class BothOpen(OfficerError):
    """두 가구에 모두 열려 있는 것이 있어 합칠 수 없습니다."""


class MergeBreaksRule(OfficerError):
    """합치면 법이나 규칙의 한도를 넘는 기록이 생겨 합치지 않았습니다. 두 가구의 긴급지원과 의뢰를 먼저 살펴 주세요."""


class UndoTooLate(OfficerError):
    """되돌릴 수 없습니다. 합친 지 30일이 지났거나, 그 뒤에 다시 합쳐졌거나, 이미 되돌렸습니다."""


@dataclass(frozen=True)
class MergeChoice:
    """What the officer decided over the two side by side: who is the same person, and which values are taken over."""

    same: Mapping[UUID, UUID] = field(default_factory=dict)  # person of the losing household: person of the kept one
    takes: frozenset[str] = frozenset()  # of MERGE_FIELDS, the ones whose value comes from the losing household
    reason: str = ""


@dataclass(frozen=True)
class NewPerson:
    """What is known of a person when they are first written down. The name may be 미상."""

    name: str = "미상"
    birth_on: dt.date | None = None
    birth_year: int | None = None
    sex: str = ""
    relation: str = "본인"
    is_head: bool = False
    lives_elsewhere: bool = False
    phone: str = ""
    benefit_status: tuple[str, ...] = ()
    note: str = ""


@transaction.atomic
def add_addendum(
    *,
    subject_kind: str,
    subject_id: UUID,
    household_id: UUID,
    area_id: UUID,
    part: str,
    words: str,
    reason: str,
    by: Actor,
) -> Addendum:
    """덧붙임: a finished record is never edited; what was wrong, what is right and why stand beside it for good."""
    if not (part.strip() and words.strip() and reason.strip()):
        raise AddendumUnclear(field="words" if part.strip() else "part")
    row = Addendum.objects.create(
        household_id=household_id,
        area_id=area_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        part=part.strip(),
        words=words.strip(),
        reason=reason.strip(),
        written_at=timezone.now(),
        written_by=by.id,
        written_label=by.label,
    )
    detail = {"addendum": row.id, "kind": subject_kind, "record": subject_id}
    audit.record("record.addendum", subjects=[household_id], words=reason, detail=detail, by=by)
    return row


@transaction.atomic
def register_household(
    *,
    area: Area,
    address: str,
    head: NewPerson,
    tong: Area | None = None,
    kind: Household.Kind = Household.Kind.OTHER,
    registered_address: str = "",
    registered_area: Area | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    by: Actor,
) -> Household:
    """Write down a new home with the person it is called after. Refused without any word on where it is."""
    if not address.strip():
        raise AddressMissing(field="address")
    household = Household.objects.create(
        area=area,
        tong=tong,
        kind=kind,
        address=address.strip(),
        address_key=address_key(address),
        registered_address=registered_address.strip(),
        registered_area=registered_area,
        latitude=latitude if latitude is not None else area.latitude,
        longitude=longitude if longitude is not None else area.longitude,
    )
    _create_person(household, head, is_head=True)
    audit.record("household.register", subjects=[household.id], by=by)
    return household


@transaction.atomic
def add_person(*, household: Household, person: NewPerson, by: Actor) -> Person:
    """Write down another person of the household."""
    row = _create_person(household, person, is_head=person.is_head)
    audit.record("person.add", subjects=[household.id], detail={"person": row.id}, by=by)
    return row


@transaction.atomic
def correct_person(*, person: Person, facts: NewPerson, by: Actor) -> Person:
    """Correct what is known of a person; an empty phone leaves the old one."""
    person.name = facts.name
    person.chosung = chosung(facts.name)
    person.birth_on = facts.birth_on
    person.birth_year = facts.birth_on.year if facts.birth_on else facts.birth_year
    person.sex = facts.sex
    person.relation = facts.relation
    person.lives_elsewhere = facts.lives_elsewhere
    person.note = facts.note
    person.benefit_status = list(facts.benefit_status)
    if facts.phone:
        person.phone = facts.phone
    person.save()
    audit.record("person.correct", subjects=[person.household_id], detail={"person": person.id}, by=by)
    return person


@transaction.atomic
def correct_address(
    *,
    household: Household,
    address: str,
    registered_address: str,
    tong: Area | None = None,
    door_hint: str = "",
    by: Actor,
) -> Household:
    """Correct where the home is and where the register says it is; what helps at the door."""
    if not address.strip():
        raise AddressMissing(field="address")
    household.address = address.strip()
    household.address_key = address_key(address)
    household.registered_address = registered_address.strip()
    household.tong = tong
    household.door_hint = door_hint
    household.save(update_fields=["address", "address_key", "registered_address", "tong", "door_hint"])
    audit.record("household.correct_address", subjects=[household.id], by=by)
    return household


@transaction.atomic
def pin_line(*, household: Household, line: str, on: dt.date, by: Actor) -> Household:
    """고정 한 줄: the one hand-written sentence of the summary; asks for a check after six months."""
    household.pinned_line = line.strip()[:80]
    household.pinned_on = on
    household.save(update_fields=["pinned_line", "pinned_on"])
    audit.record("household.pin_line", subjects=[household.id], by=by)
    return household


@transaction.atomic
def record_consent(
    *,
    household: Household,
    purpose: Consent.Purpose,
    items: list[str],
    given_by: str,
    method: Consent.Method,
    given_on: dt.date,
    expires_on: dt.date,
    capacity: str = "본인",
    recipient: str = "",
    recipient_id: UUID | None = None,
    person: Person | None = None,
    by: Actor,
) -> Consent:
    """동의 (개인정보 보호법 제15조②, 제17조②, 제23조①): refused when a statutory part is missing, or a child's guardian."""
    needs_recipient = purpose in {Consent.Purpose.LINK, Consent.Purpose.VOLUNTEER}
    if not items or expires_on <= given_on or (needs_recipient and not recipient):
        raise ConsentIncomplete
    age = person.age_on(given_on) if person else None
    if age is not None and age < 14 and capacity == "본인":
        raise GuardianMissing(field="capacity")
    consent = Consent.objects.create(
        household=household,
        area_id=household.area_id,
        person=person,
        purpose=purpose,
        items=items,
        recipient=recipient,
        recipient_id=recipient_id,
        given_by=given_by,
        capacity=capacity,
        method=method,
        given_on=given_on,
        expires_on=expires_on,
    )
    audit.record("consent.record", subjects=[household.id], detail={"purpose": purpose, "to": recipient}, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: dt.date, by: Actor) -> Consent:
    """동의 거두기: bites at once; open links freeze because every one of them asks for a consent in force."""
    consent.withdrawn_on = on
    consent.save(update_fields=["withdrawn_on"])
    audit.record("consent.withdraw", subjects=[consent.household_id], detail={"consent": consent.id}, by=by)
    return consent


@transaction.atomic
def write_safety_note(*, household: Household, words: str, evidence: str, on: dt.date, by: Actor) -> SafetyNote:
    """방문 주의: a situation with its evidence; runs out after six months."""
    note = SafetyNote.objects.create(
        household=household,
        area_id=household.area_id,
        words=words,
        evidence=evidence,
        written_by=by.id,
        expires_on=on + dt.timedelta(days=SAFETY_NOTE_DAYS),
    )
    audit.record("safety_note.write", subjects=[household.id], by=by)
    return note


@transaction.atomic
def keep_signature(*, row: Handwriting, signed: Handwritten | None, by: Actor) -> None:
    """서명 받기: fills and keeps the row beside the record that was signed; the room that owns the record puts it on record.

    The glass goes before a scan, a scan before a kept paper. A record signed again, because it had changed, loses the former
    signature. Refused where there is neither a picture that can be read nor a place where the paper lies.
    """
    if signed is None or not (signed.drawn or signed.scan or signed.kept_at.strip()):
        raise SignatureMissing(field="kept_at")
    row.kept_at = signed.kept_at.strip()
    row.taken_on, row.taken_by, row.taken_label = by.day, by.id, by.label
    row.way, row.image_sealed, row.sha256 = Handwriting.Way.PAPER, b"", ""
    if signed.drawn or signed.scan:
        row.way = Handwriting.Way.GLASS if signed.drawn else Handwriting.Way.SCAN
        try:
            row.image = made_anew(signed.drawn or signed.scan, is_line=bool(signed.drawn))
        except NoPicture as error:
            raise SignatureUnreadable(field="scan") from error
    row.save()


@transaction.atomic
def keep_named_signature(*, row: SignedByHome, signer: str, signed: Handwritten | None, by: Actor) -> None:
    """서명한 분의 이름과 서명. Refused without the name, and where `keep_signature` refuses."""
    if not signer.strip():
        raise SignerMissing(field="signer")
    row.signer = signer.strip()
    keep_signature(row=row, signed=signed, by=by)


@transaction.atomic
def merge_households(*, kept: Household, gone: Household, choice: MergeChoice, by: Actor) -> MergeLog:
    """가구 합치기: everything that names `gone` names `kept` from now on; it can be undone for thirty days.

    Refused without a reason, where both have something that may be open once only (a worry, a case), and where the law
    would not allow the two together. History moves as it is: nothing but its household changes.
    """
    if not choice.reason.strip():
        raise MergeNeedsReason(field="reason")
    number = uuid7()
    same = json.dumps({str(one): str(other) for one, other in choice.same.items()})
    arguments = [number, kept.id, gone.id, same, sorted(choice.takes), choice.reason.strip()]
    _run_merging("SELECT people_merge(%s, %s, %s, %s::jsonb, %s, %s)", arguments)
    detail = {"merge": number, "gone": gone.id}
    audit.record("household.merge", subjects=[kept.id, gone.id], words=choice.reason, detail=detail, by=by)
    return MergeLog.objects.get(id=number)


@transaction.atomic
def undo_merge(*, log: MergeLog, by: Actor) -> Household:
    """합치기 되돌리기 within thirty days: each row goes back to the household and the dong it came from.

    What was written after the merge stays with the kept household. A hidden address stays hidden on both.
    """
    _run_merging("SELECT people_unmerge(%s)", [log.id])
    audit.record("household.unmerge", subjects=[log.kept_id, log.household_id_gone], detail={"merge": log.id}, by=by)
    return Household.objects.get(id=log.household_id_gone)


def _run_merging(statement: str, arguments: list[Any]) -> None:
    """Run it and have every rule judge it at once, not at the end of the request."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise _merge_refusal(error) from error


def _merge_refusal(error: IntegrityError) -> OfficerError:
    told = getattr(error.__cause__, "diag", None)
    broken, table = (told.constraint_name or "", told.table_name or "") if told else ("", "")
    if broken == "people_merge_once":
        return AlreadyMerged()
    if broken == "people_unmerge_in_time":
        return UndoTooLate()
    if getattr(error.__cause__, "sqlstate", "") == "23505":
        word = next((str(m._meta.verbose_name) for m in apps.get_models() if m._meta.db_table == table), "기록")
        return BothOpen(
            f"두 가구에 모두 열린 ‘{word}’이 있어 합칠 수 없습니다.",
            hint="하나를 마친 뒤(발굴 대상은 ‘중복’) 다시 합쳐 주세요.",
        )
    return MergeBreaksRule()


def _create_person(household: Household, facts: NewPerson, *, is_head: bool) -> Person:
    person = Person(
        household=household,
        area_id=household.area_id,
        name=facts.name or "미상",
        chosung=chosung(facts.name),
        birth_on=facts.birth_on,
        birth_year=facts.birth_on.year if facts.birth_on else facts.birth_year,
        sex=facts.sex,
        relation=facts.relation,
        is_head=is_head,
        lives_elsewhere=facts.lives_elsewhere,
        benefit_status=list(facts.benefit_status),
        note=facts.note,
    )
    if facts.phone:
        person.phone = facts.phone
    person.save()
    return person
