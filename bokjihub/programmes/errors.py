"""What the room refuses, in the officer's words."""

from bokjihub.ui.errors import OfficerError


class NotInYourReach(OfficerError):
    """맡은 지역이 아닙니다. 우리 읍·면·동이나 우리 시를 골라 주세요."""


class ApplicationHalf(OfficerError):
    """신청을 받으려면 시작과 끝을 모두 적어 주세요. 끝은 시작보다 뒤여야 합니다."""


class TooManySessions(OfficerError):
    """회차는 한 해 주 1회(52번)까지 적을 수 있습니다."""


class ReferenceWithoutSource(OfficerError):
    """견줄 비율에는 출처를 함께 적어 주세요(보기: 전국 평균)."""


class NotTakingApplications(OfficerError):
    """지금은 신청을 받지 않는 프로그램입니다. 신청 기간을 확인해 주세요."""


class AlreadyApplied(OfficerError):
    """이미 신청하신 분입니다."""


class CountOutOfRange(OfficerError):
    """한 번에 1명에서 5,000명까지 적을 수 있습니다."""


class NoRoomLeft(OfficerError):
    """정원보다 많이 뽑을 수 없습니다. 뽑을 분을 줄이거나 정원을 먼저 고쳐 주세요."""


class OthersApplied(OfficerError):
    """다른 동에서 신청한 분이 있어 우리 동만으로 뽑을 수 없습니다. 희망복지지원단에 맡겨 주세요."""


class ReasonMissing(OfficerError):
    """뽑지 않는 까닭을 적어 주세요."""


class NotOfThisProgramme(OfficerError):
    """이 프로그램에 참여하는 분이 아닙니다."""


class NotYetHeld(OfficerError):
    """아직 오지 않은 회차입니다. 그날부터 출석을 적을 수 있습니다."""


class NextDayMissing(OfficerError):
    """양성이면 이어서 할 일과 날을 적어 주세요(보기: 결과 듣기, 12. 2.)."""


class WordsMissing(OfficerError):
    """내용을 적어 주세요."""


class AlreadyClosed(OfficerError):
    """마친 프로그램입니다."""


class StillOpen(OfficerError):
    """아직 뽑지 않은 신청이 있습니다. 먼저 뽑아 주세요."""


class NotByAttendance(OfficerError):
    """교실·나들이·고향방문만 출석으로 결과를 적습니다. 검진은 한 분씩 결과를 적어 주세요."""


class SessionsOutOfRange(OfficerError):
    """몇 번 이상 오셔야 마침인지, 하는 회수 안에서 적어 주세요."""
