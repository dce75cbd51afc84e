"""How often one address may use a public form. Nothing about the caller outlives a day (R40)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.sealed import search_key
from bokjihub.portal.models import Try

KEPT = dt.timedelta(hours=24)
# Uses of a form within a day; an office behind one address (a library, a market) must still get through.
MOST = {"report": 20, "receipt": 200, "benefits": 600}


@transaction.atomic
def may_use(form: str, *, address: str) -> bool:
    """Count one use and say whether it is within the day's number. Forgets everybody older than a day on the way."""
    now = timezone.now()
    forget(now)
    key = search_key(address, column="portal.address")
    Try.objects.create(key=key, form=form, at=now)
    return Try.objects.filter(key=key, form=form).count() <= MOST[form]


def forget(now: dt.datetime) -> int:
    """Delete what is older than a day. Returns how many."""
    return Try.objects.filter(at__lte=now - KEPT).delete()[0]
