"""사례회의: the meeting, who sat there, each case on the agenda, what was decided and who does what by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.cases.models.survey import Survey
from bokjihub.partners.models import Agency
from bokjihub.people.models import Handwriting, Household


class Conference(models.Model):
    """사례회의: a sitting. It names no household itself; the agenda does, and that is fenced."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", "내부사례회의"
        INTEGRATED = "integrated", "통합사례회의(민관)"
        SOLUTION = "solution", "솔루션회의"
        CARE = "care", "통합지원회의"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("꼴", max_length=10, choices=Kind, default=Kind.INTERNAL)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="여는 곳")
    held_on = models.DateField("날")
    place = models.CharField("곳", max_length=80)
    chair = models.CharField("이끄는 사람", max_length=60)
    called_by = models.UUIDField("부른 사람")
    finished_on = models.DateField("회의록 마친 날", null=True, blank=True)
    called_off_on = models.DateField("취소한 날", null=True, blank=True)
    called_off_why = models.CharField("취소한 까닭", max_length=120, blank=True)

    class Meta:
        verbose_name = "사례회의"
        verbose_name_plural = "사례회의"
        constraints = [
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True) | Q(finished_on__isnull=True) & ~Q(called_off_why=""),
                name="cases_conference_called_off",
            )
        ]

    @property
    def is_over(self) -> bool:
        """Its minutes are done, or it was called off: nothing of it changes any more."""
        return self.finished_on is not None or self.called_off_on is not None


class Attendee(models.Model):
    """참석자: nobody sits in without a pledge of secrecy (사회보장급여법 제49조, 돌봄통합법 제27조)."""

    class Seat(models.TextChoices):
        """For whom one sits in a 통합지원회의 (돌봄통합법 시행규칙 제9조제2항)."""

        CITY = "city", "시·군·구 담당"
        DONG = "dong", "보건소·읍·면·동 담당"
        AGENCY = "agency", "통합지원 관련기관"
        EXPERT_BODY = "expert_body", "전문기관"
        EXPERT = "expert", "지역 전문가"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="attendees")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="협력 기관"
    )
    name = models.CharField("이름", max_length=60)
    organisation = models.CharField("어디", max_length=80)
    seat = models.CharField("통합지원회의 자리", max_length=12, choices=Seat, blank=True)
    pledged_on = models.DateField("비밀유지 서약일", null=True, blank=True)
    is_present = models.BooleanField("참석", default=False)

    class Meta:
        verbose_name = "참석자"
        verbose_name_plural = "참석자"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_present=False) | Q(pledged_on__isnull=False), name="cases_present_only_with_pledge"
            ),
            models.UniqueConstraint(fields=["conference", "name", "organisation"], name="cases_attendee_once"),
        ]


class AttendeeSignature(Handwriting):
    """위원 서명: one member under the finished minutes. Names no household; the minutes are read by whoever reads the agenda."""

    sealed_as = "cases.attendee_signature"

    attendee = models.OneToOneField(Attendee, models.PROTECT, primary_key=True, related_name="signature")

    class Meta(Handwriting.Meta):
        verbose_name = "위원 서명"
        verbose_name_plural = "위원 서명"


class AgendaItem(models.Model):
    """회의 안건: one case before one sitting. `mark` stands for the household wherever names are covered (가1, 가2 …).

    `question` is what the meeting shall settle; it and the `shared` parts are all that outside members read beforehand.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="agenda")
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField("부르는 말", max_length=8)
    question = models.CharField("함께 정할 것", max_length=200, blank=True)
    shared = ArrayField(models.CharField(max_length=12), verbose_name="바깥 위원께 보이는 것", default=list, blank=True)

    class Meta:
        verbose_name = "회의 안건"
        verbose_name_plural = "회의 안건"
        constraints = [
            models.UniqueConstraint(fields=["conference", "case"], name="cases_agenda_once"),
            models.UniqueConstraint(fields=["conference", "mark"], name="cases_agenda_mark"),
        ]


class Invitation(models.Model):
    """회의 초대: the address by which an outside member reads the materials and sends an opinion back. Dead after the meeting.

    Only the hash of its 128-bit token stays; the second key is the tail of a telephone the office knows the member by.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attendee = models.OneToOneField(Attendee, models.CASCADE, related_name="invitation")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField("초대 주소 지문", unique=True)
    key_tail = models.CharField("전화 끝 네 자리", max_length=4)
    wrong_tails = models.PositiveSmallIntegerField("틀린 번호", default=0)
    expires_at = models.DateTimeField("닫히는 때")
    sent_on = models.DateField("보낸 날")
    sent_by = models.UUIDField("보낸 사람")
    sent_label = models.CharField("보낸 사람(직위)", max_length=120)
    opened_at = models.DateTimeField("처음 연 때", null=True, blank=True)

    class Meta:
        verbose_name = "회의 초대"
        verbose_name_plural = "회의 초대"
        constraints = [
            models.CheckConstraint(condition=Q(key_tail__regex=r"^[0-9]{4}$"), name="cases_invitation_key"),
        ]


class Opinion(models.Model):
    """사전 의견: what an outside member thinks of one case before the meeting. Theirs to change until the minutes are done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="opinions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="opinions")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    words = models.TextField("의견")
    offer = models.CharField("우리 기관이 할 수 있는 것", max_length=200, blank=True)
    written_at = models.DateTimeField("적은 때", auto_now=True)

    class Meta:
        verbose_name = "사전 의견"
        verbose_name_plural = "사전 의견"
        constraints = [
            models.UniqueConstraint(fields=["invitation", "item"], name="cases_opinion_once"),
            models.CheckConstraint(condition=~Q(words=""), name="cases_opinion_has_words"),
        ]


class Decision(models.Model):
    """회의 결정: what the meeting decided for one case (process §2.2). A reason where it differs from the grade.

    CONTINUE is the answer for a case already in care that came before a meeting again, CARE that of a 통합지원회의 on a plan of
    integrated care: only words and duties.
    """

    class Code(models.TextChoices):
        CASE_GENERAL = "CASE_GENERAL", "사례관리가구 - 일반"
        CASE_COMPLEX = "CASE_COMPLEX", "사례관리가구 - 고난도"
        LINK_ONLY = "LINK_ONLY", "서비스연계가구"
        NOT_SELECTED = "NOT_SELECTED", "미선정"
        CONTINUE = "CONTINUE", "사례관리 이어감"
        CARE = "CARE", "개인별지원계획 의견"

    item = models.OneToOneField(AgendaItem, models.PROTECT, primary_key=True, related_name="decision")
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    code = models.CharField("결정", max_length=14, choices=Code)
    discussion = models.TextField("논의")
    advised = models.CharField("조사가 권한 결정", max_length=14, choices=Code, blank=True)
    reason = models.TextField("권한 것과 다른 까닭", blank=True)
    dissent = models.TextField("다른 의견", blank=True)
    decided_on = models.DateField("결정일")
    decided_by = models.UUIDField("적은 사람")
    decided_label = models.CharField("적은 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "회의 결정"
        verbose_name_plural = "회의 결정"
        constraints = [
            models.CheckConstraint(
                condition=Q(advised="") | Q(code=models.F("advised")) | ~Q(reason=""),
                name="cases_other_decision_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(code="NOT_SELECTED") | ~Q(reason=""), name="cases_not_selected_has_reason"
            ),
        ]


class Duty(models.Model):
    """할 일: who does what by when, from a meeting. It is a clock of a named post until done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="duties")
    case = models.ForeignKey(Case, models.PROTECT, related_name="duties")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="누가")
    what = models.CharField("무엇을", max_length=160)
    due_on = models.DateField("언제까지")
    done_on = models.DateField("마친 날", null=True, blank=True)
    outcome = models.CharField("어떻게 됐나", max_length=200, blank=True)

    class Meta:
        verbose_name = "할 일"
        verbose_name_plural = "할 일"
        constraints = [
            models.CheckConstraint(condition=Q(done_on__isnull=True) | ~Q(outcome=""), name="cases_duty_has_outcome")
        ]
