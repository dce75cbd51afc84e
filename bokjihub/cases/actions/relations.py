"""가계도·생태도 적기: family, ties and surroundings, a row each; the picture follows from the rows."""

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.cases.models import Around, Case, Kin, KinTie
from bokjihub.people.queries import members
from bokjihub.ui.errors import OfficerError


class RelationUnclear(OfficerError):
    """누구와 누구의 어떤 관계인지 골라 주세요. 같은 사람끼리는 잇지 못합니다."""


class NameTaken(OfficerError):
    """같은 이름이 이미 있습니다. 큰딸, 작은딸처럼 나누어 적어 주세요."""


@transaction.atomic
def begin_genogram(*, case: Case, by: Actor) -> int:
    """가구원 옮기기: members of the household become symbols, tied by what they are to the head. Returns how many are new."""
    known = set(case.kin.exclude(person=None).values_list("person_id", flat=True))
    taken = set(case.kin.values_list("label", flat=True))
    centre = case.kin.filter(is_centre=True).first()
    made = 0
    for person in members(case.household_id).order_by("-is_head", "id"):
        if person.id in known:
            continue
        label = _free("본인" if person.is_head else person.relation or "가족", taken)
        row = Kin.objects.create(
            case=case,
            household_id=case.household_id,
            area_id=case.area_id,
            person=person,
            label=label,
            sex=person.sex,
            birth_year=person.birth_year or (person.birth_on.year if person.birth_on else None),
            is_dead=person.died_on is not None,
            lives_here=not person.lives_elsewhere,
            is_centre=person.is_head and centre is None,
        )
        taken.add(label)
        made += 1
        if row.is_centre:
            centre = row
        elif centre is not None:
            _tie_by_relation(case, centre, row, person.relation)
    audit.record("case.kin_begin", subjects=[case.household_id], detail={"case": case.id, "new": made}, by=by)
    return made


@transaction.atomic
def add_kin(
    *,
    case: Case,
    label: str,
    sex: str = "",
    birth_year: int | None = None,
    is_dead: bool = False,
    lives_here: bool = False,
    by: Actor,
) -> Kin:
    """가족 더하기: what the family calls them."""
    if not label.strip():
        raise RelationUnclear("부르는 말을 적어 주세요.", field="label")
    if case.kin.filter(label=label.strip()).exists():
        raise NameTaken(field="label")
    row = Kin.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        label=label.strip(),
        sex=sex,
        birth_year=birth_year,
        is_dead=is_dead,
        lives_here=lives_here,
        is_centre=not case.kin.filter(is_centre=True).exists(),
    )
    audit.record("case.kin_add", subjects=[case.household_id], detail={"kin": row.id}, by=by)
    return row


@transaction.atomic
def tie_kin(*, case: Case, one: Kin, other: Kin, kind: KinTie.Kind, by: Actor) -> KinTie:
    """관계 잇기. The same tie the other way round is the same tie, but a parent stands first."""
    if one.id == other.id or {one.case_id, other.case_id} != {case.id}:
        raise RelationUnclear(field="other")
    turned = KinTie.objects.filter(one=other, other=one, kind=kind).first()
    if turned is not None and kind != KinTie.Kind.PARENT:
        return turned
    if turned is not None:
        raise RelationUnclear("서로의 부모일 수는 없습니다.", field="other")
    row, _ = KinTie.objects.get_or_create(
        one=one,
        other=other,
        kind=kind,
        defaults={"case": case, "household_id": case.household_id, "area_id": case.area_id},
    )
    audit.record("case.kin_tie", subjects=[case.household_id], detail={"tie": row.id, "kind": kind}, by=by)
    return row


@transaction.atomic
def add_around(
    *, case: Case, name: str, kind: Around.Kind, strength: Around.Strength, flow: Around.Flow, note: str = "", by: Actor
) -> Around:
    """둘레 적기; the same name again changes what stands."""
    if not name.strip():
        raise RelationUnclear("누구인지 어디인지 적어 주세요.", field="name")
    row, _ = Around.objects.update_or_create(
        case=case,
        name=name.strip(),
        defaults={
            "household_id": case.household_id,
            "area_id": case.area_id,
            "kind": kind,
            "strength": strength,
            "flow": flow,
            "note": note.strip(),
        },
    )
    audit.record("case.around", subjects=[case.household_id], detail={"around": row.id, "strength": strength}, by=by)
    return row


@transaction.atomic
def drop_relation(*, row: Kin | KinTie | Around, by: Actor) -> None:
    """빼기: a row written by mistake; what stood there stays in the record."""
    detail = {"row": row.id, "what": row._meta.model_name}
    audit.record("case.relation_drop", subjects=[row.household_id], words=_words(row), detail=detail, by=by)
    row.delete()


def _words(row: Kin | KinTie | Around) -> str:
    if isinstance(row, KinTie):
        return f"{row.one.label} {row.get_kind_display()} {row.other.label}"
    return row.label if isinstance(row, Kin) else f"{row.name} {row.get_strength_display()}"


def _free(label: str, taken: set[str]) -> str:
    """자녀, 자녀2, 자녀3 …"""
    label = label[:16]
    return next(name for n in range(1, 99) if (name := label if n == 1 else f"{label}{n}") not in taken)


def _tie_by_relation(case: Case, head: Kin, row: Kin, relation: str) -> None:
    """The plain ties the household already says; the rest is asked."""
    stands = {"case": case, "household_id": case.household_id, "area_id": case.area_id}
    if relation in ("배우자", "동거인"):
        KinTie.objects.create(one=head, other=row, kind=KinTie.Kind.COUPLE, **stands)
    elif relation in ("자녀", "아들", "딸"):
        KinTie.objects.create(one=head, other=row, kind=KinTie.Kind.PARENT, **stands)
        partner = KinTie.objects.filter(one=head, kind=KinTie.Kind.COUPLE).first()
        if partner is not None:
            KinTie.objects.create(one=partner.other, other=row, kind=KinTie.Kind.PARENT, **stands)
    elif relation in ("부모", "어머니", "아버지"):
        KinTie.objects.create(one=row, other=head, kind=KinTie.Kind.PARENT, **stands)
