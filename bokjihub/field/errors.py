"""What may be refused about devices and what they send, in sentences for the officer."""

from bokjihub.ui.errors import OfficerError


class OddBody(OfficerError):
    """기기가 보낸 기록에 알 수 없는 값이 있어 그대로 적지 못했습니다. 내용을 보고 정해 주세요."""


class UnknownKind(OfficerError):
    """이 판의 서버가 아직 모르는 기록입니다. 서버를 새 판으로 바꾼 뒤 다시 받아 주세요."""


class NothingThere(OfficerError):
    """기록이 가리키는 방문이나 가구가 이 시·군·구에 없습니다."""


class HalfWritten(OfficerError):
    """쓰다 만 기록입니다. 기기의 자료 기간이 끝났거나 기기를 닫아, 그때까지 쓴 것을 보냈습니다."""


class AlreadyCounselled(OfficerError):
    """같은 방문의 상담 기록이 이미 있습니다. 둘 다 남길지, 이것은 적지 않을지 정해 주세요."""


class PassedOn(OfficerError):
    """적은 분이 지금은 이 일을 맡고 있지 않습니다(발령·기기가 바뀜). 팀장이 보고 받아 주세요."""


class NeverCame(OfficerError):
    """앞 기록이 이레 동안 오지 않았습니다. 이 기록만으로 받을지 정해 주세요."""


class NotOpen(OfficerError):
    """이미 정한 기록입니다. 화면을 새로 열어 주세요."""


class ChangedAgain(OfficerError):
    """보시는 사이에 서버의 값이 또 바뀌었습니다. 새 값을 보고 다시 정해 주세요."""


class ChoiceMissing(OfficerError):
    """칸마다 어느 쪽을 남길지 골라 주세요."""


class ReasonMissing(OfficerError):
    """까닭을 한 줄로 적어 주세요. 나중에 적은 분이 봅니다."""


class DeviceNameMissing(OfficerError):
    """기기 이름을 적어 주세요. 잃어버렸을 때 어느 기기인지 알아봅니다."""


class DeviceIsClosed(OfficerError):
    """닫은 기기입니다. 이 기기로 다시 나가려면 새로 준비해 주세요."""


class NotYourDevice(OfficerError):
    """다른 분이 준비한 기기입니다. 잠근 뒤 ‘다른 분이 쓰시나요?’를 펴서 새로 준비해 주세요."""


class NoCity(OfficerError):
    """발령이 없어 기기를 준비할 수 없습니다. 발령을 먼저 확인해 주세요."""
