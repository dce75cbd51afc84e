"""The nurses' records of the town: who is in which care group, what was measured, what the limits are. All invented.

Figures drift from a person's own level, so that a course can be seen. The past is written in bulk and judged by the same
function as real work; the last flags go through the action, so that Today is what the product makes of them.
"""

import datetime as dt
from random import Random
from uuid import UUID

from bokjihub.accounts.access.actors import Actor, actor_of, job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.assessments.actions.limits import approve_limit
from bokjihub.assessments.actions.record import GRAVEST, Filled, record_assessment
from bokjihub.assessments.actions.versions import enter_shipped
from bokjihub.assessments.models import Assessment, Flag, FormVersion, Limit
from bokjihub.assessments.queries.forms import FormJudge, limits_on, version_in_use
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.people.models import Consent, Person
from bokjihub.visits.actions.due import compute_due
from bokjihub.visits.models import Enrolment, VisitProgramme

PLACE = "합성 자료"
# Per dong: how many homes in each group, calls, pregnancies.
IN_GROUP = {"intensive": 2, "regular": 6, "self": 3}
CALLS, EXPECTING = 4, 2
READINGS = {"intensive": 6, "regular": 3, "self": 1}
LEVEL = {"intensive": 152, "regular": 136, "self": 126}
WHY = {
    "intensive": "혈압이 조절되지 않고 약을 자주 빠뜨리심",
    "regular": "약으로 조절되고 있음",
    "self": "증상 없음, 생활 습관을 함께 살핌",
}
LOOK_BACK, OPEN_FLAGS = 60, 2


def forms_of(town: Town, today: dt.date) -> None:
    """The instruments in use and the limits the first nurse approved, as a town does before the first measurement."""
    hope, nurse = _actor(town, Role.HOPE_UNIT, today), _actor(town, Role.VISITING_NURSE, today)
    enter_shipped(by=hope)
    for limit in Limit.objects.filter(approved_at__isnull=True):
        approve_limit(limit=limit, by=nurse)


def turns_of(town: Town, today: dt.date) -> int:
    """방문 차례 as the night counts them, two months back."""
    job = job_actor("방문 차례 셈", city=town.city, day=today)
    return compute_due(city=town.city, day=today, since=today - dt.timedelta(days=LOOK_BACK), by=job).standing


def records_of(town: Town, homes: list[Home], random: Random, today: dt.date) -> str:
    """Groups, consents, measurements of half a year, and a few flags of today; returns one line for the log."""
    chosen = _choose(homes, random)
    people = {row.household_id: row for row in Person.objects.filter(household_id__in=chosen, is_head=True)}
    _enrol(chosen, people, random, today)
    Consent.objects.bulk_create(
        Consent(
            household_id=person.household_id,
            area_id=person.area_id,
            person=person,
            purpose=Consent.Purpose.HEALTH,
            items=["혈압", "혈당", "선별검사"],
            given_by=person.name,
            method=Consent.Method.PAPER,
            given_on=today - dt.timedelta(days=200),
            expires_on=today + dt.timedelta(days=530),
        )
        for person in people.values()
    )
    rows = _past(town, chosen, people, random, today)
    opened = _today(town, chosen, people, today)
    return f"방문간호: 등록 {len(chosen):,}가구, 측정 {rows:,}건, 오늘 살필 것 {opened}건, 방문 차례 {turns_of(town, today):,}"


def _choose(homes: list[Home], random: Random) -> dict[UUID, str]:
    """Who is registered: older heads into the groups, young women's homes into the pregnancies, people alone for calls."""
    dongs: dict[UUID, list[Home]] = {}
    for home in homes:
        dongs.setdefault(home.area_id, []).append(home)
    chosen: dict[UUID, str] = {}
    for near in dongs.values():
        elders = [home for home in near if home.head_birth.year <= 1958]
        for group, count in IN_GROUP.items():
            chosen.update({home.id: group for home in random.sample(elders, min(count, len(elders)))})
        alone = [home for home in elders if home.size == 1 and home.id not in chosen]
        chosen.update({home.id: "call" for home in random.sample(alone, min(CALLS, len(alone)))})
        young = [home for home in near if home.size > 1 and 1984 <= home.head_birth.year <= 2000]
        chosen.update({home.id: "expecting" for home in random.sample(young, min(EXPECTING, len(young)))})
    return chosen


def _enrol(chosen: dict[UUID, str], people: dict[UUID, Person], random: Random, today: dt.date) -> None:
    codes = {one.code: one for one in VisitProgramme.objects.filter(code__in=("HEALTH", "HELLO", "UNIV_PREG"))}
    rows = []
    for home_id, kind in chosen.items():
        code = {"call": "HELLO", "expecting": "UNIV_PREG"}.get(kind, "HEALTH")
        person = people[home_id]
        rows.append(
            Enrolment(
                programme=codes[code],
                household_id=home_id,
                area_id=person.area_id,
                person=person,
                group=kind if code == "HEALTH" else "",
                event_on=today + dt.timedelta(days=random.randrange(30, 190)) if code == "UNIV_PREG" else None,
                reason=WHY.get(kind, "혼자 사시고 찾아오는 분이 드묾" if kind == "call" else "보건소 임산부 등록"),
                starts_on=today - dt.timedelta(days=random.randrange(20, 150)),
                set_by=home_id,
                set_label="방문간호사(합성 자료)",
            )
        )
    Enrolment.objects.bulk_create(rows)


def _past(town: Town, chosen: dict[UUID, str], people: dict[UUID, Person], random: Random, today: dt.date) -> int:
    """Half a year of pressure and sugar, judged like real work; what was flagged then was handled."""
    version = version_in_use("VITALS")
    nurses = town.posts_of(Role.VISITING_NURSE)
    assert version
    form = FormJudge(version.read(), limits_on(today))
    rows: list[Assessment] = []
    flags: list[Flag] = []
    for home_id, group in chosen.items():
        level = LEVEL.get(group, 0) + random.randrange(-8, 9)
        for back in range(READINGS.get(group, 0), 0, -1):
            day = today - dt.timedelta(days=back * 24 + random.randrange(12))
            level += random.randrange(-5, 4)
            answers = pressure(level, random)
            nurse = random.choice(nurses)
            row, found = judged(form, version, people[home_id], answers, day, nurse.user_id)
            rows.append(row)
            flags.extend(found)
    Assessment.objects.bulk_create(rows)
    Flag.objects.bulk_create(flags)
    return len(rows)


def pressure(level: int, random: Random) -> dict[str, str]:
    """Two readings around a level, and a sugar after a meal."""
    low = level - random.randrange(48, 62)
    return {
        "sys1": str(level + random.randrange(-3, 7)),
        "dia1": str(low),
        "sys2": str(level),
        "dia2": str(low - 2),
        "bp_setting": "home",
        "bp_posture": "sit_left",
        "glucose": str(random.randrange(88, 178)),
        "glucose_when": "after_meal",
    }


def judged(
    form: FormJudge, version: FormVersion, person: Person, answers: dict[str, str], day: dt.date, nurse: UUID
) -> tuple[Assessment, list[Flag]]:
    """A record of the past and its flags, judged like real work and handled that day; not yet written."""
    told = form.of(person, answers, day)
    tones = {band.tone for band in told.bands}
    row = Assessment(
        version=version,
        household_id=person.household_id,
        area_id=person.area_id,
        person=person,
        done_on=day,
        bands=[band.code for band in told.bands],
        band_words=" · ".join(band.label for band in told.bands),
        tone=next((tone for tone in GRAVEST if tone in tones), "neutral"),
        is_flagged=bool(told.flags),
        basis=Assessment.Basis.CONSENT,
        recorded_by=nurse,
        recorded_label="방문간호사(합성 자료)",
    )
    row.answers = {"answers": told.answers, "scores": told.scores, "unjudged": []}
    flags = []
    for rule in told.flags:
        flag = Flag(
            assessment=row,
            household_id=row.household_id,
            area_id=row.area_id,
            code=rule.code,
            level=rule.level,
            done_by=nurse,
        )
        flag.label, flag.deed = rule.label, "다시 재고 보건소 진료를 안내함"
        flag.done_at = dt.datetime.combine(day, dt.time(15), dt.UTC)
        flags.append(flag)
    return row, flags


def _today(town: Town, chosen: dict[UUID, str], people: dict[UUID, Person], today: dt.date) -> int:
    """A few measurements of this morning through the action: their clocks and worries are real."""
    version = version_in_use("VITALS")
    assert version
    opened = 0
    for nurse in town.posts_of(Role.VISITING_NURSE)[:3]:
        actor = actor_of(nurse.user, place=PLACE, day=today)
        mine = [
            home_id
            for home_id, kind in chosen.items()
            if kind == "intensive" and people[home_id].area_id in actor.areas
        ]
        for number, home_id in enumerate(mine[:OPEN_FLAGS]):
            answers = {"sys1": "186" if number == 0 else "158", "dia1": "98", "bp_setting": "home"}
            with acting_as(actor):
                row = record_assessment(
                    person=people[home_id], version=version, filled=Filled(answers, done_on=today), by=actor
                )
            opened += row.flags.count()
    return opened


def _actor(town: Town, role: Role, today: dt.date) -> Actor:
    return actor_of(town.posts_of(role)[0].user, place=PLACE, day=today)
