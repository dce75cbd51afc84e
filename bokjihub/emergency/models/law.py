"""Kinds of help, and the dated rows of law: crisis reasons (제2조) and limits (제10조)."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import ValidOn
from bokjihub.audit.ids import uuid7


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

    TOWNS = "ordinance_"  # how the code of a town's own reason begins
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
    def is_towns(self) -> bool:
        """Of the town's own ordinance, not of law or notice."""
        return self.code.startswith(self.TOWNS)

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
    # Help for the same cause again: not within so many months of the end (the ministry's notice for medical help).
    same_cause_months = models.PositiveSmallIntegerField("같은 원인으로 다시 못 하는 달", null=True, blank=True)
    same_cause_basis = models.CharField("그 근거", max_length=160, blank=True)
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
                condition=Q(same_cause_months__isnull=True) | ~Q(same_cause_basis=""),
                name="emergency_limit_cause_basis",
            ),
            models.CheckConstraint(
                condition=Q(first__gt=0) & Q(total__gte=F("first") + F("by_mayor")), name="emergency_limit_order"
            ),
        ]
