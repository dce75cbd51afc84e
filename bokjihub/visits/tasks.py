"""Night work of visits."""

from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.visits.actions.due import compute_due


@app.periodic(cron="20 2 * * *")
@app.task(name="visits.compute_due")
def compute_due_tonight(timestamp: int) -> int:
    """Every night: the turns of every city."""
    standing = 0
    for city in Area.objects.filter(level=Area.Level.SIGUNGU):
        actor = job_actor("방문 차례 셈", city=city)
        with acting_as(actor):
            standing += compute_due(city=city, day=timezone.localdate(), by=actor).standing
    return standing
