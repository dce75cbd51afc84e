"""Places and teams. No personal data, no row security."""

import datetime as dt
from typing import TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from bokjihub.audit.ids import uuid7

M = TypeVar("M", bound=models.Model, covariant=True)


class ValidOn(models.QuerySet[M]):
    """Rows with `starts_on` (included) and `ends_on` (the last day, included; empty = still open)."""

    def on(self, day: dt.date) -> "ValidOn[M]":
        """Rows in force on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Area(models.Model):
    """One place at one level. `code` is the ten-digit administrative code (행정동); legal-dong codes are kept beside it."""

    class Level(models.TextChoices):
        SIDO = "sido", "시·도"
        SIGUNGU = "sigungu", "시·군·구"
        GU = "gu", "일반구"
        DONG = "dong", "읍·면·동"
        TONG = "tong", "통·리"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    level = models.CharField("단계", max_length=8, choices=Level)
    name = models.CharField("이름", max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField("행정 코드", max_length=12, blank=True)
    legal_codes = ArrayField(models.CharField(max_length=10), verbose_name="법정동 코드", default=list, blank=True)
    latitude = models.FloatField("위도", null=True, blank=True)
    longitude = models.FloatField("경도", null=True, blank=True)
    households_count = models.PositiveIntegerField("세대수", null=True, blank=True)
    people_count = models.PositiveIntegerField("인구", null=True, blank=True)
    starts_on = models.DateField("시작", default=dt.date(1900, 1, 1))
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "지역"
        verbose_name_plural = "지역"
        constraints = [
            models.UniqueConstraint(fields=["parent", "level", "name", "starts_on"], name="areas_area_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """읍·면·동 경계: the outline of a dong on a date, and where it comes from. A made-up one always says so on the map."""

    class Status(models.TextChoices):
        TOWN = "town", "우리 시가 올린 경계"
        SYNTHETIC = "synthetic", "합성 경계(지어낸 선)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="boundaries", verbose_name="읍·면·동")
    status = models.CharField("무엇인가", max_length=10, choices=Status)
    source = models.CharField("출처", max_length=120)
    as_of = models.DateField("기준일")
    # GeoJSON MultiPolygon coordinates: polygons of rings of [longitude, latitude].
    polygons = models.JSONField("꼭짓점")
    loaded_at = models.DateTimeField("올린 때", auto_now=True)
    loaded_by = models.UUIDField("올린 사람", null=True, blank=True)

    class Meta:
        verbose_name = "읍·면·동 경계"
        verbose_name_plural = "읍·면·동 경계"
        constraints = [
            models.UniqueConstraint(fields=["area", "status", "as_of"], name="areas_boundary_once_a_day"),
            models.CheckConstraint(condition=~Q(source=""), name="areas_boundary_has_source"),
        ]


class Team(models.Model):
    """A unit of officers. Its seat is a dong (맞춤형복지팀) or the city (희망복지지원단)."""

    class Kind(models.TextChoices):
        OUTREACH = "outreach", "맞춤형복지팀"
        COUNTER = "counter", "창구 복지팀"
        HOPE_UNIT = "hope_unit", "희망복지지원단"
        EMERGENCY = "emergency", "긴급지원"
        CITY = "city", "시·군·구 부서"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("꼴", max_length=10, choices=Kind)
    seat = models.ForeignKey(Area, models.PROTECT, related_name="seated_teams", verbose_name="있는 곳")
    phone = models.CharField("대표전화", max_length=20, blank=True)
    starts_on = models.DateField("시작")
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "팀"
        verbose_name_plural = "팀"


class TeamName(models.Model):
    """What the team is called, from when to when (주민센터 맞춤형복지팀 → 찾아가는 보건복지팀)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="names")
    name = models.CharField("이름", max_length=60)
    starts_on = models.DateField("시작")
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "팀 이름"
        verbose_name_plural = "팀 이름"
        constraints = [
            ExclusionConstraint(
                name="areas_teamname_one_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            )
        ]


class TeamCoverage(models.Model):
    """An outreach team serves a dong as its centre (중심동) or as a general dong of the zone (일반동)."""

    class Role(models.TextChoices):
        CENTRE = "centre", "중심동"
        GENERAL = "general", "일반동"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="coverage")
    area = models.ForeignKey(Area, models.PROTECT, related_name="coverage")
    role = models.CharField("역할", max_length=8, choices=Role)
    starts_on = models.DateField("시작")
    ends_on = models.DateField("끝", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "권역"
        verbose_name_plural = "권역"
        constraints = [
            ExclusionConstraint(
                name="areas_coverage_one_team_a_dong",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            )
        ]
