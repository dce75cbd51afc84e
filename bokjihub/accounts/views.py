"""Signing in and out, the confidentiality pledge, one's own page."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from bokjihub.accounts import actions
from bokjihub.accounts.access import session
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.login import check_login
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, place_of, public, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.forms import LoginForm, PledgeForm
from bokjihub.accounts.models import StandIn, TongCharge, User, ViewReason


@public
def login(request: HttpRequest) -> HttpResponse:
    """Sign in. The same answer for a wrong name, a wrong password and a resting account."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = check_login(username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        if user is not None:
            auth.login(request, user)
            session.begin(request)
            _record(user, request, ended=False)
            return redirect(_next(request))
        form.add_error(
            None,
            "아이디나 비밀번호가 맞지 않습니다. 여러 번 틀리면 15분 동안 쉽니다. 모르시면 시스템 관리담당에게 물어봐 주세요.",
        )
    return render(request, "accounts/login.html", {"form": form, "title": "로그인", "next": _next(request)})


@public
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out (by POST only) and tell the browser to forget what it holds."""
    if request.method == "POST" and isinstance(request.user, User):
        _record(request.user, request, ended=True)
        auth.logout(request)
    response = redirect("accounts:login")
    response["Clear-Site-Data"] = '"cache"'
    return response


@route(Act.ME)
def pledge(request: Request) -> HttpResponse:
    """비밀유지 서약: before the first access and every year (사회보장급여법 제49조)."""
    form = PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.sign_pledge(user=request.user, by=request.access.actor)
        return redirect("desk:home")
    return render(request, "accounts/pledge.html", {"form": form, "title": "비밀유지 서약"})


@route(Act.ME, methods=("GET",))
def me(request: Request) -> HttpResponse:
    """My posts, stand-ins, tongs in charge, and the households I opened with a reason."""
    actor = request.access.actor
    context = {
        "title": "내 정보",
        "actor": actor,
        "charges": TongCharge.objects.on(actor.day).filter(post__user=request.user).select_related("area"),
        "stand_ins": StandIn.objects.on(actor.day).filter(absent__user=request.user).select_related("by_user"),
        "reasons": ViewReason.objects.filter(user=request.user).order_by("-at")[:20],
    }
    return render(request, "accounts/me.html", context)


def _record(user: User, request: HttpRequest, *, ended: bool) -> None:
    actor = actor_of(user, place=place_of(request))
    with acting_as(actor):
        actions.record_login(ended=ended, by=actor)


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if allowed else resolve_url("desk:home")
