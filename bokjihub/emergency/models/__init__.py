"""Tables of emergency aid: the law's rows, the aid and its money, what follows, the committee, the books."""

from bokjihub.emergency.models.after import ExtensionDecision, FollowUp, Objection, Onward, Review
from bokjihub.emergency.models.aid import EmergencyAid, Grant, NumberBook, Payment, illness_mark
from bokjihub.emergency.models.committee import AgendaItem, Sitting
from bokjihub.emergency.models.law import DETAILS, ONE_TIME, CrisisReason, Detail, Kind, Limit
from bokjihub.emergency.models.money import Appropriation, Recovery, RecoveryEntry

__all__ = [
    "DETAILS",
    "ONE_TIME",
    "AgendaItem",
    "Appropriation",
    "CrisisReason",
    "Detail",
    "EmergencyAid",
    "ExtensionDecision",
    "FollowUp",
    "Grant",
    "Kind",
    "Limit",
    "NumberBook",
    "Objection",
    "Onward",
    "Payment",
    "Recovery",
    "RecoveryEntry",
    "Review",
    "Sitting",
    "illness_mark",
]
