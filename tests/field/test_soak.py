"""Three tablets, seven days, cuts, kills, one upgrade: 0 lost, 0 doubled, every clash shown (trust/requirements §6).

The short run stands in the tests; `make soak` runs 500 visits (BOKJIHUB_SOAK=500). Kills are transactions broken at a random
line of the record; a tablet's kill is its outbox read back from what it had on disk. Here the upgrade is the server's half: newer
bodies beside older ones. The tablet's half, one build after another in a browser that the older one has filled, is in
`test_tablet_app.py`.
"""

import contextlib
import datetime as dt
import json
import os
from itertools import count
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.clocks.models import Clock
from bokjihub.field.effects import fields_of_visit
from bokjihub.field.models import Clash, Write
from bokjihub.visits.models import Visit, VisitProgramme
from tests.cast import Cast
from tests.factories.homes import home
from tests.field.tablet import Tablet

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAYS = 7
PEOPLE = ("nurse", "officer", "colleague")


class Soak:
    """The week, told by one seed."""

    def __init__(self, cast: Cast, browse: Any, visits: int, seed: int) -> None:
        self.cast, self.random, self.token = cast, Random(seed), count(1)
        self.visits = [str(self._visit(n).id) for n in range(visits)]
        self.tablets = [Tablet(browse(who), f"{who} 태블릿") for who in PEOPLE]
        self.disk: dict[int, str] = {}
        self.made: dict[str, tuple[str, str, str]] = {}
        self.replaced: set[str] = set()
        self.kills = self.cuts = 0

    def _visit(self, number: int) -> Visit:
        household = home(self.cast)
        return Visit.objects.create(
            programme=VisitProgramme.objects.get(code="REPORT"),
            household=household,
            area=household.area,
            lead=self.cast.posts[PEOPLE[number % 3]],
            planned_on=timezone.localdate(),
            planned_at=dt.time(9, 0),
        )

    def week(self) -> None:
        """Each day a seventh of the visits: written by one or by two of the pair, sent when the network lets it."""
        share = -(-len(self.visits) // DAYS)
        for day in range(DAYS):
            for tablet in self.tablets:
                tablet.skew = dt.timedelta(days=self.random.randint(-3650, 3650))
            for visit in self.visits[day * share : (day + 1) * share]:
                self._at_the_door(visit)
                if self.random.random() < 0.5:
                    self._network(self.random.randrange(3))
            if day == DAYS // 2:
                self._upgrade()
        for tablet in self.tablets:
            tablet.deliver()

    def _at_the_door(self, visit: str) -> None:
        writers = self.random.sample(range(3), 2 if self.random.random() < 0.3 else 1)
        for who in writers:
            self.tablets[who].write("visit.check_in", visit, {})
            self._write(who, visit)
            if self.random.random() < 0.2:
                self._write(who, visit)  # a second thought, before or after the first was sent
            self._to_disk(who)
            if self.random.random() < 0.1:
                self._tablet_killed(who)

    def _write(self, who: int, visit: str) -> None:
        tablet, words = self.tablets[who], f"말{next(self.token)}"
        field = self.random.choice(("words", "observation"))
        self.replaced.add(tablet.seen.get(visit, {}).get(field, ""))
        key = tablet.record(visit, result="met", next_on=self._day(), **{field: words})
        self.made[key] = (visit, field, words)

    def _network(self, who: int) -> None:
        """Whole, cut before the answer, replayed in another order, or the server dies inside."""
        tablet, fate = self.tablets[who], self.random.random()
        if fate < 0.4:
            tablet.deliver()
        elif fate < 0.7:
            self.cuts += 1
            rows = tablet.outbox * 2
            self.random.shuffle(rows)
            tablet.deliver(rows[:30], lost=True)
        else:
            self.kills += 1
            self._dying(tablet, self.random.randint(0, 40))

    def _dying(self, tablet: Tablet, after: int) -> None:
        left, plain = count(), audit.record

        def dying(*words: Any, **more: Any) -> Any:
            if next(left) == after:
                raise SystemExit
            return plain(*words, **more)

        with patch("bokjihub.audit.actions.record", dying), contextlib.suppress(SystemExit):
            tablet.deliver(lost=True)

    def _to_disk(self, who: int) -> None:
        tablet = self.tablets[who]
        self.disk[who] = json.dumps([tablet.outbox, tablet.last, tablet.seen], ensure_ascii=False)

    def _tablet_killed(self, who: int) -> None:
        outbox, last, seen = json.loads(self.disk[who])
        tablet = self.tablets[who]
        tablet.outbox, tablet.last, tablet.seen = [(key, body) for key, body in outbox], last, seen
        self.kills += 1

    def _upgrade(self) -> None:
        """A newer app writes bodies with a field more; what the old one left is sent as it lies."""
        for tablet in self.tablets:
            plain = tablet.write
            tablet.write = lambda kind, subject, data, plain=plain, **more: plain(kind, subject, data, app="2", **more)  # type: ignore[method-assign]

    def _day(self) -> str:
        return (timezone.localdate() + dt.timedelta(days=7)).isoformat()

    def told(self) -> dict[str, int]:
        """What a reader wants to know, and the three zeros."""
        ids = set(map(str, Write.objects.values_list("id", flat=True)))
        mine = {key for key, body in self._all() if body}
        sides = {(str(one.write_id), one.field): json.loads(one.read_sides())["device"] for one in Clash.objects.all()}
        standing = {visit: fields_of_visit(Visit.objects.get(id=visit)) for visit in self.visits}
        silent = [
            words
            for key, (visit, field, words) in self.made.items()
            if words not in str(standing[visit][field])
            and sides.get((key, field)) != words
            and words not in self.replaced
        ]
        lines = set(Clock.objects.filter(policy__code="field.clash").values_list("subject_id", flat=True))
        clashed = set(Clash.objects.values_list("write_id", flat=True))
        return {
            "visits": len(self.visits),
            "writes": len(ids),
            "clashes": len(sides),
            "cuts": self.cuts,
            "kills": self.kills,
            "lost": len(set(self.made) - ids) + len(mine - ids) + len(silent),
            "doubled": sum(self._times(act) - self._visits_of(act) for act in ("visit.record", "visit.check_in")),
            "not shown": len(clashed - lines),
            "waiting": Write.objects.filter(state__in=("new", "waiting", "held")).count(),
        }

    @staticmethod
    def _times(act: str) -> int:
        return Entry.objects.filter(act=act).count()

    @staticmethod
    def _visits_of(act: str) -> int:
        return Entry.objects.filter(act=act).values("detail__visit").distinct().count()

    def _all(self) -> list[tuple[str, dict[str, Any]]]:
        return [row for tablet in self.tablets for row in tablet.outbox]


def test_a_week_of_three_tablets_loses_doubles_and_hides_nothing(cast: Cast, browse: Any) -> None:
    visits = int(os.environ.get("BOKJIHUB_SOAK", "21"))
    soak = Soak(cast, browse, visits, seed=int(os.environ.get("BOKJIHUB_SOAK_SEED", "2026")))
    soak.week()
    told = soak.told()
    print("\nfield soak:", ", ".join(f"{name} {number}" for name, number in told.items()))  # noqa: T201
    assert (told["lost"], told["doubled"], told["not shown"], told["waiting"]) == (0, 0, 0, 0)
    assert told["clashes"] > 0
    assert Visit.objects.filter(id__in=soak.visits, recorded_at__isnull=False).count() == visits
