"""이어 적기: a contact of the market day becomes a known person's, counts once, goes back, and its worry moves along."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.counselling import errors
from bokjihub.counselling.actions.market_link import link_contact, unlink_contact
from bokjihub.counselling.actions.record import Agreement, Said, Step, Told, record_counselling
from bokjihub.counselling.models import Counselling, MarketContact, MarketLink
from bokjihub.counselling.queries.market import Totals, totals
from bokjihub.desk.queries.events import events_of
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.actions import MergeChoice, merge_households, undo_merge
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import members, merge_preview
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.registry import REPORTS
from tests.cast import Cast
from tests.counselling.test_market import hear, opened
from tests.factories.homes import home

pytestmark = pytest.mark.django_db


def link(cast: Cast, contact: MarketContact, person: Person, *, who: str = "hope", **more: Any) -> MarketLink:
    by = cast.actor(who)
    with acting_as(by):
        return link_contact(contact=contact, person=person, how=MarketLink.How.SAID, by=by, **more)


def unlink(cast: Cast, contact: MarketContact, *, who: str = "hope") -> MarketContact:
    by = cast.actor(who)
    with acting_as(by):
        return unlink_contact(contact=MarketContact.objects.get(id=contact.id), by=by)


def mobile(cast: Cast, *, dong: str = "금동") -> dict[str, Any]:
    """The figures of R12 for the dong that held the day."""
    today = timezone.localdate()
    with acting_as(cast.actor("hope")):
        report = REPORTS["mobile"].build(Scope(today, today, frozenset({cast.dongs[dong].id})))
    assert report.total is not None
    return dict(report.total.cells)


def head_of(household: Household) -> Person:
    return members(household.id)[0]


def test_a_stranger_of_the_market_becomes_a_persons_and_is_counted_once(cast: Cast) -> None:
    day, person = opened(cast), head_of(home(cast))
    first, second = hear(cast, day, answer="물품"), hear(cast, day, linked_won=300_000)
    before = mobile(cast)
    link(cast, first, person)
    link(cast, second, person)
    assert mobile(cast) == before | {"known": 1}
    assert (before["users"], before["helped"], before["won"], before["known"]) == (2, 2, 300_000, 0)
    assert mobile(cast, dong="노암동")["users"] == 0  # the day was held in 금동, whoever came
    said = [(one.verb, one.text) for one in events_of(person.household_id, limit=9)]
    assert said == [("이동상담", "안내함"), ("이동상담", "물품")]
    entry = Entry.objects.filter(act="market.link").latest("at")
    assert (entry.subjects, entry.detail["how"]) == ([person.household_id], "said")


def test_the_desk_of_the_market_keeps_its_totals_and_the_homes_dong_has_the_record(cast: Cast) -> None:
    day, person = opened(cast), head_of(home(cast))
    contact = hear(cast, day, answer="물품")
    link(cast, contact, person)
    for who, sees_link in (("geum_officer", False), ("officer", True)):
        with acting_as(cast.actor(who)):
            assert MarketContact.objects.filter(id=contact.id).exists()
            assert MarketLink.objects.filter(contact=contact).exists() is sees_link
    with acting_as(cast.actor("geum_officer")):
        assert totals(day) == Totals(users=1, helped=1, known=1, won=0)
    with acting_as(cast.actor("outsider")):
        assert not MarketContact.objects.exists()


def test_taken_back_nobody_is_named_and_it_can_be_somebody_else(cast: Cast) -> None:
    day, wrong, right = opened(cast), head_of(home(cast)), head_of(home(cast, name="정순자"))
    contact = hear(cast, day)
    link(cast, contact, wrong)
    with pytest.raises(errors.ContactHasAHome):
        link(cast, contact, right)
    unlink(cast, contact)
    contact.refresh_from_db()
    assert (contact.household_id, contact.person_id, contact.area_id) == (None, None, day.area_id)
    assert not events_of(wrong.household_id, limit=9)
    with pytest.raises(errors.NotLinked):
        unlink(cast, contact)
    link(cast, contact, right)
    assert [row.undone_by is None for row in MarketLink.objects.order_by("linked_at")] == [False, True]
    assert Entry.objects.filter(act="market.unlink", subjects=[wrong.household_id]).count() == 1


def test_a_home_out_of_reach_or_merged_away_is_refused(cast: Cast) -> None:
    day, person = opened(cast), head_of(home(cast))
    contact = hear(cast, day)
    with pytest.raises(errors.PersonGone):
        link(cast, contact, person, who="geum_officer")
    other = home(cast, name="정순자")
    Household.objects.filter(id=person.household_id).update(merged_into=other)
    with pytest.raises(errors.PersonGone):
        link(cast, contact, Person.objects.get(id=person.id))
    assert not MarketLink.objects.exists()


def test_a_worry_raised_with_it_reaches_the_homes_dong_and_must_end_before_the_undo(cast: Cast) -> None:
    day, person = opened(cast), head_of(home(cast))
    contact = hear(cast, day, answer="긴급")
    made = link(cast, contact, person, is_worry=True)
    assert made.signal is not None
    signal = Signal.objects.get(id=made.signal_id)
    assert (signal.channel, signal.level, signal.household_id) == ("MOBILE", "urgent", person.household_id)
    assert "생활비" in signal.words
    item = WorkItem.objects.get(household_id=person.household_id)
    assert Clock.objects.filter(subject_id=item.id, policy__code="work_item.assign", done_at__isnull=True).exists()
    with pytest.raises(errors.WorryStillOpen):
        unlink(cast, contact)
    assert MarketContact.objects.get(id=contact.id).household_id == person.household_id


def test_a_home_first_written_down_at_the_desk_is_joined_by_merging_with_all_that_hangs_on_it(cast: Cast) -> None:
    day, known = opened(cast), home(cast, dong="금동", name="한순이")
    contact = hear(cast, day, name="한순이", phone="010-0000-7777", agrees=True)
    assert contact.household is not None
    with pytest.raises(errors.ContactHasAHome):
        link(cast, contact, head_of(known))
    desk, before, hope = contact.household, mobile(cast), cast.actor("hope")
    with acting_as(hope):
        twins = {one.gone.id: one.kept.id for one in merge_preview(known, desk).twins} or {
            head_of(desk).id: head_of(known).id
        }
        log = merge_households(kept=known, gone=desk, choice=MergeChoice(same=twins, reason="같은 전화"), by=hope)
    contact.refresh_from_db()
    assert (contact.household_id, contact.person_id) == (known.id, head_of(known).id)
    assert Clock.objects.get(policy__code="counselling.call_back").household_id == known.id
    assert mobile(cast) == before
    with acting_as(hope):
        undo_merge(log=log, by=hope)
    contact.refresh_from_db()
    assert (contact.household_id, mobile(cast)) == (desk.id, before)


def test_the_call_a_market_day_promised_is_kept_by_the_talk(cast: Cast) -> None:
    contact = hear(cast, opened(cast), name="한순이", phone="010-0000-7777", agrees=True)
    assert contact.household is not None
    by = cast.actor("geum_officer")
    with acting_as(by):
        record_counselling(
            household=contact.household,
            said=Said(channel=Counselling.Channel.PHONE, on=by.day, client_words="병원비가 밀렸어요."),
            step=Step(
                Counselling.Disposition.APPLY, next_check_on=by.day + dt.timedelta(days=7), told=(Told("의료급여"),)
            ),
            agreement=Agreement(),
            by=by,
        )
    assert Clock.objects.get(policy__code="counselling.call_back").done_at is not None


def test_on_the_page_one_searches_chooses_and_takes_back(cast: Cast, browse: Any) -> None:
    day, person = opened(cast), head_of(home(cast, name="박병순"))
    contact, hope = hear(cast, day), browse("hope")
    people = reverse("counselling:market_people", args=[day.id])
    assert "모르는 분" in hope.get(people).content.decode()
    page = reverse("counselling:link_contact", args=[contact.id])
    assert hope.post(page, {"name": ""}).status_code == 422
    found = hope.post(page, {"name": "박병순"}).content.decode()
    assert str(person.id) in found
    assert "박○순" in found or "박*순" in found
    assert hope.post(page, {"name": "박병순", "person": str(person.id)}).status_code == 422  # how one knows is missing
    stranger = head_of(home(cast, name="정순자"))
    assert hope.post(page, {"name": "박병순", "person": str(stranger.id), "how": "said"}).status_code == 422
    assert hope.post(page, {"name": "박병순", "person": str(person.id), "how": "called"}).headers["Location"] == people
    assert "전화로 확인" in hope.get(people).content.decode()
    assert hope.post(reverse("counselling:unlink_contact", args=[contact.id])).headers["Location"] == people
    assert "모르는 분" in hope.get(people).content.decode()
    read = Entry.objects.filter(act="market.record", detail__has_key="fields").latest("at")
    assert "박병순" not in str(read.detail)
