"""Who must act next, as clocks: the one place that says which clock of an aid falls to whom, with which words."""

import datetime as dt

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of, team_for
from bokjihub.clocks import calendar
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.clocks.models import SignOff
from bokjihub.clocks.queries import posts_in_turn
from bokjihub.emergency import limits
from bokjihub.emergency.models import EmergencyAid, Grant

SUBJECT_KIND = "emergency.emergency_aid"
ON_SITE, DECIDE, PAY = "emergency.on_site", "emergency.decide", "emergency.pay"
FOLLOW_UP, EXTENSION, COMMITTEE = "emergency.follow_up", "emergency.extension", "emergency.committee"
OBJECTION, OBJECTION_SEND, OBJECTION_ANSWER = (
    "emergency.objection",
    "emergency.objection_send",
    "emergency.objection_answer",
)
RECOVER_ORDER, RECOVER = "emergency.recover_order", "emergency.recover"


def start_for_officer(
    aid: EmergencyAid, code: str, *, title: str, verb: str, since: dt.date, due_on: dt.date | None = None, by: Actor
) -> None:
    """A clock of the emergency officer in charge; of the city's emergency officers where nobody is."""
    start_clock(
        code=code,
        subject_kind=SUBJECT_KIND,
        subject_id=aid.id,
        area_id=aid.area_id,
        household_id=aid.household_id,
        role=Role.EMERGENCY_OFFICER,
        post_id=aid.officer_id,
        title=f"긴급 {aid.title} {title}",
        verb=verb,
        started_on=since,
        due_on=due_on,
        by=by,
    )


def start_for_head(
    aid: EmergencyAid,
    code: str,
    *,
    title: str,
    since: dt.date,
    due_on: dt.date | None = None,
    turn: SignOff | None = None,
    by: Actor,
) -> None:
    """A clock of whoever decides: the head of the dong's team for the first grant, the city's head for extensions.

    Where several sign, of the one whose turn it is.
    """
    usual = deciding_role(aid.area, by.day) if code == DECIDE else Role.EMERGENCY_HEAD
    posts = posts_in_turn(turn, by.day) if turn else []
    start_clock(
        code=code,
        subject_kind=SUBJECT_KIND,
        subject_id=aid.id,
        area_id=aid.area_id,
        household_id=aid.household_id,
        role=Role(turn.role) if turn else usual,
        post_id=posts[0].id if len(posts) == 1 else None,
        title=f"긴급 {aid.title} {title}",
        verb="살피고 결정" if turn is None or turn.decides else "살피고 결재",
        started_on=since,
        due_on=due_on,
        by=by,
    )


def start_pay(aid: EmergencyAid, grant: Grant, *, paid: int, since: dt.date, by: Actor) -> None:
    """The clock of the next payment: within days of the decision, then on the day each further month begins."""
    due_on = None
    if paid:
        due_on = max(calendar.next_working_day(calendar.add_months(grant.starts_on, paid)), since)
    title = f"{paid + 1}회차 지급" if grant.months > 1 else "지급"
    start_for_officer(aid, PAY, title=title, verb="지급 적기", since=since, due_on=due_on, by=by)


def start_extension(aid: EmergencyAid, grant: Grant, *, by: Actor) -> None:
    """The clock of the end: decide on more three days before, or lead over to other help when nothing is left."""
    left = limits.room_for(aid, by.day).left
    title = "끝나기 3일 전 연장 결정" if left else "기간 끝 - 다른 지원 잇기"
    due_on = max(limits.extension_due(grant.ends_on), by.day)
    start_for_officer(aid, EXTENSION, title=title, verb="연장할지 정하기", since=by.day, due_on=due_on, by=by)


def finish(aid: EmergencyAid, *codes: str, by: Actor) -> None:
    """End the named clocks of an aid, or all of them."""
    finish_clocks(subject_id=aid.id, codes=codes, by=by)


def deciding_role(area: Area, day: dt.date) -> Role:
    """Who decides the first grant of a dong: its team head, or the city's head where no team head is in post."""
    team = team_for(area.id, day)
    has_head = team is not None and Post.objects.on(day).filter(team=team, role=Role.TEAM_HEAD).exists()
    return Role.TEAM_HEAD if has_head else Role.EMERGENCY_HEAD


def officer_for(area: Area, by: Actor) -> Post | None:
    """The officer in charge: whoever asks, when an emergency officer; else the city's one with the fewest open aids."""
    own = [post.id for post in by.posts if post.role == Role.EMERGENCY_OFFICER]
    found = Post.objects.on(by.day).filter(role=Role.EMERGENCY_OFFICER, area=city_of(area))
    if own:
        return found.filter(id__in=own).first()
    open_states = [EmergencyAid.State.DENIED, EmergencyAid.State.ENDED]
    load = dict.fromkeys(found.values_list("id", flat=True), 0)
    for post_id in EmergencyAid.objects.exclude(state__in=open_states).values_list("officer_id", flat=True):
        if post_id in load:
            load[post_id] += 1
    return min(found, key=lambda post: (load[post.id], post.starts_on, str(post.id)), default=None)
