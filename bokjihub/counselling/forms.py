"""Shape and wording of what is typed about counselling."""

from typing import Any
from uuid import UUID

from django import forms

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.counselling.actions.market import Sitting
from bokjihub.counselling.choices import (
    BENEFIT_STATUS,
    BENEFITS,
    CRISES,
    DANGERS,
    MARKET_ANSWERS,
    MARKET_NEEDS,
    NEEDS,
    TARGETS,
)
from bokjihub.counselling.models import Counselling, MarketDay, MarketLink
from bokjihub.people.models import Consent, Person
from bokjihub.ui.fields import DayField, HourField

WISHES = (("no", "안내 안 함"), ("told", "설명"), ("wants", "신청 원함"), ("declines", "원치 않음"))


class CounsellingForm(forms.Form):
    """초기상담 기록지: left the conversation, right what it triggers."""

    channel = forms.ChoiceField(label="방법", choices=Counselling.Channel.choices, widget=forms.RadioSelect)
    counselled_on = DayField(label="상담일")
    minutes = forms.IntegerField(label="걸린 시간(분)", min_value=0, max_value=480, required=False)
    person = forms.ModelChoiceField(
        label="누구와", queryset=Person.objects.none(), required=False, empty_label="가구주"
    )
    with_label = forms.CharField(label="함께한 분", max_length=120, required=False)
    client_words = forms.CharField(
        label="말씀(그대로)",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "말씀이 비어 있습니다. 하신 말씀을 그대로 한 줄이라도 적어 주세요."},
    )
    observation = forms.CharField(
        label="관찰",
        required=False,
        help_text="말씀과 나누어, 본 것만 적습니다.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needs = forms.MultipleChoiceField(
        label="어려움", choices=NEEDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    crisis_reasons = forms.MultipleChoiceField(
        label="위기사유(긴급복지지원법 제2조)", choices=CRISES, required=False, widget=forms.CheckboxSelectMultiple
    )
    immediate_danger = forms.MultipleChoiceField(
        label="즉시 위험",
        choices=DANGERS,
        required=False,
        help_text="고르면 오늘 안에 볼 급한 일이 열립니다.",
        widget=forms.CheckboxSelectMultiple,
    )
    benefit_status = forms.MultipleChoiceField(
        label="보호구분", choices=BENEFIT_STATUS, required=False, widget=forms.CheckboxSelectMultiple
    )
    target_group = forms.ChoiceField(
        label="대상", choices=[("", "고르지 않음"), *((t, t) for t in TARGETS)], required=False
    )
    visitor_safety = forms.CharField(label="방문자 안전", max_length=120, required=False)
    disposition = forms.ChoiceField(
        label="조치",
        choices=Counselling.Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "조치를 하나 골라 주세요. 무엇을 하기로 했는지가 다음 일을 엽니다."},
    )
    excluded_reason = forms.CharField(label="비대상인 까닭", max_length=120, required=False)
    next_check_on = DayField(label="다음 확인일", required=False)
    our_promise = forms.CharField(label="우리 약속", max_length=120, required=False)
    our_promise_on = DayField(label="우리 약속 날", required=False)
    their_promise = forms.CharField(label="본인 약속", max_length=120, required=False)
    consent_by = forms.CharField(label="동의하신 분", max_length=60, required=False)
    consent_capacity = forms.ChoiceField(
        label="자격", choices=[("본인", "본인"), ("법정대리인", "법정대리인"), ("가족", "가족")], required=False
    )
    consent_method = forms.ChoiceField(label="어떻게", choices=Consent.Method.choices, required=False, initial="spoken")
    no_consent_reason = forms.CharField(label="동의를 받지 못한 까닭", max_length=120, required=False)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, household_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = Person.objects.filter(household_id=household_id)
        person.label_from_instance = lambda row: f"{row.name} ({row.relation})"
        for number, benefit in enumerate(BENEFITS):
            self.fields[f"told_{number}"] = forms.ChoiceField(
                label=benefit, choices=WISHES, required=False, initial="no"
            )

    def told_fields(self) -> list[forms.BoundField]:
        """The rows of 안내한 급여."""
        return [self[f"told_{number}"] for number in range(len(BENEFITS))]

    def told(self) -> list[tuple[str, bool | None]]:
        """Each benefit explained, and whether they want to apply."""
        wish = {"told": None, "wants": True, "declines": False}
        answers = [(benefit, self.cleaned_data.get(f"told_{number}", "")) for number, benefit in enumerate(BENEFITS)]
        return [(benefit, wish[answer]) for benefit, answer in answers if answer in wish]


class MarketDayForm(forms.Form):
    """이동상담 여는 날."""

    kind = forms.ChoiceField(label="꼴", choices=MarketDay.Kind.choices)
    place = forms.CharField(label="곳", max_length=80)
    area = forms.ModelChoiceField(label="읍·면·동", queryset=Area.objects.none(), empty_label=None)
    held_on = DayField(label="날")
    begins = HourField("몇 시부터", Sitting.begins, required=False)
    ends = HourField("몇 시까지", Sitting.ends, required=False)
    staff = forms.MultipleChoiceField(
        label="누가 앉나요",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="고른 분에게는 그 시간에 방문을 계획하지 않습니다.",
    )

    def __init__(self, *args: Any, areas: Any, staff: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.filter(id__in=areas).order_by("name")
        self.posts = {str(post.id): post for post in staff}
        seats: Any = self.fields["staff"]
        seats.choices = [(key, f"{post.user.name} ({post.get_role_display()})") for key, post in self.posts.items()]

    @property
    def sitting(self) -> Sitting:
        """Who sits there and when, as the action wants it."""
        data = self.cleaned_data
        posts = tuple(self.posts[one] for one in data["staff"])
        return Sitting(posts, data["begins"] or Sitting.begins, data["ends"] or Sitting.ends)


class MarketContactForm(forms.Form):
    """이동상담 한 분: three taps; a name only when a call is wanted."""

    needs = forms.MultipleChoiceField(
        label="무엇을",
        choices=[(one, one) for one in MARKET_NEEDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "무엇을 이야기하셨는지 하나 골라 주세요."},
    )
    answer = forms.ChoiceField(
        label="어떻게",
        choices=[(one, one) for one in MARKET_ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": "어떻게 답하셨는지 하나 골라 주세요."},
    )
    linked_won = forms.IntegerField(label="이은 돈(원)", min_value=0, max_value=1_000_000_000, required=False)
    funding = forms.ChoiceField(
        label="공공·민간", choices=[("", "–"), ("공공", "공공"), ("민간", "민간")], required=False
    )
    name = forms.CharField(label="이름", max_length=60, required=False)
    phone = forms.CharField(label="전화", max_length=20, required=False)
    agrees = forms.BooleanField(label="연락해도 좋다고 하심(동의)", required=False)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class WhoWasItForm(forms.Form):
    """누구인지 찾기: two things one knows of the person met at the market; sent by POST, so no name stands in an address."""

    name = forms.CharField(label="이름", max_length=60, required=False)
    phone_tail = forms.RegexField(
        label="전화 끝 네 자리",
        regex=r"^\d{4}$",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": "전화번호의 끝 네 자리 숫자만 적어 주세요."},
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is enough inside one's own dongs."""
        given = super().clean() or {}
        if not self.errors and not given.get("name", "").strip() and not given.get("phone_tail"):
            self.add_error("name", "이름이나 전화 끝 네 자리를 적어 주세요.")
        return given


class MarketLinkForm(forms.Form):
    """이어 적기: who it was, how one knows, and whether it is a worry for the home's dong."""

    person = forms.UUIDField(
        error_messages={"required": "그분을 골라 주세요.", "invalid": "그분을 목록에서 골라 주세요."}
    )
    how = forms.ChoiceField(
        label="어떻게 알았나요",
        choices=MarketLink.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "어떻게 아셨는지 하나 골라 주세요."},
    )
    is_worry = forms.BooleanField(
        label="그 동의 새 걱정으로도 올립니다", required=False, help_text="올리면 그 동 팀장의 오늘에 오릅니다."
    )
