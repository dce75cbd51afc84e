"""오늘, 팀 오늘, 승인함, 하루표."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Role
from bokjihub.audit.models import Entry
from bokjihub.desk.links import url_of
from bokjihub.desk.places import may
from bokjihub.desk.queries.team import approvals_of, team_today
from bokjihub.desk.queries.today import today_of
from bokjihub.desk.ways_on import ways_on
from bokjihub.people.models import Household
from bokjihub.people.queries import members
from bokjihub.ui.words import short_date


@route(Act.TODAY, methods=("GET",))
def today(request: Request) -> HttpResponse:
    """오늘: what is late, what is due, what is new, what others owe; where to go today (V01, V03, V04)."""
    actor = request.access.actor
    composed = today_of(actor, most=60 if "all" in request.GET else 12)
    request.access.show(composed.household_ids)
    context = {
        "title": f"오늘 {short_date(actor.day)}",
        "page_note": actor.label,
        "today_page": composed,
        "out_url": url_of("field:day") or url_of("visits:day_plan_today"),
        "ways_on": ways_on(actor),
        "week_url": url_of("visits:week_today") if may(actor, Act.VISITS) else "",
        "is_all": "all" in request.GET,
    }
    return render(request, "desk/today.html", context)


@route(Act.TEAM, methods=("GET",))
def team(request: Request) -> HttpResponse:
    """팀 오늘 (V02): who is late, how full everybody is, what nobody has taken. A dong head sees figures only."""
    actor = request.access.actor
    composed = team_today(actor, with_households=actor.has(Role.TEAM_HEAD))
    request.access.show(composed.household_ids)
    context = {
        "title": f"팀 오늘 {short_date(actor.day)}",
        "page_note": f"{composed.name} {len(composed.people)}명",
        "team": composed,
        "inbox_url": url_of("discovery:inbox") if actor.has(Role.TEAM_HEAD) else "",
        "may_hand_over": actor.has(Role.TEAM_HEAD),
    }
    return render(request, "desk/team.html", context)


@route(Act.APPROVALS, methods=("GET",))
def approvals(request: Request) -> HttpResponse:
    """승인함: one line per proposal with what will happen, collected from all rooms."""
    actor = request.access.actor
    rows = approvals_of(actor)
    request.access.show(row.household_id for row in rows)
    context = {"title": "승인함", "page_note": actor.label, "rows": rows}
    return render(request, "desk/approvals.html", context)


@route(Act.TODAY, methods=("GET",))
def day_print(request: Request) -> HttpResponse:
    """하루표: the day on one sheet, addresses in full; on record as a print."""
    actor = request.access.actor
    composed = today_of(actor, most=40)
    stops = [
        (stop, Household.objects.get(id=stop.household_id), members(stop.household_id).first())
        for stop in composed.stops
    ]
    request.access.show(composed.household_ids)
    request.access.kind = Entry.Kind.EXPORT
    context = {
        "title": f"하루표 {short_date(actor.day)}",
        "today_page": composed,
        "stops": [(stop, house, head) for stop, house, head in stops if not house.is_sealed],
        "printed_by": actor.name,
        "printed_at": timezone.now(),
        "office_name": actor.label,
    }
    return render(request, "desk/day_print.html", context)
