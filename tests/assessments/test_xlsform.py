"""A workbook becomes a form, or a list of faults with sheet, row and column; two versions are compared in words."""

import copy
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from bokjihub.assessments import shipped
from bokjihub.assessments.xlsform import workbook
from bokjihub.assessments.xlsform.compile import Compiled, FormBroken, compile_form
from bokjihub.assessments.xlsform.definition import Definition
from bokjihub.assessments.xlsform.diff import differences

Sheets = dict[str, list[dict[str, str]]]
SMALL: Sheets = {
    "survey": [
        {"type": "begin_group", "name": "g", "label": "묶음"},
        {"type": "select_one yn", "name": "hurts", "label": "아프신가요", "required": "yes"},
        {"type": "integer", "name": "pain", "label": "얼마나", "relevant": "${hurts} = 'yes'", "constraint": ". >= 0 and . <= 10"},
        {"type": "end_group", "name": "g"},
        {"type": "calculate", "name": "score", "label": "점수", "calculation": "if(${pain} = '', 0, ${pain})"},
    ],
    "choices": [{"list_name": "yn", "name": "yes", "label": "예"}, {"list_name": "yn", "name": "no", "label": "아니요"}],
    "settings": [{"form_title": "통증", "form_id": "PAIN", "version": "1"}],
    "bands": [{"score": "score", "low": "0", "high": "10", "code": "p", "label": "범위"}],
    "flags": [{"code": "f", "label": "다시 측정", "level": "again", "when": "${pain} >= 7"}],
}  # fmt: skip


def sheets(change: Callable[[Sheets], Any] | None = None) -> Sheets:
    found = copy.deepcopy(SMALL)
    if change:
        change(found)
    return found


def faults(change: Callable[[Sheets], Any]) -> list[str]:
    with pytest.raises(FormBroken) as broken:
        compile_form(workbook.write(sheets(change)))
    return [str(fault) for fault in broken.value.faults]


def made(change: Callable[[Sheets], Any] | None = None) -> Compiled:
    return compile_form(workbook.write(sheets(change)))


def test_a_form_is_read_and_compiled() -> None:
    found = made()
    assert [(one.name, one.kind, one.path) for one in found.definition.questions] == [
        ("g", "group", "/data/g"),
        ("hurts", "select_one", "/data/g/hurts"),
        ("pain", "integer", "/data/g/pain"),
        ("score", "calculate", "/data/score"),
    ]
    assert "아프신가요" in found.xform
    assert 'nodeset="/data/g/pain"' in found.xform
    assert Definition.from_json(json.loads(json.dumps(found.definition.to_json()))) == found.definition


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["survey"][2].update(type="geotrace"), "survey 시트 4행 A(type)열: 쓸 수 없는 갈래입니다: geotrace"),
        (lambda s: s["survey"][1].update(type="select_one sides"), "survey 시트 3행 A(type)열: choices 시트에 ‘sides’ 목록이 없습니다"),
        (lambda s: s["survey"][2].update(name="hurts"), "survey 시트 4행 B(name)열: 이름이 두 번 나옵니다: hurts"),
        (lambda s: s["survey"][2].update(name="얼마"), "survey 시트 4행 B(name)열: 이름은 영문자로"),
        (lambda s: s["survey"][2].update(label=""), "survey 시트 4행 C(label)열: 물음이 비어"),
        (lambda s: s["survey"][2].update(relevant="${gone} = 1"), "survey 시트 4행 F(relevant)열: 그런 물음이 없습니다: gone"),
        (lambda s: s["survey"][2].update(constraint=". >="), "survey 시트 4행 G(constraint)열: 식을 읽지 못했습니다"),
        (lambda s: s["survey"][4].update(calculation="${score} + 1"), "survey 시트 6행 I(calculation)열: 돌고 돌아"),
        (lambda s: s["survey"][2].update(relevant="${pain} = 1"), "survey 시트 4행 F(relevant)열: 돌고 돌아"),
        (lambda s: s["survey"][1].update(relevant="${score} > 1"), "survey 시트 3행 F(relevant)열: 돌고 돌아"),
        (lambda s: s["survey"][0].update(relevant="${pain} > 1"), "survey 시트 2행 F(relevant)열: 돌고 돌아"),
        (lambda s: s["survey"][2].update(constraint="regex(., '[')"), "survey 시트 4행 G(constraint)열: 식을 읽지 못했습니다: 정규식"),
        (lambda s: s["survey"][2].update(label="${hurts}이면 얼마나"), "survey 시트 4행 C(label)열: 글에는 다른 답"),
        (lambda s: s["survey"].pop(3), "survey 시트 2행 A(type)열: 묶음을 닫지 않았습니다"),
        (lambda s: s["survey"].pop(0), "survey 시트 4행 A(type)열: 닫을 묶음이 없습니다"),
        (lambda s: s["choices"].append({**s["choices"][1]}), "choices 시트 4행 B(name)열: 같은 목록에 두 번 있습니다: no"),
        (lambda s: s["settings"][0].update(form_id="통증"), "settings 시트 2행 B(form_id)열: 서식 코드는"),
        (lambda s: s["settings"][0].update(mode="half"), "settings 시트 2행 D(mode)열: full"),
        (lambda s: s["bands"][0].update(low="많음"), "bands 시트 2행 E(low)열: 수를 적습니다: 많음"),
        (lambda s: s["bands"][0].update(score="sum"), "bands 시트 2행 A(score)열: survey 시트에 그런 점수가 없습니다: sum"),
        (lambda s: s["bands"].append({**s["bands"][0], "low": "10", "high": "20"}), "bands 시트 3행 E(low)열: 2행의 범위와 겹칩니다"),
        (lambda s: s["bands"][0].update(label="우울증으로 진단"), "bands 시트 2행 H(label)열: 판정의 말은 ‘다시 측정’이나 ‘의뢰’까지"),
        (lambda s: s["flags"][0].update(level="now"), "flags 시트 2행 C(level)열: urgent"),
        (lambda s: s["flags"].append({**s["flags"][0]}), "flags 시트 3행 A(code)열: 코드가 두 번"),
        (lambda s: s["flags"][0].update(when="${pain} >="), "flags 시트 2행 D(when)열: 식을 읽지"),
    ],
)  # fmt: skip
def test_a_fault_names_sheet_row_and_column(change: Callable[[Sheets], Any], words: str) -> None:
    assert any(fault.startswith(words) for fault in faults(change)), faults(change)


def test_every_fault_is_said_at_once() -> None:
    def spoil(found: Sheets) -> None:
        found["survey"][2].update(label="", constraint="(")
        found["flags"][0].update(level="")

    assert len(faults(spoil)) == 3


def test_a_file_that_is_no_workbook_or_has_other_columns_is_refused(tmp_path: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label", "appearance"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(FormBroken) as broken:
        compile_form((tmp_path / "x.xlsx").read_bytes())
    said = [str(fault) for fault in broken.value.faults]
    assert "settings 시트: 시트가 없습니다. 있는 시트: survey" in said
    assert any(fault.startswith("survey 시트 1행 D열: 쓰지 않는 열입니다: appearance") for fault in said)


def _half_a_book() -> bytes:
    """A zip with every name of a workbook whose sheet breaks off in the middle."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook.write(SMALL))) as whole, zipfile.ZipFile(out, "w") as half:
        for part in whole.namelist():
            content = whole.read(part)
            half.writestr(part, content[:200] if part.endswith("sheet1.xml") else content)
    return out.getvalue()


def _swollen() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"A" * (workbook.MOST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("type,name,label\ninteger,a,가\n".encode("cp949"), "파일: 엑셀(.xlsx) 파일이 아닙니다"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "파일: 옛 엑셀(.xls)이거나 암호를 건"),
        (b"%PDF-1.7", "파일: PDF입니다"),
        (b"", "파일: 엑셀(.xlsx) 파일이 아닙니다"),
        (b"PK not a workbook", "파일: 엑셀(.xlsx) 파일이 아닙니다"),
        (b"0" * (workbook.MOST_BYTES + 1), "파일: 2MB를 넘습니다"),
        (_swollen(), "파일: 풀면 40MB를 넘는"),
        (_half_a_book(), "파일: 엑셀(.xlsx) 파일로 읽지 못했습니다"),
    ],
    ids=["csv", "xls", "pdf", "empty", "no zip", "large", "bomb", "half"],
)
def test_a_file_of_another_kind_says_which_and_how_to_save_it(content: bytes, words: str) -> None:
    with pytest.raises(FormBroken) as broken:
        compile_form(content)
    (said,) = map(str, broken.value.faults)
    assert said.startswith(words)


def test_a_column_named_twice_and_a_sheet_in_capitals(tmp_path: Any) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook.write(SMALL))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["survey"].title = "Survey "
    book.save(tmp_path / "b.xlsx")
    assert compile_form((tmp_path / "b.xlsx").read_bytes()).definition == made().definition
    book["Survey "]["K1"] = "type"
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(FormBroken, match=r"survey 시트 1행 K\(type\)열: ‘type’ 열이 두 번"):
        compile_form((tmp_path / "c.xlsx").read_bytes())


def test_a_rule_that_asks_for_a_value_nobody_has_is_refused() -> None:
    content = workbook.write(sheets(lambda s: s["flags"][0].update(when="${pain} >= limit('pain_again')")))
    assert compile_form(content, frozenset({"pain_again"})).definition.flags
    with pytest.raises(FormBroken, match=r"flags 시트 2행 D\(when\)열: 그런 기준값이 없습니다: pain_again"):
        compile_form(content, frozenset())


def test_a_workbook_edited_and_saved_by_excel_is_read(tmp_path: Any) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook.write(SMALL))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["survey"]["C4"] = "0에서 10까지 얼마나 아프신가요"
    book["bands"]["F2"] = 9  # a number, not a text
    book.save(tmp_path / "b.xlsx")
    changed = compile_form((tmp_path / "b.xlsx").read_bytes()).definition
    assert [(one.what, one.after) for one in differences(made().definition, changed)] == [
        ("pain 물음", "0에서 10까지 얼마나 아프신가요"),
        ("판정 p", "빠짐"),
        ("판정 p", "범위 (score 0–9)"),
    ]


def test_differences_name_what_came_went_moved_and_changed() -> None:
    def change(found: Sheets) -> None:
        found["survey"].insert(1, {"type": "text", "name": "where", "label": "어디가"})
        found["survey"][2].update(required="")
        found["choices"][1].update(label="아님")
        found["flags"].clear()
        found["settings"][0].update(form_title="통증 살핌")

    said = {(one.what, one.before, one.after) for one in differences(made().definition, made(change).definition)}
    assert said == {
        ("서식 이름", "통증", "통증 살핌"),
        ("물음 where", "없던 것", "어디가"),
        ("hurts 꼭 답함", "true()", "없음"),
        ("hurts 보기", "예, 아니요", "예, 아님"),
        ("살필 것 f", "다시 측정 (${pain} >= 7)", "빠짐"),
    }
    assert differences(None, made().definition) == []


def test_every_shipped_instrument_compiles_says_its_licence_and_copies_no_text() -> None:
    codes = set()
    for make in shipped.SHIPPED:
        definition = compile_form(workbook.write(make())).definition
        codes.add(definition.code)
        assert definition.licence
        assert definition.source
        if definition.mode == "full":
            assert definition.licence == shipped.OURS
        else:
            asked = [one.label for one in definition.questions if one.is_asked]
            assert all(len(label) <= 30 for label in asked), "points by number or as a total: no item text of others"
    assert {
        "VITALS",
        "NEWBORN",
        "EPDS",
        "PHQ2",
        "PHQ9",
        "SGDSK",
        "KADL",
        "KIADL",
        "CIST",
        "KDSQC",
        "AUDITK",
        "KFRAIL",
    } <= codes
