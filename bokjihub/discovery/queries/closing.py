"""What a worry still needs before it may be closed, asked of the database itself: one truth for the officer and the fence."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.discovery.models import ClosingRequest, Closure, Search, WorkItem
from bokjihub.discovery.queries.ladder import ladder, what_is_left

Kind = Closure.Kind
# What each code of `discovery_missing_proof` (cases migration 0003) means to the officer.
SENTENCES = {
    "words": "까닭을 적어 주세요",
    "source": "확인한 출처(어디에서 누구에게 확인했는지)를 적어 주세요",
    "told_benefit": "안내한 급여가 있는 상담 기록",
    "counselling": "본인 말씀이 적힌 상담 기록",
    "grant": "승인된 긴급지원 결정",
    "application": "받기로 결정된 같은 갈래의 급여 신청",
    "delivery": "한 번이라도 전달된 서비스 연계",
    "case": "사례관리 기록",
    "hearer": "다른 사람이 한 번 더 여쭙기",
    "capacity": "판단 능력을 살핀 기록",
    "danger": "마지막 상담에 즉시 위험이 적혀 있으므로 먼저 풀기",
    "pointer": "이미 있는 다른 발굴 대상 고르기",
    "approval": "팀장 승인",
    "review": "여섯 달 뒤 다시 볼 날",
    "closure": "종결 사유",
}
EXCLUSIONS = (Kind.EX_MOVED, Kind.EX_DIED, Kind.EX_ADMIT, Kind.EX_JAIL, Kind.EX_ABROAD)
ASKED = {
    Kind.ALREADY: "설명과 확인한 출처를 적습니다",
    Kind.DUP: "설명과 이미 있는 작업 번호를 적습니다",
    Kind.WRONG: "설명을 적습니다",
}
GROUPS = (
    ("도움이 닿음", (Kind.PUB_BASIC, Kind.PUB_NEAR, Kind.PUB_EMERG, Kind.PUB_OTHER, Kind.PRIV, Kind.CASE)),
    ("상담으로 마침", (Kind.INFO, Kind.NONEED, Kind.ALREADY)),
    ("확인해 보니", EXCLUSIONS),
    ("그 밖", (Kind.REFUSED, Kind.DUP, Kind.WRONG)),
)


@dataclass(frozen=True)
class ClosingWay:
    """One reason for closing as the form shows it: possible now, or what is still missing."""

    kind: Closure.Kind
    missing: tuple[str, ...]

    @property
    def ready(self) -> str:
        """What the form still asks, or that the record stands."""
        if self.kind in EXCLUSIONS:
            return "확인한 출처를 적습니다"
        return ASKED.get(self.kind, "✓ 근거가 있습니다")


def missing_codes(
    work_item_id: UUID, kind: str, *, words: str = "", source: str = "", proof_id: UUID | None = None
) -> list[str]:
    """Codes of what is missing; the same function the deferred trigger asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT discovery_missing_proof(%s, %s, %s, %s, %s)", [work_item_id, kind, words, source, proof_id]
        )
        row = cursor.fetchone()
    return list(row[0]) if row else []


def in_words(codes: list[str], work_item: WorkItem) -> list[str]:
    """What is missing, said to an officer. `locating` names the rungs of the ladder that are left (screens §7.4, 3)."""
    return [_sentence(code, work_item) for code in codes]


def _sentence(code: str, work_item: WorkItem) -> str:
    if code == "locating":
        return "찾았다는 연락 기록"
    if code.startswith("refusals:"):
        return f"다시 여쭙기 {code.partition(':')[2]}번"
    return SENTENCES[code]


def unclimbed(work_item: WorkItem) -> list[str]:
    """Rungs of the ladder that were not climbed, for the sentence that offers 소재 찾기 instead."""
    return what_is_left(ladder(work_item))


def ways_to_close(work_item: WorkItem) -> list[tuple[str, list[ClosingWay]]]:
    """Every reason in its group, with what is missing apart from what the form itself asks."""
    return [(label, [_way(work_item, kind) for kind in kinds]) for label, kinds in GROUPS]


def _way(work_item: WorkItem, kind: Closure.Kind) -> ClosingWay:
    # The form asks for words, source and pointer itself: only what must stand elsewhere is shown as missing.
    codes = missing_codes(work_item.id, kind, words="-", source="-")
    return ClosingWay(kind, tuple(in_words([code for code in codes if code != "pointer"], work_item)))


def closing_requests(actor: Actor) -> QuerySet[ClosingRequest]:
    """Closings that wait for a decision in the actor's dongs and were not asked by the actor."""
    found = ClosingRequest.objects.filter(decided_at__isnull=True, area_id__in=actor.areas).exclude(asked_by=actor.id)
    return found.select_related("work_item__owner__user", "household", "area").order_by("asked_at")


def search_requests(actor: Actor) -> QuerySet[Search]:
    """소재 찾기 that wait for a decision in the actor's dongs."""
    found = Search.objects.filter(is_approved__isnull=True, area_id__in=actor.areas).exclude(asked_by=actor.id)
    return found.select_related("work_item__owner__user", "household", "area").order_by("asked_at")
