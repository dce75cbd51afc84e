"""Visits (process §3.9, §11.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household


class VisitProgramme(models.Model):
    """방문사업: why homes of a kind are visited and by which pair."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=12, unique=True)
    name = models.CharField("이름", max_length=60)
    pair_rule = models.CharField("함께 가는 사람", max_length=40, blank=True)

    class Meta:
        verbose_name = "방문사업"
        verbose_name_plural = "방문사업"


class Visit(models.Model):
    """방문: a day, a time, two people, an order of the day; later its result."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "예약"
        DEPARTED = "departed", "출발"
        CHECKED_IN = "checked_in", "도착"
        DONE = "done", "만남"
        NOT_MET = "not_met", "못 만남"
        ABORTED = "aborted", "중단"
        CANCELLED = "cancelled", "취소"

    class Result(models.TextChoices):
        MET = "met", "만남(본인)"
        MET_FAMILY = "met_family", "만남(가족)"
        ABSENT = "absent", "부재"
        REFUSED = "refused", "거부"
        VACANT = "vacant", "주소불명·빈집"
        MOVED = "moved", "이사"
        DIED = "died", "사망"
        ADMITTED = "admitted", "입원·입소"
        STOPPED = "stopped", "안전상 중단"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(VisitProgramme, models.PROTECT, related_name="visits", verbose_name="방문사업")
    household = models.ForeignKey(Household, models.PROTECT, related_name="visits")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="visits")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    lead = models.ForeignKey(Post, models.PROTECT, related_name="visits", verbose_name="담당")
    planned_on = models.DateField("방문일")
    planned_at = models.TimeField("시각")
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    order = models.PositiveSmallIntegerField("차례", default=1)
    purpose = models.CharField("왜", max_length=120, blank=True)
    alone_reason = models.CharField("혼자 가는 까닭", max_length=120, blank=True)
    state = models.CharField("상태", max_length=12, choices=State, default=State.SCHEDULED)
    arrived_at = models.DateTimeField("도착", null=True, blank=True)
    left_at = models.DateTimeField("나옴", null=True, blank=True)
    result = models.CharField("결과", max_length=12, choices=Result, blank=True)
    door_signs = ArrayField(models.CharField(max_length=20), verbose_name="문 앞 본 것", default=list, blank=True)
    notice_left = models.BooleanField("안내문 남김", default=False)
    words = models.TextField("말씀·본 것", blank=True)
    next_on = models.DateField("다음 확인일", null=True, blank=True)
    recorded_at = models.DateTimeField("적은 때", null=True, blank=True)
    recorded_by = models.UUIDField("적은 사람", null=True, blank=True)
    client_id = models.UUIDField("기기 기록 번호", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "방문"
        verbose_name_plural = "방문"
        indexes = [
            models.Index(fields=["area", "planned_on"], name="visits_area_day"),
            models.Index(fields=["lead", "planned_on"], name="visits_lead_day"),
            models.Index(fields=["household", "-planned_on"], name="visits_household"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result__in=["absent", "refused", "vacant", "moved", "stopped"]) | Q(next_on__isnull=False),
                name="visits_result_has_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "not_met"]) | ~Q(result=""), name="visits_end_has_result"
            ),
        ]


class Companion(models.Model):
    """함께 가는 사람: the second of the pair (officer, nurse, volunteer, village head)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="companions")
    post = models.ForeignKey(Post, models.PROTECT, related_name="accompanied")
    kind = models.CharField("누구", max_length=24)

    class Meta:
        verbose_name = "동행"
        verbose_name_plural = "동행"
        constraints = [models.UniqueConstraint(fields=["visit", "post"], name="visits_companion_once")]


class Incident(models.Model):
    """방문 중 안전 일: what happened, what help was called."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="incidents")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    what = models.CharField("무슨 일", max_length=200)
    help_called = models.CharField("부른 도움", max_length=60, blank=True)
    at = models.DateTimeField("시각")
    reported_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "방문 중 안전 일"
        verbose_name_plural = "방문 중 안전 일"
