"""The second row of 자원: only the pages a person's roles open (screens §2.1: hidden, not greyed)."""

from typing import Any

from django import template
from django.urls import reverse

from bokjihub.accounts.access.policy import TABLE, Act

register = template.Library()

PLACES = (
    ("자원 찾기", "resources:directory", Act.DIRECTORY),
    ("의뢰·회신", "resources:links", Act.LINK),
    ("방문 요일표", "resources:visiting", Act.LINK),
    ("기탁 의사", "resources:offers", Act.LEDGER),
    ("들어옴·창고", "resources:lots", Act.LEDGER),
    ("나눔", "resources:allocations", Act.LEDGER),
    ("푸드마켓", "resources:food", Act.LEDGER),
    ("공동모금회", "resources:chest", Act.LEDGER),
    ("장부", "resources:ledger", Act.LEDGER),
    ("전달할 곳", "resources:deliveries", Act.DELIVER),
    ("협의체·봉사자", "partners:council", Act.PARTNERS),
    ("프로그램", "programmes:programmes", Act.PROGRAMME),
)


@register.filter
def weekday_word(number: int) -> str:
    """월 for 0."""
    return "월화수목금토일"[number]


@register.inclusion_tag("resources/_places.html", takes_context=True)
def resource_places(context: template.Context, here: str) -> dict[str, Any]:
    """The links, the one of `here` (a URL name) marked."""
    roles = context["request"].access.actor.roles
    items = [
        {"label": label, "url": reverse(name), "current": name == here}
        for label, name, act in PLACES
        if roles & set(TABLE[act])
    ]
    return {"items": items}
