"""Entering agencies, appointing council members, registering volunteers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.clocks.calendar import add_months
from bokjihub.partners.models import (
    Agency,
    CouncilAttendance,
    CouncilDecision,
    CouncilMeeting,
    CouncilTerm,
    Thanks,
    Volunteer,
)
from bokjihub.ui.errors import OfficerError

TERM_MONTHS = 24  # 사회보장급여법 시행규칙 제7조
NOTICE_DAYS = 5  # 같은 규칙 제5조제5항; 읍·면·동은 제7조제6항이 준용
NOTICE_CLOCK = "council.notice"


class AgencyKnown(OfficerError):
    """이미 올라 있는 기관입니다. ‘제공기관’에서 골라 주세요."""


class EndBeforeStart(OfficerError):
    """그만둔 날은 시작한 날보다 앞설 수 없습니다."""


class WhatForMissing(OfficerError):
    """무엇에 감사드리는지 한 줄로 적어 주세요."""


class PhoneMissing(OfficerError):
    """기관의 대표 전화를 끝 네 자리까지 적어 주세요. 회신 화면을 여는 열쇠로도 씁니다."""


class TooSoon(OfficerError):
    """회의는 5일 전까지 서면으로 알립니다(시행규칙 제5조제5항). 급하거나 부득이하면 그 까닭을 적어 주세요."""


class MeetingIsPast(OfficerError):
    """지난 날의 회의는 부르지 못합니다."""


class NotYetHeld(OfficerError):
    """아직 열리지 않은 회의입니다."""


class MinutesWritten(OfficerError):
    """이미 회의록을 적은 회의입니다."""


class NotAMember(OfficerError):
    """그 날 재임하던 위원이 아닌 분이 있습니다."""


class NoQuorum(OfficerError):
    """재적위원 과반수가 오지 않아 의결할 수 없습니다(시행규칙 제5조제6항). 의결 없이 회의록만 적어 주세요."""


class MoreVotesThanPeople(OfficerError):
    """찬성이 온 사람보다 많습니다."""


class TermsOverlap(OfficerError):
    """임기가 겹칩니다. 앞 임기가 끝난 다음 날부터 다시 위촉해 주세요."""


@transaction.atomic
def enter_agency(
    *,
    name: str,
    sector: Agency.Sector,
    phone: str,
    city: Area,
    kind: str = "",
    areas: Iterable[Area] = (),
    starts_on: dt.date,
    by: Actor,
) -> Agency:
    """Put a body into the directory.

    Refused without an office phone (its last four digits open the reply links), and where the body is there already.
    """
    if sum(one.isdigit() for one in phone) < 7 or not phone.strip()[-4:].isdigit():
        raise PhoneMissing(field="phone")
    if Agency.objects.filter(city=city, name=name.strip()).exists():
        raise AgencyKnown(field="agency_name")
    agency = Agency.objects.create(
        name=name.strip(), sector=sector, phone=phone.strip(), city=city, kind=kind, starts_on=starts_on
    )
    agency.areas.set(areas)
    audit.record("agency.enter", detail={"agency": agency.id, "name": agency.name}, by=by)
    return agency


@transaction.atomic
def appoint_member(
    *,
    area: Area,
    name: str,
    starts_on: dt.date,
    seat: CouncilTerm.Seat = CouncilTerm.Seat.MEMBER,
    body: CouncilTerm.Body = CouncilTerm.Body.MAIN,
    calling: str = "",
    post: Post | None = None,
    trained_on: dt.date | None = None,
    by: Actor,
) -> CouncilTerm:
    """위촉: two years from the day, renewable. Refused where a term of the same person still runs."""
    ends_on = add_months(starts_on, TERM_MONTHS) - dt.timedelta(days=1)
    running = CouncilTerm.objects.filter(
        area=area, body=body, name=name.strip(), starts_on__lt=ends_on, ends_on__gt=starts_on
    )
    if running.exists():
        raise TermsOverlap(field="starts_on")
    term = CouncilTerm.objects.create(
        area=area,
        body=body,
        name=name.strip(),
        seat=seat,
        calling=calling,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        trained_on=trained_on,
    )
    audit.record("council.appoint", detail={"term": term.id, "area": area.name}, by=by)
    return term


@dataclass(frozen=True)
class Appointment:
    """One line of a list of appointments."""

    area: Area
    name: str
    seat: CouncilTerm.Seat
    calling: str = ""


@transaction.atomic
def appoint_members(
    *, appointments: Sequence[Appointment], starts_on: dt.date, trained_on: dt.date | None = None, by: Actor
) -> list[CouncilTerm]:
    """위촉식: everybody of a list on one day, all of them or nobody. Refused with the lines whose term still runs."""
    ends_on = add_months(starts_on, TERM_MONTHS) - dt.timedelta(days=1)
    running = CouncilTerm.objects.filter(
        area__in={one.area for one in appointments},
        body=CouncilTerm.Body.MAIN,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    there = set(running.values_list("area_id", "name"))
    twice: set[tuple[UUID, str]] = set()
    for one in appointments:
        key = (one.area.id, one.name)
        if key in there:
            twice.add(key)
        there.add(key)
    if twice:
        raise TermsOverlap(
            f"임기가 겹치거나 두 번 적힌 분이 {len(twice)}명 있어 아무도 올리지 않았습니다: "
            + ", ".join(sorted(name for _, name in twice)[:10]),
            field="lines",
        )
    terms = CouncilTerm.objects.bulk_create(
        CouncilTerm(
            area=one.area,
            name=one.name,
            seat=one.seat,
            calling=one.calling,
            starts_on=starts_on,
            ends_on=ends_on,
            trained_on=trained_on,
        )
        for one in appointments
    )
    detail = {"members": len(terms), "dongs": len({one.area.id for one in appointments}), "on": starts_on}
    audit.record("council.appoint_many", detail=detail, by=by)
    return terms


@transaction.atomic
def call_meeting(
    *,
    area: Area,
    body: CouncilTerm.Body,
    kind: CouncilMeeting.Kind,
    held_on: dt.date,
    held_at: dt.time,
    place: str,
    agenda: str,
    urgent_reason: str = "",
    by: Actor,
) -> CouncilMeeting:
    """회의 부르기: members are told in writing by five days before; a meeting sooner than that says why (시행규칙 제5조제5항)."""
    if held_on < by.day:
        raise MeetingIsPast(field="held_on")
    due_on = held_on - dt.timedelta(days=NOTICE_DAYS)
    if due_on < by.day and not urgent_reason.strip():
        raise TooSoon(field="urgent_reason")
    meeting = CouncilMeeting.objects.create(
        area=area,
        body=body,
        kind=kind,
        held_on=held_on,
        held_at=held_at,
        place=place.strip(),
        agenda=agenda.strip(),
        notice_due_on=due_on,
        urgent_reason=urgent_reason.strip(),
        called_by=by.id,
    )
    _ask_to_notify(meeting, by)
    audit.record("council.call", detail={"meeting": meeting.id, "on": held_on}, by=by)
    return meeting


@transaction.atomic
def notify_members(*, meeting: CouncilMeeting, urgent_reason: str = "", by: Actor) -> CouncilMeeting:
    """서면으로 알림. Later than five days before it says why."""
    meeting.urgent_reason = urgent_reason.strip() or meeting.urgent_reason
    if by.day > meeting.notice_due_on and not meeting.urgent_reason:
        raise TooSoon(field="urgent_reason")
    meeting.noticed_on = by.day
    meeting.save(update_fields=["noticed_on", "urgent_reason"])
    finish_clocks(subject_id=meeting.id, codes=(NOTICE_CLOCK,), by=by)
    audit.record("council.notify", detail={"meeting": meeting.id}, by=by)
    return meeting


@dataclass(frozen=True)
class Vote:
    """One item as it was voted on."""

    words: str
    in_favour: int


@transaction.atomic
def write_minutes(
    *, meeting: CouncilMeeting, present: Iterable[UUID], minutes: str, votes: Sequence[Vote] = (), by: Actor
) -> CouncilMeeting:
    """회의록: who came, what was said, what was carried. Without a quorum nothing is decided; nobody votes twice."""
    if meeting.held_on > by.day:
        raise NotYetHeld(field="minutes")
    if meeting.written_on is not None:
        raise MinutesWritten(field="minutes")
    members = {
        term.id: term
        for term in CouncilTerm.objects.on(meeting.held_on).filter(area_id=meeting.area_id, body=meeting.body)
    }
    there = set(present)
    if not there <= set(members):
        raise NotAMember(field="present")
    meeting.in_office, meeting.present = len(members), len(there)
    if votes and not meeting.has_quorum:
        raise NoQuorum(field="votes")
    if any(vote.in_favour > len(there) for vote in votes):
        raise MoreVotesThanPeople(field="votes")
    meeting.minutes, meeting.written_on = minutes.strip(), by.day
    meeting.save(update_fields=["in_office", "present", "minutes", "written_on"])
    CouncilAttendance.objects.bulk_create(CouncilAttendance(meeting=meeting, term=members[one]) for one in there)
    CouncilDecision.objects.bulk_create(
        CouncilDecision(
            meeting=meeting,
            words=vote.words.strip(),
            in_favour=vote.in_favour,
            is_carried=vote.in_favour * 2 > len(there),
        )
        for vote in votes
    )
    detail = {"meeting": meeting.id, "present": len(there), "decisions": len(votes)}
    audit.record("council.minutes", detail=detail, by=by)
    return meeting


def _ask_to_notify(meeting: CouncilMeeting, by: Actor) -> None:
    """A clock for who reaches the dongs; a secretary without dongs sees the day on the council's own page."""
    if not by.areas or by.main_post is None:
        return
    start_clock(
        code=NOTICE_CLOCK,
        subject_kind="partners.council_meeting",
        subject_id=meeting.id,
        area_id=meeting.area_id if meeting.area_id in by.areas else min(by.areas),
        role=by.main_post.role,
        post_id=by.main_post.id,
        title=f"{meeting.area.name} {meeting.get_body_display()} 회의 알림"[:120],
        verb="서면으로 알리기",
        started_on=by.day,
        due_on=max(by.day, meeting.notice_due_on),
        by=by,
    )


@transaction.atomic
def register_volunteer(
    *,
    name: str,
    kind: Volunteer.Kind,
    area: Area,
    starts_on: dt.date,
    post: Post | None = None,
    trained_until: dt.date | None = None,
    pledged_on: dt.date | None = None,
    by: Actor,
) -> Volunteer:
    """Write a volunteer down; walking along and delivering need training and pledge besides."""
    row = Volunteer.objects.create(
        name=name.strip(),
        kind=kind,
        area=area,
        post=post,
        trained_until=trained_until,
        pledged_on=pledged_on,
        starts_on=starts_on,
    )
    audit.record("volunteer.register", detail={"volunteer": row.id, "area": area.name}, by=by)
    return row


@transaction.atomic
def renew_volunteer(
    *,
    volunteer: Volunteer,
    trained_until: dt.date | None,
    pledged_on: dt.date | None,
    ends_on: dt.date | None = None,
    by: Actor,
) -> Volunteer:
    """교육·서약 고치기: training renewed, the pledge signed, or the last day of service. From then on they walk along or do not."""
    if ends_on is not None and ends_on < volunteer.starts_on:
        raise EndBeforeStart(field="ends_on")
    volunteer.trained_until, volunteer.pledged_on, volunteer.ends_on = trained_until, pledged_on, ends_on
    volunteer.save(update_fields=["trained_until", "pledged_on", "ends_on"])
    detail = {"volunteer": volunteer.id, "trained_until": trained_until, "pledged_on": pledged_on, "ends_on": ends_on}
    audit.record("volunteer.renew", detail=detail, by=by)
    return volunteer


@transaction.atomic
def thank_volunteer(*, volunteer: Volunteer, kind: Thanks.Kind, given_on: dt.date, words: str, by: Actor) -> Thanks:
    """감사 인사 적기. Refused without a word of what for."""
    if not words.strip():
        raise WhatForMissing(field="words")
    given = Thanks.objects.create(
        volunteer=volunteer, kind=kind, given_on=given_on, words=words.strip(), given_label=by.label
    )
    audit.record("volunteer.thank", detail={"volunteer": volunteer.id, "kind": kind}, by=by)
    return given
