"""The access decision: who may do what to which household, on which day, showing which fields.

Flow of one request: `route` finds the signed-in person's `Actor` (posts in force today), opens `acting_as` (one
transaction, application role, areas and subjects set locally), lets the page load its subject behind row security, asks
`decide`, and only then runs the view; the read is written to the record in the same transaction.

Rejected: a permission library (rights here are dates and places, not flags); per-view `if`s (cannot be tested against
an oracle). See docs/adr/0006-one-access-decision.md.
"""
