"""Integrated care taken to a stage through the same actions as real work, each step by the person whose it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.actions import care, request
from bokjihub.cases.actions.care import Applied, Found
from bokjihub.cases.models import CareApplication, CareAssessment, Case, Plan
from bokjihub.people.models import Person
from tests.cast import Cast
from tests.factories import work_items
from tests.factories.cases import Walk

LEVELS = {"body": 3, "medical": 2, "nutrition": 1, "housing": 1}
WORDS = {
    "home": "혼자 사심, 문턱이 높음",
    "benefits": "기초연금, 장기요양 기각",
    "health": "넘어진 뒤 혼자 씻기 어려움",
    "wish": "집에서 지내고 싶다고 하심",
}


@dataclass
class CareWalk(Walk):
    """One integrated care, held by the city unless told otherwise."""

    @property
    def person(self) -> Person:
        return Person.objects.get(household=self.household, is_head=True)

    def apply(self, who: str = "officer", *, to: Case.Holder = Case.Holder.DONG, **more: Any) -> CareApplication:
        actor = self.by(who)
        given = {"group": CareApplication.Group.ELDERLY, "wish": "집에서 지내고 싶음", **more}
        with acting_as(actor):
            row = care.apply_care(person=self.person, applied=Applied(**given), to=to, by=actor)
        self.case = row.case
        return row

    def ask(self, source: CareAssessment.Source = CareAssessment.Source.NHIS, who: str = "officer") -> CareAssessment:
        actor = self.by(who)
        with acting_as(actor):
            return care.ask_assessment(case=self.it, source=source, by=actor)

    def found(self, row: CareAssessment, who: str = "officer", **more: Any) -> CareAssessment:
        actor = self.by(who)
        what = Found(self.day, "공단 조사원", **{"levels": LEVELS, "words": WORDS, **more})
        with acting_as(actor):
            return care.record_assessment(assessment=row, found=what, by=actor)

    def judge(self, row: CareAssessment, who: str = "head", *, is_target: bool = True, **more: Any) -> CareAssessment:
        actor = self.by(who)
        given = {"medical_need": 2, "care_need": 3, "reason": "혼자 씻고 먹기 어려움", **more}
        with acting_as(actor):
            return care.judge_assessment(
                assessment=CareAssessment.objects.get(id=row.id), is_target=is_target, by=actor, **given
            )

    def tell(self, who: str = "officer") -> CareAssessment:
        actor = self.by(who)
        row = self.it.assessments.get(told_on__isnull=True)
        with acting_as(actor):
            return care.tell_judgement(assessment=row, how=CareAssessment.Told.COUNTER, told_on=self.day, by=actor)

    def to_judged(self, *, is_target: bool = True) -> CareAssessment:
        """Applied for before; accepted, surveyed and judged on one day."""
        actor = self.by("head")
        with acting_as(actor):
            request.accept_case(case=self.it, manager=self.cast.posts["officer"], by=actor)
        return self.judge(self.found(self.ask()), is_target=is_target)

    def to_serving(self) -> Plan:
        """Everything up to a plan in force, on one day."""
        self.apply()
        self.to_judged()
        self.tell()
        return self.approve(self.plan())


def care_walk(cast: Cast, day: dt.date, *, dong: str = "노암동", name: str = "박옥순", born: int = 1948) -> CareWalk:
    """A home of one old person who may be applied for."""
    return CareWalk(cast, work_items.home(cast, dong=dong, name=name, born=born), day)
