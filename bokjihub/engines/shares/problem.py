"""What is shared out, to whom, and what counts as better."""

from dataclasses import dataclass

SOON_DAYS = ((7, 400), (30, 150))


@dataclass(frozen=True)
class Stock:
    """One lot: `pieces` of a kind, `each` to a home; `tags` empty means for anybody, `areas` empty for every dong."""

    id: str
    kind: str
    pieces: int
    each: int = 1
    days_left: int | None = None
    tags: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    @property
    def units(self) -> int:
        """How many homes it can serve."""
        return self.pieces // self.each

    @property
    def haste(self) -> int:
        """What is gained by giving it before it expires: more in the last week, some in the last month."""
        if self.days_left is None:
            return 0
        return next((gain for days, gain in SOON_DAYS if self.days_left <= days), 0)

    def fits(self, home: "Home") -> bool:
        """Whether the giver's wish allows this home."""
        return (not self.tags or bool(self.tags & home.tags)) and (not self.areas or home.area in self.areas)


@dataclass(frozen=True)
class Home:
    """One home: `need` in points, what it is, the kinds it got within the look-back, and how many things."""

    id: str
    area: str
    need: int
    tags: frozenset[str] = frozenset()
    got_kinds: frozenset[str] = frozenset()
    got_times: int = 0


@dataclass(frozen=True)
class Rules:
    """How many things one home may get in this round; no kind twice, none it got lately."""

    most_each: int = 2


@dataclass(frozen=True)
class Share:
    """One lot's portion for one home."""

    stock_id: str
    home_id: str


@dataclass(frozen=True)
class Sharing:
    """The proposal: shares in a fixed order, and what it is worth."""

    shares: tuple[Share, ...]
    worth: int


SCALE = 1_000


def gain(home: Home, times: int) -> int:
    """What the `times`-th thing of this round is worth to a home: its need, divided by how many it will have had.

    So a second box to the neediest counts half, and a home that got something lately stands behind its equal that did not.
    """
    return SCALE * (1 + home.need) // (home.got_times + times)
