"""서비스 의뢰서·회신서, A4."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.queries import OFFICER_AND_HEAD
from bokjihub.audit.models import Entry
from bokjihub.resources.models import ServiceLink
from bokjihub.resources.papers import link_blocks
from bokjihub.resources.views.links import link_facts
from bokjihub.ui.papers.printing import sheet, short_number


@route(Act.LINK, subject=link_facts, methods=("GET",))
def link_sheet(request: Request, link_id: UUID) -> HttpResponse:
    """의뢰서와 회신서 on one sheet; on record as an export."""
    related = ("area", "household", "person", "consent", "service__provider__agency")
    link = get_object_or_404(ServiceLink.objects.select_related(*related), id=link_id)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        "서비스 의뢰서·회신서",
        link_blocks(link),
        office=link.area.name,
        number=short_number("의뢰", link.id),
        approval=OFFICER_AND_HEAD.signed((link.sent_label, link.sent_on)),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)
