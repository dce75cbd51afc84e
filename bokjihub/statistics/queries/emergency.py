"""R6 긴급복지: kind x count x won, with reasons, extensions, adequacy.

건 = decisions first paid in the period; 금액 = won of the payments made in the period (process §7.1, rows 10-14).
"""

from django.db.models import Count, Q, QuerySet, Sum

from bokjihub.emergency.models import EmergencyAid, ExtensionDecision, Kind, Payment, RecoveryEntry, Review
from bokjihub.statistics.queries.frame import MOST_LINES, Cell, Column, Definition, Line, Row, Scope, Unit

COLUMNS = (
    Column("count", "건수", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("won", "금액", Unit.WON),
    Column("extended", "연장", Unit.COUNT),
    Column("adequate", "적정", Unit.COUNT),
    Column("inadequate", "부적정", Unit.COUNT),
    Column("recover", "환수 명령", Unit.WON),
    Column("recovered", "돌려받음", Unit.WON),
)


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    kinds = [_kind(scope, kind) for kind in Kind]
    # A kind the town rarely gives stands in the table as soon as anything of it falls into the period, a later month too.
    rows = [row for row in kinds if row.key in {"LIVING", "MEDICAL", "HOUSING", "OTHER"} or any(row.cells.values())]
    total = {column.key: sum(int(row.cells[column.key] or 0) for row in rows) for column in COLUMNS}
    total["households"] = _payments(scope).values("household_id").distinct().count()
    assumed = _payments(scope).filter(is_assumed_date=True).count()
    notes = [f"지급일 {assumed:,}건은 원문에 없어 가정한 날짜입니다(가정)."] if assumed else []
    return rows, Row("total", "합계", dict[str, Cell](total)), notes


def _payments(scope: Scope, **more: object) -> QuerySet[Payment]:
    return Payment.objects.filter(**scope.days("paid_on"), **scope.in_areas(), **more)


def _kind(scope: Scope, kind: Kind) -> Row:
    found = _payments(scope, kind=kind)
    sums = found.aggregate(
        count=Count("grant_id", filter=Q(sequence=1), distinct=True),
        households=Count("household_id", distinct=True),
        won=Sum("won"),
    )
    reviewed = Review.objects.filter(aid__kind=kind, **scope.days("reviewed_on"), **scope.in_areas())
    extended = ExtensionDecision.objects.filter(
        grant__kind=kind, is_extended=True, **scope.days("decided_on"), **scope.in_areas()
    )
    cells: dict[str, Cell] = {
        "count": sums["count"],
        "households": sums["households"],
        "won": sums["won"] or 0,
        "extended": extended.count(),
        "adequate": reviewed.filter(verdict=Review.Verdict.ADEQUATE).count(),
        "inadequate": reviewed.exclude(verdict=Review.Verdict.ADEQUATE).count(),
        **_book(scope, kind),
    }
    return Row(kind.value, kind.label, cells)


def _book(scope: Scope, kind: Kind) -> dict[str, Cell]:
    """What was ordered back and what came back, from the lines of the recovery book (긴급복지지원법 제15조)."""
    ordered = [RecoveryEntry.Kind.ORDERED, RecoveryEntry.Kind.REDUCED]
    back = [RecoveryEntry.Kind.PAID, RecoveryEntry.Kind.UNDONE]
    lines = RecoveryEntry.objects.filter(recovery__aid__kind=kind, **scope.days("on"), **scope.in_areas())
    sums = lines.aggregate(
        recover=Sum("won", filter=Q(kind__in=ordered), default=0), back=Sum("won", filter=Q(kind__in=back), default=0)
    )
    return {"recover": sums["recover"], "recovered": -sums["back"]}


def behind(scope: Scope, key: str) -> list[Line]:
    """The first payments of one kind: when they were paid, to whose home."""
    found = _payments(scope, sequence=1, **({} if key == "total" else {"kind": key}))
    rows = found.order_by("-paid_on").values_list("paid_on", "household_id", "area_id")
    return [Line(*row) for row in rows[:MOST_LINES]]


def _reasons(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = (
        EmergencyAid.objects.filter(
            grants__payments__sequence=1, **scope.days("grants__payments__paid_on"), **scope.in_areas()
        )
        .values("reason__code", "reason__name", "reason__basis")
        .annotate(count=Count("grants", distinct=True), households=Count("household_id", distinct=True))
        .order_by("-count", "reason__code")
    )
    rows = [
        Row(
            row["reason__code"],
            row["reason__name"],
            {"count": row["count"], "households": row["households"], "basis": row["reason__basis"]},
        )
        for row in found
    ]
    return rows, Row("total", "합계", {"count": sum(row["count"] for row in found)}), []


REPORTS = (
    Definition(
        "emergency",
        "R6",
        "긴급복지지원 실적",
        COLUMNS,
        _rows,
        "건수는 기간 안에 처음 지급한 결정, 금액은 기간 안에 지급한 돈, 적정·부적정은 기간 안의 적정성 "
        "심사 결과, 환수 명령과 돌려받음은 환수 장부에 기간 안에 적힌 것(줄임·되돌림을 뺀 값)입니다.",
        behind=behind,
    ),
    Definition(
        "emergency-reasons",
        "R6-1",
        "긴급복지지원 위기사유별",
        (
            Column("count", "건수", Unit.COUNT),
            Column("households", "가구", Unit.HOUSEHOLDS),
            Column("basis", "근거", Unit.WORDS),
        ),
        _reasons,
        "기간 안에 처음 지급한 결정을 위기사유로 나누었습니다.",
    ),
)
