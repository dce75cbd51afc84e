"""Shape and wording of what is typed about programmes."""

from typing import Any

from django import forms

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Area
from bokjihub.people.models import Person
from bokjihub.programmes.models import Participation, Programme
from bokjihub.ui.fields import DayField, WonField

CHANNELS = ("방문 때", "내방", "전화", "이동상담", "기관 추천", "통장·이장 추천")


def areas_of(actor: Actor) -> Any:
    """The dongs and cities a programme of this officer may be for."""
    cities = {post.city_id for post in actor.posts if post.city_id}
    return Area.objects.filter(id__in=[*actor.areas, *cities]).order_by("level", "name")


class ProgrammeForm(forms.Form):
    """프로그램 열기."""

    kind = forms.ChoiceField(label="꼴", choices=Programme.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="이름", max_length=80)
    area = forms.ModelChoiceField(label="지역", queryset=Area.objects.none(), empty_label=None)
    host = forms.CharField(label="여는 곳", max_length=80)
    place = forms.CharField(label="곳", max_length=80, required=False)
    for_whom = forms.CharField(label="누구를 위해", max_length=120, required=False)
    poster = forms.CharField(
        label="안내 말", max_length=200, required=False, help_text="안내 문자와 포스터에 옮길 한 줄"
    )
    starts_on = DayField(label="첫날")
    weeks = forms.IntegerField(label="회차(주 1회)", min_value=1, max_value=52, initial=1, help_text="하루면 1")
    capacity = forms.IntegerField(label="정원(명)", min_value=1, required=False, help_text="비우면 정원 없음")
    budget_won = WonField(label="예산(원)", min_value=0, required=False)
    apply_from: Any = DayField(label="신청 시작", required=False, help_text="비우면 신청 없이 그날 오시는 프로그램")
    apply_until: Any = DayField(label="신청 끝", required=False)
    reference_percent = forms.DecimalField(
        label="견줄 비율(%)", max_digits=5, decimal_places=1, required=False, help_text="검진: 전국 양성률 따위"
    )
    reference_source = forms.CharField(label="견줄 비율의 출처", max_length=80, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_of(actor)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """프로그램 마치기."""

    words = forms.CharField(label="마치며", required=False, widget=forms.Textarea(attrs={"class": "input", "rows": 2}))
    spent_won = WonField(label="쓴 돈(원)", min_value=0, required=False)


class ApplyForm(forms.Form):
    """프로그램 신청: who of the home, for what, how they asked."""

    programme = forms.ModelChoiceField(label="프로그램", queryset=Programme.objects.none(), widget=forms.RadioSelect)
    person = forms.ModelChoiceField(label="누가", queryset=Person.objects.none(), empty_label=None)
    channel = forms.ChoiceField(label="신청 길", choices=[(one, one) for one in CHANNELS], widget=forms.RadioSelect)

    def __init__(self, *args: Any, programmes: list[Programme], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["programme"]
        chosen.queryset = Programme.objects.filter(id__in=[one.id for one in programmes])  # type: ignore[attr-defined]
        chosen.empty_label = None  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda one: f"{one.name} ({one.relation})"  # type: ignore[attr-defined]


class CountForm(forms.Form):
    """이름을 묻지 않은 참여."""

    area = forms.ModelChoiceField(label="동", queryset=Area.objects.none(), empty_label=None)
    people = forms.IntegerField(label="오신 분(명)", min_value=1, max_value=5000)
    positive = forms.IntegerField(label="그 가운데 양성(명)", min_value=0, required=False)

    def __init__(self, *args: Any, actor: Actor, is_screening: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.filter(id__in=actor.areas).order_by("name")  # type: ignore[attr-defined]
        if not is_screening:
            del self.fields["positive"]


class ResultForm(forms.Form):
    """결과 적기."""

    result = forms.ChoiceField(label="결과", choices=Participation.Result.choices, widget=forms.RadioSelect)
    result_on = DayField(label="결과 날")
    follow_up = forms.CharField(
        label="이어서 할 일", max_length=120, required=False, help_text="보기: 결과 듣기, 약 받기"
    )
    next_on: Any = DayField(label="이어서 할 날", required=False)


class ServiceForm(forms.Form):
    """마을 봉사 적기."""

    service = forms.CharField(label="무엇을", max_length=40)
    given_by = forms.CharField(label="누가", max_length=80)
    times = forms.IntegerField(label="몇 번", min_value=0)
    unit = forms.CharField(label="단위", max_length=10, initial="건")


class WordsForm(forms.Form):
    """One text: an opinion, an answer, a reason, closing words."""

    words = forms.CharField(label="내용", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(forms.Form):
    """출석으로 결과 적기."""

    at_least = forms.IntegerField(label="몇 번 이상 오셨으면 마침", min_value=1)
