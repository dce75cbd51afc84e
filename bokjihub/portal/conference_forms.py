"""What an outside member sends: the opinion."""

from typing import Any

from django import forms


class OpinionForm(forms.Form):
    """의견 for one case."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    words: Any = forms.CharField(
        label="의견", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="이름을 적지 않습니다"
    )
    offer = forms.CharField(label="우리 기관이 할 수 있는 것", max_length=200, required=False)
