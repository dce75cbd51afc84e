"""Shape and wording of what is typed about forms, flags and limits."""

from typing import Any

from django import forms

from bokjihub.assessments.models import Assessment
from bokjihub.ui.fields import DayField


class UploadForm(forms.Form):
    """엑셀 올리기."""

    file = forms.FileField(
        label="엑셀 파일(XLSForm)",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx", "class": "input-file"}),
        error_messages={"required": "올릴 엑셀 파일을 골라 주세요."},
    )


class FillForm(forms.Form):
    """누구를 언제, 어떤 근거로: what stands above the questions."""

    person = forms.ChoiceField(label="누구")
    done_on = DayField(label="잰 날")
    basis = forms.ChoiceField(label="처리 근거", choices=[("", "골라 주세요"), *Assessment.Basis.choices])

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["person"]
        who.choices = people


class DeedForm(forms.Form):
    """오늘 한 일."""

    deed = forms.CharField(label="오늘 한 일", max_length=200)


class ReferForm(forms.Form):
    """의뢰."""

    to = forms.CharField(label="어디로", max_length=80)


class LimitForm(forms.Form):
    """새 기준값."""

    value = forms.FloatField(label="값")
    starts_on = DayField(label="언제부터")
    source = forms.CharField(label="근거", max_length=200)
