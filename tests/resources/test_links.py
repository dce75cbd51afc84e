"""의뢰: what may leave the house, what comes back, and what the next person sees."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.calendar import days_deadline
from bokjihub.clocks.queries import open_clocks
from bokjihub.discovery.models import Closure, WorkItem
from bokjihub.people import actions as people
from bokjihub.people.models import Consent, Household
from bokjihub.resources.actions import links, replies
from bokjihub.resources.models import LinkDelivery, Service, ServiceLink
from bokjihub.resources.queries import household_panel, referral
from tests.cast import Cast
from tests.factories import resources as make

State = ServiceLink.State


@pytest.fixture
def home(cast: Cast) -> Household:
    return make.home(cast, points=40)


@pytest.fixture
def lunch(cast: Cast) -> Service:
    return make.service(cast)


def send(cast: Cast, home: Household, service: Service, **more: object) -> links.Sent:
    facts: dict[str, object] = {"items": ("이름", "주소", "전화"), "reason": "무릎 수술 뒤 식사 준비 어려움", **more}
    with acting_as(cast.actor("officer")):
        sent = links.send_link(
            household=home,
            person=make.head(home),
            service=service,
            referral=links.Referral(**facts),
            by=cast.actor("officer"),
        )
        make.prove()
    return sent


def reply(cast: Cast, link: ServiceLink, decision: str, **more: object) -> ServiceLink:
    with acting_as(cast.actor("officer")):
        found = replies.answer_link(link=link, reply=replies.Reply(State(decision), **more), by=cast.actor("officer"))
        make.prove()
    return found


def accepted(cast: Cast, home: Household, service: Service) -> ServiceLink:
    make.consent(cast, home, service)
    return reply(cast, send(cast, home, service).link, "accepted", start_on=make.today())


def today_of(cast: Cast, who: str, days: int = 0) -> list[str]:
    actor = cast.actor(who)
    with acting_as(actor):
        return [clock.policy.code for clock in open_clocks(actor, until=make.today() + dt.timedelta(days=days))]


def deliver(cast: Cast, link: ServiceLink, **more: object) -> LinkDelivery:
    facts: dict[str, object] = {"on": make.today(), "quantity": 5, "once_key": uuid4(), "won": 35_000, **more}
    with acting_as(cast.actor("officer")):
        row = replies.record_delivery(link=link, delivered=replies.Delivered(**facts), by=cast.actor("officer"))
        make.prove()
    return row


def test_without_consent_nothing_is_sent_and_the_sentence_says_what_to_do(
    cast: Cast, home: Household, lunch: Service
) -> None:
    with pytest.raises(links.NoConsent, match=r"노암복지관에 보낼 동의가 없습니다\. 동의를 받거나 법에 정한 까닭을"):
        send(cast, home, lunch)


def test_an_ended_consent_says_when_it_ended(cast: Cast, home: Household, lunch: Service) -> None:
    ended = make.today() - dt.timedelta(days=3)
    make.consent(cast, home, lunch, given_on=ended - dt.timedelta(days=30), expires_on=ended)
    with pytest.raises(links.NoConsent, match=rf"{ended.month}\. {ended.day}\..*에 끝났습니다"):
        send(cast, home, lunch)


def test_consent_for_another_agency_or_purpose_does_not_count(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, make.service(cast, "푸드마켓 남원", "다섯 가지"))
    Consent.objects.create(
        household=home, area=home.area, purpose="counselling", items=["이름"], given_by="박영순", method="paper",
        recipient_id=lunch.provider.agency_id, given_on=make.today(), expires_on=make.today() + dt.timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(links.NoConsent):
        send(cast, home, lunch)


def test_items_beyond_the_consent_are_refused(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, lunch, ["이름", "전화"])
    with pytest.raises(links.ItemNotAllowed):
        send(cast, home, lunch, items=("이름", "주소"))
    assert send(cast, home, lunch, items=("이름", "전화")).link.items == ["이름", "전화"]


def test_a_legal_basis_needs_its_reason_and_carries_the_minimum_only(
    cast: Cast, home: Household, lunch: Service
) -> None:
    with pytest.raises(links.BasisNeedsReason):
        send(cast, home, lunch, legal_basis="emergency")
    with pytest.raises(links.ItemNotAllowed):
        send(cast, home, lunch, legal_basis="emergency", basis_reason="며칠째 굶으심", items=("이름", "나이"))
    sent = send(cast, home, lunch, legal_basis="emergency", basis_reason="며칠째 굶으심")
    assert (sent.link.consent, sent.link.legal_basis) == (None, "emergency")


def test_sending_moves_the_worry_and_asks_the_sender_after_seven_days(
    cast: Cast, home: Household, lunch: Service
) -> None:
    make.consent(cast, home, lunch)
    sent = send(cast, home, lunch)
    assert WorkItem.objects.get(household=home).state == WorkItem.State.LINKED
    reply_in = (days_deadline(make.today(), 7) - make.today()).days  # a weekend moves it to the next working day
    assert reply_in in {7, 8, 9}
    assert "link.reply" not in today_of(cast, "officer", reply_in - 1)
    assert "link.reply" in today_of(cast, "officer", reply_in)
    assert "link.alternative" not in today_of(cast, "officer", 13)
    assert "link.alternative" in today_of(cast, "officer", 20)
    assert "link.reply" not in today_of(cast, "colleague", 30)
    assert sent.token not in str(sent.link.__dict__)
    assert len(sent.token) >= 22


def test_the_referral_shows_the_ticked_fields_and_no_other(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, lunch)
    link = send(cast, home, lunch, items=("이름", "나이")).link
    shown = referral.shared_fields(link.person, home, link.items)
    assert [(one.label, one.value) for one in shown] == [
        ("이름", "박영순"),
        ("나이", f"만 {make.head(home).age_on(make.today())}세"),
    ]


@pytest.mark.parametrize(
    ("decision", "facts"),
    [("accepted", {}), ("waitlisted", {}), ("declined", {}), ("conditional", {}), ("more_asked", {}), ("started", {})],
)
def test_an_answer_needs_what_the_sender_needs_to_know(
    cast: Cast, home: Household, lunch: Service, decision: str, facts: dict[str, object]
) -> None:
    make.consent(cast, home, lunch)
    with pytest.raises(replies.AnswerIncomplete):
        reply(cast, send(cast, home, lunch).link, decision, **facts)


def test_a_reply_reaches_the_senders_today_and_ends_the_waiting(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, lunch)
    link = send(cast, home, lunch).link
    reply(cast, link, "declined", words="자리가 없습니다")
    codes = today_of(cast, "officer", 30)
    assert "link.answer" in today_of(cast, "officer")
    assert "link.alternative" in codes
    assert "link.reply" not in codes


def test_the_same_answer_twice_is_one_and_another_is_refused(cast: Cast, home: Household, lunch: Service) -> None:
    link = accepted(cast, home, lunch)
    first = link.replied_at
    assert reply(cast, link, "accepted", start_on=make.today()).replied_at == first
    with pytest.raises(replies.AlreadyAnswered):
        reply(cast, link, "declined", words="바뀜")


def test_a_wait_may_become_a_yes(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, lunch)
    link = reply(cast, send(cast, home, lunch).link, "waitlisted", expected_on=make.today() + dt.timedelta(days=9))
    assert reply(cast, link, "accepted", start_on=make.today()).state == State.ACCEPTED


def test_nothing_is_delivered_before_it_was_taken_on(cast: Cast, home: Household, lunch: Service) -> None:
    make.consent(cast, home, lunch)
    link = send(cast, home, lunch).link
    with pytest.raises(replies.NotTakenYet):
        deliver(cast, link)


def test_the_same_delivery_sheet_twice_is_one_delivery(cast: Cast, home: Household, lunch: Service) -> None:
    link, key = accepted(cast, home, lunch), uuid4()
    assert deliver(cast, link, once_key=key).id == deliver(cast, link, once_key=key).id
    with pytest.raises(replies.OtherBodySameKey):
        deliver(cast, link, once_key=key, quantity=6)
    assert LinkDelivery.objects.count() == 1
    link.refresh_from_db()
    assert link.state == State.STARTED


@pytest.mark.parametrize("days", [-1, 1])
def test_a_delivery_lies_between_sending_and_today(cast: Cast, home: Household, lunch: Service, days: int) -> None:
    link = accepted(cast, home, lunch)
    with pytest.raises(replies.DeliveryOutOfTime):
        deliver(cast, link, on=make.today() + dt.timedelta(days=days))


def test_a_delivered_link_proves_the_closing_and_a_sent_one_does_not(
    cast: Cast, home: Household, lunch: Service
) -> None:
    link = accepted(cast, home, lunch)
    item = WorkItem.objects.get(household=home)

    def close() -> None:
        Closure.objects.create(
            work_item=item, household=home, area=home.area, kind="PRIV", closed_on=make.today(), closed_by=uuid4()
        )
        WorkItem.objects.filter(id=item.id).update(closed_on=make.today())
        make.prove()

    with pytest.raises(IntegrityError, match="delivery"), transaction.atomic():
        close()
    deliver(cast, link)
    close()


def test_ending_needs_a_delivery_or_a_reason(cast: Cast, home: Household, lunch: Service) -> None:
    link, actor = accepted(cast, home, lunch), cast.actor("officer")
    with acting_as(actor):
        with pytest.raises(links.NothingDelivered):
            links.end_link(link=link, ended_on=make.today(), completed=True, by=actor)
        with pytest.raises(links.EndNeedsReason):
            links.end_link(link=link, ended_on=make.today(), completed=False, by=actor)
    deliver(cast, link)
    with acting_as(actor):
        links.end_link(link=link, ended_on=make.today(), completed=True, by=actor)
        make.prove()
    assert not {"link.delivery", "link.reply"} & set(today_of(cast, "officer", 99))
    with acting_as(actor), pytest.raises(links.LinkIsOver):
        links.renew_link(link=link, by=actor)


def test_a_link_ended_by_the_agency_is_told_to_the_sender_and_one_ended_by_the_sender_is_not(
    cast: Cast, home: Household, lunch: Service
) -> None:
    own = accepted(cast, home, lunch)
    deliver(cast, own)
    officer = cast.actor("officer")
    with acting_as(officer):
        links.end_link(link=own, ended_on=make.today(), completed=True, by=officer)
    assert "link.answer" not in today_of(cast, "officer", 99)
    theirs = accepted(cast, home, lunch)
    deliver(cast, theirs)
    agency = referral.reply_actor(referral.Behind(theirs.id, home.id, home.area_id), place="test")
    with acting_as(agency):
        links.end_link(link=theirs, ended_on=make.today(), completed=True, by=agency)
    assert "link.answer" in today_of(cast, "officer")
    with acting_as(officer):
        links.note_reply_read(link=theirs, by=officer)
    assert "link.answer" not in today_of(cast, "officer", 99)


def test_withdrawal_bites_at_once_and_the_sender_tells_the_agency(cast: Cast, home: Household, lunch: Service) -> None:
    link, actor = accepted(cast, home, lunch), cast.actor("officer")
    with acting_as(actor):
        links.withdraw_consent(consent=link.consent, on=make.today(), by=actor)
        make.prove()
        link.refresh_from_db()
    assert link.state == State.WITHDRAWN
    with pytest.raises(referral.ConsentGone):
        deliver(cast, link)
    with acting_as(actor), pytest.raises(referral.ConsentGone):
        replies.open_link(link=link, by=actor)
    assert today_of(cast, "officer", 40).count("link.stop") == 1
    assert "link.delivery" not in today_of(cast, "officer", 40)


def test_withdrawal_anywhere_freezes_the_link_in_the_database(cast: Cast, home: Household, lunch: Service) -> None:
    """Also where only `people` was asked, by a page that knows nothing of links."""
    link, actor = accepted(cast, home, lunch), cast.actor("officer")
    with acting_as(actor):
        people.withdraw_consent(consent=link.consent, on=make.today(), by=actor)
    link.refresh_from_db()
    assert (link.state, link.ended_on) == (State.WITHDRAWN, make.today())


def test_a_consent_that_ran_out_closes_the_view(cast: Cast, home: Household, lunch: Service) -> None:
    link = accepted(cast, home, lunch)
    Consent.objects.filter(id=link.consent_id).update(
        given_on=make.today() - dt.timedelta(days=9), expires_on=make.today() - dt.timedelta(days=1)
    )
    with pytest.raises(referral.ConsentGone):
        deliver(cast, link)


def test_every_change_is_on_record(cast: Cast, home: Household, lunch: Service) -> None:
    deliver(cast, accepted(cast, home, lunch))
    acts = set(Entry.objects.filter(subjects__contains=[home.id]).values_list("act", flat=True))
    assert {"link.send", "link.answer", "link.deliver"} <= acts


def test_the_household_shows_what_it_receives(cast: Cast, home: Household, lunch: Service) -> None:
    from bokjihub.accounts.access.panels import Degree

    assert household_panel(home.id, Degree.ALL) is None
    deliver(cast, accepted(cast, home, lunch))
    with acting_as(cast.actor("officer")):
        panel = household_panel(home.id, Degree.ALL)
        part = household_panel(home.id, Degree.PART)
    assert panel
    assert part
    assert [(row.service, row.times) for row in panel.links] == [("도시락", 1)]
    assert (panel.won, part.won) == (35_000, None)


def test_another_dong_sees_no_link(cast: Cast, home: Household, lunch: Service) -> None:
    link = accepted(cast, home, lunch)
    with acting_as(cast.actor("geum_officer")):
        assert not ServiceLink.objects.filter(id=link.id).exists()
    with acting_as(cast.actor("hope")):
        assert ServiceLink.objects.filter(id=link.id).exists()


# what the database promises against bare SQL


def _broken(link: ServiceLink, **columns: object) -> None:
    with transaction.atomic():
        ServiceLink.objects.filter(id=link.id).update(**columns)
        make.prove()


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("resources_link_has_consent_or_basis", {"consent": None}),
        ("resources_link_has_consent_or_basis", {"consent": None, "legal_basis": "emergency"}),
        ("resources_decline_says_why", {"state": "declined"}),
        ("resources_wait_has_a_date", {"state": "waitlisted"}),
        ("resources_ended_has_a_day", {"state": "withdrawn"}),
        ("resources_stop_says_why", {"state": "stopped", "ended_on": dt.date(2026, 1, 2)}),
        ("시작하거나 마칠 수 없습니다", {"state": "started"}),
        ("보낼 동의가 없습니다", {"items": ["건강"]}),
    ],
)
def test_the_database_refuses(
    cast: Cast, home: Household, lunch: Service, constraint: str, columns: dict[str, object]
) -> None:
    link = accepted(cast, home, lunch)
    with pytest.raises(IntegrityError, match=constraint):
        _broken(link, **columns)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [("resources_delivery_quantity", {"quantity": 0}), ("resources_delivery_won", {"won": -1})],
)
def test_the_database_refuses_empty_deliveries(
    cast: Cast, home: Household, lunch: Service, constraint: str, columns: dict[str, object]
) -> None:
    link = accepted(cast, home, lunch)
    facts = {"quantity": 1, "won": 0, **columns}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LinkDelivery.objects.create(
            link=link, household=home, area=home.area, delivered_on=make.today(), told_by="-", recorded_by=uuid4(),
            once_key=uuid4(), **facts,
        )  # fmt: skip


@pytest.mark.parametrize("table", ["resources_servicelink", "resources_linkdelivery"])
def test_the_application_deletes_nothing(cast: Cast, home: Household, lunch: Service, table: str) -> None:
    from django.db import DatabaseError, connection

    deliver(cast, accepted(cast, home, lunch))
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(cast.actor("hope")):
        connection.cursor().execute(f"DELETE FROM {table}")
