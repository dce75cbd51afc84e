"""나눔: a list is made, a second person approves it, a third brings it to the door.

Approving reserves the pieces; each door is one movement; nobody there twice is a signal (process §11.7).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Sum

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Assignment, Post, Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.models import SignOff
from bokjihub.clocks.queries import posts_in_turn, signing_of
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel, Level, Signal
from bokjihub.people.queries import head_of
from bokjihub.resources.actions.ledger import NotEnough, Step, WordsMissing, move
from bokjihub.resources.models import Account, Allocation, AllocationLine, HandOver, Lot, Mark, Movement
from bokjihub.resources.queries.goods import LOOK_BACK_MONTHS, candidates
from bokjihub.resources.queries.ledger import balance
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import masked_name, with_particle

SUBJECT, APPROVAL, LINE = "resources.allocation", "resources.approval", "resources.allocation_line"
MISSES_UNTIL_SIGNAL = 2
State, LineState = Allocation.State, AllocationLine.State
# Who approves a list (access: LEDGER_APPROVE), as the 결재란 calls them.
APPROVERS = {Role.EMERGENCY_HEAD: "과장", Role.TEAM_HEAD: "팀장"}


class NothingToGive(OfficerError):
    """이 물품은 창고에 남은 것이 없습니다."""


class NotADraft(OfficerError):
    """이미 올린 나눔입니다. 고치려면 되돌려 받은 뒤에 해 주세요."""


class ListEmpty(OfficerError):
    """명단에 가구가 없습니다. 지역을 넓히거나 겹친 가구를 까닭과 함께 넣어 주세요."""


class SamePerson(OfficerError):
    """짠 사람, 승인하는 사람, 전달하는 사람은 서로 달라야 합니다."""


class NotWholeList(OfficerError):
    """다른 동 가구가 들어 있어 전체를 볼 수 있는 과장의 승인이 필요합니다."""


class NotYoursToApprove(OfficerError):
    """나눔 명단을 승인하는 자리가 아닙니다. 과장이, 한 동의 명단은 팀장이 승인합니다."""


class NotReserved(OfficerError):
    """전달할 차례가 아닌 줄입니다. 화면을 새로 고쳐 확인해 주세요."""


class MarkMissing(OfficerError):
    """받은 분의 서명이나 표시를 적어 주세요. 본인, 가족, 이웃처럼 적어도 됩니다."""


@dataclass(frozen=True)
class ListWish:
    """What kind of list is wanted."""

    title: str
    places: int
    each: int
    area_ids: frozenset[UUID]
    marks: frozenset[str] = frozenset()
    months: int = LOOK_BACK_MONTHS

    @property
    def who(self) -> str:
        """Who stands in the line, in words."""
        if not self.marks:
            return "열린 발굴 대상 가운데 살핌 점수 차례"
        return f"{', '.join(str(mark.label) for mark in Mark if mark in self.marks)} 가운데 살핌 점수 차례"


@transaction.atomic
def draft_allocation(*, lot: Lot, wish: ListWish, by: Actor) -> Allocation:
    """명단 짜기: open worries by their points; who got the same kind within six months is left out, visibly.

    Refused when nothing of the lot is in stock.
    """
    if balance(lot).stock < wish.each:
        raise NothingToGive(field="lot")
    found = candidates(lot, wish.area_ids, wish.places, by.day, marks=wish.marks, months=wish.months)
    allocation = Allocation.objects.create(
        title=wish.title.strip(),
        lot=lot,
        each=wish.each,
        places=wish.places,
        criteria=f"{wish.who}, 최근 {wish.months}개월 같은 갈래({lot.get_kind_display()}) 받은 가구 뺌"[:300],
        made_on=by.day,
        made_by=by.id,
    )
    left = wish.places
    lines = []
    for place, one in enumerate(found, start=1):
        if left == 0:
            break
        listed = not one.is_double
        left -= listed
        lines.append(
            AllocationLine(
                allocation=allocation,
                household_id=one.household_id,
                area_id=one.area_id,
                place=place,
                quantity=wish.each,
                reason=one.reason,
                got_lately=one.got_words,
                is_double=one.is_double,
                state=LineState.LISTED if listed else LineState.LEFT_OUT,
            )
        )
    AllocationLine.objects.bulk_create(lines)
    subjects = [line.household_id for line in lines]
    audit.record("allocation.draft", subjects=subjects, detail={"allocation": allocation.id}, by=by)
    return allocation


@transaction.atomic
def leave_out(*, line: AllocationLine, by: Actor) -> AllocationLine:
    """빼기: this household is not on the list."""
    _draft(line.allocation)
    return _set(line, LineState.LEFT_OUT, "", by)


@transaction.atomic
def keep_line(*, line: AllocationLine, reason: str = "", by: Actor) -> AllocationLine:
    """두기: this household is on the list; a doubled one only with the reason why it needs it again."""
    _draft(line.allocation)
    if line.is_double and not reason.strip():
        raise WordsMissing("겹치는데도 두는 까닭을 적어 주세요.", field="reason")
    return _set(line, LineState.LISTED, reason.strip(), by)


@transaction.atomic
def put_off(*, allocation: Allocation, by: Actor) -> int:
    """미루기: the last places beyond the stock wait for the next round. Returns how many households."""
    _draft(allocation)
    stock = balance(allocation.lot).stock
    kept, late = 0, []
    for line in allocation.lines.filter(state=LineState.LISTED):
        kept += line.quantity
        if kept > stock:
            late.append(line.id)
    AllocationLine.objects.filter(id__in=late).update(state=LineState.LEFT_OUT)
    audit.record("allocation.put_off", detail={"allocation": allocation.id, "lines": len(late)}, by=by)
    return len(late)


@transaction.atomic
def propose_allocation(*, allocation: Allocation, by: Actor) -> Allocation:
    """나눔 확정 올리기: who signs first on the town's line is asked, else the department head.

    Refused when empty or when the stock is short.
    """
    allocation = Allocation.objects.select_for_update().select_related("lot").get(id=allocation.id)
    _draft(allocation)
    lines = list(allocation.lines.filter(state=LineState.LISTED).select_related("area"))
    if not lines:
        raise ListEmpty
    _enough(allocation, sum(line.quantity for line in lines))
    allocation.state, allocation.line_count = State.PROPOSED, len(lines)
    allocation.save(update_fields=["state", "line_count"])
    turn = clocks.put_up(
        paper=ApprovalLine.Paper.ALLOCATION,
        office=ApprovalLine.Office.CITY,
        subject_kind=APPROVAL,
        subject_id=allocation.id,
        household_id=None,
        area=lines[0].area,
        drafted_by=allocation.made_by,
        by=by,
    )
    _ask(allocation, lines[0].area_id, turn, by)
    audit.record("allocation.propose", detail={"allocation": allocation.id, "lines": len(lines)}, by=by)
    return allocation


@transaction.atomic
def propose_round(*, round_id: UUID, by: Actor) -> int:
    """한 번의 나눔 모두 올리기: every draft of one sitting goes up; all of them or, where one may not, none."""
    drafts = list(Allocation.objects.filter(round_id=round_id, state=State.DRAFT))
    for one in drafts:
        propose_allocation(allocation=one, by=by)
    return len(drafts)


@transaction.atomic
def drop_allocation(*, allocation: Allocation, by: Actor) -> Allocation:
    """초안 거두기: a list that was made wrongly goes nowhere. Nothing was set aside for it yet; it stays to be read."""
    allocation = Allocation.objects.select_for_update().get(id=allocation.id)
    _draft(allocation)
    allocation.state = State.DROPPED
    allocation.save(update_fields=["state"])
    clocks.finish_clocks(subject_id=allocation.id, by=by)
    audit.record("allocation.drop", detail={"allocation": allocation.id}, by=by)
    return allocation


@transaction.atomic
def drop_round(*, round_id: UUID, by: Actor) -> int:
    """한 번의 나눔의 초안 모두 거두기, to propose anew with other wishes."""
    drafts = list(Allocation.objects.filter(round_id=round_id, state=State.DRAFT))
    for one in drafts:
        drop_allocation(allocation=one, by=by)
    return len(drafts)


@transaction.atomic
def return_allocation(*, allocation: Allocation, answer: str, by: Actor) -> Allocation:
    """되돌리기 with words: the maker mends the list."""
    if allocation.state != State.PROPOSED:
        raise NotADraft("승인을 기다리는 나눔이 아닙니다.")
    if not answer.strip():
        raise WordsMissing(field="answer")
    _demand_turn(allocation, by)
    if signing_of(allocation.id).turn is not None:
        clocks.send_back(subject_id=allocation.id, reason=answer, by=by)
    allocation.state, allocation.answer = State.DRAFT, answer.strip()
    allocation.save(update_fields=["state", "answer"])
    clocks.finish_clocks(subject_id=allocation.id, codes=("allocation.approve",), by=by)
    _remind_desk(allocation, f"나눔 ‘{allocation.title}’ 되돌아옴", "고치기", by)
    audit.record("allocation.return", words=answer, detail={"allocation": allocation.id}, by=by)
    return allocation


@transaction.atomic
def approve_allocation(*, allocation: Allocation, by: Actor) -> Allocation:
    """나눔 승인: the pieces are set aside. Refused to the maker, and to who does not see every household on the list.

    Where the list is signed in several steps, each but the last signs and hands it on.
    """
    allocation = Allocation.objects.select_for_update().select_related("lot").get(id=allocation.id)
    if allocation.state != State.PROPOSED:
        raise NotADraft("승인을 기다리는 나눔이 아닙니다.")
    if allocation.made_by == by.id:
        raise SamePerson
    lines = allocation.lines.filter(state=LineState.LISTED)
    if lines.count() != allocation.line_count:
        raise NotWholeList
    _demand_turn(allocation, by)
    total = lines.aggregate(total=Sum("quantity"))["total"] or 0
    _enough(allocation, total)
    if signing_of(allocation.id).turn is not None:
        following = clocks.sign_off(subject_id=allocation.id, by=by)
        if following is not None:
            _ask(allocation, following.area_id, following, by)
            return allocation
    step = Step(
        Movement.Kind.RESERVE, Account.STOCK, Account.RESERVED, total, by.day,
        uuid5(allocation.id, "reserve"), allocation.title, allocation.id,
    )  # fmt: skip
    move(lot=allocation.lot, step=step, by=by)
    lines.update(state=LineState.RESERVED, approved_by=by.id)
    allocation.state, allocation.approved_by, allocation.approved_on = State.APPROVED, by.id, by.day
    allocation.approved_as, allocation.approved_for = _seat(by)
    allocation.save(update_fields=["state", "approved_by", "approved_on", "approved_as", "approved_for"])
    clocks.finish_clocks(subject_id=allocation.id, by=by)
    _remind_desk(allocation, f"나눔 ‘{allocation.title}’ 전달", "전달 챙기기", by)
    audit.record("allocation.approve", detail={"allocation": allocation.id, "pieces": total}, by=by)
    return allocation


def _ask(allocation: Allocation, area_id: UUID, turn: SignOff | None, by: Actor) -> None:
    """The line of whose turn it is; of the department head where the list goes up no line."""
    posts = posts_in_turn(turn, by.day) if turn else []
    clocks.start_clock(
        code="allocation.approve",
        subject_kind=APPROVAL,
        subject_id=allocation.id,
        area_id=area_id,
        role=Role(turn.role) if turn else Role.EMERGENCY_HEAD,
        post_id=posts[0].id if len(posts) == 1 else None,
        title=f"나눔 ‘{allocation.title}’ {allocation.line_count}가구",
        verb="승인하기" if turn is None or turn.decides else "결재하기",
        started_on=by.day,
        by=by,
    )


def _demand_turn(allocation: Allocation, by: Actor) -> None:
    """Refuse whose turn it is not; where the list goes up no line, who approves no list."""
    signing = signing_of(allocation.id)
    if signing.turn is not None and not signing.is_for(by):
        raise clocks.NotYourTurn
    if signing.turn is None and not by.has(*APPROVERS):
        raise NotYoursToApprove


def _seat(by: Actor) -> tuple[str, str]:
    """As what somebody approves, the higher post first, and for whom they stand in (대결)."""
    found = [(name, post) for role, name in APPROVERS.items() for post in by.posts if post.role == role]
    own = sorted(found, key=lambda one: bool(one[1].standing_in_for))
    return (own[0][0], own[0][1].standing_in_for) if own else ("", "")


@transaction.atomic
def name_deliverer(*, allocation: Allocation, area: Area, post: Post, by: Actor) -> int:
    """전달할 분 정하기 for one dong: each gets the names, addresses and the thing, nothing else, until it is handed over."""
    if post.user_id == allocation.approved_by:
        raise SamePerson
    lines = list(allocation.lines.filter(area=area, state=LineState.RESERVED))
    for line in lines:
        accounts.end_assignments(source_id=line.id, by=by)
        purpose = Assignment.Purpose.DELIVERY
        accounts.assign(subject_id=line.household_id, purpose=purpose, source_id=line.id, post_id=post.id, by=by)
        head = head_of(line.household_id)
        clocks.start_clock(
            code="allocation.deliver",
            subject_kind=LINE,
            subject_id=line.id,
            area_id=line.area_id,
            household_id=line.household_id,
            role=Role(post.role),
            post_id=post.id,
            title=f"{masked_name(head.name) if head else '한 가구'} 댁에 {allocation.lot} 전달",
            verb="전달 적기",
            started_on=by.day,
            by=by,
        )
    AllocationLine.objects.filter(id__in=[line.id for line in lines]).update(deliverer=post)
    subjects = [line.household_id for line in lines]
    audit.record("allocation.name_deliverer", subjects=subjects, detail={"post": post.id}, by=by)
    return len(lines)


@transaction.atomic
def hand_over(*, line: AllocationLine, on: dt.date, receiver: str, once_key: UUID, by: Actor) -> AllocationLine:
    """전달함: with a mark of who took it. Refused to the approver; the same form twice is one delivery."""
    line = _held(line)
    if HandOver.objects.filter(once_key=once_key, line=line).exists():
        return line
    _reserved(line, by)
    if not receiver.strip():
        raise MarkMissing(field="receiver")
    _try(line, on, is_handed=True, words=receiver, once_key=once_key, by=by)
    step = Step(
        Movement.Kind.DELIVER, Account.RESERVED, Account.DELIVERED, line.quantity, on, once_key, source_id=line.id
    )
    move(lot=line.allocation.lot, step=step, by=by)
    line.state, line.delivered_on, line.delivered_by, line.receiver = (
        LineState.DELIVERED,
        on,
        by.id,
        receiver.strip()[:40],
    )
    line.save(update_fields=["state", "delivered_on", "delivered_by", "receiver"])
    _settle(line, by)
    audit.record("line.hand_over", subjects=[line.household_id], detail={"line": line.id}, by=by)
    return line


@transaction.atomic
def hand_over_many(
    *, allocation: Allocation, receivers: Mapping[UUID, str], on: dt.date, once_key: UUID, by: Actor
) -> int:
    """인수증 한꺼번에 적기: the doors ticked on a sheet that came back signed, in one booking. The same sheet twice is one.

    Refused to the approver. Returns how many doors were written down; those no longer waiting are passed over.
    """
    lot = Lot.objects.select_for_update(no_key=True).get(id=allocation.lot_id)
    waiting = AllocationLine.objects.select_for_update(of=("self",)).filter(
        allocation=allocation, id__in=receivers, state=LineState.RESERVED
    )
    lines = list(waiting.order_by("place"))
    if any(line.approved_by == by.id for line in lines):
        raise SamePerson
    if any(not receivers[line.id].strip() for line in lines):
        raise MarkMissing(field="receiver")
    if not lines:
        return 0
    HandOver.objects.bulk_create(
        HandOver(
            line=line,
            household_id=line.household_id,
            area_id=line.area_id,
            tried_on=on,
            is_handed=True,
            words=receivers[line.id].strip()[:120],
            tried_by=by.id,
            once_key=uuid5(once_key, str(line.id)),
        )
        for line in lines
    )
    pieces = sum(line.quantity for line in lines)
    words = f"인수증 {len(lines)}곳"
    step = Step(Movement.Kind.DELIVER, Account.RESERVED, Account.DELIVERED, pieces, on, once_key, words, allocation.id)
    move(lot=lot, step=step, by=by)
    for line in lines:
        line.state, line.delivered_on, line.delivered_by = LineState.DELIVERED, on, by.id
        line.receiver = receivers[line.id].strip()[:40]
        if line.deliverer_id:
            _settle(line, by)
    AllocationLine.objects.bulk_update(lines, ["state", "delivered_on", "delivered_by", "receiver"], batch_size=500)
    subjects = [line.household_id for line in lines]
    audit.record("allocation.tick", subjects=subjects, detail={"allocation": allocation.id, "pieces": pieces}, by=by)
    return len(lines)


@transaction.atomic
def miss(*, line: AllocationLine, on: dt.date, words: str, once_key: UUID, by: Actor) -> HandOver:
    """부재: nobody came to the door. The second time the household becomes a worry of the dong (물품 전달 두 번 부재)."""
    line = _held(line)
    former = HandOver.objects.filter(once_key=once_key, line=line).first()
    if former is not None:
        return former
    _reserved(line, by)
    row = _try(line, on, is_handed=False, words=words or "부재", once_key=once_key, by=by)
    missed = line.hand_overs.filter(is_handed=False)
    if missed.count() >= MISSES_UNTIL_SIGNAL and not missed.filter(signal__isnull=False).exists():
        row.signal = _tell_dong(line, by)
        row.save(update_fields=["signal"])
    audit.record("line.miss", subjects=[line.household_id], words=words, detail={"line": line.id}, by=by)
    return row


@transaction.atomic
def release(*, line: AllocationLine, words: str, once_key: UUID, by: Actor) -> AllocationLine:
    """창고로 되돌림: what could not be handed over is free for others again."""
    line = _held(line)
    if line.state != LineState.RESERVED:
        raise NotReserved
    if not words.strip():
        raise WordsMissing(field="words")
    step = Step(Movement.Kind.RELEASE, Account.RESERVED, Account.STOCK, line.quantity, by.day, once_key, words, line.id)
    move(lot=line.allocation.lot, step=step, by=by)
    line.state = LineState.RELEASED
    line.save(update_fields=["state"])
    _settle(line, by)
    audit.record("line.release", subjects=[line.household_id], words=words, detail={"line": line.id}, by=by)
    return line


@transaction.atomic
def take_back(*, line: AllocationLine, words: str, once_key: UUID, by: Actor) -> AllocationLine:
    """전달 바로잡기: written down by mistake; the pieces stand in the stock again."""
    line = _held(line)
    if line.state != LineState.DELIVERED:
        raise NotReserved("전달한 줄만 바로잡을 수 있습니다.")
    if not words.strip():
        raise WordsMissing(field="words")
    step = Step(
        Movement.Kind.TAKE_BACK, Account.DELIVERED, Account.STOCK, line.quantity, by.day, once_key, words, line.id
    )
    move(lot=line.allocation.lot, step=step, by=by)
    line.state, line.delivered_on, line.delivered_by, line.receiver = LineState.RELEASED, None, None, ""
    line.save(update_fields=["state", "delivered_on", "delivered_by", "receiver"])
    audit.record("line.take_back", subjects=[line.household_id], words=words, detail={"line": line.id}, by=by)
    return line


@transaction.atomic
def finish_allocation(*, allocation: Allocation, by: Actor) -> Allocation:
    """나눔 마치기: every door is answered for. Refused while one still waits."""
    waiting = allocation.lines.filter(state=LineState.RESERVED).count()
    if allocation.state != State.APPROVED or waiting:
        raise NotReserved(f"아직 전달하거나 되돌리지 않은 가구가 {waiting}곳 있습니다.")
    allocation.state = State.DONE
    allocation.save(update_fields=["state"])
    clocks.finish_clocks(subject_id=allocation.id, by=by)
    audit.record("allocation.finish", detail={"allocation": allocation.id}, by=by)
    return allocation


def _draft(allocation: Allocation) -> None:
    if allocation.state != State.DRAFT:
        raise NotADraft


def _set(line: AllocationLine, state: AllocationLine.State, reason: str, by: Actor) -> AllocationLine:
    line.state, line.keep_reason = state, reason
    line.save(update_fields=["state", "keep_reason"])
    detail = {"line": line.id, "state": state}
    audit.record("allocation.line", subjects=[line.household_id], words=reason, detail=detail, by=by)
    return line


def _enough(allocation: Allocation, wanted: int) -> None:
    lot, stock = allocation.lot, balance(allocation.lot).stock
    if wanted > stock:
        late = -(-(wanted - stock) // allocation.each)
        raise NotEnough(
            f"남은 {with_particle(lot.name, '은/는')} {stock:,}{lot.unit}인데 {wanted:,}{lot.unit}를 나누려 합니다. "
            f"{late}가구를 다음 차례로 미룰까요?"
        )


def _held(line: AllocationLine) -> AllocationLine:
    found = AllocationLine.objects.select_for_update(of=("self",)).select_related("allocation__lot", "household")
    return found.get(id=line.id)


def _reserved(line: AllocationLine, by: Actor) -> None:
    if line.state != LineState.RESERVED:
        raise NotReserved
    if line.approved_by == by.id:
        raise SamePerson


def _try(line: AllocationLine, on: dt.date, *, is_handed: bool, words: str, once_key: UUID, by: Actor) -> HandOver:
    return HandOver.objects.create(
        line=line,
        household_id=line.household_id,
        area_id=line.area_id,
        tried_on=on,
        is_handed=is_handed,
        words=words.strip()[:120],
        tried_by=by.id,
        once_key=once_key,
    )


def _tell_dong(line: AllocationLine, by: Actor) -> Signal:
    head = head_of(line.household_id)
    told = Told(
        place=line.household.address,
        channel=Channel.UNDELIVERED,
        level=Level.HIGH,
        name=head.name if head else "",
        words=f"‘{line.allocation.title}’ 전달하러 두 번 갔으나 아무도 없었습니다.",
    )
    return report_signal(area=line.household.area, told=told, household=line.household, by=by)


def _remind_desk(allocation: Allocation, title: str, verb: str, by: Actor) -> None:
    first = allocation.lines.exclude(state=LineState.LEFT_OUT).first()
    if first is None:
        return
    clocks.start_clock(
        code="allocation.deliver",
        subject_kind=SUBJECT,
        subject_id=allocation.id,
        area_id=first.area_id,
        role=Role.RESOURCE_DESK,
        title=title,
        verb=verb,
        started_on=by.day,
        by=by,
    )


def _settle(line: AllocationLine, by: Actor) -> None:
    """End the right and the clock of this door."""
    accounts.end_assignments(source_id=line.id, by=by)
    clocks.finish_clocks(subject_id=line.id, by=by)
