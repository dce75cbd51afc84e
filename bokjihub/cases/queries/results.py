"""What came of a case: how far each goal went, what arrived and how content the person is, how the domains moved; and what a new
version of a plan changes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bokjihub.assessments.queries.by_domain import frame
from bokjihub.cases.models import Case, CheckGoal, CheckService, Plan, PlanService, Survey
from bokjihub.ui.words import official_date

REACHED = 100
TEXTS = {
    "coordination": "여러 기관이 함께할 때 나누는 방법",
    "private_help": "민간과 잇는 방법",
    "family_opinion": "본인·가족의 뜻",
    "crisis_plan": "위기 때 연락·대응",
}


@dataclass(frozen=True)
class Domain:
    """One domain, first and last round; `moved` below nothing is better."""

    label: str
    first: int | None
    last: int | None

    @property
    def moved(self) -> int | None:
        """Steps of the scale; unknown where the town's form changed in between."""
        return None if self.first is None or self.last is None else self.last - self.first


@dataclass(frozen=True)
class Delivered:
    """One service over all checks: how often it came as planned, how content the person was."""

    name: str
    provider: str
    checks: int
    as_planned: int
    satisfaction: float | None


@dataclass(frozen=True)
class Results:
    """The whole account."""

    goals: int
    reached: int
    average: int | None
    services: tuple[Delivered, ...]
    domains: tuple[Domain, ...]
    first_round: int | None = None
    last_round: int | None = None

    @property
    def satisfaction(self) -> float | None:
        """Mean over the services asked about."""
        given = [one.satisfaction for one in self.services if one.satisfaction is not None]
        return round(sum(given) / len(given), 1) if given else None


def results_of(case: Case) -> Results:
    """From the plan in force (or the last one that was), every check of the case and its surveys."""
    plan = case.plans.exclude(state=Plan.State.DRAFT).order_by("-version").first()
    progress = _last_progress(plan)
    rounds = list(case.surveys.filter(submitted_on__isnull=False).select_related("version").order_by("round"))
    first, last = (rounds[0], rounds[-1]) if len(rounds) > 1 else (None, None)
    return Results(
        goals=plan.goals.count() if plan else 0,
        reached=sum(one >= REACHED for one in progress),
        average=round(sum(progress) / len(progress)) if progress else None,
        services=tuple(_delivered(case)),
        domains=tuple(_moves(first, last)) if first and last else (),
        first_round=first.round if first else None,
        last_round=last.round if last else None,
    )


def _last_progress(plan: Plan | None) -> list[int]:
    if plan is None:
        return []
    rows = CheckGoal.objects.filter(goal__plan=plan).order_by("check_record__checked_on", "id")
    return list(dict(rows.values_list("goal_id", "progress")).values())


def _delivered(case: Case) -> list[Delivered]:
    """By name and provider, so that a line copied into a new version goes on counting."""
    found: dict[tuple[str, str], list[CheckService]] = {}
    for row in CheckService.objects.filter(check_record__case=case).select_related("service").order_by("id"):
        found.setdefault((row.service.name, row.service.provider), []).append(row)
    return [_summed(name, provider, rows) for (name, provider), rows in found.items()]


def _summed(name: str, provider: str, rows: list[CheckService]) -> Delivered:
    given = [row.satisfaction for row in rows if row.satisfaction is not None]
    planned = sum(row.delivered == CheckService.Delivered.AS_PLANNED for row in rows)
    return Delivered(name, provider, len(rows), planned, round(sum(given) / len(given), 1) if given else None)


def _moves(first: Survey, last: Survey) -> list[Domain]:
    """Domains of the later form; one that the earlier form did not know has no first score."""
    before = dict(first.answers.values_list("domain", "score"))
    after = dict(last.answers.values_list("domain", "score"))
    found = [Domain(one.label, before.get(one.code), after.get(one.code)) for one in frame(last.version).domains]
    return [one for one in found if one.first or one.last]


@dataclass(frozen=True)
class Change:
    """One difference between a plan and the version before."""

    what: str
    before: str
    after: str


def plan_changes(plan: Plan) -> list[Change]:
    """Goals, services and tasks by their words, and the texts around them; nothing for a first version."""
    old = plan.replaces
    if old is None:
        return []
    return [
        *_by_name("목표", _goals(old), _goals(plan)),
        *_by_name("서비스", _services(old), _services(plan)),
        *_by_name("본인이 할 일", _tasks(old), _tasks(plan)),
        *_texts(old, plan),
    ]


def _goals(plan: Plan) -> dict[str, str]:
    return {one.words: f"{one.target} · {_day(one.due_on)}까지" for one in plan.goals.order_by("order")}


def _services(plan: Plan) -> dict[str, str]:
    return {f"{one.name}({one.provider})": _service(one) for one in plan.services.order_by("order")}


def _service(one: PlanService) -> str:
    return " ".join(filter(None, (one.amount, one.frequency, f"{_day(one.starts_on)}–{_day(one.ends_on)}")))


def _tasks(plan: Plan) -> dict[str, str]:
    return {one.words: f"{_day(one.due_on)}까지" if one.due_on else "기한 없음" for one in plan.tasks.order_by("order")}


def _by_name(what: str, old: dict[str, str], new: dict[str, str]) -> Iterable[Change]:
    for name, words in old.items():
        if name not in new:
            yield Change(f"{what} {name}", words, "빠짐")
        elif new[name] != words:
            yield Change(f"{what} {name}", words, new[name])
    yield from (Change(f"{what} {name}", "없던 것", words) for name, words in new.items() if name not in old)


def _texts(old: Plan, new: Plan) -> Iterable[Change]:
    for name, label in TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(label, before or "없음", after or "없음")


def _day(day: dt.date | None) -> str:
    return official_date(day) if day else ""
