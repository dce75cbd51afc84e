"""Input of the resource pages: shape and wording; nothing here decides."""

from typing import Any
from uuid import uuid4

from django import forms

from bokjihub.areas.models import Area
from bokjihub.partners.models import Agency
from bokjihub.resources.models import DonorNotice, FoodRule, Lot, Mark, Need, Offer, ServiceLink, VisitingSlot
from bokjihub.resources.queries.goods import LOOK_BACK_MONTHS
from bokjihub.ui.fields import DayField, WonField

_ANY = [("", "모두")]


class Once(forms.Form):
    """A form that may be sent twice and counts once (R27)."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DirectoryForm(forms.Form):
    """자원 찾기."""

    need = forms.ChoiceField(label="어려움", choices=[*_ANY, *Need.choices], required=False)
    area = forms.ChoiceField(label="동", required=False)
    income_free = forms.BooleanField(label="소득을 보지 않는 곳만", required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*_ANY, *areas]  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """자원 올리기: a service of a body already known, or of a new one with its office phone."""

    agency = forms.ModelChoiceField(
        label="제공기관", queryset=Agency.objects.none(), required=False, empty_label="새 기관"
    )
    agency_name = forms.CharField(label="새 기관 이름", max_length=80, required=False)
    sector = forms.ChoiceField(label="공공·민간", choices=Agency.Sector.choices, initial=Agency.Sector.PRIVATE)
    phone = forms.CharField(
        label="대표 전화", max_length=20, required=False, help_text="새 기관일 때 꼭. 끝 네 자리로 회신 화면을 엽니다."
    )
    name = forms.CharField(label="무엇을 해 주나요", max_length=80)
    need = forms.ChoiceField(label="어떤 어려움", choices=Need.choices)
    for_whom = forms.CharField(label="누구에게", max_length=120, required=False)
    rhythm = forms.CharField(label="얼마나 자주", max_length=60, required=False)
    areas = forms.MultipleChoiceField(
        label="어느 동", required=False, widget=forms.CheckboxSelectMultiple, help_text="고르지 않으면 시 전체"
    )
    places = forms.IntegerField(label="빈 자리", min_value=0, required=False, help_text="모르면 비워 둡니다")
    waiting = forms.IntegerField(label="기다리는 사람", min_value=0, initial=0)
    is_income_tested = forms.BooleanField(label="소득을 봄", required=False)
    papers = forms.CharField(
        label="챙길 서류", max_length=200, required=False, help_text="신청할 때 내야 하는 것. 없으면 비워 둡니다"
    )

    def __init__(self, *args: Any, city: Area, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, dongs = self.fields["agency"], self.fields["areas"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(dongs, forms.MultipleChoiceField)
        choice.queryset = Agency.objects.filter(city=city, ends_on__isnull=True).order_by("name")
        dongs.choices = areas

    def clean(self) -> dict[str, Any]:
        """A known body, or the name of a new one."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("agency") and not data.get("agency_name", "").strip():
            self.add_error("agency_name", "제공기관을 고르거나 새 기관의 이름을 적어 주세요.")
        return data


class PlacesForm(forms.Form):
    """자리 확인: what the provider said today."""

    places = forms.IntegerField(label="빈 자리", min_value=0, required=False, help_text="정해지지 않았으면 비워 둡니다")
    waiting = forms.IntegerField(label="기다리는 사람", min_value=0, initial=0)


class LinkForm(forms.Form):
    """의뢰 보내기. The ticks are the consent's items; where there is none, the legal basis is asked."""

    items = forms.MultipleChoiceField(label="받는 쪽이 보는 것", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="왜 의뢰하나요",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        help_text="받는 쪽이 먼저 읽는 글입니다.",
    )
    urgency = forms.ChoiceField(label="얼마나 급한가요", choices=ServiceLink.Urgency.choices, widget=forms.RadioSelect)
    wanted_by: Any = DayField(label="바라는 때", required=False)
    legal_basis = forms.ChoiceField(
        label="법에 정한 까닭", choices=[("", "고르지 않음"), *ServiceLink.Basis.choices], required=False
    )
    basis_reason = forms.CharField(label="까닭 설명", max_length=200, required=False)
    counselling_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, items: tuple[str, ...], has_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(item, item) for item in items]  # type: ignore[attr-defined]
        if has_consent:
            del self.fields["legal_basis"], self.fields["basis_reason"]


class PhoneReplyForm(forms.Form):
    """회신 적기: what the agency said on the phone."""

    decision = forms.ChoiceField(label="회신", widget=forms.RadioSelect)
    start_on: Any = DayField(label="시작하는 날", required=False)
    expected_on: Any = DayField(label="예상하는 날", required=False)
    contact = forms.CharField(label="담당", max_length=60, required=False)
    words = forms.CharField(label="까닭·조건", max_length=300, required=False)

    def __init__(self, *args: Any, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = answers  # type: ignore[attr-defined]


class DeliveryForm(Once):
    """전달 적기."""

    on = DayField(label="전달한 날")
    quantity = forms.IntegerField(label="횟수·수량", min_value=1, max_value=10_000)
    won = WonField(label="금액(원)", required=False)
    words = forms.CharField(label="내용", max_length=120, required=False)


class EndForm(forms.Form):
    """마침·그만둠."""

    completed = forms.ChoiceField(label="어떻게 끝났나요", choices=[("1", "마침"), ("", "그만둠")], required=False)
    reason = forms.CharField(label="까닭", max_length=200, required=False)


class LotForm(Once):
    """들어온 것 받기: eight fields and what the law asks besides."""

    name = forms.CharField(label="무엇", max_length=80)
    kind = forms.ChoiceField(label="갈래", choices=Lot.Kind.choices)
    donor = forms.CharField(label="준 곳", max_length=80, required=False)
    is_anonymous = forms.BooleanField(label="이름 밝히지 않음", required=False)
    custodian = forms.ChoiceField(label="맡은 곳", choices=Lot.Custodian.choices)
    route = forms.ChoiceField(label="길", choices=Lot.Route.choices)
    quantity = forms.IntegerField(label="수량", min_value=1, max_value=10_000_000)
    unit = forms.CharField(label="단위", max_length=10, initial="상자")
    total_won = WonField(label="모두 얼마(원)")
    review_reference = forms.CharField(
        label="기부심사 번호", max_length=60, required=False, help_text="지자체가 맡을 때 꼭(기부금품법 제5조)"
    )
    expires_on: Any = DayField(label="소비기한", required=False)
    restriction = forms.CharField(label="쓸 곳 정함", max_length=120, required=False)
    receipt_number = forms.CharField(label="영수증 번호", max_length=40, required=False)
    received_on = DayField(label="받은 날")


class LeaveForm(Once):
    """버림·돌려보냄."""

    quantity = forms.IntegerField(label="수량", min_value=1)
    words = forms.CharField(label="까닭", max_length=200)


class DonorNoticeForm(forms.Form):
    """기탁자에게 알림."""

    how = forms.ChoiceField(label="어떻게", choices=DonorNotice.How.choices, widget=forms.RadioSelect)
    told_on = DayField(label="알린 날")


class AllocationForm(forms.Form):
    """나눔 짜기."""

    title = forms.CharField(label="이름", max_length=80)
    places = forms.IntegerField(label="몇 가구에", min_value=1, max_value=5_000)
    each = forms.IntegerField(label="한 가구에", min_value=1, max_value=1_000, initial=1)
    marks = forms.MultipleChoiceField(
        label="어떤 집에",
        choices=Mark.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="고르지 않으면 열린 발굴 대상입니다. 여럿을 고르면 그 가운데 하나라도 맞는 집입니다.",
    )
    months = forms.IntegerField(
        label="몇 달 안에 같은 갈래를 받은 집을 빼나요",
        min_value=0,
        max_value=24,
        initial=LOOK_BACK_MONTHS,
        required=False,
        help_text="사업과 맡은 곳을 가리지 않고 봅니다.",
    )
    areas = forms.MultipleChoiceField(
        label="어느 동", widget=forms.CheckboxSelectMultiple, required=False, help_text="고르지 않으면 모든 동입니다."
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]

    def clean_months(self) -> int:
        """Six where nothing is said."""
        months = self.cleaned_data["months"]
        return LOOK_BACK_MONTHS if months is None else int(months)


class SharesForm(AllocationForm):
    """나눔 제안: several lots at once."""

    lots = forms.MultipleChoiceField(label="무엇을 나누나요", widget=forms.CheckboxSelectMultiple)
    most_each = forms.IntegerField(label="한 가구에 몇 가지까지", min_value=1, max_value=5, initial=1)

    def __init__(self, *args: Any, lots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lots"].choices = lots  # type: ignore[attr-defined]
        del self.fields["places"]
        self.order_fields(["title", "lots", "each", "most_each", "marks", "months", "areas"])


class TickForm(Once):
    """인수증 한꺼번에 적기: the day the signed sheet is of; the doors are ticks beside their lines."""

    on = DayField(label="전달한 날")


class OfferForm(forms.Form):
    """기탁 의사."""

    name = forms.CharField(label="무엇", max_length=80)
    kind = forms.ChoiceField(label="갈래", choices=Lot.Kind.choices)
    quantity = forms.IntegerField(label="수량", min_value=1, max_value=10_000_000)
    unit = forms.CharField(label="단위", max_length=10, initial="상자")
    total_won = WonField(label="모두 얼마(원)")
    donor = forms.CharField(label="준 곳", max_length=80, required=False)
    is_anonymous = forms.BooleanField(label="이름 밝히지 않음", required=False)
    came = forms.ChoiceField(
        label="누가 먼저 말했나요",
        choices=Offer.Came.choices,
        widget=forms.RadioSelect,
        help_text="공무원은 기부를 부탁할 수 없습니다(기부금품법 제5조제1항).",
    )
    custodian = forms.ChoiceField(label="맡을 곳", choices=Lot.Custodian.choices)
    purpose = forms.CharField(
        label="준 분이 정한 쓸 곳",
        max_length=120,
        required=False,
        help_text="지자체가 맡을 때 꼭(같은 법 제5조제2항제1호)",
    )
    for_whom = forms.MultipleChoiceField(
        label="준 분이 정한 집", choices=Mark.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    offered_on = DayField(label="말한 날")


class OfferReviewForm(forms.Form):
    """기부심사 결과."""

    reference = forms.CharField(label="기부심사 번호", max_length=60)
    reviewed_on = DayField(label="심사한 날")
    answer = forms.CharField(label="받지 않으면 그 까닭", max_length=200, required=False)


class TakeInForm(Once):
    """들어온 날과 소비기한."""

    received_on = DayField(label="들어온 날")
    expires_on: Any = DayField(label="소비기한", required=False)
    receipt_number = forms.CharField(label="영수증 번호", max_length=40, required=False)


class WordsForm(forms.Form):
    """까닭 한 줄."""

    words = forms.CharField(label="까닭", max_length=200)


class ChestForm(forms.Form):
    """공동모금회 신청."""

    year = forms.IntegerField(label="회계연도", min_value=2000, max_value=2100)
    title = forms.CharField(label="사업", max_length=80)
    applicant = forms.CharField(label="신청한 곳", max_length=80)
    asked_won = WonField(label="신청액")
    applied_on = DayField(label="신청일")


class ChestAnswerForm(forms.Form):
    """배분 결정."""

    is_granted = forms.TypedChoiceField(
        label="결정", choices=[("yes", "배분"), ("no", "배분하지 않음")], coerce=lambda word: word == "yes"
    )
    granted_won = WonField(label="배분액", required=False)
    decided_on = DayField(label="결정일")


class ChestResultForm(forms.Form):
    """결과 보고."""

    spent_won = WonField(label="쓴 돈")
    homes = forms.IntegerField(label="도운 가구", min_value=0)
    result = forms.CharField(label="무엇을 했나요", max_length=300)
    told_on = DayField(label="보고한 날")


class SlotForm(forms.Form):
    """방문 요일 적기."""

    programme = forms.ChoiceField(label="사업", choices=VisitingSlot.Programme.choices)
    agency = forms.ModelChoiceField(
        label="기관", queryset=Agency.objects.none(), required=False, empty_label="공공(우리 시)"
    )
    visitor = forms.CharField(label="오는 분", max_length=40, help_text="이름이 아니라 맡은 일: 생활지원사, 방문간호사")
    weekday = forms.TypedChoiceField(label="요일", choices=VisitingSlot.Weekday.choices, coerce=int)
    rhythm = forms.ChoiceField(label="얼마나 자주", choices=VisitingSlot.Rhythm.choices)
    begins_at = forms.TimeField(label="몇 시부터", required=False, input_formats=["%H:%M", "%H"], help_text="예: 14:30")
    minutes = forms.IntegerField(label="몇 분", min_value=5, max_value=720, initial=60)
    starts_on = DayField(label="언제부터")
    told_by = forms.CharField(label="무엇으로 알았나요", max_length=80, help_text="예: 복지관 전화 11. 20.")

    def __init__(self, *args: Any, city_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.filter(city_id=city_id, ends_on__isnull=True).order_by("name")


class HandOverForm(Once):
    """전달 적기 at one door."""

    on = DayField(label="간 날")
    receiver = forms.CharField(label="받은 분", max_length=40, required=False)
    words = forms.CharField(label="까닭", max_length=120, required=False)


class FoodRuleForm(forms.Form):
    """푸드마켓 이용 규칙."""

    provider = forms.ChoiceField(label="어느 곳")
    starts_on = DayField(label="언제부터")
    for_whom = forms.MultipleChoiceField(
        label="누구에게",
        choices=Mark.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="고르지 않으면 누구에게나 엽니다",
    )
    uses_a_month = forms.IntegerField(label="한 달에 몇 번", min_value=1, max_value=31, initial=1)
    items_a_use = forms.IntegerField(label="한 번에 몇 가지", min_value=1, max_value=100, initial=5)
    points_a_month = forms.IntegerField(
        label="한 달 점수", min_value=0, initial=0, help_text="점수를 쓰지 않으면 0", required=False
    )
    term_months = forms.IntegerField(label="이용 기간(개월)", min_value=1, max_value=60, initial=12)
    renewals = forms.IntegerField(label="연장 횟수", min_value=0, max_value=20, initial=1)
    pause_months = forms.IntegerField(label="끝난 뒤 쉬는 달", min_value=0, max_value=60, initial=0)
    is_alone = forms.BooleanField(label="다른 식품 지원을 받으면 이용하지 않음", required=False)
    may_exceed = forms.BooleanField(label="까닭을 적으면 규칙을 넘을 수 있음", required=False, initial=True)
    source = forms.CharField(label="근거", max_length=120, help_text="예: 남원푸드마켓 운영 지침 제4조")

    def __init__(self, *args: Any, providers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]

    def clean_points_a_month(self) -> int:
        """Nothing written is no points."""
        return self.cleaned_data["points_a_month"] or 0


class FoodEnrolForm(forms.Form):
    """푸드마켓 이용자로 올리기."""

    provider = forms.ChoiceField(label="어느 곳")
    reason = forms.CharField(
        label="규칙 밖의 까닭", max_length=200, required=False, help_text="규칙에 맞으면 비워 둡니다"
    )

    def __init__(self, *args: Any, providers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]


class FoodUseForm(Once):
    """푸드마켓 이용 적기."""

    used_on = DayField(label="이용한 날")
    items = forms.IntegerField(label="몇 가지", min_value=1, max_value=200)
    points = forms.IntegerField(label="점수", min_value=0, initial=0, required=False)
    words = forms.CharField(label="무엇을", max_length=120, required=False, help_text="예: 쌀, 라면, 간장")
    reason = forms.CharField(
        label="규칙을 넘는 까닭", max_length=200, required=False, help_text="규칙 안이면 비워 둡니다"
    )

    def __init__(self, *args: Any, rule: FoodRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule is None or not rule.points_a_month:
            del self.fields["points"]

    def clean_points(self) -> int:
        """Nothing written is no points."""
        return self.cleaned_data["points"] or 0


class WhyForm(forms.Form):
    """까닭 한 줄."""

    reason = forms.CharField(label="까닭", max_length=200)
