"""What a household is called in a list: the masked name of its head."""

from collections.abc import Iterable
from uuid import UUID

from bokjihub.people.models import Person
from bokjihub.ui.words import masked_name


def names_of(household_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Masked name per household, in one query; households out of scope are not in the answer."""
    wanted = {one for one in household_ids if one is not None}
    if not wanted:
        return {}
    found = Person.objects.filter(household_id__in=wanted).order_by("household_id", "lives_elsewhere", "-is_head", "id")
    return {
        home: masked_name(name) for home, name in found.distinct("household_id").values_list("household_id", "name")
    }
