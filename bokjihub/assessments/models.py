"""Forms and their versions, what was measured and answered, what must be acted on (process §4.2-§4.4)."""

import datetime as dt
import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.areas.models import Area, ValidOn
from bokjihub.assessments.xlsform.definition import Definition
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Household, Person
from bokjihub.visits.models import Visit


class Form(models.Model):
    """서식: one instrument or form of the town, by its code."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=30, unique=True)
    title = models.CharField("이름", max_length=80)
    order = models.PositiveSmallIntegerField("차례", default=50)
    created_at = models.DateTimeField("처음", auto_now_add=True)

    class Meta:
        verbose_name = "서식"
        verbose_name_plural = "서식"
        ordering = ["order", "title"]


class FormVersion(models.Model):
    """서식 판: the workbook as uploaded, the XForm, the definition. Once published nothing of it changes; it may be retired."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name="서식")
    number = models.PositiveSmallIntegerField("판")
    workbook = models.BinaryField("엑셀 파일")
    file_name = models.CharField("파일 이름", max_length=200)
    sha256 = models.CharField("지문", max_length=64)
    xform = models.TextField("XForm")
    definition = models.JSONField("정의")
    uploaded_by = models.UUIDField("올린 사람", null=True, blank=True)
    uploaded_at = models.DateTimeField("올린 때", auto_now_add=True)
    published_by = models.UUIDField("낸 사람", null=True, blank=True)
    published_at = models.DateTimeField("낸 때", null=True, blank=True)
    retired_by = models.UUIDField("거둔 사람", null=True, blank=True)
    retired_at = models.DateTimeField("거둔 때", null=True, blank=True)

    class Meta:
        verbose_name = "서식 판"
        verbose_name_plural = "서식 판"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="assessments_version_number"),
            models.UniqueConstraint(
                fields=["form"],
                condition=Q(published_at__isnull=False, retired_at__isnull=True),
                name="assessments_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(published_at__isnull=False), name="assessments_retired_was_out"
            ),
        ]

    @property
    def is_in_use(self) -> bool:
        """Published and not retired."""
        return self.published_at is not None and self.retired_at is None

    def read(self) -> Definition:
        """The definition as the server judges by it."""
        return Definition.from_json(self.definition)


class Limit(models.Model):
    """기준값: a number that decides about measuring again or referring. Counts only from the nurse's approval on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=40)
    label = models.CharField("무엇", max_length=80)
    value = models.FloatField("값")
    unit = models.CharField("단위", max_length=20, blank=True)
    source = models.CharField("근거", max_length=200)
    starts_on = models.DateField("시행", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("끝", null=True, blank=True)
    proposed_by = models.UUIDField("적은 사람", null=True, blank=True)
    approved_by = models.UUIDField("승인한 간호사", null=True, blank=True)
    approved_at = models.DateTimeField("승인한 때", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "기준값"
        verbose_name_plural = "기준값"
        ordering = ["code", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "starts_on"], name="assessments_limit_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_at__isnull=False), name="assessments_limit_dated"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="assessments_limit_period"
            ),
        ]


class Assessment(models.Model):
    """측정·검사: one filled form of one person. Answers and scores are sealed; the band stays readable so that it can be counted."""

    class Basis(models.TextChoices):
        CONSENT = "consent", "건강정보 동의"
        DANGER = "danger", "생명·신체가 급함"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="assessments", verbose_name="서식 판")
    household = models.ForeignKey(Household, models.PROTECT, related_name="assessments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="assessments")
    done_on = models.DateField("잰 날")
    answers_sealed = models.BinaryField("답(봉함)")
    bands = ArrayField(models.CharField(max_length=40), verbose_name="판정", default=list, blank=True)
    band_words = models.CharField("판정(말)", max_length=200, blank=True)
    tone = models.CharField("정도", max_length=10, default="neutral")
    is_flagged = models.BooleanField("살필 것 있음", default=False)
    basis = models.CharField("처리 근거", max_length=10, choices=Basis)
    recorded_by = models.UUIDField("적은 사람")
    recorded_label = models.CharField("적은 사람(직위)", max_length=120)
    recorded_at = models.DateTimeField("적은 때", auto_now_add=True)
    client_id = models.UUIDField("기기 기록 번호", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "측정·검사"
        verbose_name_plural = "측정·검사"
        indexes = [
            models.Index(fields=["household", "-done_on"], name="assessments_household"),
            models.Index(fields=["area", "done_on"], name="assessments_area_day"),
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """{answers, scores}, opened. Showing it is on record as a read of health information."""
        found: dict[str, Any] = json.loads(
            unseal(self.answers_sealed, column="assessments.answers", row=self.id) or "{}"
        )
        return found

    @answers.setter
    def answers(self, found: dict[str, Any]) -> None:
        self.answers_sealed = seal(json.dumps(found, ensure_ascii=False), column="assessments.answers", row=self.id)


class Flag(models.Model):
    """살필 것: a limit passed or an answer that cannot wait. Open until somebody wrote what was done."""

    class Level(models.TextChoices):
        URGENT = "urgent", "오늘 바로"
        AGAIN = "again", "다시 측정"
        REFER = "refer", "의뢰"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="flags")
    household = models.ForeignKey(Household, models.PROTECT, related_name="health_flags")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    code = models.CharField("코드", max_length=40)
    label_sealed = models.BinaryField("무엇(봉함)", default=b"")
    level = models.CharField("정도", max_length=8, choices=Level)
    signal_id = models.UUIDField("연 걱정의 신호", null=True, blank=True)
    opened_at = models.DateTimeField("연 때", auto_now_add=True)
    deed_sealed = models.BinaryField("한 일(봉함)", default=b"")
    done_at = models.DateTimeField("한 때", null=True, blank=True)
    done_by = models.UUIDField("한 사람", null=True, blank=True)

    class Meta:
        verbose_name = "살필 것"
        verbose_name_plural = "살필 것"
        indexes = [models.Index(fields=["area"], condition=Q(done_at__isnull=True), name="assessments_open_flag")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | (~Q(deed_sealed=b"") & Q(done_by__isnull=False)),
                name="assessments_flag_done_has_deed",
            ),
        ]

    @property
    def label(self) -> str:
        """혈압 다시 재기, opened."""
        return unseal(self.label_sealed, column="assessments.flag", row=self.id)

    @label.setter
    def label(self, words: str) -> None:
        self.label_sealed = seal(words, column="assessments.flag", row=self.id)

    @property
    def deed(self) -> str:
        """What was done about it, opened."""
        return unseal(self.deed_sealed, column="assessments.deed", row=self.id)

    @deed.setter
    def deed(self, words: str) -> None:
        self.deed_sealed = seal(words, column="assessments.deed", row=self.id)


class Referral(models.Model):
    """건강 의뢰: where a flagged result was sent, and whether the person was seen there."""

    class Seen(models.TextChoices):
        WAITING = "", "아직 모름"
        YES = "yes", "다녀오심"
        NO = "no", "가지 않으심"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    flag = models.ForeignKey(Flag, models.PROTECT, related_name="referrals")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    to = models.CharField("어디로", max_length=80)
    referred_on = models.DateField("의뢰한 날")
    referred_by = models.UUIDField("의뢰한 사람")
    seen = models.CharField("다녀오셨나요", max_length=4, choices=Seen, blank=True)
    seen_on = models.DateField("확인한 날", null=True, blank=True)
    note_sealed = models.BinaryField("들은 말(봉함)", default=b"")

    class Meta:
        verbose_name = "건강 의뢰"
        verbose_name_plural = "건강 의뢰"
        constraints = [
            models.CheckConstraint(condition=Q(seen="") | Q(seen_on__isnull=False), name="assessments_seen_is_dated")
        ]

    @property
    def note(self) -> str:
        """What was heard, opened."""
        return unseal(self.note_sealed, column="assessments.referral", row=self.id)

    @note.setter
    def note(self, words: str) -> None:
        self.note_sealed = seal(words, column="assessments.referral", row=self.id)
