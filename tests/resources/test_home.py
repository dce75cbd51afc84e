"""자원의 첫 화면: every line of it is something that waits, and leads where it is done."""

import datetime as dt
from typing import Any

from django.urls import reverse
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.partners import actions as partners
from bokjihub.partners.models import CouncilMeeting, CouncilTerm
from bokjihub.resources.actions import chest, gifts, ledger
from bokjihub.resources.models import Lot, Offer, Service
from bokjihub.resources.queries.home import store
from tests.cast import Cast
from tests.factories import resources as make


def lines_of(browse: Any, who: str = "resource") -> dict[str, list[tuple[str, str]]]:
    """Panel → its lines as (words, address)."""
    page = html.document_fromstring(browse(who).get(reverse("resources:home")).content.decode())
    return {
        panel.get("id"): [
            (" ".join(row.text_content().split()), next(iter(row.xpath(".//a/@href")), ""))
            for row in panel.cssselect("li")
        ]
        for panel in page.cssselect("section.panel")
    }


def in_days(days: int) -> dt.date:
    return make.today() + dt.timedelta(days=days)


def test_what_spoils_first_stands_first_and_what_is_over_is_thrown_away(cast: Cast, browse: Any) -> None:
    late = make.lot(cast, name="우유", expires_on=in_days(9))
    over = make.lot(cast, name="두부", expires_on=in_days(-1))
    make.lot(cast, name="쌀", expires_on=in_days(90))
    make.lot(cast, name="이불", kind=Lot.Kind.DAILY)
    words = lines_of(browse)["expiring"]
    assert [address for _, address in words] == [
        reverse("resources:lot", args=[over.id]),
        reverse("resources:new_allocation", args=[late.id]),
    ]
    assert "버림 적기" in words[0][0]
    assert "나눔 짜기" in words[1][0]
    assert store(make.today()).kinds == 4


def test_what_was_given_away_does_not_press(cast: Cast, browse: Any) -> None:
    lot = make.lot(cast, name="우유", quantity=10, expires_on=in_days(3))
    with acting_as(by := cast.actor("resource")):
        ledger.discard(lot=lot, quantity=10, words="상함", on=make.today(), once_key=lot.id, by=by)
    assert lines_of(browse)["expiring"] == []


def test_an_offer_waits_until_it_has_an_end(cast: Cast, browse: Any) -> None:
    facts = {
        "name": "김치", "kind": Lot.Kind.FOOD, "unit": "통", "quantity": 30, "total_won": 600_000,
        "custodian": Lot.Custodian.TOWN, "came": Offer.Came.OWN, "offered_on": make.today(), "donor": "한마음상회", "purpose": "김장",
    }  # fmt: skip
    with acting_as(by := cast.actor("resource")):
        offer = gifts.enter_offer(area=cast.city, said=gifts.Said(**facts), by=by)
    ((words, address),) = lines_of(browse)["offers"]
    assert "김치 30통" in words
    assert address == reverse("resources:offer", args=[offer.id])
    with acting_as(by):
        gifts.decline_offer(offer=offer, words="보관할 곳이 없음", by=by)
    assert lines_of(browse)["offers"] == []


def test_the_secretary_sees_meetings_to_tell_of_and_terms_that_end(cast: Cast, browse: Any) -> None:
    area, by = cast.dongs["노암동"], cast.actor("secretary")
    with acting_as(by):
        partners.appoint_members(
            appointments=[partners.Appointment(area, "위원하나", CouncilTerm.Seat.MEMBER)],
            starts_on=in_days(-700),
            by=by,
        )
        meeting = partners.call_meeting(
            area=area, held_on=in_days(10), body=CouncilTerm.Body.MAIN, kind=CouncilMeeting.Kind.REGULAR,
            held_at=dt.time(14), place="회의실", agenda="겨울나기", by=by,
        )  # fmt: skip
    first, second = lines_of(browse, "secretary")["councils"]
    assert "알림 적기" in first[0]
    assert first[1] == reverse("partners:meeting", args=[meeting.id])
    assert "끝나는 위원 1명" in second[0]
    assert "expiring" not in lines_of(browse, "secretary")


def test_an_application_to_the_chest_waits_for_its_answer(cast: Cast, browse: Any) -> None:
    assert "chest" not in lines_of(browse)
    with acting_as(by := cast.actor("resource")):
        asked = chest.apply_to_chest(
            area=cast.city,
            year=make.today().year,
            title="겨울 이불",
            applicant="남원시 협의체",
            asked_won=5_000_000,
            applied_on=make.today(),
            by=by,
        )
    assert lines_of(browse)["chest"][0][1] == reverse("resources:chest_application", args=[asked.id])


def test_places_nobody_asked_about_are_counted(cast: Cast, browse: Any) -> None:
    service = make.service(cast)
    assert not any("빈자리" in words for words, _ in lines_of(browse, "officer")["ways"])
    Service.objects.filter(id=service.id).update(confirmed_on=in_days(-31))
    assert any("빈자리를 묻지 않은 곳 1곳" in words for words, _ in lines_of(browse, "officer")["ways"])
