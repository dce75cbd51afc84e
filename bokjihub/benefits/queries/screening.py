"""The screening of one home: three columns, sums, the next question, and what an answer changed."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bokjihub.benefits.models import Screening
from bokjihub.benefits.queries.asking import Ask, Key, ask_of, key_text, next_ask
from bokjihub.benefits.queries.facts import KnownFact, Prepared, facts_by_name, prepare
from bokjihub.benefits.queries.ways import EMERGENCY, Way, way_of
from bokjihub.engines.benefits import api
from bokjihub.people.models import Person
from bokjihub.ui import words

ELIGIBLE, UNKNOWN, NOT = "eligible", "unknown", "not_eligible"
STATUS_WORDS = {ELIGIBLE: "받을 수 있음", UNKNOWN: "아직 모름", NOT: "해당 없음"}
MONTHLY, IN_KIND = "월", "현물"
SHOWN_MISSING, SHOWN_CHANGES = 4, 2
NOTHING_TOLD = api.Told()
DEBTS = frozenset({"부채", "부부_부채"})
# Legal quantities that nobody states but every refusal names.
PLAIN = {
    "기초생활_소득인정액": "소득인정액",
    "기초연금_소득인정액": "소득인정액(부부)",
    "장애인연금_소득인정액": "소득인정액(부부)",
}
# Refusals in which an amount may decide; for the others (no child, not pregnant) there is nothing to move.
MEANS_TESTED = frozenset(
    {"생계급여", "의료급여", "주거급여", "교육급여", "기초연금", "장애인연금", "한부모 아동양육비", "긴급복지"}
)


@dataclass(frozen=True)
class Answer:
    """One benefit as the pages show it: the engine's result with how it is asked for."""

    result: api.BenefitResult
    way: Way
    is_received: bool = False
    is_changed: bool = False
    # The smallest single changes of an amount that would turn a no.
    changes: tuple[api.Change, ...] = ()
    # How the amounts came about, step by step.
    told: api.Told = NOTHING_TOLD

    @property
    def name(self) -> str:
        return self.result.name

    @property
    def is_monthly(self) -> bool:
        """Paid by the month, so that it adds up with others."""
        return self.result.period == MONTHLY

    @property
    def amount(self) -> str:
        """212,000원/월, 최대 470,860원/월, 금액 확인 필요, 현물."""
        low, high = self.result.won_low, self.result.won_high
        if self.result.status == NOT:
            return ""
        if high is None:
            return "금액 확인 필요"
        if high == 0:
            return "현물·감면" if self.result.period == IN_KIND else "금액 확인 필요"
        return f"{'' if low == high else '최대 '}{words.won(high)}{self.each}"

    @property
    def each(self) -> str:
        """/월, /분기, · 한 번."""
        short = self.result.period in {"월", "년", "분기"}
        return f"/{self.result.period}" if short else f" · {self.result.period}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, as sentences with article and date."""
        return self.result.reasons

    @property
    def first_reason(self) -> str:
        """The one line of a refusal, without its article."""
        first = self.result.reasons[0] if self.result.reasons else ""
        return first.rsplit(" (", 1)[0] if first.endswith("기준).") else first

    @property
    def asks(self) -> tuple[api.MissingFact, ...]:
        """The facts that settle it and that somebody here can tell."""
        return tuple(fact for fact in self.result.facts if fact.who is None or fact.who >= 0)

    @property
    def first_key(self) -> str:
        """The first of them, as an address carries it."""
        return key_text((self.asks[0].name, self.asks[0].who)) if self.asks else ""

    @property
    def missing_words(self) -> str:
        """What is not known, shortened."""
        names = list(dict.fromkeys(fact.name.replace("_", " ") for fact in self.asks))
        more = f" 외 {len(names) - SHOWN_MISSING}가지" if len(names) > SHOWN_MISSING else ""
        return ", ".join(names[:SHOWN_MISSING]) + more

    @property
    def plain_missing(self) -> str:
        """What is not known, in a resident's words."""
        known = facts_by_name()
        names = [known[fact.name].label if fact.name in known else "" for fact in self.asks]
        named = list(dict.fromkeys(name for name in names if name))
        more = f" 외 {len(named) - SHOWN_MISSING}가지" if len(named) > SHOWN_MISSING else ""
        return ", ".join(named[:SHOWN_MISSING]) + more

    @property
    def flip(self) -> str:
        """What would turn the no, for the officer: 공적이전소득 820,556원 이하 (지금 950,000원, 차이 129,444원)."""
        return (
            f"달라지면 됨: {' 또는 '.join(str(one).replace('_', ' ') for one in self.changes)}" if self.changes else ""
        )

    @property
    def plain_flip(self) -> str:
        """The same for the resident, in plain words and as a sentence; nobody is told to have more debts."""
        shown = [one for one in self.changes if one.fact not in DEBTS]
        told = " 또는 ".join(_plain_change(one) for one in shown)
        if not told:
            return ""
        settled = any(one.leads_to == ELIGIBLE for one in shown)
        return f"{told}이면 {'받으실 수 있습니다' if settled else '다시 볼 수 있습니다'}."


@dataclass(frozen=True)
class Columns:
    """The screening page: three columns, the sums, the next question."""

    on: dt.date
    eligible: tuple[Answer, ...]
    unknown: tuple[Answer, ...]
    not_eligible: tuple[Answer, ...]
    ask: Ask | None
    known: tuple[KnownFact, ...]
    people: tuple[Person, ...]
    interactions: tuple[str, ...] = ()
    # The amounts that several benefits rest on (소득인정액), each with its steps.
    shared: tuple[api.Told, ...] = ()
    # What is known and cannot all be true; it counts as unknown.
    clashes: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every benefit, as the columns stand."""
        return (*self.eligible, *self.unknown, *self.not_eligible)

    @property
    def screening(self) -> api.Screening:
        """The same answers as the engine gave them."""
        return api.Screening(self.on, tuple(one.result for one in self.answers))

    @property
    def missed(self) -> tuple[Answer, ...]:
        """What the home can have and does not receive."""
        return tuple(one for one in self.eligible if not one.is_received)

    @property
    def monthly_won(self) -> int:
        """Won a month the home is missing, as far as decided; emergency aid is not given beside the same help (법 제3조제2항)."""
        return sum(one.result.won_low for one in self.missed if one.is_monthly and one.way.group != EMERGENCY)

    @property
    def emergency_won(self) -> int:
        """Won a month of emergency aid, which comes first and for a time, and not on top of the same help."""
        return sum(one.result.won_low for one in self.missed if one.is_monthly and one.way.group == EMERGENCY)

    @property
    def once_won(self) -> int:
        """Won of single, quarterly and yearly payments on top."""
        return sum(one.result.won_low for one in self.missed if not one.is_monthly)

    @property
    def possible_monthly(self) -> int:
        """How many kinds of monthly help may come on top once the unknown is known; emergency aid needs a crisis.

        Counted and not summed: of what is open much excludes one another, and nobody can have all of it at its most.
        """
        return sum(one.is_monthly and not one.is_received and one.way.group != EMERGENCY for one in self.unknown)

    @property
    def hopes(self) -> tuple[Answer, ...]:
        """The unknown as a resident would have it: monthly help first, the most won first; emergency aid, which needs a crisis, last."""
        return tuple(sorted(self.unknown, key=_worth))

    @property
    def unverified(self) -> bool:
        """An answer rests on a figure nobody has checked."""
        return any(one.result.unverified for one in self.answers)


def screening_of(
    household_id: UUID, on: dt.date, *, ask: bool = True, first: Key | None = None, skipped: Collection[str] = ()
) -> Columns:
    """Screen the household on a day with what is known.

    `ask` also weighs the next best question; `first` puts a chosen question on top instead; `skipped`
    are those answered ‘모름’ just now.
    """
    prepared = prepare(household_id)
    columns = columns_of(prepared, on)
    if not ask:
        return columns
    return explained(prepared, replace(columns, ask=_ask(prepared, columns, first, skipped)))


def explained(prepared: Prepared, columns: Columns) -> Columns:
    """The same answers with how each came about, what would turn a no, and what one does to another."""
    workings = api.workings(prepared.situation, columns.on, columns.screening)

    def tell(answers: Iterable[Answer]) -> tuple[Answer, ...]:
        return tuple(replace(one, told=workings.of_benefits[one.name]) for one in answers)

    return replace(
        columns,
        eligible=tell(columns.eligible),
        unknown=tell(columns.unknown),
        not_eligible=tell(_with_flips(prepared, columns)),
        interactions=_side_effects(prepared, columns),
        shared=workings.shared,
    )


def refusal_of(household_id: UUID, on: dt.date, benefit: str) -> Answer | None:
    """The ‘no’ of one benefit with how far it is from the line; None where the answer is no longer a no."""
    prepared = prepare(household_id)
    columns = columns_of(prepared, on)
    one = next((answer for answer in columns.not_eligible if answer.name == benefit), None)
    return _with_flips(prepared, replace(columns, not_eligible=(one,)))[0] if one else None


def columns_of(prepared: Prepared, on: dt.date) -> Columns:
    """The engine's answers for a prepared home, sorted into the three columns."""
    found = api.screen(prepared.situation, on)
    answers = [
        Answer(one, way_of(one.name), is_received=plain_name(one.name) in prepared.receiving) for one in found.results
    ]
    of = {status: [one for one in answers if one.result.status == status] for status in STATUS_WORDS}
    return Columns(
        on=on,
        eligible=tuple(
            sorted(of[ELIGIBLE], key=lambda one: (one.is_received, not one.is_monthly, -one.result.won_low))
        ),
        unknown=tuple(sorted(of[UNKNOWN], key=_nearest)),
        not_eligible=tuple(of[NOT]),
        ask=None,
        known=prepared.known,
        people=prepared.people,
        clashes=prepared.clashes,
    )


def plain_name(benefit: str) -> str:
    """The benefit without its kind: 주거급여(임차) → 주거급여, as the record knows it."""
    return benefit.partition("(")[0].strip()


def _ask(prepared: Prepared, columns: Columns, first: Key | None, skipped: Collection[str]) -> Ask | None:
    called = zip(prepared.people, prepared.situation.people, strict=True)
    roll = [(str(person.id), str(row["이름"])) for person, row in called]
    chosen = ask_of(first, roll) if first else None
    return chosen or next_ask(prepared.situation, columns.screening, roll, skipped=skipped)


def _nearest(answer: Answer) -> tuple[bool, bool, bool, int, int]:
    """What is worth settling comes first: help a month of a known amount, then what takes the fewest facts, then most won.

    Single payments come after it, emergency aid, which needs a crisis, after those, and last what has no figure at all:
    an old couple is not asked about a birth before it is asked about its pension.
    """
    won = answer.result.won_high or 0
    is_emergency = answer.way.group == EMERGENCY
    return not won, is_emergency, not answer.is_monthly, len(answer.result.missing), -won


def _worth(answer: Answer) -> tuple[bool, bool, int]:
    return answer.way.group == EMERGENCY, not answer.is_monthly, -(answer.result.won_high or 0)


def _with_flips(prepared: Prepared, columns: Columns) -> tuple[Answer, ...]:
    """The refusals that rest on an amount, with how far it is from the line; where the engine can tell."""
    names = [one.name for one in columns.not_eligible if plain_name(one.name) in MEANS_TESTED]
    if not names:
        return columns.not_eligible
    found = api.changes(prepared.situation, columns.on, only=names)
    return tuple(replace(one, changes=_amounts(found.get(one.name, ()))) for one in columns.not_eligible)


def _amounts(changes: Iterable[api.Change]) -> tuple[api.Change, ...]:
    return tuple(one for one in changes if one.distance is not None)[:SHOWN_CHANGES]


def _side_effects(prepared: Prepared, columns: Columns) -> tuple[str, ...]:
    """What taking one benefit does to another, in won, each said once; of two that are both unsettled nothing is said."""
    sure = {one.name for one in columns.eligible}
    told = (
        f"{one.sentence} {_effects(one.effects)}({one.article})"
        for one in api.consequences(prepared.situation, columns.on)
        if one.taking in sure or any(effect.won is not None or effect.benefit in sure for effect in one.effects)
    )
    return tuple(dict.fromkeys(told))


def _effects(effects: Iterable[Any]) -> str:
    told = [
        f"{one.benefit} {words.won(abs(one.won))} {'늘어남' if one.won > 0 else '줄어듦'}" for one in effects if one.won
    ]
    return f"{', '.join(told)} " if told else ""


def changes_between(before: Columns, after: Columns) -> tuple[str, ...]:
    """What an answer changed, as sentences: ‘생계급여가 ‘받을 수 있음’이 되었습니다.’"""
    was = {one.name: one.result for one in before.answers}
    return tuple(
        f"{words.with_particle(one.name, '이/가')} ‘{STATUS_WORDS[one.result.status]}’이 되었습니다."
        for one in after.answers
        if one.name in was and was[one.name].status != one.result.status
    )


def marked(columns: Columns, before: Columns) -> Columns:
    """The same columns with what is new against `before` marked 바뀜."""
    was = {one.name: (one.result.status, one.result.won_low, one.result.won_high) for one in before.answers}

    def mark(answers: Iterable[Answer]) -> tuple[Answer, ...]:
        return tuple(
            replace(one, is_changed=was.get(one.name) != (one.result.status, one.result.won_low, one.result.won_high))
            for one in answers
        )

    return replace(
        columns,
        eligible=mark(columns.eligible),
        unknown=mark(columns.unknown),
        not_eligible=mark(columns.not_eligible),
    )


def _plain_change(change: api.Change) -> str:
    fact = facts_by_name().get(change.fact)
    label = (fact.label if fact is not None else "") or PLAIN.get(change.fact, change.fact.replace("_", " "))
    whose = f"{change.person}의 " if change.person and change.person != "본인" else ""
    way = "이상" if change.after > change.before else "이하"
    unit = change.unit.split("/", maxsplit=1)[0]
    return f"{whose}{label} {change.after:,}{unit} {way}(지금 {change.before:,}{unit})"


@dataclass(frozen=True)
class OpenFact:
    """A line of ‘모르는 것’: what nobody stated and how many benefits wait for it."""

    key: str
    label: str
    count: int


def open_facts(columns: Columns) -> list[OpenFact]:
    """What is not known, that which most benefits wait for first."""
    waiting = Counter((fact.name, fact.who) for one in columns.unknown for fact in one.asks)
    return [OpenFact(key_text(key), _label(columns, key), count) for key, count in waiting.most_common()]


def _label(columns: Columns, key: Key) -> str:
    name, who = key
    whose = f"{words.masked_name(columns.people[who].name)} " if who is not None else ""
    return whose + name.replace("_", " ")


def last_screening(household_id: UUID) -> Screening | None:
    """The newest saved screening."""
    return Screening.objects.filter(household_id=household_id).order_by("-saved_at").first()
