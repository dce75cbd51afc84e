"""Facts of a visit for the access decision, and the rows behind the pages."""

from uuid import UUID

from bokjihub.accounts.access.policy import Facts
from bokjihub.visits.models import Companion, Visit


def visit_facts(visit_id: UUID) -> Facts | None:
    """Facts of a visit's home; None where it is missing or out of the database's scope."""
    found = Visit.objects.filter(id=visit_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def companion_facts(companion_id: UUID) -> Facts | None:
    """Facts of the visit somebody goes along to."""
    visit_id = Companion.objects.filter(id=companion_id).values_list("visit_id", flat=True).first()
    return visit_facts(visit_id) if visit_id else None


def visit_of(visit_id: UUID) -> Visit:
    """One visit with everything its pages name."""
    found = Visit.objects.select_related(
        "household__area", "household__tong", "lead__user", "programme", "work_item", "area"
    )
    return found.get(id=visit_id)
