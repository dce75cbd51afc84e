"""장애인연금: 18세 이상 중증장애인의 기초급여와 부가급여. 2021년 1월부터의 산식이다."""

import datetime as dt
from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, rule

SINCE = "2021-01-01"
LAW, DECREE = "장애인연금법", "장애인연금법 시행령"
WITHOUT_CUT = ("생계", "의료")


@rule(article=DECREE + " 제4조", unit="원/월", per=PERSON)
def 장애인연금_선정기준액(부부: bool, 장애인연금_선정기준표: Mapping[str, int]) -> int:
    """보건복지부장관이 고시하는 금액이며, 배우자가 있으면 100분의 160으로 한다."""
    return 장애인연금_선정기준표["부부" if 부부 else "단독"]


@rule(article=DECREE + " 제3조", unit="원/월", per=PERSON)
def 장애인연금_근로소득인정액(
    상시근로소득: int, 장애인연금_근로소득_공제액: int, 장애인연금_근로소득_추가공제율: int
) -> int:
    """상시 근로소득에서 공제액을 빼고, 나머지의 30%를 다시 뺀다. 원 미만은 버린다."""
    return max(0, 상시근로소득 - 장애인연금_근로소득_공제액) * (100 - 장애인연금_근로소득_추가공제율) // 100


@rule(article="장애인연금법 제2조제4호", unit="원/월", per=PERSON, also="소득인정액", ask=True)
def 장애인연금_소득인정액(
    장애인연금_근로소득인정액: int,
    배우자의_장애인연금_근로소득인정액: int,
    사업소득: int,
    배우자의_사업소득: int,
    부부_기타소득: int,
    기초연금_재산환산액: int,
) -> int:
    """본인과 배우자의 소득평가액과 재산의 소득환산액을 합한다. 재산은 기초연금과 같은 방법으로 환산한다."""
    earned = 장애인연금_근로소득인정액 + 배우자의_장애인연금_근로소득인정액
    return earned + 사업소득 + 배우자의_사업소득 + 부부_기타소득 + 기초연금_재산환산액


@rule(article=DECREE + " 별표 1", unit="선택", per=PERSON, ask=True)
def 수급구분(
    생계급여_수급중: bool, 의료급여_수급중: bool, 주거급여_수급중: bool, 교육급여_수급중: bool, 차상위: bool
) -> str:
    """부가급여는 받고 있는 기초생활급여와 차상위계층인지에 따라 나눈다."""
    if 생계급여_수급중:
        return "생계"
    if 의료급여_수급중:
        return "의료"
    if 주거급여_수급중 or 교육급여_수급중:
        return "주거교육"
    return "차상위" if 차상위 else "초과"


@rule(
    article=LAW + " 제4조제1항",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(18세 이상)",
    no="만 {나이}입니다(18세 미만)",
)
def 장애인연금_나이_충족(나이: int, 장애인연금_나이표: Mapping[str, int]) -> bool:
    """18세 이상인 사람에게 지급한다."""
    return 나이 >= 장애인연금_나이표["시작"]


@rule(
    article=LAW + " 제4조제1항",
    unit="예아니오",
    per=PERSON,
    yes="중증장애인입니다",
    no="장애인연금법의 중증장애인이 아닙니다",
)
def 장애인연금_중증_충족(중증장애인: bool) -> bool:
    """중증장애인에게 지급한다."""
    return 중증장애인


@rule(
    article=LAW + " 제4조제1항",
    unit="예아니오",
    per=PERSON,
    yes="소득인정액 {장애인연금_소득인정액}이 선정기준액 {장애인연금_선정기준액} 이하입니다",
    no="소득인정액 {장애인연금_소득인정액}이 선정기준액 {장애인연금_선정기준액}을 넘습니다",
)
def 장애인연금_소득기준_충족(장애인연금_소득인정액: int, 장애인연금_선정기준액: int) -> bool:
    """소득인정액이 선정기준액 이하인 사람에게 지급한다."""
    return 장애인연금_소득인정액 <= 장애인연금_선정기준액


@rule(article=LAW + " 제6조제3항", unit="예아니오", per=PERSON, since=SINCE)
def 장애인연금_부부감액_대상(
    부부: bool, 배우자의_중증장애인: bool, 배우자의_나이: int, 장애인연금_나이표: Mapping[str, int]
) -> bool:
    """수급권자와 그 배우자가 모두 기초급여를 받는 경우를 말한다."""
    ages = 장애인연금_나이표
    return 부부 and 배우자의_중증장애인 and ages["시작"] <= 배우자의_나이 < ages["기초급여끝"]


@rule(
    article=LAW + " 제6조, " + DECREE + " 제5조",
    unit="원/월",
    per=PERSON,
    since=SINCE,
    rounding="장애인연금_끝수처리",
    optional={"장애인연금_소득인정액": 0, "부부": False, "배우자의_중증장애인": True, "배우자의_나이": 40},
)
def 장애인연금_기초급여액(
    나이: int,
    수급구분: str,
    장애인연금_소득인정액: int,
    장애인연금_선정기준액: int,
    장애인연금_부부감액_대상: bool,
    장애인연금_기초급여표: int,
    장애인연금_나이표: Mapping[str, int],
    장애인연금_부부감액률: int,
    장애인연금_감액단위: Callable[..., int],
    장애인연금_부부_감액단위: Callable[..., int],
    장애인연금_최저액표: Mapping[str, int],
    장애인연금_끝수처리: Callable[..., int],
) -> int:
    """18세부터 65세 전까지 지급하며, 선정기준액을 넘는 만큼 2만 원(부부 4만 원) 단위로 올려 줄이고 생계·의료급여 수급자는 줄이지 않는다."""
    if not 장애인연금_나이표["시작"] <= 나이 < 장애인연금_나이표["기초급여끝"]:
        return 0
    own = 장애인연금_기초급여표
    if 장애인연금_부부감액_대상:
        own = 장애인연금_기초급여표 * (100 - 장애인연금_부부감액률) // 100
    if 수급구분 in WITHOUT_CUT:
        return 장애인연금_끝수처리(own)
    if 장애인연금_소득인정액 > 장애인연금_선정기준액:
        return 0
    gap = 장애인연금_선정기준액 - 장애인연금_소득인정액
    if 장애인연금_부부감액_대상:
        pair = max(장애인연금_최저액표["부부"], 장애인연금_부부_감액단위(gap))
        return 장애인연금_끝수처리(min(own, pair // 2))
    return 장애인연금_끝수처리(min(own, max(장애인연금_최저액표["단독"], 장애인연금_감액단위(gap))))


@rule(article=LAW + " 제7조, " + DECREE + " 별표 1", unit="원/월", per=PERSON, since="2022-01-01")
def 장애인연금_부가급여액(
    나이: int, 수급구분: str, 장애인연금_나이표: Mapping[str, int], 장애인연금_부가급여표: Mapping[str, int]
) -> int:
    """수급구분과 나이에 따라 정한 금액을 더 지급한다. 65세부터 생계·의료급여 수급자는 기초급여에 해당하는 금액을 여기서 받는다."""
    if 나이 < 장애인연금_나이표["시작"]:
        return 0
    group = "생계의료" if 수급구분 in WITHOUT_CUT else "주거교육차상위"
    if 수급구분 == "초과":
        group = "초과"
    age = "65세 이상" if 나이 >= 장애인연금_나이표["기초급여끝"] else "65세 미만"
    return 장애인연금_부가급여표[f"{group} {age}"]


@rule(article=LAW + " 제5조", unit="원/월", per=PERSON, since="2022-01-01")
def 장애인연금액(장애인연금_기초급여액: int, 장애인연금_부가급여액: int) -> int:
    """장애인연금은 기초급여와 부가급여로 한다."""
    return 장애인연금_기초급여액 + 장애인연금_부가급여액


BENEFIT = Benefit(
    name="장애인연금",
    service_id="WLF00003249",
    conditions=("장애인연금_중증_충족", "장애인연금_나이_충족", "기초연금_직역연금_없음", "장애인연금_소득기준_충족"),
    amount="장애인연금액",
    period="월",
    article="장애인연금법 제4조·제5조",
    per=PERSON,
    since=dt.date(2022, 1, 1),
)
