"""Signals and work items."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.audit.ids import uuid7
from bokjihub.people.models import Household


class Channel(models.TextChoices):
    """Where a signal came from (process §5.1)."""

    BIGDATA = "BIGDATA", "행복이음 발굴대상자"
    AI_CALL = "AI_CALL", "AI 초기상담"
    APP = "APP", "복지위기 알림 앱"
    LOCAL_DATA = "LOCAL_DATA", "지자체 자체 발굴"
    UTILITY = "UTILITY", "단전·단수·단가스"
    POST = "POST", "복지등기·집배원"
    NEIGHBOUR = "NEIGHBOUR", "이웃 제보"
    DUTY = "DUTY", "신고의무자"
    TONGJANG = "TONGJANG", "통장·이장"
    GOODNB = "GOODNB", "좋은이웃들"
    HONORARY = "HONORARY", "명예사회복지공무원"
    COUNCIL = "COUNCIL", "읍면동 협의체"
    HOTLINE = "HOTLINE", "129"
    HELLO_ALARM = "HELLO_ALARM", "안부확인"
    HOSPITAL = "HOSPITAL", "퇴원환자 통보"
    SUICIDE = "SUICIDE", "자살예방센터 통보"
    MOBILE = "MOBILE", "이동상담"
    SELF = "SELF", "본인·가족"
    REDETECT = "REDETECT", "재발굴"
    UNDELIVERED = "UNDELIVERED", "물품 전달 두 번 부재"


class Level(models.TextChoices):
    """How soon somebody must look."""

    URGENT = "urgent", "긴급"
    HIGH = "high", "높음"
    NORMAL = "normal", "보통"


class Round(models.Model):
    """발굴 차수: one delivery of the national list, six a year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    year = models.SmallIntegerField("연도")
    number = models.SmallIntegerField("차수")
    cut_off = models.DateField("기준일")
    opened_on = models.DateField("받은 날")
    closed_on = models.DateField("마감", null=True, blank=True)

    class Meta:
        verbose_name = "발굴 차수"
        verbose_name_plural = "발굴 차수"
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="discovery_round_once")]


class Quota(models.Model):
    """우리 몫: how many households one officer of a dong can carry in a round, from a day on, and why it was changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    per_officer = models.PositiveSmallIntegerField("담당 한 명의 가구")
    starts_on = models.DateField("부터")
    reason = models.CharField("까닭", max_length=200)
    set_by = models.UUIDField("정한 사람")
    set_label = models.CharField("정한 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "우리 몫"
        verbose_name_plural = "우리 몫"
        constraints = [
            models.UniqueConstraint(fields=["area", "starts_on"], name="discovery_quota_once_a_day"),
            models.CheckConstraint(condition=Q(per_officer__gte=1, per_officer__lte=500), name="discovery_quota_range"),
            models.CheckConstraint(condition=~Q(reason=""), name="discovery_quota_says_why"),
        ]


class SourceFile(models.Model):
    """A file a town really gets: read, shown, then brought in as a whole or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    feed = models.CharField("틀", max_length=40)
    name = models.CharField("파일 이름", max_length=200)
    sha256 = models.CharField("지문", max_length=64, db_index=True)
    code_page = models.CharField("글자 짜임", max_length=12)
    content = models.BinaryField("봉함한 내용", default=b"")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="시·군·구")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="files")
    rows = models.PositiveIntegerField("행", default=0)
    rejected = models.PositiveIntegerField("고칠 행", default=0)
    uploaded_by = models.UUIDField("올린 사람")
    uploaded_at = models.DateTimeField("올린 때", auto_now_add=True)
    committed_at = models.DateTimeField("반영", null=True, blank=True)
    result = models.JSONField("결과", default=dict, blank=True)

    class Meta:
        verbose_name = "받은 파일"
        verbose_name_plural = "받은 파일"
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "sha256"], condition=Q(committed_at__isnull=False), name="discovery_file_once"
            )
        ]


class WorkItem(models.Model):
    """발굴 대상: one household's open worry made of n signals. Owns the states of process §11.1.

    Closed exactly when a Closure exists. Waiting states carry an owner and a next date, by constraint.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "접수"
        TRIAGED = "triaged", "분류"
        ASSIGNED = "assigned", "배정"
        CONTACTING = "contacting", "연락 중"
        LOCATING = "locating", "소재 찾는 중"
        REFUSED_HOLD = "refused_hold", "거부 - 다시 여쭙기"
        CONTACTED = "contacted", "만남"
        LINKED = "linked", "연결됨"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="work_items")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    number = models.CharField("작업 번호", max_length=20, unique=True)
    state = models.CharField("상태", max_length=14, choices=State, default=State.RECEIVED)
    level = models.CharField("급한 정도", max_length=8, choices=Level, default=Level.NORMAL)
    owner = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="work_items")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    times_flagged = models.PositiveSmallIntegerField("몇 번째", default=1)
    points = models.SmallIntegerField("살핌 점수", default=0)
    # What another room found in the night and wrote down here: a reason that may be read, and what it adds.
    hint = models.CharField("밤에 찾은 것", max_length=120, blank=True)
    hint_points = models.PositiveSmallIntegerField("밤에 찾은 것의 점수", default=0)
    opened_on = models.DateField("연 날")
    next_on = models.DateField("다음 확인일", null=True, blank=True)
    # The day the row was closed, kept by the closing action beside the Closure so that lists need no join.
    closed_on = models.DateField("마친 날", null=True, blank=True)
    changed_at = models.DateTimeField("바뀐 때", auto_now=True)

    class Meta:
        verbose_name = "발굴 대상"
        verbose_name_plural = "발굴 대상"
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(closed_on__isnull=True), name="discovery_one_open_worry"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["locating", "refused_hold"]) | Q(owner__isnull=False, next_on__isnull=False),
                name="discovery_waiting_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["locating"]) | Q(closed_on__isnull=True),
                name="discovery_unlocated_never_closes",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-points"], condition=Q(closed_on__isnull=True), name="discovery_open_area"),
            models.Index(fields=["owner"], condition=Q(closed_on__isnull=True), name="discovery_open_owner"),
        ]


class Signal(models.Model):
    """발굴 신호: one report or one line of a file. Append-only; corrections are new rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="signals")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="signals")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="읍·면·동")
    channel = models.CharField("경로", max_length=12, choices=Channel)
    level = models.CharField("급한 정도", max_length=8, choices=Level, default=Level.NORMAL)
    indicators = ArrayField(models.CharField(max_length=40), verbose_name="위기정보", default=list, blank=True)
    months = models.SmallIntegerField("개월", null=True, blank=True)
    amount_won = models.BigIntegerField("금액(원)", null=True, blank=True)
    event_on = models.DateField("일어난 날", null=True, blank=True)
    received_at = models.DateTimeField("받은 때")
    name = models.CharField("이름", max_length=60, blank=True)
    birth_on = models.DateField("생년월일", null=True, blank=True)
    phone_sealed = models.BinaryField("전화(봉함)", default=b"")
    place = models.CharField("어디", max_length=200)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name="어떤 걱정", default=list, blank=True)
    words = models.TextField("말씀", blank=True)
    photo = models.CharField("사진", max_length=80, blank=True)
    receipt = models.CharField("접수번호", max_length=60, unique=True)
    file = models.ForeignKey(SourceFile, models.PROTECT, null=True, blank=True, related_name="signals")
    row = models.PositiveIntegerField("행", null=True, blank=True)
    # What makes a line the same line in a later file: feed, person, indicator, period.
    fingerprint = models.CharField("같은 줄", max_length=64, null=True, blank=True, unique=True)
    taken_by = models.UUIDField("받은 사람", null=True, blank=True)
    is_person_known = models.BooleanField("누구인지 앎", default=True)

    class Meta:
        verbose_name = "발굴 신호"
        verbose_name_plural = "발굴 신호"
        indexes = [
            models.Index(fields=["area", "-received_at"], name="discovery_signal_area"),
            models.Index(
                fields=["area", "received_at"], condition=Q(work_item__isnull=True), name="discovery_signal_waiting"
            ),
        ]

    @property
    def phone(self) -> str:
        """The phone number given with the report, opened."""
        return unseal(self.phone_sealed, column="discovery.signal.phone", row=self.id)

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed = seal(number.strip(), column="discovery.signal.phone", row=self.id)


class Reporter(models.Model):
    """알린 분: sealed in a table of its own, shown to nobody but the receiver (R39)."""

    signal = models.OneToOneField(Signal, models.PROTECT, primary_key=True, related_name="reporter")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("누가 알렸나", max_length=20)
    identity_sealed = models.BinaryField("이름·연락처(봉함)", default=b"")
    received_by = models.UUIDField("접수자", null=True, blank=True)

    class Meta:
        verbose_name = "알린 분"
        verbose_name_plural = "알린 분"


class ContactAttempt(models.Model):
    """연락 기록: one try by phone, message, visit or asking around; with a next date unless it reached an outcome."""

    class Way(models.TextChoices):
        PHONE = "phone", "전화"
        MESSAGE = "message", "문자"
        VISIT = "visit", "방문"
        NOTE = "note", "쪽지"
        COUNTER = "counter", "내방"
        NEIGHBOUR = "neighbour", "이웃·통장 문의"
        AGENCY = "agency", "관리주체·기관 문의"
        TELECOM = "telecom", "통신사 번호 확인"
        POLICE = "police", "경찰·소방 동행"

    class Result(models.TextChoices):
        SPOKE = "spoke", "통화·만남"
        NO_ANSWER = "no_answer", "받지 않음·부재"
        OTHER_PERSON = "other_person", "다른 사람이 받음"
        WRONG_NUMBER = "wrong_number", "틀린 번호"
        REFUSED = "refused", "거부"
        SENT = "sent", "보냄"
        VACANT = "vacant", "빈집"
        MISMATCH = "mismatch", "주소 불일치"
        FOUND = "found", "찾음"
        NOT_FOUND = "not_found", "못 찾음"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="contacts")
    household = models.ForeignKey(Household, models.PROTECT, related_name="contacts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    at = models.DateTimeField("언제")
    way = models.CharField("어떻게", max_length=10, choices=Way)
    result = models.CharField("결과", max_length=12, choices=Result)
    words = models.TextField("말씀", blank=True)
    door_signs = ArrayField(models.CharField(max_length=20), verbose_name="문 앞 본 것", default=list, blank=True)
    notice_left = models.BooleanField("안내문 남김", default=False)
    capacity_judged = models.CharField("판단 능력", max_length=60, blank=True)
    source = models.CharField("출처", max_length=120, blank=True)
    next_on = models.DateField("다음 확인일", null=True, blank=True)
    made_by = models.UUIDField("적은 사람")
    made_label = models.CharField("적은 사람(직위)", max_length=120)
    recorded_at = models.DateTimeField("적은 때", auto_now_add=True)

    class Meta:
        verbose_name = "연락 기록"
        verbose_name_plural = "연락 기록"
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["spoke", "found", "sent"]) | Q(next_on__isnull=False),
                name="discovery_contact_has_next_date",
            )
        ]
        indexes = [models.Index(fields=["work_item", "at"], name="discovery_contact_item")]


class Search(models.Model):
    """소재 찾기: asked for by the officer, decided by the head, open until the person is found. It has no other end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="searches")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    words = models.CharField("지금까지 한 일", max_length=200)
    asked_by = models.UUIDField("올린 사람")
    asked_at = models.DateTimeField("올린 때", auto_now_add=True)
    decided_by = models.UUIDField("결정한 사람", null=True, blank=True)
    decided_at = models.DateTimeField("결정한 때", null=True, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)
    found_at = models.DateTimeField("찾은 때", null=True, blank=True)

    class Meta:
        verbose_name = "소재 찾기"
        verbose_name_plural = "소재 찾기"
        constraints = [
            models.UniqueConstraint(
                fields=["work_item"],
                condition=Q(found_at__isnull=True) & (Q(is_approved__isnull=True) | Q(is_approved=True)),
                name="discovery_one_open_search",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="discovery_search_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(is_approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="discovery_search_decision_whole",
            ),
        ]


class ClosingRequest(models.Model):
    """종결 올림: proposed by the officer, decided by the head. Refusals and exclusions need it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="closing_requests")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종결 사유", max_length=20)
    words = models.TextField("설명", blank=True)
    proof_id = models.UUIDField("근거 기록", null=True, blank=True)
    source = models.CharField("확인한 출처", max_length=120, blank=True)
    asked_by = models.UUIDField("올린 사람")
    asked_at = models.DateTimeField("올린 때", auto_now_add=True)
    decided_by = models.UUIDField("결정한 사람", null=True, blank=True)
    decided_at = models.DateTimeField("결정한 때", null=True, blank=True)
    is_approved = models.BooleanField("승인", null=True, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)

    class Meta:
        verbose_name = "종결 요청"
        verbose_name_plural = "종결 요청"
        constraints = [
            models.UniqueConstraint(
                fields=["work_item"], condition=Q(decided_at__isnull=True), name="discovery_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="discovery_request_two_people",
            ),
        ]


class Closure(models.Model):
    """종결: why a work item ended, with the child row that proves it (checked by a deferred trigger; process §5.3)."""

    class Kind(models.TextChoices):
        PUB_BASIC = "PUB_BASIC", "기초생활보장"
        PUB_NEAR = "PUB_NEAR", "차상위"
        PUB_EMERG = "PUB_EMERG", "긴급복지"
        PUB_OTHER = "PUB_OTHER", "기타 공공급여"
        PRIV = "PRIV", "민간서비스 연계"
        CASE = "CASE", "사례관리"
        INFO = "INFO", "상담·정보제공"
        NONEED = "NONEED", "본인 미희망·필요 없음"
        ALREADY = "ALREADY", "기수급·기관리"
        EX_MOVED = "EX_MOVED", "이사(전출)"
        EX_DIED = "EX_DIED", "사망"
        EX_ADMIT = "EX_ADMIT", "입원·입소"
        EX_JAIL = "EX_JAIL", "수감"
        EX_ABROAD = "EX_ABROAD", "국외"
        REFUSED = "REFUSED", "거부(세 번 확인)"
        DUP = "DUP", "중복"
        WRONG = "WRONG", "잘못 등록"

    work_item = models.OneToOneField(WorkItem, models.PROTECT, primary_key=True, related_name="closure")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("종결 사유", max_length=10, choices=Kind)
    proof_id = models.UUIDField("근거 기록", null=True, blank=True)
    source = models.CharField("확인한 출처", max_length=120, blank=True)
    words = models.TextField("설명", blank=True)
    closed_on = models.DateField("마친 날")
    closed_by = models.UUIDField("올린 사람")
    approved_by = models.UUIDField("승인한 사람", null=True, blank=True)
    review_on = models.DateField("다시 볼 날", null=True, blank=True)

    class Meta:
        verbose_name = "종결 사유"
        verbose_name_plural = "종결 사유"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__startswith="EX_") | ~Q(source=""), name="discovery_exclusion_has_source"
            ),
            models.CheckConstraint(
                condition=~Q(kind="REFUSED") | Q(approved_by__isnull=False, review_on__isnull=False),
                name="discovery_refusal_approved_and_reviewed",
            ),
        ]
