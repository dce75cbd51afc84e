"""The record and the answer stand or fall together; sessions end when they must; sealed and masked stays so."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.access.sealed import SealBroken, seal, search_key, unseal
from bokjihub.accounts.models import Assignment, Role, User, ViewReason
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.people.models import Household
from bokjihub.people.queries import SearchTerms, find
from bokjihub.ui import words
from tests.cast import PASSWORD, Cast
from tests.factories import work_items

Browse = Callable[[str], Client]


@pytest.fixture
def home(cast: Cast) -> Household:
    found = work_items.home(cast, name="박영순", address="노암동 시묘길 12")
    Assignment.objects.create(
        subject_id=found.id, team=cast.teams["노암"], purpose="work_item", starts_at=timezone.now()
    )
    return found


@pytest.fixture
def no_record(home: Household, browse: Browse) -> Iterator[None]:
    """From here on nothing can be written on record: the disk of the audit table is full, so to say."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER a_no_record BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION no_record()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER a_no_record ON audit_entry; DROP FUNCTION no_record()")


def _quiet(browser: Client) -> Client:
    browser.raise_request_exception = False
    return browser


def _page(home: Household) -> str:
    return reverse("visits:plan_visit", args=[home.id])


def test_what_cannot_be_recorded_is_not_shown(home: Household, browse: Browse, no_record: None) -> None:
    response = _quiet(browse("officer")).get(_page(home))
    assert response.status_code == 500
    assert "박" not in response.content.decode()
    assert home.address not in response.content.decode()


def test_a_refusal_that_cannot_be_recorded_tells_nothing(home: Household, browse: Browse, no_record: None) -> None:
    refused, missing = (_quiet(browse("outsider")).get(_page(one)) for one in (home, Household(id=uuid7())))
    assert refused.status_code == missing.status_code == 500


def test_what_cannot_be_recorded_is_not_done(home: Household, browse: Browse, no_record: None) -> None:
    response = _quiet(browse("geum_officer")).post(
        reverse("desk:open_reason", args=[home.id]), {"reason": "counter", "words": ""}
    )
    assert response.status_code in (404, 500)
    assert not ViewReason.objects.exists()
    assert _quiet(browse("officer")).post(
        reverse("desk:open_reason", args=[home.id]), {"reason": "counter"}
    ).status_code == 500  # fmt: skip
    assert not ViewReason.objects.exists()


def test_without_the_right_to_write_the_record_nothing_is_shown(home: Household, browse: Browse) -> None:
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_entry FROM bokji_app")
    response = _quiet(browse("officer")).get(_page(home))
    assert response.status_code in (404, 500)
    assert "박" not in response.content.decode()


def test_a_page_leaves_one_row_with_whom_where_why_and_whose(home: Household, browse: Browse, cast: Cast) -> None:
    browser, before = browse("officer"), Entry.objects.count()
    assert browser.get(_page(home)).status_code == 200
    row = Entry.objects.latest("id")
    assert Entry.objects.count() == before + 1
    assert (row.actor_id, row.kind, row.act, row.subjects) == (cast.user("officer").id, "read", "visit.plan", [home.id])
    assert row.place == "127.0.0.1"
    assert "김서연" in row.actor_label
    assert row.purpose


def test_a_change_leaves_one_row(home: Household, browse: Browse) -> None:
    browser, before = browse("officer"), Entry.objects.count()
    response = browser.post(reverse("desk:open_reason", args=[home.id]), {"reason": "counter", "words": ""})
    assert response.status_code == 302
    rows = list(Entry.objects.order_by("id")[before:])
    assert [(row.kind, row.act, row.subjects) for row in rows] == [("write", "household.open_reason", [home.id])]


def test_a_refusal_is_a_404_and_leaves_one_row(home: Household, browse: Browse) -> None:
    browser, before = browse("geum_officer"), Entry.objects.count()
    assert browser.get(_page(home)).status_code == 404
    rows = list(Entry.objects.order_by("id")[before:])
    assert [(row.kind, row.detail) for row in rows] == [("refused", {"household_id": str(home.id)})]


def test_a_reason_opens_a_home_for_thirty_minutes_and_is_on_record(home: Household, browse: Browse, cast: Cast) -> None:
    """The specialist's team has no work on the home: asked, answered, opened, and asked again when it has run out."""
    page, browser = reverse("benefits:leaflet", args=[home.id]), browse("specialist")
    asked = browser.get(page)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("desk:open_reason", args=[home.id]))
    answered = browser.post(asked["Location"], {"reason": "other", "words": "이웃이 찾아와 물음"})
    assert (answered.status_code, answered["Location"]) == (302, page)
    given = ViewReason.objects.get()
    assert dt.timedelta(minutes=29) < given.until - timezone.now() <= dt.timedelta(minutes=30)
    assert browser.get(page).status_code == 200
    row = Entry.objects.latest("id")
    assert (row.purpose, row.words) == ("기타", "이웃이 찾아와 물음")
    ViewReason.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert browser.get(page).status_code == 302


def test_a_reason_in_words_is_asked_for_other(home: Household, browse: Browse) -> None:
    browse("officer").post(reverse("desk:open_reason", args=[home.id]), {"reason": "other", "words": " "})
    assert not ViewReason.objects.exists()


def test_a_transfer_ends_the_login_at_the_next_request(browse: Browse, cast: Cast) -> None:
    browser = browse("officer")
    assert browser.get(reverse("accounts:me")).status_code == 200
    accounts.end_post(post=cast.posts["officer"], ends_on=timezone.localdate(), reason="전출", by=cast.actor("admin"))
    assert _is_sent_to_sign_in(browser.get(reverse("accounts:me")))


def test_an_idle_login_ends(browse: Browse, settings: Any) -> None:
    browser = browse("officer")
    session = browser.session
    session["seen"] = (timezone.now() - dt.timedelta(minutes=settings.BOKJIHUB_IDLE_MINUTES, seconds=1)).isoformat()
    session.save()
    assert _is_sent_to_sign_in(browser.get(reverse("accounts:me")))


def test_a_session_without_a_stamp_is_no_session(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.user("officer"))
    assert _is_sent_to_sign_in(browser.get(reverse("accounts:me")))


def test_a_deactivated_person_is_out(browse: Browse, cast: Cast) -> None:
    browser = browse("officer")
    User.objects.filter(id=cast.user("officer").id).update(is_active=False)
    assert _is_sent_to_sign_in(browser.get(reverse("accounts:me")))


@pytest.mark.slow
def test_an_account_rests_after_five_wrong_passwords_and_says_nothing_else(cast: Cast, settings: Any) -> None:
    browser = Client()
    answers = {_sign_in(browser, "nobody-of-that-name", "wrong").content.split(b"<main")[1] for _ in range(1)}
    for _ in range(settings.BOKJIHUB_LOCK_AFTER):
        answers.add(_sign_in(browser, "officer", "wrong").content.split(b"<main")[1])
    answers.add(_sign_in(browser, "officer", PASSWORD).content.split(b"<main")[1])
    plain = {answer.split(b"<form")[0] + answer.split(b"errors")[-1][:200] for answer in answers}
    assert len(plain) == 1
    assert "_auth_user_id" not in browser.session
    User.objects.filter(username="officer").update(locked_until=timezone.now())
    assert _sign_in(browser, "officer", PASSWORD).status_code == 302


def test_pages_of_a_person_are_kept_by_no_cache(browse: Browse, home: Household) -> None:
    assert "no-store" in browse("officer").get(_page(home))["Cache-Control"]


def test_a_sealed_value_opens_only_in_its_row_and_column() -> None:
    row = uuid7()
    sealed = seal("010-1234-4821", column="people.phone", row=row)
    assert unseal(sealed, column="people.phone", row=row) == "010-1234-4821"
    assert sealed != seal("010-1234-4821", column="people.phone", row=row)
    for column, other in (("people.phone", uuid7()), ("people.account", row)):
        with pytest.raises(SealBroken):
            unseal(sealed, column=column, row=other)
    assert search_key("4821", column="people.phone") != search_key("4821", column="people.account")


def test_masks_hide_what_they_say() -> None:
    assert words.masked_name("홍길동") == "홍*동"
    assert words.masked_name("김구") == "김*"
    assert words.masked_name("남궁민수") == "남**수"
    assert words.masked_name("NGUYEN THI") == "N***** T**"
    assert words.masked_phone("010-9876-1234") == "010-****-1234"


def test_search_says_of_a_far_home_only_that_it_is_far(cast: Cast, home: Household) -> None:
    terms = SearchTerms(name="박영순")
    with acting_as(cast.actor("officer")):
        assert [(hit.household_id, hit.in_scope) for hit in find(terms)] == [(home.id, True)]
    with acting_as(cast.actor("geum_officer")):
        assert [hit.in_scope for hit in find(terms)] == [False]
    with acting_as(cast.actor("hope")):
        assert [hit.in_scope for hit in find(terms)] == [True]


def test_two_posts_two_rights(cast: Cast, home: Household, browse: Browse) -> None:
    """Who carries a box to a home as a council member does not read its record as an officer of another dong."""
    officer = cast.user("geum_officer")
    accounts.appoint(
        user=officer,
        role=Role.COUNCIL_MEMBER,
        area=cast.dongs["노암동"],
        starts_on=timezone.localdate(),
        reason="위촉",
        by=cast.actor("admin"),
    )
    member = officer.posts.get(role=Role.COUNCIL_MEMBER)
    accounts.assign(
        subject_id=home.id, purpose=Assignment.Purpose.DELIVERY, post_id=member.id, by=cast.actor("resource")
    )
    assert browse("geum_officer").get(_page(home)).status_code == 404


def _is_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse("accounts:login"))


def _sign_in(browser: Client, name: str, password: str) -> HttpResponse:
    return browser.post(reverse("accounts:login"), {"username": name, "password": password})
