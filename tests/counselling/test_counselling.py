"""상담: no words no record, told benefits, consent, consequences by disposition, danger, typing over."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.panels import Degree
from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.benefits.actions.applications import open_application
from bokjihub.benefits.models import Application
from bokjihub.cases.actions.request import request_case
from bokjihub.clocks.models import Clock
from bokjihub.counselling import errors
from bokjihub.counselling.actions import record as actions
from bokjihub.counselling.models import Counselling, Promise
from bokjihub.counselling.queries.household import household_panel
from bokjihub.counselling.queries.transcript import transcript
from bokjihub.discovery.models import ContactAttempt, Signal, WorkItem
from bokjihub.emergency.actions.request import request_aid
from bokjihub.emergency.models import CrisisReason, Kind
from bokjihub.people.models import Consent, Household
from bokjihub.resources.actions.links import Referral, send_link
from bokjihub.visits.actions.record import Outcome, record_visit
from bokjihub.visits.models import Visit
from tests.cast import Cast
from tests.factories import resources
from tests.factories.homes import home
from tests.factories.visits import planned

pytestmark = pytest.mark.django_db
D = Counselling.Disposition


def today() -> dt.date:
    return timezone.localdate()


def after(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def worry(cast: Cast, household: Household, **more: Any) -> WorkItem:
    return WorkItem.objects.create(
        household=household,
        area=household.area,
        number=f"노암-{uuid.uuid4().hex[:6]}",
        state=more.pop("state", WorkItem.State.ASSIGNED),
        owner=cast.posts["officer"],
        opened_on=today(),
        **more,
    )


def counsel(cast: Cast, household: Household, disposition: D = D.LINK, **more: Any) -> Counselling:
    said = actions.Said(
        channel=more.pop("channel", Counselling.Channel.PHONE),
        on=more.pop("on", today()),
        client_words=more.pop("words", "전기가 끊긴다고 종이가 왔어"),
        immediate_danger=more.pop("danger", ()),
        observation="방이 차가움",
        crisis_reasons=("power_cut",),
        needs=("money",),
    )
    step = actions.Step(
        disposition=disposition,
        next_check_on=more.pop("next_check_on", after(7)),
        excluded_reason=more.pop("excluded_reason", ""),
        told=more.pop("told", (actions.Told("주거급여", True),)),
        promises=more.pop("promises", ()),
    )
    agreement = more.pop("agreement", actions.Agreement(given_by="박병순"))
    actor = cast.actor("officer")
    with acting_as(actor):
        return actions.record_counselling(
            household=household, said=said, step=step, agreement=agreement, by=actor, **more
        )


def open_clocks() -> dict[str, Clock]:
    return {clock.policy.code: clock for clock in Clock.objects.filter(done_at__isnull=True).select_related("policy")}


def test_words_and_observation_stay_apart_and_what_was_known_is_frozen(cast: Cast) -> None:
    household = home(cast, registered_address="남원시 금동 1")
    record = counsel(cast, household)
    assert (record.client_words, record.observation) == ("전기가 끊긴다고 종이가 왔어", "방이 차가움")
    assert {row["label"]: row["value"] for row in record.known}["주민등록지와 실거주지"] == "다름"
    Household.objects.filter(id=household.id).update(address="다른 곳")
    again = Counselling.objects.select_related("household").get(id=record.id)
    assert {row.label: row.value for row in transcript(again)}["실거주지"] == household.address


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"words": " "}, errors.WordsMissing),
        ({"next_check_on": None}, errors.NextCheckMissing),
        ({"on": dt.date(2999, 1, 1)}, errors.FutureCounselling),
        ({"next_check_on": dt.date(2020, 1, 1)}, errors.NextCheckTooEarly),
        ({"disposition": D.INFORMATION, "told": ()}, errors.ToldMissing),
        ({"disposition": D.APPLY, "told": ()}, errors.ToldMissing),
        ({"disposition": D.EXCLUDED}, errors.ExclusionReasonMissing),
        ({"agreement": actions.Agreement()}, errors.ConsentUnsaid),
    ],
)
def test_what_may_not_be_saved(cast: Cast, change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        counsel(cast, home(cast), **change)
    assert not Counselling.objects.exists()


def test_the_database_refuses_a_missing_next_check_too(cast: Cast) -> None:
    household = home(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counselling.objects.create(
            household=household,
            area=household.area,
            channel="phone",
            counselled_on=today(),
            client_words="말씀",
            disposition="link",
            counselled_by=uuid.uuid4(),
            counselled_label="시험",
        )


def test_a_filled_form_is_not_rewritten(cast: Cast) -> None:
    record = counsel(cast, home(cast))
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast.actor("officer")):
        Counselling.objects.filter(id=record.id).update(client_words="고친 말")


def test_consent_said_in_the_conversation_is_a_consent_and_the_next_record_needs_none(cast: Cast) -> None:
    household = home(cast)
    record = counsel(cast, household)
    consent = Consent.objects.get()
    assert record.consent == consent
    assert (consent.purpose, consent.given_by, consent.method) == ("counselling", "박병순", "spoken")
    assert counsel(cast, household, agreement=actions.Agreement()).consent == consent


def test_without_consent_the_reason_stands(cast: Cast) -> None:
    record = counsel(cast, home(cast), agreement=actions.Agreement(missing_reason="의식이 없으심"))
    assert (record.consent, record.no_consent_reason) == (None, "의식이 없으심")


@pytest.mark.parametrize(
    ("disposition", "verb"),
    [
        (D.EMERGENCY, "긴급지원 요청하기"),
        (D.CASE, "사례관리 의뢰하기"),
        (D.LINK, "의뢰 보내기"),
        (D.APPLY, "신청 돕기"),
    ],
)
def test_what_was_decided_asks_the_counsellor_until_it_is_done(cast: Cast, disposition: D, verb: str) -> None:
    record = counsel(cast, home(cast), disposition)
    follow = open_clocks()["counselling.follow"]
    assert (follow.verb, follow.post_id, follow.subject_id) == (verb, cast.posts["officer"].id, record.id)
    assert {"counselling.transcribe", "counselling.next_check"} <= set(open_clocks())
    officer = cast.actor("officer")
    with acting_as(officer):
        actions.finish_follow_up(counselling=record, words="종이로 의뢰함", by=officer)
    assert "counselling.follow" not in open_clocks()


def test_information_asks_for_typing_over_only(cast: Cast) -> None:
    counsel(cast, home(cast), D.INFORMATION, next_check_on=None)
    assert set(open_clocks()) == {"counselling.transcribe"}


@pytest.mark.parametrize(
    ("disposition", "state"),
    [
        (D.INFORMATION, "contacted"),
        (D.APPLY, "contacted"),
        (D.LINK, "contacted"),
        (D.EMERGENCY, "contacted"),
        (D.CASE, "contacted"),
    ],
)
def test_the_worry_is_met_and_waits_for_its_outcome(cast: Cast, disposition: D, state: str) -> None:
    household = home(cast)
    item = worry(cast, household)
    record = counsel(cast, household, disposition)
    item.refresh_from_db()
    assert (record.work_item, item.state, item.closed_on) == (item, state, None)
    assert ContactAttempt.objects.get(work_item=item).result == "spoke"
    assert "work_item.outcome" in open_clocks()
    assert "work_item.record" not in open_clocks()


def test_a_person_not_found_stays_where_they_are_with_a_next_date(cast: Cast) -> None:
    household = home(cast)
    item = worry(cast, household, state=WorkItem.State.CONTACTING)
    counsel(cast, household, D.UNLOCATED, next_check_on=after(3))
    item.refresh_from_db()
    assert item.state == WorkItem.State.CONTACTING
    assert open_clocks()["work_item.next_contact"].due_on == after(3)


def test_a_visit_is_carried_into_the_record_and_its_clock_ends(cast: Cast) -> None:
    household = home(cast)
    visit = planned(cast, household, on=today())
    officer = cast.actor("officer")
    with acting_as(officer):
        record_visit(visit=visit, outcome=Outcome(result=Visit.Result.MET, next_on=after(7)), by=officer)
    assert "visit.counselling" in open_clocks()
    record = counsel(cast, household, channel=Counselling.Channel.VISIT, visit=visit)
    assert record.visit == visit
    assert "visit.counselling" not in open_clocks()


def test_immediate_danger_opens_urgent_work_today(cast: Cast) -> None:
    household = home(cast)
    counsel(cast, household, danger=("hunger",))
    signal = Signal.objects.get(household=household)
    assert (signal.level, signal.kinds) == ("urgent", ["hunger"])
    item = WorkItem.objects.get(household=household)
    assert item.level == "urgent"
    assert any(clock.subject_id == item.id for clock in open_clocks().values())


def test_the_same_form_sent_twice_is_one_record(cast: Cast) -> None:
    household, form = home(cast), uuid.uuid4()
    first = counsel(cast, household, client_id=form)
    assert counsel(cast, household, client_id=form) == first
    assert Counselling.objects.count() == 1


def test_typing_over_follows_the_official_order_and_is_done_once(cast: Cast) -> None:
    record = counsel(cast, home(cast))
    order = ["접수경로", "대상자(성명, 생년월일, 성별)", "주민등록지", "연락처", "가구형태", "가구원", "보호구분"]
    order += ["주요 위기사유", "주호소", "관찰", "즉시 위험", "방문자 안전", "안내한 급여", "조치", "다음 확인일"]
    assert [row.label for row in transcript(record) if row.label in order] == order
    officer = cast.actor("officer")
    with acting_as(officer):
        actions.transcribe(counselling=record, by=officer)
        with pytest.raises(errors.AlreadyTranscribed):
            actions.transcribe(counselling=record, by=officer)
    assert "counselling.transcribe" not in open_clocks()


def test_promises_are_kept(cast: Cast) -> None:
    promise = actions.Promised(Promise.Whose.OURS, "신청서를 들고 온다", after(3))
    record = counsel(cast, home(cast), promises=(promise,))
    row = record.promises.get()
    officer = cast.actor("officer")
    with acting_as(officer):
        assert household_panel(record.household_id, Degree.ALL).promises == (row,)
        actions.keep_promise(promise=row, on=today(), by=officer)
        assert household_panel(record.household_id, Degree.ALL).promises == ()


def test_a_partial_panel_holds_no_words(cast: Cast) -> None:
    record = counsel(cast, home(cast))
    with acting_as(cast.actor("officer")):
        part = household_panel(record.household_id, Degree.PART)
    assert "전기" not in repr(part)
    assert part.records[0].disposition == "서비스연계"


def test_the_form_writes_the_record_and_the_pages_show_it(cast: Cast, browse: Any) -> None:
    household = home(cast)
    officer = browse("officer")
    where = reverse("counselling:record", args=[household.id])
    page = officer.get(where)
    if page.status_code == 302:
        officer.post(page["Location"], {"reason": "phone"})
        page = officer.get(where)
    assert household.address in page.content.decode()
    body = {
        "channel": "phone",
        "counselled_on": today().isoformat(),
        "client_words": "쌀이 떨어졌어",
        "disposition": "information",
        "next_check_on": after(7).isoformat(),
        "consent_by": "본인",
        "consent_method": "spoken",
        "client_id": str(uuid.uuid4()),
    }
    refused = officer.post(where, body)
    assert refused.status_code == 422
    assert "무엇을 안내했는지" in refused.content.decode()
    assert "쌀이 떨어졌어" in refused.content.decode()
    done = officer.post(where, {**body, "told_2": "wants"})
    record = Counselling.objects.get()
    assert done["Location"] == reverse("counselling:counselling", args=[record.id])
    told = record.told.get()
    assert (told.benefit, told.wants_to_apply) == ("주거급여", True)
    assert "쌀이 떨어졌어" in officer.get(done["Location"]).content.decode()


def test_typing_over_and_the_paper_are_exports_on_record(cast: Cast, browse: Any) -> None:
    record = counsel(cast, home(cast))
    officer = browse("officer")
    where = reverse("counselling:transcribe", args=[record.id])
    assert "data-copy-list" in officer.get(where).content.decode()
    phone = record.household.members.get().phone
    assert phone not in officer.get(reverse("counselling:paper", args=[record.id])).content.decode()
    exports = Entry.objects.filter(kind=Entry.Kind.EXPORT, subjects__contains=[record.household_id])
    assert exports.count() == 2
    assert officer.post(where).status_code == 302
    shown = officer.get(reverse("counselling:counselling", args=[record.id])).content.decode()
    assert "옮겨 적음" in shown
    assert phone not in shown
    assert "박병순" not in shown
    assert "박*순" in shown


@pytest.mark.parametrize("who", ["outsider", "volunteer", "nurse", "monitor", "emergency"])
def test_a_record_is_not_there_for_others(cast: Cast, browse: Any, who: str) -> None:
    record = counsel(cast, home(cast))
    for name in ("counselling", "transcribe", "paper"):
        assert browse(who).get(reverse(f"counselling:{name}", args=[record.id])).status_code == 404


def _aid(cast: Cast, household: Household, actor: Any) -> None:
    reason = CrisisReason.objects.on(today()).filter(code="illness").get()
    request_aid(household=household, kind=Kind.LIVING, reason=reason, requested_on=today(), by=actor)


def _case(cast: Cast, household: Household, actor: Any) -> None:
    request_case(household=household, reason="빚과 집 문제", by=actor)


def _application(cast: Cast, household: Household, actor: Any) -> None:
    item = WorkItem.objects.get(household=household)
    group = Application.Group.BASIC
    open_application(household=household, benefit="생계급여", group=group, on=today(), work_item=item, by=actor)


def _link(cast: Cast, household: Household, actor: Any) -> None:
    service = resources.service(cast)
    resources.consent(cast, household, service)
    asked = Referral(items=("이름",), reason="끼니를 거르심")
    send_link(household=household, person=resources.head(household), service=service, referral=asked, by=actor)


@pytest.mark.parametrize(
    ("disposition", "deed"), [(D.EMERGENCY, _aid), (D.CASE, _case), (D.APPLY, _application), (D.LINK, _link)]
)
def test_the_room_that_does_the_step_ends_the_clock_of_the_counselling(
    cast: Cast, disposition: D, deed: Callable[[Cast, Household, Any], None]
) -> None:
    household = home(cast)
    item = worry(cast, household)
    counsel(cast, household, disposition)
    assert "counselling.follow" in open_clocks()
    actor = cast.actor("officer")
    with acting_as(actor):
        deed(cast, household, actor)
    assert "counselling.follow" not in open_clocks()
    assert "counselling.transcribe" in open_clocks()
    item.refresh_from_db()
    assert item.state == WorkItem.State.LINKED


def test_another_step_than_the_one_decided_leaves_the_clock(cast: Cast) -> None:
    household = home(cast)
    worry(cast, household)
    counsel(cast, household, D.CASE)
    actor = cast.actor("officer")
    with acting_as(actor):
        _aid(cast, household, actor)
    assert "counselling.follow" in open_clocks()
