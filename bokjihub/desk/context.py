"""What the shell of every desk page needs: places by role, the search box, the record menu, who I am."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Access, place_of
from bokjihub.accounts.models import Role, User
from bokjihub.desk.links import url_of
from bokjihub.desk.places import entry_of, may, open_places
from bokjihub.desk.queries.today import figures_of

RECORD = (
    ("걱정 신고 접수", "discovery:report_signal", Act.REPORT),
    ("전화·내방 상담", "desk:quick_record", Act.FIND),
    ("이동상담", "counselling:markets", Act.MARKET),
    ("물품 접수", "resources:lots", Act.LEDGER),
)
LANDING = {
    Role.TEAM_HEAD: "desk:team",
    Role.DONG_HEAD: "desk:team",
    Role.RESOURCE_DESK: "resources:home",
    Role.COUNCIL_SECRETARY: "resources:home",
    Role.MONITOR: "rollout:map",
    Role.PRIVACY_OFFICER: "audit:review",
    Role.CITY_ADMIN: "accounts:posts",
    Role.COUNCIL_MEMBER: "field:card",
    Role.VOLUNTEER: "field:card",
    Role.HONORARY_OFFICER: "field:card",
    Role.VILLAGE_HEAD: "field:card",
}


def landing_of(actor: Actor) -> str:
    """Path of the page a person's day begins with."""
    post = actor.main_post
    return url_of(LANDING.get(post.role, "desk:today") if post else "accounts:me") or reverse("desk:today")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Places, plus menu and person menu of the signed-in person; nothing for others."""
    access: Access | None = getattr(request, "access", None)
    if access is None:
        return _for_one_turned_away(request)
    figures = figures_of(access.actor)
    return {
        **_shell(access.actor, request.path, figures.due),
        "ui_drafts": {"url": url_of("desk:drafts"), "count": figures.drafts},
        "ui_idle": {"minutes": settings.BOKJIHUB_IDLE_MINUTES, "keep_url": url_of("accounts:keep")},
        "today": access.actor.day,
        "ui_home_url": _home_url(access) if request.path.split("/")[1] != "households" else "",
    }


def _for_one_turned_away(request: HttpRequest) -> dict[str, Any]:
    """The menu beside "열 수 없는 주소입니다": from the login alone, so that a refusal and a missing page stay alike."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not getattr(request, "turned_away", False):
        return {}
    return _shell(actor_of(user, place=place_of(request)), request.path, 0)


def _shell(actor: Actor, path: str, due: int) -> dict[str, Any]:
    """Places, the search box, the record menu and the person menu of somebody signed in."""
    return {
        **_places(actor, path, due),
        "ui_record": [{"label": label, "url": url} for label, url in _open_to(actor, RECORD)],
        "find_url": url_of("desk:find") if may(actor, Act.FIND) else "",
        "ui_person": {
            "label": actor.label,
            "links": [
                {"label": label, "url": url}
                for label, url in (
                    ("내 정보", url_of("accounts:me")),
                    ("쓰던 것", url_of("desk:drafts")),
                    ("빈 서식", url_of("desk:blank_forms")),
                    ("열람기록·소명", url_of("audit:review") if may(actor, Act.AUDIT) else ""),
                    ("발령·계정", url_of("accounts:posts") if may(actor, Act.ACCOUNTS) else ""),
                )
                if url
            ],
            "logout_url": url_of("accounts:logout"),
        },
    }


def _home_url(access: Access) -> str:
    """The way back of a page about one household that draws none of its own."""
    home = access.facts.household_id
    return reverse("desk:household", args=[home]) if home and may(access.actor, Act.HOUSEHOLD) else ""


def _places(actor: Actor, path: str, due: int) -> dict[str, Any]:
    """The row of places and, under it, what lies in the one the page belongs to; a row of one link would say nothing."""
    rows = open_places(actor)
    here, entry = entry_of(path)
    within = next((entries for place, entries in rows if place is here), [])
    return {
        "ui_nav": [
            {
                "label": place.label,
                "url": entries[0].url,
                "current": place is here,
                "count": due if place.label == "오늘" else 0,
            }
            for place, entries in rows
        ],
        "ui_sections": [
            {"label": one.label, "url": one.url, "current": one == entry, "exact": one.url == path} for one in within
        ]
        if len(within) > 1
        else [],
    }


def _open_to(actor: Actor, rows: tuple[tuple[str, str, Act], ...]) -> list[tuple[str, str]]:
    return [(label, url) for label, name, act in rows if may(actor, act) and (url := url_of(name))]
