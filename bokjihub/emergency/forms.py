"""The shape and wording of each step's input; what is possible is decided by the actions."""

import datetime as dt
from typing import Any

from django import forms

from bokjihub.emergency.actions.reasons import STANDARD_WORDS
from bokjihub.emergency.models import (
    AgendaItem,
    Appropriation,
    CrisisReason,
    EmergencyAid,
    Kind,
    Objection,
    Onward,
    Payment,
    Recovery,
    Review,
    Sitting,
)
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
    illness = forms.CharField(
        label="상병의 분류(의료지원)",
        max_length=3,
        required=False,
        help_text="한국표준질병·사인분류 세 자리(예: C16). 같은 상병의 의료지원이 있었는지 볼 때만 쓰고, 봉해 둡니다.",
    )
    foreign_group = forms.ChoiceField(
        label="국적",
        required=False,
        choices=[
            ("", "대한민국 국민"),
            *((value, f"외국인 - {label}") for value, label in EmergencyAid.Foreign.choices),
            ("none", "외국인 - 위의 어디에도 들지 않음"),
        ],
        help_text="외국인은 다섯 가지에 드는 분만 지원합니다(법 제5조의2, 시행령 제1조의2).",
    )
    foreign_proof = forms.CharField(
        label="외국인이면 무엇으로 확인했나요",
        max_length=120,
        required=False,
        help_text="예: 혼인관계증명서 2026. 11. 20.",
    )
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


class GiveBackForm(forms.Form):
    """반려: 담당자에게 되돌리기."""

    back_reason = forms.CharField(label="되돌리는 까닭", max_length=200)


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

    against = forms.ChoiceField(label="무엇에 대한 이의인가요", required=False)
    told_on = DayField(
        label="처분을 알게 된 날", required=False, help_text="비워 두면 결정한 날로 봅니다. 여기서부터 30일입니다."
    )
    received_on = DayField(label="받은 날")
    words = forms.CharField(label="무엇에 이의가 있나요", widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, orders: list[Recovery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["against"]
        assert isinstance(field, forms.ChoiceField)
        lines = [(str(order.id), f"{order.ordered_on:%Y. %-m. %-d.} 반환명령 {order.won:,}원") for order in orders]
        field.choices = [("", "지원 결정(법 제8조제3항)"), *lines]


class SentForm(forms.Form):
    """이의신청을 시·도에 보냄."""

    sent_on = DayField(label="보낸 날")


class WithdrawnForm(forms.Form):
    """신청인이 이의를 거둠."""

    on = DayField(label="거둔 날")


class AnswerForm(forms.Form):
    """시·도의 답."""

    answered_on = DayField(label="답을 받은 날")
    outcome = forms.ChoiceField(
        label="어떻게 처리했나요",
        choices=[choice for choice in Objection.Outcome.choices if choice[0] != Objection.Outcome.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    reduced_won = WonField(
        label="줄여 주라고 한 금액", required=False, help_text="반환명령의 시정일 때만 적습니다. 장부에서 줄어듭니다."
    )
    answer = forms.CharField(label="답", max_length=200)


class AgendaForm(forms.Form):
    """심의에 부치기."""

    kind = forms.ChoiceField(label="무엇을", widget=forms.RadioSelect)
    months = forms.IntegerField(label="몇 개월(몇 번) 더", min_value=1, max_value=11, required=False)
    need = forms.CharField(label="까닭과 내용", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kinds: list[AgendaItem.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]
        if AgendaItem.Kind.EXTENSION not in kinds:
            del self.fields["months"]


class SittingForm(forms.Form):
    """회의 적기."""

    held_on = DayField(label="회의한 날")
    body = forms.ChoiceField(label="어느 위원회", choices=Sitting.Body)
    place = forms.CharField(label="곳", max_length=60, required=False)
    seated = forms.IntegerField(
        label="재적 위원", min_value=1, max_value=40, help_text="위원장을 포함해 15명까지(법 제12조제2항)"
    )
    experts = forms.IntegerField(
        label="그 가운데 전문가·민간단체 추천", min_value=0, max_value=40, help_text="절반 이상(법 제12조제3항)"
    )
    present = forms.IntegerField(label="나온 위원", min_value=0, max_value=40)
    is_written = forms.BooleanField(label="서면 심의", required=False)
    words = forms.CharField(label="나온 말", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class VoteForm(forms.Form):
    """의결 한 건."""

    outcome = forms.ChoiceField(label="결과", choices=AgendaItem.Outcome, widget=forms.RadioSelect)
    in_favour = forms.IntegerField(label="찬성한 위원", min_value=0, max_value=40, required=False)
    verdict = forms.ChoiceField(label="적정성", choices=Review.Verdict, required=False, widget=forms.RadioSelect)
    recover_won = WonField(label="돌려받을 금액", required=False)
    words = forms.CharField(label="의결 내용·까닭", max_length=300, required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.kind != AgendaItem.Kind.ADEQUACY:
            del self.fields["verdict"], self.fields["recover_won"]


class RecoveryForm(forms.Form):
    """환수 올리기."""

    ground = forms.ChoiceField(label="까닭", choices=Recovery.Ground, widget=forms.RadioSelect)
    won = WonField(label="돌려받을 금액", min_value=1)
    words = forms.CharField(label="어떻게 정했나요", max_length=200)


class OrderForm(forms.Form):
    """반환명령 결정."""

    answer = forms.CharField(label="되돌리는 까닭", max_length=200, required=False)


class TellForm(forms.Form):
    """반환명령을 알림."""

    told_on = DayField(label="통지서가 닿은 날")
    due_on = DayField(label="납부기한", required=False, help_text="비워 두면 우리 시의 기한(30일)입니다.")


class LineForm(forms.Form):
    """환수 장부에 한 줄."""

    kind = forms.ChoiceField(
        label="무엇을",
        choices=[("paid", "납부"), ("urged", "독촉"), ("undone", "잘못 적은 납부 되돌림")],
        widget=forms.RadioSelect,
        initial="paid",
    )
    won = WonField(label="금액", required=False)
    on = DayField(label="날")
    due_on = DayField(label="새 기한(독촉)", required=False)
    words = forms.CharField(label="적요", max_length=200, required=False)
    once_key = forms.UUIDField(widget=forms.HiddenInput)


class WriteOffForm(forms.Form):
    """결손."""

    won = WonField(label="결손으로 뺄 금액", min_value=1)
    on = DayField(label="날")
    words = forms.CharField(label="까닭", max_length=200)
    once_key = forms.UUIDField(widget=forms.HiddenInput)


class OnwardForm(forms.Form):
    """이어 준 도움."""

    way = forms.ChoiceField(label="어디로 이었나요", choices=Onward.Way, widget=forms.RadioSelect)
    words = forms.CharField(
        label="무엇을", max_length=200, help_text="예: 기초생활보장 신청, 푸드뱅크, 취업해 소득이 생김"
    )
    told_on = DayField(label="알린 날")
    paper = forms.ChoiceField(label="이 가구의 신청·의뢰", required=False)

    def __init__(self, *args: Any, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["paper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "아직 없음"), *papers]
        if not papers:
            del self.fields["paper"]


class BudgetForm(forms.Form):
    """예산 한 줄."""

    year = forms.IntegerField(label="회계연도", min_value=2006, max_value=2100)
    kind = forms.ChoiceField(label="종류", choices=Kind)
    purse = forms.ChoiceField(label="재원", choices=Appropriation.Purse)
    won = WonField(label="금액", help_text="줄일 때는 앞에 -를 붙입니다. 전용은 두 줄(줄임과 늘림)로 적습니다.")
    on = DayField(label="날")
    words = forms.CharField(label="적요", max_length=200, help_text="예: 본예산, 1회 추경, 생계에서 의료로 전용")
    once_key = forms.UUIDField(widget=forms.HiddenInput)


class PeriodForm(forms.Form):
    """실적의 기간: this month unless said otherwise."""

    first = DayField(label="부터", required=False)
    last = DayField(label="까지", required=False)

    def period(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The two days, the earlier one first."""
        data = self.cleaned_data if self.is_valid() else {}
        first, last = data.get("first") or today.replace(day=1), data.get("last") or today
        return (first, last) if first <= last else (last, first)


class TownReasonForm(forms.Form):
    """조례의 위기사유 더하기."""

    name = forms.CharField(label="어떤 사유인가요", max_length=120)
    standard = forms.ChoiceField(
        label="시행규칙 제1조의2의 어느 호",
        choices=[(one.value, f"{one.value} {words}") for one, words in STANDARD_WORDS.items()],
        widget=forms.RadioSelect,
    )
    ordinance = forms.CharField(
        label="조례의 이름과 조항", max_length=80, help_text="예: ○○시 긴급복지지원 조례 제3조제2호"
    )
    starts_on: Any = DayField(label="시행하는 날")
