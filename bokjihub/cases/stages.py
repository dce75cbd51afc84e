"""The table of moves (process §11.3), and the order of the ten stages on the ruler. Pure."""

from dataclasses import dataclass

from bokjihub.cases.models import Case

S = Case.State
SELECTED = (S.SELECTED_GENERAL, S.SELECTED_COMPLEX, S.SELECTED_CARE)
# event: (from, to). Who may and what must stand first is asked by the action of the event's name.
MOVES: dict[str, tuple[tuple[Case.State, ...], Case.State]] = {
    "accept": ((S.REQUESTED,), S.ACCEPTED),
    "return": ((S.REQUESTED,), S.RETURNED),
    "start_survey": ((S.ACCEPTED,), S.SURVEYING),
    "submit_survey": ((S.SURVEYING,), S.CONFERENCE),
    "select_general": ((S.CONFERENCE,), S.SELECTED_GENERAL),
    "select_complex": ((S.CONFERENCE,), S.SELECTED_COMPLEX),
    "link_only": ((S.CONFERENCE,), S.LINK_ONLY),
    "not_select": ((S.CONFERENCE,), S.NOT_SELECTED),
    # 돌봄통합: surveyed and judged (법 제10조·제12조); a meeting may advise, it does not select.
    "start_assessment": ((S.ACCEPTED,), S.SURVEYING),
    "judge_target": ((S.SURVEYING,), S.SELECTED_CARE),
    "judge_other": ((S.SURVEYING,), S.NOT_SELECTED),
    "propose_transfer": ((*SELECTED, S.PLANNING, S.SERVING), S.TRANSFER_PENDING),
    "start_plan": (SELECTED, S.PLANNING),
    "approve_plan": ((S.PLANNING,), S.SERVING),
    "suspend": ((S.SERVING,), S.SUSPENDED),
    "resume": ((S.SUSPENDED,), S.SERVING),
    "propose_closing": ((S.SERVING, S.LINK_ONLY, S.SUSPENDED), S.CLOSING),
    "approve_closing": ((S.CLOSING,), S.CLOSED),
    "plan_aftercare": ((S.CLOSED,), S.AFTERCARE),
    "end": ((S.AFTERCARE,), S.ENDED),
}
# Moves that lead back to where the case came from; the row that asked keeps that state.
BACK: dict[str, tuple[Case.State, tuple[Case.State, ...]]] = {
    "answer_transfer": (S.TRANSFER_PENDING, (*SELECTED, S.PLANNING, S.SERVING)),
    "take_back_transfer": (S.TRANSFER_PENDING, (*SELECTED, S.PLANNING, S.SERVING)),
    "return_closing": (S.CLOSING, (S.SERVING, S.LINK_ONLY, S.SUSPENDED)),
}
EVENTS = {
    "request": "의뢰",
    "reopen": "재사례관리 의뢰",
    "accept": "접수",
    "return": "돌려보냄",
    "start_survey": "조사 시작",
    "submit_survey": "조사 마침",
    "select_general": "선정(일반)",
    "select_complex": "선정(고난도)",
    "link_only": "서비스연계 결정",
    "not_select": "미선정",
    "apply_care": "통합지원 신청",
    "start_assessment": "조사 맡김",
    "record_assessment": "조사 마침",
    "judge_target": "판정 - 통합지원 대상",
    "judge_other": "판정 - 대상 아님",
    "propose_transfer": "이관 제안",
    "answer_transfer": "이관 답",
    "take_back_transfer": "이관 제안 거둠",
    "start_plan": "계획 시작",
    "approve_plan": "계획 승인",
    "suspend": "보류",
    "resume": "다시 제공",
    "propose_closing": "종결 올림",
    "approve_closing": "종결 승인",
    "return_closing": "종결 되돌림",
    "plan_aftercare": "사후관리 시작",
    "end": "사후관리 끝",
}


@dataclass(frozen=True)
class Stage:
    """One mark of the ruler: the events that finish it, the clock that runs in it."""

    code: str
    label: str
    done_by: frozenset[str]
    clock: str = ""


RULER = (
    Stage("request", "접수", frozenset({"accept", "return"}), "case.accept"),
    Stage("survey", "조사", frozenset({"submit_survey"}), "case.survey"),
    Stage(
        "conference",
        "회의",
        frozenset({"select_general", "select_complex", "link_only", "not_select"}),
        "case.conference",
    ),
    Stage("plan", "계획", frozenset({"approve_plan"}), "case.plan"),
    Stage("serve", "제공·점검", frozenset({"propose_closing"}), "case.check"),
    Stage("closing", "종결", frozenset({"approve_closing"}), "case.closing"),
    Stage("aftercare", "사후관리", frozenset({"end"}), "case.aftercare"),
)
# The same seven columns for integrated care, so that one list shows both.
CARE_RULER = (
    RULER[0],
    Stage("survey", "조사", frozenset({"record_assessment"}), "care.survey"),
    Stage("conference", "판정", frozenset({"judge_target", "judge_other"}), "care.judge"),
    Stage("plan", "계획", frozenset({"approve_plan"}), "care.plan"),
    Stage("serve", "제공·점검", frozenset({"propose_closing"}), "care.check"),
    *RULER[5:],
)


def ruler_of(case: Case) -> tuple[Stage, ...]:
    """The marks a case passes."""
    return CARE_RULER if case.is_care else RULER


def target(event: str, state: str) -> Case.State | None:
    """Where `event` leads from `state`; None where the table knows no such move."""
    sources, to = MOVES[event]
    return to if state in sources else None


def plan_clock(case: Case) -> str:
    """The days a plan is due in: integrated care has its own, its law knows no thirty days."""
    return "care.plan" if case.is_care else "case.plan"


def check_clock(case: Case) -> str:
    """The days a check is due in: of integrated care a limit of the law."""
    return "care.check" if case.is_care else "case.check"
