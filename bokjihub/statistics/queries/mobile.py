"""R12 이동상담: users, helped, won linked, by year and by market day (process §7.1, rows 8 and 9)."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from bokjihub.counselling.models import MarketContact, MarketDay
from bokjihub.statistics.queries.frame import Column, Definition, Row, Scope, Unit, sum_row

FIGURES = (
    Column("users", "이용 인원", Unit.USERS),
    Column("known", "실인원(아는 분)", Unit.PERSONS),
    Column("helped", "도움받은 인원", Unit.USERS),
    Column("won", "연계 금액", Unit.WON),
)
# A contact counts in the dong that held the day, also when the home turned out to lie in another.
MARKET_DONGS = "market_day__area_id__in"
DAYS = (Column("days", "상담일", Unit.COUNT), *FIGURES)


def _by_year(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = MarketDay.objects.filter(**scope.days("held_on"), **scope.in_areas()).annotate(year=ExtractYear("held_on"))
    figures = (
        found.values("year")
        .annotate(
            days=Count("id", distinct=True),
            users=Count("contacts"),
            known=Count("contacts__person_id", distinct=True),
            helped=Count("contacts", filter=Q(contacts__is_helped=True)),
            won=Sum("contacts__linked_won", default=0),
        )
        .order_by("year")
    )
    lines: list[dict[str, Any]] = [dict(row) for row in figures]
    rows = [
        Row(str(row["year"]), f"{row['year']}년", {column.key: row[column.key] for column in DAYS}) for row in lines
    ]
    total = sum_row(DAYS, rows)
    total.cells["known"] = _contacts(scope).filter(person__isnull=False).values("person_id").distinct().count()
    return rows, total, _assumed(scope)


def _by_day(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = (
        MarketDay.objects.filter(**scope.days("held_on"), **scope.in_areas())
        .annotate(
            users=Count("contacts"),
            known=Count("contacts__person_id", distinct=True),
            helped=Count("contacts", filter=Q(contacts__is_helped=True)),
            won=Sum("contacts__linked_won", default=0),
        )
        .order_by("held_on", "place")
    )
    rows = [
        Row(
            str(day.held_on),
            f"{day.held_on:%Y. %-m. %-d.} {day.place}",
            {"users": day.users, "known": day.known, "helped": day.helped, "won": day.won},
        )
        for day in found
    ]
    return rows, sum_row(FIGURES, rows), _assumed(scope)


def _contacts(scope: Scope) -> QuerySet[MarketContact]:
    return MarketContact.objects.filter(**scope.days("market_day__held_on"), **scope.in_areas(MARKET_DONGS))


def _assumed(scope: Scope) -> list[str]:
    found = MarketDay.objects.filter(is_assumed_date=True, **scope.days("held_on"), **scope.in_areas())
    count = found.count()
    return [f"상담일 {count:,}일은 원문에 없어 가정한 날짜입니다(가정)."] if count else []


RULE = "이용 인원은 연인원(익명 포함), 실인원은 누구인지 아는 분만 한 번씩 셉니다."
REPORTS = (
    Definition("mobile", "R12", "이동상담 실적", DAYS, _by_year, RULE),
    Definition("mobile-days", "R12-1", "이동상담일별 실적", FIGURES, _by_day, RULE),
)
