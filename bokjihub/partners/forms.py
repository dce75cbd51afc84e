"""위촉과 봉사자 적기."""

from typing import Any

from django import forms

from bokjihub.partners.models import CouncilTerm, Volunteer
from bokjihub.ui.fields import DayField


class TermForm(forms.Form):
    """One appointment."""

    name = forms.CharField(label="이름", max_length=60)
    seat = forms.ChoiceField(label="자리", choices=CouncilTerm.Seat.choices, widget=forms.RadioSelect)
    calling = forms.CharField(
        label="구실", max_length=40, required=False, help_text="통장, 주민자치위원, 자원봉사 따위"
    )
    starts_on = DayField(label="위촉일")
    trained_on: Any = DayField(label="교육 받은 날", required=False)


class VolunteerForm(forms.Form):
    """One volunteer."""

    name = forms.CharField(label="이름", max_length=60)
    kind = forms.ChoiceField(label="구실", choices=Volunteer.Kind.choices, widget=forms.RadioSelect)
    starts_on = DayField(label="부터")
    trained_until: Any = DayField(label="교육 유효", required=False)
    pledged_on: Any = DayField(label="서약한 날", required=False)
