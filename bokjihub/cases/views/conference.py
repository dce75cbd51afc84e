"""사례회의: what waits for a meeting, the sitting, one case at a time, minutes; and duties."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.audit.models import Entry
from bokjihub.cases import queries
from bokjihub.cases.actions import conference as actions
from bokjihub.cases.actions.conference import ADVISED, NewDuty
from bokjihub.cases.forms import ConferenceForm, DecisionForm, DutyDoneForm, DutyRows, InviteForm
from bokjihub.cases.models import AgendaItem, Case, Conference, Decision, Duty
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.views.steps import Step, one_form, tried

CRUMBS = [{"label": "사례", "url": "/cases/"}, {"label": "사례회의", "url": ""}]


@route(Act.CASE_DECIDE)
def conferences(request: Request) -> HttpResponse:
    """회의 기다리는 사례와 지난 회의; 회의 부르기."""
    actor = request.access.actor
    waiting = Case.objects.filter(state=Case.State.CONFERENCE).exclude(
        agenda__decision__isnull=True, agenda__conference__finished_on__isnull=True, agenda__isnull=False
    )
    form = ConferenceForm(
        request.POST or None, cases=waiting, initial={"held_on": actor.day, "chair": actor.name, "cases": list(waiting)}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.call_conference(
            kind=Conference.Kind(data["kind"]),
            area=_seat(request),
            held_on=data["held_on"],
            place=data["place"],
            chair=data["chair"],
            cases=list(data["cases"]),
            by=actor,
        )
        return redirect("cases:conference", conference_id=made.id)
    mine = Conference.objects.filter(agenda__area_id__in=actor.areas).distinct().order_by("-held_on", "-id")
    request.access.show(waiting.values_list("household_id", flat=True))
    context = {
        "title": "사례회의",
        "form": form,
        "waiting": waiting.count(),
        "held": mine.prefetch_related("agenda")[:20],
        "crumbs": CRUMBS,
    }
    return render(request, "cases/conferences.html", context)


def _seat(request: Request) -> Area:
    post = request.access.decision.post
    if post is None:
        raise Refused
    return Area.objects.get(id=post.area_id)


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
    posts = queries.colleagues_of(item.case, request.access.actor)
    deed = request.POST.get("deed", "")
    invite = InviteForm(request.POST if deed == "invite" else None, posts=posts)
    decision = DecisionForm(request.POST if deed == "decide" else None, initial={"code": _advised(item)})
    duties = DutyRows(request.POST if deed == "decide" else None, prefix="duty", form_kwargs={"posts": posts})
    if request.method == "POST" and _done(request, deed, held, item, invite, decision, duties):
        return redirect(f"{reverse('cases:conference', args=[held.id])}")
    advised = _advised(item)
    context = {
        "title": f"{held.get_kind_display()} {held.held_on:%Y. %-m. %-d.}",
        "page_note": f"{held.place} · 이끎 {held.chair}",
        "held": held,
        "agenda": agenda,
        "item": item,
        "is_decided": hasattr(item, "decision"),
        "answers": _profile(item),
        "advised": Decision.Code(advised).label if advised else "",
        "attendees": held.attendees.order_by("organisation", "name"),
        "invite": invite,
        "decision": decision,
        "duties": duties,
        "covers_names": request.GET.get("names") != "on",
        "left": sum(not hasattr(one, "decision") for one in agenda),
        "crumbs": [CRUMBS[0], {"label": "사례회의", "url": reverse("cases:conferences")}, {"label": "회의", "url": ""}],
    }
    return render(request, "cases/conference.html", context, status=422 if deed else 200)


def _done(
    request: Request, deed: str, held: Conference, item: AgendaItem, invite: Any, decision: Any, duties: Any
) -> bool:
    """Whether the pressed button's deed went through."""
    actor = request.access.actor
    if deed == "present":
        here = set(request.POST.getlist("present"))
        for one in held.attendees.all():
            if one.is_present != (str(one.id) in here):
                actions.mark_present(attendee=one, is_present=str(one.id) in here, by=actor)
        return True
    if deed == "invite" and invite.is_valid():
        return tried(invite, lambda: actions.invite(conference=held, by=actor, **invite.cleaned_data))
    if deed == "decide" and decision.is_valid() and duties.is_valid():
        rows = [NewDuty(**one) for one in duties.cleaned_data if one.get("post")]
        code = Decision.Code(decision.cleaned_data["code"])
        words = {key: decision.cleaned_data[key] for key in ("discussion", "reason", "dissent")}
        return tried(decision, lambda: actions.decide_case(item=item, code=code, duties=rows, by=actor, **words))
    if deed == "finish":
        actions.finish_minutes(conference=held, by=actor)
        return True
    return False


def _advised(item: AgendaItem) -> str:
    grade = item.survey.grade if item.survey else ""
    return ADVISED[Grade(grade)].value if grade else ""


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
    """회의록 for print: names off, 결재란 on."""
    held = _conference(conference_id)
    agenda = list(held.agenda.select_related("case", "survey", "decision").order_by("mark"))
    if not agenda:
        raise Refused
    request.access.show(item.household_id for item in agenda)
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(held.area)
    context = {
        "title": f"{held.get_kind_display()} 회의록",
        "held": held,
        "agenda": agenda,
        "attendees": held.attendees.filter(is_present=True).order_by("organisation", "name"),
        "office_name": city.name if city else held.area.name,
        "approval_posts": ["담당", "팀장", "과장"],
        "printed_by": request.access.actor.label,
        "printed_at": request.access.actor.day,
    }
    return render(request, "cases/minutes.html", context)


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
