"""Night work of discovery."""

from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.discovery.actions.sweep import sweep

JOB = "발굴 밤 점검"


@app.periodic(cron="40 3 * * *")
@app.task(name="discovery.sweep")
def sweep_tonight(timestamp: int) -> int:
    """Every night, in every city: nobody's worry waits without somebody who acts next. Returns how many were mended."""
    mended = 0
    for city in Area.objects.filter(level=Area.Level.SIGUNGU):
        actor = job_actor(JOB, city=city)
        if actor.areas:
            with acting_as(actor):
                mended += sweep(by=actor).mended
    return mended
