"""R2 상담 and R3 방문."""

from typing import Any

from django.db.models import Count, F, Q

from bokjihub.counselling.models import Counselling, MarketContact
from bokjihub.statistics.queries.frame import (
    MOST_LINES,
    Behind,
    Cell,
    Column,
    Definition,
    Line,
    Row,
    Scope,
    Unit,
    percent,
    sum_row,
)
from bokjihub.visits.models import Companion, Visit

COUNSELLING = (
    Column("count", "상담", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("apply", "신청안내", Unit.COUNT),
    Column("link", "서비스연계", Unit.COUNT),
    Column("emergency", "긴급지원", Unit.COUNT),
    Column("case", "사례의뢰", Unit.COUNT),
    Column("information", "정보제공", Unit.COUNT),
)
_DISPOSITIONS = ("apply", "link", "emergency", "case", "information")


def _counselling(scope: Scope, by: str) -> list[dict[str, Any]]:
    found = Counselling.objects.filter(**scope.days("counselled_on"), **scope.in_areas())
    figures = {one: Count("id", filter=Q(disposition=one)) for one in _DISPOSITIONS}
    lines = (
        found.values(key=F(by))
        .annotate(count=Count("id"), households=Count("household_id", distinct=True), **figures)
        .order_by("-count", "key")
    )
    return [dict(line) for line in lines]


def _by_channel(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = [
        Row(str(line["key"]), Counselling.Channel(str(line["key"])).label, _cells(line))
        for line in _counselling(scope, "channel")
    ]
    short = MarketContact.objects.filter(
        **scope.days("market_day__held_on"), **scope.in_areas("market_day__area_id__in")
    )
    if count := short.count():
        known = short.filter(household__isnull=False).values("household_id").distinct().count()
        rows.append(Row("market", "이동상담(짧은 상담)", {"count": count, "households": known}))
    total = sum_row(COUNSELLING, rows)
    homes = set(
        Counselling.objects.filter(**scope.days("counselled_on"), **scope.in_areas()).values_list(
            "household_id", flat=True
        )
    ) | {home for home in short.values_list("household_id", flat=True) if home}
    total.cells["households"] = len(homes)
    return rows, total, []


def _by_officer(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = [Row(str(line["key"]), str(line["key"]), _cells(line)) for line in _counselling(scope, "counselled_label")]
    return rows, sum_row(COUNSELLING, rows), []


def _by_target(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = [
        Row(str(line["key"] or "none"), str(line["key"] or "나누지 않음"), _cells(line))
        for line in _counselling(scope, "target_group")
    ]
    return rows, sum_row(COUNSELLING, rows), []


def _cells(line: dict[str, Any]) -> dict[str, Cell]:
    return {column.key: line[column.key] for column in COUNSELLING}


def _counsellings_behind(by: str) -> Behind:
    """The counsellings of one line of a table that is split by `by`."""

    def lines(scope: Scope, key: str) -> list[Line]:
        found = Counselling.objects.filter(**scope.days("counselled_on"), **scope.in_areas())
        if key != "total":
            found = found.filter(**{by: "" if key == "none" else key})
        rows = found.order_by("-counselled_on").values_list("counselled_on", "household_id", "area_id")
        return [Line(*row) for row in rows[:MOST_LINES]]

    return lines


VISITS = (
    Column("count", "방문", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("met", "만남", Unit.COUNT),
    Column("absent", "부재", Unit.COUNT),
    Column("refused", "거부", Unit.COUNT),
    Column("elsewhere", "이사·입원·사망", Unit.COUNT),
    Column("vacant", "빈집·주소불명", Unit.COUNT),
    Column("stopped", "안전상 중단", Unit.COUNT),
    Column("pair", "2인 방문", Unit.COUNT),
    Column("pair_share", "2인 방문률", Unit.PERCENT),
)
_RESULTS = {
    "met": ["met", "met_family"],
    "absent": ["absent"],
    "refused": ["refused"],
    "elsewhere": ["moved", "died", "admitted"],
    "vacant": ["vacant"],
    "stopped": ["stopped"],
}


def _visits(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    made = Visit.objects.filter(
        state__in=["done", "not_met", "aborted"], **scope.days("planned_on"), **scope.in_areas()
    )
    figures = {key: Count("id", filter=Q(result__in=codes), distinct=True) for key, codes in _RESULTS.items()}
    lines = (
        made.values("programme__code", "programme__name")
        .annotate(
            count=Count("id", distinct=True),
            households=Count("household_id", distinct=True),
            pair=Count("id", filter=Q(companions__isnull=False), distinct=True),
            **figures,
        )
        .order_by("-count", "programme__code")
    )
    rows = []
    for line in lines:
        figures_of: dict[str, Any] = dict(line)
        cells: dict[str, Cell] = {column.key: figures_of.get(column.key) for column in VISITS}
        cells["pair_share"] = percent(line["pair"], line["count"])
        rows.append(Row(line["programme__code"], line["programme__name"], cells))
    total = sum_row(VISITS, rows)
    total.cells["households"] = made.values("household_id").distinct().count()
    total.cells["pair_share"] = percent(int(total.cells["pair"] or 0), int(total.cells["count"] or 0))
    kinds = Companion.objects.filter(visit__in=made).values("kind").annotate(count=Count("visit_id", distinct=True))
    pairs = ", ".join(f"{row['kind']} {row['count']:,}건" for row in kinds.order_by("-count"))
    return rows, total, [f"함께 간 사람: {pairs}." if pairs else ""]


def _visits_behind(scope: Scope, key: str) -> list[Line]:
    made = Visit.objects.filter(
        state__in=["done", "not_met", "aborted"], **scope.days("planned_on"), **scope.in_areas()
    )
    if key != "total":
        made = made.filter(programme__code=key)
    rows = made.order_by("-planned_on").values_list("planned_on", "household_id", "area_id")
    return [Line(*row) for row in rows[:MOST_LINES]]


COUNSELLING_RULE = "상담 기록을 상담일로 셉니다."
REPORTS = (
    Definition(
        "counselling",
        "R2",
        "상담 실적(방법별)",
        COUNSELLING,
        _by_channel,
        COUNSELLING_RULE,
        behind=_counsellings_behind("channel"),
    ),
    Definition(
        "counselling-officers",
        "R2-1",
        "상담 실적(담당자별)",
        COUNSELLING,
        _by_officer,
        COUNSELLING_RULE,
        behind=_counsellings_behind("counselled_label"),
    ),
    Definition(
        "counselling-targets",
        "R2-2",
        "상담 실적(대상별)",
        COUNSELLING,
        _by_target,
        COUNSELLING_RULE,
        behind=_counsellings_behind("target_group"),
    ),
    Definition(
        "visits",
        "R3",
        "방문 실적",
        VISITS,
        _visits,
        "간 방문만 셉니다. 2인 방문률 = 둘 이상 간 방문 / 간 방문.",
        behind=_visits_behind,
    ),
)
