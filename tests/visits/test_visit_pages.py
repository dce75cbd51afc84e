"""The pages about visits as people of the cast see them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.desk.links import page_of
from bokjihub.discovery.indicators import label_of
from bokjihub.people.actions import write_safety_note
from bokjihub.visits.models import Visit, VisitProgramme
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned, tomorrow
from tests.factories.work_items import worry

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return timezone.localdate()


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_day_names_homes_masked_in_order_with_a_map_of_numbers(cast: Cast, browse: Any) -> None:
    planned(cast, home(cast, name="박병순"), on=today())
    page = text(browse("officer").get(reverse("visits:day_plan", args=[today()])))
    assert "박*순" in page
    assert "박병순" not in page
    assert "+ 이하늘" in page
    assert "data-map" in page
    assert "느티길" not in page


def test_the_companion_sees_the_day_of_the_lead_and_an_outsider_sees_nothing(cast: Cast, browse: Any) -> None:
    planned(cast, home(cast), on=today())
    where = reverse("visits:day_plan", args=[today()])
    assert "박*순" in text(browse("nurse").get(where))
    assert "박*순" not in text(browse("outsider").get(where + "?who=team"))
    assert "박*순" in text(browse("head").get(where + "?who=team"))


def test_up_and_down_change_the_order_of_the_day(cast: Cast, browse: Any) -> None:
    seat = cast.dongs["노암동"].latitude
    near = planned(cast, home(cast, name="가까운", latitude=seat), on=today(), at=dt.time(10, 0))
    far = planned(cast, home(cast, name="먼먼집", latitude=seat + 0.03), on=today(), at=dt.time(11, 0))
    officer = browse("officer")
    body = {"lead": cast.posts["officer"].id, "visit": far.id, "step": "up"}
    assert officer.post(reverse("visits:set_order", args=[today()]), body).status_code == 302
    near.refresh_from_db()
    far.refresh_from_db()
    assert (far.order, near.order) == (1, 2)
    page = text(officer.get(reverse("visits:day_plan", args=[today()])))
    assert page.index("먼*집") < page.index("가*운")
    body = {"lead": cast.posts["geum_officer"].id}
    assert officer.post(reverse("visits:set_order", args=[today()]), body).status_code == 422


def test_a_visit_is_scheduled_by_the_form(cast: Cast, browse: Any) -> None:
    household = home(cast)
    officer = browse("officer")
    where = reverse("visits:plan_visit", args=[household.id])
    response = officer.get(where)
    if response.status_code == 302:
        officer.post(response["Location"], {"reason": "phone"})
        response = officer.get(where)
    assert "첫 방문입니다" in text(response)
    form = response.context["form"]
    body = {
        "programme": form.fields["programme"].queryset.get(code="REPORT").id,
        "planned_on": tomorrow().isoformat(),
        "planned_at": "10:00",
        "minutes": "40",
        "lead": cast.posts["officer"].id,
    }
    refused = officer.post(where, body)
    assert refused.status_code == 422
    assert "두 사람이 갑니다" in text(refused)
    done = officer.post(where, {**body, "companions": [cast.posts["nurse"].id]})
    visit = Visit.objects.get()
    assert done["Location"] == reverse("visits:visit", args=[visit.id])


def test_the_result_form_proposes_the_date_and_leads_on(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast), on=today())
    officer = browse("officer")
    where = reverse("visits:record_visit", args=[visit.id])
    assert "다음 확인일" in text(officer.get(where))
    refused = officer.post(where, {"result": "absent", "words": "벨을 세 번 누름"})
    assert refused.status_code == 422
    assert "다음 확인일이 비어 있습니다" in text(refused)
    assert "벨을 세 번 누름" in text(refused)
    day = (today() + dt.timedelta(days=3)).isoformat()
    done = officer.post(where, {"result": "absent", "next_on": day, "door_signs": ["mail"], "notice_left": "on"})
    assert done.status_code == 302
    page = text(officer.get(reverse("visits:visit", args=[visit.id])))
    assert "부재" in page
    assert "우편물이 쌓임" in page


def test_the_sheet_is_on_record_as_an_export_and_keeps_phones_masked(cast: Cast, browse: Any) -> None:
    household = home(cast)
    with acting_as(cast.actor("officer")):
        write_safety_note(household=household, words="개가 있음", evidence="방문", on=today(), by=cast.actor("officer"))
    visit = planned(cast, household)
    page = text(browse("officer").get(reverse("visits:sheet", args=[visit.id])))
    phone = household.members.get().phone
    assert "개가 있음" in page
    assert phone not in page
    assert f"010-****-{phone[-4:]}" in page
    entry = Entry.objects.get(kind=Entry.Kind.EXPORT)
    assert entry.subjects == [household.id]


def test_only_the_head_approves(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast))
    Visit.objects.filter(id=visit.id).update(state="waiting", alone_reason="급함")
    where = reverse("visits:approve_visit", args=[visit.id])
    assert browse("officer").post(where).status_code == 404
    assert browse("head").post(where).status_code == 302
    visit.refresh_from_db()
    assert visit.state == Visit.State.SCHEDULED


@pytest.mark.parametrize("who", ["volunteer", "outsider", "geum_officer", "monitor", "village_head"])
def test_a_visit_is_not_there_for_those_it_does_not_concern(cast: Cast, browse: Any, who: str) -> None:
    visit = planned(cast, home(cast), on=today(), along=("volunteer",), volunteer_basis="danger")
    for name in ("visit", "record_visit", "sheet"):
        assert browse(who).get(reverse(f"visits:{name}", args=[visit.id])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "code", "path"),
    [
        ("visits.visit", "visit.approve", "/visits/{}/"),
        ("visits.visit", "visit.record", "/visits/{}/record/"),
        ("visits.companion", "visit.accompany", "/visits/along/{}/"),
        ("counselling.counselling", "counselling.follow", "/counselling/{}/"),
        ("counselling.counselling", "counselling.transcribe", "/counselling/{}/transcribe/"),
    ],
)
def test_every_line_of_today_opens_where_its_verb_is_done(kind: str, code: str, path: str) -> None:
    thing = uuid.uuid4()
    assert page_of(subject_kind=kind, subject_id=thing, household_id=None, code=code) == path.format(thing)


def test_the_companions_line_leads_to_the_visit(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast), on=today())
    found = browse("nurse").get(reverse("visits:accompany", args=[visit.companions.get().id]))
    assert found["Location"] == reverse("visits:visit", args=[visit.id])


def test_the_household_page_offers_to_plan_a_visit(cast: Cast, browse: Any) -> None:
    household = home(cast)
    planned(cast, household)
    shown = text(browse("officer").get(reverse("desk:household", args=[household.id])))
    assert reverse("visits:plan_visit", args=[household.id]) in shown


def test_the_visit_says_why_in_names_not_in_codes(cast: Cast, browse: Any) -> None:
    item = worry(cast, indicators=["elec_arrears", "power_cut"])
    visit = planned(cast, item.household, work_item=item)
    page = text(browse("officer").get(reverse("visits:visit", args=[visit.id])))
    assert "elec_arrears" not in page
    assert label_of("elec_arrears") in page
    assert label_of("elec_arrears") != "elec_arrears"


def test_a_visit_at_an_age_takes_the_years_ahead_along(cast: Cast, browse: Any) -> None:
    """노후 복지설계 belongs to the visits at 65 and 70; whoever is offered it may open it."""
    visit = planned(cast, home(cast))
    url, ahead = reverse("visits:visit", args=[visit.id]), reverse("benefits:years", args=[visit.household_id])
    assert ahead not in text(browse("officer").get(url))
    Visit.objects.filter(id=visit.id).update(programme=VisitProgramme.objects.get(code="UNIV_65"))
    assert ahead in text(browse("officer").get(url))
    for who in ("officer", "nurse"):
        offered = ahead in text(browse(who).get(url))
        assert offered == (browse(who).get(ahead).status_code == 200), who
