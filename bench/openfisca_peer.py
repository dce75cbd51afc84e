"""The same six rules in OpenFisca 46, as its handbook teaches them: the peer that `bench_benefits.py` runs beside ours.

OpenFisca is under the AGPL and no part of this product: it is installed into an environment of its own, only to be measured,
and this file is our own code and runs nowhere else. Amounts are int64 inside every formula, because OpenFisca's float is
of 32 bits (it loses won above 16,777,216) and its int as well (products overflow): a careful modeller does the same.

    python openfisca_peer.py IN.parquet OUT.parquet
"""

# ruff: noqa
import datetime as dt
import sys
import time

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

AT_A_TIME = 1_000_000
PERIOD, DAY = "2026-02", dt.date(2026, 2, 1)
Person = build_entity(key="person", plural="persons", label="사람", is_person=True)
Household = build_entity(
    key="household", plural="households", label="가구", roles=[{"key": "member", "plural": "members"}]
)
Couple = build_entity(key="couple", plural="couples", label="부부", roles=[{"key": "partner", "plural": "partners"}])


class Region(Enum):
    seoul = "서울"
    gyeonggi = "경기"
    metro = "광역·세종·창원"
    other = "그외"


class Town(Enum):
    big = "대도시"
    middle = "중소도시"
    rural = "농어촌"


def value(number):
    return {"values": {"2026-01-01": {"value": number}}}


PARAMETERS = {
    "median": {
        f"size_{n}": value(v) for n, v in enumerate([2564238, 4199292, 5359036, 6494738, 7556719, 8555952, 9515150], 1)
    },
    "share": {"livelihood": value(32), "medical": value(40), "housing": value(48), "education": value(50)},
    "earned": {
        "young_age": value(34),
        "young": value(600000),
        "old_age": value(65),
        "old": value(200000),
        "rate": value(30),
    },
    "basic_property": {
        "seoul": value(99000000),
        "gyeonggi": value(80000000),
        "metro": value(77000000),
        "other": value(53000000),
    },
    "home_cap": {
        "seoul": value(172000000),
        "gyeonggi": value(151000000),
        "metro": value(146000000),
        "other": value(112000000),
    },
    "rate": {"home": value(104), "general": value(417), "financial": value(626)},
    "living_reserve": value(5000000),
    "deposit": value(95),
    "gifts": value(15),
    "pension": {
        "full": value(349700),
        "age": value(65),
        "deduction": value(1160000),
        "extra": value(30),
        "couple_cut": value(20),
        "least": value(10),
        "savings": value(20000000),
        "rate": value(4),
        "limit": {"single": value(2470000), "couple": value(3952000)},
        "basic_property": {"big": value(135000000), "middle": value(85000000), "rural": value(72500000)},
    },
}


def fact(name, of, kind=int, enum=None):
    body = {"value_type": kind, "entity": of, "definition_period": DateUnit.MONTH}
    if enum is not None:
        body |= {"value_type": Enum, "possible_values": enum, "default_value": list(enum)[0]}
    return type(name, (Variable,), body)


def rule(name, of, formula, kind=int):
    return type(
        name, (Variable,), {"value_type": kind, "entity": of, "definition_period": DateUnit.MONTH, "formula": formula}
    )


def won(entity, name, period):
    return entity(name, period).astype(np.int64)


def earned_counted(person, period, parameters):
    p = parameters(period).earned
    old = (person("age", period) >= p.old_age) | person("disabled", period)
    first = np.where(person("age", period) <= p.young_age, p.young, np.where(old, p.old, 0))
    return (
        np.maximum(0, won(person, "earned", period) + won(person, "business", period) - first) * (100 - p.rate) // 100
    )


def size(household, period):
    return household.nb_persons()


def median(household, period, parameters):
    p = parameters(period).median
    table = np.array([getattr(p, f"size_{n}") for n in range(1, 8)], dtype=np.int64)
    people = household("size", period)
    extra = np.maximum(0, people - 7)
    return table[np.minimum(people, 7) - 1] + extra * (table[6] - table[5])


def limit(which):
    def formula(household, period, parameters):
        p = parameters(period)
        table = np.array([getattr(p.median, f"size_{n}") for n in range(1, 8)], dtype=np.int64)
        table = (table * int(getattr(p.share, which)) * 2 + 100) // 200
        people = household("size", period)
        return table[np.minimum(people, 7) - 1] + np.maximum(0, people - 7) * (table[6] - table[5])

    return formula


def income(household, period, parameters):
    earned = household.sum(household.members("earned_counted", period).astype(np.int64)).astype(np.int64)
    allowed = won(household, "median", period) * int(parameters(period).gifts) // 100
    gifts = np.maximum(0, won(household, "gifts", period) - allowed)
    total = earned + won(household, "rents", period) + won(household, "public", period) + gifts
    return np.maximum(0, total - won(household, "expenses", period))


def property_as_income(household, period, parameters):
    p, region = parameters(period), household("region", period)
    cap, basic = p.home_cap[region].astype(np.int64), p.basic_property[region].astype(np.int64)
    dwelling = won(household, "home", period) + won(household, "deposit", period) * int(p.deposit) // 100
    home = np.minimum(dwelling, cap)
    general = won(household, "general", period) + np.maximum(0, dwelling - cap)
    financial = np.maximum(0, won(household, "financial", period) - int(p.living_reserve))
    off = basic + won(household, "debts", period)
    left = np.maximum(0, off - home)
    more = np.maximum(0, left - general)
    return (
        np.maximum(0, home - off) * int(p.rate.home) // 10000
        + np.maximum(0, general - left) * int(p.rate.general) // 10000
        + np.maximum(0, financial - more) * int(p.rate.financial) // 10000
        + won(household, "car", period)
    )


def counted(household, period):
    return won(household, "income", period) + won(household, "property_as_income", period)


def livelihood(household, period):
    lacking = np.maximum(0, won(household, "limit_livelihood", period) - won(household, "counted", period))
    return -(-lacking // 10) * 10


def within(which):
    def formula(household, period):
        return won(household, "counted", period) <= won(household, f"limit_{which}", period)

    return formula


def pension_income(person, period, parameters):
    p = parameters(period).pension
    couple = person.couple
    earned = np.maximum(0, won(person, "earned", period) - int(p.deduction)) * (100 - int(p.extra)) // 100
    together = couple.sum(earned + won(person, "business", period)).astype(np.int64)
    basic = p.basic_property[person.household("town", period)].astype(np.int64)
    general = np.maximum(0, won(person, "couple_general", period) - basic)
    savings = np.maximum(0, won(person, "couple_financial", period) - int(p.savings))
    owned = np.maximum(0, general + savings - won(person, "couple_debts", period)) * int(p.rate) // 1200
    return together + won(person, "couple_other", period) + owned + won(person, "couple_luxury", period)


def full_pension(person, period, parameters):
    full = int(parameters(period).pension.full)
    national, shared = won(person, "national_pension", period), won(person, "redistributed", period)
    linked = (2 * np.maximum(0, 3 * full - 2 * shared) + 3 * full) // 6
    linked = np.where(national * 100 <= full * 200, np.maximum(linked, full * 250 // 100 - national), linked)
    return np.where(national * 100 <= full * 150, full, np.minimum(full, linked))


def pension(person, period, parameters):
    p = parameters(period).pension
    couple, full = person.couple, int(p.full)
    is_couple = couple.nb_persons() == 2
    most = np.where(is_couple, int(p.limit.couple), int(p.limit.single))
    counted = won(person, "pension_income", period)
    old = person("age", period) >= p.age
    excluded = couple.any(person("public_pension", period))
    both = is_couple & couple.all(old)
    own = won(person, "full_pension", period)
    own = np.where(both, own * (100 - int(p.couple_cut)) // 100, own)
    together = np.where(both, couple.sum(own).astype(np.int64), own)
    gap, least = most - counted, full * int(p.least)
    shared = np.maximum(gap * 100, least * np.where(both, 2, 1)) * own // np.maximum(1, together * 100)
    cut = np.minimum(own, np.maximum(shared, least // 100))
    paid = np.where(together <= gap, own, cut) // 10 * 10
    return np.where(old & ~excluded & (counted <= most), paid, 0)


def household_pension(household, period):
    return household.sum(household.members("pension", period).astype(np.int64))


FACTS = [
    *(
        fact(n, Person)
        for n in (
            "age",
            "earned",
            "business",
            "national_pension",
            "redistributed",
            "couple_other",
            "couple_general",
            "couple_financial",
            "couple_debts",
            "couple_luxury",
        )
    ),
    fact("disabled", Person, bool),
    fact("public_pension", Person, bool),
    *(
        fact(n, Household)
        for n in ("home", "deposit", "general", "financial", "car", "debts", "rents", "public", "gifts", "expenses")
    ),
    fact("region", Household, enum=Region),
    fact("town", Household, enum=Town),
]
RULES = [
    rule("earned_counted", Person, earned_counted),
    rule("size", Household, size),
    rule("median", Household, median),
    *(rule(f"limit_{w}", Household, limit(w)) for w in ("livelihood", "medical", "housing", "education")),
    rule("income", Household, income),
    rule("property_as_income", Household, property_as_income),
    rule("counted", Household, counted),
    rule("livelihood", Household, livelihood),
    *(rule(f"within_{w}", Household, within(w), bool) for w in ("medical", "housing", "education")),
    rule("pension_income", Person, pension_income),
    rule("full_pension", Person, full_pension),
    rule("pension", Person, pension),
    rule("household_pension", Household, household_pension),
    rule(
        "household_earned",
        Household,
        lambda household, period: household.sum(household.members("earned_counted", period).astype(np.int64)),
    ),
]
PERSON_FACTS = {
    "earned": "근로소득",
    "business": "사업소득",
    "national_pension": "국민연금급여액",
    "redistributed": "소득재분배급여액",
    "couple_other": "부부_기타소득",
    "couple_general": "부부_일반재산",
    "couple_financial": "부부_금융재산",
    "couple_debts": "부부_부채",
    "couple_luxury": "부부_고급재산",
    "disabled": "장애인",
    "public_pension": "직역연금",
}
HOUSEHOLD_FACTS = {
    "home": "주거용재산",
    "deposit": "임차보증금",
    "general": "일반재산",
    "financial": "금융재산",
    "car": "자동차",
    "debts": "부채",
    "rents": "재산소득",
    "public": "공적이전소득",
    "gifts": "사적이전소득",
    "expenses": "가구특성_지출",
}
ANSWERS = {
    "household_earned": "가구_근로소득인정액",
    "property_as_income": "기초생활_재산환산액",
    "counted": "기초생활_소득인정액",
    "livelihood": "생계급여액",
    "within_medical": "의료급여_소득기준_충족",
    "within_housing": "주거급여_소득기준_충족",
    "within_education": "교육급여_소득기준_충족",
    "household_pension": "기초연금 원",
}


def system():
    made = TaxBenefitSystem([Person, Household, Couple])
    made.parameters = ParameterNode("", data=PARAMETERS)
    made.add_variables(*FACTS, *RULES)
    return made


def simulate(made, homes):
    sizes = homes["가구원"].list.len().to_numpy().astype(np.int64)
    household = np.repeat(np.arange(len(homes)), sizes)
    people = homes["가구원"].explode().struct.unnest()
    place = np.arange(len(household)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    follows = (people["배우자"].to_numpy() > 0) & (place + 1 > people["배우자"].to_numpy())
    couple = np.cumsum(~follows) - 1
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", np.arange(len(household)))
    builder.join_with_persons(
        builder.declare_entity("household", np.arange(len(homes))), household, ["member"] * len(household)
    )
    builder.join_with_persons(
        builder.declare_entity("couple", np.arange(couple[-1] + 1)), couple, ["partner"] * len(couple)
    )
    simulation = builder.build(made)
    born = people["출생일"]
    before = (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()) > DAY.month * 100 + DAY.day
    simulation.set_input("age", PERIOD, (DAY.year - born.dt.year() - before.cast(pl.Int32)).to_numpy())
    for name, column in PERSON_FACTS.items():
        simulation.set_input(name, PERIOD, people[column].to_numpy())
    for name, column in HOUSEHOLD_FACTS.items():
        simulation.set_input(name, PERIOD, homes[column].to_numpy())
    for name, column, enum in (("region", "기초생활_지역", Region), ("town", "긴급복지_지역", Town)):
        codes = homes[column].replace_strict(
            [e.value for e in enum], list(range(len(list(enum)))), return_dtype=pl.Int16
        )
        members = np.array([e.name for e in enum])
        simulation.set_input(name, PERIOD, members[codes.to_numpy()])
    return {column: simulation.calculate(name, PERIOD).astype(np.int64) for name, column in ANSWERS.items()}


def main(source, target):
    """A million homes at a time: of more the memory would not suffice."""
    table, frames, took = pl.scan_parquet(source), [], 0.0
    for first in range(0, table.select(pl.len()).collect().item(), AT_A_TIME):
        homes = table.slice(first, AT_A_TIME).collect()
        began = time.process_time()
        answers = simulate(system(), homes)
        took += time.process_time() - began
        frames.append(pl.DataFrame({"가구번호": homes["가구번호"], **answers}))
    print(took)
    pl.concat(frames).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
