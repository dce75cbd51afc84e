"""기초연금: 65세 이상, 부부 단위의 소득인정액, 부부감액과 소득역전방지 감액.

2021년 1월부터의 산식이다. 그 전의 저소득 특례(법 제5조의2)와 2만 원 단위 감액은 아직 싣지 않았다.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, rule

SINCE = "2021-01-01"
LAW, DECREE = "기초연금법", "기초연금법 시행령"
PROPERTY = "기초연금법 시행규칙 제4조제1항"


@rule(article=LAW + " 제2조제4호", unit="예아니오", per=PERSON)
def 부부(배우자_있음: bool) -> bool:
    """소득인정액과 선정기준액은 본인과 배우자를 함께 본다."""
    return 배우자_있음


@rule(article=LAW + " 제3조제1항", unit="원/월", per=PERSON)
def 기초연금_선정기준액(부부: bool, 기초연금_선정기준표: Mapping[str, int]) -> int:
    """보건복지부장관이 고시하는 금액이며, 배우자가 있으면 100분의 160으로 한다."""
    return 기초연금_선정기준표["부부" if 부부 else "단독"]


@rule(article=DECREE + " 제2조", unit="원/월", per=PERSON)
def 기초연금_근로소득인정액(근로소득: int, 기초연금_근로소득_공제액: int, 기초연금_근로소득_추가공제율: int) -> int:
    """한 사람의 상시 근로소득에서 공제액을 빼고, 나머지의 30%를 다시 뺀다. 원 미만은 버린다."""
    return max(0, 근로소득 - 기초연금_근로소득_공제액) * (100 - 기초연금_근로소득_추가공제율) // 100


@rule(article=DECREE + " 제2조제1항", unit="원/월", per=PERSON)
def 기초연금_소득평가액(
    기초연금_근로소득인정액: int,
    배우자의_기초연금_근로소득인정액: int,
    사업소득: int,
    배우자의_사업소득: int,
    부부_기타소득: int,
) -> int:
    """본인과 배우자의 근로소득인정액에 사업·재산·공적이전소득과 무료임차소득을 더한다."""
    return 기초연금_근로소득인정액 + 배우자의_기초연금_근로소득인정액 + 사업소득 + 배우자의_사업소득 + 부부_기타소득


@rule(article=PROPERTY, unit="원/월", per=PERSON)
def 기초연금_재산환산액(
    긴급복지_지역: str,
    부부_일반재산: int,
    부부_금융재산: int,
    부부_부채: int,
    부부_고급재산: int,
    기초연금_기본재산표: Mapping[str, int],
    기초연금_금융재산_공제액: int,
    기초연금_재산환산율: int,
) -> int:
    """일반·금융재산에서 각각 공제하고 부채를 뺀 금액의 연 4%를 12로 나눈다. 고급자동차와 회원권은 가액대로 더한다."""
    general = max(0, 부부_일반재산 - 기초연금_기본재산표[긴급복지_지역])
    financial = max(0, 부부_금융재산 - 기초연금_금융재산_공제액)
    return max(0, general + financial - 부부_부채) * 기초연금_재산환산율 // 1200 + 부부_고급재산


@rule(article=LAW + " 제2조제4호", unit="원/월", per=PERSON, also="소득인정액", ask=True)
def 기초연금_소득인정액(기초연금_소득평가액: int, 기초연금_재산환산액: int) -> int:
    """소득인정액이란 본인과 배우자의 소득평가액과 재산의 소득환산액을 합산한 금액을 말한다."""
    return 기초연금_소득평가액 + 기초연금_재산환산액


@rule(
    article=LAW + " 제3조제1항",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(65세 이상)",
    no="만 {나이}입니다(65세 미만)",
)
def 기초연금_나이_충족(나이: int, 기초연금_최저나이: int) -> bool:
    """기초연금은 65세 이상인 사람에게 지급한다."""
    return 나이 >= 기초연금_최저나이


@rule(
    article=LAW + " 제3조제1항",
    unit="예아니오",
    per=PERSON,
    yes="소득인정액 {기초연금_소득인정액}이 선정기준액 {기초연금_선정기준액} 이하입니다",
    no="소득인정액 {기초연금_소득인정액}이 선정기준액 {기초연금_선정기준액}을 넘습니다",
)
def 기초연금_소득기준_충족(기초연금_소득인정액: int, 기초연금_선정기준액: int) -> bool:
    """소득인정액이 선정기준액 이하인 사람에게 지급한다."""
    return 기초연금_소득인정액 <= 기초연금_선정기준액


@rule(
    article=LAW + " 제3조제3항",
    unit="예아니오",
    per=PERSON,
    yes="본인과 배우자가 공무원·군인·사립학교 등 직역연금을 받지 않습니다",
    no="본인 또는 배우자가 직역연금을 받아 제외됩니다",
)
def 기초연금_직역연금_없음(직역연금: bool, 배우자의_직역연금: bool) -> bool:
    """직역연금 수급권자와 그 배우자에게는 지급하지 않는다."""
    return not (직역연금 or 배우자의_직역연금)


@rule(article=LAW + " 제8조제1항", unit="명", per=PERSON, since=SINCE)
def 수급자수(기초연금_나이_충족: bool, 배우자의_기초연금_나이_충족: bool) -> int:
    """본인과 배우자가 모두 수급권자인지를 센다. 소득인정액과 직역연금 요건은 부부가 같다."""
    return 2 if 기초연금_나이_충족 and 배우자의_기초연금_나이_충족 else 1


@rule(article=LAW + " 제5조·제6조·제7조", unit="원/월", per=PERSON, since=SINCE)
def 기초연금_산정액(
    국민연금급여액: int, 소득재분배급여액: int, 기준연금액표: int, 기초연금_연계기준표: Mapping[str, int]
) -> int:
    """국민연금이 기준연금액의 150%를 넘으면 소득재분배급여의 3분의 2를 뺀 금액에 부가연금액을 더한다."""
    full = 기준연금액표
    if 국민연금급여액 * 100 <= full * 기초연금_연계기준표["전액"]:
        return full
    linked = (2 * max(0, 3 * full - 2 * 소득재분배급여액) + 3 * full) // 6
    if 국민연금급여액 * 100 <= full * 기초연금_연계기준표["특례"]:
        linked = max(linked, full * 기초연금_연계기준표["특례합계"] // 100 - 국민연금급여액)
    return min(full, linked)


@rule(article=LAW + " 제8조제1항", unit="원/월", per=PERSON, since=SINCE)
def 기초연금_부부감액후(기초연금_산정액: int, 수급자수: int, 기초연금_부부감액률: int) -> int:
    """본인과 배우자가 모두 수급권자이면 각각 100분의 20을 감액한다."""
    return 기초연금_산정액 * (100 - 기초연금_부부감액률) // 100 if 수급자수 == 2 else 기초연금_산정액


@rule(article=DECREE + " 제11조", unit="원/월", per=PERSON, since=SINCE)
def 배우자_기초연금액(수급자수: int, 배우자의_기초연금_산정액: int, 기초연금_부부감액률: int) -> int:
    """함께 받는 배우자의 감액된 기초연금액."""
    return 배우자의_기초연금_산정액 * (100 - 기초연금_부부감액률) // 100 if 수급자수 == 2 else 0


@rule(
    article=DECREE + " 제11조제1항·제2항·제5항",
    unit="원/월",
    per=PERSON,
    since=SINCE,
    rounding="기초연금_끝수처리",
    optional={"수급자수": 1, "국민연금급여액": 0, "소득재분배급여액": 0, "배우자_기초연금액": None},
)
def 기초연금액(
    기초연금_소득인정액: int,
    기초연금_선정기준액: int,
    기초연금_부부감액후: int,
    배우자_기초연금액: int | None,
    수급자수: int,
    기준연금액표: int,
    기초연금_최저비율: int,
    기초연금_끝수처리: Callable[..., int],
) -> int:
    """소득인정액과 합하여 선정기준액을 넘으면 차액만 지급하되, 한 사람마다 기준연금액의 10%는 지급한다."""
    if 기초연금_소득인정액 > 기초연금_선정기준액:
        return 0
    own = 기초연금_부부감액후
    spouse = own if 배우자_기초연금액 is None else 배우자_기초연금액
    together = own + spouse if 수급자수 == 2 else own
    gap = 기초연금_선정기준액 - 기초연금_소득인정액
    if together <= gap:
        return 기초연금_끝수처리(own)
    least = 기준연금액표 * 기초연금_최저비율
    share = max(gap * 100, least * 수급자수) * own // max(1, together * 100)
    return 기초연금_끝수처리(min(own, max(share, least // 100)))


BENEFIT = Benefit(
    name="기초연금",
    service_id="WLF00001164",
    conditions=("기초연금_나이_충족", "기초연금_직역연금_없음", "기초연금_소득기준_충족"),
    amount="기초연금액",
    period="월",
    article="기초연금법 제3조·제5조",
    per=PERSON,
    since=dt.date(2021, 1, 1),
)
