"""R14 프로그램: who applied, came and finished; what screenings found, year by year; what a village day did (mission S14)."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet

from bokjihub.programmes.models import Attendance, Opinion, Participation, Programme, ServiceCount
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, percent, sum_row

State, Result = Participation.State, Participation.Result
ACTIVITIES = (
    Column("kind", "꼴", Unit.WORDS),
    Column("starts_on", "첫날", Unit.WORDS),
    Column("sessions", "회차", Unit.COUNT),
    Column("applied", "신청", Unit.COUNT),
    Column("taking_part", "참여", Unit.COUNT),
    Column("attendances", "출석(연인원)", Unit.USERS),
    Column("finished", "마침·다녀옴", Unit.COUNT),
    Column("apply_until", "신청 끝", Unit.WORDS),
    Column("assumed", "날짜", Unit.WORDS),
)


def _programmes(scope: Scope) -> QuerySet[Programme]:
    """Programmes with a day in the period, or whose application ends in it. A city's programme counts for its dongs too."""
    during = Q(starts_on__lte=scope.last, ends_on__gte=scope.first) | Q(**scope.days("apply_until"))
    found = Programme.objects.filter(during)
    if scope.area_ids:
        found = found.filter(Q(area_id__in=scope.area_ids) | Q(participations__area_id__in=scope.area_ids)).distinct()
    return found.order_by("starts_on", "title")


def _activities(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = list(_programmes(scope))
    figures: dict[Any, dict[str, Any]] = {
        line["programme_id"]: dict(line)
        for line in Participation.objects.filter(programme__in=found, **scope.in_areas())
        .values("programme_id")
        .annotate(
            applied=Count("id"),
            taking_part=Count("id", filter=Q(state=State.SELECTED)),
            finished=Count("id", filter=Q(result__in=[Result.FINISHED, Result.WENT])),
        )
    }
    ticks = dict(
        Attendance.objects.filter(session__programme__in=found, **scope.days("session__held_on"), **scope.in_areas())
        .values_list("session__programme_id")
        .annotate(Count("id"))
    )
    sessions = dict(
        Programme.objects.filter(id__in=[one.id for one in found]).values_list("id").annotate(Count("sessions"))
    )
    rows = []
    for one in found:
        line = figures.get(one.id, {})
        cells: dict[str, Cell] = {
            "kind": one.get_kind_display(),
            "starts_on": one.starts_on.isoformat(),
            "sessions": sessions.get(one.id, 0),
            "applied": line.get("applied", 0),
            "taking_part": line.get("taking_part", 0),
            "attendances": ticks.get(one.id, 0),
            "finished": line.get("finished", 0),
            "apply_until": one.apply_until.isoformat() if one.apply_until else "",
            "assumed": "가정" if one.is_assumed_date else "",
        }
        rows.append(Row(str(one.id), one.title, cells))
    return rows, sum_row(ACTIVITIES, rows), _assumed(found)


SCREENINGS = (
    Column("examined", "검사", Unit.COUNT),
    Column("positive", "양성", Unit.COUNT),
    Column("rate", "양성률", Unit.PERCENT),
    Column("reference", "견줄 비율", Unit.PERCENT),
    Column("reference_source", "출처", Unit.WORDS),
    Column("followed", "이어서 본 분", Unit.COUNT),
)


def _screenings(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """One line a campaign and year: the rate is positive over examined, from the rows of the people."""
    found = [one for one in _programmes(scope) if one.kind == Programme.Kind.SCREENING]
    examined = Participation.objects.filter(
        programme__in=found, result__in=[Result.POSITIVE, Result.NEGATIVE], **scope.in_areas()
    )
    figures = {
        line["programme_id"]: line
        for line in examined.values("programme_id").annotate(
            examined=Count("id"),
            positive=Count("id", filter=Q(result=Result.POSITIVE)),
            followed=Count("id", filter=Q(result=Result.POSITIVE, followed_on__isnull=False)),
        )
    }
    rows = []
    for one in found:
        line = figures.get(one.id, {"examined": 0, "positive": 0, "followed": 0})
        cells: dict[str, Cell] = {
            "examined": line["examined"],
            "positive": line["positive"],
            "rate": percent(line["positive"], line["examined"]),
            "reference": None if one.reference_percent is None else float(one.reference_percent),
            "reference_source": one.reference_source,
            "followed": line["followed"],
        }
        rows.append(Row(f"{one.title}.{one.starts_on.year}", f"{one.starts_on.year}년 {one.title}", cells))
    total = sum_row(SCREENINGS, rows)
    total.cells["rate"] = percent(int(total.cells["positive"] or 0), int(total.cells["examined"] or 0))
    return rows, total, _assumed(found)


VILLAGE_DAYS = (
    Column("times", "봉사", Unit.COUNT),
    Column("unit", "단위", Unit.WORDS),
    Column("given_by", "누가", Unit.WORDS),
    Column("opinions", "들은 의견", Unit.COUNT),
    Column("answered", "답한 의견", Unit.COUNT),
    Column("assumed", "수", Unit.WORDS),
)


def _village_days(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = [one for one in _programmes(scope) if one.kind == Programme.Kind.VILLAGE_DAY]
    services: dict[Any, list[ServiceCount]] = defaultdict(list)
    for service in ServiceCount.objects.filter(programme__in=found).order_by("service"):
        services[service.programme_id].append(service)
    heard: dict[Any, tuple[int, int]] = {
        line["programme_id"]: (line["heard"], line["answered"])
        for line in Opinion.objects.filter(programme__in=found)
        .values("programme_id")
        .annotate(heard=Count("id"), answered=Count("answered_on"))
    }
    rows = []
    for one in found:
        opinions, answered = heard.get(one.id, (0, 0))
        rows.append(
            Row(str(one.id), f"{one.starts_on:%Y. %-m. %-d.} {one.title}", {"opinions": opinions, "answered": answered})
        )
        rows += [
            Row(
                f"{one.id}.{service.service}",
                service.service,
                {
                    "times": service.times,
                    "unit": service.unit,
                    "given_by": service.given_by,
                    "assumed": "가정" if service.is_assumed else "",
                },
            )
            for service in services[one.id]
        ]
    assumed = sum(service.is_assumed for many in services.values() for service in many)
    notes = [f"봉사 {assumed}가지의 수는 원문에 없어 가정했습니다(가정)."] if assumed else []
    return rows, sum_row(VILLAGE_DAYS, rows), [*_assumed(found), *notes]


def _assumed(found: list[Programme]) -> list[str]:
    count = sum(one.is_assumed_date for one in found)
    return [f"프로그램 {count}건의 날짜나 인원은 원문에 없어 가정했습니다(가정)."] if count else []


REPORTS = (
    Definition(
        "activities",
        "R14",
        "프로그램 실적",
        ACTIVITIES,
        _activities,
        "신청은 그만두신 분까지, 참여는 자리를 얻은 분입니다. 이름을 묻지 않은 참여도 한 분씩 셉니다. 출석은 연인원입니다.",
    ),
    Definition("screenings", "R14-1", "검진 양성률", SCREENINGS, _screenings, "양성률은 양성 ÷ 결과가 적힌 분입니다."),
    Definition(
        "village-days",
        "R14-2",
        "마을 봉사의 날",
        VILLAGE_DAYS,
        _village_days,
        "봉사는 단위가 서로 달라 합계는 횟수의 합일 뿐입니다.",
    ),
)
