"""지나온 일: what happened to a household, from the rows of all rooms, in one query."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Model, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from bokjihub.cases.models import Check, StageEvent
from bokjihub.cases.queries.cases import event_words
from bokjihub.counselling.models import Counselling, MarketContact
from bokjihub.discovery.models import Channel, Closure, ContactAttempt, Signal
from bokjihub.emergency.models import EmergencyAid, Kind, Payment
from bokjihub.people.models import Consent
from bokjihub.visits.models import Visit

# What one room contributes: its rows, and the columns that become (when, what, words, who wrote it).
_COLUMNS = ("event_source", "event_id", "happened", "what", "detail", "said", "who")
# Which kinds of events a role sees when it sees a part (screens §4.4); others see all kinds, without quotes.
PART_OF_ROLE = {
    "visiting_nurse": {"visit"},
    "emergency_officer": {"aid", "payment"},
    "emergency_head": {"aid", "payment"},
    "counsel_specialist": {"counselling", "market"},
}
_SHAPES = {
    "signal": "incident",
    "contact": "contact",
    "visit": "contact",
    "counselling": "contact",
    "market": "contact",
    "aid": "sent",
    "payment": "sent",
    "closure": "stage",
    "consent": "sent",
    "case": "stage",
    "check": "contact",
}
_VERBS = {
    "signal": "신호",
    "contact": "연락",
    "visit": "방문",
    "counselling": "상담",
    "market": "이동상담",
    "aid": "긴급지원 요청",
    "payment": "긴급지원 지급",
    "closure": "마침",
    "consent": "동의",
    "case": "사례관리",
    "check": "사례 점검",
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline; `words` is what the person said, in quotation marks."""

    source: str
    row: UUID
    at: dt.datetime
    verb: str
    text: str
    words: str
    by: str

    @property
    def kind(self) -> str:
        """The shape in front of the line."""
        return _SHAPES[self.source]


def events_of(
    household_id: UUID, *, limit: int, sources: set[str] | None = None, with_words: bool = True
) -> list[Event]:
    """The newest events; without words where the role sees names of events only."""
    rows = {name: query for name, query in _rooms(household_id).items() if sources is None or name in sources}
    if not rows:
        return []
    first, *rest = rows.values()
    found = (first.union(*rest, all=True) if rest else first).order_by("-happened")[:limit]
    return [_event(dict(zip(_COLUMNS, row, strict=True)), with_words=with_words) for row in found]


def _rooms(household_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    return {
        "signal": _as(Signal, household_id, "signal", "received_at", what="channel", said="words"),
        "contact": _as(ContactAttempt, household_id, "contact", "at", what="way", detail="result", said="words", who="made_label"),
        "visit": _as(Visit, household_id, "visit", "planned_on", what="state", detail="result", said="words").exclude(
            state__in=[*Visit.OPEN, Visit.State.CANCELLED]
        ),
        "counselling": _as(
            Counselling, household_id, "counselling", "counselled_on",
            what="channel", detail="disposition", said="client_words", who="counselled_label",
        ),
        "market": _as(MarketContact, household_id, "market", "at", what="answer"),
        "aid": _as(EmergencyAid, household_id, "aid", "requested_on", what="kind", detail="state"),
        "payment": _as(Payment, household_id, "payment", "paid_on", what="kind", detail="won"),
        "closure": _as(Closure, household_id, "closure", "closed_on", what="kind", key="work_item_id"),
        "case": _as(StageEvent, household_id, "case", "at", what="event", who="moved_label"),
        "check": _as(Check, household_id, "check", "checked_on", what="method", who="checked_label"),
        "consent": _as(Consent, household_id, "consent", "given_on", what="purpose", detail="recipient"),
    }  # fmt: skip


def _as(
    model: type[Model],
    household_id: UUID,
    source: str,
    when: str,
    *,
    what: str,
    detail: str = "",
    said: str = "",
    who: str = "",
    key: str = "id",
) -> QuerySet[Any, Any]:
    """One room's rows in the shape all rooms share."""

    def column(name: str) -> Cast | Value:
        return Cast(F(name), TextField()) if name else Value("", output_field=TextField())

    shaped: QuerySet[Any, Any] = model._default_manager.filter(household_id=household_id).annotate(
        event_source=Value(source, output_field=CharField()),
        event_id=Cast(F(key), UUIDField()),
        happened=Cast(F(when), DateTimeField()),
        detail_text=column(detail),
        what_text=column(what),
        said_text=column(said),
        who_text=column(who),
    )
    return shaped.order_by().values_list(
        "event_source", "event_id", "happened", "what_text", "detail_text", "said_text", "who_text"
    )


_LABELS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "signal": (dict(Channel.choices), {}),
    "contact": (dict(ContactAttempt.Way.choices), dict(ContactAttempt.Result.choices)),
    "visit": (dict(Visit.State.choices), dict(Visit.Result.choices)),
    "counselling": (dict(Counselling.Channel.choices), dict(Counselling.Disposition.choices)),
    "market": ({}, {}),
    "aid": (dict(Kind.choices), dict(EmergencyAid.State.choices)),
    "payment": (dict(Kind.choices), {}),
    "closure": (dict(Closure.Kind.choices), {}),
    "consent": (dict(Consent.Purpose.choices), {}),
    "case": (event_words(), {}),
    "check": (dict(Check.Method.choices), {}),
}


def _event(row: dict[str, object], *, with_words: bool) -> Event:
    source = str(row["event_source"])
    whats, details = _LABELS[source]
    what, detail = str(row["what"]), str(row["detail"])
    if source == "payment" and with_words:
        detail = f"{int(detail):,}원"
    elif source == "payment":
        detail = ""
    parts = [whats.get(what, what), details.get(detail, detail)]
    happened = row["happened"]
    assert isinstance(happened, dt.datetime)
    return Event(
        source=source,
        row=UUID(str(row["event_id"])),
        at=timezone.localtime(happened),
        verb=_VERBS[source],
        text=" — ".join(dict.fromkeys(filter(None, parts))),
        words=str(row["said"]) if with_words else "",
        by=str(row["who"]),
    )
