"""What statistics keeps: tables as they were sent, questions that were saved, and aggregates that may leave the town."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7


class Snapshot(models.Model):
    """굳힌 실적표: a table of a period that is over, kept as it was sent. Written once; later entries show beside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    name = models.CharField("실적표", max_length=40)
    title = models.CharField("제목", max_length=80)
    first = models.DateField("첫날")
    last = models.DateField("끝날")
    is_as_of = models.BooleanField("하루의 모습", default=False)
    reach = ArrayField(models.UUIDField(), verbose_name="센 읍·면·동", default=list)
    document = models.JSONField("표")
    frozen_at = models.DateTimeField("굳힌 때", auto_now_add=True)
    frozen_by = models.UUIDField("굳힌 사람")
    frozen_label = models.CharField("굳힌 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "굳힌 실적표"
        verbose_name_plural = "굳힌 실적표"
        constraints = [
            models.UniqueConstraint(fields=["city", "name", "first", "last"], name="statistics_closed_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="statistics_snapshot_days"),
        ]
        indexes = [models.Index(fields=["city", "-last"], name="statistics_snapshot_newest")]


class SavedReport(models.Model):
    """적어 둔 물음: one question of the report builder, so that the same question can be asked again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    title = models.CharField("이름", max_length=80)
    question = models.JSONField("물음")
    is_shared = models.BooleanField("함께 봄", default=False)
    owner = models.UUIDField("적은 사람")
    owner_label = models.CharField("적은 사람(직위)", max_length=120)
    saved_at = models.DateTimeField("적은 때", auto_now_add=True)

    class Meta:
        verbose_name = "적어 둔 물음"
        verbose_name_plural = "적어 둔 물음"
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="statistics_question_once")]


class TownFigure(models.Model):
    """보낸 집계: one figure of a town or dong for a period as the province reads it. Small ones are hidden, not sent.

    No row security: nothing here can be traced to a home, and the province's own installation holds nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    # Empty: the whole town.
    dong = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="읍·면·동")
    first = models.DateField("첫날")
    last = models.DateField("끝날")
    figure = models.CharField("무엇", max_length=24)
    value = models.BigIntegerField("값", null=True, blank=True)
    is_hidden = models.BooleanField("가림", default=False)
    sent_at = models.DateTimeField("보낸 때")
    sent_label = models.CharField("보낸 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "보낸 집계"
        verbose_name_plural = "보낸 집계"
        constraints = [
            models.UniqueConstraint(
                fields=["city", "dong", "first", "last", "figure"],
                name="statistics_figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=True, value__isnull=True) | Q(is_hidden=False),
                name="statistics_hidden_says_nothing",
            ),
        ]
        indexes = [models.Index(fields=["city", "-last"], name="statistics_figure_newest")]
