"""Forms of the desk."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bokjihub.accounts.models import Post, ViewReason
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit.models import Explanation
from bokjihub.partners.models import Agency
from bokjihub.people.actions import MergeChoice, NewPerson
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import MergePreview
from bokjihub.resources.queries.referral import ITEMS
from bokjihub.ui.fields import DayField

# What may be consented to: the fields a referral can show, and what the other purposes need.
CONSENT_ITEMS = (*ITEMS, "상담 내용", "건강 정보(혈압·혈당·약)", "금융 정보")


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


CAPACITIES = ("본인", "법정대리인", "가족(본인이 맡김)")


class ConsentForm(forms.Form):
    """새 동의: purpose, items, recipient and period, all four said before it is given (개인정보 보호법 제15조②, 제17조②)."""

    purpose = forms.ChoiceField(label="무엇에 쓰나요", choices=Consent.Purpose.choices, widget=forms.RadioSelect)
    items = forms.MultipleChoiceField(
        label="어떤 항목", choices=[(one, one) for one in CONSENT_ITEMS], widget=forms.CheckboxSelectMultiple
    )
    recipient = forms.ModelChoiceField(
        label="받는 기관",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="우리 시만 씀",
        help_text="민간기관 제공일 때 꼭",
    )
    given_by = forms.CharField(label="동의하신 분", max_length=60, widget=forms.TextInput(attrs={"class": "input"}))
    capacity = forms.ChoiceField(label="자격", choices=[(one, one) for one in CAPACITIES])
    method = forms.ChoiceField(label="어떻게", choices=Consent.Method.choices, widget=forms.RadioSelect)
    given_on = DayField(label="동의한 날")
    expires_on = DayField(label="언제까지")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = city_of(household.area)
        choice = self.fields["recipient"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Agency.objects.filter(city=city, ends_on__isnull=True).order_by("name")
        for name in ("recipient", "capacity"):
            self.fields[name].widget.attrs["class"] = "input"

    def consent(self) -> dict[str, Any]:
        """The arguments of `record_consent`."""
        data = dict(self.cleaned_data)
        agency: Agency | None = data.pop("recipient")
        volunteers = "함께 가는 이웃" if data["purpose"] == Consent.Purpose.VOLUNTEER else ""
        return {
            **data,
            "purpose": Consent.Purpose(data["purpose"]),
            "method": Consent.Method(data["method"]),
            "recipient": agency.name if agency else volunteers,
            "recipient_id": agency.id if agency else None,
        }


class HomeForm(forms.Form):
    """The home: where it is, where the register says it is, what helps at the door."""

    address = forms.CharField(label="실제 사시는 곳", max_length=200)
    registered_address = forms.CharField(label="주민등록지", max_length=200, required=False)
    tong = forms.ModelChoiceField(label="통·리", queryset=Area.objects.none(), required=False, empty_label="모름")
    door_hint = forms.CharField(
        label="문 앞 도움말", max_length=120, required=False, help_text="벨이 안 되니 두드리기, 개 조심 같은 것"
    )

    def __init__(self, data: Any = None, *, household: Household) -> None:
        start = {
            "address": household.address,
            "registered_address": household.registered_address,
            "tong": household.tong_id,
            "door_hint": household.door_hint,
        }
        super().__init__(data, initial=start)
        choice = self.fields["tong"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Area.objects.filter(parent_id=household.area_id).order_by("name")
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class PersonForm(forms.Form):
    """One person of a household; an empty phone leaves the one on record."""

    name = forms.CharField(label="성함", max_length=60, required=False, help_text="모르면 비워 두세요")
    relation = forms.CharField(label="가구주와의 관계", max_length=20, initial="가족")
    birth_on = DayField(label="태어난 날", required=False)
    birth_year = forms.IntegerField(label="해만 알면 태어난 해", required=False, min_value=1900, max_value=2100)
    sex = forms.ChoiceField(label="성별", choices=Person.Sex.choices, required=False)
    phone = forms.CharField(label="전화", max_length=20, required=False, help_text="비워 두면 지금 번호 그대로")
    lives_elsewhere = forms.BooleanField(label="따로 삶", required=False)
    note = forms.CharField(label="덧붙일 말", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "input"

    @staticmethod
    def known(row: Person) -> dict[str, Any]:
        """What stands on record, without the phone."""
        names = ("name", "relation", "birth_on", "birth_year", "sex", "lives_elsewhere", "note")
        return {name: getattr(row, name) for name in names}

    def person(self, row: Person | None = None) -> NewPerson:
        """What was typed, with what the form does not ask kept as it stands."""
        facts = NewPerson(**{**self.cleaned_data, "name": self.cleaned_data["name"].strip() or "미상"})
        return replace(facts, is_head=row.is_head, benefit_status=tuple(row.benefit_status)) if row else facts


LEFT, RIGHT = "kept", "gone"
MERGE_FIELDS = ("address", "registered", "kind", "door_hint")


class MergeForm(forms.Form):
    """합치기: of each differing value the left or the right, who is the same person, and why."""

    reason = forms.CharField(
        label="왜 같은 집인가요", max_length=200, error_messages={"required": "왜 같은 집인지 한 줄로 적어 주세요."}
    )

    def __init__(self, *args: object, preview: MergePreview, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.preview = preview
        for name in MERGE_FIELDS:
            self.fields[name] = forms.ChoiceField(choices=[(LEFT, LEFT), (RIGHT, RIGHT)], required=False)
        known = [(str(twin.gone.id), str(twin.gone.id)) for twin in preview.twins]
        self.fields["same"] = forms.MultipleChoiceField(choices=known, required=False)

    def choice(self) -> MergeChoice:
        """The decision as typed."""
        typed = self.cleaned_data
        other = {str(twin.gone.id): twin.kept.id for twin in self.preview.twins}
        takes = {name for name in MERGE_FIELDS if typed.get(name) == RIGHT}
        if self.preview.kept.area_id != self.preview.gone.area_id:
            takes.discard("address")
        return MergeChoice(
            same={UUID(one): other[one] for one in typed["same"]}, takes=frozenset(takes), reason=typed["reason"]
        )


class AddendumForm(forms.Form):
    """바로잡기: what was wrong, what is right, why."""

    part = forms.CharField(label="어디가 잘못되었나요", max_length=80, help_text="예: 상담일, 본인 말씀 둘째 줄")
    words = forms.CharField(label="바르게는", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    reason = forms.CharField(label="왜 바로잡나요", max_length=200, help_text="예: 다른 분의 이야기를 잘못 옮김")
