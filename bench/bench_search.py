"""가구 찾기 at 1,000,000 people as the application role: 초성, part of a name, phone tail, address; bar 100 ms at p95.

A scratch installation of its own (thrown away), filled by SQL: 40 dongs, 480,000 homes, 1,000,000 synthetic people. The
question goes through `people.queries.find` inside `acting_as`, as the search box asks it. PEOPLE=… for another size.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BAR_MS = 100
PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
QUESTIONS = 60
LONG_AGO = dt.date(2016, 1, 4)
SURNAMES = "김이박최정강조윤장임한오서신권황안송전홍"
FIRST = "영민지서현수정은미경상성동철순옥말복금명진재승혜유선종광태기"
SECOND = "수호희자숙영순철식남례현우준민진경미선아연주은석훈환규용임"
STREETS = "시묘길 느티길 향단로 월매길 광한루길 요천로 춘향로 물방앗길 솔밭길 장터길 우물길 돌담길 배꽃길 새싹로 교룡로 충정로".split()  # noqa: SIM905

FILL = """
CREATE TEMP TABLE tails (n int PRIMARY KEY, key bytea);
CREATE TEMP TABLE dongs AS SELECT id, row_number() OVER (ORDER BY name) - 1 AS n FROM areas_area WHERE level = 'dong';
"""
HOMES = """
INSERT INTO people_household (id, area_id, kind, address, address_key, registered_address, is_sealed, door_hint,
    pinned_line, created_at)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(h), 12, '0'))::uuid, d.id, 'other',
    s.street || ' ' || s.door || ', ' || s.block || '동 ' || s.flat || '호',
    s.street || s.door || '-' || s.block || '-' || s.flat, '', false, '', '', now()
FROM generate_series(1, %(homes)s) h JOIN dongs d ON d.n = h %% 40
CROSS JOIN LATERAL (SELECT (%(streets)s::text[])[1 + h %% %(street_count)s] AS street, 1 + (h / 7) %% 300 AS door,
    101 + (h / 11) %% 20 AS block, 101 + (h / 13) %% 1400 AS flat) s
"""
PERSONS = """
INSERT INTO people_person (id, household_id, area_id, name, chosung, birth_on, birth_year, sex, relation, is_head,
    lives_elsewhere, phone_sealed, phone_tail_key, benefit_status, note)
SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(p), 12, '0'))::uuid, h.id, h.area_id, n.name,
    (SELECT string_agg(substr('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ', (ascii(substr(n.name, i, 1)) - 44032) / 588 + 1, 1), '' ORDER BY i)
     FROM generate_series(1, 3) i),
    make_date(n.year, 1 + n.b %% 12, 1 + n.b %% 28), n.year, 'F', '본인', p <= %(homes)s, false, ''::bytea, t.key, '{}', ''
FROM generate_series(1, %(people)s) p
JOIN people_household h ON h.id = ('00000000-0000-7000-8000-' || lpad(to_hex(1 + (p - 1) %% %(homes)s), 12, '0'))::uuid
CROSS JOIN LATERAL (SELECT hashint4(p) & 2147483647 AS a, hashint4(p + 1) & 2147483647 AS b) r
CROSS JOIN LATERAL (SELECT substr(%(surnames)s, 1 + r.a %% %(s)s, 1) || substr(%(first)s, 1 + (r.a / 64) %% %(f)s, 1)
    || substr(%(second)s, 1 + r.b %% %(g)s, 1) AS name, 1930 + (r.b / 32) %% 90 AS year, r.b) n
JOIN tails t ON t.n = (hashint4(p + 2) & 2147483647) %% 10000
"""


@contextmanager
def scratch() -> Iterator[None]:
    """An installation of its own for the length of the measurement."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ.update(BOKJIHUB_DATA_DIR=f"{folder}/data", BOKJIHUB_DB_ROLE="test", BOKJIHUB_MODE="demo")
        os.environ["DJANGO_SETTINGS_MODULE"] = "bokjihub.config.settings"
        from bokjihub.pgserver import server

        with server.running():
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", "--no-input", "--verbosity=0")
            yield
            connection.close()


def fill() -> None:
    """One city of 40 dongs; the officer's team covers the first."""
    from django.db import connection

    from bokjihub.accounts.access.sealed import search_key

    homes = PEOPLE * 48 // 100
    values = {
        "homes": homes, "people": PEOPLE, "streets": STREETS, "street_count": len(STREETS), "surnames": SURNAMES,
        "first": FIRST, "second": SECOND, "s": len(SURNAMES), "f": len(FIRST), "g": len(SECOND),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.executemany(
            "INSERT INTO tails VALUES (%s, %s)",
            [(n, search_key(f"{n:04d}", column="people.phone")) for n in range(10_000)],
        )
        cursor.execute(
            "SELECT indexdef, indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%' AND tablename LIKE 'people_%'"
        )
        indexes = cursor.fetchall()
        for _, name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(HOMES, values)
        cursor.execute(PERSONS, values)
        for definition, _ in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE people_person")
        cursor.execute("ANALYZE people_household")


def officer() -> "object":
    """A dong officer with a team of one dong, in a city of 40."""
    from django.utils import timezone

    from bokjihub.accounts.access.actors import actor_of
    from bokjihub.accounts.models import Pledge, Post, Role, User
    from bokjihub.areas.models import Area, Team, TeamCoverage

    province = Area.objects.create(level="sido", name="합성도")
    city = Area.objects.create(level="sigungu", name="합성시", parent=province)
    dongs = [Area.objects.create(level="dong", name=f"{n:02d}동", parent=city) for n in range(40)]
    team = Team.objects.create(kind=Team.Kind.OUTREACH, seat=dongs[0], starts_on=LONG_AGO)
    TeamCoverage.objects.create(team=team, area=dongs[0], role=TeamCoverage.Role.CENTRE, starts_on=LONG_AGO)
    user = User.objects.create(username="bench", name="재는이")
    Pledge.objects.create(user=user, signed_at=timezone.now(), expires_on=timezone.localdate())
    Post.objects.create(user=user, role=Role.DONG_OFFICER, team=team, area=dongs[0], starts_on=LONG_AGO)
    return actor_of(user, place="bench")


def measure(actor: "object") -> dict[str, tuple[list[float], float]]:
    """Milliseconds of each kind of question, and how many people it found on average."""
    from django.db import connection

    from bokjihub.accounts.access.scope import acting_as
    from bokjihub.people.queries import SearchTerms, address_key, find
    from bokjihub.ui.words import chosung

    random = Random(7)  # noqa: S311 a measurement, repeated alike
    dong = tuple(actor.areas)  # type: ignore[attr-defined]
    name = lambda: random.choice(SURNAMES) + random.choice(FIRST) + random.choice(SECOND)  # noqa: E731
    door = lambda: f"{random.choice(STREETS)} {random.randint(1, 300)}"  # noqa: E731
    kinds: dict[str, Callable[[], SearchTerms]] = {
        "초성 + 태어난 해": lambda: SearchTerms(chosung=chosung(name()), birth_year=random.randint(1930, 2019)),
        "초성, 우리 동": lambda: SearchTerms(chosung=chosung(name()), dong_ids=dong),
        "이름 두 글자 + 해": lambda: SearchTerms(name=name()[1:], birth_year=random.randint(1930, 2019)),
        "이름, 온 시": lambda: SearchTerms(name=name()),
        "전화 뒤 네 자리": lambda: SearchTerms(phone_tail=f"{random.randint(0, 9999):04d}"),
        "주소": lambda: SearchTerms(address=f"{door()}, {random.randint(101, 120)}동"),
        "주소, 우리 동": lambda: SearchTerms(address=door(), dong_ids=dong),
    }
    with acting_as(actor), connection.cursor() as cursor:  # type: ignore[arg-type]
        cursor.execute(
            "SELECT current_user, (SELECT count(*) FROM people_person WHERE area_id <> ALL (%s))", [list(dong)]
        )
        assert cursor.fetchone() == ("bokji_app", 0), "not measured as the application"
        sample = "느티길 8, 102동 305호"
        assert address_key(sample) == "느티길8-102-305", (
            "the filled addresses are not spelled as the product spells them"
        )
        found = {}
        for kind, question in kinds.items():
            find(question())
            times, hits = [], 0
            for _ in range(QUESTIONS):
                terms = question()
                began = time.perf_counter()
                hits += len(find(terms))
                times.append((time.perf_counter() - began) * 1000)
            found[kind] = (sorted(times), hits / QUESTIONS)
    return found


def main() -> int:
    """Print the table; 1 when a kind misses the bar."""
    with scratch():
        began = time.monotonic()
        actor = officer()
        fill()
        say(f"{PEOPLE:,}명을 채우는 데 {time.monotonic() - began:.0f}초 (filled), 부하 (load) {os.getloadavg()[0]:.1f}")
        worst = 0.0
        for kind, (times, hits) in measure(actor).items():
            p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
            worst = max(worst, p95)
            say(f"  {kind:12} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {hits:5.1f}명")
        say(f"  가장 느린 p95 {worst:.1f} ms, 기준 {BAR_MS} ms: {'지킴' if worst < BAR_MS else '넘음'}")
    return 0 if worst < BAR_MS else 1


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 a command that reports


if __name__ == "__main__":
    sys.exit(main())
