"""`{% load house %}`: small values the shell and the components need and a template cannot compute."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple, ClearableFileInput, RadioSelect

from bokjihub.ui import origin, words

register = template.Library()


@register.simple_tag
def is_demo() -> bool:
    """True where every person on the screen is invented (BOKJIHUB_DEMO)."""
    return bool(getattr(settings, "BOKJIHUB_DEMO", False))


@register.simple_tag
def new_id(prefix: str = "u") -> str:
    """An id for a label and its control; random, so that two fragments on one page never share it."""
    return f"{prefix}-{secrets.token_hex(4)}"


@register.simple_tag(takes_context=True)
def paper_query(context: template.Context, shape: str) -> str:
    """The question of this print page again, answered as a file: `paper=3&as=pdf`."""
    asked = context["request"].GET.copy()
    asked["as"] = shape
    return str(asked.urlencode())


@register.simple_tag(takes_context=True)
def came_from(context: template.Context) -> str:
    """The page of this house one came from; nothing when there is none."""
    request = context.get("request")
    return origin.came_from(request) if request else ""


@register.filter
def digit_key(place: int) -> str:
    """The key of the n-th choice: 1 … 9, then 0; none beyond the tenth."""
    return str(place % 10) if place <= 10 else ""


@register.filter
def bar(value: float, maximum: float = 40) -> str:
    """Width of a bar of 92 units: value against a fixed maximum, so that bars compare between households."""
    share = 0.0 if not maximum else max(0.0, min(1.0, float(value) / float(maximum)))
    return f"{share * 92:.1f}"


@register.filter
def total(values: Iterable[object], attribute: str) -> float:
    """Sum of one attribute or key of the rows: {{ reasons|total:"points" }}."""
    numbers = [v.get(attribute, 0) if isinstance(v, Mapping) else getattr(v, attribute, 0) for v in values]
    return sum(n for n in numbers if isinstance(n, (int, float)))


@register.filter
def beside(columns: Sequence[object], cells: Sequence[object]) -> list[tuple[object, object]]:
    """Each column with its cell; a row that is too short or too long is a fault of the page."""
    return list(zip(columns, cells, strict=True))


@register.filter
def cell_text(value: object, kind: str) -> str:
    """A figure of a table: count and won with commas, thousand in 천원 half up, – for nothing."""
    if value is None:
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and kind not in ("text", "words"):
        return f"{words.thousand_won(int(value)) if kind == 'thousand' else value:,}"
    return str(value)


@register.filter
def control_kind(field: BoundField) -> str:
    """Which clothes a form control wears: choices, check, file or line."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, ClearableFileInput) else "line"


@register.filter
def form_faults(form: BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the id of its field, in the order of the page: for the summary on top."""
    faults = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    for field in form:
        faults += [{"text": f"{field.label}: {text}", "id": _first_control(field)} for text in field.errors]
    return faults


def _first_control(field: BoundField) -> str:
    """The element the link jumps to: for radios the first one."""
    return f"{field.auto_id}_0" if control_kind(field) == "choices" else str(field.auto_id)
