"""Instruments a town starts with, as the rows of a workbook it can download, edit and upload again.

Texts are here only where they are ours. For instruments of others (process §4.3) the item text stays on the paper the town has
from its source: the points are entered by item number or as a total, with the version, and no text is copied. Cut-offs carry
their source; none is a diagnosis.
"""

from collections.abc import Callable

Row = dict[str, str]
Sheets = dict[str, list[Row]]
OURS = "우리 서식: 자유롭게 고쳐 쓸 수 있음(Apache-2.0)"
ON_PAPER = "문항 글은 싣지 않음: 제공처의 판을 종이로 보고 점수만 적음"
ALWAYS, NEVER = "yes", ""


def _settings(code: str, title: str, mode: str, licence: str, source: str, minutes: int = 5) -> list[Row]:
    return [
        {
            "form_title": title,
            "form_id": code,
            "version": "1",
            "mode": mode,
            "licence": licence,
            "source": source,
            "minutes": str(minutes),
        }
    ]


def _band(score: str, low: float, high: float, code: str, label: str, tone: str = "neutral", **more: str) -> Row:
    return {"score": score, "low": f"{low:g}", "high": f"{high:g}", "code": code, "label": label, "tone": tone, **more}


def _flag(code: str, label: str, level: str, when: str, todo: str = "") -> Row:
    return {"code": code, "label": label, "level": level, "when": when, "todo": todo}


def _choices(name: str, *pairs: tuple[str, str]) -> list[Row]:
    return [{"list_name": name, "name": code, "label": label} for code, label in pairs]


def _items(count: int, low: int, high: int, *, labels: dict[int, str] | None = None) -> list[Row]:
    """Items by number: 1번, 2번 … each with its points; the sum is worked out by the form."""
    named = labels or {}
    rows = [
        {
            "type": "integer",
            "name": f"q{n}",
            "label": named.get(n, f"{n}번"),
            "required": ALWAYS,
            "constraint": f". >= {low} and . <= {high}",
            "constraint_message": f"{n}번은 {low}–{high}점입니다.",
        }
        for n in range(1, count + 1)
    ]
    total = " + ".join(f"${{q{n}}}" for n in range(1, count + 1))
    return [*rows, {"type": "calculate", "name": "score", "label": "총점", "calculation": total}]


def _total(low: int, high: int) -> list[Row]:
    """The total alone, with the version of the sheet it was made on."""
    return [
        {
            "type": "integer",
            "name": "score",
            "label": f"총점({low}–{high})",
            "required": ALWAYS,
            "constraint": f". >= {low} and . <= {high}",
            "constraint_message": f"총점은 {low}–{high}점입니다.",
        },
        {
            "type": "text",
            "name": "sheet_version",
            "label": "어느 판으로 했나요",
            "hint": "판마다 점수가 다를 수 있어 판을 적습니다.",
            "required": ALWAYS,
        },
    ]


def _vitals() -> Sheets:
    both = "${sys1} != '' and ${dia1} != ''"
    survey = [
        {"type": "begin_group", "name": "pressure", "label": "혈압"},
        {
            "type": "select_one setting",
            "name": "bp_setting",
            "label": "어디서 쟀나요",
            "relevant": "${sys1} != ''",
            "required": ALWAYS,
        },
        {"type": "select_one posture", "name": "bp_posture", "label": "자세와 팔", "relevant": "${sys1} != ''"},
        _pressure("sys1", "수축기(위)", 50, 260, hint="5분 쉬신 뒤 잽니다. 단위 mmHg"),
        {**_pressure("dia1", "이완기(아래)", 30, 160, under="sys1"), "required": "${sys1} != ''"},
        {**_pressure("sys2", "수축기(위) 두 번째", 50, 260, hint="1–2분 뒤 다시 잽니다."), "relevant": both},
        {
            **_pressure("dia2", "이완기(아래) 두 번째", 30, 160, under="sys2"),
            "relevant": both,
            "required": "${sys2} != ''",
        },
        {"type": "calculate", "name": "sys", "label": "수축기 평균", "calculation": _mean("sys1", "sys2")},
        {"type": "calculate", "name": "dia", "label": "이완기 평균", "calculation": _mean("dia1", "dia2")},
        {
            "type": "calculate",
            "name": "bp_class",
            "label": "",
            "calculation": "if(${sys} = '' or ${dia} = '', '', if(${sys} >= 160 or ${dia} >= 100, 5, if(${sys} >= 140 or ${dia} >= 90, 4, "
            "if(${sys} >= 130 or ${dia} >= 80, 3, if(${sys} >= 120, 2, 1)))))",
        },
        {"type": "end_group", "name": "pressure", "label": ""},
        {"type": "begin_group", "name": "sugar", "label": "혈당"},
        {
            "type": "integer",
            "name": "glucose",
            "label": "혈당(mg/dL)",
            "constraint": ". >= 20 and . <= 600",
            "constraint_message": "혈당은 20–600mg/dL로 적습니다. mmol/L로 나온 값이면 18을 곱해 주세요.",
        },
        {
            "type": "select_one meal",
            "name": "glucose_when",
            "label": "언제 쟀나요",
            "relevant": "${glucose} != ''",
            "required": ALWAYS,
        },
        {"type": "end_group", "name": "sugar", "label": ""},
        {
            "type": "decimal",
            "name": "weight",
            "label": "몸무게(kg)",
            "constraint": ". >= 1 and . <= 250",
            "constraint_message": "몸무게는 1–250kg입니다.",
        },
        {"type": "text", "name": "medicine", "label": "드시는 약과 빠뜨린 것"},
    ]
    guide = "2018 대한고혈압학회 진료지침의 범위"
    return {
        "survey": survey,
        "choices": [
            *_choices("setting", ("home", "집"), ("office", "보건소·주민센터"), ("self", "본인이 잰 값")),
            *_choices("posture", ("sit_left", "앉아서 왼팔"), ("sit_right", "앉아서 오른팔"), ("lie", "누워서")),
            *_choices("meal", ("fasting", "공복"), ("after_meal", "식후 2시간"), ("random", "아무 때나")),
        ],
        "settings": _settings("VITALS", "혈압·혈당 측정", "full", OURS, guide, 6),
        "bands": [
            _band("bp_class", 1, 1, "bp1", "혈압 정상 범위", "success"),
            _band("bp_class", 2, 2, "bp2", "주의혈압 범위", "info"),
            _band("bp_class", 3, 3, "bp3", "고혈압 전단계 범위 — 다음에 다시 측정", "info"),
            _band("bp_class", 4, 4, "bp4", "고혈압 1기 범위 — 다시 측정", "warning"),
            _band("bp_class", 5, 5, "bp5", "고혈압 2기 범위 — 다시 측정하고 의뢰", "danger"),
        ],
        "flags": [
            _flag(
                "bp_urgent",
                "혈압이 아주 높음: 쉬었다 다시 재고 바로 의뢰",
                "urgent",
                "${sys} >= limit('bp_sys_urgent') or ${dia} >= limit('bp_dia_urgent')",
                "5분 뒤 다시 재고, 그대로면 오늘 진료를 받도록 함께 연락합니다. 가슴 통증·마비·말이 어눌하면 119.",
            ),
            _flag(
                "bp_again",
                "혈압이 높음: 다시 측정",
                "again",
                "(${sys} >= limit('bp_sys_again') or ${dia} >= limit('bp_dia_again'))"
                " and ${sys} < limit('bp_sys_urgent') and ${dia} < limit('bp_dia_urgent')",
                "일주일 안에 다시 잽니다.",
            ),
            _flag(
                "glucose_low",
                "혈당이 낮음: 바로 살핌",
                "urgent",
                "${glucose} < limit('glucose_low')",
                "의식이 있으면 단것을 드시게 하고 15분 뒤 다시 잽니다. 의식이 흐리면 119.",
            ),
            _flag(
                "glucose_refer",
                "혈당이 높음: 의뢰",
                "refer",
                "(${glucose_when} = 'fasting' and ${glucose} >= limit('glucose_fasting_refer'))"
                " or (${glucose_when} != 'fasting' and ${glucose} >= limit('glucose_random_refer'))",
                "보건소나 다니시는 병원에 연결합니다.",
            ),
        ],
    }


def _mean(first: str, second: str) -> str:
    """The mean of two readings, half up; the first alone where there is no second."""
    return f"if(${{{second}}} != '', round((${{{first}}} + ${{{second}}}) div 2), ${{{first}}})"


def _pressure(name: str, label: str, low: int, high: int, *, hint: str = "", under: str = "") -> Row:
    """One reading; kPa typed for mmHg falls out of the range, and the lower value must be the lower one."""
    below = f" and . < ${{{under}}}" if under else ""
    words = f"{label}는 {low}–{high}mmHg입니다." + (
        " 위 값보다 낮아야 합니다." if under else " kPa로 적지 않았는지 봐 주세요."
    )
    return {
        "type": "integer",
        "name": name,
        "label": label,
        "hint": hint,
        "constraint": f". >= {low} and . <= {high}{below}",
        "constraint_message": words,
    }


def _newborn() -> Sheets:
    def asked(name: str, label: str, **more: str) -> Row:
        return {"type": "select_one yn", "name": name, "label": label, "required": ALWAYS, **more}

    return {
        "survey": [
            {
                "type": "integer",
                "name": "weeks",
                "label": "태어난 지 몇 주",
                "required": ALWAYS,
                "constraint": ". >= 0 and . <= 120",
                "constraint_message": "0–120주입니다.",
            },
            {"type": "begin_group", "name": "body", "label": "아기의 몸"},
            asked("feeds", "잘 먹나요"),
            asked("wet", "하루에 기저귀를 여섯 번 넘게 적시나요"),
            asked("yellow", "피부나 눈이 노랗게 보이나요"),
            asked("cord", "배꼽이 붉거나 진물이 나나요", relevant="${weeks} <= 6"),
            {
                "type": "decimal",
                "name": "temperature",
                "label": "체온(℃)",
                "constraint": ". >= 33 and . <= 43",
                "constraint_message": "체온은 33–43℃입니다.",
            },
            {
                "type": "decimal",
                "name": "weight",
                "label": "몸무게(kg)",
                "constraint": ". >= 0.5 and . <= 25",
                "constraint_message": "몸무게는 0.5–25kg입니다. g으로 적지 않았는지 봐 주세요.",
            },
            {"type": "end_group", "name": "body", "label": ""},
            {"type": "begin_group", "name": "growing", "label": "자람과 보살핌"},
            asked("looks", "얼굴을 보면 눈을 맞추나요", relevant="${weeks} >= 6"),
            asked("turns", "소리 나는 쪽을 보나요", relevant="${weeks} >= 16"),
            asked("back", "등을 대고 똑바로 재우나요"),
            asked("alone", "돌보는 분이 혼자이고 쉴 때가 없나요"),
            {"type": "end_group", "name": "growing", "label": ""},
            {"type": "text", "name": "words", "label": "보호자의 말씀"},
        ],
        "choices": _choices("yn", ("yes", "예"), ("no", "아니요")),
        "settings": _settings(
            "NEWBORN",
            "신생아·영아 살핌",
            "full",
            OURS,
            "우리 서식: 검증된 발달 척도가 아님. 발달 선별은 KDST에 결과만 적음",
            10,
        ),
        "bands": [],
        "flags": [
            _flag(
                "newborn_hot",
                "아기의 열: 오늘 진료",
                "urgent",
                "${temperature} >= limit('newborn_temperature')",
                "오늘 진료를 받도록 함께 연락합니다.",
            ),
            _flag(
                "newborn_feeding",
                "잘 먹지 못함: 의뢰",
                "refer",
                "${feeds} = 'no' or ${wet} = 'no'",
                "소아청소년과 진료를 권하고 사흘 안에 다시 봅니다.",
            ),
            _flag("newborn_yellow", "노랗게 보임: 의뢰", "refer", "${yellow} = 'yes'", "진료를 권합니다."),
            _flag("newborn_cord", "배꼽: 의뢰", "refer", "${cord} = 'yes'"),
            _flag(
                "newborn_growing",
                "눈맞춤·소리 반응: 다시 살핌",
                "again",
                "${looks} = 'no' or ${turns} = 'no'",
                "두 주 뒤 다시 보고 발달 선별을 안내합니다.",
            ),
            _flag("newborn_sleep", "재우는 자세: 다시 안내", "again", "${back} = 'no'"),
        ],
    }


def _safety() -> Sheets:
    return {
        "survey": [
            {
                "type": "note",
                "name": "quiet",
                "label": "다른 분이 없는 곳에서 조용히 여쭙니다. 답하지 않으셔도 됩니다.",
            },
            {
                "type": "select_one answer",
                "name": "hurt",
                "label": "누군가 때리거나 밀치거나 겁을 준 일이 있나요",
                "required": ALWAYS,
            },
            {
                "type": "select_one answer",
                "name": "afraid",
                "label": "지금 집에 있는 것이 무섭나요",
                "required": ALWAYS,
            },
            {
                "type": "text",
                "name": "who",
                "label": "누구인가요(말씀하시면)",
                "relevant": "${hurt} = 'yes' or ${afraid} = 'yes'",
            },
            {
                "type": "select_one answer",
                "name": "safe_tonight",
                "label": "오늘 밤 안전한 곳이 있나요",
                "relevant": "${hurt} = 'yes' or ${afraid} = 'yes'",
                "required": ALWAYS,
            },
        ],
        "choices": _choices("answer", ("yes", "예"), ("no", "아니요"), ("silent", "답하지 않으심")),
        "settings": _settings("SAFETY", "집 안의 안전", "full", OURS, "우리 서식: 검증된 척도가 아님", 4),
        "bands": [],
        "flags": [
            _flag(
                "violence",
                "집 안의 위험: 오늘 바로",
                "urgent",
                "${hurt} = 'yes' or ${afraid} = 'yes'",
                "지금 위험하면 112. 1366과 이어 드리고, 혼자 두고 나오지 않습니다.",
            ),
        ],
    }


def _phq2() -> Sheets:
    return {
        "survey": _items(2, 0, 3),
        "settings": _settings(
            "PHQ2",
            "우울 선별 PHQ-2",
            "items",
            ON_PAPER,
            "PHQ-2: 3점 이상이면 PHQ-9를 이어서(뉴질랜드 일차의료 연구)",
            1,
        ),
        "bands": [
            _band("score", 0, 2, "phq2_low", "더 여쭙지 않아도 되는 범위", "success"),
            _band("score", 3, 6, "phq2_more", "PHQ-9를 이어서", "warning"),
        ],
        "flags": [_flag("phq2_more", "PHQ-9를 이어서", "again", "${score} >= 3", "오늘이나 이번 주에 PHQ-9를 합니다.")],
    }


def _phq9() -> Sheets:
    return {
        "survey": _items(9, 0, 3, labels={9: "9번(죽음·자해에 관한 물음)"}),
        "settings": _settings("PHQ9", "우울 선별 PHQ-9", "items", ON_PAPER, "0–4·5–9·10–14·15–19·20–27점의 구간", 4),
        "bands": [
            _band("score", 0, 4, "phq9_1", "0–4점 범위", "success"),
            _band("score", 5, 9, "phq9_2", "5–9점 범위 — 다음 방문에 다시", "info"),
            _band("score", 10, 14, "phq9_3", "10–14점 범위 — 의뢰를 권함", "warning"),
            _band("score", 15, 19, "phq9_4", "15–19점 범위 — 의뢰", "danger"),
            _band("score", 20, 27, "phq9_5", "20–27점 범위 — 바로 의뢰", "danger"),
        ],
        "flags": [
            _flag(
                "self_harm",
                "자해·죽음에 관한 답: 오늘 바로",
                "urgent",
                "${q9} > 0",
                "총점과 상관없이 혼자 두지 않고 자살예방센터(109)·정신건강복지센터와 오늘 잇습니다.",
            ),
            _flag(
                "phq9_refer",
                "PHQ-9 10점 이상: 의뢰",
                "refer",
                "${score} >= 10 and ${q9} = 0",
                "정신건강복지센터에 의뢰합니다.",
            ),
        ],
    }


def _epds() -> Sheets:
    survey = [
        *_items(10, 0, 3, labels={10: "10번(자해에 관한 물음)"}),
        {
            "type": "text",
            "name": "sheet_version",
            "label": "어느 번역판으로 했나요",
            "hint": "네 가지 우리말 판이 쓰이고 점수가 서로 다릅니다.",
            "required": ALWAYS,
        },
    ]
    return {
        "survey": survey,
        "settings": _settings(
            "EPDS", "산후우울 EPDS", "items", ON_PAPER, "10점 이상(국내 산후 여성 302명 연구). 판마다 다름", 5
        ),
        "bands": [
            _band("score", 0, 9, "epds_low", "0–9점 범위", "success"),
            _band("score", 10, 30, "epds_high", "10점 이상 범위 — 의뢰", "danger"),
        ],
        "flags": [
            _flag(
                "self_harm",
                "자해에 관한 답: 오늘 바로",
                "urgent",
                "${q10} > 0",
                "혼자 두지 않고 정신건강복지센터와 오늘 잇습니다. 아기를 함께 돌볼 분을 정합니다.",
            ),
            _flag(
                "epds_refer",
                "EPDS 10점 이상: 의뢰",
                "refer",
                "${score} >= 10 and ${q10} = 0",
                "정신건강복지센터에 의뢰하고 두 주 안에 다시 뵙니다.",
            ),
        ],
    }


def _audit() -> Sheets:
    return {
        "survey": _items(10, 0, 4),
        "settings": _settings(
            "AUDITK",
            "음주 AUDIT-K",
            "items",
            ON_PAPER,
            "남 0–9·10–19·20–40, 여 0–5·6–9·10–40(국내 한 기준. 기관마다 다름)",
            4,
        ),
        "bands": [
            _band("score", 0, 9, "audit_m1", "0–9점 범위", "success", sex="M"),
            _band("score", 10, 19, "audit_m2", "10–19점 범위 — 다시 여쭘", "warning", sex="M"),
            _band("score", 20, 40, "audit_m3", "20점 이상 범위 — 의뢰", "danger", sex="M"),
            _band("score", 0, 5, "audit_f1", "0–5점 범위", "success", sex="F"),
            _band("score", 6, 9, "audit_f2", "6–9점 범위 — 다시 여쭘", "warning", sex="F"),
            _band("score", 10, 40, "audit_f3", "10점 이상 범위 — 의뢰", "danger", sex="F"),
        ],
        "flags": [_flag("audit_refer", "음주: 의뢰", "refer", "${score} >= 20", "중독관리통합지원센터에 의뢰합니다.")],
    }


def _frail() -> Sheets:
    return {
        "survey": _items(5, 0, 1),
        "settings": _settings(
            "KFRAIL", "노쇠 K-FRAIL", "items", ON_PAPER, "3점 이상(공개 논문). 1–2점의 뜻은 확인되지 않아 싣지 않음", 2
        ),
        "bands": [
            _band("score", 0, 2, "frail_low", "0–2점 범위", "success"),
            _band("score", 3, 5, "frail_high", "3점 이상 범위 — 의뢰", "warning"),
        ],
        "flags": [_flag("frail_refer", "노쇠 3점 이상: 의뢰", "refer", "${score} >= 3")],
    }


def _scored(
    code: str, title: str, low: int, high: int, source: str, *bands: Row, flags: tuple[Row, ...] = ()
) -> Callable[[], Sheets]:
    """A score-only instrument."""

    def sheets() -> Sheets:
        settings = _settings(code, title, "total", ON_PAPER, source, 1)
        return {"survey": _total(low, high), "settings": settings, "bands": list(bands), "flags": list(flags)}

    return sheets


def _kdst() -> Sheets:
    return {
        "survey": [
            {"type": "select_one result", "name": "result", "label": "결과지에 적힌 결과", "required": ALWAYS},
            {"type": "text", "name": "sheet_version", "label": "몇 개월용으로 했나요", "required": ALWAYS},
        ],
        "choices": _choices(
            "result",
            ("fast", "빠른 수준"),
            ("peer", "또래 수준"),
            ("follow", "추적검사 요망"),
            ("deep", "심화평가 권고"),
        ),
        "settings": _settings(
            "KDST", "영유아 발달 K-DST 결과", "total", ON_PAPER, "한국 영유아 발달선별검사의 결과만 옮겨 적음", 1
        ),
        "bands": [],
        "flags": [
            _flag("kdst_follow", "발달: 다시 살핌", "again", "${result} = 'follow'"),
            _flag("kdst_deep", "발달: 의뢰", "refer", "${result} = 'deep'"),
        ],
    }


# In the order of the page. Each is a workbook a town can take, edit and upload as its own next version.
SHIPPED: tuple[Callable[[], Sheets], ...] = (
    _vitals,
    _newborn,
    _kdst,
    _epds,
    _phq2,
    _phq9,
    _safety,
    _frail,
    _audit,
    _scored("SGDSK", "노인우울 SGDS-K", 0, 15, "절단점 8은 확인되지 않아 판정을 싣지 않음"),
    _scored("KADL", "일상생활 K-ADL", 7, 21, "높을수록 도움이 더 필요. 한 절단점이 확인되지 않음"),
    _scored("KIADL", "도구적 일상생활 K-IADL", 0, 40, "절단점이 확인되지 않음"),
    _scored("CIST", "인지선별 CIST 결과", 0, 30, "치매안심센터가 검사한 총점과 규준 판만 적음"),
    _scored(
        "KDSQC",
        "치매 선별 KDSQ-C(보호자)",
        0,
        30,
        "6점 이상",
        _band("score", 0, 5, "kdsq_low", "0–5점 범위", "success"),
        _band("score", 6, 30, "kdsq_high", "6점 이상 범위 — 의뢰", "warning"),
        flags=(_flag("kdsq_refer", "인지: 치매안심센터 의뢰", "refer", "${score} >= 6"),),
    ),
    _scored(
        "LONELY_MOHW",
        "고독사 위험(복지부 2022)",
        0,
        10,
        "10문항 가운데 4점 이상",
        _band("score", 0, 3, "lonely_low", "0–3점 범위", "success"),
        _band("score", 4, 10, "lonely_high", "4점 이상 범위 — 사례 의뢰", "warning"),
        flags=(_flag("lonely_refer", "고립: 의뢰", "refer", "${score} >= 4"),),
    ),
    _scored(
        "LONELY_SUWON",
        "고독사 위험(수원 2025)",
        0,
        13,
        "6점 이상",
        _band("score", 0, 5, "suwon_low", "0–5점 범위", "success"),
        _band("score", 6, 13, "suwon_high", "6점 이상 범위 — 사례 의뢰", "warning"),
    ),
)

# code, what, value, unit, where from. None counts until a nurse of the town has approved it.
LIMITS = (
    ("bp_sys_again", "수축기: 다시 측정", 140, "mmHg", "2018 대한고혈압학회 지침 1기 경계(진료실 기준)"),
    ("bp_dia_again", "이완기: 다시 측정", 90, "mmHg", "2018 대한고혈압학회 지침 1기 경계(진료실 기준)"),
    ("bp_sys_urgent", "수축기: 오늘 바로", 180, "mmHg", "확인되지 않은 제안: 간호사가 정해 주세요"),
    ("bp_dia_urgent", "이완기: 오늘 바로", 120, "mmHg", "확인되지 않은 제안: 간호사가 정해 주세요"),
    ("glucose_low", "혈당: 낮음", 70, "mg/dL", "확인되지 않은 제안: 간호사가 정해 주세요"),
    ("glucose_fasting_refer", "공복 혈당: 의뢰", 126, "mg/dL", "확인되지 않은 제안: 간호사가 정해 주세요"),
    ("glucose_random_refer", "식후·아무 때 혈당: 의뢰", 200, "mg/dL", "확인되지 않은 제안: 간호사가 정해 주세요"),
    ("newborn_temperature", "신생아 체온: 오늘 바로", 38, "℃", "확인되지 않은 제안: 간호사가 정해 주세요"),
)
