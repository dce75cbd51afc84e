"""신호 접수함: what came in and nobody owns yet, the oldest first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import User
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of, dongs_of
from bokjihub.discovery.indicators import label_of
from bokjihub.discovery.models import Level, Reporter, Signal

WITHOUT_OWNER = Q(work_item__isnull=True) | Q(work_item__owner__isnull=True, work_item__closed_on__isnull=True)


def without_owner() -> QuerySet[Signal]:
    """Signals whose home is not known, or whose worry nobody owns; row security keeps them to my dongs."""
    found = Signal.objects.filter(WITHOUT_OWNER).select_related("area", "work_item", "household", "file")
    return found.defer("words", "phone_sealed").order_by("received_at", "id")


def to_identify() -> QuerySet[Signal]:
    """Signals whose home a person must decide, urgent ones first, then the oldest."""
    found = Signal.objects.filter(work_item__isnull=True).select_related("area", "file")
    urgent_first = Q(level=Level.URGENT)
    return found.alias(is_urgent=urgent_first).order_by("-is_urgent", "received_at", "id")


def next_to_identify(after: Signal) -> Signal | None:
    """The next one after `after`, round the corner to the oldest."""
    later = Signal.objects.filter(work_item__isnull=True, received_at__gte=after.received_at).exclude(id=after.id)
    first = later.order_by("received_at", "id").first()
    return first or to_identify().exclude(id=after.id).first()


def signal_facts(signal_id: UUID) -> Facts | None:
    """Facts of a signal for the access decision; None where it is missing or out of scope."""
    found = Signal.objects.filter(id=signal_id).values("household_id", "area_id", "taken_by").first()
    if found is None:
        return None
    return Facts(household_id=found["household_id"], area_id=found["area_id"], owner_id=found["taken_by"])


def reporter_facts(signal_id: UUID) -> Facts | None:
    """Facts of a sealed reporter: row security shows it to its receiver only, and the decision asks again."""
    found = Reporter.objects.filter(signal_id=signal_id).values("received_by", "area_id").first()
    return Facts(owner_id=found["received_by"], area_id=found["area_id"]) if found else None


@dataclass(frozen=True)
class SignalPage:
    """One signal as an officer reads it."""

    signal: Signal
    reasons: list[str]
    taken_by: str
    has_my_reporter: bool
    is_from_public: bool


def signal_page(signal: Signal) -> SignalPage:
    """What came in, by whom it was taken, and whether I am the one who may see the reporter."""
    taken = User.objects.filter(id=signal.taken_by).values_list("name", flat=True).first() if signal.taken_by else None
    return SignalPage(
        signal=signal,
        reasons=[label_of(code) for code in (*signal.indicators, *signal.kinds)],
        taken_by=taken or ("파일" if signal.file_id else "주민 신고 창구"),
        has_my_reporter=Reporter.objects.filter(signal=signal).exists(),
        is_from_public=signal.taken_by is None and signal.file_id is None,
    )


def dongs_beside(signal: Signal) -> list[Area]:
    """Every dong of the signal's city, for handing it over."""
    city = city_of(signal.area)
    return dongs_of(city, timezone.localdate()) if city else []
