"""Plan, standard, establishment and the log of the roll-out. No personal data, no row security."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

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
        VEHICLE = "vehicle", "차량"
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
