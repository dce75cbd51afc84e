"""나눔: made, approved and handed over by three people; nobody twice; a missed box is a signal."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import LineCannotDecide, set_approval_line
from bokjihub.accounts.models import ApprovalLine, Assignment, Role
from bokjihub.clocks.actions import NotYourTurn
from bokjihub.clocks.queries import open_clocks, signing_of
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Household
from bokjihub.resources.actions import allocations, ledger
from bokjihub.resources.models import Account, Allocation, AllocationLine, Lot
from bokjihub.resources.queries.ledger import balance
from tests.cast import Cast
from tests.discovery.test_contact import lost
from tests.factories import resources as make

LineState = AllocationLine.State
Browse = Callable[[str], Client]


def draft(
    cast: Cast, lot: Lot, *, places: int = 3, who: str = "resource", dongs: tuple[str, ...] = ("노암동", "금동")
) -> Allocation:
    with acting_as(cast.actor(who)):
        wish = allocations.ListWish("설 꾸러미", places, 1, frozenset(cast.dongs[name].id for name in dongs))
        return allocations.draft_allocation(lot=lot, wish=wish, by=cast.actor(who))


def propose(cast: Cast, made: Allocation) -> Allocation:
    with acting_as(cast.actor("resource")):
        return allocations.propose_allocation(allocation=made, by=cast.actor("resource"))


def approve(cast: Cast, made: Allocation, who: str = "emergency_head") -> Allocation:
    with acting_as(cast.actor(who)):
        done = allocations.approve_allocation(allocation=made, by=cast.actor(who))
        make.prove()
    return done


def hand(cast: Cast, line: AllocationLine, who: str = "officer", **more: object) -> AllocationLine:
    facts: dict[str, object] = {"on": make.today(), "receiver": "본인", "once_key": uuid4(), **more}
    with acting_as(cast.actor(who)):
        row = allocations.hand_over(line=line, by=cast.actor(who), **facts)
        make.prove()
    return row


def codes(cast: Cast, who: str) -> list[str]:
    actor = cast.actor(who)
    with acting_as(actor):
        found = open_clocks(actor, until=make.today().replace(year=make.today().year + 1))
        return [clock.policy.code for clock in found]


@pytest.fixture
def homes(cast: Cast) -> list[Household]:
    return [make.home(cast, f"김{n}분", points=n, dong="금동" if n == 30 else "노암동") for n in (10, 20, 30, 40)]


@pytest.fixture
def boxes(cast: Cast, homes: list[Household]) -> Lot:
    return make.lot(cast, name="설 꾸러미", quantity=100, total_won=2_500_000)


@pytest.fixture
def approved(cast: Cast, boxes: Lot) -> Allocation:
    return approve(cast, propose(cast, draft(cast, boxes)))


def test_the_list_follows_the_points_and_says_why(cast: Cast, boxes: Lot, homes: list[Household]) -> None:
    lines = list(draft(cast, boxes).lines.all())
    assert [line.household_id for line in lines] == [homes[3].id, homes[2].id, homes[1].id]
    assert lines[0].reason == "65세 이상 어르신 · 살핌 40점"


def test_who_got_the_same_kind_lately_is_left_out_and_stays_visible(
    cast: Cast, boxes: Lot, homes: list[Household], approved: Allocation
) -> None:
    hand(cast, approved.lines.first())
    again = list(draft(cast, make.lot(cast, name="쌀", custodian=Lot.Custodian.CENTRE)).lines.all())
    states = {line.household_id: line.state for line in again}
    assert states == {
        homes[3].id: LineState.LEFT_OUT, homes[2].id: LineState.LISTED,
        homes[1].id: LineState.LISTED, homes[0].id: LineState.LISTED,
    }  # fmt: skip
    assert "설 꾸러미 1상자(지역사회보장협의체" in again[0].got_lately


def test_another_kind_is_shown_but_no_double(cast: Cast, boxes: Lot, approved: Allocation) -> None:
    hand(cast, approved.lines.first())
    line = draft(cast, make.lot(cast, name="내복", kind=Lot.Kind.DAILY)).lines.first()
    assert line
    assert (line.is_double, line.state) == (False, LineState.LISTED)
    assert line.got_lately


def test_a_doubled_household_stays_only_with_a_reason(cast: Cast, boxes: Lot, approved: Allocation) -> None:
    hand(cast, approved.lines.first())
    line = draft(cast, make.lot(cast, name="쌀")).lines.get(is_double=True)
    with acting_as(cast.actor("resource")):
        with pytest.raises(ledger.WordsMissing, match="겹치는데도"):
            allocations.keep_line(line=line, by=cast.actor("resource"))
        allocations.keep_line(line=line, reason="아이가 넷", by=cast.actor("resource"))
    with pytest.raises(IntegrityError, match="resources_double_has_reason"), transaction.atomic():
        AllocationLine.objects.filter(id=line.id).update(keep_reason="", state="reserved")


def test_the_lost_and_the_sealed_are_on_no_goods_list(cast: Cast, boxes: Lot, homes: list[Household]) -> None:
    Household.objects.filter(id=homes[3].id).update(is_sealed=True)
    searched = lost(cast)
    found = {line.household_id for line in draft(cast, boxes, places=9).lines.all()}
    assert searched.household_id not in found
    assert found == {homes[0].id, homes[1].id, homes[2].id}


def test_going_up_needs_somebody_and_enough(cast: Cast, homes: list[Household]) -> None:
    few = make.lot(cast, name="꾸러미", quantity=2, total_won=50_000)
    made = draft(cast, few, places=4)
    with pytest.raises(
        ledger.NotEnough, match=r"남은 꾸러미는 2상자인데 4상자를 나누려 합니다\. 2가구를 다음 차례로 미룰까요\?"
    ):
        propose(cast, made)
    with acting_as(cast.actor("resource")):
        assert allocations.put_off(allocation=made, by=cast.actor("resource")) == 2
    propose(cast, made)
    assert "allocation.approve" in codes(cast, "emergency_head")
    empty = draft(cast, make.lot(cast), dongs=("도통동",))
    with pytest.raises(allocations.ListEmpty):
        propose(cast, empty)


def test_the_maker_does_not_approve_and_a_dong_does_not_see_the_whole(cast: Cast, boxes: Lot) -> None:
    made = propose(cast, draft(cast, boxes))
    with pytest.raises(allocations.SamePerson):
        approve(cast, made, "resource")
    with pytest.raises(allocations.NotWholeList):
        approve(cast, made, "head")
    with pytest.raises(IntegrityError, match="resources_allocation_two_people"), transaction.atomic():
        Allocation.objects.filter(id=made.id).update(approved_by=made.made_by)
    with pytest.raises(IntegrityError, match="resources_allocation_approved"), transaction.atomic():
        Allocation.objects.filter(id=made.id).update(state="approved")


def test_a_head_may_approve_the_list_of_the_own_dong(cast: Cast, boxes: Lot) -> None:
    assert approve(cast, propose(cast, draft(cast, boxes, dongs=("노암동",))), "head").state == "approved"


def test_approving_sets_the_pieces_aside_and_asks_the_desk(cast: Cast, boxes: Lot, approved: Allocation) -> None:
    now = balance(boxes)
    assert (now.pieces[Account.RESERVED], now.stock, now.won[Account.RESERVED]) == (3, 97, 75_000)
    assert "allocation.deliver" in codes(cast, "resource")
    assert "allocation.approve" not in codes(cast, "emergency_head")


def test_a_returned_list_comes_back_to_the_maker(cast: Cast, boxes: Lot) -> None:
    made, head = propose(cast, draft(cast, boxes)), cast.actor("emergency_head")
    with acting_as(head):
        with pytest.raises(ledger.WordsMissing):
            allocations.return_allocation(allocation=made, answer=" ", by=head)
        made = allocations.return_allocation(allocation=made, answer="금동을 더 살펴 주세요", by=head)
    assert made.state == "draft"
    assert "allocation.deliver" in codes(cast, "resource")
    approve(cast, propose(cast, made))


def test_the_approver_does_not_hand_over(cast: Cast, approved: Allocation) -> None:
    line = approved.lines.first()
    with pytest.raises(allocations.SamePerson):
        hand(cast, line, "emergency_head")
    with pytest.raises(IntegrityError, match="resources_deliver_not_approve"), transaction.atomic():
        AllocationLine.objects.filter(id=line.id).update(delivered_by=approved.approved_by)


def test_handing_over_needs_a_mark_and_counts_once(cast: Cast, boxes: Lot, approved: Allocation) -> None:
    line, key = approved.lines.first(), uuid4()
    with pytest.raises(allocations.MarkMissing):
        hand(cast, line, receiver=" ")
    hand(cast, line, once_key=key)
    hand(cast, line, once_key=key)
    assert balance(boxes).pieces[Account.DELIVERED] == 1
    with pytest.raises(allocations.NotReserved):
        hand(cast, line)
    with pytest.raises(IntegrityError, match="resources_delivered_has_a_mark"), transaction.atomic():
        AllocationLine.objects.filter(id=line.id).update(receiver="")


def test_a_village_head_reaches_the_named_doors_and_only_until_they_are_done(
    cast: Cast, boxes: Lot, approved: Allocation
) -> None:
    dong, post = cast.dongs["노암동"], cast.posts["village_head"]
    with acting_as(cast.actor("village_head")):
        assert not AllocationLine.objects.exists()
    with acting_as(cast.actor("resource")):
        count = allocations.name_deliverer(allocation=approved, area=dong, post=post, by=cast.actor("resource"))
    assert count == 2
    with acting_as(cast.actor("village_head")):
        lines = list(AllocationLine.objects.all())
    assert len(lines) == 2
    assert codes(cast, "village_head").count("allocation.deliver") == 2
    hand(cast, lines[0], "village_head")
    assert codes(cast, "village_head").count("allocation.deliver") == 1
    with acting_as(cast.actor("village_head")):
        assert [line.id for line in AllocationLine.objects.all()] == [lines[1].id]
    assert Assignment.objects.filter(source_id=lines[0].id, ends_at__isnull=True).count() == 0


def test_nobody_there_twice_becomes_a_signal_of_the_dong(cast: Cast, approved: Allocation) -> None:
    line, who = approved.lines.filter(area=cast.dongs["노암동"]).first(), "village_head"
    with acting_as(cast.actor("resource")):
        allocations.name_deliverer(
            allocation=approved, area=cast.dongs["노암동"], post=cast.posts[who], by=cast.actor("resource")
        )

    def knock() -> None:
        with acting_as(cast.actor(who)):
            allocations.miss(line=line, on=make.today(), words="부재", once_key=uuid4(), by=cast.actor(who))

    knock()
    assert not Signal.objects.exists()
    knock()
    signal = Signal.objects.get()
    assert (signal.channel, signal.household_id) == ("UNDELIVERED", line.household_id)
    assert signal.work_item == WorkItem.objects.get(household_id=line.household_id)
    knock()
    assert Signal.objects.count() == 1
    assert line.hand_overs.filter(signal__isnull=False).count() == 1


def test_what_cannot_be_handed_over_is_free_again_and_the_list_can_end(
    cast: Cast, boxes: Lot, approved: Allocation
) -> None:
    first, second, third = approved.lines.all()
    by = cast.actor("resource")
    hand(cast, first)
    hand(cast, third)
    with acting_as(by):
        with pytest.raises(allocations.NotReserved, match="1곳"):
            allocations.finish_allocation(allocation=approved, by=by)
        allocations.release(line=second, words="이사 가심", once_key=uuid4(), by=by)
        allocations.take_back(line=third, words="잘못 적음", once_key=uuid4(), by=by)
        allocations.finish_allocation(allocation=approved, by=by)
        make.prove()
    now = balance(boxes)
    assert (now.pieces[Account.DELIVERED], now.stock) == (1, 99)
    assert now.is_even
    assert now.sentence == "들어옴 100 = 나감 1 + 창고 99"
    assert "allocation.deliver" not in codes(cast, "resource")


@pytest.mark.parametrize(
    ("constraint", "columns"), [("resources_line_quantity", {"quantity": 0}), ("resources_line_once", {})]
)
def test_the_database_refuses_a_wrong_line(
    cast: Cast, approved: Allocation, constraint: str, columns: dict[str, int]
) -> None:
    first, second, _third = approved.lines.all()
    changes = columns or {"household": first.household}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AllocationLine.objects.filter(id=second.id).update(**changes)


def in_turns(cast: Cast) -> None:
    """The town's line for lists: 담당 - 팀장(지원단) - 과장."""
    with acting_as(by := cast.actor("hope")):
        set_approval_line(
            paper=ApprovalLine.Paper.ALLOCATION,
            posts=("담당", "팀장", "과장"),
            roles=("", Role.HOPE_UNIT, Role.EMERGENCY_HEAD),
            final="과장",
            starts_on=by.day,
            by=by,
        )


def reserved(lot: Lot) -> int:
    return balance(lot).pieces.get(Account.RESERVED, 0)


def test_a_list_is_signed_in_turn_where_the_towns_line_says_so(cast: Cast, boxes: Lot) -> None:
    in_turns(cast)
    made = propose(cast, draft(cast, boxes))
    assert ("allocation.approve" in codes(cast, "hope"), "allocation.approve" in codes(cast, "emergency_head")) == (
        True,
        False,
    )
    with pytest.raises(NotYourTurn):
        approve(cast, made)
    passed_on = approve(cast, made, "hope")
    assert (passed_on.state, reserved(boxes)) == (Allocation.State.PROPOSED, 0), "nothing is set aside yet"
    with pytest.raises(NotYourTurn):
        approve(cast, made, "hope")
    assert ("allocation.approve" in codes(cast, "hope"), "allocation.approve" in codes(cast, "emergency_head")) == (
        False,
        True,
    )
    assert approve(cast, made).state == Allocation.State.APPROVED
    assert reserved(boxes) == 3


def test_a_list_sent_back_goes_the_whole_way_again(cast: Cast, boxes: Lot) -> None:
    in_turns(cast)
    made = propose(cast, draft(cast, boxes))
    approve(cast, made, "hope")
    with acting_as(by := cast.actor("emergency_head")):
        allocations.return_allocation(allocation=made, answer="겨울 이불이 먼저입니다", by=by)
    made.refresh_from_db()
    propose(cast, made)
    with acting_as(cast.actor("hope")):
        signing = signing_of(made.id)
    assert [(one.post_name, one.is_returned) for one in signing.before] == [("팀장", False), ("과장", True)]
    assert signing.turn is not None
    assert signing.turn.post_name == "팀장"


def test_without_a_line_the_unit_approves_no_list(cast: Cast, boxes: Lot) -> None:
    made = propose(cast, draft(cast, boxes))
    with pytest.raises(allocations.NotYoursToApprove):
        approve(cast, made, "hope")


@pytest.mark.parametrize("roles", [("", Role.TEAM_HEAD, Role.EMERGENCY_HEAD), ("", Role.HOPE_UNIT, "")])
def test_a_line_of_lists_is_the_city_halls_and_ends_with_somebody_who_signs(cast: Cast, roles: tuple[str, ...]) -> None:
    with acting_as(by := cast.actor("hope")), pytest.raises(LineCannotDecide):
        set_approval_line(
            paper=ApprovalLine.Paper.ALLOCATION,
            posts=("담당", "팀장", "과장"),
            roles=roles,
            final="과장",
            starts_on=by.day,
            by=by,
        )


def test_the_page_shows_whose_turn_it_is_and_the_box_every_hand(cast: Cast, browse: Browse, boxes: Lot) -> None:
    in_turns(cast)
    made = propose(cast, draft(cast, boxes))
    page = reverse("resources:approve", args=[made.id])
    waiting = browse("emergency_head").get(page).content.decode()
    assert "팀장의 결재를 기다립니다" in waiting
    assert "결재하고 올리기" in browse("hope").get(page).content.decode()
    assert browse("hope").post(page, {"return": "1", "answer": " "}).status_code == 422
    assert browse("hope").post(page).status_code == 302
    assert browse("emergency_head").post(page).status_code == 302
    paper = browse("resource").get(reverse("resources:allocation_paper", args=[made.id, "list"])).content.decode()
    for who in ("resource", "hope", "emergency_head"):
        assert cast.user(who).name in paper
