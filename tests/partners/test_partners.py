"""Councils, volunteers, agencies."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bokjihub.partners import actions
from bokjihub.partners.models import Agency, Agreement, CouncilTerm, Volunteer
from bokjihub.partners.queries import people_by_dong, terms_of
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
