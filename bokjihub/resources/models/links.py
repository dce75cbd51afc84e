"""Providers, services, and service links with their deliveries."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area, ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import WorkItem
from bokjihub.partners.models import Agency
from bokjihub.people.models import Consent, Household, Person


class Need(models.TextChoices):
    """What a service answers; the needs an officer ticks while counselling."""

    LIVING = "living", "생활비"
    FOOD = "food", "식사"
    HEALTH = "health", "건강"
    MIND = "mind", "마음"
    CARE = "care", "돌봄"
    HOME = "home", "집·수리"
    ENERGY = "energy", "난방·전기"
    WORK = "work", "일자리"
    DEBT = "debt", "빚·법률"
    CHILD = "child", "아이"
    DAILY = "daily", "생활용품·이미용"


class Provider(models.Model):
    """제공기관: an agency in its part as giver of services."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.OneToOneField(Agency, models.PROTECT, related_name="provider")
    intake = models.CharField("의뢰 받는 분", max_length=60, blank=True)

    class Meta:
        verbose_name = "제공기관"
        verbose_name_plural = "제공기관"

    def __str__(self) -> str:
        return self.agency.name


class Service(models.Model):
    """서비스: what a provider gives, to whom, with how many places free when last asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="services")
    name = models.CharField("이름", max_length=80)
    need = models.CharField("어떤 어려움", max_length=8, choices=Need)
    for_whom = models.CharField("누구에게", max_length=120, blank=True)
    rhythm = models.CharField("얼마나 자주", max_length=60, blank=True)
    papers = models.CharField("챙길 서류", max_length=200, blank=True)
    areas = models.ManyToManyField(Area, related_name="services", verbose_name="읍·면·동", blank=True)
    places = models.PositiveSmallIntegerField("자리", null=True, blank=True)
    waiting = models.PositiveSmallIntegerField("기다림", default=0)
    confirmed_on = models.DateField("확인한 날")
    is_income_tested = models.BooleanField("소득을 봄", default=False)
    starts_on = models.DateField("부터", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "서비스"
        verbose_name_plural = "서비스"
        indexes = [models.Index(fields=["need"], name="resources_service_need")]
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="resources_service_name")]

    def __str__(self) -> str:
        return self.name


class ServiceLink(models.Model):
    """서비스 연계: a referral, its answer and its deliveries (process §3.7, §11.5). Counts only with a delivery."""

    class State(models.TextChoices):
        SENT = "sent", "보냄"
        RECEIVED = "received", "접수확인"
        ACCEPTED = "accepted", "맡음"
        WAITLISTED = "waitlisted", "기다림"
        CONDITIONAL = "conditional", "조건 있음"
        MORE_ASKED = "more_asked", "더 알려 달라 함"
        DECLINED = "declined", "어렵다고 함"
        STARTED = "started", "제공 중"
        COMPLETED = "completed", "마침"
        STOPPED = "stopped", "그만둠"
        WITHDRAWN = "withdrawn", "동의 거둠"

    class Basis(models.TextChoices):
        """Public tasks that need no consent; each with a written reason (process §3.2)."""

        EMERGENCY = "emergency", "급박한 생명·신체의 위험(개인정보 보호법 제15조①5·제17조①2)"
        STATUTE = "statute", "법률의 특별한 규정(같은 법 제15조①2)"
        PUBLIC_DUTY = "public_duty", "보장기관끼리 최소한의 공유(사회보장급여법 제15조④)"

    class Urgency(models.TextChoices):
        TODAY = "today", "오늘"
        WEEK = "week", "이번 주"
        NORMAL = "normal", "보통"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="service_links")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="service_links")
    counselling_id = models.UUIDField("상담", null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="대상자")
    service = models.ForeignKey(Service, models.PROTECT, related_name="links")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="service_links")
    legal_basis = models.CharField("법에 정한 까닭", max_length=12, choices=Basis, blank=True)
    basis_reason = models.CharField("까닭 설명", max_length=200, blank=True)
    # Words of the consent's items; the referral shows these and nothing else.
    items = ArrayField(models.CharField(max_length=30), verbose_name="보내는 항목")
    reason = models.TextField("왜")
    urgency = models.CharField("얼마나 급한가", max_length=8, choices=Urgency, default=Urgency.NORMAL)
    wanted_by = models.DateField("바라는 때", null=True, blank=True)
    state = models.CharField("상태", max_length=12, choices=State, default=State.SENT)
    owner = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="service_links")
    sent_on = models.DateField("보낸 날")
    sent_by = models.UUIDField("보낸 사람")
    sent_label = models.CharField("보낸 사람(직위)", max_length=120)
    office_phone = models.CharField("우리 전화", max_length=20, blank=True)
    # SHA-256 of a 128-bit token that is shown once; with it and the office phone's tail the agency opens the referral.
    token_hash = models.BinaryField("회신 주소 지문", unique=True)
    expires_at = models.DateTimeField("닫히는 때")
    wrong_tails = models.PositiveSmallIntegerField("틀린 번호", default=0)
    received_at = models.DateTimeField("처음 연 때", null=True, blank=True)
    replied_at = models.DateTimeField("회신", null=True, blank=True)
    start_on = models.DateField("시작하는 날", null=True, blank=True)
    expected_on = models.DateField("예상", null=True, blank=True)
    contact = models.CharField("담당", max_length=60, blank=True)
    reply_words = models.CharField("회신 말씀", max_length=300, blank=True)
    ended_on = models.DateField("끝난 날", null=True, blank=True)
    end_reason = models.CharField("끝난 까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = "서비스 연계"
        verbose_name_plural = "서비스 연계"
        indexes = [
            models.Index(fields=["household", "-sent_on"], name="resources_link_household"),
            models.Index(fields=["area", "sent_on"], name="resources_link_area_day"),
            models.Index(fields=["work_item"], name="resources_link_work_item"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__isnull=False) | (~Q(legal_basis="") & ~Q(basis_reason="")),
                name="resources_link_has_consent_or_basis",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reply_words=""), name="resources_decline_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(expected_on__isnull=False), name="resources_wait_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "stopped", "withdrawn"]) | Q(ended_on__isnull=False),
                name="resources_ended_has_a_day",
            ),
            models.CheckConstraint(condition=~Q(state="stopped") | ~Q(end_reason=""), name="resources_stop_says_why"),
        ]

    ANSWERABLE = frozenset({State.SENT, State.RECEIVED, State.WAITLISTED, State.CONDITIONAL, State.MORE_ASKED})
    RUNNING = frozenset({State.ACCEPTED, State.STARTED})

    @property
    def is_open(self) -> bool:
        """Neither declined, ended nor withdrawn."""
        return self.state in self.ANSWERABLE | self.RUNNING

    def may_be_seen(self, day: dt.date) -> bool:
        """Whether the consent (or the legal basis) still carries it on `day`: asked at every opening."""
        if self.state == self.State.WITHDRAWN:
            return False
        return self.consent.is_valid(day) if self.consent is not None else bool(self.legal_basis)


class LinkDelivery(models.Model):
    """전달: something of the service reached the household, so many times or pieces, worth so much. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(ServiceLink, models.PROTECT, related_name="deliveries")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    delivered_on = models.DateField("전달한 날")
    quantity = models.PositiveIntegerField("횟수·수량")
    won = models.BigIntegerField("금액(원)", default=0)
    words = models.CharField("내용", max_length=120, blank=True)
    told_by = models.CharField("적은 사람", max_length=120)
    recorded_by = models.UUIDField("적은 사람(번호)")
    recorded_at = models.DateTimeField("적은 때", auto_now_add=True)
    # The same sheet sent twice is one delivery (R27).
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "서비스 전달"
        verbose_name_plural = "서비스 전달"
        indexes = [models.Index(fields=["area", "delivered_on"], name="resources_delivered_area")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="resources_delivery_quantity"),
            models.CheckConstraint(condition=Q(won__gte=0), name="resources_delivery_won"),
        ]
