"""Forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q

from bokjihub.accounts.models import ApprovalLine, Role, User
from bokjihub.areas.models import Area, Team
from bokjihub.ui.fields import DayField


class LoginForm(forms.Form):
    """아이디와 비밀번호."""

    username = forms.CharField(
        label="아이디", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(label="비밀번호", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class PledgeForm(forms.Form):
    """비밀유지 서약."""

    agree = forms.BooleanField(label="위 내용을 읽었고 지키겠습니다.")


class OnForm(forms.Form):
    """Posts on a day."""

    on = DayField(label="기준일", required=False)
    where = forms.ModelChoiceField(label="자리", queryset=Area.objects.none(), required=False, empty_label="모두")
    name = forms.CharField(label="이름·아이디", max_length=40, required=False)

    def __init__(self, data: Any = None, *, city: Area) -> None:
        super().__init__(data)
        places = Q(id=city.id) | Q(parent=city) | Q(parent__parent=city, level=Area.Level.DONG)
        _choices(self, "where", Area.objects.filter(places).order_by("level", "name"), str)


class PersonForm(forms.Form):
    """A new login."""

    name = forms.CharField(label="이름", max_length=40)
    username = forms.SlugField(label="아이디", max_length=40, help_text="영문 소문자와 숫자")
    password = forms.CharField(
        label="첫 비밀번호",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="열 글자 이상. 본인이 처음 들어와 바꿉니다",
    )

    def clean_password(self) -> str:
        """Long enough and not one everybody uses."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AppointForm(forms.Form):
    """발령: who, what, where, from when."""

    user = forms.ModelChoiceField(label="누구", queryset=User.objects.none(), empty_label="골라 주세요")
    role = forms.ChoiceField(
        label="역할", choices=[(role.value, role.label) for role in Role if role not in {Role.PORTAL, Role.JOB}]
    )
    team = forms.ModelChoiceField(label="팀", queryset=Team.objects.none(), required=False, empty_label="팀 없음")
    area = forms.ModelChoiceField(label="자리", queryset=Area.objects.none(), empty_label="골라 주세요")
    title = forms.CharField(label="직위", max_length=60, required=False)
    starts_on = DayField(label="부터")
    ends_on = DayField(label="까지", required=False)
    reason = forms.CharField(label="사유", max_length=200, help_text="보기: 2026년 하반기 인사")

    def __init__(self, data: Any = None, *, city: Area) -> None:
        super().__init__(data)
        here = Q(posts__area=city) | Q(posts__area__parent=city) | Q(posts__area__parent__parent=city)
        users = User.objects.filter(here | Q(posts__isnull=True), is_active=True).distinct().order_by("name")
        places = Q(id=city.id) | Q(parent=city) | Q(parent__parent=city, level=Area.Level.DONG)
        _choices(self, "user", users, lambda user: f"{user.name} ({user.username})")
        _choices(self, "area", Area.objects.filter(places).order_by("level", "name"), str)
        teams = Team.objects.filter(seat__in=Area.objects.filter(places), ends_on__isnull=True).select_related("seat")
        _choices(self, "team", teams, lambda team: f"{team.seat} {team.get_kind_display()}")

    def clean(self) -> dict[str, Any]:
        """A post does not end before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "끝나는 날이 시작하는 날보다 앞섭니다.")
        return cleaned


class EndForm(forms.Form):
    """전보·휴직·퇴직."""

    ends_on = DayField(label="마지막 날")
    reason = forms.CharField(label="사유", max_length=200)


class StandInForm(forms.Form):
    """대직."""

    by_user = forms.ModelChoiceField(label="대신할 분", queryset=User.objects.none(), empty_label="골라 주세요")
    starts_on = DayField(label="부터")
    ends_on = DayField(label="까지")
    reason = forms.CharField(label="사유", max_length=100, help_text="보기: 연가, 출장, 교육")

    def __init__(self, data: Any = None, *, users: Any) -> None:
        super().__init__(data)
        _choices(self, "by_user", users, lambda user: str(user.name))

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "끝나는 날이 시작하는 날보다 앞섭니다.")
        return cleaned


def _choices(form: forms.Form, name: str, rows: Any, words: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.label_from_instance = words  # type: ignore[method-assign]


SIGNERS = [
    ("", "종이에 결재"),
    *((role.value, role.label) for role in (Role.TEAM_HEAD, Role.DONG_HEAD, Role.HOPE_UNIT, Role.EMERGENCY_HEAD)),
]


class ApprovalLineForm(forms.Form):
    """결재선 정하기."""

    paper = forms.ChoiceField(label="어떤 문서", choices=ApprovalLine.Paper.choices)
    posts = forms.CharField(
        label="결재하는 자리",
        max_length=80,
        initial="담당, 팀장, 과장",
        help_text="차례대로 쉼표로 나눕니다. 첫 자리가 기안",
    )
    office = forms.ChoiceField(
        label="어디의 결재선",
        choices=[("", "모두"), *ApprovalLine.Office.choices],
        required=False,
        help_text="사례는 동 사례와 지원단 사례의 결재선을 따로 정합니다",
    )
    role_2 = forms.ChoiceField(label="둘째 자리는 누가", choices=SIGNERS, required=False)
    role_3 = forms.ChoiceField(label="셋째 자리는 누가", choices=SIGNERS, required=False)
    role_4 = forms.ChoiceField(label="넷째 자리는 누가", choices=SIGNERS, required=False)
    role_5 = forms.ChoiceField(label="다섯째 자리는 누가", choices=SIGNERS, required=False)
    final = forms.CharField(label="전결하는 자리", max_length=12, help_text="이 자리에서 끝나고 그 뒤 자리는 빗금")
    starts_on = DayField(label="언제부터")
    source = forms.CharField(label="근거", max_length=120, required=False, help_text="예: 사무전결 처리 규칙 별표 1")

    def clean(self) -> dict[str, Any]:
        """The roles in the order of the posts; the first is who drafts."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["roles"] = ["", *(cleaned.pop(f"role_{number}", "") for number in range(2, 6))]
        return cleaned
