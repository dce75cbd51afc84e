"""Three tablets, any order: cuts, replays, server faults, clocks ten years wrong, a desk that writes too (R27, R28).

Whatever happens, at the end every number exists once, no effect is doubled, and every word ever written stands on the
record, or in a clash with both values, or was replaced by somebody who had it before their eyes.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Callable
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit import actions as audit
from bokjihub.counselling.models import MarketContact
from bokjihub.field.actions.decide import Choice, Decided, decide_clashes
from bokjihub.field.effects import fields_of_visit, outcome_of
from bokjihub.field.models import Clash, Write
from bokjihub.visits.actions import record
from bokjihub.visits.models import Visit
from tests.cast import Cast
from tests.counselling.test_market import opened
from tests.factories.homes import home
from tests.factories.visits import planned
from tests.field.tablet import Tablet

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = ("nurse", "officer", "colleague")
WORDY = ("words", "observation")
RESULTS = ("met", "met_family", "absent")


WRITES = st.tuples(st.integers(0, 2), st.sampled_from((0, 0, 1)), st.sampled_from(WORDY), st.sampled_from(RESULTS))


class Field(RuleBasedStateMachine):
    """`cast` and `browse` come from the fixture through the subclass made by `machine`."""

    cast: Cast
    browse: Callable[[str], Client]

    @initialize()
    def set_out(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        today = timezone.localdate()
        self.visits = [
            str(planned(self.cast, home(self.cast), on=today, at=dt.time(9 + 2 * n, 0)).id) for n in range(2)
        ]
        self.market = opened(self.cast, on=today)
        self.tablets = [Tablet(self.browse(who), f"{who} 태블릿") for who in (*PEOPLE, "hope")]
        for tablet in self.tablets:
            tablet.fetch_pack()
        self.token = count(1)
        self.made: dict[str, dict[str, Any]] = {}
        self.replaced: set[str] = set()

    @rule(writes=st.lists(WRITES, min_size=1, max_size=4))
    def write(self, writes: list[tuple[int, int, str, str]]) -> None:
        """People write words of their own at two doors; nobody has a network."""
        for who, which, name, result in writes:
            tablet, visit = self.tablets[who], self.visits[which]
            self.replaced.add(tablet.seen.get(visit, {}).get(name, ""))
            words = f"말{next(self.token)}"
            key = tablet.record(visit, result=result, next_on=self._day(result), **{name: words})
            self.made[key] = {"visit": visit, "field": name, "words": words}

    @rule(who=st.integers(0, 2), which=st.integers(0, 1), years=st.integers(-10, 10))
    def arrive_and_serve_the_market(self, who: int, which: int, years: int) -> None:
        """Writes that only add; the clock of the device is turned."""
        self.tablets[who].skew = dt.timedelta(days=365 * years)
        self.made[self.tablets[who].write("visit.check_in", self.visits[which], {})] = {}
        data = {"needs": ["생활비"], "answer": "안내함"}
        self.made[self.tablets[3].write("market.contact", self.market.id, data)] = {"market": True}

    @rule(who=st.integers(0, 3), lost=st.booleans())
    def send(self, who: int, lost: bool) -> None:
        """The network is there; the answer may be lost."""
        self.tablets[who].deliver(lost=lost)

    @rule(who=st.integers(0, 3), seed=st.randoms(use_true_random=False), after=st.integers(0, 12))
    def send_in_any_order_twice_and_the_server_dies(self, who: int, seed: Any, after: int) -> None:
        """Replayed, shuffled; the transaction breaks at the n-th line of the record and leaves nothing of that write."""
        rows = self.tablets[who].outbox * 2
        seed.shuffle(rows)
        left, plain = count(), audit.record

        def dying(*words: Any, **more: Any) -> Any:
            if next(left) == after:
                raise SystemExit
            return plain(*words, **more)

        with patch("bokjihub.audit.actions.record", dying), contextlib.suppress(SystemExit):
            self.tablets[who].deliver(rows[:5], lost=True)

    @rule(who=st.integers(0, 2))
    def fetch_the_day_again(self, who: int) -> None:
        self.tablets[who].fetch_pack()

    @rule(which=st.integers(0, 1), name=st.sampled_from(WORDY))
    def the_desk_writes_too(self, which: int, name: str) -> None:
        """An officer at the desk, who has the record before their eyes."""
        visit = Visit.objects.select_related("household", "work_item", "lead").get(id=self.visits[which])
        actor, words = self.cast.actor("officer"), f"책상{next(self.token)}"
        now = fields_of_visit(visit)
        self.replaced.add(str(now[name]))
        result = str(now["result"] or "met")
        outcome = outcome_of({**now, "result": result, "next_on": now["next_on"] or self._day(result), name: words})
        with acting_as(actor):
            if visit.recorded_at is None:
                record.record_visit(visit=visit, outcome=outcome, by=actor)
            else:
                record.amend_visit(visit=visit, outcome=outcome, by=actor)

    @rule(which=st.integers(0, 1), both=st.booleans(), device=st.booleans())
    def somebody_decides(self, which: int, both: bool, device: bool) -> None:
        visit = Visit.objects.get(id=self.visits[which])
        waiting = list(Clash.objects.filter(write__subject_id=visit.id, choice=""))
        if not waiting:
            return
        actor, current = self.cast.actor("head"), fields_of_visit(visit)
        decided = {}
        for clash in waiting:
            choice = Choice.BOTH if both and clash.field in WORDY else Choice.DEVICE if device else Choice.SERVER
            decided[clash.field] = Decided(choice, clash.id, current[clash.field])
            if choice is Choice.DEVICE:
                self.replaced.add(str(current[clash.field]))
        with acting_as(actor):
            decide_clashes(visit=visit, decided=decided, by=actor)

    @invariant()
    def what_has_a_receipt_is_on_the_server(self) -> None:
        for tablet in getattr(self, "tablets", []):
            assert Write.objects.filter(id__in=tablet.receipts).count() == len(tablet.receipts)

    def teardown(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        try:
            for tablet in self.tablets:
                tablet.deliver()
                assert tablet.outbox == []
            self._nothing_lost_doubled_or_overwritten()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def _nothing_lost_doubled_or_overwritten(self) -> None:
        assert set(map(str, Write.objects.values_list("id", flat=True))) == set(self.made)
        assert not Write.objects.filter(state__in=("new", "waiting")).exists()
        assert MarketContact.objects.count() == sum("market" in one for one in self.made.values())
        sides = {(str(one.write_id), one.field): json.loads(one.read_sides())["device"] for one in Clash.objects.all()}
        standing = {visit: fields_of_visit(Visit.objects.get(id=visit)) for visit in self.visits}
        for key, one in self.made.items():
            if "words" not in one:
                continue
            stands = one["words"] in str(standing[one["visit"]][one["field"]]).split("\n")
            in_a_clash = sides.get((key, one["field"])) == one["words"]
            held = Write.objects.get(id=key).state == Write.State.HELD
            seen_and_replaced = any(one["words"] in words.split("\n") for words in self.replaced)
            assert stands or in_a_clash or held or seen_and_replaced, one

    @staticmethod
    def _day(result: str) -> str:
        days = {"met": 7, "met_family": 8, "absent": 3}[result]
        return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_three_tablets_in_any_order_lose_double_and_overwrite_nothing(cast: Cast, browse: Any) -> None:
    machine = type("Machine", (Field,), {"cast": cast, "browse": staticmethod(browse)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            phases=(Phase.generate,),  # the steps it took tell enough; shrinking takes minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
