"""동의 (V41): what a household agreed to, in sentences, and what stops when one is taken back."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.access.policy import Facts
from bokjihub.people.models import Consent
from bokjihub.people.queries import head_of
from bokjihub.resources.models import ServiceLink
from bokjihub.ui.papers.reading import Block, facts
from bokjihub.ui.words import official_date, with_particle
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.pairs import RESIDENTS

State = ServiceLink.State
ENDING_SOON_DAYS = 30
OVER = (State.DECLINED, State.COMPLETED, State.STOPPED, State.WITHDRAWN)


@dataclass(frozen=True)
class ConsentLine:
    """One consent as a sentence: whom what for until when, and how it was given."""

    id: UUID
    sentence: str
    given: str
    state: str
    tone: str
    is_in_force: bool


def consent_facts(consent_id: UUID) -> Facts | None:
    """Facts of a consent for the access decision."""
    found = Consent.objects.filter(id=consent_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def consent_lines(household_id: UUID, day: dt.date) -> list[ConsentLine]:
    """Every consent of a household: those in force first, the newest on top."""
    found = Consent.objects.filter(household_id=household_id).order_by("-given_on", "-id")
    lines = [consent_line(consent, day) for consent in found]
    return sorted(lines, key=lambda line: not line.is_in_force)


def consent_line(consent: Consent, day: dt.date) -> ConsentLine:
    """노암복지관에 이름·주소·전화를 민간기관 제공을 위해 2027. 5. 19.까지."""
    to = f"{consent.recipient}에 " if consent.recipient else "우리 시에 "
    items = with_particle("·".join(consent.items), "을/를")
    state, tone = _state(consent, day)
    return ConsentLine(
        id=consent.id,
        sentence=f"{to}{items} ‘{consent.get_purpose_display()}’에 쓰도록 {official_date(consent.expires_on)}까지",
        given=f"{official_date(consent.given_on)} {consent.given_by}({consent.capacity}) · {consent.get_method_display()}",
        state=state,
        tone=tone,
        is_in_force=consent.is_valid(day),
    )


def _state(consent: Consent, day: dt.date) -> tuple[str, str]:
    if consent.withdrawn_on is not None and consent.withdrawn_on <= day:
        return f"{official_date(consent.withdrawn_on)} 거둠", "neutral"
    if consent.expires_on < day:
        return "끝남", "neutral"
    left = (consent.expires_on - day).days
    return (f"{left}일 남음", "warning") if left <= ENDING_SOON_DAYS else ("쓰는 중", "success")


def what_stops(consent: Consent, day: dt.date) -> list[str]:
    """What happens at once when the consent is taken back, said before it is done."""
    links = ServiceLink.objects.filter(consent=consent).exclude(state__in=OVER)
    words = [
        f"{link.service.provider.agency.name}에 보낸 ‘{link.service.name}’ 의뢰가 멈추고, 그곳에서 더 볼 수 없습니다. "
        "멈춤을 알리는 일이 오늘에 생깁니다."
        for link in links.select_related("service__provider__agency").order_by("sent_on")
    ]
    if consent.purpose == Consent.Purpose.VOLUNTEER:
        open_visits = Visit.objects.filter(
            household_id=consent.household_id, state__in=Visit.OPEN, planned_on__gte=day, volunteer_basis=""
        )
        many = open_visits.filter(companions__post__role__in=RESIDENTS).distinct().count()
        words += [f"이웃이 함께 가기로 한 방문 {many}건에서 이웃의 방문카드가 닫힙니다."] if many else []
    if consent.purpose == Consent.Purpose.HEALTH:
        words.append("건강 정보를 새로 적을 수 없습니다. 적어 둔 기록은 법이 정한 기간 동안 그대로 둡니다.")
    return words or ["지금 멈추는 의뢰나 방문은 없습니다. 이미 받은 도움은 그대로입니다."]


def consent_blocks(row: Consent) -> list[Block]:
    """동의서 as it was given (개인정보 보호법 제15조②·제17조②·제23조): purpose, items, period, recipient, the right to refuse."""
    head = head_of(row.household_id)
    who = row.person.name if row.person else head.name if head else "미상"
    recipient = [("받는 곳", row.recipient)] if row.recipient else []
    ended = [("거둔 날", row.withdrawn_on)] if row.withdrawn_on else []
    return [
        facts(
            ("정보주체", who),
            ("목적", row.get_purpose_display()),
            *recipient,
            ("항목", ", ".join(row.items)),
            ("보유·이용 기간", f"{official_date(row.given_on)}부터 {official_date(row.expires_on)}까지"),
            ("거부할 권리", "동의하지 않으실 수 있고, 언제든지 거두실 수 있습니다. 그 경우 연계가 어려울 수 있습니다."),
        ),
        facts(
            ("동의한 분", f"{row.given_by} ({row.capacity})"),
            ("방법", row.get_method_display()),
            ("동의한 날", row.given_on),
            *ended,
        ),
        facts(("본인 (서명)", None), ("담당자 (서명)", None)),
    ]
