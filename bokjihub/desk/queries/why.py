"""왜 살피나요: the reasons of the open worry as lines that add up, with who told us and when."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.discovery.queries.reasons import home_facts_among, reasons_for, with_hint
from bokjihub.people.models import Household, Person

MOST_REASONS = 5
MOST_SIGNALS = 60
_MONTHS = re.compile(r" \d+개월$")


@dataclass(frozen=True)
class WhyLine:
    """One reason; `points` is None where the role sees kinds only."""

    label: str
    source: str
    points: int
    must: bool = False


@dataclass(frozen=True)
class Why:
    """The panel."""

    lines: tuple[WhyLine, ...]
    total: int | None
    times: int
    first_on: dt.date | None
    said: tuple[tuple[str, dt.date], ...]
    mismatch: bool

    @property
    def sentence(self) -> str:
        """The heaviest two things somebody told us, for 한눈에."""
        told = [line for line in self.lines if line.source] or list(self.lines)
        return ", ".join(line.label for line in told[:2])


@dataclass(frozen=True)
class Told:
    """What the page has read already: the signals of the worry, the people; whether the words may be shown."""

    signals: tuple[Signal, ...]
    people: tuple[Person, ...]
    words: bool


@dataclass(frozen=True)
class Worry:
    """The worry of the page: the open one with its signals, newest first; else the last one that was closed."""

    open: WorkItem | None = None
    signals: tuple[Signal, ...] = ()
    closed: WorkItem | None = None


def worry_of(household: Household) -> Worry:
    """One query where the last worry began with a signal, as nearly all do."""
    found = Signal.objects.filter(work_item__household=household).select_related(
        "work_item__owner__user", "work_item__closure"
    )
    last_first = found.order_by(
        F("work_item__closed_on").desc(nulls_first=True), "-work_item__opened_on", "-received_at"
    )
    rows = list(last_first[:MOST_SIGNALS])
    item = rows[0].work_item if rows else _without_signal(household)
    if item is None or item.closed_on is not None:
        return Worry(closed=item)
    return Worry(open=item, signals=tuple(row for row in rows if row.work_item_id == item.id))


def _without_signal(household: Household) -> WorkItem | None:
    found = WorkItem.objects.filter(household=household).select_related("owner__user", "closure")
    return found.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()


def why_of(household: Household, item: WorkItem | None, told: Told, *, degree: Degree, day: dt.date) -> Why | None:
    """Reasons of the open worry, the same lines as the work list; None when nothing is open.

    Who sees a part sees kinds: no points, no months, no words.
    """
    if item is None:
        return None
    home = home_facts_among(household, told.people, item.times_flagged, day)
    reasons = with_hint(item, reasons_for(told.signals, home, day))
    whole = degree is Degree.ALL
    received = [timezone.localdate(signal.received_at) for signal in told.signals]
    said = [
        (signal.words, on) for signal, on in zip(told.signals, received, strict=True) if told.words and signal.words
    ]
    return Why(
        lines=tuple(
            _line(one.label, one.source, one.points, must=one.must, whole=whole) for one in reasons[:MOST_REASONS]
        ),
        total=sum(reason.points for reason in reasons) if whole else None,
        times=item.times_flagged,
        first_on=min(received, default=None),
        said=tuple(said[:3]),
        mismatch=household.is_address_mismatched,
    )


def _line(label: str, source: str, points: int, *, must: bool, whole: bool) -> WhyLine:
    return WhyLine(label if whole else _MONTHS.sub("", label), source, points if whole else 0, must)
