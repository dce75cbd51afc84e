"""Invented contents for the living component page; no row of the database, no real person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from bokjihub.ui.fields import DayField, WonField

CHANNELS = [("phone", "전화"), ("text", "문자"), ("counter", "내방"), ("note", "쪽지")]
RESULTS = [
    ("spoke", "통화됨"),
    ("none", "받지 않음"),
    ("other", "다른 사람 받음"),
    ("wrong", "틀린 번호"),
    ("refused", "거부"),
]


class SampleForm(forms.Form):
    """One form with each kind of field, drawn by `<c-fields>`."""

    words = forms.CharField(label="말씀", help_text="들은 말 그대로", widget=forms.Textarea(attrs={"rows": 3}))
    channel = forms.ChoiceField(label="어떻게", choices=CHANNELS, widget=forms.RadioSelect)
    next_on = DayField(label="다음 확인", help_text="‘내일’, ‘+7’, ‘1.25’처럼 적어도 됩니다")
    amount = WonField(label="금액", required=False)
    danger = forms.BooleanField(label="즉시 위험", required=False)


def wrong_form() -> SampleForm:
    """The same form after a save that was refused; what was typed stays."""
    form = SampleForm({"words": "", "channel": "phone", "next_on": "20261131", "amount": "삼만"})
    form.is_valid()
    return form


def contents(today: date) -> dict[str, Any]:
    """Everything the page draws, with deadlines around today."""
    return {
        "today": today,
        "late": today - timedelta(days=2),
        "tomorrow": today + timedelta(days=1),
        "later": today + timedelta(days=12),
        "channels": CHANNELS,
        "results": RESULTS,
        "filters": _filters(),
        "tabs": [
            {"label": "작업목록", "url": "#main", "count": 28, "current": True},
            {"label": "신호 접수함", "url": "#main"},
        ],
        "rows": _rows(today),
        "reasons": _reasons(),
        "steps": _steps(),
        "events": _events(today),
        "facts": _facts(),
        "copy": _copy(today),
        "stat": _stat(),
        "map": {"boundaries": None, "points": _points(), "line": [[p["lat"], p["lng"]] for p in _points()]},
        "quick_days": [("+1", "내일"), ("+7", "1주 뒤"), ("+30", "한 달 뒤")],
        "posts": ["담당", "팀장", "과장"],
    }


def _filters() -> list[dict[str, Any]]:
    names = [("내 담당", 28), ("오늘까지", 5), ("기한 지남", 2), ("2번 이상", 4), ("소재 찾는 중", 2), ("팀 전체", 40)]
    return [{"label": label, "count": count, "url": "#main", "current": label == "내 담당"} for label, count in names]


def _rows(today: date) -> list[dict[str, Any]]:
    lines = [
        (2, "최갑호", "남57 · 1인 · 3통", "단전 10. 29.", ["월세 4개월", "외 2"], "처음", "전화 2번", -2),
        (5, "정을자", "여71 · 2인 · 1통", "", ["건강보험료 14개월", "의료비 과다"], "2번째", "아직 없음", -1),
        (3, "박병순", "여78 · 1인 · 5통", "전류제한 예고", ["건강보험료 5개월", "외 2"], "2번째", "통화", 1),
        (1, "서정식", "남49 · 1인 · 6통", "", ["폐업", "카드 연체"], "3번째", "원치 않으심", 6),
        (31, "윤무", "여66 · 1인 · 1통", "", [], "처음", "아직 없음", 6),
    ]
    return [
        {
            "id": f"row-{rank}", "rank": rank, "name": name, "about": about, "must": must, "reasons": reasons,
            "times": times, "last": last, "due": today + timedelta(days=days), "explore": rank == 31,
        }
        for rank, name, about, must, reasons, times, last, days in lines
    ]  # fmt: skip


def _reasons() -> list[dict[str, Any]]:
    return [
        {"label": "전류제한 예고", "source": "한전 11. 18.", "points": 32, "must": True},
        {"label": "건강보험료 5개월", "source": "공단 11. 3.", "points": 21},
        {"label": "주소 다름", "source": "노암동 / 금동", "points": 15},
        {"label": "이웃 걱정 신고", "source": "11. 14.", "points": 10},
    ]


def _steps() -> list[dict[str, str]]:
    names = [
        ("요청", "11. 21.", "done"),
        ("현장확인", "11. 21.", "done"),
        ("결정", "오늘", "current"),
        ("지급", "", "todo"),
    ]
    names += [("1개월 확인", "12. 23.까지", "todo"), ("적정성", "", "todo")]
    return [{"label": label, "date": day, "state": state} for label, day, state in names]


def _events(today: date) -> list[dict[str, Any]]:
    lines = [
        ("contact", 2, "전화 통화", "", "전기 끊긴다고 종이가 왔어", "김서연"),
        ("sent", 4, "서비스 연계", "도시락 — 노암복지관", "", "김서연"),
        ("contact", 6, "전화", "받지 않음(2번째)", "", "김서연"),
        ("incident", 8, "걱정 신고", "", "불이 안 켜진 지 며칠 됐다", "통장"),
        ("stage", 620, "첫 발굴", "정보 제공으로 마침", "", ""),
    ]
    return [
        {"kind": kind, "at": today - timedelta(days=ago), "verb": verb, "text": text, "words": words, "by": by}
        for kind, ago, verb, text, words, by in lines
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": "가구원", "source": "말씀", "value": "1명"},
        {"label": "월세", "source": "말씀", "value": "250,000원"},
        {"label": "기초연금", "source": "자료", "value": "349,700원"},
        {"label": "자녀 소득·재산", "source": "", "value": None},
    ]


def _copy(today: date) -> list[dict[str, str]]:
    return [
        {"label": "상담 방법", "value": "내방"},
        {"label": "상담 일자", "value": f"{today:%Y-%m-%d}"},
        {"label": "주 호소 내용", "value": "전기요금이 석 달 밀렸고 끊긴다는 종이를 받았다고 하심."},
        {"label": "조치 사항", "value": "서비스 연계"},
    ]


def _stat() -> dict[str, Any]:
    kinds = [
        ("생계지원", 266, 169_418_900),
        ("의료지원", 32, 75_979_600),
        ("주거지원", 2, 735_500),
        ("연료비 등", 136, 13_566_500),
    ]
    rows = [{"label": label, "cells": [count, won], "bar": won} for label, count, won in kinds]
    total = {"label": "합계", "cells": [sum(count for _, count, _ in kinds), sum(won for _, _, won in kinds)]}
    columns = [{"label": "건수", "kind": "count"}, {"label": "금액", "kind": "thousand"}]
    return {"columns": columns, "rows": rows, "total": total, "max": 169_418_900}


def _points() -> list[dict[str, Any]]:
    spots = [(35.4101, 127.3905, "박*순"), (35.4135, 127.3850, "오*례"), (35.4062, 127.3799, "김*현")]
    return [
        {"lat": lat, "lng": lng, "label": name, "number": n, "row": f"stop-{n}"}
        for n, (lat, lng, name) in enumerate(spots, 1)
    ]
