"""Signing in and out, the confidentiality pledge, one's own page, and posts by the administrator."""

import datetime as dt
from uuid import UUID

from django.contrib import auth, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bokjihub.accounts import actions
from bokjihub.accounts.access import session
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.login import check_login
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, place_of, public, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.forms import (
    AppointForm,
    ApprovalLineForm,
    EndForm,
    LoginForm,
    OnForm,
    PersonForm,
    PledgeForm,
    StandInForm,
)
from bokjihub.accounts.models import ApprovalLine, Pledge, Post, PostChange, Role, StandIn, TongCharge, User, ViewReason
from bokjihub.accounts.queries import Line, approval_line, posts_ever_of_city, posts_of_city
from bokjihub.areas.models import Area
from bokjihub.ui.errors import OfficerError, told_to


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
        "pledge": Pledge.objects.filter(user=request.user).order_by("-expires_on").first(),
    }
    return render(request, "accounts/me.html", context)


@route(Act.ME, methods=("GET",))
def keep(request: Request) -> HttpResponse:
    """계속 쓰기: goes on with the login; says nothing."""
    return HttpResponse(status=204)


# ---------------------------------------------------------------- posts, by the administrator


@route(Act.ACCOUNTS, methods=("GET",))
def posts(request: Request) -> HttpResponse:
    """발령·계정: who holds which post on a day, and what changed of late. No household is shown."""
    city = _city(request)
    form = OnForm(request.GET, city=city)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("on") or request.access.actor.day
    found = posts_of_city(city, day)
    if asked.get("where"):
        found = found.filter(area=asked["where"])
    if asked.get("name"):
        found = found.filter(Q(user__name__contains=asked["name"]) | Q(user__username__icontains=asked["name"]))
    held = list(found)
    stand_ins = StandIn.objects.on(day).filter(absent__in=held).select_related("by_user")
    names = dict(User.objects.values_list("id", "name"))
    changes = PostChange.objects.filter(post_id__in=posts_ever_of_city(city)).order_by("-at")[:20]
    context = {
        "title": "발령·계정",
        "page_note": f"{city} {len(held)}자리",
        "form": form,
        "day": day,
        "posts": [(post, {row.absent_id: row for row in stand_ins}.get(post.id)) for post in held],
        "changes": [(row, names.get(row.user_id, "–"), names.get(row.changed_by, "–")) for row in changes],
    }
    return render(request, "accounts/posts.html", context)


@route(Act.ACCOUNTS)
def person(request: Request) -> HttpResponse:
    """A new login, without a right."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_login(**form.cleaned_data, by=request.access.actor)
        except OfficerError as error:
            form.add_error(error.field, error.sentence)
        else:
            messages.success(request, f"{made.name} 님의 아이디를 만들었습니다. 이제 발령을 내 주세요.")
            return redirect("accounts:appoint")
    return render(request, "accounts/person.html", {"title": "새 아이디", "form": form, "crumbs": _crumbs("새 아이디")})


@route(Act.ACCOUNTS)
def appoint(request: Request) -> HttpResponse:
    """발령: the right begins on its day, whoever it is."""
    form = AppointForm(request.POST or None, city=_city(request))
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        post = actions.appoint(**facts, by=request.access.actor)
        messages.success(request, f"{post.user.name} 님을 {post.area} {post.get_role_display()}에 발령했습니다.")
        return redirect("accounts:posts")
    return render(
        request, "accounts/appoint.html", {"title": "발령 내기", "form": form, "crumbs": _crumbs("발령 내기")}
    )


@route(Act.ACCOUNTS)
def end_post(request: Request, post_id: UUID) -> HttpResponse:
    """전보·휴직·퇴직: every login of the person ends with the next request."""
    post = _post(request, post_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_post(post=post, **form.cleaned_data, by=request.access.actor)
        messages.success(
            request, f"{post.user.name} 님의 발령을 끝냈습니다. 열려 있던 로그인은 다음 요청에서 끝납니다."
        )
        return redirect("accounts:posts")
    context = {"title": "발령 끝내기", "post": post, "form": form, "crumbs": _crumbs("발령 끝내기")}
    return render(request, "accounts/end_post.html", context)


@route(Act.ACCOUNTS)
def stand_in(request: Request, post_id: UUID) -> HttpResponse:
    """대직: another person holds the rights of the post for some days."""
    post = _post(request, post_id)
    day = request.access.actor.day
    users = User.objects.filter(posts__in=posts_of_city(_city(request), day).values("id"))
    form = StandInForm(request.POST or None, users=users.exclude(id=post.user_id).distinct().order_by("name"))
    if request.method == "POST" and form.is_valid():
        row = actions.name_stand_in(absent=post, **form.cleaned_data, by=request.access.actor)
        messages.success(request, f"{row.by_user.name} 님이 {post.user.name} 님을 대신합니다.")
        return redirect("accounts:posts")
    context = {"title": "대직 정하기", "post": post, "form": form, "crumbs": _crumbs("대직 정하기")}
    return render(request, "accounts/stand_in.html", context)


def _city(request: Request) -> Area:
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    if city is None:
        raise Refused
    return city


def _post(request: Request, post_id: UUID) -> Post:
    found = posts_of_city(_city(request), request.access.actor.day).filter(id=post_id).first()
    if found is None:
        raise Refused
    return found


def _crumbs(label: str) -> list[dict[str, str]]:
    return [{"label": "발령·계정", "url": reverse("accounts:posts")}, {"label": label}]


def _record(user: User, request: HttpRequest, *, ended: bool) -> None:
    actor = actor_of(user, place=place_of(request))
    with acting_as(actor):
        actions.record_login(ended=ended, by=actor)


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if allowed else resolve_url("desk:home")


@route(Act.SETTINGS)
def approval_lines(request: Request) -> HttpResponse:
    """결재선: what each paper's box carries from which day, by the town's own rule of delegation."""
    actor = request.access.actor
    form = ApprovalLineForm(request.POST or None, initial={"starts_on": actor.day})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with told_to(form):
            actions.set_approval_line(
                paper=ApprovalLine.Paper(data.pop("paper")), posts=data.pop("posts").split(","), by=actor, **data
            )
            return redirect("accounts:approval_lines")
    context = {
        "title": "결재선",
        "form": form,
        "lines": _lines_today(actor.day),
        "later": ApprovalLine.objects.filter(starts_on__gt=actor.day).order_by("starts_on", "paper"),
    }
    return render(request, "accounts/approval_lines.html", context, status=422 if form.is_bound else 200)


def _lines_today(day: dt.date) -> list[tuple[str, Line]]:
    """Every paper with its line, and beside it the line of an office that has its own."""
    found = [(paper.label, approval_line(paper, day)) for paper in ApprovalLine.Paper]
    own = ApprovalLine.objects.exclude(office="").filter(starts_on__lte=day).values_list("paper", "office").distinct()
    for paper, office in own.order_by("paper", "office"):
        label = f"{ApprovalLine.Paper(paper).label} · {ApprovalLine.Office(office).label}"
        found.append((label, approval_line(ApprovalLine.Paper(paper), day, office)))
    return found
