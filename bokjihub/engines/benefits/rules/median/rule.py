"""기준 중위소득: 거의 모든 급여의 잣대."""

from collections.abc import Callable, Mapping

from ...rule import rule

LARGEST = 7


@rule(article="국민기초생활 보장법 제6조의2제1항", unit="원/월")
def 기준중위소득(가구원수: int, 기준중위소득표: Mapping[int, int]) -> int:
    """가구원수별로 고시하며, 8인부터는 7인과 6인의 차액을 한 사람마다 더한다."""
    return by_size(가구원수, 기준중위소득표)


def by_size(가구원수: int, table: Mapping[int, int]) -> int:
    """A table published for homes of up to seven; each further person adds the last step."""
    if 가구원수 <= LARGEST:
        return table[가구원수]
    return table[LARGEST] + (가구원수 - LARGEST) * (table[LARGEST] - table[LARGEST - 1])


def share_by_size(size: int, median: int, table: Mapping[int, int], percent: int, round_off: Callable[..., int]) -> int:
    """A share of the median; for homes of eight and more the last step of the rounded shares is added, as the notices do."""
    if size <= LARGEST:
        return round_off(median * percent, 100)
    seven = round_off(table[LARGEST] * percent, 100)
    return seven + (size - LARGEST) * (seven - round_off(table[LARGEST - 1] * percent, 100))
