"""The forms of process §3 on paper: what the record says stands on the sheet, and in its PDF and HWPX."""

from typing import Any

import pytest
from django.urls import reverse

from bokjihub.desk.queries.blank_forms import BY_CODE, FORMS
from bokjihub.ui.papers import hwpx
from bokjihub.ui.papers.reading import Paper, paper_of
from tests.accounts.places import OURS, PLACES, World
from tests.cast import Cast
from tests.ui.test_papers import holds_everything, text_of_hwpx, text_of_pdf

pytestmark = pytest.mark.slow


# The forms of process §3, written by hand: section, name, its blank form, the print page of the filled one.
SECTION_3 = (
    ("3.1", "초기상담 기록지", "counselling", "counselling:paper"),
    ("3.2", "동의서", "consent", "people:consent_sheet"),
    ("3.3", "현장조사서", "inspection", "emergency:on_site_notice"),
    ("3.4", "욕구 및 위기도 조사지", "survey", "cases:survey_sheet"),
    ("3.5", "사례회의록", "conference", "cases:minutes"),
    ("3.6", "서비스 제공계획서", "plan", "cases:plan_sheet"),
    ("3.6 돌봄통합", "통합지원 신청서", "care", "cases:care_application_sheet"),
    ("3.7", "서비스 의뢰서·회신서", "referral", "resources:link_sheet"),
    ("3.8", "점검 기록", "check", "cases:plan_sheet"),
    ("3.9", "방문상담 기록", "visit", "visits:record_sheet"),
    ("3.10", "종결보고서", "closing", "cases:closing_sheet"),
    ("3.10 사후관리", "사후관리 기록", "aftercare", "cases:closing_sheet"),
    ("3.11", "긴급지원 현장확인·결정", "emergency", "emergency:file_sheet"),
    ("3.11 사후조사", "긴급지원 사후조사", "follow_up", "emergency:file_sheet"),
    ("3.12", "자원 배분 명단·인수증", "receipt", "resources:allocation_paper"),
)


@pytest.mark.parametrize(("section", "name", "blank", "filled"), SECTION_3, ids=[one[0] for one in SECTION_3])
def test_every_form_of_section_3_can_be_taken_along_and_printed(
    section: str, name: str, blank: str, filled: str
) -> None:
    assert blank in BY_CODE, f"{section} {name}: no blank form"
    assert filled in PLACES, f"{section} {name}: no print page of the filled form"


def test_a_consent_is_printed_as_it_was_given(world: World, browse: Any) -> None:
    consent = world.consent(OURS)
    paper = read(browse("officer"), "people:consent_sheet", consent.id)
    words = "\n".join(paper.words())
    assert consent.given_by in words
    assert "거부할 권리" in words
    assert paper.approval == (), "nobody but the person signs it"
    holds_everything(text_of_hwpx(hwpx.made(paper)), paper)


def read(browser: Any, name: str, *arguments: Any) -> Paper:
    answer = browser.get(reverse(name, args=arguments))
    assert answer.status_code == 200, name
    return paper_of(answer.content.decode())


def test_the_referral_shows_the_items_of_the_consent_and_room_for_the_reply(world: World, browse: Any) -> None:
    link = world.link(OURS)
    words = "\n".join(read(browse("officer"), "resources:link_sheet", link.id).words())
    assert link.service.provider.agency.name in words
    assert link.reason in words
    assert "□ 맡음" in words, "not answered yet: to be ticked by hand"
    assert ("이름" in link.items) == (link.person.name in words)
    if not {"생년월일"} & set(link.items):
        assert str(link.person.birth_year) not in words


def test_the_file_of_an_aid_holds_its_decision(world: World, browse: Any) -> None:
    aid = world.granted(OURS)
    grant = aid.grants.get()
    words = "\n".join(read(browse("emergency"), "emergency:file_sheet", aid.id).words())
    assert f"{grant.monthly_won:,}" in words
    assert aid.reason.name in words
    assert "승인" in words


def test_a_visit_and_a_closing_can_be_printed_at_any_time(world: World, browse: Any) -> None:
    visit = world.visit(OURS)
    assert visit.lead.user.name in "\n".join(read(browse("officer"), "visits:record_sheet", visit.id).words())
    case = world.case(OURS)
    sheet = read(browse("officer"), "cases:closing_sheet", case.id)
    assert sheet.approval == ("담당", "팀장", "과장")
    assert case.number in sheet.words()


def test_every_other_print_page_of_a_record_becomes_a_document(world: World, browse: Any) -> None:
    """Letters and sheets beside the forms of §3 (test_filled_forms): an HWPX that validates and holds every word."""
    officer, emergency = browse("officer"), browse("emergency")
    pages = [
        (emergency, "emergency:decision_letter", world.granted(OURS).id),
        (officer, "visits:sheet", world.visit(OURS).id),
    ]
    for browser, name, identity in pages:
        paper = read(browser, name, identity)
        answer = browser.get(reverse(name, args=[identity]), {"as": "hwpx"})
        assert answer.status_code == 200, name
        holds_everything(text_of_hwpx(answer.content), paper)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_blank_form_opens_as_a_document(form: Any, cast: Cast, browse: Any) -> None:
    paper = read(browse("officer"), "desk:blank_form", form.code)
    assert paper.title == form.title
    assert cast.dongs["노암동"].name == paper.office
    holds_everything(text_of_hwpx(hwpx.made(paper)), paper)


def test_the_list_leads_to_every_form_and_one_of_them_as_pdf(cast: Cast, browse: Any) -> None:
    page = browse("nurse").get(reverse("desk:blank_forms")).content.decode()
    assert all(reverse("desk:blank_form", args=[form.code]) in page for form in FORMS)
    consent = reverse("desk:blank_form", args=["consent"])
    paper = read(browse("nurse"), "desk:blank_form", "consent")
    holds_everything(text_of_pdf(browse("nurse").get(consent, {"as": "pdf"}).content), paper)
    assert browse("nurse").get(reverse("desk:blank_form", args=["no-such"])).status_code == 404
