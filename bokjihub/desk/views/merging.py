"""가구 합치기: the likely doubles of a household, two side by side, and the way back for thirty days."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.desk.forms import LEFT, RIGHT, MergeForm
from bokjihub.people import actions
from bokjihub.people.models import Household, MergeLog
from bokjihub.people.queries import (
    UNDO_DAYS,
    MergePreview,
    SearchTerms,
    find,
    head_of,
    household_facts,
    likely_doubles,
    members,
    merge_facts,
    merge_preview,
    merges_of,
    merging_facts,
)
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import masked_name


@route(Act.MERGE, subject=household_facts, methods=("GET",))
def doubles(request: Request, household_id: UUID) -> HttpResponse:
    """Which other household may be this one: same door, same person, same phone; or searched by name in one's dongs."""
    home = _open_home(household_id)
    asked = request.GET.get("name", "").strip()
    found = _named(asked, request.access.actor.areas, home) if asked else likely_doubles(home)
    undoable = [(log, Household.objects.get(id=log.household_id_gone)) for log in merges_of(home.id)]
    request.access.show(one.id for one in (*found, *(gone for _, gone in undoable)))
    context = {
        "title": "다른 가구와 합치기",
        "crumbs": _crumbs(home),
        "home": home,
        "name": asked,
        "rows": [(one, _people_words(one)) for one in found],
        "undoable": [(log, gone, log.at + dt.timedelta(days=UNDO_DAYS)) for log, gone in undoable],
    }
    return render(request, "desk/doubles.html", context)


@route(Act.MERGE, subject=merging_facts)
def merge(request: Request, household_id: UUID, other_id: UUID) -> HttpResponse:
    """Two households side by side, what would move, and the press that does it."""
    kept, gone = _open_home(household_id), _open_home(other_id)
    if kept.id == gone.id:
        raise Refused
    request.access.show([gone.id])
    preview = merge_preview(kept, gone)
    form = MergeForm(request.POST or None, preview=preview)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_households(kept=kept, gone=gone, choice=form.choice(), by=request.access.actor)
        except OfficerError as refusal:
            error = refusal
        else:
            messages.success(request, f"합쳤습니다. {UNDO_DAYS}일 동안 되돌릴 수 있습니다.")
            return redirect("desk:household", kept.id)
    context = {
        "title": "두 가구를 한 가구로",
        "crumbs": _crumbs(kept),
        "preview": preview,
        "sides": _sides(preview, form),
        "left": LEFT,
        "right": RIGHT,
        "form": form,
        "error": error,
    }
    return render(request, "desk/merge.html", context, status=422 if form.is_bound else 200)


@route(Act.MERGE, subject=merge_facts, methods=("POST",))
def undo_merge(request: Request, merge_id: UUID) -> HttpResponse:
    """되돌리기."""
    log = MergeLog.objects.get(id=merge_id)
    gone = actions.undo_merge(log=log, by=request.access.actor)
    request.access.show([gone.id])
    messages.success(request, "되돌렸습니다. 합친 뒤에 적은 것은 남은 가구에 있습니다.")
    return redirect("people:doubles", log.kept_id)


def _open_home(household_id: UUID) -> Household:
    home = Household.objects.select_related("area", "tong", "registered_area").filter(id=household_id).first()
    if home is None or home.merged_into_id:
        raise Refused
    return home


def _named(name: str, areas: frozenset[UUID], home: Household) -> list[Household]:
    hits = find(SearchTerms(name=name, dong_ids=tuple(areas)))
    ids = {hit.household_id for hit in hits if hit.in_scope} - {home.id}
    return list(Household.objects.filter(id__in=ids).select_related("area", "tong").order_by("id"))


def _people_words(home: Household) -> str:
    people = list(members(home.id))
    more = f" 외 {len(people) - 1}명" if len(people) > 1 else ""
    return f"{masked_name(people[0].name)}{more}" if people else "사람 없음"


def _sides(preview: MergePreview, form: MergeForm) -> list[dict[str, object]]:
    """The values of the two, with whether the right one may be taken over; what was ticked stays ticked."""
    kept, gone = preview.kept, preview.gone
    same_dong = kept.area_id == gone.area_id
    rows: list[tuple[str, str, str, str]] = [
        ("", "사람", _people_words(kept), _people_words(gone)),
        ("", "읍·면·동", f"{kept.area} {kept.tong or ''}", f"{gone.area} {gone.tong or ''}"),
        ("address", "실거주지", kept.address, gone.address),
        ("registered", "주민등록지", kept.registered_address, gone.registered_address),
        ("kind", "가구형태", kept.get_kind_display(), gone.get_kind_display()),
        ("door_hint", "문 앞 도움말", kept.door_hint, gone.door_hint),
        ("", "처음 적은 날", f"{kept.created_at:%Y. %-m. %-d.}", f"{gone.created_at:%Y. %-m. %-d.}"),
    ]
    hidden = {"address", "registered"} if kept.is_sealed or gone.is_sealed else set()
    return [
        {
            "name": name if left != right and (name != "address" or same_dong) else "",
            "label": label,
            "left": "주소를 가린 가구" if name in hidden else left,
            "right": "주소를 가린 가구" if name in hidden else right,
            "prefers_right": form.data[name] == RIGHT if name in form.data else not left and bool(right),
        }
        for name, label, left, right in rows
    ]


def _crumbs(home: Household) -> list[dict[str, str]]:
    head = head_of(home.id)
    name = masked_name(head.name) if head else "가구"
    return [{"label": name, "url": reverse("desk:household", args=[home.id])}, {"label": "합치기", "url": ""}]
