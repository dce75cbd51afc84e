"""What may be refused about visits, in sentences for the officer (screens §7.4)."""

from bokjihub.ui.errors import OfficerError


class DayIsPast(OfficerError):
    """지난 날로는 방문을 잡을 수 없습니다. 오늘이나 뒤의 날을 골라 주세요."""


class PairNeeded(OfficerError):
    """첫 방문이나 방문 주의가 있는 집에는 두 사람이 갑니다. 함께 갈 분을 고르거나, 혼자 가는 까닭을 적고 팀장 승인을 받아 주세요."""


class SomebodyTaken(OfficerError):
    """그 시간에 다른 방문이 있는 분이 있습니다. 다른 시각이나 다른 분을 골라 주세요."""


class AbsenceIsOdd(OfficerError):
    """자리를 비우는 때를 확인해 주세요. 끝나는 시각이 시작보다 뒤여야 합니다."""


class VolunteerNeedsConsent(OfficerError):
    """봉사자와 함께 가려면 본인의 동의가 있어야 합니다. 동의를 먼저 받거나, 법에 정한 까닭을 골라 주세요."""


class AddressSealed(OfficerError):
    """주소를 가린 가구에는 공무원만 함께 갑니다. 다른 담당이나 간호사를 골라 주세요."""


class HomeKeepsAway(OfficerError):
    """이 집에 가지 않기로 한 분입니다(친족이거나 이웃이거나 불편한 사이). 다른 분을 골라 주세요."""


class AgainstTheWish(OfficerError):
    """이 집이 바라는 것을 갖춘 분이 없습니다. 다른 분과 함께 가거나, 바람과 다르게 가는 까닭을 적어 주세요."""


class WishHoursAreOdd(OfficerError):
    """집에 계시는 때를 확인해 주세요. 끝나는 시각이 시작보다 뒤여야 합니다."""


class NotOfOurTeam(OfficerError):
    """우리 팀과 함께 방문하는 분이 아닙니다. 그분이 속한 동의 담당이 적습니다."""


class NotALeader(OfficerError):
    """방문은 담당 공무원, 간호사, 사례관리사가 이끕니다. 이끌 분을 다시 골라 주세요."""


class ApproverMustBeAnother(OfficerError):
    """혼자 가는 방문은 가는 사람이 아닌 팀장이 승인합니다."""


class AloneNeedsReason(OfficerError):
    """혼자 가는 까닭을 한 줄로 적어 주세요. 팀장이 그 까닭을 보고 승인합니다."""


class NotWaiting(OfficerError):
    """승인을 기다리는 방문이 아닙니다. 이미 결정되었거나 취소되었습니다."""


class NotPlanned(OfficerError):
    """예약된 방문이 아닙니다. 승인을 기다리거나 이미 적은 방문입니다."""


class AlreadyRecorded(OfficerError):
    """이 방문은 이미 적었습니다. 적힌 기록을 보고, 덧붙일 것이 있으면 상담 기록으로 남겨 주세요."""


class NotRecorded(OfficerError):
    """아직 적지 않은 방문입니다. 방문 기록을 먼저 적어 주세요."""


class NotYetTheDay(OfficerError):
    """아직 방문일이 아닙니다. 오늘 다녀오셨다면 방문일을 먼저 오늘로 바꿔 주세요."""


class NextDateMissing(OfficerError):
    """다음 확인일이 비어 있습니다. 다시 갈 날이나 다시 확인할 날을 넣어 주세요."""


class NextDateTooEarly(OfficerError):
    """다음 확인일은 방문한 날보다 뒤여야 합니다."""


class IncidentMissing(OfficerError):
    """안전상 중단이면 무슨 일이 있었는지 한 줄로 적어 주세요. 다음에 가는 분을 지킵니다."""


class ReasonMissing(OfficerError):
    """왜 취소하는지 한 줄로 적어 주세요."""


class AnotherVisitThatWeek(OfficerError):
    """같은 주에 다른 사업의 방문이 있습니다. 함께 가거나, 또 가는 까닭을 적고 잡아 주세요."""


class AlreadyEnrolled(OfficerError):
    """이미 등록된 분입니다. 바꾸려면 지금 등록을 끝내고 다시 등록해 주세요."""


class EnrolmentIncomplete(OfficerError):
    """등록하려면 까닭과, 사업이 요구하는 날(출산예정일이나 정한 날)이나 관리군이 있어야 합니다."""


class EnrolmentEnded(OfficerError):
    """이미 끝난 등록입니다."""


class RuleNotForward(OfficerError):
    """방문 기준은 오늘이나 뒤의 날부터 바꿉니다. 지난 날의 기준은 그때의 명단과 함께 남습니다."""


class RuleIncomplete(OfficerError):
    """방문 기준에 값이 빠졌습니다. 나이·주수·날수, 기간, 횟수를 확인해 주세요."""


class PlanIsSettled(OfficerError):
    """이 계획안은 이미 확정했거나 버렸습니다. ‘계획 짜기’로 새로 짜 주세요."""


class PlanIsBeingMade(OfficerError):
    """아직 짜는 중입니다. 잠시 뒤 다 짜이면 확정해 주세요."""


class NobodyToPlan(OfficerError):
    """방문할 집이 없습니다. 예약한 방문도, 갈 차례가 된 집도 없습니다."""


class NotOfThisWeek(OfficerError):
    """이 주의 날이 아닙니다. 계획안은 그 주의 날 안에서 옮깁니다. 다른 주로 가려면 그 주의 계획을 짭니다."""


class MayNotGo(OfficerError):
    """이 분은 이 집에 갈 수 없습니다. 다른 분을 골라 주세요."""


class MovedMeanwhile(OfficerError):
    """그사이 다른 분이 이 방문을 옮겼습니다. 지금 자리를 보고 다시 옮겨 주세요."""


class TimeIsPromised(OfficerError):
    """집과 약속한 시각입니다. 먼저 집에 알리고, ‘옮기기’에서 ‘집에 알렸습니다’에 표시한 뒤 옮겨 주세요."""


class InvitationIsOver(OfficerError):
    """이 초대는 끝났습니다. 방문을 마쳤거나 취소했거나, 다른 분이 가십니다."""


class NothingCompared(OfficerError):
    """견주어 본 무게가 없습니다. 먼저 무게를 고르고 ‘견주어 보기’를 눌러 주세요."""


class NotAtTheDoor(OfficerError):
    """먼저 ‘도착했어요’를 눌러 주세요."""


class NotANeighbour(OfficerError):
    """안부확인은 이 동의 봉사자·명예사회복지공무원·통·이장·협의체 위원 가운데 한 분께 맡깁니다."""


class NotAHelloHome(OfficerError):
    """안부확인에 등록된 집이 아니거나 등록이 끝났습니다. 먼저 안부확인에 등록해 주세요."""


class HelloNeedsConsent(OfficerError):
    """이웃에게 이름과 주소를 알리려면 본인의 ‘봉사자 동행’ 동의가 있어야 합니다. 동의를 먼저 받아 주세요."""


class HelloIsOver(OfficerError):
    """이 집은 지금 맡고 계신 집이 아닙니다. 동의가 끝났거나 다른 분이 맡았습니다. 담당자에게 물어봐 주세요."""


class HelloStands(OfficerError):
    """10분이 지났거나 동에 알려진 기록은 되돌릴 수 없습니다. 잘못 적으셨으면 담당자에게 전화해 주세요."""
