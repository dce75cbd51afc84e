"""Small cells are hidden against differencing: what is published has more than one solution for every hidden figure."""

import random
from fractions import Fraction

import pytest

from bokjihub.statistics.queries.suppress import Sum, grid, hidden

Cell = tuple[str, str]


def table(numbers: list[list[int]]) -> tuple[dict[Cell, int], list[Sum]]:
    rows, columns = [f"r{n}" for n in range(len(numbers))], [f"c{n}" for n in range(len(numbers[0]))]
    values = {(row, column): numbers[r][c] for r, row in enumerate(rows) for c, column in enumerate(columns)}
    for row in rows:
        values[row, "total"] = sum(values[row, column] for column in columns)
    for column in [*columns, "total"]:
        values["total", column] = sum(values[row, column] for row in rows)
    return values, grid(rows, columns)


def determined(values: dict[Cell, int], sums: list[Sum], away: frozenset[Cell]) -> set[Cell]:
    """Hidden cells whose value follows from what is told: exact elimination in fractions, by hand."""
    cells = sorted(away)
    lines = []
    for one in sums:
        line = [Fraction(0)] * len(cells)
        for cell in one.parts:
            if cell in away:
                line[cells.index(cell)] += 1
        if one.total in away:
            line[cells.index(one.total)] -= 1
        if any(line):
            lines.append(line)
    at, pivots = 0, []
    for column in range(len(cells)):
        found = next((n for n in range(at, len(lines)) if lines[n][column]), None)
        if found is None:
            continue
        lines[at], lines[found] = lines[found], lines[at]
        lines[at] = [one / lines[at][column] for one in lines[at]]
        for n in range(len(lines)):
            if n != at and lines[n][column]:
                lines[n] = [a - lines[n][column] * b for a, b in zip(lines[n], lines[at], strict=True)]
        pivots.append(column)
        at += 1
    return {cells[column] for line, column in zip(lines, pivots, strict=False) if sum(map(bool, line)) == 1}


def test_one_small_cell_takes_another_of_its_sum_with_it() -> None:
    values = {"노암": 12, "금동": 7, "왕정": 2, "합계": 21}
    assert hidden(values, [Sum("합계", ("노암", "금동", "왕정"))]) == {"왕정", "금동"}


def test_two_small_cells_with_a_small_rest_are_not_told_by_their_sum() -> None:
    values = {"a": 1, "b": 2, "c": 9, "d": 8, "합계": 20}
    assert hidden(values, [Sum("합계", ("a", "b", "c", "d"))]) == {"a", "b", "d"}


def test_nothing_small_hides_nothing_and_a_zero_is_told() -> None:
    values, sums = table([[5, 0], [6, 9]])
    assert not hidden(values, sums)


def test_a_lone_small_cell_among_zeros_hides_its_total() -> None:
    values = {"a": 3, "b": 0, "합계": 3}
    assert hidden(values, [Sum("합계", ("a", "b"))]) >= {"a", "합계"}


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_cell_follows_from_what_is_told(seed: int) -> None:
    """Random tables with many small cells, judged by an elimination of its own."""
    chance = random.Random(seed)
    shape = chance.choice([(3, 3), (4, 3), (6, 2), (5, 5)])
    numbers = [[chance.choice([0, 0, 1, 2, 3, 4, 6, 9, 20, 55]) for _ in range(shape[1])] for _ in range(shape[0])]
    values, sums = table(numbers)
    away = hidden(values, sums)
    assert not [cell for cell, value in values.items() if 0 < value < 5 and cell not in away]
    assert not determined(values, sums, away), numbers
    for one in sums:
        gone = [cell for cell in one.parts if cell in away]
        if gone and one.total not in away:
            assert sum(values[cell] for cell in gone) >= 5, "the rest of a sum is a small cell too"


def test_not_everything_is_hidden() -> None:
    kept = 0
    for seed in range(40):
        chance = random.Random(seed)
        values, sums = table([[chance.choice([2, 8, 15, 30, 44]) for _ in range(4)] for _ in range(6)])
        kept += len(values) - len(hidden(values, sums))
    assert kept > 40 * 35 * 0.3
