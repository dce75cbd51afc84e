"""Stated facts, saved screenings, applications; who is probably missing what."""

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


class GuideRefusal(models.Model):
    """맞춤형 안내 거부: the home does not want to be told what it may be missing (사회보장급여법 제22조의2제2항 단서)."""

    household = models.OneToOneField(Household, models.PROTECT, primary_key=True, related_name="guide_refusal")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    refused_on = models.DateField("거부한 날")
    noted_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "맞춤형 안내 거부"
        verbose_name_plural = "맞춤형 안내 거부"


class LikelyMiss(models.Model):
    """놓친 지원 짐작: what a home is probably missing by its recorded facts, from the last night. Decides nothing."""

    class Ground(models.TextChoices):
        """Why the town may look: without one of these nobody is screened."""

        FOUND = "found", "발굴 대상(사회보장급여법 제9조의2)"
        RECIPIENT = "recipient", "수급자 맞춤형 안내(사회보장급여법 제22조의2제2항제1호)"
        CONSENT = "consent", "상담·연계 동의(사회보장급여법 제16조)"
        AGED = "aged", "65세 이상 기초연금 안내(기초연금법 제10조의2)"

    household = models.OneToOneField(Household, models.PROTECT, primary_key=True, related_name="likely_miss")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    ground = models.CharField("볼 근거", max_length=10, choices=Ground)
    # [{"name", "certain", "won", "period"}]: certain by the recorded facts, or probable by the law's own share of people.
    benefits = models.JSONField("급여")
    monthly_won = models.BigIntegerField("달마다(원)", default=0)
    is_certain = models.BooleanField("적힌 사실로 정해짐", default=False)
    # [{"name", "was", "will"}] and the won a month of the next first of January against today.
    drift = models.JSONField("해가 바뀌면", default=list, blank=True)
    drift_won = models.BigIntegerField("해가 바뀌면(원)", default=0)
    first_on = models.DateField("처음 찾은 날")
    screened_on = models.DateField("살핀 날")

    class Meta:
        verbose_name = "놓친 지원 짐작"
        verbose_name_plural = "놓친 지원 짐작"
        indexes = [models.Index(fields=["area", "-is_certain", "-monthly_won"], name="benefits_miss_area")]


class NightRun(models.Model):
    """밤 진단: one night of one town, in parts; a broken one goes on where it stopped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    on = models.DateField("기준일")
    after = models.UUIDField("여기까지", null=True, blank=True)
    homes = models.PositiveIntegerField("가구", default=0)
    done = models.PositiveIntegerField("본 가구", default=0)
    lawful = models.PositiveIntegerField("볼 근거가 있는 가구", default=0)
    found = models.PositiveIntegerField("놓친 것이 있어 보이는 가구", default=0)
    gaining = models.PositiveIntegerField("새해에 얻을 가구", default=0)
    losing = models.PositiveIntegerField("새해에 잃을 가구", default=0)
    started_at = models.DateTimeField("시작", auto_now_add=True)
    finished_at = models.DateTimeField("마침", null=True, blank=True)

    class Meta:
        verbose_name = "밤 진단"
        verbose_name_plural = "밤 진단"
        constraints = [models.UniqueConstraint(fields=["city", "on"], name="benefits_night_once")]

    @property
    def unlawful(self) -> int:
        """Homes nobody had a ground to look at: counted, not read."""
        return self.done - self.lawful
