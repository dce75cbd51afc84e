"""What an answer settles before anybody asks more: a two-year-old earns nothing, who rents does not own the home.

Each is shown with its source and can be corrected like any other fact.
"""

from collections.abc import Mapping

from bokjihub.engines.benefits.contradictions import OWNERS_AND_TENANTS

YOUNGEST_WORKER, YOUNGEST_SPOUSE = 15, 18
EARNINGS = ("근로소득", "사업소득", "자활소득", "직업재활소득", "상시근로소득")
BY_AGE, BY_TENURE = "나이로 미루어", "사는 집으로 미루어"
TENURE = "점유형태"


def assumed(age: int) -> Mapping[str, str]:
    """Nobody below 15 is employed (근로기준법 제64조), nobody below 18 is married (민법 제807조)."""
    found = dict.fromkeys(EARNINGS, "0") if age < YOUNGEST_WORKER else {}
    return {**found, "배우자": "없음"} if age < YOUNGEST_SPOUSE else found


def assumed_of_home(home: Mapping[str, str]) -> Mapping[str, str]:
    """What cannot be more than nothing beside how the home is held: the very amounts that would contradict it."""
    held = home.get(TENURE)
    return {fact: "0" for fact, other, _ in OWNERS_AND_TENANTS if other == held and fact not in home}
