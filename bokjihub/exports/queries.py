"""Reads of download requests."""

from uuid import UUID

from django.db.models import QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Facts
from bokjihub.exports.models import ExportRequest


def asked_by(actor: Actor) -> QuerySet[ExportRequest]:
    """What this person asked for, newest first, without the files."""
    return ExportRequest.objects.filter(asked_by=actor.id).defer("body_sealed").order_by("-asked_at")


def own_facts(export_id: UUID) -> Facts | None:
    """Facts of a request for the one who asked."""
    owner = ExportRequest.objects.filter(id=export_id).values_list("asked_by", flat=True).first()
    return Facts(owner_id=owner) if owner else None


def decision_facts(export_id: UUID) -> Facts | None:
    """Facts of a request for the one who decides: its dong."""
    area_id = ExportRequest.objects.filter(id=export_id).values_list("area_id", flat=True).first()
    return Facts(area_id=area_id) if area_id else None
