"""What may be refused about forms and measurements, in sentences for the officer."""

from bokjihub.ui.errors import OfficerError


class WorkbookBroken(OfficerError):
    """올린 엑셀 파일에 고칠 곳이 있습니다. 시트와 행, 열을 보고 고쳐 다시 올려 주세요."""


class SameAsBefore(OfficerError):
    """지금 쓰는 판과 같은 파일입니다. 바뀐 것이 없어 새 판을 만들지 않았습니다."""


class AlreadyOut(OfficerError):
    """이미 낸 판입니다. 고치려면 엑셀 파일을 고쳐 새 판으로 올려 주세요."""


class NotInUse(OfficerError):
    """쓰지 않는 판입니다. 새로 적으려면 지금 쓰는 판으로 열어 주세요."""


class AnswersWrong(OfficerError):
    """고칠 답이 있어 적지 못했습니다. 적으신 답은 그대로 있습니다."""


class NothingAnswered(OfficerError):
    """적은 답이 하나도 없습니다. 잰 값이나 답을 적어 주세요."""


class ConsentMissing(OfficerError):
    """건강 정보를 적으려면 본인의 건강정보 동의가 있어야 합니다. 동의를 먼저 받거나, 급할 때는 그 까닭을 골라 주세요."""


class NotOfThisHome(OfficerError):
    """이 가구의 가구원이 아닙니다. 누구를 쟀는지 다시 골라 주세요."""


class NotYetDone(OfficerError):
    """아직 오지 않은 날로는 적을 수 없습니다."""


class DeedMissing(OfficerError):
    """오늘 한 일을 한 줄로 적어 주세요."""


class FlagDone(OfficerError):
    """이미 마친 일입니다."""


class LimitNotForward(OfficerError):
    """기준값은 오늘이나 뒤의 날부터 바꿉니다."""


class LimitDecided(OfficerError):
    """이미 승인한 기준값입니다. 바꾸려면 새 값을 적어 주세요."""


class PlaceToSendMissing(OfficerError):
    """어디로 의뢰하는지 적어 주세요."""
