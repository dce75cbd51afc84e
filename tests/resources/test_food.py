"""푸드마켓: once a month and five things; beyond it a sentence, or a reason; a month not used lapses; the receipt says it all."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Person
from bokjihub.resources.actions import food
from bokjihub.resources.actions.food import BeyondRule, Taken
from bokjihub.resources.models import FoodMember, FoodUse, Mark
from bokjihub.resources.queries.food import month_rows, not_for, room_of
from bokjihub.ui.papers import hwpx
from bokjihub.ui.papers.reading import paper_of
from tests.cast import Cast
from tests.factories import resources
from tests.factories.resources import today
from tests.ui.test_papers import holds_everything, text_of_hwpx

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 10)


def enrolled(cast: Cast, **rule: Any) -> FoodMember:
    resources.food_rule(cast, starts_on=dt.date(2026, 1, 1), **rule)
    member = resources.food_member(cast, resources.home(cast))
    FoodMember.objects.update(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    return FoodMember.objects.get(id=member.id)


def take(cast: Cast, member: FoodMember, **more: Any) -> FoodUse:
    actor = cast.actor("resource", day=dt.date(2026, 12, 20))
    key = more.pop("once_key", uuid4())
    with acting_as(actor):
        return food.record_food_use(
            member=member, taken=Taken(**{"used_on": DAY, "items": 5, **more}), once_key=key, by=actor
        )


BEYOND: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("둘째 번", {}, "이 달에 이미 1번 이용했습니다(한 달 1번)"),
    ("여섯 가지", {"used_on": dt.date(2026, 12, 1), "items": 6}, "한 번에 5가지까지입니다"),
    ("기간 밖", {"used_on": dt.date(2025, 12, 31)}, "밖입니다"),
)


@pytest.mark.parametrize(("why", "more", "words"), BEYOND, ids=[one[0] for one in BEYOND])
def test_a_use_beyond_the_rule_is_refused_or_stands_with_its_reason(
    cast: Cast, why: str, more: dict[str, Any], words: str
) -> None:
    member = enrolled(cast)
    if why == "기간 밖":
        member.provider.food_rules.update(starts_on=dt.date(2025, 1, 1))
    take(cast, member)
    with pytest.raises(BeyondRule) as refused:
        take(cast, member, **more)
    assert words in str(refused.value)
    use = take(cast, member, reason="불이 나서 다시 드림", **more)
    assert (words in use.beyond, use.reason) == (True, "불이 나서 다시 드림")


def test_a_market_without_exceptions_refuses_the_reason_too(cast: Cast) -> None:
    member = enrolled(cast, may_exceed=False)
    with pytest.raises(BeyondRule, match="예외를 두지 않습니다"):
        take(cast, member, items=6, reason="사정이 있음")
    assert not FoodUse.objects.exists()


def test_a_month_not_used_lapses_and_the_next_begins_anew(cast: Cast) -> None:
    member = enrolled(cast)
    take(cast, member)
    november, december = room_of(member, DAY), room_of(member, dt.date(2026, 12, 1))
    assert november is not None
    assert december is not None
    assert (november.uses_left, december.uses_left) == (0, 1)


def test_points_are_counted_where_the_market_counts_them(cast: Cast) -> None:
    member = enrolled(cast, points_a_month=100, uses_a_month=4)
    take(cast, member, points=70)
    with pytest.raises(BeyondRule, match="점수가 30점 남았습니다"):
        take(cast, member, points=31)
    assert take(cast, member, points=30).beyond == ""


def test_a_rule_of_a_day_judges_the_uses_of_that_day(cast: Cast) -> None:
    member = enrolled(cast)
    actor = cast.actor("resource", day=dt.date(2026, 11, 20))
    with acting_as(actor):
        terms = food.Terms(uses_a_month=2, items_a_use=8, term_months=12, source="새 지침")
        food.set_food_rule(provider=member.provider, terms=terms, starts_on=dt.date(2026, 12, 1), by=actor)
        with pytest.raises(food.RuleInThePast):
            food.set_food_rule(provider=member.provider, terms=terms, starts_on=dt.date(2026, 11, 1), by=actor)
    with pytest.raises(BeyondRule):
        take(cast, member, items=8)
    assert take(cast, member, items=8, used_on=dt.date(2026, 12, 1)).beyond == ""


def test_who_may_come_is_the_markets_order_and_a_pause_follows_the_end(cast: Cast) -> None:
    rule = resources.food_rule(cast, for_whom=[Mark.NEAR_POOR, Mark.ELDER])
    home = resources.home(cast)
    Person.objects.filter(household=home).update(benefit_status=["near_poor"])
    assert not_for(home, rule, today()) == (Mark.NEAR_POOR, [])
    Person.objects.filter(household=home).update(benefit_status=[], birth_on=dt.date(1990, 1, 1), birth_year=1990)
    assert not_for(home, rule, today()) == ("", ["이 곳은 차상위, 65세 이상이 있는 집에게 엽니다"])
    member = resources.food_member(cast, home)
    member.ends_on = today() - dt.timedelta(days=40)
    member.starts_on = today() - dt.timedelta(days=100)
    member.save()
    assert any("12개월은 쉽니다" in words for words in not_for(home, rule, today())[1])


def test_one_extension_and_no_more(cast: Cast) -> None:
    member = enrolled(cast)
    actor = cast.actor("resource", day=DAY)
    with acting_as(actor):
        assert food.extend_food(member=member, by=actor).ends_on == dt.date(2027, 12, 31)
        with pytest.raises(food.NoMoreExtension):
            food.extend_food(member=member, by=actor)


def test_the_same_sheet_sent_twice_is_one_use(cast: Cast) -> None:
    member, key = enrolled(cast), uuid4()
    assert take(cast, member, once_key=key) == take(cast, member, once_key=key)


def test_the_month_begins_with_who_has_not_come(cast: Cast) -> None:
    came = enrolled(cast)
    waits = resources.food_member(cast, resources.home(cast, "이몽룡"))
    FoodMember.objects.filter(id=waits.id).update(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    take(cast, came)
    rows = month_rows(came.provider, DAY.replace(day=1), DAY)
    assert [row.member.id for row in rows] == [waits.id, came.id]


def test_from_the_household_to_the_receipt_in_the_browser(cast: Cast, browse: Any) -> None:
    rule = resources.food_rule(cast)
    home = resources.home(cast)
    resources.worry(home)
    enrol = reverse("resources:food_home", args=[home.id])
    assert browse("officer").post(enrol, {"provider": rule.provider_id}).status_code == 302
    member = FoodMember.objects.get()
    assert "박*순" in browse("resource").get(reverse("resources:food")).content.decode()
    page = reverse("resources:food_member", args=[member.id])
    sent = {"used_on": str(today()), "items": 5, "words": "쌀, 라면", "once_key": str(uuid4())}
    assert browse("resource").post(page, sent).status_code == 302
    again = browse("resource").post(page, {**sent, "once_key": str(uuid4())})
    assert again.status_code == 422
    assert "이 달에 이미 1번" in again.content.decode()
    receipt = reverse("resources:food_receipt", args=[FoodUse.objects.get().id])
    paper = paper_of(browse("resource").get(receipt).content.decode())
    assert paper.title == "푸드마켓 이용 확인증"
    holds_everything(text_of_hwpx(hwpx.made(paper)), paper)


def test_a_rule_is_set_in_the_browser(cast: Cast, browse: Any) -> None:
    provider = resources.service(cast, "남원푸드마켓").provider
    sent = {
        "provider": str(provider.id),
        "starts_on": str(today()),
        "for_whom": ["near_poor"],
        "uses_a_month": 2,
        "items_a_use": 4,
        "term_months": 6,
        "renewals": 0,
        "pause_months": 3,
        "source": "운영 지침 제4조",
    }
    page = reverse("resources:food_rules")
    assert browse("resource").post(page, sent).status_code == 302
    body = browse("resource").get(page).content.decode()
    assert "한 달 2번, 한 번에 4가지" in body
    assert "예외 없음" in body
