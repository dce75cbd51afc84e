"""What the generated code is made of: reading a cell, a figure, a table, and rounding. Plain Python, and compilable.

`bad` is one cell in which a rule notes that it read something that is not known; its answer is then not known either.
A rule that never comes to read the unknown number answers all the same. Written without branches where the data would
decide them: a processor that guesses wrong loses more time than the sums take.
"""

from __future__ import annotations

from typing import Any

NULL = -(2**62)
NOBODY, NOT_TOLD, ELSEWHERE = -1, -2, -3  # a link: no such person, not known, a person who is not listed
UNSURE = 10  # added to the mode of a rounding that is not verified


def read(value: Any, bad: Any) -> Any:
    bad[0] |= value == NULL
    return 0 if value == NULL else value


def place(figures: Any, offset: int, size: int, code: Any) -> Any:
    """Where in a table the word with this code stands; -1 when it does not."""
    return figures[offset + code] if 0 <= code < size else -1


def within(low: int, high: int, number: Any) -> Any:
    return number - low if low <= number <= high else -1


def cell(figures: Any, offset: int, place: Any, bad: Any) -> Any:
    bad[0] |= place < 0
    return read(figures[offset + max(place, 0)], bad)


def beside(outer: Any, size: int, inner: Any) -> Any:
    """The place in a table with one more direction."""
    return -1 if outer < 0 or inner < 0 else outer * size + inner


def rounded(mode: Any, step: Any, amount: Any, divisor: Any, bad: Any) -> Any:
    """끝수처리, as `parameters.Rounding` does it; an unverified one answers only where no direction matters."""
    unit = divisor * max(1, read(step, bad))
    floor = amount // unit * step
    if mode == 0:
        return floor
    if mode == 1:
        return (2 * amount + unit) // (2 * unit) * step
    ceiling = -(-amount // unit) * step
    if mode == 2:
        return ceiling
    bad[0] |= floor != ceiling
    return floor


def divided(amount: Any, by: Any, bad: Any) -> Any:
    """Rounded down; by nothing only where the divisor is not known."""
    bad[0] |= by == 0
    return amount // (1 if by == 0 else by)


def linked(theirs: Any, place: Any) -> Any:
    """A quantity of the linked person: nothing where there is nobody, not known where nobody told or listed them."""
    return theirs if place >= 0 else 0 if place == NOBODY else NULL


def sum_of(total: Any, unknown: Any) -> Any:
    return NULL if unknown else total


def any_of(yes: Any, unknown: Any) -> Any:
    """Yes as soon as one says yes; no only when all say no."""
    return 1 if yes else NULL if unknown else 0


def both(state: Any, condition: Any) -> Any:
    """One more condition: 0 not eligible, 1 eligible, 2 cannot tell yet."""
    if condition == 0 or state == 0:
        return 0
    return 2 if condition == NULL else state


def won_of(state: Any, amount: Any) -> Any:
    if state == 0:
        return 0
    return amount if state == 1 else NULL
