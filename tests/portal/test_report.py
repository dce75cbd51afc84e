"""The public pages: no login, no script, no trace, no answer about anybody."""

import datetime as dt
import io
import re
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from PIL import Image

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.discovery.actions.work_open import attach_signal
from bokjihub.discovery.models import Reporter, Signal, WorkItem
from bokjihub.discovery.photos import MOST_PIXELS, PhotoRefused, opened, redrawn
from bokjihub.discovery.queries.receipts import LETTERS, new_receipt, spelled
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.portal import throttle
from bokjihub.portal.models import Try
from bokjihub.portal.tasks import forget_addresses
from tests.cast import Cast

WORRY = {"kinds": ["unseen"], "place": "노암동 시묘길 12 옆 파란 대문", "words": "불이 며칠째 꺼져 있어요"}


@pytest.fixture(autouse=True)
def _photos(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def words_of(response: Any) -> str:
    return " ".join(" ".join(html.fromstring(response.content.decode()).itertext()).split())


def picture(**more: Any) -> bytes:
    """A photo with a place, a camera and a note in it."""
    image = Image.new("RGB", (640, 480), "navy")
    exif = image.getexif()
    exif[0x010F] = "합성 카메라"
    exif.get_ifd(0x8825)[2] = (35.0, 24.0, 0.0)
    out = io.BytesIO()
    image.save(out, **{"format": "JPEG", "exif": exif, "comment": b"secret words", **more})
    return out.getvalue()


def tell(client: Client, **more: Any) -> Any:
    return client.post("/portal/report/", {**WORRY, **more}, follow=True)


def test_a_neighbour_tells_and_gets_a_number(cast: Cast, client: Client) -> None:
    response = tell(client)
    signal = Signal.objects.get()
    assert signal.receipt in words_of(response)
    assert signal.receipt not in "".join(path for path, _ in response.redirect_chain)
    assert "data-print" in response.content.decode(), "the number can be taken along on paper"
    assert (signal.area, signal.channel, signal.kinds) == (cast.dongs["노암동"], "NEIGHBOUR", ["unseen"])
    assert signal.taken_by is None
    assert not Reporter.objects.exists()
    clock = Clock.objects.get(subject_id=signal.id)
    assert (clock.role, clock.area) == ("team_head", cast.dongs["노암동"])


def test_the_team_head_of_the_dong_and_nobody_else_sees_it(cast: Cast, client: Client, browse: Any) -> None:
    tell(client)
    path = f"/discovery/signals/{Signal.objects.get().id}/"
    assert "불이 며칠째 꺼져" in words_of(browse("head").get(path))
    assert browse("geum_officer").get(path).status_code == 404
    assert browse("volunteer").get(path).status_code == 404


def test_a_place_in_no_known_dong_goes_to_the_city(cast: Cast, client: Client) -> None:
    tell(client, place="큰 마트 옆 골목")
    assert Clock.objects.get().role == "hope_unit"
    tell(client, place="큰 마트 옆 골목", dong=cast.dongs["금동"].id)
    assert Clock.objects.filter(role="team_head", area=cast.dongs["금동"]).exists()


def test_the_place_is_all_that_must_be_said(cast: Cast, client: Client) -> None:
    response = tell(client, place="")
    assert response.status_code == 422
    assert "어디인지 한 가지만 적어 주세요" in words_of(response)
    assert "불이 며칠째 꺼져" in response.content.decode()
    assert tell(client, kinds=[], words="").status_code == 422
    assert not Signal.objects.exists()


def test_a_telephone_number_is_sealed_for_whoever_takes_the_report(cast: Cast, client: Client) -> None:
    tell(client, phone="010-1234-5678")
    row = Reporter.objects.get()
    assert b"1234" not in bytes(row.identity_sealed)
    assert not [words for words in Signal.objects.values().get().values() if isinstance(words, str) and "5678" in words]
    with acting_as(cast.actor("officer")):
        assert not Reporter.objects.exists()


def test_the_photo_is_drawn_anew(cast: Cast, client: Client, tmp_path: Any) -> None:
    tell(client, photo=SimpleUploadedFile("../../집 앞.jpg", picture(), "image/jpeg"))
    signal = Signal.objects.get()
    kept = opened(signal.photo)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (640, 480)
        assert not image.getexif()
    assert b"secret words" not in kept
    assert "합성".encode() not in kept
    (file,) = tmp_path.iterdir()
    assert file.name == f"{signal.photo}.sealed"
    assert kept[:20] not in file.read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + b"0" * 50, b"\xff\xd8\xff\xe0broken", b"<svg onload='x'/>", picture()[:300]]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused):
        redrawn(content)


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert MOST_PIXELS < 9000 * 9000
    began = time.process_time()
    with pytest.raises(PhotoRefused):
        redrawn(out.getvalue())
    assert time.process_time() - began < 1


def test_a_large_photo_is_made_small_and_upright() -> None:
    image = Image.new("RGB", (3000, 1000), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(redrawn(out.getvalue()))) as small:
        assert small.size == (533, 1600)


def test_a_bad_photo_leaves_no_report(cast: Cast, client: Client) -> None:
    response = tell(client, photo=SimpleUploadedFile("a.jpg", b"nothing", "image/jpeg"))
    assert response.status_code == 422
    assert "사진을 읽을 수 없습니다" in words_of(response)
    assert not Signal.objects.exists()


# ---------------------------------------------------------------- no trace


def test_no_address_is_kept_and_the_hash_goes_within_a_day(cast: Cast, client: Client) -> None:
    client.post("/portal/report/", WORRY, REMOTE_ADDR="203.0.113.77")
    row = Try.objects.get()
    assert b"203.0.113" not in bytes(row.key)
    assert not Entry.objects.filter(place__contains="203.0.113").exists()
    Try.objects.update(at=timezone.now() - dt.timedelta(hours=24))
    assert forget_addresses(0) == 1
    assert not Try.objects.exists()


def test_one_address_cannot_flood_an_office(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.MOST, "report", 2)
    for _ in range(3):
        last = tell(client)
    assert last.status_code == 422
    assert "129" in words_of(last)
    assert Signal.objects.count() == 2
    assert client.post("/portal/report/", WORRY, REMOTE_ADDR="203.0.113.9").status_code == 302
    Try.objects.update(at=timezone.now() - dt.timedelta(hours=25))
    tell(client)
    assert Signal.objects.count() == 4


def test_the_pages_call_nobody_outside_and_need_no_script(cast: Cast, client: Client) -> None:
    for path in ("/portal/", "/portal/report/", "/portal/receipt/"):
        page = html.fromstring(client.get(path).content.decode())
        links = page.xpath("//script/@src | //link/@href | //img/@src | //form/@action")
        assert all(link.startswith("/") for link in links)
        assert not page.xpath("//script[not(@src)]")


# ---------------------------------------------------------------- the receipt


def ask(client: Client, receipt: str) -> Any:
    return client.post("/portal/receipt/", {"receipt": receipt})


def test_a_receipt_has_128_bits_nobody_can_guess(cast: Cast) -> None:
    numbers = {new_receipt(cast.dongs["노암동"]) for _ in range(500)}
    assert len(numbers) == 500
    for number in numbers:
        assert re.fullmatch(rf"노-\d{{4}}-\d{{4,}}(-[{LETTERS}]{{1,5}}){{6}}", number)
        assert len(number.split("-", 3)[3].replace("-", "")) * 5 >= 128
    secrets = [number.split("-", 3)[3] for number in numbers]
    assert len({secret[0] for secret in secrets}) == len(LETTERS)


def test_a_number_is_understood_as_people_type_it() -> None:
    assert spelled(" 노-2611-0412-k7qf0 ") == "노-2611-0412-K7QF0"
    assert spelled("노-2611-0412-OIL") == "노-2611-0412-011"


def test_the_four_states(cast: Cast, client: Client) -> None:
    tell(client)
    signal = Signal.objects.get()
    assert "받았습니다" in words_of(ask(client, signal.receipt.lower()))
    officer = cast.actor("officer")

    with acting_as(officer):
        house = people.register_household(
            area=cast.dongs["노암동"], address="시묘길 12", head=NewPerson(name="박영순"), by=officer
        )
        item = attach_signal(signal=signal, household=house, by=officer)
    assert "받았습니다" in html.fromstring(ask(client, signal.receipt).content.decode()).xpath("string(//h2)")
    for state, words in (
        ("assigned", "살펴보는 중입니다"),
        ("refused_hold", "살펴보는 중입니다"),
        ("linked", "도움을 이어가고"),
    ):
        WorkItem.objects.filter(id=item.id).update(
            state=state, owner=cast.posts["officer"], next_on=timezone.localdate()
        )
        page = ask(client, signal.receipt)
        assert words in html.fromstring(page.content.decode()).xpath("string(//h2)")
        assert "박영순" not in page.content.decode()
        assert "시묘길" not in page.content.decode()


def test_a_wrong_number_gets_one_answer(cast: Cast, client: Client) -> None:
    tell(client)
    right = Signal.objects.get().receipt
    wrong = [
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        "노-2611-0001",
        right.rsplit("-", 1)[0],
        "없는 번호",
        "' OR 1=1 --",
    ]
    pages = {re.sub(r"value=\"[^\"]*\"|[a-zA-Z0-9]{60,}", "", ask(client, number).content.decode()) for number in wrong}
    assert len(pages) == 1
    assert "번호를 다시 확인해 주세요" in pages.pop()


def test_right_and_wrong_numbers_ask_the_database_the_same(cast: Cast, client: Client) -> None:

    tell(client)
    right = Signal.objects.get().receipt
    counts = []
    for number in (right, right[:-1] + "Z"):
        with CaptureQueriesContext(connection) as seen:
            ask(client, number)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_telling_asks_the_same_of_the_database_for_known_and_unknown_people(cast: Cast, client: Client) -> None:

    officer = cast.actor("officer")
    with acting_as(officer):
        people.register_household(
            area=cast.dongs["노암동"], address="시묘길 12", head=NewPerson(name="박영순"), by=officer
        )
    tell(client)
    seen = []
    for name, place in (("박영순", "노암동 시묘길 12"), ("없는이", "노암동 없는길 9")):
        with CaptureQueriesContext(connection) as queries:
            client.post("/portal/report/", {**WORRY, "name": name, "place": place})
        seen.append([re.sub(r"'[^']*'", "?", query["sql"])[:60] for query in queries])
        assert not any(
            "people_person" in query["sql"]
            or "people_household" in query["sql"]
            or "discovery_candidates" in query["sql"]
            for query in queries
        )
    assert len(seen[0]) == len(seen[1])
