"""What a household is called in a list, and whose it is."""

from collections.abc import Iterable
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.people.models import Person
from bokjihub.ui.words import masked_name


def held_by(actor: Actor) -> frozenset[UUID]:
    """Households given to a post that reads records: who carries a box to a home is not in charge of it."""
    readers = TABLE[Act.HOUSEHOLD]
    return frozenset().union(*(post.subjects for post in actor.posts if post.role in readers))


def names_of(household_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Masked name per household, in one query; households out of scope are not in the answer."""
    wanted = {one for one in household_ids if one is not None}
    if not wanted:
        return {}
    found = Person.objects.filter(household_id__in=wanted).order_by("household_id", "lives_elsewhere", "-is_head", "id")
    return {
        home: masked_name(name) for home, name in found.distinct("household_id").values_list("household_id", "name")
    }
