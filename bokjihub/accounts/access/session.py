"""Login sessions: ended by a transfer at the next request, by idling, and never cached by a browser."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode

from bokjihub.ui.origin import came_from

BEGAN, SEEN = "began", "seen"
# A login is stamped again after this long, not with every page: a write and a commit less. Idling ends that much too early
# at most, never too late.
STAMPED_FOR = dt.timedelta(seconds=20)
Handler = Callable[[HttpRequest], HttpResponse]


class SessionGuard:
    """Ends sessions that are over: begun before the person's post changed, or idle too long."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or send it to the sign-in page with the reason in words."""
        if request.user.is_authenticated:
            words = self._over(request)
            if words:
                logout(request)
                messages.info(request, words)
                return to_sign_in(request)
            _stamp(request)
        return self.get_response(request)

    @staticmethod
    def _over(request: HttpRequest) -> str:
        now = timezone.now()
        began = _instant(request.session.get(BEGAN))
        seen = _instant(request.session.get(SEEN))
        user = request.user
        valid_after = getattr(user, "sessions_valid_after", now)
        if not getattr(user, "is_active", False) or began is None or began < valid_after:
            return "발령이 바뀌어 로그인이 끝났습니다. 다시 로그인해 주세요."
        if seen is None or now - seen > dt.timedelta(minutes=settings.BOKJIHUB_IDLE_MINUTES):
            return (
                f"{settings.BOKJIHUB_IDLE_MINUTES}분 동안 쓰지 않아 화면을 잠갔습니다. 쓰던 글은 ‘쓰던 것’에 있습니다."
            )
        return ""


class PrivateCache:
    """Pages of a signed-in person are not kept by any cache (R22)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add no-store to everything but static files."""
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, which leads back to the page the person had before their eyes.

    After a form that is the page the form stood on; of a fragment it is the whole page, which goes to the sign-in itself.
    """
    is_form = request.method not in {"GET", "HEAD"} or "HX-Request" in request.headers
    here = (came_from(request) or request.path) if is_form else request.get_full_path()
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': here})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _stamp(request: HttpRequest) -> None:
    now, seen = timezone.now(), _instant(request.session.get(SEEN))
    if seen is None or now - seen > STAMPED_FOR:
        request.session[SEEN] = now.isoformat()


def begin(request: HttpRequest) -> None:
    """Stamp a new session."""
    now = timezone.now().isoformat()
    request.session[BEGAN] = now
    request.session[SEEN] = now


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
