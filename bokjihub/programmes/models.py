"""Programmes: what a town offers to many at once, who applied, who came, and what came of it (mission S14).

A class, a screening campaign, a trip, a visit home and a village service day are one thing with a `kind`: all have days
(`Session`), people (`Participation`) and ticks (`Attendance`). Two designs were rejected: a table per kind (five times the
same list, selection and sheet), and counters typed in by the host (a figure nobody can open). People nobody asks the name
of are rows without a person, as at the market desk: one row is one participant, so every figure is a count.
"""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Household, Person


class Programme(models.Model):
    """프로그램: one offer, its place and days, how many it holds and how one applies."""

    class Kind(models.TextChoices):
        CLASS = "class", "교실"
        SCREENING = "screening", "검진"
        TRIP = "trip", "나들이"
        HOME_VISIT = "home_visit", "고향방문"
        VILLAGE_DAY = "village_day", "마을 봉사의 날"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("꼴", max_length=12, choices=Kind)
    title = models.CharField("이름", max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="지역")
    host = models.CharField("여는 곳", max_length=80)
    place = models.CharField("곳", max_length=80, blank=True)
    for_whom = models.CharField("누구를 위해", max_length=120, blank=True)
    poster = models.CharField("안내 말", max_length=200, blank=True)
    capacity = models.PositiveIntegerField("정원", null=True, blank=True)
    apply_from = models.DateField("신청 시작", null=True, blank=True)
    apply_until = models.DateField("신청 끝", null=True, blank=True)
    starts_on = models.DateField("첫날")
    ends_on = models.DateField("끝날")
    # What the rate of this campaign is read against, with where it is from: 3.9 % and 전국 평균.
    reference_percent = models.DecimalField("견줄 비율(%)", max_digits=5, decimal_places=1, null=True, blank=True)
    reference_source = models.CharField("견줄 비율의 출처", max_length=80, blank=True)
    # What was planned for it and what it came to, in won; nothing where nobody said.
    budget_won = models.BigIntegerField("예산(원)", null=True, blank=True)
    spent_won = models.BigIntegerField("쓴 돈(원)", null=True, blank=True)
    is_assumed_date = models.BooleanField("날짜 가정", default=False)
    closed_on = models.DateField("마친 날", null=True, blank=True)
    closing_words = models.TextField("마치며", blank=True)
    written_by = models.UUIDField("적은 사람", null=True, blank=True)

    class Meta:
        verbose_name = "프로그램"
        verbose_name_plural = "프로그램"
        indexes = [models.Index(fields=["area", "-starts_on"], name="programmes_area_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programmes_days_in_order"),
            models.CheckConstraint(
                condition=Q(apply_from__isnull=True) | Q(apply_until__gte=F("apply_from")),
                name="programmes_application_in_order",
            ),
            models.CheckConstraint(
                condition=Q(reference_percent__isnull=True) | ~Q(reference_source=""),
                name="programmes_reference_source",
            ),
            models.CheckConstraint(
                condition=(Q(budget_won__isnull=True) | Q(budget_won__gte=0))
                & (Q(spent_won__isnull=True) | Q(spent_won__gte=0)),
                name="programmes_won",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """회차: one day of a programme."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField("차례")
    held_on = models.DateField("날")

    class Meta:
        verbose_name = "회차"
        verbose_name_plural = "회차"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_session_number"),
            models.UniqueConstraint(fields=["programme", "held_on"], name="programmes_session_day"),
        ]


class Participation(models.Model):
    """참여: one person's application and what became of it; without a person it is one whose name was not asked."""

    class State(models.TextChoices):
        APPLIED = "applied", "신청"
        SELECTED = "selected", "뽑힘"
        WAITING = "waiting", "기다림"
        NOT_SELECTED = "not_selected", "안 뽑힘"
        WITHDRAWN = "withdrawn", "그만둠"

    class Result(models.TextChoices):
        POSITIVE = "positive", "양성"
        NEGATIVE = "negative", "음성"
        FINISHED = "finished", "마침"
        STOPPED = "stopped", "중간에 그침"
        WENT = "went", "다녀옴"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="participations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="participations")
    channel = models.CharField("신청 길", max_length=20, blank=True)
    applied_on = models.DateField("신청일")
    state = models.CharField("지금", max_length=12, choices=State, default=State.APPLIED)
    rank = models.PositiveIntegerField("차례", null=True, blank=True)
    reason = models.CharField("까닭", max_length=120, blank=True)
    result = models.CharField("결과", max_length=8, choices=Result, blank=True)
    result_on = models.DateField("결과 날", null=True, blank=True)
    follow_up = models.CharField("이어서 할 일", max_length=120, blank=True)
    next_on = models.DateField("이어서 할 날", null=True, blank=True)
    followed_on = models.DateField("이어서 한 날", null=True, blank=True)
    followed_words = models.CharField("이어서 한 일", max_length=120, blank=True)

    class Meta:
        verbose_name = "참여"
        verbose_name_plural = "참여"
        indexes = [
            models.Index(fields=["programme", "state"], name="programmes_part_state"),
            models.Index(fields=["household"], name="programmes_part_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], condition=Q(person__isnull=False), name="programmes_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(household__isnull=False), name="programmes_person_has_home"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_selected", "withdrawn"]) | ~Q(reason=""), name="programmes_no_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(result_on__isnull=False), name="programmes_result_has_day"
            ),
            # A known person with a positive result is not left with a letter: somebody has a day to go on.
            models.CheckConstraint(
                condition=~Q(result="positive") | Q(person__isnull=True) | Q(next_on__isnull=False),
                name="programmes_positive_goes_on",
            ),
        ]


class Attendance(models.Model):
    """출석: that one participant was there on one day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="attendances")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "출석"
        verbose_name_plural = "출석"
        constraints = [models.UniqueConstraint(fields=["session", "participation"], name="programmes_tick_once")]


class ServiceCount(models.Model):
    """봉사 한 가지: what one group did on a village service day, and how often (자장면 120그릇)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="services")
    service = models.CharField("무엇을", max_length=40)
    given_by = models.CharField("누가", max_length=80)
    times = models.PositiveIntegerField("몇 번")
    unit = models.CharField("단위", max_length=10, default="건")
    is_assumed = models.BooleanField("수 가정", default=False)

    class Meta:
        verbose_name = "마을 봉사"
        verbose_name_plural = "마을 봉사"
        constraints = [
            models.UniqueConstraint(fields=["programme", "service", "given_by"], name="programmes_service_once")
        ]


class Opinion(models.Model):
    """주민 의견: what a resident said there, without a name, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="opinions")
    words = models.CharField("말씀", max_length=300)
    heard_on = models.DateField("들은 날")
    answer = models.CharField("답", max_length=300, blank=True)
    answered_on = models.DateField("답한 날", null=True, blank=True)

    class Meta:
        verbose_name = "주민 의견"
        verbose_name_plural = "주민 의견"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""), name="programmes_answer_has_words"
            )
        ]
