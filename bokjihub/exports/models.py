"""내려받기 부탁. One row is one file that waits, was taken, or was refused."""

import base64
import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7

BODY = "exports.body"


class ExportRequest(models.Model):
    """내려받기 부탁 (안전성 확보조치 기준 제12조: 용도를 정하고 항목을 최소로): the sealed file and who said yes to it.

    The file is destroyed when it was taken, refused, or not taken in time; the row itself stays as the register.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "승인 기다림"
        READY = "ready", "받을 수 있음"
        TAKEN = "taken", "받음"
        REFUSED = "refused", "되돌림"
        EXPIRED = "expired", "기한 지남"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # A dong the asker reaches: the seat of a dong post, any dong of the city for a post of the city.
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    decided_by_role = models.CharField("누가 정하나", max_length=24, choices=Role)
    asked_by = models.UUIDField("부탁한 사람")
    asked_label = models.CharField("부탁한 사람의 자리", max_length=120)
    asked_at = models.DateTimeField("부탁한 때", auto_now_add=True)
    what = models.CharField("무엇을", max_length=80)
    file_name = models.CharField("파일", max_length=160)
    columns = ArrayField(models.CharField(max_length=60), verbose_name="항목")
    rows = models.PositiveIntegerField("줄 수")
    subjects = ArrayField(models.UUIDField(), verbose_name="가구", default=list)
    reason = models.CharField("사유", max_length=240)
    body_sealed = models.BinaryField("파일(봉함)", default=b"")
    decided_by = models.UUIDField("정한 사람", null=True, blank=True)
    decided_at = models.DateTimeField("정한 때", null=True, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("되돌린 까닭", max_length=200, blank=True)
    until = models.DateTimeField("언제까지")
    taken_at = models.DateTimeField("받은 때", null=True, blank=True)

    class Meta:
        verbose_name = "내려받기 부탁"
        verbose_name_plural = "내려받기 부탁"
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & Q(rows__gt=0), name="exports_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_approved__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False),
                name="exports_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="exports_two_people"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(is_approved=True, body_sealed=b""), name="exports_taken_once"
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="exports_of_asker")]

    @property
    def body(self) -> bytes:
        """The file, opened."""
        return base64.b64decode(unseal(self.body_sealed, column=BODY, row=self.id))

    @body.setter
    def body(self, content: bytes) -> None:
        self.body_sealed = seal(base64.b64encode(content).decode(), column=BODY, row=self.id)

    def state_at(self, now: dt.datetime) -> State:
        """Where the request stands at an instant."""
        if self.taken_at is not None:
            return self.State.TAKEN
        if self.is_approved is False:
            return self.State.REFUSED
        if now >= self.until:
            return self.State.EXPIRED
        return self.State.READY if self.is_approved else self.State.WAITING
