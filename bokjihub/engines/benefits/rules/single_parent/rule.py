"""한부모가족 아동양육비."""

from collections.abc import Callable, Mapping

from ...rule import PERSON, Benefit, over_people, rule

LAW = "한부모가족지원법"


@rule(article=LAW + " 시행규칙 제3조", unit="원/월", rounding="한부모_소득_끝수처리")
def 한부모_소득기준(기준중위소득: int, 한부모_소득비율: int, 한부모_소득_끝수처리: Callable[..., int]) -> int:
    """소득인정액이 기준 중위소득의 정한 비율 이하인 한부모가족을 지원한다. 적어 보일 때는 원 미만을 반올림한다."""
    return 한부모_소득_끝수처리(기준중위소득 * 한부모_소득비율, 100)


@rule(article=LAW + " 시행규칙 제3조", unit="원/월")
def 한부모_소득한도(기준중위소득: int, 한부모_소득비율: int) -> int:
    """정한 비율 안에 드는 가장 많은 소득인정액이다. 원 단위이므로 원 미만을 버린 금액까지 든다."""
    return 기준중위소득 * 한부모_소득비율 // 100


@rule(
    article=LAW + " 시행규칙 제3조",
    unit="예아니오",
    yes="소득인정액 {기초생활_소득인정액}이 한부모가족 기준 {한부모_소득한도} 이하입니다",
    no="소득인정액 {기초생활_소득인정액}이 한부모가족 기준 {한부모_소득한도}을 넘습니다",
)
def 소득기준충족(기초생활_소득인정액: int, 한부모_소득한도: int) -> bool:
    """소득인정액이 지원 기준 이하여야 한다."""
    return 기초생활_소득인정액 <= 한부모_소득한도


@rule(article=LAW + " 제12조제1항제4호·제3항", unit="원/월",
      optional={"자녀나이": 10, "미혼": False, "소득기준충족": True})  # fmt: skip
def 한부모_아동양육비(
    자녀수: int,
    부모나이: int,
    자녀나이: int,
    미혼: bool,
    소득기준충족: bool,
    한부모_아동양육비_기본액: int,
    한부모_추가양육비표: Mapping[str, int],
    한부모_나이표: Mapping[str, int],
) -> int:
    """자녀마다 지급한다. 24세 이하 부모는 청소년한부모의 금액을, 그 밖에는 기본액과 나이에 따른 추가 금액을 받는다.

    가장 어린 자녀의 나이만 알므로, 어린 자녀에게만 있는 금액은 그 자녀 한 사람에게만 더한다.
    """
    if not 소득기준충족 or 자녀수 < 1 or 자녀나이 >= 한부모_나이표["자녀끝"]:
        return 0
    if 부모나이 <= 한부모_나이표["청소년끝"]:
        young = 자녀나이 <= 한부모_나이표["영아끝"]
        youngest = 한부모_추가양육비표["청소년_0-1세"] if young else 한부모_추가양육비표["청소년"]
        return youngest + (자녀수 - 1) * 한부모_추가양육비표["청소년"]
    small = 자녀나이 <= 한부모_나이표["어린자녀끝"]
    extra = 0
    if 부모나이 <= 한부모_나이표["청년끝"]:
        youngest = 한부모_추가양육비표["청년_5세이하"] if small else 한부모_추가양육비표["청년_6세이상"]
        extra = youngest + (자녀수 - 1) * 한부모_추가양육비표["청년_6세이상"]
    elif 미혼 and small:
        extra = 한부모_추가양육비표["미혼_5세이하"]
    return 자녀수 * 한부모_아동양육비_기본액 + extra


@rule(article=LAW + " 제4조", unit="예아니오", yes="혼자 아이를 기르고 있습니다", no="한부모가족이 아닙니다")
def 한부모가족(한부모: bool) -> bool:
    """배우자 없이 18세 미만의 자녀를 기르는 사람의 가족을 말한다."""
    return 한부모


@rule(article=LAW + " 제4조제5호", unit="예아니오", per=PERSON)
def 한부모_자녀나이(나이: int, 한부모_나이표: Mapping[str, int]) -> bool:
    """아동이란 18세 미만, 취학 중이면 22세 미만인 사람을 말한다."""
    return 나이 < 한부모_나이표["재학자녀끝"]


한부모_자녀나이_있음 = over_people(
    "한부모_자녀나이_있음",
    of="한부모_자녀나이",
    how="any",
    unit="예아니오",
    article="한부모가족지원법 제4조제5호",
    sentence="가구에 22세 미만인 사람이 있다.",
)


@rule(article=LAW + " 제4조제5호", unit="예아니오", yes="기르는 자녀가 있습니다", no="기르는 자녀가 없습니다")
def 한부모_자녀_있음(자녀수: int, 한부모_자녀나이_있음: bool) -> bool:
    """18세 미만(학교에 다니면 22세 미만)의 자녀를 길러야 한다."""
    return 한부모_자녀나이_있음 and 자녀수 >= 1


@rule(article=LAW + " 제12조제1항제2호", unit="원/년", per=PERSON, since="2024-01-01")
def 한부모_학용품비(학교급: str, 한부모_정액지원표: Mapping[str, int], 한부모_학용품비_초등: int) -> int:
    """학교에 다니는 자녀에게 한 해에 한 번 지급하며, 초등학생은 2025년부터 받는다."""
    if 학교급 == "중" or 학교급 == "고" or (학교급 == "초" and 한부모_학용품비_초등 == 1):
        return 한부모_정액지원표["학용품비"]
    return 0


@rule(article=LAW + " 제12조제1항제1호", unit="원/월", since="2024-01-01")
def 한부모_시설_생활보조금(한부모가족시설_거주: bool, 한부모_정액지원표: Mapping[str, int]) -> int:
    """한부모가족복지시설에 들어가 사는 가구에 생활보조금을 지급한다."""
    return 한부모_정액지원표["생활보조금"] if 한부모가족시설_거주 else 0


@rule(article=LAW + " 제12조제1항제5호", unit="원/월", since="2024-01-01")
def 청소년한부모_자립촉진수당(
    부모나이: int, 한부모_나이표: Mapping[str, int], 한부모_정액지원표: Mapping[str, int]
) -> int:
    """24세 이하의 모 또는 부 가구에 자립촉진수당을 지급한다."""
    return 한부모_정액지원표["자립촉진수당"] if 부모나이 <= 한부모_나이표["청소년끝"] else 0


YOUNG = "청소년복지 지원법 제18조의3"


@rule(
    article=YOUNG,
    unit="예아니오",
    yes="어머니와 아버지가 모두 24세 이하입니다",
    no="어머니와 아버지가 모두 24세 이하인 것은 아닙니다",
)
def 청소년부모(한부모: bool, 부모나이: int, 다른부모나이: int, 한부모_나이표: Mapping[str, int]) -> bool:
    """자녀를 기르는 어머니와 아버지가 모두 24세 이하인 부모를 말한다."""
    limit = 한부모_나이표["청소년끝"]
    return 부모나이 <= limit and not 한부모 and 다른부모나이 <= limit


@rule(
    article=YOUNG,
    unit="예아니오",
    since="2024-01-01",
    yes="소득인정액이 청소년부모 기준 이하입니다",
    no="소득인정액이 청소년부모 기준을 넘습니다",
)
def 청소년부모_소득_충족(기초생활_소득인정액: int, 기준중위소득: int, 청소년부모_소득비율: int) -> bool:
    """소득인정액이 기준 중위소득의 정한 비율 이하여야 한다."""
    return 기초생활_소득인정액 * 100 <= 기준중위소득 * 청소년부모_소득비율


@rule(article=YOUNG, unit="원/월", since="2024-01-01")
def 청소년부모_아동양육비(자녀수: int, 청소년부모_아동양육비액: int) -> int:
    """자녀 한 사람마다 지급한다."""
    return 자녀수 * 청소년부모_아동양육비액


YOUNG_COUPLE = Benefit(
    name="청소년부모 아동양육비",
    service_id="",
    conditions=("한부모_자녀_있음", "청소년부모", "청소년부모_소득_충족"),
    amount="청소년부모_아동양육비",
    period="월",
    article="청소년복지 지원법 제18조의3",
)
BENEFIT = Benefit(
    name="한부모 아동양육비",
    service_id="WLF00001068",
    conditions=("한부모가족", "한부모_자녀_있음", "소득기준충족"),
    amount="한부모_아동양육비",
    period="월",
    article="한부모가족지원법 제12조",
)
