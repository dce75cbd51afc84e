"""안부확인: a neighbour's list, one press, the turn it settles, the misses the dong hears of, and what is taken back."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Reporter, Signal, WorkItem
from bokjihub.people.actions import withdraw_consent
from bokjihub.people.models import Household
from bokjihub.statistics.queries.volunteers import Deeds, deeds_of
from bokjihub.visits import errors
from bokjihub.visits.actions import enrol as enrolling
from bokjihub.visits.actions.hello import give_home, say_hello, tell_misses
from bokjihub.visits.models import Due, Enrolment, HelloCaller, HelloCheck, VisitProgramme
from bokjihub.visits.queries.due import dues_with_status
from bokjihub.visits.queries.hello import UNDO, callers_of, missed_days, neighbour
from bokjihub.visits.tasks import take_back_left_homes, tell_missed_hellos
from tests.cast import Cast
from tests.factories.homes import home
from tests.field.test_card import agree

pytestmark = pytest.mark.django_db
LIST = "field:hello"


def today() -> dt.date:
    return timezone.localdate()


def enrolled(cast: Cast, household: Household) -> Enrolment:
    with acting_as(by := cast.actor("officer")):
        return enrolling.enrol(
            household=household,
            programme=VisitProgramme.objects.get(code="HELLO"),
            told=enrolling.NewEnrolment("혼자 사심"),
            by=by,
        )


def given(cast: Cast, household: Household | None = None, *, to: str = "volunteer") -> HelloCaller:
    """A home that agreed, in the hello-check, given to a neighbour."""
    household = household or home(cast)
    agree(cast, household)
    row = enrolled(cast, household)
    with acting_as(by := cast.actor("officer")):
        made = give_home(enrolment=row, post=cast.posts[to], by=by)
    assert made is not None
    return made


def page(browse: Any, who: str = "volunteer") -> str:
    return str(browse(who).get(reverse(LIST)).content.decode())


def press(browse: Any, caller: HelloCaller, answer: str, who: str = "volunteer") -> Any:
    return browse(who).post(reverse("field:say_hello", args=[caller.id]), {"answer": answer}, follow=True)


def said(caller: HelloCaller, answer: str, *, ago: dt.timedelta) -> HelloCheck:
    """An answer of some time ago."""
    at = timezone.now() - ago
    return HelloCheck.objects.create(
        enrolment=caller.enrolment,
        household_id=caller.household_id,
        area_id=caller.area_id,
        post=caller.post,
        result=answer,
        on=timezone.localdate(at),
        at=at,
    )


def turn(caller: HelloCaller) -> str:
    """What became of this week's turn."""
    (row,) = dues_with_status(today()).filter(
        household_id=caller.household_id, opens_on__lte=today(), closes_on__gte=today()
    )
    return str(row.status)


def test_the_list_shows_the_given_name_and_the_address_and_nothing_else_of_the_home(cast: Cast, browse: Any) -> None:
    household = home(cast, pinned_line="카나리아", registered_address="카나리아주민등록지")
    given(cast, household)
    other = home(cast, name="남의집")
    shown = page(browse)
    assert "병순 어르신 댁" in shown
    assert household.address in shown
    for hidden in ("박병순", "카나리아", household.members.get().phone, other.address, "남의집"):
        assert hidden not in shown


def test_one_press_settles_the_turn_of_the_week(cast: Cast, browse: Any) -> None:
    caller = given(cast)
    assert turn(caller) == Due.Status.DUE
    assert "안부를 물을 집 <b>1곳</b>" in page(browse)
    shown = press(browse, caller, "well").content.decode()
    assert "이번에 물을 집은 모두 물었습니다" in shown
    assert turn(caller) == Due.Status.VISITED
    press(browse, caller, "well")
    assert HelloCheck.objects.count() == 1, "pressed twice within minutes it is one answer"


def test_a_home_not_met_is_still_owed(cast: Cast, browse: Any) -> None:
    caller = given(cast)
    shown = press(browse, caller, "missed").content.decode()
    assert turn(caller) == Due.Status.NOT_MET
    assert "안부를 물을 집 <b>1곳</b>" in shown


def test_two_days_missed_in_a_row_make_a_worry_of_the_home_once(cast: Cast) -> None:
    caller = given(cast)
    said(caller, "missed", ago=dt.timedelta(days=7))
    assert tell_missed_hellos(0) == 0, "one miss is none"
    said(caller, "missed", ago=UNDO + dt.timedelta(minutes=1))
    assert tell_missed_hellos(0) == 1
    assert tell_missed_hellos(0) == 0
    signal = Signal.objects.get()
    assert (signal.household_id, signal.channel, signal.kinds) == (caller.household_id, "HELLO_ALARM", ["unseen"])
    assert WorkItem.objects.filter(household_id=caller.household_id, closed_on__isnull=True).exists()


def test_twice_missed_on_one_day_is_one_miss_and_a_greeting_between_begins_anew(cast: Cast) -> None:
    caller = given(cast)
    said(caller, "missed", ago=dt.timedelta(minutes=50))
    said(caller, "missed", ago=dt.timedelta(minutes=30))
    if timezone.localdate(timezone.now() - dt.timedelta(minutes=50)) == today():
        assert missed_days(caller.enrolment) == [today()]
        assert tell_missed_hellos(0) == 0
    other = given(cast, home(cast))
    said(other, "missed", ago=dt.timedelta(days=14))
    said(other, "well", ago=dt.timedelta(days=7))
    said(other, "missed", ago=dt.timedelta(days=2))
    assert len(missed_days(other.enrolment)) == 1


def test_a_slip_is_taken_back_within_ten_minutes_and_never_reaches_the_dong(cast: Cast, browse: Any) -> None:
    caller = given(cast)
    said(caller, "missed", ago=dt.timedelta(days=7))
    assert "되돌리기" in press(browse, caller, "missed").content.decode()
    shown = browse("volunteer").post(reverse("field:undo_hello", args=[caller.id]), follow=True).content.decode()
    assert "되돌리기" not in shown
    HelloCheck.objects.update(at=timezone.now() - dt.timedelta(hours=1))
    assert tell_missed_hellos(0) == 0
    assert HelloCheck.objects.filter(undone_at__isnull=False).count() == 1, "the row stays, marked"
    refused = browse("volunteer").post(reverse("field:undo_hello", args=[caller.id]))
    assert refused.status_code == 422
    assert errors.HelloStands().sentence in refused.content.decode()


def test_a_worry_is_told_at_once_as_a_worry_of_that_home_with_the_teller_sealed(cast: Cast, browse: Any) -> None:
    caller = given(cast)
    path = reverse("field:hello_worry", args=[caller.id])
    assert browse("volunteer").post(path, {"level": "normal"}).status_code == 422
    answers = {"kind": "ill", "level": "high", "words": "기침이 심하심"}
    assert "동에 알렸습니다" in browse("volunteer").post(path, answers, follow=True).content.decode()
    check, signal = HelloCheck.objects.get(), Signal.objects.get()
    assert (check.result, check.signal_id) == ("worry", signal.id)
    assert (signal.household_id, signal.channel, signal.level) == (caller.household_id, "GOODNB", "high")
    assert Reporter.objects.get(signal=signal).kind == "안부 이웃"
    assert turn(caller) == Due.Status.VISITED
    assert "되돌리기" not in page(browse), "what the dong knows is not taken back"


def test_without_consent_the_home_is_not_given_and_leaves_the_list_at_once(cast: Cast, browse: Any) -> None:
    bare = enrolled(cast, home(cast))
    with acting_as(by := cast.actor("officer")), pytest.raises(errors.HelloNeedsConsent):
        give_home(enrolment=bare, post=cast.posts["volunteer"], by=by)
    household = home(cast)
    caller = given(cast, household)
    with acting_as(by):
        withdraw_consent(consent=household.consents.get(), on=today(), by=by)
    shown = page(browse)
    assert household.address not in shown
    assert "보여 드리지 않는 집 1곳" in shown
    assert press(browse, caller, "well").status_code == 422


def test_only_a_neighbour_of_the_dong_is_given_a_home(cast: Cast) -> None:
    household = home(cast)
    agree(cast, household)
    row = enrolled(cast, household)
    with acting_as(by := cast.actor("officer")):
        for who in ("nurse", "colleague"):
            with pytest.raises(errors.NotANeighbour):
                give_home(enrolment=row, post=cast.posts[who], by=by)


def test_a_home_given_to_another_is_no_longer_mine(cast: Cast, browse: Any) -> None:
    caller = given(cast)
    with acting_as(by := cast.actor("officer")):
        give_home(enrolment=caller.enrolment, post=cast.posts["member"], by=by)
    assert caller.household.address not in page(browse)
    assert caller.household.address in page(browse, "member")
    assert press(browse, caller, "well").status_code == 404
    with acting_as(by):
        enrolling.end_enrolment(enrolment=caller.enrolment, because="이사하심", by=by)
    assert caller.household.address not in page(browse, "member")
    assert not HelloCaller.objects.filter(ends_on__isnull=True).exists()


def test_the_homes_of_a_neighbour_who_left_come_to_the_dong_to_be_given_anew(cast: Cast, browse: Any) -> None:
    caller, kept = given(cast), given(cast, home(cast, name="최한호"), to="honorary")
    Post.objects.filter(id=caller.post_id).update(ends_on=today() - dt.timedelta(days=1))
    assert take_back_left_homes(0) == 1
    assert take_back_left_homes(0) == 0, "asked for once"
    caller.refresh_from_db()
    kept.refresh_from_db()
    assert (caller.ends_on, kept.ends_on) == (today(), None)
    line = Clock.objects.get(policy__code="visit.hello", done_at__isnull=True)
    assert (line.household_id, line.area_id, line.role) == (caller.household_id, caller.area_id, "dong_officer")
    body = browse("officer").get(reverse("desk:today")).content.decode()
    assert "다른 이웃에게 맡기기" in body
    assert reverse("visits:enrol", args=[caller.household_id]) in body
    with acting_as(by := cast.actor("officer")):
        give_home(enrolment=caller.enrolment, post=cast.posts["honorary"], by=by)
    line.refresh_from_db()
    assert line.done_at is not None


def test_a_home_that_leaves_the_programme_asks_for_no_neighbour(cast: Cast) -> None:
    caller = given(cast)
    Post.objects.filter(id=caller.post_id).update(ends_on=today() - dt.timedelta(days=1))
    take_back_left_homes(0)
    with acting_as(by := cast.actor("officer")):
        enrolling.end_enrolment(enrolment=caller.enrolment, because="이사하심", by=by)
    assert not Clock.objects.filter(policy__code="visit.hello", done_at__isnull=True).exists()


def test_a_neighbour_reaches_only_the_homes_given(cast: Cast) -> None:
    caller, other = given(cast), home(cast)
    actor = cast.actor("volunteer")
    with acting_as(actor):
        rows = list(callers_of(actor))
    with acting_as(neighbour(rows, actor)):
        assert set(Household.objects.values_list("id", flat=True)) == {caller.household_id}
        assert not Household.objects.filter(id=other.id).exists()
        say_hello(caller=caller, result=HelloCheck.Result.WELL, by=actor)


def test_the_officer_gives_the_home_and_reads_what_was_said(cast: Cast, browse: Any) -> None:
    household = home(cast)
    agree(cast, household)
    row = enrolled(cast, household)
    path = reverse("visits:enrol", args=[household.id])
    assert "박정임 (좋은이웃들 봉사자)" in browse("officer").get(path).content.decode()
    told = {"post": str(cast.posts["volunteer"].id)}
    browse("officer").post(reverse("visits:give_hello", args=[row.id]), told)
    press(browse, HelloCaller.objects.get(), "well")
    assert "잘 지내심" in browse("officer").get(path).content.decode()
    assert "박정임 · 잘 지내심" in browse("officer").get(reverse("visits:due_list", args=["HELLO"])).content.decode()
    refused = browse("officer").post(reverse("visits:give_hello", args=[row.id]), {"post": str(cast.posts["nurse"].id)})
    assert refused.status_code == 422


def test_greetings_are_counted_among_the_deeds_of_the_volunteer(cast: Cast) -> None:
    caller = given(cast)
    said(caller, "well", ago=dt.timedelta(minutes=1))
    one = type("V", (), {"id": caller.id, "post_id": caller.post_id})
    assert deeds_of([one], today() - dt.timedelta(days=1), today()) == {caller.id: Deeds(hellos=1)}  # type: ignore[list-item]


def test_the_list_asks_no_more_for_thirty_homes_than_it_must(cast: Cast, browse: Any) -> None:
    given(cast)
    client = browse("volunteer")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(LIST))
    for _ in range(4):
        given(cast, home(cast))
    with CaptureQueriesContext(connection) as five:
        client.get(reverse(LIST))
    assert len(five) - len(one) <= 4 * 3, "consent, cautions and the head of each home; nothing else by home"


def test_a_worry_told_cannot_be_marked_undone_and_a_worry_needs_its_signal(cast: Cast) -> None:
    caller = given(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        said(caller, "worry", ago=dt.timedelta(0))
    check = said(caller, "missed", ago=dt.timedelta(days=1))
    with acting_as(by := cast.actor("officer")):
        tell_misses(check=check, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelloCheck.objects.filter(id=check.id).update(undone_at=timezone.now())
