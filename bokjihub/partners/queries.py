"""Reads about councils and volunteers of a dong."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.partners.models import CouncilMeeting, CouncilTerm, Volunteer

ENDING_DAYS = 60


@dataclass(frozen=True)
class DongPeople:
    """One dong's line: how many members and volunteers, how many terms end soon."""

    area: Area
    members: int
    ending: int
    volunteers: int
    ready: int


def people_by_dong(city: Area, day: dt.date) -> list[DongPeople]:
    """Every dong with its members in office, terms that end within sixty days, volunteers and those ready to walk."""
    soon = day + dt.timedelta(days=ENDING_DAYS)
    terms = list(CouncilTerm.objects.on(day).values_list("area_id", "ends_on"))
    volunteers = list(Volunteer.objects.on(day))
    return [
        DongPeople(
            area=dong,
            members=sum(area_id == dong.id for area_id, _ in terms),
            ending=sum(area_id == dong.id and ends_on <= soon for area_id, ends_on in terms),
            volunteers=sum(one.area_id == dong.id for one in volunteers),
            ready=sum(one.area_id == dong.id and one.may_walk(day) for one in volunteers),
        )
        for dong in dongs_of(city, day)
    ]


def terms_of(area_id: UUID, day: dt.date) -> list[CouncilTerm]:
    """Members in office: chairs first, then by name."""
    order = {CouncilTerm.Seat.CHAIR: 0, CouncilTerm.Seat.MEMBER: 1, CouncilTerm.Seat.SECRETARY: 2}
    found = CouncilTerm.objects.on(day).filter(area_id=area_id)
    return sorted(found, key=lambda term: (order[CouncilTerm.Seat(term.seat)], term.name))


def meetings_of(area_id: UUID) -> list[CouncilMeeting]:
    """Meetings of a council, those to come first, then the newest."""
    return list(CouncilMeeting.objects.filter(area_id=area_id).order_by("-held_on", "-id")[:24])


def meetings_waiting(city: Area, day: dt.date) -> list[CouncilMeeting]:
    """Meetings of the city's councils that are still to come, or held and not yet written down; nearest first."""
    areas = [city.id, *(dong.id for dong in dongs_of(city, day))]
    found = CouncilMeeting.objects.filter(area_id__in=areas, written_on__isnull=True).select_related("area")
    return list(found.order_by("held_on", "id"))


def members_at(meeting: CouncilMeeting) -> list[CouncilTerm]:
    """Who was a member of that council on the day of the meeting."""
    found = CouncilTerm.objects.on(meeting.held_on).filter(area_id=meeting.area_id, body=meeting.body)
    return list(found.order_by("name"))


def volunteers_of(area_id: UUID, day: dt.date) -> list[Volunteer]:
    """Volunteers in service, by name, each with the day of the last thanks."""
    found = Volunteer.objects.on(day).filter(area_id=area_id)
    return list(found.annotate(thanked_on=Max("thanks__given_on")).order_by("name"))
