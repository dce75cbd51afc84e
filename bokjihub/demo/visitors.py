"""Who comes to which home on which day: what the bodies of the town told its officers, as weeks that can be looked at.

Written through the action by the officers of each home's dong. Most weeks are well spread; some show what the grid is for: two
visitors at one hour, three on one day, two bodies with the same programme, days on end with nobody.
"""

import datetime as dt
from dataclasses import dataclass
from random import Random

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.partners.models import Agency
from bokjihub.people.models import Household
from bokjihub.resources.actions.visiting import Regular, enter_slot
from bokjihub.resources.models import VisitingSlot

HOMES, SINCE_DAYS, OLD = 30, 60, 70
Programme, Rhythm = VisitingSlot.Programme, VisitingSlot.Rhythm
MON, TUE, WED, THU, FRI, SAT = range(6)


@dataclass(frozen=True)
class Turn:
    """One regular visit of a week: programme, body, who comes, weekday, hour and minutes, how often."""

    programme: VisitingSlot.Programme
    agency: str
    visitor: str
    weekday: int
    at: tuple[int, int]
    rhythm: VisitingSlot.Rhythm = Rhythm.WEEKLY


def _elder(weekday: int, hour: int, agency: str = "요천노인복지센터") -> Turn:
    return Turn(Programme.ELDER, agency, "생활지원사", weekday, (hour, 0))


def _nurse(weekday: int, hour: int, minute: int = 0) -> Turn:
    return Turn(Programme.HEALTH, "시보건소 방문건강", "방문간호사", weekday, (hour, minute), Rhythm.MONTHLY)


def _meals(weekday: int, hour: int, agency: str = "솔숲교회 반찬나눔") -> Turn:
    return Turn(Programme.MEALS, agency, "봉사자", weekday, (hour, 0))


# Spread well; and what the grid is for: too close, three on one day, the same programme twice, nobody for days.
WEEKS: tuple[tuple[Turn, ...], ...] = (
    (_elder(MON, 10), _nurse(WED, 14), _meals(FRI, 11)),
    (_elder(TUE, 10), _elder(FRI, 10), _meals(WED, 16)),
    (_elder(MON, 14), _meals(THU, 11)),
    (_elder(WED, 10), Turn(Programme.MIND, "새숨정신건강복지센터", "정신건강 전문요원", FRI, (15, 0), Rhythm.FORTNIGHTLY)),
    (Turn(Programme.DISABLED, "장애인종합복지관", "활동지원사", MON, (9, 0)),
     Turn(Programme.DISABLED, "장애인종합복지관", "활동지원사", WED, (9, 0)), _meals(FRI, 11)),
    (_elder(TUE, 10), _nurse(TUE, 10, 30)),
    (_elder(TUE, 10), _nurse(TUE, 13), _meals(TUE, 16, "노암종합복지관")),
    (_meals(MON, 11), _meals(THU, 17, "노암종합복지관"), _elder(WED, 10)),
    (_elder(MON, 10), _nurse(MON, 14)),
    (_meals(SAT, 11),),
)  # fmt: skip


def weeks_of(town: Town, homes: list[Home], today: dt.date) -> str:
    """Old people's homes where the need is great, each with one of the weeks; says how many."""
    since = today - dt.timedelta(days=SINCE_DAYS)
    old = [home for home in homes if home.head_birth.year <= today.year - OLD]
    old.sort(key=lambda home: (-home.need, str(home.id)))
    agencies = {agency.name: agency for agency in Agency.objects.all()}
    chosen = Random(HOMES).sample(old[: 8 * HOMES], min(HOMES, len(old)))
    rows = Household.objects.in_bulk([home.id for home in chosen])
    written = 0
    for number, home in enumerate(chosen):
        post = town.posts_of(Role.DONG_OFFICER, town.team_of[home.dong])[0]
        by = town.actor(post, since)
        with on_day(since, 14), acting_as(by):
            for turn in WEEKS[number % len(WEEKS)]:
                regular = Regular(
                    turn.programme,
                    turn.visitor,
                    turn.weekday,
                    since,
                    f"{turn.agency} 전화",
                    agencies[turn.agency],
                    turn.rhythm,
                    dt.time(*turn.at),
                    minutes=30 if turn.programme == Programme.MEALS else 60,
                )
                enter_slot(household=rows[home.id], regular=regular, by=by)
                written += 1
    return f"방문 요일표 {len(chosen)}가구, 방문 {written}"
