"""서비스 제공계획 and its check table: one statutory sheet (사회보장급여법 제15조, 시행규칙 별지 제1호서식)."""

from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.people.models import Handwriting, Household


class Plan(models.Model):
    """제공계획: one version. Agreed with the household (or why not), approved by another person, one in force a case."""

    class State(models.TextChoices):
        DRAFT = "draft", "쓰는 중"
        AGREED = "agreed", "동의"
        ACTIVE = "active", "시행"
        REVISED = "revised", "바뀜"
        COMPLETED = "completed", "마침"
        TERMINATED = "terminated", "그만둠"

    class Agreement(models.TextChoices):
        SIGNATURE = "signature", "서명"
        SPOKEN = "spoken", "말로 동의 + 2인 확인"
        REFUSED = "refused", "서명 안 함"

    class StandsFor(models.TextChoices):
        """Plans of other laws that replace the 개인별지원계획 (돌봄통합법 제13조제1항 단서, 시행규칙 제9조제3항)."""

        LONG_TERM = "long_term", "통합재가서비스 계획(노인장기요양보험법 제23조제3항)"
        SUPPORT = "support", "지원계획(사회보장급여법 제15조)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField("판")
    state = models.CharField("상태", max_length=10, choices=State, default=State.DRAFT)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    stands_for = models.CharField("갈음한 계획", max_length=10, choices=StandsFor, blank=True)
    source_plan = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="갈음한 제공계획"
    )
    written_on = models.DateField("쓴 날")
    written_by = models.UUIDField("쓴 사람")
    written_label = models.CharField("쓴 사람(직위)", max_length=120)
    coordination = models.TextField("여러 기관이 함께할 때 나누는 방법", blank=True)
    private_help = models.TextField("민간과 잇는 방법", blank=True)
    family_opinion = models.TextField("본인·가족의 뜻", blank=True)
    crisis_plan = models.TextField("위기 때 연락·대응", blank=True)
    review_on = models.DateField("다시 보는 날")
    agreement = models.CharField("동의", max_length=10, choices=Agreement, blank=True)
    agreed_by = models.CharField("동의한 분", max_length=60, blank=True)
    agreed_on = models.DateField("동의한 날", null=True, blank=True)
    witness = models.CharField("함께 확인한 사람", max_length=80, blank=True)
    refusal_reason = models.TextField("서명하지 않은 까닭", blank=True)
    approved_by = models.UUIDField("승인한 사람", null=True, blank=True)
    approved_label = models.CharField("승인한 사람(직위)", max_length=120, blank=True)
    approved_on = models.DateField("승인일", null=True, blank=True)
    approved_for = models.CharField("대결(자리 비운 사람)", max_length=40, blank=True)
    ended_on = models.DateField("끝난 날", null=True, blank=True)

    class Meta:
        verbose_name = "제공계획"
        verbose_name_plural = "제공계획"
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="cases_plan_version"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="active"), name="cases_one_active_plan"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")), name="cases_plan_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "terminated"])
                | Q(agreement__in=["signature", "spoken"], agreed_on__isnull=False) & ~Q(agreed_by="")
                | Q(agreement="refused", agreed_on__isnull=False) & ~Q(refusal_reason=""),
                name="cases_plan_agreed_or_refusal",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="cases_active_plan_approved",
            ),
            models.CheckConstraint(
                condition=~Q(agreement="spoken") | ~Q(witness=""), name="cases_spoken_agreement_has_witness"
            ),
        ]


class PlanSignature(Handwriting):
    """계획 서명: how the household signed its plan. One a plan."""

    sealed_as = "cases.signature"

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="signature")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta(Handwriting.Meta):
        verbose_name = "계획 서명"
        verbose_name_plural = "계획 서명"


class Goal(models.Model):
    """목표: what shall change, how it is measured, from where to where, by when."""

    class Term(models.TextChoices):
        SHORT = "short", "단기"
        LONG = "long", "장기"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("차례")
    term = models.CharField("기간", max_length=6, choices=Term, default=Term.SHORT)
    words = models.CharField("목표", max_length=120)
    measure = models.CharField("재는 법", max_length=120, blank=True)
    baseline = models.CharField("시작값", max_length=60, blank=True)
    target = models.CharField("목표값", max_length=60)
    due_on = models.DateField("기한")

    class Meta:
        verbose_name = "목표"
        verbose_name_plural = "목표"
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="cases_goal_order")]


class PlanService(models.Model):
    """계획 서비스: kind, method, amount and period of what is given, by whom (제15조 제1항)."""

    class Sector(models.TextChoices):
        PUBLIC = "public", "공공"
        PRIVATE = "private", "민간"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="services")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("차례")
    need = models.CharField("어떤 어려움에", max_length=16)
    name = models.CharField("서비스", max_length=120)
    sector = models.CharField("공공·민간", max_length=8, choices=Sector)
    provider = models.CharField("제공기관", max_length=80)
    amount = models.CharField("얼마나", max_length=60)
    frequency = models.CharField("얼마마다", max_length=60, blank=True)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)
    arranged_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="누가 잇나"
    )
    expected_won = models.BigIntegerField("예상 금액(원)", default=0)
    funding = models.CharField("재원", max_length=40, blank=True)

    class Meta:
        verbose_name = "계획 서비스"
        verbose_name_plural = "계획 서비스"
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="cases_service_order"),
            models.CheckConstraint(condition=Q(expected_won__gte=0), name="cases_service_won"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="cases_service_dates"
            ),
        ]


class ClientTask(models.Model):
    """본인이 할 일: what the household itself takes on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("차례")
    words = models.CharField("할 일", max_length=120)
    due_on = models.DateField("언제까지", null=True, blank=True)

    class Meta:
        verbose_name = "본인이 할 일"
        verbose_name_plural = "본인이 할 일"


class Check(models.Model):
    """점검: one look at a plan in force. The next one always has a day."""

    class Method(models.TextChoices):
        PHONE = "phone", "전화"
        VISIT = "visit", "방문"
        COUNTER = "counter", "내방"
        AGENCY = "agency", "기관 확인"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="checks")
    case = models.ForeignKey(Case, models.PROTECT, related_name="checks")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    checked_on = models.DateField("점검일")
    method = models.CharField("방법", max_length=8, choices=Method)
    spoke_with = models.CharField("말한 분", max_length=60)
    new_needs = models.TextField("새로 생긴 어려움", blank=True)
    next_on = models.DateField("다음 점검")
    checked_by = models.UUIDField("점검한 사람")
    checked_label = models.CharField("점검한 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "점검"
        verbose_name_plural = "점검"
        constraints = [models.CheckConstraint(condition=Q(next_on__gt=F("checked_on")), name="cases_check_next_later")]


class CheckService(models.Model):
    """점검 - 서비스: delivered as planned, less, more or stopped; how content the person is."""

    class Delivered(models.TextChoices):
        AS_PLANNED = "as_planned", "계획대로"
        LESS = "less", "덜"
        MORE = "more", "더"
        STOPPED = "stopped", "멈춤"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_record = models.ForeignKey(Check, models.CASCADE, related_name="services")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    service = models.ForeignKey(PlanService, models.PROTECT, related_name="checks")
    delivered = models.CharField("제공", max_length=10, choices=Delivered)
    satisfaction = models.SmallIntegerField("만족", null=True, blank=True)
    note = models.CharField("까닭·할 일", max_length=200, blank=True)

    class Meta:
        verbose_name = "점검(서비스)"
        verbose_name_plural = "점검(서비스)"
        constraints = [
            models.UniqueConstraint(fields=["check_record", "service"], name="cases_check_service_once"),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="cases_check_satisfaction",
            ),
            models.CheckConstraint(
                condition=Q(delivered="as_planned") | ~Q(note=""), name="cases_check_exception_has_note"
            ),
        ]


class CheckGoal(models.Model):
    """점검 - 목표: how far a goal has come, with what shows it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_record = models.ForeignKey(Check, models.CASCADE, related_name="goals")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="checks")
    progress = models.SmallIntegerField("나아간 만큼(%)")
    evidence = models.CharField("근거", max_length=200, blank=True)

    class Meta:
        verbose_name = "점검(목표)"
        verbose_name_plural = "점검(목표)"
        constraints = [
            models.UniqueConstraint(fields=["check_record", "goal"], name="cases_check_goal_once"),
            models.CheckConstraint(condition=Q(progress__gte=0, progress__lte=100), name="cases_check_progress"),
        ]
