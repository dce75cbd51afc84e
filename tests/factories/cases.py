"""A case taken to a stage through the same actions as real work, each step by the person whose it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bokjihub.accounts.access.scope import acting_as
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.cases.actions import closing, conference, plan, request, survey
from bokjihub.cases.actions.plan import Delivery, GoalLine, PlanContent, Progress, ServiceLine
from bokjihub.cases.actions.survey import DomainAnswer
from bokjihub.cases.models import AgendaItem, Case, Closing, Conference, Decision, Plan, Survey
from bokjihub.people.models import Consent, Household
from bokjihub.ui.signing import Handwritten
from tests.cast import Cast
from tests.factories import work_items

Code = Decision.Code
ON_PAPER = Handwritten(kept_at="사례철")
# Two domains at 2: the grade rule says 일반.
GENERAL = {"money": 2, "housing": 2}


def consent(household: Household, *, on: dt.date) -> Consent:
    """The household agreed to counselling and linking."""
    return Consent.objects.create(
        household=household,
        area=household.area,
        purpose=Consent.Purpose.COUNSELLING,
        given_by="본인",
        method=Consent.Method.PAPER,
        given_on=on,
        expires_on=on + dt.timedelta(days=700),
    )


@dataclass
class Walk:
    """One case and who acts on it; every step returns what it made."""

    cast: Cast
    household: Household
    day: dt.date
    case: Case | None = None

    @property
    def it(self) -> Case:
        """The case as it stands now."""
        assert self.case is not None
        return Case.objects.get(id=self.case.id)

    def by(self, who: str, day: dt.date | None = None) -> Any:
        """A member of the cast on the day of the step."""
        return self.cast.actor(who, day=day or self.day)

    def request(self, who: str = "officer", **more: Any) -> Case:
        actor = self.by(who)
        with acting_as(actor):
            self.case = request.request_case(household=self.household, reason="빚과 집 문제", by=actor, **more)
        return self.case

    def accept(self, who: str = "head", manager: str = "officer") -> Case:
        actor = self.by(who)
        with acting_as(actor):
            return request.accept_case(case=self.it, manager=self.cast.posts[manager], by=actor)

    def survey(self, scores: dict[str, int] | None = None, who: str = "officer", **more: Any) -> Survey:
        actor = self.by(who)
        with acting_as(actor):
            row = survey.start_survey(case=self.it, by=actor)
        return self.answer(row, scores, who, **more)

    def answer(self, row: Survey, scores: dict[str, int] | None = None, who: str = "officer", **more: Any) -> Survey:
        actor = self.by(who)
        scores = GENERAL if scores is None else scores
        items = more.pop("items", {})
        with acting_as(actor):
            for one in frame(row.version).domains:
                score = scores.get(one.code, 0)
                answer = DomainAnswer(
                    one.code, score, evidence="고지서" if score else "", items=items.get(one.code, ())
                )
                survey.answer_domain(survey=row, answer=answer, by=actor)
            return survey.submit_survey(survey=row, assessor_view="혼자 감당하기 어려움", by=actor, **more)

    def meeting(self, who: str = "head") -> AgendaItem:
        actor = self.by(who)
        with acting_as(actor):
            held = conference.call_conference(
                kind=Conference.Kind.INTERNAL,
                area=self.household.area,
                held_on=self.day,
                place="2층 회의실",
                chair="이정희",
                cases=[self.it],
                by=actor,
            )
            conference.invite(conference=held, post=self.cast.posts["colleague"], by=actor)
            for attendee in held.attendees.all():
                conference.mark_present(attendee=attendee, is_present=True, by=actor)
            return held.agenda.get()

    def decide(self, code: Decision.Code = Code.CASE_GENERAL, who: str = "head", **more: Any) -> Decision:
        item = self.meeting(who)
        actor = self.by(who)
        with acting_as(actor):
            return conference.decide_case(item=item, code=code, discussion="함께 살핌", by=actor, **more)

    def content(self, **more: Any) -> PlanContent:
        return PlanContent(
            goals=[
                GoalLine("전기가 끊기지 않는다", "밀림 0", self.day + dt.timedelta(days=60), "고지서", "3개월 밀림")
            ],
            services=[ServiceLine("긴급 전기요금", "노암동", "50만원 안", self.day)],
            **more,
        )

    def plan(self, who: str = "officer", **more: Any) -> Plan:
        actor = self.by(who)
        with acting_as(actor):
            row = plan.start_plan(case=self.it, by=actor)
            plan.write_plan(plan=row, content=self.content(**more), by=actor)
            return plan.agree_plan(
                plan=row, agreement=Plan.Agreement.SIGNATURE, agreed_by="본인", signed=ON_PAPER, by=actor
            )

    def approve(self, row: Plan, who: str = "head") -> Plan:
        actor = self.by(who)
        with acting_as(actor):
            return plan.approve_plan(plan=Plan.objects.get(id=row.id), by=actor)

    def check(self, row: Plan, percent: int = 100, who: str = "officer") -> Any:
        actor = self.by(who)
        with acting_as(actor):
            return plan.record_check(
                plan=Plan.objects.get(id=row.id),
                method="phone",
                spoke_with="본인",
                next_on=self.day + dt.timedelta(days=30),
                services={one.id: Delivery(satisfaction=4) for one in row.services.all()},
                goals={one.id: Progress(percent, "고지서") for one in row.goals.all()},
                by=actor,
            )

    def close(self, reason: Closing.Reason = Closing.Reason.GOAL_MET, who: str = "officer", **more: Any) -> Closing:
        actor = self.by(who)
        with acting_as(actor):
            return closing.propose_closing(case=self.it, reason=reason, by=actor, **more)

    def approve_closing(self, row: Closing, who: str = "head") -> Case:
        actor = self.by(who)
        with acting_as(actor):
            return closing.approve_closing(closing=Closing.objects.get(id=row.id), by=actor)

    def to_serving(self) -> Plan:
        """Everything up to a plan in force, on one day."""
        self.request()
        self.accept()
        self.survey()
        self.decide()
        return self.approve(self.plan())

    def to_aftercare(self) -> Case:
        """Closed with goals met; three looks to come."""
        row = self.to_serving()
        self.check(row)
        return self.approve_closing(self.close())


def walk(cast: Cast, day: dt.date, *, dong: str = "노암동", name: str = "박옥순") -> Walk:
    """A home with consent, ready to be asked for."""
    home = work_items.home(cast, dong=dong, name=name)
    consent(home, on=day - dt.timedelta(days=10))
    return Walk(cast, home, day)
