"""What is offered and may be taken, what is asked of the Chest, and the statement to who gave."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import open_clocks
from bokjihub.resources.actions import chest, gifts, ledger
from bokjihub.resources.actions.gifts import Said
from bokjihub.resources.actions.ledger import AmountWrong, WordsMissing
from bokjihub.resources.models import ChestApplication, DonorNotice, Lot, Offer
from bokjihub.resources.queries.ledger import balance
from tests.cast import Cast
from tests.factories import resources as make

TOWN, COUNCIL, CENTRE = Lot.Custodian.TOWN, Lot.Custodian.COUNCIL, Lot.Custodian.CENTRE
OWN = Offer.Came.OWN


def do(cast: Cast, action: Any, *, who: str = "resource", **data: Any) -> Any:
    by = cast.actor(who)
    with acting_as(by):
        return action(**data, by=by)


def offered(cast: Cast, **more: Any) -> Offer:
    facts = {
        "name": "쌀", "kind": Lot.Kind.FOOD, "unit": "포", "quantity": 100, "total_won": 3_000_000, "custodian": COUNCIL,
        "came": OWN, "offered_on": make.today(), "donor": "한마음상회", **more,
    }  # fmt: skip
    offer: Offer = do(cast, gifts.enter_offer, area=cast.city, said=Said(**facts))
    return offer


def take_in(cast: Cast, offer: Offer, **more: Any) -> Lot:
    facts = {"offer": offer, "received_on": make.today(), "once_key": uuid4(), **more}
    lot: Lot = do(cast, gifts.take_in, **facts)
    return lot


def waits(cast: Cast, who: str) -> list[str]:
    """What Today asks this person to do."""
    actor = cast.actor(who)
    with acting_as(actor):
        return [clock.verb for clock in open_clocks(actor, until=actor.day + dt.timedelta(days=100))]


@pytest.mark.parametrize("custodian", [TOWN, COUNCIL])
def test_what_an_office_asked_for_is_not_even_written_down(cast: Cast, custodian: Lot.Custodian) -> None:
    with pytest.raises(gifts.AskedFor, match="제5조제1항"):
        offered(cast, came=Offer.Came.ASKED, custodian=custodian)
    assert not Offer.objects.exists()


def test_a_council_takes_a_free_gift_at_once_and_it_stands_in_the_book(cast: Cast) -> None:
    offer = offered(cast, purpose="설에", for_whom=("elder",))
    lot = take_in(cast, offer)
    assert (lot.route, lot.restriction, lot.for_whom, balance(lot).stock) == (
        Lot.Route.DESIGNATED,
        "설에",
        ["elder"],
        100,
    )
    assert lot.donor == "한마음상회"
    assert take_in(cast, offer).id == lot.id, "the same gift comes in once"


def test_a_town_needs_a_purpose_and_the_committee_and_another_person(cast: Cast) -> None:
    with pytest.raises(gifts.PurposeMissing):
        offered(cast, custodian=TOWN)
    offer = offered(cast, custodian=TOWN, purpose="겨울나기")
    assert offer.state == Offer.State.REVIEW
    assert (waits(cast, "hope"), waits(cast, "resource")) == (["기부심사 결과 적기"], [])
    with pytest.raises(gifts.ReviewFirst):
        take_in(cast, offer)
    facts = {"offer": offer, "is_accepted": True, "reference": "2026-기부-7", "reviewed_on": make.today()}
    with pytest.raises(gifts.ReviewerMissing):
        do(cast, gifts.record_review, **facts)
    do(cast, gifts.record_review, who="hope", **facts)
    assert (waits(cast, "hope"), waits(cast, "resource")) == ([], ["받아 창고에 넣기"])
    assert take_in(cast, offer).review_reference == "2026-기부-7"
    assert waits(cast, "resource") == []


def test_a_refused_gift_has_its_reason_and_never_comes_in(cast: Cast) -> None:
    offer = offered(cast, custodian=TOWN, purpose="겨울나기")
    facts = {"offer": offer, "is_accepted": False, "reference": "2026-기부-8", "reviewed_on": make.today()}
    with pytest.raises(WordsMissing):
        do(cast, gifts.record_review, who="hope", **facts)
    do(cast, gifts.record_review, who="hope", answer="대가를 바람", **facts)
    with pytest.raises((gifts.ReviewFirst, gifts.OfferIsOver)):
        take_in(cast, offer)


def test_what_a_collector_asked_us_to_take_is_only_handed_on(cast: Cast) -> None:
    offer = offered(cast, came=Offer.Came.COLLECTOR, custodian=TOWN)
    with pytest.raises(gifts.OnlyForward):
        take_in(cast, offer)
    assert do(cast, gifts.forward_offer, offer=offer, words="모금회 지회").state == Offer.State.FORWARDED


@pytest.mark.parametrize(
    ("custodian", "kind", "route"),
    [
        (CENTRE, Lot.Kind.FOOD, Lot.Route.FOOD),
        (CENTRE, Lot.Kind.DAILY, Lot.Route.CORPORATION),
        (Lot.Custodian.CHEST, Lot.Kind.CASH, Lot.Route.CHEST),
    ],
)
def test_each_keeper_has_its_lawful_way(cast: Cast, custodian: Any, kind: Any, route: Any) -> None:
    assert take_in(cast, offered(cast, custodian=custodian, kind=kind)).route == route


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"came": "asked", "custodian": "town", "state": "accepted"}, "resources_nobody_in_office_asks"),
        ({"custodian": "town", "state": "accepted", "purpose": "설"}, "resources_town_offer_was_reviewed"),
        ({"state": "rejected"}, "resources_offer_answer"),
    ],
)
def test_the_database_keeps_the_law_too(cast: Cast, fields: dict[str, str], constraint: str) -> None:
    offer = offered(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(id=offer.id).update(**fields)


def test_the_chest_is_asked_in_its_year_and_told_what_became_of_it(cast: Cast) -> None:
    facts = {"area": cast.city, "title": "난방비", "applicant": "노암동 협의체", "asked_won": 5_000_000}
    day = make.today()
    with pytest.raises(chest.OtherYear, match="제21조제3항"):
        do(cast, chest.apply_to_chest, year=day.year, applied_on=dt.date(day.year - 1, 12, 31), **facts)
    row: ChestApplication = do(cast, chest.apply_to_chest, year=day.year, applied_on=day, **facts)
    assert waits(cast, "resource") == ["모금회 답 적기"]
    with pytest.raises(chest.NotNow):
        do(cast, chest.tell_chest_result, application=row, spent_won=0, homes=0, result="x", told_on=day)
    do(cast, chest.record_chest_answer, application=row, is_granted=True, granted_won=4_000_000, decided_on=day)
    (line,) = Clock.objects.filter(subject_id=row.id, done_at__isnull=True)
    assert (line.verb, line.due_on >= dt.date(day.year + 1, 1, 29)) == ("결과 보고하기", True)
    result = {"application": row, "homes": 40, "result": "연탄 40가구", "told_on": day}
    with pytest.raises(AmountWrong, match="4,000,000원"):
        do(cast, chest.tell_chest_result, spent_won=4_000_001, **result)
    assert do(cast, chest.tell_chest_result, spent_won=3_900_000, **result).homes == 40
    assert not Clock.objects.filter(subject_id=row.id, done_at__isnull=True).exists()


def test_another_city_sees_neither(cast: Cast) -> None:
    offered(cast)
    with acting_as(cast.actor("outsider")):
        assert not Offer.objects.exists()


def test_an_offer_walks_through_the_pages_to_the_statement(cast: Cast, browse: Any) -> None:
    """The desk writes it down, the hope unit enters the review, the desk takes it in; the giver's statement names no receiver."""
    desk, hope = browse("resource"), browse("hope")
    day = str(make.today())
    facts = {
        "name": "난방유", "kind": "heating", "quantity": 20, "unit": "통", "total_won": "100만", "donor": "별빛주유소",
        "came": "own", "custodian": "town", "purpose": "겨울나기", "offered_on": day,
    }  # fmt: skip
    assert desk.post(reverse("resources:offers"), {**facts, "came": "asked"}).status_code == 422
    answer = desk.post(reverse("resources:offers"), facts)
    assert answer.status_code == 302
    page = answer.url
    review = {"deed": "accept", "reference": "2026-기부-9", "reviewed_on": day}
    assert desk.post(page, review).status_code == 422, "not by who took it down"
    assert hope.post(page, review).status_code == 302
    assert desk.post(page, {"deed": "take_in", "received_on": day, "once_key": uuid4()}).status_code == 302
    lot = Lot.objects.get(name="난방유")
    words = desk.get(reverse("resources:donor_statement", args=[lot.id])).content.decode()
    assert "별빛주유소" in words
    assert "1,000,000" in words
    chest_page = reverse("resources:chest")
    ask = {
        "year": make.today().year,
        "title": "설 꾸러미",
        "applicant": "협의체",
        "asked_won": "300만",
        "applied_on": day,
    }
    assert desk.post(chest_page, ask).status_code == 302
    one = reverse("resources:chest_application", args=[ChestApplication.objects.get().id])
    assert desk.post(one, {"is_granted": "yes", "granted_won": "200만", "decided_on": day}).status_code == 302
    told = {"spent_won": "200만", "homes": 80, "result": "80가구", "told_on": day}
    assert desk.post(one, told).status_code == 302
    assert "2,000,000원" in desk.get(chest_page).content.decode()


def test_the_giver_of_a_facility_is_told_once_a_year_while_something_is_left(cast: Cast, browse: Any) -> None:
    """재무·회계 규칙 제41조의5: the 복지관 owes it, the council does not."""
    day = make.today()
    lot = take_in(cast, offered(cast, custodian=Lot.Custodian.CENTRE))
    take_in(cast, offered(cast, name="라면"))
    (line,) = Clock.objects.filter(policy__code="donor.statement", done_at__isnull=True)
    assert (line.subject_id, line.due_on >= day.replace(year=day.year + 1, day=min(day.day, 28))) == (lot.id, True)
    assert "한마음상회" not in line.title, "no giver's name on Today"
    desk, page = browse("resource"), reverse("resources:lot", args=[lot.id])
    assert "아직 알리지 않았습니다" in desk.get(page).content.decode()
    desk.post(reverse("resources:tell_donor", args=[lot.id]), {"how": "letter", "told_on": str(day)})
    assert "우편·전자우편" in desk.get(page).content.decode()
    line.refresh_from_db()
    assert line.done_at is not None
    assert Clock.objects.filter(subject_id=lot.id, done_at__isnull=True).count() == 1, (
        "something is left: again next year"
    )
    do(cast, ledger.discard, lot=lot, quantity=100, words="기한 지남", on=day, once_key=uuid4())
    do(cast, ledger.tell_donor, lot=lot, how=DonorNotice.How.IN_PERSON, told_on=day)
    assert not Clock.objects.filter(subject_id=lot.id, done_at__isnull=True).exists()


def test_nobody_is_told_of_a_gift_without_a_name_or_before_it_came(cast: Cast) -> None:
    day = make.today()
    hidden = take_in(cast, offered(cast, custodian=Lot.Custodian.CENTRE, is_anonymous=True, donor=""))
    with pytest.raises(ledger.NobodyToTell):
        do(cast, ledger.tell_donor, lot=hidden, how=DonorNotice.How.LETTER, told_on=day)
    known = take_in(cast, offered(cast, custodian=Lot.Custodian.CENTRE))
    with pytest.raises(ledger.ToldOutside):
        do(cast, ledger.tell_donor, lot=known, how=DonorNotice.How.LETTER, told_on=day - dt.timedelta(days=1))
    assert not DonorNotice.objects.exists()
