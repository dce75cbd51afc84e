"""Who may go to a home, and which two together: each answer with its price or the rule that forbids it."""

from dataclasses import dataclass

from bokjihub.engines.routes.roster import HARD, Call, Rule, Seat, Shift, Weights, Worker


@dataclass(frozen=True)
class Answer:
    """A price, and where it is HARD the rule that says so."""

    price: float
    rule: Rule | None = None


def seat_answer(worker: Worker, shift: Shift, call: Call, seat: Seat, number: int, weights: Weights) -> Answer:
    """May this person take this seat on this day, and at what price?"""
    for rule, price in _rules(worker, shift, call, seat, weights):
        if price == HARD:
            return Answer(HARD, rule)
    price = sum(price for _, price in _rules(worker, shift, call, seat, weights))
    return Answer(price + _day_price(shift.day, call, weights, number) + _change_price(worker, call, weights))


def _rules(worker: Worker, shift: Shift, call: Call, seat: Seat, weights: Weights) -> list[tuple[Rule, float]]:
    found: list[tuple[Rule, float]] = []
    if worker.role not in seat.roles:
        found.append((Rule.ROLE, HARD))
    if not seat.skills <= worker.skills:
        found.append((Rule.SKILL, HARD))
    if worker.key in call.barred:
        found.append((Rule.KIN, weights.kin))
    if not worker.is_trained:
        found.append((Rule.TRAINED, weights.trained))
    if not worker.is_pledged:
        found.append((Rule.PLEDGED, weights.pledged))
    if call.pin and (worker.key not in call.pin.workers or shift.day != call.pin.day):
        found.append((Rule.PINNED, HARD))
    if len(call.seats) == 1:
        found += _alone(worker, call, weights)
    return found + _on_this_day(shift, call)


def _on_this_day(shift: Shift, call: Call) -> list[tuple[Rule, float]]:
    """Is it a day on which the home may be visited, and are there hours for it?"""
    found: list[tuple[Rule, float]] = []
    if call.days is not None and shift.day not in call.days:
        found.append((Rule.AWAY, HARD))
    if shift.day in call.beside:
        found.append((Rule.BESIDE, HARD))
    if not _hours_reach(shift, call):
        found.append((Rule.HOURS, HARD))
    return found


def _alone(worker: Worker, call: Call, weights: Weights) -> list[tuple[Rule, float]]:
    """What is asked of a pair is asked of somebody who goes alone."""
    found: list[tuple[Rule, float]] = []
    if call.has_safety_note:
        found.append((Rule.PARTNER, HARD))
    if not call.skills <= worker.skills:
        found.append((Rule.SKILL, HARD))
    if call.sex is not None and worker.sex != call.sex:
        found.append((Rule.SEX, weights.sex))
    if call.bond and worker.key not in call.bond:
        found.append((Rule.BOND, weights.bond))
    return found


def pair_answer(one: Worker, two: Worker, call: Call, weights: Weights) -> Answer:
    """May these two go together?"""
    if one.key == two.key:
        return Answer(HARD, Rule.PARTNER)
    if not one.is_public and not two.is_public and call.has_safety_note:
        return Answer(HARD, Rule.PUBLIC)
    if not call.skills <= one.skills | two.skills:
        return Answer(HARD, Rule.SKILL)
    price = 0.0
    if call.sex is not None and call.sex not in (one.sex, two.sex):
        if weights.sex == HARD:
            return Answer(HARD, Rule.SEX)
        price += weights.sex
    if call.bond and not {one.key, two.key} & call.bond:
        if weights.bond == HARD:
            return Answer(HARD, Rule.BOND)
        price += weights.bond
    return Answer(price)


def left_out_price(call: Call, weights: Weights, last_day: int) -> float:
    """What leaving a home out of the plan costs; a pinned one may not be."""
    if call.pin is not None:
        return 1e6
    overdue = weights.overdue if call.due is not None and call.due <= last_day else 0.0
    return weights.urgent[call.priority - 1] + overdue


def _day_price(day: int, call: Call, weights: Weights, number: int) -> float:
    if number:  # the day is priced once, on the first seat
        return 0.0
    overdue = weights.overdue if call.due is not None and day > call.due else 0.0
    change = weights.change if call.was_day is not None and day != call.was_day else 0.0
    return overdue + change + weights.waiting_day[call.priority - 1] * day


def _change_price(worker: Worker, call: Call, weights: Weights) -> float:
    return weights.change if call.was and worker.key not in call.was else 0.0


def _hours_reach(shift: Shift, call: Call) -> bool:
    """Is there any minute of this shift at which the home is open long enough?"""
    return max(shift.begins, call.opens) + call.minutes <= shift.ends
