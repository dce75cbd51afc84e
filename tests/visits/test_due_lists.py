"""Whose turn it is: hand-made births, pregnancies and birthdays around every boundary, seen from 22 November 2026."""

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.clocks.actions import start_clock
from bokjihub.people.models import Household, Person
from bokjihub.visits import errors
from bokjihub.visits.actions.due import Computed, compute_due
from bokjihub.visits.actions.enrol import NewEnrolment, end_enrolment, enrol
from bokjihub.visits.actions.plan import schedule_visit
from bokjihub.visits.actions.programmes import NewRule, change_rule, open_programme
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import Due, Visit, VisitProgramme, VisitRule
from bokjihub.visits.queries.due import dues_with_status
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned
from tests.factories.work_items import worry

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def programme(code: str) -> VisitProgramme:
    return VisitProgramme.objects.get(code=code)


def born(cast: Cast, birth: str, *, dong: str = "노암동", **more: Any) -> Person:
    """Somebody born on a day, head of a home of one."""
    found = home(cast, dong=dong, born=int(birth[:4])).members.get()
    Person.objects.filter(id=found.id).update(birth_on=day(birth), **more)
    return Person.objects.get(id=found.id)


def child(cast: Cast, birth: str, *, dong: str = "노암동") -> Person:
    """A child of a home whose mother was born in 1990."""
    house = home(cast, dong=dong, born=1990)
    return Person.objects.create(
        household=house,
        area=house.area,
        name="아기",
        chosung="ㅇㄱ",
        birth_on=day(birth),
        birth_year=int(birth[:4]),
        relation="자녀",
    )


def count(cast: Cast, on: dt.date = TODAY, since: dt.date | None = None) -> Computed:
    """The night's run of the city, as the job does it."""
    actor = job_actor("방문 차례 셈", city=cast.city, day=on)
    with acting_as(actor):
        return compute_due(city=cast.city, day=on, since=since, by=actor)


def windows(code: str, on: dt.date = TODAY) -> dict[str, tuple[str, str]]:
    """Standing turns of a programme by label and day of the event: the window."""
    found = Due.objects.filter(programme__code=code, dropped_on__isnull=True)
    return {f"{due.label} {due.event_on}": (str(due.opens_on), str(due.closes_on)) for due in found}


def found(people: dict[Any, str], code: str) -> dict[str, tuple[str, str] | None]:
    """The window of each person's turn in a programme by what made them, or None."""
    turns = {due.person_id: (str(due.opens_on), str(due.closes_on)) for due in Due.objects.filter(programme__code=code)}
    return {what: turns.get(person_id) for person_id, what in people.items()}


# birth, becomes 65 on: whether the person stands on the list of 22 November 2026 (30 days before to 90 days after).
SIXTY_FIVE = [
    ("1961-08-23", None),  # closed yesterday
    ("1961-08-24", ("2026-07-25", "2026-11-22")),  # closes today
    ("1961-08-25", ("2026-07-26", "2026-11-23")),
    ("1961-10-31", ("2026-10-01", "2027-01-29")),
    ("1961-11-21", ("2026-10-22", "2027-02-19")),  # birthday was yesterday
    ("1961-11-22", ("2026-10-23", "2027-02-20")),  # today
    ("1961-11-23", ("2026-10-24", "2027-02-21")),
    ("1961-12-22", ("2026-11-22", "2027-03-22")),  # opens today
    ("1961-12-23", ("2026-11-23", "2027-03-23")),  # opens tomorrow: already counted, status coming
    ("1962-02-20", ("2027-01-21", "2027-05-21")),  # opens in sixty days
    ("1962-02-21", None),  # opens in sixty-one
    ("1961-01-01", None),
    ("1960-12-31", None),
    ("1956-11-22", None),  # seventy, not sixty-five
    ("1960-02-29", None),
]


def test_who_turns_sixty_five_stands_on_the_list_in_the_window(cast: Cast) -> None:
    people = {born(cast, birth).id: birth for birth, _ in SIXTY_FIVE}
    count(cast)
    assert found(people, "UNIV_65") == dict(SIXTY_FIVE)


def test_a_leap_day_comes_on_the_first_of_march(cast: Cast) -> None:
    leap, before, later = born(cast, "1960-02-29"), born(cast, "1960-02-28"), born(cast, "1964-02-29")
    events = {}
    for on in ("2025-02-28", "2025-03-01", "2029-05-30"):  # the last: ninety days after 1 March 2029
        count(cast, day(on))
        events |= {due.person_id: str(due.event_on) for due in Due.objects.filter(programme__code="UNIV_65")}
    assert events == {leap.id: "2025-03-01", before.id: "2025-02-28", later.id: "2029-03-01"}


def test_the_leap_day_window_is_over_the_day_after(cast: Cast) -> None:
    born(cast, "1964-02-29")
    count(cast, day("2029-05-31"))
    assert not Due.objects.exists()


def test_each_age_has_its_own_programme_and_a_town_opens_the_others(cast: Cast) -> None:
    people = {born(cast, f"{2026 - age}-11-22").id: age for age in (65, 67, 70, 75, 80)}
    count(cast)
    assert {people[due.person_id]: due.programme.code for due in Due.objects.all()} == {65: "UNIV_65", 70: "UNIV_70"}
    for age in (67, 75, 80):
        open_programme(programme=programme(f"UNIV_{age}"), is_open=True, by=cast.actor("hope"))
    count(cast)
    turns = {people[due.person_id]: due.programme.code for due in Due.objects.all()}
    assert turns == {age: f"UNIV_{age}" for age in people.values()}


def test_a_lunar_birthday_follows_the_day_on_the_register_and_the_list_says_so(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    person = born(cast, f"{today.year - 65}-{today:%m}-15", note="생신은 음력 2. 30.")
    count(cast, today)
    page = browse("nurse").get(reverse("visits:due_list", args=["UNIV_65"])).content.decode()
    assert "음력 생일로 적혀 있어" in page
    assert Due.objects.get(person=person).event_on == day(f"{today.year}-{today:%m}-15")


def test_a_lunar_day_no_solar_month_has_is_known_by_its_year_and_the_year_is_the_window(cast: Cast) -> None:
    house = home(cast, born=1961)
    Person.objects.filter(household=house).update(note="음력 2. 30.생, 양력 모름")
    count(cast)
    due = Due.objects.get(programme__code="UNIV_65")
    assert (due.opens_on, due.closes_on, due.is_day_known) == (day("2026-01-01"), day("2026-12-31"), False)


def test_birth_years_without_a_day_at_the_edges(cast: Cast) -> None:
    """1962 turns 65 some day of 2027, and 1 January is within sixty days of 22 November."""
    for year in (1960, 1961, 1962, 1963):
        home(cast, born=year)
    count(cast)
    assert sorted(due.event_on.year - 65 for due in Due.objects.filter(programme__code="UNIV_65")) == [1961, 1962]


def test_who_moved_in_last_week_is_due_in_the_new_dong(cast: Cast) -> None:
    person = born(cast, "1961-10-31", dong="금동")
    count(cast, day("2026-11-14"))
    assert Due.objects.get().area == cast.dongs["금동"]
    here = cast.dongs["노암동"]
    Household.objects.filter(id=person.household_id).update(area=here)
    Person.objects.filter(id=person.id).update(area=here)
    done = count(cast)
    assert (done.new, done.changed) == (0, 1)
    assert Due.objects.get().area == here


def test_who_came_from_another_town_last_week_has_what_is_left_of_the_window(cast: Cast) -> None:
    born(cast, "1961-08-25", dong="매곡동")
    count(cast, day("2026-11-14"))
    assert not Due.objects.exists(), "not our town"
    born(cast, "1961-08-25")
    count(cast)
    assert list(windows("UNIV_65").values()) == [("2026-07-26", "2026-11-23")]


def test_the_dead_and_those_who_live_elsewhere_are_not_due(cast: Cast) -> None:
    born(cast, "1961-11-22", died_on=TODAY)
    born(cast, "1961-11-22", lives_elsewhere=True)
    count(cast)
    assert not Due.objects.exists()


def test_a_death_takes_the_turn_off_the_list_with_its_reason(cast: Cast) -> None:
    person = born(cast, "1961-11-22")
    count(cast)
    Person.objects.filter(id=person.id).update(died_on=TODAY)
    assert count(cast, TODAY + dt.timedelta(days=1)).dropped == 1
    assert Due.objects.get().dropped_because == "돌아가심"
    assert not dues_with_status(TODAY).exists()


def test_a_corrected_birthday_moves_the_turn_and_a_wrong_correction_taken_back_brings_it_again(cast: Cast) -> None:
    person = born(cast, "1961-11-22")
    count(cast)
    Person.objects.filter(id=person.id).update(birth_on=day("1961-12-05"))
    assert count(cast).changed == 1
    assert Due.objects.get().event_on == day("2026-12-05")
    Person.objects.filter(id=person.id).update(birth_on=day("1951-12-05"))
    assert count(cast).dropped == 1
    Person.objects.filter(id=person.id).update(birth_on=day("1961-12-05"))
    count(cast)
    assert Due.objects.get(programme__code="UNIV_65").dropped_on is None


def test_running_twice_changes_nothing(cast: Cast) -> None:
    born(cast, "1961-11-22")
    child(cast, "2026-11-01")
    first = count(cast)
    again = count(cast)
    assert first.new == again.standing
    assert (again.new, again.changed, again.dropped) == (0, 0, 0)


CHILDREN = [
    ("2026-11-22", ["출생", "출생 29일"]),  # born today; the second window opens within sixty days
    ("2026-11-21", ["출생", "출생 29일"]),
    ("2026-10-25", ["출생", "출생 29일"]),  # day 28: the newborn window closes today
    ("2026-10-24", ["출생 29일"]),  # day 29
    ("2025-02-28", ["출생 29일"]),
    ("2024-11-22", ["출생 29일"]),  # second birthday: the last day
    ("2024-11-21", []),  # two years and a day
    ("2024-02-29", []),
]


def test_children_are_due_until_they_are_two(cast: Cast) -> None:
    children = {child(cast, birth).id: birth for birth, _ in CHILDREN}
    count(cast)
    turns: dict[str, list[str]] = {birth: [] for birth in children.values()}
    for due in Due.objects.filter(programme__code="UNIV_INFANT").order_by("label"):
        turns[children[due.person_id]].append(due.label)
    assert turns == dict(CHILDREN)


PREGNANCIES = [
    ("2027-04-11", ("2026-11-22", "2027-01-17")),  # week 20 today
    ("2027-04-10", ("2026-11-21", "2027-01-16")),
    ("2027-04-12", ("2026-11-23", "2027-01-18")),
    ("2027-06-10", ("2027-01-21", "2027-03-18")),  # opens in sixty days
    ("2027-06-11", None),
    ("2027-02-14", ("2026-09-27", "2026-11-22")),  # week 28 today: the last day
    ("2027-02-13", None),
    ("2026-11-22", None),  # expected today
    ("2028-07-18", None),  # week 20 on a leap day, far away
]


def test_a_pregnancy_is_due_from_week_twenty(cast: Cast) -> None:
    people = {}
    with acting_as(nurse := cast.actor("nurse", day=TODAY)):
        for expected_on, _ in PREGNANCIES:
            house = home(cast, born=1992)
            told = NewEnrolment("보건소 임산부 등록", house.members.get(), event_on=day(expected_on), starts_on=TODAY)
            enrol(household=house, programme=programme("UNIV_PREG"), told=told, by=nurse)
            people[house.members.get().id] = expected_on
    count(cast)
    assert found(people, "UNIV_PREG") == dict(PREGNANCIES)


def test_a_pregnancy_window_never_runs_past_the_expected_day(cast: Cast) -> None:
    house = home(cast, born=1992)
    VisitRule.objects.filter(kind="pregnancy").update(window_days=400)
    with acting_as(nurse := cast.actor("nurse", day=TODAY)):
        enrol(
            household=house,
            programme=programme("UNIV_PREG"),
            told=NewEnrolment("들음", event_on=day("2027-04-01")),
            by=nurse,
        )
    assert Due.objects.get().closes_on == day("2027-04-01")


def test_a_care_group_gives_its_contacts(cast: Cast) -> None:
    """Within sixty days: eight in three months are six windows opened by then, the others one."""
    counts = {}
    with acting_as(nurse := cast.actor("nurse", day=TODAY)):
        for group in ("intensive", "regular", "self"):
            house = home(cast)
            told = NewEnrolment("혈압이 조절되지 않음", group=group)
            enrol(household=house, programme=programme("HEALTH"), told=told, by=nurse)
            counts[group] = house.dues.count()
    assert counts == {"intensive": 6, "regular": 1, "self": 1}


def test_changing_the_group_ends_the_old_one_with_the_new_reason(cast: Cast) -> None:
    house = home(cast)
    nurse = cast.actor("nurse")
    with acting_as(nurse):
        first = enrol(
            household=house, programme=programme("HEALTH"), told=NewEnrolment("조절 안 됨", group="intensive"), by=nurse
        )
        enrol(
            household=house, programme=programme("HEALTH"), told=NewEnrolment("혈압이 잡힘", group="regular"), by=nurse
        )
        with pytest.raises(errors.AlreadyEnrolled):
            enrol(household=house, programme=programme("HEALTH"), told=NewEnrolment("다시", group="regular"), by=nurse)
    first.refresh_from_db()
    assert first.ended_because == "혈압이 잡힘"
    assert set(dues_with_status(nurse.day).values_list("label", flat=True)) == {"정기관리군 1번째"}


def test_an_ended_enrolment_is_due_no_more(cast: Cast) -> None:
    house = home(cast)
    nurse = cast.actor("nurse")
    with acting_as(nurse):
        row = enrol(household=house, programme=programme("HELLO"), told=NewEnrolment("혼자 사심"), by=nurse)
        end_enrolment(enrolment=row, because="딸과 함께 사심", by=nurse)
        with pytest.raises(errors.EnrolmentEnded):
            end_enrolment(enrolment=row, because="다시", by=nurse)
    assert not dues_with_status(nurse.day).exists()


def test_an_enrolment_needs_group_day_or_reason(cast: Cast) -> None:
    nurse, house = cast.actor("nurse"), home(cast)
    for code, told in (
        ("HEALTH", NewEnrolment("까닭 있음")),
        ("UNIV_PREG", NewEnrolment("까닭 있음")),
        ("HELLO", NewEnrolment(" ")),
    ):
        with acting_as(nurse), pytest.raises(errors.EnrolmentIncomplete):
            enrol(household=house, programme=programme(code), told=told, by=nurse)


def test_an_open_worry_and_a_running_clock_are_turns_too(cast: Cast) -> None:
    today = timezone.localdate()
    item = worry(cast)
    house = home(cast)
    with acting_as(actor := cast.actor("officer")):
        start_clock(
            code="case.aftercare", subject_kind="cases.case", subject_id=house.id, area_id=house.area_id, household_id=house.id,
            role=actor.posts[0].role, title="사후관리", verb="보기", started_on=today, by=actor,
        )  # fmt: skip
    count(cast, today)
    assert {(due.programme.code, due.household_id) for due in Due.objects.all()} == {
        ("CRISIS", item.household_id),
        ("AFTER", house.id),
    }


def made(cast: Cast, person: Person, on: str, result: str, code: str = "UNIV_65", **more: Any) -> Visit:
    """A visit of the past with its result."""
    found = {
        "state": "done" if result.startswith("met") else "not_met",
        "result": result,
        "next_on": day(on) + dt.timedelta(days=9),
    }
    return Visit.objects.create(
        programme=programme(code), household_id=person.household_id, area_id=person.area_id, lead=cast.posts["nurse"],
        planned_on=day(on), planned_at=dt.time(10, 0), **{**found, **more},
    )  # fmt: skip


WHAT_CAME_OF_IT: list[tuple[str, list[tuple[str, str]]]] = [
    ("due", []),
    ("visited", [("2026-11-10", "met")]),
    ("visited", [("2026-11-10", "met_family")]),
    ("not_met", [("2026-11-10", "absent")]),
    ("refused", [("2026-11-10", "refused")]),
    ("visited", [("2026-11-10", "refused"), ("2026-11-20", "met")]),
    ("not_met", [("2026-11-10", "absent"), ("2026-11-20", "vacant")]),
    ("due", [("2026-10-22", "met")]),  # the day before the window opened
    ("visited", [("2026-10-23", "met")]),  # its first day
]


def test_what_came_of_a_turn_is_read_from_the_visits(cast: Cast) -> None:
    people = [born(cast, "1961-11-22") for _ in WHAT_CAME_OF_IT]
    count(cast)
    for person, (_, visits) in zip(people, WHAT_CAME_OF_IT, strict=True):
        for on, result in visits:
            made(cast, person, on, result)
    status = {due.person_id: due.status for due in dues_with_status(TODAY)}
    assert [status[person.id] for person in people] == [expected for expected, _ in WHAT_CAME_OF_IT]


def test_another_programmes_visit_does_not_count(cast: Cast) -> None:
    person = born(cast, "1961-11-22")
    count(cast)
    made(cast, person, "2026-11-10", "met", code="REPORT")
    assert [due.status for due in dues_with_status(TODAY)] == ["due"]


def test_a_window_that_passed_without_a_visit_is_out_of_window(cast: Cast) -> None:
    born(cast, "1961-11-22")
    count(cast)
    seen = [due.status for on in ("2026-10-22", "2027-02-20", "2027-02-21") for due in dues_with_status(day(on))]
    assert seen == ["coming", "due", "missed"]


def test_met_after_the_window_is_late_and_a_booked_visit_is_planned(cast: Cast) -> None:
    late, booked = born(cast, "1961-08-24"), born(cast, "1961-11-22")
    count(cast)
    made(cast, late, "2026-11-30", "met")
    made(cast, booked, "2026-12-01", "", state="scheduled")
    assert {due.person_id: due.status for due in dues_with_status(day("2026-12-05"))} == {
        late.id: "late",
        booked.id: "planned",
    }


def test_a_changed_rule_counts_from_its_day_and_leaves_the_past_alone(cast: Cast) -> None:
    person = born(cast, "1961-11-30")
    rule = VisitRule.objects.get(programme__code="UNIV_65")
    hope = cast.actor("hope", day=TODAY)
    change_rule(rule=rule, new=NewRule(starts_on=day("2027-01-01"), at=66, window_days=60, basis="조례"), by=hope)
    count(cast)
    assert list(windows("UNIV_65")) == ["65세 2026-11-30"], "until the day the old rule counts"
    sixty_six = born(cast, "1961-01-10")
    count(cast)
    assert {due.person_id: due.label for due in Due.objects.all()} == {person.id: "65세", sixty_six.id: "66세"}
    rule.refresh_from_db()
    with pytest.raises(errors.RuleNotForward):
        change_rule(rule=rule, new=NewRule(starts_on=day("2026-11-01"), at=66, window_days=60), by=hope)


def test_the_week_guard_names_the_other_visit_and_asks_to_say_why(cast: Cast) -> None:
    house = home(cast)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    planned(cast, house, on=tomorrow)
    actor = cast.actor("officer")

    def book(days: int, reason: str = "", code: str = "HEALTH") -> Visit:
        with acting_as(actor):
            return schedule_visit(
                household=house,
                programme=programme(code),
                pair=Pair(cast.posts["officer"], (cast.posts["nurse"],)),
                appointment=Appointment(tomorrow + dt.timedelta(days=days), dt.time(14, 0), beside_reason=reason),
                by=actor,
            )

    with pytest.raises(errors.AnotherVisitThatWeek, match=r"제보 확인 방문\(김서연\)"):
        book(6)
    assert book(7).beside_reason == ""
    assert book(1, "혈압을 이틀 뒤 다시 재기로 함").beside_reason == "혈압을 이틀 뒤 다시 재기로 함"
    assert book(2, code="REPORT", reason="같은 사업이라도 방문건강이 그 주에 있음")


def test_the_same_programme_may_come_again_in_a_week(cast: Cast) -> None:
    house = home(cast)
    day_one = timezone.localdate() + dt.timedelta(days=1)
    planned(cast, house, on=day_one)
    assert planned(cast, house, on=day_one + dt.timedelta(days=2)).pk


def test_counts_list_and_workbook_say_the_same(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    count(cast, today)
    people = [born(cast, f"{today.year - 65}-{today:%m-%d}") for _ in range(3)]
    born(cast, f"{today.year - 65}-{today:%m-%d}", dong="금동")
    count(cast, today)
    made(cast, people[0], today.isoformat(), "met")
    made(cast, people[1], today.isoformat(), "refused")
    nurse = browse("nurse")
    overview = nurse.get(reverse("visits:universal")).content.decode()
    row = overview[overview.index("65세 도래") :].split("</tr>")[0]
    assert [cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:9]] == [
        "3",
        "1",
        "–",
        "–",
        "1",
        "–",
        "1",
        "–",
    ]
    page = nurse.get(reverse("visits:due_list", args=["UNIV_65"])).content.decode()
    assert page.count("방문 잡기</a>") == 1
    assert "금동" not in page
    answer = nurse.post(reverse("visits:due_sheet", args=["UNIV_65"]), {"reason": "방문 준비"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    states = [cells[5] for cells in sheet.iter_rows(min_row=4, values_only=True) if cells[5]]
    assert sorted(states) == ["갈 차례", "거부", "만남"]
    exported = Entry.objects.filter(kind=Entry.Kind.EXPORT).latest("at")
    assert set(exported.subjects) == {person.household_id for person in people}


def test_a_visit_is_booked_from_the_list_with_its_programme(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    person = born(cast, f"{today.year - 65}-{today:%m-%d}")
    count(cast, today)
    nurse = browse("nurse")
    page = nurse.get(reverse("visits:due_list", args=["UNIV_65"])).content.decode()
    link = next(
        part.split('"')[0] for part in page.split('href="') if part.startswith(f"/visits/new/{person.household_id}")
    )
    form = nurse.get(link.replace("&amp;", "&")).content.decode()
    chosen = form[form.index('name="programme"') :].split("selected")[1]
    assert chosen.startswith(">65세 도래 어르신 방문")
    assert "65세 도래 어르신 방문 - 65세" in form


def test_the_rule_page_is_for_who_sets_up_the_town_and_changes_a_row(cast: Cast, browse: Any) -> None:
    assert browse("nurse").get(reverse("visits:programmes")).status_code == 404
    hope = browse("hope")
    assert "만 65세가 되는 날" in hope.get(reverse("visits:programmes")).content.decode()
    rule = VisitRule.objects.get(programme__code="UNIV_70")
    where = reverse("visits:change_rule", args=[rule.id])
    assert hope.post(where, {"at": 70, "starts_on": "어제", "window_days": 60}).status_code == 422
    assert hope.post(where, {"at": 72, "starts_on": "내일", "window_days": 60, "opens_before": 0}).status_code == 302
    assert sorted(
        VisitRule.objects.filter(programme__code="UNIV_70").values_list("at", "opens_before", "window_days")
    ) == [
        (70, 30, 90),
        (72, 0, 60),
    ]


def test_an_officer_enrols_and_ends_on_the_page(cast: Cast, browse: Any) -> None:
    house = home(cast)
    nurse = browse("nurse")
    where = reverse("visits:enrol", args=[house.id])
    body = {"programme": programme("HEALTH").id, "person": "", "group": "regular", "reason": "약을 잘 드심"}
    assert nurse.post(where, {**body, "group": ""}).status_code == 422
    assert nurse.post(where, body).status_code == 302
    row = house.enrolments.get()
    assert "정기관리군" in nurse.get(where).content.decode()
    assert nurse.post(reverse("visits:end_enrolment", args=[row.id]), {"because": "이사하심"}).status_code == 302
    assert browse("geum_officer").get(where).status_code == 404


def test_turns_are_fenced_and_never_deleted(cast: Cast) -> None:
    born(cast, "1961-11-22")
    count(cast)
    with acting_as(cast.actor("geum_officer")):
        assert not Due.objects.exists()
    with pytest.raises(Exception, match="permission denied"), acting_as(cast.actor("officer")):
        Due.objects.all().delete()


def test_the_database_refuses_a_turn_twice_and_a_window_upside_down(cast: Cast) -> None:
    born(cast, "1961-11-22")
    count(cast)
    due = Due.objects.get()
    values = {
        field.attname: getattr(due, field.attname) for field in Due._meta.concrete_fields if field.attname != "id"
    }
    with pytest.raises(IntegrityError, match="visits_due_once"), transaction.atomic():
        Due.objects.create(**values)
    with pytest.raises(IntegrityError, match="visits_due_window"), transaction.atomic():
        Due.objects.filter(id=due.id).update(opens_on=due.closes_on + dt.timedelta(days=1))
    with pytest.raises(IntegrityError, match="visits_rule_value"), transaction.atomic():
        VisitRule.objects.filter(kind="age").update(at=None)
    assert connection.vendor == "postgresql"


@pytest.mark.slow
def test_lists_ask_the_same_number_of_questions_for_three_and_thirty(
    cast: Cast, browse: Any, django_assert_max_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    today = timezone.localdate()
    nurse = browse("nurse")
    counts = []
    for more in (3, 27):
        for _ in range(more):
            made(cast, born(cast, f"{today.year - 65}-{today:%m-%d}"), today.isoformat(), "absent")
        count(cast, today)
        with CaptureQueriesContext(connection) as asked:
            nurse.get(reverse("visits:due_list", args=["UNIV_65"]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
