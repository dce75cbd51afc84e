"""Shape and wording of what is typed about visits."""

from typing import Any

from django import forms

from bokjihub.accounts.models import Post
from bokjihub.ui.fields import DayField
from bokjihub.visits.models import Incident, Visit, VisitProgramme
from bokjihub.visits.queries.pairs import VOLUNTEER_BASES, Goer

DOOR_SIGNS = (
    ("mail", "우편물이 쌓임"),
    ("dunning", "독촉장"),
    ("rubbish", "쓰레기·술병"),
    ("smell", "냄새"),
    ("meter", "계량기가 멈춤"),
    ("neighbour", "이웃 말씀"),
    ("light", "불빛·소리 있음"),
)


class ScheduleForm(forms.Form):
    """방문 잡기."""

    programme = forms.ModelChoiceField(label="방문사업", queryset=VisitProgramme.objects.none(), empty_label=None)
    planned_on = DayField(label="언제")
    planned_at = forms.TimeField(
        label="몇 시",
        input_formats=["%H:%M", "%H시", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input input-day"}),
    )
    minutes = forms.TypedChoiceField(
        label="얼마나", choices=[(n, f"{n}분") for n in (20, 30, 40, 50, 60, 75, 90)], coerce=int, initial=40
    )
    is_time_promised = forms.BooleanField(label="이 시각으로 약속했습니다", required=False)
    lead = forms.ChoiceField(label="누가 이끄나요")
    companions = forms.MultipleChoiceField(label="함께 갈 분", required=False, widget=forms.CheckboxSelectMultiple)
    alone_reason = forms.CharField(label="혼자 가는 까닭", max_length=120, required=False)
    volunteer_basis = forms.ChoiceField(
        label="봉사자 동의가 없을 때", choices=[("", "동의가 있어야 함께 갑니다"), *VOLUNTEER_BASES], required=False
    )
    purpose = forms.CharField(label="왜 가나요", max_length=120, required=False)
    take_along = forms.CharField(label="챙길 것", max_length=120, required=False)

    def __init__(self, *args: Any, leaders: list[Goer], goers: list[Goer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes: Any = self.fields["programme"]
        programmes.queryset = VisitProgramme.objects.filter(is_open=True)
        programmes.label_from_instance = lambda row: row.name
        lead: Any = self.fields["lead"]
        lead.choices = [(str(one.post_id), f"{one.name} ({one.role})") for one in leaders]
        along: Any = self.fields["companions"]
        along.choices = [(str(one.post_id), one.words) for one in goers]

    def clean_lead(self) -> Post:
        """The post behind the choice."""
        return Post.objects.select_related("user").get(id=self.cleaned_data["lead"])

    def clean_companions(self) -> tuple[Post, ...]:
        """The posts behind the choices; the lead does not go along with themselves."""
        found = Post.objects.select_related("user").filter(id__in=self.cleaned_data["companions"])
        lead = self.cleaned_data.get("lead")
        return tuple(post for post in found if lead is None or post.user_id != lead.user_id)


class RecordForm(forms.Form):
    """방문 결과. One screen; nothing blocks saving except the result and the next date."""

    result = forms.ChoiceField(
        label="결과",
        choices=Visit.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "결과를 하나 골라 주세요. 만남, 부재처럼 문 앞에서 있었던 일입니다."},
    )
    words = forms.CharField(label="말씀(그대로)", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    observation = forms.CharField(label="본 것", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    door_signs = forms.MultipleChoiceField(
        label="문 앞에서 본 것", choices=DOOR_SIGNS, required=False, widget=forms.CheckboxSelectMultiple
    )
    notice_left = forms.BooleanField(label="부재 안내문을 남겼습니다", required=False)
    next_on = DayField(label="다음 확인일", required=False)
    incident_what = forms.CharField(label="무슨 일이 있었나요", max_length=200, required=False)
    incident_level = forms.ChoiceField(
        label="정도", choices=Incident.Level.choices, required=False, initial=Incident.Level.NOTICE
    )
    incident_help = forms.CharField(label="부른 도움(112·119·팀장)", max_length=60, required=False)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class IncidentForm(forms.Form):
    """방문 중 안전 일."""

    incident_what = forms.CharField(label="무슨 일이 있었나요", max_length=200)
    incident_level = forms.ChoiceField(label="정도", choices=Incident.Level.choices, widget=forms.RadioSelect)
    incident_help = forms.CharField(label="부른 도움(112·119·팀장)", max_length=60, required=False)


class CancelForm(forms.Form):
    """방문 취소."""

    reason = forms.CharField(label="취소하는 까닭", max_length=120)


def door_words(codes: list[str]) -> list[str]:
    """What was seen at the door, in words."""
    names = dict(DOOR_SIGNS)
    return [names.get(code, code) for code in codes]
