"""`{% load record_words %}`: what an act on the record is called for people who read it."""

from django import template

register = template.Library()

WORDS = {
    "household.read": "가구 화면",
    "household.reveal": "전화번호 전체 보기",
    "household.find": "가구 찾기",
    "household.edit": "가구 고치기",
    "household.pin_line": "고정 한 줄",
    "household.open_reason": "열람 사유 적음",
    "household.who_looked": "본 사람 목록",
    "household.register": "가구 적음",
    "household.correct_address": "주소 고침",
    "people.merge": "가구 합치기",
    "person.add": "가구원 더함",
    "person.correct": "가구원 고침",
    "consent.record": "동의",
    "consent.withdraw": "동의 거둠",
    "safety_note.write": "방문 주의 적음",
    "today": "오늘 목록",
    "team.read": "팀 오늘",
    "approvals": "승인함",
    "work_list.read": "작업목록",
    "work_item.read": "발굴 작업",
    "contact.record": "연락 기록",
    "visit.read": "방문 목록",
    "visit.plan": "방문 계획",
    "visit.record": "방문 기록",
    "counselling.write": "상담 기록",
    "emergency.read": "긴급지원",
    "benefits.screen": "급여 진단",
    "case.read": "사례",
    "link.send": "서비스 의뢰",
    "programme.work": "프로그램",
    "programme.apply": "프로그램 신청",
    "programme.select": "프로그램 뽑기",
    "programme.result": "프로그램 결과",
    "clock.start": "기한 시작",
    "clock.finish": "기한 마침",
    "assignment.give": "담당 정함",
    "assignment.end": "담당 끝냄",
    "post.hand_over": "일 넘김",
    "desk.hand_over_all": "일 모두 넘김",
    "audit.review": "열람기록 살핌",
    "audit.alerts": "살펴볼 것 찾음",
    "audit.ask": "소명 요청",
    "audit.answer": "소명",
    "audit.judge": "소명 판단",
    "audit.settle": "문제없음",
    "login": "로그인",
    "logout": "나감",
    "me": "내 정보",
}


@register.filter
def act_words(act: str) -> str:
    """가구 화면 for household.read; the code itself for an act nobody has named yet."""
    return WORDS.get(act, act)
