"""쓰던 것: half-written forms, kept by the browser's script and given back after a login."""

import json
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.desk import actions
from bokjihub.desk.models import Draft
from bokjihub.desk.queries.names import names_of
from bokjihub.desk.unsent import KEY
from bokjihub.ui.forms import id_in
from bokjihub.ui.words import has_hangul

# First part of a key ("counselling.record:<id>"), and what the list calls such a form.
TITLES = {
    "counselling": "상담 기록",
    "discovery": "발굴 기록",
    "signal": "걱정 신고",
    "contact": "연락 기록",
    "visits": "방문 기록",
    "visit": "방문 기록",
    "emergency": "긴급지원",
    "cases": "사례 기록",
    "desk": "전화·내방 상담",
}
STALE_DAYS = 3
_NOT_KEPT = {"csrfmiddlewaretoken", "_sent"}


@route(Act.ME)
def draft(request: Request, key: str) -> HttpResponse:
    """Save (POST), mark as sent (POST with `_sent`), or give back (GET) what I was writing in one form."""
    actor = request.access.actor
    if request.method == "POST" and "_sent" in request.POST:
        actions.mark_draft_sent(user=request.user, key=key, by=actor)
        return HttpResponse(status=204)
    if request.method == "POST":
        fields = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
        page = urlsplit(request.headers.get("Referer", "")).path
        saved = actions.save_draft(user=request.user, key=key, fields=fields, page=page, title=title_of(key), by=actor)
        return JsonResponse({"saved_at": _clock(saved)})
    found = Draft.objects.filter(user=request.user, key=key, sent_at__isnull=True).first()
    if found is None:
        return JsonResponse({"fields": None})
    return JsonResponse({"fields": json.loads(found.read() or "{}"), "saved_at": _clock(found)})


@route(Act.TODAY)
def drafts(request: Request) -> HttpResponse:
    """쓰던 것: mine, newest first; older than three days asks for an end."""
    if request.method == "POST":
        actions.drop_draft(user=request.user, draft_id=UUID(request.POST["draft"]), by=request.access.actor)
        return redirect("desk:drafts")
    rows = Draft.objects.filter(user=request.user, sent_at__isnull=True).order_by("-saved_at")
    now = timezone.now()
    names = names_of(_home_of(row) for row in rows)
    request.access.show(names)
    context = {
        "title": "쓰던 것",
        "drafts": [
            {
                "row": row,
                "whose": names.get(_home_of(row), ""),
                "old": (now - row.saved_at).days >= STALE_DAYS,
                "lines": _lines(row),
                "fields": _unsent(row),
            }
            for row in rows
        ],
    }
    return render(request, "desk/drafts.html", context)


def title_of(key: str) -> str:
    """What the list calls a form, by the first part of its key."""
    return TITLES.get(key.split(".")[0].split(":")[0], "쓰던 글")


def _unsent(row: Draft) -> list[tuple[str, list[str]]]:
    """The fields of a form whose login ended as it was sent: it can be sent as it stands."""
    return list(json.loads(row.read() or "{}").items()) if row.key.startswith(KEY) else []


def _lines(row: Draft) -> str:
    """The longest sentence written, so that the writer knows which it was; not the codes behind the choices."""
    values = [value for values in json.loads(row.read() or "{}").values() for value in values]
    return max(filter(has_hangul, values), key=len, default="")[:60]


def _home_of(row: Draft) -> UUID | None:
    """The household a form is about, where its key names one."""
    return id_in(row.key.partition(":")[2])


def _clock(row: Draft) -> str:
    return timezone.localtime(row.saved_at).strftime("%H:%M")
