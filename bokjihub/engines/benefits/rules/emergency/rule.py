"""긴급복지지원: 위기상황에 먼저 지원하고 나중에 조사한다.

기간은 법 제10조, 기준은 시행령 제7조와 시행규칙 제7조·제8조에 있다.
다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다(법 제3조제2항).
"""

import datetime as dt
from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, over_people, rule

STANDARD = "긴급복지지원법 시행령 제7조제2항"
KINDS = "긴급복지지원법 제9조제1항제1호"
HEATING_FROM, HEATING_TO = 10, 3
LARGEST = 6


@rule(article="긴급복지지원법 시행규칙 제7조제1항", unit="원/월", per=PERSON)
def 근로사업소득(근로소득: int, 사업소득: int) -> int:
    """공제하기 전의 근로소득과 사업소득을 합한다."""
    return 근로소득 + 사업소득


가구_근로사업소득 = over_people(
    "가구_근로사업소득",
    of="근로사업소득",
    how="sum",
    unit="원/월",
    article="긴급복지지원법 시행규칙 제7조제1항",
    sentence="가구원의 근로소득과 사업소득을 더한다.",
)


@rule(article="긴급복지지원법 시행규칙 제7조제1항", unit="원/월", ask=True)
def 긴급복지_가구소득(가구_근로사업소득: int, 재산소득: int, 공적이전소득: int, 사적이전소득: int) -> int:
    """근로·사업·재산소득과 정기적으로 받는 그 밖의 금품을 합한 금액으로 한다."""
    return 가구_근로사업소득 + 재산소득 + 공적이전소득 + 사적이전소득


@rule(article=STANDARD + "제1호", unit="원/월", rounding="긴급복지_소득_끝수처리")
def 긴급복지_소득기준(기준중위소득: int, 긴급복지_소득비율: int, 긴급복지_소득_끝수처리: Callable[..., int]) -> int:
    """소득이 기준 중위소득의 100분의 75 이하일 것. 적어 보일 때는 원 미만을 반올림한다."""
    return 긴급복지_소득_끝수처리(기준중위소득 * 긴급복지_소득비율, 100)


@rule(article=STANDARD + "제1호", unit="원/월")
def 긴급복지_소득한도(기준중위소득: int, 긴급복지_소득비율: int) -> int:
    """기준 중위소득의 100분의 75 안에 드는 가장 많은 소득이다. 소득은 원 단위이므로 원 미만을 버린 금액까지 든다."""
    return 기준중위소득 * 긴급복지_소득비율 // 100


@rule(
    article=STANDARD + "제1호",
    unit="예아니오",
    yes="월 소득 {긴급복지_가구소득}이 긴급복지 소득 기준 {긴급복지_소득한도} 이하입니다",
    no="월 소득 {긴급복지_가구소득}이 긴급복지 소득 기준 {긴급복지_소득한도}을 넘습니다",
)
def 긴급복지_소득기준_충족(긴급복지_가구소득: int, 긴급복지_소득한도: int) -> bool:
    """소득이 기준 중위소득의 100분의 75 이하여야 한다."""
    return 긴급복지_가구소득 <= 긴급복지_소득한도


@rule(article="긴급복지지원법 시행규칙 제8조제1항", unit="원", ask=True)
def 재산총액(주거용재산: int, 임차보증금: int, 일반재산: int, 자동차: int, 금융재산: int) -> int:
    """일반재산과 금융재산을 합한 금액을 재산의 합계액으로 한다. 부채는 뒤에서 뺀다."""
    return 주거용재산 + 임차보증금 + 일반재산 + 자동차 + 금융재산


@rule(
    article=STANDARD + "제2호",
    unit="예아니오",
    optional={"주거용재산": 0, "부채": 0, "금융재산": 0, "임차보증금": 0},
    yes="재산이 지역별 한도 이하입니다",
    no="재산이 지역별 한도를 넘습니다",
)
def 긴급복지_재산기준_충족(
    긴급복지_지역: str,
    재산총액: int,
    주거용재산: int,
    임차보증금: int,
    부채: int,
    긴급복지_재산한도표: Mapping[str, int],
    긴급복지_주거용재산_공제표: Mapping[str, int],
) -> bool:
    """재산의 합계액에서 부채와, 사는 집의 가액을 공제 한도까지 뺀 금액이 지역별 한도 이하여야 한다."""
    home = min(주거용재산 + 임차보증금, 긴급복지_주거용재산_공제표[긴급복지_지역])
    return 재산총액 - home - 부채 <= 긴급복지_재산한도표[긴급복지_지역]


@rule(
    name="긴급복지_금융재산기준",
    article=STANDARD + "제2호",
    unit="원",
    until="2022-12-31",
    optional={"주거지원": False},
)
def 긴급복지_금융재산기준_정액(주거지원: bool, 긴급복지_금융재산_정액표: Mapping[str, int]) -> int:
    """금융재산의 한도는 가구원수와 관계없이 정한 금액이며, 주거지원이면 더 높다."""
    return 긴급복지_금융재산_정액표["주거지원"] if 주거지원 else 긴급복지_금융재산_정액표["한도"]


@rule(
    article=STANDARD + "제2호",
    unit="원",
    since="2023-01-01",
    rounding="긴급복지_금융재산_끝수처리",
    optional={"주거지원": False},
)
def 긴급복지_금융재산기준(
    기준중위소득: int,
    주거지원: bool,
    긴급복지_금융재산_끝수처리: Callable[..., int],
    긴급복지_금융재산_가산액: int,
    긴급복지_금융재산_주거가산: int,
) -> int:
    """기준 중위소득의 천 원 미만을 버리고 600만 원을 더한다. 주거지원이면 200만 원을 더 더한다."""
    extra = 긴급복지_금융재산_주거가산 if 주거지원 else 0
    return 긴급복지_금융재산_끝수처리(기준중위소득) + 긴급복지_금융재산_가산액 + extra


@rule(
    article=STANDARD + "제2호",
    unit="예아니오",
    yes="금융재산 {금융재산}이 한도 {긴급복지_금융재산기준} 이하입니다",
    no="금융재산 {금융재산}이 한도 {긴급복지_금융재산기준}을 넘습니다",
)
def 긴급복지_금융재산기준_충족(금융재산: int, 긴급복지_금융재산기준: int) -> bool:
    """금융재산이 정한 금액 이하여야 한다."""
    return 금융재산 <= 긴급복지_금융재산기준


@rule(
    article="긴급복지지원법 제2조",
    unit="예아니오",
    yes="위기사유가 있습니다",
    no="위기사유가 없습니다",
)
def 긴급복지_위기상황(위기사유: bool) -> bool:
    """주소득자의 사망·실직, 중한 질병, 학대, 화재 등으로 생계유지가 어렵게 된 것을 말한다."""
    return 위기사유


@rule(
    article="긴급복지지원법 제3조제2항",
    unit="예아니오",
    yes="같은 내용의 생계급여를 받고 있지 않습니다",
    no="이미 생계급여를 받아 같은 내용의 긴급 생계지원은 받지 못합니다",
)
def 긴급복지_생계_중복없음(생계급여_수급중: bool) -> bool:
    """다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다."""
    return not 생계급여_수급중


@rule(
    article="긴급복지지원법 제3조제2항",
    unit="예아니오",
    yes="같은 내용의 의료급여를 받고 있지 않습니다",
    no="이미 의료급여를 받아 같은 내용의 긴급 의료지원은 받지 못합니다",
)
def 긴급복지_의료_중복없음(의료급여_수급중: bool) -> bool:
    """다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다."""
    return not 의료급여_수급중


@rule(
    article="긴급복지지원법 제3조제2항",
    unit="예아니오",
    yes="같은 내용의 주거급여를 받고 있지 않습니다",
    no="이미 주거급여를 받아 같은 내용의 긴급 주거지원은 받지 못합니다",
)
def 긴급복지_주거_중복없음(주거급여_수급중: bool) -> bool:
    """다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다."""
    return not 주거급여_수급중


@rule(article=KINDS + "가목", unit="원/월", since="2017-01-01")
def 긴급복지_생계지원액(가구원수: int, 긴급복지_생계지원액표: Mapping[int, int], 긴급복지_생계지원_추가1인: int) -> int:
    """식료품비·의복비 등 생계유지에 필요한 비용을 가구원수별로 정한 금액으로 지원한다."""
    if 가구원수 <= LARGEST:
        return 긴급복지_생계지원액표[가구원수]
    return 긴급복지_생계지원액표[LARGEST] + (가구원수 - LARGEST) * 긴급복지_생계지원_추가1인


@rule(article="긴급복지지원법 제10조제1항", unit="개월")
def 긴급복지_생계지원기간(긴급복지_기간표: Mapping[str, int]) -> int:
    """생계지원은 처음에 3개월간(2023년 12월 13일까지는 1개월간) 한다."""
    return 긴급복지_기간표["생계 처음"]


@rule(article="긴급복지지원법 제10조제1항", unit="개월")
def 긴급복지_지원기간(지원종류: str, 긴급복지_기간표: Mapping[str, int]) -> int:
    """생계지원은 3개월, 주거지원·사회복지시설 이용지원과 연료비 등 그 밖의 지원은 1개월간 한다."""
    if 지원종류 == "생계":
        return 긴급복지_기간표["생계 처음"]
    return 긴급복지_기간표["주거 처음"] if 지원종류 == "주거" else 긴급복지_기간표["그밖 처음"]


@rule(article="긴급복지지원법 제10조제3항", unit="개월")
def 긴급복지_최대지원기간(지원종류: str, 긴급복지_기간표: Mapping[str, int]) -> int:
    """심의를 거쳐 생계·시설·그 밖의 지원은 모두 6개월, 주거지원은 12개월까지 할 수 있다."""
    if 지원종류 == "생계":
        return 긴급복지_기간표["생계 최대"]
    return 긴급복지_기간표["주거 최대"] if 지원종류 == "주거" else 긴급복지_기간표["그밖 최대"]


@rule(article="긴급복지지원법 제10조제2항·제3항", unit="번")
def 긴급복지_최대지원횟수(지원종류: str, 긴급복지_횟수표: Mapping[str, int]) -> int:
    """의료지원은 두 번, 교육지원은 네 번을 넘지 못한다. 달수로 세는 지원은 0으로 답한다."""
    if 지원종류 == "의료":
        return 긴급복지_횟수표["의료 최대"]
    return 긴급복지_횟수표["교육 최대"] if 지원종류 == "교육" else 0


@rule(article="긴급복지지원법 제9조제2항", unit="원/월")
def 긴급복지_법정상한(기준중위소득: int, 긴급복지_법정상한_비율: int) -> int:
    """생계지원과 주거지원은 기준 중위소득의 100분의 40을 각각 한도로 한다. 원 미만은 버린다."""
    return 기준중위소득 * 긴급복지_법정상한_비율 // 100


@rule(article=KINDS + "나목", unit="원")
def 긴급복지_의료지원한도(긴급복지_의료지원_한도: int) -> int:
    """검사와 치료 등 의료서비스를 한 번 지원하며, 심의를 거쳐 두 번까지 지원한다."""
    return 긴급복지_의료지원_한도


@rule(article=KINDS + "다목", unit="원/월")
def 긴급복지_주거지원한도(
    가구원수: int,
    긴급복지_지역: str,
    긴급복지_주거지원_한도_1_2인표: Mapping[str, int],
    긴급복지_주거지원_한도_3_4인표: Mapping[str, int],
    긴급복지_주거지원_한도_5_6인표: Mapping[str, int],
) -> int:
    """임시거소를 제공하거나 그 비용을 지역과 가구원수별 한도 안에서 지원한다. 7인부터는 6인과 같다."""
    if 가구원수 <= 2:
        return 긴급복지_주거지원_한도_1_2인표[긴급복지_지역]
    if 가구원수 <= 4:
        return 긴급복지_주거지원_한도_3_4인표[긴급복지_지역]
    return 긴급복지_주거지원_한도_5_6인표[긴급복지_지역]


@rule(article=KINDS + "라목", unit="원/월")
def 긴급복지_시설이용한도(가구원수: int, 긴급복지_시설이용_한도표: Mapping[int, int]) -> int:
    """사회복지시설에 들어가거나 이용하는 비용을 사람 수별 한도 안에서 지원한다. 7인부터는 6인의 금액까지만 확인되었다."""
    return 긴급복지_시설이용_한도표[min(가구원수, LARGEST)]


@rule(article=KINDS + "마목", unit="원/분기", per=PERSON)
def 긴급복지_교육지원액(학교급: str, 긴급복지_교육지원액표: Mapping[str, int]) -> int:
    """초·중·고등학생의 학용품비 등을 분기마다 지원한다. 고등학생은 수업료와 입학금을 따로 지원한다."""
    return 긴급복지_교육지원액표[학교급] if 학교급 in ("초", "중", "고") else 0


긴급복지_가구_교육지원액 = over_people(
    "긴급복지_가구_교육지원액",
    of="긴급복지_교육지원액",
    how="sum",
    unit="원/분기",
    article=KINDS + "마목",
    sentence="학생마다 지원하는 금액을 더한다.",
)


@rule(article=KINDS + "바목", unit="원/월")
def 긴급복지_연료비(기준일: dt.date, 긴급복지_연료비액: int) -> int:
    """10월부터 다음 해 3월까지 연료비를 지원한다."""
    return 긴급복지_연료비액 if 기준일.month >= HEATING_FROM or 기준일.month <= HEATING_TO else 0


@rule(article=KINDS + "바목", unit="원")
def 긴급복지_전기요금한도(긴급복지_전기요금_한도: int) -> int:
    """단전된 집의 밀린 전기요금을 한도 안에서 지원한다."""
    return 긴급복지_전기요금_한도


@rule(article=KINDS + "바목", unit="원", optional={"출생아수": 1})
def 긴급복지_해산비(출생아수: int, 긴급복지_해산비액: int) -> int:
    """출산한 아이마다 해산비를 지원한다."""
    return 출생아수 * 긴급복지_해산비액


@rule(article=KINDS + "바목", unit="원")
def 긴급복지_장제비(긴급복지_장제비액: int) -> int:
    """가구원이 사망하여 장례를 치르는 비용을 지원한다."""
    return 긴급복지_장제비액


@rule(article=KINDS + "나목", unit="예아니오", yes="중한 질병이나 부상이 있습니다", no="중한 질병이나 부상이 없습니다")
def 긴급복지_의료필요(중한_질병: bool) -> bool:
    """중한 질병 또는 부상으로 치료가 필요해야 한다."""
    return 중한_질병


@rule(article=KINDS + "다목", unit="예아니오", yes="머물 곳이 필요합니다", no="머물 곳이 따로 필요하지 않습니다")
def 긴급복지_주거필요(임시거소_필요: bool) -> bool:
    """임시거소가 필요해야 한다."""
    return 임시거소_필요


@rule(
    article="긴급복지지원법 제3조제2항",
    unit="예아니오",
    yes="같은 내용의 교육급여를 받고 있지 않습니다",
    no="이미 교육급여를 받아 같은 내용의 긴급 교육지원은 받지 못합니다",
)
def 긴급복지_교육_중복없음(교육급여_수급중: bool) -> bool:
    """다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다."""
    return not 교육급여_수급중


@rule(
    article="긴급복지지원법 제3조제2항",
    unit="예아니오",
    yes="해산급여·장제급여를 받는 수급자가 아닙니다",
    no="생계·의료·주거급여 수급자는 해산급여·장제급여를 받으므로 같은 지원을 받지 못합니다",
)
def 긴급복지_해산장제_중복없음(생계의료주거_수급중: bool) -> bool:
    """다른 법률에 따라 같은 내용의 지원을 받고 있으면 지원하지 않는다."""
    return not 생계의료주거_수급중


@rule(article=KINDS + "라목", unit="예아니오", yes="사회복지시설을 이용해야 합니다", no="시설 이용이 필요하지 않습니다")
def 긴급복지_시설필요(시설이용_필요: bool) -> bool:
    """사회복지시설에 들어가거나 이용할 필요가 있어야 한다."""
    return 시설이용_필요


@rule(
    article=KINDS + "바목",
    unit="예아니오",
    yes="난방하는 달(10월~다음 해 3월)입니다",
    no="난방하는 달(10월~다음 해 3월)이 아닙니다",
)
def 긴급복지_난방기간(기준일: dt.date) -> bool:
    """연료비는 10월부터 다음 해 3월까지 지원한다."""
    return 기준일.month >= HEATING_FROM or 기준일.month <= HEATING_TO


@rule(article=KINDS + "바목", unit="예아니오", yes="이번에 아이가 태어났습니다", no="이번에 태어난 아이가 없습니다")
def 긴급복지_출산(출생아수: int, 출산할_나이_있음: bool) -> bool:
    """아이를 낳은 가구에 해산비를 지원한다."""
    return 출산할_나이_있음 and 출생아수 >= 1


@rule(article=KINDS + "바목", unit="예아니오", yes="가구원의 장례를 치릅니다", no="장례를 치를 일이 없습니다")
def 긴급복지_장례(가구원_사망: bool) -> bool:
    """가구원이 사망한 가구에 장제비를 지원한다."""
    return 가구원_사망


@rule(article=KINDS + "바목", unit="예아니오", yes="전기가 끊기거나 제한되었습니다", no="전기가 끊기지 않았습니다")
def 긴급복지_단전(단전: bool) -> bool:
    """전류 제한을 포함하여 집의 전기가 끊긴 가구에 밀린 전기요금을 지원한다."""
    return 단전


COMMON = (
    "긴급복지_위기상황",
    "긴급복지_소득기준_충족",
    "긴급복지_재산기준_충족",
    "긴급복지_금융재산기준_충족",
)
LIVELIHOOD = Benefit(
    name="긴급복지(생계지원)",
    service_id="WLF00003180",
    conditions=(*COMMON, "긴급복지_생계_중복없음"),
    amount="긴급복지_생계지원액",
    period="월",
    article="긴급복지지원법 제9조·제10조",
)
MEDICAL = Benefit(
    name="긴급복지(의료지원)",
    service_id="WLF00003179",
    conditions=(*COMMON, "긴급복지_의료필요", "긴급복지_의료_중복없음"),
    amount="긴급복지_의료지원한도",
    period="한 번",
    article="긴급복지지원법 제9조·제10조",
    up_to=True,
)
HOUSING = Benefit(
    name="긴급복지(주거지원)",
    service_id="",
    conditions=(*COMMON, "긴급복지_주거필요", "긴급복지_주거_중복없음"),
    amount="긴급복지_주거지원한도",
    period="월",
    article="긴급복지지원법 제9조·제10조",
    up_to=True,
)
EDUCATION = Benefit(
    name="긴급복지(교육지원)",
    service_id="",
    conditions=(*COMMON, "학생_있음", "긴급복지_교육_중복없음"),
    amount="긴급복지_가구_교육지원액",
    period="분기",
    article="긴급복지지원법 제9조·제10조",
)

FACILITY = Benefit(
    name="긴급복지(시설이용지원)",
    service_id="",
    conditions=(*COMMON, "긴급복지_시설필요"),
    amount="긴급복지_시설이용한도",
    period="월",
    article="긴급복지지원법 제9조·제10조",
    up_to=True,
)
FUEL = Benefit(
    name="긴급복지(연료비)",
    service_id="WLF00001162",
    conditions=(*COMMON, "긴급복지_난방기간", "긴급복지_생계_중복없음"),
    amount="긴급복지_연료비",
    period="월",
    article="긴급복지지원법 제9조·제10조",
)
ELECTRICITY = Benefit(
    name="긴급복지(전기요금)",
    service_id="WLF00001162",
    conditions=(*COMMON, "긴급복지_단전"),
    amount="긴급복지_전기요금한도",
    period="한 번",
    article="긴급복지지원법 제9조·제10조",
    up_to=True,
)
BIRTH = Benefit(
    name="긴급복지(해산비)",
    service_id="",
    conditions=(*COMMON, "긴급복지_출산", "긴급복지_해산장제_중복없음"),
    amount="긴급복지_해산비",
    period="한 번",
    article="긴급복지지원법 제9조·제10조",
)
FUNERAL = Benefit(
    name="긴급복지(장제비)",
    service_id="",
    conditions=(*COMMON, "긴급복지_장례", "긴급복지_해산장제_중복없음"),
    amount="긴급복지_장제비",
    period="한 번",
    article="긴급복지지원법 제9조·제10조",
)
