"""The world of the access matrix, made once a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from bokjihub.accounts.models import Assignment
from tests.accounts.places import OURS, PLACES, THEIRS, World
from tests.accounts.stage import PERSONS, Stage, signed_in
from tests.cast import make_cast


@pytest.fixture(scope="module")
def one_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for the module, in place of pytest-django's one for each test."""
    # Sessions in memory: they are not what is judged here, and cost four statements a request.
    in_memory = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache")
    with django_db_blocker.unblock(), in_memory, transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(one_transaction: None) -> Stage:
    """Every kind of object made once; each request of a test is undone."""
    cast = make_cast()
    world = World(cast)
    for dong, place in ((dong, place) for dong in (OURS, THEIRS) for place in PLACES.values()):
        if place.arguments:
            place.arguments(world, dong)
    Assignment.objects.all().delete()
    Assignment.objects.create(
        subject_id=world.home(OURS).id, team=cast.teams["노암"], purpose="work_item", starts_at=timezone.now()
    )
    return Stage(world, {who: signed_in(cast.user(who)) for who in PERSONS})
