"""달력: the file behind a calendar's secret address. No account, no digits (a calendar cannot type any), and no home in it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from bokjihub.accounts.access.route import not_found, public
from bokjihub.visits.queries.feed import as_ics, goings_behind


@public
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """When and in which dong the person visits; a closed or unknown address is not there."""
    goings = goings_behind(token)
    if goings is None:
        return not_found(request)
    return HttpResponse(as_ics(goings, timezone.now()), content_type="text/calendar; charset=utf-8")
