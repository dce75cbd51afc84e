"""Shape and wording of what is typed about cases."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from bokjihub.accounts.models import Post
from bokjihub.cases.models import (
    Aftercare,
    Around,
    Attendee,
    CareApplication,
    CareAssessment,
    Case,
    CaseLabel,
    Check,
    CheckService,
    Closing,
    Conference,
    Decision,
    Kin,
    KinTie,
    Plan,
    PlanService,
)
from bokjihub.cases.models.survey import Grade
from bokjihub.clocks.models import Clock
from bokjihub.partners.models import Agency
from bokjihub.people.models import Person
from bokjihub.ui.fields import DayField, WonField
from bokjihub.ui.signing import HandwrittenForm

# Answers of a meeting that select nobody.
NO_MOVE = (Decision.Code.CONTINUE, Decision.Code.CARE)


def long_text(label: str, *, required: bool = True, rows: int = 3, hint: str = "") -> forms.CharField:
    """A field for more than a line."""
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"class": "input", "rows": rows})
    )


def line(label: str, *, required: bool = True, hint: str = "", length: int = 120) -> forms.CharField:
    """A field for one line."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=length,
        widget=forms.TextInput(attrs={"class": "input"}),
    )


def choice(label: str, choices: Any, *, required: bool = True, initial: Any = None) -> forms.ChoiceField:
    """Up to eight ways, as buttons."""
    return forms.ChoiceField(label=label, choices=choices, required=required, initial=initial, widget=forms.RadioSelect)


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody in a post, by name and what they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Post.objects.none(), widget=forms.Select(attrs={"class": "input"}), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name} ({obj.title or obj.get_role_display()})"

    def offer(self, posts: list[Post]) -> None:
        """Let these be chosen."""
        self.queryset = Post.objects.filter(id__in=[post.id for post in posts]).select_related("user")


class ReferForm(forms.Form):
    """사례 의뢰."""

    reason = long_text("왜 사례관리가 필요한가요", hint="여러 어려움이 함께 있는지, 지금까지 무엇을 해 보았는지")
    to = choice("어디에 의뢰하나요", Case.Holder.choices, initial=Case.Holder.DONG)


class AcceptForm(forms.Form):
    """접수: who manages."""

    manager = PostField(label="누가 맡나요", empty_label="고르세요")

    def __init__(self, *args: Any, managers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["manager"]
        field.offer(managers)


class ReasonForm(forms.Form):
    """Why something is given back or stopped."""

    reason = long_text("까닭")


class BasisForm(forms.Form):
    """동의 없이 조사하는 근거."""

    legal_basis = line("동의 없이 조사하는 법의 근거", required=False, hint="동의가 있으면 비워 둡니다")


class TransferForm(forms.Form):
    """이관 제안."""

    reason = long_text("왜 이관하나요")


class TransferAnswerForm(AcceptForm):
    """이관 답."""

    is_accepted = choice("받을까요", [("yes", "받습니다"), ("no", "돌려보냅니다")])
    answer = line("돌려보내는 까닭", required=False, length=200)
    field_order = ["is_accepted", "manager", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].required = False


class ExtendForm(forms.Form):
    """기한 늘리기."""

    clock = forms.ModelChoiceField(Clock.objects.none(), label="어느 기한", widget=forms.RadioSelect, empty_label=None)
    due_on = DayField(label="언제까지")
    reason = line("까닭", length=200)

    def __init__(self, *args: Any, clocks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clock"]
        field.queryset = clocks
        field.label_from_instance = lambda row: row.policy.title


class SuspendForm(forms.Form):
    """보류."""

    reason = long_text("왜 멈추나요", hint="입원, 수감, 잠시 다른 곳에 머무름")
    review_on = DayField(label="언제 다시 보나요", help_text="60일 안")


class DomainForm(forms.Form):
    """One domain of the survey: wish and strength stand before the score."""

    wish = line("본인이 바라는 것", required=False, length=200)
    wish_rank = choice(
        "먼저 풀고 싶은 차례", [("", "없음"), ("1", "1"), ("2", "2"), ("3", "3")], required=False, initial=""
    )
    strength = line("강점·쓸 수 있는 힘", required=False, length=200)
    who = forms.ModelChoiceField(
        Person.objects.none(),
        label="누구",
        required=False,
        empty_label="가구 모두",
        widget=forms.Select(attrs={"class": "input"}),
    )
    items = forms.MultipleChoiceField(label="무엇이", required=False, widget=forms.CheckboxSelectMultiple)
    since = line("언제부터", required=False, length=40)
    evidence = line("근거(보고 들은 것)", required=False, length=300)
    existing_help = line("지금 받는 도움", required=False, length=200)
    gap = line("모자란 것", required=False, length=200)
    score = choice("얼마나", (), required=False)

    def __init__(self, *args: Any, domain: Any, people: Any, **kwargs: Any) -> None:
        """`domain`: one of the town's form, with its scale and what may be ticked."""
        super().__init__(*args, **kwargs)
        self.domain = domain
        score: Any = self.fields["score"]
        score.choices = [(step.name, f"{step.name} {step.label}") for step in domain.scale]
        items: Any = self.fields["items"]
        items.choices = [(one.name, one.label) for one in domain.items]
        who: Any = self.fields["who"]
        who.queryset = people


class SubmitSurveyForm(forms.Form):
    """조사 내기."""

    assessor_view = long_text("조사자 의견", required=False)
    grade = choice("등급", [("", "계산된 대로"), *Grade.choices], required=False, initial="")
    override_reason = line("계산과 다르게 정하는 까닭", required=False, length=200)

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        """`words`: what the town's form calls each grade."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["grade"]
        field.choices = [("", "계산된 대로"), *((code, words.get(code, label)) for code, label in Grade.choices)]


class LabelForm(forms.Form):
    """이름표 더하기."""

    kind = choice("무엇의 이름인가요", CaseLabel.Kind.choices, initial=CaseLabel.Kind.TAG)
    label = line("이름", length=40)
    rolls_up_to = forms.ChoiceField(
        label="어느 전국 구분으로 세나요",
        choices=[("", "–"), *((code, name) for code, name in Decision.Code.choices if code not in NO_MOVE)],
        required=False,
        help_text="우리 시 구분일 때",
        widget=forms.Select(attrs={"class": "input"}),
    )
    source = line("근거", required=False)


class TagsForm(forms.Form):
    """우선 살필 대상."""

    tags = forms.MultipleChoiceField(label="해당하는 것", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, labels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tags"]
        field.choices = [(one.code, one.label) for one in labels]


class ConferenceForm(forms.Form):
    """회의 부르기."""

    kind = choice("어떤 회의", Conference.Kind.choices, initial=Conference.Kind.INTERNAL)
    held_on = DayField(label="언제")
    place = line("어디서", length=80)
    chair = line("누가 이끄나요", length=60)
    cases = forms.ModelMultipleChoiceField(
        Case.objects.none(), label="안건", required=False, widget=forms.CheckboxSelectMultiple
    )
    number = line("함께하는 사례도 다시 다룰까요", required=False, length=20, hint="사례 번호")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cases"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.number} · {case.area.name}"

    def clean(self) -> dict[str, Any]:
        """A meeting has at least one case before it."""
        found = super().clean() or {}
        if not found.get("cases") and not found.get("number"):
            raise forms.ValidationError("안건을 하나 이상 고르거나 사례 번호를 적어 주세요.")
        return found


class CallOffForm(forms.Form):
    """회의 취소."""

    why = line("왜 취소하나요", length=120)


class InviteForm(forms.Form):
    """참석자 부르기."""

    post = PostField(label="우리 직원", required=False, empty_label="–")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="협력 기관",
        required=False,
        empty_label="–",
        widget=forms.Select(attrs={"class": "input"}),
    )
    name = line("바깥에서 오는 분", required=False, length=60)
    organisation = line("어디서(협력 기관이 아니면)", required=False, length=80)
    pledged_on = DayField(label="비밀유지 서약일", required=False, help_text="초대 주소에서 서약하실 분은 비워 둡니다")
    seat = forms.ChoiceField(
        label="어떤 자리",
        choices=[("", "–"), *Attendee.Seat.choices],
        required=False,
        help_text="시행규칙 제9조제2항",
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, posts: list[Post], agencies: Any, is_care: bool, **kwargs: Any) -> None:
        """`is_care`: a 통합지원회의, whose members sit there for somebody the rule names."""
        super().__init__(*args, **kwargs)
        if not is_care:
            del self.fields["seat"]
        field: Any = self.fields["post"]
        field.offer(posts)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies

    def clean(self) -> dict[str, Any]:
        """Either a colleague or an outsider with the house they come from."""
        found = super().clean() or {}
        house = found.get("agency") or found.get("organisation")
        if not found.get("post") and not (found.get("name") and house):
            raise forms.ValidationError("우리 직원을 고르거나, 바깥에서 오는 분의 이름과 소속을 적어 주세요.")
        return found


class AddCaseForm(forms.Form):
    """안건 더하기 by the number of the case."""

    number = line("사례 번호", length=20, hint="회의를 기다리는 사례와 지금 함께하는 사례를 올릴 수 있습니다")


class ShareForm(forms.Form):
    """바깥 위원께 보일 것."""

    question = line("함께 정할 것", required=False, length=200, hint="이름·주소를 적지 않습니다")
    shared = forms.MultipleChoiceField(label="보일 것", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, allowed: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["shared"]
        field.choices = allowed


class KeyForm(forms.Form):
    """초대 주소: for whom, and what opens it."""

    attendee = forms.ModelChoiceField(
        Attendee.objects.none(), label="누구께", empty_label="고르세요", widget=forms.Select(attrs={"class": "input"})
    )
    key_tail = forms.RegexField(
        r"^[0-9]{4}$",
        label="그분 전화 끝 네 자리",
        required=False,
        help_text="협력 기관은 비우면 대표 전화 끝 네 자리",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": "숫자 네 자리를 적어 주세요."},
    )

    def __init__(self, *args: Any, attendees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["attendee"]
        field.queryset = attendees
        field.label_from_instance = lambda one: f"{one.name} ({one.organisation})"


class DecisionForm(forms.Form):
    """이 사례 결정."""

    code = choice("결정", Decision.Code.choices)
    local = forms.ModelChoiceField(
        CaseLabel.objects.none(),
        label="우리 시 구분",
        required=False,
        empty_label="–",
        widget=forms.Select(attrs={"class": "input"}),
    )
    discussion = long_text("무엇을 논의했나요")
    reason = long_text("조사가 권한 것과 다르거나 미선정인 까닭", required=False, rows=2)
    dissent = long_text("다른 의견", required=False, rows=2)

    def __init__(self, *args: Any, locals_: Any, is_care: bool, **kwargs: Any) -> None:
        """`locals_`: the town's own decisions in use; the field goes where there is none."""
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = [one for one in Decision.Code.choices if (one[0] == Decision.Code.CARE) == is_care]
        if is_care:
            locals_ = locals_.none()
            del self.fields["reason"]
        field: Any = self.fields["local"]
        field.queryset = locals_
        field.label_from_instance = lambda one: f"{one.label} ({one.get_rolls_up_to_display()})"
        if not locals_:
            del self.fields["local"]


class DutyForm(forms.Form):
    """할 일 한 줄."""

    post = PostField(label="누가", required=False, empty_label="–")
    what = line("무엇을", required=False, length=160)
    due_on = DayField(label="언제까지", required=False)

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["post"]
        field.offer(posts)

    def clean(self) -> dict[str, Any]:
        """All three or none."""
        found = super().clean() or {}
        given = [bool(found.get(name)) for name in ("post", "what", "due_on")]
        if any(given) and not all(given):
            raise forms.ValidationError("할 일에는 누가, 무엇을, 언제까지가 모두 있어야 합니다.")
        return found


class DutyDoneForm(forms.Form):
    """할 일 마침."""

    outcome = line("어떻게 되었나요", length=200)


class RowForm(forms.Form):
    """A line of a table that counts only when its first field is filled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted = True

    def has_changed(self) -> bool:
        """Its first field decides: a list with a default does not make an empty line wrong, an untouched line is not lost."""
        first = next(iter(self.fields))
        return bool(str(self.data.get(self.add_prefix(first), "")).strip())


class GoalForm(RowForm):
    """목표 한 줄."""

    words = line("목표")
    measure = line("재는 법", required=False)
    baseline = line("시작값", required=False, length=60)
    target = line("목표값", length=60)
    due_on = DayField(label="기한")


class ServiceForm(RowForm):
    """서비스 한 줄: kind, method, amount and period (사회보장급여법 제15조 제1항)."""

    name = line("서비스")
    need = forms.ChoiceField(
        label="어떤 어려움에", choices=(), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    sector = forms.ChoiceField(
        label="공공·민간", choices=PlanService.Sector.choices, widget=forms.Select(attrs={"class": "input"})
    )
    provider = line("제공기관", length=80)
    amount = line("얼마나", length=60)
    frequency = line("얼마마다", required=False, length=60)
    starts_on = DayField(label="부터")
    ends_on = DayField(label="까지", required=False)
    expected_won = WonField(label="예상 금액", required=False)
    funding = line("재원", required=False, length=40)
    arranged_by = PostField(label="누가 잇나", required=False, empty_label="담당")

    def __init__(self, *args: Any, needs: Any = (), posts: Any = (), **kwargs: Any) -> None:
        """`needs`: domains of the survey; `posts`: colleagues who may arrange it."""
        super().__init__(*args, **kwargs)
        need: Any = self.fields["need"]
        need.choices = [("", "–"), *needs]
        arranged: Any = self.fields["arranged_by"]
        arranged.offer(list(posts))


class TaskForm(RowForm):
    """본인이 할 일 한 줄."""

    words = line("할 일")
    due_on = DayField(label="언제까지", required=False)


GoalRows: "type[BaseFormSet[Any]]" = formset_factory(GoalForm, extra=2)
ServiceRows: "type[BaseFormSet[Any]]" = formset_factory(ServiceForm, extra=2)
TaskRows: "type[BaseFormSet[Any]]" = formset_factory(TaskForm, extra=1)
DutyRows: "type[BaseFormSet[Any]]" = formset_factory(DutyForm, extra=3)


class PlanForm(forms.Form):
    """What stands around the lines of a plan."""

    family_opinion = long_text("본인·가족의 뜻", required=False, rows=2)
    coordination = long_text("여러 기관이 함께할 때 나누는 방법", required=False, rows=2)
    private_help = long_text("민간과 잇는 방법", required=False, rows=2)
    crisis_plan = long_text("위기 때 연락·대응", required=False, rows=2, hint="고난도 사례에는 꼭 적습니다")
    review_on = DayField(label="다시 보는 날")


class AgreeForm(HandwrittenForm):
    """함께 보고 서명."""

    agreement = choice("어떻게 하셨나요", Plan.Agreement.choices)
    agreed_by = line("동의한 분", required=False, length=60)
    witness = line("함께 확인한 사람(말로 동의할 때)", required=False, length=80)
    refusal_reason = line("서명하지 않은 까닭", required=False, length=300)


class CheckForm(forms.Form):
    """점검."""

    method = choice("어떻게", Check.Method.choices, initial=Check.Method.PHONE)
    spoke_with = line("말한 분", length=60)
    new_needs = long_text("새로 생긴 어려움", required=False, rows=2)
    next_on = DayField(label="다음 점검")


class CheckServiceForm(forms.Form):
    """How one service goes."""

    delivered = choice("제공", CheckService.Delivered.choices, required=False)
    satisfaction = choice("만족", [(str(n), str(n)) for n in range(1, 6)], required=False)
    note = line("까닭·할 일", required=False, length=200)


class CheckGoalForm(forms.Form):
    """How far one goal has come."""

    percent = forms.IntegerField(
        label="나아간 만큼(%)",
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input input-day"}),
    )
    evidence = line("근거", required=False, length=200)


class ClosingForm(forms.Form):
    """종결 올리기."""

    reason = choice("까닭", Closing.Reason.choices)
    proof = line(
        "확인한 것",
        required=False,
        length=200,
        hint="이관·전출·입소·사망·중복·그 밖에는 꼭: 언제 누구에게, 무엇으로 확인했는지",
    )
    refused_by = line("거부한 분", required=False, length=60, hint="본인 거부면 꼭: 본인, 함께 사는 아들처럼")
    capacity_judged = line(
        "판단 능력", required=False, hint="본인 거부면 꼭: 스스로 정하실 수 있는지, 무엇을 보고 그리 판단했는지"
    )
    second_offer_by = line(
        "다시 여쭌 사람", required=False, length=80, hint="본인 거부면 꼭: 처음 여쭌 분이 아닌 다른 담당과 그날"
    )
    continuing = long_text("이어지는 서비스", required=False, rows=2)
    client_view = long_text("본인 말씀", required=False, rows=2)
    advice = long_text("동에 남기는 말", required=False, rows=2)
    next_on = DayField(label="다음 확인일", required=False, help_text="본인 거부·연락두절이면 꼭")

    def __init__(self, *args: Any, reasons: Any, **kwargs: Any) -> None:
        """`reasons`: those a case of this kind may end for."""
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [(one.value, one.label) for one in reasons]


class AnswerForm(forms.Form):
    """승인 또는 되돌림."""

    answer = line("되돌리는 까닭", required=False, length=200)


class AftercareForm(forms.Form):
    """사후관리."""

    method = choice("어떻게", Aftercare.Method.choices)
    outcome = choice("어떠신가요", Aftercare.Outcome.choices)
    signs = long_text("보고 들은 것", hint="나빠짐을 고르면 바로 다시 사례관리를 의뢰합니다")


class KinForm(forms.Form):
    """가족 더하기."""

    label = line("부르는 말", length=20, hint="큰딸, 돌아가신 남편처럼. 이름을 다 적지 않아도 됩니다")
    sex = choice("성별", Kin.Sex.choices, required=False, initial="")
    birth_year = forms.IntegerField(
        label="태어난 해",
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    lives_here = forms.BooleanField(label="함께 삶", required=False)
    is_dead = forms.BooleanField(label="돌아가심", required=False)


class KinTieForm(forms.Form):
    """관계 잇기."""

    one = forms.ModelChoiceField(Kin.objects.none(), label="누가", widget=forms.Select(attrs={"class": "input"}))
    kind = choice("어떤 관계", KinTie.Kind.choices)
    other = forms.ModelChoiceField(Kin.objects.none(), label="누구와", widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, kin: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = kin


class AroundForm(forms.Form):
    """둘레."""

    name = line("누구·어디", length=30)
    kind = forms.ChoiceField(label="갈래", choices=Around.Kind.choices, widget=forms.Select(attrs={"class": "input"}))
    strength = choice("관계", Around.Strength.choices)
    flow = choice("도움", Around.Flow.choices, initial=Around.Flow.IN)
    note = line("무엇을", required=False, length=80)


class CareForm(forms.Form):
    """통합지원 신청 (돌봄통합법 시행규칙 제7조, 별지 제1호서식)."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="누가 도움이 필요한가요", empty_label=None, widget=forms.RadioSelect
    )
    group = choice("어떤 대상인가요", CareApplication.Group.choices)
    way = choice("누가 신청하나요", CareApplication.Way.choices, initial=CareApplication.Way.SELF)
    applicant = line("신청인 이름(기관이면 소속과 이름)", required=False, length=80)
    relation = line("본인과의 관계", required=False, length=30)
    urgent = forms.ChoiceField(
        label="직권이면 어떤 까닭",
        choices=[("", "–"), *CareApplication.Urgent.choices],
        required=False,
        help_text="시행령 제4조",
        widget=forms.Select(attrs={"class": "input"}),
    )
    agreed_by = line("신청에 동의한 분", required=False, length=60, hint="관련기관 신청과 직권 신청에는 꼭")
    agreed_on = DayField(label="동의한 날", required=False)
    receiving = line(
        "지금 받는 급여·서비스", required=False, length=200, hint="장기요양 등급, 활동지원, 노인맞춤돌봄 …"
    )
    discharged_from = line("퇴원·퇴소한 곳", required=False, length=80)
    discharged_on = DayField(label="퇴원·퇴소한 날", required=False)
    wish = long_text("무엇이 불편하고 무엇을 바라시나요")
    shares_records = forms.BooleanField(label="행정정보 공동이용에 동의하심", required=False, initial=True)
    papers = forms.MultipleChoiceField(
        label="받은 서류",
        choices=CareApplication.Paper.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    to = choice("어디에서 판정하나요", Case.Holder.choices, initial=Case.Holder.DISTRICT)

    def __init__(self, *args: Any, people: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people
        ages = {one.id: one.age_on(day) for one in people}
        person.label_from_instance = lambda one: f"{one.name} ({ages[one.id]}세)" if ages.get(one.id) else one.name


class AskForm(forms.Form):
    """조사 맡기기."""

    source = choice("누가 조사하나요", CareAssessment.Source.choices, initial=CareAssessment.Source.OWN)


class FoundForm(forms.Form):
    """조사 결과: levels as buttons, words by item."""

    surveyed_on = DayField(label="조사한 날")
    surveyor = line("조사자", length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in CareAssessment.ITEMS:
            self.fields[key] = choice(f"{label}: 도움이 얼마나 필요한가요", CareAssessment.Level.choices)
        for key, label in CareAssessment.FINDINGS:
            self.fields[f"words_{key}"] = long_text(label, required=key != "other", rows=2)


class JudgeForm(forms.Form):
    """종합판정."""

    medical_need = choice("의료적 지원 필요도", CareAssessment.Level.choices)
    care_need = choice("일상생활 요양·돌봄 필요도", CareAssessment.Level.choices)
    is_target = choice("통합지원 대상인가요", [("yes", "대상입니다"), ("no", "대상이 아닙니다")])
    reason = long_text("무엇을 보고 판정했나요", hint="본인께 드리는 안내문에 그대로 나옵니다")


class ToldForm(forms.Form):
    """판정 결과 안내."""

    how = choice("어떻게 알렸나요", CareAssessment.Told.choices)
    told_on = DayField(label="언제")


class AdoptForm(forms.Form):
    """다른 법의 계획으로 갈음."""

    stands_for = choice("어떤 계획으로 갈음하나요", Plan.StandsFor.choices)
    source = forms.ModelChoiceField(
        Plan.objects.none(), label="이 가구의 제공계획", required=False, empty_label="–", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = plans
        source.label_from_instance = lambda one: (
            f"{one.case.number} {one.version}판 (시행 {one.approved_on:%Y. %-m. %-d.})"
        )
        if not plans:
            del self.fields["source"]
