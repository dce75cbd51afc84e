"""The answers one may tick on the counselling record (process §3.1, §3.4, §9.2). Codes of crises are those of emergency aid."""

NEEDS = (
    ("money", "돈"),
    ("health", "건강"),
    ("home", "집"),
    ("daily", "일상생활"),
    ("care", "돌봄"),
    ("work", "일"),
    ("school", "교육"),
    ("family", "가족·관계"),
    ("safety", "안전"),
    ("law", "법률"),
)
# 긴급복지지원법 제2조: the statutory reasons, in its order, then those of the rule and the notice.
CRISES = (
    ("main_earner", "주소득자의 사망·가출·행방불명·구금"),
    ("illness", "중한 질병이나 부상"),
    ("neglect", "방임·유기·학대"),
    ("violence", "가정폭력·성폭력"),
    ("disaster", "화재·자연재해"),
    ("business", "휴업·폐업"),
    ("job_loss", "실직"),
    ("utility_cut", "수도·가스 끊김"),
    ("power_cut", "단전·전류제한"),
    ("arrears", "보험료·집세 밀림"),
    ("care", "가구원 돌봄으로 소득 없음"),
    ("benefit_stopped", "급여가 중지됨"),
    ("benefit_waiting", "급여 신청 뒤 결정 전"),
    ("similar", "그 밖에 이에 준하는 사유"),
)
DANGERS = (
    ("suicide", "자살"),
    ("violence", "폭력"),
    ("abuse", "학대"),
    ("neglect", "방임"),
    ("acute", "급성질환"),
    ("hunger", "굶주림"),
    ("cut", "단전·단수"),
    ("eviction", "퇴거"),
)
BENEFIT_STATUS = (
    ("living", "기초 생계"),
    ("medical", "기초 의료"),
    ("housing", "기초 주거"),
    ("education", "기초 교육"),
    ("near_poor", "차상위"),
    ("basic_pension", "기초연금"),
    ("disability_pension", "장애인연금"),
    ("single_parent", "한부모"),
    ("none", "비수급"),
    ("unknown", "모름"),
)
TARGETS = ("어르신", "중장년 1인가구", "장애인", "한부모", "아동", "그 밖")
BENEFITS = (
    "생계급여",
    "의료급여",
    "주거급여",
    "교육급여",
    "차상위 지원",
    "기초연금",
    "장애인연금",
    "한부모 지원",
    "긴급복지 생계지원",
    "에너지바우처",
    "전기·가스요금 감면",
    "통신요금 감면",
    "노인맞춤돌봄",
    "노인장기요양",
    "방문건강관리",
    "복지멤버십",
)

# 이동상담: seven things people come with, six answers.
MARKET_NEEDS = ("생활비", "병원", "집", "일자리", "돌봄", "빚·법률", "그냥 이야기")
MARKET_ANSWERS = ("안내함", "물품", "신청 도움", "예약", "긴급", "다음에")


def words_of(choices: tuple[tuple[str, str], ...], codes: list[str]) -> str:
    """The words of ticked codes; what no list knows is shown as it is."""
    names = dict(choices)
    return ", ".join(names.get(code, code) for code in codes)
