"""A town's workbook becomes a definition and an XForm, or a list of faults by cell. pyxform writes the XForm; no Java."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bokjihub.assessments.xlsform import domains, workbook
from bokjihub.assessments.xlsform.definition import MODES, Band, Choice, Definition, FlagRule, Question
from bokjihub.assessments.xlsform.expressions import Expression, ExpressionBroken, read
from bokjihub.assessments.xlsform.workbook import BANDS, CHOICES, FLAGS, SETTINGS, SURVEY, Fault, Line, Sheets

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PLAIN = ("integer", "decimal", "text", "date", "note", "calculate")
LEVELS = ("urgent", "again", "refer")
YES, NO = ("yes", "true", "true()", "1", "예"), ("", "no", "false", "false()", "0", "아니오", "아니요")
TONES = ("neutral", "info", "success", "warning", "danger")
FORMULAS = ("required", "relevant", "constraint", "calculation")
# A word that names an illness is no band of ours (판정은 다시 재기와 의뢰까지, 진단은 의사가).
DIAGNOSIS = re.compile(r"진단|확진|환자")
PYXFORM_ROW = re.compile(r"\[row : (\d+)\]")


@dataclass(frozen=True)
class Compiled:
    """A form that may be published: the definition the server judges by, the XForm the browser runs."""

    definition: Definition
    xform: str


class FormBroken(ValueError):
    """The workbook cannot become a form; `faults` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@lru_cache(maxsize=16)
def compile_form(content: bytes, limits: frozenset[str] | None = None) -> Compiled:
    """Read, check and compile a workbook. Raises FormBroken with every fault found.

    `limits`: the codes a town has values for; a rule that asks for another would never be judged.
    """
    sheets = workbook.read(content)
    if sheets.faults:
        raise FormBroken(sheets.faults)
    faults: list[Fault] = []
    lists = _lists(sheets, faults)
    questions = tuple(_questions(sheets, lists, faults))
    definition = _definition(sheets, questions, faults)
    _check_formulas(sheets, definition, faults, limits)
    _check_circles(questions, sheets, faults)
    _check_bands(sheets, definition.bands, faults)
    if definition.mode == domains.MODE:
        faults.extend(
            Fault(SURVEY if row else BANDS, row, "", words) for row, words in domains.frame_faults(definition)
        )
    if faults:
        raise FormBroken(faults)
    return Compiled(definition, _xform(definition, sheets))


def _lists(sheets: Sheets, faults: list[Fault]) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for line in sheets[CHOICES]:
        for column in ("list_name", "name", "label"):
            if not line[column]:
                faults.append(line.fault(column, "비어 있습니다"))
        choices = found.setdefault(line["list_name"], [])
        if any(one.name == line["name"] for one in choices):
            faults.append(line.fault("name", f"같은 목록에 두 번 있습니다: {line['name']}"))
        if " " in line["name"]:
            faults.append(line.fault("name", "보기의 이름에는 빈칸을 쓸 수 없습니다"))
        _check_words(line, ("label",), faults)
        choices.append(Choice(line["name"], line["label"]))
    return {name: tuple(choices) for name, choices in found.items()}


def _questions(sheets: Sheets, lists: dict[str, tuple[Choice, ...]], faults: list[Fault]) -> Iterator[Question]:
    within: list[Line] = []
    names: Counter[str] = Counter()
    for line in sheets[SURVEY]:
        kind, _, list_name = line["type"].partition(" ")
        word = " ".join(line["type"].split()).replace(" ", "_") if line["type"].startswith(("begin", "end")) else kind
        if word == "end_group":
            if not within:
                faults.append(line.fault("type", "닫을 묶음이 없습니다(begin_group이 먼저 있어야 합니다)"))
            else:
                within.pop()
            continue
        names[line["name"]] += 1
        _check_name(line, names, faults)
        groups = tuple(one["name"] for one in within)
        if word == "begin_group":
            within.append(line)
            yield _question(line, "group", groups, ())
        elif kind in ("select_one", "select_multiple"):
            if list_name not in lists:
                faults.append(line.fault("type", f"choices 시트에 ‘{list_name or '(목록 이름 없음)'}’ 목록이 없습니다"))
            yield _question(line, kind, groups, lists.get(list_name, ()))
        elif kind in PLAIN and not list_name:
            if kind == "calculate" and not line["calculation"]:
                faults.append(line.fault("calculation", "calculate에는 계산식이 있어야 합니다"))
            if kind != "calculate" and not line["label"]:
                faults.append(line.fault("label", "물음이 비어 있습니다"))
            yield _question(line, kind, groups, ())
        else:
            known = "integer, decimal, text, date, select_one 목록, select_multiple 목록, calculate, note, begin_group, end_group"
            told = line["type"] or "(비어 있음. 병합한 칸이면 병합을 풀어 주세요)"
            faults.append(line.fault("type", f"쓸 수 없는 갈래입니다: {told}. 쓸 수 있는 것: {known}"))
    faults.extend(line.fault("type", "묶음을 닫지 않았습니다(end_group)") for line in within)


def _check_name(line: Line, names: Counter[str], faults: list[Fault]) -> None:
    name = line["name"]
    if not NAME.fullmatch(name):
        faults.append(line.fault("name", f"이름은 영문자로 시작하고 영문자·숫자·_만 씁니다: {name or '(비어 있음)'}"))
    elif names[name] == 2:
        faults.append(line.fault("name", f"이름이 두 번 나옵니다: {name}. 이름은 서식 안에서 하나뿐이어야 합니다"))
    _check_words(line, ("label", "hint", "constraint_message"), faults)


def _check_words(line: Line, columns: tuple[str, ...], faults: list[Fault]) -> None:
    """Words are read out and printed as they stand: an answer put into them would show as ${…}."""
    for column in columns:
        if "${" in line[column]:
            faults.append(line.fault(column, "글에는 다른 답(${…})을 넣을 수 없습니다. 말로 풀어 적어 주세요"))


def _question(line: Line, kind: str, within: tuple[str, ...], choices: tuple[Choice, ...]) -> Question:
    told = line["required"].strip().lower()
    return Question(
        name=line["name"],
        kind=kind,  # type: ignore[arg-type]
        label=line["label"],
        hint=line["hint"],
        required="true()" if told in YES else "" if told in NO else line["required"],
        relevant=line["relevant"],
        constraint=line["constraint"],
        constraint_message=line["constraint_message"],
        calculation=line["calculation"],
        choices=choices,
        within=within,
        row=line.row,
    )


def _definition(sheets: Sheets, questions: tuple[Question, ...], faults: list[Fault]) -> Definition:
    settings = next(iter(sheets[SETTINGS]), None)
    if settings is None:
        raise FormBroken(
            [*faults, Fault(SETTINGS, 2, "", "서식의 이름(form_title)과 코드(form_id)가 있는 줄이 없습니다")]
        )
    if not NAME.fullmatch(settings["form_id"]):
        faults.append(settings.fault("form_id", "서식 코드는 영문자로 시작하고 영문자·숫자·_만 씁니다"))
    if not settings["form_title"]:
        faults.append(settings.fault("form_title", "서식의 이름이 비어 있습니다"))
    mode = settings["mode"] or "full"
    if mode not in MODES:
        faults.append(
            settings.fault(
                "mode", f"full(문항 실음), items(번호로), total(총점만), domains(영역마다) 가운데 하나입니다: {mode}"
            )
        )
    if not any(one.is_asked for one in questions):
        faults.append(Fault(SURVEY, 2, "", "묻는 줄이 하나도 없습니다"))
    return Definition(
        code=settings["form_id"],
        title=settings["form_title"],
        version=settings["version"],
        mode=mode,
        licence=settings["licence"],
        source=settings["source"],
        minutes=int(settings["minutes"]) if settings["minutes"].isdigit() else 5,
        questions=questions,
        bands=tuple(_bands(sheets, questions, faults)),
        flags=tuple(_flags(sheets, faults)),
    )


def _bands(sheets: Sheets, questions: tuple[Question, ...], faults: list[Fault]) -> Iterator[Band]:
    scores = {one.name for one in questions if one.kind in ("calculate", "integer", "decimal")}
    for line in sheets[BANDS]:
        if line["score"] not in scores:
            faults.append(line.fault("score", f"survey 시트에 그런 점수가 없습니다: {line['score']}"))
        if line["sex"] not in ("", "M", "F"):
            faults.append(line.fault("sex", "비우거나 M, F로 적습니다"))
        if line["tone"] and line["tone"] not in TONES:
            faults.append(line.fault("tone", f"{', '.join(TONES)} 가운데 하나입니다"))
        if DIAGNOSIS.search(line["label"]):
            faults.append(line.fault("label", "판정의 말은 ‘다시 측정’이나 ‘의뢰’까지입니다. 진단은 적지 않습니다"))
        if not line["code"] or not line["label"]:
            faults.append(line.fault("code", "판정의 코드와 말이 있어야 합니다"))
        low, high = _number(line, "low", faults), _number(line, "high", faults)
        if low > high:
            faults.append(line.fault("low", "낮은 값이 높은 값보다 큽니다"))
        yield Band(
            score=line["score"],
            low=low,
            high=high,
            code=line["code"],
            label=line["label"],
            tone=line["tone"] or "neutral",
            sex=line["sex"],
            age_from=int(_number(line, "age_from", faults, 0)),
            age_to=int(_number(line, "age_to", faults, 150)),
        )


def _number(line: Line, column: str, faults: list[Fault], missing: float | None = None) -> float:
    if not line[column] and missing is not None:
        return missing
    try:
        return float(line[column])
    except ValueError:
        faults.append(line.fault(column, f"수를 적습니다: {line[column] or '(비어 있음)'}"))
        return 0.0


def _check_bands(sheets: Sheets, bands: tuple[Band, ...], faults: list[Fault]) -> None:
    """One value, one word: two bands of a score never hold the same value for the same person."""
    for n, (line, band) in enumerate(zip(sheets[BANDS], bands, strict=True)):
        for earlier, other in zip(sheets[BANDS][:n], bands[:n], strict=True):
            if _meet(band, other):
                faults.append(line.fault("low", f"{earlier.row}행의 범위와 겹칩니다. 한 값에는 판정이 하나여야 합니다"))


def _meet(one: Band, other: Band) -> bool:
    same_people = (not one.sex or not other.sex or one.sex == other.sex) and (
        one.age_from <= other.age_to and other.age_from <= one.age_to
    )
    return one.score == other.score and same_people and one.low <= other.high and other.low <= one.high


def _flags(sheets: Sheets, faults: list[Fault]) -> Iterator[FlagRule]:
    codes: Counter[str] = Counter()
    for line in sheets[FLAGS]:
        codes[line["code"]] += 1
        if codes[line["code"]] == 2:
            faults.append(line.fault("code", f"코드가 두 번 나옵니다: {line['code']}"))
        if line["level"] not in LEVELS:
            faults.append(line.fault("level", "urgent(오늘 바로), again(다시 재기), refer(의뢰) 가운데 하나입니다"))
        if DIAGNOSIS.search(line["label"]):
            faults.append(line.fault("label", "살필 것의 말은 ‘다시 측정’이나 ‘의뢰’까지입니다. 진단은 적지 않습니다"))
        for column in ("code", "label", "when"):
            if not line[column]:
                faults.append(line.fault(column, "비어 있습니다"))
        yield FlagRule(line["code"], line["label"], line["level"], line["when"], line["todo"])  # type: ignore[arg-type]


def _check_formulas(sheets: Sheets, definition: Definition, faults: list[Fault], limits: frozenset[str] | None) -> None:
    """Every formula can be read and names only what the form asks."""
    known = {one.name for one in definition.questions if one.kind not in ("group", "note")}
    for line in sheets[SURVEY]:
        for column in FORMULAS:
            source = line[column]
            if source and not (column == "required" and source.strip().lower() in (*YES, *NO)):
                _check_formula(line, column, source, known, faults)
    for line in sheets[FLAGS]:
        found = _check_formula(line, "when", line["when"], known, faults, with_limits=True) if line["when"] else None
        if found and limits is not None:
            strange = sorted(found.limits - limits)
            faults.extend(line.fault("when", f"그런 기준값이 없습니다: {code}") for code in strange)


def _check_formula(
    line: Line, column: str, source: str, known: set[str], faults: list[Fault], *, with_limits: bool = False
) -> Expression | None:
    try:
        found = read(source, with_limits=with_limits)
    except ExpressionBroken as error:
        faults.append(line.fault(column, f"식을 읽지 못했습니다: {error}"))
        return None
    faults.extend(line.fault(column, f"그런 물음이 없습니다: {name}") for name in sorted(found.names - known))
    return found


def _check_circles(questions: tuple[Question, ...], sheets: Sheets, faults: list[Fault]) -> None:
    """What needs itself is never settled: a calculation, or when a question (or the group around it) is asked at all."""
    needs = {one.name: _needs(one.calculation) | _needs(one.relevant) | {*one.within} for one in questions}
    for line in sheets[SURVEY]:
        column = "calculation" if line["calculation"] else "relevant"
        if line[column] and _reaches_itself(line["name"], needs):
            faults.append(line.fault(column, "돌고 돌아 자기 답을 다시 묻습니다. 앞에 나온 물음만 보게 고쳐 주세요"))


def _reaches_itself(name: str, needs: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    left = set(needs.get(name, ()))
    while left:
        here = left.pop()
        if here == name:
            return True
        if here not in seen:
            seen.add(here)
            left |= needs.get(here, set())
    return False


def _needs(source: str) -> set[str]:
    try:
        return set(read(source).names) if source else set()
    except ExpressionBroken:
        return set()  # said already


def _xform(definition: Definition, sheets: Sheets) -> str:
    # Here, not above: pyxform and its grammar take as long to load as the whole of Django.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        made = convert(xlsform=workbook.rows_of(definition, sheets), form_name="data", validate=False)
    except PyXFormError as error:
        row = PYXFORM_ROW.search(str(error))
        raise FormBroken(
            [Fault(SURVEY, int(row[1]) if row else 0, "", f"서식으로 바꾸지 못했습니다: {error}")]
        ) from error
    return str(made.xform)
