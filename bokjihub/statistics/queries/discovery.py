"""R1 발굴: channel x (found, contacted, visited, results), days to the first contact, late ones."""

import datetime as dt
from collections import Counter, defaultdict
from statistics import median, quantiles
from uuid import UUID

from django.utils import timezone

from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Channel, Closure, ContactAttempt, Signal
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, sum_row
from bokjihub.visits.models import Visit

GROUPS = {
    "public": ("공공 지원", {"PUB_BASIC", "PUB_NEAR", "PUB_EMERG", "PUB_OTHER"}),
    "private": ("민간 연계", {"PRIV"}),
    "case": ("사례관리", {"CASE"}),
    "informed": ("상담·정보", {"INFO", "NONEED"}),
    "already": ("기수급", {"ALREADY"}),
    "excluded": ("비대상 확인", {"EX_MOVED", "EX_DIED", "EX_ADMIT", "EX_JAIL", "EX_ABROAD", "DUP", "WRONG"}),
    "refused": ("거부(확인)", {"REFUSED"}),
}
COLUMNS = (
    Column("count", "신호", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("contacted", "연락함", Unit.COUNT),
    Column("visited", "방문함", Unit.COUNT),
    *(Column(key, label, Unit.COUNT) for key, (label, _) in GROUPS.items()),
    Column("open", "진행 중", Unit.COUNT),
    Column("first_days", "첫 연락(중앙값)", Unit.DAYS),
    Column("first_days_p90", "첫 연락(90%)", Unit.DAYS),
    Column("late", "기한 지남", Unit.COUNT),
)
Item = tuple[str, UUID | None, UUID | None, dt.datetime]


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    signals: list[Item] = list(
        Signal.objects.filter(**scope.instants("received_at"), **scope.in_areas()).values_list(
            "channel", "household_id", "work_item_id", "received_at"
        )
    )
    by_channel: defaultdict[str, list[Item]] = defaultdict(list)
    for item in signals:
        by_channel[item[0]].append(item)
    known = _Known({item[2] for item in signals if item[2]}, scope.last)
    rows = [
        Row(channel, Channel(channel).label, known.cells(items))
        for channel, items in sorted(by_channel.items(), key=lambda pair: -len(pair[1]))
    ]
    total = sum_row(COLUMNS, rows)
    total.cells.update({key: known.cells(signals)[key] for key in ("households", "first_days", "first_days_p90")})
    return rows, total, []


class _Known:
    """What happened to the work items of the counted signals: fetched once, read for every channel."""

    def __init__(self, item_ids: set[UUID], last: dt.date) -> None:
        ids = list(item_ids)
        self.first_contact: dict[UUID, dt.datetime] = {}
        for work_item_id, at in (
            ContactAttempt.objects.filter(work_item_id__in=ids).order_by("-at").values_list("work_item_id", "at")
        ):
            self.first_contact[work_item_id] = at
        visited = Visit.objects.filter(work_item_id__in=ids, state__in=["done", "not_met"])
        self.visited = {one for one in visited.values_list("work_item_id", flat=True) if one}
        self.closed = dict(Closure.objects.filter(work_item_id__in=ids).values_list("work_item_id", "kind"))
        late = Clock.objects.filter(
            subject_id__in=ids, done_at__isnull=True, due_on__lt=min(last, timezone.localdate())
        )
        self.late = set(late.values_list("subject_id", flat=True))

    def cells(self, items: list[Item]) -> dict[str, Cell]:
        """The figures of one line."""
        ids = [item[2] for item in items]
        kinds = Counter(self.closed[one] for one in ids if one in self.closed)
        waits = [
            max(0, (timezone.localdate(self.first_contact[one]) - timezone.localdate(at)).days)
            for _, _, one, at in items
            if one in self.first_contact
        ]
        cells: dict[str, Cell] = {
            "count": len(items),
            "households": len({item[1] for item in items if item[1]}),
            "contacted": sum(one in self.first_contact for one in ids),
            "visited": sum(one in self.visited for one in ids),
            "open": sum(one not in self.closed for one in ids),
            "first_days": median(waits) if waits else None,
            "first_days_p90": quantiles(waits, n=10)[-1] if len(waits) > 1 else None,
            "late": sum(one in self.late for one in ids),
        }
        cells |= {key: sum(kinds[kind] for kind in group) for key, (_, group) in GROUPS.items()}
        return cells


REPORTS = (
    Definition(
        "discovery",
        "R1",
        "사각지대 발굴 실적",
        COLUMNS,
        _rows,
        "신호는 받은 날로, 결과는 지금까지의 처리로 셉니다. 한 가구가 여러 경로로 알려지면 경로마다 한 번씩 듭니다.",
    ),
)
