"""Users, posts and the rows from which every right is computed."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bokjihub.areas.models import Area, Team, ValidOn
from bokjihub.audit.ids import uuid7


class Role(models.TextChoices):
    """Who somebody is in the trade (process §1.4)."""

    DONG_OFFICER = "dong_officer", "동 복지담당"
    TEAM_HEAD = "team_head", "맞춤형복지팀장"
    DONG_HEAD = "dong_head", "읍·면·동장"
    VISITING_NURSE = "visiting_nurse", "방문간호사"
    COUNSEL_SPECIALIST = "counsel_specialist", "복지상담전문관"
    CASE_MANAGER = "case_manager", "통합사례관리사"
    HOPE_UNIT = "hope_unit", "희망복지지원단 담당"
    EMERGENCY_OFFICER = "emergency_officer", "긴급지원담당공무원"
    EMERGENCY_HEAD = "emergency_head", "긴급지원 결정권자(과장)"
    COMMITTEE = "committee", "긴급지원심의위원"
    RESOURCE_DESK = "resource_desk", "기탁·자원 담당"
    COUNCIL_SECRETARY = "council_secretary", "협의체 간사"
    COUNCIL_MEMBER = "council_member", "읍면동 협의체 위원"
    VOLUNTEER = "volunteer", "좋은이웃들 봉사자"
    HONORARY_OFFICER = "honorary_officer", "명예사회복지공무원"
    VILLAGE_HEAD = "village_head", "통장·이장"
    AGENCY = "agency", "민간기관"
    MONITOR = "monitor", "시·도 추진단"
    PRIVACY_OFFICER = "privacy_officer", "개인정보 보호담당"
    CITY_ADMIN = "city_admin", "시스템 관리담당"
    PORTAL = "portal", "주민 창구(자동)"
    JOB = "job", "자동 작업"


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are hashed with argon2id by Django."""

    def create_user(self, username: str, name: str, password: str | None = None) -> "User":
        """A new login. Without a password it cannot sign in."""
        user = self.model(username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person, one login. Holds no rights: those are posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("아이디", max_length=40, unique=True)
    name = models.CharField("이름", max_length=40)
    is_active = models.BooleanField("쓸 수 있음", default=True)
    failed_logins = models.PositiveSmallIntegerField("틀린 횟수", default=0)
    locked_until = models.DateTimeField("잠금 풀림", null=True, blank=True)
    # Sessions begun before this instant are over (transfer, leave, password change).
    sessions_valid_after = models.DateTimeField("이 시각 뒤 로그인만", default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "이용자"
        verbose_name_plural = "이용자"


class Pledge(models.Model):
    """비밀유지 서약 (사회보장급여법 제49조): signed before the first access, renewed every year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="pledges")
    signed_at = models.DateTimeField("서약한 때")
    expires_on = models.DateField("끝나는 날")

    class Meta:
        verbose_name = "비밀유지 서약"
        verbose_name_plural = "비밀유지 서약"


class Post(models.Model):
    """발령: a person holds a role at a place from a day to a day. The only source of rights.

    Dong staff belong to a team and reach the dongs it covers that day; city staff reach the city named by `area`;
    council members, village heads and volunteers belong to a dong or a tong and see only what is given to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField("역할", max_length=24, choices=Role)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="posts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="자리")
    title = models.CharField("직위", max_length=60, blank=True)
    grade = models.CharField("직급", max_length=20, blank=True)
    welfare_months = models.PositiveSmallIntegerField("복지 경력(개월)", default=0)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "발령"
        verbose_name_plural = "발령"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="accounts_post_dates"
            )
        ]


class PostChange(models.Model):
    """권한 변경 이력: who gave, changed or ended a right, and why. Kept at least three years; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post_id = models.UUIDField("발령")
    user_id = models.UUIDField("이용자")
    before = models.JSONField("전", default=dict)
    after = models.JSONField("후", default=dict)
    reason = models.CharField("사유", max_length=200)
    changed_by = models.UUIDField("바꾼 사람")
    at = models.DateTimeField("시각", auto_now_add=True)

    class Meta:
        verbose_name = "권한 변경 이력"
        verbose_name_plural = "권한 변경 이력"


class TongCharge(models.Model):
    """통·리 담당: which officer looks after which tong or ri."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="tongs")
    area = models.ForeignKey(Area, models.PROTECT, related_name="charges", verbose_name="통·리")
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지", null=True, blank=True)

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "통·리 담당"
        verbose_name_plural = "통·리 담당"


class ApprovalLine(models.Model):
    """결재선: who signs one kind of paper from a day on, and which of them decides (전결, 위임전결규정). Dated; never changed.

    A post with a role beside it signs here, in its turn; one without signs on paper. `office`: whose line it is, where
    the dong and the city hall have different ones.
    """

    class Office(models.TextChoices):
        DONG = "dong", "읍면동"
        CITY = "city", "시군구"

    class Paper(models.TextChoices):
        COUNSELLING = "counselling", "초기상담 기록지"
        MINUTES = "minutes", "사례회의록"
        PLAN = "plan", "제공계획 및 점검표"
        CLOSING = "closing", "사례 종결보고서"
        OPENING = "opening", "사례 접수"
        RELATIONS = "relations", "가계도·생태도"
        CARE_APPLICATION = "care_application", "통합지원 신청서"
        CARE_RESULT = "care_result", "종합판정 결과 안내"
        CARE_PLAN = "care_plan", "개인별지원계획서"
        EMERGENCY = "emergency", "긴급지원 처리 기록"
        ALLOCATION = "allocation", "나눔 명단"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.CharField("어떤 문서", max_length=20, choices=Paper)
    posts = ArrayField(models.CharField(max_length=12), verbose_name="결재하는 자리(차례대로)")
    roles = ArrayField(
        models.CharField(max_length=24, blank=True),
        verbose_name="자리마다 여기서 결재하는 역할",
        default=list,
        blank=True,
    )
    office = models.CharField("어디의 결재선", max_length=8, choices=Office, blank=True)
    final = models.CharField("전결하는 자리", max_length=12)
    starts_on = models.DateField("부터")
    source = models.CharField("근거", max_length=120, blank=True)
    entered_by = models.UUIDField("적은 사람")
    entered_label = models.CharField("적은 사람(직위)", max_length=120)

    class Meta:
        verbose_name = "결재선"
        verbose_name_plural = "결재선"
        constraints = [
            models.UniqueConstraint(fields=["paper", "office", "starts_on"], name="accounts_line_once_a_day"),
            models.CheckConstraint(
                condition=Q(roles__len=0) | Q(roles__len=F("posts__len")), name="accounts_line_role_a_post"
            ),
            models.CheckConstraint(condition=Q(posts__contains=[F("final")]), name="accounts_line_final_signs"),
        ]


class StandIn(models.Model):
    """대직: somebody does another's work for some days, with the rights of that post."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    absent = models.ForeignKey(Post, models.CASCADE, related_name="stand_ins", verbose_name="자리 비운 사람")
    by_user = models.ForeignKey(User, models.PROTECT, related_name="standing_in", verbose_name="대신하는 사람")
    reason = models.CharField("사유", max_length=100)
    starts_on = models.DateField("부터")
    ends_on = models.DateField("까지")

    objects = ValidOn.as_manager()

    class Meta:
        verbose_name = "대직"
        verbose_name_plural = "대직"
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="accounts_standin_dates")]


class Assignment(models.Model):
    """A right that comes from work: this household (or link, or delivery) is given to a team or to a post.

    `subject_id` carries no foreign key because subjects live in rooms above. A team's open work item makes opening the
    household free of the reason question (architecture §3); a post's makes it theirs.
    """

    class Purpose(models.TextChoices):
        WORK_ITEM = "work_item", "발굴 작업"
        VISIT = "visit", "방문"
        CASE = "case", "사례관리"
        EMERGENCY = "emergency", "긴급지원"
        LINK = "link", "서비스 연계"
        DELIVERY = "delivery", "물품 전달"
        COUNSELLING = "counselling", "상담"
        COVER = "cover", "당일 대신"
        SIGN_OFF = "sign_off", "결재"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_id = models.UUIDField("대상(가구)", db_index=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="assignments")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="assignments")
    purpose = models.CharField("까닭", max_length=12, choices=Purpose)
    source_id = models.UUIDField("근거 기록", null=True, blank=True)
    starts_at = models.DateTimeField("부터")
    ends_at = models.DateTimeField("까지", null=True, blank=True)

    class Meta:
        verbose_name = "업무 배정"
        verbose_name_plural = "업무 배정"
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(post__isnull=False), name="accounts_assignment_whose"
            )
        ]
        indexes = [
            models.Index(fields=["post", "subject_id"], name="accounts_assignment_post"),
            models.Index(fields=["team", "subject_id"], name="accounts_assignment_team"),
            models.Index(fields=["source_id"], name="accounts_assignment_source"),
        ]


class ViewReason(models.Model):
    """열람 사유: why a household without open work of my team was opened; holds for thirty minutes."""

    class Reason(models.TextChoices):
        PHONE = "phone", "전화응대"
        COUNTER = "counter", "내방"
        REPORT = "report", "제보확인"
        OTHER = "other", "기타"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="view_reasons")
    subject_id = models.UUIDField("대상(가구)", db_index=True)
    reason = models.CharField("사유", max_length=10, choices=Reason)
    words = models.CharField("한 줄", max_length=200, blank=True)
    at = models.DateTimeField("시각", auto_now_add=True)
    until = models.DateTimeField("유효")

    class Meta:
        verbose_name = "열람 사유"
        verbose_name_plural = "열람 사유"
        constraints = [
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(words=""), name="accounts_viewreason_words")
        ]
