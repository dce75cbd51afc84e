"""The grade rule of process §2.3 as the shipped workbook has it, line by line, by hand; and a town's own."""

import datetime as dt
from typing import Any

import pytest

from bokjihub.accounts.access.scope import acting_as
from bokjihub.assessments import survey_by_domain
from bokjihub.assessments.actions.versions import publish_version, upload_version
from bokjihub.assessments.models import FormVersion
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.assessments.queries.forms import changes_of, version_in_use, versions_in_use
from bokjihub.assessments.survey_by_domain import DOMAINS, RULE, sheets
from bokjihub.assessments.xlsform import workbook
from bokjihub.assessments.xlsform.compile import FormBroken, compile_form
from bokjihub.cases.actions import survey
from bokjihub.cases.actions.survey import DomainAnswer
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.queries.grades import Score, advise
from tests.cast import Cast
from tests.factories.cases import walk

DAY = dt.date(2026, 3, 2)
CASES = [
    ({}, {}, Grade.WATCH),
    ({"money": 1, "work": 1, "health": 1}, {}, Grade.WATCH),
    ({"money": 2}, {}, Grade.LINK),
    ({"money": 3}, {}, Grade.LINK),
    ({"money": 2, "work": 2}, {}, Grade.GENERAL),
    ({"money": 3, "work": 3}, {}, Grade.GENERAL),
    ({"money": 3, "work": 3, "housing": 3}, {}, Grade.COMPLEX),
    ({"safety": 2, "money": 2}, {}, Grade.GENERAL),
    ({"safety": 3}, {}, Grade.COMPLEX),
    ({"health": 3}, {"health": ["untreated"]}, Grade.LINK),
    ({"health": 3}, {"health": ["mental"]}, Grade.COMPLEX),
    ({"health": 3}, {"health": ["addiction"]}, Grade.COMPLEX),
    ({"health": 2}, {"health": ["mental"]}, Grade.LINK),
    ({"safety": 4}, {}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["suicide"]}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["abuse"]}, Grade.CRISIS),
    ({"safety": 1}, {"safety": ["neglect"]}, Grade.WATCH),
    ({one["code"]: 2 for one in DOMAINS}, {}, Grade.CRISIS),  # 20 in all
    ({one["code"]: 2 for one in DOMAINS[1:]} | {"safety": 1}, {}, Grade.GENERAL),  # 19 in all
]


def compiled(**rule: Any) -> FormVersion:
    """The shipped workbook, read back from Excel, with other numbers where wanted."""
    content = workbook.write(sheets(DOMAINS, {**RULE, **rule}))
    return FormVersion(definition=compile_form(content).definition.to_json())


@pytest.fixture(scope="module")
def shipped() -> FormVersion:
    return compiled()


def answers(scores: dict[str, int], items: dict[str, list[str]] | None = None) -> list[Score]:
    return [
        Score(one["code"], scores.get(one["code"], 0), frozenset((items or {}).get(one["code"], ()))) for one in DOMAINS
    ]


@pytest.mark.parametrize(("scores", "items", "grade"), CASES)
def test_the_grade_follows_the_table(
    shipped: FormVersion, scores: dict[str, int], items: dict[str, list[str]], grade: Grade
) -> None:
    found = advise(answers(scores, items), shipped, today=DAY)
    assert found is not None
    assert found.grade == grade


def test_the_sentence_names_the_rule_that_held(shipped: FormVersion) -> None:
    def why(**scores: int) -> str:
        found = advise(answers(scores), shipped, today=DAY)
        return found.why if found else ""

    assert why(money=3, work=3, housing=4) == "3 이상이 3영역"
    assert why(safety=4) == "안전 4점"
    assert why(money=2, work=2) == "2 이상이 2영역"
    assert why() == "모두 1 이하"
    assert advise([Score("money", 3)], shipped, today=DAY) is None  # nine domains not asked yet


def test_a_towns_own_numbers_change_the_grade(shipped: FormVersion) -> None:
    stricter = compiled(complex_domains=2)
    given = answers({"money": 3, "work": 3})
    grades = [found.grade for one in (shipped, stricter) if (found := advise(given, one, today=DAY))]
    assert grades == [Grade.GENERAL, Grade.COMPLEX]


def town_workbook() -> bytes:
    """A town renames 고난도, adds 중독 as a domain of its own and drops one item."""
    own = {"code": "addiction", "label": "중독", "items": [["alcohol", "술"], ["gambling", "도박"]]}
    first = {**DOMAINS[0], "items": DOMAINS[0]["items"][:-1]}
    made = sheets([first, *DOMAINS[1:], own], RULE)
    for band in made["bands"]:
        if band["code"] == "complex":
            band["label"] = "집중사례관리"
    return workbook.write(made)


@pytest.mark.django_db
def test_a_survey_keeps_its_version_when_the_town_publishes_another(cast: Cast) -> None:
    path = walk(cast, DAY)
    path.request()
    path.accept()
    officer, admin = path.by("officer"), path.by("admin")
    with acting_as(officer):
        first = survey.start_survey(case=path.it, by=officer)
    with acting_as(admin):
        second = upload_version(content=town_workbook(), file_name="우리 조사.xlsx", by=admin)
        changes = {(one.what, one.before, one.after) for one in changes_of(second)}
        publish_version(version=second, by=admin)
    assert ("물음 addiction", "없던 것", "중독") in changes
    assert any(
        "자해" in before and "자해" not in after for what, before, after in changes if what == "safety_items 보기"
    )
    with acting_as(officer), pytest.raises(survey.WrongStage, match="없는 영역"):
        survey.answer_domain(survey=first, answer=DomainAnswer("addiction", 1), by=officer)
    assert path.answer(first, {"safety": 3}).computed_label == "고난도"
    path.decide("CASE_COMPLEX")
    path.approve(path.plan(crisis_plan="낮 팀, 밤 112"))
    with acting_as(officer):
        again = survey.survey_again(case=path.it, by=officer)
    assert [one.label for one in frame(again.version).domains][-1] == "중독"
    row = path.answer(again, {"safety": 3})
    assert (row.computed_label, row.computed_grade, row.version_id) == ("집중사례관리", Grade.COMPLEX, second.id)
    assert path.it.surveys.get(round=1).version.number == 1
    assert version_in_use("NEEDS") == second
    assert not versions_in_use().filter(form__code="NEEDS").exists(), "no instrument of the nurse's page"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda made: made["bands"].clear(), "grade의 등급이 있어야"),
        (lambda made: made["bands"][0].update(code="mine"), "가운데 하나입니다: mine"),
        (lambda made: made["survey"][2].update(name="other"), "safety_score가 있어야"),
        (lambda made: made["choices"][0].update(name="none"), "0부터 9까지의 수"),
        (lambda made: made["survey"].insert(0, {"type": "text", "name": "memo", "label": "메모"}), "‘memo’"),
        (lambda made: made["survey"].pop(-2), "calculate grade"),
    ],
)
def test_a_workbook_that_is_no_survey_is_refused_with_its_place(spoil: Any, words: str) -> None:
    made = survey_by_domain.shipped()
    spoil(made)
    with pytest.raises(FormBroken, match=words):
        compile_form(workbook.write(made))
