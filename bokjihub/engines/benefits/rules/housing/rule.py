"""주거급여: 빌려 사는 집의 임차료, 자기 집의 수선비, 따로 사는 청년의 몫."""

import datetime as dt
from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, rule
from ..median.rule import by_size, share_by_size

LARGEST = 6
YOUTH = "주거급여법 제7조제2항"


@rule(
    name="주거급여_선정기준",
    article="주거급여법 제5조제1항",
    unit="원/월",
    until="2019-12-31",
    rounding="선정기준_끝수처리",
)
def 주거급여_선정기준_여섯까지(
    가구원수: int,
    기준중위소득: int,
    기준중위소득표: Mapping[int, int],
    주거급여_선정기준비율: int,
    선정기준_끝수처리: Callable[..., int],
) -> int:
    """기준 중위소득에 선정기준 비율을 곱한 금액으로 하며, 2019년까지는 7인부터 6인과 5인 기준의 차액을 더하였다."""
    if 가구원수 <= LARGEST:
        return 선정기준_끝수처리(기준중위소득 * 주거급여_선정기준비율, 100)
    six = 선정기준_끝수처리(기준중위소득표[LARGEST] * 주거급여_선정기준비율, 100)
    return six + (가구원수 - LARGEST) * (
        six - 선정기준_끝수처리(기준중위소득표[LARGEST - 1] * 주거급여_선정기준비율, 100)
    )


@rule(
    name="주거급여_선정기준",
    article="주거급여법 제5조제1항",
    unit="원/월",
    since="2020-01-01",
    until="2021-12-31",
    rounding="선정기준_끝수처리",
)
def 주거급여_선정기준_비율(
    가구원수: int,
    기준중위소득: int,
    기준중위소득표: Mapping[int, int],
    주거급여_선정기준비율: int,
    선정기준_끝수처리: Callable[..., int],
) -> int:
    """기준 중위소득에 선정기준 비율을 곱한 금액으로 하며, 8인부터는 7인과 6인 기준의 차액을 더한다."""
    return share_by_size(가구원수, 기준중위소득, 기준중위소득표, 주거급여_선정기준비율, 선정기준_끝수처리)


@rule(name="주거급여_선정기준", article="주거급여법 제5조제1항", unit="원/월", since="2022-01-01")
def 주거급여_선정기준_고시(가구원수: int, 주거급여_선정기준표: Mapping[int, int]) -> int:
    """주거급여 선정기준은 가구원수별로 고시한 금액이며, 8인부터는 7인과 6인 기준의 차액을 더한다."""
    return by_size(가구원수, 주거급여_선정기준표)


@rule(
    article="주거급여법 제5조제1항",
    unit="예아니오",
    yes="소득인정액 {기초생활_소득인정액}이 주거급여 선정기준 {주거급여_선정기준} 이하입니다",
    no="소득인정액 {기초생활_소득인정액}이 주거급여 선정기준 {주거급여_선정기준}을 넘습니다",
)
def 주거급여_소득기준_충족(기초생활_소득인정액: int, 주거급여_선정기준: int) -> bool:
    """소득인정액이 주거급여 선정기준 이하인 사람을 수급권자로 한다."""
    return 기초생활_소득인정액 <= 주거급여_선정기준


def standard_rent(
    size: int,
    zone: str,
    first: Mapping[int, int],
    second: Mapping[int, int],
    third: Mapping[int, int],
    fourth: Mapping[int, int],
    percent: int,
) -> int:
    """The rent of a zone for so many people; beyond seven, each two more add a tenth of the rent of six."""
    listed = min(size, LARGEST)
    if zone == "1":
        rent = first[listed]
    elif zone == "2":
        rent = second[listed]
    elif zone == "3":
        rent = third[listed]
    else:
        rent = fourth[listed]
    if size <= LARGEST + 1:
        return rent
    return rent + rent * percent * ((size - LARGEST) // 2) // 100


@rule(article="주거급여법 제7조제3항", unit="원/월")
def 주거급여_기준임대료(
    가구원수: int,
    급지: str,
    주거급여_기준임대료_1급지표: Mapping[int, int],
    주거급여_기준임대료_2급지표: Mapping[int, int],
    주거급여_기준임대료_3급지표: Mapping[int, int],
    주거급여_기준임대료_4급지표: Mapping[int, int],
    주거급여_대가구_가산율: int,
) -> int:
    """지역과 가구원수별로 정한다. 7인은 6인과 같고, 그다음부터 두 사람이 늘 때마다 6인의 10%를 더한다."""
    return standard_rent(
        가구원수,
        급지,
        주거급여_기준임대료_1급지표,
        주거급여_기준임대료_2급지표,
        주거급여_기준임대료_3급지표,
        주거급여_기준임대료_4급지표,
        주거급여_대가구_가산율,
    )


@rule(article="주거급여법 제7조제2항", unit="원/월")
def 주거급여_실제임차료(월차임: int, 보증금: int, 주거급여_보증금_연환산율: int) -> int:
    """보증금을 연 4%로 월 금액으로 바꾸어 월차임에 더한다. 원 미만은 버린다."""
    return 월차임 + 보증금 * 주거급여_보증금_연환산율 // 1200


@rule(article="주거급여법 제7조제2항", unit="원/월")
def 주거급여_자기부담분(기초생활_소득인정액: int, 생계급여_선정기준: int, 주거급여_자기부담률: int) -> int:
    """소득인정액이 생계급여 선정기준을 넘으면 넘는 금액의 30%를 스스로 낸다. 원 미만은 버린다."""
    return max(0, 기초생활_소득인정액 - 생계급여_선정기준) * 주거급여_자기부담률 // 100


@rule(article="주거급여법 제7조제2항", unit="원/월", rounding="주거급여_끝수처리", optional={"보증금": 0})
def 주거급여액(
    주거급여_소득기준_충족: bool,
    주거급여_기준임대료: int,
    주거급여_실제임차료: int,
    주거급여_자기부담분: int,
    주거급여_과다임차료_배수: int,
    주거급여_최저지급액: int,
    주거급여_끝수처리: Callable[..., int],
) -> int:
    """기준임대료와 실제임차료 가운데 적은 금액에서 자기부담분을 빼며, 만 원보다 적게 지급하지 않는다."""
    if not 주거급여_소득기준_충족:
        return 0
    above = 주거급여_실제임차료 > 주거급여_기준임대료
    if above and 주거급여_실제임차료 > 주거급여_기준임대료 * 주거급여_과다임차료_배수:
        return 주거급여_최저지급액
    least = min(주거급여_기준임대료, 주거급여_실제임차료) - 주거급여_자기부담분
    return max(주거급여_최저지급액, 주거급여_끝수처리(least))


@rule(article="주거급여법 제8조제2항", unit="원", since="2025-01-01")
def 주거급여_수선비(
    보수범위: str,
    기초생활_소득인정액: int,
    생계급여_선정기준: int,
    의료급여_선정기준: int,
    주거급여_선정기준: int,
    주거급여_수선비표: Mapping[str, int],
    주거급여_수선비_부담표: Mapping[str, int],
) -> int:
    """자기 집은 경·중·대보수 한도 안에서, 소득인정액 구간에 따라 100·90·80%를 지원한다."""
    if 기초생활_소득인정액 > 주거급여_선정기준:
        return 0
    share = 주거급여_수선비_부담표["주거"]
    if 기초생활_소득인정액 <= 의료급여_선정기준:
        share = 주거급여_수선비_부담표["의료"]
    if 기초생활_소득인정액 <= 생계급여_선정기준:
        share = 주거급여_수선비_부담표["생계"]
    return 주거급여_수선비표[보수범위] * share // 100


@rule(
    article="주거급여법 제7조제1항",
    unit="예아니오",
    yes="다른 사람의 집에 임차료를 내고 삽니다",
    no="임차료를 내는 집에 살지 않습니다(자기 집이면 수선비 대상입니다)",
)
def 임차가구(점유형태: str) -> bool:
    """임차료는 타인의 주택에 거주하는 사람에게 지급한다."""
    return 점유형태 == "임차"


@rule(
    article="주거급여법 제8조제1항",
    unit="예아니오",
    yes="자기 집에 삽니다",
    no="자기 집에 살지 않습니다",
)
def 자가가구(점유형태: str) -> bool:
    """수선유지비는 주택을 소유하고 그 주택에 거주하는 사람에게 지급한다."""
    return 점유형태 == "자가"


@rule(
    name="주거급여_부양의무자기준_충족",
    article="주거급여법 제5조제2항(2018.1.16 삭제 전)",
    unit="예아니오",
    until="2018-09-30",
    yes="부양의무자가 없거나 부양을 받을 수 없다고 확인되었습니다",
    no="부양능력이 있는 부양의무자가 있습니다",
)
def 주거급여_부양의무자기준_종전(부양의무자_있음: bool, 부양능력_없음: bool) -> bool:
    """부양의무자가 없거나, 있어도 부양능력이 없거나 부양을 받을 수 없는 사람으로 한다."""
    return not 부양의무자_있음 or 부양능력_없음


@rule(
    name="주거급여_부양의무자기준_충족",
    article="주거급여법 제5조(2018.1.16 개정)",
    unit="예아니오",
    since="2018-10-01",
    yes="주거급여는 부양의무자를 보지 않습니다",
    no="",
)
def 주거급여_부양의무자기준_폐지() -> bool:
    """2018년 10월 1일부터 부양의무자를 보지 않는다."""
    return True


@rule(article="주거급여법 제8조제2항", unit="원", since="2024-01-01", optional={"섬": False})
def 주거급여_수선비한도(
    보수범위: str, 섬: bool, 주거급여_수선비표: Mapping[str, int], 주거급여_도서_가산율: int
) -> int:
    """경·중·대보수의 한도이며, 육지로 이어지지 않은 섬은 10%를 더한다."""
    most = 주거급여_수선비표[보수범위]
    return most + most * 주거급여_도서_가산율 // 100 if 섬 else most


@rule(article="주거급여법 제8조제2항", unit="원", since="2024-01-01")
def 주거급여_수선가산한도(수선가산: str, 주거급여_수선가산표: Mapping[str, int]) -> int:
    """장애인·고령자의 편의시설과 침수 방지에 더 주는 한도이다."""
    return 주거급여_수선가산표[수선가산]


@rule(article="주거급여법 제8조제2항", unit="년")
def 주거급여_수선주기(보수범위: str) -> int:
    """경보수는 3년, 중보수는 5년, 대보수는 7년마다 한 번 지원한다."""
    if 보수범위 == "경보수":
        return 3
    return 5 if 보수범위 == "중보수" else 7


@rule(
    article=YOUTH,
    unit="예아니오",
    per=PERSON,
    since="2026-01-01",
    monotone=("출생일",),
    yes="19세가 되는 해부터 30세 전입니다",
    no="19세가 되는 해 전이거나 30세가 넘었습니다",
)
def 청년분리_나이_충족(나이: int, 청년분리_시작연도_지남: bool, 청년분리_나이표: Mapping[str, int]) -> bool:
    """19세가 되는 해의 1월 1일부터 30세가 되기 전까지를 말한다."""
    return 청년분리_시작연도_지남 and 나이 < 청년분리_나이표["끝"]


@rule(article=YOUTH, unit="예아니오", per=PERSON, since="2026-01-01", monotone=("출생일",))
def 청년분리_시작연도_지남(출생일: dt.date, 기준일: dt.date, 청년분리_나이표: Mapping[str, int]) -> bool:
    """19세가 되는 해의 1월 1일이 지났는지를 본다."""
    return 기준일.year - 출생일.year >= 청년분리_나이표["처음"]


@rule(article=YOUTH, unit="예아니오", per=PERSON, since="2026-01-01")
def 청년분리_대상(청년분리_나이_충족: bool, 미혼자녀: bool, 다른_시군_거주: bool, 본인명의_임대차: bool) -> bool:
    """부모와 다른 시·군에서 본인 이름으로 세 들어 사는 19세 이상 30세 미만의 미혼 자녀를 말한다."""
    return 청년분리_나이_충족 and 미혼자녀 and 다른_시군_거주 and 본인명의_임대차


@rule(article=YOUTH, unit="원/월", since="2026-01-01", optional={"청년수": 1})
def 청년_기준임대료(
    청년수: int,
    청년_급지: str,
    주거급여_기준임대료_1급지표: Mapping[int, int],
    주거급여_기준임대료_2급지표: Mapping[int, int],
    주거급여_기준임대료_3급지표: Mapping[int, int],
    주거급여_기준임대료_4급지표: Mapping[int, int],
    주거급여_대가구_가산율: int,
) -> int:
    """청년이 사는 지역의, 따로 사는 청년 수에 맞는 기준임대료이다."""
    return standard_rent(
        청년수,
        청년_급지,
        주거급여_기준임대료_1급지표,
        주거급여_기준임대료_2급지표,
        주거급여_기준임대료_3급지표,
        주거급여_기준임대료_4급지표,
        주거급여_대가구_가산율,
    )


@rule(article=YOUTH, unit="원/월", since="2026-01-01", optional={"청년수": 1})
def 부모_기준임대료(
    가구원수: int,
    청년수: int,
    급지: str,
    주거급여_기준임대료_1급지표: Mapping[int, int],
    주거급여_기준임대료_2급지표: Mapping[int, int],
    주거급여_기준임대료_3급지표: Mapping[int, int],
    주거급여_기준임대료_4급지표: Mapping[int, int],
    주거급여_대가구_가산율: int,
) -> int:
    """부모가 사는 지역의, 따로 사는 청년을 뺀 사람 수에 맞는 기준임대료이다."""
    return standard_rent(
        가구원수 - 청년수,
        급지,
        주거급여_기준임대료_1급지표,
        주거급여_기준임대료_2급지표,
        주거급여_기준임대료_3급지표,
        주거급여_기준임대료_4급지표,
        주거급여_대가구_가산율,
    )


@rule(
    article=YOUTH, unit="원/월", since="2026-01-01", rounding="주거급여_끝수처리", optional={"청년수": 1, "보증금": 0}
)
def 청년분리_청년몫(
    가구원수: int,
    청년수: int,
    청년_기준임대료: int,
    주거급여_실제임차료: int,
    주거급여_자기부담분: int,
    주거급여_최저지급액: int,
    주거급여_끝수처리: Callable[..., int],
) -> int:
    """청년의 기준임대료와 실제임차료 가운데 적은 금액에서, 가구의 자기부담분을 청년 수만큼 나눈 몫을 뺀다.

    안내의 식은 청년에게도 부모의 몫을 적었으나, 사람 수로 나눈 청년의 몫이 맞다고 본다.
    """
    share = 주거급여_자기부담분 * 청년수 // 가구원수
    return max(주거급여_최저지급액, 주거급여_끝수처리(min(청년_기준임대료, 주거급여_실제임차료) - share))


@rule(
    article=YOUTH, unit="원/월", since="2026-01-01", rounding="주거급여_끝수처리", optional={"청년수": 1, "보증금": 0}
)
def 청년분리_부모몫(
    가구원수: int,
    청년수: int,
    부모_기준임대료: int,
    주거급여_실제임차료: int,
    주거급여_자기부담분: int,
    주거급여_최저지급액: int,
    주거급여_끝수처리: Callable[..., int],
) -> int:
    """부모의 기준임대료와 실제임차료 가운데 적은 금액에서, 가구의 자기부담분을 남은 사람 수만큼 나눈 몫을 뺀다."""
    share = 주거급여_자기부담분 * (가구원수 - 청년수) // 가구원수
    return max(주거급여_최저지급액, 주거급여_끝수처리(min(부모_기준임대료, 주거급여_실제임차료) - share))


RENT = Benefit(
    name="주거급여(임차)",
    service_id="WLF00003201",
    conditions=("임차가구", "주거급여_소득기준_충족", "주거급여_부양의무자기준_충족"),
    amount="주거급여액",
    period="월",
    article="주거급여법 제7조",
)
REPAIR = Benefit(
    name="주거급여(자가 수선)",
    service_id="WLF00003201",
    conditions=("자가가구", "주거급여_소득기준_충족", "주거급여_부양의무자기준_충족"),
    amount="주거급여_수선비",
    period="보수 주기마다 한 번",
    article="주거급여법 제8조",
    up_to=True,
)
