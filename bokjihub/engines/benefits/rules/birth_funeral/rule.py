"""해산급여와 장제급여: 생계·의료·주거급여 수급자의 출산과 장례."""

from collections.abc import Mapping

from ...rule import Benefit, rule

LAW = "국민기초생활 보장법"


@rule(article=LAW + " 제13조제1항", unit="원", since="2021-01-01", optional={"출생아수": 1})
def 해산급여액(출생아수: int, 해산급여표: Mapping[str, int]) -> int:
    """아이를 낳으면 아이마다 지급한다(쌍둥이는 두 배)."""
    return 출생아수 * 해산급여표["해산"]


@rule(article=LAW + " 제14조제1항", unit="원", since="2021-01-01")
def 장제급여액(해산급여표: Mapping[str, int]) -> int:
    """수급자가 사망하면 장례를 치르는 사람에게 지급한다."""
    return 해산급여표["장제"]


BIRTH = Benefit(
    name="해산급여",
    service_id="",
    conditions=("긴급복지_출산", "생계의료주거_수급중"),
    amount="해산급여액",
    period="한 번",
    article="국민기초생활 보장법 제13조",
)
FUNERAL = Benefit(
    name="장제급여",
    service_id="",
    conditions=("긴급복지_장례", "생계의료주거_수급중"),
    amount="장제급여액",
    period="한 번",
    article="국민기초생활 보장법 제14조",
)
