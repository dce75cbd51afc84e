"""A form that asks domain by domain (욕구·위기도 조사): its frame, read out of the definition, and what such a workbook must hold.

Shape: one group a domain, named by its code; in it `<code>_score` (select_one over a scale of whole numbers) and, if wanted,
`<code>_items` (select_multiple). Outside the groups only calculations: `grade`, judged by the bands sheet, and `why`, the
sentence under it. What else is asked of a domain (wish, strength, evidence …) belongs to the survey page, not to the town's form.
"""

from dataclasses import dataclass

from bokjihub.assessments.xlsform.definition import Choice, Definition, Question

MODE = "domains"
GRADE, WHY = "grade", "why"
# The national grades a town's own bands roll up to (process §2.3), gravest first.
GRADES = ("crisis", "complex", "general", "link", "watch")
SCORE, ITEMS = "_score", "_items"
HIGHEST, LONGEST = 9, 16


@dataclass(frozen=True)
class Domain:
    """One domain: its code, its words, the scale, what may be ticked."""

    code: str
    label: str
    scale: tuple[Choice, ...]
    items: tuple[Choice, ...] = ()

    @property
    def most(self) -> int:
        """The gravest step of the scale."""
        return max(int(step.name) for step in self.scale)

    def words(self, score: int) -> str:
        """What a score means in this domain."""
        return next((step.label for step in self.scale if int(step.name) == score), str(score))


@dataclass(frozen=True)
class Frame:
    """The domains in the order of the paper."""

    domains: tuple[Domain, ...]

    def domain(self, code: str) -> Domain | None:
        """The domain of a code."""
        return next((one for one in self.domains if one.code == code), None)


def frame_of(definition: Definition) -> Frame:
    """The frame of a form that was compiled as a survey by domain."""
    asked = {one.name: one for one in definition.questions}
    return Frame(
        tuple(
            Domain(
                code=group.name,
                label=group.label,
                scale=asked[group.name + SCORE].choices,
                items=asked[group.name + ITEMS].choices if group.name + ITEMS in asked else (),
            )
            for group in definition.questions
            if group.kind == "group"
        )
    )


def frame_faults(definition: Definition) -> list[tuple[int, str]]:
    """What keeps a workbook from being such a form: row of the survey sheet (0: bands) and the sentence."""
    groups = [one for one in definition.questions if one.kind == "group"]
    found = [] if groups else [(2, "영역(begin_group)이 하나도 없습니다")]
    for group in groups:
        found += _group_faults(group, definition)
    for one in definition.questions:
        if one.is_asked and one.name not in {f"{within}{end}" for within in one.within for end in (SCORE, ITEMS)}:
            found.append((one.row, f"‘{one.name}’: 영역마다 {SCORE}(정도)와 {ITEMS}(무엇이)만 묻습니다"))
        if one.name.endswith(ITEMS) and one.is_asked and one.kind != "select_multiple":
            found.append((one.row, f"‘{one.name}’은 select_multiple이어야 합니다"))
    return found + _grade_faults(definition)


def _group_faults(group: Question, definition: Definition) -> list[tuple[int, str]]:
    score = definition.question(group.name + SCORE)
    found = []
    if group.within:
        found.append((group.row, "영역 안에 다시 묶음을 둘 수 없습니다"))
    if not group.label:
        found.append((group.row, f"영역 ‘{group.name}’의 이름(label)이 비어 있습니다"))
    if len(group.name) > LONGEST:
        found.append((group.row, f"영역 이름은 {LONGEST}자까지입니다: {group.name}"))
    if score is None or score.kind != "select_one" or score.within != (group.name,):
        found.append((group.row, f"영역 ‘{group.name}’ 안에 select_one {group.name}{SCORE}가 있어야 합니다"))
    elif not all(step.name.isdigit() and int(step.name) <= HIGHEST for step in score.choices):
        found.append((score.row, f"정도의 보기 이름은 0부터 {HIGHEST}까지의 수입니다"))
    return found


def _grade_faults(definition: Definition) -> list[tuple[int, str]]:
    grade = definition.question(GRADE)
    if grade is None or grade.kind != "calculate":
        return [(0, f"등급을 계산하는 줄(calculate {GRADE})이 survey 시트에 있어야 합니다")]
    codes = [band.code for band in definition.bands if band.score == GRADE]
    strange = sorted(set(codes) - set(GRADES))
    found = [(0, f"bands 시트의 code는 {', '.join(GRADES)} 가운데 하나입니다: {code}") for code in strange]
    return found if codes else [(0, f"bands 시트에 {GRADE}의 등급이 있어야 합니다")]
