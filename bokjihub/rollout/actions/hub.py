"""Planning dongs, writing down standards, posts allowed, and what happened on the way."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area, Boundary, Team
from bokjihub.areas.queries import dongs_of
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.rollout.models import Award, Establishment, Evaluation, HubPlan, LogEntry, StaffingStandard
from bokjihub.rollout.reach import city_unit, demand_reach
from bokjihub.rollout.shapes import Polygons, made_up
from bokjihub.ui.errors import OfficerError

FINDING_CLOCK, FINDING_JOB = "rollout.finding", "점검 뒤 고칠 것"


class NursesBeyond(OfficerError):
    """간호 정원은 팀의 정원보다 많을 수 없습니다."""


class RankMissing(OfficerError):
    """시·도 안 순위나 전국 순위 가운데 하나는 적어 주세요."""


class MendedHow(OfficerError):
    """무엇을 어떻게 고쳤는지 한 줄로 적어 주세요."""


class MendedAlready(OfficerError):
    """이미 고친 것으로 적혀 있거나, 고칠 것이 없는 기록입니다."""


class BeforeItWasFound(OfficerError):
    """고친 날은 점검한 날보다 앞설 수 없습니다."""


class BoundaryOfTomorrow(OfficerError):
    """경계의 기준일은 오늘이거나 그 앞이어야 합니다."""


class CentreMissing(OfficerError):
    """권역형 일반동에는 중심동을 골라 주세요."""


@transaction.atomic
def load_boundaries(
    *, city: Area, shapes: Mapping[UUID, Polygons], source: str, as_of: dt.date, by: Actor
) -> list[Boundary]:
    """경계 올리기: the town's own outlines of its dongs, with their source and date. The same date again replaces them."""
    demand_reach(city, by)
    if as_of > by.day:
        raise BoundaryOfTomorrow(field="as_of")
    return _draw(city, shapes, Boundary.Status.TOWN, source.strip(), as_of, by)


@transaction.atomic
def make_up_boundaries(*, city: Area, as_of: dt.date, by: Actor) -> list[Boundary]:
    """합성 경계: lines for a synthetic town, by the nearest centre of a dong. Every map says that they are made up."""
    centres = {
        dong.id: (dong.longitude, dong.latitude)
        for dong in dongs_of(city, by.day)
        if dong.longitude is not None and dong.latitude is not None
    }
    return _draw(city, made_up(centres), Boundary.Status.SYNTHETIC, "읍·면·동 중심점에서 셈함", as_of, by)


def _draw(
    city: Area, shapes: Mapping[UUID, Polygons], status: Boundary.Status, source: str, as_of: dt.date, by: Actor
) -> list[Boundary]:
    rows = [
        Boundary.objects.update_or_create(
            area_id=area_id,
            status=status,
            as_of=as_of,
            defaults={"source": source, "polygons": polygons, "loaded_by": by.id},
        )[0]
        for area_id, polygons in shapes.items()
    ]
    detail = {"city": city.name, "dongs": len(rows), "status": status, "source": source, "as_of": as_of}
    audit.record("rollout.boundaries", detail=detail, by=by)
    return rows


@transaction.atomic
def plan_dong(
    *, area: Area, kind: HubPlan.Kind, wave: str, planned_on: dt.date, centre: Area | None = None, by: Actor
) -> HubPlan:
    """허브화 계획: a dong joins a wave; entering it again for the same wave moves its day."""
    demand_reach(area, by)
    if kind == HubPlan.Kind.GENERAL and centre is None:
        raise CentreMissing(field="centre")
    row, _ = HubPlan.objects.update_or_create(
        area=area,
        wave=wave.strip(),
        defaults={"kind": kind, "planned_on": planned_on, "centre": centre if kind == HubPlan.Kind.GENERAL else None},
    )
    audit.record("rollout.plan", detail={"area": area.name, "wave": wave, "planned_on": planned_on}, by=by)
    return row


@transaction.atomic
def set_standard(
    *, city: Area, reading: StaffingStandard.Reading, minimum: int, source: str, starts_on: dt.date, by: Actor
) -> StaffingStandard:
    """인력 기준 바꾸기 from a day on; the one before ends the day before."""
    demand_reach(city, by)
    open_ones = StaffingStandard.objects.filter(city=city, ends_on__isnull=True, starts_on__lt=starts_on)
    open_ones.update(ends_on=starts_on - dt.timedelta(days=1))
    row, _ = StaffingStandard.objects.update_or_create(
        city=city, starts_on=starts_on, defaults={"reading": reading, "minimum": minimum, "source": source.strip()}
    )
    audit.record("rollout.standard", detail={"city": city.name, "reading": reading, "minimum": minimum}, by=by)
    return row


@transaction.atomic
def set_establishment(*, team: Team, posts: int, nurses: int, starts_on: dt.date, by: Actor) -> Establishment:
    """정원 바꾸기 from a day on. Refused where more nurses than people are allowed."""
    demand_reach(team.seat, by)
    if nurses > posts:
        raise NursesBeyond(field="nurses")
    open_ones = Establishment.objects.filter(team=team, ends_on__isnull=True, starts_on__lt=starts_on)
    open_ones.update(ends_on=starts_on - dt.timedelta(days=1))
    row, _ = Establishment.objects.update_or_create(
        team=team, starts_on=starts_on, defaults={"posts": posts, "nurses": nurses}
    )
    audit.record("rollout.establishment", detail={"team": team.id, "posts": posts}, by=by)
    return row


@transaction.atomic
def write_log(
    *,
    kind: LogEntry.Kind,
    area: Area,
    held_on: dt.date,
    title: str,
    led_by: str = "",
    attendees: int | None = None,
    words: str = "",
    follow_up: str = "",
    mend_by: dt.date | None = None,
    by: Actor,
) -> LogEntry:
    """추진 기록: a meeting, briefing, workshop, inspection or opinion. What is to be mended becomes work of the city's unit."""
    demand_reach(area, by)
    row = LogEntry.objects.create(
        kind=kind,
        area=area,
        held_on=held_on,
        title=title.strip(),
        led_by=led_by.strip(),
        attendees=attendees,
        words=words.strip(),
        follow_up=follow_up.strip(),
        mend_by=mend_by if follow_up.strip() else None,
        written_by=by.id,
    )
    if row.follow_up:
        _ask_the_unit(row, by)
    audit.record("rollout.log", detail={"kind": kind, "title": title}, by=by)
    return row


@transaction.atomic
def mend_finding(*, entry: LogEntry, on: dt.date, words: str, by: Actor) -> LogEntry:
    """고친 것 적기: what was found is mended, and how. Refused without a word of it, and a second time."""
    demand_reach(entry.area, by)
    entry = LogEntry.objects.select_for_update(of=("self",)).select_related("area").get(id=entry.id)
    if not entry.is_open:
        raise MendedAlready
    if not words.strip():
        raise MendedHow(field="words")
    if on < entry.held_on:
        raise BeforeItWasFound(field="on")
    entry.mended_on, entry.mended_words = on, words.strip()
    entry.save(update_fields=["mended_on", "mended_words"])
    with city_unit(entry.area, FINDING_JOB, by) as unit:
        finish_clocks(subject_id=entry.id, codes=(FINDING_CLOCK,), by=unit or by)
    audit.record("rollout.mend", detail={"entry": entry.id, "title": entry.title}, by=by)
    return entry


def _ask_the_unit(entry: LogEntry, by: Actor) -> None:
    """A line on the Today of the city's unit, also where a person of the province wrote it, who reaches no dong."""
    with city_unit(entry.area, FINDING_JOB, by) as unit:
        if unit is None:
            return
        start_clock(
            code=FINDING_CLOCK,
            subject_kind="rollout.finding",
            subject_id=entry.id,
            area_id=entry.area_id if entry.area_id in unit.areas else min(unit.areas),
            role=Role.HOPE_UNIT,
            title=f"{entry.get_kind_display()}에서 고칠 것: {entry.follow_up}"[:120],
            verb="고친 것 적기",
            started_on=by.day,
            due_on=entry.mend_by,
            by=unit,
        )


@transaction.atomic
def record_award(*, area: Area, given_on: dt.date, title: str, given_by: str = "", by: Actor) -> Award:
    """상 적기."""
    demand_reach(area, by)
    row = Award.objects.create(area=area, given_on=given_on, title=title.strip(), given_by=given_by.strip())
    audit.record("rollout.award", detail={"title": title}, by=by)
    return row


@transaction.atomic
def record_evaluation(
    *,
    area: Area,
    subject: str,
    year: int,
    source: str,
    province_rank: int | None = None,
    country_rank: int | None = None,
    by: Actor,
) -> Evaluation:
    """평가 결과 적기: one subject, one year; entering it again corrects the ranks."""
    demand_reach(area, by)
    if province_rank is None and country_rank is None:
        raise RankMissing(field="province_rank")
    row, _ = Evaluation.objects.update_or_create(
        area=area,
        subject=subject.strip(),
        year=year,
        defaults={"province_rank": province_rank, "country_rank": country_rank, "source": source.strip()},
    )
    audit.record("rollout.evaluation", detail={"subject": row.subject, "year": year}, by=by)
    return row
