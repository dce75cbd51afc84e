"""부모급여, 보육료, 가정양육수당, 아동수당, 첫만남이용권."""

import datetime as dt
from collections.abc import Mapping

from ...rule import PERSON, Benefit, rule

LAW, DECREE = "아동수당법", "아동수당법 시행령"
INFANT_MONTHS = 24


@rule(article=LAW + " 제4조제5항", unit="개월", per=PERSON, monotone=("출생일",), ask=True)
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


@rule(article="저출산·고령사회기본법 제10조제3항", unit="원", per=PERSON, since="2022-01-01")
def 첫만남이용권액(출생순위: int, 첫만남이용권표: Mapping[int, int]) -> int:
    """태어난 아이마다 한 번 지급하며, 2024년에 태어난 아이부터 둘째 이상은 300만 원으로 한다."""
    return 첫만남이용권표[1] if 출생순위 <= 1 else 첫만남이용권표[2]


FIRST_MEETING = "저출산·고령사회기본법 제10조제3항, 같은 법 시행령 제1조의2"
HOME = "영유아보육법 시행령 제23조의2"


@rule(
    article=FIRST_MEETING,
    unit="예아니오",
    per=PERSON,
    since="2022-01-01",
    monotone=("출생일",),
    yes="2022년부터 태어났습니다",
    no="2022년 전에 태어났습니다",
)
def 첫만남이용권_출생일_충족(출생일: dt.date, 첫만남이용권_시작_출생일: dt.date) -> bool:
    """2022년 1월 1일부터 태어난 아이에게 지급한다."""
    return 출생일 >= 첫만남이용권_시작_출생일


@rule(
    article=FIRST_MEETING + "제6항",
    unit="예아니오",
    per=PERSON,
    since="2022-01-01",
    yes="태어난 지 {월령}으로 아직 쓸 수 있습니다",
    no="쓸 수 있는 기간이 지났습니다",
)
def 첫만남이용권_기한_충족(월령: int, 첫만남이용권_사용기한: int) -> bool:
    """태어난 날부터 2년(2024년 3월 25일까지는 1년)이 되는 날까지 쓸 수 있다."""
    return 월령 < 첫만남이용권_사용기한


@rule(article=FIRST_MEETING + "제1항", unit="원", per=PERSON, since="2022-01-01", monotone=("출생일",))
def 첫만남이용권_지급액(
    출생일: dt.date, 첫만남이용권액: int, 첫만남이용권_종전액: int, 첫만남이용권_개정_출생일: dt.date
) -> int:
    """2023년까지 태어난 아이는 출생순위와 관계없이 200만 원, 그 뒤에 태어난 아이는 출생순위에 따라 지급한다."""
    return 첫만남이용권_종전액 if 출생일 < 첫만남이용권_개정_출생일 else 첫만남이용권액


@rule(
    article=HOME + "제2항",
    unit="예아니오",
    per=PERSON,
    since="2022-01-01",
    monotone=("출생일",),
    yes="두 돌이 지나고 초등학교에 들어가기 전입니다",
    no="두 돌 전이거나 초등학교에 들어갈 나이가 지났습니다",
)
def 가정양육수당_나이_충족(월령: int, 취학전: bool, 가정양육수당_나이표: Mapping[str, int]) -> bool:
    """24개월부터 6세가 된 날이 속하는 해의 다음 해 2월까지 지급한다."""
    return 월령 >= 가정양육수당_나이표["처음 개월"] and 취학전


@rule(article=HOME + "제2항", unit="예아니오", per=PERSON, since="2022-01-01", monotone=("출생일",))
def 취학전(출생일: dt.date, 기준일: dt.date, 가정양육수당_나이표: Mapping[str, int]) -> bool:
    """6세가 된 날이 속하는 해의 다음 해 2월까지를 말한다."""
    last_year = 출생일.year + 가정양육수당_나이표["끝 햇수"]
    return 기준일.year < last_year or (기준일.year == last_year and 기준일.month <= 가정양육수당_나이표["끝 달"])


@rule(
    article="영유아보육법 제34조의2제1항",
    unit="예아니오",
    per=PERSON,
    yes="어린이집이나 유치원에 다니지 않습니다",
    no="어린이집이나 유치원에 다닙니다",
)
def 가정에서_양육(어린이집: bool, 유치원: bool) -> bool:
    """어린이집이나 유치원을 이용하지 않는 영유아에게 지원한다."""
    return not (어린이집 or 유치원)


@rule(
    article="영유아보육법 제34조의2제1항",
    unit="원/월",
    per=PERSON,
    since="2022-01-01",
    optional={"장애인": False, "농어촌_거주": False},
)
def 가정양육수당액(월령: int, 장애인: bool, 농어촌_거주: bool, 취학전: bool, 가정양육수당표: Mapping[str, int]) -> int:
    """24개월부터 취학 전까지 월 10만 원을 지급하며, 장애아동과 농어촌의 어린아이는 더 많다."""
    if 월령 < INFANT_MONTHS or not 취학전:
        return 0
    if 장애인:
        return 가정양육수당표["장애 36개월 미만"] if 월령 < 36 else 가정양육수당표["장애 36개월부터"]
    if 농어촌_거주 and 월령 < 36:
        return 가정양육수당표["농어촌 36개월 미만"]
    if 농어촌_거주 and 월령 < 48:
        return 가정양육수당표["농어촌 48개월 미만"]
    return 가정양육수당표["농어촌 48개월부터"] if 농어촌_거주 else 가정양육수당표["보통"]


@rule(article="영유아보육법 제34조", unit="세", per=PERSON, monotone=("출생일",))
def 보육나이(출생일: dt.date, 기준일: dt.date) -> int:
    """보육나이는 태어난 해로 정하며 3월에 한 살씩 오른다."""
    school_year = 기준일.year if 기준일.month >= 3 else 기준일.year - 1
    return max(0, school_year - 출생일.year)


@rule(article="영유아보육법 제34조", unit="원/월", per=PERSON, since="2024-01-01")
def 보육료_지원액(보육나이: int, 어린이집: bool, 보육료_지원표: Mapping[int, int]) -> int:
    """어린이집을 다니는 0~5세 아이의 보육료를 바우처로 지원하며, 3~5세는 금액이 같다."""
    if not 어린이집 or 보육나이 > 5:
        return 0
    if 보육나이 >= 3:
        return 보육료_지원표[3]
    if 보육나이 == 2:
        return 보육료_지원표[2]
    return 보육료_지원표[1] if 보육나이 == 1 else 보육료_지원표[0]


@rule(
    article="영유아보육법 제34조",
    unit="예아니오",
    per=PERSON,
    yes="어린이집에 다닙니다",
    no="어린이집에 다니지 않습니다",
)
def 어린이집_이용(어린이집: bool) -> bool:
    """어린이집을 다니는 아이에게 지원한다."""
    return 어린이집


@rule(
    article="영유아보육법 제34조",
    unit="예아니오",
    per=PERSON,
    yes="보육나이 {보육나이}입니다(5세까지)",
    no="보육나이 {보육나이}입니다(5세까지)",
)
def 보육나이_충족(보육나이: int) -> bool:
    """0세부터 5세까지의 영유아에게 지원한다."""
    return 보육나이 <= 5


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
FIRST_MEETING_VOUCHER = Benefit(
    name="첫만남이용권",
    service_id="WLF00004656",
    conditions=("첫만남이용권_출생일_충족", "첫만남이용권_기한_충족"),
    amount="첫만남이용권_지급액",
    period="한 번",
    article="저출산·고령사회기본법 제10조",
    per=PERSON,
)
HOME_CARE = Benefit(
    name="가정양육수당",
    service_id="WLF00003253",
    conditions=("가정양육수당_나이_충족", "가정에서_양육"),
    amount="가정양육수당액",
    period="월",
    article="영유아보육법 제34조의2",
    per=PERSON,
)
DAY_CARE = Benefit(
    name="보육료(어린이집)",
    service_id="WLF00003250",
    conditions=("보육나이_충족", "어린이집_이용"),
    amount="보육료_지원액",
    period="월",
    article="영유아보육법 제34조",
    per=PERSON,
)
