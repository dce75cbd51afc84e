"""욕구 및 위기도 조사: one survey a round on a version of the town's form, one answer a domain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.assessments.models import FormVersion
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.people.models import Household, Person


class Grade(models.TextChoices):
    """위기도 등급 (process §2.3): advice from scores, the meeting decides."""

    CRISIS = "crisis", "위기"
    COMPLEX = "complex", "고난도"
    GENERAL = "general", "일반"
    LINK = "link", "연계"
    WATCH = "watch", "관찰"


class Survey(models.Model):
    """욕구·위기도 조사: one round. Answered domain by domain on several days if need be; fixed once submitted."""

    class Purpose(models.TextChoices):
        FIRST = "first", "최초"
        AGAIN = "again", "재조사"
        CLOSING = "closing", "종결"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="surveys")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", verbose_name="조사 틀(서식 판)")
    round = models.PositiveSmallIntegerField("차수")
    purpose = models.CharField("꼴", max_length=8, choices=Purpose, default=Purpose.FIRST)
    started_on = models.DateField("시작")
    assessor_view = models.TextField("조사자 의견", blank=True)
    # The town's own word for the computed grade, as its version of the form has it.
    computed_label = models.CharField("계산된 등급(우리 말)", max_length=40, blank=True)
    computed_grade = models.CharField("계산된 등급", max_length=8, choices=Grade, blank=True)
    computed_why = models.CharField("계산 근거", max_length=120, blank=True)
    grade = models.CharField("등급", max_length=8, choices=Grade, blank=True)
    override_reason = models.CharField("등급을 바꾼 까닭", max_length=200, blank=True)
    submitted_on = models.DateField("낸 날", null=True, blank=True)
    surveyed_by = models.UUIDField("조사자")
    surveyed_label = models.CharField("조사자(직위)", max_length=120)

    class Meta:
        verbose_name = "욕구·위기도 조사"
        verbose_name_plural = "욕구·위기도 조사"
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="cases_survey_round"),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | ~Q(grade="") & ~Q(computed_grade="") & ~Q(assessor_view=""),
                name="cases_survey_complete",
            ),
            models.CheckConstraint(
                condition=Q(grade="") | Q(grade=F("computed_grade")) | ~Q(override_reason=""),
                name="cases_grade_override_has_reason",
            ),
        ]


class SurveyAnswer(models.Model):
    """조사 응답: one domain. Strength and the person's own wish come before the score."""

    # From here on the evidence is asked for, whatever the town's scale calls it.
    NEEDS_EVIDENCE = 2

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    domain = models.CharField("영역", max_length=16)
    score = models.SmallIntegerField("정도")
    items = ArrayField(models.CharField(max_length=24), verbose_name="무엇이", default=list, blank=True)
    who = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="누구")
    since = models.CharField("언제부터", max_length=40, blank=True)
    evidence = models.CharField("근거", max_length=300, blank=True)
    wish = models.CharField("본인이 바라는 것", max_length=200, blank=True)
    wish_rank = models.SmallIntegerField("먼저 풀고 싶은 차례", null=True, blank=True)
    existing_help = models.CharField("지금 받는 도움", max_length=200, blank=True)
    gap = models.CharField("모자란 것", max_length=200, blank=True)
    strength = models.CharField("강점", max_length=200, blank=True)

    class Meta:
        verbose_name = "조사 응답"
        verbose_name_plural = "조사 응답"
        constraints = [
            models.UniqueConstraint(fields=["survey", "domain"], name="cases_answer_once"),
            models.UniqueConstraint(fields=["survey", "wish_rank"], name="cases_wish_rank_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=9), name="cases_answer_score"),
            models.CheckConstraint(
                condition=Q(wish_rank__isnull=True) | Q(wish_rank__gte=1, wish_rank__lte=3), name="cases_wish_rank"
            ),
            models.CheckConstraint(condition=Q(score__lt=2) | ~Q(evidence=""), name="cases_answer_has_evidence"),
        ]
