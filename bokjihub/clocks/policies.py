"""The deadline policies a town starts with. Law rows carry the article; local ones are defaults a town edits.

Figures: process.md §2.1, §2.6, §5.4, §11 (collected 2026-11-22).
"""

import datetime as dt
from dataclasses import dataclass

from bokjihub.clocks import calendar
from bokjihub.clocks.models import Policy

LAW, GUIDELINE, LOCAL = Policy.Basis.LAW, Policy.Basis.GUIDELINE, Policy.Basis.LOCAL
DAYS, WORKING, MONTHS = Policy.Unit.DAYS, Policy.Unit.WORKING_DAYS, Policy.Unit.MONTHS


@dataclass(frozen=True)
class Row:
    """One policy as shipped: in force from 2000 unless a town dates its own."""

    code: str
    title: str
    amount: int
    unit: Policy.Unit
    basis: Policy.Basis
    source: str = ""


SHIPPED = (
    Row("signal.triage", "신호 분류", 1, WORKING, LOCAL),
    Row("work_item.assign", "담당 정하기", 1, WORKING, LOCAL),
    Row("work_item.first_contact.urgent", "첫 연락(긴급)", 0, DAYS, LOCAL),
    Row("work_item.first_contact.high", "첫 연락(높음)", 3, WORKING, LOCAL),
    Row("work_item.first_contact.normal", "첫 연락", 7, WORKING, LOCAL),
    Row("work_item.next_contact", "다음 확인", 7, DAYS, LOCAL),
    Row("work_item.record", "상담 기록", 1, WORKING, LOCAL),
    Row("work_item.outcome", "조치 결과 확인", 30, DAYS, LOCAL),
    Row("work_item.approve", "종결 승인", 7, DAYS, LOCAL),
    Row("work_item.refused", "거부 뒤 다시 여쭙기", 30, DAYS, LOCAL),
    Row("work_item.locate", "소재 다시 찾기", 30, DAYS, LOCAL),
    Row("work_item.review", "거부 종결 뒤 6개월 확인", 6, MONTHS, LOCAL),
    Row("telecom.notice", "통신사 번호 확인 알림", 30, DAYS, LAW, "사회보장급여법 제11조제5항"),
    Row("visit.due", "방문", 0, DAYS, LOCAL),
    Row("visit.hello", "안부 이웃 다시 정하기", 3, WORKING, LOCAL),
    Row("visit.record", "방문 기록", 1, WORKING, LOCAL),
    Row("visit.retry", "다시 방문", 3, DAYS, LOCAL),
    Row("visit.accompany", "함께 방문", 0, DAYS, LOCAL),
    Row("visit.invitation", "동행 초대 대답", 1, DAYS, LOCAL),
    Row("visit.mate", "함께 갈 분 찾기", 0, DAYS, LOCAL),
    Row("visit.approve", "혼자 방문 승인", 1, WORKING, LOCAL),
    Row("visit.counselling", "방문 뒤 상담 기록", 1, WORKING, LOCAL),
    Row("visit.incident", "방문 중 안전 일 확인", 1, WORKING, LOCAL),
    Row("visit.overdue", "나올 때가 지난 방문", 0, DAYS, LOCAL),
    Row("visit.sos", "방문 중 도움 요청", 0, DAYS, LOCAL),
    Row("field.clash", "겹친 기록 확인", 1, WORKING, LOCAL),
    Row("field.held", "기기 기록 받기", 1, WORKING, LOCAL),
    Row("health.flag", "살필 것 - 오늘 바로", 0, DAYS, LOCAL),
    Row("health.again", "다시 재기", 7, DAYS, LOCAL),
    Row("health.refer", "건강 의뢰", 7, DAYS, LOCAL),
    Row("health.seen", "의뢰 뒤 다녀오셨는지", 14, DAYS, LOCAL),
    Row("counselling.call_back", "이동상담 뒤 전화", 1, WORKING, LOCAL),
    Row("counselling.follow", "상담 조치 이어 하기", 1, WORKING, LOCAL),
    Row("counselling.next_check", "다음 확인", 7, DAYS, LOCAL),
    Row("counselling.transcribe", "행복이음 옮겨적기", 3, WORKING, LOCAL),
    Row("application.submit", "신청서 내기", 7, DAYS, LOCAL),
    Row("application.decision", "급여 결정 통지", 30, DAYS, LAW, "사회보장급여법 시행령 제6조"),
    Row("application.objection", "이의신청", 90, DAYS, LAW, "사회보장급여법 제17조"),
    Row("benefits.missing", "놓치고 있을 지원 살피기", 7, DAYS, LOCAL),
    Row("emergency.on_site", "현장확인", 1, WORKING, LAW, "긴급복지지원법 제8조제1항(지체 없이; 1업무일은 우리 시)"),
    Row("emergency.decide", "지원 결정", 1, WORKING, LAW, "긴급복지지원법 제8조제3항(지체 없이; 1업무일은 우리 시)"),
    Row("emergency.pay", "지급", 3, DAYS, LOCAL),
    Row("emergency.follow_up", "1개월 사후조사", 1, MONTHS, LAW, "긴급복지지원법 시행령 제7조제1항"),
    Row("emergency.extension", "끝나기 3일 전 연장 결정", 3, DAYS, LAW, "긴급복지지원법 시행규칙 제3조·제4조"),
    Row("emergency.committee", "적정성 심사", 30, DAYS, LOCAL, "긴급복지지원법 제14조"),
    Row("emergency.objection", "이의신청", 30, DAYS, LAW, "긴급복지지원법 제16조제1항"),
    Row("emergency.objection_send", "이의신청 보내기", 10, DAYS, LAW, "긴급복지지원법 제16조제1항"),
    Row("emergency.objection_answer", "이의신청 답", 15, DAYS, LAW, "긴급복지지원법 제16조제2항"),
    Row(
        "emergency.recover_order",
        "환수 결정",
        3,
        WORKING,
        LAW,
        "긴급복지지원법 제15조제1항(지체 없이; 3업무일은 우리 시)",
    ),
    Row("emergency.recover", "환수 납부기한", 30, DAYS, LOCAL, "긴급복지지원법 제15조(기한은 우리 시)"),
    Row("link.reply", "의뢰 회신", 7, DAYS, LOCAL),
    Row("link.answer", "회신 확인", 1, WORKING, LOCAL),
    Row("link.delivery", "전달 확인", 30, DAYS, LOCAL),
    Row("link.stop", "전달 멈춤 알리기", 1, DAYS, LOCAL),
    Row("link.alternative", "다른 자원 찾기", 14, DAYS, LOCAL),
    Row("case.accept", "사례 접수", 2, WORKING, LOCAL),
    Row("case.survey", "욕구·위기도 조사", 10, DAYS, GUIDELINE, "희망복지지원단 안내(10일 내외)"),
    Row("case.conference", "사례회의", 5, DAYS, GUIDELINE, "희망복지지원단 안내(5일 내외)"),
    Row("case.plan", "제공계획", 15, DAYS, GUIDELINE, "희망복지지원단 안내(15일 내외)"),
    Row("case.total", "접수에서 계획까지", 30, DAYS, GUIDELINE, "희망복지지원단 안내(30일 이내)"),
    Row("case.check", "점검", 1, MONTHS, LOCAL),
    Row("case.closing", "종결 심사", 7, DAYS, LOCAL),
    Row("case.aftercare", "사후관리", 1, MONTHS, LOCAL),
    Row("case.duty", "회의에서 나눈 할 일", 14, DAYS, LOCAL),
    Row("case.transfer", "이관 수락", 3, DAYS, LOCAL),
    Row("care.survey", "통합지원 조사", 14, DAYS, LOCAL),
    Row("care.judge", "통합지원 종합판정", 7, DAYS, LOCAL),
    Row("care.tell", "판정 결과 안내", 7, DAYS, LOCAL, "돌봄통합법 제12조제1항(날수는 정하지 않음)"),
    Row("care.plan", "개인별지원계획", 15, DAYS, LOCAL),
    Row("care.check", "통합지원 점검(처음 3개월, 그 뒤 6개월 안)", 3, MONTHS, LAW, "돌봄통합법 시행규칙 제10조제1항"),
    Row("care.assess_again", "대상자 상태 평가", 6, MONTHS, LOCAL, "돌봄통합법 제12조제2항(정기적으로)"),
    Row("allocation.approve", "나눔 승인", 3, WORKING, LOCAL),
    Row("allocation.deliver", "전달", 7, DAYS, LOCAL),
    Row("offer.review", "기부심사", 14, DAYS, LOCAL, "기부금품법 제5조제2항제1호(날수는 우리 시)"),
    Row("offer.take_in", "기탁 받거나 넘기기", 7, DAYS, LOCAL),
    Row(
        "donor.statement",
        "기탁자에게 사용 내역 알리기",
        12,
        MONTHS,
        LAW,
        "사회복지법인 및 사회복지시설 재무·회계 규칙 제41조의5(연 1회 이상)",
    ),
    Row("chest.answer", "공동모금회 답 확인", 60, DAYS, LOCAL),
    Row("chest.result", "공동모금회 결과 보고", 1, MONTHS, LOCAL),
    Row("programme.select", "프로그램 참여자 뽑기", 3, WORKING, LOCAL),
    Row("programme.follow_up", "검진·프로그램 뒤 이어 보기", 14, DAYS, LOCAL),
    Row("programme.opinion", "주민 의견에 답하기", 14, DAYS, LOCAL),
    Row("consent.renew", "동의 다시 받기", 30, DAYS, LOCAL),
    Row("council.notice", "회의 알림", 5, DAYS, LAW, "사회보장급여법 시행규칙 제5조제5항"),
    Row("rollout.finding", "점검에서 고칠 것", 30, DAYS, LOCAL),
    Row(
        "vehicle.inspection",
        "복지차량 정기검사",
        0,
        DAYS,
        LAW,
        "자동차관리법 제43조제1항제2호, 시행규칙 제77조제2항(끝나기 90일 전부터 31일 뒤까지 받음)",
    ),
    Row("vehicle.insurance", "복지차량 의무보험", 0, DAYS, LAW, "자동차손해배상 보장법 제5조·제8조"),
    Row("report.survey_result", "발굴조사 결과·개선방안", 3, MONTHS, LAW, "사회보장급여법 시행규칙 제1조의4제2항"),
    Row("export.approve", "내려받기 승인", 1, WORKING, LOCAL, "안전성 확보조치 기준 제12조"),
    Row("export.take", "승인된 파일 받기", 1, DAYS, LOCAL),
    Row("audit.review", "열람기록 점검", 30, DAYS, LOCAL, "안전성 확보조치 기준 제8조"),
)


class UnknownPolicy(LookupError):
    """A clock was asked for under a code nobody declared: a programming error."""


def policy_on(code: str, day: dt.date) -> Policy:
    """The policy of `code` in force on `day`; the shipped one is entered on first use."""
    found = Policy.objects.on(day).filter(code=code).order_by("-starts_on").first()
    if found is None:
        row = next((row for row in SHIPPED if row.code == code), None)
        if row is None:
            raise UnknownPolicy(code)
        found, _ = Policy.objects.get_or_create(
            code=row.code,
            starts_on=dt.date(2000, 1, 1),
            defaults={
                "title": row.title,
                "amount": row.amount,
                "unit": row.unit,
                "basis": row.basis,
                "source": row.source,
            },
        )
    return found


def due_date(policy: Policy, start: dt.date) -> dt.date:
    """When something begun on `start` is due under `policy`."""
    if policy.unit == Policy.Unit.WORKING_DAYS:
        return calendar.add_working_days(start, policy.amount)
    if policy.unit == Policy.Unit.MONTHS:
        return calendar.month_deadline(start, policy.amount)
    return calendar.days_deadline(start, policy.amount)
