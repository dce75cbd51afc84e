"""방문: planned and made visits by two people, in an order, with a result and a next date.

Words: Visit, Companion (who goes along), Booking (the time somebody is taken), VisitProgramme (why homes of a kind are
visited), Incident.
Stands on discovery and people.
"""
