"""A world with every kind of object in it, and one signed-in browser for each role: what is asked of every page by request."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bokjihub.audit.models import Entry
from tests.accounts import oracle
from tests.accounts.places import PLACES, World
from tests.accounts.test_places import URLS
from tests.cast import PEOPLE

# One person of each role; three officers, because where they sit differs (own team, another dong, another city).
PERSONS = [who for who in PEOPLE if who not in ("colleague", "zone_officer")]
_OPEN_PAGE = re.compile(r"^/households/[0-9a-f-]+/open/")
_CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"|[0-9a-f-]{36}|문의 번호 \w+')


@dataclass
class Stage:
    """The world, and a signed-in browser for each person."""

    world: World
    browsers: dict[str, Client]

    def ask(self, who: str, name: str, dong: str, **instead: Any) -> "Answer":
        """One request as a person would make it, undone afterwards, with the record rows it left."""
        place = PLACES[name]
        arguments = instead or (place.arguments(self.world, dong) if place.arguments else {})
        method = "get" if "GET" in methods_of(name) else "post"
        browser = self.browsers[who]
        browser.cookies.pop("messages", None)  # what an earlier request of this person had left to say
        record = Entry.objects.filter(actor_id=self.world.cast.user(who).id).order_by("seq")
        before = record.last()
        with transaction.atomic():
            response = getattr(browser, method)(reverse(name, kwargs=arguments), place.form if method == "post" else {})
            answer = Answer(response, method, list(record.filter(seq__gt=before.seq if before else 0)))
            transaction.set_rollback(True)
        return answer


@dataclass
class Answer:
    """What came back and what was written about it."""

    response: HttpResponse
    method: str
    rows: list[Entry]

    @property
    def text(self) -> str:
        return self.response.content.decode("utf-8", "replace")

    @property
    def plain(self) -> str:
        """The body without what differs from request to request."""
        return _CHANGING.sub("·", self.text)

    @property
    def word(self) -> str:
        """The answer in the oracle's words, or what went wrong."""
        status, to = self.response.status_code, str(self.response.headers.get("Location", ""))
        if status == 404:
            return oracle.NO
        if status == 302 and _OPEN_PAGE.match(to):
            return oracle.ASK
        if status == 302 and to.startswith("/accounts/login"):
            return "sent to sign in"
        return oracle.OPEN if status in (200, 204, 302, 422) else f"status {status}"


def signed_in(user: Any) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    session = browser.session
    session["began"] = session["seen"] = timezone.now().isoformat()
    session.save()
    return browser


def methods_of(name: str) -> tuple[str, ...]:
    methods: tuple[str, ...] = URLS[name].callback.policy.methods
    return methods
