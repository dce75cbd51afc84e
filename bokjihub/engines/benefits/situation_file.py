"""One home from a YAML or JSON file (or from standard input): its facts, or which line is wrong and how it is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

import yaml

from .errors import BadFile, BadInput
from .situation import DAY, LARGEST, PEOPLE, Situation, read

MOST_BYTES = 200_000
STANDARD_INPUT = "표준 입력"
NOTHING = "tag:yaml.org,2002:null"


class _Plain(yaml.SafeLoader):
    """Leaves values as they are typed, for their fact to read (YAML takes 010 for 8 and 1:30 for 90); takes no name twice."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag == NOTHING]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _Told("별칭(*)은 쓸 수 없습니다.", "aliases are not taken", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _Told("이름이 있을 곳에 묶음이 있습니다.", "a name is expected here", key.start_mark)
            if key.value in seen:
                korean = f"'{key.value}'이(가) {seen[key.value]}째 줄에 이미 있습니다. 하나를 지우세요."
                raise _Told(korean, f"'{key.value}' is already in line {seen[key.value]}", key.start_mark)
            seen[key.value] = line
        return super().construct_mapping(node, deep=deep)


class _Told(yaml.MarkedYAMLError):
    """A fault of the file we look for ourselves, with its sentence."""

    def __init__(self, korean: str, english: str, mark: Any) -> None:
        super().__init__(problem=english, problem_mark=mark)
        self.korean = korean


def home(path: str, stdin: TextIO, on: dt.date | None, today: dt.date) -> tuple[Situation, dt.date]:
    """The home and the day it is asked for: the day that was said, else the one the file states, else today."""
    name = STANDARD_INPUT if path == "-" else Path(path).name
    text = _text(name, _bytes(path, name, stdin))
    raw = _mapping(name, text)
    try:
        stated = read({DAY: raw[DAY]})[1] if DAY in raw else None
        asked = on or stated or today
        _not_too_many(raw.get(PEOPLE))
        return read({**raw, DAY: asked})[0], asked
    except BadInput as refused:
        line = _line_of(text, refused)
        at = (f" {line}째 줄", f" line {line}") if line else ("", "")
        raise BadFile(f"{name}{at[0]}: {refused.korean}", f"{name}{at[1]}: {refused.english}") from None


def _not_too_many(people: Any) -> None:
    """가구원수 is taken up to as many; a roll of two hundred is a home for the elderly or a whole street."""
    if isinstance(people, list) and len(people) > LARGEST:
        korean = f"{PEOPLE}: {len(people)}명이 적혀 있습니다. 한 가구는 {LARGEST}명까지이니 가구마다 나누어 적으세요."
        raise BadInput(korean, f"{PEOPLE}: {len(people)} people, one home has at most {LARGEST}").at(0, PEOPLE)


def _bytes(path: str, name: str, stdin: TextIO) -> bytes:
    try:
        if path == "-":
            stream = getattr(stdin, "buffer", None)
            found: bytes = stream.read(MOST_BYTES + 1) if stream else stdin.read(MOST_BYTES + 1).encode()
        else:
            with Path(path).open("rb") as file:
                found = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise BadFile(f"'{path}' 파일이 없습니다. 이름과 폴더를 보세요.", f"no file '{path}'") from None
    except IsADirectoryError:
        raise BadFile(f"'{path}'은(는) 폴더입니다. 파일 하나를 주세요.", f"'{path}' is a folder") from None
    except OSError as refused:
        raise BadFile(f"'{path}' 파일을 읽을 수 없습니다.", f"cannot read '{path}': {refused.strerror}") from None
    if len(found) > MOST_BYTES:
        raise BadFile(
            f"{name}: 한 가구의 파일은 {MOST_BYTES // 1000} KB까지 읽습니다. 여러 가구는 `bokjihub benefits batch`로 하세요.",
            f"{name} is larger than {MOST_BYTES // 1000} KB; many homes are for `bokjihub benefits batch`",
        )
    return found


def _text(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        coding = _coding(raw)
        is_it = f"({coding}로 저장한 듯합니다)" if coding else ""
        raise BadFile(
            f"{name} {line}째 줄: UTF-8이 아닙니다{is_it}. UTF-8로 다시 저장하세요.",
            f"{name} line {line}: not UTF-8{f', {coding} it seems' if coding else ''}; save it again as UTF-8",
        ) from None


def _coding(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        raw.decode("cp949")
    except UnicodeDecodeError:
        return ""
    return "" if b"\x00" in raw else "CP949"


def _mapping(name: str, text: str) -> Mapping[str, Any]:
    try:
        raw = yaml.load(text, Loader=_Plain)  # noqa: S506 (a SafeLoader with fewer types)
    except (yaml.YAMLError, RecursionError) as broken:
        line, korean, english = _what_is_broken(text, broken)
        raise BadFile(f"{name} {line}째 줄: {korean}", f"{name} line {line}: {english}") from None
    if raw is None:
        raise BadFile(
            f"{name}: 비어 있습니다. 아는 것을 한 줄에 하나씩 적으세요(예: 가구원수: 2).",
            f"{name} is empty; write what is known, one line each (like 가구원수: 2)",
        )
    if not isinstance(raw, Mapping):
        raise BadFile(
            f"{name}: '이름: 값'의 모음이어야 합니다(예: 가구원수: 2).",
            f"{name}: a mapping of name to value is expected",
        )
    return raw


def _what_is_broken(text: str, broken: Exception) -> tuple[int, str, str]:
    """The line, and in Korean and English what stands there."""
    if isinstance(broken, yaml.reader.ReaderError):
        line = text.count("\n", 0, broken.position) + 1
        return line, "글자가 아닌 것이 있습니다. 글로 된 YAML이나 JSON 파일이어야 합니다.", "not a text file"
    if not isinstance(broken, yaml.MarkedYAMLError):
        return 1, "괄호나 들여쓰기가 너무 깊습니다.", "nested too deeply"
    mark = broken.problem_mark or broken.context_mark
    line = mark.line + 1 if mark else 1
    english = f"{broken.problem}{f', column {mark.column + 1}' if mark else ''}"
    if isinstance(broken, _Told):
        return line, broken.korean, english
    if "\\t" in (broken.problem or ""):
        return line, "탭이 있습니다. 탭 대신 빈칸 두 개를 쓰세요.", english
    if "another document" in (broken.problem or ""):
        return line, "한 파일에 한 가구만 적습니다. '---' 아래를 다른 파일로 옮기세요.", english
    return line, "YAML이나 JSON으로 읽을 수 없습니다. 따옴표와 괄호의 짝, 들여쓰기를 보세요.", english


def _line_of(text: str, refused: BadInput) -> int | None:
    """In which line the refused fact stands, where it is one fact."""
    if refused.row is None:
        return None
    node: Any = yaml.compose(text, Loader=_Plain)
    if refused.row:
        people = next(value for key, value in node.value if key.value == PEOPLE)
        node = people.value[refused.row - 1]
    return next((key.start_mark.line + 1 for key, _ in node.value if key.value == refused.key), None)
