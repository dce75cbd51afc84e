"""Night work of visits, and the planner at work while somebody looks."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import Actor, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.visits import planner
from bokjihub.visits.actions.due import compute_due
from bokjihub.visits.actions.hello import take_back_homes, tell_misses
from bokjihub.visits.queries.hello import left_behind, misses_to_tell


def _in_every_city(name: str, deed: Callable[[Area, Actor], int]) -> int:
    """The same deed town by town, each as the clerk of that town; the sum of what each says."""
    total = 0
    for city in Area.objects.filter(level=Area.Level.SIGUNGU):
        clerk = job_actor(name, city=city)
        with acting_as(clerk):
            total += deed(city, clerk)
    return total


@app.periodic(cron="20 2 * * *")
@app.task(name="visits.compute_due")
def compute_due_tonight(timestamp: int) -> int:
    """Every night: the turns of every city."""
    return _in_every_city(
        "방문 차례 셈", lambda city, clerk: compute_due(city=city, day=timezone.localdate(), by=clerk).standing
    )


@app.periodic(cron="*/5 * * * *")
@app.task(name="visits.hello_missed")
def tell_missed_hellos(timestamp: int) -> int:
    """Every five minutes: homes of the hello-check where nobody was met twice in a row. Returns how many were told."""

    def tell(city: Area, clerk: Actor) -> int:
        missed = list(misses_to_tell(timezone.now()))
        for check in missed:
            tell_misses(check=check, by=clerk)
        return len(missed)

    return _in_every_city("안부확인", tell)


@app.periodic(cron="50 2 * * *")
@app.task(name="visits.hello_left")
def take_back_left_homes(timestamp: int) -> int:
    """Every night: homes of the hello-check whose neighbour's post is over. Returns how many ask for another."""

    def take_back(city: Area, clerk: Actor) -> int:
        left = list(left_behind(clerk.day))
        return take_back_homes(callers=left, by=clerk) if left else 0

    return _in_every_city("안부확인", take_back)


@app.task(name="visits.make_plan")
def make_plan(plan_id: str, city_id: str) -> None:
    """▶ 계획 짜기: seek a plan for a few seconds, showing better ones as they are found."""
    planner.seek_plan(UUID(plan_id), UUID(city_id))


@app.task(name="visits.compare_weights")
def compare_weights(weights_id: str) -> None:
    """견주어 보기: one day planned by both weights."""
    planner.compare_weights(UUID(weights_id))
