"""What each kind of write does in the rooms, through the rooms' own actions. A refusal is a sentence, and the write is held.

A new kind (an instrument's answers) is one function and one line of KINDS; the room that stands below offers its action.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.assessments.actions.record import Filled, record_assessment
from bokjihub.assessments.models import Assessment, FormVersion
from bokjihub.counselling.actions import market
from bokjihub.counselling.actions import record as counselling
from bokjihub.counselling.models import Counselling, MarketContact, MarketDay, Promise
from bokjihub.field import errors
from bokjihub.field.merge import Value, merge
from bokjihub.field.models import Attachment, Write
from bokjihub.field.reading import Fields
from bokjihub.people.actions import record_consent
from bokjihub.people.models import Consent, Person
from bokjihub.visits.actions import record as visits
from bokjihub.visits.actions.alarm import call_for_help
from bokjihub.visits.models import Incident, Visit

CONSENT_DAYS = 365
TEXTS = ("words", "observation")


@dataclass(frozen=True)
class Effect:
    """What became of a write: clashes by field as (device, server), and a word where nothing had to be done."""

    clashes: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    words: str = ""


Apply = Callable[[Write, Fields, Actor, bool], Effect]


@dataclass(frozen=True)
class Kind:
    """One kind of write: its name on screen, the right it needs, what it does.

    Most wait for the one before them on the same visit. A call for help, an incident, a consent and the answers of a form
    lean on nothing before them: a danger found at the door is not kept waiting by a date somebody has still to choose.
    """

    label: str
    act: Act
    apply: Apply
    waits: bool = True


def apply(write: Write, *, by: Actor, accepted: bool = False, next_on: dt.date | None = None) -> Effect:
    """Do in the rooms what the write says. Raises OfficerError with the sentence why not; nothing is half done.

    `next_on` is the date the accepting person puts in place of the one a room refused; the body stays as it came.
    """
    body = Fields(json.loads(write.read()))
    if next_on is not None:
        body = _with_next_date(body, next_on)
    kind = KINDS.get(write.kind)
    if kind is None:
        raise errors.UnknownKind
    return kind.apply(write, body.part("data"), by, accepted)


def depart(write: Write, _data: Fields, by: Actor, _accepted: bool) -> Effect:
    """출발. Somebody else of the pair may have said so before."""
    visit = _visit(write)
    if visit.state != Visit.State.SCHEDULED:
        return Effect(words="이미 나선 방문")
    visits.depart(visit=visit, at=write.written_at, by=by)
    return Effect()


def check_in(write: Write, _data: Fields, by: Actor, _accepted: bool) -> Effect:
    """도착."""
    visit = _visit(write)
    if visit.arrived_at is not None or visit.recorded_at is not None:
        return Effect(words="이미 도착한 방문")
    visits.check_in(visit=visit, at=write.written_at, by=by)
    return Effect()


def visit_result(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """방문 결과: the first record as it is; onto a record there is, field by field against what the device was given."""
    visit = _visit(write)
    was, now = fields_of_form(data.part("was")), fields_of_form(data.part("now"))
    trouble = _trouble(data.part("trouble"))
    if visit.recorded_at is None:
        first = outcome_of(now, trouble=trouble, client_id=write.id, left_at=_left_at(visit, write))
        visits.record_visit(visit=visit, outcome=first, by=by)
        return Effect()
    if visit.client_id == write.id:
        return Effect(words="이미 적은 기록")
    current = fields_of_visit(visit)
    merged = merge(was, now, current)
    if merged.take:
        visits.amend_visit(visit=visit, outcome=outcome_of({**current, **merged.take}), by=by)
    if trouble is not None:
        visits.report_incident(visit=visit, trouble=trouble, by=by)
    return Effect(clashes=merged.clashes)


def sos(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """도움 요청: the head and the partner hear of it at once."""
    call_for_help(visit=_visit(write), words=data.text("words", 120), by=by)
    return Effect()


def incident(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """방문 중 안전 일."""
    trouble = _trouble(data)
    if trouble is None:
        raise errors.OddBody(field="what")
    visits.report_incident(visit=_visit(write), trouble=trouble, by=by)
    return Effect()


def counselling_record(write: Write, data: Fields, by: Actor, accepted: bool) -> Effect:
    """상담 기록. A second record of one visit waits for a person: two are kept only when somebody says so."""
    visit = _visit(write) if write.subject_id else None
    if Counselling.objects.filter(client_id=write.id).exists():
        return Effect(words="이미 적은 기록")
    if visit is not None and not accepted and Counselling.objects.filter(visit=visit).exists():
        raise errors.AlreadyCounselled
    if write.household is None:
        raise errors.NothingThere
    done = counselling.record_counselling(
        household=write.household,
        said=_said(write, data),
        step=_step(data),
        agreement=_agreement(data.part("consent")),
        visit=visit,
        client_id=write.id,
        by=by,
    )
    if done.consent is not None and data.part("consent").text("given_by", 60):
        _tie_signature(write, done.consent)
    return Effect()


def consent(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """동의, with the signature where one was drawn."""
    if write.household is None:
        raise errors.NothingThere
    given_on = timezone.localtime(write.written_at).date()
    row = record_consent(
        household=write.household,
        purpose=data.choice("purpose", Consent.Purpose),
        items=list(data.ticks("items")),
        given_by=data.text("given_by", 60),
        capacity=data.text("capacity", 30) or "본인",
        method=data.choice("method", Consent.Method),
        given_on=by.day,
        expires_on=data.day("expires_on") or given_on + dt.timedelta(days=CONSENT_DAYS),
        recipient=data.text("recipient", 80),
        by=by,
    )
    _tie_signature(write, row)
    return Effect()


def market_contact(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """이동상담 한 분."""
    day = _market_day(write)
    heard = market.Heard(
        needs=data.ticks("needs"),
        answer=data.text("answer", 20),
        linked_won=data.number("linked_won", 1_000_000_000),
        funding=data.text("funding", 8),
        name=data.text("name", 60),
        phone=data.text("phone", 20),
        agrees=data.flag("agrees"),
        client_id=write.id,
    )
    if not heard.needs or not heard.answer:
        raise errors.OddBody(field="needs")
    market.record_contact(market_day=day, heard=heard, by=by)
    return Effect()


def market_undo(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """방금 적은 것 되돌리기, by its number."""
    found = MarketContact.objects.filter(client_id=data.id("contact"), taken_by=write.author_id).first()
    if found is None:
        return Effect(words="이미 되돌림")
    market.take_back(contact=found, by=by)
    return Effect()


def form_answers(write: Write, data: Fields, by: Actor, _accepted: bool) -> Effect:
    """측정·검사: the answers of one form, judged anew by the server against the version the device took along."""
    version = FormVersion.objects.select_related("form").filter(id=_needed(data.id("version"))).first()
    person = Person.objects.filter(id=_needed(data.id("person")), household_id=_needed(write.household_id)).first()
    if version is None or person is None:
        raise errors.NothingThere
    answers = data.part("answers")
    filled = Filled(
        answers={name: answers.text(name, 2_000) for name in answers.values},
        done_on=by.day,
        basis=data.choice("basis", Assessment.Basis) if data.text("basis", 8) else Assessment.Basis.CONSENT,
        visit=_visit(write) if write.subject_id else None,
        client_id=write.id,
    )
    record_assessment(person=person, version=version, filled=filled, by=by)
    return Effect()


def half_written(write: Write, data: Fields, by: Actor, accepted: bool) -> Effect:
    """쓰다 만 기록: held for a person; accepted it does what it would have done."""
    kind = KINDS.get(data.text("kind", 24))
    if not accepted or kind is None or kind.apply is half_written:
        raise errors.HalfWritten
    return kind.apply(write, data.part("data"), by, accepted)


KINDS: dict[str, Kind] = {
    "visit.depart": Kind("출발", Act.VISIT_RECORD, depart),
    "visit.check_in": Kind("도착", Act.VISIT_RECORD, check_in),
    "visit.result": Kind("방문 결과", Act.VISIT_RECORD, visit_result),
    "visit.sos": Kind("도움 요청", Act.VISIT_RECORD, sos, waits=False),
    "visit.incident": Kind("안전 일", Act.VISIT_RECORD, incident, waits=False),
    "counselling.record": Kind("상담 기록", Act.COUNSELLING, counselling_record),
    "consent.record": Kind("동의", Act.CONSENT, consent, waits=False),
    "market.contact": Kind("이동상담 한 분", Act.MARKET, market_contact),
    "market.undo": Kind("이동상담 되돌리기", Act.MARKET, market_undo),
    "form.answers": Kind("측정·검사", Act.HEALTH, form_answers, waits=False),
    "draft": Kind("쓰다 만 기록", Act.VISIT_RECORD, half_written),
}
# Kinds whose words are health or counselling: read by those who may write them.
ON_MARKET = frozenset({"market.contact", "market.undo"})


def needed_act(write: Write) -> Act:
    """The right the write needs, and with which its words may be read. A half-written record needs what it was to be."""
    kind = KINDS.get(write.kind)
    if kind is None:
        return Act.COUNSELLING
    if kind.apply is half_written:
        inner = KINDS.get(Fields(json.loads(write.read())).part("data").text("kind", 24))
        return inner.act if inner else kind.act
    return kind.act


def fields_of_form(data: Fields) -> dict[str, Value]:
    """The six fields of a visit's result as merging sees them."""
    return {
        "result": data.text("result", 12),
        "words": data.text("words"),
        "observation": data.text("observation"),
        "door_signs": data.ticks("door_signs"),
        "notice_left": data.flag("notice_left"),
        "next_on": data.text("next_on", 10),
    }


def fields_of_visit(visit: Visit) -> dict[str, Value]:
    """The same six as they stand."""
    return {
        "result": visit.result,
        "words": visit.words,
        "observation": visit.observation,
        "door_signs": tuple(sorted(visit.door_signs)),
        "notice_left": visit.notice_left,
        "next_on": visit.next_on.isoformat() if visit.next_on else "",
    }


def outcome_of(
    values: Mapping[str, Value],
    *,
    trouble: visits.Trouble | None = None,
    client_id: UUID | None = None,
    left_at: dt.datetime | None = None,
) -> visits.Outcome:
    """The six fields as the visits room takes them."""
    read = Fields({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})
    return visits.Outcome(
        result=read.choice("result", Visit.Result),
        next_on=read.day("next_on"),
        words=read.text("words"),
        observation=read.text("observation"),
        door_signs=read.ticks("door_signs"),
        notice_left=read.flag("notice_left"),
        trouble=trouble,
        client_id=client_id,
        left_at=left_at,
    )


def _with_next_date(body: Fields, next_on: dt.date) -> Fields:
    values = dict(body.part("data").values)
    if "kind" in values:  # half written: the form lies one deeper
        values["data"] = _with_next_date(Fields({"data": values.get("data")}), next_on).values["data"]
    elif "now" in values:
        values["now"] = {**body.part("data").part("now").values, "next_on": next_on.isoformat()}
    else:
        values["next_check_on"] = next_on.isoformat()
    return Fields({**body.values, "data": values})


def _visit(write: Write) -> Visit:
    """The visit, locked: two devices of a pair send in the same second."""
    found = Visit.objects.select_for_update(of=("self",)).filter(id=_subject(write))
    visit = found.select_related("household", "work_item", "lead").first()
    if visit is None:
        raise errors.NothingThere
    return visit


def _subject(write: Write) -> UUID:
    return _needed(write.subject_id)


def _needed(number: UUID | None) -> UUID:
    if number is None:
        raise errors.NothingThere
    return number


def _market_day(write: Write) -> MarketDay:
    found = MarketDay.objects.select_related("area").filter(id=_subject(write)).first()
    if found is None:
        raise errors.NothingThere
    return found


def _left_at(visit: Visit, write: Write) -> dt.datetime:
    return max(visit.arrived_at or write.written_at, write.written_at)


def _trouble(data: Fields) -> visits.Trouble | None:
    what = data.text("what", 200)
    if not what:
        return None
    level = data.choice("level", Incident.Level) if data.text("level", 8) else Incident.Level.NOTICE
    return visits.Trouble(what=what, level=level, help_called=data.text("help", 60))


def _said(write: Write, data: Fields) -> counselling.Said:
    return counselling.Said(
        channel=Counselling.Channel.VISIT,
        on=data.day("on") or timezone.localtime(write.written_at).date(),
        client_words=data.text("client_words"),
        observation=data.text("observation"),
        minutes=data.number("minutes", 480),
        with_label=data.text("with_label", 120),
        crisis_reasons=data.ticks("crisis_reasons"),
        needs=data.ticks("needs"),
        immediate_danger=data.ticks("immediate_danger"),
        visitor_safety=data.text("visitor_safety", 120),
        benefit_status=data.ticks("benefit_status"),
        target_group=data.text("target_group", 24),
    )


def _step(data: Fields) -> counselling.Step:
    wishes = {"told": None, "wants": True, "declines": False}
    told = {row.text("benefit", 40): wishes.get(row.text("wish", 8)) for row in data.parts("told")}
    promises = [
        counselling.Promised(row.choice("whose", Promise.Whose), row.text("words", 120), row.day("due_on"))
        for row in data.parts("promises")
        if row.text("words", 120)
    ]
    return counselling.Step(
        disposition=data.choice("disposition", Counselling.Disposition),
        next_check_on=data.day("next_check_on"),
        excluded_reason=data.text("excluded_reason", 120),
        told=tuple(counselling.Told(benefit, wants) for benefit, wants in told.items() if benefit),
        promises=tuple(promises),
    )


def _agreement(data: Fields) -> counselling.Agreement:
    return counselling.Agreement(
        given_by=data.text("given_by", 60),
        capacity=data.text("capacity", 30) or "본인",
        method=data.choice("method", Consent.Method) if data.text("method", 10) else Consent.Method.SPOKEN,
        missing_reason=data.text("missing_reason", 120),
    )


def _tie_signature(write: Write, row: Consent) -> None:
    """The drawn signature belongs to the consent it gave, also while its bytes are still on the way."""
    write.attachments.filter(kind=Attachment.Kind.SIGNATURE).update(consent=row)
