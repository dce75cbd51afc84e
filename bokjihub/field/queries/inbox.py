"""What came from devices and waits for a person; whose devices are out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post, Role
from bokjihub.counselling.choices import CRISES, DANGERS, NEEDS
from bokjihub.counselling.models import Counselling
from bokjihub.field.effects import KINDS, TEXTS, fields_of_visit
from bokjihub.field.merge import Value
from bokjihub.field.models import Clash, Device, Write
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.signs import DOOR_SIGNS

LABELS = {
    "result": "결과",
    "words": "말씀",
    "observation": "본 것",
    "door_signs": "문 앞에서 본 것",
    "notice_left": "안내문 남김",
    "next_on": "다음 확인일",
    "client_words": "말씀",
    "crisis_reasons": "위기사유",
    "needs": "어려움",
    "immediate_danger": "즉시 위험",
    "disposition": "조치",
    "next_check_on": "다음 확인일",
    "visitor_safety": "방문자 안전",
    "told": "안내한 급여",
    "promises": "약속",
    "excluded_reason": "비대상인 까닭",
    "consent": "동의",
    "given_by": "동의하신 분",
    "what": "무슨 일",
    "help": "부른 도움",
    "answer": "어떻게",
    "linked_won": "이은 돈(원)",
    "name": "이름",
    "phone": "전화",
    "missing_reason": "동의를 받지 못한 까닭",
}
WORDS = {
    **dict(Visit.Result.choices),
    **dict(Counselling.Disposition.choices),
    **dict(DOOR_SIGNS),
    **dict(CRISES),
    **dict(NEEDS),
    **dict(DANGERS),
    "wants": "신청 원함",
    "declines": "원하지 않음",
}

OUT_FIRST = (F("revoked_at").desc(nulls_first=True), "user__name", "label")


@dataclass(frozen=True)
class Side:
    """One device's value of a field, and who wrote it where."""

    clash_id: UUID
    value: str
    who: str


@dataclass(frozen=True)
class Question:
    """One field in dispute: the server's value and what the devices have."""

    field: str
    label: str
    server: str
    seen: str
    sides: tuple[Side, ...]
    can_both: bool


@dataclass(frozen=True)
class Row:
    """One field of a write, in words."""

    label: str
    value: str


def write_facts(write_id: UUID) -> Facts | None:
    """Facts of the home a write is about; None where it is missing or out of the database's scope."""
    found = Write.objects.filter(id=write_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def write_of(write_id: UUID) -> Write:
    """One write with everything its page names."""
    return Write.objects.select_related("device", "author", "area", "household").get(id=write_id)


def questions_of(visit: Visit) -> tuple[Question, ...]:
    """겹친 칸: what stands on the server now, and each device's value."""
    current = fields_of_visit(visit)
    found: dict[str, list[Clash]] = {}
    for clash in open_clashes(visit.id):
        found.setdefault(clash.field, []).append(clash)
    return tuple(
        Question(
            field=name,
            label=LABELS.get(name, name),
            server=said(current[name]),
            seen=json.dumps(current[name], ensure_ascii=False),
            sides=tuple(_side(clash) for clash in clashes),
            can_both=name in TEXTS,
        )
        for name, clashes in found.items()
    )


def open_clashes(visit_id: UUID) -> list[Clash]:
    """Undecided clashes of a visit, in the order they were found."""
    found = Clash.objects.filter(write__subject_id=visit_id, choice="").select_related("write__author", "write__device")
    return list(found.order_by("found_at", "id"))


def rows_of(write: Write) -> tuple[Row, ...]:
    """What was written, field by field; codes in words, what the page does not know as it came."""
    data = json.loads(write.read()).get("data") or {}
    if write.kind == "draft":
        data = data.get("data") or {}
    if write.kind == "visit.result" or "now" in data:
        data = {**(data.get("now") or {}), **(data.get("trouble") or {})}
    shown = {**data, **(data["consent"] if isinstance(data.get("consent"), dict) else {})}
    return tuple(
        Row(LABELS[name], said(value))
        for name, value in shown.items()
        if name in LABELS and value and name != "consent"
    )


def label_of(write: Write) -> str:
    """What kind of write it is, in words."""
    kind = KINDS.get(write.kind)
    return kind.label if kind else "새 판의 기록"


def waiting_writes(actor: Actor) -> QuerySet[Write]:
    """Everything from devices that is not settled yet, in the actor's scope, newest first."""
    found = Write.objects.filter(Q(area_id__in=actor.areas) | Q(household_id__in=actor.subjects), state__in=Write.OPEN)
    return found.select_related("author", "area", "device").order_by("-received_at")


def states_of(device: Device, numbers: Iterable[UUID]) -> list[dict[str, str]]:
    """What became of a device's own numbers since it last heard; of anybody else's nothing is said."""
    found = Write.objects.filter(device=device, id__in=list(numbers)).values_list("id", "state")
    return [{"key": str(number), "state": state} for number, state in found]


def devices_of(actor: Actor) -> QuerySet[Device]:
    """My own devices; for a head also those of the team's people."""
    teams = [post.team_id for post in actor.posts if post.team_id and post.role in ("team_head", "dong_head")]
    people = Post.objects.on(actor.day).filter(team_id__in=teams).values("user_id")
    found = Device.objects.filter(Q(user_id=actor.id) | Q(user_id__in=people))
    return found.select_related("user").order_by(*OUT_FIRST)


def devices_in_city(actor: Actor) -> QuerySet[Device]:
    """Every device of the privacy officer's city, those still out first."""
    cities = {post.city_id for post in actor.posts if post.role == Role.PRIVACY_OFFICER}
    return Device.objects.filter(city_id__in=cities).select_related("user").order_by(*OUT_FIRST)


def said(value: Value | object) -> str:
    """A value as a person says it."""
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, list | tuple):
        return ", ".join(said(one) for one in value) or "없음"
    if isinstance(value, dict):
        return " · ".join(said(one) for one in value.values() if one)
    return str(WORDS.get(str(value), value)) or "비어 있음"


def _side(clash: Clash) -> Side:
    value = json.loads(clash.read_sides())["device"]
    write = clash.write
    return Side(clash.id, said(value), f"{write.author.name} · {write.device.label}")
