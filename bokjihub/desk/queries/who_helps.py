"""누가 도울 수 있나요: from a need of the survey or the ‘no’ of a benefit to who gives something against it, here and now.

The words that go along are a first draft of the referral's reason; whoever sends it cuts them to what the receiver must know.
"""

from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.actors import Actor
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.benefits.models import Application
from bokjihub.benefits.queries.screening import MEANS_TESTED, plain_name, refusal_of
from bokjihub.cases.models import SurveyAnswer
from bokjihub.people.models import Household
from bokjihub.resources.models import Need, Service
from bokjihub.resources.queries.directory import Wish, is_stale, services_for
from bokjihub.ui.words import official_date

HEALTH = "health"
# Which services answer a domain of the survey as shipped; a domain of the town's own looks among all.
OF_DOMAIN: dict[str, tuple[Need, ...]] = {
    "safety": (Need.MIND, Need.CARE),
    HEALTH: (Need.HEALTH, Need.MIND, Need.CARE),
    "daily": (Need.FOOD, Need.CARE, Need.DAILY),
    "family": (Need.CARE, Need.CHILD, Need.MIND),
    "social": (Need.MIND, Need.DAILY),
    "money": (Need.LIVING, Need.FOOD, Need.ENERGY, Need.DEBT),
    "education": (Need.CHILD,),
    "work": (Need.WORK,),
    "housing": (Need.HOME, Need.ENERGY),
    "rights": (Need.DEBT,),
}
# What stands in for a benefit that was refused, by the beginning of its name.
OF_BENEFIT: tuple[tuple[str, tuple[Need, ...]], ...] = (
    ("생계급여", (Need.LIVING, Need.FOOD)),
    ("의료", (Need.HEALTH,)),
    ("주거", (Need.HOME,)),
    ("교육", (Need.CHILD,)),
    ("에너지", (Need.ENERGY,)),
    ("기초연금", (Need.LIVING, Need.FOOD)),
    ("장애", (Need.CARE, Need.LIVING)),
    ("노인", (Need.CARE,)),
    ("한부모", (Need.CHILD, Need.LIVING)),
    ("아동", (Need.CHILD,)),
    ("부모급여", (Need.CHILD,)),
    ("양육", (Need.CHILD,)),
    ("긴급", (Need.LIVING, Need.FOOD)),
)


@dataclass(frozen=True)
class Asked:
    """What help is looked for: its name, why, the needs it answers to, and whether income stood in the way."""

    title: str
    why: str
    needs: tuple[Need, ...] = ()
    income_free: bool = False


@dataclass(frozen=True)
class Helper:
    """One service with whether it was lately asked."""

    service: Service
    is_stale: bool


def of_answer(answer: SurveyAnswer) -> Asked:
    """From one domain of the survey. What was found about health stays with the manager: only the wish goes along."""
    domain = frame(answer.survey.version).domain(answer.domain)
    label = domain.label if domain else answer.domain
    known = {one.name: one.label for one in domain.items} if domain else {}
    found = [known.get(one, one) for one in answer.items] if answer.domain != HEALTH else []
    parts = [f"{label}: {', '.join(found)}" if found else label]
    if answer.wish:
        parts.append(f"바라시는 것 - {answer.wish}")
    if answer.gap and answer.domain != HEALTH:
        parts.append(f"모자란 것 - {answer.gap}")
    return Asked(label, ". ".join(parts), OF_DOMAIN.get(answer.domain, ()))


def of_refusal(household_id: UUID, benefit: str, actor: Actor) -> Asked | None:
    """From a ‘no’ of the screening as it stands today, with how far it is from the line."""
    answer = refusal_of(household_id, actor.day, benefit)
    if answer is None:
        return None
    why = ". ".join(part.rstrip(". ") for part in (answer.first_reason, answer.flip) if part)
    return Asked(benefit, f"{benefit} 해당 없음: {why}", _needs_of(benefit), plain_name(benefit) in MEANS_TESTED)


def of_application(application: Application) -> Asked:
    """From a refused application, with the office's own reason."""
    benefit = application.benefit
    day = official_date(application.decided_on) if application.decided_on else ""
    why = f"{benefit} 신청이 거절됨({day}): {application.reason}"
    return Asked(benefit, why, _needs_of(benefit), plain_name(benefit) in MEANS_TESTED)


def helpers_for(asked: Asked, household: Household, actor: Actor) -> list[Helper]:
    """Services here that answer it: free places first, short waiting next; those that test no income where it stood in the way."""
    wish = Wish(
        needs=tuple(str(need) for need in asked.needs), area_id=household.area_id, income_free=asked.income_free
    )
    found = services_for(wish, actor.day).prefetch_related("areas")
    return [Helper(service, is_stale(service, actor.day)) for service in found]


def _needs_of(benefit: str) -> tuple[Need, ...]:
    return next((needs for start, needs in OF_BENEFIT if benefit.startswith(start)), ())
