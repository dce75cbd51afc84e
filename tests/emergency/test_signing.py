"""긴급지원의 결재: 담당, 팀장, 과장 in turn; back to the officer without refusing the household; the last one decides (제8조제3항)."""

from typing import Any

import pytest
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import set_approval_line
from bokjihub.accounts.models import ApprovalLine, Role
from bokjihub.clocks.actions import NotYourTurn
from bokjihub.clocks.models import Clock
from bokjihub.clocks.queries import signing_of
from bokjihub.emergency import errors, limits
from bokjihub.emergency.actions import grant as granting
from bokjihub.emergency.actions.grant import Ask
from bokjihub.emergency.models import EmergencyAid, Grant
from bokjihub.ui.papers.reading import paper_of
from tests.emergency.conftest import MONDAY, Office

ONE_MONTH = Ask(months=1, monthly_won=300_000, starts_on=MONDAY, notice_ref="고시 2026-1")
LESS = Ask(months=1, monthly_won=200_000, starts_on=MONDAY, notice_ref="고시 2026-1")


@pytest.fixture
def asked(office: Office) -> Grant:
    """A town whose line is 담당-팀장-과장, and a first grant put up."""
    ApprovalLine.objects.create(
        paper=ApprovalLine.Paper.EMERGENCY,
        posts=["담당", "팀장", "과장"],
        roles=["", Role.TEAM_HEAD, Role.EMERGENCY_HEAD],
        final="과장",
        starts_on=MONDAY,
        entered_by=office.cast.user("hope").id,
    )
    aid = office.on_site(office.request())
    return office.do("emergency", MONDAY, granting.ask_grant, aid=aid, ask=ONE_MONTH)


def clock_of(grant: Grant) -> Clock:
    return Clock.objects.get(subject_id=grant.aid_id, policy__code="emergency.decide", done_at__isnull=True)


def decide(office: Office, grant: Grant, who: str, **more: Any) -> Grant:
    row = Grant.objects.get(id=grant.id)
    return office.do(who, MONDAY, granting.decide_grant, **{"grant": row, "is_approved": True, **more})


def test_money_is_granted_when_the_last_of_the_line_has_signed(office: Office, asked: Grant) -> None:
    assert (clock_of(asked).role, clock_of(asked).verb) == (Role.TEAM_HEAD, "살피고 결재")
    with pytest.raises(NotYourTurn):
        decide(office, asked, "emergency_head")
    assert decide(office, asked, "head").is_approved is None
    assert (clock_of(asked).role, clock_of(asked).verb) == (Role.EMERGENCY_HEAD, "살피고 결정")
    with pytest.raises(NotYourTurn):
        decide(office, asked, "head")
    done = decide(office, asked, "emergency_head")
    assert (done.is_approved, done.decided_by) == (True, office.cast.user("emergency_head").id)
    assert EmergencyAid.objects.get(id=asked.aid_id).state == EmergencyAid.State.GRANTED


def test_only_who_decides_refuses(office: Office, asked: Grant) -> None:
    no = {"is_approved": False, "answer": "위기가 지났음", "other_way": "기초생활보장 신청"}
    with pytest.raises(errors.NotTheDecider):
        decide(office, asked, "head", **no)
    decide(office, asked, "head")
    decide(office, asked, "emergency_head", **no)
    assert EmergencyAid.objects.get(id=asked.aid_id).state == EmergencyAid.State.DENIED


def test_sent_back_it_waits_for_the_officer_and_uses_up_nothing(office: Office, asked: Grant) -> None:
    row = Grant.objects.get(id=asked.id)
    office.do("head", MONDAY, granting.return_grant, grant=row, reason="금액을 다시 보세요")
    assert (clock_of(asked).role, clock_of(asked).verb) == (Role.EMERGENCY_OFFICER, "고쳐 다시 올리기")
    assert limits.used_in(asked.aid.episode) == 0
    with pytest.raises(errors.WrongStep):
        decide(office, asked, "head")
    aid = EmergencyAid.objects.get(id=asked.aid_id)
    again = office.do("emergency", MONDAY, granting.ask_grant, aid=aid, ask=LESS)
    assert (again.id, again.round, again.monthly_won, again.returned_on) == (asked.id, 1, 200_000, None)
    decide(office, again, "head")
    assert decide(office, again, "emergency_head").is_approved
    assert [one.words for one in signing_of(again.id).before] == ["금액을 다시 보세요"]


def test_the_page_hands_on_and_the_file_says_who_signed(office: Office, asked: Grant, browse: Any) -> None:
    page, deed = reverse("emergency:grant_page", args=[asked.aid_id]), reverse("emergency:decide", args=[asked.aid_id])
    assert "결재하고 올리기" in browse("head").get(page).content.decode()
    assert "팀장의 결재를 기다립니다" in browse("emergency_head").get(page).content.decode()
    assert browse("head").post(deed, {"order": "back", "back_reason": ""}).status_code == 422
    assert browse("head").post(deed, {"order": "approve"}).status_code == 302
    assert "지급 결정" in browse("emergency_head").get(page).content.decode()
    assert browse("emergency_head").post(deed, {"order": "approve"}).status_code == 302
    file = paper_of(browse("emergency").get(reverse("emergency:file_sheet", args=[asked.aid_id])).content.decode())
    assert file.approval == ("담당", "팀장", "과장")
    assert [cell.split(" ")[0] for cell in file.signed] == ["강긴급", "이정희", "류과장"]


def test_a_line_that_ends_in_the_dong_decides_no_more_help(office: Office, asked: Grant) -> None:
    """제10조의 연장은 동 팀장의 전결로 끝나지 않는다: 시·군·구의 결정권자가 정한다."""
    decide(office, asked, "head")
    decide(office, asked, "emergency_head")
    ApprovalLine.objects.update(posts=["담당", "팀장"], roles=["", Role.TEAM_HEAD], final="팀장")
    more = Ask(months=1, monthly_won=300_000, starts_on=asked.ends_on.replace(day=23), notice_ref="고시", need="아직")
    aid = EmergencyAid.objects.get(id=asked.aid_id)
    second = office.do("emergency", MONDAY, granting.ask_grant, aid=aid, ask=more)
    assert not signing_of(second.id).turns
    clock = Clock.objects.get(subject_id=aid.id, policy__code="emergency.extension", done_at__isnull=True)
    assert clock.role == Role.EMERGENCY_HEAD


def test_the_administrator_cannot_let_the_officer_decide(office: Office) -> None:
    from bokjihub.accounts.actions import LineCannotDecide

    actor = office.cast.actor("hope")
    with acting_as(actor), pytest.raises(LineCannotDecide):
        set_approval_line(
            paper=ApprovalLine.Paper.EMERGENCY,
            posts=["담당", "긴급팀장"],
            roles=["", Role.EMERGENCY_OFFICER],
            final="긴급팀장",
            starts_on=actor.day,
            by=actor,
        )
