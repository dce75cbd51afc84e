"""왜 살피나요: the reasons of the open worry as lines that add up, with who told us and when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bokjihub.accounts.access.panels import Degree
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Household, Person
from bokjihub.ui.words import short_date

MOST_REASONS = 5


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
        """The heaviest two reasons, for 한눈에."""
        return ", ".join(f"{line.label}({line.source})" if line.source else line.label for line in self.lines[:2])


def why_of(
    household: Household,
    item: WorkItem | None,
    people: Sequence[Person],
    *,
    degree: Degree,
    words: bool,
    day: dt.date,
) -> Why | None:
    """Reasons of the open worry; None when nothing is open."""
    if item is None:
        return None
    signals = list(Signal.objects.filter(work_item=item).order_by("-received_at"))
    lines = _lines(signals, household, item, people, day)
    whole = degree is Degree.ALL
    said = [(signal.words, signal.received_at) for signal in signals if words and signal.words]
    return Why(
        lines=tuple(lines if whole else (WhyLine(line.label.split(" ")[0], line.source, 0) for line in lines))[
            :MOST_REASONS
        ],
        total=item.points if whole and item.points else None,
        times=item.times_flagged,
        first_on=min((signal.received_at.date() for signal in signals), default=None),
        said=tuple((text, at.date()) for text, at in said[:3]),
        mismatch=household.is_address_mismatched,
    )


def _lines(
    signals: Sequence[Signal], household: Household, item: WorkItem, people: Sequence[Person], day: dt.date
) -> list[WhyLine]:
    lines = []
    for signal in signals:
        heard = f"{signal.get_channel_display()} {short_date(signal.received_at.date(), today=day)}"
        months = f" {signal.months}개월" if signal.months else ""
        names = [*signal.indicators, *signal.kinds] or [signal.get_channel_display()]
        lines += [WhyLine(f"{name}{months}", heard, 0) for name in names]
    return lines
