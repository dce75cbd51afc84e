"""복지허브화: plan and actual by wave and date, staffing standard, meetings, inspections, awards. No household data.

Words: HubPlan (when a dong is to be covered, and how), StaffingStandard (what a team must have, per city), Establishment
(posts a team is allowed), LogEntry (a meeting, workshop, inspection or opinion), Award, Vehicle and VehicleBooking (the cars
that go out, and who drives when). What really is covered stands in `areas.TeamCoverage`; who really works stands in
`accounts.Post`. Stands on clocks, accounts and areas.
"""
