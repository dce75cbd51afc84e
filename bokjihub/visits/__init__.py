"""방문: planned and made visits by two people, in an order, with a result and a next date.

Words: Visit, Companion (who goes), VisitProgramme (the rule that makes visits due), Incident.
Stands on discovery and people.
"""
