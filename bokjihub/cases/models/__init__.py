"""Tables of case management, one module a step. Every row stands in a dong and names its household (row security)."""

from bokjihub.cases.models.care import CareApplication, CareAssessment, CareSignature
from bokjihub.cases.models.case import Case, StageEvent, TransferProposal
from bokjihub.cases.models.closing import Aftercare, Closing
from bokjihub.cases.models.conference import (
    AgendaItem,
    Attendee,
    AttendeeSignature,
    Conference,
    Decision,
    Duty,
    Invitation,
    Opinion,
)
from bokjihub.cases.models.labels import CaseLabel
from bokjihub.cases.models.plan import (
    Check,
    CheckGoal,
    CheckService,
    ClientTask,
    Goal,
    Plan,
    PlanService,
    PlanSignature,
)
from bokjihub.cases.models.relations import Around, Kin, KinTie
from bokjihub.cases.models.survey import Survey, SurveyAnswer

__all__ = [
    "Aftercare",
    "AgendaItem",
    "Around",
    "Attendee",
    "AttendeeSignature",
    "CareApplication",
    "CareAssessment",
    "CareSignature",
    "Case",
    "CaseLabel",
    "Check",
    "CheckGoal",
    "CheckService",
    "ClientTask",
    "Closing",
    "Conference",
    "Decision",
    "Duty",
    "Goal",
    "Invitation",
    "Kin",
    "KinTie",
    "Opinion",
    "Plan",
    "PlanService",
    "PlanSignature",
    "StageEvent",
    "Survey",
    "SurveyAnswer",
    "TransferProposal",
]
