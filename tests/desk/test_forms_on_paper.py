"""The forms of process §3 on paper: what the record says stands on the sheet, and in its PDF and HWPX."""

from typing import Any

import pytest
from django.urls import reverse

from bokjihub.desk.queries.blank_forms import FORMS
from bokjihub.ui.papers import hwpx
from bokjihub.ui.papers.reading import Paper, paper_of
from tests.accounts.places import OURS, World
from tests.cast import Cast
from tests.ui.test_papers import holds_everything, text_of_hwpx, text_of_pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


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


def test_every_print_page_of_a_record_becomes_a_document(world: World, browse: Any) -> None:
    """One file a form through the same door: an HWPX that validates and holds every word of the page."""
    officer, emergency = browse("officer"), browse("emergency")
    pages = [
        (officer, "resources:link_sheet", world.link(OURS).id),
        (emergency, "emergency:file_sheet", world.granted(OURS).id),
        (emergency, "emergency:decision_letter", world.granted(OURS).id),
        (officer, "visits:record_sheet", world.visit(OURS).id),
        (officer, "visits:sheet", world.visit(OURS).id),
        (officer, "cases:closing_sheet", world.case(OURS).id),
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
