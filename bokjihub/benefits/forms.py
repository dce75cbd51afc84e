"""Answers to the engine's questions, applications and their decisions."""

from typing import Any

from django import forms
from django.utils import timezone

from bokjihub.benefits.models import StatedFact
from bokjihub.benefits.queries.asking import as_fact
from bokjihub.engines.benefits import api
from bokjihub.ui.fields import DayField, WonField


class FactForm(forms.Form):
    """One fact: which, whose, its value, where it comes from."""

    fact = forms.ChoiceField(label="무엇")
    who = forms.ChoiceField(label="누구", required=False)
    value = forms.CharField(label="값", max_length=60, required=False)
    # A ready answer beside a typed field (‘없음’ is 0 won) comes under its own name, so that an empty field cannot win.
    ready = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(label="어디서", choices=StatedFact.Source.choices, initial=StatedFact.Source.SAID)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = [(fact.name, fact.name.replace("_", " ")) for fact in api.facts() if fact.kind != "가구원"]
        self.fields["fact"].choices = facts  # type: ignore[attr-defined]
        self.fields["who"].choices = [("", "가구"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One value, whichever way it was given."""
        data = super().clean() or self.cleaned_data
        data["value"] = as_fact(data.get("fact", ""), data.get("ready") or data.get("value", ""))
        return data


class ApplyForm(forms.Form):
    """신청 돕기."""

    benefit = forms.CharField(max_length=40, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """냈음 또는 기다림."""

    on = DayField(label="날짜", initial=timezone.localdate)
    what = forms.CharField(label="무엇을 기다리나요", max_length=80, required=False)


class DecisionForm(forms.Form):
    """결과 적기."""

    is_granted = forms.TypedChoiceField(
        label="결과",
        choices=[("1", "결정"), ("0", "거절")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    on = DayField(label="결정일", initial=timezone.localdate)
    monthly_won = WonField(label="받는 돈(월)", required=False)
    reason = forms.CharField(label="까닭", max_length=200, required=False)
