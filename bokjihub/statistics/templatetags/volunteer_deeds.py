"""`{% load volunteer_deeds %}`: what a volunteer did this year, for the pages of partners, which stand below what they did."""

from collections.abc import Sequence

from django import template

from bokjihub.partners.models import Volunteer
from bokjihub.statistics.queries.volunteers import Deeds, deeds_of

register = template.Library()


@register.simple_tag(takes_context=True)
def deeds_this_year(context: template.Context, volunteers: Sequence[tuple[Volunteer, bool]]) -> dict[str, Deeds]:
    """By the volunteer's id. Empty for who reads none of their dongs (협의체 간사): no figure is better than a wrong nought."""
    actor = context["request"].access.actor
    reached = [one for one, _ in volunteers if one.area_id in actor.areas]
    found = deeds_of(reached, actor.day.replace(month=1, day=1), actor.day)
    return {str(key): one for key, one in found.items()}


@register.filter
def deeds_for(found: dict[str, Deeds], volunteer: Volunteer) -> Deeds | None:
    """The deeds of one of them; nothing where they are not counted."""
    return found.get(str(volunteer.id))
