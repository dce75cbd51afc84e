"""종결보고서, A4."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Entry
from bokjihub.cases.models import Case
from bokjihub.cases.papers import closing_blocks
from bokjihub.cases.queries import cases as queries
from bokjihub.ui.papers.printing import sheet


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def closing_sheet(request: Request, case_id: UUID) -> HttpResponse:
    """종결보고서; on record as an export."""
    found = get_object_or_404(Case.objects.select_related("area"), id=case_id)
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(found.area)
    context = sheet(
        "사례 종결보고서",
        closing_blocks(found),
        office=city.name if city else found.area.name,
        number=found.number,
        approval=("담당", "팀장", "과장"),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)
