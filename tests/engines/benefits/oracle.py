"""Six rules of February 2026 once more, in decimals, from the articles alone. Nothing of the engine is imported here.

Whoever reads the articles writes this again without looking at the rules folder; the two must agree on every won. The
figures are those printed in the notices of 2025 for 2026, typed in by hand. The homes receive none of the basic benefits
yet (기초연금법 제6조 pays those who do in full), and their cars are counted in full.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

D = Decimal
ON = dt.date(2026, 2, 1)

MEDIAN = {1: D(2564238), 2: D(4199292), 3: D(5359036), 4: D(6494738), 5: D(7556719), 6: D(8555952), 7: D(9515150)}
BASIC_PROPERTY = {"서울": D(99000000), "경기": D(80000000), "광역·세종·창원": D(77000000), "그외": D(53000000)}
HOME_CAP = {"서울": D(172000000), "경기": D(151000000), "광역·세종·창원": D(146000000), "그외": D(112000000)}
PENSION_PROPERTY = {"대도시": D(135000000), "중소도시": D(85000000), "농어촌": D(72500000)}
PENSION = D(349700)
PENSION_LIMIT = {False: D(2470000), True: D(3952000)}


def won(amount: Decimal) -> Decimal:
    """Below one won nothing counts."""
    return amount.quantize(D(1), ROUND_FLOOR)


def age(born: dt.date) -> int:
    """민법 제158조: full years, the day of birth included."""
    years = ON.year - born.year
    return years if (ON.month, ON.day) >= (born.month, born.day) else years - 1


# 국민기초생활 보장법


def earned_counted(person: Mapping[str, Any]) -> Decimal:
    """시행령 제5조의2: first the deduction of the young, the old or the disabled, then 30 % of the rest."""
    years = age(person["출생일"])
    first = D(0)
    if years <= 34:
        first = D(600000)
    elif person["장애인"] or years >= 65:
        first = D(200000)
    return won(max(D(0), D(person["근로소득"]) + D(person["사업소득"]) - first) * D("0.7"))


def income(home: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> Decimal:
    """시행령 제5조: gifts count above 15 % of the median; what the home has to spend goes off."""
    gifts = max(D(0), D(home["사적이전소득"]) - won(median(len(people)) * D("0.15")))
    total = sum((earned_counted(p) for p in people), D(0)) + D(home["재산소득"]) + D(home["공적이전소득"]) + gifts
    return max(D(0), total - D(home["가구특성_지출"]))


def property_as_income(home: Mapping[str, Any]) -> Decimal:
    """시행령 제5조의4: the basic amount and debts go off the home first, then the rest, then the savings; never off cars."""
    region = home["기초생활_지역"]
    dwelling = D(home["주거용재산"]) + won(D(home["임차보증금"]) * D("0.95"))
    kinds = [
        [min(dwelling, HOME_CAP[region]), D("0.0104")],
        [D(home["일반재산"]) + max(D(0), dwelling - HOME_CAP[region]), D("0.0417")],
        [max(D(0), D(home["금융재산"]) - D(5000000)), D("0.0626")],
    ]
    left = BASIC_PROPERTY[region] + D(home["부채"])
    total = D(home["자동차"])
    for amount, rate in kinds:
        off = min(amount, left)
        left -= off
        total += won((amount - off) * rate)
    return total


def median(size: int) -> Decimal:
    return MEDIAN[size] if size <= 7 else MEDIAN[7] + (size - 7) * (MEDIAN[7] - MEDIAN[6])


def limit(size: int, percent: str) -> Decimal:
    """Published to the won, half a won up, for up to seven; each further person adds the last step."""

    def published(people: int) -> Decimal:
        return (MEDIAN[people] * D(percent)).quantize(D(1), ROUND_HALF_UP)

    return published(size) if size <= 7 else published(7) + (size - 7) * (published(7) - published(6))


def livelihood(counted: Decimal, size: int) -> Decimal:
    """제8조: what is lacking to the limit, paid up to full ten won."""
    lacking = max(D(0), limit(size, "0.32") - counted)
    return (lacking / 10).to_integral_value("ROUND_CEILING") * 10


# 기초연금법


def pension_income(home: Mapping[str, Any], person: Mapping[str, Any], spouse: Mapping[str, Any] | None) -> Decimal:
    """시행령 제2조, 시행규칙 제4조: both together; 4 % a year of what they own above the deductions."""
    couple = [person] if spouse is None else [person, spouse]
    earned = sum((won(max(D(0), D(p["근로소득"]) - D(1160000)) * D("0.7")) for p in couple), D(0))
    business = sum((D(p["사업소득"]) for p in couple), D(0))
    general = max(D(0), D(person["부부_일반재산"]) - PENSION_PROPERTY[home["긴급복지_지역"]])
    savings = max(D(0), D(person["부부_금융재산"]) - D(20000000))
    owned = won(max(D(0), general + savings - D(person["부부_부채"])) * D("0.04") / 12)
    return earned + business + D(person["부부_기타소득"]) + owned + D(person["부부_고급재산"])


def full_pension(person: Mapping[str, Any]) -> Decimal:
    """제5조·제6조: who has a national pension above 150 % gets the part that his years do not redistribute, plus half."""
    national, shared = D(person["국민연금급여액"]), D(person["소득재분배급여액"])
    if national <= PENSION * D("1.5"):
        return PENSION
    linked = won(max(D(0), PENSION - shared * 2 / 3) + PENSION / 2)
    if national <= PENSION * 2:
        linked = max(linked, won(PENSION * D("2.5")) - national)
    return min(PENSION, linked)


def basic_pension(home: Mapping[str, Any], person: Mapping[str, Any], spouse: Mapping[str, Any] | None) -> Decimal:
    """제3조·제8조, 시행령 제11조."""
    if age(person["출생일"]) < 65 or person["직역연금"] or (spouse is not None and spouse["직역연금"]):
        return D(0)
    counted, most = pension_income(home, person, spouse), PENSION_LIMIT[spouse is not None]
    if counted > most:
        return D(0)
    both = spouse is not None and age(spouse["출생일"]) >= 65
    own = won(full_pension(person) * (D("0.8") if both else D(1)))
    other = won(full_pension(spouse) * D("0.8")) if spouse is not None and both else D(0)
    gap, least = most - counted, PENSION * D("0.1")
    if own + other > gap:
        shared = won(max(gap, least * (2 if both else 1)) * own / max(D(1), own + other))
        own = min(own, max(shared, won(least)))
    return (own / 10).to_integral_value(ROUND_FLOOR) * 10


def answers(home: Mapping[str, Any]) -> dict[str, int]:
    """All six for one home of the random table."""
    people = home["가구원"]
    size = len(people)
    counted = income(home, people) + property_as_income(home)
    spouses = [None if p["배우자"] == 0 else people[p["배우자"] - 1] for p in people]
    pensions = sum((basic_pension(home, p, s) for p, s in zip(people, spouses, strict=True)), D(0))
    return {
        "가구_근로소득인정액": int(sum((earned_counted(p) for p in people), D(0))),
        "기초생활_재산환산액": int(property_as_income(home)),
        "기초생활_소득인정액": int(counted),
        "생계급여액": int(livelihood(counted, size)),
        "의료급여_소득기준_충족": int(counted <= limit(size, "0.40")),
        "주거급여_소득기준_충족": int(counted <= limit(size, "0.48")),
        "교육급여_소득기준_충족": int(counted <= limit(size, "0.50")),
        "기초연금 원": int(pensions),
    }
