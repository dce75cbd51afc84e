"""R5 사례관리 현황: dong x kind x stage, closing reasons, days per stage, what is overdue.

접수·조사·회의·계획·종결 count what was done in the period; 제공 중·사후관리 count where cases stand on its last day, read
from the stage events, so the table of a past month comes out the same today. Integrated care has its own report (R13).
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from bokjihub.cases.models import Case, Closing, StageEvent
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
    sum_row,
)

# What was done in the period, by the event that did it.
DONE = {
    "accepted": ("접수", {"accept"}),
    "surveyed": ("조사", {"submit_survey"}),
    "met": ("회의", {"select_general", "select_complex", "link_only", "not_select"}),
    "planned": ("계획", {"approve_plan"}),
    "closed": ("종결", {"approve_closing"}),
}
SERVING = {"serving", "link_only", "suspended", "closing"}
COLUMNS = (
    *(Column(key, label, Unit.COUNT) for key, (label, _) in list(DONE.items())[:4]),
    Column("serving", "제공 중", Unit.COUNT),
    Column("closed", "종결", Unit.COUNT),
    Column("aftercare", "사후관리", Unit.COUNT),
    Column("overdue", "기한 지남", Unit.COUNT),
)
UNDECIDED = "구분 전"


# One pass: the cases asked for until the last day, what was done with them in the period, where they stood on its last day
# (the latest event up to then) and how many of their clocks were past their day. A case counts in the dong it is in.
_CASES = """
WITH asked AS MATERIALIZED (
    SELECT id, household_id, area_id, requested_on,
        CASE WHEN kind <> '' AND decided_on <= %(last)s THEN kind ELSE '' END AS kind
    FROM cases_case
    WHERE requested_on <= %(last)s AND kind <> %(care)s
      AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
), done AS (
    SELECT case_id, {done} FROM cases_stageevent WHERE "on" BETWEEN %(first)s AND %(last)s GROUP BY case_id
), standing AS (
    SELECT DISTINCT ON (case_id) case_id, to_state FROM cases_stageevent WHERE "on" <= %(last)s
    ORDER BY case_id, "on" DESC, at DESC, id DESC
), late AS (
    SELECT subject_id AS case_id, count(*) AS clocks FROM clocks_clock
    WHERE subject_kind = 'cases.case' AND due_on < %(last)s AND (done_at IS NULL OR done_at >= %(end)s)
      AND subject_id IN (SELECT id FROM asked)
    GROUP BY subject_id
)
"""
_FIGURES = """
SELECT coalesce(nullif(area.code, ''), area.name) AS place, area.name, asked.kind, {sums},
    count(*) FILTER (WHERE standing.to_state = ANY(%(serving)s)) AS serving,
    count(*) FILTER (WHERE standing.to_state = 'aftercare') AS aftercare,
    coalesce(sum(late.clocks), 0)::int AS overdue
FROM asked JOIN areas_area area ON area.id = asked.area_id
LEFT JOIN done ON done.case_id = asked.id LEFT JOIN standing ON standing.case_id = asked.id
LEFT JOIN late ON late.case_id = asked.id
GROUP BY area.id, area.code, area.name, asked.kind
ORDER BY area.code, area.name, array_position(%(kinds)s, asked.kind)
"""
_BEHIND = """
SELECT asked.requested_on, asked.household_id, asked.area_id
FROM asked JOIN areas_area area ON area.id = asked.area_id
LEFT JOIN done ON done.case_id = asked.id LEFT JOIN standing ON standing.case_id = asked.id
WHERE (done.case_id IS NOT NULL OR standing.to_state = ANY(%(serving)s || ARRAY['aftercare']))
  AND (%(place)s IS NULL OR (coalesce(nullif(area.code, ''), area.name) = %(place)s AND asked.kind = %(kind)s))
ORDER BY asked.requested_on DESC, asked.id DESC LIMIT %(most)s
"""
_WITH = _CASES.format(done=", ".join(f"count(*) FILTER (WHERE event = ANY(%({key})s)) AS {key}" for key in DONE))
_SUMS = ", ".join(f"coalesce(sum(done.{key}), 0)::int AS {key}" for key in DONE)
KINDS = {**{kind.value: kind.label for kind in Case.Kind if kind != Case.Kind.CARE}, "": UNDECIDED}


def _words(scope: Scope, **more: object) -> dict[str, object]:
    events = {key: sorted(events) for key, (_, events) in DONE.items()}
    return {**scope.words_of_sql(), **events, "serving": sorted(SERVING), "care": Case.Kind.CARE, **more}


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    for line in asked(_WITH + _FIGURES.format(sums=_SUMS), _words(scope, kinds=list(KINDS))):
        cells: dict[str, Cell] = {column.key: line[column.key] for column in COLUMNS}
        if any(cells.values()):
            kind = KINDS[line["kind"]]
            rows.append(Row(f"{line['place']}.{kind}", f"{line['name']} · {kind}", cells))
    return rows, sum_row(COLUMNS, rows), []


CLOSINGS = (
    Column("count", "종결", Unit.COUNT),
    Column("general", "일반", Unit.COUNT),
    Column("complex", "고난도", Unit.COUNT),
    Column("link", "연계", Unit.COUNT),
)


def _closings(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = Closing.objects.filter(is_approved=True, **scope.days("decided_on"), **scope.in_areas())
    found = found.exclude(case__kind=Case.Kind.CARE)
    by_reason: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reason, kind in found.values_list("reason", "case__kind"):
        by_reason[reason].update(["count", kind])
    rows = [
        Row(reason, Closing.Reason(reason).label, {column.key: line[column.key] for column in CLOSINGS})
        for reason, line in sorted(by_reason.items(), key=lambda pair: (-pair[1]["count"], pair[0]))
    ]
    return rows, sum_row(CLOSINGS, rows), []


DAYS = (
    Column("count", "마친 사례", Unit.COUNT),
    Column("mean", "평균", Unit.DAYS),
    Column("longest", "가장 긴 것", Unit.DAYS),
    Column("limit", "기한", Unit.DAYS),
    Column("within", "기한 안", Unit.COUNT),
    Column("share", "지킨 비율", Unit.PERCENT),
)
# A stage: key, label, the events that begin it and end it, its limit in days.
DECIDED = frozenset(DONE["met"][1])
STAGES = (
    ("survey", "접수 → 조사", {"accept"}, {"submit_survey"}, 10),
    ("conference", "조사 → 회의", {"submit_survey"}, DECIDED, 5),
    ("plan", "회의 → 계획", DECIDED, {"approve_plan"}, 15),
    ("total", "접수 → 계획(전체)", {"accept"}, {"approve_plan"}, 30),
)


def _days(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    history: defaultdict[UUID, list[tuple[str, dt.date]]] = defaultdict(list)
    found = StageEvent.objects.filter(on__lte=scope.last, **scope.in_areas()).exclude(case__kind=Case.Kind.CARE)
    for case_id, event, on in found.order_by("on", "at", "id").values_list("case_id", "event", "on"):
        history[case_id].append((event, on))
    rows = []
    for key, label, begins, ends, limit in STAGES:
        lengths = [
            length for events in history.values() if (length := _length(events, begins, ends, scope)) is not None
        ]
        within = sum(length <= limit for length in lengths)
        cells: dict[str, Cell] = {
            "count": len(lengths),
            "mean": round(sum(lengths) / len(lengths), 1) if lengths else None,
            "longest": max(lengths, default=None),
            "limit": limit,
            "within": within,
            "share": percent(within, len(lengths)),
        }
        rows.append(Row(key, label, cells))
    return rows, None, []


def _length(events: list[tuple[str, dt.date]], begins: Iterable[str], ends: Iterable[str], scope: Scope) -> int | None:
    """Days from the first beginning to the first end after it, where that end lies in the period."""
    start = next((on for event, on in events if event in begins), None)
    end = next((on for event, on in events if event in ends and start is not None and on >= start), None)
    if start is None or end is None or not scope.first <= end <= scope.last:
        return None
    return (end - start).days


def behind(scope: Scope, key: str) -> list[Line]:
    """The cases of one dong and kind that were worked on or stood open in the period."""
    place, _, label = key.rpartition(".")
    kind = next((code for code, words in KINDS.items() if words == label), "")
    found = asked(_WITH + _BEHIND, _words(scope, place=place or None, kind=kind, most=MOST_LINES))
    return [Line(line["requested_on"], line["household_id"], line["area_id"]) for line in found]


REPORTS = (
    Definition(
        "cases",
        "R5",
        "사례관리 현황",
        COLUMNS,
        _rows,
        "접수·조사·회의·계획·종결은 기간 안에 한 일, 제공 중·사후관리·기한 지남은 끝날의 모습입니다. 한 사례는 한 번씩 셉니다.",
        behind=behind,
    ),
    Definition("cases-closings", "R5-1", "사례 종결 사유", CLOSINGS, _closings, "종결이 승인된 날로 셉니다."),
    Definition(
        "cases-days",
        "R5-2",
        "사례 단계별 걸린 날",
        DAYS,
        _days,
        "단계가 기간 안에 끝난 사례의 날수(달력의 날). 10·5·15·30일은 ‘내외’라 넘어도 일을 막지 않습니다.",
    ),
)
