"""오늘 방문 (V15), served page by page: what a browser without JavaScript, or without the app, sees while there is network."""

from django.http import HttpResponse
from django.shortcuts import render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.field.queries.pack import day_pack, household_ids


@route(Act.FIELD_DAY, methods=("GET",))
def day(request: Request) -> HttpResponse:
    """Today's homes in order, each leading to its visit; the app for those who go where there is no network."""
    found = day_pack(request.access.actor)
    request.access.show(household_ids(found))
    return render(request, "field/day.html", {"title": "오늘 방문", "pack": found})
