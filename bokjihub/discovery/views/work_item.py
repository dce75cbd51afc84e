"""One worry: its page and peek, contact record, looking for the person, closing, and the head's decisions."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.discovery.actions import closing, contact, locating
from bokjihub.discovery.forms.work import ClosingForm, ContactForm, DecisionForm, MessageForm
from bokjihub.discovery.models import ClosingRequest, Closure, ContactAttempt, Search, WorkItem
from bokjihub.discovery.queries import closing as proofs
from bokjihub.discovery.queries.ladder import after_no_answer, message_for
from bokjihub.discovery.queries.work import work_item_facts
from bokjihub.discovery.queries.work_page import WorkPage, work_page
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError, refuse, told_to
from bokjihub.ui.words import parse_day, short_date

# Ways and results the form offers as buttons, the most used first; the digits press them.
FIRST_RESULTS = ("spoke", "no_answer", "other_person", "wrong_number", "refused")


@route(Act.WORK_ITEM, subject=work_item_facts, methods=("GET",))
def work_item(request: Request, work_item_id: UUID) -> HttpResponse:
    """One worry: why, what was tried, what comes next. Beside the list it is the peek pane."""
    item = _item(work_item_id)
    page = work_page(item, today=request.access.actor.day)
    template = "discovery/work_item.html#peek" if request.htmx else "discovery/work_item.html"
    return render(request, template, _context(request, page) | {"title": f"{page.name} 가구"})


@route(Act.CONTACT, subject=work_item_facts)
def record_contact(request: Request, work_item_id: UUID) -> HttpResponse:
    """연락 기록: 받지 않음 is one press, because the next date is already there."""
    item, actor = _item(work_item_id), request.access.actor
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = contact.record_contact(work_item=item, what=form.what(), by=actor)
        except OfficerError as error:
            refuse(form, error)
            return _contact_form(request, item, form, proposed=error.hint)
        messages.success(request, _written(row))
        return redirect("discovery:work_item", work_item_id)
    return _contact_form(request, item, form)


@route(Act.CONTACT, subject=work_item_facts, methods=("POST",))
def tell_number_source(request: Request, work_item_id: UUID) -> HttpResponse:
    """통신사 번호를 확인한 사실을 본인에게 알림 (30일, 법정)."""
    item = _item(work_item_id)
    way = ContactAttempt.Way.MESSAGE if request.POST.get("how") == "message" else ContactAttempt.Way.NOTE
    contact.tell_number_source(work_item=item, how=way, on=timezone.now(), by=request.access.actor)
    messages.success(request, "알린 것을 적었습니다.")
    return redirect("discovery:work_item", work_item_id)


@route(Act.CONTACT, subject=work_item_facts)
def draft_message(request: Request, work_item_id: UUID) -> HttpResponse:
    """안내 문자: written here, sent by hand from the office's telephone, then marked as sent; the ladder counts it."""
    item, actor = _item(work_item_id), request.access.actor
    again_on = after_no_answer(item, way=ContactAttempt.Way.MESSAGE, at=timezone.now()).on
    form = MessageForm(request.POST or None, initial={"words": message_for(item, actor.day), "next_on": again_on})
    if request.method == "POST" and form.is_valid():
        what = contact.Try(
            way=ContactAttempt.Way.MESSAGE,
            result=ContactAttempt.Result.SENT,
            at=timezone.now(),
            words=form.cleaned_data["words"],
            next_on=form.cleaned_data["next_on"],
        )
        with told_to(form):
            row = contact.record_contact(work_item=item, what=what, by=actor)
            messages.success(request, f"보낸 문자를 적었습니다. {_written(row)}")
            return redirect("discovery:work_item", work_item_id)
    page = work_page(item, today=actor.day)
    head = head_of(item.household_id)
    context = _context(request, page) | {
        "title": f"안내 문자 — {page.name}",
        "form": form,
        "has_phone": bool(head and head.phone_sealed),
    }
    return render(request, "discovery/draft_message.html", context, status=422 if form.is_bound else 200)


@route(Act.CONTACT, subject=work_item_facts, methods=("POST",))
def ask_to_locate(request: Request, work_item_id: UUID) -> HttpResponse:
    """소재 찾기 올리기."""
    locating.ask_to_locate(work_item=_item(work_item_id), words=request.POST.get("words", ""), by=request.access.actor)
    messages.success(request, "소재 찾기를 올렸습니다. 팀장이 정합니다.")
    return redirect("discovery:work_item", work_item_id)


@route(Act.CLOSE, subject=work_item_facts)
def propose_closing(request: Request, work_item_id: UUID) -> HttpResponse:
    """종결 올리기: each reason says what it still needs."""
    item = _item(work_item_id)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = WorkItem.objects.filter(number=form.cleaned_data["other_number"].strip()).first()
        with told_to(form):
            closing.propose_closing(
                work_item=item,
                kind=Closure.Kind(form.cleaned_data["kind"]),
                words=form.cleaned_data["words"],
                source=form.cleaned_data["source"],
                proof_id=other.id if other else None,
                by=request.access.actor,
            )
            messages.success(request, "종결을 올렸습니다. 팀장이 정합니다.")
            return redirect("discovery:work_item", work_item_id)
    page = work_page(item, today=request.access.actor.day)
    context = _context(request, page) | {
        "title": f"종결 올리기 — {page.name}",
        "form": form,
        "ways": proofs.ways_to_close(item),
    }
    return render(request, "discovery/propose_closing.html", context, status=422 if form.is_bound else 200)


@route(Act.APPROVALS, methods=("GET",))
def approvals(request: Request) -> HttpResponse:
    """승인함 of discovery: closings and searches, each with what will happen."""
    actor = request.access.actor
    closings, searches = list(proofs.closing_requests(actor)), list(proofs.search_requests(actor))
    request.access.show(one.household_id for one in closings)
    request.access.show(one.household_id for one in searches)
    context = {"title": "승인함", "closings": [_asked(one) for one in closings], "searches": searches}
    return render(request, "discovery/approvals.html", context)


def closing_facts(request_id: UUID) -> Facts | None:
    """Facts of a closing that waits."""
    found = ClosingRequest.objects.filter(id=request_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def search_facts(search_id: UUID) -> Facts | None:
    """Facts of a search that waits."""
    found = Search.objects.filter(id=search_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


@route(Act.APPROVE, subject=closing_facts)
def decide_closing(request: Request, request_id: UUID) -> HttpResponse:
    """종결 승인 or 되돌림, on one page with the proof."""
    asked = get_object_or_404(
        ClosingRequest.objects.select_related("work_item__household__tong", "work_item__area"), id=request_id
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            return _decided(request, asked, form)
    page = work_page(asked.work_item, today=request.access.actor.day)
    kind = Closure.Kind(asked.kind)
    context = _context(request, page) | {
        "title": f"종결 승인 — {page.name}",
        "form": form,
        "asked": asked,
        "kind": kind,
        "missing": proofs.in_words(
            proofs.missing_codes(
                asked.work_item_id, kind, words=asked.words, source=asked.source, proof_id=asked.proof_id
            ),
            asked.work_item,
        ),
    }
    return render(request, "discovery/decide_closing.html", context, status=422 if form.is_bound else 200)


@route(Act.APPROVE, subject=search_facts, methods=("POST",))
def decide_search(request: Request, search_id: UUID) -> HttpResponse:
    """소재 찾기로 둠, or back to the officer with words."""
    search = get_object_or_404(Search.objects.select_related("work_item"), id=search_id)
    is_approved = request.POST.get("decision") == "approve"
    locating.decide_locating(
        search=search, approve=is_approved, answer=request.POST.get("answer", ""), by=request.access.actor
    )
    messages.success(request, "소재 찾기에 두었습니다. 30일마다 다시 찾습니다." if is_approved else "되돌렸습니다.")
    return redirect("discovery:approvals")


def _decided(request: Request, asked: ClosingRequest, form: DecisionForm) -> HttpResponse:
    if form.cleaned_data["decision"] == "approve":
        closure = closing.approve_closing(request=asked, by=request.access.actor)
        again = f" {short_date(closure.review_on)}에 다시 봅니다." if closure.review_on else ""
        messages.success(request, f"마쳤습니다({closure.get_kind_display()}).{again}")
    else:
        closing.return_closing(request=asked, answer=form.cleaned_data["answer"], by=request.access.actor)
        messages.success(request, "담당에게 되돌렸습니다.")
    return redirect("discovery:approvals")


def _asked(one: ClosingRequest) -> dict[str, object]:
    kind = Closure.Kind(one.kind)
    effect = "여섯 달 뒤 다시 봅니다" if kind == Closure.Kind.REFUSED else "이 걱정을 마칩니다"
    return {"row": one, "kind": kind.label, "effect": effect}


def _item(work_item_id: UUID) -> WorkItem:
    found = WorkItem.objects.select_related("household__tong", "area", "owner__user", "previous")
    return get_object_or_404(found, id=work_item_id)


def _context(request: Request, page: WorkPage) -> dict[str, object]:
    actor = request.access.actor
    item = page.item
    return {
        "page": page,
        "item": item,
        "household_url": _household_url(item.household_id),
        "may_contact": actor.has(*TABLE[Act.CONTACT]) and item.closed_on is None,
        "deeds": _deeds(actor, page),
        "crumbs": [{"label": "작업목록", "url": reverse("discovery:work_list")}, {"label": item.number, "url": ""}],
        "page_note": f"{page.about} · {item.number} · 담당 {item.owner.user.name if item.owner else '없음'}",
    }


@dataclass(frozen=True)
class Deed:
    """One next step: its name, where it is done, the key that opens it."""

    label: str
    url: str
    key: str = ""


# code of the deed: (act that allows it, label, URL name, whether it is asked by the household, key)
DEEDS = {
    "contact": (Act.CONTACT, "연락 기록", "discovery:record_contact", False, "C"),
    "visit": (Act.VISIT_PLAN, "방문 잡기", "visits:plan_visit", True, "V"),
    "counsel": (Act.COUNSELLING, "상담 기록", "counselling:record", True, ""),
    "emergency": (Act.EMERGENCY_REQUEST, "긴급 요청", "emergency:request", True, ""),
    "close": (Act.CLOSE, "종결 올리기", "discovery:propose_closing", False, ""),
}
# Which step comes first by where the worry stands; nobody is asked to close what was only just heard of.
FIRST_DEED = {WorkItem.State.CONTACTED: "close", WorkItem.State.LINKED: "close"}


def _deeds(actor: Actor, page: WorkPage) -> list[Deed]:
    """What can be done next from here, the one that presses first: the page's one primary button."""
    item = page.item
    if item.closed_on is not None:
        return []
    waits_for_record = any(clock.policy.code == "work_item.record" for clock in page.clocks)
    first = "counsel" if waits_for_record else FIRST_DEED.get(WorkItem.State(item.state), "contact")
    left_out = {"close"} if page.closing else set()
    codes = [code for code in sorted(DEEDS, key=lambda code: code != first) if code not in left_out]
    return [deed for code in codes if (deed := _deed(actor, item, code)) is not None]


def _deed(actor: Actor, item: WorkItem, code: str) -> Deed | None:
    act, label, name, of_household, key = DEEDS[code]
    url = _url(name, item.household_id if of_household else item.id)
    return Deed(label, url, key) if url and actor.has(*TABLE[act]) else None


def _household_url(household_id: UUID) -> str:
    """The household page, once the desk serves it."""
    return _url("desk:household", household_id)


def _url(name: str, subject_id: UUID) -> str:
    """The path of a page of a room above, linked by name only; nothing where no room serves it."""
    try:
        return reverse(name, args=[subject_id])
    except NoReverseMatch:
        return ""


def _contact_form(request: Request, item: WorkItem, form: ContactForm, *, proposed: str = "") -> HttpResponse:
    today = request.access.actor.day
    way = request.GET.get("way", "") or form.data.get("way", "") or ContactAttempt.Way.PHONE.value
    next_try = after_no_answer(item, way=way, at=timezone.now())
    page = work_page(item, today=today)
    labels = dict(ContactAttempt.Result.choices)
    rest = [(key, words) for key, words in ContactAttempt.Result.choices if key not in FIRST_RESULTS]
    context = _context(request, page) | {
        "title": f"연락 기록 — {page.name}",
        "form": form,
        "way": way,
        "ways": ContactAttempt.Way.choices,
        "results": [(key, labels[key]) for key in FIRST_RESULTS] + rest,
        "next_try": next_try,
        "next_on": (proposed and parse_day(proposed, today)) or form.data.get("next_on") or next_try.on,
        "picked_signs": form.data.getlist("door_signs") if hasattr(form.data, "getlist") else [],
    }
    return render(request, "discovery/record_contact.html", context, status=422 if form.is_bound else 200)


def _written(row: ContactAttempt) -> str:
    next_words = f" 다음 확인 {short_date(row.next_on)}" if row.next_on else ""
    return f"연락을 적었습니다.{next_words}"
