"""`{% load doors %}`: links only to pages that open to the reader (accounts.access.doors)."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bokjihub.accounts.access.doors import opens

register = template.Library()


@register.simple_tag(takes_context=True)
def door(context: template.Context, name: str, *ids: Any) -> str:
    """`{% door 'visits:plan_visit' home.id as plan_url %}{% if plan_url %}…`: the household of the page is the one asked about."""
    url = reverse(name, args=ids)
    access = getattr(context.get("request"), "access", None)
    return url if access is None or opens(access.actor, url, access.facts) else ""


@register.tag
def through(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% through 'cases:case' case.id %}2026-사-0127{% endthrough %}`: a link, or its words alone where it would not open."""
    _, *words = token.split_contents()
    inside = parser.parse(("endthrough",))
    parser.delete_first_token()
    return Through([parser.compile_filter(word) for word in words], inside)


class Through(template.Node):
    """The words between the two tags, linked where the reader may go."""

    def __init__(self, words: list[Any], inside: template.NodeList) -> None:
        """`words`: the URL name and its ids, not yet resolved."""
        self.words, self.nodelist = words, inside

    def render(self, context: template.Context) -> SafeString:
        """The link or the words."""
        name, *ids = [word.resolve(context) for word in self.words]
        inside = self.nodelist.render(context)
        url = door(context, name, *ids)
        return format_html('<a href="{}">{}</a>', url, inside) if url else mark_safe(inside)  # noqa: S308 - rendered already
