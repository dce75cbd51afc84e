"""The days of the visiting week, in one letter."""

from django import template

register = template.Library()


@register.filter
def weekday_word(number: int) -> str:
    """월 for 0."""
    return "월화수목금토일"[number]
