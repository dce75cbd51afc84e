"""Emergency aid (process §9, §11.6)."""

from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household


class Kind(models.TextChoices):
    """지원 종류 (제9조)."""

    LIVING = "LIVING", "생계지원"
    MEDICAL = "MEDICAL", "의료지원"
    HOUSING = "HOUSING", "주거지원"
    FACILITY = "FACILITY", "사회복지시설 이용지원"
    EDU = "EDU", "교육지원"
    OTHER = "OTHER", "연료비 등"


class CrisisReason(models.Model):
    """위기사유: a reason, its basis, and from when it counts (a reason added in 2018 counts only from then)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=40)
    name = models.CharField("사유", max_length=120)
    basis = models.CharField("근거", max_length=120)
    status = models.CharField("확인 상태", max_length=20)
    starts_on = models.DateField("시행")
    ends_on = models.DateField("끝", null=True, blank=True)

    class Meta:
        verbose_name = "위기사유"
        verbose_name_plural = "위기사유"
        constraints = [models.UniqueConstraint(fields=["code", "starts_on"], name="emergency_reason_dated")]


class EmergencyAid(models.Model):
    """긴급지원: one crisis of one household and one kind of help, from request to the end."""

    class State(models.TextChoices):
        REQUESTED = "requested", "요청"
        ON_SITE = "on_site", "현장확인"
        GRANTED = "granted", "지급 결정"
        DENIED = "denied", "지원 안 함"
        PAID = "paid", "지급"
        FOLLOW_UP = "follow_up", "사후조사"
        ADEQUATE = "adequate", "적정"
        INADEQUATE = "inadequate", "부적정"
        ENDED = "ended", "마침"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("번호", max_length=24, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="emergency_aids")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    counselling = models.ForeignKey(Counselling, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    detail = models.CharField("내역", max_length=20, blank=True)  # 연료비, 전기요금, 해산비, 장제비 …
    reason = models.ForeignKey(CrisisReason, models.PROTECT, related_name="aids", verbose_name="위기사유")
    state = models.CharField("상태", max_length=12, choices=State, default=State.REQUESTED)
    requested_on = models.DateField("요청일")
    requested_by = models.UUIDField("요청자")
    officer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    on_site_on = models.DateField("현장확인일", null=True, blank=True)
    findings = models.TextField("현장에서 본 것", blank=True)
    # 제3조②: no emergency aid where another statute already gives the same.
    same_kind_checked = models.BooleanField("같은 지원 없음 확인", default=False)
    is_officer_first = models.BooleanField("담당공무원 먼저 지원", default=False)
    financial_consent = models.CharField("금융정보 동의", max_length=20, blank=True)
    denied_reason = models.CharField("지원 안 하는 까닭", max_length=200, blank=True)
    ended_on = models.DateField("마친 날", null=True, blank=True)

    class Meta:
        verbose_name = "긴급지원"
        verbose_name_plural = "긴급지원"
        indexes = [
            models.Index(fields=["household", "-requested_on"], name="emergency_household"),
            models.Index(fields=["area", "requested_on"], name="emergency_area_day"),
            models.Index(fields=["work_item"], name="emergency_work_item"),
        ]


class Grant(models.Model):
    """지급 결정: so many months or times, so much won each, from a day, approved by another person."""

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
        ]


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
    """사후조사 (시행령 제7조): income and assets against the limits of the day; then adequate or not."""

    aid = models.OneToOneField(EmergencyAid, models.PROTECT, primary_key=True, related_name="follow_up")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    checked_on = models.DateField("조사일")
    household_size = models.PositiveSmallIntegerField("가구원수")
    income_won = models.BigIntegerField("소득(원)")
    assets_won = models.BigIntegerField("재산(원)")
    financial_won = models.BigIntegerField("금융재산(원)", null=True, blank=True)
    is_skipped = models.BooleanField("수급자가 되어 생략", default=False)
    is_adequate = models.BooleanField("적정")
    reason = models.CharField("까닭", max_length=200, blank=True)
    checked_by = models.UUIDField("조사자")

    class Meta:
        verbose_name = "사후조사"
        verbose_name_plural = "사후조사"


class ExtensionDecision(models.Model):
    """연장 결정: at least three days before the period ends, extended or ended, with the reason."""

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
