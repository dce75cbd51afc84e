"""종결보고서 with 사후관리 (process §3.10): results against the plan, what reached the household, who decided, what was seen after."""

from bokjihub.cases.models import Case, Plan
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.results import results_of
from bokjihub.people.queries import addenda_of, head_of
from bokjihub.ui.papers.reading import Block, Heading, facts, table
from bokjihub.ui.words import official_date


def closing_blocks(case: Case) -> list[Block]:
    """The report as it stands: the last closing that was asked for, and every look after it."""
    closing = case.closings.order_by("-asked_on", "-id").first()
    plan = case.plans.exclude(state=Plan.State.DRAFT).order_by("-version").first()
    head = head_of(case.household_id)
    blocks: list[Block] = [
        facts(
            ("사례 번호", case.number),
            ("성명", head.name if head else "미상"),
            ("읍·면·동", case.area.name),
            ("접수", case.accepted_on),
        ),
        Heading("1. 종결"),
    ]
    if closing is None:
        blocks.append(facts(("종결 사유", None), ("확인한 것", None), ("다음 확인일", None)))
    else:
        decided = f"{official_date(closing.decided_on)} {closing.decided_label}" if closing.decided_on else ""
        answer = {True: "승인", False: "되돌림", None: "기다림"}[closing.is_approved]
        blocks.append(
            facts(
                ("종결 사유", closing.get_reason_display()),
                ("확인한 것", closing.proof),
                ("등급", f"{closing.get_grade_before_display()} → {closing.get_grade_after_display()}"),
                ("이어지는 서비스", closing.continuing),
                ("본인 말씀", closing.client_view),
                ("동에 남기는 말", closing.advice),
                ("다음 확인일", closing.next_on),
                ("올림", f"{official_date(closing.asked_on)} {closing.asked_label}"),
                ("결정", f"{answer} {decided} {closing.answer}".strip()),
            )
        )
    goals = queries.goal_results(plan)
    support = queries.support_of(case)
    results = results_of(case)
    blocks += [
        Heading("2. 목표와 결과"),
        table(
            ("목표", "처음", "바라는 만큼", "이룬 정도", "근거"),
            [(one.words, one.baseline, one.target, _share(one.progress), one.evidence) for one in goals],
            empty="제공계획이 없습니다",
        ),
        Heading("3. 달라진 것"),
        table(
            ("영역", "처음", "마지막"),
            [(one.label, _score(one.first), _score(one.last)) for one in results.domains],
            empty="조사를 한 번만 했습니다",
        ),
        table(
            ("서비스", "제공기관", "계획대로 온 점검", "만족(5점)"),
            [
                (one.name, one.provider, f"{one.as_planned}/{one.checks}", one.satisfaction or "")
                for one in results.services
            ],
            empty="점검한 서비스가 없습니다",
        ),
        Heading("4. 지원 합계"),
        table(("어디서", "금액(원)"), [(name, f"{won:,}") for name, won in support.parts], empty="지원한 것이 없습니다"),
        Heading("5. 사후관리"),
        table(
            ("몇 달째", "기한", "확인일", "방법", "결과", "본 것", "확인한 사람"),
            [
                (
                    f"{one.month}개월", one.due_on, one.done_on, one.get_method_display(), one.get_outcome_display(),
                    one.signs, one.done_label,
                )
                for one in case.aftercare.order_by("month")
            ],
            empty="종결 뒤에 시작합니다",
        ),
    ]  # fmt: skip
    added = addenda_of([*case.closings.values_list("id", flat=True), *case.aftercare.values_list("id", flat=True)])
    if added:
        rows = [(one.part, one.words, one.reason, one.written_label, one.written_at.date()) for one in added]
        blocks += [Heading("6. 덧붙임"), table(("어디가", "바르게는", "까닭", "적은 사람", "적은 날"), rows)]
    return blocks


def _share(progress: int | None) -> str:
    return "점검 전" if progress is None else f"{progress}%"


def _score(score: int | None) -> str:
    return "" if score is None else str(score)
