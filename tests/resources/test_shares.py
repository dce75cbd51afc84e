"""나눔 제안 and the sheet of ticks: proposed with reasons, edited, approved by another, handed over, nobody twice."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Household, Person
from bokjihub.resources.actions import allocations
from bokjihub.resources.actions.allocations import ListWish
from bokjihub.resources.actions.shares import Proposal, propose_shares
from bokjihub.resources.models import Allocation, AllocationLine, HandOver, Lot, Mark, Movement
from bokjihub.resources.queries.ledger import balance
from bokjihub.resources.queries.marks import marks_of, standings
from tests.cast import Cast
from tests.factories import resources as make

LineState = AllocationLine.State


def propose(cast: Cast, lots: list[Lot], *, marks: frozenset[str] = frozenset(), **more: Any) -> Proposal:
    by = cast.actor("resource")
    wish = ListWish("설 나눔", 0, 1, frozenset(dong.id for dong in cast.dongs.values()), marks)
    with acting_as(by):
        return propose_shares(lots=lots, wish=wish, by=by, **more)


def takers(made: Proposal, lot: Lot) -> list[str]:
    lines = AllocationLine.objects.filter(allocation__in=made.lists, allocation__lot=lot).order_by("place")
    return [Person.objects.get(household_id=line.household_id).name for line in lines]


def approve(cast: Cast, made: Allocation) -> None:
    for who, deed in (("resource", allocations.propose_allocation), ("emergency_head", allocations.approve_allocation)):
        with acting_as(cast.actor(who)):
            deed(allocation=made, by=cast.actor(who))


def sheet(client: Client, made: Allocation) -> Any:
    return client.get(reverse("resources:tick", args=[made.id]))


def tick(client: Client, made: Allocation, lines: list[AllocationLine], **more: Any) -> Any:
    facts = {"on": str(make.today()), "once_key": str(uuid4()), "line": [str(line.id) for line in lines], **more}
    receivers = {f"receiver-{line.id}": "본인" for line in lines}
    return client.post(reverse("resources:tick", args=[made.id]), {**receivers, **facts})


def test_two_lots_go_to_two_homes_and_each_line_says_why(cast: Cast) -> None:
    for name, points in (("김가을", 40), ("김나을", 30), ("김다을", 20)):
        make.home(cast, name, points=points)
    rice = make.lot(cast, name="쌀", quantity=1, total_won=30_000)
    soap = make.lot(cast, name="비누", kind=Lot.Kind.DAILY, quantity=1, total_won=5_000)
    made = propose(cast, [rice, soap])
    assert sorted(takers(made, rice) + takers(made, soap)) == ["김가을", "김나을"]
    assert made.reasons == {"더 급하거나 적게 받은 집이 먼저": 1}
    line = AllocationLine.objects.filter(allocation__lot=rice).get()
    assert "최근 받은 것 없음" in line.reason
    assert {one.state for one in made.lists} == {Allocation.State.DRAFT}, "a proposal decides nothing"
    assert len({one.round_id for one in made.lists}) == 1


def test_the_givers_wish_reaches_the_home_it_was_for(cast: Cast) -> None:
    elder = make.home(cast, "김어른", points=10)
    young = make.home(cast, "이젊은", points=50)
    Person.objects.filter(household=young).update(birth_on=dt.date(1990, 1, 1))
    box = make.lot(cast, name="떡국", quantity=1, total_won=10_000)
    Lot.objects.filter(id=box.id).update(for_whom=["elder"])
    box.refresh_from_db()
    made = propose(cast, [box])
    assert takers(made, box) == ["김어른"]
    assert made.reasons == {"맞는 것이 없음(준 분이 정한 집이 아님)": 1}
    assert "elder" in marks_of([elder.id], make.today())[elder.id]


def test_expired_things_are_not_shared_out(cast: Cast) -> None:
    make.home(cast, points=10)
    box = make.lot(cast, name="우유", quantity=5, total_won=5_000)
    Lot.objects.filter(id=box.id).update(expires_on=make.today() - dt.timedelta(days=1))
    box.refresh_from_db()
    with pytest.raises(allocations.NothingToGive):
        propose(cast, [box])


def test_what_a_home_is_follows_its_living_members(cast: Cast) -> None:
    home = make.home(cast, "한부모")
    mother = Person.objects.get(household=home)
    Person.objects.filter(id=mother.id).update(birth_on=dt.date(1985, 1, 1), benefit_status=["near_poor", "none"])
    child = Person.objects.create(
        household=home, area=home.area, name="아이", chosung="ㅇㅇ", birth_year=make.today().year - 9, relation="자녀"
    )
    gone = Person.objects.create(
        household=home, area=home.area, name="할머니", chosung="ㅎㅁㄴ", birth_year=1930, died_on=make.today()
    )
    assert marks_of([home.id], make.today())[home.id] == {Mark.CHILD, Mark.NEAR_POOR}
    assert child.household_id == gone.household_id == home.id


def test_a_list_by_criteria_takes_homes_without_a_worry_too(cast: Cast) -> None:
    quiet, worried = make.home(cast, "김고요"), make.home(cast, "김걱정", points=20)
    with acting_as(cast.actor("resource")):
        line = standings([cast.dongs["노암동"].id], make.today(), marks=frozenset({"elder"}))
        without = standings([cast.dongs["노암동"].id], make.today())
    assert [one.household_id for one in line] == [worried.id, quiet.id]
    assert [one.household_id for one in without] == [worried.id]


def test_a_sheet_of_ticks_is_one_booking_and_the_approver_is_refused(cast: Cast, browse: Any) -> None:
    for number in range(4):
        make.home(cast, f"김{number}번", points=10 + number)
    box = make.lot(cast, name="꾸러미", quantity=4, total_won=40_000)
    (made,) = propose(cast, [box]).lists
    approve(cast, made)
    desk = browse("resource")
    lines = list(made.lines.order_by("place"))
    assert sheet(browse("volunteer"), made).status_code == 404
    assert " checked" not in sheet(desk, made).content.decode(), "nothing is written down that nobody ticked"
    assert desk.get(reverse("resources:tick", args=[made.id]), {"all": "1"}).content.decode().count(" checked") == 4
    key = str(uuid4())
    assert tick(desk, made, lines[:3], once_key=key).status_code == 302
    assert tick(desk, made, lines[:3], once_key=key).status_code == 302
    assert Movement.objects.filter(kind=Movement.Kind.DELIVER).count() == 1
    assert HandOver.objects.filter(is_handed=True).count() == 3
    empty = {f"receiver-{lines[3].id}": " "}
    assert tick(desk, made, lines[3:], **empty).status_code == 422, "who took it is written down"
    head = cast.actor("emergency_head")
    with acting_as(head), pytest.raises(allocations.SamePerson):
        allocations.hand_over_many(
            allocation=made, receivers={lines[3].id: "본인"}, on=make.today(), once_key=uuid4(), by=head
        )
    box.refresh_from_db()
    assert balance(box).sentence == "들어옴 4 = 나감 3 + 나눔 몫 1"


def test_the_proposal_page_gives_lists_to_edit(cast: Cast, browse: Any) -> None:
    make.home(cast, "김가을", points=40)
    box = make.lot(cast, name="꾸러미", quantity=3, total_won=40_000)
    desk = browse("resource")
    url = reverse("resources:new_shares")
    assert "꾸러미" in desk.get(url).content.decode()
    facts = {"title": "설 나눔", "lots": [str(box.id)], "each": 1, "most_each": 1, "months": 6}
    answer = desk.post(url, facts)
    assert answer.status_code == 302
    assert "설 나눔 — 꾸러미" in desk.get(answer.url).content.decode()
    assert desk.post(url, {**facts, "marks": ["child"]}).status_code == 422, "nobody stands in that line"


@pytest.mark.slow
def test_a_thousand_boxes_from_the_offer_to_the_last_tick(cast: Cast, browse: Any) -> None:
    """설: 1,000 boxes for 1,001 elders in one sitting; who got food in another programme is caught; the book comes out even."""
    homes = many_homes(cast, 1_001)
    early = homes[500]
    other = make.lot(cast, name="도시락", quantity=1, total_won=5_000)
    (lunch,) = propose(cast, [other], marks=frozenset({"elder"})).lists
    lunch.lines.update(household=early, area=early.area)
    approve(cast, lunch)
    desk = browse("resource")
    assert tick(desk, lunch, list(lunch.lines.all())).status_code == 302

    boxes = make.lot(cast, name="설 꾸러미", quantity=1_000, total_won=25_000_000)
    by = cast.actor("resource")
    with acting_as(by):
        wish = ListWish("설", 1_000, 1, frozenset(dong.id for dong in cast.dongs.values()), frozenset({"elder"}))
        made = allocations.draft_allocation(lot=boxes, wish=wish, by=by)
    left_out = made.lines.get(state=LineState.LEFT_OUT)
    assert (left_out.household_id, left_out.is_double) == (early.id, True)
    assert "도시락" in left_out.got_lately
    approve(cast, made)
    for _ in range(5):
        rows = list(made.lines.filter(state=LineState.RESERVED).order_by("area__name", "place")[:200])
        assert tick(desk, made, rows).status_code == 302
    assert "다 적었습니다" in sheet(desk, made).content.decode()
    assert balance(boxes).sentence == "들어옴 1,000 = 나감 1,000"
    assert balance(boxes).won["delivered"] == 25_000_000
    made.refresh_from_db()
    with acting_as(by):
        assert allocations.finish_allocation(allocation=made, by=by).state == Allocation.State.DONE


def many_homes(cast: Cast, count: int) -> list[Household]:
    """Elders living alone, written at once."""
    dong = cast.dongs["노암동"]
    homes = Household.objects.bulk_create(
        Household(area=dong, address=f"노암동 시묘길 {number}", address_key=f"노암동시묘길{number}")
        for number in range(count)
    )
    Person.objects.bulk_create(
        Person(
            household=home, area=dong, name=f"김{number:04}", chosung="ㄱ", birth_on=dt.date(1945, 1, 1), is_head=True
        )
        for number, home in enumerate(homes)
    )
    return sorted(homes, key=lambda home: str(home.id))


def test_the_lists_of_one_sitting_go_up_together_or_are_dropped_together(cast: Cast, browse: Any) -> None:
    for name, points in (("김가을", 40), ("김나을", 30)):
        make.home(cast, name, points=points)
    lots = [make.lot(cast, name=name, kind=kind, quantity=2) for name, kind in (("쌀", "food"), ("비누", "daily"))]
    desk = browse("resource")
    wrong, right = (propose(cast, lots, most_each=2).lists[0].round_id for _ in range(2))
    page, change = (reverse(f"resources:{name}", args=[wrong]) for name in ("round", "change_round"))
    assert "초안 2개 모두 올리기" in desk.get(page).content.decode()
    assert desk.post(change, {"deed": "drop"}).status_code == 302
    assert set(Allocation.objects.filter(round_id=wrong).values_list("state", flat=True)) == {"dropped"}
    assert change not in desk.get(page).content.decode(), "nothing is left to do with it"
    one = Allocation.objects.filter(round_id=wrong)[0]
    with acting_as(by := cast.actor("resource")), pytest.raises(allocations.NotADraft):
        allocations.propose_allocation(allocation=one, by=by)
    assert desk.post(reverse("resources:change_round", args=[right]), {"deed": "propose"}).status_code == 302
    assert set(Allocation.objects.filter(round_id=right).values_list("state", flat=True)) == {"proposed"}
