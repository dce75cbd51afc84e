"""빈 서식 to take along (process §3): the lines of each form, open to be written in. No record is read for them.

What a statute fixes carries its article; the rest follows the record pages of this product, so that a sheet filled by hand is
typed in line by line.
"""

from dataclasses import dataclass

from bokjihub.ui.papers.reading import Block, Heading, Space, Words, facts, table

OPEN_ROWS = 4


@dataclass(frozen=True)
class BlankForm:
    """One form: its code in the address, its title, where its lines are from."""

    code: str
    title: str
    basis: str
    blocks: tuple[Block, ...]
    approval: tuple[str, ...] = ("담당", "팀장")


def _open(*names: str) -> Block:
    return facts(*((name, None) for name in names))


def _rows(*heads: str) -> Block:
    return table(heads, [("",) * len(heads)] * OPEN_ROWS)


_SIGNED = _open("날짜", "본인 (서명)", "담당자 (서명)")
_WHO = _open("성명", "생년월일", "주소(실거주)", "연락처")

FORMS: tuple[BlankForm, ...] = (
    BlankForm(
        "counselling", "초기상담 기록지", "사회보장급여법 제5조·제7조",
        (
            _open("접수경로", "상담일", "방법 (내방·전화·방문·온라인·이동상담)"), _WHO,
            _open("주민등록지(다르면)", "가구형태", "보호구분", "주요 위기사유", "즉시 위험"),
            Heading("말씀(그대로)"), Space(), Heading("본 것"), Space(),
            Heading("안내한 급여"), _rows("급여", "설명함", "신청 원함", "결과"),
            _open("조치", "다음 확인일"), _SIGNED,
        ),
    ),
    BlankForm(
        "consent", "개인정보 수집·이용·제공 동의서", "개인정보 보호법 제15조·제17조·제23조",
        (
            Heading("1. 수집·이용 (법 제15조제2항)"),
            facts(
                ("목적", "복지 상담과 지원 연계"), ("항목", None), ("보유·이용 기간", None),
                ("거부할 권리", "동의하지 않으실 수 있습니다. 그 경우 연계가 어려울 수 있으나 상담은 받으실 수 있습니다."),
                ("동의", "□ 동의합니다   □ 동의하지 않습니다"),
            ),
            Heading("2. 건강 등 민감정보 (법 제23조제1항, 따로 동의)"),
            facts(("항목", None), ("보유·이용 기간", None), ("동의", "□ 동의합니다   □ 동의하지 않습니다")),
            Heading("3. 다른 기관에 제공 (법 제17조제2항, 받는 곳마다)"),
            _rows("받는 곳", "받는 곳의 목적", "항목", "보유 기간", "동의"),
            Words("동의는 언제든지 거두실 수 있습니다. 거두시면 열려 있는 의뢰가 멈춥니다."),
            _open("동의한 분", "본인과의 관계", "함께 확인한 사람(말로 동의할 때)"), _SIGNED,
        ),
    ),
    BlankForm(
        "visit", "방문상담 기록", "우리 방문 화면의 결과 구분",
        (
            _open("대상", "방문사업", "방문일시", "방문자", "동행자"),
            facts(("결과", "□ 만남(본인) □ 만남(가족) □ 부재 □ 거부 □ 주소불명·빈집 □ 이사 □ 사망 □ 입원·입소 □ 안전상 중단")),
            facts(("안내문 남김", "□ 예 □ 아니오")),
            facts(("문 앞 본 것", "□ 우편물 쌓임 □ 독촉장 □ 쓰레기·술병 □ 냄새 □ 계량기 멈춤 □ 이웃 말씀")),
            Heading("말씀(그대로)"), Space(), Heading("본 것"), Space(), _open("다음 확인일"), _SIGNED,
        ),
    ),
    BlankForm(
        "survey", "욕구 및 위기도 조사지", "사회보장급여법 제15조",
        (
            _WHO,
            table(
                ("영역", "정도(0–4)", "근거", "바라는 것", "강점"),
                [(name, "", "", "", "") for name in (
                    "안전", "건강", "일상생활", "가족", "사회적 관계", "경제", "교육", "고용", "생활환경", "법률",
                )],
            ),
            Heading("조사자 의견"), Space(), _open("등급", "등급을 바꾼 까닭"), _SIGNED,
        ),
    ),
    BlankForm(
        "conference", "사례회의록", "사회보장급여법 제49조(비밀유지)",
        (
            _open("회의 (내부·통합·솔루션)", "날짜", "곳", "이끈 사람"), Heading("참석"), _rows("이름", "기관", "비밀유지 서약"),
            Heading("논의와 결정"), Space(), Heading("할 일"), _rows("누가", "무엇을", "언제까지"), Heading("다른 의견"), Space(),
        ),
        ("담당", "팀장", "과장"),
    ),
    BlankForm(
        "plan", "제공계획 및 점검표", "사회보장급여법 제15조, 시행규칙 별지 제1호서식의 차례",
        (
            _WHO, Heading("목표"), _rows("목표", "처음", "바라는 만큼", "언제까지"),
            Heading("서비스"), _rows("종류", "제공기관", "방법·양", "기간", "공공·민간"),
            Heading("본인이 할 일"), _rows("무엇을", "언제까지"), _open("위기 때 연락·대응", "다시 보는 날(3개월 안)"),
            Heading("점검"), _rows("점검일", "방법", "서비스는 계획대로인가", "목표", "다음"), _SIGNED,
        ),
        ("담당", "팀장", "과장"),
    ),
    BlankForm(
        "referral", "서비스 의뢰서·회신서", "개인정보 보호법 제17조, 사회보장급여법 제15조제4항",
        (
            Heading("의뢰"), _open("받는 곳", "서비스", "보낸 곳", "대상자", "연락처", "동의 또는 법의 까닭", "왜", "바라는 때"),
            Heading("회신"),
            facts(("답", "□ 맡음 □ 기다림 □ 조건 있음 □ 어려움 □ 더 알려 주세요"), ("시작하는 날", None), ("담당", None), ("말씀", None)),
        ),
    ),
    BlankForm(
        "closing", "사례 종결보고서", "희망복지지원단 업무안내",
        (
            _WHO, _open("종결 사유", "처음 등급", "마지막 등급", "이어지는 서비스", "본인 말씀", "동에 남기는 말", "다음 확인일"),
            Heading("목표와 결과"), _rows("목표", "이룬 정도", "근거"), Heading("사후관리 (1·3·6개월)"),
            _rows("확인일", "방법", "결과", "본 것"),
        ),
        ("담당", "팀장", "과장"),
    ),
    BlankForm(
        "emergency", "긴급지원 현장확인서", "긴급복지지원법 제7조·제8조, 시행규칙 제2조의4",
        (
            _WHO, _open("위기사유", "요청일", "확인일", "가구원"), Heading("현장에서 본 것"), Space(),
            _open("같은 지원을 받는지(무엇으로 확인)", "말씀하신 소득·재산", "필요한 지원", "계좌 또는 현금인 까닭", "금융정보 동의"),
            _SIGNED,
        ),
        ("담당", "팀장", "과장"),
    ),
    BlankForm(
        "inspection", "현장조사서", "긴급복지지원법 시행규칙 제2조의4, 사회보장급여법 시행규칙 제1조의2",
        (
            _open("조사 대상", "조사기간", "조사범위", "조사담당자", "관계법령", "제출자료", "그 밖에 필요한 사항"),
            Words("조사담당자는 권한을 나타내는 증표를 지니고 보여 드립니다."),
            facts(("증표를 보여 드림", "□ 예")), _SIGNED,
        ),
        (),
    ),
    BlankForm(
        "check", "점검(모니터링) 기록", "사회보장급여법 제15조, 돌봄통합법 시행규칙 제10조",
        (
            _open("대상", "점검일", "말한 분"), facts(("방법", "□ 전화 □ 방문 □ 내방 □ 기관 확인")),
            Heading("서비스"), _rows("서비스", "계획대로·덜·더·멈춤", "만족(1–5)", "달라진 것", "할 일"),
            Heading("목표"), _rows("목표", "나아간 만큼(%)", "근거"),
            _open("새로 생긴 어려움(다시 조사)", "다음 점검일"), _SIGNED,
        ),
    ),
    BlankForm(
        "aftercare", "사후관리 기록", "희망복지지원단 업무안내",
        (
            _open("대상", "사례 번호", "종결일·사유", "확인일"), facts(("방법", "□ 전화 □ 방문 □ 내방")),
            facts(("형편", "□ 유지 □ 나빠짐 □ 좋아짐")), Heading("보고 들은 것"), Space(),
            facts(("조치", "□ 유지 □ 서비스 연결 □ 재사례관리 □ 종료")), _open("다음 확인일"), _SIGNED,
        ),
    ),
    BlankForm(
        "follow_up", "긴급지원 사후조사서", "긴급복지지원법 제13조, 시행령 제7조",
        (
            _WHO, _open("지원 종류·기간", "결정일", "조사 기한(한 달 안)"),
            table(
                ("살핀 것", "확인한 값", "기준", "출처"),
                [(name, "", "", "") for name in ("소득(기준 중위소득 75%)", "재산", "금융재산", "다른 법의 같은 지원")],
            ),
            facts(("의견", "□ 적정 □ 부적정")), _open("심의위원회 날짜", "환수할 금액"), _SIGNED,
        ),
        ("담당", "팀장", "과장"),
    ),
    BlankForm(
        "receipt", "물품 배분 명단·인수증", "기부금품법 제7조, 식품기부법 제5조",
        (
            _open("물품", "맡은 곳", "배분 기준", "전달일"),
            _rows("받는 분", "수량", "받은 날", "받은 분 (서명)", "전달한 사람", "전하지 못한 까닭"),
        ),
        ("담당", "과장"),
    ),
    BlankForm(
        "care", "통합지원 신청서", "돌봄통합법 시행규칙 제7조, 별지 제1호서식의 차례",
        (
            Heading("1. 통합지원이 필요한 사람"), _WHO,
            facts(("대상", "□ 65세 이상 □ 심한 장애 □ 시장·군수·구청장이 인정"), ("지금 받는 급여·서비스", None)),
            Heading("2. 신청한 사람"),
            facts(("신청", "□ 본인 □ 친족 □ 후견인 □ 관련기관 담당자 □ 직권"), ("이름·소속", None), ("본인과의 관계", None)),
            facts(("신청에 동의한 분(기관·직권)", None), ("직권 사유(시행령 제4조)", None), ("퇴원·퇴소한 곳과 날", None)),
            Heading("3. 불편한 것과 바라는 것"), Space(),
            Heading("4. 행정정보 공동이용"),
            facts(("주민등록·장애인증명·가족관계", "□ 확인에 동의합니다   □ 동의하지 않아 서류를 냅니다")),
            Words("담당 공무원은 통합지원의 내용을 설명하고, 판정 결과를 알려 드립니다."), _SIGNED,
        ),
    ),
)  # fmt: skip
BY_CODE = {form.code: form for form in FORMS}
