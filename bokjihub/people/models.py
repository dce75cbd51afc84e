"""Households and persons. Every table carries `area` (the dong of the actual home) for row security."""

import datetime as dt
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.accounts.access.sealed import seal, search_key, unseal
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.ui.words import official_date


class Household(models.Model):
    """One home: people who share living. `area` is the dong where they really live."""

    class Kind(models.TextChoices):
        SINGLE = "single", "1인 가구"
        COUPLE = "couple", "부부"
        SINGLE_PARENT = "single_parent", "한부모"
        GRANDPARENT = "grandparent", "조손"
        MULTICULTURAL = "multicultural", "다문화"
        DEFECTOR = "defector", "북한이탈"
        OTHER = "other", "그 밖"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    tong = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="통·리")
    kind = models.CharField("가구형태", max_length=14, choices=Kind, default=Kind.OTHER)
    address = models.CharField("실거주지", max_length=200)
    # Spaces and punctuation removed: equal keys mean the same door.
    address_key = models.CharField("주소 열쇠", max_length=200, db_index=True)
    registered_address = models.CharField("주민등록지", max_length=200, blank=True)
    registered_area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField("위도", null=True, blank=True)
    longitude = models.FloatField("경도", null=True, blank=True)
    is_sealed = models.BooleanField("주소 가림", default=False)
    door_hint = models.CharField("문 앞 도움말", max_length=120, blank=True)
    pinned_line = models.CharField("고정 한 줄", max_length=80, blank=True)
    pinned_on = models.DateField("고정한 날", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField("처음", auto_now_add=True)

    class Meta:
        verbose_name = "가구"
        verbose_name_plural = "가구"
        indexes = [models.Index(fields=["area", "tong"], name="people_household_tong")]

    @property
    def is_address_mismatched(self) -> bool:
        """The register says another place than the home: the Suwon case hid here (process §3.1)."""
        return bool(self.registered_address) and self.registered_address != self.address


class Person(models.Model):
    """One person. The name may be 미상; no resident registration number is stored."""

    class Sex(models.TextChoices):
        MALE = "M", "남"
        FEMALE = "F", "여"
        UNKNOWN = "", "모름"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    name = models.CharField("성명", max_length=60)
    chosung = models.CharField("초성", max_length=60)
    birth_on = models.DateField("생년월일", null=True, blank=True)
    birth_year = models.SmallIntegerField("태어난 해", null=True, blank=True)
    sex = models.CharField("성별", max_length=1, choices=Sex, blank=True)
    relation = models.CharField("관계", max_length=20, default="본인")
    is_head = models.BooleanField("가구주", default=False)
    lives_elsewhere = models.BooleanField("따로 삶", default=False)
    phone_sealed = models.BinaryField("전화(봉함)", default=b"")
    phone_tail_key = models.BinaryField("전화 뒤 네 자리(열쇠)", default=b"")
    benefit_status = ArrayField(models.CharField(max_length=20), verbose_name="보호구분", default=list, blank=True)
    note = models.CharField("도움말", max_length=120, blank=True)
    died_on = models.DateField("돌아가신 날", null=True, blank=True)

    class Meta:
        verbose_name = "사람"
        verbose_name_plural = "사람"
        indexes = [
            models.Index(fields=["household"], name="people_person_household"),
            models.Index(fields=["phone_tail_key"], name="people_person_phone", condition=~Q(phone_tail_key=b"")),
            models.Index(fields=["name", "birth_on"], name="people_person_name"),
        ]

    @property
    def phone(self) -> str:
        """The phone number, opened. Showing it is an audited act."""
        return unseal(self.phone_sealed, column="people.phone", row=self.id)

    @phone.setter
    def phone(self, number: str) -> None:
        digits = "".join(one for one in number if one.isdigit())
        self.phone_sealed = seal(number.strip(), column="people.phone", row=self.id)
        self.phone_tail_key = search_key(digits[-4:], column="people.phone") if len(digits) >= 4 else b""

    def age_on(self, day: dt.date) -> int | None:
        """만 나이 on a day; from the birth year alone where the date is not known."""
        if self.birth_on:
            before = (day.month, day.day) < (self.birth_on.month, self.birth_on.day)
            return day.year - self.birth_on.year - before
        return day.year - self.birth_year if self.birth_year else None


class Consent(models.Model):
    """동의: purpose x items x recipient x period. Links to private bodies and volunteer cards are built from it."""

    class Method(models.TextChoices):
        PAPER = "paper", "서면"
        SIGNATURE = "signature", "전자서명"
        SPOKEN = "spoken", "구두+2인 확인"

    class Purpose(models.TextChoices):
        COUNSELLING = "counselling", "상담과 지원 연계"
        LINK = "link", "민간기관 제공"
        HEALTH = "health", "건강정보 처리"
        FINANCE = "finance", "금융정보 조회"
        VOLUNTEER = "volunteer", "봉사자 동행"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="consents")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="consents")
    purpose = models.CharField("목적", max_length=12, choices=Purpose)
    items = ArrayField(models.CharField(max_length=30), verbose_name="항목", default=list)
    recipient = models.CharField("받는 곳", max_length=80, blank=True)
    recipient_id = models.UUIDField("받는 곳(기관)", null=True, blank=True)
    given_by = models.CharField("동의한 분", max_length=60)
    capacity = models.CharField("자격", max_length=30, default="본인")
    method = models.CharField("방법", max_length=10, choices=Method)
    given_on = models.DateField("동의한 날")
    expires_on = models.DateField("끝나는 날")
    withdrawn_on = models.DateField("거둔 날", null=True, blank=True)

    class Meta:
        verbose_name = "동의"
        verbose_name_plural = "동의"
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("given_on")), name="people_consent_period"),
            models.CheckConstraint(condition=~Q(purpose="link") | ~Q(recipient=""), name="people_consent_recipient"),
        ]

    def is_valid(self, day: dt.date) -> bool:
        """Given, not withdrawn and not run out on `day`."""
        return self.given_on <= day <= self.expires_on and (self.withdrawn_on is None or self.withdrawn_on > day)


class SafetyNote(models.Model):
    """방문 주의: about the situation (a dog, a weapon seen), never a label on the person; expires after six months."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="safety_notes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    words = models.CharField("상황", max_length=120)
    evidence = models.CharField("근거", max_length=120)
    written_by = models.UUIDField("적은 사람")
    reviewed_by = models.UUIDField("확인한 팀장", null=True, blank=True)
    expires_on = models.DateField("끝나는 날")

    class Meta:
        verbose_name = "방문 주의"
        verbose_name_plural = "방문 주의"


class MergeLog(models.Model):
    """합친 기록: what moved when two households became one, row by row; undone within thirty days.

    Written by `people_merge` alone: the application may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Household, models.PROTECT, related_name="merges")
    household_id_gone = models.UUIDField("합쳐진 가구")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    moved = models.JSONField("옮긴 것")
    reason = models.CharField("까닭", max_length=200, blank=True)
    at = models.DateTimeField("시각", auto_now_add=True)
    merged_by = models.UUIDField("합친 사람")
    undone_at = models.DateTimeField("되돌림", null=True, blank=True)
    undone_by = models.UUIDField("되돌린 사람", null=True, blank=True)

    class Meta:
        verbose_name = "가구 합치기"
        verbose_name_plural = "가구 합치기"


class Addendum(models.Model):
    """덧붙임: how a mistake in a finished record is put right. The record stays as it was; this stands beside it, also in print.

    Written once. `subject_kind` and `subject_id` name the record of whatever room it is in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    subject_kind = models.CharField("무엇의", max_length=40)
    subject_id = models.UUIDField("어느 기록")
    part = models.CharField("어디가", max_length=80)
    words = models.TextField("바르게는")
    reason = models.CharField("까닭", max_length=200)
    written_at = models.DateTimeField("적은 때")
    written_by = models.UUIDField("적은 사람")
    written_label = models.CharField("적은 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "덧붙임"
        verbose_name_plural = "덧붙임"
        ordering = ("written_at", "id")
        indexes = [models.Index(fields=["subject_id"], name="people_addendum_subject")]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(reason="") & ~Q(part=""), name="people_addendum_whole")
        ]


class Handwriting(models.Model):
    """서명: how somebody signed a paper: on the glass, on paper and scanned, or on paper kept in a file.

    Each room keeps its own beside the record that was signed (상담, 통합지원 신청, 제공계획, 회의록). The picture is drawn anew
    from its pixels and sealed; whoever reads the record may look at it, nobody may copy it elsewhere.
    """

    class Way(models.TextChoices):
        GLASS = "glass", "태블릿에 서명"
        SCAN = "scan", "종이 서명을 올림"
        PAPER = "paper", "종이 서명을 보관"

    # What the sealed picture is bound to, besides its row.
    sealed_as: ClassVar[str]

    way = models.CharField("어떻게", max_length=6, choices=Way)
    image_sealed = models.BinaryField("서명(봉함)", default=b"")
    sha256 = models.CharField("지문", max_length=64, blank=True)
    kept_at = models.CharField("종이를 둔 곳", max_length=80, blank=True)
    taken_on = models.DateField("받은 날")
    taken_by = models.UUIDField("받은 사람")
    taken_label = models.CharField("받은 사람(직위)", max_length=120)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(way="paper", image_sealed=b"") & ~Q(kept_at="") | ~Q(way="paper") & ~Q(sha256=""),
                name="%(app_label)s_%(class)s_is_somewhere",
            )
        ]

    @property
    def has_picture(self) -> bool:
        """Not where the signed paper itself is kept."""
        return bool(self.sha256)

    @property
    def image(self) -> bytes:
        """The picture, opened; there is none where the signature is on paper."""
        return b64decode(unseal(self.image_sealed, column=self.sealed_as, row=self.pk))

    @image.setter
    def image(self, picture: bytes) -> None:
        self.image_sealed = seal(b64encode(picture).decode(), column=self.sealed_as, row=self.pk)
        self.sha256 = sha256(picture).hexdigest()

    @property
    def words(self) -> str:
        """태블릿에 서명 2026. 3. 2., or where the paper lies."""
        kept = f"({self.kept_at})" if self.kept_at else ""
        return f"{self.get_way_display()}{kept} {official_date(self.taken_on)}"


class SignedByHome(Handwriting):
    """서명 of a named person of a home under a record of that home."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    signer = models.CharField("서명한 분", max_length=60)

    class Meta(Handwriting.Meta):
        abstract = True
