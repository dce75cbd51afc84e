"""굳히기: keeping tables of a period that is over as they were sent."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.audit import actions as audit
from bokjihub.clocks.actions import finish_clocks, start_clock
from bokjihub.statistics.models import SavedReport, Snapshot, TownFigure
from bokjihub.statistics.queries.builder import Question
from bokjihub.statistics.queries.closed import MONTHLY, as_document, month_of
from bokjihub.statistics.queries.frame import Definition, Scope
from bokjihub.statistics.queries.oversight import FIGURES, FIGURES_FORMAT, TOWN, counted, protected
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.ui.errors import OfficerError

SURVEY_RESULT = "survey-result"
SURVEY_CLOCK = "report.survey_result"
DECEMBER = 12


class NotWholeCity(OfficerError):
    """시 전체를 보는 분만 굳힐 수 있습니다. 동 하나의 표는 그때그때 다시 셉니다."""


class StillRunning(OfficerError):
    """아직 끝나지 않은 기간입니다. 끝난 다음 날부터 굳힐 수 있습니다."""


class ClosedAlready(OfficerError):
    """이미 굳힌 표입니다. 뒤에 적힌 것은 수정 칸에 보입니다."""


class NotOfATown(OfficerError):
    """시·군·구에 자리가 있는 분만 물음을 적어 둡니다."""


class NotYours(OfficerError):
    """적은 분만 뺄 수 있습니다."""


@transaction.atomic
def close_report(*, definition: Definition, first: dt.date, last: dt.date, by: Actor) -> Snapshot:
    """실적표 굳히기: the table of a period that is over, as it stands now, is kept for good."""
    city = _whole_city(by)
    snapshot = _freeze(definition, Scope(first, last), city, by)
    if definition.name == SURVEY_RESULT:
        finish_clocks(subject_id=_survey_id(city, snapshot.last.year), codes=(SURVEY_CLOCK,), by=by)
    audit.record("report.close", detail={"report": definition.name, "from": snapshot.first, "to": snapshot.last}, by=by)
    return snapshot


@transaction.atomic
def close_month(*, day: dt.date, by: Actor) -> list[Snapshot]:
    """한 달 굳히기: every table of the month's report at once. December also starts the clock of the yearly result."""
    city = _whole_city(by)
    first, last = month_of(day)
    made = [_freeze(REPORTS[name], Scope(first, last), city, by) for name in MONTHLY]
    if first.month == DECEMBER:
        _ask_for_survey_result(city, first.year, by)
    audit.record("report.close_month", detail={"from": first, "to": last, "tables": len(made)}, by=by)
    return made


class SentAlready(OfficerError):
    """이미 보낸 달입니다. 두 번 보낸 숫자의 차이로 가린 칸이 드러나지 않게 한 달은 한 번만 보냅니다."""


class NotATownFile(OfficerError):
    """시·군이 보낸 집계 파일이 아니거나 내용이 상했습니다. 아무것도 받지 않았습니다."""


@transaction.atomic
def send_figures(*, day: dt.date, by: Actor) -> list[TownFigure]:
    """시·도에 보낼 집계: a month's figures of the town and its dongs, with what could point at a home hidden."""
    city = _whole_city(by)
    first, last = month_of(day)
    if last >= by.day:
        raise StillRunning(field="month")
    if TownFigure.objects.filter(city=city, last=last).exists():
        raise SentAlready(field="month")
    found = counted(city, first, last)
    town, away = protected(found)
    lines: list[tuple[Area | None, str, Mapping[str, int | None]]] = [(None, TOWN, town)]
    lines += [(line.area, str(line.area.id), line.values) for line in found.dongs]
    rows = [
        TownFigure(
            city=city,
            dong=dong,
            first=first,
            last=last,
            figure=key,
            value=None if (row, key) in away else values[key],
            is_hidden=(row, key) in away,
            sent_at=timezone.now(),
            sent_label=by.label,
        )
        for dong, row, values in lines
        for key in FIGURES
    ]
    made = TownFigure.objects.bulk_create(rows)
    audit.record("report.send", detail={"from": first, "to": last, "figures": len(made), "hidden": len(away)}, by=by)
    return made


@transaction.atomic
def receive_figures(*, document: object, by: Actor) -> list[TownFigure]:
    """시·도에서 받기: a town's file as its own installation wrote it; known places, known figures, once a month."""
    try:
        rows = _rows_of(document)
    except (KeyError, TypeError, ValueError, Area.DoesNotExist) as error:
        raise NotATownFile from error
    if not rows:
        raise NotATownFile
    if TownFigure.objects.filter(city=rows[0].city, last=rows[0].last).exists():
        raise SentAlready(field="month")
    made = TownFigure.objects.bulk_create(rows)
    detail = {"city": rows[0].city.name, "to": rows[0].last, "figures": len(made)}
    audit.record("report.receive", detail=detail, by=by)
    return made


def _rows_of(document: Any) -> list[TownFigure]:
    if not isinstance(document, dict) or document["format"] != FIGURES_FORMAT:
        raise ValueError("format")
    city = Area.objects.get(code=document["city"], level=Area.Level.SIGUNGU)
    first, last = (dt.date.fromisoformat(document[key]) for key in ("first", "last"))
    dongs = {dong.code: dong for dong in dongs_of(city, last) if dong.code}
    rows = []
    for line in document["figures"]:
        value = line["value"]
        if line["figure"] not in FIGURES or isinstance(value, bool) or not (value is None or isinstance(value, int)):
            raise ValueError("figure")
        rows.append(
            TownFigure(
                city=city,
                dong=dongs[line["dong"]] if line["dong"] else None,
                first=first,
                last=last,
                figure=line["figure"],
                value=value,
                is_hidden=value is None,
                sent_at=dt.datetime.fromisoformat(document["sent_at"]),
                sent_label=str(document["sent_label"])[:120],
            )
        )
    return rows


@transaction.atomic
def save_question(*, title: str, question: Question, is_shared: bool, by: Actor) -> SavedReport:
    """물음 적어 두기; the same name of the same person asks the new question from now on."""
    city_id = by.main_post.city_id if by.main_post else None
    if city_id is None:
        raise NotOfATown
    row, _ = SavedReport.objects.update_or_create(
        owner=by.id,
        title=title.strip(),
        defaults={
            "city_id": city_id,
            "question": question.as_query(),
            "is_shared": is_shared,
            "owner_label": by.label,
        },
    )
    audit.record("report.save_question", detail={"title": row.title, "question": row.question}, by=by)
    return row


@transaction.atomic
def drop_question(*, saved: SavedReport, by: Actor) -> None:
    """적어 둔 물음 빼기, by who wrote it."""
    if saved.owner != by.id:
        raise NotYours
    audit.record("report.drop_question", detail={"title": saved.title}, by=by)
    saved.delete()


def _freeze(definition: Definition, scope: Scope, city: Area, by: Actor) -> Snapshot:
    report = definition.build(scope)
    if report.scope.last >= by.day:
        raise StillRunning(field="month")
    kept = {"city": city, "name": definition.name, "first": report.scope.first, "last": report.scope.last}
    if Snapshot.objects.filter(**kept).exists():
        raise ClosedAlready(field="month")
    document = json.loads(json.dumps(as_document(report), cls=DjangoJSONEncoder))
    return Snapshot.objects.create(
        **kept,
        title=report.title,
        is_as_of=report.is_as_of,
        reach=sorted(by.areas),
        document=document,
        frozen_by=by.id,
        frozen_label=by.label,
    )


def _whole_city(by: Actor) -> Area:
    """The city of the post, if every dong of it is in reach: half a city's table is nobody's report."""
    for post in by.posts:
        city = Area.objects.filter(id=post.city_id).first() if post.city_id else None
        if city is not None and {dong.id for dong in dongs_of(city, by.day)} <= post.area_ids:
            return city
    raise NotWholeCity


def _ask_for_survey_result(city: Area, year: int, by: Actor) -> None:
    """사회보장급여법 시행규칙 제1조의4제2항: the year's result and what is to be better go up by 31 March."""
    start_clock(
        code=SURVEY_CLOCK,
        subject_kind="statistics.survey_result",
        subject_id=_survey_id(city, year),
        area_id=min(by.areas),
        role=Role.HOPE_UNIT,
        title=f"{year}년 발굴조사 결과·개선방안",
        verb="굳혀서 내기",
        started_on=dt.date(year + 1, 1, 1),
        due_on=dt.date(year + 1, 3, 31),
        by=by,
    )


def _survey_id(city: Area, year: int) -> UUID:
    """One id a city and year: the clock's subject is a duty, not a row."""
    return UUID(int=city.id.int ^ year)
