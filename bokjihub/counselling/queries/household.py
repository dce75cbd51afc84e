"""What the household page shows of counselling, and what earlier records say."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.panels import Degree
from bokjihub.counselling.models import Counselling, CounsellingSignature, Promise
from bokjihub.counselling.queries.transcript import told_words

PANEL_ROWS = 6


@dataclass(frozen=True)
class PanelRecord:
    """One line of the timeline; the person's words only for those who see all."""

    id: UUID
    on: dt.date
    channel: str
    disposition: str
    told: str
    words: str
    by: str
    next_check_on: dt.date | None
    is_transcribed: bool


@dataclass(frozen=True)
class CounsellingPanel:
    """상담: the last records and the open promises."""

    records: tuple[PanelRecord, ...]
    promises: tuple[Promise, ...]
    shows_words: bool


def household_panel(household_id: UUID, degree: Degree) -> CounsellingPanel:
    """The panel of one home; to a partial degree event names without quotes and without promises."""
    everything = degree is Degree.ALL
    promises = Promise.objects.filter(household_id=household_id, kept_on__isnull=True).order_by("due_on", "id")
    return CounsellingPanel(
        records=past_records(household_id, words=everything),
        promises=tuple(promises) if everything else (),
        shows_words=everything,
    )


def past_records(household_id: UUID, *, words: bool, limit: int = PANEL_ROWS) -> tuple[PanelRecord, ...]:
    """The last records of a home, newest first."""
    found = Counselling.objects.filter(household_id=household_id).select_related("transcription")
    found = found.prefetch_related("told").order_by("-counselled_on", "-recorded_at")[:limit]
    return tuple(
        PanelRecord(
            id=record.id,
            on=record.counselled_on,
            channel=record.get_channel_display(),
            disposition=record.get_disposition_display(),
            told=told_words(record),
            words=record.client_words if words else "",
            by=record.counselled_label,
            next_check_on=record.next_check_on,
            is_transcribed=hasattr(record, "transcription"),
        )
        for record in found
    )


def signature_of(record: Counselling) -> CounsellingSignature | None:
    """How a record was signed, if it was."""
    return CounsellingSignature.objects.filter(counselling=record).first()
