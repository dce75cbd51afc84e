"""Integrated care since the law came into force: old people of the town at every stage, through the actions of the rooms."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.cases.actions import care, closing, conference, plan, request
from bokjihub.cases.actions.care import Applied, Found
from bokjihub.cases.actions.plan import Delivery, GoalLine, PlanContent, Progress, ServiceLine, TaskLine
from bokjihub.cases.models import (
    CareApplication,
    CareAssessment,
    Case,
    Check,
    Closing,
    Conference,
    Decision,
    Plan,
    PlanService,
)
from bokjihub.cases.models.care import CARE_LAW_BEGAN
from bokjihub.clocks.calendar import next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of
from bokjihub.ui.signing import Handwritten

Group, Way, Urgent, Source = (
    CareApplication.Group,
    CareApplication.Way,
    CareApplication.Urgent,
    CareAssessment.Source,
)
PUBLIC, PRIVATE = PlanService.Sector.PUBLIC, PlanService.Sector.PRIVATE


@dataclass(frozen=True)
class Story:
    """One person: when they were applied for, by whom, how far it has come, what the survey found."""

    days_ago: int
    upto: str
    way: CareApplication.Way
    wish: str
    health: str
    levels: tuple[int, int, int, int]
    needs: tuple[int, int]
    services: tuple[tuple[str, str, str, str, PlanService.Sector, str], ...] = ()
    urgent: CareApplication.Urgent | None = None
    applicant: str = ""
    relation: str = ""
    discharged_from: str = ""


HOME_DOCTOR = ("의사가 집으로", "medical", "요천의원(재택의료)", "한 달 2번", PUBLIC, "진료비 본인 부담")
CARER = ("방문요양", "long_term", "요천노인복지센터", "주 3회 3시간", PUBLIC, "장기요양")
MEALS = ("도시락 배달", "daily", "노암종합복지관", "주 5회", PRIVATE, "")
NURSE = ("방문 건강관리", "health", "시보건소 방문건강", "한 달 2번", PUBLIC, "")
GRAB = ("손잡이·문턱 고치기", "housing", "두레지역자활센터", "한 번", PRIVATE, "주거개선")
BATH = ("방문목욕", "long_term", "요천노인복지센터", "주 1회", PUBLIC, "장기요양")
STAGES = ("apply", "accept", "ask", "found", "judge", "tell", "meet", "draft", "serve", "check", "closing", "closed")
AFTER = {"accept": 1, "ask": 2, "found": 9, "judge": 12, "tell": 14, "meet": 18, "draft": 21, "serve": 24, "check": 80}
STORIES = (
    Story(228, "check", Way.SELF, "집에서 지내고 싶고 씻는 것이 힘듦", "무릎이 굳어 혼자 목욕을 못 하심",
          (3, 1, 1, 2), (1, 3), (BATH, GRAB)),
    Story(215, "closed", Way.FAMILY, "어머니를 모실 사람이 낮에 없음", "치매 초기, 약을 거르심", (2, 2, 2, 1), (2, 2), (CARER, MEALS),
          applicant="김은주", relation="딸"),
    Story(190, "check", Way.OFFICE, "퇴원했으나 혼자 움직이기 어려움", "고관절 수술 뒤 걷기 어려움", (3, 3, 2, 3), (3, 3),
          (HOME_DOCTOR, CARER, GRAB), urgent=Urgent.DISCHARGED, discharged_from="남원의료원"),
    Story(150, "serve", Way.SELF, "끼니를 거르게 됨", "체중이 6개월 사이 5킬로그램 줄어듦", (1, 1, 3, 0), (1, 2), (MEALS, NURSE)),
    Story(96, "check", Way.AGENCY, "투석 다니기 힘듦", "주 3회 투석, 혼자 사심", (2, 3, 1, 1), (3, 2), (HOME_DOCTOR, NURSE),
          applicant="노암종합복지관 이복지"),
    Story(110, "serve", Way.OFFICE, "장기요양이 안 된다고 들음", "어지럼으로 두 번 넘어지심", (2, 1, 1, 2), (1, 2), (NURSE, GRAB),
          urgent=Urgent.LTC_REFUSED),
    Story(70, "closing", Way.FAMILY, "병원에서 오래 지내게 됨", "뇌졸중 뒤 요양병원에 다시 입원", (3, 3, 2, 0), (3, 3), (CARER,),
          applicant="박상철", relation="아들"),
    Story(40, "draft", Way.SELF, "밤에 혼자 있기 무서움", "심부전, 숨이 차심", (2, 2, 1, 1), (2, 2), (HOME_DOCTOR, MEALS)),
    Story(27, "meet", Way.SELF, "부부가 함께 아픔", "두 분 다 거동이 어려우심", (3, 2, 2, 2), (2, 3)),
    Story(17, "judge", Way.FAMILY, "목욕을 도와 드릴 사람이 없음", "파킨슨병, 손이 떨리심", (2, 2, 1, 1), (2, 2),
          applicant="정미란", relation="며느리"),
    Story(14, "no_target", Way.SELF, "집안일을 도와주었으면", "혼자 걷고 드시는 데 어려움 없음", (0, 0, 0, 1), (0, 0)),
    Story(11, "found", Way.AGENCY, "퇴원 뒤 식사가 걱정됨", "위 수술 뒤 죽만 드심", (1, 2, 3, 0), (2, 1), applicant="남원의료원 최연계",
          discharged_from="남원의료원"),
    Story(6, "ask", Way.SELF, "허리가 아파 밥을 못 함", "허리 수술을 두 번 하심", (2, 1, 2, 1), (1, 2)),
    Story(3, "accept", Way.SELF, "약을 챙겨 주었으면", "약이 열 가지", (1, 2, 1, 0), (2, 1)),
    Story(1, "apply", Way.FAMILY, "아버지가 혼자 계심", "귀가 어두우심", (1, 1, 1, 1), (1, 1), applicant="오지훈", relation="아들"),
)  # fmt: skip


def care_of(town: Town, homes: list[Home], random: Random, today: dt.date) -> int:
    """Play every story whose first day lies after the law; the shown dong gets them first. Returns how many."""
    old = [home for home in homes if (today - home.head_birth).days > 72 * 366 and home.dong == "노암동"]
    old = old or [home for home in homes if (today - home.head_birth).days > 66 * 366]
    chosen = random.sample(old, min(len(STORIES), len(old)))
    played = 0
    for home, story in zip(chosen, STORIES, strict=False):
        if next_working_day(today - dt.timedelta(days=story.days_ago)) >= CARE_LAW_BEGAN:
            _Path(town, home, story, today).play()
            played += 1
    return played


class _Path:
    """One person's way, each step by whose it is."""

    def __init__(self, town: Town, home: Home, story: Story, today: dt.date) -> None:
        self.town, self.home, self.story, self.today = town, home, story, today
        team = town.team_of[home.dong]
        self.officer = town.posts_of(Role.DONG_OFFICER, team)[-1]
        self.manager = town.posts_of(Role.CASE_MANAGER)[-1]
        self.hope = town.posts_of(Role.HOPE_UNIT)[0]
        self.case_id = home.id

    def play(self) -> None:
        """Up to the stage of the story."""
        asked = next_working_day(self.today - dt.timedelta(days=self.story.days_ago))
        upto = "tell" if self.story.upto == "no_target" else self.story.upto
        for step in STAGES[: STAGES.index(upto) + 1]:
            day = min(next_working_day(asked + dt.timedelta(days=AFTER.get(step, 0))), self.today)
            if step in ("closing", "closed"):
                day = min(next_working_day(asked + dt.timedelta(days=60 if upto == "closing" else 120)), self.today)
            if step == "check" and upto in ("closing",):
                continue
            getattr(self, f"_{step}")(day)

    def _as(self, post: Post, day: dt.date, deed: Callable[[Actor], object]) -> None:
        with on_day(day, 11):
            actor = self.town.actor(post, day)
            with acting_as(actor):
                deed(actor)

    @property
    def _now(self) -> Case:
        return Case.objects.get(id=self.case_id)

    @property
    def _last(self) -> CareAssessment:
        return self._now.assessments.order_by("-round")[0]

    def _apply(self, day: dt.date) -> None:
        story, household = self.story, Household.objects.get(id=self.home.id)
        person = head_of(household.id)
        asks = story.way in (Way.AGENCY, Way.OFFICE)
        applied = Applied(
            group=Group.ELDERLY,
            way=story.way,
            applicant=story.applicant,
            relation=story.relation,
            urgent=story.urgent,
            agreed_by="본인" if asks else "",
            agreed_on=day - dt.timedelta(days=1) if asks else None,
            discharged_from=story.discharged_from,
            discharged_on=day - dt.timedelta(days=3) if story.discharged_from else None,
            receiving="기초연금",
            wish=story.wish,
        )

        def deed(by: Actor) -> None:
            if person is not None:
                self.case_id = care.apply_care(person=person, applied=applied, by=by).case_id

        self._as(self.officer, day, deed)

    def _accept(self, day: dt.date) -> None:
        self._as(self.hope, day, lambda by: request.accept_case(case=self._now, manager=self.manager, by=by))

    def _ask(self, day: dt.date) -> None:
        source = Source.OWN if self.story.levels == (0, 0, 0, 1) else Source.NHIS
        self._as(self.manager, day, lambda by: care.ask_assessment(case=self._now, source=source, by=by))

    def _found(self, day: dt.date) -> None:
        levels = dict(zip(("body", "medical", "nutrition", "housing"), self.story.levels, strict=True))
        words = {
            "home": f"{self.home.size}인 가구, {self.home.dong}",
            "benefits": "기초연금, 건강보험",
            "health": self.story.health,
            "wish": self.story.wish,
        }
        found = Found(day, "건강보험공단 조사원", levels, words)
        self._as(self.manager, day, lambda by: care.record_assessment(assessment=self._last, found=found, by=by))

    def _judge(self, day: dt.date) -> None:
        medical, help_ = self.story.needs
        is_target = medical + help_ > 0
        reason = self.story.health if is_target else "일상생활을 혼자 하실 수 있어 노인맞춤돌봄을 안내함"
        self._as(
            self.hope,
            day,
            lambda by: care.judge_assessment(
                assessment=self._last, is_target=is_target, medical_need=medical, care_need=help_, reason=reason, by=by
            ),
        )

    def _tell(self, day: dt.date) -> None:
        how = CareAssessment.Told.COUNTER
        self._as(self.manager, day, lambda by: care.tell_judgement(assessment=self._last, how=how, told_on=day, by=by))

    def _meet(self, day: dt.date) -> None:
        nurse = self.town.posts_of(Role.VISITING_NURSE)[0]

        def deed(by: Actor) -> None:
            held = conference.call_conference(
                kind=Conference.Kind.CARE,
                area=self._now.area,
                held_on=day,
                place="보건소 2층",
                chair=self.hope.user.name,
                cases=[self._now],
                by=by,
            )
            conference.invite(conference=held, post=nurse, seat="dong", by=by)
            conference.invite(
                conference=held,
                name="조공단",
                organisation="국민건강보험공단",
                seat="expert_body",
                pledged_on=day,
                by=by,
            )
            for one in held.attendees.filter(pledged_on__isnull=False):
                conference.mark_present(attendee=one, is_present=True, by=by)
            words = "의료와 돌봄을 한 계획에 담고 보건소가 첫 달에 두 번 찾아감"
            conference.decide_case(item=held.agenda.get(), code=Decision.Code.CARE, discussion=words, by=by)
            conference.finish_minutes(conference=held, by=by)

        self._as(self.hope, day, deed)

    def _draft(self, day: dt.date) -> None:
        services = [
            ServiceLine(name, provider, amount, day, sector, need=need, frequency=amount, funding=funding)
            for name, need, provider, amount, sector, funding in self.story.services
        ]
        content = PlanContent(
            goals=[
                GoalLine("살던 집에서 지낸다", "입원 0번", day + dt.timedelta(days=85), "입원한 날", "한 달 3일"),
                GoalLine("끼니를 거르지 않는다", "하루 세 끼", day + dt.timedelta(days=60), "본인 말씀", "하루 한 끼"),
            ],
            services=services,
            tasks=[TaskLine("약 달력에 표시하기")],
            coordination="담당이 한 달에 한 번 모든 기관에 묻고 나눈다",
            family_opinion=self.story.wish,
            crisis_plan="밤에는 119, 낮에는 담당",
        )
        self._as(
            self.manager,
            day,
            lambda by: plan.write_plan(plan=plan.start_plan(case=self._now, by=by), content=content, by=by),
        )

    def _serve(self, day: dt.date) -> None:
        paper = Handwritten(kept_at="통합돌봄철")
        row = self._now.plans.get()
        how = Plan.Agreement.SIGNATURE
        self._as(
            self.manager,
            day,
            lambda by: plan.agree_plan(plan=row, agreement=how, agreed_by="본인", signed=paper, by=by),
        )
        self._as(self.hope, day, lambda by: plan.approve_plan(plan=Plan.objects.get(id=row.id), by=by))

    def _check(self, day: dt.date) -> None:
        row = self._now.plans.get()
        next_on = min(max(self.today + dt.timedelta(days=9), day + dt.timedelta(days=90)), day + dt.timedelta(days=175))
        self._as(
            self.manager,
            day,
            lambda by: plan.record_check(
                plan=row,
                method=Check.Method.VISIT,
                spoke_with="본인",
                next_on=next_on,
                services={one.id: Delivery(satisfaction=4) for one in row.services.all()},
                goals={one.id: Progress(60, "집에서 지내심") for one in row.goals.all()},
                by=by,
            ),
        )

    def _closing(self, day: dt.date) -> None:
        reason = Closing.Reason.ADMITTED
        self._as(
            self.manager,
            day,
            lambda by: closing.propose_closing(case=self._now, reason=reason, proof="요양병원 입원 확인", by=by),
        )

    def _closed(self, day: dt.date) -> None:
        asked = self._now.closings.get()
        self._as(self.hope, day, lambda by: closing.approve_closing(closing=asked, by=by))
