"""What a resident is asked: four fields, one of them needed besides the place."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bokjihub.areas.models import Area
from bokjihub.discovery.queries.reporter import worry_choices

ASKED = ("unseen", "ill", "hungry", "violence", "cold", "mind", "other")
MOST_PHOTO = 10 * 1024 * 1024


class WorryForm(forms.Form):
    """이웃이 걱정되시나요? (V43)"""

    kinds = forms.MultipleChoiceField(label="어떤 걱정인가요", required=False, widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(
        label="어디인가요",
        max_length=200,
        help_text="주소나 ‘○○마트 옆 파란 대문’처럼",
        error_messages={"required": "어디인지 한 가지만 적어 주세요. 건물 이름, 통, 가게 옆처럼 적어도 됩니다."},
    )
    dong = forms.ModelChoiceField(
        label="어느 동네인가요", queryset=Area.objects.none(), required=False, empty_label="모르겠어요"
    )
    name = forms.CharField(label="누구인가요(아는 만큼)", max_length=60, required=False)
    words = forms.CharField(label="더 하실 말씀", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    photo = forms.FileField(
        label="사진(없어도 됨)",
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="찍은 곳과 때의 정보는 지우고 받습니다",
    )
    phone = forms.CharField(
        label="연락받고 싶으시면 전화번호",
        max_length=40,
        required=False,
        help_text="안 적어도 됩니다",
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    before = forms.CharField(label="앞서 받은 접수번호(있으면)", max_length=60, required=False)

    def __init__(self, *args: Any, dongs: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dong"].queryset = Area.objects.filter(id__in=[dong.id for dong in dongs]).order_by("code", "name")  # type: ignore[attr-defined]
        self.fields["kinds"].choices = worry_choices(ASKED)  # type: ignore[attr-defined]

    def clean_photo(self) -> bytes:
        """The bytes of the photo; too large a one is said before it is read."""
        file = self.cleaned_data["photo"]
        if not file:
            return b""
        if file.size > MOST_PHOTO:
            raise forms.ValidationError("사진은 10MB까지 보낼 수 있습니다. 사진 없이도 알릴 수 있습니다.")
        return bytes(file.read())


class ReceiptForm(forms.Form):
    """접수번호 조회 (V44): one field."""

    receipt = forms.CharField(
        label="접수번호",
        help_text="알리신 뒤 화면에 나온 번호입니다. 잊으셨으면 동 주민센터로 전화해 주세요",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
