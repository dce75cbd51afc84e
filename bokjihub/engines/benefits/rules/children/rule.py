"""부모급여, 아동수당, 첫만남이용권."""

import datetime as dt
from collections.abc import Mapping

from ...rule import PERSON, Benefit, rule

LAW, DECREE = "아동수당법", "아동수당법 시행령"
INFANT_MONTHS = 24


@rule(article=LAW + " 제4조제5항", unit="개월", per=PERSON, monotone=("출생일",))
def 월령(출생일: dt.date, 기준일: dt.date) -> int:
    """태어난 달을 0개월로 하여 달마다 하나씩 더한다."""
    return max(0, (기준일.year - 출생일.year) * 12 + 기준일.month - 출생일.month)


@rule(article=LAW + " 제4조제5항", unit="원/월", per=PERSON, since="2023-01-01")
def 부모급여_보육료바우처(월령: int, 어린이집: bool, 보육료_바우처표: Mapping[int, int]) -> int:
    """어린이집을 다니는 2세 미만의 아동은 보육료를 바우처로 받는다."""
    if not 어린이집 or 월령 >= INFANT_MONTHS:
        return 0
    return 보육료_바우처표[0] if 월령 < 12 else 보육료_바우처표[1]


@rule(article=DECREE + " 제2조제1항", unit="원/월", per=PERSON, since="2023-01-01")
def 부모급여액(월령: int, 부모급여_보육료바우처: int, 부모급여표: Mapping[int, int]) -> int:
    """1세 미만은 월 100만 원, 2세 미만은 월 50만 원을 지급하고, 보육료를 받으면 그 차액만 돈으로 지급한다."""
    if 월령 >= INFANT_MONTHS:
        return 0
    full = 부모급여표[0] if 월령 < 12 else 부모급여표[1]
    return max(0, full - 부모급여_보육료바우처)


@rule(
    article=DECREE + " 제2조제1항",
    unit="예아니오",
    per=PERSON,
    yes="{월령}으로 두 돌이 되지 않은 아이가 있습니다",
    no="두 돌이 지났습니다",
)
def 부모급여_나이_충족(월령: int) -> bool:
    """2세 미만의 아동에게, 두 돌이 되는 달의 앞 달까지 지급한다."""
    return 월령 < INFANT_MONTHS


@rule(
    article=LAW + " 제4조제1항, 부칙(제21489호) 제2조",
    unit="예아니오",
    per=PERSON,
    since="2019-04-01",
    monotone=("출생일",),
    yes="아동수당을 받을 나이입니다",
    no="아동수당을 받을 나이가 지났습니다",
)
def 아동수당_나이_충족(출생일: dt.date, 기준일: dt.date, 아동수당_나이: int, 아동수당_계속지급_출생연도: int) -> bool:
    """정한 나이의 생일이 드는 달의 앞 달까지 지급하며, 2017년생은 2026년부터 2029년까지 나이와 관계없이 지급한다."""
    months = (기준일.year - 출생일.year) * 12 + 기준일.month - 출생일.month
    return months < 아동수당_나이 * 12 or 출생일.year == 아동수당_계속지급_출생연도


@rule(
    article=LAW + " 제4조제1항·제6항·제7항",
    unit="원/월",
    per=PERSON,
    since="2019-04-01",
    optional={"지역화폐": False},
)
def 아동수당액(
    아동수당_나이_충족: bool,
    지역구분: str,
    지역화폐: bool,
    아동수당_기본액: int,
    아동수당_지역가산표: Mapping[str, int],
    아동수당_지역화폐_가산액: int,
) -> int:
    """매월 10만 원에 사는 지역에 따른 금액을 더하고, 인구감소지역에서 지역사랑상품권으로 주면 1만 원을 더 더한다."""
    if not 아동수당_나이_충족:
        return 0
    voucher = 아동수당_지역화폐_가산액 if 지역화폐 and 지역구분 in ("인구감소우대", "인구감소특별") else 0
    return 아동수당_기본액 + 아동수당_지역가산표[지역구분] + voucher


@rule(article="저출산·고령사회기본법 제10조제2항", unit="원", per=PERSON, since="2022-01-01")
def 첫만남이용권액(출생순위: int, 첫만남이용권표: Mapping[int, int]) -> int:
    """태어난 아이마다 한 번 지급하며, 2024년에 태어난 아이부터 둘째 이상은 300만 원으로 한다."""
    return 첫만남이용권표[1] if 출생순위 <= 1 else 첫만남이용권표[2]


PARENTS = Benefit(
    name="부모급여",
    service_id="WLF00004657",
    conditions=("부모급여_나이_충족",),
    amount="부모급여액",
    period="월",
    article="아동수당법 제4조제5항",
    per=PERSON,
)
CHILDREN = Benefit(
    name="아동수당",
    service_id="WLF00001171",
    conditions=("아동수당_나이_충족",),
    amount="아동수당액",
    period="월",
    article="아동수당법 제4조",
    per=PERSON,
)
