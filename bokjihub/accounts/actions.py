"""Posts, stand-ins, hand-overs, reasons and logins."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import (
    ApprovalLine,
    Assignment,
    Pledge,
    Post,
    PostChange,
    Role,
    StandIn,
    TongCharge,
    User,
    ViewReason,
)
from bokjihub.areas.models import Area, Team
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import with_particle

REASON_MINUTES = 30


class ReasonTooShort(OfficerError):
    """기타를 고르면 왜 여는지 한 줄로 적어 주세요."""


class UsernameTaken(OfficerError):
    """이미 쓰는 아이디입니다. 다른 아이디를 적어 주세요."""


class CannotHandOverToSelf(OfficerError):
    """자기 자신에게 넘길 수 없습니다. 받을 분을 골라 주세요."""


@transaction.atomic
def make_login(*, username: str, name: str, password: str, by: Actor) -> User:
    """A login of one person, without any right: those come from posts. A taken name is refused."""
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(field="username")
    user = User.objects.create_user(username=username, name=name, password=password)
    audit.record("login.make", detail={"user": user.id}, by=by)
    return user


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    area: Area,
    team: Team | None = None,
    title: str = "",
    grade: str = "",
    welfare_months: int = 0,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    reason: str,
    by: Actor,
) -> Post:
    """발령: give a person a role at a place from a day on. The change of right is kept."""
    post = Post.objects.create(
        user=user,
        role=role,
        area=area,
        team=team,
        title=title,
        grade=grade,
        welfare_months=welfare_months,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _keep_change(post, before={}, reason=reason, by=by)
    audit.record("post.appoint", detail={"user": user.id, "role": role, "area": area.name}, words=reason, by=by)
    return post


@transaction.atomic
def end_post(*, post: Post, ends_on: dt.date, reason: str, by: Actor) -> Post:
    """End a post (transfer, leave). Every login of the person is over at the next request (R20)."""
    before = _facts(post)
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    TongCharge.objects.filter(post=post, ends_on__isnull=True).update(ends_on=ends_on)
    if ends_on < timezone.localdate():
        Assignment.objects.filter(post=post, ends_at__isnull=True).update(ends_at=timezone.now())
    end_sessions(user=post.user, by=by)
    _keep_change(post, before=before, reason=reason, by=by)
    audit.record("post.end", detail={"user": post.user_id, "ends_on": ends_on}, words=reason, by=by)
    return post


@transaction.atomic
def end_sessions(*, user: User, by: Actor) -> User:
    """Make every session of a person invalid from now on."""
    user.sessions_valid_after = timezone.now()
    user.save(update_fields=["sessions_valid_after"])
    audit.record("session.end_all", detail={"user": user.id}, by=by)
    return user


@transaction.atomic
def name_stand_in(
    *, absent: Post, by_user: User, starts_on: dt.date, ends_on: dt.date, reason: str, by: Actor
) -> StandIn:
    """대직: another person holds the rights of a post for some days."""
    if absent.user_id == by_user.id:
        raise CannotHandOverToSelf
    row = StandIn.objects.create(absent=absent, by_user=by_user, starts_on=starts_on, ends_on=ends_on, reason=reason)
    _keep_change(absent, before={}, reason=f"대직: {reason}", by=by)
    audit.record("post.stand_in", detail={"absent": absent.id, "by_user": by_user.id}, words=reason, by=by)
    return row


@transaction.atomic
def take_charge(*, post: Post, tong: Area, starts_on: dt.date, by: Actor) -> TongCharge:
    """Put a tong or ri in an officer's charge; the former charge ends the day before."""
    former = TongCharge.objects.filter(area=tong, ends_on__isnull=True)
    former.filter(starts_on__gte=starts_on).delete()
    former.update(ends_on=starts_on - dt.timedelta(days=1))
    row = TongCharge.objects.create(post=post, area=tong, starts_on=starts_on)
    audit.record("post.take_charge", detail={"post": post.id, "tong": tong.name}, by=by)
    return row


# Giving and ending a right refuse nothing, so they take no savepoint: what breaks there breaks the act it belongs to.
@transaction.atomic(savepoint=False)
def assign(
    *,
    subject_id: UUID,
    purpose: Assignment.Purpose,
    source_id: UUID | None = None,
    team_id: UUID | None = None,
    post_id: UUID | None = None,
    starts_at: dt.datetime | None = None,
    until: dt.datetime | None = None,
    by: Actor,
) -> Assignment:
    """Write down a right that comes from work, from now or from a later time. The same right of a record is given once."""
    right = Assignment(
        subject_id=subject_id,
        purpose=purpose,
        source_id=source_id,
        team_id=team_id,
        post_id=post_id,
        starts_at=starts_at or timezone.now(),
        ends_at=until,
    )
    same = Assignment.objects.filter(subject_id=subject_id, purpose=purpose, ends_at=until)
    for standing in same.filter(Q(source_id=source_id) if source_id else Q(source_id__isnull=True)):
        if (standing.team_id, standing.post_id) == (team_id, post_id):
            return standing
    right.save()
    audit.record("assignment.give", subjects=[subject_id], detail={"purpose": purpose, "post": post_id}, by=by)
    return right


@dataclass(frozen=True)
class Right:
    """A household given to a team or a post because of one record."""

    subject_id: UUID
    source_id: UUID
    team_id: UUID | None = None
    post_id: UUID | None = None


@transaction.atomic(savepoint=False)
def assign_many(*, rights: Sequence[Right], purpose: Assignment.Purpose, by: Actor) -> int:
    """Rights that come from many records at once, each given once like `assign`. One line in the log; returns how many."""
    now = timezone.now()
    standing = Assignment.objects.filter(
        purpose=purpose, source_id__in={right.source_id for right in rights}, ends_at__isnull=True
    )
    given = set(standing.values_list("subject_id", "source_id", "team_id", "post_id"))
    new = [right for right in rights if astuple(right) not in given]
    Assignment.objects.bulk_create(Assignment(**asdict(right), purpose=purpose, starts_at=now) for right in new)
    if new:
        subjects = {right.subject_id for right in new}
        audit.record("assignment.give", subjects=subjects, detail={"purpose": purpose, "count": len(new)}, by=by)
    return len(new)


@transaction.atomic(savepoint=False)
def end_assignments(*, source_id: UUID, post_id: UUID | None = None, by: Actor) -> int:
    """End the rights that came from one record: all, or one post's; also those that would end or begin later."""
    still = Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now())
    found = Assignment.objects.filter(still, source_id=source_id)
    if post_id is not None:
        found = found.filter(post_id=post_id)
    ended = found.update(ends_at=timezone.now())
    if ended:
        audit.record("assignment.end", detail={"source": source_id, "count": ended}, by=by)
    return ended


@transaction.atomic
def hand_over(*, giver: Post, taker: Post, reason: str, by: Actor) -> int:
    """Hand over all open work of a post to another; tongs in charge go along. Returns how many households moved.

    Rooms above (clocks, work items) follow in their own actions; `desk.actions.hand_over_all` calls them together.
    """
    if giver.id == taker.id:
        raise CannotHandOverToSelf
    now = timezone.now()
    open_rows = list(Assignment.objects.filter(post=giver, ends_at__isnull=True))
    Assignment.objects.filter(id__in=[row.id for row in open_rows]).update(ends_at=now)
    Assignment.objects.bulk_create(
        Assignment(subject_id=row.subject_id, purpose=row.purpose, source_id=row.source_id, post=taker, starts_at=now)
        for row in open_rows
    )
    today = timezone.localdate()
    for charge in TongCharge.objects.filter(post=giver, ends_on__isnull=True).select_related("area"):
        take_charge(post=taker, tong=charge.area, starts_on=today, by=by)
    subjects = {row.subject_id for row in open_rows}
    audit.record("post.hand_over", subjects=subjects, words=reason, detail={"from": giver.id, "to": taker.id}, by=by)
    return len(subjects)


@transaction.atomic
def give_reason(*, household_id: UUID, user: User, reason: ViewReason.Reason, words: str, by: Actor) -> ViewReason:
    """열람 사유: opens one household for thirty minutes. `기타` needs words. Refused when they are missing."""
    words = words.strip()
    if reason == ViewReason.Reason.OTHER and len(words) < 2:
        raise ReasonTooShort
    until = timezone.now() + dt.timedelta(minutes=REASON_MINUTES)
    row = ViewReason.objects.create(user=user, subject_id=household_id, reason=reason, words=words, until=until)
    audit.record("household.open_reason", subjects=[household_id], purpose=row.get_reason_display(), words=words, by=by)
    return row


@transaction.atomic
def sign_pledge(*, user: User, by: Actor) -> Pledge:
    """비밀유지 서약 for one year from today (사회보장급여법 제49조)."""
    now = timezone.now()
    row = Pledge.objects.create(user=user, signed_at=now, expires_on=timezone.localdate() + dt.timedelta(days=365))
    audit.record("pledge.sign", by=by)
    return row


@transaction.atomic
def record_login(*, ended: bool = False, by: Actor) -> None:
    """Put a sign-in or sign-out on record."""
    audit.record("logout" if ended else "login", kind=Entry.Kind.LOGIN, by=by)


def _facts(post: Post) -> dict[str, str]:
    return {
        "role": post.role,
        "area": str(post.area_id),
        "team": str(post.team_id or ""),
        "from": str(post.starts_on),
        "to": str(post.ends_on or ""),
    }


def _keep_change(post: Post, *, before: dict[str, str], reason: str, by: Actor) -> None:
    PostChange.objects.create(
        post_id=post.id, user_id=post.user_id, before=before, after=_facts(post), reason=reason, changed_by=by.id
    )


class LineUnclear(OfficerError):
    """결재선은 자리를 하나부터 다섯까지 차례대로 적고, 그 가운데 전결하는 자리를 고릅니다."""


class LineCannotDecide(OfficerError):
    """그 자리는 이 문서를 결정할 수 없습니다."""


class LineInThePast(OfficerError):
    """결재선은 오늘부터 또는 앞날부터 바꿀 수 있습니다. 이미 쓴 문서의 결재선은 그대로 둡니다."""


@transaction.atomic
def set_approval_line(
    *,
    paper: ApprovalLine.Paper,
    posts: Sequence[str],
    final: str,
    starts_on: dt.date,
    roles: Sequence[str] = (),
    office: str = "",
    source: str = "",
    by: Actor,
) -> ApprovalLine:
    """결재선 정하기 from a day on; papers of the days before keep theirs, also those under way.

    `roles`: who signs here as each post, blank for a hand on paper. The deciding post must be one that may decide.
    """
    names = [one.strip() for one in posts if one.strip()]
    if not 1 <= len(names) <= 5 or len(set(names)) != len(names) or final.strip() not in names:
        raise LineUnclear(field="posts")
    if starts_on < by.day:
        raise LineInThePast(field="starts_on")
    here = [*roles, *[""] * len(names)][: len(names)] if any(roles) else []
    if any(roles[len(names) :]):
        raise LineUnclear("결재하는 사람을 자리보다 많이 골랐습니다.", field="posts")
    _demand_decides(paper, office, dict(zip(names, here, strict=False)), final.strip())
    facts = {
        "posts": names,
        "roles": here,
        "final": final.strip(),
        "source": source.strip(),
        "entered_by": by.id,
        "entered_label": by.label,
    }
    row, _ = ApprovalLine.objects.update_or_create(paper=paper, office=office, starts_on=starts_on, defaults=facts)
    detail = {"paper": paper, "office": office, "starts_on": starts_on, "final": final, "roles": here}
    audit.record("approval_line.set", detail=detail, by=by)
    return row


# Who may sign what here, and who may be the last to. A case of the dong is the dong's to decide, one of the unit the
# unit's; 긴급지원은 시장·군수·구청장이 결정하고(긴급복지지원법 제8조제3항), what a town delegates ends at these posts. A list of goods
# goes over dongs: the city hall's to decide.
Paper, Office = ApprovalLine.Paper, ApprovalLine.Office
CASE_PAPERS = frozenset({Paper.OPENING, Paper.PLAN, Paper.CARE_PLAN, Paper.CLOSING})
SIGN_CASES = {Office.DONG: (Role.TEAM_HEAD, Role.DONG_HEAD), Office.CITY: (Role.HOPE_UNIT, Role.EMERGENCY_HEAD)}
SIGN_AIDS = (Role.TEAM_HEAD, Role.EMERGENCY_HEAD)
SIGN_LISTS = (Role.HOPE_UNIT, Role.EMERGENCY_HEAD)


def _may_sign(paper: ApprovalLine.Paper, office: str) -> tuple[Role, ...]:
    if paper == Paper.EMERGENCY:
        return SIGN_AIDS
    return SIGN_LISTS if paper == Paper.ALLOCATION else SIGN_CASES[Office(office)]


def _demand_decides(paper: ApprovalLine.Paper, office: str, roles: dict[str, str], final: str) -> None:
    """A line signed here ends with somebody who decides here, and every signer reaches the record."""
    given = [role for role in list(roles.values())[1:] if role]
    if not given:
        return
    if paper not in CASE_PAPERS | {Paper.EMERGENCY, Paper.ALLOCATION}:
        raise LineCannotDecide(
            "이 문서는 여기서 차례로 결재하지 않습니다. 사례와 긴급지원의 결정과 나눔 명단만 차례로 결재합니다.",
            field="paper",
        )
    if paper in CASE_PAPERS and not office:
        raise LineCannotDecide(
            "동 사례와 지원단 사례는 결재하는 분이 다릅니다. 어디의 결재선인지 골라 주세요.", field="office"
        )
    allowed = _may_sign(paper, office)
    wrong = [Role(role).label for role in given if role not in allowed]
    if wrong:
        raise LineCannotDecide(
            f"{with_particle(wrong[0], '은/는')} 이 문서를 여기서 결재할 수 없습니다.", field="office"
        )
    if not roles[final]:
        raise LineCannotDecide("전결하는 자리는 여기서 결재하는 분이어야 합니다.", field="final")
