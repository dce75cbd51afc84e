"""The survey form shipped with the software (our own wording, process §2.3 and §3.4). A town loads its own beside it."""

from typing import Any

VERSION = "2026-1"
TITLE = "욕구·위기도 조사 10영역"
SOURCE = "복지허브 기본 틀(process §2.3, §3.4); 행복이음 서식 확인 전"

DOMAINS: list[dict[str, Any]] = [
    {
        "code": "safety",
        "label": "안전",
        "items": [
            ["violence", "가정폭력"],
            ["abuse", "학대"],
            ["suicide", "자살 생각·시도"],
            ["neglect", "방임"],
            ["self_harm", "자해"],
        ],
    },
    {
        "code": "health",
        "label": "건강",
        "items": [
            ["untreated", "치료받지 않는 병"],
            ["medication", "약 챙기기"],
            ["mental", "정신건강"],
            ["addiction", "중독"],
            ["disability", "장애"],
            ["pregnancy", "임신·산후"],
        ],
    },
    {
        "code": "daily",
        "label": "일상생활",
        "items": [["meals", "식사"], ["hygiene", "위생"], ["going_out", "바깥나들이"], ["pills", "복용 관리"]],
    },
    {
        "code": "family",
        "label": "가족관계",
        "items": [["care", "돌봄 부담"], ["conflict", "갈등"], ["cut_off", "단절"]],
    },
    {"code": "social", "label": "사회적 관계", "items": [["alone", "고립"], ["support", "도와줄 사람 없음"]]},
    {"code": "money", "label": "경제", "items": [["income", "소득 잃음"], ["debt", "빚"], ["arrears", "밀린 요금"]]},
    {
        "code": "education",
        "label": "교육",
        "items": [["not_enrolled", "미취학"], ["absence", "결석"], ["basics", "기초학력"]],
    },
    {
        "code": "work",
        "label": "고용",
        "items": [["jobless", "실직"], ["ability", "근로능력"], ["barrier", "구직 장애"]],
    },
    {
        "code": "housing",
        "label": "생활환경",
        "items": [["eviction", "퇴거"], ["illegal", "무허가"], ["hoarding", "저장강박"], ["heating", "난방"]],
    },
    {
        "code": "rights",
        "label": "법률·권익",
        "items": [["credit", "신용회복"], ["guardian", "후견"], ["identity", "신분(출생 미신고)"]],
    },
]
RULE: dict[str, Any] = {
    "safety": "safety",
    "acute": 4,
    "flags": ["suicide", "abuse"],
    "crisis_sum": 20,
    "serious": 3,
    "mental": ["mental", "addiction"],
    "complex_domains": 3,
    "help": 2,
    "general_domains": 2,
}
