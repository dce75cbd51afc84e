"""기초생활보장의 소득인정액: 소득평가액 + 재산의 소득환산액.

재산 한 줄마다 환산액의 원 미만을 버린다. 고시에서 끝수를 확인하지 못했으며, 차이는 줄마다 1원 미만이다.
"""

import datetime as dt
from collections.abc import Mapping

from ...rule import PERSON, over_people, rule
from ..median.rule import by_size

RATE_UNIT = 10_000
INCOME = "국민기초생활 보장법 시행령 제5조의2"
PROPERTY = "국민기초생활 보장법 시행령 제5조의4제1항"


@rule(article="민법 제158조", unit="세", per=PERSON, monotone=("출생일",), ask=True)
def 나이(출생일: dt.date, 기준일: dt.date) -> int:
    """나이는 출생일을 산입하여 만 나이로 계산한다."""
    before = (기준일.month, 기준일.day) < (출생일.month, 출생일.day)
    return max(0, 기준일.year - 출생일.year - before)


@rule(article=INCOME + " 제12호", unit="원/월", per=PERSON, since="2020-01-01")
def 기초생활_추가공제액(
    나이: int,
    장애인: bool,
    추가공제_없는_나이표: Mapping[str, int],
    청년공제_최고나이: int,
    청년공제액: int,
    노인장애인공제_최저나이: int,
    노인장애인공제액: int,
) -> int:
    """청년과 노인·장애인은 정한 금액을 먼저 뺀다. 둘에 해당하면 큰 금액 하나만 뺀다."""
    if not 장애인 and 추가공제_없는_나이표["처음"] <= 나이 <= 추가공제_없는_나이표["끝"]:
        return 0
    young = 청년공제액 if 나이 <= 청년공제_최고나이 else 0
    old = 노인장애인공제액 if 장애인 or 나이 >= 노인장애인공제_최저나이 else 0
    return max(young, old)


@rule(
    article=INCOME + " 제10호·제11호",
    unit="원/월",
    per=PERSON,
    since="2020-01-01",
    optional={"장애인": False, "사업소득": 0},
)
def 기초생활_근로소득인정액(근로소득: int, 사업소득: int, 기초생활_추가공제액: int, 근로소득_공제율: int) -> int:
    """근로·사업소득에서 추가공제액을 먼저 빼고, 나머지의 30%를 다시 뺀다. 원 미만은 버린다."""
    return max(0, 근로소득 + 사업소득 - 기초생활_추가공제액) * (100 - 근로소득_공제율) // 100


@rule(article=INCOME + " 제9호", unit="원/월", per=PERSON, since="2019-07-16")
def 자활소득인정액(자활소득: int, 자활소득_공제율: int) -> int:
    """자활근로나 자활기업에서 받은 소득은 30%를 빼고 본다. 원 미만은 버린다."""
    return 자활소득 * (100 - 자활소득_공제율) // 100


@rule(article=INCOME + " 제8호", unit="원/월", per=PERSON)
def 직업재활소득인정액(직업재활소득: int, 직업재활소득_공제율: int) -> int:
    """장애인복지관·직업재활시설의 직업재활사업에서 받은 소득은 절반을 빼고 본다. 원 미만은 버린다."""
    return 직업재활소득 * (100 - 직업재활소득_공제율) // 100


@rule(article=INCOME + " 제6호", unit="원/월", per=PERSON, since="2019-10-24")
def 참전명예수당_소득인정액(참전명예수당: int, 기준중위소득표: Mapping[int, int], 참전명예수당_공제율: int) -> int:
    """참전명예수당은 1인 가구 기준 중위소득의 20%까지 빼고 본다. 원 미만은 버린다."""
    return max(0, 참전명예수당 - 기준중위소득표[1] * 참전명예수당_공제율 // 100)


가구_근로소득인정액 = over_people(
    "가구_근로소득인정액",
    of="기초생활_근로소득인정액",
    how="sum",
    unit="원/월",
    article=INCOME,
    sentence="가구원마다 공제한 근로·사업소득을 더한다.",
)


@rule(article="국민기초생활 보장법 시행령 제5조제1항제4호", unit="원/월")
def 기초생활_사적이전소득인정액(사적이전소득: int, 기준중위소득: int, 사적이전소득_제외비율: int) -> int:
    """친족 등이 정기적으로 주는 금품은 기준 중위소득의 15%를 넘는 부분만 소득으로 본다."""
    return max(0, 사적이전소득 - 기준중위소득 * 사적이전소득_제외비율 // 100)


@rule(article=INCOME, unit="원/월")
def 기초생활_소득평가액(
    가구_근로소득인정액: int,
    재산소득: int,
    공적이전소득: int,
    기초생활_사적이전소득인정액: int,
    가구특성_지출: int,
) -> int:
    """실제소득에서 장애·질병·양육 등 가구 특성에 따른 지출을 뺀다. 0보다 적으면 0으로 한다."""
    return max(0, 가구_근로소득인정액 + 재산소득 + 공적이전소득 + 기초생활_사적이전소득인정액 - 가구특성_지출)


@rule(article="국민기초생활 보장법 시행령 제5조의3제3항제3호", unit="원")
def 임차보증금_재산가액(임차보증금: int, 임차보증금_반영률: int) -> int:
    """사는 집의 임차보증금은 95%를 주거용재산으로 본다."""
    return 임차보증금 * 임차보증금_반영률 // 100


@rule(name="주거용재산_한도", article=PROPERTY, unit="원", until="2022-12-31")
def 주거용재산_한도_세지역(긴급복지_지역: str, 주거용재산_세지역_한도표: Mapping[str, int]) -> int:
    """주거용재산으로 보는 한도는 대도시·중소도시·농어촌에 따라 다르다."""
    return 주거용재산_세지역_한도표[긴급복지_지역]


@rule(name="주거용재산_한도", article=PROPERTY, unit="원", since="2023-01-01")
def 주거용재산_한도_네지역(기초생활_지역: str, 주거용재산_한도표: Mapping[str, int]) -> int:
    """주거용재산으로 보는 한도는 서울, 경기, 광역·세종·창원, 그 밖의 지역에 따라 다르다."""
    return 주거용재산_한도표[기초생활_지역]


@rule(name="기본재산액", article=PROPERTY + "제1호가목", unit="원", until="2022-12-31")
def 기본재산액_세지역(긴급복지_지역: str, 기본재산액_세지역표: Mapping[str, int]) -> int:
    """기초생활의 유지에 필요한 재산은 대도시·중소도시·농어촌에 따라 정한 금액을 뺀다."""
    return 기본재산액_세지역표[긴급복지_지역]


@rule(name="기본재산액", article=PROPERTY + "제1호가목", unit="원", since="2023-01-01")
def 기본재산액_네지역(기초생활_지역: str, 기본재산액표: Mapping[str, int]) -> int:
    """기초생활의 유지에 필요한 재산은 서울, 경기, 광역·세종·창원, 그 밖의 지역에 따라 정한 금액을 뺀다."""
    return 기본재산액표[기초생활_지역]


@rule(article=PROPERTY, unit="원")
def 환산_주거용재산(주거용재산: int, 임차보증금_재산가액: int, 주거용재산_한도: int) -> int:
    """사는 집의 가액은 지역별 한도까지만 주거용재산으로 본다."""
    return min(주거용재산 + 임차보증금_재산가액, 주거용재산_한도)


@rule(article=PROPERTY + "제1호", unit="원")
def 환산_일반재산(
    일반재산: int,
    주거용재산: int,
    임차보증금_재산가액: int,
    주거용재산_한도: int,
    자동차: int,
    자동차_구분: str,
) -> int:
    """한도를 넘는 집의 가액과, 일반재산으로 보는 자동차의 가액을 일반재산에 더한다."""
    over = max(0, 주거용재산 + 임차보증금_재산가액 - 주거용재산_한도)
    return 일반재산 + over + (자동차 if 자동차 > 0 and 자동차_구분 == "일반재산" else 0)


@rule(article=PROPERTY + "제1호", unit="원")
def 기본재산액등(기본재산액: int, 부채: int) -> int:
    """지역별 기본재산액과 부채를 더한 금액을 재산에서 뺀다."""
    return 기본재산액 + 부채


@rule(article=PROPERTY + "제2호", unit="원")
def 환산_금융재산(금융재산: int, 생활준비금: int) -> int:
    """금융재산에서 생활준비금을 뺀다."""
    return max(0, 금융재산 - 생활준비금)


@rule(article=PROPERTY + "제3호", unit="원")
def 환산_자동차(자동차: int, 자동차_구분: str) -> int:
    """제외하거나 일반재산으로 보는 자동차가 아니면 가액을 그대로 자동차 재산으로 본다."""
    return 자동차 if 자동차 > 0 and 자동차_구분 == "전액" else 0


@rule(
    article=PROPERTY,
    unit="원/월",
    optional={
        "주거용재산": 0, "일반재산": 0, "금융재산": 0, "자동차": 0, "자동차_구분": "전액", "부채": 0, "임차보증금": 0,
    },
)  # fmt: skip
def 기초생활_재산환산액(
    환산_주거용재산: int,
    환산_일반재산: int,
    환산_금융재산: int,
    환산_자동차: int,
    기본재산액등: int,
    재산환산율표: Mapping[str, int],
) -> int:
    """기본재산액과 부채를 주거용, 일반, 금융재산 차례로 빼고(자동차 제외) 종류별 환산율을 곱한다."""
    home = max(0, 환산_주거용재산 - 기본재산액등)
    after_home = max(0, 기본재산액등 - 환산_주거용재산)
    general = max(0, 환산_일반재산 - after_home)
    after_general = max(0, after_home - 환산_일반재산)
    financial = max(0, 환산_금융재산 - after_general)
    return (
        home * 재산환산율표["주거용"] // RATE_UNIT
        + general * 재산환산율표["일반"] // RATE_UNIT
        + financial * 재산환산율표["금융"] // RATE_UNIT
        + 환산_자동차 * 재산환산율표["자동차"] // RATE_UNIT
    )


@rule(
    article="국민기초생활 보장법 시행령 제5조의3제1항제3호·제5조의4제1항제1호",
    unit="선택",
    since="2026-01-01",
    optional={"배기량": 0, "차령": 0, "자동차": 0},
)
def 자동차_환산구분(
    자동차_쓰임: str,
    자동차_종류: str,
    배기량: int,
    차령: int,
    자동차: int,
    자동차_제외_배기량: int,
    자동차_일반재산_차령: int,
    자동차_일반재산_가액: int,
) -> str:
    """장애인·상이자 본인용과 생업용 한 대는 빼고, 오래되거나 값싼 소형 승합·화물차는 일반재산으로, 나머지는 전액을 본다."""
    if 자동차_쓰임 == "생업용":
        return "제외"
    if 자동차_쓰임 == "장애인·상이자 본인용" and 배기량 < 자동차_제외_배기량:
        return "제외"
    if 자동차_종류 == "소형 승합·화물" and (차령 >= 자동차_일반재산_차령 or 자동차 < 자동차_일반재산_가액):
        return "일반재산"
    return "전액"


@rule(article="국민기초생활 보장법 제2조제9호", unit="원/월", also="소득인정액", ask=True)
def 기초생활_소득인정액(기초생활_소득평가액: int, 기초생활_재산환산액: int) -> int:
    """소득인정액이란 개별가구의 소득평가액과 재산의 소득환산액을 합산한 금액을 말한다."""
    return 기초생활_소득평가액 + 기초생활_재산환산액


OBLIGOR = "국민기초생활 보장법 시행령 제5조의6제1항"


@rule(article=OBLIGOR, unit="원/월", optional={"부양의무자_주거용재산": 0, "부양의무자_일반재산": 0})
def 부양의무자_재산환산액(
    부양의무자_주거용재산: int, 부양의무자_일반재산: int, 부양의무자_재산환산율표: Mapping[str, int]
) -> int:
    """부양의무자의 집은 월 1.04%, 그 밖의 일반재산은 월 2.08%로 환산한다. 원 미만은 버린다."""
    home = 부양의무자_주거용재산 * 부양의무자_재산환산율표["주거용"] // RATE_UNIT
    return home + 부양의무자_일반재산 * 부양의무자_재산환산율표["일반"] // RATE_UNIT


@rule(article=OBLIGOR + "제3호가목·제4호가목", unit="선택")
def 부양의무자_소득판정(
    가구원수: int,
    부양의무자_가구원수: int,
    부양의무자_차감소득: int,
    기준중위소득표: Mapping[int, int],
    부양능력_수급권자_비율: int,
) -> str:
    """부양의무자의 차감된 소득이 그 가구의 기준 중위소득보다 적으면 능력 없음, 수급권자 몫 40%를 더한 금액보다 적으면 미약이다."""
    own = by_size(부양의무자_가구원수, 기준중위소득표)
    if 부양의무자_차감소득 < own:
        return "없음"
    needs = by_size(가구원수, 기준중위소득표) * 부양능력_수급권자_비율
    return "미약" if 부양의무자_차감소득 * 100 < needs + own * 100 else "있음"
