"""A made-up office and its waiting homes, for tests and measurements of the office's planner."""

import random

from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Call, Pin, Roster, Seat, Sex, Shift, Weights, Worker

LUNCH = ((720, 780),)
OFFICE = Place(35.4164, 127.3905)
LEADS = frozenset({"officer", "nurse", "manager"})
MATES = frozenset({"officer", "nurse", "manager", "volunteer"})
ONE = (Seat(LEADS),)
TWO = (Seat(LEADS), Seat(MATES))


def near(east: float, north: float = 0.0) -> Place:
    """A place so many kilometres from the office."""
    return Place(OFFICE.latitude + north / 111.2, OFFICE.longitude + east / 90.6)


def worker(key: str, role: str = "officer", *, begins: int = 540, ends: int = 1080, **rest: object) -> Worker:
    """Somebody at work on one day."""
    return Worker(key, role, OFFICE, (Shift(0, begins, ends, LUNCH),), **rest)  # type: ignore[arg-type]


def office(seed: int, *, homes: int = 60, pairs: int = 25, days: int = 1) -> Roster:
    """Eight people and their homes: three officers, two nurses, one case manager, two volunteers of half a day."""
    chance = random.Random(seed)
    roles = ["officer"] * 3 + ["nurse"] * 2 + ["manager"] + ["volunteer"] * 2
    workers = []
    for i, role in enumerate(roles):
        neighbour = role == "volunteer"
        shifts = tuple(
            Shift(day, 570, 720 if neighbour and i % 2 else 1050, () if neighbour and i % 2 else LUNCH)
            for day in range(days)
        )
        sex = Sex.WOMAN if i % 3 else Sex.MAN
        skills = frozenset({"car"} if i % 2 else ())
        workers.append(Worker(f"{role}{i}", role, OFFICE, shifts, skills, sex, is_public=not neighbour))
    calls = tuple(_call(chance, f"home{i}", i < pairs, days) for i in range(homes))
    return Roster(tuple(workers), calls, Weights())


def _call(chance: random.Random, key: str, by_two: bool, days: int) -> Call:
    opens = chance.choice([0, 0, 0, 600, 840])
    lead = Seat(frozenset({"nurse"})) if chance.random() < 0.25 else Seat(LEADS)
    return Call(
        key,
        near(chance.gauss(0, 1.2), chance.gauss(0, 1.2)),
        chance.choice([15, 20, 20, 30, 40]),
        (lead, Seat(MATES)) if by_two else (lead,),
        opens=opens,
        closes=opens + 180 if opens else 1440,
        due=chance.choice([None, 0, days]),
        priority=chance.choice([1, 2, 2, 3, 4]),
        has_safety_note=by_two and chance.random() < 0.3,
        sex=Sex.WOMAN if chance.random() < 0.1 else None,
        bond=frozenset({f"officer{chance.randint(0, 2)}"}) if chance.random() < 0.3 else frozenset(),
        pin=Pin(("officer0", "nurse3") if by_two else ("nurse4",), 0, 600) if key in ("home3", f"home{99}") else None,
    )
