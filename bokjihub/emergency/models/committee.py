"""긴급지원심의위원회 (제12조): its sittings, and what lies before it."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.emergency.models.after import Review
from bokjihub.emergency.models.aid import EmergencyAid
from bokjihub.people.models import Household


class Sitting(models.Model):
    """심의위원회 회의 (시행규칙 제5조): who was seated, who came, and so whether it could decide."""

    class Body(models.TextChoices):
        COMMITTEE = "committee", "긴급지원심의위원회"
        BOARD = "board", "생활보장위원회(제12조제4항)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    body = models.CharField("어느 위원회", max_length=10, choices=Body, default=Body.COMMITTEE)
    held_on = models.DateField("회의한 날")
    place = models.CharField("곳", max_length=60, blank=True)
    seated = models.PositiveSmallIntegerField("재적 위원")
    experts = models.PositiveSmallIntegerField("전문가·민간단체 위원")
    present = models.PositiveSmallIntegerField("출석 위원")
    is_written = models.BooleanField("서면 심의", default=False)
    words = models.TextField("회의에서 나온 말", blank=True)
    entered_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "긴급지원심의위원회 회의"
        verbose_name_plural = "긴급지원심의위원회 회의"
        indexes = [models.Index(fields=["area", "-held_on"], name="emergency_sitting_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seated__gt=0, present__lte=F("seated"), experts__lte=F("seated")),
                name="emergency_sitting_numbers",
            ),
            # 제12조제2항·제3항: at most fifteen, half of them experts or named by non-profit bodies.
            models.CheckConstraint(
                condition=~Q(body="committee") | Q(seated__lte=15, experts__gte=F("seated") - F("experts")),
                name="emergency_committee_as_law_says",
            ),
        ]

    @property
    def has_quorum(self) -> bool:
        """재적위원 과반수의 출석 (시행규칙 제5조제2항)."""
        return self.present * 2 > self.seated


class AgendaItem(models.Model):
    """안건: one aid before the committee (제12조제1항), and what it decided."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", "지원 연장(제1호)"
        ADEQUACY = "adequacy", "적정성 심사(제2호)"
        RECOVERY = "recovery", "중단·환수(제3호)"
        OTHER = "other", "위원장이 부친 사항(제4호)"

    class Outcome(models.TextChoices):
        PASSED = "passed", "가결"
        REJECTED = "rejected", "부결"
        DEFERRED = "deferred", "다음 회의로"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="agenda_items")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("무엇을", max_length=10, choices=Kind)
    need = models.CharField("까닭", max_length=300)
    months = models.PositiveSmallIntegerField("늘릴 개월·회", null=True, blank=True)
    asked_on = models.DateField("부친 날")
    asked_by = models.UUIDField("부친 사람")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="items")
    outcome = models.CharField("결과", max_length=10, blank=True, choices=Outcome)
    seated = models.PositiveSmallIntegerField("재적", null=True, blank=True)
    present = models.PositiveSmallIntegerField("출석", null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("찬성", null=True, blank=True)
    verdict = models.CharField("적정성", max_length=10, blank=True, choices=Review.Verdict)
    recover_won = models.BigIntegerField("돌려받을 금액(원)", default=0)
    words = models.CharField("의결 내용", max_length=300, blank=True)

    class Meta:
        verbose_name = "심의 안건"
        verbose_name_plural = "심의 안건"
        constraints = [
            models.UniqueConstraint(fields=["aid", "kind"], condition=Q(outcome=""), name="emergency_one_item_waiting"),
            models.CheckConstraint(condition=~Q(need=""), name="emergency_item_says_why"),
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(months__gt=0), name="emergency_item_extension_months"
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(
                    sitting__isnull=False,
                    in_favour__isnull=False,
                    in_favour__lte=F("present"),
                    present__lte=F("seated"),
                ),
                name="emergency_item_decided_at_a_sitting",
            ),
            # 시행규칙 제5조제2항: more than half of the seated are there, more than half of these say yes.
            models.CheckConstraint(
                condition=~Q(outcome__in=["passed", "rejected"]) | Q(present__gt=F("seated") - F("present")),
                name="emergency_item_quorum",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="passed") | Q(in_favour__gt=F("present") - F("in_favour")),
                name="emergency_item_majority",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="rejected") | Q(in_favour__lte=F("present") - F("in_favour")),
                name="emergency_item_no_majority",
            ),
        ]
