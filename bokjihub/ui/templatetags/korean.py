"""`{% load korean %}`: how dates, money, names and particles are written. The rules live in `bokjihub.ui.words`."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from bokjihub.ui import words

register = template.Library()
NOTHING = "–"


def local_day(value: object) -> date | None:
    """The local calendar day of a date or an aware instant; None for anything else."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def today_or(value: object) -> date:
    """The given day, or today where the page gives none."""
    return local_day(value) or timezone.localdate()


def _amount(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@register.filter
def won(value: object) -> str:
    """{{ 212000|won }} → 212,000원"""
    amount = _amount(value)
    return NOTHING if amount is None else words.won(amount)


@register.filter
def number(value: object) -> str:
    """{{ 1282|number }} → 1,282"""
    return NOTHING if not isinstance(value, (int, float)) else f"{value:,}"


@register.filter
def thousand(value: object) -> str:
    """{{ 169418500|thousand }} → 169,419 (천원, half up)"""
    amount = _amount(value)
    return NOTHING if amount is None else f"{words.thousand_won(amount):,}"


@register.filter
def won_reading(value: object) -> str:
    """{{ 2026000|won_reading }} → 202만 6,000원"""
    amount = _amount(value)
    return "" if amount is None else words.won_reading(amount)


@register.filter
def official_date(value: object) -> str:
    """2026. 11. 22."""
    day = local_day(value)
    return words.official_date(day) if day else NOTHING


@register.filter
def short_date(value: object, today: object = None) -> str:
    """11. 24.(화); the year only when it is not this year's."""
    day = local_day(value)
    return words.short_date(day, today=today_or(today)) if day else NOTHING


@register.filter
def clock_time(value: object) -> str:
    """14:05, local."""
    if not isinstance(value, datetime):
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%H:%M")


@register.filter
def short_moment(value: object, today: object = None) -> str:
    """11. 24.(화) 14:05"""
    return (
        f"{short_date(value, today)} {clock_time(value)}" if isinstance(value, datetime) else short_date(value, today)
    )


@register.filter
def due_words(value: object, today: object = None) -> str:
    """오늘까지 · 내일까지(D-1) · D-3 · 2일 지남"""
    day = local_day(value)
    return words.due_words(day, today_or(today)) if day else ""


@register.simple_tag
def clock_face(
    due: object, today: object = None, paused: str = "", done: object = None, soon: int = 2
) -> words.ClockFace | None:
    """The face of a deadline for the clock component."""
    return words.clock_face(
        local_day(due), today_or(today), soon_days=int(soon), paused=paused or "", done_on=local_day(done)
    )


@register.filter
def particle(value: object, pair: str) -> str:
    """{{ name|particle:"을/를" }} → 남원시를 (the word with its particle)"""
    return words.with_particle(str(value), pair)


@register.filter
def masked_name(value: object) -> str:
    """홍길동 → 홍*동"""
    return words.masked_name(str(value)) if value else NOTHING


@register.filter
def masked_phone(value: object) -> str:
    """010-1234-4821 → 010-****-4821"""
    return words.masked_phone(str(value)) if value else NOTHING


@register.filter
def masked_address(value: object) -> str:
    """Down to the 읍·면·동 or 리."""
    return words.masked_address(str(value)) if value else NOTHING


@register.filter
def age(birth: object, day: object = None) -> str:
    """만 78세, on the given day or today."""
    born = local_day(birth)
    return f"만 {words.age_on(born, today_or(day))}세" if born else NOTHING


@register.filter
def chosung(value: object) -> str:
    """홍길동 → ㅎㄱㄷ"""
    return words.chosung(str(value))
