"""초기상담, its page, its paper, and typing it over into 행복이음."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.clocks.calendar import next_working_day
from bokjihub.clocks.queries import clocks_of
from bokjihub.counselling.actions import record as actions
from bokjihub.counselling.forms import CounsellingForm
from bokjihub.counselling.models import Counselling, CounsellingSignature, Promise
from bokjihub.counselling.queries.facts import counselling_facts, counselling_of, head_words, known_facts
from bokjihub.counselling.queries.household import past_records, signature_of
from bokjihub.counselling.queries.transcript import Row, read_aloud, transcript
from bokjihub.exports.door import show_signature
from bokjihub.people.models import Consent, Household
from bokjihub.people.queries import addenda_of, consent_for, head_of, household_facts
from bokjihub.ui.errors import told_to
from bokjihub.ui.signing import ReadTogether, SignerForm, printed, sign_together
from bokjihub.ui.words import masked_name, official_date
from bokjihub.visits.models import Visit

D = Counselling.Disposition
NEXT_PAGES = {
    D.EMERGENCY: "emergency:request",
    D.CASE: "cases:request",
    D.LINK: "resources:link_new",
    D.APPLY: "benefits:apply",
}


def promise_facts(promise_id: UUID) -> Facts | None:
    """Facts of the home a promise concerns."""
    found = Promise.objects.filter(id=promise_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


@route(Act.COUNSELLING, subject=household_facts)
def record(request: Request, household_id: UUID) -> HttpResponse:
    """초기상담: left the conversation, right what it triggers. From the home, from a visit, from a call."""
    actor = request.access.actor
    household = Household.objects.select_related("area").get(id=household_id)
    visit = _visit(request, household_id)
    form = CounsellingForm(request.POST or None, household_id=household_id, initial=_initial(request, visit, household))
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            done = actions.record_counselling(
                household=household,
                said=_said(form),
                step=_step(form),
                agreement=_agreement(form),
                visit=visit,
                client_id=form.cleaned_data["client_id"],
                by=actor,
            )
            return redirect(next_page(done) or reverse("counselling:counselling", args=[done.id]))
    person = head_of(household_id)
    context = {
        "title": f"초기상담 — {masked_name(person.name) if person else '미상'}",
        "page_note": f"{timezone.localtime():%H:%M} 시작",
        "form": form,
        "household": household,
        "visit": visit,
        "known": known_facts(household, actor.day),
        "consent": consent_for(household_id, Consent.Purpose.COUNSELLING, actor.day),
        "past": past_records(household_id, words=True, limit=3),
        "quick": [("+1", "내일"), ("+7", "1주 뒤"), ("+30", "한 달 뒤")],
        "draft_url": url_or_none("desk:draft", f"counselling.record:{household_id}"),
    }
    return render(request, "counselling/record.html", context, status=422 if form.is_bound else 200)


@route(Act.COUNSELLING, subject=counselling_facts, methods=("GET",))
def counselling(request: Request, counselling_id: UUID) -> HttpResponse:
    """One record as it stands, and what is still to do about it."""
    found = counselling_of(counselling_id)
    person = found.person
    context = {
        "title": f"상담 — {masked_name(person.name) if person else '미상'}",
        "record": found,
        "rows": _on_screen(found),
        "clocks": clocks_of([found.id]),
        "addenda": addenda_of([found.id]),
        "signature": signature_of(found),
        "next_page": next_page(found),
        "is_transcribed": hasattr(found, "transcription"),
        "today": request.access.actor.day,
    }
    return render(request, "counselling/counselling.html", context)


@route(Act.COUNSELLING, subject=counselling_facts)
def transcribe(request: Request, counselling_id: UUID) -> HttpResponse:
    """행복이음 옮겨적기: one key copies each field in the official order; then marked done."""
    found = counselling_of(counselling_id)
    if request.method == "POST":
        actions.transcribe(counselling=found, by=request.access.actor)
        return redirect("counselling:counselling", counselling_id=counselling_id)
    request.access.kind = Entry.Kind.EXPORT
    person = found.person
    context = {
        "title": f"행복이음 옮겨적기 — {masked_name(person.name) if person else '미상'}",
        "record": found,
        "rows": transcript(found),
        "is_transcribed": hasattr(found, "transcription"),
    }
    return render(request, "counselling/transcribe.html", context)


@route(Act.COUNSELLING, subject=counselling_facts, methods=("GET",))
def paper(request: Request, counselling_id: UUID) -> HttpResponse:
    """초기상담 기록지, A4; on record as an export."""
    request.access.kind = Entry.Kind.EXPORT
    found = counselling_of(counselling_id)
    actor = request.access.actor
    signed = signature_of(found)
    context = {
        "title": "초기상담 기록지",
        "signature": signed,
        "picture": printed(signed, f"본인 서명 {signed.signer}" if signed else ""),
        "record": found,
        "rows": transcript(found, masked=True),
        "whom": head_words(found.household_id),
        "addenda": addenda_of([found.id]),
        "approval_posts": approval_line(ApprovalLine.Paper.COUNSELLING, found.counselled_on).signed(
            (found.counselled_label, found.counselled_on)
        ),
        "office_name": found.household.area.name,
        "printed_by": actor.name,
        "printed_at": timezone.now(),
    }
    return render(request, "counselling/paper.html", context)


@route(Act.COUNSELLING, subject=counselling_facts)
def sign_record(request: Request, counselling_id: UUID) -> HttpResponse:
    """함께 읽고 서명: what was said, told and agreed, in large plain sentences."""
    found = counselling_of(counselling_id)
    person = found.person or head_of(found.household_id)
    form = SignerForm(request.POST or None, request.FILES or None, initial={"signer": person.name if person else ""})
    here = reverse("counselling:counselling", args=[found.id])

    def keep() -> str:
        signer, signed = form.cleaned_data["signer"], form.handwritten()
        actions.sign_record(counselling=found, signer=signer, signed=signed, by=request.access.actor)
        return here

    paper = ReadTogether(
        title=f"{official_date(found.counselled_on)} 상담에서 나눈 이야기",
        parts=read_aloud(found),
        closing="서명하지 않으셔도 도움이 끊기지 않습니다.",
        back_url=here,
    )
    return sign_together(request, form, paper, keep)


@route(Act.COUNSELLING, subject=counselling_facts, methods=("GET",))
def signature(request: Request, counselling_id: UUID) -> HttpResponse:
    """서명 보기: on record, and never kept by the browser."""
    return show_signature(request, CounsellingSignature.objects.filter(counselling_id=counselling_id).first())


@route(Act.COUNSELLING, subject=counselling_facts, methods=("POST",))
def finish_follow_up(request: Request, counselling_id: UUID) -> HttpResponse:
    """다른 길로 이어 함."""
    found = counselling_of(counselling_id)
    actions.finish_follow_up(counselling=found, words=request.POST.get("words", ""), by=request.access.actor)
    return redirect("counselling:counselling", counselling_id=counselling_id)


@route(Act.COUNSELLING, subject=promise_facts, methods=("POST",))
def keep_promise(request: Request, promise_id: UUID) -> HttpResponse:
    """지킴."""
    promise = Promise.objects.get(id=promise_id)
    actions.keep_promise(promise=promise, on=request.access.actor.day, by=request.access.actor)
    return redirect("counselling:counselling", counselling_id=promise.counselling_id)


def next_page(found: Counselling) -> str:
    """Where the decided step is done, in the room that does it; nothing while no room serves it."""
    name = NEXT_PAGES.get(D(found.disposition), "")
    url = url_or_none(name, found.household_id) if name else ""
    if url:
        return f"{url}?counselling={found.id}"
    return (
        f"{plain}?counselling={found.id}&household={found.household_id}"
        if name and (plain := url_or_none(name))
        else ""
    )


def url_or_none(name: str, *arguments: object) -> str:
    """The path of a URL name with its arguments, or nothing when no room serves it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _on_screen(found: Counselling) -> list[Row]:
    """The record as the page shows it: the name stays masked in the title, empty fields stay away."""
    hidden = ("대상자", "연락처")
    return [row for row in transcript(found) if row.value and not row.label.startswith(hidden)]


def _visit(request: Request, household_id: UUID) -> Visit | None:
    """The visit this record tells of, when the page was opened from one."""
    asked = request.GET.get("visit") or ""
    try:
        return Visit.objects.filter(id=UUID(asked), household_id=household_id).first()
    except ValueError:
        return None


def _initial(request: Request, visit: Visit | None, household: Household) -> dict[str, Any]:
    """What the form starts with: the door's words when it comes from a visit; the caller's channel otherwise."""
    today = request.access.actor.day
    start: dict[str, Any] = {
        "channel": request.GET.get("channel", Counselling.Channel.COUNTER),
        "counselled_on": today,
        "client_id": uuid7(),
        "next_check_on": next_working_day(today + dt.timedelta(days=7)),
        "benefit_status": sorted({code for person in household.members.all() for code in person.benefit_status}),
    }
    if visit is not None:
        along = ", ".join(row.post.user.name for row in visit.companions.select_related("post__user"))
        start |= {
            "channel": Counselling.Channel.VISIT,
            "counselled_on": visit.planned_on,
            "client_words": visit.words,
            "observation": visit.observation,
            "with_label": along,
            "next_check_on": visit.next_on or start["next_check_on"],
        }
        if visit.arrived_at and visit.left_at:
            start["minutes"] = round((visit.left_at - visit.arrived_at).total_seconds() / 60)
    return start


def _said(form: CounsellingForm) -> actions.Said:
    data = form.cleaned_data
    return actions.Said(
        channel=Counselling.Channel(data["channel"]),
        on=data["counselled_on"],
        client_words=data["client_words"],
        observation=data["observation"],
        minutes=data["minutes"] or 0,
        person=data["person"],
        with_label=data["with_label"],
        crisis_reasons=tuple(data["crisis_reasons"]),
        needs=tuple(data["needs"]),
        immediate_danger=tuple(data["immediate_danger"]),
        visitor_safety=data["visitor_safety"],
        benefit_status=tuple(data["benefit_status"]),
        target_group=data["target_group"],
    )


def _step(form: CounsellingForm) -> actions.Step:
    data = form.cleaned_data
    promises = []
    if data["our_promise"]:
        promises.append(actions.Promised(Promise.Whose.OURS, data["our_promise"], data["our_promise_on"]))
    if data["their_promise"]:
        promises.append(actions.Promised(Promise.Whose.THEIRS, data["their_promise"]))
    return actions.Step(
        disposition=Counselling.Disposition(data["disposition"]),
        next_check_on=data["next_check_on"],
        excluded_reason=data["excluded_reason"],
        told=tuple(actions.Told(benefit, wants) for benefit, wants in form.told()),
        promises=tuple(promises),
    )


def _agreement(form: CounsellingForm) -> actions.Agreement:
    data = form.cleaned_data
    return actions.Agreement(
        given_by=data["consent_by"],
        capacity=data["consent_capacity"] or "본인",
        method=Consent.Method(data["consent_method"] or Consent.Method.SPOKEN),
        missing_reason=data["no_consent_reason"],
    )
