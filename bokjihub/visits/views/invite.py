"""동행 초대 in the office: the address for the neighbour's phone, an answer heard by phone, asking to go alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.actions import invite, plan
from bokjihub.visits.models import Invitation
from bokjihub.visits.queries.facts import visit_facts, visit_of
from bokjihub.visits.queries.invitations import invitation_facts

TAIL = 4
# The token stays in the sender's session until it was read once; the database knows only its hash.
TOKEN_KEY = "fresh_invitations"  # noqa: S105 the name of a session entry


@route(Act.VISIT_PLAN, subject=invitation_facts, methods=("POST",))
def address_invitation(request: Request, invitation_id: UUID) -> HttpResponse:
    """초대 주소 만들기: shown once on the visit's page, to be sent from the office's phone."""
    asked = get_object_or_404(Invitation, id=invitation_id)
    tail = request.POST.get("tail", "").strip()
    if not (len(tail) == TAIL and tail.isascii() and tail.isdigit()):
        raise OfficerError("봉사자 휴대전화의 끝 네 자리를 숫자로 적어 주세요. 그 번호로 카드를 엽니다.")
    made = invite.address_invitation(invitation=asked, tail=tail, by=request.access.actor)
    fresh = request.session.get(TOKEN_KEY, {})
    request.session[TOKEN_KEY] = {**fresh, str(asked.id): made.token}
    messages.success(request, "초대 주소를 만들었습니다. 아래 글을 봉사자에게 보내 주세요. 한 번만 보입니다.")
    return redirect("visits:visit", visit_id=asked.visit_id)


@route(Act.VISIT_PLAN, subject=invitation_facts, methods=("POST",))
def note_answer(request: Request, invitation_id: UUID) -> HttpResponse:
    """전화로 들은 대답."""
    asked = get_object_or_404(Invitation, id=invitation_id)
    invite.answer_invitation(
        invitation=asked,
        accepts=request.POST.get("answer") == "yes",
        how=Invitation.How.PHONE,
        words=request.POST.get("words", "")[:120],
        by=request.access.actor,
    )
    return redirect("visits:visit", visit_id=asked.visit_id)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("POST",))
def ask_to_go_alone(request: Request, visit_id: UUID) -> HttpResponse:
    """혼자 가기 승인 청하기."""
    reason = request.POST.get("alone_reason", "")[:120]
    plan.ask_to_go_alone(visit=visit_of(visit_id), reason=reason, by=request.access.actor)
    messages.success(request, "팀장에게 승인을 청했습니다.")
    return redirect("visits:visit", visit_id=visit_id)
