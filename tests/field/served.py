"""A town served by `bokjihub up` whose server can be killed and started again, with two visits of today for the field."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.house import ROOT, House, copy_small_town, house_in, wait_for

# Two homes of the officer's dong, today, the officer leading and the nurse along; names easy to look for in a dump. A third
# of a colleague with the team head; a fourth of the colleague with the nurse, for the test in which the build changes.
SEED = """
import datetime as dt
from django.utils import timezone
from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, User
from bokjihub.counselling.actions.market import open_market_day
from bokjihub.counselling.models import MarketDay
from bokjihub.people.actions import NewPerson, register_household, correct_address
from bokjihub.visits.actions.plan import schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import VisitProgramme
officer, nurse = User.objects.get(username="officer1-1"), User.objects.get(username="nurse1")
by = actor_of(officer, place="test")
lead, along = Post.objects.get(user=officer), Post.objects.get(user=nurse)
with acting_as(by):
    dong = lead.team.seat
    open_market_day(kind=MarketDay.Kind.MARKET, place="장터쉼터", area=dong, held_on=by.day, by=by)
    for n, name in enumerate(("카나리순", "나리카례")):
        home = register_household(area=dong, address=f"카나리아길 {n + 1}, 숨은번지", by=by,
            head=NewPerson(name=name, birth_year=1940, phone=f"010-0000-98{n}6", note="카나리아도움말"))
        correct_address(household=home, address=home.address, registered_address="", door_hint="카나리아초인종", by=by)
        schedule_visit(household=home, programme=VisitProgramme.objects.get(code="REPORT"), pair=Pair(lead, (along,)),
            appointment=Appointment(on=by.day, at=dt.time(20 + n, 0), purpose="카나리아까닭"), by=by)
    home = register_household(area=dong, address="느릅길 9", by=by, head=NewPerson(name="박느릅", birth_year=1940))
    schedule_visit(household=home, programme=VisitProgramme.objects.get(code="REPORT"),
        pair=Pair(Post.objects.get(user__username="officer1-2"), (Post.objects.get(user__username="head1"),)),
        appointment=Appointment(on=by.day, at=dt.time(22, 0), purpose="혼자 떨어진 집"), by=by)
    home = register_household(area=dong, address="새판길 3", by=by, head=NewPerson(name="최새판", birth_year=1940))
    schedule_visit(household=home, programme=VisitProgramme.objects.get(code="REPORT"),
        pair=Pair(Post.objects.get(user__username="officer1-2"), (along,)),
        appointment=Appointment(on=by.day, at=dt.time(23, 0), purpose="판이 바뀌는 집"), by=by)
"""


@dataclass
class Served:
    """The house, the build it is served from, its process, and what it says of itself."""

    house: House
    folder: Path
    tree: Path = ROOT
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.house.url

    def start(self) -> None:
        """`bokjihub up` of the build that is there now, on the port it always had."""
        port = self.url.rsplit(":", 1)[1]
        words = [sys.executable, "-m", "bokjihub.cli", "up", "--port", port]
        environment = self.house.environment | {"PYTHONPATH": str(self.tree)}
        with (self.folder / "up.log").open("a") as log:
            self.process = subprocess.Popen(words, cwd=self.tree, env=environment, stdout=log, stderr=log)
        wait_for(self.url, self.process, self.folder / "up.log")

    def kill(self) -> None:
        """SIGKILL: nobody gets to say goodbye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)
        self._wait_until_nobody_listens()

    def _wait_until_nobody_listens(self) -> None:
        """Web workers notice a second later that their master is gone; until then they hold the port."""
        port = int(self.url.rsplit(":", 1)[1])
        for _ in range(300):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    time.sleep(0.1)
                else:
                    return
        raise AssertionError("somebody still listens after thirty seconds")

    def ask(self, code: str) -> str:
        """What a line of Python on the server's data says (as the owner)."""
        environment = self.house.environment | {"BOKJIHUB_DB_ROLE": "owner"}
        words = [sys.executable, "-m", "bokjihub.cli", "manage", "shell", "-v0", "-c", code]
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextlib.contextmanager
def served(folder: Path, *, shared: Path) -> Iterator[Served]:
    """The small town with the field's two homes."""
    copy_small_town(folder, shared=shared)
    found = Served(house_in(folder), folder)
    found.ask(SEED)
    found.start()
    try:
        yield found
    finally:
        if found.process is not None and found.process.poll() is None:
            found.process.send_signal(signal.SIGTERM)
            found.process.wait(30)
