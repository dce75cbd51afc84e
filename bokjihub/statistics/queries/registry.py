"""Every report by name."""

from collections.abc import Iterable

from bokjihub.statistics.queries import (
    activities,
    care,
    cases,
    contacts,
    discovery,
    emergency,
    indicators,
    measurements,
    mobile,
    monthly,
    organisation,
    partners,
    programmes,
    resources,
    rollout,
    visiting,
)
from bokjihub.statistics.queries.frame import Definition

REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        *monthly.REPORTS,
        *indicators.REPORTS,
        *discovery.REPORTS,
        *contacts.REPORTS,
        *programmes.REPORTS,
        *measurements.REPORTS,
        *activities.REPORTS,
        *emergency.REPORTS,
        *cases.REPORTS,
        *care.REPORTS,
        *rollout.REPORTS,
        *organisation.REPORTS,
        *mobile.REPORTS,
        *resources.REPORTS,
        *visiting.REPORTS,
        *partners.REPORTS,
    )
}

# What somebody opens first: the month on one page, the indicators.
AT_A_GLANCE = (monthly.REPORTS[0].name, indicators.REPORTS[0].name)


def in_order(found: Iterable[Definition]) -> list[Definition]:
    """By their number, as the guide lists them: R4-2 before R10."""
    return sorted(found, key=lambda one: [int(part) for part in one.code.removeprefix("R").split("-")])
