"""Two years of case management: finished cases in bulk, open ones played through the real actions to every stage."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Model

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import set_approval_line
from bokjihub.accounts.models import ApprovalLine, Post, Role
from bokjihub.assessments.actions.versions import enter_one_shipped
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.assessments.queries.forms import version_in_use
from bokjihub.cases.actions import closing, conference, plan, request, survey
from bokjihub.cases.actions.conference import EVENT, KIND, NewDuty
from bokjihub.cases.actions.plan import Delivery, GoalLine, PlanContent, Progress, ServiceLine, TaskLine
from bokjihub.cases.actions.survey import DomainAnswer
from bokjihub.cases.models import (
    Aftercare,
    AgendaItem,
    Attendee,
    Case,
    Check,
    CheckGoal,
    CheckService,
    Closing,
    Conference,
    Decision,
    Duty,
    Goal,
    Plan,
    PlanService,
    StageEvent,
    Survey,
    SurveyAnswer,
)
from bokjihub.cases.models.survey import Grade
from bokjihub.cases.queries.grades import ADVISED
from bokjihub.clocks.calendar import month_deadline, next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.copying import copy_in
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.people.models import Consent, Household
from bokjihub.ui.signing import Handwritten

ON_PAPER = Handwritten(kept_at="사례철")
FINISHED, PLACE = 120, "합성 자료"
Code, State = Decision.Code, Case.State
REASONS = (
    "빚과 밀린 방세, 혼자 지내심",
    "병원비와 약, 돌볼 사람이 없음",
    "실직 뒤 집에만 계심",
    "아이 돌봄과 일자리를 함께 찾아야 함",
)
# Scores by what the survey should advise: domain → score.
PROFILES: dict[Grade, tuple[dict[str, int], ...]] = {
    Grade.GENERAL: ({"money": 2, "housing": 2}, {"money": 3, "health": 2}, {"family": 2, "work": 3, "social": 1}),
    Grade.COMPLEX: ({"safety": 3, "family": 2}, {"money": 3, "housing": 3, "social": 3}),
    Grade.LINK: ({"money": 2, "social": 1}, {"daily": 2}),
    Grade.WATCH: ({"social": 1}, {"work": 1, "money": 1}),
}
MIX = ((Grade.GENERAL, 62), (Grade.COMPLEX, 18), (Grade.LINK, 14), (Grade.WATCH, 6))
EVIDENCE = {
    "money": "독촉장 석 장",
    "housing": "방세 두 달 밀림",
    "health": "약봉지가 그대로",
    "family": "돌볼 사람 없음",
}
GOALS = (
    ("전기와 가스가 끊기지 않는다", "고지서", "3개월 밀림", "밀림 0"),
    ("한 주에 두 번 밖에 나간다", "본인 말씀", "안 나감", "두 번"),
    ("약을 거르지 않는다", "약봉지", "자주 거름", "거르지 않음"),
)
SERVICES = (
    ("주거급여", "public", "남원시", "달마다 21만원 안", 212_000),
    ("노인맞춤돌봄", "public", "노인복지관", "한 주 한 번", 0),
    ("밑반찬", "private", "노암복지관", "한 주 두 번", 0),
    ("긴급 전기요금", "public", "읍·면·동", "50만원 안", 320_000),
)
ENDS = (
    (Closing.Reason.GOAL_MET, 48),
    (Closing.Reason.IMPROVED, 18),
    (Closing.Reason.SINGLE_NEED, 10),
    (Closing.Reason.ADMITTED, 8),
    (Closing.Reason.DIED, 5),
    (Closing.Reason.MOVED, 7),
    (Closing.Reason.TRANSFERRED, 4),
)


def cases_of(town: Town, homes: list[Home], random: Random, today: dt.date) -> int:
    """Write everything; returns how many cases."""
    needy = sorted(homes, key=lambda home: -home.need)[: FINISHED * 12]
    chosen = random.sample(needy, FINISHED)
    past = _Finished(town, random, today)
    for home in chosen:
        past.add(home)
    past.write()
    taken = {home.id for home in chosen}
    here = [home for home in needy if home.id not in taken]
    _line_from_today(town, today)
    return FINISHED + _Open(town, random, today).play(here)


def _line_from_today(town: Town, today: dt.date) -> None:
    """결재선: a closing of the dong is signed by 담당, 팀장 and 동장 in turn from today on; what was put up before keeps its line."""
    by = town.actor(town.posts_of(Role.HOPE_UNIT)[0], today)
    with acting_as(by):
        set_approval_line(
            paper=ApprovalLine.Paper.CLOSING,
            posts=("담당", "팀장", "동장"),
            roles=("", Role.TEAM_HEAD, Role.DONG_HEAD),
            office=ApprovalLine.Office.DONG,
            final="동장",
            starts_on=today,
            source="사무전결 처리 규칙(합성)",
            by=by,
        )


@dataclass
class _Finished:
    """Closed cases, their rows by table."""

    town: Town
    random: Random
    today: dt.date
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)
    ends: list[tuple[Plan, dict[str, Any]]] = field(default_factory=list)
    handed_in: list[tuple[Survey, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        hope = self.town.posts_of(Role.HOPE_UNIT)[0]
        with acting_as(actor := actor_of(hope.user, place=PLACE)):
            self.version = version_in_use("NEEDS") or enter_one_shipped(code="NEEDS", by=actor)
        self.domains = [one.code for one in frame(self.version).domains]
        self.numbers = _numbers(FINISHED)

    def keep(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        """Parents before children; plans and surveys are fixed once their lines stand, as in real work."""
        order = (
            Consent, Case, StageEvent, Survey, SurveyAnswer, Conference, Attendee, AgendaItem, Decision, Plan, Goal,
            PlanService, Check, CheckService, CheckGoal, Closing, Aftercare,
        )  # fmt: skip
        for model in order:
            copy_in(self.rows.get(model, []))
        for row, facts in [*self.handed_in, *self.ends]:
            type(row).objects.filter(id=row.id).update(**facts)  # type: ignore[attr-defined]

    def add(self, home: Home) -> None:
        random = self.random
        grade = random.choices([one for one, _ in MIX], [weight for _, weight in MIX])[0]
        team = self.town.team_of[home.dong]
        officer = random.choice(self.town.posts_of(Role.DONG_OFFICER, team))
        head = self.town.posts_of(Role.TEAM_HEAD, team)[0]
        manager = random.choice(self.town.posts_of(Role.CASE_MANAGER)) if grade is Grade.COMPLEX else officer
        stands = {"household_id": home.id, "area_id": home.area_id}
        asked = self.today - dt.timedelta(days=random.randrange(210, 720))
        days = self._days(asked)
        code = ADVISED[grade]
        case = self.keep(
            Case(
                **stands,
                number=f"{asked.year}-사-{next(self.numbers):04d}",
                kind=KIND.get(code, ""),
                held_by=Case.Holder.DISTRICT if grade is Grade.COMPLEX else Case.Holder.DONG,
                manager=manager,
                reason=random.choice(REASONS),
                requested_on=asked,
                requested_by=officer.user_id,
                requested_label=_label(officer),
                consent=self.keep(_consent(home, asked)),
                accepted_on=days["accept"],
                decided_on=days["decide"],
            )
        )
        story = _Story(self, case, stands, days, officer, head, manager)
        story.begin(grade, code)
        if code == Code.NOT_SELECTED:
            case.state, case.ended_on = State.NOT_SELECTED, days["decide"]
            return
        story.serve(code)
        story.end()

    def _days(self, asked: dt.date) -> dict[str, dt.date]:
        """About the limits, now and then past them."""
        random = self.random
        steps = {"accept": (0, 3), "survey": (4, 13), "decide": (2, 7), "plan": (5, 18), "close": (60, 150)}
        days, day = {}, asked
        for key, (least, most) in steps.items():
            day = next_working_day(day + dt.timedelta(days=random.randrange(least, most)))
            days[key] = day
        return days


@dataclass
class _Story:
    """One finished case being written."""

    past: _Finished
    case: Case
    stands: dict[str, Any]
    days: dict[str, dt.date]
    officer: Post
    head: Post
    manager: Post

    def event(self, event: str, on: dt.date, before: str, after: str, who: Post) -> None:
        self.past.keep(
            StageEvent(
                case=self.case,
                **self.stands,
                event=event,
                from_state=before,
                to_state=after,
                on=on,
                moved_by=who.user_id,
                moved_label=_label(who),
            )
        )
        self.case.state = after

    def begin(self, grade: Grade, code: Decision.Code) -> None:
        """Request, survey, meeting."""
        keep, days, case = self.past.keep, self.days, self.case
        self.event("request", case.requested_on, "", State.REQUESTED, self.officer)
        self.event("accept", days["accept"], State.REQUESTED, State.ACCEPTED, self.head)
        self.event("start_survey", days["accept"], State.ACCEPTED, State.SURVEYING, self.manager)
        row = self.survey(1, Survey.Purpose.FIRST, days["survey"], grade)
        self.event("submit_survey", days["survey"], State.SURVEYING, State.CONFERENCE, self.manager)
        held = keep(
            Conference(
                kind=Conference.Kind.INTERNAL,
                area_id=case.area_id,
                held_on=days["decide"],
                place="회의실",
                chair=self.head.user.name,
                called_by=self.head.user_id,
                finished_on=days["decide"],
            )
        )
        for post in (self.head, self.manager):
            keep(
                Attendee(
                    conference=held,
                    post=post,
                    name=post.user.name,
                    organisation=post.title,
                    pledged_on=days["decide"] - dt.timedelta(days=60),
                    is_present=True,
                )
            )
        item = keep(AgendaItem(conference=held, case=case, **self.stands, survey=row, mark="가1"))
        keep(
            Decision(
                item=item,
                case=case,
                **self.stands,
                code=code,
                discussion="조사 결과를 함께 살핌",
                advised=ADVISED[grade],
                reason="모두 1 이하, 정보 안내로 충분" if code == Code.NOT_SELECTED else "",
                decided_on=days["decide"],
                decided_by=self.head.user_id,
                decided_label=_label(self.head),
            )
        )
        after = {
            Code.CASE_GENERAL: State.SELECTED_GENERAL,
            Code.CASE_COMPLEX: State.SELECTED_COMPLEX,
            Code.LINK_ONLY: State.LINK_ONLY,
            Code.NOT_SELECTED: State.NOT_SELECTED,
        }[code]
        self.event(EVENT[code], days["decide"], State.CONFERENCE, after, self.head)

    def survey(self, number: int, purpose: Survey.Purpose, on: dt.date, grade: Grade) -> Survey:
        keep, random = self.past.keep, self.past.random
        row = keep(
            Survey(
                case=self.case,
                **self.stands,
                version=self.past.version,
                round=number,
                purpose=purpose,
                started_on=on,
                surveyed_by=self.manager.user_id,
                surveyed_label=_label(self.manager),
            )
        )
        scores = random.choice(PROFILES[grade])
        for domain in self.past.domains:
            score = scores.get(domain, 0)
            evidence = EVIDENCE.get(domain, "방문해서 들음") if score else ""
            keep(SurveyAnswer(survey=row, **self.stands, domain=domain, score=score, evidence=evidence))
        why = "2 이상의 영역 수" if grade is not Grade.WATCH else "모두 1 이하"
        facts = {"grade": grade, "computed_grade": grade, "computed_why": why, "submitted_on": on}
        self.past.handed_in.append((row, {**facts, "assessor_view": "여러 기관이 함께 도와야 함"}))
        return cast(Survey, row)

    def serve(self, code: Decision.Code) -> None:
        """Plan and monthly checks; a linked household has no plan."""
        if code == Code.LINK_ONLY:
            return
        days, random, keep = self.days, self.past.random, self.past.keep
        selected = self.case.state
        self.event("start_plan", days["decide"], selected, State.PLANNING, self.manager)
        row = keep(
            Plan(
                case=self.case,
                **self.stands,
                version=1,
                written_on=days["plan"],
                written_by=self.manager.user_id,
                written_label=_label(self.manager),
                crisis_plan="낮에는 담당, 밤에는 129" if code == Code.CASE_COMPLEX else "",
                review_on=days["plan"] + dt.timedelta(days=85),
            )
        )
        goals = [
            keep(
                Goal(
                    plan=row,
                    **self.stands,
                    order=n,
                    words=words,
                    measure=measure,
                    baseline=baseline,
                    target=target,
                    due_on=days["plan"] + dt.timedelta(days=80),
                )
            )
            for n, (words, measure, baseline, target) in enumerate(random.sample(GOALS, random.choice((1, 2))), 1)
        ]
        services = [
            keep(
                PlanService(
                    plan=row,
                    **self.stands,
                    order=n,
                    name=name,
                    sector=sector,
                    provider=provider,
                    amount=amount,
                    starts_on=days["plan"],
                    expected_won=won,
                )
            )
            for n, (name, sector, provider, amount, won) in enumerate(random.sample(SERVICES, random.choice((2, 3))), 1)
        ]
        self.event("approve_plan", days["plan"], State.PLANNING, State.SERVING, self.head)
        day, progress = month_deadline(days["plan"], 1), 30
        while day < days["close"]:
            self.check(row, day, goals, services, min(progress, 100))
            day, progress = month_deadline(day, 1), progress + random.randrange(15, 45)
        signed = {"agreement": Plan.Agreement.SIGNATURE, "agreed_by": "본인", "agreed_on": days["plan"]}
        approved = {"approved_by": self.head.user_id, "approved_label": _label(self.head), "approved_on": days["plan"]}
        ended = {"state": Plan.State.COMPLETED, "ended_on": days["close"]}
        self.past.ends.append((row, {**signed, **approved, **ended}))

    def check(self, row: Plan, on: dt.date, goals: list[Goal], services: list[PlanService], percent: int) -> None:
        keep, random = self.past.keep, self.past.random
        made = keep(
            Check(
                plan=row,
                case=self.case,
                **self.stands,
                checked_on=on,
                method=random.choice(("phone", "phone", "visit")),
                spoke_with="본인",
                next_on=month_deadline(on, 1),
                checked_by=self.manager.user_id,
                checked_label=_label(self.manager),
            )
        )
        for one in services:
            less = random.random() < 0.12
            keep(
                CheckService(
                    check_record=made,
                    **self.stands,
                    service=one,
                    delivered="less" if less else "as_planned",
                    satisfaction=random.choice((3, 4, 4, 5)),
                    note="기관 사정으로 한 번 쉼" if less else "",
                )
            )
        for goal in goals:
            keep(CheckGoal(check_record=made, **self.stands, goal=goal, progress=percent, evidence="본인 말씀"))

    def end(self) -> None:
        """Closing by two people, then the dong's looks as far as their days have come."""
        keep, random, on, case = self.past.keep, self.past.random, self.days["close"], self.case
        reason = random.choices([one for one, _ in ENDS], [weight for _, weight in ENDS])[0]
        if case.kind == Case.Kind.LINK and reason in (Closing.Reason.GOAL_MET, Closing.Reason.IMPROVED):
            reason = Closing.Reason.SINGLE_NEED
        if reason == Closing.Reason.IMPROVED:
            self.survey(2, Survey.Purpose.CLOSING, on, Grade.WATCH)
        decider = self.past.town.posts_of(Role.HOPE_UNIT)[0] if case.kind == Case.Kind.COMPLEX else self.head
        self.event("propose_closing", on, case.state, State.CLOSING, self.manager)
        self.event("approve_closing", on, State.CLOSING, State.CLOSED, decider)
        self.event("plan_aftercare", on, State.CLOSED, State.AFTERCARE, decider)
        case.closed_on = on
        keep(
            Closing(
                case=case,
                **self.stands,
                reason=reason,
                proof="기관 확인" if reason in ("ADMITTED", "DIED", "MOVED", "TRANSFERRED") else "",
                continuing="밑반찬" if reason == Closing.Reason.SINGLE_NEED else "",
                asked_on=on,
                asked_by=self.manager.user_id,
                asked_label=_label(self.manager),
                decided_on=on,
                decided_by=decider.user_id,
                decided_label=_label(decider),
                is_approved=True,
            )
        )
        last = None
        for month in closing.AFTERCARE_MONTHS:
            due = month_deadline(on, month)
            done = due <= self.past.today - dt.timedelta(days=5)
            last = due if done else None
            facts: dict[str, Any] = {
                "done_on": due,
                "method": "phone",
                "outcome": random.choice(("same", "same", "better")),
                "signs": "목소리 밝고 지내기 괜찮다고 하심",
                "done_by": self.officer.user_id,
                "done_label": _label(self.officer),
            }
            keep(Aftercare(case=case, **self.stands, month=month, due_on=due, **(facts if done else {})))
        if last is not None:
            self.event("end", last, State.AFTERCARE, State.ENDED, self.officer)
            case.ended_on = last


def _numbers(count: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number') FROM generate_series(1, %s)", [count])
        return iter([row[0] for row in cursor.fetchall()])


def _label(post: Post) -> str:
    return f"{post.area.name} {post.title} · {post.user.name}"


def _consent(home: Home, on: dt.date) -> Consent:
    return Consent(
        household_id=home.id,
        area_id=home.area_id,
        purpose=Consent.Purpose.COUNSELLING,
        items=["성명", "연락처", "가구 형편"],
        given_by="본인",
        method=Consent.Method.PAPER,
        given_on=on,
        expires_on=on + dt.timedelta(days=730),
    )


# How far each open case has come: (days ago it was asked for, the last step made, complex?).
OPEN: tuple[tuple[int, str, bool], ...] = (
    (1, "request", False),
    (4, "request", False),
    (6, "accept", False),
    (9, "survey_half", False),
    (16, "survey_half", True),
    (14, "survey", False),
    (20, "survey", True),
    (21, "decide", False),
    (24, "transfer", True),
    (24, "plan_draft", False),
    (26, "plan_agreed", False),
    (45, "serving", False),
    (75, "serving", True),
    (100, "checked", False),
    (130, "closing", False),
    (140, "aftercare", False),
    # Put up today, up the line of several steps that holds from today: one waits for the team head, one for the dong's.
    (85, "closing", False),
    (85, "signed", False),
)
STEPS = (
    ("accept", 1),
    ("survey_half", 4),
    ("survey", 7),
    ("decide", 11),
    ("transfer", 13),
    ("plan_draft", 16),
    ("plan_agreed", 20),
    ("serving", 22),
    ("checked", 52),
    ("closing", 85),
    ("signed", 85),
    ("aftercare", 88),
)


class _Open:
    """Plays each open case on its own days, so that Today and the clocks are what the product makes of them."""

    def __init__(self, town: Town, random: Random, today: dt.date) -> None:
        self.town, self.random, self.today = town, random, today
        self.people: dict[UUID, Post] = {}

    def play(self, homes: list[Home]) -> int:
        """The shown dong gets every stage once; the others follow where their homes lie."""
        shown = [home for home in homes if home.dong == "노암동"] or homes
        for number, (ago, step, is_complex) in enumerate(OPEN):
            self._case(shown[number % len(shown)], ago, step, is_complex)
        return len(OPEN)

    def _case(self, home: Home, ago: int, upto: str, is_complex: bool) -> None:
        asked = next_working_day(self.today - dt.timedelta(days=ago))
        self.team = self.town.team_of[home.dong]
        self.officer = self.town.posts_of(Role.DONG_OFFICER, self.team)[0]
        self.head = self.town.posts_of(Role.TEAM_HEAD, self.team)[0]
        _consent(home, asked - dt.timedelta(days=2)).save()
        household = Household.objects.get(id=home.id)
        made: list[Case] = []
        self._as(
            self.officer,
            asked,
            lambda by: made.append(
                request.request_case(household=household, reason=self.random.choice(REASONS), by=by)
            ),
        )
        self.case = made[0]
        if upto == "request":
            return
        for step, after in STEPS:
            if (step == "transfer" and not is_complex) or (step == "signed" and upto != step):
                continue
            day = min(next_working_day(asked + dt.timedelta(days=after)), self.today)
            getattr(self, f"_{step}")(day, is_complex)
            if step == upto:
                return

    def _as(self, post: Post, day: dt.date, deed: Callable[[Actor], object]) -> None:
        with on_day(day, 10):
            actor = self.town.actor(post, day)
            with acting_as(actor):
                deed(actor)

    @property
    def _now(self) -> Case:
        return Case.objects.get(id=self.case.id)

    @property
    def _worker(self) -> Post:
        return Post.objects.select_related("user").get(cases=self.case.id)

    @property
    def _decider(self) -> Post:
        return self.town.posts_of(Role.HOPE_UNIT)[0] if self._now.held_by == Case.Holder.DISTRICT else self.head

    def _accept(self, day: dt.date, _: bool) -> None:
        self._as(self.head, day, lambda by: request.accept_case(case=self._now, manager=self.officer, by=by))

    def _survey_half(self, day: dt.date, is_complex: bool) -> None:
        scores = PROFILES[Grade.COMPLEX if is_complex else Grade.GENERAL][0]
        self.scores = scores

        def deed(by: Actor) -> None:
            row = survey.start_survey(case=self._now, by=by)
            for domain in frame(row.version).domains[:6]:
                survey.answer_domain(survey=row, answer=self._answer(domain.code), by=by)

        self._as(self.officer, day, deed)

    def _answer(self, code: str) -> DomainAnswer:
        score = self.scores.get(code, 0)
        return DomainAnswer(
            code,
            score,
            evidence=EVIDENCE.get(code, "방문해서 들음") if score else "",
            wish="전기가 끊기지 않는 것" if code == "money" else "",
            wish_rank=1 if code == "money" else None,
            strength="이웃이 자주 들여다봄" if code == "social" else "",
        )

    def _survey(self, day: dt.date, _: bool) -> None:
        def deed(by: Actor) -> None:
            row = self._now.surveys.get(round=1)
            for domain in frame(row.version).domains[6:]:
                survey.answer_domain(survey=row, answer=self._answer(domain.code), by=by)
            survey.submit_survey(survey=row, assessor_view="여러 기관이 함께 도와야 함", by=by)

        self._as(self.officer, day, deed)

    def _decide(self, day: dt.date, is_complex: bool) -> None:
        second = self.town.posts_of(Role.DONG_OFFICER, self.team)[-1]

        def deed(by: Actor) -> None:
            held = conference.call_conference(
                kind=Conference.Kind.INTERNAL,
                area=self._now.area,
                held_on=day,
                place="2층 회의실",
                chair=self.head.user.name,
                cases=[self._now],
                by=by,
            )
            conference.invite(conference=held, post=second, by=by)
            for attendee in held.attendees.all():
                conference.mark_present(attendee=attendee, is_present=True, by=by)
            duty = NewDuty(self.officer, "전기요금 나누어 내기 신청", next_working_day(day + dt.timedelta(days=7)))
            code = Code.CASE_COMPLEX if is_complex else Code.CASE_GENERAL
            discussion = "밀린 요금부터 풀고 함께 찾아감"
            conference.decide_case(item=held.agenda.get(), code=code, discussion=discussion, duties=[duty], by=by)
            conference.finish_minutes(conference=held, by=by)

        self._as(self.head, day, deed)

    def _transfer(self, day: dt.date, _: bool) -> None:
        to = Case.Holder.DISTRICT
        self._as(
            self.officer,
            day,
            lambda by: request.propose_transfer(case=self._now, to=to, reason="안전 영역이 심함", by=by),
        )

    def _take(self, day: dt.date) -> None:
        """The district takes what was proposed, before anything goes on."""
        proposal = self._now.transfers.filter(answered_on__isnull=True).first()
        if proposal is None:
            return
        manager = self.town.posts_of(Role.CASE_MANAGER)[0]
        self._as(
            self.town.posts_of(Role.HOPE_UNIT)[0],
            day,
            lambda by: request.answer_transfer(proposal=proposal, is_accepted=True, manager=manager, by=by),
        )

    def _plan_draft(self, day: dt.date, is_complex: bool) -> None:
        self._take(day)

        def deed(by: Actor) -> None:
            row = plan.start_plan(case=self._now, by=by)
            goals = [
                GoalLine(words, target, day + dt.timedelta(days=70), measure, baseline)
                for words, measure, baseline, target in GOALS[:2]
            ]
            services = [
                ServiceLine(name, provider, amount, day, PlanService.Sector(sector), expected_won=won)
                for name, sector, provider, amount, won in SERVICES[:3]
            ]
            content = PlanContent(
                goals,
                services,
                tasks=[TaskLine("통장 사본 찾기", day + dt.timedelta(days=5))],
                family_opinion="방세부터 풀고 싶다고 하심",
                crisis_plan="낮에는 담당, 밤에는 129" if is_complex else "",
            )
            plan.write_plan(plan=row, content=content, by=by)

        self._as(self._worker, day, deed)

    def _plan_agreed(self, day: dt.date, _: bool) -> None:
        row = self._now.plans.get()
        how = Plan.Agreement.SIGNATURE
        self._as(
            self._worker,
            day,
            lambda by: plan.agree_plan(plan=row, agreement=how, agreed_by="본인", signed=ON_PAPER, by=by),
        )

    def _serving(self, day: dt.date, _: bool) -> None:
        for duty in self._now.duties.filter(done_on__isnull=True):
            self._as(self.officer, day, partial(self._finish, duty))
        row = self._now.plans.get()
        self._as(self._decider, day, lambda by: plan.approve_plan(plan=row, by=by))

    @staticmethod
    def _finish(duty: Duty, by: Actor) -> None:
        conference.finish_duty(duty=duty, outcome="신청해서 나누어 내기로 함", by=by)

    def _checked(self, day: dt.date, _: bool) -> None:
        row = self._now.plans.get()
        services = {one.id: Delivery(satisfaction=4) for one in row.services.all()}
        goals = {one.id: Progress(100, "고지서 봄") for one in row.goals.all()}
        next_on = max(month_deadline(day, 1), self.today + dt.timedelta(days=2))
        next_on = min(next_on, day + dt.timedelta(days=88))
        self._as(
            self._worker,
            day,
            lambda by: plan.record_check(
                plan=row,
                method=Check.Method.PHONE,
                spoke_with="본인",
                next_on=next_on,
                services=services,
                goals=goals,
                by=by,
            ),
        )

    def _closing(self, day: dt.date, _: bool) -> None:
        reason = Closing.Reason.GOAL_MET
        view = "이제는 혼자 해 볼 수 있겠다고 하심"
        self._as(
            self._worker,
            day,
            lambda by: closing.propose_closing(case=self._now, reason=reason, client_view=view, by=by),
        )

    def _signed(self, day: dt.date, _: bool) -> None:
        """The team head signs; the head of the dong has it next."""
        self._approve(day)

    def _aftercare(self, day: dt.date, _: bool) -> None:
        self._approve(day)

    def _approve(self, day: dt.date) -> None:
        asked = self._now.closings.get()
        self._as(self._decider, day, lambda by: closing.approve_closing(closing=asked, by=by))
