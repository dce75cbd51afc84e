"""푸드마켓·푸드뱅크 이용 (process §6.3): the dated rule of a market, who is enrolled for a term, and what was taken when."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Household
from bokjihub.resources.models.ledger import Mark
from bokjihub.resources.models.links import Provider


class FoodRule(models.Model):
    """이용 규칙: who may use one food market, how often, how much and for how long, from a day on. The market's own; dated."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="food_rules", verbose_name="푸드마켓·푸드뱅크")
    starts_on = models.DateField("언제부터")
    for_whom = ArrayField(
        models.CharField(max_length=14, choices=Mark), verbose_name="누구에게(앞이 먼저)", default=list, blank=True
    )
    uses_a_month = models.PositiveSmallIntegerField("한 달에 몇 번")
    items_a_use = models.PositiveSmallIntegerField("한 번에 몇 가지")
    points_a_month = models.PositiveIntegerField("한 달 점수", default=0)
    term_months = models.PositiveSmallIntegerField("이용 기간(개월)")
    renewals = models.PositiveSmallIntegerField("연장 횟수", default=0)
    pause_months = models.PositiveSmallIntegerField("끝난 뒤 쉬는 달", default=0)
    is_alone = models.BooleanField("다른 식품 지원과 함께 받지 않음", default=False)
    may_exceed = models.BooleanField("까닭을 적으면 넘을 수 있음", default=True)
    source = models.CharField("근거", max_length=120)
    entered_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "푸드마켓 이용 규칙"
        verbose_name_plural = "푸드마켓 이용 규칙"
        constraints = [
            models.UniqueConstraint(fields=["provider", "starts_on"], name="resources_food_rule_a_day"),
            models.CheckConstraint(
                condition=Q(uses_a_month__gt=0, items_a_use__gt=0, term_months__gt=0), name="resources_food_rule_some"
            ),
        ]


class FoodMember(models.Model):
    """푸드마켓 이용자: one home enrolled at one market for a term; extended as often as the rule of its first day says."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="food_members")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="food_members")
    why = models.CharField("누구라서", max_length=14, choices=Mark, blank=True)
    reason = models.CharField("규칙 밖의 까닭", max_length=200, blank=True)
    starts_on = models.DateField("언제부터")
    ends_on = models.DateField("언제까지")
    extended = models.PositiveSmallIntegerField("연장한 횟수", default=0)
    end_reason = models.CharField("그만둔 까닭", max_length=200, blank=True)
    entered_by = models.UUIDField("적은 사람")
    entered_label = models.CharField("적은 사람(직위)", max_length=120)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "푸드마켓 이용자"
        verbose_name_plural = "푸드마켓 이용자"
        indexes = [models.Index(fields=["area", "ends_on"], name="resources_food_member_area")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="resources_food_member_days"),
            models.CheckConstraint(condition=~Q(why="") | ~Q(reason=""), name="resources_food_member_why"),
            models.UniqueConstraint(
                fields=["household", "provider", "starts_on"], name="resources_food_member_once_a_day"
            ),
        ]

    def has_term_on(self, day: dt.date) -> bool:
        """Whether the term runs on a day."""
        return self.starts_on <= day <= self.ends_on


class FoodUse(models.Model):
    """푸드마켓 이용: what a home took on a day. Append-only; beyond the rule only with the reason beside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(FoodMember, models.PROTECT, related_name="uses")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    used_on = models.DateField("이용한 날")
    items = models.PositiveSmallIntegerField("몇 가지")
    points = models.PositiveIntegerField("점수", default=0)
    words = models.CharField("무엇을", max_length=120, blank=True)
    beyond = models.CharField("규칙을 넘은 것", max_length=200, blank=True)
    reason = models.CharField("넘은 까닭", max_length=200, blank=True)
    recorded_by = models.UUIDField("적은 사람")
    recorded_label = models.CharField("적은 사람(직위)", max_length=120)
    recorded_at = models.DateTimeField("적은 때", auto_now_add=True)
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "푸드마켓 이용"
        verbose_name_plural = "푸드마켓 이용"
        indexes = [models.Index(fields=["area", "used_on"], name="resources_food_use_area")]
        constraints = [
            models.CheckConstraint(condition=Q(items__gt=0), name="resources_food_use_some"),
            models.CheckConstraint(condition=Q(beyond="") | ~Q(reason=""), name="resources_food_use_why_beyond"),
        ]
