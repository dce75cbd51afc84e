"""What an agency sends: the answer, the delivery."""

from typing import Any
from uuid import uuid4

from django import forms

from bokjihub.ui.fields import DayField, WonField


class ReplyForm(forms.Form):
    """회신."""

    decision = forms.ChoiceField(label="회신", widget=forms.RadioSelect)
    start_on: Any = DayField(label="시작하는 날", required=False, help_text="맡으실 때")
    expected_on: Any = DayField(label="예상하는 날", required=False, help_text="기다려야 할 때")
    contact = forms.CharField(label="담당", max_length=60, required=False)
    words = forms.CharField(
        label="까닭이나 조건", max_length=300, required=False, help_text="맡지 못하거나 조건이 있을 때"
    )

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = answers  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """전달 한 줄."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    on = DayField(label="전달한 날")
    quantity = forms.IntegerField(label="횟수·수량", min_value=1, max_value=10_000)
    won = WonField(label="금액(원)", required=False)
    words = forms.CharField(label="내용", max_length=120, required=False)
