"""The installable app: a shell without a single personal word, its worker and its manifest.

Everything the shell links is kept by the worker under one version: the hash of all those files. A new version is fetched
whole before the old one goes; the outbox lies in the browser's database and is touched by neither.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from bokjihub.accounts.access.route import public
from bokjihub.field.queries.pack import choices

FOLDERS = ("field", "ui/css", "ui/js", "vendor/krds", "vendor/dexie", "vendor/leaflet", "vendor/xforms-engine")
SINGLE = (
    "assessments/bind.js",
    "assessments/assessments.css",
    "ui/ui.css",
    "ui/map.css",
    "ui/mark.svg",
    "vendor/pretendard/pretendard-gov.css",
)
KINDS = {".js", ".mjs", ".css", ".svg", ".png"}


# The engine that runs a form at the door is compiled WebAssembly; `eval` stays forbidden (ADR 0014).
@csp_update({"script-src": ["'self'", "'wasm-unsafe-eval'"]})
@public
def app(request: HttpRequest) -> HttpResponse:
    """The shell: templates of every screen and the words of every choice. The same bytes for everybody."""
    response = render(request, "field/app.html", {"title": "현장", "choices": choices(), "version": version()})
    response["Cache-Control"] = "no-cache"
    return response


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of files it keeps."""
    content = {"version": version(), "files": [reverse("field:app"), *(_url(name) for name in shell_files())]}
    body = render_to_string("field/sw.js", content)
    headers = {"Service-Worker-Allowed": reverse("field:day"), "Cache-Control": "no-cache"}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What the tablet shows on its home screen."""
    return JsonResponse(
        {
            "name": "복지허브 현장",
            "short_name": "복지허브",
            "lang": "ko",
            "start_url": reverse("field:app"),
            "scope": reverse("field:day"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#256ef4",
            "icons": [{"src": _url("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )


@public
def session(request: HttpRequest) -> HttpResponse:
    """Whether somebody is signed in here, and the token for what they send. The shell itself holds neither."""
    user = request.user
    name = "" if isinstance(user, AnonymousUser) else user.name
    return JsonResponse(
        {"name": name, "csrf": get_token(request), "version": version()}, headers={"Cache-Control": "no-store"}
    )


@cache
def shell_files() -> tuple[str, ...]:
    """Every file the app needs without network, by its name under the static address. Fonts join when first shown."""
    found = {name: path for folder in FOLDERS for name, path in _below(folder)}
    return tuple(sorted([*found, *(name for name in SINGLE if finders.find(name))]))


@cache
def version() -> str:
    """The version of everything the worker keeps: a build that changes any of it reaches the tablets."""
    state = sha256(render_to_string("field/app.html", {"choices": choices(), "version": ""}).encode())
    for name in shell_files():
        path = finders.find(name)
        state.update(name.encode())
        state.update(Path(str(path)).read_bytes() if path else b"")
    return state.hexdigest()[:16]


def _below(folder: str) -> list[tuple[str, Path]]:
    rows = []
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            plain = name.replace("\\", "/")
            if plain.startswith(f"{folder}/") and Path(plain).suffix in KINDS:
                rows.append((plain, Path(storage.path(name))))
    return rows


def _url(name: str) -> str:
    """The plain address: modules import one another by it, so the worker keeps one consistent set under one version."""
    return f"{settings.STATIC_URL}{name}"
