"""선정기준에 함께 쓰는 것: 차상위 기준."""

from collections.abc import Callable

from ...rule import rule


@rule(article="국민기초생활 보장법 시행령 제3조", unit="원/월", rounding="선정기준_끝수처리")
def 차상위_기준(기준중위소득: int, 차상위_비율: int, 선정기준_끝수처리: Callable[..., int]) -> int:
    """소득인정액이 기준 중위소득의 100분의 50 이하인 사람을 차상위계층이라 한다."""
    return 선정기준_끝수처리(기준중위소득 * 차상위_비율, 100)
