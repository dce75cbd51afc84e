"""The stories that can be loaded: name → how it is begun, which needs no database and gives who tells it."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from random import Random

from bokjihub.clocks.calendar import add_months
from bokjihub.demo import (
    ahead,
    aid,
    care,
    casework,
    councils,
    eunpyeong_2016,
    ground,
    health,
    hellos,
    help,
    hub,
    incheon_2016,
    months,
    namwon_2016,
    namwon_programmes,
    neighbours_2018,
    offered,
    pilot_2014,
    residents,
    screenings,
    visitors,
    week_ahead,
)
from bokjihub.demo.history import Past
from bokjihub.demo.load import Say
from bokjihub.demo.recent import Weeks

# The last weeks are played through the real actions; everything before is finished work.
RECENT_DAYS = 14
SMALL_DONG = "노암동"
Teller = Callable[[Random, dt.date, Say], None]
Story = Callable[[int, dt.date], AbstractContextManager[Teller]]


@contextmanager
def namwon(seed: int, today: dt.date) -> Iterator[Teller]:
    """남원시 today: its homes are imagined while the tables are made."""
    town = ground.laid_out()
    with ahead.begun(residents.places_of(town), Random(f"{seed} homes"), today) as begun:
        yield partial(_namwon, town, begun)


def _namwon(town: ground.Town, begun: ahead.Ahead, random: Random, today: dt.date, say: Say) -> None:
    """Everybody, and two years of work."""
    ground.build(town, random, since=add_months(today, -48))
    say(f"지역 {len(town.dongs)}곳, 팀 {len(town.teams)}, 일하는 사람 {len(town.posts)}")
    homes = begun.homes.result().write()
    say(f"가구 {len(homes):,}, 사람 {sum(home.size for home in homes):,} (합성)")
    past = Past(town, homes, random).between(add_months(today, -24), today - dt.timedelta(days=RECENT_DAYS))
    past.write()
    say(
        f"지난 두 해: 신호 {len(past.signals):,}, 작업 {len(past.items):,}, 상담 {len(past.counsellings):,}, 방문 {len(past.visits):,}"
    )
    taken = Weeks(town, homes, random).play(
        today - dt.timedelta(days=RECENT_DAYS - 1), today, round_on=today - dt.timedelta(days=9)
    )
    say(f"지난 {RECENT_DAYS}일: 신호 {taken:,}건을 실제 절차로 처리했습니다")
    say(help.stock(town, random, today))
    say(offered.waiting(town, today))
    say(visitors.weeks_of(town, homes, today))
    say(councils.at_work(town, today))
    say(aid.aid_of(town, homes, random, add_months(today, -24), today))
    say(f"사례관리 {casework.cases_of(town, homes, random, today):,}건")
    say(f"돌봄통합 {care.care_of(town, homes, Random(20260327), today):,}명")
    say(namwon_programmes.running(town, random, today))
    say(offered.village_days(town, today))
    hub.hub_of(town)
    say(hub.cars_of(town, today))
    say(hub.figures_of(town, today))
    health.forms_of(town, today)
    say(health.records_of(town, homes, random, today))
    say(hellos.hellos_of(town, Random(20261122), today))
    say(week_ahead.visits_ahead(town, Random(20261123), today))
    say(months.closed_months(town, today))
    told = screenings.told_at_the_door(town, homes, random, today)
    begun.rules.result()
    night = screenings.last_night(town, today)
    say(f"급여 진단에 쓸 말씀 {told:,}가구, 밤 진단에서 놓치고 있을 지원 {night.found:,}가구")


def small(random: Random, today: dt.date, say: Say) -> None:
    """A corner of 남원시 for journeys and trials: every office and role, 노암동 with its homes, no work yet."""
    town = ground.build(ground.laid_out(), random, since=add_months(today, -48))
    town.facts = [row for row in town.facts if row["name"] == SMALL_DONG]
    homes = residents.imagine(residents.places_of(town), random, today).write()
    health.forms_of(town, today)
    turns = health.turns_of(town, today)
    told = screenings.told_at_the_door(town, homes, random, today)
    say(f"{SMALL_DONG} 가구 {len(homes):,} (합성), 방문 차례 {turns:,}, 말씀을 들은 {told:,}")


def namwon_then(random: Random, today: dt.date, say: Say) -> None:
    """남원시 in 2015 and 2016: the entries behind texts 000 and 001."""
    town = namwon_2016.tell(random, today)
    hub.plans_of(town)
    say(f"남원 2016: 지역 {len(town.dongs)}곳, 긴급지원과 5일장 상담실, 전담팀과 협의체, 모금회 연계와 기탁의 기록")


def incheon_then(random: Random, today: dt.date, say: Say) -> None:
    """인천광역시 in 2016: the entries behind text 002."""
    city = incheon_2016.tell(random, today)
    say(f"인천 2016: 군·구 {len(city.districts)}곳, 읍·면·동 {len(city.dongs)}곳의 계획과 추진 기록")


def eunpyeong_then(random: Random, today: dt.date, say: Say) -> None:
    """은평구 in 2016: the entries behind text 004."""
    district = eunpyeong_2016.tell(random, today)
    say(f"은평 2016: 동 {len(district.dongs)}곳의 조직 개편과 방문")


def pilot_then(random: Random, today: dt.date, say: Say) -> None:
    """The 15 pilot places of 2014 and 2015 that text 002 tells of."""
    pilot = pilot_2014.tell(random, today)
    say(f"시범사업 2014: {len(pilot.dongs)}곳의 앞 18개월과 시범 18개월")


def neighbours_then(random: Random, today: dt.date, say: Say) -> None:
    """좋은이웃들 of the whole country in 2018: the entries behind text 003."""
    country = neighbours_2018.tell(random, today)
    say(f"좋은이웃들 2018: 지부 {len(country.branches)}곳의 봉사자와 우수사례 계획")


def _told(teller: Teller) -> Story:
    """A story of which nothing can be done ahead."""
    return lambda _seed, _today: nullcontext(teller)


STORIES: dict[str, Story] = {
    "namwon": namwon,
    "small": _told(small),
    "namwon-2016": _told(namwon_then),
    "incheon-2016": _told(incheon_then),
    "eunpyeong-2016": _told(eunpyeong_then),
    "pilot-2014": _told(pilot_then),
    "neighbours-2018": _told(neighbours_then),
}
