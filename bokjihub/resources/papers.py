"""서비스 의뢰서·회신서 (process §3.7): only the items the consent names, the agency's answer, and what was delivered."""

from django.db.models import Count, Sum

from bokjihub.people.queries import head_of
from bokjihub.resources.models import Account, AllocationLine, FoodUse, Lot, ServiceLink
from bokjihub.resources.queries.ledger import balances
from bokjihub.resources.queries.referral import shared_fields
from bokjihub.ui.papers.reading import Block, Heading, Words, facts, table
from bokjihub.ui.words import official_date


def link_blocks(link: ServiceLink) -> list[Block]:
    """One sheet, the referral above and the reply below; an unanswered reply stays open to be written in."""
    basis = (
        f"{link.consent.given_by} ({link.consent.get_method_display()}, {official_date(link.consent.given_on)})"
        if link.consent
        else f"{link.get_legal_basis_display()}: {link.basis_reason}"
    )
    told = [(one.label, one.value) for one in shared_fields(link.person, link.household, link.items)]
    return [
        Heading("1. 의뢰"),
        facts(
            ("받는 곳", f"{link.service.provider.agency.name} {link.service.provider.intake}".strip()),
            ("서비스", link.service.name),
            ("보낸 곳", f"{link.sent_label} {link.office_phone}".strip()),
            ("보낸 날", link.sent_on),
            ("동의 또는 법의 까닭", basis),
            *told,
            ("왜", link.reason),
            ("얼마나 급한가", link.get_urgency_display()),
            ("바라는 때", link.wanted_by),
        ),
        Heading("2. 회신"),
        facts(
            ("답", link.get_state_display() if link.replied_at else "□ 맡음  □ 기다림  □ 조건 있음  □ 어려움  □ 더 알려 주세요"),
            ("시작하는 날", link.start_on),
            ("담당", link.contact),
            ("말씀", link.reply_words),
        ),
        Heading("3. 전달"),
        table(
            ("날", "내용", "횟수·수량", "금액(원)", "적은 사람"),
            [
                (one.delivered_on, one.words, f"{one.quantity:,}", f"{one.won:,}" if one.won else "", one.told_by)
                for one in link.deliveries.order_by("delivered_on", "id")
            ],
            empty="전달한 것이 없습니다",
        ),
        *([facts(("끝난 날", link.ended_on), ("끝난 까닭", link.end_reason))] if link.ended_on else []),
    ]  # fmt: skip


def statement_blocks(lot: Lot) -> list[Block]:
    """사용 내역: every gift of the same giver in the same year, how many homes of which dong, what is left; no receiver's name."""
    gifts = [lot]
    if not lot.is_anonymous:
        same_year = Lot.objects.filter(received_on__year=lot.received_on.year, is_anonymous=False, state=lot.state)
        gifts = [one for one in same_year.order_by("received_on", "id") if one.donor == lot.donor]
    found = balances(one.id for one in gifts)
    delivered = AllocationLine.objects.filter(allocation__lot__in=gifts, state=AllocationLine.State.DELIVERED)
    dongs = delivered.order_by().values_list("area__name").annotate(homes=Count("id"), pieces=Sum("quantity"))
    return [
        facts(
            ("준 곳", "이름 밝히지 않음" if lot.is_anonymous else lot.donor),
            ("기간", f"{lot.received_on.year}년"),
            ("알리는 근거", "사회복지법인 및 사회복지시설 재무·회계 규칙 제41조의5"),
        ),
        Heading("주신 것과 쓴 것"),
        table(
            ("받은 날", "무엇", "정하신 쓸 곳", "들어옴(원)", "나감(원)", "남음(원)", "맞음"),
            [
                (
                    one.received_on, f"{one.name} {one.quantity:,}{one.unit}", one.restriction or "정하지 않음",
                    f"{one.total_won:,}", f"{found[one.id].won.get(Account.DELIVERED, 0):,}",
                    f"{one.total_won - found[one.id].won.get(Account.DELIVERED, 0):,}", found[one.id].sentence,
                )
                for one in gifts
            ],
        ),
        Heading("어느 동네에 갔나"),
        table(("읍·면·동", "가구", "수량"), sorted(dongs), empty="아직 전달하지 않았습니다"),
    ]  # fmt: skip


def food_blocks(use: FoodUse) -> list[Block]:
    """이용 확인증: what was taken, by which term, and what is said where it was more than the rule."""
    head = head_of(use.household_id)
    member = use.member
    return [
        facts(
            ("이용한 분", head.name if head else "미상"),
            ("읍·면·동", use.area.name),
            ("이용한 곳", str(member.provider)),
            ("이용한 날", use.used_on),
            ("몇 가지", f"{use.items}가지"),
            *([("점수", f"{use.points:,}점")] if use.points else []),
            ("무엇을", use.words),
            ("이용 기간", f"{official_date(member.starts_on)}~{official_date(member.ends_on)}"),
            *([("규칙을 넘은 것", use.beyond), ("넘은 까닭", use.reason)] if use.beyond else []),
            ("적은 사람", use.recorded_label),
            ("받은 분 서명", None),
        ),
        Words("받은 것은 되팔거나 바꾸지 않습니다. 그 달에 쓰지 않은 이용은 다음 달로 넘어가지 않습니다."),
    ]
