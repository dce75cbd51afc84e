"""A country: rules, facts, parameters and benefits read from folders and checked as one graph.

The graph is read from the signatures: an argument of a rule is another rule, a fact, a parameter, `기준일`, or the
same of a linked person (`배우자의_나이`). What is checked on load: no name means two things, every argument exists, no
circle, the versions of one rule neither overlap nor leave a gap.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from . import facts as facts_file
from . import folders
from .errors import BadRules, UnknownName
from .facts import LINK, Fact
from .folders import Folder
from .parameters import Parameter
from .rule import PERSON, Benefit, Interaction, Rule

TODAY = "기준일"
OF = "의_"
EXISTS = "_있음"


@dataclass(frozen=True)
class Country:
    rules: Mapping[str, tuple[Rule, ...]]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    benefits: tuple[Benefit, ...]
    interactions: tuple[Interaction, ...] = ()

    def rule_on(self, name: str, day: dt.date) -> Rule | None:
        return next((rule for rule in self.rules.get(name, ()) if rule.holds_on(day)), None)

    @cached_property
    def per(self) -> Mapping[str, str]:
        """Whether each name belongs to each person or to the household."""
        of_facts = {name: fact.of for name, fact in self.facts.items()}
        return {**of_facts, **{name: versions[0].per for name, versions in self.rules.items()}}

    @cached_property
    def personal(self) -> frozenset[str]:
        """The names that belong to each person."""
        return frozenset(name for name, of in self.per.items() if of == PERSON)

    @cached_property
    def laws(self) -> dict[Any, Any]:
        """What `law` has found out about single days."""
        return {}

    @cached_property
    def _links(self) -> list[str]:
        return [fact.name for fact in self.facts.values() if fact.kind == LINK]

    def links(self) -> list[str]:
        """The facts that name another person, such as 배우자."""
        return self._links

    def split_link(self, need: str) -> tuple[str, str] | None:
        """('배우자', '나이') of '배우자의_나이'."""
        for link in self.links():
            if need.startswith(link + OF):
                return link, need[len(link + OF) :]
        return None

    def answers(self) -> list[str]:
        """Every legal quantity that can be asked for."""
        return sorted(self.rules)

    def canonical(self, name: str) -> str:
        if name in self.rules or name in self.facts:
            return name
        raise UnknownName(name, [*self.rules, *self.facts, *self.short_names()])

    def short_names(self) -> set[str]:
        """Names such as 소득인정액 or 지역 that each law defines anew."""
        of_rules = {rule.also for versions in self.rules.values() for rule in versions if rule.also}
        return of_rules | {fact.also for fact in self.facts.values() if fact.also}

    def reached_from(self, name: str, day: dt.date) -> Iterator[str]:
        """The name and every rule and fact it may rest on, nearest first."""
        seen, queue = {name}, [name]
        for current in queue:
            yield current
            rule = self.rule_on(current, day) or next(iter(self.rules.get(current, ())), None)
            for need in rule.needs if rule else ():
                link = self.split_link(need)
                for found in link if link else (need,):
                    if found not in seen and found not in self.parameters and found != TODAY:
                        seen.add(found)
                        queue.append(found)


def load(root: Path, package: str, town: Path | None = None) -> Country:
    """Read every folder below root, and a town's own folders beside them."""
    read = folders_of(root, package, town)
    parameters, facts = folders.together(read, facts_file.load(root / "facts.yaml"))
    return build(
        [rule for folder in read for rule in folder.rules],
        facts,
        parameters,
        [benefit for folder in read for benefit in folder.benefits],
        [one for folder in read for one in folder.interactions],
    )


def folders_of(root: Path, package: str, town: Path | None = None) -> tuple[Folder, ...]:
    return folders.of_package(root, package) + (folders.of_town(town) if town else ())


def build(
    declared: Iterable[Rule],
    facts: Mapping[str, Fact],
    parameters: Mapping[str, Parameter],
    benefits: Iterable[Benefit] = (),
    interactions: Iterable[Interaction] = (),
) -> Country:
    versions: dict[str, list[Rule]] = {}
    for rule in declared:
        if rule not in versions.setdefault(rule.name, []):
            versions[rule.name].append(rule)
    ordered = {name: tuple(sorted(found, key=_since)) for name, found in versions.items()}
    country = Country(ordered, facts, parameters, tuple(benefits), tuple(interactions))
    _check(country)
    return country


def _since(rule: Rule) -> dt.date:
    return rule.since


def _check(country: Country) -> None:
    both = (set(country.parameters) & set(country.rules)) | (set(country.parameters) & set(country.facts))
    if both:
        raise BadRules(f"{sorted(both)}: 한 이름이 두 가지를 뜻합니다.", f"{sorted(both)} name two things")
    for fact in country.facts.values():
        _check_fact(country, fact)
    for versions in country.rules.values():
        _check_dates(versions)
        for rule in versions:
            _check_needs(country, rule)
    _check_circles(country)
    _check_interactions(country)
    for benefit in country.benefits:
        _check_benefit(country, benefit)


def _check_fact(country: Country, fact: Fact) -> None:
    first = country.facts.get(fact.after)
    if fact.after and (first is None or first.of != fact.of):
        raise BadRules(
            f"{fact.name}: 먼저 물을 '{fact.after}'은(는) 같은 {fact.of}의 사실이 아닙니다.",
            f"{fact.name} comes after '{fact.after}', which is no fact of the same kind",
        )
    stray = sorted({*fact.reads.values(), *fact.says} - set(fact.choices))
    if stray:
        raise BadRules(f"{fact.name}: 고를 수 없는 말입니다: {stray}", f"{fact.name}: {stray} are no choices")


def _check_benefit(country: Country, benefit: Benefit) -> None:
    for name in (*benefit.conditions, benefit.amount):
        if name not in country.rules and name not in country.facts:
            raise BadRules(f"{benefit.name}: '{name}' 규칙이 없습니다.", f"{benefit.name} needs '{name}'")
        if per_of(country, name) == PERSON and benefit.per != PERSON:
            raise BadRules(
                f"{benefit.name}은(는) 가구의 급여인데 '{name}'은(는) 사람의 값입니다(per=PERSON을 쓰세요).",
                f"{benefit.name} is of the household but '{name}' is of a person",
            )


def _check_interactions(country: Country) -> None:
    benefits = {benefit.name for benefit in country.benefits}
    for one in country.interactions:
        for name in (*one.affects, *one.adds.values(), *([one.taking] if one.taking else [])):
            if name not in benefits:
                raise BadRules(f"{one.name}: '{name}' 급여가 없습니다.", f"{one.name} names no benefit: '{name}'")
        for name in (*one.sets, *one.adds, *one.unless):
            country.canonical(name)


def _check_dates(versions: tuple[Rule, ...]) -> None:
    for earlier, later in itertools.pairwise(versions):
        if earlier.until is None or earlier.until >= later.since:
            raise BadRules(f"'{later.name}': {later.since}에 두 규칙이 겹칩니다.", f"'{later.name}': versions overlap")
        if earlier.until + dt.timedelta(days=1) != later.since:
            raise BadRules(
                f"'{later.name}': {earlier.until}와 {later.since} 사이가 비어 있습니다.",
                f"'{later.name}': gap between versions",
            )


def _check_needs(country: Country, rule: Rule) -> None:
    for need in rule.needs:
        if need == TODAY or need in country.parameters:
            continue
        link = country.split_link(need)
        existing = need.removesuffix(EXISTS)
        target = link[1] if link else existing if existing in country.links() else need
        if target not in country.rules and target not in country.facts:
            raise BadRules(
                f"'{rule.name}'에 필요한 '{need}'을(를) 찾을 수 없습니다.", f"'{rule.name}' needs '{need}': missing"
            )
        personal = bool(link) or per_of(country, target) == PERSON
        if personal and rule.per != PERSON and rule.over_people is None:
            raise BadRules(
                f"'{rule.name}'은(는) 가구의 값인데 사람의 값 '{need}'을(를) 씁니다.",
                f"'{rule.name}' is of the household but needs '{need}' of a person",
            )


def per_of(country: Country, name: str) -> str:
    """Whether a name belongs to each person or to the household."""
    if name in country.rules:
        return country.rules[name][0].per
    return country.facts[name].of


def _check_circles(country: Country) -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise BadRules(f"규칙이 서로를 돌아가며 부릅니다: {circle}", f"circular rules: {circle}")
        if name in done:
            return
        for rule in country.rules.get(name, ()):
            for need in rule.needs:
                link = country.split_link(need)
                visit(link[1] if link else need, (*above, name))
        done.add(name)

    for name in country.rules:
        visit(name, ())


ROOT, PACKAGE = Path(__file__).parent / "rules", f"{__package__}.rules"


def town_folder() -> Path | None:
    """Where the town keeps benefits of its own: the environment's BOKJIHUB_LOCAL_BENEFITS."""
    named = os.environ.get("BOKJIHUB_LOCAL_BENEFITS", "")
    return Path(named) if named else None


@cache
def korea() -> Country:
    """The country this product works in, with the town's own benefits."""
    return load(ROOT, PACKAGE, town_folder())
