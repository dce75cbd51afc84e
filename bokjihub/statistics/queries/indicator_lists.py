"""Who stands behind an indicator: the sets it is counted from, and the list of one line for those who may open records.

A number lists what was counted. A share lists what is still missing from it (the case over its thirty days, the home not
yet found): that is what somebody can do something about.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bokjihub.cases.models import Case
from bokjihub.discovery.models import Search
from bokjihub.partners.models import Agency
from bokjihub.resources.models import LinkDelivery, ServiceLink
from bokjihub.statistics.queries.frame import MOST_LINES, Line, Scope, asked
from bokjihub.visits.models import Visit

REPLY_DAYS = 7
PLAN_DAYS = 30
SAME_WORRY_DAYS = 90
WENT = ("done", "not_met", "aborted")
MET = ("met", "met_family")

# A worry's first result is its first counselling, its first visit where somebody was met, or its closing.
FOUND = """
WITH done AS (
    SELECT work_item_id, household_id, area_id, counselled_on AS day FROM counselling_counselling
    WHERE work_item_id IS NOT NULL AND counselled_on <= %(last)s
      AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
    UNION ALL
    SELECT work_item_id, household_id, area_id, planned_on FROM visits_visit
    WHERE work_item_id IS NOT NULL AND result IN ('met', 'met_family') AND planned_on <= %(last)s
      AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
    UNION ALL
    SELECT work_item_id, household_id, area_id, closed_on FROM discovery_closure WHERE closed_on <= %(last)s
      AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
), results AS (
    SELECT household_id, min(day) AS day, (array_agg(area_id ORDER BY day))[1] AS area_id
    FROM done GROUP BY work_item_id, household_id
), ordered AS (
    SELECT results.*, lag(day) OVER (PARTITION BY household_id ORDER BY day) AS earlier FROM results
), found AS (
    SELECT * FROM ordered
    WHERE day BETWEEN %(first)s AND %(last)s AND (earlier IS NULL OR day - earlier > %(same)s)
)
"""
# Where a case stands is its latest event; so the figure of a past day comes out the same today.
OPEN_CASES = """
WITH latest AS (
    SELECT DISTINCT ON (event.case_id) event.case_id, event.to_state FROM cases_stageevent event
    WHERE event."on" <= %(last)s AND (%(areas)s::uuid[] IS NULL OR event.area_id = ANY(%(areas)s::uuid[]))
    ORDER BY event.case_id, event."on" DESC, event.at DESC, event.id DESC
), open AS (
    SELECT case_id FROM latest
    WHERE to_state NOT IN ('requested', 'returned', 'not_selected', 'closed', 'aftercare', 'ended')
      AND NOT EXISTS (SELECT 1 FROM cases_case file WHERE file.id = latest.case_id AND file.kind = 'care')
)
"""
CONTACTED = """
WITH told AS MATERIALIZED (
    SELECT work_item_id AS id, min(received_at) AS at FROM discovery_signal
    WHERE work_item_id IS NOT NULL AND received_at >= %(begin)s AND received_at < %(end)s
      AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
    GROUP BY work_item_id
), reached AS (
    SELECT work_item_id AS id, min(at) AS at FROM discovery_contactattempt
    WHERE work_item_id IN (SELECT id FROM told) GROUP BY work_item_id
)
"""
# Cases that had their thirty days: those with a plan, and those whose days are over.
PLANNED = """
WITH accepted AS (
    SELECT file.household_id, file.area_id, file.accepted_on AS accepted, (
        SELECT min(event."on") FROM cases_stageevent event WHERE event.case_id = file.id AND event.event = 'approve_plan'
    ) AS planned
    FROM cases_case file
    WHERE file.accepted_on BETWEEN %(first)s AND %(last)s AND file.kind NOT IN ('link', 'care') AND file.state <> 'not_selected'
      AND (%(areas)s::uuid[] IS NULL OR file.area_id = ANY(%(areas)s::uuid[]))
), cases AS (
    SELECT * FROM accepted WHERE planned IS NOT NULL OR accepted + %(limit)s <= %(today)s
)
"""
AGAIN = """
WITH ended AS (
    SELECT household_id, max(closed_on) AS day, (array_agg(area_id ORDER BY closed_on DESC))[1] AS area_id
    FROM discovery_closure
    WHERE closed_on > %(year_ago)s AND closed_on <= %(last)s
      AND kind NOT IN ('EX_DIED', 'DUP', 'WRONG') AND (%(areas)s::uuid[] IS NULL OR area_id = ANY(%(areas)s::uuid[]))
    GROUP BY household_id
), seen AS (
    SELECT ended.*, EXISTS (
        SELECT 1 FROM discovery_signal signal WHERE signal.household_id = ended.household_id
          AND (signal.received_at AT TIME ZONE %(zone)s)::date > ended.day AND signal.received_at < %(end)s
    ) AS is_again FROM ended
)
"""


def deliveries(scope: Scope, sector: Agency.Sector) -> QuerySet[LinkDelivery]:
    """What reached a home in the period by a referral to a public or private agency."""
    return LinkDelivery.objects.filter(
        quantity__gt=0, link__service__provider__agency__sector=sector, **scope.days("delivered_on"), **scope.in_areas()
    )


def met_visits(scope: Scope) -> QuerySet[Visit]:
    """Visits of the period at which somebody was met."""
    return Visit.objects.filter(result__in=MET, **scope.days("planned_on"), **scope.in_areas())


def visits_of_worries(scope: Scope) -> QuerySet[Visit]:
    """Visits made to homes with a worry."""
    return Visit.objects.filter(state__in=WENT, work_item__isnull=False, **scope.days("planned_on"), **scope.in_areas())


def closed_cases(scope: Scope) -> QuerySet[Case]:
    """Cases closed in the period."""
    return Case.objects.filter(**scope.days("closed_on"), **scope.in_areas()).exclude(kind=Case.Kind.CARE)


def sent_links(scope: Scope) -> QuerySet[ServiceLink]:
    """Referrals of the period; one whose week is not over and that has no answer is not counted against the agency."""
    old_enough = timezone.localdate() - dt.timedelta(days=REPLY_DAYS)
    found = ServiceLink.objects.filter(**scope.days("sent_on"), **scope.in_areas())
    return found.filter(Q(sent_on__lte=old_enough) | Q(replied_at__isnull=False))


def is_in_time(sent_on: dt.date, replied_at: dt.datetime | None) -> bool:
    """Whether an agency answered within its week."""
    return replied_at is not None and (timezone.localdate(replied_at) - sent_on).days <= REPLY_DAYS


def _newest(found: QuerySet[Any], day: str) -> list[Line]:
    rows = found.order_by(F(day).desc()).values_list(day, "household_id", "area_id")
    return [Line(*row) for row in rows[:MOST_LINES]]


def _listed(base: str, sql: str, scope: Scope, **more: object) -> list[Line]:
    words = {**scope.words_of_sql(), **more, "most": MOST_LINES}
    return [Line(row["day"], row["household_id"], row["area_id"]) for row in asked(base + sql, words)]


def _found(scope: Scope) -> list[Line]:
    sql = "SELECT day, household_id, area_id FROM found ORDER BY day DESC LIMIT %(most)s"
    return _listed(FOUND, sql, scope, same=SAME_WORRY_DAYS)


def _open_cases(scope: Scope) -> list[Line]:
    sql = """
        SELECT file.accepted_on AS day, file.household_id, file.area_id
        FROM open JOIN cases_case file ON file.id = open.case_id ORDER BY day DESC NULLS LAST LIMIT %(most)s
    """
    return _listed(OPEN_CASES, sql, scope)


def _not_reached(scope: Scope) -> list[Line]:
    sql = """
        SELECT (told.at AT TIME ZONE %(zone)s)::date AS day, item.household_id, item.area_id
        FROM told JOIN discovery_workitem item ON item.id = told.id LEFT JOIN reached ON reached.id = told.id
        WHERE reached.id IS NULL ORDER BY day DESC LIMIT %(most)s
    """
    return _listed(CONTACTED, sql, scope)


def _plans_late(scope: Scope) -> list[Line]:
    sql = """
        SELECT accepted AS day, household_id, area_id FROM cases
        WHERE planned IS NULL OR planned - accepted > %(limit)s ORDER BY day DESC LIMIT %(most)s
    """
    return _listed(PLANNED, sql, scope, limit=PLAN_DAYS, today=timezone.localdate())


def _told_again(scope: Scope) -> list[Line]:
    sql = "SELECT day, household_id, area_id FROM seen WHERE is_again ORDER BY day DESC LIMIT %(most)s"
    return _listed(AGAIN, sql, scope, year_ago=scope.year_before)


def _still_sought(scope: Scope) -> list[Line]:
    instants = scope.instants("asked_at")
    found = Search.objects.filter(is_approved=True, asked_at__lt=instants["asked_at__lt"], **scope.in_areas())
    found = found.filter(Q(found_at__isnull=True) | Q(found_at__gte=instants["asked_at__lt"]))
    return [
        Line(timezone.localdate(at), household_id, area_id)
        for at, household_id, area_id in found.order_by("-asked_at").values_list("asked_at", "household_id", "area_id")[
            :MOST_LINES
        ]
    ]


def _not_answered(scope: Scope) -> list[Line]:
    rows = sent_links(scope).order_by("-sent_on").values_list("sent_on", "replied_at", "household_id", "area_id")
    late = [Line(on, household_id, area_id) for on, at, household_id, area_id in rows if not is_in_time(on, at)]
    return late[:MOST_LINES]


LISTS: dict[str, Callable[[Scope], list[Line]]] = {
    "found": _found,
    "outreach": lambda scope: _newest(met_visits(scope), "planned_on"),
    "links_public": lambda scope: _newest(deliveries(scope, Agency.Sector.PUBLIC), "delivered_on"),
    "links_private": lambda scope: _newest(deliveries(scope, Agency.Sector.PRIVATE), "delivered_on"),
    "cases_open": _open_cases,
    "cases_closed": lambda scope: _newest(closed_cases(scope), "closed_on"),
    "first_contact": _not_reached,
    "plan_in_time": _plans_late,
    "again": _told_again,
    "located": _still_sought,
    "pairs": lambda scope: _newest(visits_of_worries(scope).filter(companions__isnull=True), "planned_on"),
    "replies": _not_answered,
}


def behind(scope: Scope, key: str) -> list[Line]:
    """The list of one indicator; none for those that count posts and teams."""
    return LISTS[key](scope) if key in LISTS else []
