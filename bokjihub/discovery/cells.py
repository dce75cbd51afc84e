"""One cell → one value, or why not and how to mend it. Pure; the sentences are read by officers beside the row."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bokjihub.discovery.feed import Type
from bokjihub.discovery.indicators import by_name
from bokjihub.discovery.tables import Broken, Formula, Value, day_of_serial
from bokjihub.ui.words import parse_won

EMPTY_WORDS = frozenset({"", "-", "–", "없음", "해당없음", "해당 없음", "미상", "모름", "null", "NULL", "N/A"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAME = re.compile(r"^[가-힣A-Za-zÀ-ɏ·.'’\- ()]+$")
_SPLIT = re.compile(r"[,;/|\n]+|(?<=[가-힣)])\+")
SEXES = {
    "남": "M",
    "남자": "M",
    "남성": "M",
    "M": "M",
    "1": "M",
    "3": "M",
    "여": "F",
    "여자": "F",
    "여성": "F",
    "F": "F",
    "2": "F",
    "4": "F",
}
EARLIEST = dt.date(1900, 1, 1)
MOST_MONTHS, MOST_WON = 600, 10_000_000_000


class CellFault(Exception):
    """Why a cell cannot be taken, and how to mend it."""

    def __init__(self, why: str, how: str) -> None:
        super().__init__(why)
        self.why, self.how = why, how


@dataclass(frozen=True)
class Day:
    """What a reader may need to know beside the cell: the day it is read, and the feed's own indicator names."""

    today: dt.date
    indicator_names: dict[str, str]


Read = str | int | dt.date | tuple[str, ...] | None


def read_cell(kind: Type, value: Value, day: Day) -> Read:
    """The value of a cell of a type; None where it is empty. CellFault where it cannot be taken."""
    if isinstance(value, Formula):
        raise CellFault("수식이 들어 있음", "수식 대신 값만 붙여 넣어 주세요")
    if isinstance(value, Broken):
        raise CellFault("엑셀이 셈하지 못한 칸", "값을 직접 적어 주세요")
    if value is None or (isinstance(value, str) and value.strip() in EMPTY_WORDS):
        return None
    if isinstance(value, str) and _CONTROL.search(value):
        raise CellFault("보이지 않는 글자가 섞임", "칸을 지우고 다시 적어 주세요")
    return _READERS[kind](value, day)


def _text(value: Value, day: Day) -> str:
    if isinstance(value, bool):
        raise CellFault("참/거짓 값", "글로 적어 주세요")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if len(text) > 200:
        raise CellFault(f"너무 긺({len(text)}자)", "200자 안으로 줄여 주세요")
    return text


def _name(value: Value, day: Day) -> str:
    name = _text(value, day)
    if "*" in name or "○" in name or "〇" in name:
        raise CellFault("이름이 가려져 있음", "가리지 않은 명단을 받거나 이 행을 빼 주세요")
    if not _NAME.match(name) or len(name) > 60:
        raise CellFault("이름에 숫자나 기호가 있음", "이름만 남겨 주세요")
    return name


def _date(value: Value, day: Day) -> dt.date:
    if isinstance(value, dt.datetime):
        found: dt.date | None = value.date()
    elif isinstance(value, dt.date):
        found = value
    else:
        found = _written_date(_text(value, day))
    if found is None:
        raise CellFault("없는 날이거나 날짜가 아님", "2026-11-30처럼 고쳐 주세요")
    if not EARLIEST <= found <= day.today + dt.timedelta(days=400):
        raise CellFault("믿기 어려운 날짜", "해를 다시 확인해 주세요")
    return found


def _written_date(text: str) -> dt.date | None:
    numbers = re.findall(r"\d+", text)
    if re.fullmatch(r"\d{8}", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{4,5}(\.\d+)?", text):
        return day_of_serial(float(text)) if float(text) >= 20_000 else None
    if re.fullmatch(
        r"\d{4}\s*[.\-/년]\s*\d{1,2}\s*[.\-/월]\s*\d{1,2}\s*[.일]?(\s*\([월화수목금토일]\))?(\s+\d{1,2}:\d{2}(:\d{2})?)?",
        text,
    ):
        return _day(*(int(number) for number in numbers[:3]))
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _birth(value: Value, day: Day) -> dt.date:
    short = re.fullmatch(r"(\d{6})(?:-?([1-8])\*{0,6})?", str(value).strip()) if isinstance(value, (str, int)) else None
    found = _short_birth(short.group(1), short.group(2), day.today) if short else _date(value, day)
    if found > day.today:
        raise CellFault("태어난 날이 앞날임", "태어난 해를 다시 확인해 주세요")
    return found


def _short_birth(six: str, mark: str | None, today: dt.date) -> dt.date:
    """480520 or 480520-2******: the mark says the century; without it only what cannot be two people's."""
    centuries = (2000,) if mark in {"3", "4", "7", "8"} else (1900,) if mark else (1900, 2000)
    days = [_day(century + int(six[:2]), int(six[2:4]), int(six[4:])) for century in centuries]
    alive = [day for day in days if day and day <= today and today.year - day.year <= 110]
    if len(alive) != 1:
        raise CellFault("태어난 해를 알 수 없음", "1948-05-20처럼 네 자리 해로 적어 주세요")
    return alive[0]


def _sex(value: Value, day: Day) -> str:
    found = SEXES.get(_text(value, day).upper())
    if found is None:
        raise CellFault("남·여가 아님", "‘남’이나 ‘여’로 적거나 비워 주세요")
    return found


def phone_number(text: str) -> str | None:
    """010-1234-5678 from whatever way it was written; the zero an office program dropped is put back. None: not one."""
    digits = re.sub(r"[\s().\-]", "", text).removeprefix("+")
    digits = "0" + digits[2:] if digits.startswith("82") and len(digits) >= 11 else digits
    if re.fullmatch(r"1[016789]\d{7,8}|[3-6][1-5]\d{7,8}", digits):
        digits = "0" + digits
    if re.fullmatch(r"1[568]\d{6}", digits):
        return f"{digits[:4]}-{digits[4:]}"
    if not re.fullmatch(r"02\d{7,8}|0[1-7]\d\d{7,8}|050\d\d{7,8}", digits):
        return None
    area = 2 if digits.startswith("02") else 4 if digits.startswith("050") else 3
    return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"


def _phone(value: Value, day: Day) -> str:
    found = phone_number(_text(value, day))
    if found is None:
        raise CellFault("전화번호가 아님", "010-1234-5678처럼 하나만 적거나 비워 주세요")
    return found


def _address(value: Value, day: Day) -> str:
    address = _text(value, day)
    if len(address) < 4 or not re.search(r"[가-힣]", address):
        raise CellFault("주소로 알아볼 수 없음", "동·리와 번지나 도로명을 적어 주세요")
    return address


def _indicators(value: Value, day: Day) -> tuple[str, ...]:
    codes = []
    for name in filter(None, (part.strip() for part in _SPLIT.split(_text(value, day)))):
        found = by_name(name, day.today)
        code = day.indicator_names.get(name) or (found.code if found else None)
        if code is None:
            raise CellFault(f"모르는 위기정보 ‘{name}’", "위기정보 목록의 이름으로 고치거나 틀에 더해 주세요")
        codes.append(code)
    return tuple(sorted(set(codes)))


def _months(value: Value, day: Day) -> int:
    text = _text(value, day)
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(?:개월|월|달)?", text)
    if not found:
        raise CellFault(f"숫자가 아님: ‘{text}’", "숫자로 고쳐 주세요")
    if int(found.group(1)) > MOST_MONTHS:
        raise CellFault("믿기 어려운 개월 수", "개월 수를 다시 확인해 주세요")
    return int(found.group(1))


def _won(value: Value, day: Day) -> int:
    text = _text(value, day)
    amount = round(value) if isinstance(value, float) else parse_won(text)
    if amount is None:
        raise CellFault(f"금액이 아님: ‘{text}’", "212000처럼 숫자로 고쳐 주세요")
    if not 0 <= amount <= MOST_WON:
        raise CellFault("믿기 어려운 금액", "0원 이상으로, 자릿수를 다시 확인해 주세요")
    return amount


_READERS: dict[Type, Callable[[Value, Day], Read]] = {
    "text": _text,
    "code": _text,
    "name": _name,
    "birth": _birth,
    "date": _date,
    "sex": _sex,
    "phone": _phone,
    "address": _address,
    "indicators": _indicators,
    "months": _months,
    "won": _won,
}
