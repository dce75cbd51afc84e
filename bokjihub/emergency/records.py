"""Finished records of an aid: what may no longer be edited and is put right by an addendum (people.actions.add_addendum)."""

from uuid import UUID, uuid5

from bokjihub.emergency.models import EmergencyAid, FollowUp, Review
from bokjihub.people.queries import Record
from bokjihub.ui.words import official_date, won


def records_of(aid: EmergencyAid) -> list[Record]:
    """On-site check, decisions, payments, the check a month after, the review, objections answered: in the order of the flow."""
    found = []
    if aid.on_site_on:
        words = (("본 것", aid.findings), ("같은 지원 없음", aid.same_kind_source))
        found.append(Record("on_site", _part_of(aid, "on_site"), f"현장확인 {official_date(aid.on_site_on)}", words))
    for grant in aid.grants.filter(decided_on__isnull=False).order_by("round"):
        decision = (
            ("무엇을", f"{aid.title} {won(grant.monthly_won)} × {grant.months}"),
            ("더 필요한 까닭", grant.need),
            ("답", grant.answer),
        )
        found.append(Record("grant", grant.id, f"결정 {official_date(grant.decided_on or grant.asked_on)}", decision))
        for paid in grant.payments.order_by("sequence"):
            money = (("금액", won(paid.won)), ("방법", paid.get_way_display()), ("현금인 까닭", paid.cash_reason))
            found.append(Record("payment", paid.id, f"{paid.sequence}회차 지급 {official_date(paid.paid_on)}", money))
    for check in FollowUp.objects.filter(aid=aid):
        judged = (("기준 안", "예" if check.is_adequate else "아니오"), ("까닭", check.reason))
        found.append(
            Record("follow_up", _part_of(aid, "follow_up"), f"사후조사 {official_date(check.checked_on)}", judged)
        )
    for review in Review.objects.filter(aid=aid):
        verdict = (("결과", review.get_verdict_display()), ("까닭", review.reason))
        found.append(
            Record("review", _part_of(aid, "review"), f"적정성 심사 {official_date(review.reviewed_on)}", verdict)
        )
    for one in aid.objections.filter(answered_on__isnull=False).order_by("received_on"):
        answered = (("내용", one.words), ("처리", one.get_outcome_display()), ("답", one.answer))
        found.append(Record("objection", one.id, f"이의신청 {official_date(one.received_on)}", answered))
    return [Record(one.kind, one.id, one.label, tuple(pair for pair in one.words if pair[1])) for one in found]


def _part_of(aid: EmergencyAid, kind: str) -> UUID:
    """A name of its own for a part that stands on the aid's row or shares its key: an addendum belongs to the part alone."""
    return uuid5(aid.id, kind)


def record_of(aid: EmergencyAid, kind: str, record_id: UUID) -> Record | None:
    """One finished record; None while it may still be written, or where it is another aid's."""
    return next((one for one in records_of(aid) if (one.kind, one.id) == (kind, record_id)), None)
