"""What a person's age settles before anybody asks: a two-year-old earns nothing and has no spouse.

Each is shown with its source and can be corrected like any other fact.
"""

from collections.abc import Mapping

YOUNGEST_WORKER, YOUNGEST_SPOUSE = 15, 18
EARNINGS = ("근로소득", "사업소득", "자활소득", "직업재활소득", "상시근로소득")
BY_AGE = "나이로 미루어"


def assumed(age: int) -> Mapping[str, str]:
    """Nobody below 15 is employed (근로기준법 제64조), nobody below 18 is married (민법 제807조)."""
    found = dict.fromkeys(EARNINGS, "0") if age < YOUNGEST_WORKER else {}
    return {**found, "배우자": "없음"} if age < YOUNGEST_SPOUSE else found
