"""긴급지원심의위원회: what waits for it, its sittings, the votes of a sitting on one page, and its papers."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.policy import decide as may
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Entry
from bokjihub.emergency import sittings
from bokjihub.emergency.actions import committee as deciding
from bokjihub.emergency.forms import SittingForm, VoteForm
from bokjihub.emergency.models import AgendaItem, Sitting
from bokjihub.emergency.papers import sitting_blocks
from bokjihub.ui.errors import told_to
from bokjihub.ui.papers.printing import sheet, short_number


@route(Act.EMERGENCY, methods=("GET",))
def committee(request: Request) -> HttpResponse:
    """심의위원회: the items that wait with the day they must be decided by, the sittings held, and the form of a new one."""
    return _committee(request, SittingForm(initial=_usual(request)))


@route(Act.EMERGENCY_WORK, methods=("POST",))
def hold_sitting(request: Request) -> HttpResponse:
    """회의 적기: on to its page, where each item is voted on."""
    form = SittingForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        words = data.pop("words")
        data["body"] = Sitting.Body(data["body"])
        with told_to(form):
            held = deciding.hold_sitting(
                area=_city(request), seats=deciding.Seats(**data), words=words, by=request.access.actor
            )
            return redirect("emergency:sitting", held.id)
    return _committee(request, form, status=422)


@route(Act.EMERGENCY, methods=("GET",))
def sitting(request: Request, sitting_id: UUID) -> HttpResponse:
    """한 회의: who was there, what was decided, and the items that wait."""
    return _sitting(request, _held(sitting_id))


@route(Act.EMERGENCY_WORK, methods=("POST",))
def decide_item(request: Request, sitting_id: UUID) -> HttpResponse:
    """의결 한 건 적기."""
    held = _held(sitting_id)
    item = AgendaItem.objects.select_related("aid__area").filter(id=_item_id(request) or UUID(int=0)).first()
    if item is None:
        messages.warning(request, "안건을 찾을 수 없습니다. 화면을 새로 고쳐 다시 골라 주세요.")
        return _sitting(request, held, status=422)
    form = VoteForm(request.POST, item=item, prefix=str(item.id))
    if form.is_valid():
        data = form.cleaned_data
        vote = deciding.Vote(
            outcome=AgendaItem.Outcome(data["outcome"]),
            in_favour=data["in_favour"] or 0,
            words=data["words"],
            verdict=data.get("verdict", ""),
            recover_won=data.get("recover_won") or 0,
        )
        with told_to(form):
            deciding.decide_item(item=item, sitting=held, vote=vote, by=request.access.actor)
            messages.success(request, f"{item.aid.number} {item.get_kind_display()}: {vote.outcome.label}")
            return redirect("emergency:sitting", held.id)
    return _sitting(request, held, {item.id: form}, status=422)


@route(Act.EMERGENCY, methods=("GET",))
def sitting_paper(request: Request, sitting_id: UUID) -> HttpResponse:
    """심의자료·의결서: the items without names (제12조), on record as an export."""
    held = _held(sitting_id)
    items = sittings.items_for(held)
    request.access.show(line.item.household_id for line in items)
    request.access.kind = Entry.Kind.EXPORT
    context = sheet(
        f"{held.get_body_display()} 심의·의결서",
        sitting_blocks(held, items),
        office=settings.BOKJIHUB_AGENCY,
        number=short_number("심의", held.id),
        approval=("담당", "과장", "위원장"),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _committee(request: Request, form: SittingForm, *, status: int = 200) -> HttpResponse:
    waiting = sittings.waiting_items(request.access.actor.day)
    request.access.show(line.item.household_id for line in waiting)
    context = {
        "title": "긴급지원심의위원회",
        "page_note": f"부친 안건 {len(waiting)}건",
        "waiting": waiting,
        "sittings": sittings.held_sittings(),
        "form": form,
        "may_work": may(request.access.actor, Act.EMERGENCY_WORK).allowed,
        "today": request.access.actor.day,
    }
    return render(request, "emergency/committee.html", context, status=status)


def _sitting(
    request: Request, held: Sitting, bound: dict[UUID, VoteForm] | None = None, *, status: int = 200
) -> HttpResponse:
    lines = sittings.items_for(held)
    request.access.show(line.item.household_id for line in lines)
    votes = [
        (line, (bound or {}).get(line.item.id) or VoteForm(item=line.item, prefix=str(line.item.id)))
        for line in lines
        if not line.item.outcome
    ]
    context = {
        "title": held.get_body_display(),
        "page_note": f"{held.held_on:%Y. %-m. %-d.} 회의",
        "sitting": held,
        "decided": [line for line in lines if line.item.outcome],
        "votes": votes,
        "may_work": may(request.access.actor, Act.EMERGENCY_WORK).allowed,
        "today": request.access.actor.day,
    }
    return render(request, "emergency/sitting.html", context, status=status)


def _usual(request: Request) -> dict[str, object]:
    last = Sitting.objects.order_by("-held_on").first()
    usual: dict[str, object] = {"held_on": request.access.actor.day, "body": Sitting.Body.COMMITTEE}
    if last:
        usual |= {"body": last.body, "seated": last.seated, "experts": last.experts, "place": last.place}
    return usual


def _city(request: Request) -> Area:
    post = request.access.actor.main_post
    area = Area.objects.filter(id=post.area_id).first() if post else None
    city = city_of(area) if area else None
    if city is None:
        raise Refused
    return city


def _held(sitting_id: UUID) -> Sitting:
    found = Sitting.objects.filter(id=sitting_id).first()
    if found is None:
        raise Refused
    return found


def _item_id(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("item", ""))
    except ValueError:
        return None
