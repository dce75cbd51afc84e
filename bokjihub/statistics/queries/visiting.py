"""R7-3 방문형서비스 and R4-2 회신: who visits how many homes, clashes and gaps; how fast each provider answers."""

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from bokjihub.resources.models import ServiceLink, VisitingSlot
from bokjihub.resources.queries.visiting import weeks
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, sum_row

State = ServiceLink.State
VISITS = (
    Column("homes", "가구", Unit.HOUSEHOLDS),
    Column("slots", "방문 요일", Unit.COUNT),
    Column("clashing", "겹치는 가구", Unit.HOUSEHOLDS),
    Column("gaps", "비는 가구", Unit.HOUSEHOLDS),
)
REPLIES = (
    Column("sent", "보낸 의뢰", Unit.COUNT),
    Column("replied", "회신", Unit.COUNT),
    Column("percent", "회신율", Unit.PERCENT),
    Column("days", "회신까지(중앙값)", Unit.DAYS),
    Column("taken", "맡음", Unit.COUNT),
    Column("declined", "어려움", Unit.COUNT),
)
TAKEN = Q(state__in=[State.ACCEPTED, State.STARTED, State.COMPLETED])


def _slots(scope: Scope) -> QuerySet[VisitingSlot]:
    return VisitingSlot.objects.on(scope.last).filter(**scope.in_areas())


def _visits(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    homes = list(_slots(scope).order_by().values_list("household_id", flat=True).distinct())
    found = weeks(homes, scope.last)
    clashing = {home for home, week in found.items() if week.clashes}
    bare = {home for home, week in found.items() if week.gaps}
    rows = []
    for programme in VisitingSlot.Programme:
        here = _slots(scope).filter(programme=programme)
        mine = set(here.values_list("household_id", flat=True))
        if mine:
            cells: dict[str, Cell] = {
                "homes": len(mine), "slots": here.count(), "clashing": len(mine & clashing), "gaps": len(mine & bare),
            }  # fmt: skip
            rows.append(Row(programme.value, programme.label, cells))
    total: dict[str, Cell] = {
        "homes": len(homes), "slots": _slots(scope).count(), "clashing": len(clashing), "gaps": len(bare),
    }  # fmt: skip
    return rows, Row("total", "합계", total), []


def _replies(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    sent = ServiceLink.objects.filter(**scope.days("sent_on"), **scope.in_areas())
    by_agency = (
        sent.values(key=F("service__provider__agency_id"), name=F("service__provider__agency__name"))
        .annotate(
            sent=Count("id"),
            replied=Count("id", filter=Q(replied_at__isnull=False)),
            taken=Count("id", filter=TAKEN),
            declined=Count("id", filter=Q(state=State.DECLINED)),
        )
        .order_by("-sent", "name")
    )
    waits: dict[object, list[int]] = {}
    answered = sent.filter(replied_at__isnull=False).values_list(
        "service__provider__agency_id", "sent_on", "replied_at"
    )
    for key, on, at in answered:
        if at is not None:
            waits.setdefault(key, []).append((timezone.localdate(at) - on).days)
    rows = [
        Row(
            str(line["key"]),
            line["name"],
            {
                "sent": line["sent"],
                "replied": line["replied"],
                "percent": line["replied"] * 100 // line["sent"],
                "days": _middle(waits.get(line["key"], [])),
                "taken": line["taken"],
                "declined": line["declined"],
            },
        )
        for line in by_agency
    ]
    total = sum_row(REPLIES, rows)
    if total is not None and rows:
        total.cells["percent"] = int(total.cells["replied"] or 0) * 100 // int(total.cells["sent"] or 1)
        total.cells["days"] = _middle([days for found in waits.values() for days in found])
    return rows, total, []


def _middle(days: list[int]) -> int | None:
    """The median, the lower one of two."""
    return sorted(days)[(len(days) - 1) // 2] if days else None


REPORTS = (
    Definition(
        "visiting",
        "R7-4",
        "방문형서비스 공유",
        VISITS,
        _visits,
        "끝날에 쓰는 방문 요일입니다. 겹침은 같은 날 시간이 겹치거나 세 번 넘게 몰리거나 한 사업이 두 곳에서 오는 가구, 비는 가구는 "
        "평일 사흘 넘게 아무도 오지 않는 가구입니다. 한 가구가 여러 사업에 있으면 줄마다 셉니다.",
        is_as_of=True,
    ),
    Definition(
        "link-replies",
        "R4-3",
        "기관별 회신",
        REPLIES,
        _replies,
        "기간에 보낸 의뢰 가운데 회신이 온 것, 회신까지 걸린 날의 중앙값입니다. 전화로 들은 회신도 셉니다.",
    ),
)
