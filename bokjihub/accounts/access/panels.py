"""Which panels of the household page a role sees, and how much: the matrix of screens §4.4 as data.

A panel not listed for a role is not rendered, its query is not run and its fields are absent from the response (R4).
"""

from enum import StrEnum

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role


class Panel(StrEnum):
    """The parts of the household page."""

    SUMMARY = "summary"
    CONTACT = "contact"
    ADDRESS = "address"
    DUE = "due"
    WHY = "why"
    REPORT_WORDS = "report_words"
    PEOPLE = "people"
    DOOR_HINT = "door_hint"
    HEALTH = "health"
    MONEY = "money"
    BENEFITS = "benefits"
    WEEK = "week"
    CASE = "case"
    EMERGENCY = "emergency"
    SAFETY = "safety"
    PAST = "past"
    LOOKED = "looked"


class Degree(StrEnum):
    """All of it, or the part named in the cell of screens §4.4."""

    ALL = "all"
    PART = "part"


ALL, PART = Degree.ALL, Degree.PART
P = Panel
_EVERYWHERE = {P.SUMMARY: ALL, P.CONTACT: PART, P.ADDRESS: ALL, P.PEOPLE: ALL, P.LOOKED: PART}
_OFFICER_IN_CHARGE = {
    **_EVERYWHERE,
    **dict.fromkeys((P.DUE, P.WHY, P.REPORT_WORDS, P.DOOR_HINT, P.MONEY, P.BENEFITS, P.WEEK, P.EMERGENCY, P.PAST), ALL),
    **dict.fromkeys((P.HEALTH, P.CASE, P.SAFETY), PART),
}
_OFFICER_OTHER = {
    **_EVERYWHERE,
    P.WEEK: ALL,
    **dict.fromkeys((P.DUE, P.WHY, P.DOOR_HINT, P.BENEFITS, P.EMERGENCY, P.SAFETY, P.PAST), PART),
}
MATRIX: dict[Role, dict[Panel, Degree]] = {
    Role.TEAM_HEAD: {
        **_OFFICER_IN_CHARGE,
        **dict.fromkeys((P.CASE, P.SAFETY, P.LOOKED), ALL),
    },
    Role.VISITING_NURSE: {
        **_EVERYWHERE,
        P.SUMMARY: PART,
        **dict.fromkeys((P.DOOR_HINT, P.HEALTH, P.WEEK), ALL),
        **dict.fromkeys((P.DUE, P.BENEFITS, P.CASE, P.SAFETY, P.PAST), PART),
    },
    Role.CASE_MANAGER: {
        **_EVERYWHERE,
        **dict.fromkeys((P.DUE, P.WHY, P.DOOR_HINT, P.MONEY, P.BENEFITS, P.WEEK, P.CASE, P.EMERGENCY, P.PAST), ALL),
        **dict.fromkeys((P.REPORT_WORDS, P.HEALTH, P.SAFETY), PART),
    },
    Role.HOPE_UNIT: {
        **_EVERYWHERE,
        **dict.fromkeys((P.DUE, P.BENEFITS, P.WEEK, P.CASE, P.EMERGENCY, P.SAFETY, P.PAST), ALL),
        **dict.fromkeys((P.WHY, P.DOOR_HINT, P.MONEY), PART),
    },
    Role.EMERGENCY_OFFICER: {
        **_EVERYWHERE,
        **dict.fromkeys((P.MONEY, P.BENEFITS, P.WEEK, P.EMERGENCY), ALL),
        **dict.fromkeys((P.DUE, P.WHY, P.DOOR_HINT, P.CASE, P.SAFETY, P.PAST), PART),
    },
    Role.COUNSEL_SPECIALIST: {
        **_EVERYWHERE,
        **dict.fromkeys((P.MONEY, P.BENEFITS), ALL),
        **dict.fromkeys((P.DUE, P.WHY, P.DOOR_HINT, P.WEEK, P.EMERGENCY, P.PAST), PART),
    },
}
MATRIX[Role.EMERGENCY_HEAD] = MATRIX[Role.EMERGENCY_OFFICER]


def panels_for(actor: Actor, *, in_charge: bool) -> dict[Panel, Degree]:
    """The union of what the actor's roles see; a dong officer sees more of a household that is theirs (담당)."""
    seen: dict[Panel, Degree] = {}
    for role in actor.roles:
        rows = MATRIX.get(role, {})
        if role == Role.DONG_OFFICER:
            rows = _OFFICER_IN_CHARGE if in_charge else _OFFICER_OTHER
        for panel, degree in rows.items():
            if seen.get(panel) is not ALL:
                seen[panel] = degree
    return seen
