"""The shape and wording of each step's input; what is possible is decided by the actions."""

import datetime as dt
from typing import Any

from django import forms

from bokjihub.emergency.models import CrisisReason, EmergencyAid, Kind, Payment, Review
from bokjihub.emergency.models import Detail as DetailChoice
from bokjihub.ui.fields import DayField, WonField


class RequestForm(forms.Form):
    """긴급지원 요청."""

    kind = forms.ChoiceField(label="어떤 지원", choices=Kind, widget=forms.RadioSelect)
    detail = forms.ChoiceField(
        label="내역",
        choices=[("", "–"), *DetailChoice.choices],
        required=False,
        help_text="연료비 등과 교육지원일 때만 고릅니다.",
    )
    reason = forms.ModelChoiceField(
        label="위기사유",
        queryset=CrisisReason.objects.none(),
        empty_label="고르기",
        help_text="요청한 날에 인정되는 사유입니다. 지난날의 요청이면 그날의 사유로 살핍니다.",
    )
    requested_on = DayField(label="요청한 날", help_text="뒤늦게 적는 지난해의 요청도 받습니다(예: 2016. 8. 30.).")
    household_size = forms.IntegerField(label="가구원수", min_value=1, max_value=20)
    earlier = forms.ChoiceField(label="앞선 위기와의 관계", required=False, widget=forms.RadioSelect)
    new_crisis = forms.CharField(
        label="새 위기라면 무엇이 다른가요",
        max_length=200,
        required=False,
        help_text="2년 안에 같은 사유로 같은 지원을 했을 때 적습니다.",
    )

    def __init__(self, *args: Any, reasons: list[CrisisReason], earlier: list[EmergencyAid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = CrisisReason.objects.filter(id__in=[reason.id for reason in reasons])
        field.choices = [
            ("", "고르기"),
            *((reason.id, f"{reason.name}{' (날짜 가정)' if reason.is_assumed else ''}") for reason in reasons),
        ]
        if earlier:
            choices = [(str(aid.id), f"{aid.title} {aid.number}에서 이어짐") for aid in earlier]
            self.fields["earlier"] = forms.ChoiceField(
                label="앞선 위기와의 관계",
                required=False,
                choices=[("", "새 위기"), *choices],
                widget=forms.RadioSelect,
                help_text="이어진 위기면 쓴 달을 더해 셉니다(법 제10조제3항).",
            )
        else:
            del self.fields["earlier"], self.fields["new_crisis"]


class OnSiteForm(forms.Form):
    """현장확인."""

    on_site_on = DayField(label="현장확인한 날")
    household_size = forms.IntegerField(label="가구원수", min_value=1, max_value=20)
    findings = forms.CharField(label="현장에서 본 것", widget=forms.Textarea(attrs={"rows": 3}))
    same_kind_source = forms.CharField(
        label="겹침 확인: 무엇으로 보았나요",
        max_length=120,
        help_text="다른 법으로 같은 지원을 받고 있으면 하지 않습니다(법 제3조제2항). 예: 행복이음 수급 내역 11. 20.",
    )
    financial_consent = forms.ChoiceField(
        label="금융정보 제공 동의",
        choices=EmergencyAid.Later,
        widget=forms.RadioSelect,
        help_text="나중에 받을 수 있는 까닭은 정해져 있습니다(법 제8조의2, 시행령 제1조의3).",
    )
    is_officer_first = forms.BooleanField(
        label="담당공무원 먼저 지원",
        required=False,
        help_text="급하면 결정보다 먼저 지급할 수 있습니다(법 제8조제3항).",
    )


class AskForm(forms.Form):
    """지급 결정 올리기, 연장 올리기."""

    months = forms.IntegerField(label="기간·횟수", min_value=1, max_value=12)
    monthly_won = WonField(label="한 번에(원)", min_value=1)
    starts_on = DayField(label="언제부터")
    notice_ref = forms.CharField(
        label="금액의 근거",
        max_length=160,
        required=False,
        help_text="확인된 금액이 없으면 고시나 안내의 이름과 날짜를 적습니다.",
    )
    committee_on = DayField(
        label="심의위원회 심의일",
        required=False,
        help_text="시장이 정할 수 있는 만큼을 넘을 때 적습니다(법 제10조제3항).",
    )
    need = forms.CharField(label="위기가 이어진다고 본 까닭", max_length=200, required=False)

    def __init__(self, *args: Any, is_more: bool, needs_committee: bool, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].label = "몇 개월" if unit == "개월" else "몇 번"
        if not is_more:
            del self.fields["need"]
        if not (is_more or needs_committee):
            del self.fields["committee_on"]


class DenialForm(forms.Form):
    """거절 올리기."""

    reason = forms.CharField(label="지원하지 않는 까닭", max_length=200)
    other_way = forms.CharField(
        label="대신 살펴볼 다른 길",
        max_length=200,
        help_text="다른 법의 지원이나 민간 연계를 꼭 함께 알립니다(법 제4조제2항·제3항).",
    )


class DecideForm(forms.Form):
    """결정: approve, or refuse with the reason and another way."""

    answer = forms.CharField(label="거절하는 까닭", max_length=200, required=False)
    other_way = forms.CharField(label="대신 살펴볼 다른 길", max_length=200, required=False)


class PayForm(forms.Form):
    """지급."""

    won = WonField(label="지급한 금액", min_value=1)
    paid_on = DayField(label="지급한 날")
    way = forms.ChoiceField(label="방법", choices=Payment.Way, widget=forms.RadioSelect)
    cash_reason = forms.CharField(
        label="현금이라면 그 까닭",
        max_length=120,
        required=False,
        help_text="금융기관·우체국이 없는 곳에 사는 등 부득이할 때(시행령 제2조제3항).",
    )


class NotExtendForm(forms.Form):
    """연장하지 않음."""

    reason = forms.CharField(label="연장하지 않는 까닭", max_length=200)


class FollowUpForm(forms.Form):
    """사후조사."""

    checked_on = DayField(label="조사한 날")
    household_size = forms.IntegerField(label="가구원수", min_value=1, max_value=20)
    income_won = WonField(label="소득(월)", required=False)
    assets_won = WonField(label="재산의 합계", required=False)
    home_won = WonField(label="그 가운데 사는 집", required=False, help_text="한도 안에서 빼고 봅니다.")
    financial_won = WonField(
        label="금융재산", required=False, help_text="조회가 오기 전이면 비워 둡니다(시행령 제7조제1항 단서)."
    )
    became_recipient = forms.BooleanField(
        label="기초생활보장·의료급여 수급자가 되었음",
        required=False,
        help_text="적정성 심사를 하지 않을 수 있습니다(법 제14조제2항).",
    )
    judged = forms.TypedChoiceField(
        label="기준을 알 수 없는 항목의 판단",
        required=False,
        choices=[("", "–"), ("yes", "기준 안"), ("no", "기준을 넘음")],
        coerce=lambda word: {"yes": True, "no": False}.get(word),
        empty_value=None,
    )
    reason = forms.CharField(label="덧붙일 말", max_length=200, required=False)


class ReviewForm(forms.Form):
    """적정성 심사 결과."""

    reviewed_on = DayField(label="심의한 날")
    verdict = forms.ChoiceField(label="결과", choices=Review.Verdict, widget=forms.RadioSelect)
    recover_won = WonField(
        label="돌려받을 금액", required=False, help_text="거짓·부정이면 꼭, 부정적이면 정할 수 있습니다(법 제15조)."
    )
    reason = forms.CharField(label="까닭", max_length=200, required=False)


class ObjectionForm(forms.Form):
    """이의신청 받기."""

    received_on = DayField(label="받은 날")
    words = forms.CharField(label="무엇에 이의가 있나요", widget=forms.Textarea(attrs={"rows": 2}))


class SentForm(forms.Form):
    """이의신청을 시·도에 보냄."""

    sent_on = DayField(label="보낸 날")


class AnswerForm(forms.Form):
    """시·도의 답."""

    answered_on = DayField(label="답을 받은 날")
    answer = forms.CharField(label="답", max_length=200)


class PeriodForm(forms.Form):
    """실적의 기간: this month unless said otherwise."""

    first = DayField(label="부터", required=False)
    last = DayField(label="까지", required=False)

    def period(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The two days, the earlier one first."""
        data = self.cleaned_data if self.is_valid() else {}
        first, last = data.get("first") or today.replace(day=1), data.get("last") or today
        return (first, last) if first <= last else (last, first)
