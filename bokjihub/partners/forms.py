"""위촉과 봉사자 적기."""

from collections.abc import Container, Iterable
from typing import Any

from django import forms

from bokjihub.areas.models import Area
from bokjihub.partners.actions import Appointment, Vote
from bokjihub.partners.models import CouncilMeeting, CouncilTerm, Thanks, Volunteer
from bokjihub.ui.fields import DayField


class TermForm(forms.Form):
    """One appointment."""

    name = forms.CharField(label="이름", max_length=60)
    seat = forms.ChoiceField(label="자리", choices=CouncilTerm.Seat.choices, widget=forms.RadioSelect)
    calling = forms.CharField(
        label="구실", max_length=40, required=False, help_text="통장, 주민자치위원, 자원봉사 따위"
    )
    starts_on = DayField(label="위촉일")
    trained_on: Any = DayField(label="교육 받은 날", required=False)


class AppointmentsForm(forms.Form):
    """위촉 올리기 for many: lines copied from a spreadsheet, 읍·면·동 · 이름 · 자리 · 구실."""

    starts_on = DayField(label="위촉일")
    trained_on: Any = DayField(label="교육 받은 날", required=False)
    lines = forms.CharField(
        label="위원",
        widget=forms.Textarea(attrs={"class": "input", "rows": 10}),
        help_text="엑셀에서 네 칸(읍·면·동, 이름, 자리, 구실)을 복사해 붙입니다. 자리는 공동위원장, 위원, 간사입니다.",
    )

    def __init__(self, *args: Any, dongs: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dongs = {dong.name: dong for dong in dongs}

    def clean_lines(self) -> list[Appointment]:
        """Every line read, or the first ten that cannot be, by their number."""
        seats = {str(label): CouncilTerm.Seat(value) for value, label in CouncilTerm.Seat.choices}
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            parts = [part.strip() for part in (line.split("\t") if "\t" in line else line.split(","))]
            place, name, seat, calling = [*parts, "", "", "", ""][:4]
            fault = _fault(place, name, seat, self.dongs, {"", *seats})
            if fault:
                wrong.append(f"{number}째 줄({fault})")
                continue
            found.append(
                Appointment(self.dongs[place], name[:60], seats.get(seat, CouncilTerm.Seat.MEMBER), calling[:40])
            )
        if wrong:
            raise forms.ValidationError(
                f"읽지 못한 줄이 {len(wrong)}개 있어 아무도 올리지 않았습니다: {', '.join(wrong[:10])}"
            )
        return found


def _fault(place: str, name: str, seat: str, places: Container[str], seats: Container[str]) -> str:
    """What is wrong with a line of appointments, in words; nothing where it can be read."""
    if place not in places:
        return f"‘{place[:20]}’: 우리 시의 읍·면·동이 아님"
    if not name:
        return "이름이 비어 있음"
    return "" if seat in seats else f"‘{seat[:20]}’: 없는 자리"


class MeetingForm(forms.Form):
    """회의 부르기."""

    body = forms.ChoiceField(label="어느 협의체", choices=CouncilTerm.Body.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="꼴", choices=CouncilMeeting.Kind.choices, widget=forms.RadioSelect)
    held_on = DayField(label="날")
    held_at = forms.TimeField(label="시각", widget=forms.TextInput(attrs={"class": "input input-day"}))
    place = forms.CharField(label="곳", max_length=80, widget=forms.TextInput(attrs={"class": "input"}))
    agenda = forms.CharField(label="심의 안건", widget=forms.Textarea(attrs={"class": "input", "rows": 4}))
    urgent_reason = forms.CharField(
        label="5일 전에 알리지 못하는 까닭",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, of_city: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_city:
            del self.fields["body"]


class MinutesForm(forms.Form):
    """회의록 and votes: one item a line, its votes in favour after the last comma."""

    minutes = forms.CharField(label="회의록", widget=forms.Textarea(attrs={"class": "input", "rows": 6}))
    votes = forms.CharField(
        label="의결",
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text="한 줄에 하나: 안건, 찬성 수. 출석 과반수가 찬성하면 가결입니다.",
    )

    def clean_votes(self) -> list[Vote]:
        """Each line an item and a number."""
        found = []
        for line in self.cleaned_data["votes"].splitlines():
            if not line.strip():
                continue
            words, _, number = line.rpartition(",")
            if not words.strip() or not number.strip().isdecimal():
                raise forms.ValidationError(f"‘{line.strip()[:40]}’을 ‘안건, 찬성 수’로 읽지 못했습니다.")
            found.append(Vote(words.strip()[:200], int(number)))
        return found


class VolunteerForm(forms.Form):
    """One volunteer."""

    name = forms.CharField(label="이름", max_length=60)
    kind = forms.ChoiceField(label="구실", choices=Volunteer.Kind.choices, widget=forms.RadioSelect)
    starts_on = DayField(label="부터")
    trained_until: Any = DayField(label="교육 유효", required=False)
    pledged_on: Any = DayField(label="서약한 날", required=False)


class RenewForm(forms.Form):
    """교육·서약 고치기."""

    trained_until: Any = DayField(label="교육 유효", required=False)
    pledged_on: Any = DayField(label="서약한 날", required=False)
    ends_on: Any = DayField(label="그만둔 날", required=False, help_text="아직 하시면 비워 둡니다.")


class ThanksForm(forms.Form):
    """감사 인사 적기."""

    kind = forms.ChoiceField(label="어떻게", choices=Thanks.Kind.choices, widget=forms.RadioSelect)
    given_on = DayField(label="날")
    words = forms.CharField(label="무엇에", max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
