"""Which city and which day; what is written about the roll-out."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area, Team
from bokjihub.rollout.models import HubPlan, LogEntry, StaffingStandard, Vehicle
from bokjihub.rollout.queries.hub import TeamStaff
from bokjihub.ui.fields import DayField, HourField

MOST_BYTES = 8 * 1024 * 1024


class BoundaryForm(forms.Form):
    """우리 시의 읍·면·동 경계 (GeoJSON)."""

    file = forms.FileField(
        label="GeoJSON 파일",
        help_text="경위도(WGS84)의 FeatureCollection. 도형마다 행정동 코드(adm_cd2)나 이름(adm_nm)이 있어야 합니다. 8MB까지.",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    source = forms.CharField(label="출처", max_length=120, help_text="어디에서 받은, 어떤 조건의 자료인지 적습니다.")
    as_of = DayField(label="기준일")

    def clean_file(self) -> str:
        """The text of the file; UTF-8, with or without a mark at its beginning."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError("8MB보다 큽니다. 우리 시의 읍·면·동만 남겨 주세요.")
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("UTF-8 글자가 아닙니다. GeoJSON 파일을 골라 주세요.") from None


class DayForm(forms.Form):
    """기준일과 시·군·구."""

    on = DayField(label="기준일", required=False)
    before = DayField(label="견줄 날", required=False)
    city = forms.ModelChoiceField(
        Area.objects.none(), label="시·군·구", required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, cities: list[Area], compares: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["city"]
        field.queryset = Area.objects.filter(id__in=[city.id for city in cities]).order_by("code")
        field.empty_label = None
        if len(cities) < 2:
            del self.fields["city"]
        if not compares:
            del self.fields["before"]
        self.cities = cities

    def clean(self) -> dict[str, Any]:
        """Today and the first city where nothing is said."""
        found = super().clean() or {}
        found["on"] = found.get("on") or timezone.localdate()
        found["city"] = found.get("city") or (self.cities[0] if self.cities else None)
        return found


class HubPlanForm(forms.Form):
    """허브화 계획."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label="읍·면·동", widget=forms.Select(attrs={"class": "input"}), empty_label="고르세요"
    )
    kind = forms.ChoiceField(label="꼴", choices=HubPlan.Kind.choices, widget=forms.RadioSelect)
    centre = forms.ModelChoiceField(
        Area.objects.none(),
        label="중심동(일반동일 때)",
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        empty_label="–",
    )
    wave = forms.CharField(label="차수", max_length=40, widget=forms.TextInput(attrs={"class": "input"}))
    planned_on = DayField(label="언제부터")

    def __init__(self, *args: Any, dongs: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("area", "centre"):
            field: Any = self.fields[name]
            field.queryset = Area.objects.filter(id__in=[dong.id for dong in dongs]).order_by("code")


class LogForm(forms.Form):
    """추진 기록."""

    kind = forms.ChoiceField(label="무엇", choices=LogEntry.Kind.choices, widget=forms.RadioSelect)
    held_on = DayField(label="언제")
    title = forms.CharField(label="제목", max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
    led_by = forms.CharField(
        label="이끈 사람(직위)", max_length=80, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )
    attendees = forms.IntegerField(
        label="참석(명)", min_value=0, required=False, widget=forms.NumberInput(attrs={"class": "input input-day"})
    )
    words = forms.CharField(label="내용", required=False, widget=forms.Textarea(attrs={"class": "input", "rows": 3}))
    follow_up = forms.CharField(
        label="고칠 것",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text="적으면 희망복지지원단의 오늘에 올라갑니다.",
    )
    mend_by: Any = DayField(label="언제까지", required=False, help_text="비우면 30일")


class MendForm(forms.Form):
    """고친 것 적기."""

    on = DayField(label="고친 날")
    words = forms.CharField(label="어떻게 고쳤나요", max_length=200, widget=forms.TextInput(attrs={"class": "input"}))


class EvaluationForm(forms.Form):
    """평가 결과 적기."""

    subject = forms.CharField(label="무엇", max_length=80, widget=forms.TextInput(attrs={"class": "input"}))
    year = forms.IntegerField(
        label="대상 해", min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "input input-day"})
    )
    province_rank = forms.IntegerField(
        label="시·도 안 순위",
        min_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input input-day"}),
    )
    country_rank = forms.IntegerField(
        label="전국 순위", min_value=1, required=False, widget=forms.NumberInput(attrs={"class": "input input-day"})
    )
    source = forms.CharField(label="출처", max_length=120, widget=forms.TextInput(attrs={"class": "input"}))


class AwardForm(forms.Form):
    """상 적기."""

    given_on = DayField(label="받은 날")
    title = forms.CharField(label="무슨 상인가요", max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
    given_by = forms.CharField(
        label="준 곳", max_length=80, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )


class EstablishmentForm(forms.Form):
    """정원 바꾸기."""

    team = forms.ChoiceField(label="팀", widget=forms.Select(attrs={"class": "input"}))
    posts = forms.IntegerField(
        label="정원(명)", min_value=0, max_value=60, widget=forms.NumberInput(attrs={"class": "input input-day"})
    )
    nurses = forms.IntegerField(
        label="그 가운데 간호(명)",
        min_value=0,
        max_value=60,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "input input-day"}),
    )
    starts_on = DayField(label="언제부터")

    def __init__(self, *args: Any, teams: list[TeamStaff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.choices = [("", "고르세요"), *((str(row.team.id), row.name) for row in teams)]
        self.teams = {str(row.team.id): row.team for row in teams}

    def clean_team(self) -> Team:
        """The team itself."""
        return self.teams[self.cleaned_data["team"]]


class StandardForm(forms.Form):
    """인력 기준 바꾸기."""

    reading = forms.ChoiceField(label="읽는 법", choices=StaffingStandard.Reading.choices, widget=forms.RadioSelect)
    minimum = forms.IntegerField(
        label="가장 적은 수", min_value=1, max_value=20, widget=forms.NumberInput(attrs={"class": "input input-day"})
    )
    source = forms.CharField(label="근거", max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
    starts_on = DayField(label="언제부터")


class RenewForm(forms.Form):
    """검사·보험 새로 적기."""

    inspect_by = DayField(label="검사 유효기간 끝", required=False, help_text="자동차등록증에 적힌 날")
    insured_until = DayField(label="의무보험 끝", required=False, help_text="가입증명서에 적힌 날")


class VehicleForm(RenewForm):
    """복지차량 올리기와 고치기."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label="둔 곳", widget=forms.Select(attrs={"class": "input"}), empty_label="고르세요"
    )
    name = forms.CharField(
        label="부르는 이름",
        max_length=60,
        help_text="예) 노암동 1호",
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    plate = forms.RegexField(
        r"^(?:[가-힣]{2})?\s?\d{2,3}\s?[가-힣]\s?\d{4}$",
        label="차량 번호",
        required=False,
        help_text="예) 12가 3456",
        error_messages={"invalid": "번호판에 적힌 대로 적어 주세요. 예) 12가 3456"},
        widget=forms.TextInput(attrs={"class": "input input-day"}),
    )
    power = forms.ChoiceField(label="동력", choices=Vehicle.Power.choices, widget=forms.RadioSelect)
    came = forms.ChoiceField(label="어떻게 들어왔나요", choices=Vehicle.Came.choices, widget=forms.RadioSelect)
    came_from = forms.CharField(
        label="누구에게서", max_length=60, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )
    acquired_on = DayField(label="들어온 날")
    field_order = ("area", "name", "plate", "power", "came", "came_from", "acquired_on", "inspect_by", "insured_until")

    def __init__(self, *args: Any, places: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        field.queryset = Area.objects.filter(id__in=[one.id for one in places]).order_by("code")


class ReturnForm(forms.Form):
    """차 내보내기."""

    on = DayField(label="나간 날", help_text="그 날부터 잡힌 배차는 거두어집니다.")
    why = forms.CharField(
        label="까닭",
        max_length=80,
        help_text="예) 임차 끝, 폐차, 다른 부서로",
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class BookingForm(forms.Form):
    """배차."""

    day = DayField(label="언제")
    starts = HourField("몇 시부터", dt.time(9))
    ends = HourField("몇 시까지", dt.time(12))
    driver = forms.ModelChoiceField(
        Post.objects.none(), label="모는 사람", widget=forms.Select(attrs={"class": "input"}), empty_label="고르세요"
    )
    errand = forms.CharField(
        label="무슨 일로",
        max_length=60,
        help_text="사람 이름은 적지 않습니다. 예) 오전 방문 5곳",
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, drivers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["driver"]
        field.queryset = Post.objects.filter(id__in=[one.id for one in drivers]).select_related("user")
        field.label_from_instance = lambda post: f"{post.user.name} {post.title}".strip()

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From when to when, in the town's own time."""
        day = self.cleaned_data["day"]
        begins, ends = (dt.datetime.combine(day, self.cleaned_data[name]) for name in ("starts", "ends"))
        return timezone.make_aware(begins), timezone.make_aware(ends)
