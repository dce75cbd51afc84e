"""Forms of the desk."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bokjihub.accounts.models import Post, ViewReason
from bokjihub.areas.models import Area
from bokjihub.audit.models import Explanation
from bokjihub.people.actions import NewPerson
from bokjihub.ui.fields import DayField


class ReasonForm(forms.Form):
    """왜 여시나요?"""

    reason = forms.ChoiceField(label="사유", choices=ViewReason.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="한 줄로 적기",
        max_length=200,
        required=False,
        help_text="기타를 고르면 꼭 적어 주세요",
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        """`기타` is no reason by itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == ViewReason.Reason.OTHER and len(cleaned.get("words", "").strip()) < 2:
            self.add_error("words", "기타를 고르면 왜 여는지 한 줄로 적어 주세요.")
        return cleaned


class FindForm(forms.Form):
    """The one box."""

    q = forms.CharField(
        label="찾을 말",
        max_length=80,
        help_text="이름·초성에 생년(1948, 480305), 전화 뒤 네 자리, 동 이름을 함께. 주소나 접수·작업 번호도 됩니다",
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )


class CallerForm(forms.Form):
    """처음 오신 분: as little as a voice on the phone gives."""

    way = forms.ChoiceField(
        label="어떻게 오셨나요",
        choices=[(ViewReason.Reason.PHONE.value, "전화"), (ViewReason.Reason.COUNTER.value, "내방")],
        initial=ViewReason.Reason.PHONE.value,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="성함", max_length=60, required=False, help_text="모르면 비워 두세요")
    birth_year = forms.IntegerField(label="태어난 해", required=False, min_value=1900)
    phone = forms.CharField(label="전화", max_length=20, required=False)
    area = forms.ModelChoiceField(label="동", queryset=Area.objects.none())
    address = forms.CharField(label="사시는 곳", max_length=200, required=False, help_text="아는 만큼만")

    def __init__(self, data: Any = None, *, areas: Collection[UUID] = ()) -> None:
        super().__init__(data)
        choice = self.fields["area"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Area.objects.filter(id__in=areas).order_by("name")
        choice.empty_label = None if len(areas) == 1 else "골라 주세요"
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["class"] = "input"

    def clean_birth_year(self) -> int | None:
        """No birthday in the future."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError("태어난 해를 다시 확인해 주세요.")
        return year

    def person(self) -> NewPerson:
        """The caller as far as known."""
        return NewPerson(
            name=self.cleaned_data["name"] or "미상",
            birth_year=self.cleaned_data["birth_year"],
            phone=self.cleaned_data["phone"],
        )


class PinForm(forms.Form):
    """고정 한 줄."""

    line = forms.CharField(
        label="상황을 한 줄로", max_length=80, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )


class HandOverForm(forms.Form):
    """인계: who takes over, and why."""

    taker = forms.ModelChoiceField(label="받을 분", queryset=Post.objects.none())
    reason = forms.CharField(label="사유", max_length=100, widget=forms.TextInput(attrs={"class": "input"}))

    def __init__(self, data: Any = None, *, takers: Any) -> None:
        super().__init__(data)
        choice = self.fields["taker"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = takers
        choice.empty_label = "골라 주세요"
        choice.widget.attrs["class"] = "input"
        choice.label_from_instance = _post_words  # type: ignore[method-assign, assignment]


def _post_words(post: Any) -> str:
    place = post.team.seat.name if post.team else post.area.name
    return f"{post.user.name} — {place} {post.title or post.get_role_display()}"


class ReviewFilter(forms.Form):
    """열람기록 거르기."""

    since = DayField(label="부터", required=False)
    until = DayField(label="까지", required=False)
    who = forms.ChoiceField(label="누가", required=False)
    kind = forms.ChoiceField(label="무엇", required=False)

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, choices in (("who", people), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "모두"), *choices]
            field.widget.attrs["class"] = "input"


class CitizenForm(forms.Form):
    """본인 요청: whose record was looked at. Exact name and day of birth."""

    name = forms.CharField(label="성함", max_length=60, widget=forms.TextInput(attrs={"class": "input"}))
    birth_on = DayField(label="생년월일")


class WordsForm(forms.Form):
    """One line of why."""

    words = forms.CharField(label="까닭", max_length=200, widget=forms.TextInput(attrs={"class": "input"}))


class AnswerForm(forms.Form):
    """소명."""

    answer = forms.CharField(
        label="열어 보신 까닭", max_length=2000, widget=forms.Textarea(attrs={"rows": 5, "class": "input"})
    )


class JudgeForm(forms.Form):
    """판단."""

    judgement = forms.ChoiceField(label="판단", choices=Explanation.Judgement.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="까닭", max_length=300, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )
