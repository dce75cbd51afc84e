"""안부확인: homes given to neighbours who agreed to ask, three weeks of answers, and one home nobody met twice."""

import datetime as dt
from itertools import cycle
from random import Random
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.demo.ground import Town
from bokjihub.people.models import Consent
from bokjihub.visits.actions.hello import tell_misses
from bokjihub.visits.models import Enrolment, HelloCaller, HelloCheck
from bokjihub.visits.queries.hello import PROGRAMME, misses_to_tell

WEEKS = 3
AGREED_DAYS = 365
Result = HelloCheck.Result


def hellos_of(town: Town, random: Random, today: dt.date) -> str:
    """Give the homes, write the answers, tell the misses; one line for the log."""
    rows = list(Enrolment.objects.filter(programme__code=PROGRAMME, ends_on__isnull=True).select_related("person"))
    near = {area.id: cycle(_neighbours(town, area.id)) for area in town.dongs.values()}
    given = [(row, next(near[row.area_id])) for row in rows if row.area_id in near]
    Consent.objects.bulk_create(_agreed(row, today) for row, _ in given)
    HelloCaller.objects.bulk_create(_caller(row, post, today) for row, post in given)
    HelloCheck.objects.bulk_create(
        _answer(row, post, today - dt.timedelta(days=7 * back), _result(number, back, random))
        for number, (row, post) in enumerate(given)
        for back in range(WEEKS, 0, -1)
    )
    clerk = job_actor("안부확인", city=town.city, day=today)
    with acting_as(clerk):
        told = [tell_misses(check=check, by=clerk) for check in misses_to_tell(timezone.now())]
    return f"안부확인: 이웃에게 맡긴 집 {len(given)}, 두 번 못 만나 알린 집 {len(told)}"


def _neighbours(town: Town, area_id: UUID) -> list[Post]:
    """Honorary officers and volunteers of the dong in turn."""
    posts = [*town.posts_of(Role.HONORARY_OFFICER), *town.posts_of(Role.VOLUNTEER)]
    return [post for post in posts if post.area_id == area_id]


def _result(number: int, back: int, random: Random) -> HelloCheck.Result:
    """The first home of the town is missed twice; elsewhere one answer in eight is a miss between two greetings."""
    if number == 0:
        return Result.MISSED if back < WEEKS else Result.WELL
    return Result.MISSED if back == 2 and random.random() < 0.35 else Result.WELL


def _agreed(row: Enrolment, today: dt.date) -> Consent:
    return Consent(
        household_id=row.household_id,
        area_id=row.area_id,
        person=row.person,
        purpose=Consent.Purpose.VOLUNTEER,
        items=["이름", "주소"],
        given_by=row.person.name if row.person else "본인",
        method=Consent.Method.PAPER,
        given_on=row.starts_on,
        expires_on=today + dt.timedelta(days=AGREED_DAYS),
        recipient="안부를 묻는 이웃",
    )


def _caller(row: Enrolment, post: Post, today: dt.date) -> HelloCaller:
    return HelloCaller(
        enrolment=row,
        household_id=row.household_id,
        area_id=row.area_id,
        post=post,
        user_id=post.user_id,
        starts_on=today - dt.timedelta(days=7 * WEEKS),
        given_by=row.set_by,
    )


def _answer(row: Enrolment, post: Post, on: dt.date, result: HelloCheck.Result) -> HelloCheck:
    return HelloCheck(
        enrolment=row,
        household_id=row.household_id,
        area_id=row.area_id,
        post=post,
        result=result,
        on=on,
        at=timezone.make_aware(dt.datetime.combine(on, dt.time(10, 20))),
    )
