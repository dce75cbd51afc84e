"""살핌 점수: a points table that can be read aloud. Pure: values in, reasons out; the reasons add up to the score.

Every signal stands for itself and only adds, so a longer arrear or a further report never lowers a score
(the national ranking of 2019 chose 17 months and passed over 22). The score orders work inside an office's capacity; it
decides nothing about anybody (architecture §3, R45).

Rejected: a weighted index scaled to 100 (reasons no longer add up, and every home's figure moves when another's does);
points that fade with time (an unanswered worry would sink by being left alone).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bokjihub.discovery.indicators import Indicator, indicator, worries

MOST = 30_000  # a small integer column holds it

URGENT_POINTS, HIGH_POINTS = 30, 10
SECOND_DOMAIN_POINTS = 6
REPEAT_POINTS, REPEATS_COUNTED = 8, 4
SECOND_VOICE_POINTS, VOICES_COUNTED = 5, 3
ALONE_POINTS, AGED_POINTS, CHILD_POINTS, MISMATCH_POINTS = 6, 6, 8, 6
AGED_FROM, CHILD_UNTIL = 65, 12
# A home of which a file says at least this is seen at once, and the rest of a dong's list waits for capacity.
LEVEL_POINTS = {"urgent": URGENT_POINTS, "high": HIGH_POINTS, "normal": 0}


@dataclass(frozen=True)
class SignalFacts:
    """What one signal says, without anybody's name."""

    channel: str
    channel_label: str
    level: str
    indicators: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    months: int | None = None
    heard_on: dt.date | None = None
    event_on: dt.date | None = None


@dataclass(frozen=True)
class HomeFacts:
    """What is known of the home itself."""

    ages: tuple[int, ...] = ()
    lives_alone: bool = False
    is_address_mismatched: bool = False
    times_flagged: int = 1


@dataclass(frozen=True)
class Reason:
    """One line of 왜 살피나요: words, points, who told it; `must` marks a rule that asks for a visit."""

    code: str
    label: str
    points: int
    source: str = ""
    must: bool = False


def reasons_of(signals: Iterable[SignalFacts], home: HomeFacts, on: dt.date) -> list[Reason]:
    """Why we look at this home on a day, heaviest first: only what was heard by then; order does not matter."""
    heard = [signal for signal in signals if signal.heard_on is None or signal.heard_on <= on]
    found = [*_told(heard), *_levels(heard), *_voices(heard), *_home(home)]
    return sorted((one for one in found if one.points), key=lambda one: (-one.points, one.code))


def total(reasons: Iterable[Reason]) -> int:
    """The score: the sum, nothing else."""
    return min(MOST, sum(reason.points for reason in reasons))


def _told(heard: list[SignalFacts]) -> list[Reason]:
    """Each kind of information once, at its longest; and a little more where several parts of life are touched."""
    longest: dict[str, tuple[Indicator, int | None]] = {}
    for signal in heard:
        for code in signal.indicators:
            row = indicator(code)
            if row is not None:
                known = longest.get(code, (row, None))[1]
                longest[code] = (row, max((n for n in (known, signal.months) if n is not None), default=None))
    ticked = {code for signal in heard for code in signal.kinds}
    rows = [
        Reason(row.code, _with_months(row, n), row.points_for(n), row.agency, row.must_visit)
        for row, n in longest.values()
    ]
    rows += [
        Reason(code, row.name, row.points, "신고", row.must_visit) for code, row in worries().items() if code in ticked
    ]
    domains = {row.domain for row, _ in longest.values()}
    if len(domains) > 1:
        words = "·".join(sorted(domains))
        rows.append(Reason("domains", f"여러 어려움이 겹침({words})", SECOND_DOMAIN_POINTS * (len(domains) - 1)))
    return rows


def _with_months(row: Indicator, months: int | None) -> str:
    return f"{row.name} {months}개월" if months and row.per_month else row.name


def _levels(heard: list[SignalFacts]) -> list[Reason]:
    points = max((LEVEL_POINTS.get(signal.level, 0) for signal in heard), default=0)
    words = "받은 분이 오늘 안에 봐야 한다고 적음" if points == URGENT_POINTS else "받은 분이 서둘러야 한다고 적음"
    return [Reason("level", words, points)]


def _voices(heard: list[SignalFacts]) -> list[Reason]:
    """The same home told of from several sides."""
    sides = sorted({signal.channel_label for signal in heard})
    more = min(len(sides) - 1, VOICES_COUNTED)
    return [Reason("voices", f"여러 곳에서 알림({', '.join(sides)})", SECOND_VOICE_POINTS * more)] if more > 0 else []


def _home(home: HomeFacts) -> list[Reason]:
    rows = []
    if home.lives_alone:
        rows.append(Reason("alone", "혼자 사심", ALONE_POINTS))
    if any(age >= AGED_FROM for age in home.ages):
        rows.append(Reason("aged", f"{AGED_FROM}세 이상 어르신", AGED_POINTS))
    if any(age <= CHILD_UNTIL for age in home.ages):
        rows.append(Reason("child", f"{CHILD_UNTIL}세 이하 아이", CHILD_POINTS))
    if home.is_address_mismatched:
        rows.append(Reason("address", "주민등록지와 사는 곳이 다름", MISMATCH_POINTS))
    if home.times_flagged > 1:
        repeats = min(home.times_flagged - 1, REPEATS_COUNTED)
        rows.append(Reason("repeat", f"{home.times_flagged}번째 발굴", REPEAT_POINTS * repeats))
    return rows
