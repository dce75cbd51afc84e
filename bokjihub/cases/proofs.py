"""What each reason for closing asks for (process §2.5), and what is still missing. Reads; changes nothing."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bokjihub.cases.models import Case, CheckGoal, Closing, Plan
from bokjihub.discovery.models import ContactAttempt
from bokjihub.discovery.queries.ladder import rungs, since_reached, what_is_left

Reason = Closing.Reason
# The words that must be written for a reason, as the label of the field.
PROOF_WORDS = {
    Reason.TRANSFERRED: "받는 곳이 받아들인 것",
    Reason.MOVED: "옮긴 곳과 인계·확인",
    Reason.ADMITTED: "어느 시설·병원인지",
    Reason.DIED: "돌아가신 날과 확인한 출처",
    Reason.DUPLICATE: "어느 기록과 같은지",
    Reason.OTHER: "무엇 때문인지",
}
# Which fields of the sheet only some reasons ask for; the page shows them when one of these is chosen.
ASKED_FOR: dict[str, tuple[Closing.Reason, ...]] = {
    "proof": tuple(PROOF_WORDS),
    "refused_by": (Reason.REFUSED,),
    "capacity_judged": (Reason.REFUSED,),
    "second_offer_by": (Reason.REFUSED,),
    "next_on": (Reason.REFUSED, Reason.UNREACHABLE),
}
# 통합지원의 종료 (돌봄통합법 시행규칙 제11조제1호–제5호); moving away and a double entry end the file, not the care.
CARE_ENDS = (
    Reason.DIED,
    Reason.ADMITTED,
    Reason.SINGLE_NEED,
    Reason.REFUSED,
    Reason.OTHER,
    Reason.MOVED,
    Reason.DUPLICATE,
)


def reasons_of(case: Case) -> tuple[Closing.Reason, ...]:
    """The reasons a case of this kind may be closed for."""
    return CARE_ENDS if case.is_care else tuple(Reason)


@dataclass(frozen=True)
class Draft:
    """A closing as it is about to be proposed."""

    reason: Closing.Reason
    proof: str = ""
    refused_by: str = ""
    capacity_judged: str = ""
    second_offer_by: str = ""
    continuing: str = ""
    has_next_date: bool = False


def missing(case: Case, draft: Draft) -> list[str]:
    """What is not there yet, in words; empty when the reason stands."""
    wanted: list[tuple[bool, str]] = []
    if draft.reason in PROOF_WORDS:
        wanted.append((bool(draft.proof.strip()), PROOF_WORDS[draft.reason]))
    if draft.reason == Reason.GOAL_MET:
        wanted.append((_goals_have_results(case), "목표마다 점검한 결과"))
    if draft.reason == Reason.IMPROVED:
        again = case.surveys.filter(submitted_on__isnull=False, round__gte=2).exists()
        wanted.append((again, "다시 한 위기도 조사"))
    if draft.reason == Reason.SINGLE_NEED:
        wanted.append((bool(draft.continuing.strip()), "이어지는 서비스"))
    if draft.reason == Reason.REFUSED:
        wanted += [
            (bool(draft.refused_by.strip()), "누가 거부했는지"),
            (bool(draft.capacity_judged.strip()), "판단 능력"),
            (bool(draft.second_offer_by.strip()), "다른 사람이 한 번 더 여쭘"),
        ]
    if draft.reason in (Reason.REFUSED, Reason.UNREACHABLE):
        wanted.append((draft.has_next_date, "다음 날짜"))
    gaps = [words for stands, words in wanted if not stands]
    return gaps + (_ladder_left(case.household_id) if draft.reason == Reason.UNREACHABLE else [])


def _goals_have_results(case: Case) -> bool:
    plan = Plan.objects.filter(case=case, state=Plan.State.ACTIVE).first()
    if plan is None:
        return False
    judged = set(CheckGoal.objects.filter(goal__plan=plan).values_list("goal_id", flat=True))
    return judged == set(plan.goals.values_list("id", flat=True)) and bool(judged)


def _ladder_left(household_id: UUID) -> list[str]:
    """The needed rungs of the contact ladder (process §5.4) since the person was last reached."""
    tries = list(ContactAttempt.objects.filter(household_id=household_id).order_by("at", "recorded_at"))
    return what_is_left(rungs(since_reached(tries), today=timezone.localdate()))
