"""What an officer writes down while somebody tells a worry (V06), and what settles who it is (V08)."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bokjihub.areas.models import Area
from bokjihub.discovery.cells import phone_number
from bokjihub.discovery.indicators import worries
from bokjihub.discovery.models import Channel, Level
from bokjihub.people.models import Household
from bokjihub.ui.fields import DayField

TELLERS = (
    (Channel.NEIGHBOUR, "이웃"),
    (Channel.TONGJANG, "통·이장"),
    (Channel.GOODNB, "봉사자"),
    (Channel.DUTY, "신고의무자"),
    (Channel.SELF, "본인·가족"),
    (Channel.HOTLINE, "129·기관"),
)
LEVELS = ((Level.URGENT, "지금 위험"), (Level.HIGH, "오늘"), (Level.NORMAL, "보통"))


class PhoneField(forms.CharField):
    """A telephone number, however it is written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)
        self.widget.attrs.setdefault("inputmode", "tel")

    def clean(self, value: Any) -> str:
        """The number with its hyphens; a mistake is said beside the field."""
        text = super().clean(value)
        number = phone_number(text) if text else ""
        if number is None:
            raise forms.ValidationError("전화번호를 010-1234-5678처럼 적거나 비워 주세요.")
        return number


class ReportForm(forms.Form):
    """걱정 신고 받기: eight fields, five of them one press."""

    channel = forms.ChoiceField(
        label="누가 알렸나", choices=TELLERS, initial=Channel.NEIGHBOUR, widget=forms.RadioSelect
    )
    name = forms.CharField(label="누구", max_length=60, required=False, help_text="이름 또는 ‘모름’")
    birth_on = DayField(label="생년월일", required=False)
    phone = PhoneField(label="그분 전화")
    place = forms.CharField(label="어디", max_length=200, help_text="도로명·건물·동네 말로도 됩니다")
    dong = forms.ModelChoiceField(label="읍·면·동", queryset=Area.objects.none(), empty_label=None)
    kinds = forms.MultipleChoiceField(label="무슨 걱정", required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label="들은 말 그대로", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    level = forms.ChoiceField(label="급한가", choices=LEVELS, initial=Level.NORMAL, widget=forms.RadioSelect)
    teller_name = forms.CharField(label="알린 분 이름", max_length=60, required=False)
    teller_phone = PhoneField(label="알린 분 전화")
    household = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dongs: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(dongs)
        self.fields["dong"].queryset = Area.objects.filter(id__in=[dong.id for dong in rows])  # type: ignore[attr-defined]
        self.fields["dong"].initial = rows[0].id if rows else None
        self.fields["kinds"].choices = [(row.code, row.name) for row in worries().values()]  # type: ignore[attr-defined]


class NewHomeForm(forms.Form):
    """3 다른 집·새 가구: what is written down of a home nobody knew."""

    name = forms.CharField(label="이름", max_length=60, required=False, help_text="모르면 비워 두세요")
    address = forms.CharField(label="사는 곳", max_length=200)
    tong = forms.ModelChoiceField(label="통·리", queryset=Area.objects.none(), required=False, empty_label="모름")
    kind = forms.ChoiceField(label="가구형태", choices=Household.Kind.choices, initial=Household.Kind.OTHER)

    def __init__(self, *args: Any, dong: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongs = Area.objects.filter(parent=dong, level=Area.Level.TONG)
        self.fields["tong"].queryset = tongs.order_by("name")  # type: ignore[attr-defined]
