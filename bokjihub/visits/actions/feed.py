"""달력 주소: open and close the secret address by which an own calendar reads when one visits."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import token_hash
from bokjihub.audit import actions as audit
from bokjihub.visits.models import CalendarFeed
from bokjihub.visits.queries.feed import standing_feeds


@transaction.atomic
def open_feed(*, user_id: UUID, by: Actor) -> str:
    """달력 주소 만들기: the address is known now and never again; an earlier one is dead at once."""
    close_feed(user_id=user_id, by=by)
    token = secrets.token_urlsafe(24)
    row = CalendarFeed.objects.create(user_id=user_id, token_hash=token_hash(token))
    audit.record("visit.open_feed", detail={"feed": row.id}, by=by)
    return token


@transaction.atomic
def close_feed(*, user_id: UUID, by: Actor) -> None:
    """닫기: the address opens nothing any more."""
    if standing_feeds(user_id).update(ended_at=timezone.now()):
        audit.record("visit.close_feed", detail={"user": user_id}, by=by)
