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
    area = forms.ModelChoiceField(Area.objects.none(), label="지역", required=False, empty_label="모두")

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
