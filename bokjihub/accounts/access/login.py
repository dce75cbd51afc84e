"""Checking a name and a password: same work and same answer for unknown names; failures rest the account (R19)."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import F
from django.utils import timezone

from bokjihub.accounts.models import User


def check_login(*, username: str, password: str) -> User | None:
    """The person, when name and password fit and the account is not resting. Same work and answer for unknown names.

    Failures are counted outside any scope, so that a refusal is kept.
    """
    now = timezone.now()
    user = User.objects.filter(username=username).first()
    if user is not None and user.locked_until is not None and user.locked_until > now:
        User().check_password(password)  # same time spent as for a real check
        return None
    found = authenticate(None, username=username, password=password)
    if isinstance(found, User):
        User.objects.filter(id=found.id).update(failed_logins=0, locked_until=None)
        return found
    if user is not None:
        _count_failure(user, now)
    return None


def _count_failure(user: User, now: dt.datetime) -> None:
    User.objects.filter(id=user.id).update(failed_logins=F("failed_logins") + 1)
    user.refresh_from_db(fields=["failed_logins"])
    if user.failed_logins >= settings.BOKJIHUB_LOCK_AFTER:
        until = now + dt.timedelta(minutes=settings.BOKJIHUB_LOCK_MINUTES)
        User.objects.filter(id=user.id).update(locked_until=until, failed_logins=0)
