"""노인장기요양 등급, 산모·신생아 건강관리 일수, 아이돌봄 소득기준."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from ...rule import PERSON, rule


@rule(article="노인장기요양보험법 시행령 제7조제1항", unit="선택", per=PERSON, since="2018-01-01")
def 장기요양등급(점수: Decimal, 치매: bool, 장기요양_점수표: Mapping[int, int]) -> str:
    """장기요양인정 점수에 따라 나누며, 5등급과 인지지원등급은 치매 환자로 한정한다."""
    for grade in (1, 2, 3, 4):
        if 점수 >= 장기요양_점수표[grade]:
            return f"{grade}등급"
    if not 치매:
        return "등급외"
    return "5등급" if 점수 >= 장기요양_점수표[5] else "인지지원등급"


@rule(article="모자보건법 제15조의18", unit="일", per=PERSON, since="2026-01-01", optional={"단태": True})
def 산모신생아_표준일수(출생순위: int, 단태: bool, 산모신생아_일수표: Mapping[str, int]) -> int:
    """한 아이이면 출생순위에 따르고, 쌍둥이이면 쌍태의 표준 일수에 따른다."""
    return 산모신생아_일수표[f"단태 {min(출생순위, 3)}"] if 단태 else 산모신생아_일수표["쌍태"]


@rule(article="아이돌봄 지원법 제13조의2", unit="원/월", since="2026-01-01", rounding="아이돌봄_끝수처리")
def 아이돌봄_소득기준(기준중위소득: int, 비율: int, 아이돌봄_끝수처리: Callable[..., int]) -> int:
    """기준 중위소득의 정한 비율을 천 원 단위로 올린다."""
    return 아이돌봄_끝수처리(기준중위소득 * 비율, 100)
