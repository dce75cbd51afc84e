"""Every form of process §3, filled by the acts of the office: the words of the record stand in its PDF and in its HWPX.

What is asked for is read from the record and written by hand here, never from the print page: a column the page forgot, or
a code it prints instead of its word, is found.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions.closing import record_aftercare
from bokjihub.cases.models import Aftercare, Conference
from bokjihub.emergency.actions.after import Found, record_follow_up
from bokjihub.resources.models import AllocationLine, LinkDelivery
from bokjihub.ui.papers.reading import paper_of
from bokjihub.ui.words import official_date
from bokjihub.visits.models import Visit
from tests.accounts.places import OURS, World
from tests.desk.test_forms_on_paper import SECTION_3
from tests.emergency.conftest import Office
from tests.factories import care as care_walk
from tests.factories import cases as case_walk
from tests.ui.test_papers import holds_everything, squeezed, text_of_hwpx, text_of_pdf

pytestmark = pytest.mark.slow
Words = list[object]


@dataclass(frozen=True)
class Filled:
    """A filled form: who prints it, at which address, and what its record says."""

    who: str
    arguments: tuple[Any, ...]
    words: Words


def today() -> dt.date:
    return timezone.localdate()


def hand(label: str, on: dt.date | None) -> str:
    """What stands in the box of the 결재란: 김서연 11. 23."""
    assert on is not None
    return f"{label.rsplit(' ', 1)[-1]} {on:%-m. %-d.}"


def counselling(world: World) -> Filled:
    row = world.counselling(OURS)
    head = row.household.members.get()
    return Filled(
        "officer",
        (row.id,),
        [
            head.name,
            row.client_words,
            row.get_disposition_display(),
            "기초연금",
            hand(row.counselled_label, row.counselled_on),
        ],
    )


def consent(world: World) -> Filled:
    row = world.consent(OURS)
    said = [row.given_by, row.get_method_display(), official_date(row.given_on), official_date(row.expires_on)]
    return Filled("officer", (row.id,), [*said, *row.items])


def inspection(world: World) -> Filled:
    aid = world.aid(OURS)
    return Filled("emergency", (aid.id,), [aid.reason.name, aid.title, official_date(aid.requested_on), "제2조의4"])


def survey(world: World) -> Filled:
    row = world.case(OURS).surveys.get()
    given = [answer.evidence for answer in row.answers.exclude(evidence="")]
    assert given
    said = [row.assessor_view, row.get_grade_display(), row.computed_why, official_date(row.started_on)]
    said.append(hand(row.surveyed_label, row.submitted_on))
    return Filled("officer", (row.case_id, 1), [*given, *said])


def conference(world: World) -> Filled:
    world.duty(OURS)
    held = Conference.objects.get(agenda__case=world.case(OURS))
    made = held.agenda.get().decision
    duty = made.duties.get()
    said: Words = [held.place, held.chair, made.discussion, made.get_code_display(), duty.what]
    said += [one.name for one in held.attendees.filter(is_present=True)]
    said.append(hand(made.decided_label, made.decided_on))
    return Filled("head", (held.id,), [*said, duty.post.user.name, official_date(duty.due_on)])


def plan(world: World) -> Filled:
    row = world.case(OURS).plans.get()
    goal, service = row.goals.get(), row.services.get()
    said: Words = [goal.words, goal.measure, goal.baseline, goal.target, service.name, service.provider]
    return Filled("officer", (row.case_id, 1), [*said, row.agreed_by, row.approved_label])


def care(world: World) -> Filled:
    case = world.care(OURS)
    row, person = case.care, case.person
    assert person is not None
    return Filled(
        "officer",
        (case.id,),
        [
            person.name,
            row.get_group_display(),
            row.wish,
            row.get_way_display(),
            hand(case.requested_label, case.requested_on),
        ],
    )


def referral(world: World) -> Filled:
    row = world.link(OURS)
    given = LinkDelivery.objects.create(
        link=row,
        household_id=row.household_id,
        area_id=row.area_id,
        delivered_on=today(),
        words="반찬 세 가지",
        quantity=3,
        won=12_500,
        told_by="복지관 최민아",
        recorded_by=row.sent_by,
        once_key=uuid4(),
    )
    said: Words = [row.service.name, row.service.provider.agency.name, row.person.name, row.reason]
    return Filled(
        "officer", (row.id,), [*said, given.words, "12,500", given.told_by, hand(row.sent_label, row.sent_on)]
    )


def check(world: World) -> Filled:
    case = world.case(OURS)
    walk = case_walk.Walk(world.cast, case.household, today(), case)
    row = walk.check(case.plans.get(), percent=60)
    seen, goal = row.services.get(), row.goals.get()
    said: Words = [row.get_method_display(), row.spoke_with, official_date(row.next_on)]
    said += [seen.get_delivered_display(), f"만족 {seen.satisfaction}/5", goal.evidence, "60%"]
    return Filled("officer", (case.id, 1), said)


def visit(world: World) -> Filled:
    row = world.visited(OURS)
    facts = {"words": "무릎이 아프다", "observation": "약이 남아 있음", "door_signs": ["mail", "meter"]}
    Visit.objects.filter(id=row.id).update(**facts, next_on=today() + dt.timedelta(days=7))
    row.refresh_from_db()
    assert row.next_on is not None
    said: Words = [row.lead.user.name, row.get_result_display(), *facts.values()]
    said[-1:] = ["우편물이 쌓임", "계량기가 멈춤"]
    said.append(hand(row.lead.user.name, row.planned_on))
    return Filled("officer", (row.id,), [*said, official_date(row.next_on)])


def _closed(world: World) -> case_walk.Walk:
    case = world.case(OURS)
    walk = case_walk.Walk(world.cast, case.household, today(), case)
    walk.check(case.plans.get())
    walk.approve_closing(walk.close(client_view="이제 혼자 할 수 있어요", advice="겨울 전기요금을 살필 것"))
    return walk


def closing(world: World) -> Filled:
    row = _closed(world).it.closings.get()
    said: Words = [row.get_reason_display(), row.proof, row.client_view, row.advice]
    return Filled("officer", (row.case_id,), [*said, row.asked_label, row.decided_label, "100%"])


def aftercare(world: World) -> Filled:
    walk = _closed(world)
    first = walk.it.aftercare.order_by("month").first()
    assert first is not None
    with acting_as(by := world.cast.actor("officer")):
        row = record_aftercare(
            aftercare=first,
            method=Aftercare.Method.PHONE,
            outcome=Aftercare.Outcome.SAME,
            signs="요금을 제때 내심",
            by=by,
        )
    assert row.done_on is not None
    said: Words = [row.signs, row.get_outcome_display(), row.get_method_display(), official_date(row.done_on)]
    return Filled("officer", (row.case_id,), [*said, row.done_label])


def _aid(world: World) -> Office:
    return Office(world.cast, world.home(OURS))


def emergency(world: World) -> Filled:
    office = _aid(world)
    office.pay(grant := office.granted(today()), today())
    aid = grant.aid
    said: Words = [aid.number, aid.reason.name, "쌀과 연탄이 떨어짐", "783,000", official_date(grant.ends_on), "승인"]
    return Filled("emergency", (aid.id,), said)


def follow_up(world: World) -> Filled:
    office = _aid(world)
    office.pay(grant := office.granted(today()), today())
    found = Found(household_size=1, income_won=412_000, assets_won=5_000_000, judged=True, reason="기준 안")
    row = office.do("emergency", today(), record_follow_up, aid=grant.aid, checked_on=today(), found=found)
    said: Words = [official_date(row.checked_on), "412,000", "5,000,000", row.reason]
    return Filled("emergency", (grant.aid_id,), said)


def receipt(world: World) -> Filled:
    line = world.line(OURS)
    AllocationLine.objects.filter(id=line.id).update(state=AllocationLine.State.RESERVED)
    lot, home = line.allocation.lot, line.household
    said: Words = [
        line.allocation.title,
        home.members.get().name,
        home.address,
        f"{lot.name} {line.quantity}{lot.unit}",
    ]
    return Filled("resource", (line.allocation_id, "list"), said)


RECORDS: dict[str, Callable[[World], Filled]] = {
    "3.1": counselling,
    "3.2": consent,
    "3.3": inspection,
    "3.4": survey,
    "3.5": conference,
    "3.6": plan,
    "3.6 돌봄통합": care,
    "3.7": referral,
    "3.8": check,
    "3.9": visit,
    "3.10": closing,
    "3.10 사후관리": aftercare,
    "3.11": emergency,
    "3.11 사후조사": follow_up,
    "3.12": receipt,
}


@pytest.mark.parametrize(("section", "name", "address"), [(one[0], one[1], one[3]) for one in SECTION_3])
def test_the_files_of_a_filled_form_say_what_its_record_says(
    section: str,
    name: str,
    address: str,
    world: World,
    browse: Any,
) -> None:
    filled = RECORDS[section](world)
    browser, path = browse(filled.who), reverse(address, args=filled.arguments)
    browser.post(reverse("desk:open_reason", args=[world.home(OURS).id]), {"reason": "counter"})
    page = browser.get(path)
    assert page.status_code == 200, name
    paper = paper_of(page.content.decode())
    for ending, read in (("hwpx", text_of_hwpx), ("pdf", text_of_pdf)):
        text = read(browser.get(path, {"as": ending}).content)
        holds_everything(text, paper)
        missing = [words for words in filled.words if squeezed(str(words)) not in squeezed(text)]
        assert not missing, f"{name} ({ending}): {missing}"


def test_a_care_result_is_told_as_it_was_judged(world: World, browse: Any) -> None:
    """종합판정 결과 안내문: what the person is sent."""
    case = world.care(OURS)
    row = case.assessments.get()
    path = reverse("cases:care_result_sheet", args=[case.id, 1])
    text = squeezed(text_of_hwpx(browse("officer").get(path, {"as": "hwpx"}).content))
    said = [
        hand(row.recorded_label, row.recorded_on),
        hand(row.judged_label, row.judged_on),
        row.reason,
        row.get_care_need_display(),
        *(str(getattr(row, f"get_{key}_display")()) for key in care_walk.LEVELS),
    ]
    assert [words for words in said if squeezed(words) not in text] == []
