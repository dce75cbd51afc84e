"""신호 접수함과 신고 접수 (V06): take a worry in under a minute, lose none."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of, dongs_of
from bokjihub.discovery.actions import report
from bokjihub.discovery.forms.report import ReportForm
from bokjihub.discovery.models import Channel, Level, Reporter, Signal
from bokjihub.discovery.photos import opened
from bokjihub.discovery.queries import inbox as queries
from bokjihub.discovery.queries.identity import Described, Shown, match, side_by_side
from bokjihub.discovery.queries.receipts import short
from bokjihub.discovery.queries.reporter import Teller, teller_of
from bokjihub.people.models import Household
from bokjihub.ui.errors import told_to
from bokjihub.ui.forms import id_in
from bokjihub.ui.words import parse_day

PAGE = 40
MOST_SIMILAR = 5


@route(Act.INBOX, methods=("GET",))
def inbox(request: Request) -> HttpResponse:
    """What came in and nobody owns, the oldest first."""
    page = Paginator(queries.without_owner(), PAGE).get_page(request.GET.get("page"))
    request.access.show(signal.household_id for signal in page)
    waiting = queries.to_identify().count()
    context = {"title": "신호 접수함", "page": page, "waiting": waiting, "today": request.access.actor.day}
    return render(request, "discovery/inbox.html", context)


@route(Act.REPORT)
def report_signal(request: Request) -> HttpResponse:
    """걱정 신고 받기: by telephone or at the counter, while the person talks."""
    form = ReportForm(request.POST or None, dongs=_dongs(request))
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            signal = _take(request, form)
            messages.success(request, f"접수했습니다. 읽어 드릴 번호: {short(signal.receipt)}")
            return redirect("discovery:received", signal.id)
    context = {"title": "걱정 신고 받기", "form": form, "may_find": _may(request, Act.FIND)}
    return render(request, "discovery/report_signal.html", context, status=422 if form.errors else 200)


@route(Act.FIND, methods=("POST",))
def similar(request: Request) -> HttpResponse:
    """비슷한 가구, while the report is being typed: a fragment; every home it shows is on record."""
    asked = Described(
        name=request.POST.get("name", "").strip()[:60],
        birth_on=_day(request.POST.get("birth_on", "")),
        phone=request.POST.get("phone", "").strip()[:30],
        address=request.POST.get("place", "").strip()[:200],
        dong_id=id_in(request.POST.get("dong", "")),
    )
    found = match(asked) if request.access.actor.areas else None
    blank = Signal(name=asked.name, place=asked.address, birth_on=asked.birth_on)
    shown: list[Shown] = [one for one in side_by_side(blank, found) if one.household][:MOST_SIMILAR] if found else []
    request.access.show(one.household.id for one in shown if one.household)
    request.access.detail["fields"] = [key for key in ("name", "birth_on", "phone", "place") if request.POST.get(key)]
    elsewhere = found is not None and any(not one.in_scope for one in found.candidates)
    return render(request, "discovery/_similar.html", {"shown": shown, "elsewhere": elsewhere, "asked": asked})


@route(Act.REPORT, methods=("GET",))
def received(request: Request, signal_id: UUID) -> HttpResponse:
    """접수증: the number to read out, what happens next. Only for who took it; nothing about any household."""
    signal = Signal.objects.filter(id=signal_id, taken_by=request.access.actor.id).select_related("area").first()
    if signal is None:
        raise Refused
    context = {
        "title": "접수했습니다",
        "signal": signal,
        "number": short(signal.receipt),
        "may_identify": signal.work_item_id is None and _may(request, Act.MERGE),
        "may_open": signal.work_item_id is not None and _may(request, Act.WORK_ITEM),
    }
    return render(request, "discovery/received.html", context)


@route(Act.INBOX, subject=queries.signal_facts, methods=("POST",))
def take_reporter(request: Request, signal_id: UUID) -> HttpResponse:
    """내가 접수: from now on I am the one who may see who told it."""
    report.take_reporter(signal=Signal.objects.get(id=signal_id), by=request.access.actor)
    return redirect("discovery:reporter", signal_id)


@route(Act.REPORTER, subject=queries.reporter_facts, methods=("GET",))
def reporter(request: Request, signal_id: UUID) -> HttpResponse:
    """알린 분: for the receiver's eyes; never printed, never exported."""
    row = Reporter.objects.select_related("signal").get(signal_id=signal_id)
    context = {
        "title": "알린 분",
        "teller": teller_of(row),
        "signal": row.signal,
        "number": short(row.signal.receipt),
    }
    return render(request, "discovery/reporter.html", context)


@route(Act.INBOX, subject=queries.signal_facts, methods=("GET",))
def photo(request: Request, signal_id: UUID) -> HttpResponse:
    """The photo that came with a report."""
    signal = Signal.objects.get(id=signal_id)
    if not signal.photo:
        raise Refused
    return HttpResponse(opened(signal.photo), content_type="image/jpeg")


def _take(request: Request, form: ReportForm) -> Signal:
    given = form.cleaned_data
    chosen = Household.objects.filter(id=given["household"]).first() if given["household"] else None
    if chosen is not None and chosen.area_id not in request.access.actor.areas:
        chosen = None
    told = report.Told(
        place=given["place"],
        channel=Channel(given["channel"]),
        kinds=tuple(given["kinds"]),
        words=given["words"],
        level=Level(given["level"]),
        name=given["name"],
        birth_on=given["birth_on"],
        phone=given["phone"],
    )
    label = dict(form.fields["channel"].choices)[Channel(given["channel"])]  # type: ignore[attr-defined]
    teller = Teller(kind=label, name=given["teller_name"], phone=given["teller_phone"])
    return report.report_signal(area=given["dong"], told=told, teller=teller, household=chosen, by=request.access.actor)


def _dongs(request: Request) -> list[Area]:
    """The dongs I reach first, then the rest of my city."""
    actor = request.access.actor
    seats = [post.area_id for post in actor.posts]
    city = next((city for seat in Area.objects.filter(id__in=seats) if (city := city_of(seat))), None)
    rows = dongs_of(city, timezone.localdate()) if city else []
    return sorted(rows, key=lambda dong: (dong.id not in seats, dong.id not in actor.areas, dong.code, dong.name))


def _may(request: Request, act: Act) -> bool:
    return decide(request.access.actor, act).allowed


def _day(text: str) -> dt.date | None:
    return parse_day(text, timezone.localdate()) if text else None
