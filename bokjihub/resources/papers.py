"""서비스 의뢰서·회신서 (process §3.7): only the items the consent names, the agency's answer, and what was delivered."""

from bokjihub.resources.models import ServiceLink
from bokjihub.resources.queries.referral import shared_fields
from bokjihub.ui.papers.reading import Block, Heading, facts, table
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
