"""Plan, standard, establishment, log and cars of the roll-out. No household data, no row security."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, QuerySet

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area, Team, ValidOn
from bokjihub.audit.ids import uuid7


class HubPlan(models.Model):
    """허브화 계획: one dong, the wave it belongs to, how it is to be covered, from when. The actual is the coverage."""

    class Kind(models.TextChoices):
        BASIC = "basic", "기본형"
        CENTRE = "centre", "권역형(중심동)"
        GENERAL = "general", "권역형(일반동)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="hub_plans", verbose_name="읍·면·동")
    kind = models.CharField("꼴", max_length=8, choices=Kind)
    centre = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="중심동")
    wave = models.CharField("차수", max_length=40)
    planned_on = models.DateField("계획한 날")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)
    note = models.CharField("적바림", max_length=200, blank=True)

    class Meta:
        verbose_name = "허브화 계획"
        verbose_name_plural = "허브화 계획"
        constraints = [
            models.UniqueConstraint(fields=["area", "wave"], name="rollout_plan_once_a_wave"),
            models.CheckConstraint(
                condition=~Q(kind="general") | Q(centre__isnull=False), name="rollout_general_names_its_centre"
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=True) | ~Q(centre=F("area")), name="rollout_centre_is_other"
            ),
        ]


class StaffingStandard(models.Model):
    """인력 기준: what a team must have. The two readings in use differ (process §1.3), so each city says its own."""

    class Reading(models.TextChoices):
        TOTAL = "total", "3명 이상(팀장 포함)"
        BESIDE_COUNTER = "beside_counter", "창구 외 2명 이상"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    reading = models.CharField("읽는 법", max_length=14, choices=Reading)
    minimum = models.PositiveSmallIntegerField("가장 적은 수")
    head_grade = models.CharField("팀장 직급", max_length=20, default="6급")
    source = models.CharField("근거", max_length=120)
    starts_on = models.DateField("부터", default=dt.date(2016, 1, 1))
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "인력 기준"
        verbose_name_plural = "인력 기준"
        constraints = [models.UniqueConstraint(fields=["city", "starts_on"], name="rollout_standard_once")]


class Establishment(models.Model):
    """정원: how many posts a team is allowed, from when to when. What is not filled is a vacancy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="establishments")
    posts = models.PositiveSmallIntegerField("정원")
    nurses = models.PositiveSmallIntegerField("그 가운데 간호", default=0)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "정원"
        verbose_name_plural = "정원"
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_on"], name="rollout_establishment_once"),
            models.CheckConstraint(condition=Q(nurses__lte=F("posts")), name="rollout_nurses_within"),
        ]


class LogEntry(models.Model):
    """추진 기록: a meeting, workshop, inspection or opinion on the way (process §7.1, row 4)."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "회의"
        BRIEFING = "briefing", "설명회"
        WORKSHOP = "workshop", "워크숍"
        INSPECTION = "inspection", "현장 점검"
        OPINION = "opinion", "의견"
        BODY = "body", "추진 기구"
        IMPROVEMENT = "improvement", "고친 점"
        SATISFACTION = "satisfaction", "만족도"
        PRACTICE = "practice", "우수사례"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("꼴", max_length=12, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="어디")
    held_on = models.DateField("날")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)
    title = models.CharField("무엇", max_length=120)
    led_by = models.CharField("이끈 사람(직위)", max_length=80, blank=True)
    attendees = models.PositiveSmallIntegerField("참석", null=True, blank=True)
    words = models.TextField("내용", blank=True)
    follow_up = models.CharField("고칠 것", max_length=200, blank=True)
    mend_by = models.DateField("언제까지", null=True, blank=True)
    mended_on = models.DateField("고친 날", null=True, blank=True)
    mended_words = models.CharField("어떻게 고쳤나", max_length=200, blank=True)
    written_by = models.UUIDField("적은 사람", null=True, blank=True)

    class Meta:
        verbose_name = "추진 기록"
        verbose_name_plural = "추진 기록"
        indexes = [models.Index(fields=["area", "-held_on"], name="rollout_log_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(mended_on__isnull=True) | (~Q(follow_up="") & ~Q(mended_words="")),
                name="rollout_mended_says_what",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Something is still to be mended."""
        return bool(self.follow_up) and self.mended_on is None


class Award(models.Model):
    """상: what a town received for the work (process §7.1, row 17)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="어디")
    given_on = models.DateField("받은 날")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)
    title = models.CharField("상", max_length=120)
    given_by = models.CharField("준 곳", max_length=80, blank=True)

    class Meta:
        verbose_name = "상"
        verbose_name_plural = "상"


class Evaluation(models.Model):
    """평가: where a town stood in an outside evaluation of one year: rank in its province, rank in the country."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="어디")
    subject = models.CharField("무엇", max_length=80)
    year = models.PositiveSmallIntegerField("대상 해")
    province_rank = models.PositiveSmallIntegerField("시·도 안 순위", null=True, blank=True)
    country_rank = models.PositiveSmallIntegerField("전국 순위", null=True, blank=True)
    source = models.CharField("출처", max_length=120)

    class Meta:
        verbose_name = "평가 결과"
        verbose_name_plural = "평가 결과"
        constraints = [
            models.UniqueConstraint(fields=["area", "subject", "year"], name="rollout_evaluation_once"),
            models.CheckConstraint(
                condition=Q(province_rank__isnull=False) | Q(country_rank__isnull=False), name="rollout_evaluation_rank"
            ),
        ]


class Fleet(QuerySet["Vehicle"]):
    """Cars on a date."""

    def on(self, day: dt.date) -> "Fleet":
        """Those that had come and not gone by `day`."""
        return self.filter(Q(returned_on__isnull=True) | Q(returned_on__gt=day), acquired_on__lte=day)


class Vehicle(models.Model):
    """복지차량: a car that goes out to homes, of a dong's office or of the city's unit, from the day it came to the day it went."""

    class Power(models.TextChoices):
        ELECTRIC = "electric", "전기차"
        HYDROGEN = "hydrogen", "수소차"
        HYBRID = "hybrid", "하이브리드"
        FUEL = "fuel", "휘발유·경유·LPG"
        UNKNOWN = "unknown", "적지 않음"

    class Came(models.TextChoices):
        BOUGHT = "bought", "구입"
        LEASED = "leased", "임차"
        GIVEN = "given", "기증"
        UNKNOWN = "unknown", "적지 않음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="둔 곳")
    name = models.CharField("부르는 이름", max_length=60)
    plate = models.CharField("차량 번호", max_length=12, blank=True)
    power = models.CharField("동력", max_length=10, choices=Power)
    came = models.CharField("어떻게 들어왔나", max_length=10, choices=Came)
    came_from = models.CharField("누구에게서", max_length=60, blank=True)
    acquired_on = models.DateField("들어온 날")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)
    inspect_by = models.DateField("검사 유효기간 끝", null=True, blank=True)
    insured_until = models.DateField("의무보험 끝", null=True, blank=True)
    returned_on = models.DateField("나간 날", null=True, blank=True)
    returned_why = models.CharField("나간 까닭", max_length=80, blank=True)

    objects = Fleet.as_manager()

    class Meta:
        verbose_name = "복지차량"
        verbose_name_plural = "복지차량"
        indexes = [models.Index(fields=["area", "acquired_on"], name="rollout_vehicle_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["plate"],
                condition=Q(returned_on__isnull=True) & ~Q(plate=""),
                name="rollout_vehicle_plate_once",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("acquired_on")) & ~Q(returned_why=""),
                name="rollout_vehicle_gone_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_plate(self) -> str:
        """12가**56: for those who look at the fleet and do not drive."""
        return f"{self.plate[:-4]}**{self.plate[-2:]}" if self.plate else ""


class VehicleBooking(models.Model):
    """배차: who drives one car from when to when, and what for in a few words. No home is named. One car goes one way at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="bookings", verbose_name="차")
    driver = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="모는 사람")
    starts_at = models.DateTimeField("부터")
    ends_at = models.DateTimeField("까지")
    errand = models.CharField("무슨 일로", max_length=60)
    booked_by = models.UUIDField("잡은 사람")

    class Meta:
        verbose_name = "배차"
        verbose_name_plural = "배차"
        ordering = ("starts_at",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="rollout_booking_span"),
            ExclusionConstraint(
                name="rollout_booking_one_car_one_way",
                expressions=[
                    ("vehicle", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
