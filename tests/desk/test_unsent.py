"""A form sent too late: kept when the login ended under it, shown and sent again when its page had grown old."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.session import SEEN
from bokjihub.desk.models import Draft
from bokjihub.discovery.models import Signal
from tests.cast import PASSWORD, Cast
from tests.conftest import signed_in

Browse = Callable[[str], Client]
FORM = "/discovery/signals/new/"
HERE = {"Referer": f"http://testserver{FORM}?household=", "Origin": "http://testserver"}
WORDS = "며칠째 안 보이십니다"


def _report(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "channel": "NEIGHBOUR", "kinds": ["unseen"], "level": "normal", "place": "갈재2길 195", "words": WORDS,
        "dong": cast.dongs["노암동"].id, **more,
    }  # fmt: skip


def _idle(client: Client) -> None:
    session = client.session
    session[SEEN] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.save()


def _hidden(page: str, button: str) -> tuple[str, dict[str, list[str]]]:
    """Address and fields of the form the button stands in."""
    document = html.document_fromstring(page)
    [form] = [one for one in document.cssselect("form") if button in one.text_content()]
    fields: dict[str, list[str]] = {}
    for field in form.cssselect("input"):
        fields.setdefault(field.get("name"), []).append(field.get("value"))
    return form.get("action"), fields


def test_what_was_sent_as_the_login_ended_is_sent_again_from_the_drafts(cast: Cast, browse: Browse) -> None:
    client = browse("officer")
    _idle(client)
    answer = client.post(FORM, _report(cast), headers=HERE)
    assert answer.url == "/accounts/login/?next=%2Fdiscovery%2Fsignals%2Fnew%2F%3Fhousehold%3D"
    assert not Signal.objects.exists()
    assert "쓰던 글은 ‘쓰던 것’에" in client.get(answer.url).content.decode()

    again = browse("officer")
    action, fields = _hidden(again.get("/today/drafts/").content.decode(), "다시 보내기")
    assert (action, fields["words"]) == (FORM, [WORDS])
    assert again.post(action, fields).status_code == 302
    assert Signal.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_form_sent_again_and_refused_stays_a_draft(cast: Cast, browse: Browse) -> None:
    client = browse("officer")
    _idle(client)
    client.post(FORM, _report(cast, place=""))
    _, fields = _hidden(browse("officer").get("/today/drafts/").content.decode(), "다시 보내기")
    assert browse("officer").post(FORM, fields).status_code == 422
    assert Draft.objects.count() == 1


def test_passwords_and_empty_forms_are_not_kept(cast: Cast, browse: Browse) -> None:
    for address, fields in (
        ("/accounts/posts/person/", {"name": "새사람", "password": PASSWORD}),
        (FORM, {"words": " "}),
        (FORM, {"a_password": PASSWORD}),
        ("/accounts/logout/", {"x": "1"}),
    ):
        client = browse("admin")
        _idle(client)
        client.post(address, fields)
    assert not Draft.objects.exists()


def test_the_login_leads_back_to_the_page_with_its_question(browse: Browse) -> None:
    client = browse("officer")
    _idle(client)
    assert client.get("/discovery/?only=late").url == "/accounts/login/?next=%2Fdiscovery%2F%3Fonly%3Dlate"
    _idle(client := browse("officer"))
    answer = client.get("/discovery/", headers={"HX-Request": "true", "Referer": "http://testserver/today/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=%2Ftoday%2F")
    _idle(client := browse("officer"))
    assert client.post(FORM, {}, headers={"Referer": "http://elsewhere/x/"}).url.endswith(
        "?next=%2Fdiscovery%2Fsignals%2Fnew%2F"
    )


@pytest.fixture
def strict(cast: Cast) -> Client:
    """A signed-in browser whose forms carry no good token: the page is from before the last login."""
    client = signed_in(cast.user("officer"))
    client.handler.enforce_csrf_checks = True
    return client


def test_an_old_page_shows_what_was_typed_and_sends_it_by_one_press(cast: Cast, strict: Client) -> None:
    answer = strict.post(FORM, _report(cast), headers=HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert WORDS in html.document_fromstring(page).cssselect("main .panel")[0].text_content()
    action, fields = _hidden(page, "적은 그대로 보내기")
    assert "_again" in fields
    assert strict.post(action, fields, headers=HERE).status_code == 302
    assert Signal.objects.get().place == "갈재2길 195"


def test_what_another_site_sent_is_never_offered_back(cast: Cast, strict: Client) -> None:
    answer = strict.post(FORM, _report(cast), headers={"Origin": "http://elsewhere"})
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()
    assert "받지 않았습니다" in answer.content.decode()


def test_an_old_sign_in_page_never_shows_the_password(strict: Client) -> None:
    sent = {"username": "officer", "password": PASSWORD}
    page = strict.post("/accounts/login/", sent, headers={"Origin": "http://testserver"}).content.decode()
    assert PASSWORD not in page
    assert "새로 열고" in page


def test_a_fragment_of_an_old_page_is_told_in_words(strict: Client) -> None:
    answer = strict.post(FORM, {}, headers={**HERE, "HX-Request": "true"})
    assert answer.status_code == 403
    assert "data-officer-error" in answer.content.decode()


def test_a_page_that_cannot_be_opened_has_the_persons_own_menu(browse: Browse, client: Client) -> None:
    page = html.document_fromstring(browse("officer").get("/nowhere/").content.decode())
    assert [link.text_content() for link in page.cssselect(".places a")][:2] == ["오늘", "발굴"]
    assert page.cssselect("form[role=search]")
    stranger = html.document_fromstring(client.get("/nowhere/").content.decode())
    assert not stranger.cssselect(".places, form[role=search]")


def test_an_address_for_forms_only_is_no_blank_page(browse: Browse) -> None:
    answer = browse("officer").get("/discovery/assign/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "열 수 없는 주소입니다" in answer.content.decode()


def test_a_stranger_is_shown_the_residents_own_way_on(cast: Cast, client: Client) -> None:
    page = html.document_fromstring(client.get("/portal/r/not-a-token/").content.decode())
    assert [link.get("href") for link in page.cssselect(".ways-on a")] == ["/portal/", "/"]
    assert "도움말" not in page.text_content()
