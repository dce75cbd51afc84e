"""에너지바우처와 전기·통신 요금 감면."""

from collections.abc import Mapping

from ...rule import rule

LARGEST = 4
PERCENT_GROUP = "다자녀·대가족·출산"


@rule(
    article="에너지법 제16조의3",
    unit="원/년",
    since="2025-07-01",
    optional={"긴급연료비": False},
)
def 에너지바우처_지원액(
    세대원수: int, 긴급연료비: bool, 에너지바우처표: Mapping[int, int], 에너지바우처_여름표: Mapping[int, int]
) -> int:
    """세대원수별 금액을 지급하며, 긴급복지 연료비를 받으면 여름 몫만 남는다."""
    size = min(세대원수, LARGEST)
    return 에너지바우처_여름표[size] if 긴급연료비 else 에너지바우처표[size]


@rule(article="에너지법 시행령 제13조의2", unit="원/년", since="2026-07-01")
def 긴급연료비로_줄어드는_에너지바우처(
    세대원수: int, 에너지바우처표: Mapping[int, int], 에너지바우처_여름표: Mapping[int, int]
) -> int:
    """긴급복지 연료비를 받으면 겨울 몫을 받지 못한다."""
    size = min(세대원수, LARGEST)
    return 에너지바우처표[size] - 에너지바우처_여름표[size]


@rule(article="전기공급약관 시행세칙", unit="원/월", since="2020-01-01")
def 전기요금_복지할인액(
    전기할인_구분: str,
    청구액: int,
    월: int,
    전기요금_정액할인표: Mapping[str, int],
    전기요금_정률할인표: Mapping[str, int],
    전기요금_여름달표: Mapping[int, int],
) -> int:
    """구분과 계절별 한도까지 할인하며, 다자녀·대가족·출산 가구는 30%를 한도까지 할인한다. 청구액보다 많이 할인하지 않는다."""
    if 전기할인_구분 == PERCENT_GROUP:
        return min(청구액 * 전기요금_정률할인표["비율"] // 100, 전기요금_정률할인표["한도"])
    normal = 전기요금_정액할인표[f"{전기할인_구분} 평소"]
    summer = 전기요금_정액할인표[f"{전기할인_구분} 여름"]
    return min(청구액, summer if 전기요금_여름달표[월] == 1 else normal)


@rule(article="전기통신사업법 시행령 제2조", unit="원/월", since="2026-01-01")
def 이동통신_감면한도(통신감면_구분: str, 이동통신_감면한도표: Mapping[str, int]) -> int:
    """기본료와 통화료의 감면을 합한 한도이다."""
    return 이동통신_감면한도표[통신감면_구분]
