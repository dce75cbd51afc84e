"""Every report by name."""

from bokjihub.statistics.queries import contacts, discovery, emergency, mobile, monthly, resources
from bokjihub.statistics.queries.frame import Definition

REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        *monthly.REPORTS,
        *discovery.REPORTS,
        *contacts.REPORTS,
        *emergency.REPORTS,
        *mobile.REPORTS,
        *resources.REPORTS,
    )
}
