"""Reads about emergency aid: what is open, what else is received, what waits, and what was paid in a period."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum

from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.policy import Facts
from bokjihub.benefits.models import Application
from bokjihub.clocks import calendar
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import clocks_of_household
from bokjihub.counselling.models import Counselling
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Grant, Kind, Onward, Payment, Recovery, Review
from bokjihub.emergency.records import record_of
from bokjihub.people.models import Person
from bokjihub.people.queries import Record
from bokjihub.resources.models import ServiceLink

ILLNESS = "illness"
# Within these months the same reason asks whether the same crisis goes on (a local default; the guideline was not read).
SAME_CRISIS_MONTHS = 24
CLOSED = (EmergencyAid.State.DENIED, EmergencyAid.State.ENDED)
# 보호구분 with these words names the same help under another law (제3조제2항).
SAME_HELP_WORD = {Kind.LIVING: "생계", Kind.MEDICAL: "의료", Kind.HOUSING: "주거", Kind.EDU: "교육"}


def facts(aid_id: UUID, **_: object) -> Facts | None:
    """Facts of an aid for the access decision; None where it is missing or out of scope."""
    found = EmergencyAid.objects.filter(id=aid_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def open_aids(household_id: UUID) -> QuerySet[EmergencyAid]:
    """Aids of a household that are neither refused nor ended."""
    return EmergencyAid.objects.filter(household_id=household_id).exclude(state__in=CLOSED)


def reasons_on(day: dt.date) -> list[CrisisReason]:
    """Crisis reasons that count for a request on a day: those of the law first, assumed dates last."""
    return sorted(CrisisReason.objects.on(day), key=lambda reason: (reason.is_assumed, reason.basis, reason.name))


def town_reasons() -> QuerySet[CrisisReason]:
    """Those of the town's own ordinance, past and to come."""
    return CrisisReason.objects.filter(code__startswith=CrisisReason.TOWNS).order_by("starts_on", "name")


def earlier_aid(household_id: UUID, kind: str, detail: str, code: str, day: dt.date) -> EmergencyAid | None:
    """The latest aid of the same kind and reason so near that the crisis may be the same."""
    since = calendar.add_months(day, -SAME_CRISIS_MONTHS)
    found = EmergencyAid.objects.filter(
        household_id=household_id, kind=kind, detail=detail, reason__code=code, requested_on__gte=since
    )
    return found.exclude(state=EmergencyAid.State.DENIED).order_by("-requested_on", "-id").first()


@dataclass(frozen=True)
class MedicalHelp:
    """An earlier medical aid: its number, the last day of its help, and the mark of its illness."""

    number: str
    ended: dt.date
    illness_mark: bytes


def medical_help_since(household_id: UUID, since: dt.date) -> list[MedicalHelp]:
    """Medical help of a home that ended on `since` or later, newest first."""
    found = Grant.objects.filter(
        aid__household_id=household_id, kind=Kind.MEDICAL, is_approved=True, ends_on__gte=since
    ).order_by("-ends_on")
    rows = found.values_list("aid__number", "ends_on", "aid__illness_mark")
    return [MedicalHelp(number, ended, bytes(mark)) for number, ended, mark in rows]


def same_kind_found(aid: EmergencyAid) -> list[str]:
    """Help of the same content the home already has, in words: under another law, or another open emergency aid."""
    twins = open_aids(aid.household_id).filter(kind=aid.kind, detail=aid.detail).exclude(id=aid.id)
    found = [f"긴급 {twin.title}({twin.number})" for twin in twins]
    word = SAME_HELP_WORD.get(Kind(aid.kind))
    return [*found, *(status for status in _benefits(aid) if word and word in status)]


def other_ways(aid: EmergencyAid) -> list[str]:
    """Kinds of emergency aid the home does not have yet, to look at instead."""
    kinds = {Kind.LIVING: "생계", Kind.MEDICAL: "의료", Kind.HOUSING: "주거", Kind.EDU: "교육", Kind.OTHER: "연료비"}
    taken = {Kind(aid.kind), *(Kind(kind) for kind in open_aids(aid.household_id).values_list("kind", flat=True))}
    had = " ".join(_benefits(aid))
    return [name for kind, name in kinds.items() if kind not in taken and SAME_HELP_WORD.get(kind, "–") not in had]


def running_grant(aid: EmergencyAid) -> Grant | None:
    """The approved grant with the latest period."""
    return aid.grants.filter(is_approved=True).order_by("-round").first()


def left_to_pay(grant: Grant) -> int:
    """Won decided and not yet paid."""
    return grant.total_won - int(grant.payments.aggregate(won=Sum("won"))["won"] or 0)


def paid_won(aid: EmergencyAid) -> int:
    """Won paid on an aid so far."""
    return int(Payment.objects.filter(grant__aid=aid).aggregate(won=Sum("won"))["won"] or 0)


def objection_counts_from(aid: EmergencyAid) -> dt.date | None:
    """The day of the decision an objection can be raised against: the latest of grant, refusal and return order."""
    days = [aid.denied_on, *aid.grants.filter(is_approved__isnull=False).values_list("decided_on", flat=True)]
    review = Review.objects.filter(aid=aid).first()
    if review and review.verdict != Review.Verdict.ADEQUATE:
        days.append(review.reviewed_on)
    days += [order.told_on or order.ordered_on for order in objectable_orders(aid)]
    return max((day for day in days if day), default=None)


def papers_of(aid: EmergencyAid) -> list[tuple[str, str]]:
    """Applications and referrals of the home since the request, as choices of what it was led to."""
    applications = Application.objects.filter(household_id=aid.household_id, opened_on__gte=aid.requested_on)
    links = ServiceLink.objects.filter(household_id=aid.household_id, sent_on__gte=aid.requested_on)
    links = links.select_related("service__provider__agency")
    return [
        *((f"application:{row.id}", f"신청 {row.benefit} {row.opened_on:%-m. %-d.}") for row in applications),
        *(
            (f"link:{row.id}", f"의뢰 {row.service} · {row.service.provider.agency} {row.sent_on:%-m. %-d.}")
            for row in links
        ),
    ]


def objectable_orders(aid: EmergencyAid) -> list[Recovery]:
    """Orders to give back an objection can be raised against: of 제15조제1항 and 제2항, not of 제3항 (제16조제1항)."""
    found = aid.recoveries.filter(is_ordered=True).exclude(ground=Recovery.Ground.EXCESS)
    return list(found.order_by("-ordered_on", "-id"))


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Waiting:
    """One line of the officer's list: an aid, and the clock that makes it wait."""

    aid: EmergencyAid
    clock: Clock | None
    head: Person | None


TABS = {
    "on_site": ("현장확인 대기", ("emergency.on_site",)),
    "decide": ("결정 대기", ("emergency.decide",)),
    "pay": ("지급 대기", ("emergency.pay",)),
    "ending": ("종료 3일 전", ("emergency.extension",)),
    "follow_up": ("1개월 사후조사", ("emergency.follow_up", "emergency.committee")),
    "objection": ("이의신청", ("emergency.objection", "emergency.objection_send", "emergency.objection_answer")),
    "recovery": ("환수", ("emergency.recover_order", "emergency.recover")),
}


def waiting_counts() -> dict[str, int]:
    """How many clocks run under each heading of the list."""
    open_clocks = Clock.objects.filter(subject_kind="emergency.emergency_aid", done_at__isnull=True)
    by_code = dict(open_clocks.values_list("policy__code").annotate(n=Count("id")))
    return {tab: sum(by_code.get(code, 0) for code in codes) for tab, (_, codes) in TABS.items()}


def waiting(tab: str) -> list[Waiting]:
    """The aids under one heading, the nearest date first."""
    clocks = Clock.objects.filter(
        subject_kind="emergency.emergency_aid", done_at__isnull=True, policy__code__in=TABS[tab][1]
    ).select_related("policy", "post__user")
    clocks_by_aid = {clock.subject_id: clock for clock in clocks.order_by("-due_on")}
    aids = _with_names(EmergencyAid.objects.filter(id__in=clocks_by_aid))
    return sorted(
        (Waiting(aid, clocks_by_aid[aid.id], head) for aid, head in aids),
        key=lambda line: (line.clock.due_on if line.clock else dt.date.max, line.aid.number),
    )


def requested_in(first: dt.date, last: dt.date, *, limit: int = 500) -> list[Waiting]:
    """Every aid requested in a period, newest first."""
    found = EmergencyAid.objects.filter(requested_on__range=(first, last)).order_by("-requested_on", "-number")[:limit]
    return [Waiting(aid, None, head) for aid, head in _with_names(found)]


def _with_names(aids: QuerySet[EmergencyAid]) -> list[tuple[EmergencyAid, Person | None]]:
    rows = list(aids.select_related("area", "reason", "officer__user"))
    people = Person.objects.filter(household_id__in=[aid.household_id for aid in rows], lives_elsewhere=False)
    heads: dict[UUID, Person] = {}
    for person in people.order_by("-is_head", "birth_year", "id"):
        heads.setdefault(person.household_id, person)
    return [(aid, heads.get(aid.household_id)) for aid in rows]


# ---------------------------------------------------------------- figures


@dataclass(frozen=True)
class KindSum:
    """One row of 긴급복지지원 실적."""

    kind: Kind
    count: int
    won: int

    @property
    def label(self) -> str:
        """생계지원."""
        return str(self.kind.label)


def payments_in(first: dt.date, last: dt.date, *, area_ids: Iterable[UUID] | None = None) -> list[KindSum]:
    """긴급복지지원 실적 of a period, one row a kind, zero rows included.

    Counting rule: one 건 is one payment decision (a Grant) whose first payment went out in the period; the amount is the
    won of all payments that went out in the period. So a decision paid over two periods is counted once, in the first,
    and its won fall where they were paid. An extension is a decision of its own.
    """
    paid = Payment.objects.all()
    if area_ids is not None:
        paid = paid.filter(area_id__in=list(area_ids))
    within = Q(paid_on__range=(first, last))
    won = dict(paid.filter(within).values_list("kind").annotate(won=Sum("won")))
    firsts = paid.values("grant_id", "kind").annotate(first_paid=Min("paid_on"))
    count: dict[str, int] = {}
    for row in firsts.filter(first_paid__range=(first, last)):
        count[row["kind"]] = count.get(row["kind"], 0) + 1
    return [KindSum(kind, count.get(kind, 0), int(won.get(kind, 0))) for kind in Kind]


def onward_in(first: dt.date, last: dt.date) -> dict[str, int]:
    """제9조제1항제2호: homes led to a private body, and advised, in a period."""
    told = Onward.objects.filter(told_on__range=(first, last))
    by_way = dict(told.values_list("way").annotate(n=Count("id")))
    return {"linked": by_way.get(Onward.Way.PRIVATE, 0), "advised": by_way.get(Onward.Way.ADVICE, 0)}


# ---------------------------------------------------------------- the household page


@dataclass(frozen=True)
class PanelLine:
    """One aid on the household page."""

    aid: EmergencyAid
    paid_won: int
    ends_on: dt.date | None
    due_on: dt.date | None


@dataclass(frozen=True)
class HouseholdPanel:
    """긴급지원 of a household; for those who may only know that it exists, the lines are empty."""

    has_open: bool
    lines: tuple[PanelLine, ...]

    @property
    def sentence(self) -> str:
        """For 한눈에: the aid that is under way. Empty where none is."""
        line = next((line for line in self.lines if line.aid.is_open), None)
        if line is None:
            return "긴급지원이 진행 중" if self.has_open else ""
        return f"{line.aid.title} {line.aid.get_state_display()}"


def household_panel(household_id: UUID, degree: Degree, *, running: Iterable[Clock] | None = None) -> HouseholdPanel:
    """What the household page shows: all of it, or only whether emergency aid is under way.

    `running` are the open clocks of the household where the page has read them already.
    """
    if degree is not Degree.ALL:
        return HouseholdPanel(open_aids(household_id).exists(), ())
    granted = Grant.objects.filter(aid=OuterRef("id"), is_approved=True).order_by("-ends_on")
    paid = Payment.objects.filter(grant__aid=OuterRef("id")).order_by().values("grant__aid")
    aids = (
        EmergencyAid.objects.filter(household_id=household_id)
        .annotate(
            paid=Subquery(paid.annotate(won=Sum("won")).values("won")), until=Subquery(granted.values("ends_on")[:1])
        )
        .select_related("reason")
        .order_by("-requested_on", "-number")
    )
    due: dict[UUID, dt.date] = {}
    for clock in clocks_of_household(household_id) if running is None else running:
        due[clock.subject_id] = min(clock.due_on, due.get(clock.subject_id, clock.due_on))
    lines = tuple(PanelLine(aid, int(aid.paid or 0), aid.until, due.get(aid.id)) for aid in aids)
    return HouseholdPanel(any(line.aid.is_open for line in lines), lines)


def _benefits(aid: EmergencyAid) -> list[str]:
    """보호구분 known of the people of the home, and of the latest counselling."""
    people = Person.objects.filter(household_id=aid.household_id, lives_elsewhere=False, died_on__isnull=True)
    known = [status for statuses in people.values_list("benefit_status", flat=True) for status in statuses]
    latest = Counselling.objects.filter(household_id=aid.household_id).order_by("-counselled_on", "-id").first()
    return list(dict.fromkeys([*known, *(latest.benefit_status if latest else [])]))


def finished_record(aid_id: UUID, kind: str, record_id: UUID) -> tuple[EmergencyAid, Record] | None:
    """One finished record of an aid, with the aid."""
    aid = EmergencyAid.objects.filter(id=aid_id).first()
    found = record_of(aid, kind, record_id) if aid else None
    return (aid, found) if aid and found else None
