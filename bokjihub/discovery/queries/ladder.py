"""The ladder of contact (process §5.4): what was tried, what comes next and when. Judges; changes nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Post, Role
from bokjihub.accounts.queries import posts_in_area
from bokjihub.areas.queries import team_for, team_name
from bokjihub.clocks import calendar
from bokjihub.discovery.models import ContactAttempt, Level, Search, WorkItem

# Local defaults of process §5.4; nobody's rule, so a town may argue with them here in one place.
PHONE_DAYS = 3
EVENING_FROM = 18
SECOND_VISIT_AFTER_DAYS = 3
ANOTHER_HOUR = 2
REFUSAL_DAYS = {Level.NORMAL: 30, Level.HIGH: 14, Level.URGENT: 14}
LOCATE_DAYS, LOCATE_TRIES, LOCATE_LATER_DAYS = 30, 3, 91
NEXT_TRY_DAYS = 30

Way, Result = ContactAttempt.Way, ContactAttempt.Result
# The person themself said something: everything tried before is answered.
REACHED = frozenset({Result.SPOKE, Result.FOUND, Result.REFUSED})


@dataclass(frozen=True)
class Rung:
    """One step of the ladder. `needed` steps come before the head may decide to look for the person."""

    code: str
    words: str
    done: bool
    needed: bool = True
    left: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class NextTry:
    """What the policy proposes to do next: when, how, at what hour."""

    on: dt.date
    way: ContactAttempt.Way
    words: str


def attempts_of(work_item: WorkItem) -> list[ContactAttempt]:
    """Every try on a work item, oldest first."""
    return list(ContactAttempt.objects.filter(work_item=work_item).order_by("at", "recorded_at"))


def since_reached(attempts: Sequence[ContactAttempt]) -> list[ContactAttempt]:
    """The tries after the person was last reached: the ladder begins anew when somebody is lost again."""
    last = max((n for n, one in enumerate(attempts) if one.result in REACHED), default=-1)
    return list(attempts[last + 1 :])


def ladder(work_item: WorkItem) -> tuple[Rung, ...]:
    """The rungs of process §5.4 with what was done; the first one left carries its day."""
    return rungs(since_reached(attempts_of(work_item)), today=timezone.localdate())


def rungs(tries: Sequence[ContactAttempt], *, today: dt.date) -> tuple[Rung, ...]:
    """The ladder over the given tries."""
    found = (
        _phone(tries),
        Rung("message", "문자", _any(tries, Way.MESSAGE)),
        Rung("visit", "안내하고 방문", _any(tries, Way.VISIT), left="안내문을 남기는 방문"),
        _second_visit(tries),
        Rung("around", "이웃·통장·관리주체에 묻기", _any(tries, Way.NEIGHBOUR, Way.AGENCY)),
        Rung("telecom", "통신사 번호 확인", _any(tries, Way.TELECOM), needed=False),
        Rung("police", "경찰·소방 동행(위험할 때)", _any(tries, Way.POLICE), needed=False),
    )
    due = _due(found, tries, today)
    first = next((rung for rung in found if rung.needed and not rung.done), None)
    return tuple(
        Rung(rung.code, rung.words, rung.done, rung.needed, rung.left, due if rung is first else None) for rung in found
    )


def what_is_left(ladder: Sequence[Rung]) -> list[str]:
    """The needed rungs that were not climbed, in words."""
    return [rung.left or rung.words for rung in ladder if rung.needed and not rung.done]


def next_try(work_item: WorkItem, *, today: dt.date) -> NextTry:
    """What to propose after a try that reached nobody today."""
    if work_item.state == WorkItem.State.LOCATING:
        return NextTry(locate_limit(work_item, today=today), Way.PHONE, "소재를 다시 찾는 날")
    climbed = rungs(since_reached(attempts_of(work_item)), today=today)
    rung = next((one for one in climbed if one.needed and not one.done), None)
    if rung is None or rung.due is None:
        return NextTry(today, Way.PHONE, "할 것을 다 했습니다. 소재 찾기를 올려 주세요.")
    way = {"phone": Way.PHONE, "message": Way.MESSAGE, "around": Way.NEIGHBOUR}.get(rung.code, Way.VISIT)
    return NextTry(max(rung.due, today), way, rung.left or rung.words)


def after_no_answer(work_item: WorkItem, *, way: str, at: dt.datetime) -> NextTry:
    """What the policy proposes when the try that is being written now reaches nobody."""
    day = timezone.localdate(at)
    if work_item.state == WorkItem.State.LOCATING:
        return NextTry(locate_limit(work_item, today=day, tries_now=1), Way.PHONE, "소재를 다시 찾는 날")
    draft = ContactAttempt(work_item=work_item, way=way, result=Result.NO_ANSWER, at=at, notice_left=True)
    climbed = rungs([*since_reached(attempts_of(work_item)), draft], today=day)
    rung = next((one for one in climbed if one.needed and not one.done), None)
    if rung is None or rung.due is None:
        return NextTry(calendar.add_working_days(day, 1), Way.PHONE, "남은 순서가 없습니다. 소재 찾기를 올릴 때입니다.")
    found = {"phone": Way.PHONE, "message": Way.MESSAGE, "around": Way.NEIGHBOUR}.get(rung.code, Way.VISIT)
    return NextTry(rung.due, found, rung.left or rung.words)


def message_for(work_item: WorkItem, day: dt.date) -> str:
    """The text of 안내 문자: who writes, that we called, how to reach us. It says nobody's trouble (R7)."""
    team = team_for(work_item.area_id, day)
    name = team_name(team, day) if team else work_item.area.name
    officer = work_item.owner.user.name if work_item.owner else ""
    phone = f" ☎ {team.phone}" if team and team.phone else ""
    return (
        f"[{name}] 안녕하세요. 안부를 여쭙고 도움이 될 안내를 드리려고 연락드렸습니다. "
        f"편하실 때 전화나 문자를 주시면 저희가 다시 걸겠습니다.{phone}{f' 담당 {officer}' if officer else ''}. "
        "밤이나 쉬는 날 급하시면 129, 위험하시면 119."
    )


def refusal_limit(work_item: WorkItem, *, today: dt.date) -> dt.date:
    """The last day for asking again after a refusal: 30 days, 14 when it is urgent or high (process §11.1)."""
    return today + dt.timedelta(days=REFUSAL_DAYS[Level(work_item.level)])


def locate_limit(work_item: WorkItem, *, today: dt.date, tries_now: int = 0) -> dt.date:
    """The next retry of a search: every 30 days three times, then quarterly."""
    search = Search.objects.filter(work_item=work_item, is_approved=True, found_at__isnull=True).first()
    retried = 0
    if search is not None and search.decided_at is not None:
        retried = ContactAttempt.objects.filter(work_item=work_item, recorded_at__gte=search.decided_at).count()
    days = LOCATE_DAYS if retried + tries_now < LOCATE_TRIES else LOCATE_LATER_DAYS
    return today + dt.timedelta(days=days)


def another_officer(work_item: WorkItem, *, user_id: UUID, day: dt.date) -> Post | None:
    """Who asks again after a refusal: another officer of the team, first one who has heard none of the refusals."""
    refusals = ContactAttempt.objects.filter(work_item=work_item, result=Result.REFUSED)
    heard = set(refusals.values_list("made_by", flat=True))
    officers = [post for post in posts_in_area(work_item.area_id, Role.DONG_OFFICER, day) if post.user_id != user_id]
    fresh = [post for post in officers if post.user_id not in heard]
    return next(iter(fresh or officers), None)


def _phone(tries: Sequence[ContactAttempt]) -> Rung:
    calls = [timezone.localtime(one.at) for one in tries if one.way == Way.PHONE]
    days = {call.date() for call in calls}
    evening = any(call.hour >= EVENING_FROM for call in calls)
    short = max(0, PHONE_DAYS - len(days))
    left = ""
    if not evening:
        left = "저녁 전화 1번" if short <= 1 else f"전화 {short}번(저녁 1번 포함)"
    elif short:
        left = f"전화 {short}번"
    return Rung("phone", "서로 다른 사흘에 전화(저녁 한 번)", not short and evening, left=left)


def _second_visit(tries: Sequence[ContactAttempt]) -> Rung:
    visits = [timezone.localtime(one.at) for one in tries if one.way == Way.VISIT]
    done = any(
        (later.date() - first.date()).days >= SECOND_VISIT_AFTER_DAYS and abs(later.hour - first.hour) >= ANOTHER_HOUR
        for n, first in enumerate(visits)
        for later in visits[n + 1 :]
    )
    return Rung("second_visit", "사흘 뒤 다른 시간에 두 번째 방문", done, left="두 번째 방문(다른 시간)")


def _any(tries: Sequence[ContactAttempt], *ways: ContactAttempt.Way) -> bool:
    return any(one.way in ways for one in tries)


def _due(found: Sequence[Rung], tries: Sequence[ContactAttempt], today: dt.date) -> dt.date | None:
    rung = next((one for one in found if one.needed and not one.done), None)
    if rung is None:
        return None
    if not tries:
        return calendar.next_working_day(today)
    last = timezone.localdate(max(one.at for one in tries))
    wait = {"phone": 2, "message": 1, "visit": 2, "around": 1}.get(rung.code, 0)
    if rung.code == "second_visit":
        first = min(timezone.localdate(one.at) for one in tries if one.way == Way.VISIT)
        last, wait = first, SECOND_VISIT_AFTER_DAYS
    return calendar.next_working_day(max(last + dt.timedelta(days=wait), today))
