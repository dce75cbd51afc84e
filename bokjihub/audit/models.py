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
