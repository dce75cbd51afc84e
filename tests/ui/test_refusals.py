"""A form refuses in words that say what to do; none of the framework's translated sentences is left on our fields."""

import pytest
from django import forms

from bokjihub.ui.fields import DayField, WonField


class _Form(forms.Form):
    place = forms.CharField(label="어디", max_length=5)
    many = forms.IntegerField(label="몇", min_value=1, max_value=12)
    kind = forms.ChoiceField(label="갈래", choices=[("a", "가")])
    kinds = forms.MultipleChoiceField(label="갈래들", choices=[("a", "가")])
    agreed = forms.BooleanField(label="동의")
    paper = forms.FileField(label="파일")
    on = DayField(label="날")
    won = WonField(label="원")


NOTHING = {
    "place": "적어 주세요.",
    "kind": "하나를 골라 주세요.",
    "agreed": "표시해 주세요.",
    "paper": "파일을 골라 주세요.",
}
TOO_MUCH = {"place": "5자까지 적을 수 있습니다(지금 7자).", "many": "12 이하로 적어 주세요."}
WRONG = {"many": "1 이상으로 적어 주세요.", "kind": "보기에 없는 것입니다. 다시 골라 주세요."}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, NOTHING),
        ({"place": "장터앞파란대문", "many": "13"}, TOO_MUCH),
        ({"many": "0", "kind": "z"}, WRONG),
        ({"many": "셋"}, {"many": "숫자로 적어 주세요."}),
    ],
)
def test_what_is_said_is_what_to_do(given: dict[str, str], said: dict[str, str]) -> None:
    errors = _Form(given, {}).errors
    assert {name: errors[name][0] for name in said} == said


def test_no_field_speaks_translated_korean() -> None:
    for given in (
        {},
        {"place": "장터앞파란대문", "many": "셋", "kind": "z", "kinds": ["z"], "on": "어제쯤", "won": "조금"},
    ):
        words = " ".join(message for messages in _Form(given, {}).errors.values() for message in messages)
        assert not any(odd in words for odd in ("항목", "확인하세요", "입력", "이/가", "올바르"))
