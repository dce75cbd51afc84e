"""Whose city it is: who may write about it, and in whose name its unit is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.ui.errors import OfficerError


class NotInYourReach(OfficerError):
    """맡은 시·군·구(또는 시·도)가 아닙니다."""


def demand_reach(area: Area, by: Actor) -> None:
    """City people write about their city, province people about every city of theirs."""
    city = city_of(area)
    places = {area.id, *([city.id] if city else []), *([city.parent_id] if city and city.parent_id else [])}
    if not places & {place for post in by.posts for place in (post.city_id, post.area_id) if place}:
        raise NotInYourReach


@contextmanager
def city_unit(area: Area, job: str, by: Actor) -> Iterator[Actor | None]:
    """Writes for the city a place lies in, also for a person of the province, who reaches no dong; nobody for a province."""
    city = city_of(area)
    unit = job_actor(job, city=city, day=by.day) if city else None
    if unit is None or not unit.areas:
        yield None
        return
    with acting_as(unit):
        yield unit
