"""Visits (process §3.9, §11.2)."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from bokjihub.accounts.models import Post, User
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household


class VisitProgramme(models.Model):
    """방문사업: why homes of a kind are visited, by which pair, how long, when they are due (process §4.1). A town edits the rows."""

    class Event(models.TextChoices):
        AGE = "age", "나이(해)"
        PREGNANCY = "pregnancy", "임신(주)"
        BIRTH = "birth", "출생 뒤(주)"
        NONE = "", "해당 없음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=12, unique=True)
    name = models.CharField("이름", max_length=60)
    target = models.CharField("어느 집에", max_length=80, blank=True)
    pair_rule = models.CharField("함께 가는 사람", max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    event = models.CharField("도래", max_length=10, choices=Event, blank=True, default="")
    event_at = models.PositiveSmallIntegerField("도래 값", null=True, blank=True)
    window_days = models.PositiveSmallIntegerField("며칠 안에", null=True, blank=True)
    instruments = ArrayField(models.CharField(max_length=20), verbose_name="선별도구", default=list, blank=True)
    order = models.PositiveSmallIntegerField("차례", default=1)
    is_open = models.BooleanField("쓰는 중", default=True)

    class Meta:
        verbose_name = "방문사업"
        verbose_name_plural = "방문사업"
        ordering = ["order", "code"]


class Visit(models.Model):
    """방문: a day, a time, two people, an order of the day; later its result."""

    class State(models.TextChoices):
        WAITING = "waiting", "팀장 승인 기다림"
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
    is_time_promised = models.BooleanField("약속한 시각", default=False)
    # 0: nobody set the order of the day by hand, it is computed nearest first.
    order = models.PositiveSmallIntegerField("손으로 정한 차례", default=0)
    purpose = models.CharField("왜", max_length=120, blank=True)
    take_along = models.CharField("챙길 것", max_length=120, blank=True)
    alone_reason = models.CharField("혼자 가는 까닭", max_length=120, blank=True)
    volunteer_basis = models.CharField("동의 없이 함께 가는 법적 까닭", max_length=12, blank=True)
    scheduled_by = models.UUIDField("잡은 사람", null=True, blank=True)
    approved_by = models.UUIDField("혼자 가기를 승인한 팀장", null=True, blank=True)
    approved_at = models.DateTimeField("승인한 때", null=True, blank=True)
    departed_at = models.DateTimeField("나선 때", null=True, blank=True)
    cancelled_reason = models.CharField("취소한 까닭", max_length=120, blank=True)
    state = models.CharField("상태", max_length=12, choices=State, default=State.SCHEDULED)
    arrived_at = models.DateTimeField("도착", null=True, blank=True)
    left_at = models.DateTimeField("나옴", null=True, blank=True)
    result = models.CharField("결과", max_length=12, choices=Result, blank=True)
    door_signs = ArrayField(models.CharField(max_length=20), verbose_name="문 앞 본 것", default=list, blank=True)
    notice_left = models.BooleanField("안내문 남김", default=False)
    words = models.TextField("말씀", blank=True)
    observation = models.TextField("본 것", blank=True)
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
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="visits_cancel_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_at__isnull=False), name="visits_approval_is_dated"
            ),
        ]

    OPEN = (State.WAITING, State.SCHEDULED, State.DEPARTED, State.CHECKED_IN)

    @property
    def is_open(self) -> bool:
        """Neither recorded nor cancelled."""
        return self.state in self.OPEN

    @property
    def is_met(self) -> bool:
        """Somebody of the home was spoken to."""
        return self.result in (self.Result.MET, self.Result.MET_FAMILY)

    def ends_at(self) -> dt.time:
        """When the visit is expected to end."""
        return (dt.datetime.combine(self.planned_on, self.planned_at) + dt.timedelta(minutes=self.minutes)).time()

    def is_long_inside(self, now: dt.datetime) -> bool:
        """Inside for longer than an hour, or than planned: the office calls (process §11.2)."""
        if self.state != self.State.CHECKED_IN or self.arrived_at is None:
            return False
        return now > self.arrived_at + dt.timedelta(minutes=max(60, self.minutes))


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


class Booking(models.Model):
    """잡힌 시간: somebody of the pair is taken from then to then. Names no home, so that anybody planning sees who is free."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="bookings")
    user = models.ForeignKey(User, models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField("부터")
    ends_at = models.DateTimeField("까지")

    class Meta:
        verbose_name = "잡힌 시간"
        verbose_name_plural = "잡힌 시간"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visits_booking_span"),
            ExclusionConstraint(
                name="visits_one_place_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Incident(models.Model):
    """방문 중 안전 일: what happened, how grave, what help was called."""

    class Level(models.TextChoices):
        NOTICE = "notice", "조심할 일"
        THREAT = "threat", "위협"
        HURT = "hurt", "다침"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="incidents")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level = models.CharField("정도", max_length=8, choices=Level, default=Level.NOTICE)
    what = models.CharField("무슨 일", max_length=200)
    help_called = models.CharField("부른 도움", max_length=60, blank=True)
    at = models.DateTimeField("시각")
    reported_by = models.UUIDField("적은 사람")
    reviewed_by = models.UUIDField("확인한 팀장", null=True, blank=True)
    reviewed_at = models.DateTimeField("확인한 때", null=True, blank=True)

    class Meta:
        verbose_name = "방문 중 안전 일"
        verbose_name_plural = "방문 중 안전 일"
