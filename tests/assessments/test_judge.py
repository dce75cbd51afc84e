"""The server's own word on a filled form: nothing the browser computed is believed."""

import datetime as dt
from typing import Any

import pytest

from bokjihub.assessments import shipped
from bokjihub.assessments.xlsform import workbook
from bokjihub.assessments.xlsform.compile import compile_form
from bokjihub.assessments.xlsform.definition import Definition
from bokjihub.assessments.xlsform.judge import Judged, judge

FORMS: dict[str, Definition] = {}
LIMITS = {code: float(value) for code, _, value, _, _ in shipped.LIMITS}


def form(code: str) -> Definition:
    for make in () if FORMS else shipped.SHIPPED:
        definition = compile_form(workbook.write(make())).definition
        FORMS[definition.code] = definition
    return FORMS[code]


def judged(code: str, *, sex: str = "F", age: int | None = 70, limits: Any = LIMITS, **answers: Any) -> Judged:
    given = {name: str(value) for name, value in answers.items()}
    return judge(form(code), given, today=dt.date(2026, 11, 22), sex=sex, age=age, limits=limits)


def phq9(*points: int) -> Judged:
    return judged("PHQ9", **{f"q{n}": value for n, value in enumerate(points, start=1)})


@pytest.mark.parametrize(
    ("points", "score", "band", "flags"),
    [
        ((0,) * 9, "0", "phq9_1", []),
        ((1, 1, 1, 1, 0, 0, 0, 0, 0), "4", "phq9_1", []),
        ((1, 1, 1, 1, 1, 0, 0, 0, 0), "5", "phq9_2", []),
        ((2, 2, 2, 2, 1, 0, 0, 0, 0), "9", "phq9_2", []),
        ((2, 2, 2, 2, 2, 0, 0, 0, 0), "10", "phq9_3", ["phq9_refer"]),
        ((3, 3, 3, 3, 3, 0, 0, 0, 0), "15", "phq9_4", ["phq9_refer"]),
        ((3,) * 8 + (0,), "24", "phq9_5", ["phq9_refer"]),
        ((0,) * 8 + (1,), "1", "phq9_1", ["self_harm"]),  # item 9 whatever the total
        ((3,) * 9, "27", "phq9_5", ["self_harm"]),
    ],
)
def test_phq9_is_summed_banded_and_item_nine_is_never_missed(
    points: Any, score: str, band: str, flags: list[str]
) -> None:
    found = phq9(*points)
    assert (found.scores["score"], [one.code for one in found.bands]) == (score, [band])
    assert [one.code for one in found.flags] == flags


def test_a_score_sent_along_is_not_believed() -> None:
    found = judged("PHQ2", q1=3, q2=3, score=0)
    assert found.scores == {"score": "6"}
    assert found.answers == {"q1": "3", "q2": "3"}


@pytest.mark.parametrize(
    ("sex", "points", "band"),
    [("M", 9, "audit_m1"), ("M", 10, "audit_m2"), ("F", 9, "audit_f2"), ("F", 10, "audit_f3")],
)
def test_bands_differ_by_sex(sex: str, points: int, band: str) -> None:
    answers = {f"q{n}": 4 if n * 4 <= points else max(0, points - (n - 1) * 4) for n in range(1, 11)}
    assert [one.code for one in judged("AUDITK", sex=sex, **answers).bands] == [band]


def test_a_band_of_a_sex_nobody_knows_is_not_guessed() -> None:
    assert judged("AUDITK", sex="", **{f"q{n}": 1 for n in range(1, 11)}).bands == ()


@pytest.mark.parametrize(
    ("sys1", "dia1", "flags"),
    [
        (139, 89, []),
        (140, 89, ["bp_again"]),
        (139, 90, ["bp_again"]),
        (179, 119, ["bp_again"]),
        (180, 100, ["bp_urgent"]),
        (150, 120, ["bp_urgent"]),
    ],
)
def test_blood_pressure_limits_at_their_edges(sys1: int, dia1: int, flags: list[str]) -> None:
    assert [one.code for one in judged("VITALS", sys1=sys1, dia1=dia1, bp_setting="home").flags] == flags


def test_two_readings_are_averaged_and_the_mean_decides() -> None:
    found = judged("VITALS", sys1=190, dia1=100, sys2=151, dia2=91, bp_setting="home")
    assert (found.scores["sys"], found.scores["dia"]) == ("171", "96")
    assert [one.code for one in found.flags] == ["bp_again"]


@pytest.mark.parametrize(
    ("glucose", "when", "flags"),
    [(69, "fasting", ["glucose_low"]), (70, "fasting", []), (125, "fasting", []), (126, "fasting", ["glucose_refer"]),
     (199, "after_meal", []), (200, "random", ["glucose_refer"])],
)  # fmt: skip
def test_glucose_limits_at_their_edges(glucose: int, when: str, flags: list[str]) -> None:
    assert [one.code for one in judged("VITALS", glucose=glucose, glucose_when=when).flags] == flags


def test_without_an_approved_limit_nothing_is_judged_and_it_is_said() -> None:
    found = judged("VITALS", sys1=200, dia1=130, bp_setting="home", limits={})
    assert found.flags == ()
    assert {one.code for one in found.unjudged} >= {"bp_urgent", "bp_again"}


@pytest.mark.parametrize(
    ("answers", "name", "words"),
    [
        ({"sys1": "24", "dia1": "16"}, "sys1", "kPa"),
        ({"sys1": "120", "dia1": "125"}, "dia1", "위 값보다 낮아야"),
        ({"sys1": "120"}, "dia1", "답이 있어야"),
        ({"sys1": "백이십"}, "sys1", "정수로"),
        ({"glucose": "5"}, "glucose", "mmol"),
        ({"glucose": "100", "glucose_when": "sometime"}, "glucose_when", "보기에 없는"),
        ({"weight": "6,5"}, "weight", "숫자로"),
    ],
)
def test_units_types_choices_and_what_is_missing(answers: dict[str, str], name: str, words: str) -> None:
    wrong = {one.name: one.words for one in judged("VITALS", **answers).wrong}
    assert words in wrong[name]


def test_what_is_not_asked_is_neither_needed_nor_kept() -> None:
    found = judged("SAFETY", hurt="no", afraid="no", who="남편", safe_tonight="no")
    assert (found.wrong, found.flags) == ((), ())
    assert found.answers == {"hurt": "no", "afraid": "no"}
    asked = judged("SAFETY", hurt="yes", afraid="no")
    assert [one.name for one in asked.wrong] == ["safe_tonight"]
    told = judged("SAFETY", hurt="yes", afraid="no", safe_tonight="no")
    assert [one.code for one in told.flags] == ["violence"]


def test_newborn_questions_follow_the_weeks() -> None:
    base = {"feeds": "yes", "wet": "yes", "yellow": "no", "back": "yes", "alone": "no"}
    early = judged("NEWBORN", weeks=3, cord="no", **base)
    assert early.wrong == ()
    later = judged("NEWBORN", weeks=20, looks="no", turns="yes", **base)
    assert [one.code for one in later.flags] == ["newborn_growing"]
    hot = judged("NEWBORN", weeks=3, cord="no", temperature="38.0", **base)
    assert [one.code for one in hot.flags] == ["newborn_hot"]


def test_epds_asks_which_translation_and_never_misses_item_ten() -> None:
    points = {f"q{n}": 0 for n in range(1, 11)}
    assert [one.name for one in judged("EPDS", **points).wrong] == ["sheet_version"]
    found = judged("EPDS", **{**points, "q10": 1}, sheet_version="2판")
    assert [one.code for one in found.flags] == ["self_harm"]
