"""Night work of benefits."""

from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.areas.models import Area
from bokjihub.benefits.nightly import screen_town


@app.periodic(cron="40 2 * * *")
@app.task(name="benefits.screen_town", queueing_lock="benefits.screen_town")
def screen_towns_tonight(timestamp: int) -> int:
    """Every night: who is probably missing what. Returns how many homes were found."""
    cities = Area.objects.filter(level=Area.Level.SIGUNGU).order_by("code")
    return sum(screen_town(city, timezone.localdate()).found for city in cities)
