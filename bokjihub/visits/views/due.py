"""보편방문과 방문사업: whose turn it is, per programme and period; the same list as a workbook; who is enrolled."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.areas.models import Area
from bokjihub.exports import actions as exports
from bokjihub.exports.door import hand_out
from bokjihub.people.models import Household, Person
from bokjihub.people.queries import head_of, household_facts, members
from bokjihub.ui import sheets
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import clock_face, masked_name, official_date, period
from bokjihub.visits.actions import enrol as enrolling
from bokjihub.visits.actions import hello as helloing
from bokjihub.visits.errors import NotANeighbour
from bokjihub.visits.forms import EnrolForm, PeriodForm
from bokjihub.visits.models import Due, Enrolment, VisitProgramme
from bokjihub.visits.queries import due as dues
from bokjihub.visits.queries.hello import PROGRAMME, is_shown
from bokjihub.visits.queries.pairs import neighbours

PAGE = 200
SHEET = [
    sheets.Column("가구", width=12),
    sheets.Column("읍·면·동·통", width=22),
    sheets.Column("무엇", width=20),
    sheets.Column("도래일", "date"),
    sheets.Column("이때까지", "date"),
    sheets.Column("상태", width=12),
    sheets.Column("방문일", "date"),
    sheets.Column("누가", width=12),
    sheets.Column("결과", width=14),
]


@dataclass(frozen=True)
class Asked:
    """The period and dong a list is asked for."""

    first: dt.date
    last: dt.date
    area: Area | None
    areas: list[Area]

    @property
    def query(self) -> dict[str, str]:
        """The same question for the next page."""
        asked = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return asked | ({"dong": str(self.area.id)} if self.area else {})


def enrolment_facts(enrolment_id: UUID) -> Facts | None:
    """Facts of the home behind an enrolment."""
    found = Enrolment.objects.filter(id=enrolment_id).values_list("household_id", flat=True).first()
    return household_facts(found) if found else None


@route(Act.VISITS, methods=("GET",))
def universal(request: Request) -> HttpResponse:
    """보편방문: every programme of the period with what came, was visited, refused, is left (V18)."""
    actor = request.access.actor
    asked = _asked(request)
    tallies = dues.tallies(actor.day, asked.first, asked.last, area_id=asked.area.id if asked.area else None)
    context = {
        "title": "방문사업",
        "tallies": [
            (one, f"{reverse('visits:due_list', args=[one.programme.code])}?{urlencode(asked.query)}")
            for one in tallies
        ],
        "columns": [Due.Status(one).label for one in dues.COLUMNS],
        **_period_context(asked, reverse("visits:universal")),
    }
    return render(request, "visits/universal.html", context)


@route(Act.VISITS, methods=("GET",))
def due_list(request: Request, code: str) -> HttpResponse:
    """명단: who is due in one programme and period, the most pressing first."""
    actor = request.access.actor
    programme, asked = get_object_or_404(VisitProgramme, code=code), _asked(request)
    lines = _lines(programme, asked, actor.day)
    chosen = request.GET.get("status", "")
    shown = [line for line in lines if _is_asked(line, chosen)]
    request.access.show(line.due.household_id for line in shown[:PAGE])
    here = reverse("visits:due_list", args=[code])
    context = {
        "title": programme.name,
        "programme": programme,
        "rows": [(line, clock_face(line.due.closes_on, actor.day) if line.is_open else None) for line in shown[:PAGE]],
        "more": max(0, len(shown) - PAGE),
        "filters": _filters(lines, here, asked, chosen),
        "sheet_url": f"{reverse('visits:due_sheet', args=[code])}?{urlencode(asked.query)}",
        "rules": programme.rules.on(actor.day),
        **_period_context(asked, here),
    }
    return render(request, "visits/due_list.html", context)


@route(Act.VISITS)
def due_sheet(request: Request, code: str) -> HttpResponse:
    """The list as a workbook, names masked; above fifty of them the head says yes first."""
    actor = request.access.actor
    programme, asked = get_object_or_404(VisitProgramme, code=code), _asked(request)
    lines = _lines(programme, asked, actor.day)
    return hand_out(
        request,
        _sheet(programme, asked, lines, actor.day),
        title=f"{programme.name} 명단 내려받기",
        back=f"{reverse('visits:due_list', args=[code])}?{urlencode(asked.query)}",
    )


def _sheet(programme: VisitProgramme, asked: Asked, lines: list[dues.DueLine], day: dt.date) -> exports.Sheet:
    place = asked.area.name if asked.area else ""
    return exports.Sheet(
        what=f"{programme.name} 명단",
        file_name=sheets.file_name("방문명단", programme.code, place, day=day, ending="xlsx"),
        columns=SHEET,
        rows=[_cells(line) for line in lines],
        named=len(lines),
        subjects=frozenset(line.due.household_id for line in lines),
        notes=(f"{period(asked.first, asked.last)} 도래",),
    )


@route(Act.VISIT_PLAN, subject=household_facts)
def enrol(request: Request, household_id: UUID) -> HttpResponse:
    """방문 등록: a pregnancy told, a 관리군 set by the nurse, a hello-call wanted, an accompaniment agreed."""
    actor = request.access.actor
    household = Household.objects.select_related("area").get(id=household_id)
    people = [(str(one.id), f"{one.name} ({one.relation})") for one in members(household_id)]
    programme = VisitProgramme.objects.filter(code=request.GET.get("programme", "")).first()
    form = EnrolForm(
        request.POST or None, people=people, initial={"programme": programme, "person": people[0][0] if people else ""}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = Person.objects.filter(id=data["person"], household=household).first() if data["person"] else None
        told = enrolling.NewEnrolment(data["reason"], person, data["group"], data["event_on"])
        with told_to(form):
            enrolling.enrol(household=household, programme=data["programme"], told=told, by=actor)
            return redirect("visits:enrol", household_id)
    head = head_of(household_id)
    found = Enrolment.objects.filter(household=household).select_related("programme", "person")
    context = {
        "title": f"방문 등록 — {masked_name(head.name) if head else '미상'}",
        "form": form,
        "household": household,
        "running": found.filter(ends_on__isnull=True).order_by("programme__order"),
        "hello": _hello(household, actor.day),
        "ended": found.filter(ends_on__isnull=False).order_by("-ends_on")[:10],
    }
    return render(request, "visits/enrol.html", context, status=422 if form.errors else 200)


@route(Act.VISIT_PLAN, subject=enrolment_facts, methods=("POST",))
def give_hello(request: Request, enrolment_id: UUID) -> HttpResponse:
    """안부 맡기기: the neighbour who asks after this home; empty takes it back."""
    row = Enrolment.objects.select_related("household__area", "programme").get(id=enrolment_id)
    asked = request.POST.get("post", "")
    near = {str(post.id): post for post in neighbours(row.household, request.access.actor.day)}
    if asked and asked not in near:
        raise NotANeighbour(field="post")
    helloing.give_home(enrolment=row, post=near.get(asked), by=request.access.actor)
    return redirect("visits:enrol", row.household_id)


@route(Act.VISIT_PLAN, subject=enrolment_facts, methods=("POST",))
def end_enrolment(request: Request, enrolment_id: UUID) -> HttpResponse:
    """등록 끝내기, with the reason."""
    row = Enrolment.objects.get(id=enrolment_id)
    enrolling.end_enrolment(enrolment=row, because=request.POST.get("because", ""), by=request.access.actor)
    return redirect("visits:enrol", row.household_id)


def _hello(household: Household, day: dt.date) -> dict[str, object] | None:
    """The hello-check of a home: who asks, who could, whether the home agreed, what was found."""
    row = Enrolment.objects.filter(household=household, programme__code=PROGRAMME, ends_on__isnull=True).first()
    if row is None:
        return None
    caller = row.callers.filter(ends_on__isnull=True).select_related("post__user").first()
    return {
        "row": row,
        "caller": caller,
        "near": neighbours(household, day),
        "agreed": is_shown(row, day),
        "said": row.hellos.select_related("post__user").order_by("-at")[:12],
    }


def _asked(request: Request) -> Asked:
    """This month, unless another period or dong is asked for."""
    actor = request.access.actor
    form = PeriodForm(request.GET)
    form.is_valid()
    first = form.cleaned_data.get("first") or actor.day.replace(day=1)
    last = form.cleaned_data.get("last") or _end_of_month(first)
    areas = list(Area.objects.filter(id__in=actor.areas).order_by("name"))
    area = next((one for one in areas if str(one.id) == request.GET.get("dong")), None)
    return Asked(first, max(first, last), area, areas)


def _end_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def _period_context(asked: Asked, here: str) -> dict[str, object]:
    """The months beside this one, the dongs to choose from, the period in words."""
    before = (asked.first.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    after = _end_of_month(asked.first) + dt.timedelta(days=1)

    def month(first: dt.date) -> str:
        keep: dict[str, str] = {"dong": str(asked.area.id)} if asked.area else {}
        return f"{here}?{urlencode({'first': str(first), 'last': str(_end_of_month(first)), **keep})}"

    places = [
        {
            "label": "모두",
            "url": f"{here}?{urlencode({'first': str(asked.first), 'last': str(asked.last)})}",
            "current": asked.area is None,
        }
    ]
    places += [
        {
            "label": one.name,
            "url": f"{here}?{urlencode(asked.query | {'dong': str(one.id)})}",
            "current": one == asked.area,
        }
        for one in asked.areas
    ]
    form = PeriodForm(initial={"first": asked.first, "last": asked.last})
    return {
        "asked": asked,
        "period": period(asked.first, asked.last),
        "before": month(before),
        "after": month(after),
        "places": places if len(asked.areas) > 1 else [],
        "period_form": form,
    }


def _lines(programme: VisitProgramme, asked: Asked, day: dt.date) -> list[dues.DueLine]:
    found = dues.in_period(dues.dues_with_status(day), asked.first, asked.last).filter(programme=programme)
    return dues.due_lines(found.filter(area=asked.area) if asked.area else found, day)


def _is_asked(line: dues.DueLine, chosen: str) -> bool:
    return line.is_open if chosen == "open" else not chosen or line.status == chosen


def _filters(lines: list[dues.DueLine], here: str, asked: Asked, chosen: str) -> list[dict[str, object]]:
    counts = {status: sum(line.status == status for line in lines) for status in dues.COLUMNS}
    rows = [("", "모두", len(lines)), ("open", "가야 할 집", sum(line.is_open for line in lines))]
    rows += [(status.value, status.label, counts[status]) for status in dues.COLUMNS if counts[status]]
    return [
        {
            "label": label,
            "url": f"{here}?{urlencode(asked.query | {'status': key})}",
            "count": count,
            "current": key == chosen,
        }
        for key, label, count in rows
    ]


def _cells(line: dues.DueLine) -> list[sheets.Cell]:
    due, visit, hello = line.due, line.visit, line.hello
    return [
        masked_name(line.name),
        line.about,
        due.label if due.is_day_known else f"{due.label}({official_date(due.opens_on)}–)",
        due.event_on,
        due.closes_on,
        line.status.label,
        visit.planned_on if visit else hello.on if hello else None,
        visit.lead.user.name if visit else hello.post.user.name if hello else None,
        visit.get_result_display() if visit and visit.result else hello.get_result_display() if hello else None,
    ]
