"""Which pages open to a person, asked before a link is drawn: nothing on a screen leads to a closed door.

The answer comes from the same table as the page's own: the route says which act it asks for, `decide` says yes or no. A link
is only spared, never allowed by this: the page itself decides again.
"""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Facts, decide


def opens(actor: Actor, url: str, facts: Facts | None = None) -> bool:
    """Whether the page at `url` may be opened: of the household in `facts`, or else by one of the person's roles at all."""
    try:
        policy = getattr(resolve(urlsplit(url).path).func, "policy", None)
    except Resolver404:
        return False
    if policy is None or policy.act is None:
        return True
    if facts is not None and facts.household_id is not None:
        return decide(actor, policy.act, facts).allowed
    return actor.has(*TABLE[policy.act])
