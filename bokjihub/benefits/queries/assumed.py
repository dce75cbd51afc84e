"""What an answer settles before anybody asks more: a two-year-old earns nothing, who rents does not own the home.

Each is shown with its source and can be corrected like any other fact.
"""

from collections.abc import Mapping

from bokjihub.engines.benefits.contradictions import OWNERS_AND_TENANTS

YOUNGEST_WORKER, YOUNGEST_SPOUSE, YOUNGEST_PENSIONER = 15, 18, 65
YOUNGEST_PUPIL, YOUNGEST_IN_KINDERGARTEN, OLDEST_IN_DAY_CARE = 5, 3, 12
EARNINGS = ("근로소득", "사업소득", "자활소득", "직업재활소득", "상시근로소득")
BY_AGE, BY_TENURE = "나이로 미루어", "사는 집으로 미루어"
TENURE, TENANT = "점유형태", "임차"
ONE_DEPOSIT = ("보증금", "임차보증금")


def assumed(age: int) -> Mapping[str, str]:
    """What the law leaves nobody of that age: work below 15 (근로기준법 제64조), marriage below 18 (민법 제807조), school below
    5 (초·중등교육법 제13조), kindergarten below 3 (유아교육법 제2조), day care above 12 (영유아보육법 제27조), 기초연금 below 65."""
    found = dict.fromkeys(EARNINGS, "0") if age < YOUNGEST_WORKER else {}
    if age < YOUNGEST_SPOUSE:
        found["배우자"] = "없음"
    if age < YOUNGEST_PUPIL:
        found["학교급"] = "없음"
    if age < YOUNGEST_IN_KINDERGARTEN:
        found["유치원"] = "아니오"
    if age > OLDEST_IN_DAY_CARE:
        found["어린이집"] = "아니오"
    if age < YOUNGEST_PENSIONER:
        found["기초연금_수급중"] = "아니오"
    return found


def assumed_of_home(home: Mapping[str, str]) -> Mapping[str, str]:
    """What cannot be more than nothing beside how the home is held (the very amounts that would contradict it); and the one
    deposit of a rented home, which 주거급여 asks for as rent and the property test as property."""
    held = home.get(TENURE)
    found = {fact: "0" for fact, other, _ in OWNERS_AND_TENANTS if other == held and fact not in home}
    told = [home[fact] for fact in ONE_DEPOSIT if fact in home]
    if held == TENANT and told:
        found.update({fact: told[0] for fact in ONE_DEPOSIT if fact not in home})
    return found
