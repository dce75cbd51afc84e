"""R1 발굴: channel (or round) x (found, contacted, visited, results), days to the first contact, late ones; R11, the year's result.

One pass in the database: the signals of the period are read once, what became of their work items is joined to them.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from bokjihub.discovery.models import Channel, Signal
from bokjihub.rollout.models import LogEntry
from bokjihub.statistics.queries.frame import (
    MOST_LINES,
    Cell,
    Column,
    Definition,
    Line,
    Row,
    Scope,
    Unit,
    asked,
    percent,
    whole,
)

GROUPS = {
    "public": ("공공 지원", ["PUB_BASIC", "PUB_NEAR", "PUB_EMERG", "PUB_OTHER"]),
    "private": ("민간 연계", ["PRIV"]),
    "case": ("사례관리", ["CASE"]),
    "informed": ("상담·정보", ["INFO", "NONEED"]),
    "already": ("기수급", ["ALREADY"]),
    "excluded": ("비대상 확인", ["EX_MOVED", "EX_DIED", "EX_ADMIT", "EX_JAIL", "EX_ABROAD", "DUP", "WRONG"]),
    "refused": ("거부(확인)", ["REFUSED"]),
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
BY_CHANNEL = "channel"
# A line of a file belongs to the round its file was delivered for; what came by another way belongs to none.
BY_ROUND = """
    (SELECT round.year || '-' || round.number FROM discovery_sourcefile file
     JOIN discovery_round round ON round.id = file.round_id WHERE file.id = signal.file_id)
"""
_RESULTS = ",\n    ".join(f"count(*) FILTER (WHERE ended_kind = ANY(%({key})s)) AS {key}" for key in GROUPS)
# {by}: what makes a line. The second set of grouping is the total: households and waits are not sums of lines.
_SQL = """
WITH told AS MATERIALIZED (
    SELECT {by} AS key, signal.household_id, signal.work_item_id AS id, signal.received_at
    FROM discovery_signal signal
    WHERE signal.received_at >= %(begin)s AND signal.received_at < %(end)s
      AND (%(areas)s::uuid[] IS NULL OR signal.area_id = ANY(%(areas)s::uuid[]))
), items AS MATERIALIZED (
    SELECT DISTINCT id FROM told WHERE id IS NOT NULL
), reached AS (
    SELECT work_item_id AS id, min(at) AS at FROM discovery_contactattempt
    WHERE work_item_id IN (SELECT id FROM items) GROUP BY work_item_id
), gone AS (
    SELECT DISTINCT work_item_id AS id FROM visits_visit
    WHERE state IN ('done', 'not_met') AND work_item_id IN (SELECT id FROM items)
), ended AS (
    SELECT work_item_id AS id, kind FROM discovery_closure WHERE work_item_id IN (SELECT id FROM items)
), late AS (
    SELECT DISTINCT subject_id AS id FROM clocks_clock
    WHERE done_at IS NULL AND due_on < %(today)s AND subject_id IN (SELECT id FROM items)
), lines AS (
    SELECT told.*, reached.at AS reached_at, gone.id AS gone_id, ended.id AS ended_id, ended.kind AS ended_kind, late.id AS late_id,
        CASE WHEN reached.at IS NOT NULL THEN
            greatest(0, (reached.at AT TIME ZONE %(zone)s)::date - (told.received_at AT TIME ZONE %(zone)s)::date)
        END AS waited
    FROM told LEFT JOIN reached USING (id) LEFT JOIN gone USING (id) LEFT JOIN ended USING (id) LEFT JOIN late USING (id)
)
SELECT GROUPING(key) = 1 AS is_total, key,
    count(*) AS count, count(DISTINCT household_id) AS households, count(reached_at) AS contacted,
    count(gone_id) AS visited, count(*) FILTER (WHERE ended_id IS NULL) AS open, count(late_id) AS late,
    {results},
    percentile_cont(0.5) WITHIN GROUP (ORDER BY waited) AS first_days,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY waited) AS first_days_p90
FROM lines
GROUP BY GROUPING SETS ((key), ())
ORDER BY is_total, count DESC, key
"""


def figures(scope: Scope, by: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lines and the total of the signals of a period."""
    words = {key: kinds for key, (_, kinds) in GROUPS.items()}
    today = min(scope.last, timezone.localdate())
    lines = asked(_SQL.format(by=by, results=_RESULTS), {**scope.words_of_sql(), **words, "today": today})
    for line in lines:
        line["first_days"], line["first_days_p90"] = whole(line["first_days"]), whole(line["first_days_p90"])
    total = next(line for line in lines if line["is_total"])
    return [line for line in lines if not line["is_total"]], total


def _cells(line: dict[str, Any], columns: tuple[Column, ...] = COLUMNS) -> dict[str, Cell]:
    return {column.key: line[column.key] for column in columns if column.key in line}


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    lines, total = figures(scope, BY_CHANNEL)
    rows = [Row(line["key"], Channel(line["key"]).label, _cells(line)) for line in lines]
    return rows, Row("total", "합계", _cells(total)), []


def _rounds(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    lines, total = figures(scope, BY_ROUND)
    rows = [
        Row(str(line["key"] or "none"), _round_words(line["key"]), _cells(line))
        for line in sorted(lines, key=lambda line: _round_order(line["key"]))
    ]
    return rows, Row("total", "합계", _cells(total)), []


def _round_words(key: str | None) -> str:
    if key is None:
        return "차수 밖(제보·자체 발굴)"
    year, number = key.split("-")
    return f"{year}년 {number}차"


def _round_order(key: str | None) -> tuple[int, int]:
    return (9999, 0) if key is None else (int(key.split("-")[0]), int(key.split("-")[1]))


def behind(scope: Scope, key: str) -> list[Line]:
    """The signals of one channel: when they came, whose home."""
    found = Signal.objects.filter(**scope.instants("received_at"), **scope.in_areas())
    if key != "total":
        found = found.filter(channel=key)
    rows = found.order_by("-received_at").values_list("received_at", "household_id", "area_id")
    return [Line(timezone.localdate(at), home, area) for at, home, area in rows[:MOST_LINES]]


SURVEY = (
    Column("households", "조사할 가구", Unit.HOUSEHOLDS),
    Column("count", "신호", Unit.COUNT),
    Column("contacted", "연락", Unit.COUNT),
    Column("visited", "방문", Unit.COUNT),
    *(Column(key, label, Unit.COUNT) for key, (label, _) in GROUPS.items()),
    Column("open", "진행 중", Unit.COUNT),
    Column("supported_share", "지원·연계한 비율", Unit.PERCENT),
    Column("words", "내용", Unit.WORDS),
)
SUPPORTED = ("public", "private", "case")


def _survey(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """Rounds of the year with their results, then what is to be better, from the log of the roll-out."""
    lines, total = figures(scope, BY_ROUND)
    rows = [
        Row(str(line["key"] or "none"), _round_words(line["key"]), _survey_cells(line))
        for line in sorted(lines, key=lambda line: _round_order(line["key"]))
    ]
    better = [
        Row(f"better.{entry.id}", f"개선 {entry.held_on:%Y. %-m. %-d.} {entry.title}", {"words": _better(entry)})
        for entry in _improvements(scope)
    ]
    notes = [
        f"{scope.last.year}년 결과는 {scope.last.year + 1}. 3. 31.까지 보건복지부에 냅니다(사회보장급여법 시행규칙 제1조의4제2항)."
    ]
    if not better:
        notes.append(
            "개선방안이 아직 없습니다. 허브화 현황의 ‘추진 기록 적기’에서 ‘고친 점’이나 점검의 ‘고칠 것’으로 적습니다."
        )
    return [*rows, *better], Row("total", "합계", _survey_cells(total)), notes


def _survey_cells(line: dict[str, Any]) -> dict[str, Cell]:
    done = sum(line[key] for key in SUPPORTED)
    return {**_cells(line, SURVEY), "supported_share": percent(done, line["count"]), "words": ""}


def _improvements(scope: Scope) -> list[LogEntry]:
    """What was mended, and what inspections and meetings said must be."""
    found = LogEntry.objects.filter(**scope.days("held_on"))
    mended = found.filter(kind=LogEntry.Kind.IMPROVEMENT)
    return list((mended | found.exclude(follow_up="")).order_by("held_on", "title"))


def _better(entry: LogEntry) -> str:
    mended = f"고침 {entry.mended_on:%Y. %-m. %-d.} {entry.mended_words}" if entry.mended_on else ""
    return " → ".join(part for part in (entry.words, entry.follow_up, mended) if part)


def year_of(scope: Scope) -> Scope:
    """The calendar year a period ends in: the law asks for the year."""
    return Scope(dt.date(scope.last.year, 1, 1), dt.date(scope.last.year, 12, 31), scope.area_ids)


REPORTS = (
    Definition(
        "discovery",
        "R1",
        "사각지대 발굴 실적",
        COLUMNS,
        _rows,
        "신호는 받은 날로, 결과는 지금까지의 처리로 셉니다. 한 가구가 여러 경로로 알려지면 경로마다 한 번씩 듭니다.",
        behind=behind,
    ),
    Definition(
        "discovery-rounds",
        "R1-1",
        "차수별 발굴 실적",
        COLUMNS,
        _rounds,
        "파일로 받은 신호는 그 파일의 차수로, 나머지는 ‘차수 밖’으로 셉니다. 결과는 지금까지의 처리입니다.",
    ),
    Definition(
        "survey-result",
        "R11",
        "발굴조사 결과·개선방안",
        SURVEY,
        _survey,
        "끝날이 든 해의 1월 1일부터 12월 31일까지 받은 신호를 차수로 나눕니다. 지원·연계한 비율 = (공공+민간+사례관리) ÷ 신호.",
        span=year_of,
    ),
)
