"""밤 진단: one town a night, part by part; what was found is stored per home and told to discovery and to Today."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.benefits.models import LikelyMiss, NightRun
from bokjihub.benefits.queries.facts import town_facts, town_of
from bokjihub.benefits.queries.night import Looked, Miss, homes_after, look_at
from bokjihub.clocks.actions import start_clock
from bokjihub.discovery.actions.hints import Hint, note_hints
from bokjihub.people.models import Household
from bokjihub.ui.words import won_reading

# What a missed benefit adds to the points of an open worry (discovery.points: one indicator weighs 3 to 30).
PROBABLE_POINTS, CERTAIN_POINTS, MUCH_POINTS, MUCH_WON = 3, 8, 12, 300_000
NAMED = 3
FIELDS = ("area", "ground", "benefits", "monthly_won", "is_certain", "drift", "drift_won", "screened_on")


@transaction.atomic
def begin_night(*, city: Area, on: dt.date, by: Actor) -> NightRun:
    """The night of a town: a new one, or the one that stopped half way."""
    homes = Household.objects.filter(area_id__in=[dong.id for dong in dongs_of(city, on)], merged_into__isnull=True)
    run, is_new = NightRun.objects.get_or_create(city=city, on=on, defaults={"homes": homes.count()})
    audit.record("benefits.begin_night", kind=Entry.Kind.SYSTEM, detail={"on": on, "goes_on": not is_new}, by=by)
    return run


@transaction.atomic
def screen_part(*, run: NightRun, size: int, by: Actor) -> int:
    """Screen the next homes and remember how far it got, both or neither. Returns how many; 0 when the town is through."""
    dongs = [dong.id for dong in dongs_of(run.city, run.on)]
    homes = homes_after(dongs, run.after, size)
    if not homes:
        return 0
    looked = look_at(homes, town_facts(*town_of(run.city)), run.on)
    _store(looked, run.on)
    note_hints(looked_at=looked.homes, hints=_hints(looked.misses), by=by)
    run.after = homes[-1]
    run.done += len(homes)
    run.lawful += looked.lawful
    run.found += sum(bool(one.benefits) for one in looked.misses)
    run.gaining += sum(one.drift_won > 0 for one in looked.misses)
    run.losing += sum(one.drift_won < 0 for one in looked.misses)
    run.save(update_fields=["after", "done", "lawful", "found", "gaining", "losing"])
    detail = {"on": run.on, "homes": len(homes), "lawful": looked.lawful}
    audit.record("benefits.screen_part", kind=Entry.Kind.SYSTEM, detail=detail, by=by)
    return len(homes)


@transaction.atomic
def finish_night(*, run: NightRun, by: Actor) -> NightRun:
    """The town is through: lines nobody renewed go, and every dong with new ones is told on Today."""
    dongs = dongs_of(run.city, run.on)
    LikelyMiss.objects.filter(area_id__in=[dong.id for dong in dongs], screened_on__lt=run.on).delete()
    counted = LikelyMiss.objects.exclude(benefits=[]).values("area_id")
    found = {row["area_id"]: row for row in counted.annotate(all=Count("pk"), new=Count("pk", Q(first_on=run.on)))}
    for dong in dongs:
        row = found.get(dong.id)
        if row and row["new"]:
            _tell(dong.id, row["all"], row["new"], run.on, by)
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    detail = {"on": run.on, "homes": run.done, "lawful": run.lawful, "found": run.found}
    audit.record("benefits.finish_night", kind=Entry.Kind.SYSTEM, detail=detail, by=by)
    return run


def _store(looked: Looked, on: dt.date) -> None:
    """Homes of which nothing is found any more lose their line; the day of the first finding stays."""
    misses = {one.home.id: one for one in looked.misses}
    stored = LikelyMiss.objects.filter(household_id__in=looked.homes).values_list("household_id", flat=True)
    over = set(stored) - set(misses)
    LikelyMiss.objects.filter(household_id__in=over).delete()
    rows = [
        LikelyMiss(
            household=one.home,
            area_id=one.home.area_id,
            ground=one.ground,
            benefits=list(one.benefits),
            monthly_won=one.monthly_won,
            is_certain=one.is_certain,
            drift=list(one.drift),
            drift_won=one.drift_won,
            first_on=on,
            screened_on=on,
        )
        for one in misses.values()
    ]
    LikelyMiss.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["household"], update_fields=list(FIELDS), batch_size=500
    )


def _hints(misses: Sequence[Miss]) -> dict[UUID, Hint]:
    return {one.home.id: _hint(one) for one in misses if one.benefits}


def _hint(miss: Miss) -> Hint:
    """The reason as an officer reads it, and its points."""
    certain = [one["name"] for one in miss.benefits if one["certain"]]
    names = "·".join((certain or [one["name"] for one in miss.benefits])[:NAMED])
    if not certain:
        return Hint(f"놓치고 있을 수 있는 급여: {names}", PROBABLE_POINTS)
    won = f"(월 {won_reading(miss.monthly_won)})" if miss.monthly_won else ""
    points = MUCH_POINTS if miss.monthly_won >= MUCH_WON else CERTAIN_POINTS
    return Hint(f"받을 수 있는데 받지 않는 급여: {names}{won}", points)


def _tell(dong_id: UUID, count: int, new: int, on: dt.date, by: Actor) -> None:
    start_clock(
        code="benefits.missing",
        subject_kind="benefits.missing",
        subject_id=dong_id,
        area_id=dong_id,
        role=Role.DONG_OFFICER,
        title=f"놓치고 있을 지원 {count}가구(새로 {new})",
        verb="살펴보기",
        started_on=on,
        by=by,
    )
