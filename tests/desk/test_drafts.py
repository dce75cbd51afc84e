"""쓰던 것: kept, sealed, one's own; back after the login ended."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.desk.models import Draft
from tests.cast import Cast
from tests.factories.homes import home

Browse = Callable[[str], Client]
URL = "/today/drafts/counselling.record:7f3k/"
REFERER = "http://testserver/counselling/7f3k/?x=1"


def _save(client: Client, words: str = "전기 끊긴다고 종이가 왔어") -> None:
    answer = client.post(URL, {"words": words, "needs": ["먹거리", "전기"]}, headers={"referer": REFERER})
    assert answer.status_code == 200


def test_what_was_written_comes_back(browse: Browse) -> None:
    client = browse("officer")
    _save(client)
    fields = client.get(URL).json()["fields"]
    assert fields == {"words": ["전기 끊긴다고 종이가 왔어"], "needs": ["먹거리", "전기"]}
    page = client.get("/today/drafts/").content.decode()
    assert "상담 기록" in page
    assert "/counselling/7f3k/" in page
    assert "쓰던 것 <b>1</b>" in page


def test_two_fields_left_at_once_make_one_draft(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second save did not see the first one's row yet: it writes into it all the same."""
    client = browse("officer")
    _save(client, "먼저")
    found = QuerySet.get

    def not_seen_yet(rows: Any, *names: Any, **facts: Any) -> Any:
        if rows.model is Draft:
            monkeypatch.setattr(QuerySet, "get", found)
            raise Draft.DoesNotExist
        return found(rows, *names, **facts)

    monkeypatch.setattr(QuerySet, "get", not_seen_yet)
    _save(client, "나중")
    assert client.get(URL).json()["fields"]["words"] == ["나중"]
    assert Draft.objects.count() == 1


def test_it_is_sealed_in_the_table(browse: Browse) -> None:
    _save(browse("officer"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_sealed FROM desk_draft")
        (body,) = cursor.fetchone() or (b"",)
    assert len(bytes(body)) > 30
    assert "전기".encode() not in bytes(body)


def test_it_survives_the_idle_log_out_and_comes_back_after_a_login(browse: Browse, cast: Cast) -> None:
    client = browse("officer")
    _save(client)
    session = client.session
    session["seen"] = (timezone.now() - dt.timedelta(minutes=11)).isoformat()
    session.save()
    locked = client.get("/today/", follow=True)
    assert "쓰던 글은" in locked.content.decode()
    assert client.get(URL).status_code == 302
    assert browse("officer").get(URL).json()["fields"]["words"] == ["전기 끊긴다고 종이가 왔어"]


def test_nobody_else_reads_it_through_the_page_or_the_database(browse: Browse, cast: Cast) -> None:
    _save(browse("officer"))
    assert browse("head").get(URL).json() == {"fields": None}
    with acting_as(cast.actor("head")):
        assert Draft.objects.count() == 0
    with acting_as(cast.actor("officer")):
        assert Draft.objects.count() == 1


def test_a_sent_form_leaves_the_list_and_a_refused_one_comes_back(browse: Browse) -> None:
    client = browse("officer")
    _save(client)
    assert client.post(URL, {"_sent": "1"}).status_code == 204
    assert client.get(URL).json() == {"fields": None}
    _save(client, "다시 씀")
    assert client.get(URL).json()["fields"]["words"] == ["다시 씀"]


def test_throwing_away_is_for_good(browse: Browse) -> None:
    client = browse("officer")
    _save(client)
    client.post("/today/drafts/", {"draft": Draft.objects.get().id})
    assert not Draft.objects.exists()


def test_one_cannot_throw_away_anothers(browse: Browse) -> None:
    _save(browse("officer"))
    browse("head").post("/today/drafts/", {"draft": Draft.objects.get().id})
    assert Draft.objects.count() == 1


def test_a_flood_is_refused(browse: Browse) -> None:
    assert browse("officer").post(URL, {"words": "가" * 100_000}).status_code == 422


def test_the_list_says_whose_form_it_was_and_shows_a_sentence(cast: Cast, browse: Browse) -> None:
    house = home(cast, name="박영순")
    client = browse("officer")
    key = f"counselling.record:{house.id}"
    client.post(f"/today/drafts/{key}/", {"at": "01a20660-4593-7559-a9fe-3bdbfdd50d23", "words": "쌀이 없다"})
    row = html.document_fromstring(client.get("/today/drafts/").content.decode()).cssselect("main tbody tr")[0]
    assert "박*순 상담 기록" in row.text_content()
    assert "쌀이 없다" in row.text_content()
    assert "01a20660" not in row.text_content()
