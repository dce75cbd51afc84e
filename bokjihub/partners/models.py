"""Agencies, agreements, volunteers and council terms. No table here names a household."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7


class Agency(models.Model):
    """제공기관: a body that takes referrals or keeps gifts. Its office phone is the second factor of reply links."""

    class Sector(models.TextChoices):
        PUBLIC = "public", "공공기관"
        PRIVATE = "private", "민간기관"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("이름", max_length=80)
    sector = models.CharField("공공·민간", max_length=8, choices=Sector)
    kind = models.CharField("갈래", max_length=40, blank=True)
    phone = models.CharField("대표 전화", max_length=20)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    areas = models.ManyToManyField(Area, related_name="agencies", verbose_name="맡는 읍·면·동", blank=True)
    starts_on = models.DateField("부터", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "협력 기관"
        verbose_name_plural = "협력 기관"
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="partners_agency_name"),
            # Four digits at least: they open the reply link.
            models.CheckConstraint(condition=Q(phone__regex=r"[0-9]{4}$"), name="partners_agency_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_tail(self) -> str:
        """The last four digits of the office phone."""
        return "".join(one for one in self.phone if one.isdigit())[-4:]


class Agreement(models.Model):
    """업무협약: what an agency and the town promised each other, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    title = models.CharField("협약", max_length=120)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "업무협약"
        verbose_name_plural = "업무협약"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="partners_agreement_dates"
            )
        ]


class Volunteer(models.Model):
    """봉사자: a resident who helps. Walks along and delivers only while trained and pledged."""

    class Kind(models.TextChoices):
        GOOD_NEIGHBOUR = "good_neighbour", "좋은이웃들"
        HONORARY = "honorary", "명예사회복지공무원"
        VOLUNTEER = "volunteer", "자원봉사자"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("이름", max_length=60)
    kind = models.CharField("구실", max_length=16, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    post = models.OneToOneField(Post, models.SET_NULL, null=True, blank=True, related_name="volunteer")
    trained_until = models.DateField("교육 유효", null=True, blank=True)
    pledged_on = models.DateField("서약한 날", null=True, blank=True)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "봉사자"
        verbose_name_plural = "봉사자"
        indexes = [models.Index(fields=["area"], name="partners_volunteer_area")]

    def may_walk(self, day: dt.date) -> bool:
        """Training in force and the pledge signed."""
        return self.pledged_on is not None and self.trained_until is not None and self.trained_until >= day


class Thanks(models.Model):
    """감사 인사: how and when the town thanked somebody who helps. Written once."""

    class Kind(models.TextChoices):
        WORDS = "words", "말씀·편지"
        CERTIFICATE = "certificate", "감사장"
        AWARD = "award", "표창 추천"
        GIFT = "gift", "기념품"
        HOURS = "hours", "봉사시간 인정"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="thanks")
    kind = models.CharField("어떻게", max_length=12, choices=Kind)
    given_on = models.DateField("날")
    words = models.CharField("무엇에", max_length=120)
    given_label = models.CharField("누가(직위)", max_length=120)

    class Meta:
        verbose_name = "감사 인사"
        verbose_name_plural = "감사 인사"


class CouncilTerm(models.Model):
    """위촉: one member's term in a dong's or the city's 지역사회보장협의체 (사회보장급여법 제41조; 시행규칙 제5조-제7조: two years)."""

    class Body(models.TextChoices):
        """A city has two: its council and the working one beside it (제41조제4항); a dong has one."""

        MAIN = "main", "협의체"
        WORKING = "working", "실무협의체"

    class Seat(models.TextChoices):
        CHAIR = "chair", "공동위원장"
        MEMBER = "member", "위원"
        SECRETARY = "secretary", "간사"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="council_terms", verbose_name="협의체")
    body = models.CharField("어느 협의체", max_length=8, choices=Body, default=Body.MAIN)
    name = models.CharField("이름", max_length=60)
    seat = models.CharField("자리", max_length=10, choices=Seat, default=Seat.MEMBER)
    calling = models.CharField("구실", max_length=40, blank=True)  # 통장, 주민자치위원, 자원봉사 …
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="council_terms")
    starts_on = models.DateField("위촉일")
    ends_on = models.DateField("임기 끝")
    trained_on = models.DateField("교육", null=True, blank=True)
    pledged_on = models.DateField("서약한 날", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "협의체 위촉"
        verbose_name_plural = "협의체 위촉"
        indexes = [models.Index(fields=["area", "ends_on"], name="partners_council_area")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="partners_council_dates"),
            # Nobody sits twice in one council at a time (임기 겹침).
            ExclusionConstraint(
                name="partners_council_once",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class CouncilMeeting(models.Model):
    """협의체 회의: told in writing five days before, opened with more than half of the members (시행규칙 제5조제5항·제6항)."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "정기"
        EXTRA = "extra", "임시"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="council_meetings", verbose_name="협의체")
    body = models.CharField("어느 협의체", max_length=8, choices=CouncilTerm.Body, default=CouncilTerm.Body.MAIN)
    kind = models.CharField("꼴", max_length=8, choices=Kind, default=Kind.REGULAR)
    held_on = models.DateField("날")
    held_at = models.TimeField("시각")
    place = models.CharField("곳", max_length=80)
    agenda = models.TextField("안건")
    notice_due_on = models.DateField("알림 기한")
    noticed_on = models.DateField("서면으로 알린 날", null=True, blank=True)
    # 다만, 긴급히 개최하여야 하는 경우와 그 밖의 부득이한 사정
    urgent_reason = models.CharField("5일 전에 알리지 못한 까닭", max_length=120, blank=True)
    in_office = models.PositiveSmallIntegerField("재적", null=True, blank=True)
    present = models.PositiveSmallIntegerField("출석", null=True, blank=True)
    minutes = models.TextField("회의록", blank=True)
    written_on = models.DateField("회의록을 적은 날", null=True, blank=True)
    called_by = models.UUIDField("부른 사람")

    class Meta:
        verbose_name = "협의체 회의"
        verbose_name_plural = "협의체 회의"
        indexes = [models.Index(fields=["area", "-held_on"], name="partners_meeting_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_on__isnull=True) | Q(noticed_on__lte=F("notice_due_on")) | ~Q(urgent_reason=""),
                name="partners_late_notice_says_why",
            ),
            models.CheckConstraint(
                condition=Q(written_on__isnull=True) | Q(in_office__isnull=False, present__isnull=False),
                name="partners_minutes_count_members",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present__lte=F("in_office")), name="partners_present_are_members"
            ),
        ]

    @property
    def has_quorum(self) -> bool:
        """재적위원 과반수의 출석."""
        return self.present is not None and self.in_office is not None and self.present * 2 > self.in_office


class CouncilAttendance(models.Model):
    """협의체 출석: that one member was at one meeting."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="attendances")
    term = models.ForeignKey(CouncilTerm, models.PROTECT, related_name="attendances")

    class Meta:
        verbose_name = "협의체 출석"
        verbose_name_plural = "협의체 출석"
        constraints = [models.UniqueConstraint(fields=["meeting", "term"], name="partners_present_once")]


class CouncilDecision(models.Model):
    """협의체 의결: carried by more than half of those present (시행규칙 제5조제6항)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="decisions")
    words = models.CharField("안건", max_length=200)
    in_favour = models.PositiveSmallIntegerField("찬성")
    is_carried = models.BooleanField("가결")

    class Meta:
        verbose_name = "협의체 의결"
        verbose_name_plural = "협의체 의결"
