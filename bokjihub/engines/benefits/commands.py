"""`bokjihub benefits ...`: argument handling and JSON shaping; the command line hands its words over as they are.

Exit status: 0 done, 1 the data says no (a fact is missing, a figure is not published, a file is faulty), 2 wrong use.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NoReturn, TextIO

from . import api, commands_of_documents, commands_of_files, commands_over_time, situation_file
from .country import Country, korea
from .errors import BadFile, BadInput, BenefitsError, UnknownName
from .facts import asked_day
from .interactions import in_words
from .parameters import HIGHEST
from .screening import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN, BenefitResult

DONE, DATA_SAYS_NO, WRONG_USE = 0, 1, 2
MOST_TOLD = 4
HEADINGS = {ELIGIBLE: "받을 수 있음", UNKNOWN: "확인 필요", NOT_ELIGIBLE: "해당 없음"}


class _WrongUse(Exception):
    """What argparse would print and exit for; our caller wants a status back."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongUse(f"{message}\n{self.format_usage()}")


def run(argv: Sequence[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Do one `benefits` command; JSON or text goes to stdout, every message to stderr."""
    try:
        options = _parser().parse_args(_words(list(argv)))
        return int(options.do(options, stdin, stdout, stderr))
    except _WrongUse as wrong:
        stderr.write(f"{wrong}\n")
    except BadFile as refused:
        stderr.write(f"{refused}\n")
        return DATA_SAYS_NO
    except BenefitsError as refused:
        stderr.write(f"{refused}\n")
    except SystemExit as asked_for_help:
        return int(asked_for_help.code or 0)
    return WRONG_USE


def _words(argv: list[str]) -> list[str]:
    """Loose k=v words belong to --given, wherever they stand."""
    placed: list[str] = []
    for word in argv:
        loose = "=" in word and not word.startswith("-") and placed[-1:] not in (["--given"], ["--set"])
        placed += ["--given", word] if loose else [word]
    return placed


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="bokjihub benefits", description="복지급여 규칙: 한 가구 점검, 값 하나, 다음 질문")
    commands = parser.add_subparsers(
        required=True, metavar="check|value|next|timeline|compare|batch|names|facts|coverage|pages"
    )
    value = _command(commands, "value", _value, "법률 값 하나")
    value.add_argument("name")
    value.add_argument("--given", action="append", default=[], metavar="이름=값")
    for name, do, text in (("check", _check, "한 가구의 모든 급여"), ("next", _next, "다음에 물을 것")):
        _command(commands, name, do, text).add_argument("file", help="YAML 또는 JSON 파일, - 는 표준 입력")
    commands_of_files.declare(commands, _command, _on)
    commands_over_time.declare(commands, _command, _situation, _pair, _on)
    commands_of_documents.declare(commands, _command)
    _command(commands, "names", _names, "모든 이름과 줄 수 있는 사실")
    _command(commands, "facts", _facts, "물을 수 있는 사실과 질문")
    return parser


def _command(commands: Any, name: str, do: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text)
    parser.add_argument("--on", metavar="YYYY-MM-DD", help="기준일(없으면 오늘)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--allow-unverified", action="store_true", help="확인되지 않은 값도 쓴다")
    parser.set_defaults(do=do)
    return parser


def _value(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    given = _each_once(options.given)
    try:
        answer = api.value(options.name, given, _on(options), unverified_too=options.allow_unverified)
    except UnknownName as unknown:
        if options.json:
            refusal = {"name": options.name, "value": None, "error": str(unknown), "nearest": unknown.nearest}
            _write_json(stdout, refusal)
        raise
    document = {
        "name": answer.name,
        "value": answer.value,
        "unit": answer.unit,
        "article": answer.article,
        "status": answer.status,
        "missing": list(answer.missing),
        "trace": [asdict(step) for step in answer.trace],
    }
    if answer.note:
        document["note"] = answer.note
    for name in answer.unused if answer.value is not None or answer.missing else ():
        stderr.write(f"'{name}'은(는) 이 값에 쓰이지 않았습니다. / '{name}' was not used.\n")
    if options.json:
        _write_json(stdout, document)
    else:
        stdout.write(_value_text(answer))
    if answer.value is None:
        lacking = ", ".join(answer.missing)
        said = f"빠진 사실: {lacking} / missing: {lacking}" if lacking else f"{answer.note} / not settled on that day"
        stderr.write(f"{said}\n")
    return DATA_SAYS_NO if answer.value is None else DONE


def _value_text(answer: api.Value) -> str:
    lines = [f"{answer.name}: {_won(answer.value)} {answer.unit} ({answer.article}, {answer.status})"]
    for step in answer.trace:
        article = f" – {step.article}: {step.sentence}" if step.article else ""
        given = " (주어진 값)" if step.how == "given" else ""
        lines.append(f"  {step.name} = {_won(step.value)}{given}{article}")
        lines += [f"      기준: {figure}" for figure in step.figures]
    return "\n".join(lines) + "\n"


def _won(value: Any) -> str:
    """A value in a line of the trace; what is not known is told as all it may be."""
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, dict):
        low, high = value["low"], value["high"]
        return f"{low:,}~{high:,}" if high < HIGHEST else f"{low:,} 이상" if low else "모름"
    if isinstance(value, list):
        value = value[::-1] if value == [False, True] else value
        few = len(value) <= MOST_TOLD or not isinstance(value[0], int)
        return " 또는 ".join(map(_won, value)) if few else f"{min(value):,}~{max(value):,}"
    return f"{value:,}" if isinstance(value, int) else "모름" if value is None else str(value)


def _check(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    situation, on = _situation(options, stdin)
    screening = api.screen(situation, on, unverified_too=options.allow_unverified)
    question = api.next_question(situation, on, unverified_too=options.allow_unverified)
    changes = api.changes(situation, on, unverified_too=options.allow_unverified)
    consequences = api.consequences(situation, on, unverified_too=options.allow_unverified)
    if options.json:
        document = {
            "on": str(on),
            "benefits": [_result(r, changes.get(r.name, ())) for r in screening.results],
            "interactions": [asdict(one) for one in consequences],
            "next": asdict(question) if question else None,
            "doubts": list(api.doubts(situation)),
        }
        _write_json(stdout, document)
        return DONE
    for status, heading in HEADINGS.items():
        stdout.write(f"{heading}\n")
        for result in screening.results:
            if result.status == status:
                stdout.write(_result_text(result))
                stdout.write("".join(f"    이것 하나만 달랐다면: {c}\n" for c in changes.get(result.name, ())[:1]))
    for one in consequences:
        stdout.write(f"함께 볼 것: {in_words(one)}\n")
    for doubt in api.doubts(situation):
        stdout.write(f"살펴볼 것: {doubt}\n")
    if question:
        stdout.write(f"다음 질문: {_asked(question)}\n")
    return DONE


def _result(result: BenefitResult, changes: Sequence[api.Change]) -> Mapping[str, Any]:
    facts = [{"fact": f.name, "person": f.person, "question": f.question} for f in result.facts]
    return {**asdict(result), "facts": facts, "changes": [{**asdict(c), "words": str(c)} for c in changes]}


def _result_text(result: BenefitResult) -> str:
    if result.status == NOT_ELIGIBLE:
        amount = ""
    elif result.won_high is None:
        amount = f" 금액 확인 필요/{result.period}"
    elif result.won_low == result.won_high:
        amount = f" {result.won_high:,}원/{result.period}"
    else:
        amount = f" {result.won_low:,}~{result.won_high:,}원/{result.period}"
    mark = " [확인되지 않은 값 사용]" if result.unverified else ""
    return f"  {result.name}{amount}{mark}\n" + "".join(f"    {reason}\n" for reason in result.reasons)


def _asked(question: api.Question) -> str:
    return f"{question.person}: {question.question}" if question.person else question.question


def _next(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    situation, on = _situation(options, stdin)
    found = api.questions(situation, on, unverified_too=options.allow_unverified)
    if options.json:
        _write_json(
            stdout,
            {"on": str(on), "next": asdict(found[0]) if found else None, "questions": [asdict(q) for q in found]},
        )
    else:
        stdout.write("".join(f"{_asked(q)} ({q.fact}, 가려지는 금액 월 {q.settles_won:,}원)\n" for q in found[:5]))
    if not found:
        stderr.write("더 물을 것이 없습니다. / nothing is left to ask.\n")
    return DONE


def _names(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    country, on = korea(), _on(options)
    rows = [_name(country, name, on) for name in country.answers()]
    if options.json:
        _write_json(stdout, rows)
    else:
        for row in rows:
            stdout.write(f"{row['name']} [{row['unit']}] {row['article']} ← {', '.join(row['given'])}\n")
    return DONE


def _name(country: Country, name: str, on: dt.date) -> dict[str, Any]:
    rule = country.rule_on(name, on) or country.rules[name][-1]
    reached = list(country.reached_from(name, on))[1:]
    return {
        "name": name,
        "unit": rule.unit,
        "article": rule.article,
        "sentence": rule.sentence,
        "in_force": rule.holds_on(on),
        "given": reached,
        "optional": {key: _won(default) for key, default in rule.optional.items() if default is not None},
    }


def _facts(options: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    if options.json:
        _write_json(stdout, [asdict(fact) for fact in api.facts()])
    else:
        for fact in api.facts():
            choices = f" ({', '.join(fact.choices)})" if fact.choices else ""
            stdout.write(f"{fact.name} [{fact.of}, {fact.unit or fact.kind}]{choices}: {fact.question}\n")
    return DONE


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name.strip():
        raise BadInput(f"--given은 '이름=값'이어야 합니다: '{word}'", f"--given takes name=value: '{word}'")
    return name.strip(), value.strip()


def _each_once(words: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, said in map(_pair, words):
        if given.setdefault(name, said) != said:
            korean = f"'{name}'을(를) 두 번 주었습니다({given[name]}, {said}). 하나만 주세요."
            raise BadInput(korean, f"'{name}' is given twice ({given[name]}, {said})")
    return given


def _on(options: argparse.Namespace) -> dt.date:
    if options.on is None:
        return dt.date.today()  # noqa: DTZ011 (the office day; the process runs in Korean time)
    return asked_day(options.on, "--on")


def _situation(options: argparse.Namespace, stdin: TextIO) -> tuple[api.Situation, dt.date]:
    day = _on(options)
    return situation_file.home(options.file, stdin, day if options.on else None, today=day)


def _write_json(stdout: TextIO, document: Any) -> None:
    stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
