"""Landing, and the pages for what is missing or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, not_found, public, route
from bokjihub.desk.context import landing_of


@route(Act.ME, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """Send everybody to the page their day begins with (screens §2.3)."""
    return redirect(landing_of(request.access.actor))


@public
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what is missing or refused."""
    return not_found(request)


@public
def fault(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: nothing changed, an id to tell, no trace."""
    return render(request, "ui/fault.html", status=500)
