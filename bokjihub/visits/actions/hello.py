"""안부확인: a home is given to a neighbour, who says with one press how they are (process §1.4: own hello-list).

Data flow: Enrolment in 안부확인 → HelloCaller (whom it is given to) → one press → HelloCheck, which settles this week's turn
like a visit would. 걱정됨 is told to the dong at once, as a worry of that home. 못 만남 on two days in a row is told ten
minutes later, when it can no longer be taken back: found is never lost, and a slip of the thumb calls nobody. A neighbour whose post
ended leaves no home behind: each comes to Today of its dong the next morning.

Rejected: a list beside the programmes of visits (the same home would be due twice); telling the second miss at once and
taking the worry back on undo (a worry is never taken back).
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.accounts.queries import officers_for_tongs
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import Start, finish_clocks, start_clocks
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel, Level, Signal
from bokjihub.discovery.queries.reporter import Teller
from bokjihub.people.queries import head_of
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits import errors
from bokjihub.visits.models import Enrolment, HelloCaller, HelloCheck
from bokjihub.visits.queries.hello import PROGRAMME, is_shown, may_undo, missed_days
from bokjihub.visits.queries.pairs import is_near, is_resident

Result = HelloCheck.Result
# A home whose neighbour left: the line of Today that asks for another.
SUBJECT, GIVE_ANEW = "visits.hello", "visit.hello"


@transaction.atomic
def give_home(*, enrolment: Enrolment, post: Post | None, by: Actor) -> HelloCaller | None:
    """안부 맡기기: from today this neighbour asks after the home; None takes it back. The one before ends today.

    Refused where the home is not enrolled, the person is no neighbour of its dong, or the home has not agreed.
    """
    if enrolment.programme.code != PROGRAMME or enrolment.ends_on is not None:
        raise errors.NotAHelloHome
    if post is not None:
        if not is_resident(post) or not is_near(post, enrolment.household, by.day):
            raise errors.NotANeighbour(field="post")
        if not is_shown(enrolment, by.day):
            raise errors.HelloNeedsConsent(field="post")
    standing = enrolment.callers.filter(ends_on__isnull=True).first()
    if standing is not None and post is not None and standing.post_id == post.id:
        return standing
    end_callers(enrolment=enrolment, by=by)
    finish_clocks(subject_id=enrolment.household_id, codes=(GIVE_ANEW,), by=by)
    row = None
    if post is not None:
        row = HelloCaller.objects.create(
            enrolment=enrolment,
            household_id=enrolment.household_id,
            area_id=enrolment.area_id,
            post=post,
            user_id=post.user_id,
            starts_on=by.day,
            given_by=by.id,
        )
    detail = {"enrolment": enrolment.id, "post": post.id if post else None}
    audit.record("visit.give_hello", subjects=[enrolment.household_id], detail=detail, by=by)
    return row


@transaction.atomic
def end_callers(*, enrolment: Enrolment, by: Actor) -> None:
    """Nobody asks after the home any more: the enrolment ended, or another neighbour takes it."""
    ended = enrolment.callers.filter(ends_on__isnull=True).update(ends_on=by.day)
    if ended:
        detail = {"enrolment": enrolment.id}
        audit.record("visit.end_hello", subjects=[enrolment.household_id], detail=detail, by=by)


@transaction.atomic
def take_back_homes(*, callers: Sequence[HelloCaller], by: Actor) -> int:
    """이웃의 일이 끝남: their homes are nobody's list any more and come to Today of the dong, to be given anew.

    The line is the officer's in charge of the 통·리 where one is, else of whoever works in the dong.
    """
    tongs = officers_for_tongs({row.household.tong_id for row in callers if row.household.tong_id}, by.day)
    starts = []
    for row in callers:
        charge = tongs.get(row.household.tong_id) if row.household.tong_id else None
        head = head_of(row.household_id)
        starts.append(
            Start(
                subject_kind=SUBJECT,
                subject_id=row.household_id,
                area_id=row.area_id,
                household_id=row.household_id,
                role=Role(charge.role) if charge else Role.DONG_OFFICER,
                post_id=charge.id if charge else None,
                title=f"{masked_name(head.name) if head else '한 가구'} 댁 안부: {row.post.user.name} 님의 일이 끝남",
                verb="다른 이웃에게 맡기기",
            )
        )
    HelloCaller.objects.filter(id__in=[row.id for row in callers]).update(ends_on=by.day)
    start_clocks(code=GIVE_ANEW, starts=starts, started_on=by.day, by=by)
    audit.record(
        "visit.end_hello", subjects=[row.household_id for row in callers], detail={"ended": len(callers)}, by=by
    )
    return len(callers)


@transaction.atomic
def say_hello(*, caller: HelloCaller, result: HelloCheck.Result, by: Actor) -> HelloCheck:
    """잘 지내심 · 못 만남. Pressed twice within minutes it is one answer; another answer stands beside the first.

    Refused where the home is no longer mine to ask after, and for a worry, which is told with a word (`tell_worry`).
    """
    enrolment = _given(caller, by)
    if result == Result.WORRY:
        raise errors.HelloIsOver
    last = enrolment.hellos.filter(undone_at__isnull=True).order_by("-at").first()
    if last is not None and last.result == result and last.post_id == caller.post_id and may_undo(last, timezone.now()):
        return last
    return _write(caller, result, None, by)


@transaction.atomic
def tell_worry(*, caller: HelloCaller, told: Told, by: Actor) -> HelloCheck:
    """걱정됨: a worry of this home, told to its dong at once, by name of the neighbour, sealed like every reporter."""
    enrolment = _given(caller, by)
    home = enrolment.household
    teller = Teller(kind="안부 이웃", name=by.name)
    signal = report_signal(area=home.area, told=replace(told, place=home.address), teller=teller, household=home, by=by)
    return _write(caller, Result.WORRY, signal, by)


@transaction.atomic
def undo_hello(*, check: HelloCheck, by: Actor) -> HelloCheck:
    """되돌리기: within ten minutes, by who pressed it, while the dong was not told. The row stays, marked."""
    row = HelloCheck.objects.select_for_update().get(id=check.id)
    if not may_undo(row, timezone.now()):
        raise errors.HelloStands
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    audit.record("visit.undo_hello", subjects=[row.household_id], detail={"hello": row.id}, by=by)
    return row


@transaction.atomic
def tell_misses(*, check: HelloCheck, by: Actor) -> Signal:
    """두 번 잇달아 못 만남: a worry of the home, for today. `check` is the latest of the misses."""
    home, days = check.enrolment.household, missed_days(check.enrolment)
    on = ", ".join(short_date(day) for day in reversed(days))
    told = Told(
        place=home.address,
        channel=Channel.HELLO_ALARM,
        kinds=("unseen",),
        words=f"안부확인에서 잇달아 {len(days)}번 못 만남({on}). 맡은 이웃: {check.post.user.name}",
        level=Level.HIGH,
    )
    signal = report_signal(area=home.area, told=told, household=home, by=by)
    HelloCheck.objects.filter(id=check.id).update(signal=signal)
    detail = {"hello": check.id, "misses": len(days)}
    audit.record("visit.hello_missed", subjects=[home.id], detail=detail, by=by)
    return signal


def _given(caller: HelloCaller, by: Actor) -> Enrolment:
    """The enrolment, held, while it is this neighbour's to ask after."""
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("household__area")
    enrolment = found.filter(id=caller.enrolment_id, ends_on__isnull=True).first()
    standing = HelloCaller.objects.filter(id=caller.id, user_id=by.id, ends_on__isnull=True).exists()
    if enrolment is None or not standing or not is_shown(enrolment, by.day):
        raise errors.HelloIsOver
    return enrolment


def _write(caller: HelloCaller, result: HelloCheck.Result, signal: Signal | None, by: Actor) -> HelloCheck:
    row = HelloCheck.objects.create(
        enrolment_id=caller.enrolment_id,
        household_id=caller.household_id,
        area_id=caller.area_id,
        post_id=caller.post_id,
        result=result,
        on=by.day,
        at=timezone.now(),
        signal=signal,
    )
    detail = {"hello": row.id, "result": result}
    audit.record("visit.hello", subjects=[caller.household_id], detail=detail, by=by)
    return row
