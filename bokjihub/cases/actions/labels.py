"""이름표: the town's own words for its cases, and which of them a case carries."""

from collections.abc import Iterable
from uuid import uuid4

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.cases.models import Case, CaseLabel, Decision
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import particle

Kind = CaseLabel.Kind


class LabelUnclear(OfficerError):
    """이름을 적고, 우리 시 구분이면 어느 전국 구분으로 세는지 골라 주세요."""


class LabelStands(OfficerError):
    """같은 이름이 이미 쓰이고 있습니다."""


class LabelUnknown(OfficerError):
    """지금 쓰지 않는 이름표입니다."""


@transaction.atomic
def add_label(*, kind: CaseLabel.Kind, label: str, rolls_up_to: str = "", source: str = "", by: Actor) -> CaseLabel:
    """이름표 더하기 from today on. A local decision says which national one it counts as."""
    label = label.strip()
    if not label or (kind == Kind.DECISION) != bool(rolls_up_to):
        raise LabelUnclear(field="rolls_up_to" if label else "label")
    if CaseLabel.objects.on(by.day).filter(kind=kind, label=label).exists():
        raise LabelStands(field="label")
    row = CaseLabel.objects.create(
        kind=kind,
        code=f"own_{uuid4().hex[:12]}",
        label=label,
        rolls_up_to=rolls_up_to,
        source=source.strip(),
        starts_on=by.day,
    )
    audit.record("case.label_add", detail={"label": row.id, "kind": kind, "rolls_up_to": rolls_up_to}, by=by)
    return row


@transaction.atomic
def end_label(*, label: CaseLabel, by: Actor) -> CaseLabel:
    """이름표 거두기: not offered from tomorrow on; cases that carry it keep it."""
    if label.ends_on is not None:
        raise LabelUnknown
    label.ends_on = by.day
    label.save(update_fields=["ends_on"])
    audit.record("case.label_end", detail={"label": label.id}, by=by)
    return label


@transaction.atomic
def set_tags(*, case: Case, tags: Iterable[str], by: Actor) -> Case:
    """우선 살필 대상 고르기: only what the town uses today, or what the case carried already."""
    wanted = list(dict.fromkeys(tags))
    known = set(CaseLabel.objects.on(by.day).filter(kind=Kind.TAG).values_list("code", flat=True))
    if set(wanted) - known - set(case.tags):
        raise LabelUnknown(field="tags")
    case.tags = wanted
    case.save(update_fields=["tags", "changed_at"])
    audit.record("case.tags", subjects=[case.household_id], detail={"case": case.id, "tags": wanted}, by=by)
    return case


@transaction.atomic
def name_decision(*, case: Case, local: CaseLabel, code: Decision.Code, by: Actor) -> Case:
    """우리 시 구분: refused where it rolls up to another decision than the meeting took."""
    if local.kind != Kind.DECISION or local.rolls_up_to != code:
        raise LabelUnclear(
            f"‘{local.label}’{particle(local.label, '은/는')} 다른 전국 구분으로 셉니다. 결정과 맞는 이름을 골라 주세요.",
            field="local",
        )
    case.local_code = local.code
    case.save(update_fields=["local_code", "changed_at"])
    detail = {"case": case.id, "local": local.code, "code": code}
    audit.record("case.local_code", subjects=[case.household_id], detail=detail, by=by)
    return case
