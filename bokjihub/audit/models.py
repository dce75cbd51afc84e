"""One table: the access record of the notice on safety measures, art. 2(3) and 8."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from bokjihub.audit.ids import uuid7


class Entry(models.Model):
    """One act of one actor. `subjects` are households shown or changed; `words` is the reason as typed."""

    class Kind(models.TextChoices):
        READ = "read", "열람"
        WRITE = "write", "변경"
        REVEAL = "reveal", "전체 보기"
        EXPORT = "export", "내려받기·인쇄"
        REFUSED = "refused", "거절됨"
        LOGIN = "login", "로그인"
        SYSTEM = "system", "자동 작업"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor_id = models.UUIDField("행위자")
    actor_label = models.CharField("소속·직위", max_length=120)
    seq = models.BigIntegerField("순번", default=0)
    at = models.DateTimeField("시각", auto_now_add=True)
    place = models.CharField("접속지", max_length=64)
    kind = models.CharField("종류", max_length=10, choices=Kind)
    act = models.CharField("한 일", max_length=60)
    subjects = ArrayField(models.UUIDField(), verbose_name="정보주체(가구)", default=list, blank=True)
    purpose = models.CharField("목적", max_length=60, blank=True)
    words = models.CharField("사유", max_length=300, blank=True)
    detail = models.JSONField("내용", default=dict, blank=True)
    prev = models.BinaryField("앞 고리", default=b"")
    digest = models.BinaryField("고리", default=b"")

    class Meta:
        verbose_name = "열람기록"
        verbose_name_plural = "열람기록"
        constraints = [models.UniqueConstraint(fields=["actor_id", "seq"], name="audit_entry_chain")]
        indexes = [
            GinIndex(fields=["subjects"], name="audit_entry_subjects"),
            models.Index(fields=["-at"], name="audit_entry_newest"),
        ]


class Alert(models.Model):
    """살펴볼 것: opening of records on one day by one person that somebody should ask about. Holds ids, never content."""

    class Kind(models.TextChoices):
        SELF = "self", "본인과 같은 이름"
        SURNAME = "surname", "같은 성"
        BLOCK = "block", "같은 건물 여러 집"
        NIGHT = "night", "밤·쉬는 날"
        MANY = "many", "하루에 많이"
        IDLE = "idle", "이어진 일 없음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city_id = models.UUIDField("시·군·구")
    kind = models.CharField("까닭", max_length=8, choices=Kind)
    actor_id = models.UUIDField("누가")
    actor_label = models.CharField("소속·직위", max_length=120)
    on = models.DateField("언제")
    first_at = models.DateTimeField("처음 연 때")
    subjects = ArrayField(models.UUIDField(), verbose_name="가구", default=list)
    followed = models.PositiveSmallIntegerField("이어진 일", default=0)
    innocent = models.CharField("풀이", max_length=200, blank=True)
    found_at = models.DateTimeField("찾은 때", auto_now_add=True)
    settled_at = models.DateTimeField("마친 때", null=True, blank=True)
    settled_by = models.UUIDField("마친 사람", null=True, blank=True)
    settled_words = models.CharField("마친 까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = "살펴볼 열람"
        verbose_name_plural = "살펴볼 열람"
        constraints = [
            models.UniqueConstraint(fields=["kind", "actor_id", "on"], name="audit_alert_once"),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True) | ~models.Q(settled_words=""), name="audit_alert_why"
            ),
        ]


class Explanation(models.Model):
    """소명: what was asked of an officer, what they answered, how it was judged. Kept three years at least."""

    class Judgement(models.TextChoices):
        FIT = "fit", "적정"
        UNFIT = "unfit", "부적정"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city_id = models.UUIDField("시·군·구")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="explanations")
    asked_of = models.UUIDField("누구에게")
    question = models.CharField("물음", max_length=300)
    asked_by = models.UUIDField("물은 사람")
    asked_at = models.DateTimeField("물은 때", auto_now_add=True)
    due_on = models.DateField("답할 날")
    answer = models.TextField("답", blank=True)
    answered_at = models.DateTimeField("답한 때", null=True, blank=True)
    judgement = models.CharField("판단", max_length=6, choices=Judgement, blank=True)
    judged_words = models.CharField("판단 까닭", max_length=300, blank=True)
    judged_by = models.UUIDField("판단한 사람", null=True, blank=True)
    judged_at = models.DateTimeField("판단한 때", null=True, blank=True)

    class Meta:
        verbose_name = "소명"
        verbose_name_plural = "소명"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(judged_at__isnull=True) | models.Q(answered_at__isnull=False),
                name="audit_explanation_heard_first",
            ),
            models.CheckConstraint(
                condition=models.Q(judged_by__isnull=True) | ~models.Q(judged_by=models.F("asked_of")),
                name="audit_explanation_two_people",
            ),
        ]


class Review(models.Model):
    """이달 점검: the monthly look at the record, signed when every alert has an answer (안전성 확보조치 기준 제8조②)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city_id = models.UUIDField("시·군·구")
    month = models.DateField("달")
    alerts = models.PositiveIntegerField("살핀 것")
    unfit = models.PositiveIntegerField("부적정", default=0)
    signed_by = models.UUIDField("점검한 사람")
    signed_at = models.DateTimeField("점검한 때", auto_now_add=True)

    class Meta:
        verbose_name = "열람기록 점검"
        verbose_name_plural = "열람기록 점검"
        constraints = [models.UniqueConstraint(fields=["city_id", "month"], name="audit_review_once")]
