"""Where a request of ours was sent from: the page somebody had before their eyes."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def came_from(request: HttpRequest) -> str:
    """Path and question of the page of this house that sent the request; nothing when another site did, or nobody."""
    sent = urlsplit(request.headers.get("Referer", ""))
    return sent._replace(scheme="", netloc="").geturl() if sent.netloc == request.get_host() else ""
