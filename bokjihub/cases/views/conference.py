"""사례회의: what waits for a meeting, the sitting, one case at a time, minutes; and duties."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.accounts.queries import approval_line
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import conference as actions
from bokjihub.cases.actions import guests
from bokjihub.cases.actions.conference import NewDuty
from bokjihub.cases.forms import (
    AddCaseForm,
    CallOffForm,
    ConferenceForm,
    DecisionForm,
    DutyDoneForm,
    DutyRows,
    InviteForm,
    KeyForm,
    ShareForm,
)
from bokjihub.cases.models import AgendaItem, Attendee, CareAssessment, Case, CaseLabel, Conference, Decision, Duty
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.grades import advised_for
from bokjihub.cases.queries.guests import PARTS, parts_allowed
from bokjihub.cases.views.steps import Step, name_of, one_form, tried
from bokjihub.partners.models import Agency
from bokjihub.people.models import Addendum
from bokjihub.people.queries import addenda_of
from bokjihub.ui.papers.reading import Picture
from bokjihub.ui.signing import HandwrittenForm, ReadTogether, printed, sign_together
from bokjihub.ui.words import official_date

# The token stays in the caller's session until it was read once; the database knows only its hash.
TOKEN_KEY = "fresh_invitation"  # noqa: S105 the name of a session entry
CRUMBS = [{"label": "사례", "url": "/cases/"}, {"label": "사례회의", "url": ""}]


@route(Act.CASE_DECIDE)
def conferences(request: Request) -> HttpResponse:
    """회의 기다리는 사례와 지난 회의; 회의 부르기."""
    actor = request.access.actor
    on_agenda = AgendaItem.objects.filter(
        decision__isnull=True, conference__finished_on__isnull=True, conference__called_off_on__isnull=True
    )
    waiting = Case.objects.filter(state=Case.State.CONFERENCE).exclude(agenda__in=on_agenda)
    care = request.GET.get("care", "")
    first: dict[str, Any] = {"held_on": actor.day, "chair": actor.name, "cases": list(waiting)}
    if care:
        first |= {"kind": Conference.Kind.CARE, "number": care, "cases": []}
    form = ConferenceForm(request.POST or None, cases=waiting, initial=first)
    if request.method == "POST" and form.is_valid():
        made: list[Conference] = []
        if tried(form, lambda: made.append(_call(request, form.cleaned_data))):
            return redirect("cases:conference", conference_id=made[0].id)
    mine = Conference.objects.filter(agenda__area_id__in=actor.areas).distinct().order_by("-held_on", "-id")
    request.access.show(waiting.values_list("household_id", flat=True))
    context = {
        "title": "사례회의",
        "form": form,
        "waiting": waiting.count(),
        "held": mine.select_related("area").prefetch_related("agenda")[:20],
        "crumbs": CRUMBS,
    }
    return render(request, "cases/conferences.html", context, status=422 if form.errors else 200)


def _call(request: Request, data: dict[str, Any]) -> Conference:
    cases = list(data["cases"])
    if data["number"]:
        cases.append(_by_number(data["number"]))
    return actions.call_conference(
        kind=Conference.Kind(data["kind"]),
        area=_seat(request),
        held_on=data["held_on"],
        place=data["place"],
        chair=data["chair"],
        cases=cases,
        by=request.access.actor,
    )


def _by_number(number: str) -> Case:
    found = Case.objects.filter(number=number.strip()).first()
    if found is None:
        raise actions.CaseUnknown(field="number")
    return found


def _seat(request: Request) -> Area:
    post = request.access.decision.post
    if post is None:
        raise Refused
    return Area.objects.get(id=post.area_id)


@dataclass
class Sitting:
    """One sitting on the screen: the case before it, and the forms that may be sent about it."""

    request: Request
    held: Conference
    item: AgendaItem
    invite: InviteForm
    add: AddCaseForm
    share: ShareForm
    key: KeyForm
    decision: DecisionForm
    duties: Any
    off: CallOffForm


@route(Act.CASE_DECIDE)
def conference(request: Request, conference_id: UUID) -> HttpResponse:
    """One sitting: who is here, the case before us without its name, the minutes beside."""
    held = _conference(conference_id)
    agenda = list(held.agenda.select_related("case__area", "survey__version", "decision").order_by("mark"))
    if not agenda:
        raise Refused
    request.access.show(item.household_id for item in agenda)
    chosen = next((item for item in agenda if str(item.id) == request.GET.get("item")), None)
    item = chosen or next((one for one in agenda if not hasattr(one, "decision")), agenda[0])
    sitting = _sitting(request, held, item)
    deed = request.POST.get("deed", "")
    here = f"{reverse('cases:conference', args=[held.id])}?item={item.id}"
    if deed in DEEDS and DEEDS[deed](sitting):
        return redirect(reverse("cases:conference", args=[held.id]) if deed == "decide" else here)
    fresh = request.session.pop(TOKEN_KEY, None)
    advised = item.decision.advised if hasattr(item, "decision") else advised_for(item)
    context = {
        "title": f"{held.get_kind_display()} {held.held_on:%Y. %-m. %-d.}",
        "page_note": f"{held.place} · 이끎 {held.chair}",
        "held": held,
        "agenda": agenda,
        "item": item,
        "is_decided": hasattr(item, "decision"),
        "answers": _profile(item),
        "advised": Decision.Code(advised).label if advised else "",
        "assessment": item.case.assessments.filter(judged_on__isnull=False).order_by("-round").first(),
        "attendees": held.attendees.select_related("invitation", "agency", "signature").order_by(
            "organisation", "name"
        ),
        "unsigned": _unsigned(held).first() if held.finished_on else None,
        "opinions": item.opinions.select_related("invitation__attendee").order_by("written_at"),
        "sitting": sitting,
        "address": request.build_absolute_uri(reverse("portal:conference", args=[fresh])) if fresh else "",
        "covers_names": request.GET.get("names") != "on",
        "left": sum(not hasattr(one, "decision") for one in agenda),
        "crumbs": [CRUMBS[0], {"label": "사례회의", "url": reverse("cases:conferences")}, {"label": "회의", "url": ""}],
    }
    return render(request, "cases/conference.html", context, status=422 if deed else 200)


def _sitting(request: Request, held: Conference, item: AgendaItem) -> Sitting:
    """The forms of the page; only the one whose button was pressed reads what was typed."""
    deed = request.POST.get("deed", "")
    actor = request.access.actor
    posts = queries.colleagues_of(item.case, actor)
    city = city_of(held.area)
    agencies = Agency.objects.on(actor.day).filter(city=city or held.area).order_by("name")
    allowed = [(part, PARTS[part][0]) for part in parts_allowed(item.case, actor.day)]

    def typed(name: str) -> Any:
        return request.POST if deed == name else None

    return Sitting(
        request=request,
        held=held,
        item=item,
        invite=InviteForm(typed("invite"), posts=posts, agencies=agencies, is_care=held.kind == Conference.Kind.CARE),
        add=AddCaseForm(typed("add")),
        share=ShareForm(
            typed("share"), allowed=allowed, initial={"question": item.question, "shared": item.shared}, prefix="share"
        ),
        key=KeyForm(typed("send"), attendees=held.attendees.filter(post__isnull=True).order_by("name")),
        decision=DecisionForm(
            typed("decide"),
            locals_=CaseLabel.objects.on(actor.day).filter(kind=CaseLabel.Kind.DECISION),
            is_care=item.case.is_care,
            initial={"code": advised_for(item)},
        ),
        duties=DutyRows(typed("decide"), prefix="duty", form_kwargs={"posts": posts}),
        off=CallOffForm(typed("off")),
    )


def _present(sitting: Sitting) -> bool:
    here = set(sitting.request.POST.getlist("present"))
    for one in sitting.held.attendees.all():
        if one.is_present != (str(one.id) in here):
            actions.mark_present(attendee=one, is_present=str(one.id) in here, by=sitting.request.access.actor)
    return True


def _invite(sitting: Sitting) -> bool:
    form, by = sitting.invite, sitting.request.access.actor
    return form.is_valid() and tried(form, lambda: actions.invite(conference=sitting.held, by=by, **form.cleaned_data))


def _add(sitting: Sitting) -> bool:
    form, by = sitting.add, sitting.request.access.actor
    return form.is_valid() and tried(
        form,
        lambda: actions.put_on_agenda(conference=sitting.held, case=_by_number(form.cleaned_data["number"]), by=by),
    )


def _share(sitting: Sitting) -> bool:
    form, by = sitting.share, sitting.request.access.actor
    return form.is_valid() and tried(form, lambda: guests.share_item(item=sitting.item, by=by, **form.cleaned_data))


def _send(sitting: Sitting) -> bool:
    """초대 주소: kept in the session until the page showed it once."""
    form, request = sitting.key, sitting.request

    def send() -> None:
        sent = guests.send_invitation(by=request.access.actor, **form.cleaned_data)
        request.session[TOKEN_KEY] = sent.token

    return form.is_valid() and tried(form, send)


def _decide(sitting: Sitting) -> bool:
    form, duties, by = sitting.decision, sitting.duties, sitting.request.access.actor
    if not (form.is_valid() and duties.is_valid()):
        return False
    rows = [NewDuty(**one) for one in duties.cleaned_data if one.get("post")]
    code = Decision.Code(form.cleaned_data["code"])
    words = {key: form.cleaned_data.get(key, "") for key in ("discussion", "reason", "dissent")}
    words["local"] = form.cleaned_data.get("local")
    return tried(form, lambda: actions.decide_case(item=sitting.item, code=code, duties=rows, by=by, **words))


def _finish(sitting: Sitting) -> bool:
    actions.finish_minutes(conference=sitting.held, by=sitting.request.access.actor)
    return True


def _call_off(sitting: Sitting) -> bool:
    form, by = sitting.off, sitting.request.access.actor
    return form.is_valid() and tried(
        form, lambda: actions.call_off_conference(conference=sitting.held, why=form.cleaned_data["why"], by=by)
    )


DEEDS: dict[str, Callable[[Sitting], bool]] = {
    "present": _present,
    "invite": _invite,
    "add": _add,
    "share": _share,
    "send": _send,
    "decide": _decide,
    "finish": _finish,
    "off": _call_off,
}


def _profile(item: AgendaItem) -> list[dict[str, Any]]:
    """Bars per domain: a radar chart is neither accessible nor comparable. Health shows its score, not its words."""
    if item.survey is None:
        return []
    found = {one.domain: one for one in item.survey.answers.all()}
    return [
        {
            "domain": one,
            "answer": found.get(one.code),
            "words": one.words(found[one.code].score) if one.code in found else "",
            "is_covered": one.code == "health",
        }
        for one in frame(item.survey.version).domains
    ]


def _conference(conference_id: UUID) -> Conference:
    found = Conference.objects.filter(id=conference_id).select_related("area").first()
    if found is None:
        raise Refused
    return found


@route(Act.CASE_DECIDE, methods=("GET",))
def minutes(request: Request, conference_id: UUID) -> HttpResponse:
    """회의록 for print: names off unless asked for, 결재란 on."""
    held = _conference(conference_id)
    agenda = _seen_agenda(request, held)
    request.access.kind = Entry.Kind.EXPORT
    added: dict[UUID, list[Addendum]] = {}
    for one in addenda_of(item.id for item in agenda):
        added.setdefault(one.subject_id, []).append(one)
    with_names = request.GET.get("names") == "on"
    city = city_of(held.area)
    context = {
        "title": f"{held.get_kind_display()} 회의록",
        "held": held,
        "agenda": [(item, added.get(item.id, [])) for item in agenda],
        "attendees": _present_with_marks(held),
        "names": {item.id: name_of(item.case) for item in agenda} if with_names else {},
        "office_name": city.name if city else held.area.name,
        "approval_posts": approval_line(ApprovalLine.Paper.MINUTES, held.held_on).signed(_written(agenda)),
        "printed_by": request.access.actor.label,
        "printed_at": timezone.now(),
    }
    return render(request, "cases/minutes.html", context)


@route(Act.CASE_DECIDE)
def sign_minutes(request: Request, conference_id: UUID, attendee_id: UUID) -> HttpResponse:
    """회의록 서명: one member after another at the same tablet; the next who has not signed follows."""
    held = _conference(conference_id)
    agenda = _seen_agenda(request, held)
    attendee = held.attendees.filter(id=attendee_id).first()
    if attendee is None:
        raise Refused
    here = reverse("cases:conference", args=[held.id])
    form = HandwrittenForm(request.POST or None, request.FILES or None)

    def keep() -> str:
        actions.sign_minutes(attendee=attendee, signed=form.handwritten(), by=request.access.actor)
        following = _unsigned(held).first()
        return reverse("cases:sign_minutes", args=[held.id, following.id]) if following else here

    paper = ReadTogether(
        title=f"{attendee.name}({attendee.organisation}) - 회의록 서명",
        parts=[(f"안건 {item.mark}", _decided(item)) for item in agenda],
        closing="회의에서 알게 된 것은 밖에 말하지 않습니다(사회보장급여법 제49조).",
        back_url=here,
        note=f"{held.get_kind_display()} {held.held_on:%Y. %-m. %-d.} · 서명할 분 {_unsigned(held).count()}명",
        crumbs=[CRUMBS[0], {"label": "사례회의", "url": reverse("cases:conferences")}, {"label": "서명", "url": ""}],
    )
    return sign_together(request, form, paper, keep)


def _decided(item: AgendaItem) -> list[str]:
    """What a member signs for one case, without its name."""
    made = getattr(item, "decision", None)
    if made is None:
        return ["결정하지 않음"]
    duties = [f"{one.post.user.name} - {one.what}, {official_date(one.due_on)}까지" for one in made.duties.all()]
    return [made.discussion, f"결정: {made.get_code_display()}", *filter(None, [made.dissent]), *duties]


def _unsigned(held: Conference) -> QuerySet[Attendee]:
    """Who was there and has not signed yet."""
    return held.attendees.filter(is_present=True, signature__isnull=True).order_by("organisation", "name")


def _seen_agenda(request: Request, held: Conference) -> list[AgendaItem]:
    """The cases of the sitting that the reader may see, put on record; none of them seen, nothing is shown."""
    judged = CareAssessment.objects.filter(judged_on__isnull=False).order_by("round")
    agenda = list(
        held.agenda.select_related("case", "survey", "decision")
        .prefetch_related(Prefetch("case__assessments", queryset=judged, to_attr="judged"))
        .order_by("mark")
    )
    if not agenda:
        raise Refused
    request.access.show(item.household_id for item in agenda)
    return agenda


def _present_with_marks(held: Conference) -> list[tuple[Attendee, Picture | None]]:
    """Who was there, each with the picture of the signature where one was taken."""
    found = held.attendees.filter(is_present=True).select_related("signature").order_by("organisation", "name")
    return [(one, printed(getattr(one, "signature", None), one.name)) for one in found]


def _written(agenda: list[AgendaItem]) -> tuple[str, dt.date | None]:
    """Who wrote the minutes and when: the hand of the last decision written down."""
    made = [item.decision for item in agenda if hasattr(item, "decision")]
    last = max(made, key=lambda one: one.decided_on, default=None)
    return (last.decided_label, last.decided_on) if last else ("", None)


@route(Act.TODAY, subject=queries.duty_facts)
def duty(request: Request, duty_id: UUID) -> HttpResponse:
    """할 일 마치기 by whoever it was given to, also a nurse who does not read the case itself."""
    found = Duty.objects.select_related("case", "post__user").get(id=duty_id)
    actor = request.access.actor
    reads_case = decide(actor, Act.CASE, request.access.facts).allowed
    then = reverse("cases:case", args=[found.case_id]) if reads_case else reverse("desk:today")
    if found.post_id not in {post.id for post in actor.posts}:
        raise Refused
    if found.done_on is not None:
        return redirect(then)
    form = DutyDoneForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: actions.finish_duty(duty=found, outcome=form.cleaned_data["outcome"], by=actor),
        Step("할 일 마치기", "마치기", then, lead=f"{found.what} · {found.due_on:%-m. %-d.}까지 · {found.case.number}"),
    )
