"""The stories that can be loaded: name → teller."""

import datetime as dt
from collections.abc import Callable
from random import Random

from bokjihub.demo import ground, residents
from bokjihub.demo.load import Say, years_before

Teller = Callable[[Random, dt.date, Say], None]


def namwon(random: Random, today: dt.date, say: Say) -> None:
    """남원시 today: everybody, and two years of work."""
    town = ground.build(random, since=years_before(today, 4))
    say(f"지역 {len(town.dongs)}곳, 팀 {len(town.teams)}, 일하는 사람 {len(town.posts)}")
    homes = residents.settle(town, random, today)
    say(f"가구 {len(homes):,}, 사람 {sum(home.size for home in homes):,} (합성)")


STORIES: dict[str, Teller] = {"namwon": namwon}
