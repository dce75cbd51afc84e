"""작업목록 (V05), 소재 찾기 (V09), 회차 (V10), and who gets what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.discovery.actions import closing, work
from bokjihub.discovery.forms.work import AssignForm, ticked
from bokjihub.discovery.models import Round, WorkItem
from bokjihub.discovery.queries import work as queries
from bokjihub.people.queries import members
from bokjihub.ui.words import masked_name, with_particle

CRUMB = {"label": "발굴", "url": ""}


@route(Act.WORK_LIST, methods=("GET",))
def work_list(request: Request) -> HttpResponse:
    """Who is next, why, until when."""
    actor = request.access.actor
    found = queries.work_list(actor, chip=request.GET.get("show", ""))
    request.access.show(row.household_id for row in found.rows)
    path = reverse("discovery:work_list")
    context = {
        "title": "작업목록",
        "list": found,
        "chips": [
            {
                "label": one.label,
                "count": one.count,
                "url": f"{path}?show={one.key}",
                "current": one.key == found.current,
            }
            for one in found.chips
        ],
        "owners": queries.owners_for(actor),
        "may_close": actor.has(*TABLE[Act.CLOSE]),
        "may_assign": actor.has(*TABLE[Act.ASSIGN]),
        "has_many_dongs": len(actor.areas) > 1,
    }
    return render(request, "discovery/work_list.html", context)


@route(Act.ASSIGN, methods=("POST",))
def assign_ticked(request: Request) -> HttpResponse:
    """담당 바꾸기 for the ticked rows."""
    actor = request.access.actor
    form = AssignForm(request.POST, owners=queries.owners_for(actor))
    items = list(_chosen(request))
    if not items or not form.is_valid():
        messages.warning(request, "가구와 담당을 골라 주세요.")
        return redirect("discovery:work_list")
    owner = form.cleaned_data["owner"]
    for item in items:
        work.assign(work_item=item, owner=owner, reason=form.cleaned_data["reason"], by=actor)
    messages.success(request, f"{len(items)}가구를 {with_particle(owner.user.name, '이/가')} 맡습니다.")
    return redirect("discovery:work_list")


@route(Act.ASSIGN, methods=("POST",))
def assign_by_tong(request: Request) -> HttpResponse:
    """통·리 담당에게 나누기: every worry without an owner, in one press."""
    actor = request.access.actor
    items = queries.open_items(actor).filter(owner=None).select_related("household", "area")
    done = work.assign_by_tong(work_items=items, by=actor)
    left = f" 담당이 정해지지 않은 통·리의 {done.without_charge}가구는 그대로입니다." if done.without_charge else ""
    messages.success(request, f"{done.assigned}가구를 통·리 담당에게 나눴습니다.{left}")
    return redirect(f"{reverse('discovery:work_list')}?show=team")


@route(Act.CLOSE, methods=("POST",))
def propose_already(request: Request) -> HttpResponse:
    """이미 지원 중: the ticked households on one page, each with what it gets and where that was seen; sent in one press."""
    actor = request.access.actor
    items = [item for item in _chosen(request) if item.owner_id is not None]
    if not items:
        messages.warning(request, "담당이 정해진 가구를 골라 주세요.")
        return redirect("discovery:work_list")
    rows = [_already(request, item) for item in items]
    if request.POST.get("order") == "propose":
        helped = [closing.AlreadyHelped(row["item"], row["words"], row["source"]) for row in rows if row["words"]]
        try:
            asked = closing.propose_already(helped=helped, by=actor)
        except closing.OneOfThemRefused as error:
            wrong = next(row for row in rows if row["item"].id == error.work_item_id)
            wrong["error"] = error.sentence
        else:
            left = len(items) - len(asked)
            waits = f" 비워 둔 {left}가구는 그대로입니다." if left else ""
            messages.success(request, f"{len(asked)}가구의 종결을 올렸습니다. 팀장이 하나씩 정합니다.{waits}")
            return redirect("discovery:work_list")
    crumbs = [{"label": "작업목록", "url": reverse("discovery:work_list")}, {"label": "이미 지원 중", "url": ""}]
    context = {"title": "이미 지원 중", "page_note": f"고른 {len(items)}가구", "rows": rows, "crumbs": crumbs}
    return render(request, "discovery/propose_already.html", context)


def _already(request: Request, item: WorkItem) -> dict[str, Any]:
    """One household of the batch: its name, what the record says it gets, what was typed."""
    people = list(members(item.household_id))
    known = ", ".join(dict.fromkeys(status for person in people for status in person.benefit_status))
    typed = "order" in request.POST
    return {
        "item": item,
        "name": masked_name(people[0].name) if people else "이름 모름",
        "known": known,
        "words": request.POST.get(f"words-{item.id}", "").strip() if typed else known,
        "source": request.POST.get(f"source-{item.id}", "").strip(),
        "error": "",
    }


@route(Act.LOCATE, methods=("GET",))
def locate_list(request: Request) -> HttpResponse:
    """소재 찾기: not found is not an end."""
    found = queries.locate_list(request.access.actor)
    request.access.show(one.row.household_id for one in found)
    crumbs = [{"label": "작업목록", "url": reverse("discovery:work_list")}, {"label": "소재 찾기", "url": ""}]
    return render(
        request, "discovery/locate_list.html", {"title": f"소재 찾기 {len(found)}가구", "lost": found, "crumbs": crumbs}
    )


@route(Act.WORK_LIST, methods=("GET",))
def rounds(request: Request) -> HttpResponse:
    """The rounds of the national list, newest first."""
    found = Round.objects.order_by("-year", "-number")
    return render(request, "discovery/rounds.html", {"title": "회차", "rounds": found})


@route(Act.WORK_LIST, methods=("GET",))
def round_page(request: Request, round_id: UUID) -> HttpResponse:
    """회차: by dong what came, what the officers can carry, what waits too long."""
    found = get_object_or_404(Round, id=round_id)
    lines = queries.round_lines(found, request.access.actor)
    crumbs = [
        {"label": "회차", "url": reverse("discovery:rounds")},
        {"label": f"{found.year}-{found.number}차", "url": ""},
    ]
    context = {
        "title": f"회차 {found.year}-{found.number}차",
        "page_note": f"기준일 {found.cut_off:%Y. %-m. %-d.}",
        "round": found,
        "lines": lines,
        "may_set_quota": request.access.actor.has(*TABLE[Act.ASSIGN]),
        "crumbs": crumbs,
    }
    return render(request, "discovery/round.html", context)


def _chosen(request: Request) -> list[WorkItem]:
    found = queries.open_items(request.access.actor).filter(id__in=ticked(request.POST.getlist("item")))
    items = list(found.select_related("household", "area"))
    request.access.show(item.household_id for item in items)
    return items
