"""How much: amounts and ceilings of a day, asked of the benefit engine, which knows verified figures only.

`rate_for` is the one way in. Where no verified figure is known it says so, and the officer types the amount with the
notice it stands in.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.emergency.limits import law_day
from bokjihub.emergency.models import Detail, EmergencyAid, Kind
from bokjihub.engines.benefits import api

HEATING_MONTHS = frozenset({10, 11, 12, 1, 2, 3})
CEILING_PERCENT, CEILING_SINCE = 40, dt.date(2016, 1, 1)
INCOME_SINCE = dt.date(2016, 1, 1)
STATUS_WORDS = {"verified-2": "두 곳에서 확인", "verified-1": "한 곳에서 확인"}
METROPOLITAN = ("특별시", "광역시")
ONE_AMOUNT = {
    Detail.FUEL: "긴급복지_연료비",
    Detail.ELECTRICITY: "긴급복지_전기요금한도",
    Detail.BIRTH: "긴급복지_해산비",
    Detail.FUNERAL: "긴급복지_장제비",
}
SCHOOL = {Detail.ELEMENTARY: "초", Detail.MIDDLE: "중", Detail.HIGH: "고"}


@dataclass(frozen=True)
class Figure:
    """A published amount of a day with its article and how well it was checked."""

    won: int
    article: str
    status: str
    source: str

    @property
    def words(self) -> str:
        """긴급복지지원법 제9조제1항제1호가목 · 한 곳에서 확인."""
        return f"{self.article} · {STATUS_WORDS.get(self.status, self.status)}"


@dataclass(frozen=True)
class Rate:
    """What one month or one time may come to: the published figure, and the statute's own ceiling (제9조제2항)."""

    figure: Figure | None = None
    ceiling_won: int | None = None
    note: str = ""

    @property
    def cap_won(self) -> int | None:
        """The lower of the two; None where neither is known."""
        known = [won for won in (self.figure.won if self.figure else None, self.ceiling_won) if won is not None]
        return min(known, default=None)


def rate_for(kind: str, detail: str, size: int, region: str, on: dt.date) -> Rate:
    """The amount of a kind for a home of `size` in a region (대도시·중소도시·농어촌) on a day."""
    if kind == Kind.LIVING:
        return Rate(_figure("긴급복지_생계지원액", {"가구원수": size}, on), ceiling(size, on))
    if kind == Kind.HOUSING:
        given = {"가구원수": size, "긴급복지_지역": region}
        return Rate(_figure("긴급복지_주거지원한도", given, on) if region else None, ceiling(size, on))
    if kind == Kind.MEDICAL:
        return Rate(_figure("긴급복지_의료지원한도", {}, on))
    if kind == Kind.EDU and detail:
        return Rate(_figure("긴급복지_교육지원액", {"학교급": SCHOOL[Detail(detail)]}, on))
    if kind == Kind.OTHER and detail:
        if detail == Detail.FUEL and on.month not in HEATING_MONTHS:
            return Rate(note="연료비는 10월부터 다음 해 3월까지 지원합니다.")
        return Rate(_figure(ONE_AMOUNT[Detail(detail)], {}, on))
    return Rate()


def rate_of(aid: EmergencyAid, starts_on: dt.date, day: dt.date) -> Rate:
    """The amount for an aid on the day whose law counts; fuel follows the season it is for."""
    on = starts_on if aid.detail == Detail.FUEL else law_day(starts_on, day)
    return rate_for(aid.kind, aid.detail, aid.household_size, region_of(aid.area), on)


def ceiling(size: int, on: dt.date) -> int | None:
    """제9조제2항: 40 % of 기준 중위소득, each for living and for housing, since 2016 (before: 최저생계비, not kept)."""
    median = _figure("기준중위소득", {"가구원수": size}, on) if on >= CEILING_SINCE else None
    return median.won * CEILING_PERCENT // 100 if median else None


def income_limit(size: int, on: dt.date) -> Figure | None:
    """소득 기준 of the follow-up (시행령 제7조제2항제1호): 75 % of 기준 중위소득 since 2016."""
    return _figure("긴급복지_소득한도", {"가구원수": size}, on) if on >= INCOME_SINCE else None


def financial_limit(kind: str, size: int, on: dt.date) -> Figure | None:
    """금융재산 기준 of the follow-up; higher for housing aid."""
    return _figure("긴급복지_금융재산기준", {"가구원수": size, "주거지원": kind == Kind.HOUSING}, on)


def is_within_assets(region: str, assets_won: int, home_won: int, on: dt.date) -> bool | None:
    """재산 기준 of the region after the allowance for the home lived in; None where no verified limit is known."""
    nothing = dict.fromkeys(("임차보증금", "자동차", "금융재산", "부채"), 0)
    given = {"긴급복지_지역": region, "주거용재산": home_won, "일반재산": assets_won - home_won, **nothing}
    answer = api.value("긴급복지_재산기준_충족", given, on).value if region else None
    return None if answer is None else bool(answer)


def region_of(area: Area) -> str:
    """대도시 (districts of metropolitan cities), 중소도시 (cities of provinces) or 농어촌 (counties of provinces)."""
    city = city_of(area)
    if city is None:
        return ""
    if city.parent and city.parent.name.endswith(METROPOLITAN):
        return "대도시"
    return "농어촌" if city.name.endswith("군") else "중소도시"


def _figure(name: str, given: dict[str, Any], on: dt.date) -> Figure | None:
    answer = api.value(name, given, on)
    if answer.value is None:
        return None
    source = ", ".join(dict.fromkeys(figure for step in answer.trace for figure in step.figures))
    return Figure(int(answer.value), answer.article, answer.status, source)
