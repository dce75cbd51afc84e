"""Signing on glass, scan or paper; what a new version changes; results against the plan; missed aftercare."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import plan, survey
from bokjihub.cases.actions.plan import Delivery, Progress, ServiceLine, TaskLine
from bokjihub.cases.models import Aftercare, CheckService, Plan, PlanSignature
from bokjihub.cases.queries.results import plan_changes, results_of
from bokjihub.people.actions import SignatureMissing, SignatureUnreadable
from bokjihub.ui.signing import Handwritten
from tests.cast import Cast
from tests.factories.cases import ON_PAPER, Walk, walk
from tests.factories.signatures import drawn, picture

pytestmark = pytest.mark.django_db
SIGN = Plan.Agreement.SIGNATURE


@pytest.fixture
def path(cast: Cast) -> Walk:
    return walk(cast, timezone.localdate())


def draft(path: Walk) -> Plan:
    path.request()
    path.accept()
    path.survey()
    path.decide()
    actor = path.by("officer")
    with acting_as(actor):
        row = plan.start_plan(case=path.it, by=actor)
        return plan.write_plan(plan=row, content=path.content(), by=actor)


def test_a_signature_is_a_picture_or_a_kept_paper(path: Walk) -> None:
    row, actor = draft(path), path.by("officer")
    given = {"plan": row, "agreement": SIGN, "agreed_by": "본인", "by": actor}
    for signed in (None, Handwritten(), Handwritten(kept_at=" ")):
        with acting_as(actor), pytest.raises(SignatureMissing):
            plan.agree_plan(signed=signed, **given)
    with acting_as(actor), pytest.raises(SignatureUnreadable):
        plan.agree_plan(signed=Handwritten(scan=b"%PDF-1.7"), **given)
    row.refresh_from_db()
    assert row.state == Plan.State.DRAFT
    with acting_as(actor):
        plan.agree_plan(signed=ON_PAPER, **given)
    assert PlanSignature.objects.get(plan=row).kept_at == "사례철"
    with pytest.raises(IntegrityError, match="cases_plansignature_is_somewhere"), transaction.atomic():
        PlanSignature.objects.filter(plan=row).update(kept_at="")


def test_a_drawn_signature_is_redrawn_sealed_and_seen_on_record(path: Walk, browse: Any) -> None:
    row = draft(path)
    officer = browse("officer")
    here = reverse("cases:sign_plan", args=[row.case_id, 1])
    typed = {"agreement": "signature", "agreed_by": "박옥순"}
    wrong = officer.post(here, {**typed, "drawn": "data:text/html;base64,PGI+"})
    assert wrong.status_code == 422
    assert officer.post(here, {**typed, "drawn": drawn()}).status_code == 302
    kept = PlanSignature.objects.get()
    assert kept.way == PlanSignature.Way.GLASS
    assert b"secret-place" not in kept.image
    with connection.cursor() as cursor:
        cursor.execute("SELECT position('PNG'::bytea in image_sealed) FROM cases_plansignature")
        assert cursor.fetchone() == (0,), "sealed"
    seen = officer.get(reverse("cases:signature", args=[row.case_id, 1]))
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/png", "no-store")
    assert Image.open(io.BytesIO(seen.content)).size == (60, 20)
    assert Entry.objects.filter(kind=Entry.Kind.EXPORT, subjects__contains=[path.household.id]).exists()


def test_a_scanned_paper_is_taken_without_a_script(path: Walk, browse: Any) -> None:
    row = draft(path)
    here = reverse("cases:sign_plan", args=[row.case_id, 1])
    scan = SimpleUploadedFile("sign.jpg", picture("JPEG"), content_type="image/jpeg")
    answer = browse("officer").post(here, {"agreement": "signature", "agreed_by": "박옥순", "scan": scan})
    assert answer.status_code == 302
    assert PlanSignature.objects.get().way == PlanSignature.Way.SCAN
    row.refresh_from_db()
    assert row.state == Plan.State.AGREED


def test_a_plan_kept_twice_loses_no_line_and_an_empty_line_is_none(path: Walk, browse: Any) -> None:
    """As a browser sends it: untouched lines again, and an empty line whose list already says 공공."""
    row = draft(path)
    goal, service = row.goals.get(), row.services.get()
    here = reverse("cases:plan", args=[row.case_id, 1])
    typed = {"deed": "save", "review_on": f"{row.review_on}"}
    for key, count in (("goal", 3), ("service", 3), ("task", 1)):
        typed |= {f"{key}-TOTAL_FORMS": f"{count}", f"{key}-INITIAL_FORMS": "1" if key != "task" else "0"}
    typed |= {"goal-0-words": goal.words, "goal-0-target": goal.target, "goal-0-due_on": f"{goal.due_on}"}
    typed |= {
        "service-0-name": service.name,
        "service-0-provider": service.provider,
        "service-0-amount": service.amount,
    }
    typed |= {"service-0-starts_on": f"{service.starts_on}"} | {f"service-{n}-sector": "public" for n in range(3)}
    for _ in range(2):
        assert browse("officer").post(here, typed).status_code == 302
        assert (row.goals.get().words, row.services.get().name) == (goal.words, service.name)


def test_a_new_version_says_what_it_changes(path: Walk) -> None:
    path.to_serving()
    actor = path.by("officer")
    with acting_as(actor):
        second = plan.revise_plan(case=path.it, by=actor)
        assert plan_changes(second) == []
        content = path.content(tasks=[TaskLine("통장 사본 찾기")], crisis_plan="낮 팀, 밤 129")
        services = [ServiceLine("밑반찬", "노암복지관", "주 2회", path.day)]
        plan.write_plan(plan=second, content=plan.PlanContent(**{**vars(content), "services": services}), by=actor)
    found = {one.what: (one.before, one.after) for one in plan_changes(Plan.objects.get(id=second.id))}
    assert found["서비스 긴급 전기요금(노암동)"][1] == "빠짐"
    assert found["서비스 밑반찬(노암복지관)"][0] == "없던 것"
    assert found["본인이 할 일 통장 사본 찾기"] == ("없던 것", "기한 없음")
    assert found["위기 때 연락·대응"] == ("없음", "낮 팀, 밤 129")


def test_results_add_up_over_checks_versions_and_surveys(path: Walk) -> None:
    row = path.to_serving()
    actor = path.by("officer")
    service, goal = row.services.get(), row.goals.get()
    less = Delivery(CheckService.Delivered.LESS, 2, "한 번 빠짐")
    for delivery, percent in ((less, 40), (Delivery(satisfaction=5), 100)):
        with acting_as(actor):
            plan.record_check(
                plan=row,
                method="visit",
                spoke_with="본인",
                next_on=path.day + dt.timedelta(days=20),
                services={service.id: delivery},
                goals={goal.id: Progress(percent, "고지서")},
                by=actor,
            )
    with acting_as(actor):
        again = survey.survey_again(case=path.it, purpose="closing", by=actor)
    path.answer(again, {"money": 1, "housing": 2, "work": 1})
    found = results_of(path.it)
    assert (found.goals, found.reached, found.average) == (1, 1, 100)
    assert [(one.as_planned, one.checks, one.satisfaction) for one in found.services] == [(1, 2, 3.5)]
    assert found.satisfaction == 3.5
    assert {one.label: one.moved for one in found.domains} == {"경제": -1, "고용": 1, "생활환경": 0}


def test_missed_aftercare_is_shown_first_and_counted(path: Walk, browse: Any) -> None:
    path.to_aftercare()
    page = browse("officer").get(reverse("cases:aftercare")).content.decode()
    assert "기한을 넘긴 것" not in page
    Aftercare.objects.filter(month=1).update(due_on=path.day - dt.timedelta(days=3))
    late = browse("officer").get(reverse("cases:aftercare")).content.decode()
    assert "3번 · 기한을 넘긴 것 1번" in late
    assert late.count("살피기") == 1, "the missed one alone is what opens"
    every = browse("officer").get(reverse("cases:aftercare") + "?tab=all").content.decode()
    assert every.count("살피기") == 3
    watching = browse("hope").get(reverse("cases:aftercare")).content.decode()
    assert "담당이 살핍니다" in watching, "whose page would not open is shown no link to it"
    assert "살피기" not in watching
