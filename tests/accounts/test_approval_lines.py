"""결재선: dated by the town, printed with who signed; 전결 strikes what comes after, a stand-in is named."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import LineInThePast, LineUnclear, set_approval_line
from bokjihub.accounts.models import ApprovalLine, StandIn
from bokjihub.accounts.queries import Line, approval_line
from bokjihub.cases.models import Plan
from bokjihub.ui.papers import hwpx
from bokjihub.ui.papers.reading import paper_of
from tests.cast import Cast
from tests.factories.cases import walk
from tests.ui.test_papers import holds_everything, text_of_hwpx

pytestmark = pytest.mark.django_db
Paper = ApprovalLine.Paper
DAY = dt.date(2026, 3, 2)
BY = ("노암동 팀장 · 이정희", DAY)
BOXES: tuple[tuple[str, Line, str, list[str]], ...] = (
    ("과장까지", Line(("담당", "팀장", "과장"), "과장"), "", ["김서연 3. 2.", "이정희 3. 2.", ""]),
    ("팀장 전결", Line(("담당", "팀장", "과장"), "팀장"), "", ["김서연 3. 2.", "이정희 3. 2. 전결", "/"]),
    ("담당 전결", Line(("담당", "팀장"), "담당"), "", ["김서연 3. 2. 전결", "/"]),
    ("대결", Line(("담당", "팀장"), "팀장"), "오동장", ["김서연 3. 2.", "이정희 3. 2. 대결(오동장)"]),
    ("국장까지", Line(("담당", "팀장", "과장", "국장"), "과장"), "", ["김서연 3. 2.", "이정희 3. 2.", "", "/"]),
)


@pytest.mark.parametrize(("why", "line", "absent", "cells"), BOXES, ids=[one[0] for one in BOXES])
def test_the_box_shows_who_signed_and_strikes_what_comes_after(
    why: str, line: Line, absent: str, cells: list[str]
) -> None:
    assert [one.words for one in line.signed(("노암동 담당 · 김서연", DAY), BY, absent)] == cells


def test_a_box_not_decided_yet_stays_open(cast: Cast) -> None:
    assert [one.words for one in approval_line(Paper.PLAN, DAY).signed(("김서연", DAY))] == ["김서연 3. 2.", "", ""]


def test_a_line_holds_from_its_day_and_not_before(cast: Cast) -> None:
    actor = cast.actor("hope")
    soon = actor.day + dt.timedelta(days=10)
    with acting_as(actor):
        set_approval_line(paper=Paper.PLAN, posts=["담당", " 팀장 "], final="팀장", starts_on=soon, by=actor)
        assert approval_line(Paper.PLAN, soon).posts == ("담당", "팀장")
        assert approval_line(Paper.PLAN, actor.day).posts == ("담당", "팀장", "과장")
        with pytest.raises(LineUnclear):
            set_approval_line(paper=Paper.PLAN, posts=["담당", "팀장"], final="과장", starts_on=soon, by=actor)
        with pytest.raises(LineUnclear):
            set_approval_line(paper=Paper.PLAN, posts=["팀장", "팀장"], final="팀장", starts_on=soon, by=actor)
        with pytest.raises(LineInThePast):
            set_approval_line(
                paper=Paper.PLAN, posts=["담당"], final="담당", starts_on=actor.day - dt.timedelta(days=1), by=actor
            )


def test_a_town_sets_its_line_and_a_plan_is_printed_with_it(cast: Cast, browse: Any) -> None:
    today = timezone.localdate()
    page = reverse("accounts:approval_lines")
    sent = {
        "paper": "plan",
        "posts": "담당, 팀장, 과장",
        "final": "팀장",
        "starts_on": str(today),
        "source": "전결 규정",
    }
    assert browse("hope").post(page, sent).status_code == 302
    assert "전결 규정" in browse("hope").get(page).content.decode()
    StandIn.objects.create(
        absent=cast.posts["head"],
        by_user=cast.user("colleague"),
        reason="연가",
        starts_on=today,
        ends_on=today,
    )
    path = walk(cast, today)
    path.request()
    path.accept()
    path.survey()
    path.decide()
    row = path.approve(path.plan(), who="colleague")
    assert Plan.objects.get(id=row.id).approved_for == "이정희"
    answer = browse("officer").get(reverse("cases:plan_sheet", args=[path.it.id, 1]))
    paper = paper_of(answer.content.decode())
    day = f"{today:%-m. %-d.}"
    assert paper.approval == ("담당", "팀장", "과장")
    assert paper.signed == (f"김서연 {day}", f"정민수 {day} 전결 대결(이정희)", "/")
    holds_everything(text_of_hwpx(hwpx.made(paper)), paper)
