"""푸드마켓: the rule of a market from a day on, enrolment for a term, extension, and each use."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.clocks.calendar import add_months
from bokjihub.people.models import Household
from bokjihub.resources.models import FoodMember, FoodRule, FoodUse, Provider
from bokjihub.resources.queries.food import not_for, room_of, rule_on
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import official_date


class RuleMissing(OfficerError):
    """이 곳의 이용 규칙이 아직 없습니다. 자원의 푸드마켓에서 규칙을 먼저 정해 주세요."""


class RuleInThePast(OfficerError):
    """이용 규칙은 오늘부터 또는 앞날부터 바꿀 수 있습니다. 지난 이용은 그날의 규칙대로 남습니다."""


class SourceMissing(OfficerError):
    """어디서 정한 규칙인지 적어 주세요(운영 지침, 협약 등)."""


class BeyondRule(OfficerError):
    """이용 규칙을 넘습니다."""


class AlreadyMember(OfficerError):
    """이미 이용하고 있습니다. 기간이 끝나 가면 연장해 주세요."""


class NoMoreExtension(OfficerError):
    """규칙에서 정한 연장을 다 썼습니다."""


class WhyEnded(OfficerError):
    """그만두는 까닭을 적어 주세요."""


class DayAhead(OfficerError):
    """아직 오지 않은 날의 이용은 적을 수 없습니다."""


@dataclass(frozen=True)
class Terms:
    """A rule as written by the market."""

    uses_a_month: int
    items_a_use: int
    term_months: int
    source: str
    points_a_month: int = 0
    renewals: int = 0
    pause_months: int = 0
    for_whom: tuple[str, ...] = ()
    is_alone: bool = False
    may_exceed: bool = True


@dataclass(frozen=True)
class Taken:
    """What was taken on one use."""

    used_on: dt.date
    items: int
    points: int = 0
    words: str = ""
    reason: str = ""


@transaction.atomic
def set_food_rule(*, provider: Provider, terms: Terms, starts_on: dt.date, by: Actor) -> FoodRule:
    """이용 규칙 정하기, from a day on; what was used before stays judged by the rule of its day."""
    if starts_on < by.day:
        raise RuleInThePast(field="starts_on")
    if not terms.source.strip():
        raise SourceMissing(field="source")
    facts = {**vars(terms), "for_whom": list(terms.for_whom), "source": terms.source.strip(), "entered_by": by.id}
    rule, _ = FoodRule.objects.update_or_create(provider=provider, starts_on=starts_on, defaults=facts)
    audit.record("food.rule", detail={"provider": provider.id, "starts_on": starts_on, "rule": rule.id}, by=by)
    return rule


@transaction.atomic
def enrol_food(*, household: Household, provider: Provider, reason: str = "", by: Actor) -> FoodMember:
    """이용자로 올리기 for the rule's term. A home the rule is not for: refused, or with a reason where the rule lets that."""
    rule = rule_on(provider, by.day)
    if rule is None:
        raise RuleMissing(field="provider")
    if FoodMember.objects.on(by.day).filter(household=household, provider=provider).exists():
        raise AlreadyMember(field="provider")
    why, against = not_for(household, rule, by.day)
    _demand_reason(rule, against, reason)
    member = FoodMember.objects.create(
        household=household,
        area_id=household.area_id,
        provider=provider,
        why=why,
        reason=reason.strip() or ("" if why else "누구에게나 엽니다"),
        starts_on=by.day,
        ends_on=add_months(by.day, rule.term_months) - dt.timedelta(days=1),
        entered_by=by.id,
        entered_label=by.label,
    )
    detail = {"member": member.id, "provider": provider.id, "against": against}
    audit.record("food.enrol", subjects=[household.id], words=reason, detail=detail, by=by)
    return member


@transaction.atomic
def extend_food(*, member: FoodMember, by: Actor) -> FoodMember:
    """연장: one more term after this one, as often as the market's rule says."""
    rule = rule_on(member.provider, by.day)
    if rule is None:
        raise RuleMissing
    if member.extended >= rule.renewals:
        raise NoMoreExtension(f"연장은 {rule.renewals}번까지입니다. {official_date(member.ends_on)}에 끝납니다.")
    member.ends_on = add_months(member.ends_on + dt.timedelta(days=1), rule.term_months) - dt.timedelta(days=1)
    member.extended += 1
    member.save(update_fields=["ends_on", "extended"])
    audit.record("food.extend", subjects=[member.household_id], detail={"member": member.id}, by=by)
    return member


@transaction.atomic
def end_food(*, member: FoodMember, reason: str, by: Actor) -> FoodMember:
    """그만둠: today is the last day, with the reason; the market's pause counts from here."""
    if not reason.strip():
        raise WhyEnded(field="reason")
    member.ends_on, member.end_reason = max(by.day, member.starts_on), reason.strip()
    member.save(update_fields=["ends_on", "end_reason"])
    audit.record("food.end", subjects=[member.household_id], words=reason, detail={"member": member.id}, by=by)
    return member


@transaction.atomic
def record_food_use(*, member: FoodMember, taken: Taken, once_key: UUID, by: Actor) -> FoodUse:
    """이용 적기. Beyond the rule: refused with what the rule says, or written with the reason where the rule lets that.

    The same sheet sent twice is one use.
    """
    former = FoodUse.objects.filter(once_key=once_key).first()
    if former is not None:
        return former
    if taken.used_on > by.day:
        raise DayAhead(field="used_on")
    FoodMember.objects.select_for_update(no_key=True).get(id=member.id)
    room = room_of(member, taken.used_on)
    if room is None:
        raise RuleMissing
    broken = room.broken_by(member, on=taken.used_on, items=taken.items, points=taken.points)
    _demand_reason(room.rule, broken, taken.reason)
    use = FoodUse.objects.create(
        member=member,
        household_id=member.household_id,
        area_id=member.area_id,
        used_on=taken.used_on,
        items=taken.items,
        points=taken.points,
        words=taken.words.strip(),
        beyond=". ".join(broken)[:200],
        reason=taken.reason.strip() if broken else "",
        recorded_by=by.id,
        recorded_label=by.label,
        once_key=once_key,
    )
    detail = {"use": use.id, "items": use.items, "beyond": broken}
    audit.record("food.use", subjects=[member.household_id], words=use.reason, detail=detail, by=by)
    return use


def _demand_reason(rule: FoodRule, broken: list[str], reason: str) -> None:
    if not broken:
        return
    if not rule.may_exceed:
        raise BeyondRule(f"{'. '.join(broken)}. 이 곳의 규칙은 예외를 두지 않습니다.", field="reason")
    if not reason.strip():
        raise BeyondRule(f"{'. '.join(broken)}. 그래도 드려야 하면 까닭을 적어 주세요.", field="reason")
