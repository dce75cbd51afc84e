"""The ledger: lots, movements with their entries, allocations and hand-overs.

A movement is a set of entries that sum to zero per lot, in pieces and in won; a deferred trigger refuses anything else,
and a lock on the lot makes two takers of the last box wait for each other (migration 0002).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.discovery.models import Signal
from bokjihub.people.models import Household


class Account(models.TextChoices):
    """Where pieces are booked. 들어옴 is the source and runs negative; nothing else may."""

    INCOME = "income", "들어옴"
    STOCK = "stock", "창고"
    RESERVED = "reserved", "나눔 몫"
    DELIVERED = "delivered", "나감"
    DISCARDED = "discarded", "버림"
    RETURNED = "returned", "돌려보냄"


class Mark(models.TextChoices):
    """누구에게: what a home can be, where a giver or a list names for whom something is."""

    ELDER = "elder", "65세 이상이 있는 집"
    ALONE = "alone", "홀로 사는 집"
    CHILD = "child", "18세 미만이 있는 집"
    RECIPIENT = "recipient", "기초생활수급"
    NEAR_POOR = "near_poor", "차상위"
    DISABLED = "disabled", "장애인연금을 받는 집"
    SINGLE_PARENT = "single_parent", "한부모"
    OUTSIDE = "outside", "소득 기준에 안 맞아 못 받는 집"


class Lot(models.Model):
    """자원 입고: one gift of one thing by one giver, with its keeper and its lawful way (기부금품법 §5, process §6.1)."""

    class Custodian(models.TextChoices):
        COUNCIL = "council", "지역사회보장협의체"
        ASSOCIATION = "association", "사회복지협의회"
        CENTRE = "centre", "복지관"
        CHEST = "chest", "공동모금회"
        TOWN = "town", "지자체"

    class Route(models.TextChoices):
        DESIGNATED = "designated", "지정기탁(심의완료)"
        CHEST = "chest", "모금회 경유"
        CORPORATION = "corporation", "법인 후원금"
        FOOD = "food", "식품기부"
        TIME = "time", "자원봉사"
        BUDGET = "budget", "공공예산"

    class Kind(models.TextChoices):
        CASH = "cash", "현금"
        FOOD = "food", "식품"
        DAILY = "daily", "생활용품"
        HEATING = "heating", "난방"
        APPLIANCE = "appliance", "가전"
        VOUCHER = "voucher", "상품권·바우처"

    class State(models.TextChoices):
        RECEIVED = "received", "받음"
        FORWARDED = "forwarded", "모금회로 넘김"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("무엇", max_length=80)
    kind = models.CharField("갈래", max_length=10, choices=Kind)
    donor_sealed = models.BinaryField("준 곳(봉함)", default=b"")
    is_anonymous = models.BooleanField("이름 밝히지 않음", default=False)
    custodian = models.CharField("맡은 곳", max_length=12, choices=Custodian)
    route = models.CharField("길", max_length=12, choices=Route)
    review_reference = models.CharField("기부심사 번호", max_length=60, blank=True)
    unit = models.CharField("단위", max_length=10)
    quantity = models.PositiveIntegerField("수량")
    unit_won = models.BigIntegerField("한 개(원)")
    total_won = models.BigIntegerField("합계(원)")
    expires_on = models.DateField("소비기한", null=True, blank=True)
    restriction = models.CharField("쓸 곳 정함", max_length=120, blank=True)
    for_whom = ArrayField(
        models.CharField(max_length=14, choices=Mark), verbose_name="누구에게", default=list, blank=True
    )
    receipt_number = models.CharField("영수증 번호", max_length=40, blank=True)
    received_on = models.DateField("받은 날")
    received_by = models.UUIDField("받은 사람")
    state = models.CharField("상태", max_length=10, choices=State, default=State.RECEIVED)

    class Meta:
        verbose_name = "자원 입고"
        verbose_name_plural = "자원 입고"
        indexes = [models.Index(fields=["-received_on"], name="resources_lot_newest")]
        constraints = [
            # A town may not solicit and accepts only after the review committee (기부금품법 제5조②).
            models.CheckConstraint(
                condition=~Q(custodian="town") | ~Q(state="received") | ~Q(review_reference="") | Q(route="budget"),
                name="resources_town_needs_review",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="resources_lot_quantity"),
            models.CheckConstraint(
                condition=Q(unit_won__gte=0, total_won__gte=F("unit_won") * F("quantity")), name="resources_lot_won"
            ),
            models.CheckConstraint(
                condition=Q(total_won__lt=F("unit_won") * F("quantity") + F("quantity")), name="resources_lot_rest"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def donor(self) -> str:
        """Who gave it, opened. Only inside the office: never in what is published (재무·회계 규칙 제41조의6)."""
        return unseal(self.donor_sealed, column="resources.lot.donor", row=self.id)

    @donor.setter
    def donor(self, name: str) -> None:
        self.donor_sealed = seal(name.strip(), column="resources.lot.donor", row=self.id)


class Movement(models.Model):
    """이동: one booking. Append-only; a mistake is mended by a movement back."""

    class Kind(models.TextChoices):
        RECEIVE = "receive", "받음"
        RESERVE = "reserve", "나눔 정함"
        DELIVER = "deliver", "전달"
        RELEASE = "release", "창고로 되돌림"
        TAKE_BACK = "take_back", "전달 바로잡음"
        DISCARD = "discard", "버림"
        SEND_BACK = "send_back", "돌려보냄"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("갈래", max_length=10, choices=Kind)
    moved_on = models.DateField("날")
    words = models.CharField("까닭", max_length=200, blank=True)
    # What it was for: an allocation or one of its lines; no key, because lines are fenced and the ledger is not.
    source_id = models.UUIDField("근거", null=True, blank=True, db_index=True)
    moved_by = models.UUIDField("적은 사람")
    at = models.DateTimeField("적은 때", auto_now_add=True)
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "자원 이동"
        verbose_name_plural = "자원 이동"


class Entry(models.Model):
    """분개: one side of a movement: a lot, an account, pieces and won with their sign."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="entries")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="entries")
    account = models.CharField("계정", max_length=10, choices=Account)
    quantity = models.IntegerField("수량")
    won = models.BigIntegerField("금액(원)")

    class Meta:
        verbose_name = "자원 분개"
        verbose_name_plural = "자원 분개"
        indexes = [models.Index(fields=["lot", "account"], name="resources_entry_lot")]
        constraints = [models.CheckConstraint(condition=~Q(quantity=0), name="resources_entry_quantity")]


class Allocation(models.Model):
    """나눔: one lot given to a list of households by criteria anybody may read; made, approved and handed over by three people."""

    class State(models.TextChoices):
        DRAFT = "draft", "짜는 중"
        PROPOSED = "proposed", "승인 기다림"
        APPROVED = "approved", "전달 중"
        DONE = "done", "마침"
        DROPPED = "dropped", "거둠"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField("이름", max_length=80)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="allocations")
    each = models.PositiveSmallIntegerField("한 가구에", default=1)
    places = models.PositiveIntegerField("가구 수")
    criteria = models.CharField("기준", max_length=300)
    # Several lots shared out in one sitting: their lists bear one number.
    round_id = models.UUIDField("한 번의 나눔", null=True, blank=True, db_index=True)
    state = models.CharField("상태", max_length=10, choices=State, default=State.DRAFT)
    made_on = models.DateField("짠 날")
    made_by = models.UUIDField("짠 사람")
    # Written when proposed: an approver who sees fewer lines than these does not see the whole list.
    line_count = models.PositiveIntegerField("올린 가구", default=0)
    approved_by = models.UUIDField("승인한 사람", null=True, blank=True)
    approved_on = models.DateField("승인일", null=True, blank=True)
    approved_as = models.CharField("승인한 자리", max_length=12, blank=True)
    approved_for = models.CharField("대결(자리 비운 사람)", max_length=40, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)

    class Meta:
        verbose_name = "나눔"
        verbose_name_plural = "나눔"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="resources_allocation_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"]) | Q(approved_by__isnull=False),
                name="resources_allocation_approved",
            ),
            models.CheckConstraint(condition=Q(each__gt=0), name="resources_allocation_each"),
        ]

    def __str__(self) -> str:
        return self.title


class AllocationLine(models.Model):
    """나눔 한 줄: a household, why in this place, what it got lately, and whether it came to the door."""

    class State(models.TextChoices):
        LISTED = "listed", "올림"
        LEFT_OUT = "left_out", "뺌"
        RESERVED = "reserved", "전달할 것"
        DELIVERED = "delivered", "전달함"
        RELEASED = "released", "창고로 되돌림"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="lines")
    household = models.ForeignKey(Household, models.PROTECT, related_name="allocation_lines")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField("차례")
    quantity = models.PositiveSmallIntegerField("수량")
    reason = models.CharField("왜 이 차례", max_length=200)
    # What the household got within six months, from whom; kept as it stood when the list was made.
    got_lately = models.CharField("최근 6개월 받은 것", max_length=300, blank=True)
    is_double = models.BooleanField("겹침", default=False)
    keep_reason = models.CharField("겹쳐도 두는 까닭", max_length=200, blank=True)
    state = models.CharField("상태", max_length=10, choices=State, default=State.LISTED)
    approved_by = models.UUIDField("승인한 사람", null=True, blank=True)
    deliverer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="deliveries_given")
    delivered_on = models.DateField("전달한 날", null=True, blank=True)
    delivered_by = models.UUIDField("전달한 사람", null=True, blank=True)
    receiver = models.CharField("받은 분 표시", max_length=40, blank=True)

    class Meta:
        verbose_name = "나눔 명단"
        verbose_name_plural = "나눔 명단"
        ordering = ["place"]
        indexes = [
            models.Index(fields=["household", "delivered_on"], name="resources_line_household"),
            models.Index(fields=["area"], name="resources_line_area"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "household"], name="resources_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="resources_line_quantity"),
            # A doubled household stays on a list that went up only with a reason.
            models.CheckConstraint(
                condition=~Q(state__in=["reserved", "delivered"], is_double=True) | ~Q(keep_reason=""),
                name="resources_double_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered")
                | (Q(delivered_on__isnull=False, delivered_by__isnull=False) & ~Q(receiver="")),
                name="resources_delivered_has_a_mark",
            ),
            models.CheckConstraint(
                condition=Q(delivered_by__isnull=True)
                | (Q(approved_by__isnull=False) & ~Q(delivered_by=F("approved_by"))),
                name="resources_deliver_not_approve",
            ),
        ]


class HandOver(models.Model):
    """전달 시도: one time at the door. Nobody there twice becomes a signal: a missed box is an early warning."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(AllocationLine, models.PROTECT, related_name="hand_overs")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    tried_on = models.DateField("간 날")
    is_handed = models.BooleanField("건넴")
    words = models.CharField("까닭·표시", max_length=120)
    tried_by = models.UUIDField("간 사람")
    signal = models.ForeignKey(Signal, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("적은 때", auto_now_add=True)
    once_key = models.UUIDField("한 번 열쇠", unique=True)

    class Meta:
        verbose_name = "전달 시도"
        verbose_name_plural = "전달 시도"
