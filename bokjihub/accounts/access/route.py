"""The decorator every page wears: `@route(Act.X, subject=...)`, or `@public` for pages without a login.

It must run the view inside the transaction (settings are local to it), render inside it (a lazy response would see no
rows), and write refusals in a transaction of their own (an exception rolls the first one back).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.policy import PERSONAL, Act, Decision, Facts, decide
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.access.session import to_sign_in
from bokjihub.accounts.models import Assignment, User, ViewReason
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.ui.errors import OfficerError

P = ParamSpec("P")
Subject = Callable[..., Facts | None]
INSUFFICIENT_PRIVILEGE = "42501"
NOT_FOUND = 404


class Refused(Exception):
    """The decision said no, or the thing is not there: both look the same to the person (R3)."""


class FormIncomplete(OfficerError):
    """빠진 칸이 있어 적지 못했습니다. 화면을 새로 열고 다시 적어 주세요."""


@dataclass
class Access:
    """What a view knows about who asks and what was decided; views add the households they show."""

    actor: Actor
    act: Act
    facts: Facts
    decision: Decision
    shown: set[UUID] = field(default_factory=set)
    detail: dict[str, Any] = field(default_factory=dict)
    kind: Entry.Kind = Entry.Kind.READ

    def show(self, household_ids: Iterable[UUID | None]) -> None:
        """Put households on the record of this response."""
        self.shown.update(one for one in household_ids if one is not None)


class Request(HttpRequest):
    """A request behind `@route`: signed in, decided, in scope."""

    access: Access
    user: User
    htmx: Any


View = Callable[Concatenate[Request, P], HttpResponse]


@dataclass(frozen=True)
class RoutePolicy:
    """Declared on every view; the house test refuses a URL without one."""

    act: Act | None
    public: bool = False
    methods: tuple[str, ...] = ("GET", "POST")


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for anybody: shows no household and asks for no login."""
    view.policy = RoutePolicy(act=None, public=True)  # type: ignore[attr-defined]
    return view


def route(
    act: Act, *, subject: Subject | None = None, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Guard a view. `subject(**url_arguments)` returns the facts of the thing asked for, or None when it is not there."""

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            user: User | AnonymousUser = request.user
            if not isinstance(user, User):
                return to_sign_in(request)
            if request.method not in (*methods, "HEAD"):
                return _not_this_way(request, methods)
            actor = actor_of(user, place=place_of(request))
            if act in PERSONAL and not actor.pledged:
                return _to_the_pledge(actor, act, kwargs)
            return _answered(request, view, actor, act, subject, args, kwargs)

        guarded.policy = RoutePolicy(act=act, methods=methods)  # type: ignore[attr-defined]
        return guarded

    return wrap


def _answered(
    request: Request,
    view: Callable[..., HttpResponse],
    actor: Actor,
    act: Act,
    subject: Subject | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    """The answer of one transaction, or of a refusal's own."""
    try:
        with acting_as(actor):
            return _answer(request, view, actor, act, subject, args, kwargs)
    except (Refused, Http404, ObjectDoesNotExist):
        return _refused(request, actor, act, kwargs)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
            raise
        return _refused(request, actor, act, kwargs)
    except (MultiValueDictKeyError, ValidationError):  # a form cut short, or an id that is none
        return render(request, "ui/officer_error.html", {"error": FormIncomplete()}, status=422)
    except OfficerError as error:
        return render(request, "ui/officer_error.html", {"error": error}, status=422)


def _answer(
    request: Request,
    view: Callable[..., HttpResponse],
    actor: Actor,
    act: Act,
    subject: Subject | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponse:
    facts = subject(**kwargs) if subject else Facts()
    if facts is None:
        raise Refused
    facts = with_work(actor, facts)
    decision = decide(actor, act, facts)
    if not decision.allowed:
        raise Refused
    if decision.needs_reason:
        return redirect(
            f"{reverse('desk:open_reason', args=[facts.household_id])}?{urlencode({'next': request.get_full_path()})}"
        )
    request.access = Access(actor, act, facts, decision)
    request.access.show([facts.household_id])
    response = view(request, *args, **kwargs)
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    if response.streaming:
        raise TypeError("a streamed response leaves the scope before it is read: materialise it first")
    if response.status_code == NOT_FOUND:
        raise Refused
    if act in PERSONAL and not 300 <= response.status_code < 400:
        _record_read(request.access)  # also a form sent back with its mistakes: it shows the household again
    return response


def with_work(actor: Actor, facts: Facts) -> Facts:
    """Complete the facts of a household: teams with open work on it, and whether this person gave a reason just now."""
    if facts.household_id is None:
        return facts
    now = timezone.now()
    teams = Assignment.objects.filter(subject_id=facts.household_id, team__isnull=False, starts_at__lte=now)
    teams = teams.exclude(ends_at__lte=now)
    reason = ViewReason.objects.filter(user_id=actor.id, subject_id=facts.household_id, until__gt=now)
    return Facts(
        household_id=facts.household_id,
        area_id=facts.area_id,
        owner_id=facts.owner_id,
        team_ids=frozenset(team_id for team_id in teams.values_list("team_id", flat=True) if team_id),
        has_reason=reason.exists(),
        sealed=facts.sealed,
    )


def _record_read(access: Access) -> None:
    reason = ""
    purpose = "업무"
    if access.facts.has_reason and access.facts.household_id:
        row = ViewReason.objects.filter(user_id=access.actor.id, subject_id=access.facts.household_id)
        found = row.order_by("-at").first()
        purpose, reason = (found.get_reason_display(), found.words) if found else (purpose, reason)
    audit.record(
        access.act.value,
        kind=access.kind,
        subjects=access.shown,
        purpose=purpose,
        words=reason,
        detail=access.detail,
        by=access.actor,
    )


def _refused(request: HttpRequest, actor: Actor, act: Act, kwargs: dict[str, Any]) -> HttpResponse:
    _record_refusal(actor, act, kwargs)
    # A view that had begun leaves no trace: the page would differ from the one for a refusal before it.
    request.__dict__.pop("access", None)
    return not_found(request)


def _to_the_pledge(actor: Actor, act: Act, kwargs: dict[str, Any]) -> HttpResponse:
    """No pledge, no personal page (사회보장급여법 제49조); whatever the address, the answer is the pledge."""
    _record_refusal(actor, act, kwargs)
    return redirect("accounts:pledge")


def _record_refusal(actor: Actor, act: Act, kwargs: dict[str, Any]) -> None:
    with transaction.atomic():
        asked = {name: str(value) for name, value in kwargs.items()}
        audit.record(act.value, kind=Entry.Kind.REFUSED, detail=asked, by=actor)


def _not_this_way(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """An address that only takes a form, opened from a bookmark or after a login: the page for what cannot be opened."""
    response = not_found(request)
    response.status_code, response["Allow"] = HTTPStatus.METHOD_NOT_ALLOWED, ", ".join(methods)
    return response


def not_found(request: HttpRequest) -> HttpResponse:
    """The one answer for what is missing and what is refused: with the person's own menu, drawn from the login alone."""
    request.__dict__["turned_away"] = True
    return render(request, "ui/not_found.html", status=404)


def place_of(request: HttpRequest) -> str:
    """Where the request came from, for the record."""
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
