"""Form fields that understand what an officer types: 내일, 1.25, +7 for a day; 21만 2천 for money."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bokjihub.ui import words


class DayInput(forms.TextInput):
    """A text field for a day; the browser adds a calendar beside it (`date.js`)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-day": "", "autocomplete": "off", "class": "input input-day", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        return words.official_date(value) if isinstance(value, date) else super().format_value(value)


class DayField(forms.DateField):
    """A calendar day, typed as 2026. 11. 24., 11.24, 내일 or +7."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, (date, datetime)):
            return words.day_of(value)
        day = words.parse_day(str(value), timezone.localdate())
        if day is None:
            raise ValidationError(
                f"‘{value}’은 없는 날이거나 알아볼 수 없습니다. 11. 24.이나 ‘내일’, ‘+7’처럼 적어 주세요."
            )
        return day


class HourField(forms.TimeField):
    """An hour as people type it: 9, 9시, 9:30."""

    def __init__(self, label: str, usual: time | None = None, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"class": "input input-day"})
        super().__init__(label=label, initial=usual, input_formats=["%H:%M", "%H시", "%H"], widget=widget, **kwargs)


class WonInput(forms.TextInput):
    """A right-aligned money field; the browser writes commas and the 만원 reading (`money.js`)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"data-won": "", "inputmode": "numeric", "autocomplete": "off", "class": "input input-won"}
        super().__init__({**base, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:,}" if isinstance(value, int) else super().format_value(value)


class WonField(forms.IntegerField):
    """An amount in won; negative amounts only where `min_value` allows them."""

    widget = WonInput

    def __init__(self, *, min_value: int | None = 0, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no min, max or step: this is a text field

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        amount = words.parse_won(str(value))
        if amount is None:
            raise ValidationError(f"‘{value}’을 금액으로 읽지 못했습니다. 212,000이나 21만 2천처럼 적어 주세요.")
        return amount
