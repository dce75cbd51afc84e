"""Counselling records and market days."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Consent, Household, Person, SignedByHome
from bokjihub.visits.models import Visit


class MarketDay(models.Model):
    """이동상담일: a counselling day at a place (5일장 희망복지 상담실, 복지간담회)."""

    class Kind(models.TextChoices):
        MARKET = "market", "5일장 상담실"
        MEETING = "meeting", "복지간담회"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("꼴", max_length=8, choices=Kind, default=Kind.MARKET)
    place = models.CharField("곳", max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    held_on = models.DateField("날")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)

    class Meta:
        verbose_name = "이동상담일"
        verbose_name_plural = "이동상담일"
        constraints = [models.UniqueConstraint(fields=["place", "held_on"], name="counselling_market_day_once")]


class MarketContact(models.Model):
    """이동상담 한 분: a short contact, anonymous unless the person wants a call. Counts as one user (연인원).

    `area` is the home's dong once the home is known (as everywhere); where it happened is the dong of its market day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    market_day = models.ForeignKey(MarketDay, models.PROTECT, related_name="contacts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="market_contacts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    needs = ArrayField(models.CharField(max_length=20), verbose_name="무엇을", default=list)
    answer = models.CharField("어떻게", max_length=20)
    is_helped = models.BooleanField("도움", default=False)
    linked_won = models.BigIntegerField("이은 돈(원)", default=0)
    funding = models.CharField("공공·민간", max_length=8, blank=True)
    at = models.DateTimeField("시각")
    wants_call = models.BooleanField("다시 연락 원하심", default=False)
    taken_by = models.UUIDField("적은 사람", null=True, blank=True)
    client_id = models.UUIDField("기기 기록 번호", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "이동상담"
        verbose_name_plural = "이동상담"
        constraints = [models.CheckConstraint(condition=Q(linked_won__gte=0), name="counselling_market_won")]
        indexes = [models.Index(fields=["market_day", "-at"], name="counselling_market_day")]


class MarketLink(models.Model):
    """이어 적기: whose home somebody met at a market day turned out to be, and how one knows. Undone, it stays as undone."""

    class How(models.TextChoices):
        SAID = "said", "본인이 말씀하심"
        CALLED = "called", "전화로 확인"
        VISITED = "visited", "방문해서 확인"
        KNEW = "knew", "담당자가 알아봄"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(MarketContact, models.PROTECT, related_name="links", verbose_name="이동상담")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="그분")
    how = models.CharField("어떻게 알았나", max_length=8, choices=How)
    signal = models.ForeignKey(
        Signal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="올린 걱정"
    )
    linked_at = models.DateTimeField("이은 때", auto_now_add=True)
    linked_by = models.UUIDField("이은 사람")
    undone_at = models.DateTimeField("되돌린 때", null=True, blank=True)
    undone_by = models.UUIDField("되돌린 사람", null=True, blank=True)

    class Meta:
        verbose_name = "이동상담 이어 적기"
        verbose_name_plural = "이동상담 이어 적기"
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(undone_at__isnull=True), name="counselling_market_one_home"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="counselling_market_undone_by",
            ),
        ]


class Counselling(models.Model):
    """상담 기록 (초기상담 기록지): the person's words, what was seen, what was told, what is done, when we look again."""

    class Channel(models.TextChoices):
        COUNTER = "counter", "내방"
        PHONE = "phone", "전화"
        VISIT = "visit", "방문"
        ONLINE = "online", "온라인"
        MOBILE = "mobile", "이동상담"

    class Disposition(models.TextChoices):
        INFORMATION = "information", "정보제공"
        APPLY = "apply", "신청안내"
        LINK = "link", "서비스연계"
        EMERGENCY = "emergency", "긴급지원"
        CASE = "case", "사례관리 의뢰"
        EXCLUDED = "excluded", "비대상"
        UNLOCATED = "unlocated", "소재미확인"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="counsellings")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="counsellings")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="counsellings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="counsellings")
    channel = models.CharField("방법", max_length=8, choices=Channel)
    counselled_on = models.DateField("상담일")
    intake_channel = models.CharField("접수경로", max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField("걸린 시간(분)", default=0)
    client_words = models.TextField("주호소(말씀 그대로)")
    observation = models.TextField("관찰", blank=True)
    crisis_reasons = ArrayField(models.CharField(max_length=24), verbose_name="위기사유", default=list, blank=True)
    needs = ArrayField(models.CharField(max_length=20), verbose_name="어려움", default=list, blank=True)
    immediate_danger = ArrayField(models.CharField(max_length=20), verbose_name="즉시 위험", default=list, blank=True)
    visitor_safety = models.CharField("방문자 안전", max_length=120, blank=True)
    benefit_status = ArrayField(models.CharField(max_length=20), verbose_name="보호구분", default=list, blank=True)
    target_group = models.CharField("대상", max_length=24, blank=True)
    # What was known of the home that day, with its source: a filled form does not change when the home does.
    known = models.JSONField("그날 알던 것", default=list, blank=True)
    no_consent_reason = models.CharField("동의 없이 적는 까닭", max_length=120, blank=True)
    disposition = models.CharField("조치", max_length=12, choices=Disposition)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="counsellings")
    next_check_on = models.DateField("다음 확인일", null=True, blank=True)
    counselled_by = models.UUIDField("상담자")
    counselled_label = models.CharField("상담자(직위)", max_length=120)
    with_label = models.CharField("동행자", max_length=120, blank=True)
    excluded_reason = models.CharField("비대상인 까닭", max_length=120, blank=True)
    recorded_at = models.DateTimeField("적은 때", auto_now_add=True)
    # The form's own number: sending the same form twice makes one record.
    client_id = models.UUIDField("양식 번호", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "상담"
        verbose_name_plural = "상담"
        indexes = [
            models.Index(fields=["household", "-counselled_on"], name="counselling_household"),
            models.Index(fields=["area", "counselled_on"], name="counselling_area_day"),
            models.Index(fields=["work_item"], name="counselling_work_item"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition__in=["information", "excluded"]) | Q(next_check_on__isnull=False),
                name="counselling_outcome_or_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(disposition="excluded") | ~Q(excluded_reason=""), name="counselling_exclusion_has_reason"
            ),
        ]


class CounsellingSignature(SignedByHome):
    """상담 서명: the person under the 초기상담 기록지, to what was said and what was agreed. One a record."""

    sealed_as = "counselling.signature"

    counselling = models.OneToOneField(Counselling, models.PROTECT, primary_key=True, related_name="signature")

    class Meta(SignedByHome.Meta):
        verbose_name = "상담 서명"
        verbose_name_plural = "상담 서명"


class ToldBenefit(models.Model):
    """안내한 급여: each benefit the home may be missing, and whether they want to apply."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    counselling = models.ForeignKey(Counselling, models.PROTECT, related_name="told")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    benefit = models.CharField("급여", max_length=40)
    is_explained = models.BooleanField("설명함", default=True)
    wants_to_apply = models.BooleanField("신청 원함", null=True, blank=True)

    class Meta:
        verbose_name = "안내한 급여"
        verbose_name_plural = "안내한 급여"
        constraints = [models.UniqueConstraint(fields=["counselling", "benefit"], name="counselling_told_once")]


class Promise(models.Model):
    """약속: what we or they said they would do, and by when."""

    class Whose(models.TextChoices):
        OURS = "ours", "우리 약속"
        THEIRS = "theirs", "어르신 약속"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    counselling = models.ForeignKey(Counselling, models.PROTECT, related_name="promises")
    household = models.ForeignKey(Household, models.PROTECT, related_name="promises")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    whose = models.CharField("누구의", max_length=6, choices=Whose)
    words = models.CharField("무엇을", max_length=120)
    due_on = models.DateField("언제까지", null=True, blank=True)
    kept_on = models.DateField("지킨 날", null=True, blank=True)

    class Meta:
        verbose_name = "약속"
        verbose_name_plural = "약속"


class Transcription(models.Model):
    """행복이음 옮겨적기: that the record was typed into the official system, when and by whom."""

    counselling = models.OneToOneField(Counselling, models.PROTECT, primary_key=True, related_name="transcription")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    done_at = models.DateTimeField("옮긴 때", auto_now_add=True)
    done_by = models.UUIDField("옮긴 사람")

    class Meta:
        verbose_name = "행복이음 옮겨적기"
        verbose_name_plural = "행복이음 옮겨적기"
