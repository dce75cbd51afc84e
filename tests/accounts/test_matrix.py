"""Every role × act × situation: the product's decision on real rows against the table written by hand."""

import datetime as dt
import itertools
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.policy import PERSONAL, Act, Decision, Facts, decide
from bokjihub.accounts.access.route import with_work
from bokjihub.accounts.models import Assignment, Pledge, Post, Role, StandIn, User, ViewReason
from bokjihub.areas.models import TeamCoverage
from tests.accounts import oracle
from tests.cast import LONG_AGO, Cast

AT_LEAST = 5_000
DAY = dt.timedelta(days=1)
# The team a role sits in, and where: written here, not read from the product.
DONG_TEAM = ("dong_officer", "team_head", "dong_head", "visiting_nurse")
CITY_TEAM = {
    "counsel_specialist": "희망",
    "case_manager": "희망",
    "hope_unit": "희망",
    "resource_desk": "희망",
    "emergency_officer": "긴급",
    "emergency_head": "긴급",
}
DONG_OF = {
    "own dong": "노암동",
    "pledge missing": "노암동",
    "stand-in today": "노암동",
    "stand-in yesterday": "노암동",
    "post ended": "노암동",
    "post starts tomorrow": "노암동",
    "zone dong": "동충동",
    "coverage ended yesterday": "도통동",
    "other dong": "금동",
    "given": "금동",
    "given but ended": "금동",
    "given to another post": "금동",
    "given to the absent colleague": "금동",
    "other city": "매곡동",
}
WORK = ("none", "open", "ended", "of another team")
REASON = ("none", "now", "run out", "of somebody else")
# Not every pair: what a reason does is seen where no work opens the door, and what work does where no reason does.
HOMES = [(work, "none") for work in WORK] + [("none", reason) for reason in REASON[1:]] + [("open", "now")]


@dataclass(frozen=True)
class Home:
    """What the decision is told of a household; the rows behind it are real, the household itself is only an id here."""

    id: UUID
    dong: str
    work: str
    reason: str


@pytest.fixture
def homes(cast: Cast) -> list[Home]:
    now = timezone.now()
    places = itertools.product(sorted(set(DONG_OF.values())), HOMES)
    found = [Home(Assignment().id, dong, work, reason) for dong, (work, reason) in places]
    teams = [cast.teams[name] for name in ("노암", "왕정", "희망", "긴급")]
    rows = []
    for home in found:
        open_or_ended = {"starts_at": now - DAY, "ends_at": now if home.work == "ended" else None}
        holders = {"none": [], "of another team": [cast.teams["금동"]]}.get(home.work, teams)
        rows += [Assignment(subject_id=home.id, team=team, purpose="work_item", **open_or_ended) for team in holders]
    Assignment.objects.bulk_create(rows)
    TeamCoverage.objects.create(
        team=cast.teams["왕정"],
        area=cast.dongs["도통동"],
        role=TeamCoverage.Role.GENERAL,
        starts_on=LONG_AGO,
        ends_on=timezone.localdate() - DAY,
    )
    return found


def test_the_oracle_knows_every_role_and_every_act() -> None:
    assert set(oracle.ROLES) == {role.value for role in Role}
    assert set(oracle.EVERYTHING) == {act.value for act in Act}
    assert {act.value for act in Act if act not in PERSONAL} == set(oracle.NAMELESS)
    assert set(DONG_OF) == set(oracle.WHERE)


@pytest.mark.slow
def test_every_decision_equals_the_table_written_by_hand(cast: Cast, homes: list[Home]) -> None:
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for role, where in itertools.product(oracle.ROLES, oracle.WHERE):
        if len(wrong) > 40:
            break  # enough to read
        at_place = [home for home in homes if home.dong == DONG_OF[where]]
        actor = _person(cast, role, where, at_place)
        for home in at_place:
            facts = with_work(actor, Facts(household_id=home.id, area_id=cast.dongs[home.dong].id))
            work = home.work == "open" and (role in DONG_TEAM or role in CITY_TEAM)
            for what in oracle.EVERYTHING:
                said = _in_words(decide(actor, Act(what), facts))
                should = oracle.expected(role, what, where, work=work, reason=home.reason == "now")
                seen[should] += 1
                if said != should:
                    wrong.append(f"{role} {what} {where} work={home.work} reason={home.reason}: {said}, not {should}")
    assert not wrong, "\n".join([f"{len(wrong)} of {seen.total()} disagree", *wrong[:40]])
    assert seen.total() >= AT_LEAST
    print(f"{seen.total():,} decisions: {dict(seen)}")  # noqa: T201 shown by `pytest -rP`
    assert min(seen[answer] for answer in (oracle.OPEN, oracle.ASK, oracle.NO)) > AT_LEAST // 10


def test_only_the_one_who_received_it_reads_the_reporter(cast: Cast) -> None:
    wrong = []
    for role, mine in itertools.product(oracle.ROLES, (True, False)):
        actor = _person(cast, role, "own dong", [])
        owner = actor.id if mine else cast.user("colleague").id
        facts = Facts(household_id=Post().id, area_id=cast.dongs["노암동"].id, owner_id=owner)
        said = _in_words(decide(actor, Act.REPORTER, facts))
        if said != oracle.expected(role, "signal.reporter", "own dong", mine=mine):
            wrong.append((role, mine, said))
    assert not wrong


def test_lists_open_by_role_alone(cast: Cast) -> None:
    wrong = []
    for role in oracle.ROLES:
        actor = _person(cast, role, "own dong", [])
        for what in oracle.EVERYTHING:
            if what == "signal.reporter":
                continue  # never a list
            if decide(actor, Act(what)).allowed != oracle.list_is_open(role, what):
                wrong.append((role, what))
    assert not wrong


def _in_words(decision: Decision) -> str:
    if not decision.allowed:
        return oracle.NO
    return oracle.ASK if decision.needs_reason else oracle.OPEN


def _person(cast: Cast, role: str, where: str, homes: list[Home]) -> Actor:
    """A new person of `role` in the situation `where`, with their view reasons on `homes`, as the product sees them."""
    today, now = timezone.localdate(), timezone.now()
    user = _user(f"{role} {where}")
    holder = _user(f"{role} absent") if where.startswith("stand-in") or "absent" in where else user
    post = _post(cast, holder, role, zone=where in ("zone dong", "coverage ended yesterday"))
    if where == "post ended":
        Post.objects.filter(id=post.id).update(ends_on=today - DAY)
    elif where == "post starts tomorrow":
        Post.objects.filter(id=post.id).update(starts_on=today + DAY)
    elif where == "pledge missing":
        Pledge.objects.filter(user=user).update(expires_on=today - DAY)
    elif where == "given to another post":
        post = _post(cast, user, "council_member")
    if holder is not user:
        last = today - DAY if where == "stand-in yesterday" else today
        StandIn.objects.create(absent=post, by_user=user, reason="휴가", starts_on=last - DAY, ends_on=last)
    if where.startswith("given"):
        ends_at = now if where == "given but ended" else None
        Assignment.objects.bulk_create(
            Assignment(subject_id=home.id, post=post, purpose="delivery", starts_at=now - DAY, ends_at=ends_at)
            for home in homes
        )
    _give_reasons(cast, user, homes)
    return actor_of(user, place="test")


def _user(name: str) -> User:
    user = User.objects.create(username=Post().id.hex, name=name[:40])
    Pledge.objects.create(user=user, signed_at=timezone.now(), expires_on=timezone.localdate())
    return user


def _post(cast: Cast, user: User, role: str, *, zone: bool = False) -> Post:
    if role in DONG_TEAM:
        team, area = (cast.teams["왕정"], cast.dongs["왕정동"]) if zone else (cast.teams["노암"], cast.dongs["노암동"])
    elif role in CITY_TEAM:
        team, area = cast.teams[CITY_TEAM[role]], cast.city
    else:
        residents = ("council_member", "volunteer", "honorary_officer", "village_head")
        team, area = None, cast.dongs["노암동"] if role in residents else cast.city
    return Post.objects.create(user=user, role=role, team=team, area=area, starts_on=LONG_AGO)


def _give_reasons(cast: Cast, user: User, homes: list[Home]) -> None:
    now = timezone.now()
    until = {"now": now + DAY / 48, "run out": now - DAY / 1440, "of somebody else": now + DAY / 48}
    ViewReason.objects.bulk_create(
        ViewReason(
            user=cast.user("colleague") if home.reason == "of somebody else" else user,
            subject_id=home.id,
            reason="counter",
            until=until[home.reason],
        )
        for home in homes
        if home.reason in until
    )
