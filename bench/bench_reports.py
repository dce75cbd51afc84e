"""Every report over 1,000,000 events as the application role: a month, a year, the indicators, the builder, the town on a day.

A scratch installation of its own (thrown away), filled by SQL: 40 dongs, 150,000 homes with a worry each, five years of
signals, contacts, visits, counsellings, deliveries, payments, cases and clocks. Each report is built as a job of the city
builds it, behind the row fence, twice; the second time counts (a month is read more than once). Bars, ours: no report of a
month above 1 s, none of a year above 2 s, the monthly page of eleven tables and three periods not above 5 s. EVENTS=… for another size.
"""

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

EVENTS = int(os.environ.get("EVENTS", "1000000"))
MONTH_BAR_S, YEAR_BAR_S = 1.0, 2.0
# R10 is eleven other tables, each of three periods.
MONTHLY, MONTHLY_BAR_S = "monthly", 5.0
DONGS = 40
# Share of the events; what a five-year-old town's tables look like beside one another.
SHARES = {
    "discovery.Signal": 0.22, "discovery.WorkItem": 0.12, "discovery.ContactAttempt": 0.22, "visits.Visit": 0.1,
    "visits.Companion": 0.06, "counselling.Counselling": 0.1, "discovery.Closure": 0.08, "clocks.Clock": 0.06,
    "resources.ServiceLink": 0.03, "resources.LinkDelivery": 0.03, "emergency.Payment": 0.02, "cases.StageEvent": 0.04,
    "cases.Case": 0.01, "emergency.Grant": 0.01, "emergency.EmergencyAid": 0.01, "assessments.Assessment": 0.02,
}  # fmt: skip


def say(words: str) -> None:
    """One line of the answer, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def number(model: str) -> int:
    return int(EVENTS * SHARES[model])


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


def key(model: str, n: str) -> str:
    """The id of the n-th row of a kind: told by its number, so that rows can name one another."""
    kind = [*SHARES, "people.Household"].index(model) + 1
    return f"('00000000-0000-7{kind:03x}-8000-' || lpad(to_hex(({n})::int), 12, '0'))::uuid"


def spread(model: str, **columns: str) -> None:
    """So many rows of a kind; a column not named gets nothing of its type."""
    from django.apps import apps
    from django.db import connection

    many = number(model if model in SHARES else "discovery.WorkItem")
    table = apps.get_model(model)._meta
    names, values = [], []
    for field in table.concrete_fields:
        column = field.column
        if column not in columns and (field.null or (field.primary_key and field.is_relation)):
            continue
        value = columns.get(column) or (key(model, "n") if field.primary_key else empty(field))
        names.append(f'"{column}"')
        values.append(value)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table.db_table} ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608
            f"FROM generate_series(1, {many}) n JOIN bench_dong dong ON dong.place = n % {DONGS}"
        )


def empty(field: Any) -> str:
    """Nothing, by type."""
    kind = field.get_internal_type()
    if kind in ("CharField", "TextField"):
        return "''"
    if kind == "UUIDField":
        return "gen_random_uuid()"
    if kind == "BinaryField":
        return "decode(md5(random()::text || n::text), 'hex')"
    if kind == "ArrayField":
        return "'{}'"
    if kind == "JSONField":
        return "'{}'::jsonb"
    if kind == "BooleanField":
        return "false"
    if kind == "DateTimeField":
        return "now()"
    if kind == "DateField":
        return "current_date"
    if kind == "TimeField":
        return "'10:00'"
    return "0"


NO_RULES = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
               WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
    END LOOP;
END $$
"""
# Days over five years, the same for rows that belong together.
DAY = "date '2022-01-01' + ({n} * 7919 % 1795)::int"


def day(of: str, later: int = 0) -> str:
    return f"({DAY.format(n=f'({of})::bigint')} + {later})"


def fill() -> Any:
    """The town; returns its city."""
    from django.db import connection

    from bokjihub.areas.models import Area
    from bokjihub.emergency.models import CrisisReason
    from bokjihub.partners.models import Agency
    from bokjihub.resources.models import Provider, Service

    city = Area.objects.create(level="sigungu", name="합성시", parent=Area.objects.create(level="sido", name="합성도"))
    for n in range(DONGS):
        Area.objects.create(level="dong", name=f"{n}동", parent=city, code=f"{n:010d}")
    agencies = [
        Agency.objects.create(name=sector, sector=sector, phone="063-600-0000", city=city)
        for sector in ("public", "private")
    ]
    for agency in agencies:
        provider = Provider.objects.create(agency=agency)
        for need in ("food", "care", "home"):
            Service.objects.create(provider=provider, name=need, need=need, confirmed_on=dt.date(2026, 1, 1))
    CrisisReason.objects.first() or CrisisReason.objects.create(
        code="x", name="실직", basis="제2조", status="x", starts_on=dt.date(2010, 1, 1)
    )
    with connection.cursor() as cursor:
        # Rows that are only counted: no trigger asks them for a proof, no rule for what nobody reads.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(NO_RULES)
        cursor.execute(
            "CREATE TEMP TABLE bench_dong AS SELECT id, (row_number() OVER (ORDER BY code) - 1)::int AS place "
            "FROM areas_area WHERE level = 'dong'"
        )
    rows()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return city


def rows() -> None:
    """The events, table by table; n % w is the worry, and the home, that a row belongs to."""
    worries = number("discovery.WorkItem")
    of = f"(1 + (n - 1) % {worries})"
    area = f"(SELECT id FROM bench_dong WHERE bench_dong.place = {of} % {DONGS})"  # noqa: S608
    home, item = key("people.Household", of), key("discovery.WorkItem", of)
    here = {"household_id": home, "area_id": area}
    spread("people.Household", area_id="dong.id", kind="'single'", address_key="n::text")
    spread(
        "discovery.WorkItem", household_id=home, area_id=area, number="n::text", state="'linked'", level="'normal'",
        opened_on=day(of), closed_on=f"CASE WHEN n % 3 > 0 THEN {day(of, 40)} END", times_flagged="1",
    )  # fmt: skip
    channels = "(ARRAY['BIGDATA','NEIGHBOUR','TONGJANG','GOODNB','HOTLINE','UTILITY'])[1 + n % 6]"
    spread(
        "discovery.Signal", **here, work_item_id=item, channel=channels, level="'normal'",
        received_at=f"{day(of)} + interval '9 hours'", receipt="n::text", is_person_known="true",
    )  # fmt: skip
    spread(
        "discovery.ContactAttempt", **here, work_item_id=item, at=f"{day(of)} + ((1 + n % 9) || ' days')::interval",
        way="'phone'", result="'spoke'",
    )  # fmt: skip
    spread(
        "discovery.Closure", work_item_id=key("discovery.WorkItem", "n"), household_id=home, area_id=area,
        kind="(ARRAY['PUB_BASIC','PRIV','CASE','INFO','EX_MOVED'])[1 + n % 5]", closed_on=day(of, 40),
    )  # fmt: skip
    programmes = "(SELECT id FROM visits_visitprogramme ORDER BY code LIMIT 1)"
    spread(
        "visits.Visit", **here, work_item_id=item, programme_id=programmes, lead_id="gen_random_uuid()",
        planned_on=day(of, 5), state="'done'", result="(ARRAY['met','met','absent','refused'])[1 + n % 4]",
    )  # fmt: skip
    spread("visits.Companion", visit_id=key("visits.Visit", "n"), post_id="gen_random_uuid()", kind="'봉사자'")
    spread(
        "counselling.Counselling", **here, work_item_id=item, counselled_on=day(of, 6), counselled_label="'합성 담당'",
        channel="(ARRAY['visit','phone','counter'])[1 + n % 3]", target_group="'독거노인'",
        disposition="(ARRAY['apply','link','emergency','case','information'])[1 + n % 5]",
    )  # fmt: skip
    spread(
        "clocks.Clock", area_id=area, household_id=home, subject_kind="'discovery.work_item'", subject_id=item,
        policy_id="gen_random_uuid()", due_on=day(of, 7), done_at=f"CASE WHEN n % 4 > 0 THEN {day(of, 8)}::timestamptz END",
    )  # fmt: skip
    service = "(SELECT id FROM resources_service ORDER BY id OFFSET n % 6 LIMIT 1)"
    spread(
        "resources.ServiceLink", **here, work_item_id=item, person_id="gen_random_uuid()", service_id=service,
        sent_on=day(of, 8), replied_at=f"CASE WHEN n % 5 > 0 THEN {day(of, 12)}::timestamptz END", state="'started'",
    )  # fmt: skip
    spread(
        "resources.LinkDelivery", **here, link_id=key("resources.ServiceLink", "n"), delivered_on=day(of, 20),
        quantity="1", won="50000",
    )  # fmt: skip
    kinds = "(ARRAY['LIVING','MEDICAL','HOUSING','OTHER'])[1 + n % 4]"
    reason = "(SELECT id FROM emergency_crisisreason ORDER BY id LIMIT 1)"
    spread("emergency.EmergencyAid", **here, work_item_id=item, number="n::text", kind=kinds, reason_id=reason)
    spread("emergency.Grant", **here, aid_id=key("emergency.EmergencyAid", "n"), kind=kinds, is_approved="true")
    grants = number("emergency.Grant")
    spread(
        "emergency.Payment", **here, grant_id=key("emergency.Grant", f"1 + (n - 1) % {grants}"), kind=kinds,
        sequence=f"1 + (n - 1) / {grants}", won="700000", paid_on=day(of, 10),
    )  # fmt: skip
    cases = number("cases.Case")
    case = key("cases.Case", f"1 + (n - 1) % {cases}")
    spread(
        "cases.Case", **here, work_item_id=item, number="n::text", state="'serving'", kind="'general'",
        requested_on=day(of, 10), accepted_on=day(of, 11), decided_on=day(of, 25),
    )  # fmt: skip
    events = "(ARRAY['accept','submit_survey','select_general','approve_plan'])[1 + ((n - 1) / {cases})::int % 4]"
    states = "(ARRAY['accepted','surveying','planning','serving'])[1 + ((n - 1) / {cases})::int % 4]"
    case_of = f"(1 + (n - 1) % {cases})"
    spread(
        "cases.StageEvent", case_id=case, household_id=key("people.Household", case_of),
        area_id=f"(SELECT id FROM bench_dong WHERE bench_dong.place = {case_of} % {DONGS})",  # noqa: S608
        event=events.format(cases=cases), to_state=states.format(cases=cases),
        on=f"{day(case_of, 11)} + (((n - 1) / {cases})::int % 4) * 7",
    )  # fmt: skip
    version = "(SELECT id FROM assessments_formversion ORDER BY id LIMIT 1)"
    from bokjihub.assessments.models import FormVersion

    if FormVersion.objects.exists():
        spread("assessments.Assessment", **here, person_id="gen_random_uuid()", version_id=version, done_on=day(of, 5))


def measure(city: Any) -> list[tuple[str, float, float]]:
    """Name, seconds of a month, seconds of a year."""
    from bokjihub.accounts.access.actors import job_actor
    from bokjihub.accounts.access.scope import acting_as
    from bokjihub.statistics.queries.builder import Question, answer
    from bokjihub.statistics.queries.frame import Scope
    from bokjihub.statistics.queries.oversight import counted, protected
    from bokjihub.statistics.queries.registry import REPORTS

    month = Scope(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    year = Scope(dt.date(2026, 1, 1), dt.date(2026, 10, 31))
    asked: dict[str, Callable[[Scope], object]] = {name: one.build for name, one in REPORTS.items()}
    for fact, across in (("signals", "channel"), ("visits", "result"), ("emergency", "kind")):
        asked[f"builder {fact} dong x {across}"] = _question(answer, Question, fact, across)
    asked["oversight (town on a day)"] = lambda scope: protected(counted(city, scope.first, scope.last))
    found = []
    with acting_as(job_actor("측정", city=city, day=dt.date(2026, 10, 31))):
        for name, build in asked.items():
            took = []
            for scope in (month, year):
                build(scope)
                began = time.perf_counter()
                build(scope)
                took.append(time.perf_counter() - began)
            found.append((name, *took))
    return found


def _question(answer: Any, question: Any, fact: str, across: str) -> Callable[[Any], object]:
    def ask(scope: Any) -> object:
        days = {"span": "fixed", "first": scope.first.isoformat(), "last": scope.last.isoformat()}
        return answer(question(fact=fact, rows="dong", across=across, **days), scope.last)

    return ask


def _is_slow(name: str, month: float, year: float) -> bool:
    if name == MONTHLY:
        return max(month, year) > MONTHLY_BAR_S
    return month > MONTH_BAR_S or year > YEAR_BAR_S


def main() -> int:
    """Fill, measure, print the slowest first; 1 where a bar is missed."""
    with scratch():
        from django.db import connection

        began = time.monotonic()
        city = fill()
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(n_live_tup) FROM pg_stat_user_tables WHERE relname NOT LIKE 'people_%'")
            (rows_there,) = cursor.fetchone()
        say(
            f"채움 (filled) {time.monotonic() - began:.0f}초, 줄 (rows) {int(rows_there or 0):,}, 부하 {os.getloadavg()[0]:.1f}"
        )
        found = measure(city)
    missed = [name for name, month, year in found if _is_slow(name, month, year)]
    for name, month, year in sorted(found, key=lambda line: -line[2]):
        mark = "▲" if name in missed else " "
        say(f"{mark} {name:<34} 한 달 {month * 1000:8.0f} ms   열 달 {year * 1000:8.0f} ms")
    say(f"기준 (bars) 한 달 {MONTH_BAR_S:.0f}초 · 한 해 {YEAR_BAR_S:.0f}초: 넘은 표 {len(missed)} / {len(found)}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
