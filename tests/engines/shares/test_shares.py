"""The best sharing: worked by hand, against every sharing of small towns, and against what a fair clerk would do greedily."""

import itertools
import random
from collections.abc import Iterator

import pytest

from bokjihub.engines.shares.check import faults
from bokjihub.engines.shares.problem import Home, Rules, Share, Stock, gain
from bokjihub.engines.shares.solve import share, worth

TAGS = ("elder", "child", "alone")


def pairs(stocks: list[Stock], homes: list[Home], rules: Rules | None = None) -> set[tuple[str, str]]:
    return {(one.stock_id, one.home_id) for one in share(stocks, homes, rules).shares}


def test_the_neediest_first_when_there_is_one_box() -> None:
    homes = [Home("a", "노암동", 10), Home("b", "노암동", 30), Home("c", "금동", 20)]
    assert pairs([Stock("box", "food", 1)], homes) == {("box", "b")}


def test_two_boxes_go_to_two_homes_before_one_gets_a_second_thing() -> None:
    """The second thing to the home of 30 counts half (15.5), less than the first to the home of 20 (21)."""
    homes = [Home("a", "노암동", 30), Home("b", "노암동", 20)]
    assert pairs([Stock("rice", "food", 1), Stock("soap", "daily", 1)], homes) in (
        {("rice", "a"), ("soap", "b")},
        {("rice", "b"), ("soap", "a")},
    )


def test_a_much_greater_need_gets_both() -> None:
    homes = [Home("a", "노암동", 80), Home("b", "노암동", 20)]
    assert pairs([Stock("rice", "food", 1), Stock("soap", "daily", 1)], homes) == {("rice", "a"), ("soap", "a")}


def test_who_got_something_lately_stands_behind_its_equal_and_never_gets_the_same_kind() -> None:
    homes = [
        Home("a", "노암동", 30, got_kinds=frozenset({"daily"}), got_times=1),
        Home("b", "노암동", 30),
        Home("c", "노암동", 99, got_kinds=frozenset({"food"}), got_times=1),
    ]
    assert pairs([Stock("rice", "food", 1)], homes) == {("rice", "b")}


def test_the_givers_wish_is_kept_and_leaves_the_open_box_for_others() -> None:
    """The elder could take either; only the open one suits the family, so both are served."""
    homes = [Home("elder", "노암동", 50, frozenset({"elder"})), Home("family", "노암동", 10, frozenset({"child"}))]
    stocks = [Stock("anybody", "food", 1), Stock("elders", "food", 1, tags=frozenset({"elder"}))]
    assert pairs(stocks, homes) == {("elders", "elder"), ("anybody", "family")}


def test_what_expires_first_goes_first() -> None:
    stocks = [Stock("later", "food", 1, days_left=200), Stock("soon", "food", 1, days_left=5)]
    assert pairs(stocks, [Home("a", "노암동", 1)]) == {("soon", "a")}


def test_several_pieces_to_each_home_and_the_rest_stays() -> None:
    homes = [Home(name, "노암동", 10) for name in "abc"]
    found = share([Stock("coal", "heating", 250, each=100)], homes)
    assert len(found.shares) == 2


@pytest.mark.parametrize(("stocks", "homes"), [([], [Home("a", "금동", 1)]), ([Stock("x", "food", 3)], [])])
def test_nothing_to_share_or_nobody_is_an_empty_proposal(stocks: list[Stock], homes: list[Home]) -> None:
    assert share(stocks, homes).shares == ()


def every_sharing(stocks: list[Stock], homes: list[Home], rules: Rules) -> Iterator[list[Share]]:
    units = [lot.id for lot in stocks for _ in range(lot.units)]
    for choice in itertools.product([None, *(home.id for home in homes)], repeat=len(units)):
        shares = [Share(lot, home) for lot, home in zip(units, choice, strict=True) if home is not None]
        if not faults(shares, stocks, homes, rules):
            yield shares


def town(seed: int, lots: int, homes: int, pieces: int) -> tuple[list[Stock], list[Home]]:
    dice = random.Random(seed)
    some = lambda many: frozenset(dice.sample(TAGS, dice.randint(0, many)))  # noqa: E731
    stocks = [
        Stock(
            f"l{n:04}", dice.choice(("food", "daily", "heating")), dice.randint(1, pieces), 1,
            dice.choice((None, 3, 20, 90)), some(1), frozenset(dice.sample(("가", "나"), dice.randint(0, 1))),
        )
        for n in range(lots)
    ]  # fmt: skip
    kinds = ("food", "daily", "heating")
    people = [
        Home(
            f"h{n:04}", dice.choice(("가", "나")), dice.randint(0, 40), some(2),
            frozenset(dice.sample(kinds, dice.randint(0, 1))), dice.randint(0, 2),
        )
        for n in range(homes)
    ]  # fmt: skip
    return stocks, people


@pytest.mark.parametrize("seed", range(6))
def test_no_sharing_of_a_small_town_is_worth_more(seed: int) -> None:
    stocks, homes = town(seed, 3, 3, 2)
    rules = Rules(most_each=2)
    found = share(stocks, homes, rules)
    assert not faults(found.shares, stocks, homes, rules)
    assert found.worth == max(worth(one, stocks, homes) for one in every_sharing(stocks, homes, rules))


@pytest.mark.parametrize("seed", range(2))
def test_a_large_town_keeps_every_rule_beats_a_greedy_clerk_and_answers_the_same_twice(seed: int) -> None:
    stocks, homes = town(seed, 30, 60, 4)
    found = share(stocks, homes)
    assert not faults(found.shares, stocks, homes)
    assert found.worth >= worth(greedy(stocks, homes), stocks, homes)
    assert found == share(list(reversed(stocks)), list(reversed(homes)))


def greedy(stocks: list[Stock], homes: list[Home]) -> list[Share]:
    """A clerk's way: lots that expire first, each to the fitting home it is worth most to at that moment."""
    given: list[Share] = []
    for lot in sorted(stocks, key=lambda lot: (lot.days_left or 10**6, lot.id)):
        for _ in range(lot.units):
            times = {home.id: sum(one.home_id == home.id for one in given) for home in homes}
            fitting = [home for home in homes if not faults([*given, Share(lot.id, home.id)], stocks, homes)]
            if fitting:
                best = max(fitting, key=lambda home: gain(home, times[home.id] + 1))
                given.append(Share(lot.id, best.id))
    return given


def test_the_checker_says_what_is_wrong() -> None:
    stocks = [Stock("a", "food", 1, tags=frozenset({"elder"})), Stock("b", "food", 9)]
    homes = [Home("h", "가", 1), Home("g", "가", 1, got_kinds=frozenset({"food"}))]
    said = faults([Share("a", "h"), Share("a", "h"), Share("b", "h"), Share("b", "g")], stocks, homes)
    assert said == [
        "a: more than there is", "h: 3 things", "h: food twice", "g: got food lately", "a is not for h", "a is not for h",
    ]  # fmt: skip
