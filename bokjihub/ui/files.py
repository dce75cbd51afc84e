"""A file as an answer: whole in memory, never streamed (the scope of the database ends with the transaction)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def attachment(body: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """The file to keep, under its name."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})
