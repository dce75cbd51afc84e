"""What a town calls its cases: priority groups, and its own decisions that roll up to the national ones. Dated; the town edits them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.conference import Decision


class CaseLabel(models.Model):
    """사례 이름표: a priority group (process §2.2), or a local name of a decision such as 집중사례관리 that counts as a national one."""

    class Kind(models.TextChoices):
        TAG = "tag", "우선 살필 대상"
        DECISION = "decision", "우리 시 구분"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("갈래", max_length=8, choices=Kind)
    code = models.CharField("코드", max_length=24)
    label = models.CharField("이름", max_length=40)
    rolls_up_to = models.CharField("전국 구분", max_length=14, choices=Decision.Code, blank=True)
    source = models.CharField("근거", max_length=120, blank=True)
    starts_on = models.DateField("부터", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "사례 이름표"
        verbose_name_plural = "사례 이름표"
        ordering = ["kind", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(ends_on__isnull=True), name="cases_label_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="decision") & ~Q(rolls_up_to="") | Q(kind="tag", rolls_up_to=""),
                name="cases_local_decision_rolls_up",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="cases_label_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.label
