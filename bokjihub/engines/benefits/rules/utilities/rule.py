"""에너지바우처와 전기·통신 요금 감면."""

import datetime as dt
from collections.abc import Mapping

from ...rule import PERSON, Benefit, over_people, rule

LARGEST = 4
PERCENT_GROUP = "다자녀·대가족·출산"
VOUCHER = "에너지법 시행령 제13조의2"
VOUCHER_SINCE = "2024-07-01"
POWER = "전기공급약관 시행세칙"
TELECOM = "전기통신사업법 시행령 제2조"


# 에너지바우처


@rule(
    article=VOUCHER + "제1호",
    unit="예아니오",
    per=PERSON,
    since=VOUCHER_SINCE,
    monotone=("출생일",),
)
def 에너지바우처_노인(출생일: dt.date, 에너지바우처_노인_출생일: dt.date) -> bool:
    """그해 정한 날까지 태어난 65세 이상의 사람을 말한다."""
    return 출생일 <= 에너지바우처_노인_출생일


@rule(
    article=VOUCHER + "제1호",
    unit="예아니오",
    per=PERSON,
    since=VOUCHER_SINCE,
    monotone=("출생일",),
)
def 에너지바우처_영유아(출생일: dt.date, 에너지바우처_영유아_출생일: dt.date) -> bool:
    """그해 정한 날부터 태어난 영유아를 말한다."""
    return 출생일 >= 에너지바우처_영유아_출생일


@rule(article=VOUCHER + "제1호나목", unit="예아니오", per=PERSON, since="2026-07-01")
def 에너지바우처_미성년(나이: int, 에너지바우처_다자녀_나이: int) -> bool:
    """다자녀를 셀 때는 19세 미만인 자녀를 센다."""
    return 나이 < 에너지바우처_다자녀_나이


에너지바우처_노인_있음 = over_people(
    "에너지바우처_노인_있음",
    of="에너지바우처_노인",
    how="any",
    unit="예아니오",
    article=VOUCHER + "제1호",
    sentence="세대에 노인이 있다.",
)
에너지바우처_영유아_있음 = over_people(
    "에너지바우처_영유아_있음",
    of="에너지바우처_영유아",
    how="any",
    unit="예아니오",
    article=VOUCHER + "제1호",
    sentence="세대에 영유아가 있다.",
)
에너지바우처_미성년수 = over_people(
    "에너지바우처_미성년수",
    of="에너지바우처_미성년",
    how="count",
    unit="명",
    article=VOUCHER + "제1호나목",
    sentence="세대의 19세 미만 자녀를 센다.",
    since="2026-07-01",
)
장애인_있음 = over_people(
    "장애인_있음",
    of="장애인",
    how="any",
    unit="예아니오",
    article="장애인복지법 제32조",
    sentence="가구에 등록한 장애인이 있다.",
)
중증장애인_있음 = over_people(
    "중증장애인_있음",
    of="등록중증장애인",
    how="any",
    unit="예아니오",
    article="장애인복지법 제32조",
    sentence="가구에 장애 정도가 심한 장애인이 있다.",
)


@rule(name="에너지바우처_다자녀", article=VOUCHER + "제1호나목", unit="예아니오", until="2026-06-30")
def 에너지바우처_다자녀_없음() -> bool:
    """다자녀 세대는 2026년 7월부터 넣었다."""
    return False


@rule(name="에너지바우처_다자녀", article=VOUCHER + "제1호나목", unit="예아니오", since="2026-07-01")
def 에너지바우처_다자녀_두명(에너지바우처_미성년수: int, 에너지바우처_다자녀_수: int) -> bool:
    """19세 미만 자녀가 둘 이상인 세대를 넣는다."""
    return 에너지바우처_미성년수 >= 에너지바우처_다자녀_수


@rule(
    article=VOUCHER + "제1호",
    unit="예아니오",
    since=VOUCHER_SINCE,
    yes="세대에 노인·영유아·장애인·임산부·중증질환자·한부모·소년소녀가정(2026년 7월부터 다자녀) 가운데 하나가 있습니다",
    no="세대에 노인·영유아·장애인·임산부·중증질환자·한부모·소년소녀가정·다자녀가 없습니다",
)
def 에너지바우처_세대원_충족(
    에너지바우처_노인_있음: bool,
    에너지바우처_영유아_있음: bool,
    장애인_있음: bool,
    에너지바우처_다자녀: bool,
    임산부_있음: bool,
    중증질환자: bool,
    한부모: bool,
    소년소녀가정: bool,
) -> bool:
    """노인, 영유아, 장애인, 임산부, 중증·희귀·난치질환자, 한부모, 소년소녀가정, 다자녀가 있는 세대여야 한다."""
    frail = 에너지바우처_노인_있음 or 에너지바우처_영유아_있음 or 장애인_있음 or 에너지바우처_다자녀
    return frail or 임산부_있음 or 중증질환자 or 한부모 or 소년소녀가정


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


@rule(name="에너지바우처_여름지원액", article="에너지법 제16조의3", unit="원", since="2022-07-01", until="2025-06-30")
def 에너지바우처_여름지원액_종전(세대원수: int, 에너지바우처_종전_여름표: Mapping[int, int]) -> int:
    """2025년 6월까지 여름과 겨울의 금액을 따로 정하였다."""
    return 에너지바우처_종전_여름표[min(세대원수, LARGEST)]


@rule(name="에너지바우처_여름지원액", article=VOUCHER, unit="원", since="2025-07-01")
def 에너지바우처_여름지원액_이후(세대원수: int, 에너지바우처_여름표: Mapping[int, int]) -> int:
    """여름과 겨울에 나누어 쓸 수 있는 금액 가운데 여름 몫이다."""
    return 에너지바우처_여름표[min(세대원수, LARGEST)]


@rule(article="에너지법 제16조의3", unit="원", since="2022-07-01", until="2025-06-30")
def 에너지바우처_겨울지원액(세대원수: int, 에너지바우처_종전_겨울표: Mapping[int, int]) -> int:
    """2025년 6월까지 여름과 겨울의 금액을 따로 정하였다. 2022년은 첫 고시 금액이다."""
    return 에너지바우처_종전_겨울표[min(세대원수, LARGEST)]


@rule(article=VOUCHER, unit="원/년", since="2026-07-01")
def 긴급연료비로_줄어드는_에너지바우처(
    세대원수: int, 에너지바우처표: Mapping[int, int], 에너지바우처_여름표: Mapping[int, int]
) -> int:
    """긴급복지 연료비를 받으면 겨울 몫을 받지 못한다."""
    size = min(세대원수, LARGEST)
    return 에너지바우처표[size] - 에너지바우처_여름표[size]


# 전기요금


@rule(article=POWER, unit="원/월", since="2020-01-01")
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
    summer = 전기요금_여름달표[월] == 1
    if 전기할인_구분 == "생계·의료":
        return min(청구액, 전기요금_정액할인표["생계·의료 여름"] if summer else 전기요금_정액할인표["생계·의료 평소"])
    if 전기할인_구분 == "주거·교육":
        return min(청구액, 전기요금_정액할인표["주거·교육 여름"] if summer else 전기요금_정액할인표["주거·교육 평소"])
    if 전기할인_구분 == "차상위":
        return min(청구액, 전기요금_정액할인표["차상위 여름"] if summer else 전기요금_정액할인표["차상위 평소"])
    return min(청구액, 전기요금_정액할인표["중증장애인 여름"] if summer else 전기요금_정액할인표["중증장애인 평소"])


@rule(
    article=POWER,
    unit="예아니오",
    yes="전기요금 복지할인 대상입니다",
    no="수급자, 차상위계층, 중증장애인, 다자녀·대가족·출산 가구가 아닙니다",
)
def 전기요금_할인대상(기초생활_수급중: bool, 차상위: bool, 중증장애인_있음: bool, 다자녀_대가족_출산: bool) -> bool:
    """기초생활 수급자, 차상위계층, 장애 정도가 심한 장애인, 다자녀·대가족·출산 가구를 할인한다."""
    return 기초생활_수급중 or 차상위 or 중증장애인_있음 or 다자녀_대가족_출산


@rule(article=POWER, unit="원/월", since="2020-01-01")
def 전기요금_할인한도(
    생계의료_수급중: bool,
    기초생활_수급중: bool,
    중증장애인_있음: bool,
    다자녀_대가족_출산: bool,
    여름_할인달: bool,
    전기요금_정액할인표: Mapping[str, int],
    전기요금_정률할인표: Mapping[str, int],
) -> int:
    """해당하는 구분 가운데 가장 많은 할인의 한도이다."""
    if 생계의료_수급중:
        return 전기요금_정액할인표["생계·의료 여름"] if 여름_할인달 else 전기요금_정액할인표["생계·의료 평소"]
    if 중증장애인_있음:
        return 전기요금_정액할인표["중증장애인 여름"] if 여름_할인달 else 전기요금_정액할인표["중증장애인 평소"]
    if 다자녀_대가족_출산:
        return 전기요금_정률할인표["한도"]
    if 기초생활_수급중:
        return 전기요금_정액할인표["주거·교육 여름"] if 여름_할인달 else 전기요금_정액할인표["주거·교육 평소"]
    return 전기요금_정액할인표["차상위 여름"] if 여름_할인달 else 전기요금_정액할인표["차상위 평소"]


@rule(article=POWER, unit="예아니오", since="2020-01-01")
def 여름_할인달(기준일: dt.date, 전기요금_여름달표: Mapping[int, int]) -> bool:
    """6월부터 8월까지는 한도가 더 높다."""
    return 전기요금_여름달표[기준일.month] == 1


# 통신요금


@rule(article=TELECOM + "제3항", unit="선택", per=PERSON, since="2026-01-01", ask=True)
def 통신감면_구분(
    생계의료_수급중: bool,
    기초생활_수급중: bool,
    차상위: bool,
    나이: int,
    기초연금_수급중: bool,
    장애인: bool,
    통신감면_차상위_최저나이: int,
) -> str:
    """생계·의료급여, 주거·교육급여, 차상위(6세 이상), 장애인·국가유공자, 기초연금 수급자의 차례로 하나만 본다."""
    if 생계의료_수급중:
        return "생계·의료"
    if 기초생활_수급중:
        return "주거·교육"
    if 차상위 and 나이 >= 통신감면_차상위_최저나이:
        return "차상위"
    if 장애인:
        return "장애인·국가유공자"
    return "기초연금" if 기초연금_수급중 else "없음"


@rule(
    article=TELECOM + "제3항",
    unit="예아니오",
    per=PERSON,
    since="2026-01-01",
    yes="이동통신 요금감면 대상입니다",
    no="수급자, 차상위계층, 기초연금 수급자, 장애인이 아닙니다",
)
def 통신감면_대상(통신감면_구분: str) -> bool:
    """기초생활 수급자, 차상위계층, 장애인, 기초연금 수급자의 이동통신 요금을 감면한다."""
    return 통신감면_구분 != "없음"


@rule(article=TELECOM + "제5항", unit="원/월", per=PERSON, since="2026-01-01")
def 이동통신_감면한도(통신감면_구분: str, 이동통신_감면한도표: Mapping[str, int]) -> int:
    """기본료와 통화료의 감면을 합한 한도이다. 장애인·국가유공자는 35%이며 한도를 확인하지 못했다."""
    if 통신감면_구분 == "없음":
        return 0
    return 이동통신_감면한도표[통신감면_구분]


@rule(article=TELECOM + "제5항", unit="원/월", per=PERSON, since="2026-01-01")
def 이동통신_감면액(
    통신감면_구분: str,
    통신요금: int,
    이동통신_기본감면표: Mapping[str, int],
    이동통신_감면율표: Mapping[str, int],
    이동통신_감면한도표: Mapping[str, int],
) -> int:
    """먼저 정한 금액까지 전액을, 나머지는 정한 비율을 한도까지 감면한다. 원 미만은 버린다."""
    if 통신감면_구분 == "없음":
        return 0
    if 통신감면_구분 == "장애인·국가유공자":
        return 통신요금 * 이동통신_감면율표[통신감면_구분] // 100
    if 통신감면_구분 == "기초연금":
        return min(통신요금 * 이동통신_감면율표[통신감면_구분] // 100, 이동통신_감면한도표[통신감면_구분])
    first = min(통신요금, 이동통신_기본감면표[통신감면_구분])
    rest = (통신요금 - first) * 이동통신_감면율표[통신감면_구분] // 100
    return min(first + rest, 이동통신_감면한도표[통신감면_구분])


ENERGY = Benefit(
    name="에너지바우처",
    service_id="WLF00000072",
    conditions=("기초생활_수급중", "에너지바우처_세대원_충족"),
    amount="에너지바우처_지원액",
    period="년",
    article="에너지법 제16조의3",
)
ELECTRICITY = Benefit(
    name="전기요금 복지할인",
    service_id="",
    conditions=("전기요금_할인대상",),
    amount="전기요금_할인한도",
    period="월",
    article="전기공급약관 시행세칙",
    up_to=True,
)
PHONE = Benefit(
    name="이동통신 요금감면",
    service_id="WLF00003257",
    conditions=("통신감면_대상",),
    amount="이동통신_감면한도",
    period="월",
    article="전기통신사업법 시행령 제2조",
    per=PERSON,
    up_to=True,
)
