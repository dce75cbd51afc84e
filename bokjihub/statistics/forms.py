"""Which period and which dongs."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.statistics.queries.frame import Scope
from bokjihub.ui.fields import DayField


class ScopeForm(forms.Form):
    """기간과 지역. Without a word: this month up to today, every dong in reach."""

    first = DayField(label="첫날", required=False)
    last = DayField(label="끝날", required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label="지역",
        required=False,
        empty_label="모두",
        widget=forms.Select(attrs={"class": "input"}),
    )
    compare = forms.BooleanField(label="지난 기간·지난해와 견주기", required=False)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Fill what is missing and refuse a period that ends before it begins."""
        found = super().clean() or {}
        today = timezone.localdate()
        last: dt.date = found.get("last") or today
        first: dt.date = found.get("first") or last.replace(day=1)
        if first > last:
            self.add_error("first", "첫날이 끝날보다 뒤입니다.")
        found["scope"] = Scope(first, last, frozenset([found["area"].id] if found.get("area") else []))
        return found


class MonthForm(forms.Form):
    """굳힐 달: any day of it."""

    month = DayField(label="굳힐 달의 하루")


class WhyForm(forms.Form):
    """왜 이 숫자를 이룬 줄을 보나. Written on the record beside the homes that were shown."""

    why = forms.ChoiceField(
        label="왜 보나요",
        choices=[("실적 확인", "실적 확인"), ("자료 바로잡기", "자료 바로잡기"), ("감사·점검", "감사·점검")],
        widget=forms.RadioSelect,
    )
