"""Reads about posts."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.models import Post, Role, TongCharge
from bokjihub.areas.models import Area


def posts_in_area(area_id: UUID, role: Role, day: dt.date) -> QuerySet[Post]:
    """Posts of a role in the team that covers a dong on `day`."""
    found = Post.objects.on(day).filter(role=role, team__coverage__area_id=area_id, team__coverage__starts_on__lte=day)
    return found.exclude(team__coverage__ends_on__lt=day).select_related("user").order_by("starts_on", "id")


def officer_for_tong(tong_id: UUID | None, day: dt.date) -> Post | None:
    """The officer who looks after a tong or ri on `day`, if one is named."""
    if tong_id is None:
        return None
    charge = TongCharge.objects.on(day).filter(area_id=tong_id).select_related("post__user").first()
    return charge.post if charge and (charge.post.ends_on is None or charge.post.ends_on >= day) else None


def posts_of_city(city: Area, day: dt.date) -> QuerySet[Post]:
    """Every post in force in a city on `day`, by place and trade."""
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city) | Q(team__seat=city)
    found = Post.objects.on(day).filter(here).select_related("user", "team__seat", "area")
    return found.order_by("team__seat__name", "role", "user__name", "id").distinct()


def posts_ever_of_city(city: Area) -> QuerySet[Post, UUID]:
    """Ids of all posts a city ever had: whose changes its administrator may read."""
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city)
    return Post.objects.filter(here).values_list("id", flat=True)


def colleagues(team_ids: set[UUID], day: dt.date) -> QuerySet[Post]:
    """Everybody in the given teams on `day`."""
    return Post.objects.on(day).filter(team_id__in=team_ids).select_related("user", "team").order_by("role", "id")
