"""방문상담 기록, A4."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.queries import OFFICER_AND_HEAD
from bokjihub.audit.models import Entry
from bokjihub.ui.papers.printing import sheet, short_number
from bokjihub.visits.models import Visit
from bokjihub.visits.papers import record_blocks
from bokjihub.visits.queries.facts import visit_facts


@route(Act.VISITS, subject=visit_facts, methods=("GET",))
def record_sheet(request: Request, visit_id: UUID) -> HttpResponse:
    """방문상담 기록; on record as an export."""
    visit = get_object_or_404(Visit.objects.select_related("area", "programme", "lead__user"), id=visit_id)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        "방문상담 기록",
        record_blocks(visit),
        office=visit.area.name,
        number=short_number("방문", visit.id),
        approval=OFFICER_AND_HEAD.signed((visit.lead.user.name, visit.planned_on if visit.result else None)),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)
