"""The two books of emergency money: what is owed back (제15조), and what a fiscal year has left by kind (제17조)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from bokjihub.areas.models import Area
from bokjihub.emergency.models import Appropriation, EmergencyAid, Grant, Kind, Payment, Recovery, RecoveryEntry
from bokjihub.emergency.queries import paid_won

Line = RecoveryEntry.Kind


def owed(recovery: Recovery) -> int:
    """Won still to be given back: the sum of the book."""
    return int(recovery.entries.aggregate(won=Sum("won"))["won"] or 0)


def payable_back(aid: EmergencyAid) -> int:
    """Won paid on an aid and not asked back yet; what an objection took off an order can be asked for again only anew."""
    lines = RecoveryEntry.objects.filter(recovery__aid=aid, kind__in=[Line.ORDERED, Line.REDUCED])
    return paid_won(aid) - int(lines.aggregate(won=Sum("won"))["won"] or 0)


def recovery_is_open(aid: EmergencyAid) -> bool:
    """An order waits for the second person, or money is still owed."""
    orders = aid.recoveries.exclude(is_ordered=False).annotate(left=Sum("entries__won"))
    return orders.filter(Q(is_ordered__isnull=True) | ~Q(left=0)).exists()


def fiscal_year(day: dt.date) -> int:
    """회계연도: January to December (지방재정법 제6조)."""
    return day.year


@dataclass(frozen=True)
class KindMoney:
    """One kind in one fiscal year, in won."""

    kind: Kind
    budget: int
    paid: int
    decided: int
    returned: int

    @property
    def label(self) -> str:
        """생계지원."""
        return str(self.kind.label)

    @property
    def balance(self) -> int:
        """What may still be decided: the budget without what went out and what is decided. Money given back within the
        year returns to it (지방회계법 제36조: 지출액의 반납은 그 예산에 다시 넣음).
        """
        return self.budget - self.paid - self.decided + self.returned

    @property
    def percent(self) -> int | None:
        """집행률: paid of the budget."""
        return self.paid * 100 // self.budget if self.budget > 0 else None


def year_money(area: Area, year: int) -> list[KindMoney]:
    """The fiscal year of a city by kind: budget, paid in the year, decided and not paid, given back, balance.

    Decided money counts in the year it would be paid in: an approved decision whose period begins in the year, less what
    was paid on it. Money given back counts where the payment it gives back was of the same year.
    """
    lines = Appropriation.objects.filter(area=area, year=year)
    budget = dict(lines.values_list("kind").annotate(won=Sum("won")))
    paid = dict(Payment.objects.filter(paid_on__year=year).values_list("kind").annotate(won=Sum("won")))
    decided = _decided(year)
    returned = _returned(year)
    return [
        KindMoney(
            kind,
            int(budget.get(kind, 0)),
            int(paid.get(kind, 0)),
            decided.get(kind, 0),
            returned.get(kind, 0),
        )
        for kind in Kind
    ]


def money_of(area: Area, year: int, kind: str) -> KindMoney:
    """One kind of the year."""
    return next(row for row in year_money(area, year) if row.kind == kind)


def years_with_money(area: Area, today: dt.date) -> list[int]:
    """The fiscal years with a line or a payment, and this one; newest first."""
    years = set(Appropriation.objects.filter(area=area).values_list("year", flat=True).distinct())
    paid = Payment.objects.values_list("paid_on__year", flat=True).distinct()
    return sorted(years | set(paid) | {fiscal_year(today)}, reverse=True)


def _decided(year: int) -> dict[str, int]:
    """Won decided for the year and not paid. Ended, refused and stopped aids hold nothing back."""
    closed = [EmergencyAid.State.DENIED, EmergencyAid.State.ENDED, EmergencyAid.State.INADEQUATE]
    grants = Grant.objects.filter(is_approved=True, starts_on__year=year).exclude(aid__state__in=closed)
    found: dict[str, int] = {}
    rows = grants.annotate(done=Sum("payments__won")).values_list("kind", "months", "monthly_won", "done")
    for kind, months, monthly_won, done in rows:
        found[kind] = found.get(kind, 0) + months * monthly_won - int(done or 0)
    return found


def _returned(year: int) -> dict[str, int]:
    """Won given back in the year on aids paid in the year: it flows back into the budget."""
    lines = RecoveryEntry.objects.filter(on__year=year, kind__in=[Line.PAID, Line.UNDONE])
    lines = lines.exclude(recovery__aid__grants__payments__paid_on__year__lt=year)
    rows = lines.values_list("recovery__aid__kind").annotate(won=Sum(-F("won")))
    return {kind: int(won) for kind, won in rows}
