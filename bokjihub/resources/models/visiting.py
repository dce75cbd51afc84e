"""방문형서비스 (process §6.4): who visits which home on which day, across programmes."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household


class VisitingSlot(models.Model):
    """방문 요일: one body's regular visit to one home; from a day to a day."""

    class Programme(models.TextChoices):
        HEALTH = "health", "방문건강"
        ELDER = "elder", "노인맞춤돌봄"
        DISABLED = "disabled", "장애인활동지원"
        DREAM = "dream", "드림스타트"
        HOME_CARE = "home_care", "재가요양"
        WORK = "work", "자활"
        MIND = "mind", "정신건강"
        MEALS = "meals", "도시락·반찬"
        HELLO = "hello", "안부확인(우유·신문 등)"
        OTHER = "other", "그 밖"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "월"
        TUESDAY = 1, "화"
        WEDNESDAY = 2, "수"
        THURSDAY = 3, "목"
        FRIDAY = 4, "금"
        SATURDAY = 5, "토"
        SUNDAY = 6, "일"

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "매주"
        FORTNIGHTLY = "fortnightly", "격주"
        MONTHLY = "monthly", "매월"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="visiting_slots")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    programme = models.CharField("사업", max_length=10, choices=Programme)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    visitor = models.CharField("오는 분", max_length=40, help_text="간호사, 생활지원사처럼 맡은 일로 적습니다.")
    weekday = models.PositiveSmallIntegerField("요일", choices=Weekday)
    rhythm = models.CharField("얼마나 자주", max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    begins_at = models.TimeField("몇 시부터", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("몇 분", default=60)
    starts_on = models.DateField("언제부터")
    ends_on = models.DateField("언제까지", null=True, blank=True)
    told_by = models.CharField("무엇으로 알았나", max_length=80)
    entered_by = models.UUIDField("적은 사람")

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "방문 요일"
        verbose_name_plural = "방문 요일"
        indexes = [
            models.Index(fields=["household", "weekday"], name="resources_slot_household"),
            models.Index(fields=["area"], name="resources_slot_area"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6, minutes__gt=0), name="resources_slot_when"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="resources_slot_days"
            ),
            models.CheckConstraint(condition=~Q(visitor="") & ~Q(told_by=""), name="resources_slot_says_who"),
        ]
