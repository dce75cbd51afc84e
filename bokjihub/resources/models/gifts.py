"""Before a gift is in the store: what somebody offered, whether it may be taken; and money asked of the Community Chest."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.resources.models.ledger import Lot, Mark


class Offer(models.Model):
    """기탁 의사: what somebody wants to give of their own will, for what, and what became of it (기부금품법 제5조).

    A public office may not ask for gifts; what is offered it may take only with a purpose named by the giver and after the
    review committee, or hand on to a collector. Every other keeper takes it by its own law.
    """

    class Came(models.TextChoices):
        """누가 먼저 말했나: an office that asked may take nothing (제5조제1항)."""

        OWN = "own", "준 분이 먼저"
        COLLECTOR = "collector", "모집자(모금회 등)의 부탁으로 접수"
        ASKED = "asked", "우리가 부탁함"

    class State(models.TextChoices):
        OFFERED = "offered", "의사 접수"
        REVIEW = "review", "심사 기다림"
        ACCEPTED = "accepted", "받기로 함"
        REJECTED = "rejected", "받지 않기로 함"
        FORWARDED = "forwarded", "모금회로 넘김"
        RECEIVED = "received", "들어옴"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    donor_sealed = models.BinaryField("준 곳(봉함)", default=b"")
    is_anonymous = models.BooleanField("이름 밝히지 않음", default=False)
    name = models.CharField("무엇", max_length=80)
    kind = models.CharField("갈래", max_length=10, choices=Lot.Kind)
    unit = models.CharField("단위", max_length=10)
    quantity = models.PositiveIntegerField("수량")
    total_won = models.BigIntegerField("합계(원)")
    purpose = models.CharField("지정한 쓸 곳", max_length=120, blank=True)
    for_whom = ArrayField(
        models.CharField(max_length=14, choices=Mark), verbose_name="누구에게", default=list, blank=True
    )
    custodian = models.CharField("맡을 곳", max_length=12, choices=Lot.Custodian)
    came = models.CharField("누가 먼저", max_length=10, choices=Came)
    offered_on = models.DateField("말한 날")
    entered_by = models.UUIDField("적은 사람")
    state = models.CharField("상태", max_length=10, choices=State, default=State.OFFERED)
    review_reference = models.CharField("기부심사 번호", max_length=60, blank=True)
    reviewed_on = models.DateField("심사일", null=True, blank=True)
    answer = models.CharField("답·까닭", max_length=200, blank=True)
    decided_by = models.UUIDField("정한 사람", null=True, blank=True)
    lot = models.OneToOneField(Lot, models.PROTECT, null=True, blank=True, related_name="offer")

    class Meta:
        verbose_name = "기탁 의사"
        verbose_name_plural = "기탁 의사"
        indexes = [models.Index(fields=["area", "-offered_on"], name="resources_offer_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, total_won__gte=0), name="resources_offer_amount"),
            # 제5조제1항: what an office asked for goes nowhere but back.
            models.CheckConstraint(
                condition=~Q(came="asked") | ~Q(custodian="town") | Q(state__in=["offered", "rejected"]),
                name="resources_nobody_in_office_asks",
            ),
            # 제5조제2항제1호: a purpose and the committee.
            models.CheckConstraint(
                condition=~Q(custodian="town", state__in=["accepted", "received"])
                | ~Q(purpose="") & ~Q(review_reference="") & Q(reviewed_on__isnull=False),
                name="resources_town_offer_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "forwarded"]) | ~Q(answer=""), name="resources_offer_answer"
            ),
            models.CheckConstraint(
                condition=Q(lot__isnull=True) | Q(state="received"), name="resources_offer_lot_when_received"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewed_on__gte=F("offered_on")), name="resources_offer_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def donor(self) -> str:
        """Who offers it, opened. Only inside the office."""
        return unseal(self.donor_sealed, column="resources.offer.donor", row=self.id)

    @donor.setter
    def donor(self, name: str) -> None:
        self.donor_sealed = seal(name.strip(), column="resources.offer.donor", row=self.id)


class ChestApplication(models.Model):
    """공동모금회 신청: asked for one fiscal year (모금회법 제21조), answered, spent and told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    year = models.PositiveSmallIntegerField("회계연도")
    title = models.CharField("사업", max_length=80)
    applicant = models.CharField("신청한 곳", max_length=80)
    asked_won = models.BigIntegerField("신청액(원)")
    applied_on = models.DateField("신청일")
    entered_by = models.UUIDField("적은 사람")
    is_granted = models.BooleanField("배분 결정", null=True, blank=True)
    granted_won = models.BigIntegerField("배분액(원)", default=0)
    decided_on = models.DateField("결정일", null=True, blank=True)
    spent_won = models.BigIntegerField("쓴 돈(원)", default=0)
    homes = models.PositiveIntegerField("도운 가구", default=0)
    result = models.CharField("결과", max_length=300, blank=True)
    told_on = models.DateField("결과 보고일", null=True, blank=True)

    class Meta:
        verbose_name = "공동모금회 신청"
        verbose_name_plural = "공동모금회 신청"
        constraints = [
            models.CheckConstraint(condition=Q(asked_won__gt=0, granted_won__gte=0), name="resources_chest_won"),
            models.CheckConstraint(condition=Q(applied_on__year=F("year")), name="resources_chest_within_its_year"),
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True, decided_on__isnull=True, granted_won=0)
                | Q(is_granted=False, decided_on__isnull=False, granted_won=0)
                | Q(is_granted=True, decided_on__isnull=False, granted_won__gt=0),
                name="resources_chest_decision",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(is_granted=True) & ~Q(result=""), name="resources_chest_result"
            ),
            models.CheckConstraint(
                condition=Q(spent_won__gte=0, spent_won__lte=F("granted_won")), name="resources_chest_spent"
            ),
        ]


class DonorNotice(models.Model):
    """기탁자 알림: that a giver was told what came of a gift (재무·회계 규칙 제41조의5: once a year or more)."""

    class How(models.TextChoices):
        LETTER = "letter", "우편·전자우편"
        IN_PERSON = "in_person", "직접 드림"
        MESSAGE = "message", "문자·전화"
        PERIODICAL = "periodical", "소식지·홍보지로 한꺼번에"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="notices", verbose_name="무엇")
    how = models.CharField("어떻게", max_length=10, choices=How)
    told_on = models.DateField("알린 날")
    told_by = models.UUIDField("알린 사람")
    told_label = models.CharField("알린 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "기탁자 알림"
        verbose_name_plural = "기탁자 알림"
        ordering = ("-told_on", "-id")
