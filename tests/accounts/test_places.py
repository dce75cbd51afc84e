"""The table of addresses is whole: every URL stands in it and asks what it says. Quick, and run before every landing."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.accounts import oracle
from tests.accounts.places import PLACES


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


URLS = dict(_patterns(get_resolver()))


def _asked(name: str) -> str:
    act = URLS[name].callback.policy.act
    return str(act.value) if act else ""


def _line(name: str) -> str:
    """The line to add for a page, as far as the address itself tells it."""
    act, arguments = _asked(name), list(URLS[name].pattern.converters)
    if not arguments:
        return f'"{name}": Place("{act}"),'
    if len(arguments) == 1:
        kind = arguments[0].removesuffix("_id")
        return f'"{name}": about("{act}", "{arguments[0]}", one("{kind}")),'
    return f'"{name}": Place("{act}", lambda world, dong: dict({", ".join(f"{one}=…" for one in arguments)}), subject=True),'


def test_every_url_has_its_line_in_the_table() -> None:
    new = [_line(name) for name in sorted(set(URLS) - set(PLACES))]
    assert not new, "\n".join(["add to PLACES in tests/accounts/places.py (CONTRIBUTING §8 says how):", *new])
    gone = sorted(set(PLACES) - set(URLS))
    assert not gone, f"these pages are gone; take their lines out of tests/accounts/places.py: {gone}"


def test_every_url_asks_what_its_line_says() -> None:
    wrong = [
        f"{name}: the view asks {_asked(name) or 'nothing (public)'}, its line says {place.what or 'public'}"
        for name, place in PLACES.items()
        if name in URLS and _asked(name) != place.what
    ]
    assert not wrong, "\n".join(wrong)


def test_every_word_of_the_table_is_judged_by_the_oracle() -> None:
    unknown = {place.what for place in PLACES.values()} - {""} - set(oracle.EVERYTHING)
    assert not unknown, f"write these into a role of tests/accounts/oracle.py, from the office's documents: {unknown}"
