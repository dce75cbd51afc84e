"""Visits (process §3.9, §11.2)."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from bokjihub.accounts.models import Post, User
from bokjihub.areas.models import Area, Team, ValidOn
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Household, Person


class VisitProgramme(models.Model):
    """방문사업: why homes of a kind are visited, by which pair, how long, when they are due (process §4.1). A town edits the rows."""

    class Event(models.TextChoices):
        AGE = "age", "나이(해)"
        PREGNANCY = "pregnancy", "임신(주)"
        BIRTH = "birth", "출생 뒤(주)"
        NONE = "", "해당 없음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("코드", max_length=12, unique=True)
    name = models.CharField("이름", max_length=60)
    target = models.CharField("어느 집에", max_length=80, blank=True)
    pair_rule = models.CharField("함께 가는 사람", max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    event = models.CharField("도래", max_length=10, choices=Event, blank=True, default="")
    event_at = models.PositiveSmallIntegerField("도래 값", null=True, blank=True)
    window_days = models.PositiveSmallIntegerField("며칠 안에", null=True, blank=True)
    instruments = ArrayField(models.CharField(max_length=20), verbose_name="선별도구", default=list, blank=True)
    order = models.PositiveSmallIntegerField("차례", default=1)
    is_open = models.BooleanField("쓰는 중", default=True)

    class Meta:
        verbose_name = "방문사업"
        verbose_name_plural = "방문사업"
        ordering = ["order", "code"]


class Visit(models.Model):
    """방문: a day, a time, two people, an order of the day; later its result."""

    KIND = "visits.visit"  # as clocks name it

    class State(models.TextChoices):
        WAITING = "waiting", "팀장 승인 기다림"
        SCHEDULED = "scheduled", "예약"
        DEPARTED = "departed", "출발"
        CHECKED_IN = "checked_in", "도착"
        DONE = "done", "만남"
        NOT_MET = "not_met", "못 만남"
        ABORTED = "aborted", "중단"
        CANCELLED = "cancelled", "취소"

    class Result(models.TextChoices):
        MET = "met", "만남(본인)"
        MET_FAMILY = "met_family", "만남(가족)"
        ABSENT = "absent", "부재"
        REFUSED = "refused", "거부"
        VACANT = "vacant", "주소불명·빈집"
        MOVED = "moved", "이사"
        DIED = "died", "사망"
        ADMITTED = "admitted", "입원·입소"
        STOPPED = "stopped", "안전상 중단"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(VisitProgramme, models.PROTECT, related_name="visits", verbose_name="방문사업")
    household = models.ForeignKey(Household, models.PROTECT, related_name="visits")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="visits")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    lead = models.ForeignKey(Post, models.PROTECT, related_name="visits", verbose_name="담당")
    planned_on = models.DateField("방문일")
    planned_at = models.TimeField("시각")
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    is_time_promised = models.BooleanField("약속한 시각", default=False)
    # Fixed by hand on the board: the planner and 이 차례로 시각 맞추기 leave it where it is.
    is_pinned = models.BooleanField("고정", default=False)
    # 0: nobody set the order of the day by hand, it is computed nearest first.
    order = models.PositiveSmallIntegerField("손으로 정한 차례", default=0)
    purpose = models.CharField("왜", max_length=120, blank=True)
    take_along = models.CharField("챙길 것", max_length=120, blank=True)
    alone_reason = models.CharField("혼자 가는 까닭", max_length=120, blank=True)
    # Another programme visits the same home within a week: said by whoever plans the second visit.
    beside_reason = models.CharField("같은 주에 또 가는 까닭", max_length=120, blank=True)
    # The home asked for somebody else (방문 바람): said by whoever plans the visit all the same.
    wish_reason = models.CharField("바람과 다르게 가는 까닭", max_length=120, blank=True)
    volunteer_basis = models.CharField("동의 없이 함께 가는 법적 까닭", max_length=12, blank=True)
    scheduled_by = models.UUIDField("잡은 사람", null=True, blank=True)
    approved_by = models.UUIDField("혼자 가기를 승인한 팀장", null=True, blank=True)
    approved_at = models.DateTimeField("승인한 때", null=True, blank=True)
    departed_at = models.DateTimeField("나선 때", null=True, blank=True)
    cancelled_reason = models.CharField("취소한 까닭", max_length=120, blank=True)
    state = models.CharField("상태", max_length=12, choices=State, default=State.SCHEDULED)
    arrived_at = models.DateTimeField("도착", null=True, blank=True)
    left_at = models.DateTimeField("나옴", null=True, blank=True)
    result = models.CharField("결과", max_length=12, choices=Result, blank=True)
    door_signs = ArrayField(models.CharField(max_length=20), verbose_name="문 앞 본 것", default=list, blank=True)
    notice_left = models.BooleanField("안내문 남김", default=False)
    words = models.TextField("말씀", blank=True)
    observation = models.TextField("본 것", blank=True)
    next_on = models.DateField("다음 확인일", null=True, blank=True)
    recorded_at = models.DateTimeField("적은 때", null=True, blank=True)
    recorded_by = models.UUIDField("적은 사람", null=True, blank=True)
    client_id = models.UUIDField("기기 기록 번호", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "방문"
        verbose_name_plural = "방문"
        indexes = [
            models.Index(fields=["area", "planned_on"], name="visits_area_day"),
            models.Index(fields=["lead", "planned_on"], name="visits_lead_day"),
            models.Index(fields=["household", "-planned_on"], name="visits_household"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result__in=["absent", "refused", "vacant", "moved", "stopped"]) | Q(next_on__isnull=False),
                name="visits_result_has_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "not_met"]) | ~Q(result=""), name="visits_end_has_result"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="visits_cancel_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_at__isnull=False), name="visits_approval_is_dated"
            ),
        ]

    OPEN = (State.WAITING, State.SCHEDULED, State.DEPARTED, State.CHECKED_IN)

    @property
    def is_open(self) -> bool:
        """Neither recorded nor cancelled."""
        return self.state in self.OPEN

    @property
    def is_met(self) -> bool:
        """Somebody of the home was spoken to."""
        return self.result in (self.Result.MET, self.Result.MET_FAMILY)

    def ends_at(self) -> dt.time:
        """When the visit is expected to end."""
        return (dt.datetime.combine(self.planned_on, self.planned_at) + dt.timedelta(minutes=self.minutes)).time()

    def is_long_inside(self, now: dt.datetime) -> bool:
        """Inside for longer than an hour, or than planned: the office calls (process §11.2)."""
        if self.state != self.State.CHECKED_IN or self.arrived_at is None:
            return False
        return now > self.arrived_at + dt.timedelta(minutes=max(60, self.minutes))


class Companion(models.Model):
    """함께 가는 사람: the second of the pair (officer, nurse, volunteer, village head)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="companions")
    post = models.ForeignKey(Post, models.PROTECT, related_name="accompanied")
    kind = models.CharField("누구", max_length=24)
    # What a neighbour said on the card; of officers the visit's own hours speak.
    arrived_at = models.DateTimeField("도착", null=True, blank=True)
    left_at = models.DateTimeField("나옴", null=True, blank=True)

    class Meta:
        verbose_name = "동행"
        verbose_name_plural = "동행"
        constraints = [models.UniqueConstraint(fields=["visit", "post"], name="visits_companion_once")]


class Invitation(models.Model):
    """동행 초대: a neighbour is asked to walk along, by day, time and dong; whose home it is they learn after saying yes.

    Answered by an address that expires, on their own page, or by phone. The time asked about stands here: before the
    answer nothing of the visit can be read by who was asked.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", "대답 기다림"
        ACCEPTED = "accepted", "함께 감"
        DECLINED = "declined", "못 감"
        OVER = "over", "끝남"

    class How(models.TextChoices):
        LINK = "link", "초대 주소"
        PAGE = "page", "내 화면"
        PHONE = "phone", "전화·만나서"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="invitations")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    post = models.ForeignKey(Post, models.PROTECT, related_name="invitations", verbose_name="초대한 분")
    # Whose row it is: they see it before they have any right to the home.
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField("방문일")
    at = models.TimeField("시각")
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    office_phone = models.CharField("담당 전화", max_length=20, blank=True)
    asked_at = models.DateTimeField("초대한 때", auto_now_add=True)
    answer = models.CharField("대답", max_length=8, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField("대답한 때", null=True, blank=True)
    how = models.CharField("어떻게", max_length=8, choices=How, blank=True)
    words = models.CharField("까닭", max_length=120, blank=True)
    token_hash = models.BinaryField("초대 주소 지문", null=True, blank=True, unique=True)
    expires_at = models.DateTimeField("주소가 닫히는 때", null=True, blank=True)
    tail_key = models.BinaryField("휴대전화 끝 네 자리 지문", null=True, blank=True)
    wrong_tails = models.PositiveSmallIntegerField("틀린 횟수", default=0)

    class Meta:
        verbose_name = "동행 초대"
        verbose_name_plural = "동행 초대"
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "post"],
                condition=Q(answer__in=["waiting", "accepted"]),
                name="visits_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["waiting", "over"]) | Q(answered_at__isnull=False) & ~Q(how=""),
                name="visits_invitation_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True) | Q(expires_at__isnull=False, tail_key__isnull=False),
                name="visits_invitation_address_ends",
            ),
        ]

    @property
    def starts_at(self) -> dt.datetime:
        """The instant the visit is planned for."""
        return timezone.make_aware(dt.datetime.combine(self.on, self.at))

    @property
    def is_standing(self) -> bool:
        """Asked or accepted, and the visit still to come or going on."""
        return self.answer in (self.Answer.WAITING, self.Answer.ACCEPTED)


class Booking(models.Model):
    """잡힌 시간: somebody of the pair is taken from then to then. Names no home, so that anybody planning sees who is free."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="bookings")
    user = models.ForeignKey(User, models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField("부터")
    ends_at = models.DateTimeField("까지")

    class Meta:
        verbose_name = "잡힌 시간"
        verbose_name_plural = "잡힌 시간"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visits_booking_span"),
            ExclusionConstraint(
                name="visits_one_place_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Absence(models.Model):
    """자리 비움: somebody of the pair is not there from then to then, so that nobody plans them. No diagnosis, no home."""

    class Reason(models.TextChoices):
        LEAVE = "leave", "휴가·병가"
        MEETING = "meeting", "회의·교육"
        EVENT = "event", "장날·행사"
        OTHER = "other", "다른 일"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField("부터")
    ends_at = models.DateTimeField("까지")
    reason = models.CharField("까닭", max_length=8, choices=Reason)
    noted_by = models.UUIDField("적은 사람")

    class Meta:
        verbose_name = "자리 비움"
        verbose_name_plural = "자리 비움"
        indexes = [models.Index(fields=["user", "starts_at"], name="visits_absence_user")]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visits_absence_span")]


class Skill(models.TextChoices):
    """What a home may need of one of the people who come, and what somebody who goes brings."""

    SIGN = "sign", "수어"
    ENGLISH = "english", "영어"
    CHINESE = "chinese", "중국어"
    VIETNAMESE = "vietnamese", "베트남어"
    RUSSIAN = "russian", "러시아어"
    CAR = "car", "차를 가져감"


class GoerTerms(models.Model):
    """나오는 때와 조건: on which half days somebody who visits is there, and what they bring. No row: every day, nothing noted."""

    HALVES = tuple(
        (f"{day}{half}", f"{words} {part}")
        for day, words in enumerate("월화수목금")
        for half, part in (("a", "오전"), ("p", "오후"))
    )

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="visit_terms", verbose_name="누구")
    halves = ArrayField(
        models.CharField(max_length=2, choices=HALVES), verbose_name="나오는 때", default=list, blank=True
    )
    skills = ArrayField(
        models.CharField(max_length=12, choices=Skill), verbose_name="할 수 있는 것", default=list, blank=True
    )
    sex = models.CharField("성별", max_length=1, choices=Person.Sex, blank=True)
    most_days = models.PositiveSmallIntegerField("한 주에 많아야 며칠", null=True, blank=True)
    noted_by = models.UUIDField("적은 사람")
    noted_at = models.DateTimeField("적은 때", auto_now=True)

    class Meta:
        verbose_name = "나오는 때"
        verbose_name_plural = "나오는 때"

    @property
    def when(self) -> str:
        """월·수 오전: the half days in words; empty where every day."""
        return halves_words(self.halves)


def halves_words(halves: Sequence[str]) -> str:
    """월·수 오전, 금: half days said shortly, days with both halves by their name alone."""
    parts = {
        key: [day for n, day in enumerate("월화수목금") if halves_on(n, halves) == key] for key in ("ap", "a", "p")
    }
    said = {"ap": "", "a": " 오전", "p": " 오후"}
    return ", ".join(f"{'·'.join(days)}{said[key]}" for key, days in parts.items() if days)


def halves_on(day: int, halves: Sequence[str]) -> str:
    """Which halves of a weekday are ticked: ap, a, p or none."""
    return "".join(half for half in "ap" if f"{day}{half}" in halves)


class HomeWish(models.Model):
    """방문 바람: what a home asks of whoever comes. One standing row a home; the planner and every booking keep it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="visit_wishes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    sex = models.CharField("바라는 성별", max_length=1, choices=Person.Sex, blank=True)
    skills = ArrayField(
        models.CharField(max_length=12, choices=Skill), verbose_name="필요한 것", default=list, blank=True
    )
    opens = models.TimeField("몇 시부터", null=True, blank=True)
    closes = models.TimeField("몇 시까지", null=True, blank=True)
    # Relatives, next-door neighbours, people they do not get on with: who, never why.
    kept_away = ArrayField(models.UUIDField(), verbose_name="가지 않는 분", default=list, blank=True)
    noted_by = models.UUIDField("적은 사람")
    noted_at = models.DateTimeField("적은 때", auto_now=True)
    ended_on = models.DateField("끝난 날", null=True, blank=True)

    class Meta:
        verbose_name = "방문 바람"
        verbose_name_plural = "방문 바람"
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_on__isnull=True), name="visits_one_standing_wish"
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gt=F("opens")),
                name="visits_wish_hours",
            ),
        ]

    @property
    def visitor(self) -> str:
        """여성 방문자."""
        return {"F": "여성 방문자", "M": "남성 방문자"}.get(self.sex, "")

    @property
    def asks(self) -> tuple[str, ...]:
        """여성 담당자, 수어, 14:00부터 집에 계심: what is asked, in words; who is kept away is not said."""
        said = [self.visitor] if self.sex else []
        said += [Skill(one).label for one in self.skills]
        if self.opens or self.closes:
            hours = f"{self.opens:%H:%M}부터 " if self.opens else ""
            said.append(f"{hours}{f'{self.closes:%H:%M}까지 ' if self.closes else ''}집에 계심")
        return tuple(said)


class Incident(models.Model):
    """방문 중 안전 일: what happened, how grave, what help was called."""

    class Level(models.TextChoices):
        NOTICE = "notice", "조심할 일"
        THREAT = "threat", "위협"
        HURT = "hurt", "다침"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="incidents")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level = models.CharField("정도", max_length=8, choices=Level, default=Level.NOTICE)
    what = models.CharField("무슨 일", max_length=200)
    help_called = models.CharField("부른 도움", max_length=60, blank=True)
    at = models.DateTimeField("시각")
    reported_by = models.UUIDField("적은 사람")
    reviewed_by = models.UUIDField("확인한 팀장", null=True, blank=True)
    reviewed_at = models.DateTimeField("확인한 때", null=True, blank=True)

    class Meta:
        verbose_name = "방문 중 안전 일"
        verbose_name_plural = "방문 중 안전 일"


class VisitRule(models.Model):
    """방문 기준: what makes a visit of a programme due, from when, until when. Dated: a town ends a row and writes the next."""

    class Kind(models.TextChoices):
        AGE = "age", "만 나이가 됨"
        BIRTH = "birth", "아이가 태어남"
        PREGNANCY = "pregnancy", "임신 주수가 됨"
        DAY = "day", "등록할 때 정한 날"
        REGULAR = "regular", "등록한 분께 정한 횟수"
        WORRY = "worry", "걱정이 열림"
        CLOCK = "clock", "다른 일의 기한이 옴"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(VisitProgramme, models.PROTECT, related_name="rules", verbose_name="방문사업")
    kind = models.CharField("무엇이 오면", max_length=10, choices=Kind)
    # Years of age, weeks of pregnancy, days after the birth.
    at = models.PositiveSmallIntegerField("값", null=True, blank=True)
    group = models.CharField("관리군", max_length=12, blank=True)
    channels = ArrayField(models.CharField(max_length=12), verbose_name="걱정의 경로", default=list, blank=True)
    clock_code = models.CharField("기한 코드", max_length=40, blank=True)
    opens_before = models.PositiveSmallIntegerField("며칠 앞부터", default=0)
    window_days = models.PositiveSmallIntegerField("며칠 안에", default=30)
    contacts = models.PositiveSmallIntegerField("몇 번", default=1)
    every_months = models.PositiveSmallIntegerField("몇 개월마다", null=True, blank=True)
    every_days = models.PositiveSmallIntegerField("며칠마다", null=True, blank=True)
    basis = models.CharField("근거", max_length=120, blank=True)
    starts_on = models.DateField("시행", default=dt.date(2000, 1, 1))
    ends_on = models.DateField("끝", null=True, blank=True)
    written_by = models.UUIDField("적은 사람", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "방문 기준"
        verbose_name_plural = "방문 기준"
        ordering = ["programme__order", "kind", "at", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(contacts__gte=1), name="visits_rule_contacts"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="visits_rule_period"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["age", "birth", "pregnancy"]) | Q(at__isnull=False), name="visits_rule_value"
            ),
            models.CheckConstraint(
                condition=~Q(kind="regular") | Q(every_months__gte=1) | Q(every_days__gte=1),
                name="visits_rule_interval",
            ),
        ]

    @property
    def is_repeated(self) -> bool:
        """Comes again and again: a visit counts for its own turn only."""
        return self.kind == self.Kind.REGULAR

    @property
    def group_words(self) -> str:
        """집중관리군."""
        return str(dict(Enrolment.Group.choices).get(self.group, self.group))


class Enrolment(models.Model):
    """방문 등록: a person or home taken into a programme that no register tells us about (임신, 방문건강, 안부확인, 동행)."""

    class Group(models.TextChoices):
        INTENSIVE = "intensive", "집중관리군"
        REGULAR = "regular", "정기관리군"
        SELF = "self", "자기역량지원군"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(VisitProgramme, models.PROTECT, related_name="enrolments", verbose_name="방문사업")
    household = models.ForeignKey(Household, models.PROTECT, related_name="enrolments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="enrolments")
    group = models.CharField("관리군", max_length=12, choices=Group, blank=True)
    # 출산예정일 of a pregnancy, the agreed day of an accompaniment.
    event_on = models.DateField("정한 날", null=True, blank=True)
    reason = models.CharField("까닭", max_length=200)
    starts_on = models.DateField("등록한 날")
    ends_on = models.DateField("끝난 날", null=True, blank=True)
    ended_because = models.CharField("끝난 까닭", max_length=120, blank=True)
    set_by = models.UUIDField("등록한 사람")
    set_label = models.CharField("등록한 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "방문 등록"
        verbose_name_plural = "방문 등록"
        indexes = [models.Index(fields=["household"], name="visits_enrolment_household")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household", "person"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="visits_enrolled_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | ~Q(ended_because=""), name="visits_enrolment_end_has_reason"
            ),
        ]


class HelloCaller(models.Model):
    """안부 이웃: the neighbour a home of the hello-check (안부확인) is given to, from a day to a day.

    The row is shown to whom it is addressed; of the home they see what the visit card shows, while the consent stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="callers", verbose_name="방문 등록")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="안부 이웃")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_on = models.DateField("맡은 날")
    ends_on = models.DateField("끝난 날", null=True, blank=True)
    given_by = models.UUIDField("맡긴 사람")

    class Meta:
        verbose_name = "안부 이웃"
        verbose_name_plural = "안부 이웃"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(ends_on__isnull=True), name="visits_hello_one_caller"
            )
        ]


class HelloCheck(models.Model):
    """안부 기록: what a neighbour found at a home given to them. Nothing is rewritten: an undone one stays, marked."""

    class Result(models.TextChoices):
        WELL = "well", "잘 지내심"
        MISSED = "missed", "못 만남"
        WORRY = "worry", "걱정됨"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="hellos", verbose_name="방문 등록")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="안부 이웃")
    result = models.CharField("결과", max_length=8, choices=Result)
    on = models.DateField("안부를 물은 날")
    at = models.DateTimeField("적은 때")
    undone_at = models.DateTimeField("되돌린 때", null=True, blank=True)
    # What the dong was told because of it: the worry said, or the second miss in a row.
    signal = models.ForeignKey(
        Signal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="발굴 신호"
    )

    class Meta:
        verbose_name = "안부 기록"
        verbose_name_plural = "안부 기록"
        indexes = [models.Index(fields=["enrolment", "at"], name="visits_hello_enrolment")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="worry") | Q(signal__isnull=False), name="visits_hello_worry_is_told"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(signal__isnull=True), name="visits_hello_told_stays"
            ),
        ]


class Due(models.Model):
    """방문 차례: one home's turn in one programme, computed by rule. What came of it is read from the visits, never typed in."""

    class Status(models.TextChoices):
        VISITED = "visited", "만남"
        LATE = "late", "기간 지나 만남"
        REFUSED = "refused", "거부"
        PLANNED = "planned", "예약"
        NOT_MET = "not_met", "못 만남"
        MISSED = "missed", "기간 지남"
        DUE = "due", "갈 차례"
        COMING = "coming", "곧 옴"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(VisitProgramme, models.PROTECT, related_name="dues", verbose_name="방문사업")
    rule = models.ForeignKey(VisitRule, models.PROTECT, related_name="dues", verbose_name="방문 기준")
    household = models.ForeignKey(Household, models.PROTECT, related_name="dues")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # What makes the turn the same turn when it is computed again: the person's age, the enrolment's nth time, the worry.
    occasion = models.CharField("무슨 차례", max_length=80)
    label = models.CharField("무엇", max_length=60)
    event_on = models.DateField("도래일")
    is_day_known = models.BooleanField("날을 앎", default=True)
    opens_on = models.DateField("이때부터")
    closes_on = models.DateField("이때까지")
    dropped_on = models.DateField("빠진 날", null=True, blank=True)
    dropped_because = models.CharField("빠진 까닭", max_length=60, blank=True)
    computed_at = models.DateTimeField("처음 셈한 때", auto_now_add=True)

    class Meta:
        verbose_name = "방문 차례"
        verbose_name_plural = "방문 차례"
        indexes = [
            models.Index(fields=["programme", "event_on"], name="visits_due_programme"),
            models.Index(fields=["area", "closes_on"], name="visits_due_area"),
            models.Index(fields=["household"], name="visits_due_household"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "occasion"], name="visits_due_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="visits_due_window"),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(dropped_because=""), name="visits_due_drop_has_reason"
            ),
        ]


class DayPlan(models.Model):
    """계획안: a team's day, or its week, as the planner proposes it. Nobody is booked nor invited until it is adopted (확정).

    A week is adopted as a whole or day by day: what is adopted stands as booked visits, which the next plan leaves where they are.
    """

    class State(models.TextChoices):
        SEEKING = "seeking", "짜는 중"
        READY = "ready", "다 짬"
        FAILED = "failed", "짜지 못함"
        ADOPTED = "adopted", "확정"
        DROPPED = "dropped", "버림"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="팀")
    day = models.DateField("날")
    until = models.DateField("이날까지")
    state = models.CharField("상태", max_length=10, choices=State, default=State.SEEKING)
    asked_by = models.UUIDField("짜 달라고 한 사람")
    asked_at = models.DateTimeField("짜 달라고 한 때", auto_now_add=True)
    improved = models.PositiveIntegerField("나아진 횟수", default=0)
    travel_minutes = models.PositiveIntegerField("이동(분)", default=0)
    seconds = models.FloatField("걸린 초", default=0)

    class Meta:
        verbose_name = "계획안"
        verbose_name_plural = "계획안"
        ordering = ["-asked_at"]
        constraints = [
            ExclusionConstraint(
                name="visits_one_open_plan_a_day",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    (
                        Func(F("day"), F("until"), Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["seeking", "ready", "failed"]),
            ),
            models.CheckConstraint(condition=Q(until__gte=F("day")), name="visits_plan_span"),
        ]

    OPEN = (State.SEEKING, State.READY, State.FAILED)

    @property
    def is_week(self) -> bool:
        """More than one day is planned together."""
        return self.until > self.day

    def number(self, day: dt.date) -> int:
        """The day as the planner counts it, from 0."""
        return (day - self.day).days

    def date(self, number: int) -> dt.date:
        """The planner's day on the calendar."""
        return self.day + dt.timedelta(days=number)

    @property
    def is_open(self) -> bool:
        """Neither adopted nor dropped."""
        return self.state in self.OPEN


class PlanLine(models.Model):
    """계획안 줄: one home of a proposed day: a visit that stands or a turn nobody has booked; who, when, or why not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(DayPlan, models.CASCADE, related_name="lines")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.ForeignKey(Due, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="담당")
    mate = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="동행")
    on = models.DateField("날", null=True, blank=True)
    at = models.TimeField("시각", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("걸리는 시간(분)", default=40)
    travel = models.PositiveSmallIntegerField("가는 길(분)", default=0)
    is_pinned = models.BooleanField("고정", default=False)
    # One of the booked pair is away: the planner may send others.
    is_released = models.BooleanField("사람을 다시 찾음", default=False)
    words = models.CharField("까닭", max_length=300, blank=True)
    # The rule by which it found no place (`engines.routes.roster.Rule`); empty where it has one.
    rule = models.CharField("걸린 규칙", max_length=12, blank=True)

    class Meta:
        verbose_name = "계획안 줄"
        verbose_name_plural = "계획안 줄"
        ordering = ["on", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True, due__isnull=False) | Q(visit__isnull=False, due__isnull=True),
                name="visits_plan_line_of_one",
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True, on__isnull=True, at__isnull=True, mate__isnull=True)
                | Q(lead__isnull=False, on__isnull=False, at__isnull=False),
                name="visits_plan_line_placed",
            ),
        ]

    OPEN_PLANS = DayPlan.OPEN

    @property
    def is_free(self) -> bool:
        """The planner chooses the people: a turn nobody booked, or a visit one of whose pair is away."""
        return self.visit_id is None or self.is_released

    @property
    def goers(self) -> tuple[Post, ...]:
        """Who goes, the lead first; nobody where it found no place."""
        return tuple(post for post in (self.lead, self.mate) if post is not None)

    @property
    def is_proposed(self) -> bool:
        """Adopting it books a turn or changes a booked visit."""
        return self.at is not None and (self.due_id is not None or bool(self.change))

    @property
    def label(self) -> str:
        """What it is about, without the home's name."""
        if self.due is not None:
            return self.due.label
        return (self.visit.purpose or self.visit.programme.name) if self.visit is not None else ""

    @property
    def change(self) -> str:
        """What the proposal changes of a booked visit: the time, the people; empty where it stays as it is."""
        if self.visit is None or self.at is None:
            return ""
        said = [] if self.at == self.visit.planned_at else [f"{self.visit.planned_at:%H:%M}에서 옮김"]
        if self.is_released:
            said.append("사람 바뀜")
        return " · ".join(said)


class PlanWeights(models.Model):
    """계획 무게: what a town's plans weigh how much, in an officer's words, and how long its ways take. Tried on one day
    before it stands."""

    GUESSED = "가정"

    class State(models.TextChoices):
        TRYING = "trying", "견주는 중"
        READY = "ready", "다 견줌"
        FAILED = "failed", "견주지 못함"
        STANDING = "standing", "쓰는 중"
        ENDED = "ended", "지난 무게"
        DROPPED = "dropped", "버림"

    class Level(models.IntegerChoices):
        LESS = 0, "덜"
        USUAL = 1, "보통"
        MORE = 2, "더"
        MOST = 3, "훨씬 더"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    urgent = models.PositiveSmallIntegerField("급한 집 먼저", choices=Level, default=Level.USUAL)
    overdue = models.PositiveSmallIntegerField("기한 지키기", choices=Level, default=Level.USUAL)
    late = models.PositiveSmallIntegerField("약속한 때에 닿기", choices=Level, default=Level.USUAL)
    travel = models.PositiveSmallIntegerField("길에서 쓰는 시간 줄이기", choices=Level, default=Level.USUAL)
    fair = models.PositiveSmallIntegerField("일을 고르게 나누기", choices=Level, default=Level.USUAL)
    bond = models.PositiveSmallIntegerField("가던 분이 다시 가기", choices=Level, default=Level.USUAL)
    change = models.PositiveSmallIntegerField("잡힌 계획 덜 바꾸기", choices=Level, default=Level.USUAL)
    # How long a way takes where no road map is at hand; a guess until somebody has measured.
    km_per_hour = models.PositiveSmallIntegerField("시속(km)", default=24)
    detour = models.DecimalField("곧은 거리의 몇 배", max_digits=3, decimal_places=2, default=Decimal("1.35"))
    door_minutes = models.PositiveSmallIntegerField("집마다 더하는 시간(분)", default=3)
    ways_source = models.CharField("어디서 온 값", max_length=80, default=GUESSED)
    state = models.CharField("상태", max_length=10, choices=State, default=State.TRYING)
    # The day both are tried on; the figures of the two plans, without names of homes.
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name="견주는 팀")
    day = models.DateField("견주는 날")
    result = models.JSONField("두 계획", default=dict, blank=True)
    written_by = models.UUIDField("적은 사람")
    written_label = models.CharField("적은 사람(직위)", max_length=120)
    written_at = models.DateTimeField("적은 때", auto_now_add=True)
    settled_at = models.DateTimeField("정한 때", null=True, blank=True)

    AIMS = ("urgent", "overdue", "late", "travel", "fair", "bond", "change")
    OPEN = (State.TRYING, State.READY, State.FAILED)

    class Meta:
        verbose_name = "계획 무게"
        verbose_name_plural = "계획 무게"
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["city"], condition=Q(state="standing"), name="visits_one_standing_weights"),
            models.UniqueConstraint(
                fields=["city"], condition=Q(state__in=["trying", "ready", "failed"]), name="visits_one_open_weights"
            ),
            models.CheckConstraint(
                condition=Q(km_per_hour__gte=3, detour__gte=1) & ~Q(ways_source=""), name="visits_ways_are_possible"
            ),
        ]

    @property
    def words(self) -> list[str]:
        """급한 집 먼저 더: what differs from the usual."""
        levels = ((aim, self.Level(getattr(self, aim))) for aim in self.AIMS)
        return [f"{self.words_of(aim)} {level.label}" for aim, level in levels if level != self.Level.USUAL]

    @property
    def ways(self) -> str:
        """시속 24 km, 곧은 거리의 1.35배, 집마다 3분 (가정)."""
        far = f"시속 {self.km_per_hour} km, 곧은 거리의 {self.detour.normalize():f}배"
        return f"{far}, 집마다 {self.door_minutes}분 ({self.ways_source})"

    @classmethod
    def words_of(cls, aim: str) -> str:
        """급한 집 먼저."""
        field: Any = cls._meta.get_field(aim)
        return str(field.verbose_name)


class CalendarFeed(models.Model):
    """달력 주소: a secret address by which somebody's own calendar reads when and in which dong they visit. No homes, no names."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="누구")
    token_hash = models.BinaryField("주소 지문", unique=True)
    made_at = models.DateTimeField("만든 때", auto_now_add=True)
    ended_at = models.DateTimeField("닫은 때", null=True, blank=True)
    read_at = models.DateTimeField("마지막으로 읽은 때", null=True, blank=True)

    class Meta:
        verbose_name = "달력 주소"
        verbose_name_plural = "달력 주소"
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="visits_one_open_feed")
        ]
