"""What may be refused about counselling, in sentences for the officer."""

from bokjihub.ui.errors import OfficerError


class WordsMissing(OfficerError):
    """말씀이 비어 있습니다. 하신 말씀을 그대로 한 줄이라도 적어 주세요."""


class NextCheckMissing(OfficerError):
    """다음 확인일이 비어 있습니다. 이 조치는 되었는지 다시 볼 날이 있어야 합니다."""


class NextCheckTooEarly(OfficerError):
    """다음 확인일은 상담한 날보다 뒤여야 합니다."""


class FutureCounselling(OfficerError):
    """아직 오지 않은 날의 상담은 적을 수 없습니다."""


class ToldMissing(OfficerError):
    """무엇을 안내했는지 하나라도 골라 주세요. 나중에 그 급여를 신청하셨는지 봅니다."""


class ExclusionReasonMissing(OfficerError):
    """비대상인 까닭을 한 줄로 적어 주세요."""


class ConsentUnsaid(OfficerError):
    """동의를 받았는지, 받지 못했으면 왜인지 적어 주세요. 동의 없이는 다른 기관에 알릴 수 없습니다."""


class AlreadyTranscribed(OfficerError):
    """이 상담은 이미 행복이음에 옮겨 적었습니다."""


class NothingToUndo(OfficerError):
    """되돌릴 것이 없습니다. 방금 적은 것은 5분 안에 적은 분만 되돌립니다."""


class MarketDayClosed(OfficerError):
    """그날의 이동상담이 아닙니다. 오늘 자리를 골라 주세요."""


class CallNeedsName(OfficerError):
    """다시 연락을 원하시면 이름과 전화를 적고, 연락해도 좋다는 동의를 받아 주세요."""


class DeskClosesFirst(OfficerError):
    """앉는 때를 확인해 주세요. 끝나는 시각이 시작보다 뒤여야 합니다."""


class PlaceMissing(OfficerError):
    """어디에서 여는지 적어 주세요."""


class ContactHasAHome(OfficerError):
    """이분은 이미 어느 가구인지 적혀 있습니다. 다른 가구라면 먼저 되돌려 주세요. 그 자리에서 새로 적은 가구는 ‘가구 합치기’로 잇습니다."""


class PersonGone(OfficerError):
    """그 가구는 다른 가구와 합쳐졌거나 맡은 읍·면·동 밖입니다. 다시 찾아 주세요."""


class NotLinked(OfficerError):
    """이어 적은 것이 없거나 이미 되돌렸습니다."""


class WorryStillOpen(OfficerError):
    """이을 때 올린 걱정이 아직 열려 있습니다. 걱정을 먼저 ‘잘못 등록’으로 마치면 되돌릴 수 있습니다."""
