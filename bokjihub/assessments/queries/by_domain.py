"""Surveys that ask domain by domain: the frame of a version, and the grade its own rule gives."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bokjihub.assessments import survey_by_domain
from bokjihub.assessments.models import FormVersion
from bokjihub.assessments.xlsform import domains, workbook
from bokjihub.assessments.xlsform.compile import Compiled, compile_form
from bokjihub.assessments.xlsform.domains import GRADE, ITEMS, SCORE, WHY, Frame
from bokjihub.assessments.xlsform.judge import judge


@dataclass(frozen=True)
class Graded:
    """The national grade, the town's own word for it, and the sentence of the rule that held."""

    code: str
    label: str
    why: str


def frame(version: FormVersion) -> Frame:
    """The domains of a version, in the order of the paper."""
    return domains.frame_of(version.read())


def graded(
    version: FormVersion, scores: Mapping[str, int], items: Mapping[str, frozenset[str]], *, today: dt.date
) -> Graded | None:
    """What the form's own rule says of the answers; None while domains are missing or no band fits."""
    given = {f"{code}{SCORE}": str(score) for code, score in scores.items()}
    given |= {f"{code}{ITEMS}": " ".join(sorted(ticked)) for code, ticked in items.items()}
    found = judge(version.read(), given, today=today)
    band = next((one for one in found.bands if one.score == GRADE), None)
    return Graded(band.code, band.label, found.scores.get(WHY) or band.label) if band else None


def grade_words(version: FormVersion) -> dict[str, str]:
    """The town's own word for each grade of a version."""
    return {band.code: band.label for band in version.read().bands if band.score == GRADE}


def as_workbook(
    frame: Iterable[Mapping[str, Any]], rule: Mapping[str, Any], *, title: str, source: str
) -> tuple[bytes, Compiled]:
    """Domains and numbers kept another way, as the Excel file and the form they make (migrations)."""
    content = workbook.write(survey_by_domain.sheets(frame, rule, title=title, source=source))
    return content, compile_form(content)
