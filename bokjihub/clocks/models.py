"""Deadline policies and running clocks."""

import datetime as dt

from django.db import models
from django.db.models import Q

from bokjihub.accounts.models import ApprovalLine, Post, Role
from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7


class Policy(models.Model):
    """How long something may take, from when, on what basis. Dated; a town edits the local ones."""

    class Basis(models.TextChoices):
        LAW = "law", "법정"
        GUIDELINE = "guideline", "지침"
        LOCAL = "local", "우리 시"

    class Unit(models.TextChoices):
        DAYS = "days", "일"
        WORKING_DAYS = "working_days", "업무일"
        MONTHS = "months", "개월"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=40)
    title = models.CharField("이름", max_length=80)
    amount = models.SmallIntegerField("길이")
    unit = models.CharField("단위", max_length=12, choices=Unit)
    basis = models.CharField("근거 갈래", max_length=10, choices=Basis)
    source = models.CharField("근거", max_length=120, blank=True)
    starts_on = models.DateField("시행", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "기한 정책"
        verbose_name_plural = "기한 정책"
        constraints = [models.UniqueConstraint(fields=["code", "starts_on"], name="clocks_policy_code")]


class Clock(models.Model):
    """One due date. `subject_kind`/`subject_id` name the thing; `verb` is what the next person does."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="clocks")
    subject_kind = models.CharField("대상 갈래", max_length=40)
    subject_id = models.UUIDField("대상")
    household_id = models.UUIDField("가구", null=True, blank=True, db_index=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    role = models.CharField("누가", max_length=24, choices=Role)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="clocks", verbose_name="담당")
    title = models.CharField("무엇을", max_length=120)
    verb = models.CharField("할 일", max_length=30)
    started_on = models.DateField("시작")
    due_on = models.DateField("기한")
    done_at = models.DateTimeField("마침", null=True, blank=True)
    paused_on = models.DateField("멈춤", null=True, blank=True)

    class Meta:
        verbose_name = "기한"
        verbose_name_plural = "기한"
        indexes = [
            models.Index(fields=["area", "due_on"], name="clocks_open_by_area", condition=Q(done_at__isnull=True)),
            models.Index(fields=["post", "due_on"], name="clocks_open_by_post", condition=Q(done_at__isnull=True)),
            models.Index(fields=["subject_id"], name="clocks_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "policy"], condition=Q(done_at__isnull=True), name="clocks_one_open"
            )
        ]

    def is_overdue(self, today: dt.date) -> bool:
        """Past its day and neither done nor paused."""
        return self.done_at is None and self.paused_on is None and self.due_on < today


class Extension(models.Model):
    """기한 늘림: a reason, a new day, who agreed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="extensions")
    was_due_on = models.DateField("전 기한")
    due_on = models.DateField("새 기한")
    reason = models.CharField("사유", max_length=200)
    approved_by = models.UUIDField("승인자")
    at = models.DateTimeField("시각", auto_now_add=True)

    class Meta:
        verbose_name = "기한 연장"
        verbose_name_plural = "기한 연장"


class SignOff(models.Model):
    """결재: one post's turn on one paper, in the order the 결재선 had on the day it was put up. Signed or sent back once.

    A paper that came back and is put up again gets a new set of turns (`sent`); the old ones stay beside it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.CharField("어떤 문서", max_length=20, choices=ApprovalLine.Paper)
    subject_kind = models.CharField("대상 갈래", max_length=40)
    subject_id = models.UUIDField("대상")
    # A list of many homes names none: it is fenced by its area alone.
    household_id = models.UUIDField("가구", null=True, blank=True, db_index=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    sent = models.PositiveSmallIntegerField("몇 번째 올림")
    place = models.PositiveSmallIntegerField("차례")
    post_name = models.CharField("자리", max_length=12)
    role = models.CharField("역할", max_length=24, choices=Role)
    decides = models.BooleanField("전결", default=False)
    is_vacant = models.BooleanField("공석", default=False)
    drafted_by = models.UUIDField("기안한 사람")
    sent_on = models.DateField("올린 날")
    signed_on = models.DateField("결재한 날", null=True, blank=True)
    signed_by = models.UUIDField("결재한 사람", null=True, blank=True)
    signed_label = models.CharField("결재한 사람(직위)", max_length=120, blank=True)
    signed_for = models.CharField("대결", max_length=40, blank=True)
    is_returned = models.BooleanField("반려", default=False)
    words = models.CharField("의견", max_length=200, blank=True)

    class Meta:
        verbose_name = "결재"
        verbose_name_plural = "결재"
        ordering = ("sent", "place")
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "sent", "place"], name="clocks_signoff_turn"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True, is_returned=False)
                | Q(signed_on__isnull=False, signed_by__isnull=False, is_vacant=False),
                name="clocks_signoff_whole",
            ),
            models.CheckConstraint(condition=Q(is_returned=False) | ~Q(words=""), name="clocks_signoff_why_returned"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("drafted_by")),
                name="clocks_signoff_other_hand",
            ),
        ]
