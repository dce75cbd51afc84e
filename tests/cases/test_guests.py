"""바깥 위원: asked in by an address, pledged there, shown no name, heard before the meeting; closed when it should be."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import conference, guests
from bokjihub.cases.actions.conference import NewDuty
from bokjihub.cases.models import AgendaItem, Attendee, Case, Conference, Decision, Invitation, Opinion
from bokjihub.cases.queries.guests import guest_actor, invitation_behind, materials
from bokjihub.clocks.models import Clock
from bokjihub.partners.models import Agency
from bokjihub.people.models import Consent
from tests.cast import Cast
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db
TAIL = "4321"


@pytest.fixture
def path(cast: Cast) -> Walk:
    found = walk(cast, timezone.localdate(), name="박옥순")
    found.request()
    found.accept()
    found.survey({"money": 3, "health": 2, "housing": 2})
    return found


@pytest.fixture
def item(path: Walk) -> AgendaItem:
    return path.meeting()


def called(path: Walk, item: AgendaItem, **more: Any) -> Attendee:
    actor = path.by("head")
    agency = Agency.objects.create(name="정신건강복지센터", sector="public", phone="063-620-4321", city=path.cast.city)
    with acting_as(actor):
        return conference.invite(conference=item.conference, agency=agency, name="한상담", by=actor, **more)


def invited(path: Walk, item: AgendaItem, **more: Any) -> guests.Sent:
    attendee, actor = called(path, item, **more), path.by("head")
    with acting_as(actor):
        guests.share_item(item=item, question="빚 조정을 누가 맡을지", shared=["home", "domains"], by=actor)
        return guests.send_invitation(attendee=attendee, by=actor)


def page(sent: guests.Sent, part: str = "conference") -> str:
    return reverse(f"portal:{part}", args=[sent.token])


def opened(sent: guests.Sent) -> Client:
    """A guest who gave the key and pledged."""
    client = Client()
    assert client.post(page(sent), {"tail": TAIL}).status_code == 302
    assert client.post(page(sent, "conference_pledge")).status_code == 302
    return client


def test_a_guest_reads_the_case_without_a_name_only_after_key_and_pledge(path: Walk, item: AgendaItem) -> None:
    sent = invited(path, item)
    client = Client()
    first = client.get(page(sent))
    assert "빚 조정" not in first.content.decode()
    assert client.post(page(sent), {"tail": "0000"}).status_code == 422
    assert client.post(page(sent), {"tail": TAIL}).status_code == 302
    pledge = client.get(page(sent)).content.decode()
    assert "제49조" in pledge
    assert "빚 조정" not in pledge
    client.post(page(sent, "conference_pledge"))
    shown = client.get(page(sent)).content.decode()
    assert "빚 조정을 누가 맡을지" in shown
    assert "경제 3(심함)" in shown
    assert "건강" not in shown, "health goes out only with its own consent"
    for secret in ("박옥순", "박*순", item.case.number, path.household.address, "고지서"):
        assert secret not in shown
    attendee = Attendee.objects.get(id=sent.invitation.attendee_id)
    assert attendee.pledged_on == path.day
    read = Entry.objects.filter(act="case.materials").latest("at")
    assert (read.kind, path.household.id in read.subjects) == (Entry.Kind.EXPORT, True)


def test_an_opinion_comes_back_and_stands_in_the_minutes(path: Walk, item: AgendaItem, browse: Any) -> None:
    sent = invited(path, item)
    client = opened(sent)
    url = page(sent, "conference_opinion")
    assert client.post(url, {"item": str(item.id), "words": " "}).status_code == 422
    assert client.post(url, {"item": str(item.id), "words": "신용회복 먼저", "offer": "상담 두 번"}).status_code == 302
    assert (
        client.post(url, {"item": str(item.id), "words": "신용회복이 먼저", "offer": "상담 세 번"}).status_code == 302
    )
    opinion = Opinion.objects.get()
    assert (opinion.words, opinion.household_id) == ("신용회복이 먼저", path.household.id)
    head = browse("head")
    sitting = head.get(reverse("cases:conference", args=[item.conference_id])).content.decode()
    assert "신용회복이 먼저" in sitting
    assert "상담 세 번" in sitting
    minutes = head.get(reverse("cases:minutes", args=[item.conference_id])).content.decode()
    assert "신용회복이 먼저" in minutes
    assert "박*순" not in minutes
    assert item.case.number not in minutes
    named = head.get(reverse("cases:minutes", args=[item.conference_id]) + "?names=on").content.decode()
    assert item.case.number in named


def test_five_wrong_keys_close_the_address_and_a_new_one_opens(path: Walk, item: AgendaItem) -> None:
    sent = invited(path, item)
    client = Client()
    for _ in range(5):
        client.post(page(sent), {"tail": "0000"})
    assert client.post(page(sent), {"tail": TAIL}).status_code == 410
    actor = path.by("head")
    with acting_as(actor):
        again = guests.send_invitation(attendee=sent.invitation.attendee, by=actor)
    assert client.get(page(sent)).status_code == 404, "the old address is dead"
    assert client.post(page(again), {"tail": TAIL}).status_code == 302


def test_the_address_dies_the_day_after_and_when_the_minutes_are_done(path: Walk, item: AgendaItem) -> None:
    sent = invited(path, item)
    client = opened(sent)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert client.get(page(sent)).status_code == 410
    assert client.post(page(sent, "conference_opinion"), {"item": str(item.id), "words": "늦은 말"}).status_code == 410
    Invitation.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert client.get(page(sent)).status_code == 200
    actor = path.by("head")
    with acting_as(actor):
        conference.decide_case(item=item, code=Decision.Code.CASE_GENERAL, discussion="논의", reason="", by=actor)
        conference.finish_minutes(conference=item.conference, by=actor)
    assert "회의록을 마쳐서" in client.get(page(sent)).content.decode()
    assert not Opinion.objects.exists()


def test_withdrawn_consent_covers_the_case_at_once(path: Walk, item: AgendaItem) -> None:
    sent = invited(path, item)
    client = opened(sent)
    Consent.objects.filter(household=path.household).update(withdrawn_on=path.day)
    shown = client.get(page(sent)).content.decode()
    assert "동의가 거두어져" in shown
    assert "빚 조정" not in shown
    actor = path.by("head")
    item.case.refresh_from_db()
    with acting_as(actor), pytest.raises(guests.PartNotAllowed):
        guests.share_item(item=AgendaItem.objects.get(id=item.id), question="", shared=["home"], by=actor)


def test_an_address_reaches_its_own_agenda_and_nothing_else(path: Walk, item: AgendaItem, cast: Cast) -> None:
    sent = invited(path, item)
    other = walk(cast, path.day, name="남의집")
    other.request()
    behind = invitation_behind(sent.token)
    assert behind is not None
    assert behind.households == {path.household.id}
    assert invitation_behind("nothing-there") is None
    with acting_as(guest_actor(behind, place="127.0.0.1")):
        assert list(Case.objects.values_list("household_id", flat=True)) == [path.household.id]
        assert [one.item.mark for one in materials(item.conference, path.day)] == ["가1"]
    with acting_as(guest_actor(None, place="127.0.0.1")):
        assert not Case.objects.exists()


def test_a_colleague_gets_no_address_and_an_outsider_needs_a_key(path: Walk, item: AgendaItem) -> None:
    actor = path.by("head")
    colleague = item.conference.attendees.get(name="정민수")
    with acting_as(actor), pytest.raises(guests.ColleagueNeedsNoAddress):
        guests.send_invitation(attendee=colleague, by=actor)
    with acting_as(actor):
        lawyer = conference.invite(conference=item.conference, name="조변호", organisation="법률구조공단", by=actor)
    with acting_as(actor), pytest.raises(guests.KeyMissing):
        guests.send_invitation(attendee=lawyer, key_tail="12", by=actor)
    with acting_as(actor):
        assert guests.send_invitation(attendee=lawyer, key_tail="1234", by=actor).token


def test_a_case_in_care_comes_before_a_solution_meeting_for_duties_only(cast: Cast) -> None:
    path = walk(cast, timezone.localdate())
    path.to_serving()
    item = path.meeting()
    actor = path.by("head")
    with acting_as(actor), pytest.raises(conference.WrongStage, match="이어감"):
        conference.decide_case(item=item, code=Decision.Code.CASE_COMPLEX, discussion="논의", reason="까닭", by=actor)
    duty = NewDuty(cast.posts["nurse"], "약 함께 보기", path.day + dt.timedelta(days=5))
    with acting_as(actor):
        row = conference.decide_case(
            item=item, code=Decision.Code.CONTINUE, discussion="약을 거름", duties=[duty], by=actor
        )
    assert path.it.state == Case.State.SERVING
    assert Clock.objects.get(subject_id=row.duties.get().id).post_id == cast.posts["nurse"].id


def test_the_head_calls_invites_and_shares_from_the_page(path: Walk, cast: Cast, browse: Any) -> None:
    Agency.objects.create(name="노암복지관", sector="private", phone="063-620-7777", city=cast.city)
    head = browse("head")
    day = path.day + dt.timedelta(days=2)
    data = {"kind": "solution", "held_on": f"{day}", "place": "2층", "chair": "이정희"}
    assert head.post(reverse("cases:conferences"), data).status_code == 422, "a meeting about nothing"
    assert head.post(reverse("cases:conferences"), {**data, "number": "없는번호"}).status_code == 422
    assert head.post(reverse("cases:conferences"), {**data, "number": path.it.number}).status_code == 302
    item = AgendaItem.objects.get()
    here = reverse("cases:conference", args=[item.conference_id])
    agency = Agency.objects.get()
    assert head.post(here, {"deed": "invite", "agency": str(agency.id), "name": "고복지"}).status_code == 302
    guest = item.conference.attendees.get(name="고복지")
    assert (guest.organisation, guest.pledged_on) == ("노암복지관", None)
    shared = {"deed": "share", "share-question": "누가 먼저", "share-shared": ["home", "health"]}
    assert head.post(here, shared).status_code == 422, "no consent for health"
    assert head.post(here, {**shared, "share-shared": ["home"]}).status_code == 302
    assert head.post(here, {"deed": "send", "attendee": str(guest.id)}).status_code == 302
    shown = head.get(here).content.decode()
    assert "/portal/c/" in shown
    assert "/portal/c/" not in head.get(here).content.decode(), "shown once"


def test_a_meeting_is_called_off_and_its_cases_wait_for_another(path: Walk, item: AgendaItem, browse: Any) -> None:
    sent = invited(path, item)
    head, here = browse("head"), reverse("cases:conference", args=[item.conference_id])
    again = {"kind": "internal", "held_on": "내일", "place": "2층", "chair": "팀장", "number": item.case.number}
    refused = head.post(reverse("cases:conferences"), again)
    assert refused.status_code == 422
    assert "회의의 안건입니다" in refused.content.decode()
    assert Conference.objects.count() == 1, "no meeting without a case before it"
    assert head.post(here, {"deed": "off", "why": " "}).status_code == 422
    assert head.post(here, {"deed": "off", "why": "위원이 못 옴"}).status_code == 302
    assert "취소한 회의" in head.get(here).content.decode()
    assert "회의가 취소되어" in opened_words(sent), "the address of the outside member is dead"
    actor = path.by("head")
    with acting_as(actor), pytest.raises(conference.MinutesFinished):
        conference.call_off_conference(conference=Conference.objects.get(), why="다시", by=actor)
    fresh = {key: value for key, value in again.items() if key != "number"}
    assert head.post(reverse("cases:conferences"), {**fresh, "cases": [str(item.case_id)]}).status_code == 302
    assert Conference.objects.count() == 2


def test_a_meeting_that_decided_is_not_called_off(path: Walk) -> None:
    made = path.decide()
    actor = path.by("head")
    with acting_as(actor), pytest.raises(conference.DecidedAlready):
        conference.call_off_conference(conference=made.item.conference, why="x", by=actor)


def opened_words(sent: guests.Sent) -> str:
    """What whoever holds the address reads."""
    return Client().get(page(sent)).content.decode()
