"""왜 살피나요: the facts of a home and its signals, put before the points table."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from bokjihub.discovery.indicators import label_of
from bokjihub.discovery.models import Level, Signal, WorkItem
from bokjihub.discovery.points import HomeFacts, Reason, SignalFacts, reasons_of
from bokjihub.people.models import Household, Person

NIGHT = "급여 밤 진단"
# What of a signal makes a reason.
_SAYS = ("channel", "level", "indicators", "kinds", "months", "event_on")


def reasons_of_item(item: WorkItem, on: dt.date) -> list[Reason]:
    """The reasons of one work item as of a day; they add up to its points."""
    home = home_facts(item.household, item.times_flagged, on)
    return with_hint(item, reasons_for(item.signals.all(), home, on))


def reasons_of_items(items: Iterable[WorkItem], on: dt.date) -> dict[UUID, list[Reason]]:
    """The same for a list, in two queries whatever its length (with households joined)."""
    rows = list(items)
    facts = home_facts_of({item.household: item.times_flagged for item in rows}, on)
    return reasons_among(rows, signals_of(rows), facts, on)


def signals_of(items: Iterable[WorkItem]) -> dict[UUID, list[Signal]]:
    """The signals of each work item, with what reasons are made of; nobody's words or names."""
    heard: dict[UUID, list[Signal]] = {item.id: [] for item in items}
    found = Signal.objects.filter(work_item_id__in=heard).only("work_item_id", "received_at", *_SAYS)
    for signal in found:
        if signal.work_item_id is not None:
            heard[signal.work_item_id].append(signal)
    return heard


def reasons_among(
    items: Iterable[WorkItem], signals: Mapping[UUID, list[Signal]], facts: Mapping[UUID, HomeFacts], on: dt.date
) -> dict[UUID, list[Reason]]:
    """The reasons of a list from what somebody has read already: signals by work item, facts by household."""
    return {item.id: with_hint(item, reasons_for(signals[item.id], facts[item.household_id], on)) for item in items}


def with_hint(item: WorkItem, reasons: list[Reason]) -> list[Reason]:
    """The reasons with what another room found in the night; it adds like any other, heaviest first."""
    hint = [Reason("night", item.hint, item.hint_points, NIGHT)] if item.hint_points else []
    return sorted([*reasons, *hint], key=lambda one: (-one.points, one.code))


def reasons_for(signals: Iterable[Signal], home: HomeFacts, on: dt.date) -> list[Reason]:
    """Reasons of signals (saved or not) on a home, as of a day."""
    return reasons_of([signal_facts(signal) for signal in signals], home, on)


def signal_facts(signal: Signal) -> SignalFacts:
    """What a signal says, without names."""
    return SignalFacts(
        channel=signal.channel,
        channel_label=signal.get_channel_display(),
        level=Level(signal.level).value,
        indicators=tuple(signal.indicators),
        kinds=tuple(signal.kinds),
        months=signal.months,
        heard_on=timezone.localdate(signal.received_at),
        event_on=signal.event_on,
    )


def said_words(signal: Signal) -> str:
    """What a signal says, in names an officer knows: 전기료 체납, 단전; else how its words begin."""
    return ", ".join(label_of(code) for code in signal.indicators or signal.kinds) or signal.words[:60]


def home_facts(household: Household, times_flagged: int, on: dt.date) -> HomeFacts:
    """What the points table may know of a home."""
    return home_facts_of({household: times_flagged}, on)[household.id]


def home_facts_of(times_flagged: Mapping[Household, int], on: dt.date) -> dict[UUID, HomeFacts]:
    """The same for many homes, in one query."""
    here: dict[UUID, list[Person]] = {household.id: [] for household in times_flagged}
    found = Person.objects.filter(household_id__in=here, lives_elsewhere=False, died_on__isnull=True)
    for person in found.only("household_id", "birth_on", "birth_year", "lives_elsewhere", "died_on"):
        here[person.household_id].append(person)
    return {
        household.id: home_facts_among(household, here[household.id], times, on)
        for household, times in times_flagged.items()
    }


def home_facts_among(household: Household, people: Iterable[Person], times_flagged: int, on: dt.date) -> HomeFacts:
    """The same from people somebody has read already."""
    here = [person for person in people if not person.lives_elsewhere and person.died_on is None]
    return HomeFacts(
        ages=tuple(age for person in here if (age := person.age_on(on)) is not None),
        lives_alone=household.kind == Household.Kind.SINGLE,
        is_address_mismatched=household.is_address_mismatched,
        times_flagged=times_flagged,
    )
