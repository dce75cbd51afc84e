"""종결 and 사후관리: proposed by one, decided by another; then looked at again after one, three and six months."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.cases.models.survey import Grade
from bokjihub.people.models import Household


class Closing(models.Model):
    """종결 심사: the reason with what it asks for (process §2.5), the approver's answer."""

    class Reason(models.TextChoices):
        GOAL_MET = "GOAL_MET", "목표 달성"
        IMPROVED = "IMPROVED", "상황 호전·스스로 해결 가능"
        SINGLE_NEED = "SINGLE_NEED", "단일 욕구만 남음"
        TRANSFERRED = "TRANSFERRED", "다른 기관·사업으로 이관"
        MOVED = "MOVED", "전출"
        ADMITTED = "ADMITTED", "시설 입소·장기 입원"
        DIED = "DIED", "사망"
        REFUSED = "REFUSED", "본인 거부"
        UNREACHABLE = "UNREACHABLE", "연락두절"
        DUPLICATE = "DUPLICATE", "중복·잘못 등록"
        OTHER = "OTHER", "그 밖"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    reason = models.CharField("종결 사유", max_length=12, choices=Reason)
    # What the reason asks for besides rows that stand elsewhere; `proofs` says which words belong to which reason.
    proof = models.CharField("확인한 것", max_length=200, blank=True)
    refused_by = models.CharField("거부한 분", max_length=60, blank=True)
    capacity_judged = models.CharField("판단 능력", max_length=120, blank=True)
    second_offer_by = models.CharField("다시 여쭌 사람", max_length=80, blank=True)
    continuing = models.TextField("이어지는 서비스", blank=True)
    client_view = models.TextField("본인 말씀", blank=True)
    advice = models.TextField("동에 남기는 말", blank=True)
    grade_before = models.CharField("처음 등급", max_length=8, choices=Grade, blank=True)
    grade_after = models.CharField("마지막 등급", max_length=8, choices=Grade, blank=True)
    next_on = models.DateField("다음 확인일", null=True, blank=True)
    asked_on = models.DateField("올린 날")
    asked_by = models.UUIDField("올린 사람")
    asked_label = models.CharField("올린 사람(직위)", max_length=120)
    decided_on = models.DateField("결정일", null=True, blank=True)
    decided_by = models.UUIDField("결정한 사람", null=True, blank=True)
    decided_label = models.CharField("결정한 사람(직위)", max_length=120, blank=True)
    decided_for = models.CharField("대결(자리 비운 사람)", max_length=40, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)

    class Meta:
        verbose_name = "사례 종결"
        verbose_name_plural = "사례 종결"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on__isnull=True), name="cases_one_open_closing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="cases_closing_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=["REFUSED", "UNREACHABLE"]) | Q(next_on__isnull=False),
                name="cases_lost_closing_has_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(reason="REFUSED") | ~Q(refused_by="") & ~Q(capacity_judged="") & ~Q(second_offer_by=""),
                name="cases_refusal_heard_twice",
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=False) | ~Q(answer=""), name="cases_closing_return_has_reason"
            ),
        ]


class Aftercare(models.Model):
    """사후관리: the dong looks again one, three and six months after closing; worse means a new case."""

    class Outcome(models.TextChoices):
        SAME = "same", "유지"
        WORSE = "worse", "나빠짐"
        BETTER = "better", "좋아짐"

    class Method(models.TextChoices):
        PHONE = "phone", "전화"
        VISIT = "visit", "방문"
        COUNTER = "counter", "내방"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="aftercare")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField("몇 달째")
    due_on = models.DateField("기한")
    done_on = models.DateField("확인일", null=True, blank=True)
    method = models.CharField("방법", max_length=8, choices=Method, blank=True)
    outcome = models.CharField("결과", max_length=6, choices=Outcome, blank=True)
    signs = models.TextField("본 것", blank=True)
    done_by = models.UUIDField("확인한 사람", null=True, blank=True)
    done_label = models.CharField("확인한 사람(직위)", max_length=120, blank=True)
    reopened = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "사후관리"
        verbose_name_plural = "사후관리"
        constraints = [
            models.UniqueConstraint(fields=["case", "month"], name="cases_aftercare_month"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome="") & ~Q(method="") & ~Q(signs=""),
                name="cases_aftercare_complete",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="worse") | Q(reopened__isnull=False), name="cases_worse_means_new_case"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "due_on"], condition=Q(done_on__isnull=True), name="cases_aftercare_due")
        ]
