"""What an officer can ask: Korean key, kind, unit, bounds and the question as it is said at the door."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from .errors import BadInput, BadRules
from .parameters import HIGHEST, SafeLoader
from .rule import HOUSEHOLD, PERSON
from .unknown import Days, OneOf, Range, span

WON, COUNT, YESNO, CHOICE, DATE, SCORE, LINK = "원", "수", "예아니오", "선택", "날짜", "점수", "가구원"
KINDS = (WON, COUNT, YESNO, CHOICE, DATE, SCORE, LINK)
YES = ("예", "네", "true", "yes", "y", "있음", "1", "o")
NO = ("아니오", "아니요", "false", "no", "n", "없음", "0", "x")
IN_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")
SAID = 60  # letters of a value that is refused; more would hide the sentence
EARLIEST, LATEST = dt.date(1890, 1, 1), dt.date(2110, 12, 31)


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    kind: str
    of: str
    question: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = HIGHEST
    also: str | None = None
    typical: tuple[int, ...] = ()
    reads: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Other words that can only mean one of the choices: 서울 is 대도시 wherever cities are told by size, 1급지 is 1."""
    after: str = ""
    """The fact its question speaks of as known (‘그 자동차는’, ‘그 가족이’): asked first."""
    label: str = ""
    """How a resident calls it; the legal name where there is no plainer word."""
    says: Mapping[str, str] = field(default_factory=dict, hash=False)
    """How a resident says a choice: 임차 is ‘세 들어 살아요’."""

    def anything(self, on: dt.date) -> Any:
        """Everything the fact may be while nobody has asked."""
        if self.kind == YESNO:
            return OneOf(frozenset((True, False)))
        if self.kind == CHOICE:
            return OneOf(frozenset(self.choices))
        if self.kind == DATE:
            return Days(_years_before(on, 130), on)
        if self.kind == COUNT and self.high - self.low <= 30:
            return OneOf(frozenset(range(self.low, self.high + 1)))
        return Range(self.low, self.high)

    def words(self) -> dict[str, str]:
        """Every word that may be written for a choice."""
        return {**self.reads, **{choice: choice for choice in self.choices}}

    def read(self, raw: Any) -> Any:
        """The value of what was typed or loaded; a clear refusal when it is not of this kind."""
        return _READERS[self.kind](self, raw)

    def _refuse(self, raw: Any, korean: str, english: str) -> BadInput:
        if raw is None:
            return BadInput(
                f"{self.name}: 값이 비어 있습니다. 모르면 이 줄을 지우세요.",
                f"{self.name} is empty; leave the line out if it is not known",
            )
        return BadInput(f"{self.name}: '{said(raw)}'은(는) {korean}", f"{self.name}: '{said(raw)}' {english}")

    def _amount(self, raw: Any) -> Any:
        """Won, or between which won they lie (‘1,000,000~1,500,000’): worked out as all of them."""
        low, between, high = str(raw).partition("~")
        if not between:
            return self._number(raw)
        ends = self._number(low.strip()), self._number(high.strip())
        if ends[0] > ends[1]:
            raise self._refuse(raw, "앞의 금액이 더 큽니다.", "begins above its end")
        return span(*ends)

    def _number(self, raw: Any) -> int:
        text = str(raw).replace("_", "").strip()
        for word in () if text.isdecimal() else _units(self.unit):
            text = text.removesuffix(word).strip()
        text = text.replace(",", "") if IN_THOUSANDS.fullmatch(text) else text
        if isinstance(raw, bool | float) or not re.fullmatch(r"-?\d+", text):
            like = "1,200,000" if self.kind == WON else "70" if self.unit == "세" else "2"
            raise self._refuse(raw, f"정수가 아닙니다(예: {like}).", f"is not a whole number (like {like})")
        number = int(text)
        if not self.low <= number <= self.high:
            raise self._refuse(raw, f"{self.low:,}~{self.high:,} 범위를 벗어납니다.", f"not in {self.low}..{self.high}")
        return number

    def _yesno(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        text = str(raw).strip().lower()
        if text in YES or text in NO:
            return text in YES
        raise self._refuse(raw, "'예' 또는 '아니오'가 아닙니다.", "is neither 예 (yes) nor 아니오 (no)")

    @functools.cache  # noqa: B019 (the facts of a country stay as long as the process)
    def _plain_words(self) -> dict[str, str]:
        return {_plain(word): choice for word, choice in self.words().items()}

    def _choice(self, raw: Any) -> str:
        found = self._plain_words().get(_plain(str(raw)))
        if found is None:
            shown = ", ".join(self.choices)
            raise self._refuse(raw, f"다음 중 하나가 아닙니다: {shown}", f"is not one of: {shown}")
        return found

    def _date(self, raw: Any) -> dt.date:
        try:
            return day_of(raw)
        except OverflowError:
            raise self._refuse(raw, "있을 수 없는 날짜입니다.", "is an impossible date") from None
        except ValueError:
            raise self._refuse(raw, "없는 날짜입니다(예: 1950-03-02).", "is not a date (like 1950-03-02)") from None

    def _score(self, raw: Any) -> Decimal:
        try:
            score = Decimal(str(raw).strip().removesuffix("점").strip())
        except InvalidOperation:
            raise self._refuse(raw, "점수가 아닙니다.", "is not a score") from None
        if score.is_nan() or not self.low <= score <= self.high:
            raise self._refuse(raw, f"{self.low}~{self.high}점 범위를 벗어납니다.", f"not in {self.low}..{self.high}")
        return score

    def _link(self, raw: Any) -> str | None:
        return None if raw is None or str(raw).strip() in NO else str(raw).strip()


# A night run reads a million facts; building this for each would be half of reading it.
_READERS: Mapping[str, Callable[[Fact, Any], Any]] = {
    WON: Fact._amount,
    COUNT: Fact._number,
    YESNO: Fact._yesno,
    CHOICE: Fact._choice,
    DATE: Fact._date,
    SCORE: Fact._score,
    LINK: Fact._link,
}


COUNTED = {"명": ("명", "인", "분"), "세": ("세", "살"), "개월": ("개월", "달")}
WRITTEN_DAY = re.compile(r"(\d{4})[.\-/년\s]+(\d{1,2})[.\-/월\s]+(\d{1,2})[.일\s]*")


def _units(unit: str) -> tuple[str, ...]:
    """The words that may follow a number: 3명 and 3인, 70세 and 70살, 250,000원."""
    word = unit.split("/")[0]
    return COUNTED.get(word, (word,) if word else ("원",))


def day_of(raw: Any) -> dt.date:
    """A day as people write it (1950. 3. 2., 1950/3/2, 1950년 3월 2일); ValueError: there is none, OverflowError: not in any life."""
    day = raw if isinstance(raw, dt.date) else dt.date.fromisoformat(_iso(str(raw).strip()))
    if not EARLIEST <= day <= LATEST:
        raise OverflowError
    return day


def asked_day(raw: Any, said_of: str) -> dt.date:
    """The day a home or a value is asked for; refused with where it was said (기준일, --on)."""
    try:
        return day_of(raw)
    except OverflowError:
        korean, english = f"{EARLIEST.year}~{LATEST.year}년의 날짜가 아닙니다", f"not in {EARLIEST.year}..{LATEST.year}"
    except ValueError:
        korean, english = "없는 날짜입니다(예: 2026-02-01)", "not a date (like 2026-02-01)"
    raise BadInput(f"{said_of}: '{said(raw)}'은(는) {korean}.", f"{said_of}: '{said(raw)}' is {english}")


def age_on(born: dt.date, on: dt.date) -> int:
    """만 나이: full years, counting the day of birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _iso(text: str) -> str:
    day = None if len(text) == len("1950-03-02") and text[4] == text[7] == "-" else WRITTEN_DAY.fullmatch(text)
    return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else text


def said(raw: Any) -> str:
    """What was typed, in one line and no longer than a sentence bears."""
    text = " ".join(str(raw).split())
    return text if len(text) <= SAID else f"{text[: SAID - 1]}…"


def _plain(text: str) -> str:
    return re.sub(r"[\s·ㆍ,/]", "", text)


def _years_before(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def load(path: Path) -> dict[str, Fact]:
    raw: Mapping[str, Mapping[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=SafeLoader)  # noqa: S506 (it is one)
    return {name: _fact(name, body) for name, body in raw.items()}


def _fact(name: str, body: Mapping[str, Any]) -> Fact:
    if body.get("kind") not in KINDS or body.get("of") not in (HOUSEHOLD, PERSON) or not body.get("question"):
        raise BadRules(f"{name}: kind, of, question이 있어야 합니다.", f"{name}: kind, of or question missing")
    return Fact(
        name,
        body["kind"],
        body["of"],
        body["question"],
        body.get("unit", ""),
        tuple(str(c) for c in body.get("choices", ())),
        body.get("low", 0),
        body.get("high", HIGHEST),
        body.get("also"),
        tuple(body.get("typical", ())),
        {str(word): str(choice) for word, choice in body.get("reads", {}).items()},
        body.get("after", ""),
        body.get("label", ""),
        {str(choice): str(word) for choice, word in body.get("says", {}).items()},
    )
