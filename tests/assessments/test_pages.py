"""The pages about health and forms as people of the cast see them."""

from io import BytesIO
from typing import Any, get_args

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bokjihub.assessments import shipped
from bokjihub.assessments.models import Assessment, Flag, FormVersion
from bokjihub.assessments.xlsform.definition import Kind
from bokjihub.audit.models import Entry
from tests.assessments.test_record import PHQ9, agreed, fill, forms  # noqa: F401 -- the fixture
from tests.cast import Cast
from tests.factories.visits import planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms")]


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_form_is_filled_without_a_script_and_mended_in_place(cast: Cast, browse: Any) -> None:
    house = agreed(cast)
    visit = planned(cast, house)
    nurse = browse("nurse")
    where = reverse("assessments:fill", args=["VITALS", house.id])
    page = text(nurse.get(f"{where}?visit={visit.id}"))
    assert "해당할 때만 답합니다" in page
    assert str(visit.id) in page
    body = {
        "person": house.members.get().id,
        "done_on": "오늘",
        "basis": "consent",
        "visit": visit.id,
        "sys1": "184",
        "dia1": "190",
        "bp_setting": "home",
    }
    answer = nurse.post(where, body)
    assert answer.status_code == 422
    assert "위 값보다 낮아야 합니다" in text(answer)
    assert 'value="184"' in text(answer)
    answer = nurse.post(where, {**body, "dia1": "100"}, follow=True)
    assert "혈압이 아주 높음" in text(answer)
    row = Assessment.objects.get()
    assert (row.visit, row.flags.get().level) == (visit, "urgent")
    today = text(nurse.get(reverse("desk:today")))
    assert "간호사 확인 — 오늘 바로" in today
    assert reverse("assessments:flag", args=[row.flags.get().id]) in today


def test_only_the_fill_page_may_run_web_assembly_and_no_page_may_eval(cast: Cast, browse: Any) -> None:
    house, nurse = agreed(cast), browse("nurse")
    policy = nurse.get(reverse("assessments:fill", args=["PHQ9", house.id]))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy
    other = nurse.get(reverse("assessments:health", args=[house.id]))["Content-Security-Policy"]
    assert "wasm" not in other


def test_health_is_the_nurses_and_its_reading_is_on_record(cast: Cast, browse: Any) -> None:
    house = agreed(cast)
    row = fill(cast, house, "PHQ9", {**PHQ9, "q9": "1"})
    planned(cast, house)
    page = text(browse("nurse").get(reverse("assessments:health", args=[house.id])))
    assert "자해·죽음에 관한 답" in page
    assert Entry.objects.filter(act="health.record", subjects__contains=[house.id]).exists()
    for who in ("officer", "head", "hope"):
        client = browse(who)
        assert client.get(reverse("assessments:health", args=[house.id])).status_code == 404
        assert client.get(reverse("assessments:result", args=[row.id])).status_code == 404
        assert client.get(reverse("assessments:flag", args=[row.flags.get().id])).status_code == 404
    household = text(browse("officer").get(reverse("desk:household", args=[house.id])))
    assert "간호사 확인 필요" in household
    assert "PHQ" not in household
    assert "PHQ-9" in text(browse("nurse").get(reverse("desk:household", args=[house.id])))


def test_a_flag_is_worked_on_its_page_and_the_slip_names_no_illness(cast: Cast, browse: Any) -> None:
    house = agreed(cast)
    planned(cast, house)
    flag = fill(cast, house, "PHQ9", {**PHQ9, "q9": "1"}).flags.get()
    nurse = browse("nurse")
    where = reverse("assessments:flag", args=[flag.id])
    assert nurse.post(where, {"deed": ""}).status_code == 422
    assert nurse.post(where, {"to": "정신건강복지센터"}).status_code == 302
    sent = Flag.objects.get().referrals.get()
    assert nurse.post(reverse("assessments:seen", args=[sent.id]), {"yes": "1", "note": "함께 감"}).status_code == 302
    page = text(nurse.get(reverse("assessments:health", args=[house.id])))
    assert "다녀오심" in page
    slip = text(nurse.get(reverse("assessments:result", args=[flag.assessment_id]) + "?paper=1"))
    assert "병명을 알려 드리는 것이 아닙니다" in slip
    assert "□" in text(nurse.get(reverse("assessments:blank", args=["SAFETY"])))


def test_a_town_edits_the_workbook_looks_at_the_difference_publishes_and_retires(cast: Cast, browse: Any) -> None:
    hope = browse("hope")
    used = FormVersion.objects.get(form__code="SAFETY")
    book = openpyxl.load_workbook(BytesIO(hope.get(reverse("assessments:workbook", args=[used.id])).content))
    book["survey"]["C3"] = "누군가 아프게 하거나 겁을 주나요"
    edited = BytesIO()
    book.save(edited)
    where = reverse("assessments:forms")
    answer = hope.post(where, {"file": SimpleUploadedFile("안전.xlsx", edited.getvalue())}, follow=True)
    page = text(answer)
    assert "hurt 물음" in page
    assert "누군가 때리거나 밀치거나 겁을 준 일이 있나요" in page
    new = FormVersion.objects.get(form__code="SAFETY", number=2)
    assert hope.post(reverse("assessments:publish", args=[new.id])).status_code == 302
    assert "누군가 아프게 하거나" in text(browse("nurse").get(reverse("assessments:blank", args=["SAFETY"])))
    assert hope.post(reverse("assessments:retire", args=[new.id])).status_code == 302
    book["survey"]["A3"] = "select_one gone"
    broken = BytesIO()
    book.save(broken)
    refused = hope.post(where, {"file": SimpleUploadedFile("안전.xlsx", broken.getvalue())})
    assert refused.status_code == 422
    assert "survey 시트 3행 A(type)열" in text(refused)
    assert browse("nurse").get(where).status_code == 404


def test_a_version_says_in_words_how_each_question_is_answered(cast: Cast, browse: Any) -> None:
    measured = FormVersion.objects.get(form__code="VITALS", number=1)
    page = text(browse("hope").get(reverse("assessments:version", args=[measured.id])))
    assert '<td data-label="답">정수</td>' in page
    assert '<td data-label="답">소수</td>' in page
    assert not {word for word in get_args(Kind) if f'<td data-label="답">{word}' in page}


def test_limits_are_approved_and_changed_by_the_nurse(cast: Cast, browse: Any) -> None:
    nurse = browse("nurse")
    page = text(nurse.get(reverse("assessments:limits")))
    assert page.count("승인 ") >= len(shipped.LIMITS)
    assert browse("officer").get(reverse("assessments:limits")).status_code == 404
