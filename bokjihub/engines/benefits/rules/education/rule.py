"""교육급여: 교육활동지원비."""

from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, over_people, rule
from ..median.rule import by_size, share_by_size


@rule(
    name="교육급여_선정기준",
    article="국민기초생활 보장법 제12조제3항",
    unit="원/월",
    until="2021-12-31",
    rounding="선정기준_끝수처리",
)
def 교육급여_선정기준_비율(
    가구원수: int,
    기준중위소득: int,
    기준중위소득표: Mapping[int, int],
    교육급여_선정기준비율: int,
    선정기준_끝수처리: Callable[..., int],
) -> int:
    """기준 중위소득에 선정기준 비율을 곱한 금액으로 하며, 8인부터는 7인과 6인 기준의 차액을 더한다."""
    return share_by_size(가구원수, 기준중위소득, 기준중위소득표, 교육급여_선정기준비율, 선정기준_끝수처리)


@rule(name="교육급여_선정기준", article="국민기초생활 보장법 제12조제3항", unit="원/월", since="2022-01-01")
def 교육급여_선정기준_고시(가구원수: int, 교육급여_선정기준표: Mapping[int, int]) -> int:
    """교육급여 선정기준은 가구원수별로 고시한 금액이며, 8인부터는 7인과 6인 기준의 차액을 더한다."""
    return by_size(가구원수, 교육급여_선정기준표)


@rule(
    article="국민기초생활 보장법 제12조제3항",
    unit="예아니오",
    yes="소득인정액 {기초생활_소득인정액}이 교육급여 선정기준 {교육급여_선정기준} 이하입니다",
    no="소득인정액 {기초생활_소득인정액}이 교육급여 선정기준 {교육급여_선정기준}을 넘습니다",
)
def 교육급여_소득기준_충족(기초생활_소득인정액: int, 교육급여_선정기준: int) -> bool:
    """소득인정액이 교육급여 선정기준 이하인 사람을 수급권자로 한다."""
    return 기초생활_소득인정액 <= 교육급여_선정기준


@rule(article="국민기초생활 보장법 제12조제1항", unit="원/년", per=PERSON)
def 교육급여_활동지원비(학교급: str, 교육활동지원비표: Mapping[str, int]) -> int:
    """초·중·고등학교 학생에게 학교급별 교육활동지원비를 한 해에 한 번 지급한다."""
    return 교육활동지원비표[학교급] if 학교급 in ("초", "중", "고") else 0


@rule(article="국민기초생활 보장법 제12조제1항", unit="예아니오", per=PERSON)
def 초중고_학생(학교급: str) -> bool:
    """학교에 다니는 사람에게 지급한다."""
    return 학교급 in ("초", "중", "고")


학생_있음 = over_people(
    "학생_있음",
    of="초중고_학생",
    how="any",
    unit="예아니오",
    article="국민기초생활 보장법 제12조제1항",
    sentence="가구에 초·중·고등학교 학생이 있어야 한다.",
    yes="초·중·고등학교 학생이 있습니다",
    no="초·중·고등학교 학생이 없습니다",
)
가구_교육활동지원비 = over_people(
    "가구_교육활동지원비",
    of="교육급여_활동지원비",
    how="sum",
    unit="원/년",
    article="국민기초생활 보장법 제12조제1항",
    sentence="학생마다 지급하는 교육활동지원비를 더한다.",
)

BENEFIT = Benefit(
    name="교육급여",
    service_id="WLF00001089",
    conditions=("학생_있음", "교육급여_소득기준_충족"),
    amount="가구_교육활동지원비",
    period="년",
    article="국민기초생활 보장법 제12조",
)
