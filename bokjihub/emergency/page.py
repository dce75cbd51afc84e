"""What the page of one aid shows: the flow, what the law leaves, the amount of the day, its clocks, its money."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.models import User
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import Signing, clocks_of, signing_of
from bokjihub.emergency import limits, queries
from bokjihub.emergency.books import payable_back
from bokjihub.emergency.limits import Room
from bokjihub.emergency.models import (
    AgendaItem,
    EmergencyAid,
    FollowUp,
    Grant,
    Objection,
    Onward,
    Payment,
    Recovery,
    RecoveryEntry,
    Review,
)
from bokjihub.emergency.rates import Rate, income_limit, rate_of
from bokjihub.people.models import Person
from bokjihub.people.queries import head_of
from bokjihub.ui.words import official_date, won

State = EmergencyAid.State


@dataclass(frozen=True)
class Step:
    """One place of the step indicator."""

    label: str
    date: str
    state: str


@dataclass(frozen=True)
class GrantLine:
    """A decision with what was paid on it."""

    grant: Grant
    payments: tuple[Payment, ...]
    left_won: int
    asked_by: str
    decided_by: str
    not_extended: str

    @property
    def sentence(self) -> str:
        """783,000원을 3개월, 2026. 11. 23.부터."""
        unit = "회" if self.grant.ends_on == self.grant.starts_on else "개월"
        many = f"{self.grant.months}{unit}" if self.grant.months > 1 or unit == "개월" else "한 번"
        return f"{won(self.grant.monthly_won)}을 {many}, {official_date(self.grant.starts_on)}부터"


@dataclass(frozen=True)
class RecoveryLine:
    """An order to give back with its book."""

    order: Recovery
    entries: tuple[RecoveryEntry, ...]
    asked_by: str

    @property
    def owed(self) -> int:
        """What is still to be given back."""
        return sum(entry.won for entry in self.entries)

    @property
    def may_urge(self) -> bool:
        """Told, and money still open."""
        return bool(self.order.told_on and self.owed)


@dataclass(frozen=True)
class AidPage:
    """One aid as its officer and its head see it."""

    aid: EmergencyAid
    head: Person | None
    steps: tuple[Step, ...]
    room: Room
    rate: Rate
    clocks: tuple[Clock, ...]
    grants: tuple[GrantLine, ...]
    same_kind: tuple[str, ...]
    other_ways: tuple[str, ...]
    follow_up: FollowUp | None
    review: Review | None
    objections: tuple[Objection, ...]
    paid_won: int
    objection_until: dt.date | None
    begins_on: dt.date
    late_words: str
    signing: Signing
    agenda: tuple[AgendaItem, ...] = ()
    recoveries: tuple[RecoveryLine, ...] = ()
    onward: tuple[Onward, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    payable_back: int = 0

    @property
    def waiting(self) -> GrantLine | None:
        """The decision somebody waits for."""
        return next(
            (line for line in self.grants if line.grant.is_approved is None and not line.grant.returned_on), None
        )

    @property
    def returned(self) -> GrantLine | None:
        """What came back on its way up and is to be mended."""
        return next((line for line in self.grants if line.grant.returned_on), None)

    @property
    def running(self) -> GrantLine | None:
        """The approved decision with the latest period."""
        return next((line for line in reversed(self.grants) if line.grant.is_approved), None)

    @property
    def payable(self) -> GrantLine | None:
        """The decision the next payment belongs to: approved, or asked for where the officer helps first."""
        if self.aid.state in (State.DENIED, State.INADEQUATE, State.ENDED):
            return None
        ready = (line for line in self.grants if line.left_won > 0 and self._may_pay(line.grant))
        return next(ready, None)

    @property
    def can_ask_first(self) -> bool:
        """The visit is made, nothing is asked for, nothing else is received."""
        asked = [line for line in self.grants if not line.grant.returned_on]
        return self.aid.state == State.ON_SITE and not asked and not self.aid.denial_asked_by

    @property
    def can_extend(self) -> bool:
        """An approved period whose end is not decided yet, and something left in the law."""
        line = self.running
        on = self.aid.state in (State.GRANTED, State.PAID, State.FOLLOW_UP, State.ADEQUATE)
        return bool(line and on and not self.waiting and not line.not_extended and self.room.left)

    @property
    def can_follow_up(self) -> bool:
        """Granted and not checked yet."""
        return self.aid.state in (State.GRANTED, State.PAID)

    @property
    def open_objection(self) -> Objection | None:
        """The objection under way."""
        return next((row for row in self.objections if row.answered_on is None), None)

    @property
    def can_object(self) -> bool:
        """There is a decision to object to, and no objection under way."""
        return self.objection_until is not None and self.open_objection is None

    @property
    def can_lead_onward(self) -> bool:
        """Helped, or refused, and not ended."""
        return bool(self.grants or self.aid.state == State.DENIED) and self.aid.ended_on is None

    @property
    def can_end(self) -> bool:
        """Nothing is left to decide, check, answer or give back, and it is written where the home was led to."""
        done = self.aid.state in (State.DENIED, State.ADEQUATE, State.INADEQUATE) and self.aid.ended_on is None
        is_led = bool(self.onward) or self.aid.state == State.DENIED
        return done and is_led and not (self.waiting or self.open_objection or self.open_recovery)

    @property
    def may_lie_before(self) -> list[AgendaItem.Kind]:
        """What can be put before the committee now."""
        waiting = {item.kind for item in self.agenda if not item.outcome}
        found = []
        if self.can_extend and self.room.now == 0:
            found.append(AgendaItem.Kind.EXTENSION)
        if self.aid.state == State.FOLLOW_UP:
            found.append(AgendaItem.Kind.ADEQUACY)
        return [kind for kind in found if kind not in waiting]

    @property
    def passed_extension(self) -> AgendaItem | None:
        """The committee's latest yes to more."""
        kinds = (item for item in self.agenda if item.kind == AgendaItem.Kind.EXTENSION)
        return next((item for item in kinds if item.outcome == AgendaItem.Outcome.PASSED), None)

    @property
    def open_recovery(self) -> RecoveryLine | None:
        """The order under way: it waits for the second person, or money is owed."""
        return next((line for line in self.recoveries if line.order.is_ordered is None or line.owed), None)

    @property
    def can_ask_recovery(self) -> bool:
        """Something was paid that nobody asked back, and no order is under way."""
        return bool(self.payable_back and self.grants and not self.open_recovery and self.aid.ended_on is None)

    def _may_pay(self, grant: Grant) -> bool:
        return bool(grant.is_approved) or (grant.is_approved is None and self.aid.is_officer_first)


def aid_page(aid_id: UUID, day: dt.date) -> AidPage:
    """Everything the page of an aid shows on a day."""
    aid = EmergencyAid.objects.select_related("area", "reason", "officer__user", "household").get(id=aid_id)
    grants = _grant_lines(aid)
    follow_up, review = FollowUp.objects.filter(aid=aid).first(), Review.objects.filter(aid=aid).first()
    told_on = queries.objection_counts_from(aid)
    begins_on = _begins_on(aid, grants, day)
    return AidPage(
        aid=aid,
        head=head_of(aid.household_id),
        steps=_steps(aid, grants, follow_up, review, day),
        room=limits.room_for(aid, limits.law_day(begins_on, day)),
        rate=rate_of(aid, min(begins_on, day), day),
        begins_on=begins_on,
        late_words=late_words(begins_on, day),
        clocks=tuple(clocks_of([aid.id]).order_by("due_on")),
        grants=grants,
        same_kind=tuple(queries.same_kind_found(aid)) if aid.is_open and not grants else (),
        other_ways=tuple(queries.other_ways(aid)),
        follow_up=follow_up,
        review=review,
        objections=tuple(aid.objections.order_by("received_on")),
        paid_won=queries.paid_won(aid),
        objection_until=limits.objection_until(told_on) if told_on else None,
        agenda=tuple(aid.agenda_items.select_related("sitting").order_by("-asked_on", "-id")),
        recoveries=_recoveries(aid),
        onward=tuple(aid.onward.order_by("told_on", "id")),
        papers=tuple(queries.papers_of(aid)),
        payable_back=payable_back(aid),
        signing=_signing(grants),
    )


def _signing(grants: tuple[GrantLine, ...]) -> Signing:
    """The turns of the decision that waits, or of the latest one."""
    waiting = next((line.grant for line in grants if line.grant.is_approved is None), None)
    last = waiting or (grants[-1].grant if grants else None)
    return signing_of(last.id) if last else Signing()


def _recoveries(aid: EmergencyAid) -> tuple[RecoveryLine, ...]:
    orders = list(aid.recoveries.prefetch_related("entries").order_by("-asked_on", "-id"))
    names = dict(User.objects.filter(id__in={order.asked_by for order in orders}).values_list("id", "name"))
    return tuple(
        RecoveryLine(
            order,
            tuple(sorted(order.entries.all(), key=lambda entry: (entry.on, entry.at))),
            names.get(order.asked_by, "자동"),
        )
        for order in orders
    )


def income_words(aid: EmergencyAid, day: dt.date) -> str:
    """기준 중위소득 75% = 1,923,178원 for the home, or that the figure is not known."""
    found = income_limit(aid.household_size, day)
    return f"{won(found.won)} ({found.words})" if found else "이 날의 확인된 기준이 없습니다"


def late_words(begins_on: dt.date, day: dt.date) -> str:
    """What an officer reads beside a day long past: it is taken, and the law of that day is used."""
    if limits.law_day(begins_on, day) == day:
        return ""
    return f"{official_date(begins_on)}의 지원을 뒤늦게 적고 있습니다. 사유·한도·금액은 그날의 법으로 살핍니다."


def _begins_on(aid: EmergencyAid, grants: tuple[GrantLine, ...], day: dt.date) -> dt.date:
    """Where the next period begins: after the approved one, else on the day of the visit (today where it is recent)."""
    running = next((line.grant for line in reversed(grants) if line.grant.is_approved), None)
    if running:
        return running.ends_on + dt.timedelta(days=1)
    return limits.law_day(aid.on_site_on or aid.requested_on, day)


def _grant_lines(aid: EmergencyAid) -> tuple[GrantLine, ...]:
    rows = list(aid.grants.select_related("extension").prefetch_related("payments").order_by("round"))
    people = {row.asked_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    names = dict(User.objects.filter(id__in=people).values_list("id", "name"))
    return tuple(_grant_line(row, names) for row in rows)


def _grant_line(row: Grant, names: dict[UUID, str]) -> GrantLine:
    payments = tuple(sorted(row.payments.all(), key=lambda payment: payment.sequence))
    extension = getattr(row, "extension", None)
    return GrantLine(
        grant=row,
        payments=payments,
        left_won=0 if row.is_approved is False else row.total_won - sum(payment.won for payment in payments),
        asked_by=names.get(row.asked_by, "자동"),
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        not_extended=extension.reason if extension and not extension.is_extended else "",
    )


def _steps(
    aid: EmergencyAid, grants: tuple[GrantLine, ...], follow_up: FollowUp | None, review: Review | None, day: dt.date
) -> tuple[Step, ...]:
    decided = next((line.grant.decided_on for line in grants if line.grant.decided_on), aid.denied_on)
    paid = min((payment.paid_on for line in grants for payment in line.payments), default=None)
    checked = follow_up.checked_on if follow_up else None
    reviewed = review.reviewed_on if review else (checked if follow_up and follow_up.is_skipped else None)
    done = [
        ("요청", aid.requested_on),
        ("현장확인", aid.on_site_on),
        ("거절" if aid.state == State.DENIED else "결정", decided),
        ("지급", paid),
        ("1개월 확인", checked),
        ("적정성", reviewed),
    ]
    if aid.state == State.DENIED:
        done = done[:3]
    current = next((place for place, (_, on) in enumerate(done) if on is None), None)
    return tuple(
        Step(
            label,
            _short(on, day) if on else "",
            "done" if on else "current" if place == current and aid.ended_on is None else "todo",
        )
        for place, (label, on) in enumerate(done)
    )


def _short(on: dt.date, day: dt.date) -> str:
    year = "" if on.year == day.year else f"{on.year}. "
    return f"{year}{on.month}. {on.day}."
