"""What the shell of every desk page needs: places by role, the search box, the record menu, who I am."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.models import Role
from bokjihub.desk.queries.today import figures_of

# The seven places (screens §2.1): label, URL name, the act that opens it.
PLACES = (
    ("오늘", "desk:today", Act.TODAY),
    ("발굴", "discovery:work_list", Act.WORK_LIST),
    ("방문", "visits:day_plan_today", Act.VISITS),
    ("사례", "cases:my_cases", Act.CASES),
    ("지원", "emergency:list", Act.EMERGENCY),
    ("자원", "resources:home", Act.DIRECTORY),
    ("현황", "statistics:reports", Act.REPORTS),
)
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
    return url_or_empty(LANDING.get(post.role, "desk:today") if post else "accounts:me") or reverse("desk:today")


def url_or_empty(name: str) -> str:
    """The path of a URL name, or nothing when no room serves it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Places, plus menu and person menu of the signed-in person; nothing for others."""
    access = getattr(request, "access", None)
    if access is None:
        return {}
    actor: Actor = access.actor
    figures = figures_of(actor)
    return {
        "ui_nav": [
            {
                "label": label,
                "url": url,
                "current": _is_here(request.path, url),
                "count": figures.due if label == "오늘" else 0,
            }
            for label, url in _open_to(actor, PLACES)
        ],
        "ui_record": [{"label": label, "url": url} for label, url in _open_to(actor, RECORD)],
        "find_url": url_or_empty("desk:find") if _may(actor, Act.FIND) else "",
        "ui_person": {
            "label": actor.label,
            "links": [
                {"label": label, "url": url}
                for label, url in (
                    ("내 정보", url_or_empty("accounts:me")),
                    ("쓰던 것", url_or_empty("desk:drafts")),
                    ("빈 서식", url_or_empty("desk:blank_forms")),
                    ("열람기록·소명", url_or_empty("audit:review") if _may(actor, Act.AUDIT) else ""),
                    ("발령·계정", url_or_empty("accounts:posts") if _may(actor, Act.ACCOUNTS) else ""),
                )
                if url
            ],
            "logout_url": url_or_empty("accounts:logout"),
        },
        "ui_drafts": {"url": url_or_empty("desk:drafts"), "count": figures.drafts},
        "ui_idle": {"minutes": settings.BOKJIHUB_IDLE_MINUTES, "keep_url": url_or_empty("accounts:keep")},
        "today": actor.day,
    }


def today_tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The second row of 오늘, by role."""
    rows = (
        ("내 일", "desk:today", Act.TODAY),
        ("팀", "desk:team", Act.TEAM),
        ("승인함", "desk:approvals", Act.APPROVALS),
        ("쓰던 것", "desk:drafts", Act.ME),
    )
    return [
        {"label": label, "url": url_or_empty(name), "current": name == current}
        for label, name, act in rows
        if _may(actor, act)
    ]


def _open_to(actor: Actor, rows: tuple[tuple[str, str, Act], ...]) -> list[tuple[str, str]]:
    return [(label, url) for label, name, act in rows if _may(actor, act) and (url := url_or_empty(name))]


def _may(actor: Actor, act: Act) -> bool:
    return bool(actor.roles & set(TABLE[act]))


def _is_here(path: str, url: str) -> bool:
    first = url.strip("/").split("/")[0]
    return path.strip("/").split("/")[0] == first
