"""Papers of integrated care: 통합지원 신청서 and 종합판정 결과 안내문 (돌봄통합법 시행규칙 제7조, 법 제12조제1항)."""

from bokjihub.cases.models import CareApplication, CareAssessment
from bokjihub.people.models import Person
from bokjihub.ui.papers.reading import Block, Heading, Words, facts, table
from bokjihub.ui.signing import printed
from bokjihub.ui.words import official_date, with_particle


def application_blocks(application: CareApplication) -> list[Block]:
    """The application in the order of 별지 제1호서식: the person, the applicant, agreements, papers, wishes."""
    case = application.case
    person = case.person
    return [
        Heading("1. 통합지원이 필요한 사람"),
        facts(
            *_of(person), ("대상", application.get_group_display()), ("지금 받는 급여·서비스", application.receiving)
        ),
        Heading("2. 신청한 사람"),
        facts(
            ("신청", application.get_way_display()),
            ("이름·소속", application.applicant or (person.name if person and application.way == "self" else "")),
            ("본인과의 관계", application.relation or ("본인" if application.way == "self" else "")),
            ("직권 사유(시행령 제4조)", application.get_urgent_display() if application.urgent else "해당 없음"),
            ("신청 동의", _agreed(application)),
            ("퇴원·퇴소", _discharge(application)),
            ("신청일", case.requested_on),
        ),
        Heading("3. 불편한 것과 바라는 것"),
        Words(application.wish or "말씀 없음"),
        Heading("4. 행정정보 공동이용과 서류"),
        facts(
            ("공동이용", "동의함" if application.shares_records else "동의하지 않음(서류를 받음)"),
            ("받은 서류", ", ".join(CareApplication.Paper(one).label for one in application.papers) or "없음"),
            ("받은 사람", case.requested_label),
        ),
        *_signature(application),
    ]


def application_read_aloud(application: CareApplication) -> list[tuple[str, list[str]]]:
    """What is read to the applicant before they sign."""
    person = application.case.person
    agreed = application.shares_records
    applicant = with_particle(application.get_way_display(), "이/가")
    parts = [
        (
            "누가, 누구를 위해",
            [f"{person.name if person else ''} 님을 위해 {applicant} 신청합니다."],
        ),
        ("바라시는 것", [application.wish or "따로 말씀하신 것이 없습니다."]),
        ("받고 계신 것", [application.receiving] if application.receiving else []),
        (
            "서류",
            [
                "필요한 서류는 저희가 행정정보로 확인합니다."
                if agreed
                else "행정정보를 함께 쓰지 않고 서류를 받았습니다."
            ],
        ),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def _signature(application: CareApplication) -> list[Block]:
    """The applicant's signature where one was taken; room to write by hand where not; none where the office applied."""
    signed = getattr(application, "signature", None)
    if signed is None:
        by_office = application.way == CareApplication.Way.OFFICE
        return (
            [facts(("신청인 (서명)", "직권 신청"))] if by_office else [facts(("날짜", None), ("신청인 (서명)", None))]
        )
    picture = printed(signed, f"신청인 서명 {signed.signer}")
    words = facts(("날짜", signed.taken_on), ("신청인 (서명)", f"{signed.signer} · {signed.words}"))
    return [words, picture] if picture else [words]


def result_blocks(assessment: CareAssessment) -> list[Block]:
    """What the person is told: the result, what was weighed, what comes next. No word of the survey but the reason."""
    person = assessment.case.person
    is_target = assessment.is_target
    return [
        facts(*_of(person), ("접수 번호", assessment.case.number), ("판정일", assessment.judged_on)),
        Heading("1. 판정 결과"),
        facts(
            ("결과", "통합지원 대상입니다" if is_target else "통합지원 대상이 아닙니다"),
            ("의료적 지원 필요도", assessment.get_medical_need_display()),
            ("요양·돌봄 필요도", assessment.get_care_need_display()),
            ("까닭", assessment.reason),
        ),
        Heading("2. 살핀 것 (시행령 제5조)"),
        table(
            ("항목", "도움이 필요한 정도"),
            [(label, getattr(assessment, f"get_{key}_display")()) for key, label in CareAssessment.ITEMS],
        ),
        facts(
            ("조사", f"{assessment.get_source_display()} · {assessment.surveyor}"),
            ("조사한 날", assessment.surveyed_on),
        ),
        Heading("3. 이어지는 일"),
        Words(
            "담당자가 함께 개인별지원계획을 세웁니다. 본인과 가족의 의견을 먼저 듣습니다(법 제13조제2항)."
            if is_target
            else "다른 도움을 받을 수 있는지 함께 찾습니다. 형편이 달라지면 언제든 다시 신청하실 수 있습니다."
        ),
        facts(("안내한 날", assessment.told_on), ("안내 방법", assessment.get_told_how_display())),
    ]


def _of(person: Person | None) -> tuple[tuple[str, object], ...]:
    if person is None:
        return ()
    home = person.household
    return (
        ("성명", person.name),
        ("생년월일", person.birth_on or person.birth_year),
        ("주소", "가림" if home.is_sealed else home.address),
    )


def _agreed(application: CareApplication) -> str:
    if application.agreed_on is None:
        return "본인·친족·후견인이 직접 신청"
    return f"{application.agreed_by} · {official_date(application.agreed_on)}"


def _discharge(application: CareApplication) -> str:
    if not application.discharged_from:
        return "해당 없음"
    day = f" · {official_date(application.discharged_on)}" if application.discharged_on else ""
    return f"{application.discharged_from}{day}"
