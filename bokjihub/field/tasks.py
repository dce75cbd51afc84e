"""Work of the minute and of the night for those outside."""

from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.field.actions.intake import hold_orphans
from bokjihub.visits.actions.alarm import raise_overdue
from bokjihub.visits.models import Visit


@app.periodic(cron="* * * * *")
@app.task(name="field.watch_visits")
def watch_visits(timestamp: int) -> int:
    """Every minute: who should have come out? Returns how many visits are late."""
    late = 0
    for city in _cities():
        clerk = job_actor("방문 안전 시계", city=city)
        with acting_as(clerk):
            for visit in Visit.objects.filter(state=Visit.State.CHECKED_IN).select_related("lead"):
                late += raise_overdue(visit=visit, now=timezone.now(), by=clerk) > 0
    return late


@app.periodic(cron="20 3 * * *")
@app.task(name="field.hold_orphans")
def hold_lost_forerunners(timestamp: int) -> int:
    """Every night: writes whose forerunner has not come for a week go to the head."""
    held = 0
    for city in _cities():
        clerk = job_actor("기기 접수", city=city)
        with acting_as(clerk):
            held += hold_orphans(now=timezone.now(), by=clerk)
    return held


def _cities() -> list[Area]:
    """Cities with teams of their own."""
    return list(
        Area.objects.filter(
            level=Area.Level.SIGUNGU, id__in=Area.objects.filter(level=Area.Level.DONG).values("parent_id")
        )
    )
