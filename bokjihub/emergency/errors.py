"""What an officer reads when something is not possible: what happened, by which article, and what is."""

from bokjihub.ui.errors import OfficerError


class WrongStep(OfficerError):
    """지금 단계에서는 할 수 없습니다. 화면을 다시 열어 지금 상태를 보아 주세요."""


class ReasonNotInForce(OfficerError):
    """요청한 날에는 인정되지 않던 위기사유입니다."""


class DetailMissing(OfficerError):
    """무엇에 쓰는 지원인지 내역을 골라 주세요."""


class MedicalNeedsIllness(OfficerError):
    """의료지원은 중한 질병이나 부상일 때 할 수 있습니다(시행령 제3조제1항). 다른 사유라면 생계·주거지원을 살펴보세요."""


class SameCrisisUnclear(OfficerError):
    """앞서 같은 사유로 같은 지원을 했습니다. 같은 위기가 이어진 것인지, 새 위기라면 무엇이 다른지 적어 주세요."""


class SameKindHelp(OfficerError):
    """같은 지원을 이미 받고 있습니다(법 제3조제2항)."""


class FutureDay(OfficerError):
    """오늘보다 뒤의 날은 적을 수 없습니다."""


class CheckMissing(OfficerError):
    """같은 지원을 받고 있는지 무엇으로 확인했는지 적어 주세요(법 제3조제2항)."""


class ConsentMissing(OfficerError):
    """금융정보 제공 동의를 받았는지, 나중에 받는 까닭이 무엇인지 골라 주세요(법 제8조의2)."""


class FindingsMissing(OfficerError):
    """현장에서 본 것을 적어 주세요(법 제8조제1항)."""


class AmountTooHigh(OfficerError):
    """한 번에 줄 수 있는 금액을 넘습니다."""


class NoticeMissing(OfficerError):
    """이 지원의 확인된 금액이 없습니다. 금액이 적힌 고시나 안내의 이름과 날짜를 함께 적어 주세요."""


class GrantWaiting(OfficerError):
    """이미 올린 결정이 있습니다. 그 결정이 난 뒤에 올려 주세요."""


class NeedMissing(OfficerError):
    """위기가 이어진다고 본 까닭을 적어 주세요(법 제10조)."""


class PeriodsOverlap(OfficerError):
    """앞선 지원이 끝난 다음 날부터 이어야 합니다."""


class SameHand(OfficerError):
    """올린 사람이 스스로 결정할 수 없습니다. 다른 결정권자가 열어 주세요."""


class WhyAndWhatElse(OfficerError):
    """지원하지 않는 까닭과, 대신 살펴볼 다른 길을 함께 적어 주세요(법 제4조제2항·제3항)."""


class NotDecided(OfficerError):
    """아직 승인되지 않았습니다. 먼저 지원해야 하면 현장확인에 ‘담당공무원 먼저 지원’을 표시해 주세요(법 제8조제3항)."""


class PaidTooMuch(OfficerError):
    """결정한 금액을 넘습니다."""


class CashReasonMissing(OfficerError):
    """현금으로 드리는 까닭을 적어 주세요. 금융기관이나 우체국이 없는 곳에 사는 등 부득이할 때만 됩니다(시행령 제2조제3항, 제7조의2)."""


class PayTheClinic(OfficerError):
    """의료지원은 의료기관이나 약국에 지급합니다(시행령 제3조제3항). 다른 지원은 계좌·현금·현물로 지급합니다."""


class FigureMissing(OfficerError):
    """소득과 재산을 적어 주세요. 금융재산은 조회가 오면 나중에 적어도 됩니다(시행령 제7조제1항)."""


class JudgementMissing(OfficerError):
    """이 날의 확인된 기준이 없는 항목이 있습니다. 고시를 보고 기준 안인지 직접 골라 주세요."""


class ReasonMissing(OfficerError):
    """까닭을 적어 주세요."""


class RecoverAmountWrong(OfficerError):
    """돌려받을 금액이 맞지 않습니다."""


class ObjectionTooLate(OfficerError):
    """이의신청 기간이 지났습니다."""


class NotFollowedUp(OfficerError):
    """사후조사와 적정성 심사를 마친 뒤에 끝낼 수 있습니다(법 제13조, 제14조)."""


class ObjectionOpen(OfficerError):
    """이의신청을 다루는 중입니다. 시·도의 답을 적은 뒤에 끝낼 수 있습니다."""


class NotThisForeigner(OfficerError):
    """외국인은 법이 정한 다섯 가지에 드는 분만 지원할 수 있습니다(법 제5조의2, 시행령 제1조의2). 상담·민간 연계를 살펴보세요."""


class ForeignProofMissing(OfficerError):
    """무엇으로 확인했는지 적어 주세요. 예: 혼인관계증명서, 난민인정증명서."""


class IllnessMissing(OfficerError):
    """앞서 의료지원을 한 가구입니다. 같은 상병인지 볼 수 있게 상병의 분류(KCD 세 자리)를 적어 주세요."""


class IllnessUnknown(OfficerError):
    """상병은 한국표준질병·사인분류의 세 자리로 적어 주세요. 예: C16, I63."""


class SameIllness(OfficerError):
    """같은 상병으로는 다시 지원할 수 없습니다."""


class WrongQuarter(OfficerError):
    """교육지원은 신청일이 속하는 분기의 것을 지급합니다(시행령 제5조의2제5항)."""


class NothingOnward(OfficerError):
    """무엇을 이어 드렸는지 적어 주세요. 위기가 풀렸으면 그렇게 적습니다(법 제4조제2항·제3항)."""


class OnwardWrong(OfficerError):
    """이 가구의 의뢰나 신청만, 어디로 이었는지에 맞게 고를 수 있습니다."""


class RecoveryOpen(OfficerError):
    """돌려받을 돈이 남았거나 환수 결정을 기다립니다. 환수를 끝낸 뒤에 마칠 수 있습니다(법 제15조)."""


class RecoveryWaiting(OfficerError):
    """이미 올린 환수가 있습니다. 그 결정이 난 뒤에 올려 주세요."""


class GroundUnfit(OfficerError):
    """그 까닭으로 돌려받으려면 먼저 심의위원회의 심사 결과가 있어야 합니다(법 제14조, 제15조)."""


class NotObjectable(OfficerError):
    """초과 지원분의 반환(법 제15조제3항)은 이의신청의 대상으로 정해져 있지 않습니다(법 제16조제1항). 행정심판을 안내해 주세요."""


class BookWrong(OfficerError):
    """장부의 금액이 맞지 않습니다."""


class OutcomeMissing(OfficerError):
    """시·도가 어떻게 처리했는지 골라 주세요(법 제16조제2항)."""


class CommitteeWrong(OfficerError):
    """위원회의 사람 수가 법과 맞지 않습니다. 15명까지, 전문가와 민간단체 추천이 절반 이상이어야 합니다(법 제12조제2항·제3항)."""


class NoQuorum(OfficerError):
    """재적위원의 과반수가 나와야 의결할 수 있습니다(시행규칙 제5조제2항). 성원이 안 되면 ‘다음 회의로’만 고를 수 있습니다."""


class VotesWrong(OfficerError):
    """찬성한 위원은 나온 위원보다 많을 수 없습니다."""


class AlreadyOnAgenda(OfficerError):
    """이 지원은 이미 심의에 부쳐져 있습니다."""


class NothingToDecide(OfficerError):
    """이 안건은 지금 심의할 수 없습니다."""


class NotTheDecider(OfficerError):
    """거절은 전결하는 분이 정합니다. 이대로 올릴 수 없으면 까닭을 적어 담당자에게 되돌려 주세요."""
