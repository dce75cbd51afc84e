"""봉사자마다 한 일: reports made and visits joined in a year, counted from the entries themselves. No household is named."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from bokjihub.accounts.models import Post
from bokjihub.discovery.models import Signal
from bokjihub.partners.models import Volunteer
from bokjihub.visits.models import Companion, HelloCheck, Visit

WENT = (Visit.State.DONE, Visit.State.NOT_MET)


@dataclass(frozen=True)
class Deeds:
    """What one volunteer did: worries told, homes found by them, visits joined, greetings at homes given to them."""

    reports: int = 0
    found: int = 0
    walks: int = 0
    hellos: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to give thanks for."""
        return bool(self.reports or self.walks or self.hellos)


def deeds_of(volunteers: Iterable[Volunteer], first: dt.date, last: dt.date) -> dict[UUID, Deeds]:
    """알린 걱정·찾은 가구·함께 간 방문 of each volunteer in some days, by their login; who has none did nothing we know of.

    건수 counts events, 찾은 가구 households of a worry once (process §7.2). Rows out of the reader's dongs are not counted.
    """
    by_post = {one.post_id: one.id for one in volunteers if one.post_id is not None}
    logins = dict(Post.objects.filter(id__in=by_post).values_list("id", "user_id"))
    users = {user: by_post[post] for post, user in logins.items()}
    told = Signal.objects.filter(taken_by__in=users, file__isnull=True, received_at__date__range=(first, last))
    found = Count("household_id", distinct=True, filter=Q(work_item__isnull=False))
    reports = {
        user: (count, homes)
        for user, count, homes in told.values("taken_by")
        .annotate(reports=Count("id"), found=found)
        .values_list("taken_by", "reports", "found")
    }
    went = Companion.objects.filter(
        post__user_id__in=users, visit__state__in=WENT, visit__planned_on__range=(first, last)
    )
    walks = dict(went.values_list("post__user_id").annotate(Count("visit_id", distinct=True)))
    asked = HelloCheck.objects.filter(post__user_id__in=users, undone_at__isnull=True, on__range=(first, last))
    hellos = dict(asked.values_list("post__user_id").annotate(Count("id")))
    return {
        volunteer: Deeds(*reports.get(user, (0, 0)), walks=walks.get(user, 0), hellos=hellos.get(user, 0))
        for user, volunteer in users.items()
    }
