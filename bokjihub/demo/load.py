"""Loading a town: refuses beside real people, replaces the former demo, all in one transaction."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bokjihub.demo.models import DemoLoad
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError

Say = Callable[[str], None]
# Tables of Django and the queue stay as they are; a town lives in our rooms' tables only.
_KEPT_APPS = frozenset({"contenttypes", "auth", "procrastinate"})
# Rows that come with the migrations: reference data, not a town's.
SHIPPED = frozenset(
    {"visits_visitprogramme", "visits_visitrule", "emergency_crisisreason", "emergency_limit", "cases_caselabel"}
)
_NEW_OBJECTS = 100_000


class RealPeopleHere(OfficerError):
    """이 데이터베이스에는 합성 자료가 아닌 가구가 있어 아무것도 바꾸지 않았습니다. (real households found; nothing changed)"""


class UnknownStory(OfficerError):
    """그런 이야기는 없습니다."""


def load(story: str, *, seed: int, say: Say) -> None:
    """Make the tables and replace the demo data with `story`. Raises RealPeopleHere, UnknownStory; nothing is half done."""
    from bokjihub.demo import stories

    begin = stories.STORIES.get(story)
    if begin is None:
        raise UnknownStory(f"그런 이야기는 없습니다: {story}. 있는 것: {', '.join(stories.STORIES)}")
    today = timezone.localdate()
    with _rarely_collecting(), begin(seed, today) as tell:
        say("데이터베이스의 표를 맞춥니다 (tables)")
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            clear()
            say("빈 데이터베이스에서 시작합니다")
            tell(Random(seed), today, say)
            DemoLoad.objects.create(story=story, seed=seed)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """A town is a million objects that stay: looking through them for rubbish at Python's pace took a seventh of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def clear() -> None:
    """Empty every table of the rooms, if what stands there is synthetic. Shipped reference rows are kept."""
    if Household.objects.exists() and not DemoLoad.objects.exists():
        raise RealPeopleHere
    everything = apps.get_models(include_auto_created=True)
    models = [model for model in everything if model._meta.app_label not in _KEPT_APPS and model._meta.managed]
    tables = [model._meta.db_table for model in models if model._meta.db_table not in SHIPPED]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
