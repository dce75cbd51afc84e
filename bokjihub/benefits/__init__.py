"""급여 진단과 신청: what a household may be missing, by engines.benefits, and each application until its decision.

Words: Screening (급여 진단, a saved answer of the engine for one household on one date), StatedFact (a fact with its source:
말씀, 자료, 서류), Application (신청). Stands on discovery and people; knows the engine by its `api` only.

Flow: facts of the record + stated facts → `Situation` → engine → page. Nothing is stored until somebody saves; a saved
screening keeps the answers as they were given, with the day and whether an unverified figure was used.
Rejected: storing the engine's trace per benefit (recomputed exactly from facts and date); asking facts in a wizard of our
own order (the engine ranks the next question by won).
"""
