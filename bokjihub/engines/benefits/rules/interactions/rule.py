"""한 급여를 받으면 다른 급여가 어떻게 되는가. 얼마가 달라지는지는 그 급여의 규칙이 셈한다."""

from ...rule import PERSON, Interaction

SAME_KIND = "긴급복지지원법 제3조제2항"
RECEIVED = "다른 법률에 따라 같은 내용의 지원을 받으면 긴급복지는 지원하지 않습니다."

FUEL = Interaction(
    name="긴급 연료비와 에너지바우처",
    taking="긴급복지(연료비)",
    sets={"긴급연료비": True},
    affects=("에너지바우처",),
    sentence="긴급복지 연료비를 받으면 에너지바우처의 겨울 몫을 받지 못합니다.",
    article="에너지법 시행령 제13조의2",
)
PENSION = Interaction(
    name="기초연금과 생계급여",
    taking="기초연금",
    unless={"기초연금_수급중": True},
    adds={"공적이전소득": "기초연금"},
    affects=("생계급여", "주거급여(임차)", "의료급여"),
    sentence="기초연금은 기초생활보장의 공적이전소득으로 세므로 생계급여가 그만큼 줄어듭니다.",
    article="국민기초생활 보장법 시행령 제5조제1항제4호",
)
TURNING_65 = Interaction(
    name="장애인연금의 65세",
    taking="장애인연금",
    sets={"나이": 65},
    unless={"나이": 65},
    affects=("장애인연금", "기초연금"),
    sentence="65세가 되면 장애인연금의 기초급여가 끝나므로 기초연금을 새로 신청해야 합니다.",
    article="장애인연금법 제6조",
    per=PERSON,
)
LIVELIHOOD = Interaction(
    name="생계급여와 긴급 생계지원",
    taking="생계급여",
    sets={"생계급여_수급중": True},
    affects=("긴급복지(생계지원)",),
    sentence=RECEIVED,
    article=SAME_KIND,
)
MEDICAL = Interaction(
    name="의료급여와 긴급 의료지원",
    taking="의료급여",
    sets={"의료급여_수급중": True},
    affects=("긴급복지(의료지원)",),
    sentence=RECEIVED,
    article=SAME_KIND,
)
HOUSING = Interaction(
    name="주거급여와 긴급 주거지원",
    taking="주거급여(임차)",
    sets={"주거급여_수급중": True},
    affects=("긴급복지(주거지원)",),
    sentence=RECEIVED,
    article=SAME_KIND,
)
EDUCATION = Interaction(
    name="교육급여와 긴급 교육지원",
    taking="교육급여",
    sets={"교육급여_수급중": True},
    affects=("긴급복지(교육지원)",),
    sentence=RECEIVED,
    article=SAME_KIND,
)
NURSERY = Interaction(
    name="어린이집과 부모급여·가정양육수당",
    taking="보육료(어린이집)",
    sets={"어린이집": True},
    affects=("부모급여", "가정양육수당", "보육료(어린이집)"),
    sentence="어린이집에 다니기 시작하면 보육료를 받고, 부모급여는 차액만, 가정양육수당은 받지 못합니다.",
    article="영유아보육법 제34조의2, 아동수당법 제4조제5항",
    per=PERSON,
)
