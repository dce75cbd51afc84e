"""법과 안내에 이름이 있으나 금액을 확인하지 못한 급여: 조건만 가리고 금액은 "금액 확인 필요"로 답한다."""

from collections.abc import Mapping

from ...rule import PERSON, Benefit, rule


@rule(
    article="국민건강보험법 제50조",
    unit="예아니오",
    yes="임신 중이거나 갓 아이를 낳은 분이 있습니다",
    no="임산부가 없습니다",
)
def 임산부_있음(임산부: bool, 출산할_나이_있음: bool) -> bool:
    """임신 중이거나 아이를 낳은 지 6개월이 되지 않은 사람이 있어야 한다."""
    return 출산할_나이_있음 and 임산부


@rule(article="국민건강보험법 제50조", unit="원")
def 임신출산진료비_지원액(임신출산진료비액: int) -> int:
    """임신·출산 진료비를 이용권으로 지원한다. 금액은 확인하지 못했다."""
    return 임신출산진료비액


@rule(article="저출산·고령사회기본법 제10조제1항", unit="원")
def 출산양육지원금_지급액(출산양육지원금액: int) -> int:
    """시·군·구가 조례로 정한 출산·양육 지원금을 지급한다. 금액은 지방자치단체마다 다르다."""
    return 출산양육지원금액


@rule(
    article="노인복지법 제26조제1항",
    unit="예아니오",
    per=PERSON,
    yes="만 {나이}입니다(65세 이상)",
    no="만 {나이}입니다(65세 미만)",
)
def 어르신교통카드_나이_충족(나이: int, 어르신교통카드_나이: int) -> bool:
    """65세 이상인 사람은 도시철도를 무료로 탄다."""
    return 나이 >= 어르신교통카드_나이


@rule(article="노인복지법 제26조제1항", unit="원")
def 어르신교통카드_지원액(어르신교통카드액: int) -> int:
    """도시철도는 무료이며, 버스 등의 지원은 지방자치단체가 정한다."""
    return 어르신교통카드액


@rule(
    article="국민체육진흥법 제22조제1항제11호",
    unit="예아니오",
    yes="수급자·차상위계층이거나 지원 대상 한부모가족입니다",
    no="수급자·차상위계층이나 지원 대상 한부모가족이 아닙니다",
)
def 저소득_가구(수급자_또는_차상위: bool, 한부모: bool, 소득기준충족: bool) -> bool:
    """수급자, 차상위계층 또는 지원 대상 한부모가족이어야 한다."""
    return 수급자_또는_차상위 or (한부모 and 소득기준충족)


@rule(article="국민체육진흥법 제22조제1항제11호", unit="원/월")
def 스포츠강좌이용권_지원액(스포츠강좌이용권액: int) -> int:
    """저소득 가구의 아이가 체육 강좌를 듣는 비용을 지원한다. 금액은 확인하지 못했다."""
    return 스포츠강좌이용권액


@rule(article="낙농진흥법 제3조", unit="원/월")
def 우유바우처_지원액(우유바우처액: int) -> int:
    """학생에게 우유와 유제품을 살 수 있는 이용권을 준다. 금액은 확인하지 못했다."""
    return 우유바우처액


@rule(
    article="아동복지법 제38조제2항",
    unit="예아니오",
    per=PERSON,
    since="2023-08-08",
    yes="만 {나이}입니다(18~30세)",
    no="만 {나이}입니다(18~30세가 아님)",
)
def 자립수당_나이_충족(나이: int, 자립수당_나이표: Mapping[str, int]) -> bool:
    """보호가 끝난 지 5년이 지나지 않은 사람의 나이여야 한다."""
    return 자립수당_나이표["처음"] <= 나이 <= 자립수당_나이표["끝"]


@rule(
    article="아동복지법 제38조제2항제3호",
    unit="예아니오",
    per=PERSON,
    yes="보호가 끝난 지 5년이 되지 않은 자립준비청년입니다",
    no="자립준비청년이 아닙니다",
)
def 자립준비청년임(자립준비청년: bool) -> bool:
    """아동복지시설이나 위탁가정의 보호가 끝난 지 5년이 지나지 않은 사람을 말한다."""
    return 자립준비청년


@rule(article="아동복지법 제38조제1항제1호의2", unit="원/월")
def 자립수당_지급액(자립수당액: int) -> int:
    """자립에 필요한 자립수당을 지급한다. 금액은 확인하지 못했다."""
    return 자립수당액


@rule(
    article="아동복지법 제59조제2호",
    unit="예아니오",
    yes="보호대상아동을 위탁받아 기르고 있습니다",
    no="아이를 위탁받아 기르고 있지 않습니다",
)
def 가정위탁_가구(가정위탁: bool, 미성년_있음: bool) -> bool:
    """18세 미만의 보호대상아동을 위탁받아 기르는 가정이어야 한다."""
    return 미성년_있음 and 가정위탁


@rule(article="아동복지법 제59조제2호", unit="원/월")
def 가정위탁양육보조금_지급액(가정위탁양육보조금액: int) -> int:
    """위탁받은 아이를 기르는 비용을 보조한다. 금액은 지방자치단체마다 다르다."""
    return 가정위탁양육보조금액


@rule(
    article="국민체육진흥법 제22조제1항제11호",
    unit="예아니오",
    yes="18세 미만인 아이가 있습니다",
    no="18세 미만인 아이가 없습니다",
)
def 아이_있음(미성년_있음: bool) -> bool:
    """가구에 18세 미만인 아이가 있어야 한다."""
    return 미성년_있음


PREGNANCY = Benefit(
    name="임신·출산 진료비",
    service_id="",
    conditions=("임산부_있음",),
    amount="임신출산진료비_지원액",
    period="한 번",
    article="국민건강보험법 제50조",
)
LOCAL_BIRTH = Benefit(
    name="출산·양육 지원금(시·군·구)",
    service_id="",
    conditions=("긴급복지_출산",),
    amount="출산양육지원금_지급액",
    period="한 번",
    article="저출산·고령사회기본법 제10조",
)
TRANSIT = Benefit(
    name="어르신 교통카드",
    service_id="",
    conditions=("어르신교통카드_나이_충족",),
    amount="어르신교통카드_지원액",
    period="수시",
    article="노인복지법 제26조",
    per=PERSON,
)
SPORTS = Benefit(
    name="스포츠강좌이용권",
    service_id="",
    conditions=("아이_있음", "저소득_가구"),
    amount="스포츠강좌이용권_지원액",
    period="월",
    article="국민체육진흥법 제22조",
)
MILK = Benefit(
    name="우유 바우처",
    service_id="",
    conditions=("아이_있음", "학생_있음", "저소득_가구"),
    amount="우유바우처_지원액",
    period="월",
    article="낙농진흥법 제3조",
)
INDEPENDENCE = Benefit(
    name="자립수당",
    service_id="",
    conditions=("자립수당_나이_충족", "자립준비청년임"),
    amount="자립수당_지급액",
    period="월",
    article="아동복지법 제38조",
    per=PERSON,
)
FOSTER = Benefit(
    name="가정위탁 양육보조금",
    service_id="",
    conditions=("가정위탁_가구",),
    amount="가정위탁양육보조금_지급액",
    period="월",
    article="아동복지법 제59조",
)
