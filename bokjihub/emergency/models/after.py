"""After the money: the check, the review, the decision on more, objections, and the help that follows (제13조-제16조, 제4조)."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.benefits.models import Application
from bokjihub.emergency.models.aid import EmergencyAid, Grant
from bokjihub.emergency.models.money import Recovery
from bokjihub.people.models import Household
from bokjihub.resources.models import ServiceLink


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
    """이의신청 (제16조): within 30 days of the notice; to the governor within 10; decided there within 15.

    Against the decision (제8조제3항), or against an order to give money back (제15조제1항·제2항): then `recovery` says which.
    """

    class Outcome(models.TextChoices):
        """시·도지사의 답 (제16조제2항)."""

        CORRECTED = "corrected", "시정 - 처분을 고침"
        DISMISSED = "dismissed", "기각 - 처분이 옳음"
        REJECTED = "rejected", "각하 - 다룰 수 없음"
        WITHDRAWN = "withdrawn", "신청인이 거둠"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="objections")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    recovery = models.ForeignKey(Recovery, models.PROTECT, null=True, blank=True, related_name="objections")
    # The thirty days run from here; empty on rows written before it was asked for (then: the day of the decision).
    told_on = models.DateField("처분을 알게 된 날", null=True, blank=True)
    received_on = models.DateField("받은 날")
    words = models.TextField("이의 내용")
    sent_on = models.DateField("시·도에 보낸 날", null=True, blank=True)
    answered_on = models.DateField("시·도의 답을 받은 날", null=True, blank=True)
    outcome = models.CharField("시·도의 처리", max_length=10, blank=True, choices=Outcome)
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
                condition=Q(answered_on__isnull=True) | Q(sent_on__isnull=False) | Q(outcome="withdrawn"),
                name="emergency_objection_order",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(told_on__lte=F("received_on")), name="emergency_objection_told"
            ),
        ]


class Onward(models.Model):
    """이어 준 도움 (제4조제2항·제3항, 제9조제1항제2호): what the home was led to when the emergency help was over, or why nothing."""

    class Way(models.TextChoices):
        OTHER_LAW = "other_law", "다른 법의 지원(제4조제2항)"
        PRIVATE = "private", "민간 연계 - 적십자·모금회·복지기관(제9조제1항제2호가목)"
        ADVICE = "advice", "상담·정보 제공(제9조제1항제2호나목)"
        OVER = "over", "위기가 풀려 더 필요 없음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="onward")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    way = models.CharField("어디로", max_length=10, choices=Way)
    link = models.ForeignKey(ServiceLink, models.PROTECT, null=True, blank=True, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField("무엇을", max_length=200)
    told_on = models.DateField("알린 날")
    told_by = models.UUIDField("알린 사람")

    class Meta:
        verbose_name = "이어 준 도움"
        verbose_name_plural = "이어 준 도움"
        indexes = [models.Index(fields=["area", "told_on"], name="emergency_onward_area")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="emergency_onward_words"),
            models.CheckConstraint(
                condition=Q(link__isnull=True) | Q(way="private"), name="emergency_onward_link_is_private"
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=True) | Q(way="other_law"), name="emergency_onward_application_is_law"
            ),
        ]
