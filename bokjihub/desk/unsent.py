"""보내지 못한 글: a form sent after its login had ended is kept as a draft of its writer, to be sent as it stands.

The browser's script keeps what is typed in the long forms; this keeps every form, also without scripts, at the one
moment it would be lost: the person pressed the button and the login was over (idle, or moved to another post).
"""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.route import place_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import User
from bokjihub.desk import actions
from bokjihub.desk.places import entry_of
from bokjihub.ui.forms import id_in

KEY = "unsent:"
AGAIN = "_unsent"  # names the draft that is being sent again
_NOT_KEPT = {"csrfmiddlewaretoken", AGAIN}
_NOT_FROM = ("/accounts/", "/today/drafts/", "/field/")  # passwords; drafts themselves; the tablet keeps its own
Handler = Callable[[HttpRequest], HttpResponse]


class KeepUnsent:
    """Stands before the guard of logins: what was posted as the login ended is kept; what was sent again leaves the list."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, then look whether the login ended under it."""
        writer = request.user if request.method == "POST" and request.user.is_authenticated else None
        response = self.get_response(request)
        if isinstance(writer, User) and writer.is_active:
            if not request.user.is_authenticated:
                _keep(request, writer)
            elif AGAIN in request.POST and response.status_code < 400:
                _sent(request, writer)
        return response


def fields_of(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed and ticked: no token, no password, no file."""
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT and "password" not in name
    }


def _keep(request: HttpRequest, writer: User) -> None:
    fields = fields_of(request)
    if request.path.startswith(_NOT_FROM) or not _says_anything(fields):
        return
    place, _ = entry_of(request.path)
    actor = actor_of(writer, place=place_of(request))
    with acting_as(actor):
        actions.save_draft(
            user=writer,
            key=f"{KEY}{request.path}"[:120],
            fields=fields,
            page=request.path,
            title=f"보내지 못한 글{f' · {place.label}' if place else ''}",
            by=actor,
        )


def _sent(request: HttpRequest, writer: User) -> None:
    draft_id = id_in(request.POST[AGAIN])
    actor = actor_of(writer, place=place_of(request))
    if draft_id:
        with acting_as(actor):
            actions.drop_draft(user=writer, draft_id=draft_id, by=actor)


def _says_anything(fields: Mapping[str, Sequence[str]]) -> bool:
    return any(value.strip() for values in fields.values() for value in values)
