"""Random days of pair visits in the published shape, for tests and measurements."""

import random
from typing import Any


def random_day(seed: int, *, patients: int = 12, caregivers: int = 4, plain: bool = False) -> dict[str, Any]:
    """A day nobody planned: odd windows, missing fields, every kind of pair; `plain`: single services only."""
    chance = random.Random(seed)
    services = [f"s{i}" for i in range(1, 5)]
    people = [
        {"id": f"c{i}", "abilities": chance.sample(services, chance.randint(1, 4))} for i in range(1, caregivers + 1)
    ]
    # two who can do everything, so that every day can be planned
    people[0]["abilities"] = people[-1]["abilities"] = services
    return {
        "name": f"random-{seed}",
        "depot": [chance.randint(0, 100), chance.randint(0, 100)],
        "services": services,
        "caregivers": people,
        "patients": [_patient(chance, f"p{i}", services, plain) for i in range(1, patients + 1)],
    }


def _patient(chance: random.Random, name: str, services: list[str], plain: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "location": [chance.uniform(0, 100), chance.randint(0, 100)]}
    opens = chance.choice([0, chance.randint(0, 400), chance.uniform(0, 300)])
    window: list[Any] | None = chance.choice([[opens, opens + chance.choice([0, 45, 120])], [opens, None], None])
    if window is not None:
        row["time_window"] = window
    pair = not plain and chance.random() < 0.45
    cares = [{"service": s, "duration": chance.choice([0, 7, 14.5, 30])} for s in chance.sample(services, 1 + pair)]
    row["required_caregivers"] = cares
    if pair:
        low = chance.randint(0, 60)
        row["synchronization"] = chance.choice(
            [
                {"type": "simultaneous"},
                {"type": "sequential", "distance": [low, low + chance.choice([0, 10, 60])]},
                {"type": "sequential"},
                {"type": "independent"},
            ]
        )
    return row
