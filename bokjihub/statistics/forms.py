"""Which period and which dongs."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from bokjihub.areas.models import Area
from bokjihub.statistics.queries.builder import SPANS, Question
from bokjihub.statistics.queries.facts import Fact
from bokjihub.statistics.queries.frame import Scope
from bokjihub.ui.fields import DayField
from bokjihub.ui.words import official_date


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

    def say(self, scope: Scope) -> None:
        """Show the days the table is of, also where none were asked for."""
        self.data = {**self.data, "first": official_date(scope.first), "last": official_date(scope.last)}


class QuestionForm(forms.Form):
    """실적 만들기: one question about one kind of entry. `question` is what was asked, once it is valid."""

    rows = forms.ChoiceField(label="줄", widget=forms.Select(attrs={"class": "input"}))
    across = forms.ChoiceField(label="칸", required=False, widget=forms.Select(attrs={"class": "input"}))
    measure = forms.ChoiceField(label="칸에 적을 것", required=False, widget=forms.Select(attrs={"class": "input"}))
    span = forms.ChoiceField(
        label="기간", choices=list(SPANS.items()), initial="month", widget=forms.Select(attrs={"class": "input"})
    )
    first = DayField(label="첫날", required=False)
    last = DayField(label="끝날", required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label="지역",
        required=False,
        empty_label="모두",
        widget=forms.Select(attrs={"class": "input"}),
    )
    outside = forms.BooleanField(label="밖으로 나갈 표(5 미만 가림)", required=False)

    def __init__(self, *args: Any, fact: Fact, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        split = [(one.key, one.label) for one in fact.dimensions]
        self.fields["rows"].choices = split  # type: ignore[attr-defined]
        self.fields["across"].choices = [("", "나누지 않음"), *split]  # type: ignore[attr-defined]
        self.fields["measure"].choices = [(one.key, one.label) for one in fact.measures]  # type: ignore[attr-defined]
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two days where days are set by hand; two ways to split that differ."""
        found = super().clean() or {}
        if found.get("across") and found["across"] == found.get("rows"):
            self.add_error("across", "줄과 칸을 다르게 나누어 주세요.")
        if found.get("span") == "fixed" and not (found.get("first") and found.get("last")):
            self.add_error("first", "첫날과 끝날을 함께 적어 주세요.")
        elif found.get("span") == "fixed" and found["first"] > found["last"]:
            self.add_error("first", "첫날이 끝날보다 뒤입니다.")
        return found

    @property
    def question(self) -> Question:
        """The question in the words of the address."""
        data = self.cleaned_data
        fixed = data.get("span") == "fixed"
        return Question(
            fact=self.fact.key,
            rows=data["rows"],
            across=data.get("across", ""),
            measure=data.get("measure") or self.fact.measures[0].key,
            span=data["span"],
            first=data["first"].isoformat() if fixed else "",
            last=data["last"].isoformat() if fixed else "",
            area=str(data["area"].id) if data.get("area") else "",
            outside="1" if data.get("outside") else "",
        )


class SaveForm(forms.Form):
    """적어 두기."""

    title = forms.CharField(label="이름", max_length=80, widget=forms.TextInput(attrs={"class": "input"}))
    is_shared = forms.BooleanField(label="우리 시 사람과 함께 보기", required=False)


class OnForm(forms.Form):
    """기준일."""

    on = DayField(label="기준일", required=False)


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
