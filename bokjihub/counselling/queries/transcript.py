"""행복이음 옮겨적기: the record's fields in the official order of 초기상담 기록지 (process §3.1), ready to copy."""

import datetime as dt
from dataclasses import dataclass

from bokjihub.counselling.choices import BENEFIT_STATUS, CRISES, DANGERS, NEEDS, words_of
from bokjihub.counselling.models import Counselling, Promise
from bokjihub.counselling.queries.facts import head_words
from bokjihub.people.queries import members
from bokjihub.ui.words import masked_phone, official_date


@dataclass(frozen=True)
class Row:
    """One field: what the official form calls it, and what to put there."""

    label: str
    value: str


def transcript(record: Counselling, *, masked: bool = False) -> tuple[Row, ...]:
    """Every field of §3.1 in its order; what was known that day is as it was that day. Paper has the numbers masked."""
    phones = [person.phone for person in members(record.household_id) if person.phone]
    known = {row["label"]: row["value"] for row in record.known}
    return (
        Row("접수경로", record.intake_channel or known.get("접수경로", "")),
        Row("상담 방법", record.get_channel_display()),
        Row("상담 일자", f"{record.counselled_on:%Y-%m-%d}"),
        Row("상담 시간(분)", str(record.minutes or "")),
        Row("상담자", record.counselled_label),
        Row("동행자", record.with_label or "없음"),
        Row("대상자(성명, 생년월일, 성별)", head_words(record.household_id)),
        Row("주민등록지", known.get("주민등록지", record.household.registered_address)),
        Row("실거주지", known.get("실거주지", record.household.address)),
        Row("연락처", " / ".join(map(masked_phone, phones) if masked else phones)),
        Row("가구형태", known.get("가구형태", record.household.get_kind_display())),
        Row("가구원", known.get("가구원", "")),
        Row("보호구분", words_of(BENEFIT_STATUS, record.benefit_status) or known.get("보호구분", "")),
        Row("주요 위기사유", words_of(CRISES, record.crisis_reasons) or "해당 없음"),
        Row("어려움", words_of(NEEDS, record.needs)),
        Row("주호소", record.client_words),
        Row("관찰", record.observation),
        Row("즉시 위험", words_of(DANGERS, record.immediate_danger) or "없음"),
        Row("방문자 안전", record.visitor_safety or "없음"),
        Row("안내한 급여", told_words(record)),
        Row("약속", promise_words(record)),
        Row("조치", disposition_words(record)),
        Row("다음 확인일", f"{record.next_check_on:%Y-%m-%d}" if record.next_check_on else ""),
    )


def read_aloud(record: Counselling) -> list[tuple[str, list[str]]]:
    """What is read to the person before they sign: their words, what was told, what was agreed. Nothing of what was seen."""
    whose = {Promise.Whose.OURS.value: "저희가 합니다", Promise.Whose.THEIRS.value: "직접 하십니다"}
    agreed = [f"{row.words}: {whose[row.whose]}{_by(row.due_on)}" for row in record.promises.all()]
    if record.next_check_on:
        agreed.append(f"{official_date(record.next_check_on)}에 되었는지 다시 여쭙니다")
    parts = [
        ("하신 말씀", [record.client_words]),
        ("안내해 드린 것", [part for part in told_words(record).split(", ") if part]),
        ("하기로 한 것", [NEXT_STEPS[Counselling.Disposition(record.disposition)], *agreed]),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


# What follows, as it is read to the person: no word of the office's own list.
NEXT_STEPS = {
    Counselling.Disposition.INFORMATION: "알려 드린 것으로 마칩니다. 궁금하시면 언제든 다시 물어봐 주세요",
    Counselling.Disposition.APPLY: "신청하시도록 도와 드립니다",
    Counselling.Disposition.LINK: "도와 드릴 곳을 찾아 이어 드립니다",
    Counselling.Disposition.EMERGENCY: "급한 도움(긴급지원)을 바로 알아봅니다",
    Counselling.Disposition.CASE: "여러 어려움을 담당자가 함께 맡아 살핍니다(사례관리)",
    Counselling.Disposition.EXCLUDED: "이번에는 더 이어지는 일이 없습니다",
    Counselling.Disposition.UNLOCATED: "다시 연락드립니다",
}


def _by(day: dt.date | None) -> str:
    return f" ({official_date(day)}까지)" if day else ""


def told_words(record: Counselling) -> str:
    """생계급여(신청 원함), 기초연금"""
    wish = {True: "(신청 원함)", False: "(원하지 않음)", None: ""}
    return ", ".join(f"{row.benefit}{wish[row.wants_to_apply]}" for row in record.told.all())


def promise_words(record: Counselling) -> str:
    """우리: 신청서를 들고 감 / 어르신: 통장 사본을 챙김"""
    whose = {Promise.Whose.OURS.value: "우리", Promise.Whose.THEIRS.value: "본인"}
    return " / ".join(f"{whose[row.whose]}: {row.words}" for row in record.promises.all())


def disposition_words(record: Counselling) -> str:
    """조치, with the reason where nothing more is done."""
    return record.get_disposition_display() + (f" — {record.excluded_reason}" if record.excluded_reason else "")
