"""Spreading a published total over entries, so that the entries add up to it exactly."""

from random import Random


def spread(
    total: int, count: int, random: Random, *, step: int = 1, least: int = 1, most: int | None = None
) -> list[int]:
    """`count` whole amounts that add up to `total`, in multiples of `step` but for the last, within [least, most].

    Raises ValueError where the total does not fit the bounds.
    """
    if count == 0:
        if total:
            raise ValueError("nothing to spread over")
        return []
    top = most if most is not None else total
    if not count * least <= total <= count * top:
        raise ValueError(f"{total} does not fit {count} amounts of {least} to {top}")
    amounts: list[int] = []
    left = total
    for rest in range(count - 1, -1, -1):
        low = max(least, left - rest * top)
        high = min(top, left - rest * least)
        if rest == 0:
            amounts.append(left)
            break
        mean = left / (rest + 1)
        wish = int(random.triangular(low, high, min(max(mean, low), high)) // step * step)
        wish = min(max(wish, low), high)
        # Stay near the mean, so that the last ones keep room.
        amounts.append(min(max(int((wish + mean) / 2 // step * step), low), high))
        left -= amounts[-1]
    random.shuffle(amounts)
    return amounts
