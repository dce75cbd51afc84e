"""장애수당(18세 이상)과 장애아동수당(18세 미만, 학교에 다니면 20세까지)."""

from collections.abc import Mapping

from ...rule import PERSON, Benefit, rule

DECREE = "장애인복지법 시행령 제30조"


@rule(
    article="장애인복지법 제32조", unit="예아니오", per=PERSON, yes="등록한 장애인입니다", no="등록한 장애인이 아닙니다"
)
def 등록장애인(장애인: bool) -> bool:
    """장애인복지법에 따라 장애인으로 등록한 사람을 말한다."""
    return 장애인


@rule(article="장애인연금법 제2조제1호", unit="예아니오", per=PERSON)
def 등록중증장애인(장애인: bool, 중증장애인: bool) -> bool:
    """중증장애인이란 등록한 장애인 가운데 장애 정도가 중증인 사람을 말한다."""
    return 장애인 and 중증장애인


@rule(
    article=DECREE + "제1항",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(18세 이상)",
    no="만 {나이}입니다(18세 미만)",
)
def 장애수당_나이_충족(나이: int, 장애수당_나이표: Mapping[str, int]) -> bool:
    """장애수당은 18세 이상인 사람에게 지급한다."""
    return 나이 >= 장애수당_나이표["성인"]


@rule(
    article="장애인복지법 제49조제2항",
    unit="예아니오",
    per=PERSON,
    yes="장애인연금의 중증장애인이 아닙니다",
    no="장애인연금의 중증장애인에게는 장애수당을 지급하지 않습니다",
)
def 장애수당_중증아님(등록중증장애인: bool) -> bool:
    """장애인연금법의 중증장애인에게는 장애수당을 지급하지 아니한다."""
    return not 등록중증장애인


@rule(article=DECREE + "제1항, 제33조", unit="원/월", per=PERSON, optional={"보장시설_거주": False})
def 장애수당액(보장시설_거주: bool, 장애수당표: Mapping[str, int]) -> int:
    """집에 사는 사람과 보장시설에 사는 사람의 금액이 다르다."""
    return 장애수당표["시설"] if 보장시설_거주 else 장애수당표["재가"]


@rule(
    article=DECREE + "제2항제1호",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}의 장애아동입니다",
    no="만 {나이}으로 장애아동수당을 받을 나이가 아닙니다",
)
def 장애아동수당_나이_충족(나이: int, 학교_재학: bool, 장애수당_나이표: Mapping[str, int]) -> bool:
    """18세 미만이며, 학교에 다니면 20세 이하를 포함한다."""
    return 나이 < 장애수당_나이표["성인"] or (나이 <= 장애수당_나이표["재학 끝"] and 학교_재학)


@rule(article=DECREE + "제2항제1호", unit="예아니오", per=PERSON)
def 학교_재학(학교급: str) -> bool:
    """초·중등교육법에 따른 학교에 다니는 것을 말한다."""
    return 학교급 == "초" or 학교급 == "중" or 학교급 == "고"


@rule(article=DECREE + "제2항, 제33조", unit="원/월", per=PERSON, optional={"보장시설_거주": False})
def 장애아동수당액(
    장애정도: str,
    생계의료_수급중: bool,
    보장시설_거주: bool,
    장애아동수당_심한표: Mapping[str, int],
    장애아동수당_심하지않은표: Mapping[str, int],
) -> int:
    """장애 정도가 심한지, 생계·의료급여를 받는지, 보장시설에 사는지에 따라 정한 금액을 지급한다."""
    if 장애정도 == "심함":
        if 보장시설_거주:
            return 장애아동수당_심한표["보장시설"]
        return 장애아동수당_심한표["생계의료"] if 생계의료_수급중 else 장애아동수당_심한표["주거교육차상위"]
    if 보장시설_거주:
        return 장애아동수당_심하지않은표["보장시설"]
    return 장애아동수당_심하지않은표["생계의료"] if 생계의료_수급중 else 장애아동수당_심하지않은표["주거교육차상위"]


ADULT = Benefit(
    name="장애수당",
    service_id="",
    conditions=("등록장애인", "장애수당_나이_충족", "장애수당_중증아님", "수급자_또는_차상위"),
    amount="장애수당액",
    period="월",
    article="장애인복지법 제49조",
    per=PERSON,
)
CHILD = Benefit(
    name="장애아동수당",
    service_id="",
    conditions=("등록장애인", "장애아동수당_나이_충족", "수급자_또는_차상위"),
    amount="장애아동수당액",
    period="월",
    article="장애인복지법 제50조",
    per=PERSON,
)
