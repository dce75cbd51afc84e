"""The case itself, its moves, and the hand-shake between dong and district."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Consent, Household, Person


class Case(models.Model):
    """사례: one household in integrated case management, from the request to the end of aftercare.

    `state` is moved only by `actions.stage`, which writes a StageEvent each time. A closed case is never opened again: a
    new one points to it by `reopened_from`.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "의뢰"
        RETURNED = "returned", "돌려보냄"
        ACCEPTED = "accepted", "접수"
        SURVEYING = "surveying", "조사"
        CONFERENCE = "conference", "회의"
        SELECTED_GENERAL = "selected_general", "선정(일반)"
        SELECTED_COMPLEX = "selected_complex", "선정(고난도)"
        SELECTED_CARE = "selected_care", "통합지원 대상"
        LINK_ONLY = "link_only", "서비스연계"
        NOT_SELECTED = "not_selected", "미선정"
        TRANSFER_PENDING = "transfer_pending", "이관 기다림"
        PLANNING = "planning", "계획"
        SERVING = "serving", "제공·점검"
        SUSPENDED = "suspended", "보류"
        CLOSING = "closing", "종결 심사"
        CLOSED = "closed", "종결"
        AFTERCARE = "aftercare", "사후관리"
        ENDED = "ended", "완료"

    class Kind(models.TextChoices):
        GENERAL = "general", "일반"
        COMPLEX = "complex", "고난도"
        LINK = "link", "연계"
        # 돌봄통합: of one person, so from the application on and beside a case of the household (models.care).
        CARE = "care", "돌봄통합"

    class Holder(models.TextChoices):
        DONG = "dong", "읍·면·동"
        DISTRICT = "district", "희망복지지원단"

    OVER = ("returned", "not_selected", "closed", "aftercare", "ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("사례 번호", max_length=20, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="누구(돌봄통합)"
    )
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="cases")
    counselling = models.ForeignKey(Counselling, models.PROTECT, null=True, blank=True, related_name="cases")
    reopened_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reopened")
    state = models.CharField("단계", max_length=18, choices=State, default=State.REQUESTED)
    kind = models.CharField("구분", max_length=8, choices=Kind, blank=True)
    # Codes of CaseLabel: the town's own name of the decision, which rolls up to `kind`; priority groups.
    local_code = models.CharField("우리 시 구분", max_length=24, blank=True)
    tags = ArrayField(models.CharField(max_length=24), verbose_name="우선 살필 대상", default=list, blank=True)
    held_by = models.CharField("맡은 곳", max_length=8, choices=Holder, default=Holder.DONG)
    manager = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="cases")
    # Whom the first signer of the intake named, while the line above is still signing (결재선).
    manager_named = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="맡길 분(결재 중)"
    )
    reason = models.TextField("의뢰 까닭")
    requested_on = models.DateField("의뢰일")
    requested_by = models.UUIDField("의뢰한 사람")
    requested_label = models.CharField("의뢰한 사람(직위)", max_length=120)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    legal_basis = models.CharField("동의 없이 하는 근거", max_length=120, blank=True)
    # Days kept beside the events so that lists and reports need no join; written by the same action.
    accepted_on = models.DateField("접수일", null=True, blank=True)
    decided_on = models.DateField("선정일", null=True, blank=True)
    closed_on = models.DateField("종결일", null=True, blank=True)
    ended_on = models.DateField("끝난 날", null=True, blank=True)
    changed_at = models.DateTimeField("바뀐 때", auto_now=True)

    class Meta:
        verbose_name = "사례"
        verbose_name_plural = "사례"
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=~Q(kind="care") & ~Q(state__in=["returned", "not_selected", "closed", "aftercare", "ended"]),
                name="cases_one_open_case",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="care") & ~Q(state__in=["returned", "not_selected", "closed", "aftercare", "ended"]),
                name="cases_one_open_care",
            ),
            models.CheckConstraint(
                condition=Q(kind="care") & Q(person__isnull=False) | ~Q(kind="care") & Q(person__isnull=True),
                name="cases_care_is_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "returned"]) | Q(accepted_on__isnull=False, manager__isnull=False),
                name="cases_accepted_has_day_and_manager",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "returned", "accepted"])
                | Q(consent__isnull=False)
                | ~Q(legal_basis=""),
                name="cases_survey_has_basis",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "aftercare", "ended"]) | Q(closed_on__isnull=False),
                name="cases_closed_has_day",
            ),
            models.CheckConstraint(condition=~Q(reopened_from=F("id")), name="cases_not_reopened_from_itself"),
        ]
        indexes = [
            models.Index(fields=["area", "state"], name="cases_area_state"),
            models.Index(fields=["manager", "state"], name="cases_manager_state"),
            models.Index(fields=["household"], name="cases_household"),
            models.Index(fields=["work_item"], name="cases_work_item"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_care(self) -> bool:
        """Whether it is integrated care of one person, judged and not selected by a meeting."""
        return self.kind == self.Kind.CARE

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something before closing."""
        return self.state not in self.OVER


class StageEvent(models.Model):
    """단계 기록: one move of a case. Written once; the application may neither change nor delete it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    event = models.CharField("일", max_length=20)
    from_state = models.CharField("앞 단계", max_length=18, choices=Case.State, blank=True)
    to_state = models.CharField("뒤 단계", max_length=18, choices=Case.State)
    on = models.DateField("날")
    reason = models.TextField("까닭", blank=True)
    moved_by = models.UUIDField("누가")
    moved_label = models.CharField("누가(직위)", max_length=120)
    at = models.DateTimeField("시각", auto_now_add=True)

    class Meta:
        verbose_name = "단계 기록"
        verbose_name_plural = "단계 기록"
        indexes = [models.Index(fields=["case", "on"], name="cases_event_case")]


class TransferProposal(models.Model):
    """이관 제안: dong and district hand a case over only when the other side takes it (process §2.2). The clocks run on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    to = models.CharField("받을 곳", max_length=8, choices=Case.Holder)
    # Where the case goes back to when the proposal is answered.
    from_state = models.CharField("앞 단계", max_length=18, choices=Case.State)
    reason = models.TextField("까닭")
    proposed_on = models.DateField("제안일")
    proposed_by = models.UUIDField("제안한 사람")
    answered_on = models.DateField("답한 날", null=True, blank=True)
    answered_by = models.UUIDField("답한 사람", null=True, blank=True)
    is_accepted = models.BooleanField("수락", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)

    class Meta:
        verbose_name = "이관 제안"
        verbose_name_plural = "이관 제안"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_on__isnull=True), name="cases_one_open_transfer"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
                name="cases_transfer_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True) | Q(is_accepted=True) | ~Q(answer=""),
                name="cases_transfer_return_has_reason",
            ),
        ]
