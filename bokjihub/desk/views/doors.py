"""Landing, and the pages for what is missing, broken, or sent from a page that has grown old."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, not_found, public, route
from bokjihub.desk.context import landing_of
from bokjihub.desk.unsent import fields_of
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.origin import came_from
from bokjihub.ui.words import has_hangul

AGAIN = "_again"  # the second time in a row: the browser may not be keeping our token at all
SHOWN_LINES = 6


class PageGrownOld(OfficerError):
    """열어 둔 지 오래된 화면이라 적지 못했습니다. 쓰신 글을 베껴 두고 화면을 새로 열어 주세요."""


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


@public
def grown_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good: what was typed is shown and sent again by one press.

    Only for a form of our own pages: what another site sent is never offered back. Nothing has been written yet.
    """
    if request.headers.get("HX-Request"):
        return render(request, "ui/officer_error.html", {"error": PageGrownOld()}, status=403)
    here = _is_ours(request)
    fields = fields_of(request) if here and not request.path.startswith("/accounts/") else {}
    again = bool(fields.pop(AGAIN, None))
    context = {
        "title": "아직 보내지 않았습니다",
        "here": here,
        "page": request.get_full_path(),
        "back": came_from(request) if here else "",
        "fields": list(fields.items()),
        "lines": _longest(fields),
        "had_files": bool(here and request.FILES),
        "again": again,
    }
    return render(request, "ui/stale.html", context, status=403)


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _longest(fields: dict[str, list[str]]) -> list[str]:
    """What a person would know their own form by: the sentences, not the codes behind the choices."""
    written = [value for values in fields.values() for value in values]
    return sorted(filter(has_hangul, written), key=len, reverse=True)[:SHOWN_LINES]
