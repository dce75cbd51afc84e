"""가계도와 생태도 as rows: who belongs to the family, how two of them stand to one another, who is around the home."""

from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.people.models import Household, Person


class Kin(models.Model):
    """가족: one symbol of the genogram; a member of the household, or somebody living elsewhere or dead."""

    class Sex(models.TextChoices):
        MALE = "M", "남"
        FEMALE = "F", "여"
        UNKNOWN = "", "모름"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="kin")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # What the family calls them, not a full name: 큰딸, 돌아가신 남편.
    label = models.CharField("부르는 말", max_length=20)
    sex = models.CharField("성별", max_length=1, choices=Sex, blank=True)
    birth_year = models.SmallIntegerField("태어난 해", null=True, blank=True)
    is_dead = models.BooleanField("돌아가심", default=False)
    lives_here = models.BooleanField("함께 삶", default=False)
    is_centre = models.BooleanField("중심", default=False)

    class Meta:
        verbose_name = "가족"
        verbose_name_plural = "가족"
        constraints = [
            models.UniqueConstraint(fields=["case", "label"], name="cases_kin_label"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_centre=True), name="cases_kin_one_centre"),
        ]

    def __str__(self) -> str:
        return self.label


class KinTie(models.Model):
    """가족 관계: how `one` stands to `other`. A parent stands first."""

    class Kind(models.TextChoices):
        COUPLE = "couple", "부부·동거"
        DIVORCED = "divorced", "이혼·별거"
        PARENT = "parent", "부모 → 자녀"
        CLOSE = "close", "가까움"
        DISTANT = "distant", "멂"
        CONFLICT = "conflict", "다툼"
        CUT_OFF = "cut_off", "끊김"
        VIOLENCE = "violence", "폭력"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="kin_ties")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    one = models.ForeignKey(Kin, models.CASCADE, related_name="+", verbose_name="누가")
    other = models.ForeignKey(Kin, models.CASCADE, related_name="+", verbose_name="누구와")
    kind = models.CharField("관계", max_length=10, choices=Kind)

    class Meta:
        verbose_name = "가족 관계"
        verbose_name_plural = "가족 관계"
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind"], name="cases_kin_tie_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="cases_kin_tie_two_people"),
        ]


class Around(models.Model):
    """둘레 (생태도): one person or body around the home, how strong the tie is and which way help flows."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "공공"
        WELFARE = "welfare", "민간 복지"
        HEALTH = "health", "병원·보건"
        SCHOOL = "school", "학교·일터"
        NEIGHBOUR = "neighbour", "이웃·친구"
        FAITH = "faith", "종교·모임"
        KIN = "kin", "따로 사는 가족"

    class Strength(models.TextChoices):
        STRONG = "strong", "든든함"
        WEAK = "weak", "약함"
        STRAINED = "strained", "힘듦"
        CUT_OFF = "cut_off", "끊김"

    class Flow(models.TextChoices):
        IN = "in", "받음"
        OUT = "out", "줌"
        BOTH = "both", "주고받음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="around")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField("누구·어디", max_length=30)
    kind = models.CharField("갈래", max_length=10, choices=Kind)
    strength = models.CharField("관계", max_length=8, choices=Strength)
    flow = models.CharField("도움", max_length=4, choices=Flow, default=Flow.IN)
    note = models.CharField("무엇을", max_length=80, blank=True)

    class Meta:
        verbose_name = "둘레"
        verbose_name_plural = "둘레"
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="cases_around_once")]
