"""A4: the notice shown at the door, the letter with the decision, the file of an aid."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine, Post, Role, User
from bokjihub.accounts.queries import approval_line
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.clocks.queries import signing_of
from bokjihub.emergency.models import EmergencyAid, Grant
from bokjihub.emergency.page import AidPage, aid_page
from bokjihub.emergency.papers import file_blocks
from bokjihub.emergency.queries import facts
from bokjihub.ui.papers.printing import Signed, sheet


@route(Act.EMERGENCY, subject=facts, methods=("GET",))
def on_site_notice(request: Request, aid_id: UUID) -> HttpResponse:
    """현장조사서: period, scope, inspector, statutes, papers to give, other (법 제8조제4항, 시행규칙 제2조의4)."""
    page = aid_page(aid_id, request.access.actor.day)
    return _print(request, page, "emergency/on_site_notice.html", title="긴급지원 현장조사서")


@route(Act.EMERGENCY, subject=facts, methods=("GET",))
def decision_letter(request: Request, aid_id: UUID) -> HttpResponse:
    """결정통지서: what was decided and why, what follows, and how to object. Missing until there is a decision."""
    page = aid_page(aid_id, request.access.actor.day)
    if page.running is None and page.aid.state != EmergencyAid.State.DENIED:
        raise Refused
    return _print(request, page, "emergency/decision_letter.html", title="긴급지원 결정통지서")


@route(Act.EMERGENCY, subject=facts, methods=("GET",))
def return_order(request: Request, aid_id: UUID) -> HttpResponse:
    """환수 결정통지서: what must be given back, on which ground, by when, and how to object. Missing until it is ordered."""
    page = aid_page(aid_id, request.access.actor.day)
    line = next((line for line in page.recoveries if line.order.is_ordered), None)
    if line is None:
        raise Refused
    return _print(request, page, "emergency/return_order.html", title="긴급지원 비용 반환명령서", line=line)


def _print(request: Request, page: AidPage, template: str, *, title: str, **more: Any) -> HttpResponse:
    actor = request.access.actor
    view_number = audit.record(
        "emergency.print",
        kind=Entry.Kind.EXPORT,
        subjects=[page.aid.household_id],
        detail={"paper": title, "number": page.aid.number},
        by=actor,
    )
    context: dict[str, Any] = {
        "title": title,
        "office_name": settings.BOKJIHUB_AGENCY,
        "doc_number": page.aid.number,
        "printed_by": actor.label,
        "printed_at": timezone.now(),
        "view_number": str(view_number)[-8:].upper(),
        "page": page,
        "aid": page.aid,
        "today": actor.day,
        **more,
    }
    return render(request, template, context)


@route(Act.EMERGENCY, subject=facts, methods=("GET",))
def file_sheet(request: Request, aid_id: UUID) -> HttpResponse:
    """처리 기록: the whole file of one aid; on record as an export."""
    aid = get_object_or_404(EmergencyAid.objects.select_related("reason"), id=aid_id)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        "긴급지원 처리 기록",
        file_blocks(aid),
        office=settings.BOKJIHUB_AGENCY,
        number=aid.number,
        approval=_box(aid),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _box(aid: EmergencyAid) -> Sequence[str | Signed]:
    """결재란 of the file: who signed the first decision when, in turn where the town does; nothing before one is asked for."""
    grant = aid.grants.order_by("round").first()
    if grant is None:
        return approval_line(ApprovalLine.Paper.EMERGENCY, aid.requested_on).posts
    signing = signing_of(grant.id)
    line = approval_line(ApprovalLine.Paper.EMERGENCY, signing.sent_on or grant.asked_on)
    names = dict(User.objects.filter(id__in=[grant.asked_by, grant.decided_by]).values_list("id", "name"))
    asked = (names.get(grant.asked_by, "자동"), grant.asked_on)
    if signing.turns:
        return signing.box(line, asked)
    decider = names.get(grant.decided_by, "") if grant.decided_by else ""
    return line.signed(asked, (decider, grant.decided_on), decided_as=_decided_as(grant))


def _decided_as(grant: Grant) -> str:
    """The post of who decided, as it was held on that day."""
    if grant.decided_on is None or grant.decided_by is None:
        return ""
    head = Post.objects.on(grant.decided_on).filter(user_id=grant.decided_by, role=Role.EMERGENCY_HEAD)
    return "과장" if head.exists() else "팀장"
