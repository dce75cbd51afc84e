"""What a form is once it is read: questions in order, choices, bands, flags. Goes to and from JSON unchanged."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["integer", "decimal", "text", "date", "select_one", "select_multiple", "calculate", "note", "group"]
KIND_WORDS: dict[Kind, str] = {
    "integer": "정수",
    "decimal": "소수",
    "text": "글",
    "date": "날짜",
    "select_one": "하나 고르기",
    "select_multiple": "여럿 고르기",
    "calculate": "계산",
    "note": "안내",
    "group": "묶음",
}
Level = Literal["urgent", "again", "refer"]
# How a form is answered: its text is here; its items by number, the text is on paper; its total alone; domain by domain.
MODES = {"full": "문항 실음", "items": "문항 번호로 점수만", "total": "총점만", "domains": "영역마다 묻는 조사"}


@dataclass(frozen=True)
class Choice:
    """One answer of a choice list."""

    name: str
    label: str


@dataclass(frozen=True)
class Question:
    """One row of the survey sheet. `within` names the groups around it, outermost first."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    choices: tuple[Choice, ...] = ()
    within: tuple[str, ...] = ()
    row: int = 0

    @property
    def is_asked(self) -> bool:
        """Somebody answers it: no note, no calculation, no group."""
        return self.kind not in ("calculate", "note", "group")

    @property
    def answered_by(self) -> str:
        """What is answered, in the reader's words: 정수, 하나 고르기; a calculation with its sum."""
        return f"계산: {self.calculation}" if self.kind == "calculate" else KIND_WORDS[self.kind]

    @property
    def path(self) -> str:
        """Where the XForm keeps it."""
        return "/".join(("", "data", *self.within, self.name))


@dataclass(frozen=True)
class Band:
    """판정: a range of a score for a sex and an age, in words that ask to measure again or refer, never a diagnosis."""

    score: str
    low: float
    high: float
    code: str
    label: str
    tone: str = "neutral"
    sex: str = ""
    age_from: int = 0
    age_to: int = 150


@dataclass(frozen=True)
class FlagRule:
    """살필 것: when it holds, somebody acts."""

    code: str
    label: str
    level: Level
    when: str
    todo: str = ""


@dataclass(frozen=True)
class Definition:
    """A whole form as the server judges it."""

    code: str
    title: str
    version: str
    mode: str = "full"
    licence: str = ""
    source: str = ""
    minutes: int = 5
    questions: tuple[Question, ...] = ()
    bands: tuple[Band, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    def question(self, name: str) -> Question | None:
        """The row of a name."""
        return next((one for one in self.questions if one.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return asdict(self)

    @staticmethod
    def from_json(found: dict[str, Any]) -> "Definition":
        """As read back."""
        questions = tuple(
            Question(**{**one, "choices": tuple(Choice(**c) for c in one["choices"]), "within": tuple(one["within"])})
            for one in found["questions"]
        )
        return Definition(
            **{
                **found,
                "questions": questions,
                "bands": tuple(Band(**one) for one in found["bands"]),
                "flags": tuple(FlagRule(**one) for one in found["flags"]),
                "notes": tuple(found["notes"]),
            }
        )
