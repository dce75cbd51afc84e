"""Money that comes back (제15조) and the year's budget (제17조): both are books, sums of rows nobody changes."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.emergency.models.aid import EmergencyAid
from bokjihub.emergency.models.law import Kind
from bokjihub.people.models import Household


class Recovery(models.Model):
    """환수 (제15조): an order to give back, asked for by the officer and given by another person. Its balance is the book's sum."""

    class Ground(models.TextChoices):
        FRAUD = "fraud", "거짓·부정한 방법(제15조제1항)"
        INADEQUATE = "inadequate", "적정하지 않음(제15조제2항)"
        EXCESS = "excess", "기준을 넘은 만큼(제15조제3항)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="recoveries")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    ground = models.CharField("까닭", max_length=10, choices=Ground)
    won = models.BigIntegerField("돌려받을 금액(원)")
    words = models.CharField("어떻게 정했나", max_length=200)
    asked_on = models.DateField("올린 날")
    asked_by = models.UUIDField("올린 사람")
    ordered_on = models.DateField("명령한 날", null=True, blank=True)
    ordered_by = models.UUIDField("명령한 사람", null=True, blank=True)
    is_ordered = models.BooleanField("명령", null=True, blank=True)
    answer = models.CharField("되돌린 까닭", max_length=200, blank=True)
    told_on = models.DateField("알린 날", null=True, blank=True)
    due_on = models.DateField("납부기한", null=True, blank=True)

    class Meta:
        verbose_name = "긴급지원 환수"
        verbose_name_plural = "긴급지원 환수"
        constraints = [
            models.CheckConstraint(condition=Q(won__gt=0) & ~Q(words=""), name="emergency_recovery_won"),
            models.CheckConstraint(
                condition=Q(ordered_by__isnull=True) | ~Q(ordered_by=F("asked_by")),
                name="emergency_recovery_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_ordered__isnull=True, ordered_on__isnull=True, ordered_by__isnull=True)
                | Q(is_ordered__isnull=False, ordered_on__isnull=False, ordered_by__isnull=False),
                name="emergency_recovery_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["aid"], condition=Q(is_ordered__isnull=True), name="emergency_one_recovery_waiting"
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True)
                | Q(is_ordered=True, due_on__isnull=False, told_on__gte=F("ordered_on"), due_on__gte=F("told_on")),
                name="emergency_recovery_days",
            ),
        ]


class RecoveryEntry(models.Model):
    """환수 장부: one line. What is owed is the sum; a line is never changed or deleted, a mistake has a line back."""

    class Kind(models.TextChoices):
        ORDERED = "ordered", "반환명령"
        PAID = "paid", "납부"
        REDUCED = "reduced", "줄임(이의 시정)"
        WRITTEN_OFF = "written_off", "결손"
        URGED = "urged", "독촉"
        UNDONE = "undone", "잘못 적은 납부 되돌림"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("갈래", max_length=12, choices=Kind)
    won = models.BigIntegerField("금액(원)")
    on = models.DateField("날")
    words = models.CharField("적요", max_length=200, blank=True)
    entered_by = models.UUIDField("적은 사람")
    at = models.DateTimeField("적은 때", auto_now_add=True)
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "환수 장부"
        verbose_name_plural = "환수 장부"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ordered", "undone"], won__gt=0)
                | Q(kind__in=["paid", "reduced", "written_off"], won__lt=0)
                | Q(kind="urged", won=0),
                name="emergency_recovery_sign",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["written_off", "undone", "reduced"]) | ~Q(words=""),
                name="emergency_recovery_says_why",
            ),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(kind="ordered"), name="emergency_recovery_ordered_once"
            ),
        ]


class Appropriation(models.Model):
    """긴급지원 예산: one line of a fiscal year's money for one kind, from one purse. A change is a line more, up or down."""

    class Purse(models.TextChoices):
        NATION = "nation", "국비"
        PROVINCE = "province", "도비"
        CITY = "city", "시비"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    year = models.PositiveSmallIntegerField("회계연도")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    purse = models.CharField("재원", max_length=10, choices=Purse)
    won = models.BigIntegerField("금액(원)")
    on = models.DateField("날")
    words = models.CharField("적요", max_length=200)
    entered_by = models.UUIDField("적은 사람")
    at = models.DateTimeField("적은 때", auto_now_add=True)
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "긴급지원 예산"
        verbose_name_plural = "긴급지원 예산"
        indexes = [models.Index(fields=["area", "year", "kind"], name="emergency_budget_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(won=0) & ~Q(words=""), name="emergency_budget_line"),
            models.CheckConstraint(condition=Q(year__range=(2006, 2100)), name="emergency_budget_of_a_year"),
        ]
