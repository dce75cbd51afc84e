"""Signed by hand beside the record: the talk, the application for integrated care, the minutes; and how the paper shows it."""

import datetime as dt
import io
from collections.abc import Callable

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hwpx import HwpxDocument

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import care, conference
from bokjihub.cases.models import Attendee, AttendeeSignature, CareApplication, CareSignature
from bokjihub.counselling.models import Counselling, CounsellingSignature
from bokjihub.people.models import Handwriting
from bokjihub.ui.signing import Handwritten
from tests.cast import Cast
from tests.factories.care import care_walk
from tests.factories.cases import Walk, walk
from tests.factories.signatures import drawn, picture
from tests.factories.work_items import counselled, worry

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
DAY = dt.date(2026, 11, 24)


def finished(path: Walk) -> list[Attendee]:
    """The members who were there, once the minutes are done."""
    path.request()
    path.accept()
    path.survey()
    made = path.decide()
    actor = path.by("head")
    with acting_as(actor):
        conference.finish_minutes(conference=made.item.conference, by=actor)
    return list(made.item.conference.attendees.filter(is_present=True).order_by("organisation", "name"))


def opened(officer: Client, record: Counselling) -> Client:
    """The officer said why they open the home."""
    officer.post(reverse("desk:open_reason", args=[record.household_id]), {"reason": "counter"})
    return officer


def test_the_person_signs_what_was_said_and_the_paper_shows_it(cast: Cast, browse: Browse) -> None:
    record = counselled(worry(cast))
    officer = opened(browse("officer"), record)
    here = reverse("counselling:sign_record", args=[record.id])
    page = officer.get(here).content.decode()
    assert "아들이 매주 옵니다" in page
    assert "기초연금" in page
    assert "알려 드린 것으로 마칩니다" in page
    assert officer.post(here, {"signer": "박옥순"}).status_code == 422, "nothing was signed"
    assert officer.post(here, {"signer": " ", "drawn": drawn()}).status_code == 422
    assert officer.post(here, {"signer": "박옥순", "drawn": drawn()}).status_code == 302
    row = CounsellingSignature.objects.get(counselling=record)
    assert (row.way, row.taken_by) == (Handwriting.Way.GLASS, cast.user("officer").id)
    assert b"secret-place" not in row.image
    seen = officer.get(reverse("counselling:signature", args=[record.id]))
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/png", "no-store")
    sheet = officer.get(reverse("counselling:paper", args=[record.id])).content.decode()
    assert "본인 박옥순 · 태블릿에 서명" in sheet
    assert 'src="data:image/png;base64,' in sheet
    assert Entry.objects.filter(act="counselling.sign", subjects__contains=[record.household_id]).exists()
    assert browse("outsider").get(here).status_code == 404


@pytest.mark.slow
def test_the_signature_goes_into_the_files(cast: Cast, browse: Browse) -> None:
    record: Counselling = counselled(worry(cast))
    officer = opened(browse("officer"), record)
    officer.post(reverse("counselling:sign_record", args=[record.id]), {"signer": "박옥순", "drawn": drawn()})
    paper = reverse("counselling:paper", args=[record.id])
    answer = officer.get(f"{paper}?as=hwpx")
    assert answer["Content-Type"] == "application/hwp+zip", answer.content[:500]
    document = HwpxDocument.open(answer.content)
    assert document.validate().ok
    assert "본인 서명 박옥순" in document.text.plain()
    assert [one for one in document._package.part_names() if one.startswith("BinData/")]
    pages = pypdf.PdfReader(io.BytesIO(officer.get(f"{paper}?as=pdf").content)).pages
    assert len({image.name for page in pages for image in page.images}) == 1


def test_the_applicant_signs_the_application_once(cast: Cast, browse: Browse) -> None:
    path = care_walk(cast, timezone.localdate())
    application = path.apply(way=CareApplication.Way.FAMILY, applicant="박한결", relation="아들")
    officer = browse("officer")
    case_page = reverse("cases:case", args=[application.case_id])
    here = reverse("cases:sign_application", args=[application.case_id])
    assert here in officer.get(case_page).content.decode()
    page = officer.get(here).content.decode()
    assert 'value="박한결"' in page
    assert "집에서 지내고 싶음" in page
    assert "등 친족이 신청합니다" in page
    scan = SimpleUploadedFile("sign.jpg", picture("JPEG"), content_type="image/jpeg")
    assert officer.post(here, {"signer": "박한결", "scan": scan}).status_code == 302
    assert CareSignature.objects.get().way == Handwriting.Way.SCAN
    assert here not in officer.get(case_page).content.decode(), "signed already"
    sheet = officer.get(reverse("cases:care_application_sheet", args=[application.case_id])).content.decode()
    assert "박한결 · 종이 서명을 올림" in sheet
    assert 'src="data:image/jpeg;base64,' in sheet


def test_nobody_signs_for_the_office(cast: Cast) -> None:
    path = care_walk(cast, timezone.localdate())
    urgent = CareApplication.Urgent.ALONE
    application = path.apply(way=CareApplication.Way.OFFICE, urgent=urgent, agreed_by="박옥순", agreed_on=path.day)
    actor = path.by("officer")
    with acting_as(actor), pytest.raises(care.OfficeSigns):
        care.sign_application(application=application, signer="박옥순", signed=Handwritten(kept_at="철"), by=actor)
    assert not CareSignature.objects.exists()


def test_members_sign_the_finished_minutes_one_after_another(cast: Cast, browse: Browse) -> None:
    members = finished(walk(cast, timezone.localdate()))
    held = members[0].conference_id
    head = browse("head")
    assert "회의록 서명 받기" in head.get(reverse("cases:conference", args=[held])).content.decode()
    assert len(members) > 1
    for number, one in enumerate(members):
        here = reverse("cases:sign_minutes", args=[held, one.id])
        page = head.get(here).content.decode()
        assert "결정: 사례관리가구 - 일반" in page
        assert "박옥순" not in page, "names stay off"
        answer = head.post(here, {"drawn": drawn()} if number else {"kept_at": "회의록철"})
        following = members[number + 1] if number + 1 < len(members) else None
        onward = reverse("cases:sign_minutes", args=[held, following.id]) if following else None
        assert answer["Location"] == (onward or reverse("cases:conference", args=[held]))
    assert AttendeeSignature.objects.count() == len(members)
    minutes = head.get(reverse("cases:minutes", args=[held])).content.decode()
    assert "종이 서명을 보관(회의록철)" in minutes
    assert minutes.count("data:image/png;base64,") == len(members) - 1


def test_minutes_are_signed_when_done_and_by_who_was_there(cast: Cast) -> None:
    path = walk(cast, timezone.localdate())
    path.request()
    path.accept()
    path.survey()
    made = path.decide()
    actor = path.by("head")
    member = made.item.conference.attendees.first()
    assert member is not None
    with acting_as(actor), pytest.raises(conference.MinutesUnfinished):
        conference.sign_minutes(attendee=member, signed=Handwritten(kept_at="철"), by=actor)
    with acting_as(actor):
        away = conference.mark_present(attendee=member, is_present=False, by=actor)
        conference.finish_minutes(conference=made.item.conference, by=actor)
    away = Attendee.objects.get(id=away.id)
    with acting_as(actor), pytest.raises(conference.NotPresent):
        conference.sign_minutes(attendee=away, signed=Handwritten(kept_at="철"), by=actor)
