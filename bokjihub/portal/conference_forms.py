"""The outside member's small forms: the key, the opinion."""

from typing import Any

from django import forms


class KeyForm(forms.Form):
    """Last four digits of the telephone the office knows the member by."""

    tail = forms.RegexField(
        r"^[0-9]{4}$",
        label="전화 끝 네 자리",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": "숫자 네 자리를 적어 주세요."},
    )


class OpinionForm(forms.Form):
    """의견 for one case."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    words: Any = forms.CharField(
        label="의견", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="이름을 적지 않습니다"
    )
    offer = forms.CharField(label="우리 기관이 할 수 있는 것", max_length=200, required=False)
