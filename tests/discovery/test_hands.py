"""배정 확정 and 우리 몫: who would take what nobody has, inside what can be carried; the head's one press; a quota with its reason."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.discovery.actions import hands as actions
from bokjihub.discovery.models import Quota, WorkItem
from bokjihub.discovery.queries.hands import NAMES_PER_OFFICER, Proposed, carriers, propose
from tests.cast import Cast
from tests.factories.work_items import worry

pytestmark = pytest.mark.django_db
ASSIGN = "/discovery/assign/confirm/"


def text(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def proposed(cast: Cast, who: str = "head") -> Proposed:
    with acting_as(cast.actor(who)):
        return propose(cast.actor(who))


def quota(cast: Cast, per_officer: int, *, days: int = 0, reason: str = "휴직 1명") -> Quota:
    actor = cast.actor("head")
    with acting_as(actor):
        return actions.set_quota(
            area=cast.dongs["노암동"], per_officer=per_officer, starts_on=actor.day + dt.timedelta(days=days),
            reason=reason, by=actor,
        )  # fmt: skip


def test_the_tong_is_followed_while_there_is_room_then_the_other_officer(cast: Cast) -> None:
    """All homes lie in 5통, 김서연's: she takes what she can carry, 정민수 the rest, the least pressing waits."""
    for points in range(5):
        worry(cast, owner=None, points=points)
    quota(cast, 2)
    found = proposed(cast)
    assert [one.owner.user.name if one.owner else "" for one in found.proposals] == [
        "김서연",
        "김서연",
        "정민수",
        "정민수",
        "",
    ]
    assert [one.item.points for one in found.proposals] == [4, 3, 2, 1, 0]
    assert [(hand.post.user.name, hand.gets, hand.can) for hand in found.hands] == [("김서연", 2, 2), ("정민수", 2, 2)]
    assert (found.given, found.beyond) == (4, 1)
    assert found.proposals[0].why == "5통 담당"
    assert found.proposals[-1].why == "몫이 찼습니다"


def test_what_is_held_already_takes_room(cast: Cast) -> None:
    worry(cast, owner="officer")
    worry(cast, owner=None)
    quota(cast, 1)
    assert [one.owner.user.name for one in proposed(cast).proposals if one.owner] == ["정민수"]


def test_who_must_be_seen_is_never_left_waiting(cast: Cast) -> None:
    worry(cast, owner="officer")
    worry(cast, owner="colleague")
    worry(cast, owner=None, level="urgent")
    worry(cast, owner=None, points=500)
    quota(cast, 1)
    first, second = proposed(cast).proposals
    assert (first.item.level, first.owner and first.owner.user.name) == ("urgent", "김서연")
    assert second.owner is None


def test_the_head_confirms_all_in_one_press_and_may_change_one(cast: Cast, browse: Any) -> None:
    items = [worry(cast, owner=None) for _ in range(3)]
    head = browse("head")
    page = html.fromstring(head.get(ASSIGN).content)
    form = next(one for one in page.forms if one.method == "POST" and any("owner-" in key for key in one.fields))
    typed = dict(form.form_values()) | {
        f"owner-{items[0].id}": str(cast.posts["colleague"].id), f"owner-{items[1].id}": "",
    }  # fmt: skip
    answer = head.post(ASSIGN, typed, follow=True)
    assert "2가구의 담당을 정했습니다. 남은 1가구는 기다립니다." in text(answer)
    owners = [WorkItem.objects.get(id=item.id).owner for item in items]
    assert [owner and owner.user.name for owner in owners] == ["정민수", None, "김서연"]
    assert Entry.objects.filter(act="work_item.confirm_assignments").count() == 1


def test_what_somebody_took_meanwhile_stays_theirs(cast: Cast) -> None:
    item = worry(cast, owner=None)
    actor = cast.actor("head")
    WorkItem.objects.filter(id=item.id).update(owner=cast.posts["officer"], state="assigned")
    with acting_as(actor):
        assert actions.confirm_assignments(owners={item: cast.posts["colleague"]}, by=actor) == 0
    item.refresh_from_db()
    assert item.owner == cast.posts["officer"]


def test_an_officer_neither_confirms_nor_changes_the_quota(cast: Cast, browse: Any) -> None:
    for path in (ASSIGN, f"/discovery/quota/{cast.dongs['노암동'].id}/"):
        assert browse("officer").get(path).status_code == 404
    assert browse("head").get(f"/discovery/quota/{cast.dongs['금동'].id}/").status_code == 404


def test_a_quota_holds_from_its_day_with_its_reason(cast: Cast, browse: Any) -> None:
    path = f"/discovery/quota/{cast.dongs['노암동'].id}/"
    head = browse("head")
    wrong = head.post(path, {"per_officer": "12", "starts_on": "오늘", "reason": "  "})
    assert wrong.status_code == 422
    past = head.post(path, {"per_officer": "12", "starts_on": "-1", "reason": "휴직"})
    assert "지난날부터 바꿀 수는 없습니다" in text(past)
    assert "12가구" in text(head.post(path, {"per_officer": "12", "starts_on": "+3", "reason": "휴직"}, follow=True))
    today = timezone.localdate()
    areas = [cast.dongs["노암동"].id]
    with acting_as(cast.actor("head")):
        assert set(carriers(areas, today).values()) == {NAMES_PER_OFFICER}
        assert set(carriers(areas, today + dt.timedelta(days=3)).values()) == {12}
    assert "휴직" in text(head.get(path))


def test_a_zone_carries_the_least_any_of_its_dongs_allows(cast: Cast) -> None:
    Quota.objects.create(
        area=cast.dongs["죽항동"], per_officer=7, starts_on=timezone.localdate(), reason="산불 뒤", set_by=cast.city.id,
        set_label="시험",
    )  # fmt: skip
    with acting_as(cast.actor("zone_officer")):
        assert set(carriers([cast.dongs["왕정동"].id], timezone.localdate()).values()) == {NAMES_PER_OFFICER}
        everywhere = [cast.dongs[name].id for name in ("왕정동", "동충동", "죽항동")]
        assert set(carriers(everywhere, timezone.localdate()).values()) == {7}


@pytest.mark.parametrize("wrong", [{"per_officer": 0}, {"per_officer": 501}, {"reason": ""}])
def test_the_database_keeps_quotas_sensible(cast: Cast, wrong: dict[str, Any]) -> None:
    facts = {"area": cast.dongs["노암동"], "per_officer": 5, "starts_on": timezone.localdate(), "reason": "까닭"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.create(**{**facts, **wrong}, set_by=cast.city.id, set_label="시험")
