"""Every report by name."""

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
