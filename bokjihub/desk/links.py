"""Where a thing is worked on: the page behind every line of Today. Rooms that are not there yet yield no link."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse

# What a clock's subject is, and the page that shows it. The id goes in by position.
PAGES: dict[str, str] = {
    "discovery.work_item": "discovery:work_item",
    "discovery.signal": "discovery:signal",
    "discovery.closing_request": "discovery:decide_closing",
    "discovery.source_file": "discovery:file_preview",
    "visits.visit": "visits:visit",
    "visits.hello": "visits:enrol",
    "visits.companion": "visits:accompany",
    "field.write": "field:write",
    "counselling.counselling": "counselling:counselling",
    "counselling.market_day": "counselling:market_desk",
    "emergency.emergency_aid": "emergency:grant_page",
    "emergency.grant": "emergency:grant_page",
    "benefits.application": "benefits:application",
    "benefits.missing": "benefits:missing_in",
    "resources.service_link": "resources:link",
    "resources.allocation": "resources:allocation",
    "resources.approval": "resources:approve",
    "resources.allocation_line": "resources:hand_over",
    "resources.lot": "resources:lot",
    "resources.offer": "resources:offer",
    "resources.chest": "resources:chest_application",
    "cases.case": "cases:case",
    "cases.duty": "cases:duty",
    "cases.aftercare": "cases:record_aftercare",
    "programmes.programme": "programmes:programme",
    "programmes.participation": "programmes:participation",
    "programmes.opinion": "programmes:answer_opinion",
    "assessments.flag": "assessments:flag",
    "rollout.finding": "rollout:finding",
    "rollout.vehicle": "rollout:renew_vehicle",
    "partners.council_meeting": "partners:meeting",
    "statistics.survey_result": "statistics:survey_result",
    "people.consent": "people:consent",
    "audit.explanation": "audit:explanation",
    "exports.request": "exports:decide",
    "exports.ready": "exports:take",
}
# Where the verb itself is done, when that is another page than the thing's own.
VERBS: dict[str, str] = {
    "work_item.first_contact": "discovery:record_contact",
    "work_item.next_contact": "discovery:record_contact",
    "visit.record": "visits:record_visit",
    "visit.due": "visits:visit",
    "counselling.transcribe": "counselling:transcribe",
}


def url_of(name: str, *ids: UUID | str) -> str:
    """The path of a URL name, or nothing when no room serves it."""
    try:
        return reverse(name, args=ids) if ids else _fixed(name)
    except NoReverseMatch:
        return ""


@cache
def _fixed(name: str) -> str:
    """The path of a page without ids: the menus of every page ask for the same forty."""
    return reverse(name)


def page_of(
    *,
    subject_kind: str,
    subject_id: UUID,
    household_id: UUID | None,
    code: str = "",
    may_open: Callable[[str], bool] = bool,
) -> str:
    """The page a line opens: where its verb is done, else the thing, else its household; the first the reader may open."""
    verb = next((name for start, name in VERBS.items() if code.startswith(start)), "")
    pages = (
        url_of(verb, subject_id) if verb else "",
        url_of(PAGES.get(subject_kind, subject_kind), subject_id),
        url_of("desk:household", household_id) if household_id else "",
    )
    return next((url for url in pages if url and may_open(url)), "")
