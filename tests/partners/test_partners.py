"""Councils, volunteers, agencies."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.partners import actions
from bokjihub.partners.models import Agency, Agreement, CouncilTerm, Thanks, Volunteer
from bokjihub.partners.queries import people_by_dong, terms_of
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.words import official_date
from tests.cast import Cast

DAY = dt.date(2016, 8, 31)


def appoint(cast: Cast, name: str = "이자영", day: dt.date = DAY) -> CouncilTerm:
    return actions.appoint_member(area=cast.dongs["노암동"], name=name, starts_on=day, by=cast.actor("secretary"))


def test_a_term_is_two_years_and_may_follow_another(cast: Cast) -> None:
    first = appoint(cast)
    assert first.ends_on == dt.date(2018, 8, 30)
    with pytest.raises(actions.TermsOverlap):
        appoint(cast, day=dt.date(2018, 8, 1))
    assert appoint(cast, day=dt.date(2018, 8, 31)).starts_on == dt.date(2018, 8, 31)


def test_the_database_keeps_terms_apart(cast: Cast) -> None:
    appoint(cast)
    with pytest.raises(IntegrityError, match="partners_council_once"), transaction.atomic():
        CouncilTerm.objects.create(
            area=cast.dongs["노암동"], name="이자영", starts_on=dt.date(2018, 8, 30), ends_on=dt.date(2019, 1, 1)
        )
    with pytest.raises(IntegrityError, match="partners_council_dates"), transaction.atomic():
        CouncilTerm.objects.create(area=cast.dongs["금동"], name="한사람", starts_on=DAY, ends_on=DAY)


def test_an_agency_needs_a_phone_that_can_be_a_key(cast: Cast) -> None:
    facts = {"name": "노암복지관", "sector": Agency.Sector.PRIVATE, "city": cast.city, "starts_on": DAY}
    with pytest.raises(actions.PhoneMissing):
        actions.enter_agency(phone="063-62", **facts, by=cast.actor("hope"))
    agency = actions.enter_agency(phone="063-620-4567", **facts, by=cast.actor("hope"))
    assert agency.phone_tail == "4567"
    with pytest.raises(actions.AgencyKnown):
        actions.enter_agency(phone="063-620-9999", **{**facts, "name": " 노암복지관 "}, by=cast.actor("hope"))
    with pytest.raises(IntegrityError, match="partners_agency_phone"), transaction.atomic():
        Agency.objects.filter(id=agency.id).update(phone="없음")
    with pytest.raises(IntegrityError, match="partners_agreement_dates"), transaction.atomic():
        Agreement.objects.create(agency=agency, title="협약", starts_on=DAY, ends_on=DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(("trained", "pledged", "ready"), [(None, DAY, False), (DAY, None, False), (DAY, DAY, True)])
def test_a_volunteer_walks_only_trained_and_pledged(
    cast: Cast, trained: dt.date | None, pledged: dt.date | None, ready: bool
) -> None:
    row = actions.register_volunteer(
        name="박정임", kind=Volunteer.Kind.GOOD_NEIGHBOUR, area=cast.dongs["노암동"], starts_on=DAY,
        trained_until=trained, pledged_on=pledged, by=cast.actor("secretary"),
    )  # fmt: skip
    assert row.may_walk(DAY) is ready
    assert not row.may_walk(DAY + dt.timedelta(days=1))
    (line,) = [one for one in people_by_dong(cast.city, DAY) if one.area.name == "노암동"]
    assert (line.volunteers, line.ready) == (1, int(ready))


def test_members_of_the_day_are_counted_and_chairs_come_first(cast: Cast) -> None:
    for name in ("이자영", "한사람"):
        appoint(cast, name)
    actions.appoint_member(
        area=cast.dongs["노암동"], name="황위원", seat=CouncilTerm.Seat.CHAIR, starts_on=DAY, by=cast.actor("secretary")
    )
    assert [term.name for term in terms_of(cast.dongs["노암동"].id, DAY)] == ["황위원", "이자영", "한사람"]
    assert terms_of(cast.dongs["노암동"].id, DAY - dt.timedelta(days=1)) == []
    ending = people_by_dong(cast.city, dt.date(2018, 8, 1))
    assert sum(row.ending for row in ending) == 3


def test_the_secretary_appoints_on_the_page_and_an_officer_reads(cast: Cast, browse: object) -> None:
    area = cast.dongs["노암동"]
    form = {"name": "이자영", "seat": "member", "calling": "통장", "starts_on": "2026. 8. 31."}
    url = reverse("partners:appoint_member", args=[area.id])
    assert browse("officer").post(url, form).status_code == 404
    assert browse("secretary").post(url, form, follow=True).status_code == 200
    page = browse("officer").get(reverse("partners:dong_council", args=[area.id]))
    assert "이자영" in page.content.decode()
    volunteer = {"name": "박정임", "kind": "good_neighbour", "starts_on": "2026. 1. 2."}
    browse("secretary").post(reverse("partners:register_volunteer", args=[area.id]), volunteer)
    assert Volunteer.objects.get().name == "박정임"


def test_training_is_renewed_and_thanks_are_written_on_the_page(cast: Cast, browse: Any) -> None:
    row = actions.register_volunteer(
        name="박정임",
        kind=Volunteer.Kind.HONORARY,
        area=cast.dongs["노암동"],
        starts_on=DAY,
        by=cast.actor("secretary"),
    )
    page = reverse("partners:volunteer", args=[row.id])
    desk, today = browse("secretary"), timezone.localdate()
    renewed = {"trained_until": official_date(today), "pledged_on": official_date(DAY), "ends_on": ""}
    renew = reverse("partners:renew_volunteer", args=[row.id])
    assert "교육·서약 먼저" in desk.get(page).content.decode()
    assert desk.post(renew, renewed).status_code == 302
    assert "할 수 있음" in desk.get(page).content.decode()
    early = official_date(DAY - dt.timedelta(days=1))
    assert desk.post(renew, {**renewed, "ends_on": early}).status_code == 422
    thank = reverse("partners:thank_volunteer", args=[row.id])
    given = {"kind": "certificate", "given_on": official_date(today), "words": "겨울 안부를 살펴 주심"}
    assert desk.post(thank, {**given, "words": " "}).status_code == 422
    assert desk.post(thank, given).status_code == 302
    assert browse("officer").post(thank, given).status_code == 404
    assert "겨울 안부를 살펴 주심" in browse("officer").get(page).content.decode()
    dong = browse("officer").get(reverse("partners:dong_council", args=[row.area_id])).content.decode()
    assert f'data-label="감사 인사">{official_date(today)}' in dong
    with acting_as(cast.actor("hope")):
        year = REPORTS["volunteers"].build(Scope(today, today))
        before = REPORTS["volunteers"].build(Scope(today, today.replace(year=today.year - 1)))
    assert (year.total.cells["people"], year.total.cells["thanked"]) == (1, 1)
    assert before.total.cells["thanked"] == 0
    with pytest.raises(DatabaseError), acting_as(cast.actor("secretary")), transaction.atomic():
        Thanks.objects.all().delete()
