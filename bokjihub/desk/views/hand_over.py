"""인계: everything open in a post passes to another, ordered by the team head or the administrator."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.queries import city_of
from bokjihub.desk import actions
from bokjihub.desk.forms import HandOverForm
from bokjihub.desk.queries.open_work import open_work
from bokjihub.ui.errors import OfficerError


@route(Act.HAND_OVER)
def hand_over(request: Request, post_id: UUID) -> HttpResponse:
    """Preview of what is open, then one step. The head reaches the own team, the administrator the city."""
    actor = request.access.actor
    giver = Post.objects.filter(id=post_id).select_related("user", "team__seat", "area").first()
    if giver is None or not _reaches(actor, giver):
        raise Refused
    form = HandOverForm(request.POST or None, takers=_takers(actor, giver))
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["taker"]
        try:
            moved = actions.hand_over_all(giver=giver, taker=taker, reason=form.cleaned_data["reason"], by=actor)
        except OfficerError as error:
            form.add_error(error.field, error.sentence)
        else:
            messages.success(
                request,
                f"{giver.user.name} 님의 일을 {taker.user.name} 님께 넘겼습니다: 가구 {moved.households}, "
                f"기한 {moved.clocks}, 발굴 {moved.work_items}, 방문 {moved.visits}.",
            )
            back = "accounts:posts" if actor.has(Role.CITY_ADMIN) else "desk:team"
            return redirect(back)
    context = {
        "title": "일 넘기기",
        "page_note": f"{giver.user.name} {giver.title or giver.get_role_display()}",
        "giver": giver,
        "form": form,
        "work": open_work(giver, asker=actor),
        "crumbs": [{"label": "오늘", "url": reverse("desk:home")}, {"label": "일 넘기기"}],
    }
    return render(request, "desk/hand_over.html", context)


def _reaches(actor: Actor, giver: Post) -> bool:
    heads = {post.team_id for post in actor.posts if post.role == Role.TEAM_HEAD and post.team_id}
    cities = {post.city_id for post in actor.posts if post.role == Role.CITY_ADMIN}
    city = city_of(giver.area)
    return giver.team_id in heads or (city is not None and city.id in cities)


def _takers(actor: Actor, giver: Post) -> QuerySet[Post]:
    """Posts of today in the giver's city that do the same kind of work."""
    city = city_of(giver.area)
    here = Q(area=city) | Q(area__parent=city) | Q(area__parent__parent=city)
    alike = {role for group in actions.ALIKE if giver.role in group for role in group} | {giver.role}
    found = Post.objects.on(actor.day).filter(here, role__in=alike).exclude(id=giver.id)
    return found.select_related("user", "team__seat", "area").order_by("team", "user__name")
