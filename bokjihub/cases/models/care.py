"""돌봄통합: what an application for integrated care and its comprehensive assessment hold beside the case they belong to.

의료ㆍ요양 등 지역 돌봄의 통합지원에 관한 법률(in force 2026-03-27), 시행령, 시행규칙. The plan, its checks, the meeting, the links
and the closing are those of every case.
"""

import datetime as dt
import json

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.cases.models.case import Case
from bokjihub.people.models import Household, SignedByHome

CARE_LAW_BEGAN = dt.date(2026, 3, 27)


class CareApplication(models.Model):
    """통합지원 신청 (법 제10조, 시행규칙 제7조): who asked for whom, by which right, and what the person wishes for. One a case."""

    class Group(models.TextChoices):
        """통합지원 대상자 (시행령 제2조제1항)."""

        ELDERLY = "elderly", "65세 이상"
        DISABLED = "disabled", "심한 장애(장관이 인정)"
        AGREED = "agreed", "시장·군수·구청장이 협의하여 인정"

    class Way(models.TextChoices):
        """Who applies (시행규칙 제7조제1항); the office itself (법 제10조제2항)."""

        SELF = "self", "본인"
        FAMILY = "family", "배우자·부모·자녀 등 친족"
        GUARDIAN = "guardian", "후견인"
        AGENCY = "agency", "관련기관 업무담당자"
        OFFICE = "office", "직권"

    class Urgent(models.TextChoices):
        """When the office may apply by itself (시행령 제4조)."""

        LTC_REFUSED = "ltc_refused", "장기요양급여 신청이 기각됨(제1호)"
        AID_REFUSED = "aid_refused", "활동지원급여 신청이 기각됨(제2호)"
        DISCHARGED = "discharged", "의료기관에서 퇴원한 직후(제3호)"
        CRISIS = "crisis", "긴급복지 위기상황(제4호)"
        DISASTER = "disaster", "재난 등으로 긴급돌봄 필요(제5호)"
        ALONE = "alone", "혼자 생활할 수 없고 돌볼 보호자가 없음(제6호)"

    class Paper(models.TextChoices):
        """What is handed in with it (시행규칙 제7조제2항·제5항)."""

        ID = "id", "신분증 사본(제시로 갈음)"
        FAMILY = "family", "가족관계증명서·제적등본"
        GUARDIAN = "guardian", "후견 등기사항증명서"
        AGENCY = "agency", "업무담당자임을 증명하는 서류"
        REGISTER = "register", "주민등록표 등본"
        DISABILITY = "disability", "장애인증명서"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="care")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    group = models.CharField("대상", max_length=10, choices=Group)
    way = models.CharField("신청한 분", max_length=10, choices=Way)
    applicant = models.CharField("신청인 이름·소속", max_length=80, blank=True)
    relation = models.CharField("본인과의 관계", max_length=30, blank=True)
    urgent = models.CharField("직권으로 신청하는 까닭", max_length=12, choices=Urgent, blank=True)
    # The person, a relative or the guardian agreed that an agency applies; the person was told and agreed before the office did.
    agreed_by = models.CharField("신청에 동의한 분", max_length=60, blank=True)
    agreed_on = models.DateField("동의한 날", null=True, blank=True)
    shares_records = models.BooleanField("행정정보 공동이용 동의", default=True)
    papers = ArrayField(models.CharField(max_length=12), verbose_name="받은 서류", default=list, blank=True)
    discharged_from = models.CharField("퇴원·퇴소한 곳", max_length=80, blank=True)
    discharged_on = models.DateField("퇴원·퇴소한 날", null=True, blank=True)
    receiving = models.CharField("지금 받는 급여·서비스", max_length=200, blank=True)
    wish = models.TextField("불편한 것과 바라는 것", blank=True)

    class Meta:
        verbose_name = "통합지원 신청"
        verbose_name_plural = "통합지원 신청"
        constraints = [
            models.CheckConstraint(
                condition=~Q(way__in=["agency", "office"]) | ~Q(agreed_by="") & Q(agreed_on__isnull=False),
                name="cases_care_agreed_before",
            ),
            models.CheckConstraint(
                condition=Q(way="office") & ~Q(urgent="") | ~Q(way="office") & Q(urgent=""),
                name="cases_care_office_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(way__in=["family", "guardian"]) | ~Q(applicant="") & ~Q(relation=""),
                name="cases_care_applicant_named",
            ),
        ]


class CareSignature(SignedByHome):
    """통합지원 신청 서명: the applicant under 별지 제1호서식 (시행규칙 제7조). One an application."""

    sealed_as = "cases.care_signature"

    application = models.OneToOneField(CareApplication, models.PROTECT, primary_key=True, related_name="signature")

    class Meta(SignedByHome.Meta):
        verbose_name = "통합지원 신청 서명"
        verbose_name_plural = "통합지원 신청 서명"


class CareAssessment(models.Model):
    """종합판정 (법 제12조, 시행령 제5조) with the survey it rests on (법 제10조제3항); again while the care goes on.

    The five findings are health words too: they are sealed. The levels stay readable so that they can be counted; which
    score gives which level is the minister's to set, so the office enters the result it was given.
    """

    class Source(models.TextChoices):
        OWN = "own", "우리 공무원"
        NHIS = "nhis", "국민건강보험공단"
        NPS = "nps", "국민연금공단"
        SOCIAL = "social", "사회서비스원"
        KODDI = "koddi", "한국장애인개발원"
        AGENCY = "agency", "통합지원 관련기관"

    class Level(models.IntegerChoices):
        NONE = 0, "없음"
        LOW = 1, "낮음"
        MIDDLE = 2, "보통"
        HIGH = 3, "높음"

    class Told(models.TextChoices):
        LETTER = "letter", "우편"
        COUNTER = "counter", "직접 드림"
        PHONE = "phone", "전화"
        MESSAGE = "message", "문자·전자우편"

    # The items of 법 제10조제3항, in its order.
    FINDINGS = (
        ("home", "인적사항·가구특성·거주환경"),
        ("benefits", "사회보장급여 수급현황"),
        ("health", "일상생활·사회활동 능력, 신체·정신 건강"),
        ("wish", "통합지원 욕구"),
        ("other", "그 밖에 살핀 것"),
    )
    # What the judgement weighs (시행령 제5조제1항제1호–제4호).
    ITEMS = (
        ("body", "신체기능·일상생활 수행"),
        ("medical", "의료서비스 필요성"),
        ("nutrition", "영양 상태"),
        ("housing", "주거환경"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("차수")
    source = models.CharField("조사한 곳", max_length=8, choices=Source)
    asked_on = models.DateField("조사 맡긴 날")
    surveyed_on = models.DateField("조사한 날", null=True, blank=True)
    surveyor = models.CharField("조사자", max_length=80, blank=True)
    findings_sealed = models.BinaryField("조사한 것(봉함)", default=b"")
    body = models.PositiveSmallIntegerField("신체기능·일상생활 수행", choices=Level, null=True, blank=True)
    medical = models.PositiveSmallIntegerField("의료서비스 필요성", choices=Level, null=True, blank=True)
    nutrition = models.PositiveSmallIntegerField("영양 상태", choices=Level, null=True, blank=True)
    housing = models.PositiveSmallIntegerField("주거환경", choices=Level, null=True, blank=True)
    recorded_on = models.DateField("적은 날", null=True, blank=True)
    recorded_by = models.UUIDField("적은 사람", null=True, blank=True)
    recorded_label = models.CharField("적은 사람(직위)", max_length=120, blank=True)
    medical_need = models.PositiveSmallIntegerField("의료적 지원 필요도", choices=Level, null=True, blank=True)
    care_need = models.PositiveSmallIntegerField("요양·돌봄 필요도", choices=Level, null=True, blank=True)
    is_target = models.BooleanField("통합지원 대상", null=True, blank=True)
    reason = models.CharField("판정 까닭", max_length=300, blank=True)
    judged_on = models.DateField("판정일", null=True, blank=True)
    judged_by = models.UUIDField("판정한 사람", null=True, blank=True)
    judged_label = models.CharField("판정한 사람(직위)", max_length=120, blank=True)
    told_on = models.DateField("안내한 날", null=True, blank=True)
    told_how = models.CharField("어떻게 안내", max_length=8, choices=Told, blank=True)
    told_label = models.CharField("안내한 사람(직위)", max_length=120, blank=True)

    class Meta:
        verbose_name = "종합판정"
        verbose_name_plural = "종합판정"
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="cases_assessment_round"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(judged_on__isnull=True), name="cases_one_open_assessment"
            ),
            models.CheckConstraint(
                condition=Q(judged_on__isnull=True)
                | Q(
                    recorded_on__isnull=False,
                    is_target__isnull=False,
                    medical_need__isnull=False,
                    care_need__isnull=False,
                )
                & ~Q(reason=""),
                name="cases_judgement_whole",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=models.F("recorded_by")),
                name="cases_judgement_two_people",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(judged_on__isnull=False) & ~Q(told_how=""),
                name="cases_told_after_judgement",
            ),
        ]

    @property
    def findings(self) -> dict[str, str]:
        """What the survey found, by item, opened."""
        text = unseal(self.findings_sealed, column="cases.care_findings", row=self.id)
        return dict(json.loads(text)) if text else {}

    @findings.setter
    def findings(self, words: dict[str, str]) -> None:
        text = json.dumps(words, ensure_ascii=False)
        self.findings_sealed = seal(text, column="cases.care_findings", row=self.id)
