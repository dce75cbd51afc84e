"""What every template may ask of the house itself."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Whose installation this is, and whether its people are invented."""
    return {"is_demo": settings.BOKJIHUB_DEMO, "agency": settings.BOKJIHUB_AGENCY}
