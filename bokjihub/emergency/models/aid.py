"""One aid with its decisions and payments, from the request to the money (제7조-제10조)."""

from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, search_key, unseal
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.models import WorkItem
from bokjihub.emergency.models.law import CrisisReason, Detail, Kind
from bokjihub.people.models import Household


class NumberBook(models.Model):
    """긴급지원 번호부: the last number given in a year. Outside row security, so that two dongs never share a number."""

    year = models.PositiveSmallIntegerField("연도", primary_key=True)
    last = models.PositiveIntegerField("끝 번호", default=0)

    class Meta:
        verbose_name = "긴급지원 번호부"
        verbose_name_plural = "긴급지원 번호부"


def illness_mark(code: str) -> bytes:
    """The keyed hash of a category: equal for equal illnesses, empty without one."""
    return search_key(code, column="emergency.aid.illness") if code else b""


class EmergencyAid(models.Model):
    """긴급지원: one crisis of one household and one kind of help, from request to the end.

    `episode` joins the aids of one crisis: months and counts of a kind add up over it (제10조제3항).
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "요청"
        ON_SITE = "on_site", "현장확인"
        GRANTED = "granted", "지급 결정"
        DENIED = "denied", "지원 안 함"
        PAID = "paid", "지급"
        FOLLOW_UP = "follow_up", "적정성 심사 대기"
        ADEQUATE = "adequate", "적정"
        INADEQUATE = "inadequate", "부적정"
        ENDED = "ended", "마침"

    class Later(models.TextChoices):
        """왜 금융정보 동의를 나중에 받나 (법 제8조의2 단서, 시행령 제1조의3제1항)."""

        NOW = "now", "받음"
        UNCONSCIOUS = "unconscious", "나중에 - 의식불명"
        INCAPABLE = "incapable", "나중에 - 의사결정 능력이 미약함"
        CHILD = "child", "나중에 - 아동"
        OTHER = "other", "나중에 - 장관이 정한 사유"

    class Foreign(models.TextChoices):
        """지원할 수 있는 외국인 (법 제5조의2, 시행령 제1조의2 각 호); nobody else without nationality."""

        SPOUSE = "spouse", "국민과 혼인 중인 사람(제1호)"
        CARER = "carer", "이혼·사별하고 국민인 직계존비속을 돌보는 사람(제2호)"
        REFUGEE = "refugee", "난민으로 인정된 사람(제3호)"
        VICTIM = "victim", "본인 잘못 없이 화재·범죄·천재지변으로 피해를 입은 사람(제4호)"
        MINISTER = "minister", "장관이 긴급한 지원이 필요하다고 인정한 사람(제5호)"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField("번호", max_length=24, unique=True)
    episode = models.UUIDField("같은 위기", default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="emergency_aids")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    counselling = models.ForeignKey(Counselling, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    detail = models.CharField("내역", max_length=20, blank=True, choices=Detail)
    reason = models.ForeignKey(CrisisReason, models.PROTECT, related_name="aids", verbose_name="위기사유")
    state = models.CharField("상태", max_length=12, choices=State, default=State.REQUESTED)
    new_crisis = models.CharField("앞선 위기와 다른 까닭", max_length=200, blank=True)
    household_size = models.PositiveSmallIntegerField("가구원수", default=1)
    foreign_group = models.CharField("외국인", max_length=10, blank=True, choices=Foreign)
    foreign_proof = models.CharField("무엇으로 확인(외국인)", max_length=120, blank=True)
    # A diagnosis is sealed; its mark answers "the same illness?" without opening it.
    illness_sealed = models.BinaryField("상병(봉함)", default=b"")
    illness_mark = models.BinaryField("상병 표시", default=b"")
    requested_on = models.DateField("요청일")
    requested_by = models.UUIDField("요청자")
    officer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="emergency_aids")
    on_site_on = models.DateField("현장확인일", null=True, blank=True)
    findings = models.TextField("현장에서 본 것", blank=True)
    # 제3조②: no emergency aid where another statute already gives the same.
    same_kind_checked = models.BooleanField("같은 지원 없음 확인", default=False)
    is_officer_first = models.BooleanField("담당공무원 먼저 지원", default=False)
    same_kind_source = models.CharField("무엇으로 확인", max_length=120, blank=True)
    financial_consent = models.CharField("금융정보 동의", max_length=20, blank=True, choices=Later)
    denied_reason = models.CharField("지원 안 하는 까닭", max_length=200, blank=True)
    # 제4조②③: whoever is refused is shown another way.
    other_way = models.CharField("다른 길", max_length=200, blank=True)
    denial_asked_by = models.UUIDField("거절을 올린 사람", null=True, blank=True)
    denied_by = models.UUIDField("거절을 결정한 사람", null=True, blank=True)
    denied_on = models.DateField("거절 결정일", null=True, blank=True)
    ended_on = models.DateField("마친 날", null=True, blank=True)

    class Meta:
        verbose_name = "긴급지원"
        verbose_name_plural = "긴급지원"
        indexes = [
            models.Index(fields=["household", "-requested_on"], name="emergency_household"),
            models.Index(fields=["area", "requested_on"], name="emergency_area_day"),
            models.Index(fields=["work_item"], name="emergency_work_item"),
            models.Index(fields=["episode"], name="emergency_episode"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="denied")
                | ~Q(denied_reason="") & ~Q(other_way="") & Q(denied_by__isnull=False, denied_on__isnull=False),
                name="emergency_denial_says_why_and_what_else",
            ),
            models.CheckConstraint(
                condition=Q(foreign_group="") | ~Q(foreign_proof=""), name="emergency_foreigner_is_proved"
            ),
            models.CheckConstraint(
                condition=Q(denied_by__isnull=True) | ~Q(denied_by=F("denial_asked_by")),
                name="emergency_denial_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "denied", "ended"]) | Q(on_site_on__isnull=False),
                name="emergency_seen_before_granted",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Neither refused nor ended."""
        return self.state not in (self.State.DENIED, self.State.ENDED)

    @property
    def illness(self) -> str:
        """The category of the disease classification (KCD, C16), opened."""
        return unseal(self.illness_sealed, column="emergency.aid.illness", row=self.id)

    @illness.setter
    def illness(self, code: str) -> None:
        self.illness_sealed = seal(code, column="emergency.aid.illness", row=self.id)
        self.illness_mark = illness_mark(code)

    @property
    def title(self) -> str:
        """생계지원, or 연료비 where the kind has several details."""
        return str(self.get_detail_display() or self.get_kind_display())


class Grant(models.Model):
    """지급 결정: so many months or times, so much won each, from a day, approved by another person.

    The first one and every extension are rows of their own; the database keeps their sum within 제10조.
    """

    class Step(models.TextChoices):
        FIRST = "first", "처음"
        MAYOR = "mayor", "시장 연장"
        COMMITTEE = "committee", "심의위원회 연장"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(EmergencyAid, models.PROTECT, related_name="grants")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    round = models.PositiveSmallIntegerField("몇 번째 결정", default=1)
    months = models.PositiveSmallIntegerField("개월·회", default=1)
    monthly_won = models.BigIntegerField("한 번에(원)")
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지")
    step = models.CharField("단계", max_length=10, choices=Step, default=Step.FIRST)
    committee_on = models.DateField("심의일", null=True, blank=True)
    cap_won = models.BigIntegerField("한 번 한도(원)", null=True, blank=True)
    notice_ref = models.CharField("금액 근거(고시)", max_length=160, blank=True)
    need = models.CharField("연장이 필요한 까닭", max_length=200, blank=True)
    asked_on = models.DateField("올린 날")
    # Sent back on its way up (결재 반려): it waits for the officer to mend it and counts for nothing meanwhile.
    returned_on = models.DateField("되돌아온 날", null=True, blank=True)
    asked_by = models.UUIDField("올린 사람")
    decided_on = models.DateField("결정일", null=True, blank=True)
    decided_by = models.UUIDField("결정한 사람", null=True, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)
    basis = models.CharField("한도 근거", max_length=160, blank=True)

    class Meta:
        verbose_name = "긴급지원 결정"
        verbose_name_plural = "긴급지원 결정"
        constraints = [
            models.CheckConstraint(condition=Q(monthly_won__gt=0), name="emergency_grant_won"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="emergency_grant_dates"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="emergency_two_people"
            ),
            models.UniqueConstraint(fields=["aid", "round"], name="emergency_grant_round"),
            models.UniqueConstraint(
                fields=["aid"], condition=Q(is_approved__isnull=True), name="emergency_one_grant_waiting"
            ),
            models.CheckConstraint(
                condition=Q(cap_won__isnull=True) | Q(monthly_won__lte=F("cap_won")), name="emergency_grant_cap"
            ),
            models.CheckConstraint(condition=Q(months__gt=0), name="emergency_grant_months"),
            models.CheckConstraint(
                condition=~Q(step="committee") | Q(committee_on__isnull=False), name="emergency_committee_has_met"
            ),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True, decided_by__isnull=True, decided_on__isnull=True)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_on__isnull=False),
                name="emergency_decided_by_somebody",
            ),
        ]

    @property
    def total_won(self) -> int:
        """What may be paid on this decision in all."""
        return self.months * self.monthly_won


class Payment(models.Model):
    """지급: won that went out, when and how. Reports count and add these rows."""

    class Way(models.TextChoices):
        ACCOUNT = "account", "계좌"
        CASH = "cash", "현금"
        GOODS = "goods", "현물"
        CLINIC = "clinic", "의료기관"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="payments")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종류", max_length=8, choices=Kind)
    sequence = models.PositiveSmallIntegerField("회차", default=1)
    won = models.BigIntegerField("금액(원)")
    paid_on = models.DateField("지급일")
    way = models.CharField("방법", max_length=8, choices=Way)
    cash_reason = models.CharField("현금인 까닭", max_length=120, blank=True)
    paid_by = models.UUIDField("지급한 사람")
    is_assumed_date = models.BooleanField("날짜 가정", default=False)

    class Meta:
        verbose_name = "긴급지원 지급"
        verbose_name_plural = "긴급지원 지급"
        indexes = [models.Index(fields=["area", "paid_on"], name="emergency_paid_area")]
        constraints = [
            models.CheckConstraint(condition=Q(won__gt=0), name="emergency_payment_won"),
            models.CheckConstraint(condition=~Q(way="cash") | ~Q(cash_reason=""), name="emergency_cash_has_reason"),
            models.UniqueConstraint(fields=["grant", "sequence"], name="emergency_payment_once"),
        ]
