"""Shape and wording of what is typed about visits."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.people.models import Person
from bokjihub.ui.fields import DayField, HourField
from bokjihub.visits.actions.wishes import Wished
from bokjihub.visits.models import (
    Absence,
    Enrolment,
    GoerTerms,
    Incident,
    PlanWeights,
    Skill,
    Visit,
    VisitProgramme,
    VisitRule,
)
from bokjihub.visits.moving import Move
from bokjihub.visits.queries.pairs import LEADERS, VOLUNTEER_BASES, Goer
from bokjihub.visits.queries.signs import DOOR_SIGNS
from bokjihub.visits.queries.weights import Ways


class ScheduleForm(forms.Form):
    """방문 잡기."""

    programme = forms.ModelChoiceField(label="방문사업", queryset=VisitProgramme.objects.none(), empty_label=None)
    planned_on = DayField(label="언제")
    planned_at = HourField("몇 시")
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
    beside_reason = forms.CharField(label="같은 주에 또 가는 까닭", max_length=120, required=False)
    wish_reason = forms.CharField(label="바람과 다르게 가는 까닭", max_length=120, required=False)

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


class PeriodForm(forms.Form):
    """언제부터 언제까지 도래한 차례를 볼까요."""

    first = DayField(label="부터", required=False)
    last = DayField(label="까지", required=False)


class RuleForm(forms.Form):
    """방문 기준 한 줄. Only the fields a rule of this kind has are asked."""

    starts_on = DayField(label="언제부터")
    at = forms.IntegerField(label="값", min_value=0, max_value=1200, required=False)
    opens_before = forms.IntegerField(label="며칠 앞부터 명단에", min_value=0, max_value=365, required=False)
    window_days = forms.IntegerField(label="도래한 뒤 며칠 안에", min_value=0, max_value=1200, required=False)
    contacts = forms.IntegerField(label="몇 번", min_value=1, max_value=60, required=False)
    every_months = forms.IntegerField(label="몇 개월마다", min_value=1, max_value=24, required=False)
    every_days = forms.IntegerField(label="며칠마다", min_value=1, max_value=365, required=False)
    basis = forms.CharField(label="근거", max_length=120, required=False)

    AT_LABELS = {"age": "만 나이", "pregnancy": "임신 몇 주", "birth": "태어난 뒤 며칠"}

    def __init__(self, *args: Any, rule: VisitRule, **kwargs: Any) -> None:
        kept = {"basis", "starts_on"}
        kept |= {"contacts", "every_months", "every_days"} if rule.is_repeated else {"opens_before", "window_days"}
        if rule.kind in self.AT_LABELS:
            kept.add("at")
        now = {name: getattr(rule, name) for name in kept if name != "starts_on"}
        kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "at" in self.fields:
            self.fields["at"].label = self.AT_LABELS[rule.kind]
            self.fields["at"].required = True


class EnrolForm(forms.Form):
    """방문 등록."""

    programme = forms.ModelChoiceField(label="방문사업", queryset=VisitProgramme.objects.none(), empty_label=None)
    person = forms.ChoiceField(label="누구", required=False)
    group = forms.ChoiceField(
        label="관리군(방문건강관리)", choices=[("", "해당 없음"), *Enrolment.Group.choices], required=False
    )
    event_on = DayField(label="출산예정일 또는 정한 날", required=False)
    reason = forms.CharField(label="등록하는 까닭", max_length=200)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: Any = self.fields["programme"]
        kinds = [VisitRule.Kind.PREGNANCY, VisitRule.Kind.DAY, VisitRule.Kind.REGULAR]
        told.queryset = VisitProgramme.objects.filter(is_open=True, rules__kind__in=kinds).distinct()
        told.label_from_instance = lambda row: row.name
        who: Any = self.fields["person"]
        who.choices = [("", "집 전체"), *people]


class AbsenceForm(forms.Form):
    """자리 비움: who, from when, until when, why."""

    who = forms.ChoiceField(label="누가")
    begins = HourField("몇 시부터", dt.time(9, 0))
    ends = HourField("몇 시까지", dt.time(18, 0))
    reason = forms.ChoiceField(label="까닭", choices=Absence.Reason.choices)

    def __init__(self, *args: Any, goers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        who.choices = [(str(post.id), f"{post.user.name} ({post.get_role_display()})") for post in goers]


def sex_field(label: str, neither: str, woman: str, man: str, *, help_text: str = "") -> forms.ChoiceField:
    """Woman, man or not said, in the words of who is asked."""
    choices = [("", neither), (Person.Sex.FEMALE, woman), (Person.Sex.MALE, man)]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


class TermsForm(forms.Form):
    """나오는 때: half days, what somebody brings, whom a home that asks for a woman or a man may count on."""

    halves = forms.MultipleChoiceField(
        label="나오는 때",
        choices=GoerTerms.HALVES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="하나도 고르지 않으면 날마다 나오시는 것으로 봅니다.",
    )
    skills = forms.MultipleChoiceField(
        label="할 수 있는 것", choices=Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sex = sex_field("성별", "적지 않음", "여", "남", help_text="같은 성별의 방문자를 바라는 집에만 씁니다.")
    most_days = forms.TypedChoiceField(
        label="한 주에 많아야 며칠",
        choices=[("", "정하지 않음"), *((n, f"{n}일") for n in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="주간 계획이 이보다 여러 날 모시지 않습니다.",
    )


class WishForm(forms.Form):
    """방문 바람."""

    opens = HourField("몇 시부터 집에 계시나요", required=False)
    closes = HourField("몇 시까지 계시나요", required=False)
    sex = sex_field("어느 분이 오기를 바라시나요", "상관없음", "여성이 한 분은", "남성이 한 분은")
    skills = forms.MultipleChoiceField(
        label="필요한 것",
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="가시는 두 분 가운데 한 분이 갖추면 됩니다. 차로만 갈 수 있는 집은 ‘차를 가져감’을 고릅니다.",
    )
    kept_away = forms.MultipleChoiceField(
        label="가지 않는 분",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="친족이나 이웃이거나 불편한 사이인 분입니다. 까닭은 적지 않습니다.",
    )

    def __init__(self, *args: Any, around: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        away: Any = self.fields["kept_away"]
        people = {str(post.user_id): f"{post.user.name} ({post.get_role_display()})" for post in around}
        away.choices = list(people.items())

    @property
    def wished(self) -> Wished:
        """What was typed, as the action wants it."""
        data = self.cleaned_data
        return Wished(**data | {"kept_away": [UUID(one) for one in data["kept_away"]]})


class LineForm(forms.Form):
    """한 집 옮기기: who goes and when."""

    lead = forms.ChoiceField(label="누가 이끄나요")
    mate = forms.ChoiceField(label="함께 갈 분", required=False)
    at = HourField("몇 시")

    def __init__(self, *args: Any, goers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(post.id), f"{post.user.name} ({post.get_role_display()})") for post in goers]
        lead: Any = self.fields["lead"]
        lead.choices = named
        mate: Any = self.fields["mate"]
        mate.choices = [("", "혼자"), *named]

    def chosen(self, posts: dict[str, Post], on: dt.date) -> Move:
        """What was chosen, as the action wants it."""
        data = self.cleaned_data
        along = (posts[data["mate"]],) if data["mate"] else ()
        return Move(on, data["at"], posts[data["lead"]], along)


class MoveForm(forms.Form):
    """옮기기: day, time, people. What the board's drag sends and what the page asks are the same fields."""

    planned_on = DayField(label="언제")
    planned_at = HourField("몇 시")
    lead = forms.ChoiceField(label="누가 이끄나요")
    companions = forms.MultipleChoiceField(label="함께 갈 분", required=False, widget=forms.CheckboxSelectMultiple)
    is_told = forms.BooleanField(label="약속한 시각을 바꾼다고 집에 알렸습니다", required=False)
    beside_reason = forms.CharField(label="같은 주에 또 가는 까닭", max_length=120, required=False)
    wish_reason = forms.CharField(label="바람과 다르게 가는 까닭", max_length=120, required=False)
    was = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.id): post for post in people}
        leaders = [post for post in people if post.role in LEADERS]
        lead: Any = self.fields["lead"]
        lead.choices = [(str(post.id), f"{post.user.name} ({post.get_role_display()})") for post in leaders]
        lead.error_messages["invalid_choice"] = (
            "이 분은 방문을 이끌 수 없습니다. 담당 공무원, 간호사, 사례관리사가 이끕니다."
        )
        along: Any = self.fields["companions"]
        along.choices = [(str(post.id), f"{post.user.name} ({post.get_role_display()})") for post in people]
        along.error_messages["invalid_choice"] = "이 집의 동네를 맡지 않는 분입니다. 다른 분을 골라 주세요."

    def clean_companions(self) -> tuple[Post, ...]:
        """The posts behind the choices, in the order sent."""
        return tuple(self.posts[one] for one in self.cleaned_data["companions"])

    def clean_lead(self) -> Post:
        """The post behind the choice."""
        return self.posts[self.cleaned_data["lead"]]


class WeightsForm(forms.Form):
    """계획 무게: seven aims, each 덜·보통·더·훨씬 더, and the team's day both plans are tried on."""

    km_per_hour = forms.IntegerField(label="시속(km)", min_value=3, max_value=80)
    detour = forms.DecimalField(label="곧은 거리의 몇 배", min_value=1, max_value=3, max_digits=3, decimal_places=2)
    door_minutes = forms.IntegerField(label="집마다 더하는 시간(분)", min_value=0, max_value=30)
    ways_source = forms.CharField(
        label="어디서 온 값",
        max_length=80,
        help_text="재기 전에는 ‘가정’, 재었으면 ‘2026년 11월 노암동 40번 잼’처럼 적습니다.",
    )
    team = forms.ModelChoiceField(label="견주어 볼 팀", queryset=Team.objects.none(), empty_label=None)
    day = DayField(label="견주어 볼 날")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = teams
        team.label_from_instance = lambda row: row.seat.name
        for aim in PlanWeights.AIMS:
            self.fields[aim] = forms.TypedChoiceField(
                label=PlanWeights.words_of(aim), choices=PlanWeights.Level.choices, coerce=int
            )

    @property
    def levels(self) -> dict[str, int]:
        """The seven levels as chosen."""
        return {aim: self.cleaned_data[aim] for aim in PlanWeights.AIMS}

    @property
    def ways(self) -> Ways:
        """The figures of the ways as typed."""
        data = self.cleaned_data
        return Ways(data["km_per_hour"], data["detour"], data["door_minutes"], data["ways_source"])
