"""긴급지원 처리 기록 (process §3.11): request, on-site check, decisions, payments, follow-up, review, objection on one sheet."""

from collections.abc import Sequence

from bokjihub.emergency.books import owed
from bokjihub.emergency.models import EmergencyAid, FollowUp, Review, Sitting
from bokjihub.emergency.records import records_of
from bokjihub.emergency.sittings import ItemLine
from bokjihub.people.queries import addenda_to, head_of
from bokjihub.ui.papers.reading import Block, Grid, Heading, Words, facts, table


def file_blocks(aid: EmergencyAid) -> list[Block]:
    """The whole file of one aid; what has not happened yet stays open to be written in."""
    head = head_of(aid.household_id)
    grants = aid.grants.order_by("round")
    payments = [payment for grant in grants for payment in grant.payments.order_by("sequence")]
    return [
        facts(
            ("번호", aid.number),
            ("성명", head.name if head else "미상"),
            ("가구원수", f"{aid.household_size}명"),
            ("종류", aid.title),
            ("위기사유", f"{aid.reason.name} ({aid.reason.basis})"),
            ("요청일", aid.requested_on),
            ("국적", f"외국인 - {aid.get_foreign_group_display()} ({aid.foreign_proof})" if aid.foreign_group else "대한민국"),
        ),
        Heading("1. 현장확인"),
        facts(
            ("확인일", aid.on_site_on),
            ("본 것", aid.findings),
            ("같은 지원 없음", f"확인함 ({aid.same_kind_source})" if aid.same_kind_checked else None),
            ("금융정보 동의", aid.get_financial_consent_display()),
        ),
        Heading("2. 결정"),
        table(
            ("차례", "기간", "한 번에(원)", "개월·회", "한도(원)", "근거", "결정일", "결정"),
            [
                (
                    grant.round, f"{grant.starts_on:%Y. %-m. %-d.}–{grant.ends_on:%Y. %-m. %-d.}",
                    f"{grant.monthly_won:,}", grant.months, "" if grant.cap_won is None else f"{grant.cap_won:,}",
                    grant.notice_ref or grant.basis, grant.decided_on,
                    {True: "승인", False: "되돌림", None: "기다림"}[grant.is_approved],
                )
                for grant in grants
            ],
            empty="결정 전",
        ),
        *([facts(("지원하지 않음", aid.denied_reason), ("다른 길", aid.other_way), ("결정일", aid.denied_on))] if aid.denied_on else []),
        Heading("3. 지급"),
        table(
            ("회차", "지급일", "금액(원)", "방법", "현금인 까닭"),
            [(one.sequence, one.paid_on, f"{one.won:,}", one.get_way_display(), one.cash_reason) for one in payments],
            empty="지급 전",
        ),
        Heading("4. 사후조사와 적정성 심사"),
        _follow_up(FollowUp.objects.filter(aid=aid).first(), Review.objects.filter(aid=aid).first()),
        Heading("5. 환수"),
        table(
            ("명령한 날", "까닭", "금액(원)", "납부기한", "남은 것(원)"),
            [
                (order.ordered_on, order.get_ground_display(), f"{order.won:,}", order.due_on, f"{owed(order):,}")
                for order in aid.recoveries.filter(is_ordered=True).order_by("ordered_on")
            ],
        ),
        Heading("6. 이의신청"),
        table(
            ("알게 된 날", "받은 날", "내용", "시·도에 보낸 날", "답을 받은 날", "처리", "답"),
            [
                (
                    one.told_on, one.received_on, one.words, one.sent_on, one.answered_on,
                    one.get_outcome_display(), one.answer,
                )
                for one in aid.objections.order_by("received_on")
            ],
        ),
        Heading("7. 이어 준 도움"),
        table(
            ("알린 날", "어디로", "무엇을"),
            [(one.told_on, one.get_way_display(), one.words) for one in aid.onward.order_by("told_on")],
        ),
        *_put_right(aid),
    ]  # fmt: skip


def sitting_blocks(sitting: Sitting, lines: Sequence[ItemLine]) -> list[Block]:
    """심의·의결서: who was there and each item without a name, with what was decided."""
    return [
        facts(
            ("회의한 날", sitting.held_on),
            ("곳", "서면 심의" if sitting.is_written else sitting.place),
            ("위원", f"재적 {sitting.seated}명 · 출석 {sitting.present}명 · 전문가 등 {sitting.experts}명"),
            ("성원", "됨(시행규칙 제5조제2항)" if sitting.has_quorum else "안 됨"),
        ),
        Heading("안건과 의결"),
        table(
            ("번호", "무엇을", "어떤 가구", "부친 까닭", "지급(원)", "찬성/출석", "의결"),
            [
                (
                    line.item.aid.number, line.item.get_kind_display(), line.digest, line.item.need, f"{line.paid_won:,}",
                    "" if line.item.in_favour is None else f"{line.item.in_favour}/{line.item.present}",
                    " ".join(filter(None, [line.item.get_outcome_display(), line.item.get_verdict_display(), line.item.words])),
                )
                for line in lines
            ],
            empty="안건 없음",
        ),
        Words(sitting.words) if sitting.words else Words("나온 말: 없음"),
    ]  # fmt: skip


def _put_right(aid: EmergencyAid) -> list[Block]:
    """덧붙임: beside the records as they were written, never instead of them."""
    found = addenda_to(records_of(aid))
    rows = [(label, one.part, one.words, one.reason, one.written_label, one.written_at.date()) for label, one in found]
    heads = ("어느 기록", "어디가", "바르게는", "까닭", "적은 사람", "적은 날")
    return [Heading("8. 바로잡음"), table(heads, rows)] if rows else []


def _follow_up(found: FollowUp | None, review: Review | None) -> Grid:
    def won(amount: int | None, limit: int | None) -> str | None:
        if amount is None:
            return None
        return f"{amount:,}원" + (f" (기준 {limit:,}원)" if limit is not None else "")

    return facts(
        ("조사일", found.checked_on if found else None),
        ("소득", won(found.income_won, found.income_limit_won) if found else None),
        ("재산", won(found.assets_won, None) if found else None),
        ("금융재산", won(found.financial_won, found.financial_limit_won) if found else None),
        ("기준 안", ("예" if found.is_adequate else "아니오") if found else None),
        ("심의일", review.reviewed_on if review else None),
        ("심의 결과", review.get_verdict_display() if review else None),
        ("돌려받을 금액", f"{review.recover_won:,}원" if review else None),
    )
