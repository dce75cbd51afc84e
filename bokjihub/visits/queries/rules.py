"""Who may go to a home with whom: the planner's own rules, asked for a few people by name, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bokjihub.accounts.models import Post
from bokjihub.engines.routes.pairing import Answer, pair_answer, seat_answer
from bokjihub.engines.routes.roster import HARD, Call, Rule, Weights, Worker
from bokjihub.visits.models import DayPlan, PlanLine, Visit
from bokjihub.visits.queries.roster import asked_of, call_of_line, workers_of

REFUSED = {
    Rule.ROLE: "이 분의 역할로는 이 방문을 맡을 수 없습니다.",
    Rule.SKILL: "이 집에 필요한 것(수어·외국어·차)을 갖춘 분이 없습니다.",
    Rule.SEX: "이 집이 바라는 성별의 분이 없습니다.",
    Rule.KIN: "이 분은 이 집의 친족이거나 이웃이거나, 이미 다른 분으로 예약한 방문입니다.",
    Rule.TRAINED: "교육이나 서약이 끝난 봉사자입니다.",
    Rule.PLEDGED: "비밀유지 서약이 끝났습니다.",
    Rule.PUBLIC: "방문 주의가 있는 집에는 공무원이 한 분은 가야 합니다.",
    Rule.PARTNER: "서로 다른 두 분이 가야 하는 집입니다.",
    Rule.BESIDE: "같은 주에 이 집에 갈 다른 방문이 있습니다. 함께 가도록 그 방문에 더하거나, ‘방문 잡기’에서 까닭을 적고 잡습니다.",
    Rule.AWAY: "이 집의 차례가 아직 열리지 않은 날이거나 쉬는 날입니다.",
    Rule.HOURS: "이 분이 일하는 시간과 맞지 않습니다.",
}


def forbidden(call: Call, people: Sequence[Worker], weights: Weights) -> tuple[str, str] | None:
    """The sentence of the rule that forbids these people, and the field it is about; None where they may go."""
    if len(call.seats) > len(people):
        return REFUSED[Rule.PARTNER], "mate"
    for number, worker in enumerate(people[: len(call.seats)]):
        answer = seat_answer(worker, worker.shifts[0], call, call.seats[number], number, weights)
        if answer.price == HARD:
            return _words(answer, Rule.ROLE), "mate" if number else "lead"
    if len(people) > 1:
        answer = pair_answer(people[0], people[1], call, weights)
        if answer.price == HARD:
            return _words(answer, Rule.PARTNER), "mate"
    return None


def forbidden_to(visit: Visit, goers: Sequence[Post], day: dt.date) -> tuple[str, str] | None:
    """The same for a booked visit given to other people: as if nobody had been chosen yet.

    What the home asks of them is another question (`bookings.guard_wish`): there a reason may stand against it.
    """
    plan = DayPlan(team=visit.lead.team, day=day, until=day)
    line = PlanLine(plan=plan, household=visit.household, area_id=visit.area_id, visit=visit, minutes=visit.minutes)
    line.lead_id, line.mate_id = goers[0].id, goers[1].id if len(goers) > 1 else None
    line.is_released = True
    call = replace(call_of_line(line, list(goers)), sex=None, skills=frozenset())
    return forbidden(call, workers_of(goers, day), Weights())


def forbidden_on(line: PlanLine, goers: Sequence[Post], day: dt.date) -> tuple[str, str] | None:
    """The same for a home of a proposal and these people on this day, with their hours of that day."""
    call, workers, weights = asked_of(line, goers, day)
    if len(workers) < len(goers):
        return "이 분은 그날 나오지 않습니다.", "lead"
    return forbidden(call, workers, weights)


def _words(answer: Answer, otherwise: Rule) -> str:
    return REFUSED.get(answer.rule or otherwise, REFUSED[otherwise])
