"""Start-up, and the page mix of architecture §7 against `bokjihub up`: half household pages, three in ten work lists, two in
ten writes, 20 requests a second for 30 seconds. Bars: first page warm < 5 s, p95 < 300 ms.

Runs on the demo town in a scratch installation, swollen by SQL to more than 100,000 households and 1,000,000 rows of the
record (copies that nobody works on), with the load generator on the same machine. Requests
start by the clock, not when the one before has come back, and their time counts from when they should have started.
SECONDS=… RATE=… for another load; talks to localhost only.
"""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
RATE = int(os.environ.get("RATE", "20"))
SECONDS = int(os.environ.get("SECONDS", "30"))
PAGE_BAR_MS, START_BAR_S = 300, 5
AUDIT_ROWS, COPIES = 1_000_000, 2
SWELL = """
CREATE TEMP TABLE twin AS SELECT id AS old, gen_random_uuid() AS new FROM people_household, generate_series(1, {copies});
INSERT INTO people_household (id, kind, address, address_key, registered_address, latitude, longitude, is_sealed, door_hint,
    pinned_line, created_at, area_id, tong_id)
SELECT new, kind, address, address_key, registered_address, latitude, longitude, is_sealed, door_hint, '', created_at,
    area_id, tong_id FROM people_household JOIN twin ON old = id;
INSERT INTO people_person (id, name, chosung, birth_on, birth_year, sex, relation, is_head, lives_elsewhere, phone_sealed,
    phone_tail_key, benefit_status, note, died_on, area_id, household_id)
SELECT gen_random_uuid(), name, chosung, birth_on, birth_year, sex, relation, is_head, lives_elsewhere, phone_sealed,
    phone_tail_key, benefit_status, note, died_on, area_id, new FROM people_person JOIN twin ON old = household_id;
ALTER TABLE audit_entry DISABLE TRIGGER USER;
INSERT INTO audit_entry (id, actor_id, actor_label, seq, at, place, kind, act, subjects, purpose, words, detail, prev, digest)
SELECT gen_random_uuid(), md5('a' || n % 300)::uuid, '담당', n / 300 + 1, now() - n * interval '30 seconds', 'bench', 'read',
    'household', ARRAY[home.id], '', '', '{{}}', sha256(n::text::bytea), sha256(n::text::bytea)
FROM generate_series(1, {rows}) n
JOIN (SELECT id, row_number() OVER () AS k FROM people_household) home ON home.k = 1 + n % 34877;
ALTER TABLE audit_entry ENABLE TRIGGER USER;
"""
PASSWORD = "bokjihub-demo"  # noqa: S105 the demo's, printed on every screen of it
MIX = ("household",) * 5 + ("list",) * 3 + ("write",) * 2
_WORK = re.compile(r"/discovery/work/[0-9a-f-]{36}/")
_HOME = re.compile(r"/households/([0-9a-f-]{36})/")


@dataclass
class Officer:
    """One signed-in browser: a cookie jar, one connection, the homes of the work list."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)
    free: threading.Lock = field(default_factory=threading.Lock)
    line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and where it sends to; redirects are not followed.

        A kept connection that the server closed while it was idle is opened anew, as a browser does.
        """
        if self.line is not None:
            with suppress(http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                return self._ask(method, path, form)
        return self._ask(method, path, form)

    def _ask(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        self.line = self.line or http.client.HTTPConnection("localhost", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrf", "")})
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://localhost:{self.port}/",
            }
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = cookie.split(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, text, answer.headers.get("Location", "")

    def sign_in(self, name: str) -> None:
        """As a person does, then read the work list for homes with open work of the team."""
        self.ask("GET", "/accounts/login/")
        status, _, to = self.ask("POST", "/accounts/login/", {"username": name, "password": PASSWORD})
        if status != 302:
            raise SystemExit(f"{name}: 로그인이 되지 않습니다 (cannot sign in), {status} {to}")
        _, text, _ = self.ask("GET", "/discovery/")
        for path in list(dict.fromkeys(_WORK.findall(text)))[:30]:
            _, page, _ = self.ask("GET", path)
            self.homes += list(dict.fromkeys(_HOME.findall(page)))[:1]
        self.homes = [home for home in self.homes if self.ask("GET", f"/households/{home}/")[0] == 200]
        if not self.homes:
            raise SystemExit(f"{name}: 작업목록에서 열리는 가구가 없습니다 (no household opens from the work list)")


def main() -> int:
    """Load the town, start twice, run the mix; 1 when a bar is missed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)
        plain = {key: value for key, value in os.environ.items() if not key.startswith("BOKJIHUB_")}
        environment = {**plain, "BOKJIHUB_DATA_DIR": f"{folder}/data", "PYTHONPATH": str(ROOT)}
        began = time.monotonic()
        accounts = _command(environment, "demo", "load")
        say(f"시연 자료 (demo town) {time.monotonic() - began:.1f}초, 부하 (load) {os.getloadavg()[0]:.1f}")
        homes, entries = _swell(environment)
        say(f"가구 (households) {homes:,}, 열람기록 (rows of the record) {entries:,}")
        officers = re.findall(r"^\s+(\S+)\s+(?:동 복지담당|맞춤형복지팀장)", accounts, re.MULTILINE)
        with up(environment) as (_, first):
            say(f"처음 켜기 (first start, static files collected) {first:.1f}초")
        with up(environment) as (port, warm):
            say(f"다시 켜기 (warm) {warm:.1f}초, 기준 {START_BAR_S}초")
            people = [Officer(port) for _ in range(16)]
            for index, person in enumerate(people):
                person.sign_in(officers[index % len(officers)])
            times, errors, late = run_mix(people)
        return _report(times, errors, late, warm)


def _swell(environment: dict[str, str]) -> tuple[int, int]:
    """Copies of the homes beside the worked ones, and a long record. Returns households and rows of the record."""
    code = f"""
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({SWELL.format(copies=COPIES, rows=AUDIT_ROWS)!r})
    cursor.execute("VACUUM (ANALYZE)")
    cursor.execute("SELECT (SELECT count(*) FROM people_household), (SELECT count(*) FROM audit_entry)")
    print(*cursor.fetchone())
"""  # noqa: S608 numbers and a text of this file
    said = _command(environment | {"BOKJIHUB_DB_ROLE": "owner"}, "manage", "shell", "-v0", "-c", code)
    homes, entries = map(int, said.split())
    return homes, entries


def run_mix(people: list[Officer]) -> tuple[dict[str, list[float]], list[str], float]:
    """Requests by the clock; milliseconds from when each should have begun, per kind."""
    random = Random(11)  # noqa: S311 a measurement, repeated alike
    times: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    begin = time.perf_counter() + 0.5

    def one(number: int, kind: str, choice: float) -> None:
        due = begin + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        person = people[number % len(people)]
        home = person.homes[int(choice * len(person.homes))]
        with person.free:
            try:
                status, told = _request(person, kind, home, number)
            except (OSError, http.client.HTTPException) as error:
                status, told = 0, repr(error)
        times[kind].append((time.perf_counter() - due) * 1000)
        if status != (302 if kind == "write" else 200):
            errors.append(f"{kind} {status} {told[:80]}")

    with ThreadPoolExecutor(max_workers=64) as pool:
        for number in range(RATE * SECONDS):
            pool.submit(one, number, random.choice(MIX), random.random())
    return times, errors, time.perf_counter() - begin - SECONDS


def _request(person: Officer, kind: str, home: str, number: int) -> tuple[int, str]:
    if kind == "household":
        status, text, to = person.ask("GET", f"/households/{home}/")
    elif kind == "list":
        status, text, to = person.ask("GET", "/discovery/")
    else:
        status, text, to = person.ask(
            "POST", f"/households/{home}/pin/", {"line": f"무릎 수술 뒤 혼자 지내심 {number}"}
        )
    return status, to or text


def _report(times: dict[str, list[float]], errors: list[str], late: float, warm: float) -> int:
    everything = sorted(one for some in times.values() for one in some)
    for kind, some in {**times, "all": everything}.items():
        ordered = sorted(some)
        p95, p99 = ordered[int(len(ordered) * 0.95)], ordered[int(len(ordered) * 0.99)]
        say(f"  {kind:10} {len(some):5}건  p50 {statistics.median(some):7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f} ms")
    p95 = everything[int(len(everything) * 0.95)]
    say(
        f"  잘못 (errors) {len(errors)}, 끝이 늦어진 시간 (overrun) {max(0.0, late):.1f}초, 부하 (load) {os.getloadavg()[0]:.1f}"
    )
    for told in sorted(set(errors))[:5]:
        say(f"    {told}")
    kept = p95 < PAGE_BAR_MS and warm < START_BAR_S and not errors
    say(f"  p95 {p95:.1f} ms, 기준 {PAGE_BAR_MS} ms: {'지킴' if p95 < PAGE_BAR_MS else '넘음'}")
    return 0 if kept else 1


@contextmanager
def up(environment: dict[str, str]) -> Iterator[tuple[int, float]]:
    """`bokjihub up` on a free port; the seconds until the sign-in page is read to its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    child = subprocess.Popen(  # noqa: S603 our own program
        [sys.executable, "-m", "bokjihub.cli", "up", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(child.stderr or ()), daemon=True)
    reader.start()
    try:
        while not _opens(port):
            if child.poll() is not None or time.monotonic() - began > 120:
                reader.join(timeout=2)
                raise SystemExit("켜지지 않습니다 (does not come up):\n" + "".join(said[-12:]))
            time.sleep(0.02)
        yield port, time.monotonic() - began
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=60)


def _opens(port: int) -> bool:
    try:
        return Officer(port).ask("GET", "/accounts/login/")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def _command(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-m", "bokjihub.cli", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 a command that reports


if __name__ == "__main__":
    sys.exit(main())
