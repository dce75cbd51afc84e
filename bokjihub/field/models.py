"""What came from devices: append-only until the receipt, sealed, inside the scope of its home."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.accounts.models import User
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Consent, Household


class Device(models.Model):
    """기기: one browser on one tablet, set up by one person. Its signing key opens only with that person's passphrase."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="devices", verbose_name="쓰는 사람")
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    label = models.CharField("이름", max_length=40)
    sign_key = models.BinaryField("서명 확인 열쇠")
    set_up_at = models.DateTimeField("연 때", auto_now_add=True)
    seen_at = models.DateTimeField("마지막으로 온 때", null=True, blank=True)
    unsent = models.PositiveIntegerField("그때 기기에 남은 것", default=0)
    revoked_at = models.DateTimeField("닫은 때", null=True, blank=True)
    revoked_by = models.UUIDField("닫은 사람", null=True, blank=True)
    revoked_reason = models.CharField("닫은 까닭", max_length=120, blank=True)

    class Meta:
        verbose_name = "기기"
        verbose_name_plural = "기기"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""), name="field_revoking_has_reason"
            )
        ]


class Pack(models.Model):
    """오늘 자료: which day was given to which device, and until when it may be kept. Says when something was written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    device = models.ForeignKey(Device, models.CASCADE, related_name="packs")
    day = models.DateField("날")
    issued_at = models.DateTimeField("내준 때")
    expires_at = models.DateTimeField("끝나는 때")
    homes = models.PositiveSmallIntegerField("가구 수", default=0)

    class Meta:
        verbose_name = "오늘 자료"
        verbose_name_plural = "오늘 자료"


class Write(models.Model):
    """기기 기록: one thing written on a device. `id` is the device's own number; the same number is one record for ever.

    A row is never deleted and its body never changes. `state` says what became of it.
    """

    class State(models.TextChoices):
        NEW = "new", "받음"
        WAITING = "waiting", "앞 기록을 기다림"
        APPLIED = "applied", "적음"
        CLASHED = "clashed", "겹침"
        HELD = "held", "확인 기다림"
        SET_ASIDE = "set_aside", "적지 않음"

    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="writes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="적은 사람")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("무엇", max_length=24)
    subject_id = models.UUIDField("어디에", null=True, blank=True)
    after_id = models.UUIDField("바로 앞 기록", null=True, blank=True)
    body_sealed = models.BinaryField("적은 것(봉함)")
    digest = models.BinaryField("내용의 지문", max_length=32)
    # Both clocks stay as they were; `written_at` is the pack's hour plus the time the device measured since.
    device_at = models.CharField("기기 시계", max_length=40)
    received_at = models.DateTimeField("받은 때", auto_now_add=True)
    written_at = models.DateTimeField("적은 때")
    state = models.CharField("상태", max_length=10, choices=State, default=State.NEW)
    reason = models.CharField("까닭", max_length=300, blank=True)
    settled_at = models.DateTimeField("정한 때", null=True, blank=True)
    settled_by = models.UUIDField("정한 사람", null=True, blank=True)

    class Meta:
        verbose_name = "기기 기록"
        verbose_name_plural = "기기 기록"
        indexes = [
            models.Index(fields=["after_id"], name="field_write_after", condition=Q(state="waiting")),
            models.Index(fields=["subject_id"], name="field_write_subject"),
            models.Index(fields=["area", "-received_at"], name="field_write_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["held", "set_aside"]) | ~Q(reason=""), name="field_held_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | Q(settled_by__isnull=False), name="field_set_aside_by_somebody"
            ),
        ]

    OPEN = (State.CLASHED, State.HELD, State.WAITING)

    def write(self, body: str) -> None:
        """Seal the body (JSON) for this row."""
        self.body_sealed = seal(body, column="field.write", row=UUID(str(self.id)))

    def read(self) -> str:
        """The body (JSON), opened."""
        return unseal(self.body_sealed, column="field.write", row=UUID(str(self.id)))


class Clash(models.Model):
    """겹친 기록: one field two people wrote differently from the same base. Both values stay; a person decides."""

    class Choice(models.TextChoices):
        DEVICE = "device", "기기"
        SERVER = "server", "서버"
        BOTH = "both", "둘 다"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    write = models.ForeignKey(Write, models.PROTECT, related_name="clashes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    field = models.CharField("어느 칸", max_length=24)
    sides_sealed = models.BinaryField("두 값(봉함)")
    found_at = models.DateTimeField("찾은 때", auto_now_add=True)
    choice = models.CharField("남긴 것", max_length=8, choices=Choice, blank=True)
    decided_at = models.DateTimeField("정한 때", null=True, blank=True)
    decided_by = models.UUIDField("정한 사람", null=True, blank=True)

    class Meta:
        verbose_name = "겹친 기록"
        verbose_name_plural = "겹친 기록"
        constraints = [
            models.UniqueConstraint(fields=["write", "field"], name="field_clash_once"),
            models.CheckConstraint(
                condition=Q(choice="", decided_by__isnull=True) | (~Q(choice="") & Q(decided_by__isnull=False)),
                name="field_clash_decided_by_somebody",
            ),
        ]

    def write_sides(self, sides: str) -> None:
        """Seal both values (JSON) for this row."""
        self.sides_sealed = seal(sides, column="field.clash", row=UUID(str(self.id)))

    def read_sides(self) -> str:
        """Both values (JSON), opened."""
        return unseal(self.sides_sealed, column="field.clash", row=UUID(str(self.id)))


class Attachment(models.Model):
    """붙임: a photo of a door, a notice left, a signature. Named by the hash of what the device sealed; grows chunk by chunk."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "사진"
        NOTICE = "notice", "안내문 사진"
        SIGNATURE = "signature", "서명"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Write, models.PROTECT, related_name="attachments", verbose_name="기기 기록")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("무엇", max_length=10, choices=Kind)
    digest = models.CharField("봉한 것의 지문", max_length=64)
    size = models.PositiveIntegerField("크기")
    partial = models.BinaryField("받은 만큼", default=b"")
    image_sealed = models.BinaryField("그림(봉함)", default=b"")
    completed_at = models.DateTimeField("다 받은 때", null=True, blank=True)
    fault = models.CharField("열 수 없는 까닭", max_length=120, blank=True)

    class Meta:
        verbose_name = "붙임"
        verbose_name_plural = "붙임"
        constraints = [
            models.UniqueConstraint(fields=["of", "digest"], name="field_attachment_once"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=8 * 1024 * 1024), name="field_attachment_size"),
        ]

    def keep_image(self, image: str) -> None:
        """Seal the re-encoded image (base64) for this row."""
        self.image_sealed = seal(image, column="field.attachment", row=UUID(str(self.id)))

    def image(self) -> str:
        """The re-encoded image (base64), opened; empty while it is on its way."""
        return unseal(self.image_sealed, column="field.attachment", row=UUID(str(self.id)))
