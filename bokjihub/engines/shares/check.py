"""Judging a sharing without the solver: what is wrong with it, in words."""

from collections import Counter
from collections.abc import Sequence

from bokjihub.engines.shares.problem import Home, Rules, Share, Stock


def faults(
    shares: Sequence[Share], stocks: Sequence[Stock], homes: Sequence[Home], rules: Rules | None = None
) -> list[str]:
    """Everything a sharing breaks: more than there is, the giver's wish, a kind twice or lately, too many for one home."""
    rules = rules or Rules()
    lots, places = {lot.id: lot for lot in stocks}, {home.id: home for home in homes}
    found = []
    for lot_id, many in Counter(one.stock_id for one in shares).items():
        if many * lots[lot_id].each > lots[lot_id].pieces:
            found.append(f"{lot_id}: more than there is")
    for home_id, many in Counter(one.home_id for one in shares).items():
        if many > rules.most_each:
            found.append(f"{home_id}: {many} things")
    for (home_id, kind), many in Counter((one.home_id, lots[one.stock_id].kind) for one in shares).items():
        if many > 1:
            found.append(f"{home_id}: {kind} twice")
        if kind in places[home_id].got_kinds:
            found.append(f"{home_id}: got {kind} lately")
    found += [
        f"{one.stock_id} is not for {one.home_id}" for one in shares if not lots[one.stock_id].fits(places[one.home_id])
    ]
    return found
