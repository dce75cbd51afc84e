"""How things are written in Korean: dates, deadlines, money, particles, masked names. Pure functions, no Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

WEEKDAYS = "월화수목금토일"
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FIRST_SYLLABLE, LAST_SYLLABLE = ord("가"), ord("힣")
SYLLABLES_PER_INITIAL, FINALS, RIEUL = 588, 28, 8

# ---------------------------------------------------------------- 초성


def has_hangul(text: str) -> bool:
    """Whether somebody wrote it in Korean words: a name, a sentence; not a code, a day or a number."""
    return any(is_syllable(letter) for letter in text)


def is_syllable(char: str) -> bool:
    """True for a composed Hangul syllable (가–힣)."""
    return FIRST_SYLLABLE <= ord(char) <= LAST_SYLLABLE


def chosung(text: str) -> str:
    """First consonants, for search: 홍길동 → ㅎㄱㄷ. Everything that is not a syllable stays as it is."""
    return "".join(
        INITIALS[(ord(char) - FIRST_SYLLABLE) // SYLLABLES_PER_INITIAL] if is_syllable(char) else char
        for char in unicodedata.normalize("NFC", text)
    )


# ---------------------------------------------------------------- particles

PARTICLES = {
    "을/를": ("을", "를"),
    "이/가": ("이", "가"),
    "은/는": ("은", "는"),
    "과/와": ("과", "와"),
    "이나/나": ("이나", "나"),
    "이라/라": ("이라", "라"),
    "으로/로": ("으로", "로"),
}
# 영 일 이 삼 사 오 육 칠 팔 구; a number that ends in zeros ends in 십·백·천·만·억, which all close like 영.
FINAL_OF_DIGIT = dict(zip("0123456789", ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
FINAL_OF_LETTER = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
BRACKETED_END = re.compile(r"\s*[(\[〔][^()\[\]〔〕]*[)\]〕]$")


def particle(word: str, pair: str) -> str:
    """The particle that fits the word: ("남원시", "을/를") → 를. Unknown endings give 을(를)."""
    key = "으로/로" if pair in ("(으)로", "로/으로") else pair
    if key not in PARTICLES:
        key = "/".join(reversed(pair.split("/")))
    closed, open_ = PARTICLES[key]
    final = _final_sound(word)
    if final is None:
        return "(으)로" if key == "으로/로" else f"{closed}({open_})"
    if key == "으로/로":
        return open_ if final in ("", "ㄹ") else closed
    return closed if final else open_


def with_particle(word: str, pair: str) -> str:
    """The word followed by its particle: 노암복지관 + 으로/로 → 노암복지관으로."""
    return f"{word}{particle(word, pair)}"


def _final_sound(word: str) -> str | None:
    """'' for an open ending, 'ㄹ' or another consonant for a closed one, None when it cannot be known."""
    text = unicodedata.normalize("NFC", word).rstrip()
    text = (BRACKETED_END.sub("", text) or text).rstrip(" \"'”’」』.,!?")
    if not text:
        return None
    last = text[-1]
    if is_syllable(last):
        index = (ord(last) - FIRST_SYLLABLE) % FINALS
        return "" if index == 0 else "ㄹ" if index == RIEUL else "ㄴ"
    if last == "%":  # 퍼센트
        return ""
    if last in FINAL_OF_DIGIT:
        return FINAL_OF_DIGIT[last]
    if last.isascii() and last.isalpha():
        return FINAL_OF_LETTER.get(last.lower(), "")
    return None


# ---------------------------------------------------------------- masking: one rule for the whole system


SELF = "본인"  # who signed or agreed, where it is the person themself: nobody's name


def masked_name(name: str) -> str:
    """홍길동 → 홍*동, 김철 → 김*, 남궁민수 → 남**수, Nguyen Thi → N***** T**; 본인 is nobody's name and stays."""
    text = unicodedata.normalize("NFC", name).strip()
    if text == SELF:
        return text
    if text and all(char.isascii() or unicodedata.name(char, "").startswith("LATIN") for char in text):
        return re.sub(r"[^\s-]+", lambda word: word.group()[0] + "*" * (len(word.group()) - 1), text)
    text = re.sub(r"\s+", "", text)
    if len(text) <= 1:
        return "*" * len(text)
    if len(text) == 2:
        return text[0] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


def masked_phone(number: str) -> str:
    """010-1234-4821 → 010-****-4821. The middle is always four stars, so its length tells nothing."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("82"):
        digits = "0" + digits[2:].removeprefix("0")
    if len(digits) < 7:
        return "****"
    if not digits.startswith("0"):
        return f"****-{digits[-4:]}"
    area = 2 if digits.startswith("02") else 4 if digits.startswith("050") and len(digits) > 11 else 3
    return f"{digits[:area]}-****-{digits[-4:]}"


WIDE_AREA = re.compile(
    r"^[가-힣]+(시|도|군|구)$|^(서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)$"
)
SMALL_AREA = re.compile(r"^[가-힣][가-힣0-9.·]*(읍|면|동|가)$")
VILLAGE = re.compile(r"^[가-힣]+[0-9]*리$")


def masked_address(address: str) -> str:
    """The address down to its 읍·면·동 (or 리), nothing finer: no road, no number, no building."""
    parts = re.sub(r"[(),]", " ", address).split()
    wide = []
    for part in parts:
        if not WIDE_AREA.match(part):
            break
        wide.append(part)
    rest = parts[len(wide) :]
    for index, part in enumerate(rest):
        if SMALL_AREA.match(part):
            village = rest[index + 1 : index + 2]
            return " ".join([*wide, part, *[v for v in village if VILLAGE.match(v)]])
    return " ".join(wide)


# ---------------------------------------------------------------- dates, ages, deadlines


def day_of(value: date | datetime) -> date:
    """The calendar day of a date or of an instant (the instant must already be in local time)."""
    return value.date() if isinstance(value, datetime) else value


def official_date(day: date) -> str:
    """2026. 11. 22. — as official documents write it."""
    return f"{day.year}. {day.month}. {day.day}."


def short_date(day: date, *, today: date | None = None) -> str:
    """11. 24.(화); the year is written only when it is not this year's."""
    year = "" if today is None or day.year == today.year else f"{day.year}. "
    return f"{year}{day.month}. {day.day}.({WEEKDAYS[day.weekday()]})"


def period(first: date, last: date) -> str:
    """2016. 1. 1.–8. 31.; the second year only when it differs."""
    year = "" if first.year == last.year else f"{last.year}. "
    return f"{official_date(first)}–{year}{last.month}. {last.day}."


def age_on(birth: date, day: date) -> int:
    """만 나이. Born on 29 February: a year older on 1 March of common years (민법 제158조, 제160조)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def due_words(due: date, today: date) -> str:
    """오늘까지 · 내일까지(D-1) · D-3 · 2일 지남. Never D-0, never D+2."""
    days = (due - today).days
    if days < 0:
        return f"{-days}일 지남"
    if days == 0:
        return "오늘까지"
    return "내일까지(D-1)" if days == 1 else f"D-{days}"


ClockState = Literal["overdue", "soon", "in_time", "paused", "done"]
SHAPES: dict[ClockState, str] = {"overdue": "▲", "soon": "◑", "in_time": "○", "paused": "‖", "done": "✓"}


@dataclass(frozen=True)
class ClockFace:
    """What a deadline shows: a shape, a few words, and the full sentence for a screen reader."""

    state: ClockState
    shape: str
    words: str
    full: str
    due: date | None


def clock_face(
    due: date | None, today: date, *, soon_days: int = 2, paused: str = "", done_on: date | None = None
) -> ClockFace | None:
    """The face of a deadline on a day; None where there is no deadline at all."""
    if paused:
        return ClockFace("paused", SHAPES["paused"], f"시계 멈춤: {paused}", "기한을 세지 않는 동안입니다", due)
    if due is None:
        return None
    if done_on is not None:
        late = (done_on - due).days
        words = "시간 안에 마침" if late <= 0 else f"{late}일 늦게 마침"
        return ClockFace("done", SHAPES["done"], words, f"기한 {short_date(due, today=today)}", due)
    days = (due - today).days
    state: ClockState = "overdue" if days < 0 else "soon" if days <= soon_days else "in_time"
    words = due_words(due, today).replace("내일까지(D-1)", "D-1")
    left = words if days <= 0 else "하루 남음" if days == 1 else f"{days}일 남음"
    return ClockFace(state, SHAPES[state], words, f"기한 {short_date(due, today=today)}, {left}", due)


RELATIVE_DAYS = {"오늘": 0, "내일": 1, "모레": 2, "글피": 3, "어제": -1, "그제": -2}


def parse_day(text: str, today: date) -> date | None:
    """The day an officer types: 내일, +7, 1.25, 11. 24.(화), 2026-11-24, 20261124. None when it is no day.

    A month and day without a year is the nearest one: in November 1.25 is next January.
    """
    words = re.sub(r"\([월화수목금토일]\)", "", unicodedata.normalize("NFKC", text)).strip()
    if words in RELATIVE_DAYS:
        return today + timedelta(days=RELATIVE_DAYS[words])
    if match := re.fullmatch(r"([+-])\s*(\d{1,4})(?:일)?", words):
        return today + timedelta(days=int(match[1] + match[2]))
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    if not re.fullmatch(r"[\d\s./년월일-]+", words) or len(numbers) not in (2, 3):
        return None
    if len(numbers) == 3:
        year, month, day = numbers
        return _day(year if year >= 100 else 2000 + year, month, day)
    near = [_day(today.year + step, *numbers) for step in (-1, 0, 1)]
    return min((d for d in near if d), key=lambda d: abs((d - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ---------------------------------------------------------------- money


def won(amount: int) -> str:
    """212,000원"""
    return f"{amount:,}원"


def thousand_won(amount: int) -> int:
    """Won to 천원, half up (a half is rounded away from zero)."""
    rounded = (abs(amount) + 500) // 1000
    return rounded if amount >= 0 else -rounded


def won_reading(amount: int) -> str:
    """2026000 → 202만 6,000원: the reading under a money field, so that a zero too many is seen."""
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    hundred_million, rest = divmod(rest, 100_000_000)
    ten_thousand, ones = divmod(rest, 10_000)
    parts = [f"{hundred_million:,}억"] if hundred_million else []
    parts += [f"{ten_thousand:,}만"] if ten_thousand else []
    parts += [f"{ones:,}"] if ones or not parts else []
    return f"{sign}{' '.join(parts)}원"


def parse_won(text: str) -> int | None:
    """The amount an officer types: 212,000 · 212000원 · 21만 2천원 · 1억 2천만. None when it is no amount."""
    words = re.sub(r"[\s,]|원정?$", "", unicodedata.normalize("NFKC", text).strip())
    if re.fullmatch(r"-?\d{1,15}", words):
        return int(words)
    match = re.fullmatch(r"(?:(\d{1,4})억)?(?:(\d{1,4})천(?=\d*만))?(?:(\d{0,4})만)?(?:(\d)천)?(\d{1,3})?", words)
    if not match or not re.search(r"\d", words):
        return None
    eok, chun_man, man, chun, ones = (int(group) if group else 0 for group in match.groups())
    return eok * 100_000_000 + (chun_man * 1000 + man) * 10_000 + chun * 1000 + ones
