"""적기: a filled form is judged by the server, sealed, and what cannot wait is put before somebody today.

Flow: answers as given (desk, tablet, a device that was offline) → consent or a danger named → `judge` asks the whole form
again → Assessment → one Flag a rule that holds → a clock for the nurse, and for urgent ones the household's worry with level
긴급, told without a word of health ("방문간호사가 오늘 바로 살펴 달라고 했습니다").
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.assessments import errors
from bokjihub.assessments.models import Assessment, Flag, FormVersion, Referral
from bokjihub.assessments.queries.forms import FormJudge, limits_on
from bokjihub.assessments.xlsform.definition import FlagRule
from bokjihub.assessments.xlsform.judge import Judged
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel, Level
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import consent_for
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits.models import Visit

KIND = "assessments.flag"
CLOCKS = {Flag.Level.URGENT: "health.flag", Flag.Level.AGAIN: "health.again", Flag.Level.REFER: "health.refer"}
VERBS = {Flag.Level.URGENT: "오늘 한 일 적기", Flag.Level.AGAIN: "다시 재기", Flag.Level.REFER: "의뢰하기"}
GRAVEST = ("danger", "warning", "info", "success", "neutral")
# What everybody but the nurse reads: no word of health (process §1.4).
QUIET_WORDS = "방문간호사가 오늘 바로 살펴 달라고 했습니다. 까닭은 간호사에게 물어 주세요."


class AnswersToMend(errors.AnswersWrong):
    """고칠 답이 있어 적지 못했습니다. 적으신 답은 그대로 있습니다."""

    def __init__(self, judged: Judged) -> None:
        super().__init__()
        self.judged = judged


@dataclass(frozen=True)
class Filled:
    """A form as it came in."""

    answers: Mapping[str, str]
    done_on: dt.date
    basis: Assessment.Basis = Assessment.Basis.CONSENT
    visit: Visit | None = None
    client_id: UUID | None = None


@transaction.atomic
def record_assessment(*, person: Person, version: FormVersion, filled: Filled, by: Actor) -> Assessment:
    """측정·검사 적기. The same form sent twice from a device is one record.

    Refused: a version not in use (unless a device took it along before it was retired), a day not yet come, no consent and
    no danger named, no answer at all, answers that are missing, out of range or not among the choices. What was to be
    measured again is done.
    """
    if filled.client_id and (same := Assessment.objects.filter(client_id=filled.client_id).first()):
        return same
    _guard(person, version, filled, by)
    judged = FormJudge(version.read(), limits_on(filled.done_on)).of(person, filled.answers, filled.done_on)
    if judged.wrong:
        raise AnswersToMend(judged)
    if not judged.answers:
        raise errors.NothingAnswered
    row = _write(person, version, filled, judged, by)
    _measured_again(row, judged, by)
    flags = [_flag(row, rule, person, by) for rule in judged.flags]
    _open_worry(row, flags, person, by)
    detail = {"form": version.form.code, "number": version.number, "assessment": row.id, "flags": len(flags)}
    audit.record("health.record", subjects=[person.household_id], detail=detail, by=by)
    return row


@transaction.atomic
def handle_flag(*, flag: Flag, deed: str, by: Actor) -> Flag:
    """오늘 한 일: what was done about it, in the nurse's words; its clock ends. Refused without words or a second time."""
    if flag.done_at is not None:
        raise errors.FlagDone
    if len(deed.strip()) < 2:
        raise errors.DeedMissing(field="deed")
    flag.deed = deed.strip()[:200]
    flag.done_at, flag.done_by = timezone.now(), by.id
    flag.save(update_fields=["deed_sealed", "done_at", "done_by"])
    finish_clocks(subject_id=flag.id, codes=tuple(CLOCKS.values()), by=by)
    audit.record("health.handle", subjects=[flag.household_id], detail={"flag": flag.id}, by=by)
    return flag


@transaction.atomic
def refer(*, flag: Flag, to: str, by: Actor) -> Referral:
    """의뢰: to whom; within two weeks somebody asks whether the person was seen there. Refused without a place."""
    if len(to.strip()) < 2:
        raise errors.PlaceToSendMissing(field="to")
    row = Referral.objects.create(
        flag=flag,
        household_id=flag.household_id,
        area_id=flag.area_id,
        to=to.strip()[:80],
        referred_on=by.day,
        referred_by=by.id,
    )
    if flag.done_at is None:
        handle_flag(flag=flag, deed=f"{row.to}에 의뢰", by=by)
    _clock(flag, "health.seen", "다녀오셨는지 묻기", "의뢰 뒤 확인", by)
    audit.record("health.refer", subjects=[flag.household_id], detail={"flag": flag.id, "to": row.to}, by=by)
    return row


@transaction.atomic
def record_seen(*, referral: Referral, was_seen: bool, note: str = "", by: Actor) -> Referral:
    """다녀오셨나요: seen or not, and what was heard. Not gone: asked again in two weeks."""
    referral.seen = Referral.Seen.YES if was_seen else Referral.Seen.NO
    referral.seen_on = by.day
    referral.note = note.strip()[:500]
    referral.save(update_fields=["seen", "seen_on", "note_sealed"])
    if was_seen:
        finish_clocks(subject_id=referral.flag_id, codes=("health.seen",), by=by)
    else:
        _clock(referral.flag, "health.seen", "다녀오셨는지 묻기", "의뢰 뒤 다시 확인", by)
    detail = {"referral": referral.id, "seen": was_seen}
    audit.record("health.seen", subjects=[referral.household_id], detail=detail, by=by)
    return referral


def _guard(person: Person, version: FormVersion, filled: Filled, by: Actor) -> None:
    taken_along = filled.client_id is not None and version.published_at is not None
    if not (version.is_in_use or taken_along):
        raise errors.NotInUse
    if filled.done_on > by.day:
        raise errors.NotYetDone(field="done_on")
    if filled.visit is not None and filled.visit.household_id != person.household_id:
        raise errors.NotOfThisHome
    consent = consent_for(person.household_id, Consent.Purpose.HEALTH, by.day)
    if filled.basis == Assessment.Basis.CONSENT and consent is None:
        raise errors.ConsentMissing(field="basis")


def _write(person: Person, version: FormVersion, filled: Filled, judged: Judged, by: Actor) -> Assessment:
    tones = {band.tone for band in judged.bands}
    row = Assessment(
        version=version,
        household_id=person.household_id,
        area_id=person.area_id,
        person=person,
        visit=filled.visit,
        done_on=filled.done_on,
        bands=[band.code for band in judged.bands],
        band_words=" · ".join(band.label for band in judged.bands)[:200],
        tone=next((tone for tone in GRAVEST if tone in tones), "neutral"),
        is_flagged=bool(judged.flags),
        basis=filled.basis,
        recorded_by=by.id,
        recorded_label=by.label[:120],
        client_id=filled.client_id,
    )
    unjudged = [rule.label for rule in judged.unjudged]
    row.answers = {"answers": judged.answers, "scores": judged.scores, "unjudged": unjudged}
    row.save(force_insert=True)
    return row


def _measured_again(row: Assessment, judged: Judged, by: Actor) -> None:
    """다시 잼: an older reading that was to be taken again has been, where this form holds the same figures anew."""
    told = {name for name, value in {**judged.answers, **judged.scores}.items() if value}
    asked = {rule.code: set(re.findall(r"\$\{(\w+)\}", rule.when)) for rule in row.version.read().flags}
    waiting = Flag.objects.filter(
        assessment__person=row.person_id,
        assessment__version__form=row.version.form_id,
        assessment__done_on__lte=row.done_on,
        level=Flag.Level.AGAIN,
        done_at__isnull=True,
    )
    for flag in waiting:
        if flag.code in asked and asked[flag.code] <= told:
            handle_flag(flag=flag, deed=f"{short_date(row.done_on)}에 다시 잼", by=by)


def _flag(row: Assessment, rule: FlagRule, person: Person, by: Actor) -> Flag:
    level = Flag.Level(rule.level)
    flag = Flag(assessment=row, household_id=row.household_id, area_id=row.area_id, code=rule.code, level=level)
    flag.label = f"{rule.label}{f' — {rule.todo}' if rule.todo else ''}"
    flag.save(force_insert=True)
    _clock(flag, CLOCKS[level], VERBS[level], f"{masked_name(person.name)} 간호사 확인 — {level.label}", by)
    return flag


def _clock(flag: Flag, code: str, verb: str, words: str, by: Actor) -> None:
    nurse = next((one.id for one in by.posts if one.role == Role.VISITING_NURSE), None)
    start_clock(
        code=code,
        subject_kind=KIND,
        subject_id=flag.id,
        area_id=flag.area_id,
        household_id=flag.household_id,
        role=Role.VISITING_NURSE,
        post_id=nurse if nurse and Post.objects.filter(id=nurse).exists() else None,
        title=words[:120],
        verb=verb,
        started_on=by.day,
        # Today means today, also on a Sunday: the policy's zero days would wait for the office to open.
        due_on=by.day if code == "health.flag" else None,
        by=by,
    )


def _open_worry(row: Assessment, flags: list[Flag], person: Person, by: Actor) -> None:
    """One worry for all urgent flags of a form: the home's open work becomes 긴급, or one is opened."""
    urgent = [flag for flag in flags if flag.level == Flag.Level.URGENT]
    if not urgent:
        return
    household = Household.objects.select_related("area").get(id=row.household_id)
    is_violence = any(flag.code.startswith("violence") for flag in urgent)
    signal = report_signal(
        area=household.area,
        told=Told(
            place=household.address,
            channel=Channel.LOCAL_DATA,
            kinds=("violence",) if is_violence else ("other",),
            words=QUIET_WORDS,
            level=Level.URGENT,
            name=person.name,
        ),
        household=household,
        by=by,
    )
    Flag.objects.filter(id__in=[flag.id for flag in urgent]).update(signal_id=signal.id)
