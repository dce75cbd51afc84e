"""Finished records of a case: what may no longer be edited and is put right by an addendum (people.actions.add_addendum)."""

from uuid import UUID

from bokjihub.cases.models import Aftercare, CareAssessment, Case, Check, Closing, Decision, Plan, Survey
from bokjihub.people.models import Addendum
from bokjihub.people.queries import Record, addenda_to
from bokjihub.ui.words import official_date


def records_of(case: Case) -> list[Record]:
    """Every finished record of a case, kind by kind."""
    found = [
        Record(
            "survey", row.id, f"조사 {row.round}차", (("등급", row.get_grade_display()), ("의견", row.assessor_view))
        )
        for row in Survey.objects.filter(case=case, submitted_on__isnull=False).order_by("round")
    ]
    found += [
        Record("assessment", row.id, f"종합판정 {row.round}차", (("까닭", row.reason),))
        for row in CareAssessment.objects.filter(case=case, judged_on__isnull=False).order_by("round")
    ]
    minutes = Decision.objects.filter(case=case).select_related("item__conference").order_by("decided_on")
    found += [
        Record(
            "decision",
            row.item_id,
            f"회의록 {official_date(row.decided_on)}",
            (
                ("결정", row.get_code_display()),
                ("논의", row.discussion),
                ("까닭", row.reason),
                ("다른 의견", row.dissent),
            ),
        )
        for row in minutes
    ]
    agreed = Plan.objects.filter(case=case, agreed_on__isnull=False).exclude(state=Plan.State.DRAFT)
    found += [
        Record(
            "plan",
            row.id,
            f"계획 {row.version}판",
            (("본인·가족의 뜻", row.family_opinion), ("위기 때", row.crisis_plan), ("나누는 방법", row.coordination)),
        )
        for row in agreed.order_by("version")
    ]
    found += [
        Record(
            "check",
            row.id,
            f"점검 {official_date(row.checked_on)}",
            (("방법", row.get_method_display()), ("말한 분", row.spoke_with), ("새로 생긴 어려움", row.new_needs)),
        )
        for row in Check.objects.filter(case=case).order_by("checked_on", "id")
    ]
    found += [
        Record(
            "closing",
            row.id,
            f"종결 {official_date(row.decided_on or row.asked_on)}",
            (("사유", row.get_reason_display()), ("확인한 것", row.proof), ("본인 말씀", row.client_view)),
        )
        for row in Closing.objects.filter(case=case, decided_on__isnull=False).order_by("decided_on")
    ]
    found += [
        Record(
            "aftercare",
            row.id,
            f"사후관리 {row.month}개월",
            (("결과", row.get_outcome_display()), ("본 것", row.signs)),
        )
        for row in Aftercare.objects.filter(case=case, done_on__isnull=False).order_by("month")
    ]
    return found


def record_of(case: Case, kind: str, record_id: UUID) -> Record | None:
    """One finished record; None while it may still be edited, or where it is another case's."""
    return next((one for one in records_of(case) if (one.kind, one.id) == (kind, record_id)), None)


def addenda_of_case(case: Case) -> list[tuple[str, Addendum]]:
    """Every addendum of a case with what it belongs to, in the order of the records."""
    return addenda_to(records_of(case))
