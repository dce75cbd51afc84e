"""A filled form becomes a sealed record; what cannot wait stands before somebody today."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.scope import acting_as
from bokjihub.assessments import errors, shipped
from bokjihub.assessments.actions.limits import approve_limit, propose_limit
from bokjihub.assessments.actions.record import (
    AnswersToMend,
    Filled,
    handle_flag,
    record_assessment,
    record_seen,
    refer,
)
from bokjihub.assessments.actions.versions import enter_shipped, publish_version, retire_version, upload_version
from bokjihub.assessments.models import Assessment, Flag, Form, FormVersion, Limit
from bokjihub.assessments.queries.forms import changes_of, limits_on, version_in_use
from bokjihub.assessments.queries.household import health_page, household_panel
from bokjihub.assessments.xlsform import workbook
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.people.models import Consent, Household
from tests.cast import Cast
from tests.factories.homes import home

pytestmark = pytest.mark.django_db
PHQ9 = {f"q{n}": "0" for n in range(1, 10)}


@pytest.fixture
def forms(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the shipped forms and the limits, approved by the nurse."""
    monkeypatch.setattr(shipped, "SHIPPED", (shipped._vitals, shipped._phq9, shipped._safety))
    enter_shipped(by=cast.actor("hope"))
    for limit in Limit.objects.all():
        approve_limit(limit=limit, by=cast.actor("nurse"))


def agreed(cast: Cast) -> Household:
    """A home with a consent for health information."""
    house = home(cast, name="박병순")
    today = timezone.localdate()
    Consent.objects.create(
        household=house, area=house.area, purpose=Consent.Purpose.HEALTH, items=["혈압"], given_by="박병순", method="paper",
        given_on=today, expires_on=today + dt.timedelta(days=365),
    )  # fmt: skip
    return house


def fill(
    cast: Cast, house: Household, code: str, answers: dict[str, str], *, who: str = "nurse", **more: Any
) -> Assessment:
    actor = cast.actor(who)
    version = more.pop("version", None) or version_in_use(code)
    assert version
    with acting_as(actor):
        return record_assessment(
            person=house.members.get(),
            version=version,
            filled=Filled(answers=answers, done_on=more.pop("done_on", actor.day), **more),
            by=actor,
        )


@pytest.mark.usefixtures("forms")
def test_answers_are_sealed_and_the_range_is_readable(cast: Cast) -> None:
    row = fill(
        cast,
        agreed(cast),
        "VITALS",
        {"sys1": "152", "dia1": "94", "bp_setting": "home", "medicine": "아침 약을 빠뜨림"},
    )
    assert row.bands == ["bp4"]
    assert "다시 측정" in row.band_words
    assert row.answers["scores"]["sys"] == "152"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM assessments_assessment a")
        assert "빠뜨림" not in str(cursor.fetchone())
        cursor.execute("SELECT row_to_json(f)::text FROM assessments_flag f")
        assert "혈압" not in str(cursor.fetchone())


@pytest.mark.usefixtures("forms")
def test_a_dangerous_answer_is_an_urgent_worry_today_without_a_word_of_health(cast: Cast) -> None:
    house = agreed(cast)
    row = fill(cast, house, "PHQ9", {**PHQ9, "q9": "1"})
    flag = row.flags.get()
    clock = Clock.objects.get(subject_id=flag.id)
    assert (clock.policy.code, clock.due_on, clock.post_id) == (
        "health.flag",
        timezone.localdate(),
        cast.posts["nurse"].id,
    )
    item = WorkItem.objects.get(household=house)
    assert item.level == "urgent"
    signal = Signal.objects.get(id=flag.signal_id)
    assert "간호사에게 물어 주세요" in signal.words
    seen = " ".join(Clock.objects.values_list("title", flat=True)) + signal.words
    assert not any(word in seen for word in ("자해", "우울", "PHQ", "혈압"))


@pytest.mark.usefixtures("forms")
def test_an_open_worry_of_the_home_becomes_urgent_and_is_not_doubled(cast: Cast) -> None:
    house = agreed(cast)
    fill(
        cast,
        house,
        "VITALS",
        {"sys1": "190", "dia1": "100", "bp_setting": "home", "glucose": "60", "glucose_when": "random"},
    )
    fill(cast, house, "SAFETY", {"hurt": "yes", "afraid": "no", "safe_tonight": "no"})
    assert WorkItem.objects.get(household=house).signals.count() == 2, "one worry, one signal a form"
    assert Flag.objects.filter(level="urgent").count() == 3


@pytest.mark.usefixtures("forms")
def test_wrong_answers_are_not_written(cast: Cast) -> None:
    with pytest.raises(AnswersToMend) as error:
        fill(cast, agreed(cast), "VITALS", {"sys1": "94", "dia1": "152", "bp_setting": "home"})
    assert [one.name for one in error.value.judged.wrong] == ["dia1"]
    assert not Assessment.objects.exists()


@pytest.mark.usefixtures("forms")
def test_a_form_without_an_answer_is_no_record(cast: Cast) -> None:
    house = agreed(cast)
    with pytest.raises(errors.NothingAnswered, match="하나도 없습니다"):
        fill(cast, house, "VITALS", {"sys1": " "})
    assert not Assessment.objects.exists()


@pytest.mark.usefixtures("forms")
def test_without_consent_only_a_danger_is_written_and_withdrawal_bites_at_once(cast: Cast) -> None:
    house = home(cast)
    with pytest.raises(errors.ConsentMissing):
        fill(cast, house, "PHQ9", PHQ9)
    assert fill(cast, house, "PHQ9", PHQ9, basis=Assessment.Basis.DANGER).pk
    other = agreed(cast)
    other.consents.update(withdrawn_on=timezone.localdate())
    with pytest.raises(errors.ConsentMissing):
        fill(cast, other, "PHQ9", PHQ9)


@pytest.mark.usefixtures("forms")
def test_a_device_that_sends_twice_or_late_is_one_record_with_its_own_version(cast: Cast) -> None:
    house, mine = agreed(cast), uuid4()
    old = version_in_use("PHQ9")
    assert old
    first = fill(cast, house, "PHQ9", {**PHQ9, "q9": "2"}, client_id=mine)
    assert fill(cast, house, "PHQ9", {**PHQ9, "q9": "2"}, client_id=mine).pk == first.pk
    retire_version(version=old, by=cast.actor("hope"))
    with pytest.raises(errors.NotInUse):
        fill(cast, house, "PHQ9", PHQ9, version=old)
    late = fill(cast, house, "PHQ9", {**PHQ9, "q9": "1"}, version=old, client_id=uuid4())
    assert late.flags.get().level == "urgent", "found offline, it opens its work all the same"
    with pytest.raises(errors.NotYetDone):
        fill(cast, house, "VITALS", {}, done_on=timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.usefixtures("forms")
def test_a_flag_is_handled_or_referred_and_asked_after_until_the_person_was_seen(cast: Cast) -> None:
    nurse = cast.actor("nurse")
    row = fill(cast, agreed(cast), "PHQ9", {**PHQ9, "q1": "3", "q2": "3", "q3": "3", "q4": "3"})
    flag = row.flags.get()
    with acting_as(nurse):
        with pytest.raises(errors.DeedMissing):
            handle_flag(flag=flag, deed=" ", by=nurse)
        sent = refer(flag=flag, to="남원시정신건강복지센터", by=nurse)
        record_seen(referral=sent, was_seen=False, note="버스가 없어 못 감", by=nurse)
        assert Clock.objects.get(policy__code="health.seen", done_at__isnull=True).due_on > nurse.day
        record_seen(referral=sent, was_seen=True, note="다음 주 또 감", by=nurse)
        with pytest.raises(errors.FlagDone):
            handle_flag(flag=flag, deed="또 함", by=nurse)
    assert not Clock.objects.filter(subject_id=flag.id, done_at__isnull=True).exists()
    assert (sent.seen, sent.note) == ("yes", "다음 주 또 감")


@pytest.mark.usefixtures("forms")
def test_others_learn_only_that_the_nurse_has_to_look(cast: Cast) -> None:
    house = agreed(cast)
    fill(cast, house, "PHQ9", {**PHQ9, "q9": "1"})
    with acting_as(cast.actor("officer")):
        part = household_panel(house.id, Degree.PART)
    assert (part.needs_nurse, part.rows, part.group) == (True, (), "")
    with acting_as(cast.actor("nurse")):
        page = health_page(house.id)
    assert [line.figures for line in page.lines] == ["총점 1"]
    with acting_as(cast.actor("geum_officer")):
        assert not Assessment.objects.exists()
        assert not Flag.objects.exists()


@pytest.mark.usefixtures("forms")
def test_the_course_of_pressure_is_drawn_beside_its_table(cast: Cast) -> None:
    house, today = agreed(cast), timezone.localdate()
    for days, high in ((28, "152"), (14, "146"), (0, "138")):
        fill(
            cast,
            house,
            "VITALS",
            {"sys1": high, "dia1": "80", "bp_setting": "home"},
            done_on=today - dt.timedelta(days=days),
        )
    with acting_as(cast.actor("nurse")):
        (trend,) = health_page(house.id).trends
    assert trend.words == "혈압(mmHg) 지난 3번 152/80, 146/80, 138/80"
    assert trend.lines[0].points.split() == ["10.0,10.0", "160.0,16.3", "310.0,24.8"]
    assert [values for _, values in trend.rows] == [("138", "80"), ("146", "80"), ("152", "80")]
    assert [(one.name, one.value, one.y) for one in trend.limits] == [
        ("수축기 다시 측정", "140", 22.7),
        ("이완기 다시 측정", "90", 75.4),
    ]


@pytest.mark.usefixtures("forms")
def test_what_was_to_be_measured_again_is_done_by_the_next_reading_of_the_same_figures(cast: Cast) -> None:
    house, today = agreed(cast), timezone.localdate()
    high, first = {"sys1": "150", "dia1": "80", "bp_setting": "home"}, today - dt.timedelta(days=9)
    fill(cast, house, "VITALS", high, done_on=first)
    with acting_as(cast.actor("nurse")):
        old = Flag.objects.get(code="bp_again")
    fill(cast, house, "VITALS", {"weight": "61"}, done_on=today)
    fill(
        cast, house, "VITALS", {**high, "sys1": "130"}, done_on=first - dt.timedelta(days=1)
    )  # an older one comes late
    with acting_as(cast.actor("nurse")):
        assert Flag.objects.get(id=old.id).done_at is None
    fill(cast, house, "VITALS", {**high, "sys1": "146"}, done_on=today)
    with acting_as(cast.actor("nurse")):
        old.refresh_from_db()
        assert old.deed.endswith("에 다시 잼")
        assert Flag.objects.filter(code="bp_again", done_at__isnull=True).count() == 1  # the new reading's own
        assert Clock.objects.filter(policy__code="health.again", done_at__isnull=True).count() == 1


@pytest.mark.usefixtures("forms")
def test_readings_of_one_day_stand_beside_one_another(cast: Cast) -> None:
    house, today = agreed(cast), timezone.localdate()
    for days, high in ((2, "152"), (0, "146"), (0, "138")):
        answers = {"sys1": high, "dia1": "80", "bp_setting": "home"}
        fill(cast, house, "VITALS", answers, done_on=today - dt.timedelta(days=days))
    with acting_as(cast.actor("nurse")):
        (trend,) = health_page(house.id).trends
    assert [x for x, _ in trend.lines[0].marks] == [10.0, 250.0, 310.0]


def test_only_an_approved_limit_counts_and_the_new_one_from_its_day(cast: Cast) -> None:
    enter_shipped(by=cast.actor("hope"))
    nurse, today = cast.actor("nurse"), timezone.localdate()
    assert limits_on(today) == {}
    limit = Limit.objects.get(code="bp_sys_urgent")
    approve_limit(limit=limit, by=nurse)
    with pytest.raises(errors.LimitDecided):
        approve_limit(limit=limit, by=nurse)
    later = today + dt.timedelta(days=10)
    with pytest.raises(errors.LimitNotForward):
        propose_limit(like=limit, value=175, source="보건소 지침", starts_on=today - dt.timedelta(days=1), by=nurse)
    new = propose_limit(like=limit, value=175, source="보건소 지침", starts_on=later, by=nurse)
    assert limits_on(later) == {"bp_sys_urgent": 180.0}
    approve_limit(limit=new, by=nurse)
    assert (limits_on(today), limits_on(later)) == ({"bp_sys_urgent": 180.0}, {"bp_sys_urgent": 175.0})


@pytest.mark.usefixtures("forms")
def test_a_new_version_takes_over_and_the_old_answers_keep_theirs(cast: Cast) -> None:
    hope, house = cast.actor("hope"), agreed(cast)
    before = fill(cast, house, "PHQ9", {**PHQ9, "q1": "3"})
    sheets = shipped._phq9()
    sheets["bands"][0]["label"] = "낮은 범위"
    version = upload_version(content=workbook.write(sheets), file_name="PHQ9.xlsx", by=hope)
    assert next((one.what, one.before) for one in changes_of(version)) == ("판정 phq9_1", "0–4점 범위 (score 0–4)")
    assert version_in_use("PHQ9") == before.version, "uploaded is not yet published"
    publish_version(version=version, by=hope)
    after = fill(cast, house, "PHQ9", {**PHQ9, "q1": "3"})
    before.refresh_from_db()
    assert (before.band_words, after.band_words) == ("0–4점 범위", "낮은 범위")
    assert Form.objects.get(code="PHQ9").versions.filter(retired_at__isnull=True).count() == 1
    with pytest.raises(errors.AlreadyOut):
        publish_version(version=version, by=hope)
    with pytest.raises(errors.SameAsBefore):
        upload_version(content=bytes(version.workbook), file_name="again.xlsx", by=hope)
    with pytest.raises(errors.WorkbookBroken) as broken:
        upload_version(content=b"no", file_name="x.xlsx", by=hope)
    assert "엑셀" in broken.value.hint


@pytest.mark.usefixtures("forms")
def test_the_database_keeps_a_published_version_as_it_is(cast: Cast) -> None:
    version = FormVersion.objects.get(form__code="PHQ9")
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        FormVersion.objects.filter(id=version.id).update(definition={})
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        FormVersion.objects.filter(id=version.id).update(xform="<x/>")
    row = fill(cast, agreed(cast), "PHQ9", {**PHQ9, "q9": "1"})
    with pytest.raises(IntegrityError, match="flag_done_has_deed"), transaction.atomic():
        Flag.objects.filter(assessment=row).update(done_at=timezone.now(), done_by=row.recorded_by)
    with pytest.raises(Exception, match="permission denied"), acting_as(cast.actor("nurse")):
        Flag.objects.all().delete()
