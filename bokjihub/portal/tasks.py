"""Night work of the public pages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.portal.throttle import forget


@app.periodic(cron="7 * * * *")
@app.task(name="portal.forget_addresses")
def forget_addresses(timestamp: int) -> int:
    """Every hour: no trace of a caller is older than a day, also where nobody called since."""
    return forget(timezone.now())
