"""욕구·위기도 조사 as a workbook (process §2.3, §3.4; our own wording): ten domains, a scale of five, the grade rule as formulas.

A town downloads it from 서식, edits domains, items, scale or rule in Excel and publishes its own version; surveys begun keep theirs.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bokjihub.assessments.shipped import OURS, Row, Sheets
from bokjihub.assessments.xlsform.domains import GRADE, ITEMS, MODE, SCORE, WHY

CODE = "NEEDS"
TITLE = "욕구·위기도 조사"
SOURCE = "복지허브 기본 틀; 행복이음 서식 확인 전"
SCALE = (("0", "없음"), ("1", "지켜봄"), ("2", "도움 필요"), ("3", "심함"), ("4", "지금 위험"))
GRADE_WORDS = (
    ("crisis", 4, "위기"),
    ("complex", 3, "고난도"),
    ("general", 2, "일반"),
    ("link", 1, "연계"),
    ("watch", 0, "관찰"),
)

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


def shipped() -> Sheets:
    """The workbook that comes with the product."""
    return sheets(DOMAINS, RULE)


def sheets(
    domains: Iterable[Mapping[str, Any]], rule: Mapping[str, Any], *, title: str = TITLE, source: str = SOURCE
) -> Sheets:
    """Domains and the numbers of a rule, as the rows of a workbook."""
    domains = list(domains)
    return {
        "survey": [*(row for one in domains for row in _group(one)), *_formulas(domains, rule)],
        "choices": [
            *({"list_name": "scale", "name": name, "label": label} for name, label in SCALE),
            *(
                {"list_name": one["code"], "name": name, "label": label}
                for one in domains
                for name, label in one["items"]
            ),
        ],
        "settings": [
            {
                "form_title": title,
                "form_id": CODE,
                "version": "1",
                "mode": MODE,
                "licence": OURS,
                "source": source,
                "minutes": "25",
            }
        ],
        "bands": [
            {"score": GRADE, "low": str(value), "high": str(value), "code": code, "label": label}
            for code, value, label in GRADE_WORDS
        ],
        "flags": [],
    }


def _group(domain: Mapping[str, Any]) -> list[Row]:
    code = domain["code"]
    items = [{"type": f"select_multiple {code}", "name": code + ITEMS, "label": "무엇이"}] if domain["items"] else []
    return [
        {"type": "begin_group", "name": code, "label": domain["label"]},
        *items,
        {"type": "select_one scale", "name": code + SCORE, "label": "얼마나", "required": "yes"},
        {"type": "end_group", "name": "", "label": ""},
    ]


def _formulas(domains: list[Mapping[str, Any]], rule: Mapping[str, Any]) -> list[Row]:
    """process §2.3 from the gravest down; each step is a line of its own so that the town finds the number it wants to change."""
    scores = [f"${{{one['code']}{SCORE}}}" for one in domains]
    safety = f"${{{rule['safety']}{SCORE}}}"
    flagged = _ticked(domains, rule["flags"], at_least=1)
    mental = _ticked(domains, rule["mental"], at_least=rule["serious"])
    lines = [
        ("total", "합계", " + ".join(scores)),
        ("serious", f"{rule['serious']} 이상인 영역 수", " + ".join(f"({one} >= {rule['serious']})" for one in scores)),
        ("helped", f"{rule['help']} 이상인 영역 수", " + ".join(f"({one} >= {rule['help']})" for one in scores)),
        ("flagged", "자살·학대 표시", f"if({flagged}, 1, 0)"),
        ("mental", "정신건강·중독이 심함", f"if({mental}, 1, 0)"),
        (
            GRADE,
            "등급",
            f"if({safety} >= {rule['acute']} or ${{flagged}} = 1 or ${{total}} >= {rule['crisis_sum']}, 4, "
            f"if({safety} >= {rule['serious']} or ${{mental}} = 1 or ${{serious}} >= {rule['complex_domains']}, 3, "
            f"if(${{helped}} >= {rule['general_domains']}, 2, if(${{helped}} >= 1, 1, 0))))",
        ),
        (
            WHY,
            "등급의 까닭",
            f"if({safety} >= {rule['acute']}, concat('안전 ', {safety}, '점'), if(${{flagged}} = 1, '자살·학대 표시', "
            f"if(${{total}} >= {rule['crisis_sum']}, concat('합계 ', ${{total}}, '점({rule['crisis_sum']}점 이상)'), "
            f"if({safety} >= {rule['serious']}, '안전 {rule['serious']} 이상', "
            f"if(${{mental}} = 1, '정신건강·중독 {rule['serious']} 이상', "
            f"if(${{serious}} >= {rule['complex_domains']}, concat('{rule['serious']} 이상이 ', ${{serious}}, '영역'), "
            f"if(${{helped}} >= {rule['general_domains']}, concat('{rule['help']} 이상이 ', ${{helped}}, '영역'), "
            f"if(${{helped}} >= 1, '{rule['help']} 이상이 한 영역', '모두 1 이하'))))))))",
        ),
    ]
    return [{"type": "calculate", "name": name, "label": label, "calculation": how} for name, label, how in lines]


def _ticked(domains: list[Mapping[str, Any]], items: Iterable[str], *, at_least: int) -> str:
    """Whether one of these items is ticked in a domain scored at least so high."""
    wanted = set(items)
    found = []
    for one in domains:
        here = [f"selected(${{{one['code']}{ITEMS}}}, '{name}')" for name, _ in one["items"] if name in wanted]
        if here:
            found.append(f"(${{{one['code']}{SCORE}}} >= {at_least} and ({' or '.join(here)}))")
    return " or ".join(found) or "false()"
