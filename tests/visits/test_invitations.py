"""동행 초대: asked by day, time and dong; a yes gives that day's card, a no frees the neighbour and tells the lead."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.people.actions import withdraw_consent, write_safety_note
from bokjihub.people.models import Consent, Household
from bokjihub.visits import errors
from bokjihub.visits.actions import invite, move, plan
from bokjihub.visits.actions.record import Outcome, record_visit
from bokjihub.visits.models import Booking, Invitation, Visit
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned, tomorrow
from tests.visits.test_planning import agree

pytestmark = pytest.mark.django_db
TAIL = "4821"


def today() -> dt.date:
    return timezone.localdate()


def asked(cast: Cast, *, on: dt.date | None = None, **more: Any) -> tuple[Household, Visit, Invitation]:
    """A first visit to a home that agreed, led by the officer; the neighbour is asked and has not answered."""
    household = home(cast)
    agree(cast, household)
    visit = planned(cast, household, along=("volunteer",), on=on or tomorrow(), is_answered=False, **more)
    return household, visit, visit.invitations.get()


def addressed(cast: Cast, row: Invitation) -> str:
    """The path of the address, as the officer gets it once."""
    with acting_as(by := cast.actor("officer")):
        token = invite.address_invitation(invitation=row, tail=TAIL, by=by).token
    return reverse("portal:invitation", args=[token])


def say(client: Client, path: str, answer: str, **more: str) -> str:
    """Answer through the address and read the page that follows."""
    return str(client.post(f"{path}answer/", {"answer": answer, **more}, follow=True).content.decode())


def test_before_the_answer_the_address_tells_day_time_and_dong_and_nothing_else(cast: Cast) -> None:
    household, _, row = asked(cast)
    shown = Client().get(addressed(cast, row)).content.decode()
    assert "노암동" in shown
    assert "10:00" in shown
    for hidden in (household.address, "박병순", "병순", household.members.get().phone):
        assert hidden not in shown
    assert not Assignment.objects.filter(post=cast.posts["volunteer"]).exists()


def test_a_preview_of_the_message_answers_nothing(cast: Cast) -> None:
    _, _, row = asked(cast)
    path = addressed(cast, row)
    for where in (path, f"{path}answer/", f"{path}answer/?answer=yes"):
        Client().get(where)
    row.refresh_from_db()
    assert row.answer == Invitation.Answer.WAITING


def test_a_yes_opens_the_card_on_its_day_with_the_phones_last_digits_and_ends_with_the_visit(cast: Cast) -> None:
    household, visit, row = asked(cast, on=today(), at=dt.time(23, 10))
    with acting_as(officer := cast.actor("officer")):
        write_safety_note(household=household, words="마당에 개가 있음", evidence="말씀", on=today(), by=officer)
    path, client = addressed(cast, row), Client()
    assert household.address not in say(client, path, "yes")
    assert "번호가 맞지 않습니다" in client.post(path, {"tail": "0000"}).content.decode()
    shown = client.post(path, {"tail": TAIL}, follow=True).content.decode()
    for wanted in ("병순 어르신 댁", household.address, "23:10", "마당에 개가 있음", "김서연"):
        assert wanted in shown
    assert "박병순" not in shown
    assert Entry.objects.filter(act="visit.open_card", kind=Entry.Kind.EXPORT).count() == 1
    assert household.address not in Client().get(path).content.decode()  # another browser asks for the digits again
    with acting_as(officer):
        record_visit(visit=visit, outcome=Outcome(result=Visit.Result.MET, next_on=tomorrow()), by=officer)
    over = client.get(path)
    assert over.status_code == 410
    assert household.address not in over.content.decode()


def test_before_the_day_a_yes_shows_no_address(cast: Cast) -> None:
    household, _, row = asked(cast)
    path, client = addressed(cast, row), Client()
    say(client, path, "yes")
    assert household.address not in client.post(path, {"tail": TAIL}, follow=True).content.decode()


def test_five_wrong_numbers_close_the_address_and_a_new_one_opens(cast: Cast) -> None:
    household, _, row = asked(cast, on=today(), at=dt.time(23, 10))
    path, client = addressed(cast, row), Client()
    say(client, path, "yes")
    for _ in range(5):
        client.post(path, {"tail": "1111"})
    assert client.post(path, {"tail": TAIL}, follow=True).status_code == 410
    again = addressed(cast, row)
    assert Client().get(path).status_code == 404
    assert household.address in Client().post(again, {"tail": TAIL}, follow=True).content.decode()


def test_a_no_frees_the_neighbour_and_a_first_visit_waits_for_somebody_else(cast: Cast) -> None:
    _, visit, row = asked(cast)
    shown = say(Client(), addressed(cast, row), "no", words="병원에 갑니다")
    assert "못 가신다고 하셨습니다" in shown
    visit.refresh_from_db()
    assert visit.state == Visit.State.WAITING
    assert not visit.companions.exists()
    assert not Booking.objects.filter(user=cast.user("volunteer")).exists()
    clock = Clock.objects.get(policy__code="visit.mate", done_at__isnull=True)
    assert (clock.post_id, clock.verb) == (cast.posts["officer"].id, "함께 갈 분 찾기")
    assert "병원에 갑니다" in clock.title
    with acting_as(by := cast.actor("officer")):
        plan.add_companion(visit=visit, post=cast.posts["nurse"], by=by)
    assert visit.state == Visit.State.SCHEDULED
    assert not Clock.objects.filter(policy__code="visit.mate", done_at__isnull=True).exists()


def test_a_home_known_before_stays_booked_without_the_neighbour(cast: Cast) -> None:
    household = home(cast)
    met_before(cast, household)
    agree(cast, household)
    visit = planned(cast, household, along=("volunteer",), is_answered=False)
    with acting_as(by := cast.actor("officer")):
        invite.answer_invitation(
            invitation=visit.invitations.get(), accepts=False, how=Invitation.How.PHONE, words="", by=by
        )
    visit.refresh_from_db()
    assert visit.state == Visit.State.SCHEDULED


def test_nobody_else_found_the_head_decides_on_a_written_reason(cast: Cast) -> None:
    _, visit, row = asked(cast)
    officer, head = cast.actor("officer"), cast.actor("head")
    with acting_as(officer):
        invite.answer_invitation(invitation=row, accepts=False, how=Invitation.How.PHONE, by=officer)
        visit.refresh_from_db()
    with acting_as(head), pytest.raises(errors.AloneNeedsReason):
        plan.approve_visit(visit=visit, by=head)
    with acting_as(officer):
        plan.ask_to_go_alone(visit=visit, reason="다른 분이 없고 오늘 약속", by=officer)
    with acting_as(head):
        plan.approve_visit(visit=visit, by=head)
    assert visit.state == Visit.State.SCHEDULED


def test_another_time_is_asked_again_and_the_old_yes_counts_no_more(cast: Cast) -> None:
    _, visit, row = asked(cast)
    path = addressed(cast, row)
    say(Client(), path, "yes")
    with acting_as(by := cast.actor("officer")):
        move.move_visits(on=visit.planned_on, times={visit.id: dt.time(15, 0)}, by=by)
    row.refresh_from_db()
    assert (row.answer, row.at) == (Invitation.Answer.WAITING, dt.time(15, 0))
    right = Assignment.objects.get(post=cast.posts["volunteer"])
    assert right.ends_at is not None
    assert right.ends_at <= timezone.now()
    assert "15:00" in Client().get(path).content.decode()  # the same address asks about the new time
    assert "함께 가기로" in say(Client(), path, "yes")


def test_a_cancelled_visit_and_a_withdrawn_consent_close_the_card(cast: Cast) -> None:
    household, visit, row = asked(cast, on=today(), at=dt.time(23, 10))
    path, client = addressed(cast, row), Client()
    say(client, path, "yes")
    client.post(path, {"tail": TAIL})
    officer = cast.actor("officer")
    with acting_as(officer):
        consent = Consent.objects.get(household=household)
        withdraw_consent(consent=consent, on=today(), by=officer)
    assert household.address not in client.get(path).content.decode()
    with acting_as(officer):
        plan.cancel_visit(visit=visit, reason="날을 옮김", by=officer)
    assert client.get(path).status_code == 410


def test_the_neighbour_answers_on_their_own_page_and_nobody_elses(cast: Cast, browse: Any) -> None:
    household, _, row = asked(cast, on=today(), at=dt.time(23, 10))
    page = browse("volunteer").get(reverse("field:card")).content.decode()
    assert "함께 가 주시겠어요?" in page
    assert household.address not in page
    where = reverse("field:answer_invitation", args=[row.id])
    assert browse("honorary").post(where, {"answer": "yes"}).status_code == 404
    browse("volunteer").post(where, {"answer": "yes"})
    row.refresh_from_db()
    assert (row.answer, row.how) == (Invitation.Answer.ACCEPTED, Invitation.How.PAGE)
    assert household.address in browse("volunteer").get(reverse("field:card")).content.decode()


def test_the_office_sees_the_answer_and_the_message_once(cast: Cast, browse: Any) -> None:
    _, visit, row = asked(cast)
    officer, where = browse("officer"), reverse("visits:visit", args=[visit.id])
    assert "대답 기다림" in officer.get(where).content.decode()
    officer.post(reverse("visits:address_invitation", args=[row.id]), {"tail": TAIL})
    assert "/portal/v/" in officer.get(where).content.decode()
    assert "/portal/v/" not in officer.get(where).content.decode()
    assert officer.post(reverse("visits:address_invitation", args=[row.id]), {"tail": "12a4"}).status_code == 422
    officer.post(reverse("visits:note_answer", args=[row.id]), {"answer": "yes"})
    assert "함께 감" in officer.get(where).content.decode()


def test_the_lead_has_the_answer_to_wait_for_from_the_day_before(cast: Cast) -> None:
    _, _, row = asked(cast, on=today() + dt.timedelta(days=5))
    clock = Clock.objects.get(policy__code="visit.invitation")
    assert (clock.post_id, clock.due_on) == (cast.posts["officer"].id, today() + dt.timedelta(days=4))
    with acting_as(by := cast.actor("officer")):
        invite.answer_invitation(invitation=row, accepts=True, how=Invitation.How.PHONE, by=by)
    clock.refresh_from_db()
    assert clock.done_at is not None


def test_the_database_refuses_a_second_standing_invitation_and_an_undated_answer(cast: Cast) -> None:
    _, visit, row = asked(cast)
    again = Invitation(
        visit=visit,
        household_id=row.household_id,
        area_id=row.area_id,
        post=row.post,
        user=row.user,
        on=row.on,
        at=row.at,
    )
    for fault in (lambda: again.save(), lambda: Invitation.objects.filter(id=row.id).update(answer="accepted")):
        with pytest.raises(IntegrityError), transaction.atomic():
            fault()
