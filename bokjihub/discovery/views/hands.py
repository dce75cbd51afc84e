"""배정 확정 and 우리 몫: who would take what nobody has yet, and how much one officer can carry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.discovery.actions import hands as actions
from bokjihub.discovery.forms.work import QuotaForm
from bokjihub.discovery.models import Quota, WorkItem
from bokjihub.discovery.queries import work as queries
from bokjihub.discovery.queries.hands import Proposed, per_officer, propose
from bokjihub.ui.errors import OfficerError, told_to

DONGS_SHOWN = 25


@route(Act.ASSIGN)
def propose_assignment(request: Request) -> HttpResponse:
    """배정 확정: the proposal with its reasons; the head changes what is wrong and confirms the rest in one press."""
    actor = request.access.actor
    found = propose(actor)
    request.access.show(one.item.household_id for one in found.proposals)
    owners = list(queries.owners_for(actor))
    if request.method == "POST":
        chosen = _chosen(request, found, {str(post.id): post for post in owners})
        try:
            given = actions.confirm_assignments(owners=chosen, by=actor)
        except OfficerError as error:
            messages.error(request, error.sentence)
        else:
            left = len(found.proposals) - given
            messages.success(
                request, f"{given}가구의 담당을 정했습니다.{f' 남은 {left}가구는 기다립니다.' if left else ''}"
            )
            return redirect(f"{reverse('discovery:work_list')}?show=team")
    context = {
        "title": "배정 확정",
        "page_note": f"담당 없는 {len(found.proposals)}가구",
        "proposed": found,
        "owners": owners,
        "dongs": Area.objects.filter(id__in=actor.areas).order_by("name")[:DONGS_SHOWN],
        "crumbs": [{"label": "작업목록", "url": reverse("discovery:work_list")}, {"label": "배정 확정", "url": ""}],
    }
    return render(request, "discovery/propose_assignment.html", context)


@route(Act.ASSIGN)
def quota(request: Request, area_id: UUID) -> HttpResponse:
    """우리 몫 바꾸기, with the reason and what was decided before."""
    actor = request.access.actor
    area = Area.objects.filter(id=area_id, id__in=actor.areas).first()
    if area is None:
        raise Refused
    now = per_officer([area.id], actor.day)[area.id]
    form = QuotaForm(request.POST or None, initial={"per_officer": now, "starts_on": actor.day})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            row = actions.set_quota(area=area, **form.cleaned_data, by=actor)
            messages.success(request, f"{area}의 담당 한 명 몫을 {row.per_officer}가구로 바꿨습니다.")
            return redirect("discovery:quota", area_id)
    context = {
        "title": f"우리 몫 — {area}",
        "page_note": f"지금 담당 한 명에 {now}가구",
        "form": form,
        "history": Quota.objects.filter(area=area).order_by("-starts_on"),
        "crumbs": [{"label": "회차", "url": reverse("discovery:rounds")}, {"label": "우리 몫", "url": ""}],
    }
    return render(request, "discovery/quota.html", context, status=422 if form.is_bound else 200)


def _chosen(request: Request, found: Proposed, owners: dict[str, Post]) -> dict[WorkItem, Post]:
    asked = {one.item: owners.get(request.POST.get(f"owner-{one.item.id}", "")) for one in found.proposals}
    return {item: owner for item, owner in asked.items() if owner is not None}
