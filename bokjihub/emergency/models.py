"""Emergency aid (process §9, §11.6): limits and reasons as dated rows of law, the aid, its grants, payments and checks."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household


class Kind(models.TextChoices):
    """지원 종류 (제9조제1항제1호)."""

    LIVING = "LIVING", "생계지원"
    MEDICAL = "MEDICAL", "의료지원"
    HOUSING = "HOUSING", "주거지원"
    FACILITY = "FACILITY", "사회복지시설 이용지원"
    EDU = "EDU", "교육지원"
    OTHER = "OTHER", "연료비 등"


class Detail(models.TextChoices):
    """내역: what the help is for where a kind has several (시행령 제5조의2, 제6조)."""

    FUEL = "fuel", "연료비"
    ELECTRICITY = "electricity", "전기요금"
    BIRTH = "birth", "해산비"
    FUNERAL = "funeral", "장제비"
    ELEMENTARY = "elementary", "초등학생"
    MIDDLE = "middle", "중학생"
    HIGH = "high", "고등학생"


DETAILS: dict[Kind, tuple[Detail, ...]] = {
    Kind.OTHER: (Detail.FUEL, Detail.ELECTRICITY, Detail.BIRTH, Detail.FUNERAL),
    Kind.EDU: (Detail.ELEMENTARY, Detail.MIDDLE, Detail.HIGH),
}
# Helped once and not by the month.
ONE_TIME = frozenset({Detail.ELECTRICITY, Detail.BIRTH, Detail.FUNERAL})


class CrisisReason(models.Model):
    """위기사유 (제2조): a reason, its basis, and the days on which it counts.

    A reason added later counts only for requests from its day on. `status` says whether the date was read in the law
    (법령 확인) or is assumed (가정).
    """

    VERIFIED, ASSUMED = "법령 확인", "가정"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=40)
    name = models.CharField("사유", max_length=120)
    basis = models.CharField("근거", max_length=120)
    status = models.CharField("확인 상태", max_length=20)
    starts_on = models.DateField("시행")
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "위기사유"
        verbose_name_plural = "위기사유"
        constraints = [
            models.UniqueConstraint(fields=["code", "starts_on"], name="emergency_reason_dated"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="emergency_reason_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def counts_on(self, day: dt.date) -> bool:
        """Whether the reason is in force on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_assumed(self) -> bool:
        """The date was not seen in a statute or notice."""
        return self.status == self.ASSUMED


class Limit(models.Model):
    """지원 기간·횟수의 한도 (제10조) of one kind, as the statute stood from a day on."""

    class Unit(models.TextChoices):
        MONTHS = "months", "개월"
        TIMES = "times", "회"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("종류", max_length=8, choices=Kind)
    unit = models.CharField("단위", max_length=6, choices=Unit)
    first = models.PositiveSmallIntegerField("처음")
    by_mayor = models.PositiveSmallIntegerField("시장이 늘릴 수 있는 만큼(1씩)")
    total = models.PositiveSmallIntegerField("심의를 거쳐 모두")
    basis = models.CharField("근거", max_length=160)
    starts_on = models.DateField("시행")
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "긴급지원 한도"
        verbose_name_plural = "긴급지원 한도"
        constraints = [
            models.UniqueConstraint(fields=["kind", "starts_on"], name="emergency_limit_dated"),
            models.CheckConstraint(
                condition=Q(first__gt=0) & Q(total__gte=F("first") + F("by_mayor")), name="emergency_limit_order"
            ),
        ]


class NumberBook(models.Model):
    """긴급지원 번호부: the last number given in a year. Outside row security, so that two dongs never share a number."""

    year = models.PositiveSmallIntegerField("연도", primary_key=True)
    last = models.PositiveIntegerField("끝 번호", default=0)

    class Meta:
        verbose_name = "긴급지원 번호부"
        verbose_name_plural = "긴급지원 번호부"


class EmergencyAid(models.Model):
    """긴급지원: one crisis of one household and one kind of help, from request to the end.

    `episode` joins the aids of one crisis: months and counts of a kind add up over it (제10조제3항).
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "요청"
        ON_SITE = "on_site", "현장확인"
        GRANTED = "granted", "지급 결정"
        DENIED = "denied", "지원 안 함"
        PAID = "paid", "지급"
        FOLLOW_UP = "follow_up", "적정성 심사 대기"
        ADEQUATE = "adequate", "적정"
        INADEQUATE = "inadequate", "부적정"
        ENDED = "ended", "마침"

    class Later(models.TextChoices):
        """왜 금융정보 동의를 나중에 받나 (법 제8조의2 단서, 시행령 제1조의3제1항)."""

        NOW = "now", "받음"
        UNCONSCIOUS = "unconscious", "나중에 - 의식불명"
        INCAPABLE = "incapable", "나중에 - 의사결정 능력이 미약함"
        CHILD = "child", "나중에 - 아동"
        OTHER = "other", "나중에 - 장관이 정한 사유"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("번호", max_length=24, unique=True)
    episode = models.UUIDField("같은 위기", default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="emergency_aids")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    counselling = models.ForeignKey(Counselling, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    detail = models.CharField("내역", max_length=20, blank=True, choices=Detail)
    reason = models.ForeignKey(CrisisReason, models.PROTECT, related_name="aids", verbose_name="위기사유")
    state = models.CharField("상태", max_length=12, choices=State, default=State.REQUESTED)
    new_crisis = models.CharField("앞선 위기와 다른 까닭", max_length=200, blank=True)
    household_size = models.PositiveSmallIntegerField("가구원수", default=1)
    requested_on = models.DateField("요청일")
    requested_by = models.UUIDField("요청자")
    officer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    on_site_on = models.DateField("현장확인일", null=True, blank=True)
    findings = models.TextField("현장에서 본 것", blank=True)
    # 제3조②: no emergency aid where another statute already gives the same.
    same_kind_checked = models.BooleanField("같은 지원 없음 확인", default=False)
    is_officer_first = models.BooleanField("담당공무원 먼저 지원", default=False)
    same_kind_source = models.CharField("무엇으로 확인", max_length=120, blank=True)
    financial_consent = models.CharField("금융정보 동의", max_length=20, blank=True, choices=Later)
    denied_reason = models.CharField("지원 안 하는 까닭", max_length=200, blank=True)
    # 제4조②③: whoever is refused is shown another way.
    other_way = models.CharField("다른 길", max_length=200, blank=True)
    denial_asked_by = models.UUIDField("거절을 올린 사람", null=True, blank=True)
    denied_by = models.UUIDField("거절을 결정한 사람", null=True, blank=True)
    denied_on = models.DateField("거절 결정일", null=True, blank=True)
    ended_on = models.DateField("마친 날", null=True, blank=True)

    class Meta:
        verbose_name = "긴급지원"
        verbose_name_plural = "긴급지원"
        indexes = [
            models.Index(fields=["household", "-requested_on"], name="emergency_household"),
            models.Index(fields=["area", "requested_on"], name="emergency_area_day"),
            models.Index(fields=["work_item"], name="emergency_work_item"),
            models.Index(fields=["episode"], name="emergency_episode"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="denied")
                | ~Q(denied_reason="") & ~Q(other_way="") & Q(denied_by__isnull=False, denied_on__isnull=False),
                name="emergency_denial_says_why_and_what_else",
            ),
            models.CheckConstraint(
                condition=Q(denied_by__isnull=True) | ~Q(denied_by=F("denial_asked_by")),
                name="emergency_denial_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "denied", "ended"]) | Q(on_site_on__isnull=False),
                name="emergency_seen_before_granted",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Neither refused nor ended."""
        return self.state not in (self.State.DENIED, self.State.ENDED)

    @property
    def title(self) -> str:
        """생계지원, or 연료비 where the kind has several details."""
        return str(self.get_detail_display() or self.get_kind_display())


class Grant(models.Model):
    """지급 결정: so many months or times, so much won each, from a day, approved by another person.

    The first one and every extension are rows of their own; the database keeps their sum within 제10조.
    """

    class Step(models.TextChoices):
        FIRST = "first", "처음"
        MAYOR = "mayor", "시장 연장"
        COMMITTEE = "committee", "심의위원회 연장"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="grants")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    round = models.PositiveSmallIntegerField("몇 번째 결정", default=1)
    months = models.PositiveSmallIntegerField("개월·회", default=1)
    monthly_won = models.BigIntegerField("한 번에(원)")
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지")
    step = models.CharField("단계", max_length=10, choices=Step, default=Step.FIRST)
    committee_on = models.DateField("심의일", null=True, blank=True)
    cap_won = models.BigIntegerField("한 번 한도(원)", null=True, blank=True)
    notice_ref = models.CharField("금액 근거(고시)", max_length=160, blank=True)
    need = models.CharField("연장이 필요한 까닭", max_length=200, blank=True)
    asked_on = models.DateField("올린 날")
    asked_by = models.UUIDField("올린 사람")
    decided_on = models.DateField("결정일", null=True, blank=True)
    decided_by = models.UUIDField("결정한 사람", null=True, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)
    basis = models.CharField("한도 근거", max_length=160, blank=True)

    class Meta:
        verbose_name = "긴급지원 결정"
        verbose_name_plural = "긴급지원 결정"
        constraints = [
            models.CheckConstraint(condition=Q(monthly_won__gt=0), name="emergency_grant_won"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="emergency_grant_dates"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="emergency_two_people"
            ),
            models.UniqueConstraint(fields=["aid", "round"], name="emergency_grant_round"),
            models.UniqueConstraint(
                fields=["aid"], condition=Q(is_approved__isnull=True), name="emergency_one_grant_waiting"
            ),
            models.CheckConstraint(
                condition=Q(cap_won__isnull=True) | Q(monthly_won__lte=F("cap_won")), name="emergency_grant_cap"
            ),
            models.CheckConstraint(condition=Q(months__gt=0), name="emergency_grant_months"),
            models.CheckConstraint(
                condition=~Q(step="committee") | Q(committee_on__isnull=False), name="emergency_committee_has_met"
            ),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True, decided_by__isnull=True, decided_on__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_on__isnull=False),
                name="emergency_decided_by_somebody",
            ),
        ]

    @property
    def total_won(self) -> int:
        """What may be paid on this decision in all."""
        return self.months * self.monthly_won


class Payment(models.Model):
    """지급: won that went out, when and how. Reports count and add these rows."""

    class Way(models.TextChoices):
        ACCOUNT = "account", "계좌"
        CASH = "cash", "현금"
        GOODS = "goods", "현물"
        CLINIC = "clinic", "의료기관"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="payments")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    sequence = models.PositiveSmallIntegerField("회차", default=1)
    won = models.BigIntegerField("금액(원)")
    paid_on = models.DateField("지급일")
    way = models.CharField("방법", max_length=8, choices=Way)
    cash_reason = models.CharField("현금인 까닭", max_length=120, blank=True)
    paid_by = models.UUIDField("지급한 사람")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)

    class Meta:
        verbose_name = "긴급지원 지급"
        verbose_name_plural = "긴급지원 지급"
        indexes = [models.Index(fields=["area", "paid_on"], name="emergency_paid_area")]
        constraints = [
            models.CheckConstraint(condition=Q(won__gt=0), name="emergency_payment_won"),
            models.CheckConstraint(condition=~Q(way="cash") | ~Q(cash_reason=""), name="emergency_cash_has_reason"),
            models.UniqueConstraint(fields=["grant", "sequence"], name="emergency_payment_once"),
        ]


class FollowUp(models.Model):
    """사후조사 (시행령 제7조): income, assets and financial assets against the limits of the day.

    Financial data may come later (제7조제1항 단서); `financial_won` is then empty.
    """

    aid = models.OneToOneField(EmergencyAid, models.PROTECT, primary_key=True, related_name="follow_up")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    checked_on = models.DateField("조사일")
    household_size = models.PositiveSmallIntegerField("가구원수")
    income_won = models.BigIntegerField("소득(원)", null=True, blank=True)
    income_limit_won = models.BigIntegerField("소득 기준(원)", null=True, blank=True)
    assets_won = models.BigIntegerField("재산(원)", null=True, blank=True)
    home_won = models.BigIntegerField("그 가운데 사는 집(원)", default=0)
    financial_won = models.BigIntegerField("금융재산(원)", null=True, blank=True)
    financial_limit_won = models.BigIntegerField("금융재산 기준(원)", null=True, blank=True)
    limits_source = models.CharField("기준의 근거", max_length=200, blank=True)
    is_skipped = models.BooleanField("수급자가 되어 심사 생략", default=False)
    is_adequate = models.BooleanField("기준 안")
    reason = models.CharField("까닭", max_length=200, blank=True)
    checked_by = models.UUIDField("조사자")

    class Meta:
        verbose_name = "사후조사"
        verbose_name_plural = "사후조사"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_skipped=True) | Q(income_won__gte=0, assets_won__gte=0), name="emergency_check_figures"
            ),
            models.CheckConstraint(condition=Q(is_adequate=True) | ~Q(reason=""), name="emergency_check_reason"),
        ]


class Review(models.Model):
    """적정성 심사 (제14조, 제15조): the committee's word on the aid, and what must or may be given back."""

    class Verdict(models.TextChoices):
        ADEQUATE = "adequate", "적정"
        INADEQUATE = "inadequate", "부적정"
        FRAUD = "fraud", "거짓·부정한 방법"

    aid = models.OneToOneField(EmergencyAid, models.PROTECT, primary_key=True, related_name="review")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    reviewed_on = models.DateField("심의일")
    verdict = models.CharField("결과", max_length=10, choices=Verdict)
    recover_won = models.BigIntegerField("돌려받을 금액(원)", default=0)
    reason = models.CharField("까닭", max_length=200, blank=True)
    entered_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "적정성 심사"
        verbose_name_plural = "적정성 심사"
        constraints = [
            models.CheckConstraint(condition=Q(recover_won__gte=0), name="emergency_recover_won"),
            # 제15조제1항: after fraud the return is ordered; 제2항: else it may be; an adequate aid returns nothing.
            models.CheckConstraint(
                condition=Q(verdict="adequate", recover_won=0)
                | Q(verdict="inadequate")
                | Q(verdict="fraud", recover_won__gt=0),
                name="emergency_recover_as_law_says",
            ),
            models.CheckConstraint(condition=Q(verdict="adequate") | ~Q(reason=""), name="emergency_review_reason"),
        ]


class ExtensionDecision(models.Model):
    """연장 결정 (시행규칙 제3조, 제4조): at least three days before the period ends, extended or not, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.OneToOneField(Grant, models.PROTECT, related_name="extension")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    is_extended = models.BooleanField("연장")
    reason = models.CharField("까닭", max_length=200)
    decided_on = models.DateField("결정일")
    decided_by = models.UUIDField("결정한 사람")

    class Meta:
        verbose_name = "연장 결정"
        verbose_name_plural = "연장 결정"


class Objection(models.Model):
    """이의신청 (제16조): within 30 days of the notice; to the governor within 10; decided there within 15."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="objections")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    received_on = models.DateField("받은 날")
    words = models.TextField("이의 내용")
    sent_on = models.DateField("시·도에 보낸 날", null=True, blank=True)
    answered_on = models.DateField("시·도의 답을 받은 날", null=True, blank=True)
    answer = models.CharField("시·도의 답", max_length=200, blank=True)
    received_by = models.UUIDField("받은 사람")

    class Meta:
        verbose_name = "긴급지원 이의신청"
        verbose_name_plural = "긴급지원 이의신청"
        constraints = [
            models.UniqueConstraint(
                fields=["aid"], condition=Q(answered_on__isnull=True), name="emergency_one_open_objection"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(sent_on__isnull=False), name="emergency_objection_order"
            ),
        ]
