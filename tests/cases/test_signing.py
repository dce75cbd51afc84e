"""결재가 차례로: each post of the town's line in its turn, back with a reason, and a town without such a line as ever."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import LineCannotDecide, LineUnclear, set_approval_line
from bokjihub.accounts.models import ApprovalLine, Assignment, Post, Role, StandIn
from bokjihub.accounts.queries import signers
from bokjihub.cases.actions import closing as closings
from bokjihub.cases.actions import plan as plans
from bokjihub.cases.actions import request as requests
from bokjihub.cases.models import Case, Closing, Decision, Plan
from bokjihub.clocks.actions import NotYourTurn, ReturnWithoutReason
from bokjihub.clocks.models import Clock, SignOff
from bokjihub.clocks.queries import open_clocks, signing_of
from bokjihub.ui.papers.reading import paper_of
from tests.cast import LONG_AGO, Cast
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db
Paper, Code = ApprovalLine.Paper, Decision.Code
POSTS = ("담당", "팀장", "동장")
BOTH = ("", Role.TEAM_HEAD, Role.DONG_HEAD)


def line(cast: Cast, paper: ApprovalLine.Paper, final: str = "동장", **more: Any) -> None:
    actor = cast.actor("hope")
    facts = {"posts": POSTS, "roles": BOTH, "office": "dong", **more}
    with acting_as(actor):
        set_approval_line(paper=paper, final=final, starts_on=actor.day, by=actor, **facts)


def waits_for(cast: Cast, who: str, code: str) -> bool:
    """Whether the clock is on this person's Today."""
    actor = cast.actor(who)
    with acting_as(actor):
        return open_clocks(actor, until=actor.day + dt.timedelta(days=90)).filter(policy__code=code).exists()


def on_the_way_to_plan(cast: Cast) -> tuple[Walk, Plan]:
    path = walk(cast, timezone.localdate())
    path.request()
    path.accept()
    path.survey()
    path.decide()
    return path, path.plan()


def test_a_plan_is_in_force_when_the_last_of_the_line_has_signed(cast: Cast) -> None:
    line(cast, Paper.PLAN)
    path, row = on_the_way_to_plan(cast)
    assert (waits_for(cast, "head", "case.plan"), waits_for(cast, "dong_head", "case.plan")) == (True, False)
    with pytest.raises(NotYourTurn, match="팀장이 결재할 차례"):
        path.approve(row, who="dong_head")
    path.approve(row)
    row.refresh_from_db()
    assert (row.state, path.it.state) == (Plan.State.AGREED, Case.State.PLANNING)
    assert (waits_for(cast, "head", "case.plan"), waits_for(cast, "dong_head", "case.plan")) == (False, True)
    with pytest.raises(NotYourTurn, match="동장이 결재할 차례"):
        path.approve(row)
    path.approve(row, who="dong_head")
    row.refresh_from_db()
    assert (row.state, path.it.state, row.approved_by) == (
        Plan.State.ACTIVE,
        Case.State.SERVING,
        cast.user("dong_head").id,
    )
    assert not waits_for(cast, "dong_head", "case.plan")


def test_the_head_of_the_dong_opens_the_one_record_while_signing_and_no_longer(cast: Cast, browse: Any) -> None:
    line(cast, Paper.PLAN)
    path, _ = on_the_way_to_plan(cast)
    page = reverse("cases:plan", args=[path.it.id, 1])
    assert browse("dong_head").get(page).status_code == 404
    assert browse("head").post(page, {"deed": "approve"}).status_code == 302
    body = browse("dong_head").get(page).content.decode()
    assert "동장 자리에서 결재할까요" in body
    answer = browse("dong_head").post(page, {"deed": "approve"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:approvals"))
    assert browse("dong_head").get(page).status_code == 404
    assert not Assignment.objects.filter(purpose=Assignment.Purpose.SIGN_OFF, ends_at__isnull=True).exists()


def test_the_sheet_says_who_signed_when_as_whom(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    line(cast, Paper.PLAN, posts=("담당", "팀장", "동장", "국장"), roles=(*BOTH, ""))
    StandIn.objects.create(
        absent=cast.posts["dong_head"], by_user=cast.user("colleague"), reason="출장", starts_on=today, ends_on=today
    )
    path, row = on_the_way_to_plan(cast)
    path.approve(row)
    sheet = reverse("cases:plan_sheet", args=[path.it.id, 1])
    day = f"{today:%-m. %-d.}"
    half = paper_of(browse("officer").get(sheet).content.decode())
    assert (half.approval, half.signed) == (
        ("담당", "팀장", "동장", "국장"),
        (f"김서연 {day}", f"이정희 {day}", "", "/"),
    )
    path.approve(row, who="colleague")
    whole = paper_of(browse("officer").get(sheet).content.decode())
    assert whole.signed == (f"김서연 {day}", f"이정희 {day}", f"정민수 {day} 전결 대결(오동장)", "/")


def test_a_plan_sent_back_from_above_goes_the_whole_way_again(cast: Cast) -> None:
    line(cast, Paper.PLAN)
    path, row = on_the_way_to_plan(cast)
    path.approve(row)
    actor = path.by("dong_head")
    with acting_as(actor):
        with pytest.raises(plans.ReasonMissing):
            plans.return_plan(plan=Plan.objects.get(id=row.id), reason=" ", by=actor)
        plans.return_plan(plan=Plan.objects.get(id=row.id), reason="목표가 하나뿐입니다", by=actor)
    row.refresh_from_db()
    assert (row.state, waits_for(cast, "officer", "case.plan")) == (Plan.State.DRAFT, True)
    signing = signing_of(row.id)
    assert signing.returned is not None
    assert signing.returned.words == "목표가 하나뿐입니다"
    writer = path.by("officer")
    with acting_as(writer):
        plans.agree_plan(plan=row, agreement=Plan.Agreement.SPOKEN, agreed_by="본인", witness="정민수", by=writer)
    again = signing_of(row.id)
    assert again.turn is not None
    assert again.turn.post_name == "팀장"
    assert [one.words for one in again.before] == ["", "목표가 하나뿐입니다"]


def test_a_line_that_ends_early_by_the_towns_rule_ends_there(cast: Cast) -> None:
    line(cast, Paper.CLOSING, final="팀장")
    path = walk(cast, timezone.localdate())
    row = path.to_serving()
    path.check(row)
    path.approve_closing(path.close())
    assert path.it.state == Case.State.AFTERCARE
    assert list(SignOff.objects.values_list("post_name", "decides")) == [("팀장", True)]


def test_a_closing_goes_up_and_comes_down(cast: Cast) -> None:
    line(cast, Paper.CLOSING)
    path = walk(cast, timezone.localdate())
    path.check(path.to_serving())
    asked = path.close()
    path.approve_closing(asked)
    assert path.it.state == Case.State.CLOSING
    above = path.by("dong_head")
    with acting_as(above):
        with pytest.raises((ReturnWithoutReason, closings.ReasonMissing)):
            closings.return_closing(closing=Closing.objects.get(id=asked.id), answer="", by=above)
        closings.return_closing(closing=Closing.objects.get(id=asked.id), answer="한 달 더 보세요", by=above)
    assert path.it.state == Case.State.SERVING
    again = path.close()
    path.approve_closing(again)
    path.approve_closing(again, who="dong_head")
    again.refresh_from_db()
    assert (path.it.state, again.decided_by) == (Case.State.AFTERCARE, cast.user("dong_head").id)


def test_an_intake_names_the_manager_below_and_begins_above(cast: Cast, browse: Any) -> None:
    line(cast, Paper.OPENING)
    path = walk(cast, timezone.localdate())
    path.request()
    path.accept(manager="colleague")
    assert (path.it.state, path.it.manager, path.it.manager_named) == ("requested", None, cast.posts["colleague"])
    page = reverse("cases:accept", args=[path.it.id])
    body = browse("dong_head").get(page).content.decode()
    assert f'value="{cast.posts["colleague"].id}" selected' in body
    sent = {"manager": cast.posts["colleague"].id, "deed": "accept"}
    assert browse("dong_head").post(page, sent).status_code == 302
    assert (path.it.state, path.it.manager, path.it.manager_named) == ("accepted", cast.posts["colleague"], None)
    assert path.it.accepted_on == path.day


def test_an_intake_sent_back_ends_its_turns(cast: Cast) -> None:
    line(cast, Paper.OPENING)
    path = walk(cast, timezone.localdate())
    path.request()
    path.accept()
    above = path.by("dong_head")
    with acting_as(above):
        requests.return_case(case=path.it, reason="동에서 보던 집입니다", by=above)
    assert path.it.state == Case.State.RETURNED
    assert signing_of(path.it.id).turn is None
    assert not Clock.objects.filter(subject_id=path.it.id, done_at__isnull=True).exists()


def test_nobody_signs_twice_nor_what_they_wrote(cast: Cast) -> None:
    today = timezone.localdate()
    for who in ("head", "officer"):
        StandIn.objects.create(
            absent=cast.posts["dong_head"], by_user=cast.user(who), reason="출장", starts_on=today, ends_on=today
        )
    line(cast, Paper.PLAN)
    path, row = on_the_way_to_plan(cast)
    path.approve(row)
    for who in ("head", "officer"):
        with pytest.raises(NotYourTurn):
            path.approve(row, who=who)


def test_a_post_nobody_holds_is_passed_over_but_never_the_one_that_decides(cast: Cast) -> None:
    cast.posts["head"].ends_on = timezone.localdate() - dt.timedelta(days=1)
    cast.posts["head"].save()
    line(cast, Paper.PLAN)
    path = walk(cast, timezone.localdate())
    path.request()
    Case.objects.update(state="planning", manager=cast.posts["officer"], accepted_on=path.day, kind="general")
    actor = path.by("officer")
    with acting_as(actor):
        row = plans._new_version(path.it, None, actor)
        plans.write_plan(plan=row, content=path.content(), by=actor)
        plans.agree_plan(plan=row, agreement=Plan.Agreement.SPOKEN, agreed_by="본인", witness="정민수", by=actor)
    assert [(one.post_name, one.is_vacant) for one in signing_of(row.id).turns] == [("팀장", True), ("동장", False)]
    cast.posts["dong_head"].ends_on = timezone.localdate() - dt.timedelta(days=1)
    cast.posts["dong_head"].save()
    with acting_as(actor):
        assert signing_of(row.id).turn is not None
    assert Clock.objects.get(subject_id=path.it.id, policy__code="case.plan", done_at=None).role == Role.DONG_HEAD


def test_a_case_of_the_dong_does_not_go_up_the_units_line(cast: Cast) -> None:
    line(cast, Paper.PLAN, final="과장", posts=("담당", "과장"), roles=("", Role.HOPE_UNIT), office="city")
    path, row = on_the_way_to_plan(cast)
    path.approve(row)
    assert path.it.state == Case.State.SERVING
    assert not SignOff.objects.exists()


def test_the_head_of_the_department_signs_a_plan_of_the_city_and_reads_it_only_then(cast: Cast, browse: Any) -> None:
    """담당-팀장-과장 at the city hall: 과장 is 긴급지원 결정권자 and opens a case only while its paper waits for them."""
    today = timezone.localdate()
    chief = cast.posts["emergency_head"]
    roles = ("", Role.HOPE_UNIT, Role.EMERGENCY_HEAD)
    line(cast, Paper.PLAN, "과장", posts=("담당", "팀장", "과장", "국장"), roles=(*roles, ""), office="city")
    path = walk(cast, today)
    path.request()
    path.accept()
    path.survey({"safety": 3})
    path.decide(Code.CASE_COMPLEX)
    for who, deed, more in (
        ("officer", requests.propose_transfer, {"to": Case.Holder.DISTRICT, "reason": "안전 3"}),
        ("hope", requests.answer_transfer, {"is_accepted": True, "manager": cast.posts["manager"]}),
    ):
        actor = path.by(who)
        first = {"case": path.it} if who == "officer" else {"proposal": path.it.transfers.get()}
        with acting_as(actor):
            deed(**first, **more, by=actor)
    row = path.plan(who="manager", crisis_plan="낮 팀, 밤 112")
    StandIn.objects.create(absent=chief, by_user=cast.user("emergency"), reason="출장", starts_on=today, ends_on=today)
    page = reverse("cases:plan", args=[path.it.id, 1])
    assert browse("emergency_head").get(page).status_code == 404
    path.approve(row, who="hope")
    assert waits_for(cast, "emergency_head", "case.plan")
    assert "과장 자리에서 결재할까요" in browse("emergency_head").get(page).content.decode()
    path.approve(row, who="emergency")
    row.refresh_from_db()
    assert (row.state, row.approved_for) == (Plan.State.ACTIVE, chief.user.name)
    assert browse("emergency_head").get(page).status_code == 404
    signed = paper_of(browse("hope").get(reverse("cases:plan_sheet", args=[path.it.id, 1])).content.decode()).signed
    assert signed[2].endswith(f"전결 대결({chief.user.name})")
    assert signed[3] == "/"


def test_of_several_who_hold_a_role_the_one_whose_title_says_so_signs(cast: Cast) -> None:
    today, dong = timezone.localdate(), cast.dongs["노암동"]
    first = cast.posts["hope"]
    chief = Post.objects.create(
        user=cast.user("specialist"), role=Role.HOPE_UNIT, area=cast.city, title="주민복지과장", starts_on=LONG_AGO
    )
    assert signers(Role.HOPE_UNIT, "과장", dong, today) == [chief]
    assert set(signers(Role.HOPE_UNIT, "팀장", dong, today)) == {first, chief}
    assert signers(Role.DONG_HEAD, "동장", dong, today) == [cast.posts["dong_head"]]
    assert signers(Role.TEAM_HEAD, "팀장", cast.dongs["금동"], today) == []


LINES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("다른 곳의 결재선", {"office": "city"}, "여기서 결재할 수 없습니다"),
    ("어디인지 없음", {"office": ""}, "어디의 결재선"),
    ("전결이 종이", {"roles": ("", Role.TEAM_HEAD, "")}, "전결하는 자리는 여기서"),
    ("회의록", {"paper": Paper.MINUTES}, "차례로 결재하지 않습니다"),
    ("자리보다 많음", {"roles": (*BOTH, Role.DONG_HEAD)}, "자리보다 많이"),
)


@pytest.mark.parametrize(("why", "more", "words"), LINES, ids=[one[0] for one in LINES])
def test_a_line_ends_with_somebody_who_may_decide(cast: Cast, why: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises((LineCannotDecide, LineUnclear), match=words):
        line(cast, **{"paper": Paper.PLAN, **more})


def test_an_office_sets_its_line_in_the_browser(cast: Cast, browse: Any) -> None:
    sent = {
        "paper": "plan",
        "office": "dong",
        "posts": "담당, 팀장, 동장",
        "role_2": "team_head",
        "role_3": "dong_head",
        "final": "동장",
        "starts_on": str(timezone.localdate()),
    }
    page = reverse("accounts:approval_lines")
    assert browse("hope").post(page, sent).status_code == 302
    body = browse("hope").get(page).content.decode()
    assert "담당 → 팀장(맞춤형복지팀장) → 동장(읍·면·동장)" in body
    assert ApprovalLine.objects.get().roles == ["", "team_head", "dong_head"]
