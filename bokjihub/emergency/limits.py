"""How long: what 제10조 leaves in one crisis, the days a period covers, and the day an extension must be decided by."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Sum

from bokjihub.clocks import calendar
from bokjihub.emergency.models import ONE_TIME, EmergencyAid, Grant, Kind, Limit
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import with_particle

EXTENSION_DAYS = 3
OBJECTION_DAYS = 30
# What began longer ago than this is written down late: the law of its own day counts, and the screen says so.
LATE_DAYS = 60
QUARTER_MONTHS = 3
FIRST_QUARTER_MONTH = 3
# Kinds with a period that runs out; medical and one-time help has none.
WITH_PERIOD = frozenset({Kind.LIVING, Kind.HOUSING, Kind.FACILITY, Kind.EDU, Kind.OTHER})


class LimitReached(OfficerError):
    """한 번의 위기에 지원할 수 있는 만큼을 넘습니다."""


class CommitteeMissing(OfficerError):
    """심의위원회의 심의를 거쳐야 합니다."""


class NoLimitKnown(OfficerError):
    """2013. 1. 23. 앞의 지원 한도는 들어 있지 않습니다. 날짜를 다시 보아 주세요."""


@dataclass(frozen=True)
class Room:
    """What is used and left of a kind in one crisis, by the law of a day."""

    title: str
    unit: str
    used: int
    first: int
    by_mayor: int
    total: int
    basis: str

    @property
    def left(self) -> int:
        """Months or times left with the committee."""
        return max(self.total - self.used, 0)

    @property
    def now(self) -> int:
        """What can be decided next without the committee: the rest of the first period, else one by one."""
        if self.used < self.first:
            return self.first - self.used
        return 1 if self.used < self.first + self.by_mayor else 0

    @property
    def needs_committee(self) -> bool:
        """Whatever comes next goes through the committee first."""
        return self.now == 0 and self.left > 0

    @property
    def words(self) -> str:
        """처음 3개월 · 심의를 거쳐 모두 6개월."""
        mayor = f" · 시장이 1{self.unit}씩 {self.by_mayor}번" if self.by_mayor else ""
        return f"처음 {self.first}{self.unit}{mayor} · 심의를 거쳐 모두 {self.total}{self.unit}"


def law_day(begins_on: dt.date, day: dt.date) -> dt.date:
    """The day whose law counts: that of the decision, or, for help written down long after it was given, its beginning."""
    return begins_on if (day - begins_on).days > LATE_DAYS else day


def limit_on(kind: str, day: dt.date) -> Limit:
    """The limit of a kind as the statute stood on a day."""
    found = Limit.objects.on(day).filter(kind=kind).first()
    if found is None:
        raise NoLimitKnown
    return found


def won_in(episode: UUID) -> int:
    """Won granted or asked for in one crisis."""
    found = Grant.objects.filter(aid__episode=episode, returned_on__isnull=True).exclude(is_approved=False)
    return int(found.aggregate(won=Sum(F("months") * F("monthly_won")))["won"] or 0)


def used_in(episode: UUID) -> int:
    """Months or times granted or asked for in one crisis; refused and returned ones do not count."""
    found = Grant.objects.filter(aid__episode=episode, returned_on__isnull=True).exclude(is_approved=False)
    return int(found.aggregate(months=Sum("months"))["months"] or 0)


def room_for(aid: EmergencyAid, day: dt.date) -> Room:
    """What 제10조 leaves for this aid on a day."""
    limit = limit_on(aid.kind, day)
    unit = str(limit.get_unit_display())
    if aid.detail in ONE_TIME:
        unit = "회"
    used = used_in(aid.episode)
    return Room(aid.title, unit, used, limit.first, limit.by_mayor, limit.total, limit.basis)


def step_for(room: Room, months: int, committee_on: dt.date | None) -> Grant.Step:
    """Who may decide so many months more. Refused with the article and what is still possible."""
    if room.used + months > room.total:
        raise too_much(room)
    if room.used + months <= room.first:
        return Grant.Step.FIRST
    if months == 1 and room.used >= room.first and room.used + months <= room.first + room.by_mayor:
        return Grant.Step.MAYOR
    if committee_on is None:
        raise CommitteeMissing(_ask_committee(room), field="committee_on")
    return Grant.Step.COMMITTEE


def period_of(aid: EmergencyAid, starts_on: dt.date, months: int) -> dt.date:
    """Last day of a period that begins on `starts_on` (included); one-time help ends the day it begins."""
    if aid.kind == Kind.MEDICAL or aid.detail in ONE_TIME:
        return starts_on
    if aid.kind == Kind.EDU:
        return quarter_end(starts_on, months)
    return months_end(starts_on, months)


def months_end(starts_on: dt.date, months: int) -> dt.date:
    """The day before the corresponding day, or the month's last day where there is none (민법 제160조제2항·제3항)."""
    following = calendar.add_months(starts_on, months)
    return following if following.day < starts_on.day else following - dt.timedelta(days=1)


def quarter_end(day: dt.date, quarters: int = 1) -> dt.date:
    """Last day of the school quarter of `day`, or of the quarters after it (시행규칙 제2조의5: 3-5, 6-8, 9-11, 12-2월)."""
    into = (day.month - FIRST_QUARTER_MONTH) % QUARTER_MONTHS
    first = calendar.add_months(day.replace(day=1), -into)
    return calendar.add_months(first, QUARTER_MONTHS * quarters) - dt.timedelta(days=1)


def extension_due(ends_on: dt.date) -> dt.date:
    """The last day for deciding an extension: three days before the end, earlier when offices are shut that day.

    시행규칙 제3조·제4조 say "끝나기 3일 전까지"; a day off does not give more time, so the day moves back.
    """
    day = ends_on - dt.timedelta(days=EXTENSION_DAYS)
    while not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def objection_until(told_on: dt.date) -> dt.date:
    """The last day of the thirty for an objection; moved to a working day (제16조제1항, 민법 제161조)."""
    return calendar.days_deadline(told_on, OBJECTION_DAYS)


def has_period(aid: EmergencyAid) -> bool:
    """Whether the help runs over days, so that its end must be watched."""
    return aid.kind in WITH_PERIOD and aid.detail not in ONE_TIME


def too_much(room: Room) -> LimitReached:
    """The refusal beyond the law, with what is left and the article."""
    already = f"이미 {with_particle(f'{room.used}{room.unit}', '을/를')} 썼으므로 " if room.used else ""
    possible = f"{room.left}{room.unit}까지 고를 수 있습니다" if room.left else "더 지원할 수 없습니다"
    return LimitReached(
        f"{with_particle(room.title, '은/는')} 한 번의 위기에 {room.total}{room.unit}까지입니다. {already}{possible}({room.basis}).",
        field="months",
    )


def _ask_committee(room: Room) -> str:
    here = (
        f"심의 없이 지금 정할 수 있는 것은 {room.now}{room.unit}입니다. "
        if room.now
        else "시장이 정할 수 있는 만큼을 다 썼습니다. "
    )
    return f"{here}그보다 길면 긴급지원심의위원회의 심의를 거쳐 심의한 날을 적어 주세요({room.basis})."
