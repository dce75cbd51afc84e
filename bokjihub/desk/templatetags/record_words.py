"""`{% load record_words %}`: what an act on the record is called for people who read it.

The resident reads these words on the paper of 이 기록을 본 사람 (개인정보 보호법 제35조): no code of ours may stand there.
A test finds every code the house writes and asks for its words here.
"""

from django import template

register = template.Library()

# One a line: the code and its words.
SAID = """
accounts.edit|발령·계정
accounts.hand_over|일 넘기기
agency.enter|기관 적음
allocation.approve|나눔 승인
allocation.draft|나눔 명단 짬
allocation.drop|나눔 초안 거둠
allocation.finish|나눔 마침
allocation.line|나눔 명단 고침
allocation.name_deliverer|전달할 분 정함
allocation.propose|나눔 올림
allocation.put_off|나눔 미룸
allocation.return|나눔 되돌림
allocation.share|나눔 제안
allocation.tick|인수증 적음
application.decide|신청 결과 적음
application.follow|신청 따라가기
application.open|신청 시작
application.submit|신청 접수 적음
application.wait|신청 기다림 적음
approval_line.set|결재선 정함
approvals|승인함
assignment.end|담당 끝냄
assignment.give|담당 정함
audit.alerts|살펴볼 것 찾음
audit.answer|소명
audit.ask|소명 요청
audit.judge|소명 판단
audit.review|열람기록 살핌
audit.settle|문제없음
audit.sign_review|살핀 것 서명
benefits.begin_night|밤 진단 시작
benefits.finish_night|밤 진단 마침
benefits.refuse_guidance|안내를 원하지 않음 적음
benefits.save_screening|급여 진단 저장
benefits.screen_part|급여 밤 진단
benefits.screen|급여 진단
benefits.state_fact|말씀하신 사실 적음
benefits.take_back_fact|말씀하신 사실 거둠
care.ask|종합판정 요청
care.judge|종합판정 결정
care.record|종합판정 조사 적음
care.sign|통합지원 신청 서명
care.tell|종합판정 결과 알림
case.accept|사례 접수 정함
case.aftercare|사후관리 적음
case.agenda_share|회의 자료 나눔
case.agenda|회의 안건 올림
case.answer_transfer|사례 이관 답
case.apply_care|사례 통합지원 신청
case.approve_closing|사례 종결 승인
case.approve_plan|사례 계획 승인
case.around|생태도 적음
case.check|점검 적음
case.clocks_move|사례 기한 옮김
case.closing_from|종결 조사 시작
case.conference_call|사례회의 부름
case.conference_finish|사례회의 마침
case.conference_invite|사례회의 참석 청함
case.conference_off|사례회의 취소
case.conference_present|사례회의 참석 적음
case.continue|다시 제공
case.decide|사례 결정
case.duty_done|회의에서 맡은 일 마침
case.end|사례 사후관리 끝
case.extend|사례 기한 늘림
case.invitation_open|회의 자료 열람
case.invitation|회의 자료 주소 보냄
case.judge_other|사례 판정: 대상 아님
case.judge_target|사례 판정: 통합지원 대상
case.kin_add|가계도에 가족 더함
case.kin_begin|가계도 시작
case.kin_tie|가족 관계 적음
case.label_add|이름표 더함
case.label_end|이름표 끝냄
case.link_only|사례 서비스연계 결정
case.list|사례 목록
case.local_code|시 결정 이름 적음
case.materials|회의 자료 만듦
case.minutes_sign|회의록 서명
case.not_select|사례 미선정
case.opinion|회의 의견 적음
case.plan_aftercare|사례 사후관리 시작
case.plan_agree|제공계획 동의 받음
case.plan_approve|제공계획 승인
case.plan_return|제공계획 되돌림
case.plan_sign|제공계획 서명
case.plan_write|제공계획 씀
case.pledge|회의 비밀유지 서약
case.propose_closing|사례 종결 올림
case.propose_transfer|사례 이관 제안
case.read|사례
case.record_assessment|사례 조사 마침
case.relation_drop|관계 지움
case.reopen|사례 재사례관리 의뢰
case.request_care|통합지원 신청
case.request|사례 의뢰
case.resume|사례 다시 제공
case.return_closing|사례 종결 되돌림
case.return|사례 돌려보냄
case.select_complex|사례 선정(고난도)
case.select_general|사례 선정(일반)
case.start_assessment|사례 조사 맡김
case.start_planning|제공계획 시작
case.start_plan|사례 계획 시작
case.start_survey|조사 시작
case.submit_survey|조사 마침
case.survey_answer|조사 답 적음
case.survey_open|조사지 엶
case.survey_submit|조사지 냄
case.suspend|사례 보류
case.take_back_transfer|사례 이관 제안 거둠
case.tags|우선 살필 대상 고름
case.work|사례 일
chest.answer|공동모금회 답 적음
chest.apply|공동모금회 신청
chest.result|공동모금회 결과 적음
clock.extend|기한 늘림
clock.finish|기한 마침
clock.start|기한 시작
closing.approve|종결 승인
closing.propose_already|이미 지원 중 올림
closing.propose|종결 올림
closing.return|종결 되돌림
consent.record|동의
consent.withdraw|동의 거둠
contact.record|연락 기록
council.appoint_many|위원 여럿 위촉
council.appoint|위원 위촉
council.call|협의체 회의 부름
council.minutes|협의체 회의록 적음
council.notify|협의체 회의 알림
counselling.follow_up|상담 뒤 확인 적음
counselling.keep_promise|약속 지킴
counselling.record|상담 기록
counselling.sign|상담 기록 서명
counselling.transcribe|행복이음 옮겨적기
counselling.write|상담 기록
delivery.record|전달 적기
desk.hand_over_all|일 모두 넘김
directory.read|자원 찾기
discovery.note_hints|놓친 지원 짐작 적음
discovery.set_quota|동의 몫 정함
emergency.agenda_decided|긴급지원 심의 결정
emergency.agenda_deferred|긴급지원 심의 미룸
emergency.agenda|긴급지원 심의에 부침
emergency.ask_grant|긴급지원 결정 올림
emergency.ask_recovery|긴급지원 환수 올림
emergency.budget|긴급지원 예산 적음
emergency.decide_denial|긴급지원 하지 않음 결정
emergency.decide_grant|긴급지원 지급 결정
emergency.decide|긴급지원 결정
emergency.end|긴급지원 끝냄
emergency.follow_up|긴급지원 사후조사
emergency.list_xlsx|긴급지원 목록 엑셀
emergency.money_xlsx|긴급지원 예산 엑셀
emergency.not_extended|긴급지원 연장하지 않음
emergency.objection_answered|긴급지원 이의신청 답
emergency.objection_sent|긴급지원 이의신청 보냄
emergency.objection_withdrawn|긴급지원 이의신청 거둠
emergency.objection|긴급지원 이의신청 받음
emergency.on_site|긴급지원 현장확인
emergency.onward|다음 도움으로 이음
emergency.order_recovery|긴급지원 환수 명령
emergency.pay|긴급지원 지급
emergency.print|긴급지원 인쇄
emergency.propose_denial|긴급지원 하지 않음 올림
emergency.read|긴급지원
emergency.reason_add|위기사유 더함
emergency.reason_end|위기사유 끝냄
emergency.recovery_line|환수 장부 적음
emergency.request|긴급지원 요청
emergency.return_grant|긴급지원 결정 되돌림
emergency.review|긴급지원 적정성 심사
emergency.sitting|긴급지원 심의위원회
emergency.tell_recovery|긴급지원 환수 알림
emergency.work|긴급지원 일
export.approve|내려받기 승인
export.ask|내려받기 요청
export.decide|내려받기 결정
export.forget|내려받은 파일 지움
export.refuse|내려받기 거절
export.take|내려받음
field.accept|현장 기록 받음
field.attach|현장 사진 받음
field.card|봉사자 카드
field.day|오프라인 하루 묶음
field.decide|현장 기록 고름
field.revoke_device|기기 끊음
field.set_aside|현장 기록 미뤄 둠
field.set_up_device|기기 등록
field.take_in|현장 기록 넣음
file.commit|파일 반영
file.import|파일 올리기
file.upload|파일 올림
food.end|푸드마켓 이용 끝냄
food.enrol|푸드마켓 이용자로 올림
food.extend|푸드마켓 이용 늘림
food.rule|푸드마켓 규칙 정함
food.use|푸드마켓 이용 적음
form.publish|조사 틀 펴냄
form.retire|조사 틀 거둠
form.upload|조사 틀 올림
health.handle|건강 일 적음
health.record|건강 기록
health.refer|건강 의뢰
health.seen|건강 의뢰 확인
household.correct_address|주소 고침
household.edit|가구 고치기
household.find|가구 찾기
household.merge|가구 합침
household.open_reason|열람 사유 적음
household.pin_line|고정 한 줄
household.read|가구 화면
household.register|가구 적음
household.reveal|전화번호 전체 보기
household.unmerge|합친 가구 되돌림
household.who_looked|본 사람 목록
identity.new_home|새 가구로 정함
identity.same_home|같은 집으로 정함
identity.same_person|같은 분으로 정함
ledger.approve|나눔 승인
ledger.write|기탁 장부
limit.approve|건강 기준 승인
limit.propose|건강 기준 올림
line.hand_over|전달함
line.miss|전달 때 없었음
line.release|전달 몫 풂
line.take_back|전달 되돌림
link.answer|의뢰 회신
link.deliver|의뢰 전달 적음
link.end|의뢰 끝냄
link.open|의뢰서 엶
link.renew|의뢰 주소 새로 보냄
link.reply_read|회신 확인
link.send|서비스 의뢰
link.tell_stop|의뢰 멈춤 알림
locate.ask|소재 찾기 요청
locate.decide|소재 찾기 정함
locate.read|소재 찾기
login.make|계정 만듦
login|로그인
logout|나감
lot.forward|받은 것 넘김
lot.move|받은 것 옮김
lot.receive|기탁 받음
lot.tell_donor|기탁자에게 알림
market.contact|이동상담 적음
market.link|이동상담 누구인지 이음
market.open|이동상담 엶
market.record|이동상담
market.undo|이동상담 적은 것 되돌림
market.unlink|이동상담 이은 것 되돌림
me|내 정보
offer.close|기탁 의사 닫음
offer.enter|기탁 의사 적음
offer.review|기탁 의사 살핌
offer.take_in|기탁 의사 받음
paper.put_up|결재 올림
paper.send_back|결재 되돌림
paper.sign|결재
partners.edit|협의체·봉사자 고치기
partners.read|협의체·봉사자
people.merge|누구인지 확인
person.add|가구원 더함
person.correct|가구원 고침
pledge.sign|비밀유지 서약
post.appoint|발령
post.end|발령 끝냄
post.hand_over|일 넘김
post.stand_in|대직 정함
post.take_charge|통·리 담당 정함
programme.answer|의견에 답함
programme.apply|프로그램 신청
programme.attendance|프로그램 출석
programme.close|프로그램 닫음
programme.count_in|프로그램 이용 셈
programme.follow|프로그램 뒤 확인
programme.open|프로그램 엶
programme.opinion|프로그램 의견 적음
programme.result|프로그램 결과
programme.select|프로그램 뽑기
programme.service|마을 봉사 셈
programme.settle|출석으로 프로그램 결과 적음
programme.withdraw|프로그램 그만둠
programme.work|프로그램
record.addendum|적은 것 바로잡음
report.close_month|한 달 실적 굳힘
report.close|실적표 굳힘
report.drop_question|만든 실적 지움
report.file|실적 파일
report.kept|굳힌 실적표
report.read|실적표
report.receive|실적 받음
report.rows|실적에 든 기록
report.save_question|만든 실적 저장
report.send|실적 보냄
reporter.take|알린 분 정보 열람
rollout.award|받은 상 적음
rollout.boundaries|읍·면·동 경계 올림
rollout.edit|허브화 적기
rollout.establishment|정원 적음
rollout.evaluation|평가 결과 적음
rollout.log|추진 기록 적음
rollout.mend|고칠 것 적음
rollout.plan|허브화 계획 적음
rollout.read|허브화 현황
rollout.standard|인력 기준 정함
round.open|회차 엶
safety_note.write|방문 주의 적음
service.confirm|자리 확인
service.enter|자원 올림
session.end_all|로그인 모두 끊음
settings.edit|설정 고치기
signal.attach|신호를 가구에 이음
signal.inbox|신호 접수함
signal.move|신호 옮김
signal.reporter|알린 분 정보
signal.report|걱정 신고 접수
team.read|팀 오늘
today|오늘 목록
vehicle.book|배차
vehicle.call_off|배차 거둠
vehicle.mend|복지차량 고침
vehicle.register|복지차량 올림
vehicle.renew|복지차량 검사·보험 적음
vehicle.return|복지차량 내보냄
vehicle.use|복지차량 쓰기
visit.add_companion|함께 갈 분 더함
visit.address_invitation|동행 부탁 주소 보냄
visit.adopt_plan|방문 계획 확정
visit.adopt_weights|계획 무게 정함
visit.amend|방문 기록 바로잡음
visit.answer_invitation|동행 부탁에 답함
visit.approve_alone|혼자 방문 승인
visit.ask_alone|혼자 방문 올림
visit.ask_plan|방문 계획 짜기
visit.cancel|방문 취소
visit.change_line|방문 계획 고침
visit.change_rule|방문사업 기준 고침
visit.check_in|방문 도착
visit.close_feed|방문 달력 닫음
visit.compare_weights|계획 무게 견줌
visit.compute_due|방문 차례 셈
visit.depart|방문 출발
visit.drop_plan|방문 계획안 버림
visit.drop_weights|계획 무게 버림
visit.end_absence|자리 비움 끝냄
visit.end_enrolment|방문 등록 끝냄
visit.end_hello|안부확인 맡김 끝냄
visit.end_invitations|동행 부탁 끝냄
visit.end_rule|방문사업 기준 끝냄
visit.enrol|방문 등록
visit.fail_plan|방문 계획 못 짬
visit.give_hello|안부확인 맡김
visit.hand_over|방문 넘김
visit.hello_missed|안부확인 못 만남
visit.hello|안부확인 적음
visit.incident|방문 중 안전 일 적음
visit.invite|동행 부탁
visit.move|방문 옮김
visit.note_absence|자리 비움 적음
visit.open_card|동행 카드 열람
visit.open_feed|방문 달력 엶
visit.open_programme|방문사업 엶
visit.overdue|방문 기한 지남
visit.pin_line|계획 줄 고정
visit.pin|방문 고정
visit.plan|방문 계획
visit.propose_plan|방문 계획안 나옴
visit.read|방문 목록
visit.record|방문 기록
visit.review_incident|안전 일 살핌
visit.schedule|방문 잡음
visit.set_order|방문 순서 정함
visit.set_terms|나오는 때 적음
visit.set_times|방문 시각 맞춤
visit.set_wish|방문 바람 적음
visit.try_weights|계획 무게 시험
visit.undo_hello|안부확인 되돌림
visit.walk_arrived|동행 도착
visit.walk_left|동행 마침
visiting.end|방문 요일 끝냄
visiting.enter|방문 요일 적음
volunteer.register|봉사자 적음
volunteer.renew|봉사자 다시 올림
volunteer.thank|봉사자 감사
work_item.approve|종결 승인
work_item.assign_by_tong|통·리 담당에게 나눔
work_item.assign|담당 바꿈
work_item.close|종결 올리기
work_item.confirm_assignments|배정 확정
work_item.linked|작업에 이음
work_item.met|만남 적음
work_item.read|발굴 작업
work_item.sweep|다시 살피기 만듦
work_list.read|작업목록
"""
WORDS = dict(line.split("|") for line in SAID.split("\n") if line)
UNNAMED = "그 밖의 일"


@register.filter
def act_words(act: str) -> str:
    """가구 화면 for household.read; a code nobody has named yet is kept from the reader."""
    return WORDS.get(act, UNNAMED)
