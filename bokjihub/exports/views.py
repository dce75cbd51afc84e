"""내려받기: what I asked for, taking it once, and the head's decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.exports import actions, queries
from bokjihub.exports.models import ExportRequest
from bokjihub.ui.files import attachment


@route(Act.ME, methods=("GET",))
def mine(request: Request) -> HttpResponse:
    """내 내려받기: what waits, what may be taken, what was taken. Names nobody."""
    now = timezone.now()
    rows = [(row, row.state_at(now)) for row in queries.asked_by(request.access.actor)[:50]]
    return render(request, "exports/mine.html", {"title": "내려받기", "rows": rows, "state": ExportRequest.State})


@route(Act.EXPORT_TAKE, subject=queries.own_facts)
def take(request: Request, export_id: UUID) -> HttpResponse:
    """One request of mine; taking it is a press of its own, so that no link preview spends it."""
    export = ExportRequest.objects.get(id=export_id)
    if request.method == "POST":
        request.access.show(export.subjects)
        done = actions.take(export=export, by=request.access.actor)
        return attachment(done.body, done.file_name)
    return render(request, "exports/take.html", _context(export))


@route(Act.EXPORT_DECIDE, subject=queries.decision_facts)
def decide(request: Request, export_id: UUID) -> HttpResponse:
    """승인 또는 되돌림: who takes what out, how much of it, and why."""
    export, by = ExportRequest.objects.get(id=export_id), request.access.actor
    if request.method == "POST":
        if "return" in request.POST:
            actions.refuse(export=export, answer=request.POST.get("answer", ""), by=by)
            messages.success(request, "되돌렸습니다. 기다리던 파일은 없앴습니다.")
        else:
            actions.approve(export=export, by=by)
            messages.success(request, "승인했습니다. 부탁한 사람이 하루 안에 한 번 받을 수 있습니다.")
        return redirect("exports:decide", export_id)
    is_mine = export.asked_by == by.id or export.decided_by_role not in by.roles
    return render(request, "exports/decide.html", _context(export) | {"is_mine_to_decide": not is_mine})


def _context(export: ExportRequest) -> dict[str, object]:
    crumbs = [{"label": "내려받기", "url": reverse("exports:mine")}, {"label": export.what, "url": ""}]
    return {
        "title": f"내려받기 — {export.what}",
        "crumbs": crumbs,
        "export": export,
        "state": export.state_at(timezone.now()),
        "states": ExportRequest.State,
        "facts": [
            {"label": "무엇을", "value": f"{export.what} {export.rows:,}줄, {len(export.subjects):,}가구"},
            {"label": "항목", "value": ", ".join(export.columns)},
            {"label": "사유", "value": export.reason},
            {"label": "누가", "value": export.asked_label},
        ],
    }
