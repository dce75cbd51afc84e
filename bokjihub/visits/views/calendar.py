"""달력 주소: an own secret address for one's calendar, made, replaced and closed by oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.visits.actions import feed
from bokjihub.visits.queries.feed import standing_feeds

# The address stays in the maker's session until it was read once; the database knows only its hash.
TOKEN_KEY = "fresh_calendar"  # noqa: S105 the name of a session entry


@route(Act.VISITS)
def calendar(request: Request) -> HttpResponse:
    """내 달력에 방문 시각 넣기."""
    actor = request.access.actor
    if request.method == "POST":
        if request.POST.get("deed") == "close":
            feed.close_feed(user_id=actor.id, by=actor)
            messages.info(request, "달력 주소를 닫았습니다. 그 주소로는 더 읽히지 않습니다.")
        else:
            request.session[TOKEN_KEY] = feed.open_feed(user_id=actor.id, by=actor)
        return redirect("visits:calendar")
    token = request.session.pop(TOKEN_KEY, "")
    context = {
        "title": "내 달력에 방문 시각 넣기",
        "feed": standing_feeds(actor.id).first(),
        "address": request.build_absolute_uri(reverse("portal:calendar", args=[token])) if token else "",
    }
    return render(request, "visits/calendar.html", context)
