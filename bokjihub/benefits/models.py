"""Stated facts, saved screenings, applications."""

from django.db import models
from django.db.models import Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household, Person


class StatedFact(models.Model):
    """진단에 쓴 사실: one fact of a home or of a person, by its Korean key, and where it comes from."""

    class Source(models.TextChoices):
        SAID = "said", "말씀"
        DATA = "data", "자료"
        PAPER = "paper", "서류"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="stated_facts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="stated_facts")
    name = models.CharField("이름", max_length=40)
    value = models.CharField("값", max_length=60)
    source = models.CharField("어디서", max_length=6, choices=Source, default=Source.SAID)
    stated_on = models.DateField("들은 날")
    stated_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "진단에 쓴 사실"
        verbose_name_plural = "진단에 쓴 사실"
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "name"], name="benefits_fact_once", nulls_distinct=False
            )
        ]


class Screening(models.Model):
    """급여 진단: the engine's answers for one household on one date, as they were told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="screenings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    on = models.DateField("기준일")
    results = models.JSONField("결과")
    facts = models.JSONField("쓴 사실")
    is_unverified = models.BooleanField("확인 안 된 값 있음", default=False)
    saved_by = models.UUIDField("저장한 사람")
    saved_at = models.DateTimeField("저장한 때", auto_now_add=True)

    class Meta:
        verbose_name = "급여 진단"
        verbose_name_plural = "급여 진단"
        indexes = [models.Index(fields=["household", "-saved_at"], name="benefits_screening_newest")]


class Application(models.Model):
    """신청: one benefit applied for, followed to its decision (30 or 60 days, 사회보장급여법 시행령 제6조)."""

    class Turn(models.TextChoices):
        OURS = "ours", "우리 차례"
        PERSON = "person", "본인 차례"
        SURVEY = "survey", "조사팀 차례"
        DECIDED = "decided", "결과 옴"

    class Group(models.TextChoices):
        BASIC = "PUB_BASIC", "기초생활보장"
        NEAR = "PUB_NEAR", "차상위"
        OTHER = "PUB_OTHER", "기타 공공급여"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="applications")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="applications")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    benefit = models.CharField("급여", max_length=40)
    group = models.CharField("갈래", max_length=10, choices=Group)
    turn = models.CharField("차례", max_length=8, choices=Turn, default=Turn.OURS)
    waiting_for = models.CharField("막힌 곳", max_length=80, blank=True)
    opened_on = models.DateField("시작")
    submitted_on = models.DateField("낸 날", null=True, blank=True)
    owner = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="applications")
    is_granted = models.BooleanField("결정", null=True, blank=True)
    decided_on = models.DateField("결정일", null=True, blank=True)
    monthly_won = models.BigIntegerField("받는 돈(원)", null=True, blank=True)
    reason = models.CharField("까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = "신청"
        verbose_name_plural = "신청"
        constraints = [
            models.CheckConstraint(
                condition=~Q(turn="decided") | Q(is_granted__isnull=False, decided_on__isnull=False),
                name="benefits_decision_complete",
            ),
            models.CheckConstraint(condition=~Q(is_granted=False) | ~Q(reason=""), name="benefits_rejection_reason"),
        ]
        indexes = [
            models.Index(fields=["area", "turn"], name="benefits_application_turn"),
            models.Index(fields=["work_item"], name="benefits_application_item"),
        ]
