"""노인장기요양, 산모·신생아 건강관리, 아이돌봄, 노인맞춤돌봄, 가사·간병, 기저귀·조제분유, 영양플러스, 심리상담."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from ...rule import PERSON, Benefit, over_people, rule


@rule(name="장기요양등급", article="노인장기요양보험법 시행령 제7조제1항", unit="선택", per=PERSON, until="2017-12-31")
def 장기요양등급_2017(점수: Decimal, 치매: bool, 장기요양_점수표: Mapping[int, int]) -> str:
    """장기요양인정 점수에 따라 나누며, 5등급은 치매 환자로 한정한다. 인지지원등급은 아직 없었다."""
    if 점수 >= 장기요양_점수표[1]:
        return "1등급"
    if 점수 >= 장기요양_점수표[2]:
        return "2등급"
    if 점수 >= 장기요양_점수표[3]:
        return "3등급"
    if 점수 >= 장기요양_점수표[4]:
        return "4등급"
    return "5등급" if 치매 and 점수 >= 장기요양_점수표[5] else "등급외"


@rule(name="장기요양등급", article="노인장기요양보험법 시행령 제7조제1항", unit="선택", per=PERSON, since="2018-01-01")
def 장기요양등급_2018(점수: Decimal, 치매: bool, 장기요양_점수표: Mapping[int, int]) -> str:
    """장기요양인정 점수에 따라 나누며, 5등급과 인지지원등급은 치매 환자로 한정한다."""
    if 점수 >= 장기요양_점수표[1]:
        return "1등급"
    if 점수 >= 장기요양_점수표[2]:
        return "2등급"
    if 점수 >= 장기요양_점수표[3]:
        return "3등급"
    if 점수 >= 장기요양_점수표[4]:
        return "4등급"
    if not 치매:
        return "등급외"
    return "5등급" if 점수 >= 장기요양_점수표[5] else "인지지원등급"


@rule(article="모자보건법 제15조의18", unit="일", per=PERSON, since="2024-01-01", optional={"단태아": True})
def 산모신생아_표준일수(출생순위: int, 단태아: bool, 산모신생아_일수표: Mapping[str, int]) -> int:
    """한 아이이면 출생순위에 따르고, 쌍둥이이면 쌍태의 표준 일수에 따른다."""
    if not 단태아:
        return 산모신생아_일수표["쌍태"]
    if 출생순위 == 1:
        return 산모신생아_일수표["단태 1"]
    return 산모신생아_일수표["단태 2"] if 출생순위 == 2 else 산모신생아_일수표["단태 3"]


@rule(article="아이돌봄 지원법 제20조제1항", unit="원/월", since="2026-01-01", rounding="아이돌봄_끝수처리")
def 아이돌봄_소득기준(기준중위소득: int, 비율: int, 아이돌봄_끝수처리: Callable[..., int]) -> int:
    """기준 중위소득의 정한 비율을 천 원 단위로 올린다."""
    return 아이돌봄_끝수처리(기준중위소득 * 비율, 100)


LTC = "노인장기요양보험법"


@rule(
    article=LTC + " 제2조제1호·제12조",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(65세 이상이거나 치매·뇌혈관질환 같은 노인성 질병)",
    no="만 {나이}이고 노인성 질병이 없습니다",
)
def 장기요양_신청자격(나이: int, 노인성질병: bool, 장기요양_최저나이: int) -> bool:
    """65세 이상인 사람, 또는 65세 미만으로 치매·뇌혈관성 질환 등 노인성 질병을 가진 사람이 신청할 수 있다."""
    return 나이 >= 장기요양_최저나이 or 노인성질병


@rule(
    article=LTC + " 제15조제2항",
    unit="예아니오",
    per=PERSON,
    yes="여섯 달 넘게 혼자서 일상생활을 하기 어렵습니다",
    no="혼자서 일상생활을 하실 수 있습니다",
)
def 장기요양_도움필요(일상생활_어려움: bool) -> bool:
    """6개월 이상 동안 혼자서 일상생활을 수행하기 어렵다고 인정되어야 한다."""
    return 일상생활_어려움


@rule(article=LTC + " 제28조", unit="원/월", per=PERSON)
def 장기요양_월한도액(장기요양_월한도액표: int) -> int:
    """등급에 따라 정한 월 한도액 안에서 급여를 받는다. 한도액은 확인하지 못했다."""
    return 장기요양_월한도액표


MOTHER = "모자보건법 제15조의18"


@rule(
    article=MOTHER,
    unit="예아니오",
    since="2026-01-01",
    yes="소득이 기준 중위소득의 150% 이하이거나 수급자·차상위계층입니다",
    no="소득이 기준 중위소득의 150%를 넘습니다",
)
def 산모신생아_소득_충족(
    수급자_또는_차상위: bool, 건강보험료_소득: int, 기준중위소득: int, 산모신생아_소득비율: int
) -> bool:
    """건강보험료로 본 소득이 기준 중위소득의 150% 이하이거나 수급자·차상위계층이어야 한다."""
    return 수급자_또는_차상위 or 건강보험료_소득 * 100 <= 기준중위소득 * 산모신생아_소득비율


@rule(article=MOTHER, unit="원", since="2026-01-01")
def 산모신생아_지원액(산모신생아_지원액표: int) -> int:
    """소득과 일수에 따라 정한 금액을 지원한다. 금액은 확인하지 못했다."""
    return 산모신생아_지원액표


CHILD_CARE = "아이돌봄 지원법 제20조제1항"


@rule(article="아이돌봄 지원법 제2조제1호", unit="예아니오", per=PERSON)
def 아이돌봄_아이(나이: int, 아이돌봄_최고나이: int) -> bool:
    """아이란 만 12세 이하 아동을 말한다."""
    return 나이 <= 아이돌봄_최고나이


아이돌봄_아이_있음 = over_people(
    "아이돌봄_아이_있음",
    of="아이돌봄_아이",
    how="any",
    unit="예아니오",
    article="아이돌봄 지원법 제2조제1호",
    sentence="가구에 만 12세 이하 아이가 있어야 한다.",
    yes="만 12세 이하 아이가 있습니다",
    no="만 12세 이하 아이가 없습니다",
)


@rule(
    article="아이돌봄 지원법 제13조의2",
    unit="예아니오",
    yes="아이를 돌볼 사람이 없는 때가 있습니다",
    no="아이를 돌볼 사람이 있습니다",
)
def 아이돌봄_양육공백(양육공백: bool) -> bool:
    """취업·한부모·장애·다자녀 등으로 아이를 돌보기 어려운 가정이어야 한다."""
    return 양육공백


@rule(article=CHILD_CARE, unit="원/월", since="2026-01-01", rounding="아이돌봄_끝수처리")
def 아이돌봄_정부지원_소득한도(기준중위소득: int, 아이돌봄_최고비율: int, 아이돌봄_끝수처리: Callable[..., int]) -> int:
    """정부지원은 기준 중위소득의 250%까지 받으며, 천 원 단위로 올린다."""
    return 아이돌봄_끝수처리(기준중위소득 * 아이돌봄_최고비율, 100)


@rule(
    article=CHILD_CARE,
    unit="예아니오",
    since="2026-01-01",
    yes="소득이 {아이돌봄_정부지원_소득한도} 이하입니다",
    no="소득이 {아이돌봄_정부지원_소득한도}을 넘습니다",
)
def 아이돌봄_소득_충족(건강보험료_소득: int, 아이돌봄_정부지원_소득한도: int) -> bool:
    """정한 소득 이하인 가구에 비용을 지원한다."""
    return 건강보험료_소득 <= 아이돌봄_정부지원_소득한도


@rule(article=CHILD_CARE, unit="원/월")
def 아이돌봄_지원액(아이돌봄_지원액표: int) -> int:
    """소득에 따라 비용의 일부를 지원한다. 금액은 확인하지 못했다."""
    return 아이돌봄_지원액표


ALONE = "노인복지법 제27조의2"


@rule(
    article=ALONE,
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(65세 이상)",
    no="만 {나이}입니다(65세 미만)",
)
def 노인맞춤돌봄_나이_충족(나이: int, 노인맞춤돌봄_최저나이: int) -> bool:
    """65세 이상인 사람에게 제공한다."""
    return 나이 >= 노인맞춤돌봄_최저나이


@rule(
    article=ALONE,
    unit="예아니오",
    per=PERSON,
    yes="수급자, 차상위계층 또는 기초연금 수급자입니다",
    no="수급자, 차상위계층, 기초연금 수급자가 아닙니다",
)
def 노인맞춤돌봄_소득_충족(수급자_또는_차상위: bool, 기초연금_수급중: bool) -> bool:
    """국민기초생활 수급자, 차상위계층 또는 기초연금 수급자여야 한다."""
    return 수급자_또는_차상위 or 기초연금_수급중


@rule(
    article=ALONE,
    unit="예아니오",
    per=PERSON,
    yes="혼자 지내는 등 돌봄이 필요합니다",
    no="돌봄이 필요하지 않습니다",
)
def 노인맞춤돌봄_필요(돌봄필요: bool) -> bool:
    """독거·조손 등 돌봄이 필요한 노인에게 제공한다."""
    return 돌봄필요


@rule(article=ALONE, unit="시간", since="2026-01-01")
def 노인맞춤돌봄_최대시간(돌봄군: str, 노인맞춤돌봄_시간표: Mapping[str, int]) -> int:
    """한 달에 중점돌봄군은 40시간까지, 일반돌봄군은 16시간이 되기 전까지 제공한다."""
    return 노인맞춤돌봄_시간표["중점돌봄군 끝"] if 돌봄군 == "중점돌봄군" else 노인맞춤돌봄_시간표["일반돌봄군 미만"]


VOUCHER = "사회서비스 이용 및 이용권 관리에 관한 법률 제11조"


@rule(
    article=VOUCHER,
    unit="예아니오",
    per=PERSON,
    since="2026-01-01",
    yes="만 {나이}입니다(64세 이하)",
    no="만 {나이}입니다(65세부터는 장기요양·노인맞춤돌봄)",
)
def 가사간병_나이_충족(나이: int, 가사간병_나이: int) -> bool:
    """64세 이하인 사람에게 제공한다."""
    return 나이 <= 가사간병_나이


@rule(
    article=VOUCHER,
    unit="예아니오",
    since="2026-01-01",
    yes="소득인정액 {기초생활_소득인정액}이 기준 중위소득의 70% 이하입니다",
    no="소득인정액 {기초생활_소득인정액}이 기준 중위소득의 70%를 넘습니다",
)
def 가사간병_소득_충족(기초생활_소득인정액: int, 기준중위소득: int, 가사간병_소득비율: int) -> bool:
    """소득이 기준 중위소득의 70% 이하여야 한다."""
    return 기초생활_소득인정액 * 100 <= 기준중위소득 * 가사간병_소득비율


@rule(
    article=VOUCHER,
    unit="예아니오",
    per=PERSON,
    yes="장애·중증질환 등으로 집안일과 간병에 도움이 필요합니다",
    no="집안일과 간병에 도움이 필요하지 않습니다",
)
def 가사간병_필요(집안일_어려움: bool) -> bool:
    """장애, 중증질환 등으로 일상생활과 사회활동이 어려운 사람에게 제공한다."""
    return 집안일_어려움


@rule(article=VOUCHER, unit="원/월", since="2026-01-01")
def 가사간병_서비스가격(월이용시간: int, 가사간병_서비스가격표: Mapping[int, int]) -> int:
    """한 달 24시간 또는 27시간의 서비스 가격이다."""
    return 가사간병_서비스가격표[27] if 월이용시간 == 27 else 가사간병_서비스가격표[24]


@rule(article=VOUCHER, unit="원/월", since="2026-01-01")
def 가사간병_지원한도(가사간병_서비스가격표: Mapping[int, int]) -> int:
    """가장 많은 27시간의 서비스 가격까지 지원한다. 본인부담은 소득에 따라 다르다."""
    return 가사간병_서비스가격표[27]


BABY = "저출산·고령사회기본법 제10조제1항"


@rule(
    article=BABY,
    unit="예아니오",
    per=PERSON,
    since="2024-01-01",
    yes="{월령}의 아기가 있습니다(두 돌 전)",
    no="두 돌이 지났습니다",
)
def 기저귀_나이_충족(월령: int, 기저귀_나이표: Mapping[str, int]) -> bool:
    """두 돌이 되지 않은 영아에게 지원한다."""
    return 월령 < 기저귀_나이표["끝 개월"]


@rule(
    article=BABY,
    unit="예아니오",
    since="2024-01-01",
    yes="수급자·차상위계층·한부모가족이거나, 소득이 기준 안인 장애인·다자녀 가구입니다",
    no="수급자·차상위계층·한부모가족이 아니고, 소득이 기준 안인 장애인·다자녀 가구도 아닙니다",
)
def 기저귀_가구_충족(
    수급자_또는_차상위: bool,
    한부모: bool,
    소득기준충족: bool,
    장애인_있음: bool,
    자녀수: int,
    건강보험료_소득: int,
    기준중위소득: int,
    기저귀_소득비율: int,
    기저귀_나이표: Mapping[str, int],
) -> bool:
    """수급자, 차상위계층, 한부모가족, 또는 소득이 정한 비율 이하인 장애인·다자녀 가구여야 한다."""
    if 수급자_또는_차상위 or (한부모 and 소득기준충족):
        return True
    large = 장애인_있음 or 자녀수 >= 기저귀_나이표["다자녀"]
    return large and 건강보험료_소득 * 100 <= 기준중위소득 * 기저귀_소득비율


@rule(article=BABY, unit="원/월", per=PERSON, since="2024-01-01", optional={"조제분유_필요": False})
def 기저귀조제분유_지원액(
    월령: int, 조제분유_필요: bool, 기저귀_나이표: Mapping[str, int], 기저귀_지원액표: Mapping[str, int]
) -> int:
    """기저귀 값을 지원하고, 어머니의 질병·사망 등으로 모유를 먹일 수 없으면 조제분유 값을 더한다."""
    if 월령 >= 기저귀_나이표["끝 개월"]:
        return 0
    return 기저귀_지원액표["기저귀"] + (기저귀_지원액표["조제분유"] if 조제분유_필요 else 0)


NUTRITION = "국민영양관리법 제11조"


@rule(article=NUTRITION, unit="예아니오", per=PERSON)
def 영양플러스_영유아(월령: int, 영양플러스_끝개월: int) -> bool:
    """6세 미만의 영유아를 말한다."""
    return 월령 < 영양플러스_끝개월


영양플러스_영유아_있음 = over_people(
    "영양플러스_영유아_있음",
    of="영양플러스_영유아",
    how="any",
    unit="예아니오",
    article=NUTRITION,
    sentence="가구에 영유아가 있다.",
)


@rule(
    article=NUTRITION,
    unit="예아니오",
    yes="임산부나 영유아가 있습니다",
    no="임산부도 영유아도 없습니다",
)
def 영양플러스_대상(영양플러스_영유아_있음: bool, 임산부_있음: bool) -> bool:
    """임신부, 출산·수유부와 영유아에게 제공한다."""
    return 영양플러스_영유아_있음 or 임산부_있음


@rule(
    article=NUTRITION,
    unit="예아니오",
    yes="소득이 기준 중위소득의 80% 이하입니다",
    no="소득이 기준 중위소득의 80%를 넘습니다",
)
def 영양플러스_소득_충족(
    수급자_또는_차상위: bool, 건강보험료_소득: int, 기준중위소득: int, 영양플러스_소득비율: int
) -> bool:
    """소득이 기준 중위소득의 80% 이하여야 한다."""
    return 수급자_또는_차상위 or 건강보험료_소득 * 100 <= 기준중위소득 * 영양플러스_소득비율


@rule(article=NUTRITION, unit="예아니오", yes="빈혈·저체중 등 영양 위험이 있습니다", no="영양 위험이 없습니다")
def 영양플러스_위험(영양위험: bool) -> bool:
    """빈혈, 저체중, 성장부진, 영양 섭취 부족 가운데 하나 이상이 있어야 한다."""
    return 영양위험


MIND = "정신건강증진 및 정신질환자 복지서비스 지원에 관한 법률 제12조"


@rule(
    article=MIND,
    unit="예아니오",
    per=PERSON,
    yes="마음이 힘들어 심리상담이 필요합니다",
    no="심리상담이 필요하지 않습니다",
)
def 심리상담_대상(심리상담_필요: bool) -> bool:
    """우울·불안 등으로 심리상담이 필요한 사람에게 제공한다."""
    return 심리상담_필요


@rule(article=MIND, unit="%", since="2026-01-01")
def 심리상담_본인부담률(비율: int, 심리상담_부담률표: Mapping[str, int]) -> int:
    """소득이 기준 중위소득의 70% 이하이면 없고, 120% 이하 10%, 180% 이하 30%, 그 위는 50%를 낸다."""
    if 비율 <= 70:
        return 심리상담_부담률표["70 이하"]
    if 비율 <= 120:
        return 심리상담_부담률표["120 이하"]
    return 심리상담_부담률표["180 이하"] if 비율 <= 180 else 심리상담_부담률표["180 초과"]


@rule(article=MIND, unit="원")
def 심리상담_지원액(심리상담_가격: int) -> int:
    """상담 값에서 본인부담금을 뺀 금액을 이용권으로 지원한다. 값은 확인하지 못했다."""
    return 심리상담_가격


LONG_TERM_CARE = Benefit(
    name="노인장기요양",
    service_id="",
    conditions=("장기요양_신청자격", "장기요양_도움필요"),
    amount="장기요양_월한도액",
    period="월",
    article="노인장기요양보험법 제15조",
    per=PERSON,
)
NEWBORN = Benefit(
    name="산모·신생아 건강관리",
    service_id="WLF00001188",
    conditions=("임산부_있음", "산모신생아_소득_충족"),
    amount="산모신생아_지원액",
    period="한 번",
    article="모자보건법 제15조의18",
)
CARER = Benefit(
    name="아이돌봄",
    service_id="WLF00000024",
    conditions=("아이돌봄_아이_있음", "아이돌봄_양육공백", "아이돌봄_소득_충족"),
    amount="아이돌봄_지원액",
    period="월",
    article="아이돌봄 지원법 제20조",
)
SENIOR_CARE = Benefit(
    name="노인맞춤돌봄",
    service_id="",
    conditions=("노인맞춤돌봄_나이_충족", "노인맞춤돌봄_소득_충족", "노인맞춤돌봄_필요"),
    amount="현물급여액",
    period="현물",
    article="노인복지법 제27조의2",
    per=PERSON,
)
HOME_HELP = Benefit(
    name="가사·간병 방문지원",
    service_id="WLF00001087",
    conditions=("가사간병_나이_충족", "가사간병_필요", "가사간병_소득_충족"),
    amount="가사간병_지원한도",
    period="월",
    article="사회서비스 이용 및 이용권 관리에 관한 법률 제11조",
    per=PERSON,
    up_to=True,
)
DIAPERS = Benefit(
    name="기저귀·조제분유",
    service_id="WLF00000092",
    conditions=("기저귀_나이_충족", "기저귀_가구_충족"),
    amount="기저귀조제분유_지원액",
    period="월",
    article="저출산·고령사회기본법 제10조",
    per=PERSON,
)
NUTRITION_PLUS = Benefit(
    name="영양플러스",
    service_id="",
    conditions=("영양플러스_대상", "영양플러스_소득_충족", "영양플러스_위험"),
    amount="현물급여액",
    period="현물",
    article="국민영양관리법 제11조",
)
COUNSELLING = Benefit(
    name="정신건강 심리상담",
    service_id="WLF00005567",
    conditions=("심리상담_대상",),
    amount="심리상담_지원액",
    period="한 번",
    article="정신건강증진 및 정신질환자 복지서비스 지원에 관한 법률 제12조",
    per=PERSON,
)
