"""서울형 기초보장: 한 시·도가 스스로 주는 급여의 본보기.

국민기초생활 보장법의 급여를 받지 못하는 서울시민에게 소득인정액이 기준 중위소득의 48% 이하이면 지급한다. 이 폴더 하나를 복사하여 다른
지역의 급여를 만들 수 있게, 엔진의 낱말만 쓰고 다른 폴더의 것을 가져오지 않는다(docs/howto/add-a-benefit.md).
"""

from collections.abc import Mapping

from bokjihub.engines.benefits.rule import Benefit, rule

ORDINANCE = "서울특별시 저소득주민의 생활안정 지원에 관한 조례"


@rule(article=ORDINANCE, unit="예아니오", yes="서울에 삽니다", no="서울에 살지 않습니다")
def 서울형_거주(기초생활_지역: str) -> bool:
    """서울특별시에 사는 가구에 지급한다."""
    return 기초생활_지역 == "서울"


@rule(
    article=ORDINANCE,
    unit="예아니오",
    since="2026-01-01",
    yes="소득인정액 {기초생활_소득인정액}이 기준 중위소득 {기준중위소득}의 48% 이하입니다",
    no="소득인정액 {기초생활_소득인정액}이 기준 중위소득 {기준중위소득}의 48%를 넘습니다",
)
def 서울형_소득_충족(기초생활_소득인정액: int, 기준중위소득: int, 서울형_소득비율: int) -> bool:
    """소득인정액이 기준 중위소득의 48% 이하여야 한다."""
    return 기초생활_소득인정액 * 100 <= 기준중위소득 * 서울형_소득비율


@rule(article=ORDINANCE, unit="예아니오", yes="생계급여를 받고 있지 않습니다", no="이미 생계급여를 받고 있습니다")
def 서울형_생계급여_아님(생계급여_수급중: bool) -> bool:
    """생계급여를 받는 사람에게는 지급하지 않는다."""
    return not 생계급여_수급중


@rule(article=ORDINANCE, unit="예아니오", yes="재산이 서울형 기준 안입니다", no="재산이 서울형 기준을 넘습니다")
def 서울형_재산_충족(서울형_재산기준_확인: bool) -> bool:
    """재산이 서울시가 정한 기준 안이어야 한다. 기준 금액은 확인하지 못해 동주민센터의 확인을 묻는다."""
    return 서울형_재산기준_확인


@rule(article=ORDINANCE, unit="원/월", since="2026-01-01")
def 서울형_기초보장_한도(가구원수: int, 서울형_기초보장표: Mapping[int, int]) -> int:
    """가구원수별 가장 많은 금액이다. 1인과 4인의 금액만 확인되었다."""
    return 서울형_기초보장표[가구원수]


@rule(article=ORDINANCE, unit="원", since="2026-01-01")
def 서울형_긴급복지_금융재산기준(서울형_긴급복지_금융재산_한도: int) -> int:
    """서울형 긴급복지는 금융재산이 이 금액 이하인 가구를 돕는다."""
    return 서울형_긴급복지_금융재산_한도


BENEFIT = Benefit(
    name="서울형 기초보장",
    service_id="",
    conditions=("서울형_거주", "서울형_생계급여_아님", "서울형_소득_충족", "서울형_재산_충족"),
    amount="서울형_기초보장_한도",
    period="월",
    article=ORDINANCE,
    up_to=True,
)
