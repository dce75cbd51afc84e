"""종결보고서, A4."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Entry
from bokjihub.cases.deciders import office_of
from bokjihub.cases.models import Case
from bokjihub.cases.papers import closing_blocks
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.signing import box_of
from bokjihub.ui.papers.printing import Signed, sheet

Paper = ApprovalLine.Paper


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def closing_sheet(request: Request, case_id: UUID) -> HttpResponse:
    """종결보고서; on record as an export."""
    found = get_object_or_404(Case.objects.select_related("area"), id=case_id)
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(found.area)
    asked = found.closings.order_by("-asked_on", "-id").first()
    box: Sequence[str | Signed] = approval_line(Paper.CLOSING, request.access.actor.day, office_of(found)).posts
    if asked:
        decided = (asked.decided_label, asked.decided_on) if asked.is_approved else ("", None)
        box = box_of(found, asked.id, Paper.CLOSING, (asked.asked_label, asked.asked_on), decided, asked.decided_for)
    context = sheet(
        "사례 종결보고서",
        closing_blocks(found),
        office=city.name if city else found.area.name,
        number=found.number,
        approval=box,
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)
