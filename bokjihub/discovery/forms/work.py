"""What officers type on the work pages."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from bokjihub.accounts.models import Post
from bokjihub.discovery.actions.contact import Try
from bokjihub.discovery.models import Closure, ContactAttempt
from bokjihub.ui.fields import DayField

DOOR_SIGNS = ["우편물 쌓임", "전단지 쌓임", "계량기 멈춤", "불 켜짐", "소리 남", "냄새", "문 안 열어 줌", "이상 없음"]
CAPACITY = ["", "판단에 어려움 없음", "판단이 어려워 보임", "살피지 못함"]


def _pairs(words: list[str], empty: str = "") -> list[tuple[str, str]]:
    return [(word, word or empty) for word in words]


class ContactForm(forms.Form):
    """연락 기록 (V13): how, what came of it, the words, the next date."""

    way = forms.ChoiceField(
        label="어떻게",
        choices=ContactAttempt.Way.choices,
        initial=ContactAttempt.Way.PHONE,
        error_messages={"required": "어떻게 연락했는지 골라 주세요."},
    )
    result = forms.ChoiceField(
        label="결과",
        choices=ContactAttempt.Result.choices,
        error_messages={"required": "결과를 골라 주세요."},
    )
    on = DayField(label="언제", required=False)
    at = forms.TimeField(label="시각", required=False, input_formats=["%H:%M"])
    words = forms.CharField(label="말씀", required=False, max_length=2000)
    source = forms.CharField(label="누구에게 물었나", required=False, max_length=120)
    door_signs = forms.MultipleChoiceField(label="문 앞에서 본 것", required=False, choices=_pairs(DOOR_SIGNS))
    notice_left = forms.BooleanField(label="안내문을 남겼습니다", required=False)
    capacity_judged = forms.ChoiceField(label="판단 능력", required=False, choices=_pairs(CAPACITY, "적지 않음"))
    next_on = DayField(label="다음 확인일", required=False)

    def what(self) -> Try:
        """The try as typed; without a time it happened just now."""
        typed = self.cleaned_data
        now = timezone.localtime()
        day = typed["on"] or now.date()
        time = typed["at"] or (now.time() if day == now.date() else dt.time(12))
        return Try(
            way=ContactAttempt.Way(typed["way"]),
            result=ContactAttempt.Result(typed["result"]),
            at=timezone.make_aware(dt.datetime.combine(day, time.replace(tzinfo=None))),
            words=typed["words"],
            door_signs=tuple(typed["door_signs"]),
            notice_left=typed["notice_left"],
            capacity_judged=typed["capacity_judged"],
            source=typed["source"],
            next_on=typed["next_on"],
        )


class AssignForm(forms.Form):
    """담당 바꾸기: to whom, why."""

    owner = forms.ModelChoiceField(label="담당", queryset=Post.objects.none())
    reason = forms.CharField(label="까닭", required=False, max_length=200)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners


class ClosingForm(forms.Form):
    """종결 올리기: the reason, the words, where it was checked, which other worry it doubles."""

    kind = forms.ChoiceField(
        label="종결 사유", choices=Closure.Kind.choices, error_messages={"required": "종결 사유를 골라 주세요."}
    )
    words = forms.CharField(label="설명", required=False, max_length=2000)
    source = forms.CharField(label="확인한 출처", required=False, max_length=120)
    other_number = forms.CharField(label="이미 있는 작업 번호(중복일 때)", required=False, max_length=20)


class DecisionForm(forms.Form):
    """승인·되돌림."""

    decision = forms.ChoiceField(choices=[("approve", "승인"), ("return", "되돌림")])
    answer = forms.CharField(label="되돌리는 까닭", required=False, max_length=200)


def ticked(values: list[str]) -> list[UUID]:
    """Ids of the ticked rows; what is no id is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


class QuotaForm(forms.Form):
    """우리 몫 바꾸기."""

    per_officer = forms.IntegerField(label="담당 한 명에 몇 가구", min_value=1, max_value=500)
    starts_on = DayField(label="언제부터")
    reason = forms.CharField(label="까닭", max_length=200, help_text="휴직, 새 담당, 특별 점검 기간 같은 것")


class MessageForm(forms.Form):
    """안내 문자: the words as they were sent."""

    words = forms.CharField(
        label="보낼 글",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="받는 분의 사정은 적지 않습니다. 다른 사람이 볼 수 있습니다.",
    )
    next_on = DayField(label="답이 없으면 다음 확인일", required=False)
