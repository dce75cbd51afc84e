"""Taking in what tablets wrote: one receipt a number, merged field by field, held where it cannot be written."""

import base64
import datetime as dt
import io
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post
from bokjihub.assessments import shipped
from bokjihub.assessments.actions.versions import enter_shipped
from bokjihub.assessments.models import Assessment
from bokjihub.assessments.queries.forms import version_in_use
from bokjihub.audit.ids import uuid7
from bokjihub.clocks.models import Clock
from bokjihub.counselling.models import Counselling, MarketContact
from bokjihub.discovery.models import WorkItem
from bokjihub.field.envelope import b64, bound_to, open_sealed, seal_to, unb64
from bokjihub.field.merge import merge
from bokjihub.field.models import Attachment, Clash, Device, Write
from bokjihub.field.queries.pack import day_pack
from bokjihub.people.models import Consent
from bokjihub.visits.models import Incident, Visit
from tests.cast import Cast
from tests.counselling.test_market import opened
from tests.factories.homes import home
from tests.factories.visits import planned
from tests.field.tablet import BLANK, Tablet

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def later(days: int = 7) -> str:
    return (TODAY() + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return planned(cast, home(cast), on=TODAY(), at=dt.time(10, 0))


@pytest.fixture
def nurse(cast: Cast, browse: Any, visit: Visit) -> Tablet:
    return going(browse("nurse"), "간호사 태블릿")


def going(client: Client, label: str) -> Tablet:
    tablet = Tablet(client, label)
    tablet.fetch_pack()
    return tablet


def fresh(visit: Visit) -> Visit:
    return Visit.objects.get(id=visit.id)


def test_the_pack_names_the_home_masked_and_is_on_record(nurse: Tablet, visit: Visit) -> None:
    content = nurse.pack["content"]
    (one,) = content["homes"]
    assert (one["id"], one["name"], one["is_recorded"]) == (str(visit.id), "박*순", False)
    assert "박병순" not in json.dumps(content, ensure_ascii=False)
    assert one["may"] == ["health", "consent"]  # a nurse writes no counselling record
    assert one["why"] == []
    assert one["ladder"] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subjects FROM audit_entry WHERE act = 'field.day' AND %s = ANY(subjects)", [visit.household_id]
        )
        assert cursor.fetchall()


def test_a_visit_written_without_network_arrives_once(nurse: Tablet, visit: Visit) -> None:
    nurse.write("visit.check_in", visit.id, {})
    nurse.record(visit.id, result="met", words="약이 떨어졌다", next_on=later())
    rows = list(nurse.outbox)
    assert [one["state"] for one in nurse.deliver()] == ["applied", "applied"]
    assert nurse.outbox == []
    assert [one["state"] for one in nurse.deliver(rows)] == ["applied", "applied"]  # a replay is the same receipt
    done = fresh(visit)
    assert (done.result, done.words, done.state) == ("met", "약이 떨어졌다", Visit.State.DONE)
    assert Write.objects.count() == 2


def test_the_same_number_with_another_body_is_refused(nurse: Tablet, visit: Visit) -> None:
    key = nurse.record(visit.id, result="met", words="처음", next_on=later())
    nurse.deliver()
    other = nurse.write("visit.result", visit.id, {"was": BLANK, "now": {**BLANK, "result": "refused"}}, key=key)
    (answer,) = nurse.deliver()
    assert (answer["state"], answer["digest"]) == ("refused", "")
    assert [row[0] for row in nurse.outbox] == [other]  # it stays on the device, in sight
    assert fresh(visit).words == "처음"


def test_a_forged_or_moved_envelope_changes_nothing(nurse: Tablet, visit: Visit, browse: Any) -> None:
    key = nurse.record(visit.id, result="met", next_on=later())
    good = nurse.envelope(*nurse.outbox[0])
    thief = Tablet(browse("officer"), "다른 기기")
    for bad in (
        {**good, "key": str(uuid7())},
        {**good, "signature": b64(bytes(64))},
        {**thief.envelope(key, nurse.outbox[0][1])},
        {**good, "sealed": b64(unb64(good["sealed"])[:-1] + b"\x00")},
        {"key": key},
        "no envelope",
    ):
        answer = Client().post(
            reverse("field:sync"),
            json.dumps({"device": str(nurse.id), "writes": [bad]}),
            content_type="application/json",
        )
        assert answer.json()["receipts"][0]["state"] == "unreadable"
    assert not Write.objects.exists()
    assert fresh(visit).recorded_at is None


def test_delivering_needs_no_login_and_tells_nothing(nurse: Tablet) -> None:
    unknown = Client().post(
        reverse("field:sync"), json.dumps({"device": str(uuid7())}), content_type="application/json"
    )
    assert (unknown.status_code, unknown.json()) == (404, {"error": "unknown"})
    empty = Client().post(
        reverse("field:sync"), json.dumps({"device": str(nurse.id), "unsent": 3}), content_type="application/json"
    )
    assert empty.json() == {"receipts": [], "asked": [], "closed": False}
    assert Device.objects.get(id=nurse.id).unsent == 3


def test_what_only_one_side_changed_is_merged_without_asking(
    cast: Cast, nurse: Tablet, visit: Visit, browse: Any
) -> None:
    officer = going(browse("officer"), "담당 태블릿")
    nurse.record(visit.id, result="met", words="약이 떨어졌다", door_signs=["mail"], next_on=later())
    nurse.deliver()
    officer.record(visit.id, result="met", observation="집이 춥다", door_signs=["smell"], next_on=later())
    (answer,) = officer.deliver()
    assert answer["state"] == "applied"
    done = fresh(visit)
    assert (done.words, done.observation, sorted(done.door_signs)) == ("약이 떨어졌다", "집이 춥다", ["mail", "smell"])


def test_what_both_changed_waits_for_a_person_with_both_values(
    cast: Cast, nurse: Tablet, visit: Visit, browse: Any
) -> None:
    officer = going(browse("officer"), "담당 태블릿")
    nurse.skew = dt.timedelta(days=3653)  # her clock runs ten years ahead: it decides nothing
    nurse.record(visit.id, result="met", words="약이 떨어졌다", next_on=later(9))
    nurse.deliver()
    key = officer.record(visit.id, result="met", words="아들이 온다고 했다", next_on=later(5))
    (answer,) = officer.deliver()
    assert answer["state"] == "clashed"
    assert officer.outbox == []  # the server has it; nothing is lost by letting the copy go
    assert fresh(visit).words == "약이 떨어졌다"
    clashes = {one.field: json.loads(one.read_sides()) for one in Clash.objects.all()}
    assert clashes == {
        "words": {"device": "아들이 온다고 했다", "server": "약이 떨어졌다"},
        "next_on": {"device": later(5), "server": later(9)},
    }
    line = Clock.objects.get(policy__code="field.clash")
    assert (line.subject_id, line.post) == (Write.objects.get(id=key).id, cast.posts["officer"])

    page = browse("officer").get(reverse("field:write", args=[key]))
    text = page.content.decode()
    assert "아들이 온다고 했다" in text
    assert "약이 떨어졌다" in text
    answers = {f"seen_{q.field}": q.seen for q in page.context["questions"]}
    answers |= {"what": "merge", "choice_words": "both"}
    undecided = browse("officer").post(reverse("field:write", args=[key]), answers)
    assert undecided.status_code == 422
    assert "골라 주세요" in undecided.content.decode()
    answers["choice_next_on"] = str(Clash.objects.get(field="next_on").id)
    assert browse("officer").post(reverse("field:write", args=[key]), answers).status_code == 302
    done = fresh(visit)
    assert done.words == "약이 떨어졌다\n아들이 온다고 했다"
    assert done.next_on == dt.date.fromisoformat(later(5))
    assert Write.objects.get(id=key).state == Write.State.APPLIED
    assert not Clock.objects.filter(policy__code="field.clash", done_at__isnull=True).exists()


def test_a_value_that_changed_while_one_looked_is_shown_again(nurse: Tablet, visit: Visit, browse: Any) -> None:
    officer = going(browse("officer"), "담당 태블릿")
    nurse.record(visit.id, result="met", words="하나", next_on=later())
    nurse.deliver()
    key = officer.record(visit.id, result="met", words="둘", next_on=later())
    officer.deliver()
    page = browse("officer").get(reverse("field:write", args=[key]))
    answers = {f"seen_{q.field}": q.seen for q in page.context["questions"]} | {"what": "merge", "choice_words": "both"}
    Visit.objects.filter(id=visit.id).update(words="셋")
    again = browse("officer").post(reverse("field:write", args=[key]), answers)
    assert again.status_code == 422
    assert "또 바뀌었습니다" in again.content.decode()
    assert fresh(visit).words == "셋"


def test_a_correction_that_overtakes_its_forerunner_waits_for_it(nurse: Tablet, visit: Visit) -> None:
    nurse.record(visit.id, result="absent", next_on=later(3))
    nurse.record(visit.id, result="met", words="뒤에 나오셨다", next_on=later())
    first, second = nurse.outbox
    assert nurse.deliver([second])[0]["state"] == "waiting"
    assert fresh(visit).recorded_at is None
    assert nurse.deliver([first])[0]["state"] == "applied"
    done = fresh(visit)
    assert (done.result, done.words) == ("met", "뒤에 나오셨다")
    assert not Clash.objects.exists()
    assert set(Write.objects.values_list("state", flat=True)) == {"applied"}


def test_what_a_room_refuses_is_held_for_its_author_and_can_be_put_right(
    nurse: Tablet, visit: Visit, browse: Any
) -> None:
    key = nurse.record(visit.id, result="absent", door_signs=["mail"])  # no next date
    (answer,) = nurse.deliver()
    assert answer["state"] == "held"
    assert "다음 확인일" in answer["words"]
    assert nurse.outbox == []
    url = reverse("field:write", args=[key])
    assert browse("nurse").post(url, {"what": "accept"}).status_code == 422
    assert browse("nurse").post(url, {"what": "accept", "next_on": later(3)}).status_code == 302
    assert fresh(visit).next_on == dt.date.fromisoformat(later(3))
    assert "next_on" in Write.objects.get(id=key).read()


def test_a_lapsed_post_loses_no_work_the_head_takes_it(cast: Cast, nurse: Tablet, visit: Visit, browse: Any) -> None:
    key = nurse.record(visit.id, result="met", words="약이 떨어졌다", next_on=later())
    Post.objects.filter(id=cast.posts["nurse"].id).update(ends_on=TODAY() - dt.timedelta(days=1))
    (answer,) = nurse.deliver()
    assert (answer["state"], nurse.outbox, nurse.closed) == ("held", [], True)
    line = Clock.objects.get(policy__code="field.held")
    assert (line.role, line.post) == ("team_head", None)
    assert browse("head").post(reverse("field:write", args=[key]), {"what": "accept"}).status_code == 302
    assert fresh(visit).words == "약이 떨어졌다"


def test_a_closed_device_is_told_and_its_outbox_still_taken(
    nurse: Tablet, visit: Visit, browse: Any, cast: Cast
) -> None:
    nurse.record(visit.id, result="met", next_on=later())
    answer = browse("head").post(reverse("field:revoke_device", args=[nurse.id]), {"reason": "잃어버림"})
    assert answer.status_code == 302
    assert nurse.deliver()[0]["state"] == "held"
    assert nurse.closed
    assert nurse.post("field:pack", {"device": str(nurse.id)}).status_code == 422


def test_a_stranger_closes_no_device(nurse: Tablet, browse: Any) -> None:
    url = reverse("field:revoke_device", args=[nurse.id])
    assert browse("geum_officer").post(url, {"reason": "장난"}).status_code == 404
    assert Device.objects.get(id=nurse.id).revoked_at is None


def test_the_privacy_officer_closes_a_lost_tablet_of_the_city_with_a_reason(
    nurse: Tablet, visit: Visit, browse: Any
) -> None:
    url, officer = reverse("field:devices_out"), browse("privacy")
    assert "간호사 태블릿" in officer.get(url).content.decode()
    refused = officer.post(url, {"device": str(nurse.id), "reason": ""}, follow=True).content.decode()
    assert "까닭을 한 줄로" in refused
    nurse.fetch_pack()
    officer.post(url, {"device": str(nurse.id), "reason": "버스에 두고 내림"})
    assert "아직 망에 닿지 않음" in officer.get(url).content.decode()
    nurse.deliver()
    assert nurse.closed
    assert "오늘 자료를 지움" in officer.get(url).content.decode()
    assert browse("nurse").get(url).status_code == 404


def test_the_privacy_officer_of_a_city_closes_no_tablet_of_another(
    cast: Cast, nurse: Tablet, visit: Visit, browse: Any
) -> None:
    Device.objects.filter(id=nurse.id).update(city=cast.other_city)
    url, officer = reverse("field:devices_out"), browse("privacy")
    assert "간호사 태블릿" not in officer.get(url).content.decode()
    for asked in (str(nurse.id), "nonsense"):
        assert officer.post(url, {"device": asked, "reason": "남의 시"}).status_code == 404
    assert Device.objects.get(id=nurse.id).revoked_at is None


def test_somebody_else_on_a_prepared_tablet_is_told_what_to_do(nurse: Tablet, visit: Visit, browse: Any) -> None:
    answer = browse("officer").post(
        reverse("field:pack"), json.dumps({"device": str(nurse.id)}), content_type="application/json"
    )
    assert answer.status_code == 422
    assert "다른 분이 준비한 기기입니다" in answer.json()["error"]


def test_a_tablet_hears_what_became_of_its_own_numbers_and_of_no_others(
    nurse: Tablet, visit: Visit, browse: Any
) -> None:
    nurse.fetch_pack()
    key = nurse.record(visit.id, result="absent", next_on=(TODAY() - dt.timedelta(days=1)).isoformat())
    assert [one["state"] for one in nurse.deliver()] == ["held"]
    asked = {"device": str(nurse.id), "unsent": 0, "writes": [], "asked": [key, "no number", str(uuid7())]}
    assert nurse.post("field:sync", asked).json()["asked"] == [{"key": key, "state": "held"}]
    browse("nurse").post(reverse("field:write", args=[key]), {"what": "accept", "next_on": later()})
    assert nurse.post("field:sync", asked).json()["asked"] == [{"key": key, "state": "applied"}]
    other = going(browse("officer"), "담당 태블릿")
    assert other.post("field:sync", {**asked, "device": str(other.id)}).json()["asked"] == []


def test_a_second_look_at_a_counselled_visit_offers_no_second_counselling(visit: Visit, browse: Any) -> None:
    officer = going(browse("officer"), "담당 태블릿")
    assert not officer.fetch_pack()["content"]["homes"][0]["is_counselled"]
    officer.record(visit.id, result="met", words="전기요금이 밀렸다", next_on=later())
    officer.write("counselling.record", visit.id, counselled())
    officer.deliver()
    assert officer.fetch_pack()["content"]["homes"][0]["is_counselled"]


def test_too_much_at_once_is_named_as_such(nurse: Tablet) -> None:
    body = {"device": str(nurse.id), "writes": [], "filler": "x" * (1024 * 1024)}
    assert nurse.post("field:sync", body).status_code == 413


def test_set_aside_needs_a_reason_and_stays_readable(nurse: Tablet, visit: Visit, browse: Any) -> None:
    key = nurse.record(visit.id, result="absent")
    nurse.deliver()
    url = reverse("field:write", args=[key])
    assert browse("nurse").post(url, {"what": "aside", "reason": ""}).status_code == 422
    assert browse("nurse").post(url, {"what": "aside", "reason": "시험으로 적음"}).status_code == 302
    assert "시험으로 적음" in browse("nurse").get(url).content.decode()
    assert fresh(visit).recorded_at is None


def counselled(**more: Any) -> dict[str, Any]:
    return {
        "client_words": "전기요금이 밀렸다",
        "disposition": "apply",
        "next_check_on": later(),
        "crisis_reasons": ["arrears"],
        "told": [{"benefit": "에너지바우처", "wish": "wants"}],
        "promises": [{"whose": "ours", "words": "신청서를 들고 온다"}],
        "consent": {"given_by": "본인", "method": "signature"},
        **more,
    }


def test_a_counselling_with_a_signature_becomes_record_consent_and_picture(
    cast: Cast, visit: Visit, browse: Any
) -> None:
    officer = going(browse("officer"), "담당 태블릿")
    officer.record(visit.id, result="met", words="전기요금이 밀렸다", next_on=later())
    key = str(uuid7())
    sealed = sealed_picture(officer, key, "PNG")
    digest = sha256(sealed).hexdigest()
    named = [{"digest": digest, "kind": "signature", "size": len(sealed)}]
    officer.write("counselling.record", visit.id, counselled(), key=key, attachments=named)
    assert [one["state"] for one in officer.deliver()] == ["applied", "applied"]
    record = Counselling.objects.get()
    assert record.consent is not None
    assert (record.consent.method, record.crisis_reasons) == (Consent.Method.SIGNATURE, ["arrears"])
    assert [(one.benefit, one.wants_to_apply) for one in record.told.all()] == [("에너지바우처", True)]
    half = len(sealed) // 2
    assert send(officer, digest, 0, sealed[:half])["received"] == half
    assert send(officer, digest, half + 5, sealed[half + 5 :])["received"] == half  # a gap is not accepted
    assert send(officer, digest, 0, sealed[:half])["received"] == half  # had before
    assert send(officer, digest, half, sealed[half:])["done"]
    row = Attachment.objects.get()
    assert row.consent == record.consent
    page = browse("officer").get(reverse("field:picture", args=[row.id]))
    assert page["Content-Type"] == "image/png"
    assert browse("nurse").get(reverse("field:picture", args=[row.id])).status_code == 404
    assert browse("nurse").get(reverse("field:write", args=[key])).status_code == 404


def test_a_second_counselling_of_one_visit_waits_for_a_person(cast: Cast, visit: Visit, browse: Any) -> None:
    first, second = going(browse("officer"), "하나 태블릿"), going(browse("colleague"), "둘째 태블릿")
    first.write("counselling.record", visit.id, counselled())
    first.deliver()
    key = second.write("counselling.record", visit.id, counselled(client_words="다른 말씀"))
    assert second.deliver()[0]["state"] == "held"
    assert Counselling.objects.count() == 1
    assert browse("colleague").post(reverse("field:write", args=[key]), {"what": "accept"}).status_code == 302
    assert Counselling.objects.count() == 2


def test_a_photo_loses_place_and_camera_and_is_named_by_its_hash(nurse: Tablet, visit: Visit) -> None:
    key = str(uuid7())
    sealed = sealed_picture(nurse, key, "JPEG", place=True)
    digest = sha256(sealed).hexdigest()
    assert send(nurse, digest, 0, sealed) == {"error": "not awaited"}
    nurse.write(
        "visit.result",
        visit.id,
        {"was": BLANK, "now": {**BLANK, "result": "absent", "notice_left": True, "next_on": later(3)}},
        key=key,
        attachments=[{"digest": digest, "kind": "notice", "size": len(sealed)}],
    )
    nurse.deliver()
    assert send(nurse, digest, 0, sealed)["done"]
    row = Attachment.objects.get()
    with Image.open(io.BytesIO(base64.b64decode(row.image()))) as found:
        assert not dict(found.getexif())
        assert max(found.size) <= 2000
    assert b"GPS" not in base64.b64decode(row.image())


def test_what_is_no_picture_is_kept_as_it_came(nurse: Tablet, visit: Visit) -> None:
    key = str(uuid7())
    sealed = seal_to(nurse.intake, b"no picture at all", bound=bound_to(UUID(key), nurse.id), nonce=bytes(12))
    digest = sha256(sealed).hexdigest()
    nurse.write("visit.incident", visit.id, {"what": "개가 물었다", "level": "hurt"}, key=key,
                attachments=[{"digest": digest, "kind": "photo", "size": len(sealed)}])  # fmt: skip
    nurse.deliver()
    assert Incident.objects.get().level == "hurt"
    assert send(nurse, digest, 0, sealed)["done"]
    row = Attachment.objects.get()
    assert row.fault
    assert bytes(row.partial) == sealed


def test_market_contacts_arrive_the_day_after_and_count_on_their_own_day(cast: Cast, browse: Any) -> None:
    day = opened(cast)
    hope = going(browse("hope"), "장터 태블릿")
    assert hope.pack["content"]["markets"][0]["id"] == str(day.id)
    hope.write("market.contact", day.id, {"needs": ["생활비"], "answer": "안내함"})
    named = {"needs": ["병원"], "answer": "예약", "name": "강달래", "phone": "010-0000-7777", "agrees": True}
    hope.write("market.contact", day.id, named)
    wrong = hope.write("market.contact", day.id, {"needs": ["집"], "answer": "다음에"})
    hope.write("market.undo", day.id, {"contact": wrong})
    assert [one["state"] for one in hope.deliver()] == ["applied"] * 4
    assert MarketContact.objects.filter(market_day=day).count() == 2
    assert Consent.objects.filter(given_by="강달래").exists()


def test_a_half_written_record_is_held_for_the_head_and_can_be_accepted(
    nurse: Tablet, visit: Visit, browse: Any
) -> None:
    inner = {"was": BLANK, "now": {**BLANK, "result": "met", "words": "쓰다 맒", "next_on": later()}}
    key = nurse.write("draft", visit.id, {"kind": "visit.result", "data": inner})
    assert nurse.deliver()[0]["state"] == "held"
    page = browse("head").get(reverse("field:write", args=[key])).content.decode()
    assert "쓰다 맒" in page
    assert "쓰다 만 기록입니다" in page
    assert browse("head").post(reverse("field:write", args=[key]), {"what": "accept"}).status_code == 302
    assert fresh(visit).words == "쓰다 맒"


def test_an_unknown_kind_is_kept_for_a_newer_server(nurse: Tablet, visit: Visit) -> None:
    nurse.write("pulse.stream", visit.id, {"beats": [61, 62]})
    assert nurse.deliver()[0]["state"] == "held"
    assert "새 판" in Write.objects.get().reason


def test_an_instrument_answered_offline_is_judged_by_the_server_and_flagged(
    cast: Cast, nurse: Tablet, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", (shipped._phq9,))
    enter_shipped(by=cast.actor("hope"))
    version = version_in_use("PHQ9")
    assert version
    Consent.objects.create(
        household=visit.household, area=visit.area, purpose=Consent.Purpose.HEALTH, items=["마음"], given_by="박병순",
        method="paper", given_on=TODAY(), expires_on=TODAY() + dt.timedelta(days=365),
    )  # fmt: skip
    answers = {f"q{n}": "0" for n in range(1, 10)} | {"q9": "2"}
    person = str(visit.household.members.get().id)
    data = {"version": str(version.id), "person": person, "answers": answers}
    nurse.write("form.answers", visit.id, data)
    rows = list(nurse.outbox)
    assert nurse.deliver()[0]["state"] == "applied"
    nurse.deliver(rows)
    assert Assessment.objects.get().flags.get().level == "urgent"


def test_a_red_flag_and_a_call_for_help_wait_for_nothing_before_them(
    cast: Cast, nurse: Tablet, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visit's result is held for a next date nobody chose; what cannot wait goes through."""
    monkeypatch.setattr(shipped, "SHIPPED", (shipped._phq9,))
    enter_shipped(by=cast.actor("hope"))
    version = version_in_use("PHQ9")
    assert version
    nurse.record(visit.id, result="met")
    agreed = {"household": str(visit.household_id), "purpose": "health", "items": ["건강정보"], "given_by": "본인"}
    nurse.write("consent.record", visit.id, agreed | {"method": "spoken"})
    answers = {f"q{n}": "0" for n in range(1, 10)} | {"q9": "2"}
    person = str(visit.household.members.get().id)
    nurse.write("form.answers", visit.id, {"version": str(version.id), "person": person, "answers": answers})
    nurse.write("visit.sos", visit.id, {"words": ""})
    assert [one["state"] for one in nurse.deliver()] == ["held", "applied", "applied", "applied"]
    assert Assessment.objects.get().flags.get().level == "urgent"
    assert WorkItem.objects.get(household=visit.household, closed_on__isnull=True).level == "urgent"
    assert Incident.objects.count() == 1


def test_the_pack_counts_the_homes_of_a_day_by_the_hour_whoever_leads_them(cast: Cast) -> None:
    for hour, lead, along in ((15, "officer", "nurse"), (10, "colleague", "nurse"), (13, "nurse", "officer")):
        planned(cast, home(cast), lead=lead, along=(along,), on=timezone.localdate(), at=dt.time(hour, 0))
    with acting_as(nurse := cast.actor("nurse")):
        homes = day_pack(nurse).homes
    assert [(one.number, one.at) for one in homes] == [(1, "10:00"), (2, "13:00"), (3, "15:00")]


def test_the_pack_of_a_nurse_carries_the_published_forms_and_an_officers_none(
    cast: Cast, nurse: Tablet, visit: Visit, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", (shipped._phq9,))
    enter_shipped(by=cast.actor("hope"))
    content = nurse.fetch_pack()["content"]
    form = next(one for one in content["forms"] if one["code"] == "PHQ9")
    assert "<h:html" in form["xform"]
    assert 'data-ref="/data/' in form["html"]
    (home,) = content["homes"]
    assert [words for _, words in home["asked_of"]] == ["박*순 (본인)"]
    assert (home["health_consent"], "health" in home["may"]) == (False, True)
    officer = Tablet(browse("officer"), label="담당").fetch_pack()["content"]
    assert officer["forms"] == []
    assert officer["homes"][0]["asked_of"] == []


def test_sos_reaches_the_head_and_the_partner_at_once(cast: Cast, nurse: Tablet, visit: Visit) -> None:
    nurse.write("visit.check_in", visit.id, {})
    nurse.write("visit.sos", visit.id, {"words": "문을 막음"})
    nurse.deliver()
    lines = Clock.objects.filter(policy__code="visit.sos", done_at__isnull=True)
    assert {line.role for line in lines} == {"team_head", "visiting_nurse"}
    assert Incident.objects.get().what == "문을 막음"


def test_the_database_itself_keeps_body_and_both_values(cast: Cast, nurse: Tablet, visit: Visit) -> None:
    nurse.record(visit.id, result="met", next_on=later())
    nurse.deliver()
    for words in (
        "UPDATE field_write SET body_sealed = ''",
        "DELETE FROM field_write",
        "UPDATE field_clash SET sides_sealed = ''",
        "DELETE FROM field_attachment",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            acting_as(cast.actor("head")),
            connection.cursor() as c,
        ):
            c.execute(words)


def test_another_city_sees_no_write(cast: Cast, nurse: Tablet, visit: Visit, browse: Any) -> None:
    key = nurse.record(visit.id, result="absent")
    nurse.deliver()
    assert browse("outsider").get(reverse("field:write", args=[key])).status_code == 404
    with acting_as(cast.actor("outsider")):
        assert not Write.objects.exists()


def test_merge_takes_keeps_and_names() -> None:
    was = {"a": "1", "b": "1", "c": "1", "t": ("x", "y"), "f": False}
    now = {"a": "2", "b": "1", "c": "2", "t": ("x", "z"), "f": True}
    current = {"a": "1", "b": "3", "c": "4", "t": ("x", "y", "w"), "f": False}
    merged = merge(was, now, current)
    assert merged.take == {"a": "2", "t": ("w", "x", "z"), "f": True}
    assert merged.clashes == {"c": ("2", "4")}


def test_an_envelope_opens_only_under_its_number_and_device(nurse: Tablet) -> None:
    number = uuid7()
    sealed = seal_to(nurse.intake, b"abc", bound=bound_to(number, nurse.id), nonce=bytes(12))
    assert open_sealed(sealed, kid=nurse.kid, bound=bound_to(number, nurse.id)) == b"abc"
    with pytest.raises(ValueError, match="sealed"):
        open_sealed(sealed, kid=nurse.kid, bound=bound_to(uuid7(), nurse.id))


def sealed_picture(tablet: Tablet, key: str, form: str, *, place: bool = False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (320, 200), "white")
    exif = Image.Exif()
    if place:
        exif[0x010F] = "카나리아 카메라"
        exif.get_ifd(0x8825)[1] = "N"
    image.save(out, form, **({"exif": exif} if place else {}))
    return seal_to(tablet.intake, out.getvalue(), bound=bound_to(UUID(key), tablet.id), nonce=bytes(12))


def send(tablet: Tablet, digest: str, offset: int, chunk: bytes) -> dict[str, Any]:
    headers = {"X-Field-Device": str(tablet.id), "X-Field-Offset": str(offset), "X-Field-Kid": str(tablet.kid)}
    answer = Client().post(
        reverse("field:attachment", args=[digest]), chunk, content_type="application/octet-stream", headers=headers
    )
    found: dict[str, Any] = answer.json()
    return found
